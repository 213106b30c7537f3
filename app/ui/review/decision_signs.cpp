#include "app/ui/review/decision_signs.h"

#include "app/ui/compared_pair.h"
#include "app/ui/cut_layout.h"
#include "app/ui/picture_label.h"
#include "app/ui/review/decision_places.h"
#include "app/ui/widgets.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace seamline::ui {
namespace {

using review::DecisionState;
using review::TargetKind;

constexpr float kMarkPx = 5;
constexpr float kSignRowPx = 13;
constexpr float kColumnPx = 6;         ///< Marks that are nearer to each other are one.
constexpr std::size_t kMostPlates = 4; ///< On one picture.

ImVec2 at(double x, double y) { return {static_cast<float>(x), static_cast<float>(y)}; }

/// With what their indices are of.
struct Marks {
    std::shared_ptr<const DecisionTable> table;
    std::vector<LaneMark> marks;
};

Marks marks_of(const Ui& ui, const session::Source& source, const TimelineScale& scale,
               const ScreenRect& lane) {
    const SourceRemarks said = remarks_on(ui.model, source);
    Marks found{said.table, {}};
    if (said.remarks == nullptr) return found;
    const Rational& rate = ui.model.session.transport.rate;
    const auto records =
        source.cut ? std::optional(record_scale(scale, source.timing, source.cut->edit.rate, rate))
                   : std::nullopt;
    for (const PlacedRemark& remark : *said.remarks) {
        double left = 0;
        double right = 0;
        if (records) {
            left = records->px_of(remark.first);
            right = records->px_of(remark.last + 1);
        } else {
            const auto ticks = ticks_of(ui.model, source, remark.first, remark.last);
            if (!ticks) continue;
            left = scale.px_of(static_cast<double>(ticks->first));
            right = scale.px_of(static_cast<double>(ticks->second + 1));
        }
        right = std::max(right, left + static_cast<double>(ui.px(2)));
        if (right < lane.min.x || left > lane.max.x) continue;
        found.marks.push_back({remark, std::max(left, lane.min.x), std::min(right, lane.max.x)});
    }
    if (found.table) found.marks = thinned(found.marks, *found.table, ui.px(kColumnPx));
    return found;
}

float sign_px(const Ui& ui) { return ui.px(11); }

/// A decision on a picture.
struct Plate {
    const DecisionRow* row;
    std::vector<std::string> lines;
};

Plate plate_of(const Ui& ui, const ScreenRect& tile, const DecisionRow& row) {
    // The sign, the margins, and how many more there are.
    const float room = static_cast<float>(tile.size().x) - sign_px(ui) - ui.px(32 + 26);
    return {&row, plate_lines(row, row.decision->author != ui.model.review.author,
                              std::min(room, ui.px(420)))};
}

float height_of(const Ui& ui, const Plate& plate) {
    return ui.fonts.text->FontSize * static_cast<float>(plate.lines.size()) + ui.px(9);
}

void draw_plate(const Ui& ui, ImDrawList& list, const ScreenRect& tile, float top,
                const Plate& plate) {
    const float side = sign_px(ui);
    float width = 0;
    for (const std::string& line : plate.lines)
        width = std::max(width, ImGui::CalcTextSize(line.c_str()).x);
    const float line_px = ui.fonts.text->FontSize;
    const float bottom = top + height_of(ui, plate) - ui.px(3);
    const float left = static_cast<float>(tile.max.x) - ui.px(8) - width - side - ui.px(18);
    list.AddRectFilled({left, top}, {static_cast<float>(tile.max.x) - ui.px(6), bottom},
                       packed(palette::kPlate.with_alpha(0.86)), ui.px(3));
    const DecisionState state = plate.row->decision->state;
    draw_decision_shape(list, state, {left + ui.px(7) + side / 2, top + ui.px(3) + line_px / 2},
                        side, color_of(state));
    for (std::size_t i = 0; i < plate.lines.size(); ++i)
        list.AddText(ui.fonts.text, line_px,
                     {left + side + ui.px(13), top + ui.px(3) + line_px * static_cast<float>(i)},
                     packed(palette::kText), plate.lines[i].c_str());
}

/// As many as there is room for, the last one with how many more there are.
void draw_plates(const Ui& ui, ImDrawList& list, const ScreenRect& tile, float top,
                 std::vector<Plate> plates) {
    std::vector<float> heights;
    for (const Plate& plate : plates) heights.push_back(height_of(ui, plate));
    const std::size_t fit =
        plates_that_fit(heights, static_cast<float>(tile.max.y) - top, kMostPlates);
    if (fit > 0 && fit < plates.size())
        plates[fit - 1].lines.front() += "  +" + std::to_string(plates.size() - fit);
    for (std::size_t i = 0; i < fit; ++i) {
        draw_plate(ui, list, tile, top, plates[i]);
        top += heights[i];
    }
}

void draw_decision_mark(const Ui& ui, ImDrawList& list, const LaneMark& mark, DecisionState state,
                        const ScreenRect& lane) {
    const float height = ui.px(kMarkPx);
    const float side = sign_px(ui);
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

/// A comment: a balloon; a drawing: a stroke. They stand at the first frame that is meant.
void draw_remark_sign(const Ui& ui, ImDrawList& list, const LaneMark& mark,
                      const ScreenRect& lane) {
    const float side = ui.px(kSignRowPx);
    const ImVec2 corner = at(mark.left, lane.max.y - static_cast<double>(side));
    const float unit = side / 12;
    const auto point = [&](float x, float y) {
        return ImVec2{corner.x + x * unit, corner.y + y * unit};
    };
    list.AddRectFilled(point(0, 0), point(12, 12), packed(Rgb{0, 0, 0, 190}), ui.px(2));
    const ImU32 ink = packed(palette::kText);
    if (mark.remark.kind == PlacedRemark::Kind::Comment) {
        list.AddRectFilled(point(1.5F, 2), point(10.5F, 8), ink, ui.px(1.5F));
        list.AddTriangleFilled(point(3, 7.5F), point(6.5F, 7.5F), point(3, 11), ink);
        return;
    }
    const std::array line{point(2, 9), point(4, 3), point(7, 9), point(10, 3)};
    list.AddPolyline(line.data(), static_cast<int>(line.size()), ink, 0, ui.px(1.5F));
}

/// Of a comment or a drawing.
std::string remark_words(const DecisionTable& table, const PlacedRemark& remark, int frame_base) {
    const review::Review& review = table.review();
    if (remark.kind == PlacedRemark::Kind::Drawing) {
        const review::Drawing& drawing = review.drawings[remark.index];
        return "drawing of " + drawing.author + ", " +
               target_words(review::Target::range(drawing.from, drawing.to), frame_base);
    }
    const review::Comment& comment = review.comments[remark.index];
    return comment.author + ", " + target_words(comment.target, frame_base) +
           (comment.resolved ? " (resolved)" : "") + ": \"" + comment.text + '"';
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

void draw_remark_marks(const Ui& ui, ImDrawList& list, const session::Source& source,
                       const TimelineScale& scale, const ScreenRect& lane) {
    const auto [table, marks] = marks_of(ui, source, scale, lane);
    for (const LaneMark& mark : marks) {
        if (mark.remark.kind == PlacedRemark::Kind::Decision)
            draw_decision_mark(ui, list, mark, table->rows()[mark.remark.index].decision->state,
                               lane);
        else
            draw_remark_sign(ui, list, mark, lane);
    }
}

void use_remark_marks(const Ui& ui, const session::Source& source, const TimelineScale& scale,
                      const ScreenRect& lane) {
    if (!ImGui::IsItemHovered()) return;
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const double x = mouse.x;
    const double y = mouse.y;
    if (y < lane.min.y || y > lane.max.y) return;
    const bool at_decisions = y <= lane.min.y + ui.px(kMarkPx) + sign_px(ui) * 1.4F;
    const bool at_signs = y >= lane.max.y - ui.px(kSignRowPx);
    if (!at_decisions && !at_signs) return;
    const auto [table, marks] = marks_of(ui, source, scale, lane);
    std::string words;
    for (const LaneMark& mark : marks) {
        const bool is_decision = mark.remark.kind == PlacedRemark::Kind::Decision;
        const double right = is_decision ? mark.right : mark.left + ui.px(kSignRowPx);
        if ((is_decision ? !at_decisions : !at_signs) || x < mark.left - ui.px(3) ||
            x > right + ui.px(3))
            continue;
        if (is_decision)
            words = decision_words(table->rows()[mark.remark.index]); // The one on top.
        else
            words += (words.empty() ? "" : "\n") +
                     remark_words(*table, mark.remark, ui.model.session.frame_base);
    }
    if (words.empty()) return;
    tooltip(at_decisions ? ui.tip(words, Action::NextDecision)
                         : ui.tip(words, Action::ToggleComments));
}

std::size_t plates_that_fit(const std::vector<float>& heights, float room, std::size_t most) {
    std::size_t fit = 0;
    for (float used = 0; fit < std::min(heights.size(), most); ++fit) {
        used += heights[fit];
        if (used > room && fit > 0) break; // One is always drawn.
    }
    return fit;
}

void draw_decision_plates(const Ui& ui, ImDrawList& list, const std::vector<PicturePlace>& places) {
    const DecisionTable& table = *ui.model.review.table;
    // Name and frame have two lines above, on the left of a tile; of a second picture on the right.
    const bool names = ui.model.session.compare.labels && !ui.state.presentation;
    const float label_row = ui.fonts.text->FontSize * kLabelLine;
    ImGui::PushFont(ui.fonts.text);
    for (const PicturePlace& place : places) {
        if (place.is_second) continue; // Both pictures share a corner: A's is shown.
        const auto shown = medium_frame(ui.model, place.key);
        const std::string* id = shown ? ui.model.review.id_of(shown->path) : nullptr;
        if (id == nullptr) continue;
        std::vector<Plate> plates;
        for (const std::uint32_t index : table.of(*id)) {
            const DecisionRow& row = table.rows()[index];
            if (row.decision->target.covers(shown->frame))
                plates.push_back(plate_of(ui, place.tile, row));
        }
        if (plates.empty()) continue;
        float top =
            static_cast<float>(std::max(place.tile.min.y, ui.rects.viewer.min.y)) + ui.px(8);
        // In a low tile beside the frame's number, which is short, and not below it.
        const float low = top + 2 * label_row + ui.px(2) + height_of(ui, plates.front());
        if (names)
            top +=
                low > static_cast<float>(place.tile.max.y) ? label_row : 2 * label_row + ui.px(2);
        list.PushClipRect(at(place.tile.min.x, place.tile.min.y),
                          at(place.tile.max.x, place.tile.max.y), true);
        draw_plates(ui, list, place.tile, top, std::move(plates));
        list.PopClipRect();
    }
    ImGui::PopFont();
}

std::vector<std::string> plate_lines(const DecisionRow& row, bool names_author, float width_px) {
    const review::Decision& decision = *row.decision;
    const std::string state = word(decision.state);
    const std::string where = decision.target.kind == TargetKind::Take ? "" : row.where;
    const std::string head = state + (where.empty() ? "" : "  " + where);
    std::string who;
    if (names_author || row.is_disputed)
        who = "  (" + decision.author + (row.is_disputed ? ", disputed)" : ")");
    const auto width = [](const std::string& text) { return ImGui::CalcTextSize(text.c_str()).x; };
    const std::string whole = head + (row.reasons.empty() ? "" : ": " + row.reasons) + who;
    if (width(whole) <= width_px) return {whole};
    const bool has_room = width(head + who) <= width_px;
    const float left = who.empty() ? 0 : width_px - width(state);
    std::vector<std::string> lines{has_room   ? head + who
                                   : left > 0 ? state + shortened(who, left)
                                              : state};
    std::string rest = has_room ? "" : where;
    if (!row.reasons.empty()) rest += (rest.empty() ? "" : ": ") + row.reasons;
    if (!rest.empty()) lines.push_back(shortened(rest, width_px));
    return lines;
}

std::string decision_words(const DecisionRow& row) {
    const review::Decision& decision = *row.decision;
    std::string words = std::string(word(decision.state)) + ", " + row.where + " of " + row.take;
    if (!row.reasons.empty()) words += "\nReasons: " + row.reasons;
    if (!decision.note.empty()) words += "\n\"" + decision.note + '"';
    words += "\n" + decision.author + ", " + time_words(decision.time_ms);
    if (!row.policy_break.empty()) words += "\nPolicy: " + row.policy_break + '.';
    if (row.is_disputed) words += "\nDisputed: somebody decided otherwise.";
    return words;
}

} // namespace seamline::ui
