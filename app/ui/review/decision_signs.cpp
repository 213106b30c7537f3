#include "app/ui/review/decision_signs.h"

#include "app/ui/compared_pair.h"
#include "app/ui/review/decision_places.h"
#include "app/ui/widgets.h"

#include <algorithm>
#include <string>

namespace seamline::ui {
namespace {

using review::DecisionState;
using review::TargetKind;

constexpr float kMarkPx = 5;
constexpr std::size_t kMostPlates = 4; ///< On one picture.

ImVec2 at(double x, double y) { return {static_cast<float>(x), static_cast<float>(y)}; }

struct Mark {
    const DecisionRow* row;
    double left, right;
};

/// Longer ones first, so that a frame is seen on its shot.
std::vector<Mark> marks_of(const Ui& ui, const session::Source& source, const TimelineScale& scale,
                           const ScreenRect& lane) {
    std::vector<Mark> marks;
    const std::string* id = source.cut ? nullptr : ui.model.review.id_of(source.path);
    if (id == nullptr) return marks;
    const DecisionTable& table = *ui.model.review.table;
    for (const std::uint32_t index : table.of(*id)) {
        const DecisionRow& row = table.rows()[index];
        const review::Target& target = row.decision->target;
        if (target.kind == TargetKind::Take) continue;
        const auto ticks = ticks_of(ui.model, source, target.from, target.to);
        if (!ticks) continue;
        const double left = scale.px_of(static_cast<double>(ticks->first));
        const double right = std::max(scale.px_of(static_cast<double>(ticks->second + 1)),
                                      left + static_cast<double>(ui.px(2)));
        if (right < lane.min.x || left > lane.max.x) continue;
        marks.push_back({&row, std::max(left, lane.min.x), std::min(right, lane.max.x)});
    }
    std::ranges::stable_sort(
        marks, [](const Mark& a, const Mark& b) { return b.right - b.left < a.right - a.left; });
    return marks;
}

float sign_px(const Ui& ui) { return ui.px(11); }

void plate(const Ui& ui, ImDrawList& list, const ScreenRect& tile, float& top,
           const DecisionRow& row) {
    const review::Decision& decision = *row.decision;
    std::string words = word(decision.state);
    if (decision.target.kind != TargetKind::Take) words += "  " + row.where;
    if (!row.reasons.empty()) words += ": " + row.reasons;
    if (row.is_disputed || decision.author != ui.model.review.author)
        words += "  (" + decision.author + (row.is_disputed ? ", disputed)" : ")");
    ImFont* font = ui.fonts.text;
    const float side = sign_px(ui);
    const float most = static_cast<float>(tile.size().x) * 0.6F;
    ImGui::PushFont(font);
    words = shortened(words, most);
    const ImVec2 size = ImGui::CalcTextSize(words.c_str());
    ImGui::PopFont();
    const float left = static_cast<float>(tile.max.x) - ui.px(8) - size.x - side - ui.px(18);
    list.AddRectFilled({left, top},
                       {static_cast<float>(tile.max.x) - ui.px(6), top + size.y + ui.px(6)},
                       packed(palette::kPlate.with_alpha(0.86)), ui.px(3));
    draw_decision_shape(list, decision.state,
                        {left + ui.px(7) + side / 2, top + ui.px(3) + size.y / 2}, side,
                        color_of(decision.state));
    list.AddText(font, font->FontSize, {left + side + ui.px(13), top + ui.px(3)},
                 packed(palette::kText), words.c_str());
    top += size.y + ui.px(9);
}

} // namespace

Rgb color_of(DecisionState state) {
    switch (state) {
    case DecisionState::Keep:
        return palette::kKeep;
    case DecisionState::SendBack:
        return palette::kSendBack;
    case DecisionState::Hold:
        break;
    }
    return palette::kHold;
}

void draw_decision_shape(ImDrawList& list, DecisionState state, ImVec2 center, float size,
                         Rgb color) {
    const ImU32 ink = packed(color);
    const float half = size / 2;
    switch (state) {
    case DecisionState::Keep:
        list.AddCircleFilled(center, half, ink, 16);
        break;
    case DecisionState::SendBack:
        list.AddTriangleFilled({center.x, center.y - half}, {center.x + half, center.y + half},
                               {center.x - half, center.y + half}, ink);
        break;
    case DecisionState::Hold:
        list.AddRectFilled({center.x - half, center.y - half},
                           {center.x - half * 0.2F, center.y + half}, ink);
        list.AddRectFilled({center.x + half * 0.2F, center.y - half},
                           {center.x + half, center.y + half}, ink);
        break;
    }
}

const DecisionRow* shown_verdict(const Ui& ui, const session::Source& source) {
    if (source.cut) return nullptr; // A cut is many takes.
    const std::string* id = ui.model.review.id_of(source.path);
    return id == nullptr ? nullptr : ui.model.review.table->verdict(*id, ui.model.review.author);
}

void draw_decision_marks(const Ui& ui, ImDrawList& list, const session::Source& source,
                         const TimelineScale& scale, const ScreenRect& lane) {
    const float height = ui.px(kMarkPx);
    const float side = sign_px(ui);
    for (const Mark& mark : marks_of(ui, source, scale, lane)) {
        const DecisionState state = mark.row->decision->state;
        list.AddRectFilled(at(mark.left, lane.min.y - 1),
                           at(mark.right, lane.min.y + static_cast<double>(height) + 1),
                           packed(Rgb{0, 0, 0, 150}));
        list.AddRectFilled(at(mark.left, lane.min.y),
                           at(mark.right, lane.min.y + static_cast<double>(height)),
                           packed(color_of(state)));
        const ImVec2 center{std::max(static_cast<float>(mark.left) + side / 2,
                                     static_cast<float>(mark.left + mark.right) / 2),
                            static_cast<float>(lane.min.y) + height + side * 0.7F};
        list.AddCircleFilled(center, side * 0.78F, packed(Rgb{0, 0, 0, 170}));
        draw_decision_shape(list, state, center, side, color_of(state));
    }
}

void use_decision_marks(const Ui& ui, const session::Source& source, const TimelineScale& scale,
                        const ScreenRect& lane) {
    if (!ImGui::IsItemHovered()) return;
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const double reach = ui.px(kMarkPx) + sign_px(ui) * 1.4F;
    if (static_cast<double>(mouse.y) < lane.min.y ||
        static_cast<double>(mouse.y) > lane.min.y + reach)
        return;
    const DecisionRow* found = nullptr;
    for (const Mark& mark : marks_of(ui, source, scale, lane))
        if (static_cast<double>(mouse.x) >= mark.left - ui.px(3) &&
            static_cast<double>(mouse.x) <= mark.right + ui.px(3))
            found = mark.row;
    if (found != nullptr)
        tooltip({decision_words(*found), ui.keys.keys_text(Action::NextDecision)});
}

void draw_decision_plates(const Ui& ui, ImDrawList& list, const std::vector<PicturePlace>& places) {
    const DecisionTable& table = *ui.model.review.table;
    for (const PicturePlace& place : places) {
        if (place.is_second) continue; // Both pictures share a corner: A's is shown.
        const auto shown = medium_frame(ui.model, place.key);
        const std::string* id = shown ? ui.model.review.id_of(shown->path) : nullptr;
        if (id == nullptr) continue;
        float top =
            static_cast<float>(std::max(place.tile.min.y, ui.rects.viewer.min.y)) + ui.px(8);
        std::size_t drawn = 0;
        list.PushClipRect(at(place.tile.min.x, place.tile.min.y),
                          at(place.tile.max.x, place.tile.max.y), true);
        for (const std::uint32_t index : table.of(*id)) {
            const DecisionRow& row = table.rows()[index];
            if (!row.decision->target.covers(shown->frame) || drawn++ >= kMostPlates) continue;
            plate(ui, list, place.tile, top, row);
        }
        list.PopClipRect();
    }
}

std::string decision_words(const DecisionRow& row) {
    const review::Decision& decision = *row.decision;
    std::string words = std::string(word(decision.state)) + ", " + row.where + " of " + row.take;
    if (!row.reasons.empty()) words += "\nReasons: " + row.reasons;
    if (!decision.note.empty()) words += "\n\"" + decision.note + '"';
    words += "\n" + decision.author + ", " + time_words(decision.time_ms);
    if (row.is_disputed) words += "\nDisputed: somebody decided otherwise.";
    return words;
}

} // namespace seamline::ui
