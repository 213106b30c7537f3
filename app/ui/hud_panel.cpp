#include "app/playback/compose.h"
#include "app/ui/color_choices.h"
#include "app/ui/cut_actions.h"
#include "app/ui/match_actions.h"
#include "app/ui/panels.h"
#include "app/ui/speed_text.h"
#include "app/ui/tool_actions.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

namespace seamline::ui {
namespace {

struct Line {
    std::string text;
    bool bad = false;
};

template <typename... Values> Line line(bool bad, const char* format, Values... values) {
    std::array<char, 200> text{};
    std::snprintf(text.data(), text.size(), format, values...);
    return {text.data(), bad};
}

const char* words(renderer::ResizeFilter filter) {
    switch (filter) {
    case renderer::ResizeFilter::Nearest:
        return "nearest";
    case renderer::ResizeFilter::Bilinear:
        return "bilinear, prefiltered";
    case renderer::ResizeFilter::Lanczos:
        return "Lanczos, linear light";
    }
    return "";
}

double mebibytes(std::uint64_t bytes) { return static_cast<double>(bytes) / (1024.0 * 1024.0); }

/// Some source is shown through a table while it plays.
bool has_table(const ViewModel& model) {
    return std::ranges::any_of(model.reports, [](const playback::SourceReport& report) {
        return report.color.is_approximate;
    });
}

void add_output(std::vector<Line>& lines, const char* window, const renderer::OutputState& output) {
    if (!output.description.empty()) lines.push_back({window + output.description, false});
    if (!output.objection.empty()) lines.push_back({window + output.objection, true});
}

/// What ticks are timed by.
Line refresh_line(const playback::PacingReport& pacing) {
    const double hz = pacing.refresh.hz();
    switch (pacing.refresh.kind) {
    case playback::RefreshKind::Measured:
        return line(false, "%6.2f Hz measured   %.1f %% jitter   %lld delayed", hz,
                    pacing.refresh.jitter * 100, static_cast<long long>(pacing.counters.delayed));
    case playback::RefreshKind::Assumed:
        return line(false, "%6.0f Hz stated, not measured", hz);
    case playback::RefreshKind::Unsteady:
        return line(false, "no steady refresh: variable, or not followed");
    case playback::RefreshKind::Unknown:
        break;
    }
    return line(false, "refresh not known");
}

std::vector<Line> lines_of(const Ui& ui) {
    const playback::PlaybackCounters& c = ui.model.counters;
    const double budget = mebibytes(ui.model.cache.budget_bytes);
    const double used = mebibytes(ui.model.cache.used_bytes);
    std::vector<Line> lines;
    if (ui.model.transport.playing())
        lines.push_back(line(c.fps_achieved < c.fps_asked * 0.98, "%6.2f fps of %.2f asked",
                             c.fps_achieved, c.fps_asked));
    else
        lines.push_back(
            line(false, "paused, %.2f fps asked", ui.model.session.transport.rate.value()));
    const playback::Transport& transport = ui.model.transport;
    if (const std::string notice = speed_notice(transport.playing(), transport.speed());
        !notice.empty())
        lines.push_back({"speed " + notice, true});
    const bool quantised = ui.model.pacing.refresh.kind == playback::RefreshKind::Measured;
    lines.push_back(
        line(c.dropped > 0, "%6lld dropped   %lld stalled   %lld mistimed",
             static_cast<long long>(c.dropped), static_cast<long long>(c.stalls),
             static_cast<long long>(quantised ? ui.model.pacing.counters.mistimed : c.mistimed)));
    lines.push_back(refresh_line(ui.model.pacing));
    lines.push_back(
        {ui.model.pacing.present_wait ? "present-wait" : "no present-wait: FIFO alone", false});
    if (ui.model.tick_ms)
        lines.push_back(line(false, "%6.2f ms tick   %.2f ms composite", *ui.model.tick_ms,
                             ui.model.composite_ms));
    if (const ScopeReport& scopes = ui.model.scopes; *scopes.backend != '\0') {
        const renderer::ScopeCounts& n = scopes.counted;
        const double ms = n.computed > 0 ? n.total_ms / static_cast<double>(n.computed) : 0;
        lines.push_back(line(!scopes.error.empty(),
                             "%6.2f ms scopes (%s)   %.2f ms drawn   %lld skipped", ms,
                             scopes.backend, scopes.draw_ms,
                             static_cast<long long>(n.skipped + scopes.drawings_skipped)));
    }
    const bool is_short = ui.model.cache.budget_bytes < ui.model.cache.wanted_bytes;
    lines.push_back(line(is_short, "%6.0f of %.0f MiB cache%s   %lld frames", used, budget,
                         is_short ? " (no more memory)" : "",
                         static_cast<long long>(ui.model.cache.frames)));
    if (ui.model.slot && ui.model.slot->takes.size() > 1) {
        lines.push_back({"slot " + shortened(ui.model.slot->name, ui.px(190)), false});
        for (const std::string& take : slot_lines(*ui.model.slot)) lines.push_back({take, false});
    }
    if (const session::Source* b = ui.model.session.source_b();
        b != nullptr && shows_match(ui.model, b->key))
        lines.push_back({"B is matched to A by a CDL", true});
    if (ui.state.map.shown)
        lines.push_back(line(false, "%6.1f maps/s   %s", ui.model.map.per_second,
                             analysis::name(ui.state.map.kind)));
    const renderer::PictureTools tools =
        playback::picture_tools(ui.model.session, playback::Viewport::Main);
    // Edges are sought in the source's pixels: see renderer/picture_tools.h.
    const bool lanczos = ui.model.filter == renderer::ResizeFilter::Lanczos;
    const auto filter =
        tools.shown.peaking && lanczos ? renderer::ResizeFilter::Bilinear : ui.model.filter;
    lines.push_back(line(false, "filter %s", words(filter)));
    if (tools.shown.any())
        lines.push_back({(ui.model.is_preparing_tools ? "preparing " : "tools: ") +
                             tools_text(tools.shown, tools.settings),
                         true});
    else if (ui.model.session.tools.any())
        lines.push_back({"tools: none in a difference", true});
    lines.push_back({"device " + ui.model.device_name, false});
    const ShownView seen = shown_view(*ui.model.color, ui.model.viewed);
    const bool misplaced = !output_warning(seen.display, ui.model.output.used).empty();
    lines.push_back(
        {"made for " + seen.display + ", " + seen.view + (misplaced ? "; the output is SDR" : ""),
         !seen.is_known || misplaced});
    if (!ui.model.color_preparation.failure.empty())
        lines.push_back({"colour: " + ui.model.color_preparation.failure, true});
    else if (ui.model.color_preparation.is_preparing)
        lines.push_back({"colour: preparing", true});
    if (has_table(ui.model))
        lines.push_back({ui.model.color_is_exact ? "colour: exact" : "colour: table of 65", false});
    add_output(lines, "window ", ui.model.output);
    if (ui.model.second_output) {
        add_output(lines, "second ", *ui.model.second_output);
        const ShownView second = shown_view(*ui.model.color, ui.model.second_viewed);
        lines.push_back(
            {"second made for " + second.display + ", " + second.view, !second.is_known});
        const ColorPreparation& made = ui.model.second_color_preparation;
        if (!made.failure.empty())
            lines.push_back({"second colour: " + made.failure, true});
        else if (made.is_preparing)
            lines.push_back({"second colour: preparing", true});
    }
    if (!ui.model.sound_state.empty())
        lines.push_back({"silent (see the loudspeaker's tooltip)", true});
    for (const playback::SourceReport& report : ui.model.reports) {
        const session::Source* source = ui.model.session.find(report.key);
        if (source == nullptr) continue;
        const std::string name = shortened(display_name(*source), ui.px(150));
        const std::string frame_size =
            report.frame_bytes > 0
                ? line(false, ", %.1f MB", static_cast<double>(report.frame_bytes) / 1e6).text
                : std::string();
        if (report.status == playback::SourceStatus::Failed)
            lines.push_back({name + ": failed", true});
        else
            lines.push_back(line(false, "%s: %s, copies %d + %d%s, %s", name.c_str(),
                                 report.media.decode.path.c_str(), report.media.decode.host_copies,
                                 report.media.decode.device_copies, frame_size.c_str(),
                                 report.decoder_open
                                     ? line(false, "%.1f ms", report.decode_ms).text.c_str()
                                     : "all cached"));
    }
    return lines;
}

/// Where no bar tells it.
void draw_speed(const Ui& ui) {
    const playback::Transport& transport = ui.model.transport;
    const std::string notice = speed_notice(transport.playing(), transport.speed());
    if (notice.empty()) return;
    ImFont* font = ui.fonts.strong;
    const ImVec2 size = font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, notice.c_str());
    const ScreenRect& viewer = ui.rects.viewer;
    draw_plate(*ImGui::GetBackgroundDrawList(),
               {static_cast<float>(viewer.max.x) - size.x - ui.px(24),
                static_cast<float>(viewer.max.y) - size.y - ui.px(18)},
               font, notice, palette::kWarning);
}

/// With or without the other lines: a key was pressed, and nothing is to be seen of it yet.
void draw_preparation(const Ui& ui) {
    if (!ui.model.is_preparing_tools || ui.rects.viewer.is_empty()) return;
    const session::Session& session = ui.model.session;
    ImFont* font = ui.fonts.strong;
    const ScreenRect& viewer = ui.rects.viewer;
    ImGui::PushFont(font);
    const std::string words =
        shortened("preparing " + tools_text(session.tools, session.tool_settings) + " ...",
                  static_cast<float>(viewer.size().x) - ui.px(32));
    ImGui::PopFont();
    const ImVec2 size = font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, words.c_str());
    const glm::dvec2 middle = (viewer.min + viewer.max) / 2.0;
    draw_plate(*ImGui::GetForegroundDrawList(),
               {static_cast<float>(middle.x) - size.x / 2, static_cast<float>(middle.y)}, font,
               words, palette::kWarning);
}

} // namespace

void draw_hud(const Ui& ui) {
    draw_preparation(ui);
    if (!ui.state.hud) {
        if (ui.rects.transport.is_empty() && !ui.state.presentation) draw_speed(ui);
        return;
    }
    std::vector<Line> lines = lines_of(ui);
    ImFont* font = ui.fonts.mono;
    const float step = std::round(font->FontSize * 1.3F);
    // In a low viewer the last lines go, below the labels' room: the first matter most.
    const auto room = static_cast<float>(ui.rects.viewer.size().y) - ui.px(80);
    lines.resize(std::clamp<std::size_t>(static_cast<std::size_t>(std::max(room / step, 2.0F)), 2,
                                         lines.size()));
    float width = 0;
    const auto signed_text = [](const Line& l) { return (l.bad ? "! " : "  ") + l.text; };
    for (const Line& l : lines)
        width = std::max(width,
                         font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, signed_text(l).c_str()).x);
    const float pad = ui.px(8);
    const ScreenRect& viewer = ui.rects.viewer.is_empty() ? ui.rects.scopes : ui.rects.viewer;
    // Lower right: labels own the upper corners.
    const ImVec2 max{static_cast<float>(viewer.max.x) - pad,
                     static_cast<float>(viewer.max.y) - pad};
    const ImVec2 min{max.x - width - 2 * pad,
                     max.y - step * static_cast<float>(lines.size()) - 2 * pad};
    ImDrawList& list = *ImGui::GetBackgroundDrawList();
    list.AddRectFilled(min, max, packed(palette::kPlate.with_alpha(0.87)), 2);
    float y = min.y + pad;
    for (const Line& l : lines) {
        list.AddText(font, font->FontSize, {min.x + pad, y},
                     packed(l.bad ? palette::kWarning : palette::kText), signed_text(l).c_str());
        y += step;
    }
}

} // namespace seamline::ui
