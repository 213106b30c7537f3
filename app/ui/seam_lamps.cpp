// The lamps of the cut nearest to the playhead, in a bar over the picture.
#include "app/ui/panels.h"
#include "app/ui/seam_widgets.h"
#include "app/ui/widgets.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <numeric>
#include <string>

namespace seamline::ui {
namespace {

using analysis::LampState;

constexpr std::array<float, kLampKinds> kWidthPx{300, 190, 276};
constexpr float kProgressPx = 132;
constexpr float kVerdictsPx = 118;
/// Narrower windows show the lamps' states without their terms.
constexpr double kTermsFromPx = 1000;
/// Narrower ones give the sentence a row of its own.
constexpr double kOneRowFromPx = 1600;

/// A part of the bar: text is drawn by hand, so that it is cut where the part ends.
struct Bar {
    const Ui& ui;
    ImDrawList& list;
    float x = 0; ///< Where the next part begins.
    float top = 0;
    float height = 0;

    float text(float at, float end, ImFont* font, Rgb color, const std::string& words) {
        if (end - at < ui.px(12)) return at;
        ImGui::PushFont(font);
        const std::string seen = shortened(words, end - at);
        const float width = ImGui::CalcTextSize(seen.c_str()).x;
        ImGui::PopFont();
        list.AddText(font, font->FontSize, {at, top + (height - font->FontSize) / 2 - 1},
                     packed(color), seen.c_str());
        return at + width + ui.px(6);
    }
    /// The part from `x` on as a control; true when it was clicked.
    bool control(const char* id, float width, const Tip& tip) {
        ImGui::SetCursorScreenPos({x, top});
        const bool pressed = ImGui::InvisibleButton(id, {std::max(width, 1.0F), height});
        if (ImGui::IsItemHovered()) {
            ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
            list.AddRectFilled({x, top}, {x + width, top + height}, packed(palette::kControl));
        }
        tooltip(tip);
        return pressed;
    }
};

void go_to(const Ui& ui, const SeamPlace& place, const SeamSign* sign) {
    if (sign == nullptr) return;
    if (const auto tick = tick_of_seam(ui.model, *place.source, sign->frame))
        ui.commands.ask(SeekTo{*tick});
}

void lamp(Bar& bar, const LampFace& face, float width, const SeamPlace& place,
          const SeamSign* sign) {
    const Ui& ui = bar.ui;
    const float end = bar.x + width - ui.px(8);
    if (bar.control(name(face.kind), width - ui.px(2),
                    {face.tip, ui.keys.keys_text(Action::NextFlag)}))
        go_to(ui, place, sign);
    const float side = bar.height * 0.58F;
    draw_lamp_shape(bar.list, face.state, {bar.x + ui.px(8) + side / 2, bar.top + bar.height / 2},
                    side, color_of(face.state));
    float x = bar.x + ui.px(14) + side;
    x = bar.text(x, end, ui.fonts.text, palette::kText, name(face.kind));
    const bool is_off = face.state == LampState::Off;
    x = bar.text(x, end, ui.fonts.strong, is_off ? Rgb(palette::kDim) : color_of(face.state),
                 face.word);
    bar.text(x, end, ui.fonts.small, is_off ? Rgb(palette::kDim) : Rgb(palette::kText),
             face.detail);
    bar.x += width;
    bar.list.AddLine({bar.x - ui.px(1), bar.top + ui.px(4)},
                     {bar.x - ui.px(1), bar.top + bar.height - ui.px(4)}, packed(palette::kLine));
}

/// What the bar says where there is no cut to speak of.
struct Dark {
    NoSeam why = NoSeam::NothingFound;
    std::string sentence;
};
Dark why_dark(const Ui& ui, const SeamPlace& place) {
    if (ui.model.session.sources.empty()) return {NoSeam::NothingOpen, "Nothing is open."};
    if (!ui.state.measuring.enabled)
        return {NoSeam::SwitchedOff,
                "Measuring is off: " + ui.keys.keys_text(Action::ToggleMeasuring) +
                    " turns it on."};
    if (place.source == nullptr) return {NoSeam::NotYet, "The take is being opened."};
    const std::string name = display_name(*place.source);
    const playback::SourceFindings* findings = place.seams->findings.get();
    if (findings == nullptr) return {NoSeam::NotYet, "Not measured yet."};
    if (!findings->error.empty()) return {NoSeam::Unreadable, findings->error};
    if (!findings->left_out.empty())
        return {NoSeam::Unreadable, "No cut can be measured: " + findings->left_out.front()};
    if (!findings->is_finished)
        return {NoSeam::NotYet, "Looking for cuts in " + name + " \xE2\x80\xA6"};
    return {NoSeam::NothingFound, "No cut was found in " + name + ". To compare two takes: " +
                                      ui.keys.keys_text(Action::ToggleMap) + " maps A against B."};
}

std::string said_of(const SeamSign& sign) {
    return sign.verdict == session::SeamVerdict::Accepted    ? " (accepted)"
           : sign.verdict == session::SeamVerdict::Dismissed ? " (dismissed)"
                                                             : "";
}

void sentence(Bar& bar, float width, const SeamPlace& place, const SeamSign* sign,
              const Dark& dark) {
    const Ui& ui = bar.ui;
    const float end = bar.x + width - ui.px(8);
    const std::string where = sign != nullptr ? place_text(ui, *place.source, sign->frame) : "";
    std::string words = dark.sentence;
    std::string tip = words;
    if (sign != nullptr) {
        words = sentence_of(*sign) + said_of(*sign);
        tip = sign_words(*sign, where) + "\nClick: go there.";
        if (place.seams->findings && place.seams->findings->film_cuts > 0)
            tip += "\nJudged by " + std::to_string(place.seams->findings->film_cuts) +
                   " of this film's own cuts.";
        else
            tip += "\nJudged by what the two shots do without a cut.";
    }
    if (bar.control("sentence", width, {tip, ui.keys.keys_text(Action::SeamView)}))
        go_to(ui, place, sign);
    float x = bar.x + ui.px(8);
    if (sign != nullptr) x = bar.text(x, end, ui.fonts.mono, palette::kAccent, where);
    bar.text(x, end, ui.fonts.text, sign != nullptr ? Rgb(palette::kText) : Rgb(palette::kDim),
             words);
    bar.x += width;
}

/// Accept and dismiss, for the flag that the keys mean.
void verdicts(Bar& bar, const SeamSign& flag) {
    const Ui& ui = bar.ui;
    ImGui::PushFont(ui.fonts.small);
    const auto choice = [&](const char* word, const char* tip, Action action,
                            session::SeamVerdict verdict) {
        const float width = ImGui::CalcTextSize(word).x + ui.px(14);
        const bool is_said = flag.verdict == verdict;
        if (bar.control(word, width, ui.tip(tip, action))) ui.commands.run(action);
        if (is_said)
            bar.list.AddRectFilled({bar.x + 2, bar.top + bar.height - ui.px(2)},
                                   {bar.x + width - 2, bar.top + bar.height},
                                   packed(palette::kAccent));
        bar.text(bar.x + ui.px(7), bar.x + width, ui.fonts.small,
                 is_said ? Rgb(palette::kText) : Rgb(palette::kDim), word);
        bar.x += width;
    };
    choice("accept", "The difference that the lamps flag is there. A flag means look, not error.",
           Action::AcceptFlag, session::SeamVerdict::Accepted);
    choice("dismiss", "What the lamps flag is right as it is. A flag means look, not error.",
           Action::DismissFlag, session::SeamVerdict::Dismissed);
    ImGui::PopFont();
}

void progress(Bar& bar, float width) {
    const Ui& ui = bar.ui;
    std::vector<const SourceSeams*> all;
    for (const auto& [key, seams] : ui.model.seams) all.push_back(&seams);
    const playback::FlagCount count = count_flags(all);
    const bool is_busy = ui.model.measured < 1;
    const std::string tip =
        (is_busy ? std::string("How far measuring of all takes has come; playing goes first. ")
                 : std::string("All that is open is measured. ")) +
        "Click: the list. " + words_of(count) + ".";
    if (bar.control("progress", width, ui.tip(tip, Action::ToggleSeams)))
        ui.commands.run(Action::ToggleSeams);
    std::string words = std::to_string(count.flagged) + (count.flagged == 1 ? " flag" : " flags");
    if (is_busy) {
        // Rounded down: 100 % is all of it.
        words = "measuring " + std::to_string(static_cast<int>(ui.model.measured * 100)) + " %";
        const float y = bar.top + bar.height - ui.px(4);
        const float left = bar.x + ui.px(6);
        const float room = width - ui.px(12);
        bar.list.AddRectFilled({left, y}, {left + room, y + ui.px(2)}, packed(palette::kField));
        bar.list.AddRectFilled({left, y},
                               {left + room * static_cast<float>(ui.model.measured), y + ui.px(2)},
                               packed(palette::kAccent));
    }
    if (!ui.state.measuring.enabled) words = "measuring is off";
    bar.text(bar.x + ui.px(6), bar.x + width, ui.fonts.small, palette::kDim, words);
}

} // namespace

void draw_lamps(const Ui& ui) {
    begin_panel("lamps", ui.rects.lamps, palette::kBar);
    const ScreenRect& place = ui.rects.lamps;
    Bar bar{ui, *ImGui::GetWindowDrawList(), static_cast<float>(place.min.x),
            static_cast<float>(place.min.y), static_cast<float>(place.size().y)};
    const bool is_one_row = lamp_rows(place.size().x, ui.scale) == 1;
    if (!is_one_row) bar.height = std::round(bar.height / 2);
    const SeamPlace seam = seam_place(ui.model, ui.state);
    const SeamSign* sign = shown_seam(seam);
    const Dark dark = why_dark(ui, seam);
    const auto faces = lamp_faces(sign, lamp_keys(ui), dark.why);
    const bool has_buttons = sign != nullptr && sign->is_judgeable();
    const float buttons = has_buttons ? ui.px(kVerdictsPx) : 0;
    const float right = static_cast<float>(place.max.x);
    const float left = bar.x;
    const bool has_terms = place.size().x >= kTermsFromPx * static_cast<double>(ui.scale);
    // In a row of their own they share what the rest leaves.
    const float all = std::accumulate(kWidthPx.begin(), kWidthPx.end(), 0.0F);
    const float more =
        is_one_row || !has_terms
            ? 0
            : std::max(right - left - ui.px(all + kProgressPx + kVerdictsPx), 0.0F) / 2;
    for (std::size_t i = 0; i < faces.size(); ++i)
        lamp(bar, faces[i],
             ui.px(has_terms ? kWidthPx[i] : 172) +
                 (faces[i].kind == LampKind::Character ? 0 : more),
             seam, sign);
    const float room = right - bar.x - ui.px(kProgressPx) - buttons;
    if (is_one_row && room > ui.px(40)) sentence(bar, room, seam, sign, dark);
    if (has_buttons && right - bar.x > buttons) verdicts(bar, *sign);
    bar.x = std::max(bar.x, right - ui.px(kProgressPx));
    progress(bar, right - bar.x);
    if (!is_one_row) {
        bar.x = left;
        bar.top += bar.height;
        sentence(bar, right - left, seam, sign, dark);
    }
    ImGui::End();
}

int lamp_rows(double width_px, float scale) {
    return width_px >= kOneRowFromPx * static_cast<double>(scale) ? 1 : 2;
}

} // namespace seamline::ui
