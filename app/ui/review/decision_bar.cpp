#include "app/ui/review/decision_bar.h"

#include "app/ui/compared_pair.h"
#include "app/ui/review/decision_places.h"
#include "app/ui/review/decision_signs.h"
#include "app/ui/review/review_desk.h"
#include "app/ui/widgets.h"

#include <algorithm>
#include <array>
#include <string>

namespace seamline::ui {
namespace {

using review::DecisionState;
using review::TargetKind;

constexpr double kStripS = 9; ///< How long it stays untouched.

struct Choice {
    DecisionState state;
    Action action;
    const char* word;
    const char* tip;
};
constexpr std::array<Choice, 3> kChoices{{
    {DecisionState::Keep, Action::Keep, "Keep", "Keeps what A shows."},
    {DecisionState::SendBack, Action::SendBack, "Send back",
     "Sends it back; reasons that were measured are filled in, for you to change."},
    {DecisionState::Hold, Action::HoldDecision, "Hold", "Leaves it open; reasons can be added."},
}};

struct Part {
    TargetKind kind;
    const char* word;
    const char* tip;
};
constexpr std::array<Part, 4> kParts{{
    {TargetKind::Take, "Take", "All of the take."},
    {TargetKind::Shot, "Shot", "The frames between the cuts around the playhead."},
    {TargetKind::Range, "Range", "The frames from in to out."},
    {TargetKind::Frame, "Frame", "The frame that is shown."},
}};

/// What `author` said of that part of what A shows.
std::optional<DecisionState> said_now(const Ui& ui) {
    const auto place = decision_place(ui.model);
    if (!place) return std::nullopt;
    const std::string* id = ui.model.review.id_of(place.value().path);
    const auto target = target_now(ui.model, place.value(), ui.state.decide.target);
    if (id == nullptr || !target) return std::nullopt;
    const DecisionTable& table = *ui.model.review.table;
    for (const std::uint32_t index : table.of(*id)) {
        const review::Decision& decision = *table.rows()[index].decision;
        if (decision.author == ui.model.review.author &&
            same_place(decision.target, target.value()))
            return decision.state;
    }
    return std::nullopt;
}

float button_width(const Ui& ui, const char* words) {
    return ui.px(26) + (*words != '\0' ? ImGui::CalcTextSize(words).x + ui.px(4) : 0.0F);
}

bool sign_button(const Ui& ui, const Choice& choice, const char* words, bool chosen) {
    const float height = ImGui::GetFrameHeight();
    const float width = button_width(ui, words);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const bool pressed = ImGui::InvisibleButton(choice.word, {width, height});
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const Rgb ground = chosen                   ? Rgb(palette::kChosen)
                       : ImGui::IsItemActive()  ? Rgb(palette::kControlActive)
                       : ImGui::IsItemHovered() ? Rgb(palette::kControlHover)
                                                : Rgb(palette::kControl);
    list.AddRectFilled(at, {at.x + width, at.y + height}, packed(ground), ui.px(3));
    if (chosen)
        list.AddRectFilled({at.x, at.y + height - ui.px(2)}, {at.x + width, at.y + height},
                           packed(color_of(choice.state)));
    draw_decision_shape(list, choice.state, {at.x + ui.px(13), at.y + height / 2}, ui.px(11),
                        color_of(choice.state));
    if (*words != '\0')
        list.AddText({at.x + ui.px(24), at.y + (height - ImGui::GetFontSize()) / 2},
                     packed(palette::kText), words);
    tooltip(ui.tip(choice.tip, choice.action));
    return pressed;
}

void target_combo(const Ui& ui) {
    DecideState& decide = ui.state.decide;
    const auto now = std::ranges::find(kParts, decide.target, &Part::kind);
    ImGui::SetNextItemWidth(ui.px(78));
    if (ImGui::BeginCombo("##target", now->word)) {
        for (const Part& part : kParts) {
            if (ImGui::Selectable(part.word, part.kind == decide.target)) decide.target = part.kind;
            tooltip({part.tip, ""});
        }
        ImGui::EndCombo();
    }
    tooltip(ui.tip(std::string("What is decided on: ") + now->tip, Action::DecideOn));
}

void author_menu(const Ui& ui) {
    const ReviewView& review = ui.model.review;
    const std::string seen = shortened(review.author, ui.px(90));
    if (quiet_button((seen + "###author").c_str(),
                     ui.tip("Who decides now: " + review.author +
                                ". A name, not a login. The key goes to the next one.",
                            Action::NextAuthor)))
        ImGui::OpenPopup("authors");
    if (!ImGui::BeginPopup("authors")) return;
    for (const std::string& author : review.authors)
        if (ImGui::MenuItem(author.c_str(), nullptr, author == review.author)) {
            ui.state.decide.strip.reset(); // It was about the other person's decision.
            ui.commands.ask(ChangeReview{[author](ReviewDesk& desk) { desk.set_author(author); }});
        }
    ImGui::Separator();
    ImGui::SetNextItemWidth(ui.px(160));
    if (const auto name = text_field("##new author", "", "another name"))
        if (!name->empty()) {
            ui.state.decide.strip.reset();
            ui.commands.ask(
                ChangeReview{[name = *name](ReviewDesk& desk) { desk.set_author(name); }});
            ImGui::CloseCurrentPopup();
        }
    tooltip({"Somebody else decides: their decisions stand beside yours.", ""});
    ImGui::EndPopup();
}

constexpr float kTargetPx = 82; ///< The list of what is decided on, and the space after it.

float full_width(const Ui& ui, bool has_words, bool has_target) {
    float width = ui.px((has_target ? kTargetPx : 0) + 14 + 16) +
                  ImGui::CalcTextSize(shortened(ui.model.review.author, ui.px(90)).c_str()).x;
    for (const Choice& choice : kChoices)
        width += button_width(ui, has_words ? choice.word : "") + ui.px(3);
    if (!ui.model.review.problem.empty()) width += ui.px(90);
    return width;
}

void amend(const Ui& ui, const ReasonStrip& strip) {
    ui.commands.ask(ChangeReview{[strip](ReviewDesk& desk) {
        desk.amend(strip.path, strip.target, strip.state, strip.reasons, strip.note);
    }});
}

void chips(const Ui& ui, ReasonStrip& strip) {
    const std::vector<std::string>& reasons = ui.model.review.table->review().reasons;
    const float right = ImGui::GetWindowContentRegionMax().x + ImGui::GetWindowPos().x;
    std::size_t number = 0;
    for (const std::string& reason : reasons) {
        const bool is_chosen = std::ranges::find(strip.reasons, reason) != strip.reasons.end();
        ++number;
        const std::string key = strip.has_keyboard ? reason_key(number - 1) : std::string();
        const std::string label = key.empty() ? reason : key + "  " + reason + "###" + reason;
        const float width = ImGui::CalcTextSize(label.c_str(), nullptr, true).x + ui.px(14);
        if (number > 1) {
            ImGui::SameLine(0, ui.px(3));
            if (ImGui::GetCursorScreenPos().x + width > right) ImGui::NewLine();
        }
        if (text_button(label.c_str(),
                        ui.tip(is_chosen ? "A reason; click takes it away." : "Click: a reason.",
                               Action::EditReasons),
                        is_chosen)) {
            toggle_reason(strip, reasons, number - 1);
            strip.shown_at_s = ImGui::GetTime();
            amend(ui, strip);
        }
    }
}

} // namespace

void draw_decision_bar(const Ui& ui) {
    if (ui.model.session.sources.empty()) return;
    const float end = static_cast<float>(ui.rects.compare_bar.max.x) - ui.px(8);
    ImGui::SameLine(0, ui.px(14));
    const float room = end - ImGui::GetCursorScreenPos().x;
    const bool has_words = full_width(ui, true, true) <= room;
    // Who decides, and that it is not saved, has to be seen; the key says what it is about.
    const bool has_target = has_words || full_width(ui, false, true) <= room;
    const float width = full_width(ui, has_words, has_target);
    if (width > room && width > room + ui.px(40)) {
        // Nothing but the signs fits: the keys and the menu do the rest.
        if (room < ui.px(90)) return;
    } else {
        ImGui::SetCursorScreenPos(
            {std::max(end - width, ImGui::GetCursorScreenPos().x), ImGui::GetCursorScreenPos().y});
    }
    const auto said = said_now(ui);
    for (const Choice& choice : kChoices) {
        if (sign_button(ui, choice, has_words ? choice.word : "", said == choice.state))
            ui.commands.run(choice.action);
        ImGui::SameLine(0, ui.px(3));
    }
    if (has_target) {
        target_combo(ui);
        ImGui::SameLine(0, ui.px(4));
    }
    author_menu(ui);
    const ReviewView& review = ui.model.review;
    if (review.problem.empty()) return;
    ImGui::SameLine(0, ui.px(4));
    badge(
        "not saved", palette::kError,
        {std::to_string(review.unsaved) + " decisions are kept in memory: " + review.problem, ""});
}

std::string reason_key(std::size_t index) {
    if (index < 9) return std::to_string(index + 1);
    return index - 9 < 26 ? std::string(1, static_cast<char>('a' + (index - 9))) : std::string();
}

std::optional<std::size_t> reason_of_letter(const KeyPress& press, std::size_t count) {
    const char32_t letter = press.typed != 0 ? press.typed : press.base;
    if (press.modifiers != 0 || letter < U'a' || letter > U'z') return std::nullopt;
    const std::size_t index = 9 + (letter - U'a');
    return index < count ? std::optional(index) : std::nullopt;
}

bool toggle_reason(ReasonStrip& strip, const std::vector<std::string>& reasons, std::size_t index) {
    if (index >= reasons.size()) return false;
    const std::string& reason = reasons[index];
    const auto found = std::ranges::find(strip.reasons, reason);
    if (found != strip.reasons.end())
        strip.reasons.erase(found);
    else
        strip.reasons.push_back(reason);
    return true;
}

void draw_reason_strip(const Ui& ui) {
    DecideState& decide = ui.state.decide;
    if (!decide.strip || ui.state.presentation) return;
    ReasonStrip& strip = *decide.strip;
    const auto place = decision_place(ui.model);
    if (place && place.value().path != strip.path && !is_edited("##note")) {
        decide.strip.reset(); // Another take is A now.
        return;
    }
    const ScreenRect& viewer = ui.rects.viewer;
    const float width = std::min(ui.px(720), static_cast<float>(viewer.size().x) - ui.px(24));
    if (width < ui.px(200)) return;
    ImGui::SetNextWindowPos(
        {static_cast<float>(viewer.center().x),
         static_cast<float>(viewer.max.y) - ui.px(decide.drawing.is_on ? 58 : 10)}, // Above tools.
        ImGuiCond_Always, {0.5F, 1});
    ImGui::SetNextWindowSize({width, 0}, ImGuiCond_Always);
    constexpr ImGuiWindowFlags kStrip = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                                        ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                                        ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoNav |
                                        ImGuiWindowFlags_NoFocusOnAppearing;
    bool closes = false;
    if (ImGui::Begin("###reasons", nullptr, kStrip)) {
        const ImVec2 at = ImGui::GetCursorScreenPos();
        draw_decision_shape(*ImGui::GetWindowDrawList(), strip.state,
                            {at.x + ui.px(7), at.y + ImGui::GetFrameHeight() / 2}, ui.px(12),
                            color_of(strip.state));
        ImGui::SetCursorScreenPos({at.x + ui.px(20), at.y});
        ImGui::AlignTextToFramePadding();
        const std::string what = std::string(word(strip.state)) + ":  " + strip.take + ", " +
                                 target_words(strip.target, ui.model.session.frame_base);
        ImGui::TextUnformatted(shortened(what, width * 0.45F).c_str());
        tooltip({what, ui.keys.keys_text(Action::Undo)});
        ImGui::SameLine(0, ui.px(12));
        ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x - ui.px(34));
        if (const auto note = text_field("##note", strip.note, "a note, if you like")) {
            strip.note = *note;
            strip.shown_at_s = ImGui::GetTime();
            amend(ui, strip);
        }
        tooltip(ui.tip("A note for whoever makes the next version.", Action::EditReasons));
        ImGui::SameLine();
        closes =
            icon_button("close", Icon::Close, {"The decision stays; only the strip goes.", "Esc"});
        chips(ui, strip);
        if (ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem) ||
            is_edited("##note"))
            strip.shown_at_s = ImGui::GetTime();
    }
    ImGui::End();
    if (closes || (!strip.has_keyboard && ImGui::GetTime() - strip.shown_at_s > kStripS))
        decide.strip.reset();
}

} // namespace seamline::ui
