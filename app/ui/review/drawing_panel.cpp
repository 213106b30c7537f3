#include "app/ui/review/drawing_panel.h"

#include "app/ui/compared_pair.h"
#include "app/ui/review/decision_places.h"
#include "app/ui/review/review_desk.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>
#include <utility>

namespace seamline::ui {
namespace {

using review::DrawPoint;
using review::Stroke;
using review::StrokeKind;

constexpr double kLeastStroke = 0.004; ///< Picture heights; shorter drags are clicks.
constexpr double kPenTolerance = 0.0006;
constexpr double kReach = 0.012;
constexpr float kLeastTextPx = 13;

struct Tool {
    StrokeKind kind;
    const char* word;
    const char* tip;
};
constexpr std::array<Tool, 6> kTools{{
    {StrokeKind::Pen, "Pen", "Drag: a free line."},
    {StrokeKind::Line, "Line", "Drag: a straight line."},
    {StrokeKind::Arrow, "Arrow", "Drag towards what is meant: an arrow."},
    {StrokeKind::Box, "Box", "Drag from corner to corner: a box."},
    {StrokeKind::Ellipse, "Ellipse", "Drag from corner to corner: an ellipse."},
    {StrokeKind::Text, "Text", "Click, then write; Enter puts it there."},
}};

glm::dvec2 mouse() { return {ImGui::GetIO().MousePos.x, ImGui::GetIO().MousePos.y}; }
ImVec2 vec(glm::dvec2 p) { return {static_cast<float>(p.x), static_cast<float>(p.y)}; }

std::uint32_t ink(const std::array<float, 4>& rgba, float strength) {
    const auto code = [](float v) {
        return static_cast<std::uint8_t>(std::clamp(v, 0.0F, 1.0F) * 255 + 0.5F);
    };
    return Rgb{code(rgba[0]), code(rgba[1]), code(rgba[2]), code(rgba[3] * strength)}.packed();
}

/// What every line is drawn twice with: a dark or light edge that keeps it seen, then itself.
struct Pens {
    std::uint32_t edge, line;
    float edge_px, line_px;
};

void open_lines(ImDrawList& list, const std::vector<ImVec2>& points, const Pens& pens,
                bool closed = false) {
    if (points.size() < 2) {
        list.AddCircleFilled(points[0], pens.edge_px / 2, pens.edge);
        list.AddCircleFilled(points[0], pens.line_px / 2, pens.line);
        return;
    }
    const auto count = static_cast<int>(points.size());
    const ImDrawFlags flags = closed ? ImDrawFlags_Closed : ImDrawFlags_None;
    list.AddPolyline(points.data(), count, pens.edge, flags, pens.edge_px);
    list.AddPolyline(points.data(), count, pens.line, flags, pens.line_px);
}

void arrow(ImDrawList& list, glm::dvec2 from, glm::dvec2 tip, const Pens& pens) {
    const glm::dvec2 along = glm::normalize(tip - from + glm::dvec2(1e-9, 0));
    const glm::dvec2 across{-along.y, along.x};
    const double head = std::max(static_cast<double>(pens.line_px) * 4, 10.0);
    open_lines(list, {vec(from), vec(tip)}, pens);
    open_lines(list,
               {vec(tip - along * head + across * head * 0.55), vec(tip),
                vec(tip - along * head - across * head * 0.55)},
               pens);
}

void ellipse(ImDrawList& list, glm::dvec2 a, glm::dvec2 b, const Pens& pens) {
    constexpr int kCorners = 64;
    std::vector<ImVec2> points;
    for (int i = 0; i < kCorners; ++i) {
        const double angle = 2 * std::numbers::pi * i / kCorners;
        points.push_back(vec((a + b) * 0.5 +
                             glm::abs(b - a) * 0.5 * glm::dvec2(std::cos(angle), std::sin(angle))));
    }
    open_lines(list, points, pens, true);
}

void words(ImDrawList& list, ImFont* font, glm::dvec2 at, float size, const std::string& text,
           const Pens& pens) {
    const ImVec2 corner{static_cast<float>(at.x), static_cast<float>(at.y) - size};
    const float edge = std::max(1.5F, size / 16);
    const float slant = edge * 0.7F;
    for (const auto& [dx, dy] : std::array<std::pair<float, float>, 8>{{{-edge, 0.0F},
                                                                        {edge, 0.0F},
                                                                        {0.0F, -edge},
                                                                        {0.0F, edge},
                                                                        {-slant, -slant},
                                                                        {slant, -slant},
                                                                        {-slant, slant},
                                                                        {slant, slant}}})
        list.AddText(font, size, {corner.x + dx, corner.y + dy}, pens.edge, text.c_str());
    list.AddText(font, size, corner, pens.line, text.c_str());
}

void draw_stroke(const Ui& ui, ImDrawList& list, const ScreenRect& picture, const Stroke& stroke,
                 float strength) {
    if (stroke.points.empty() || strength <= 0) return;
    const bool is_dark = stroke.color[0] + stroke.color[1] + stroke.color[2] < 0.6F;
    const float width = std::max(static_cast<float>(stroke.size * picture.size().y), ui.px(1.2F));
    const Pens pens{is_dark ? ink({1, 1, 1, 0.75F}, strength) : ink({0, 0, 0, 0.7F}, strength),
                    ink(stroke.color, strength), width + ui.px(2), width};
    std::vector<ImVec2> points;
    for (const DrawPoint& point : stroke.points)
        points.push_back(vec(window_point(picture, point)));
    const glm::dvec2 first = window_point(picture, stroke.points.front());
    const glm::dvec2 last = window_point(picture, stroke.points.back());
    switch (stroke.kind) {
    case StrokeKind::Pen:
    case StrokeKind::Line:
        open_lines(list, points, pens);
        break;
    case StrokeKind::Arrow:
        arrow(list, first, last, pens);
        break;
    case StrokeKind::Box:
        open_lines(list, {vec(first), vec({last.x, first.y}), vec(last), vec({first.x, last.y})},
                   pens, true);
        break;
    case StrokeKind::Ellipse:
        ellipse(list, first, last, pens);
        break;
    case StrokeKind::Text:
        words(list, ui.fonts.strong, first,
              static_cast<float>(
                  text_height_px(picture, stroke, static_cast<double>(ui.px(kLeastTextPx)))),
              stroke.text, pens);
        break;
    }
}

/// The drawings of a picture's medium, with how strongly each is seen.
template <typename Each> void each_drawing(const Ui& ui, const PicturePlace& place, Each each) {
    const auto shown = medium_frame(ui.model, place.key);
    if (!shown) return;
    const std::string* id = ui.model.review.id_of(shown->path);
    if (id == nullptr) return;
    const review::Review& review = ui.model.review.table->review();
    for (const std::uint32_t index : ui.model.review.table->drawings_of(*id)) {
        const review::Drawing& drawing = review.drawings[index];
        if (const float strength = drawing_strength(drawing, shown->frame); strength > 0)
            each(drawing, strength);
    }
}

std::vector<DrawPoint> points_of(StrokeKind kind, const std::vector<DrawPoint>& path) {
    if (kind == StrokeKind::Pen) return simplified(path, kPenTolerance);
    return {path.front(), path.back()};
}

bool is_long_enough(const std::vector<DrawPoint>& path) {
    return std::ranges::any_of(path, [&](const DrawPoint& p) {
        return std::hypot(p.x - path[0].x, p.y - path[0].y) >= kLeastStroke;
    });
}

Stroke stroke_of(const DrawChoice& choice, std::vector<DrawPoint> points) {
    Stroke stroke;
    stroke.kind = choice.kind;
    stroke.points = std::move(points);
    stroke.color = kDrawColors[static_cast<std::size_t>(choice.color)].rgba;
    stroke.size = drawn_size(choice);
    return stroke;
}

void put(const Ui& ui, const DrawnOn& on, Stroke stroke) {
    const DrawChoice& choice = ui.state.decide.drawing;
    review::Drawing drawing;
    drawing.from = on.frame;
    drawing.to = choice.holds ? std::max(on.medium.frame_count - 1, on.frame) : on.frame;
    drawing.ghost = choice.ghost;
    drawing.strokes.push_back(std::move(stroke));
    const DecisionPlace place{on.key, on.path, on.frame, on.medium, on.generator};
    ui.commands.ask(ChangeReview{[place, drawing = std::move(drawing)](ReviewDesk& desk) {
        desk.put_drawing(place, drawing);
    }});
}

std::optional<DrawnOn> drawn_on(const Ui& ui, const PicturePlace& place) {
    const auto shown = medium_frame(ui.model, place.key);
    auto decided = decision_place(ui.model, place.key);
    if (!shown || !decided || decided.value().path != shown->path) return std::nullopt;
    return DrawnOn{place.key, shown->path, shown->frame, std::move(decided.value().medium),
                   std::move(decided.value().generator)};
}

void begin_text(const Ui& ui, const PicturePlace& place) {
    if (auto on = drawn_on(ui, place))
        ui.state.decide.text =
            DrawnText{std::move(*on), drawn_point(place.picture, mouse()), mouse(), true};
}

void begin_stroke(const Ui& ui, const PicturePlace& place) {
    if (auto on = drawn_on(ui, place))
        ui.state.decide.stroke = StrokeDrag{std::move(*on), {drawn_point(place.picture, mouse())}};
}

void go_on(const Ui& ui, const std::vector<PicturePlace>& places) {
    DecideState& decide = ui.state.decide;
    const auto place = std::ranges::find(places, decide.stroke->on.key, &PicturePlace::key);
    if (place == places.end()) {
        decide.stroke.reset();
        return;
    }
    const DrawPoint at = drawn_point(place->picture, mouse());
    std::vector<DrawPoint>& path = decide.stroke->points;
    if (path.back() != at && path.size() < review::DrawingLimits::kPoints) path.push_back(at);
    draw_stroke(ui, *ImGui::GetWindowDrawList(), place->picture,
                stroke_of(decide.drawing, decide.drawing.kind == StrokeKind::Pen
                                              ? path
                                              : std::vector{path.front(), path.back()}),
                1);
    if (ImGui::IsMouseDown(ImGuiMouseButton_Left)) return;
    const StrokeDrag done = *std::exchange(decide.stroke, std::nullopt);
    if (!is_long_enough(done.points)) return;
    put(ui, done.on, stroke_of(decide.drawing, points_of(decide.drawing.kind, done.points)));
}

/// The topmost drawing under the pointer goes.
void erase_at(const Ui& ui, const PicturePlace& place) {
    const DrawPoint at = drawn_point(place.picture, mouse());
    std::string found;
    each_drawing(ui, place, [&](const review::Drawing& drawing, float) {
        for (const Stroke& stroke : drawing.strokes)
            if (touches(stroke, at, kReach)) found = drawing.id;
    });
    if (!found.empty())
        ui.commands.ask(ChangeReview{[found](ReviewDesk& desk) { desk.remove_drawing(found); }});
}

void use_tools(const Ui& ui, const std::vector<PicturePlace>& places, bool hovered) {
    const ImGuiIO& io = ImGui::GetIO();
    DecideState& decide = ui.state.decide;
    const bool is_plain = !io.KeyCtrl && !io.KeyShift && !io.KeyAlt;
    const PicturePlace* place = place_at(places, mouse());
    if (hovered && place != nullptr && is_plain) {
        ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
        if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
            if (decide.drawing.kind == StrokeKind::Text)
                begin_text(ui, *place);
            else
                begin_stroke(ui, *place);
        }
        if (ImGui::IsMouseClicked(ImGuiMouseButton_Right)) erase_at(ui, *place);
    }
    if (decide.stroke) go_on(ui, places);
}

void text_entry(const Ui& ui) {
    DecideState& decide = ui.state.decide;
    if (!decide.text) return;
    DrawnText& text = *decide.text;
    ImGui::SetNextWindowPos(vec(text.window), ImGuiCond_Always, {0, 1});
    constexpr ImGuiWindowFlags kBare = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                       ImGuiWindowFlags_AlwaysAutoResize |
                                       ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav;
    bool is_done = false;
    if (ImGui::Begin("###drawn text", nullptr, kBare)) {
        if (std::exchange(text.asked, false)) ImGui::SetKeyboardFocusHere();
        ImGui::SetNextItemWidth(ui.px(260));
        const bool entered =
            ImGui::InputTextWithHint("##text", "words on the picture; Enter", text.words.data(),
                                     text.words.size(), ImGuiInputTextFlags_EnterReturnsTrue);
        tooltip({"Enter puts it on the picture, Esc drops it.", ""});
        if (entered && text.words[0] != '\0') {
            DrawChoice choice = decide.drawing; // Another tool may have been chosen meanwhile.
            choice.kind = StrokeKind::Text;
            Stroke stroke = stroke_of(choice, {text.at});
            stroke.text = text.words.data();
            put(ui, text.on, std::move(stroke));
        }
        is_done = entered || (ImGui::IsItemDeactivated() && !entered);
    }
    ImGui::End();
    if (is_done) decide.text.reset();
}

bool swatch(const Ui& ui, const DrawColor& color, bool chosen) {
    const float side = ImGui::GetFrameHeight();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const bool pressed = ImGui::InvisibleButton(color.name, {side, side});
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float inset = ui.px(chosen ? 3 : 5);
    list.AddRectFilled({at.x + inset, at.y + inset}, {at.x + side - inset, at.y + side - inset},
                       ink(color.rgba, 1), ui.px(2));
    list.AddRect({at.x + inset, at.y + inset}, {at.x + side - inset, at.y + side - inset},
                 packed(chosen ? Rgb(palette::kAccent) : Rgb(palette::kDim)), ui.px(2), 0,
                 ui.px(chosen ? 2 : 1));
    tooltip({std::string("Draw in ") + color.name + (chosen ? ": chosen." : "."), ""});
    return pressed;
}

void color_and_size(const Ui& ui, DrawChoice& choice) {
    for (std::size_t i = 0; i < kDrawColors.size(); ++i) {
        if (swatch(ui, kDrawColors[i], choice.color == static_cast<int>(i)))
            choice.color = static_cast<int>(i);
        ImGui::SameLine(0, ui.px(1));
    }
    ImGui::SameLine(0, ui.px(10));
    constexpr std::array<const char*, 3> kSizes{"S", "M", "L"};
    for (std::size_t i = 0; i < kSizes.size(); ++i) {
        if (text_button(kSizes[i],
                        {"Width of lines, and height of text; both grow with the picture.", ""},
                        choice.size == static_cast<int>(i)))
            choice.size = static_cast<int>(i);
        ImGui::SameLine(0, ui.px(2));
    }
}

} // namespace

void draw_drawings(const Ui& ui, ImDrawList& list, const std::vector<PicturePlace>& places,
                   bool hovered) {
    for (const PicturePlace& place : places) {
        if (place.composed == nullptr || place.composed->frame == nullptr) continue;
        list.PushClipRect(vec(place.tile.min), vec(place.tile.max), true);
        each_drawing(ui, place, [&](const review::Drawing& drawing, float strength) {
            for (const Stroke& stroke : drawing.strokes)
                draw_stroke(ui, list, place.picture, stroke, strength);
        });
        list.PopClipRect();
    }
    if (ui.state.decide.drawing.is_on) use_tools(ui, places, hovered);
}

void draw_drawing_bar(const Ui& ui) {
    DrawChoice& choice = ui.state.decide.drawing;
    if (!choice.is_on) return;
    text_entry(ui);
    const ScreenRect& viewer = ui.rects.viewer;
    ImGui::SetNextWindowPos(
        {static_cast<float>(viewer.center().x), static_cast<float>(viewer.max.y) - ui.px(8)},
        ImGuiCond_Appearing, {0.5F, 1});
    constexpr ImGuiWindowFlags kBar = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                                      ImGuiWindowFlags_AlwaysAutoResize |
                                      ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav;
    if (ImGui::Begin("###drawing", nullptr, kBar)) {
        for (const Tool& tool : kTools) {
            if (text_button(tool.word, ui.tip(tool.tip, Action::NextDrawTool),
                            choice.kind == tool.kind))
                choice.kind = tool.kind;
            ImGui::SameLine(0, ui.px(2));
        }
        ImGui::SameLine(0, ui.px(10));
        color_and_size(ui, choice);
        ImGui::SameLine(0, ui.px(10));
        if (text_button("Hold", {"The drawing stays from this frame to the take's end.", ""},
                        choice.holds))
            choice.holds = !choice.holds;
        ImGui::SameLine(0, ui.px(2));
        if (text_button("Ghost", {"Frames beside it show the drawing faintly.", ""}, choice.ghost))
            choice.ghost = !choice.ghost;
        ImGui::SameLine(0, ui.px(10));
        if (text_button("Done", ui.tip("Ends drawing. A right click on a drawing deletes it.",
                                       Action::ToggleDrawing)))
            choice.is_on = false;
    }
    ImGui::End();
}

} // namespace seamline::ui
