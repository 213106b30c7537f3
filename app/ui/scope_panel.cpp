#include "app/ui/panels.h"
#include "app/ui/picture_label.h"
#include "app/ui/scope_cell.h"
#include "app/ui/scope_titles.h"
#include "app/ui/scope_toolbar.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace seamline::ui {
namespace {

using renderer::ScopeKind;
using renderer::ScopePair;
using session::Source;

/// Waveform columns, in the panel and where a scope fills the window.
constexpr int kColumns = 512;
constexpr int kColumnsFilled = 1024;
constexpr float kWideTracePx = 700;

ImVec2 vec(glm::dvec2 p) { return {static_cast<float>(p.x), static_cast<float>(p.y)}; }

std::vector<ScopeKind> kinds_of(const UiState& state) {
    if (state.scopes_fill && state.scopes_alone) return {*state.scopes_alone};
    std::vector<ScopeKind> kinds;
    for (int i = 0; i < renderer::kScopeKinds; ++i)
        if (state.scopes.shows(static_cast<ScopeKind>(i)))
            kinds.push_back(static_cast<ScopeKind>(i));
    return kinds;
}

const renderer::ViewSignal*
signal_of(const std::shared_ptr<const renderer::ScopeReading>& reading) {
    return reading != nullptr ? reading->signal.get() : nullptr;
}

/// One for each source on the screen, or for A and B together and each of the others.
std::vector<ScopeSubject> subjects_of(const Ui& ui, const std::vector<PicturePlace>& places) {
    const session::Session& session = ui.model.session;
    std::vector<const Source*> shown;
    for (const Source* source : session.on_screen())
        if (std::ranges::find(shown, source) == shown.end()) shown.push_back(source);
    const auto is_shown = [&](const Source* source) {
        return source != nullptr && std::ranges::find(shown, source) != shown.end();
    };
    const bool pairs = ui.state.scopes.pair != ScopePair::Apart && is_shown(session.source_a()) &&
                       is_shown(session.source_b());
    std::vector<ScopeSubject> subjects;
    for (const Source* source : shown) {
        if (pairs && source == session.source_b()) continue;
        ScopeSubject subject;
        subject.a = source;
        if (pairs && source == session.source_a()) subject.b = session.source_b();
        subject.reading_a = ui.model.scopes.reading(source->key);
        subject.probed_a = probed_levels(ui, places, source->key, signal_of(subject.reading_a));
        subject.region_a = counted_region(ui, places, source->key);
        if (subject.b != nullptr) {
            subject.reading_b = ui.model.scopes.reading(subject.b->key);
            subject.probed_b =
                probed_levels(ui, places, subject.b->key, signal_of(subject.reading_b));
            subject.region_b = counted_region(ui, places, subject.b->key);
        }
        subjects.push_back(std::move(subject));
    }
    return subjects;
}

/// A name in its take's colour, with its letter.
float write_name(const Ui& ui, ImDrawList& list, glm::dvec2 at, const Source& source,
                 const char* style, float room) {
    const std::string letter = label_letter(ui.model.session, source.key);
    const Rgb color = letter == "A" ? palette::kA : letter == "B" ? palette::kB : palette::kText;
    ImFont* font = ui.fonts.text;
    ImGui::PushFont(font);
    // A long name gives way, not what says which trace is whose.
    const std::string text = shortened((letter.empty() ? "" : letter + "  ") + display_name(source),
                                       room - ImGui::CalcTextSize(style).x) +
                             style;
    const float width = ImGui::CalcTextSize(text.c_str()).x;
    ImGui::PopFont();
    list.AddText(font, font->FontSize, vec(at), packed(color), text.c_str());
    return width;
}

bool is_confirmed(const Ui& ui, const Source& source) {
    const playback::SourceReport* report = ui.model.report(source.key);
    return report == nullptr || report->color.input_space.empty() || report->color.confirmed;
}

ScopeFacts facts_of(const Ui& ui, const ScopeSubject& subject) {
    const auto& signal = subject.reading_a->signal;
    const auto number = [&](const renderer::ScopeReading& reading) {
        return std::to_string(reading.frame + ui.model.session.frame_base);
    };
    ScopeFacts facts;
    if (signal != nullptr) {
        facts.view = signal->name();
        facts.is_table = !signal->is_exact();
    }
    facts.frame = number(*subject.reading_a);
    if (subject.reading_b != nullptr) {
        facts.frame += " / " + number(*subject.reading_b);
        const renderer::ViewSignal* of_b = signal_of(subject.reading_b);
        if (signal != nullptr && of_b != nullptr && of_b->name() != facts.view)
            facts.view += " / " + of_b->name();
        facts.is_table = facts.is_table || (of_b != nullptr && !of_b->is_exact());
    }
    const Rect& r = subject.reading_a->region;
    if (r.width > 0)
        facts.region = std::to_string(r.width) + " x " + std::to_string(r.height) + " px";
    facts.is_old = is_old(ui, subject);
    facts.is_confirmed =
        is_confirmed(ui, *subject.a) && (subject.b == nullptr || is_confirmed(ui, *subject.b));
    return facts;
}

void draw_header(const Ui& ui, ImDrawList& list, const ScopeSubject& subject,
                 const ScreenRect& rect) {
    const double pad = static_cast<double>(ui.px(5));
    const auto room = static_cast<float>(rect.size().x - 2 * pad);
    list.PushClipRect(vec(rect.min), vec(rect.max), true);
    const bool is_pair = subject.b != nullptr;
    glm::dvec2 at = rect.min + glm::dvec2(pad, static_cast<double>(ui.px(2)));
    const bool differs = is_pair && ui.state.scopes.pair == renderer::ScopePair::Difference;
    float used = write_name(ui, list, at, *subject.a,
                            differs   ? " has more (solid)"
                            : is_pair ? "  (solid)"
                                      : "",
                            is_pair ? room * 0.4F : room * 0.7F);
    if (is_pair) {
        at.x += static_cast<double>(used + ui.px(14));
        used +=
            ui.px(14) + write_name(ui, list, at, *subject.b,
                                   differs ? " has more (striped)" : "  (striped)", room * 0.4F);
    }
    ImFont* font = ui.fonts.small;
    ImGui::PushFont(font);
    const ScopeFacts known = subject.reading_a != nullptr ? facts_of(ui, subject) : ScopeFacts{};
    const std::vector<std::string> choices =
        subject.reading_a != nullptr ? scope_facts(known) : std::vector<std::string>{};
    const auto fits = std::ranges::find_if(choices, [&](const std::string& words) {
        return ImGui::CalcTextSize(words.c_str()).x <= room - used - ui.px(14);
    });
    const std::string facts = fits != choices.end() ? *fits : "";
    const float width = ImGui::CalcTextSize(facts.c_str()).x;
    ImGui::PopFont();
    list.AddText(
        font, font->FontSize,
        {static_cast<float>(rect.max.x - pad) - width, static_cast<float>(at.y) + ui.px(1)},
        packed(known.is_confirmed && !known.is_old ? palette::kDim : palette::kWarning),
        facts.c_str());
    list.PopClipRect();
}

/// Double click: this scope has all of the window, or gives it back.
void take_clicks(const Ui& ui, const ScopeCell& cell, int id) {
    ImGui::SetCursorScreenPos(vec(cell.rect.min));
    ImGui::PushID(id);
    const ImVec2 size = vec(glm::max(cell.rect.size(), glm::dvec2(1)));
    ImGui::InvisibleButton("scope", size);
    ImGui::PopID();
    UiState& state = ui.state;
    if (ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) {
        const bool back = state.scopes_fill;
        state.scopes_fill = !back;
        state.scopes_alone.reset();
        if (!back) state.scopes_alone = cell.kind;
    }
    // On its title only: over the trace it would hide what is looked at.
    const double title_end = cell.rect.min.y + static_cast<double>(ui.fonts.small->FontSize) * 1.25;
    if (static_cast<double>(ImGui::GetIO().MousePos.y) >= title_end) return;
    tooltip(ui.tip(state.scopes_fill ? "Double click: back to the pictures."
                                     : "Double click: this scope fills the window.",
                   Action::ScopesFill));
}

void order(const Ui& ui, const ScopeSubject& subject, const ScopeCell& cell) {
    if (cell.trace.is_empty()) return;
    ui.scopes.views.push_back(scope_view(ui, subject, cell));
    const session::ScopeSettings& settings = ui.state.scopes;
    ui.scopes.scopes |= renderer::counted_for(cell.kind, settings.waveform_kind, settings.is_uv);
    const bool is_wide = cell.trace.size().x > static_cast<double>(ui.px(kWideTracePx));
    if (cell.kind == ScopeKind::Waveform && is_wide) ui.scopes.columns = kColumnsFilled;
}

ScopeMargins margins_of(const Ui& ui) {
    ImFont* font = ui.fonts.small;
    const float numbers = font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, "10000").x;
    return {std::ceil(static_cast<double>(font->FontSize) * 1.25),
            std::ceil(static_cast<double>(numbers + ui.px(6))),
            std::ceil(static_cast<double>(ui.px(6)))};
}

void say(const Ui& ui, ImDrawList& list, const ScreenRect& area, const char* words) {
    list.AddText(ui.fonts.text, ui.fonts.text->FontSize,
                 vec(area.min + glm::dvec2(static_cast<double>(ui.px(8)))), packed(palette::kDim),
                 words);
}

} // namespace

void draw_scopes(const Ui& ui) {
    begin_panel("scopes", ui.rects.scopes, {0, 0, 0, 0});
    ImDrawList& list = *ImGui::GetWindowDrawList();
    draw_scope_toolbar(ui);
    ScreenRect area = ui.rects.scopes;
    area.min.y = std::ceil(static_cast<double>(ImGui::GetItemRectMax().y + ui.px(4)));
    const std::vector<PicturePlace> places = picture_places(ui);
    const std::vector<ScopeSubject> subjects = subjects_of(ui, places);
    if (subjects.empty()) say(ui, list, area, "No take is on the screen.");
    ui.scopes.columns = kColumns;
    ui.scopes.signal = ui.state.scopes.signal;
    const std::vector<ScopeGroup> groups =
        scope_groups(area, static_cast<int>(subjects.size()), kinds_of(ui.state), margins_of(ui));
    int id = 0;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        draw_header(ui, list, subjects[i], groups[i].header);
        if (i > 0)
            list.AddLine(vec(groups[i].header.min),
                         groups[i].header.min.x > groups[0].header.min.x
                             ? vec({groups[i].header.min.x, area.max.y})
                             : vec({area.max.x, groups[i].header.min.y}),
                         packed(palette::kLine));
        for (const ScopeCell& cell : groups[i].cells) {
            order(ui, subjects[i], cell);
            draw_scope_cell(ui, list, subjects[i], cell);
            take_clicks(ui, cell, id++);
        }
        const auto add_region = [&](const Source* source, const Rect& region) {
            if (source != nullptr && region.width > 0)
                ui.scopes.regions.emplace_back(source->key, region);
        };
        add_region(subjects[i].a, subjects[i].region_a);
        add_region(subjects[i].b, subjects[i].region_b);
    }
    ImGui::End();
}

} // namespace seamline::ui
