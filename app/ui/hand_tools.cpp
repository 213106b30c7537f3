// app/ui/hand_tools.cpp: regions and shadows on the pictures.
#include "app/ui/compared_pair.h"
#include "app/ui/hand_measures.h"
#include "app/ui/hand_panel.h"

#include <algorithm>
#include <utility>

namespace seamline::ui {
namespace {

using session::RegionSide;
using session::ShadowLine;

constexpr double kLeastDragPx = 4; ///< Shorter drags are clicks.

glm::dvec2 mouse() { return {ImGui::GetIO().MousePos.x, ImGui::GetIO().MousePos.y}; }
ImVec2 vec(glm::dvec2 p) { return {static_cast<float>(p.x), static_cast<float>(p.y)}; }

bool has_frame(const PicturePlace& place) {
    return place.composed != nullptr && place.composed->frame != nullptr;
}

glm::dvec2 visible_size(const PicturePlace& place) {
    const Rect& visible = place.composed->frame->visible;
    return glm::max(glm::dvec2(visible.width, visible.height), 1.0);
}

/// See ShadowLine.
glm::dvec2 upright(const PicturePlace& place, glm::dvec2 window) {
    return (window - place.picture.min) / std::max(place.picture.size().y, 1.0);
}
glm::dvec2 on_screen(const PicturePlace& place, glm::dvec2 heights) {
    return place.picture.min + heights * place.picture.size().y;
}

RegionSide region_of(const Ui& ui, const PicturePlace& place, const HandDrag& drag) {
    const glm::dvec2 size = visible_size(place);
    const glm::dvec2 a = source_position(ui, place, drag.from) / size;
    const glm::dvec2 b = source_position(ui, place, drag.to) / size;
    return {drag.picture, glm::clamp(glm::min(a, b), 0.0, 1.0),
            glm::clamp(glm::max(a, b), 0.0, 1.0)};
}

/// What is drawn on B first belongs to B.
template <typename Side>
void take_side(const Ui& ui, std::optional<Side>& first, Side side, session::SourceKey key) {
    HandState& hand = ui.state.hand;
    if (!first) {
        first = std::move(side);
        hand.first_key = key;
        return;
    }
    Side a = *std::exchange(first, std::nullopt);
    const session::Source* shown_a = ui.model.session.source_a();
    if (shown_a != nullptr && key == shown_a->key && hand.first_key != key) std::swap(a, side);
    const auto& work = ui.model.session.hand;
    session::HandWork tried = work;
    if (const auto added = add_pair(tried, a, side); !added) {
        ui.state.toasts.push_back({ToastKind::Warning, added.error().message, ImGui::GetTime()});
        return;
    }
    ui.commands.edit([a = std::move(a), b = std::move(side)](session::Session& s) {
        static_cast<void>(add_pair(s.hand, a, b));
    });
}

void finish_drag(const Ui& ui, const PicturePlace& place, const HandDrag& drag) {
    HandState& hand = ui.state.hand;
    if (glm::distance(drag.from, drag.to) < kLeastDragPx) return;
    if (hand.tool == HandTool::Regions) {
        RegionSide side = region_of(ui, place, drag);
        if (side.max.x > side.min.x && side.max.y > side.min.y)
            take_side(ui, hand.region, std::move(side), place.key);
        return;
    }
    take_side(ui, hand.shadow,
              ShadowLine{drag.picture, upright(place, drag.from), upright(place, drag.to),
                         place.picture.size().x / std::max(place.picture.size().y, 1.0)},
              place.key);
}

void drag(const Ui& ui, const std::vector<PicturePlace>& places, bool hovered) {
    HandState& hand = ui.state.hand;
    const ImGuiIO& io = ImGui::GetIO();
    const bool is_plain = !io.KeyCtrl && !io.KeyShift && !io.KeyAlt;
    if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    if (hovered && is_plain && ui.state.wipe_drag == WipeGrip::None &&
        ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
        const PicturePlace* place = place_at(places, mouse());
        const auto picture = place != nullptr && has_frame(*place)
                                 ? medium_frame(ui.model, place->key)
                                 : std::nullopt;
        if (picture) hand.drag = HandDrag{*picture, place->key, mouse(), mouse()};
    }
    if (!hand.drag) return;
    hand.drag->to = mouse();
    if (ImGui::IsMouseDown(ImGuiMouseButton_Left)) return;
    const HandDrag done = *std::exchange(hand.drag, std::nullopt);
    const auto place = std::ranges::find(places, done.key, &PicturePlace::key);
    if (place != places.end() && has_frame(*place)) finish_drag(ui, *place, done);
}

void outlined_rect(const Ui& ui, ImDrawList& list, glm::dvec2 a, glm::dvec2 b, Rgb color) {
    const ImVec2 min = vec(glm::min(a, b));
    const ImVec2 max = vec(glm::max(a, b));
    list.AddRect({min.x - 1, min.y - 1}, {max.x + 1, max.y + 1}, packed(Rgb{0, 0, 0, 170}), 0, 0,
                 ui.px(3));
    list.AddRect(min, max, packed(color), 0, 0, ui.px(1.4F));
}

void outlined_arrow(const Ui& ui, ImDrawList& list, glm::dvec2 from, glm::dvec2 to, Rgb color) {
    const glm::dvec2 along = glm::normalize(to - from + glm::dvec2(1e-9, 0));
    const glm::dvec2 across{-along.y, along.x};
    const auto head = static_cast<double>(ui.px(9));
    const glm::dvec2 left = to - along * head + across * head * 0.5;
    const glm::dvec2 right = to - along * head - across * head * 0.5;
    list.AddLine(vec(from), vec(to), packed(Rgb{0, 0, 0, 170}), ui.px(4));
    list.AddLine(vec(from), vec(to), packed(color), ui.px(1.6F));
    list.AddTriangleFilled(vec(to), vec(left), vec(right), packed(color));
    list.AddCircleFilled(vec(from), ui.px(4), packed(color));
}

/// Of another frame of the same medium what is drawn is paler.
std::optional<Rgb> ink_of(const session::MediumFrame& drawn, const session::MediumFrame& shown,
                          Rgb color) {
    if (drawn.path != shown.path) return std::nullopt;
    return drawn.frame == shown.frame ? color : color.with_alpha(0.45);
}

void draw_region(const Ui& ui, ImDrawList& list, const PicturePlace& place, const RegionSide& side,
                 const std::string& label, Rgb color) {
    const glm::dvec2 size = visible_size(place);
    const auto a = window_position(ui, place, side.min * size);
    const auto b = window_position(ui, place, side.max * size);
    if (!a || !b) return;
    outlined_rect(ui, list, *a, *b, color);
    const ImVec2 corner = vec(glm::min(*a, *b));
    draw_plate(list, {corner.x + ui.px(3), corner.y + ui.px(3)}, ui.fonts.small, label,
               palette::kText);
}

void draw_shadow(const Ui& ui, ImDrawList& list, const PicturePlace& place, const ShadowLine& line,
                 const std::string& label, Rgb color) {
    const glm::dvec2 from = on_screen(place, line.object);
    outlined_arrow(ui, list, from, on_screen(place, line.tip), color);
    draw_plate(list, {vec(from).x + ui.px(7), vec(from).y + ui.px(4)}, ui.fonts.small, label,
               palette::kText);
}

void draw_on(const Ui& ui, ImDrawList& list, const PicturePlace& place) {
    const auto shown = medium_frame(ui.model, place.key);
    if (!shown) return;
    const HandState& hand = ui.state.hand;
    const session::HandWork& work = ui.model.session.hand;
    const auto each = [&](const auto& pairs, const char* word, const auto& draw) {
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            const std::string number = word + std::to_string(i + 1);
            if (const auto ink = ink_of(pairs[i].a.picture, *shown, palette::kA))
                draw(ui, list, place, pairs[i].a, number + " A", *ink);
            if (const auto ink = ink_of(pairs[i].b.picture, *shown, palette::kB))
                draw(ui, list, place, pairs[i].b, number + " B", *ink);
        }
    };
    each(work.regions, "", draw_region);
    each(work.shadows, "shadow ", draw_shadow);
    if (hand.region)
        if (const auto ink = ink_of(hand.region->picture, *shown, palette::kMarker))
            draw_region(ui, list, place, *hand.region, "first", *ink);
    if (hand.shadow)
        if (const auto ink = ink_of(hand.shadow->picture, *shown, palette::kMarker))
            draw_shadow(ui, list, place, *hand.shadow, "first", *ink);
}

std::string hint(const HandState& hand) {
    if (hand.tool == HandTool::Regions)
        return hand.region ? "Now a rectangle on the same thing in the other frame; Esc ends"
                           : "Draw a rectangle on a thing that both frames have; Esc ends";
    return hand.shadow ? "Now the same thing and its shadow's tip in the other frame; Esc ends"
                       : "Draw from a thing to the tip of its shadow; Esc ends";
}

} // namespace

void draw_hand_tools(const Ui& ui, ImDrawList& list, const std::vector<PicturePlace>& places,
                     bool hovered) {
    HandState& hand = ui.state.hand;
    if (hand.tool == HandTool::None && !hand.list) return;
    if (hand.tool != HandTool::None) drag(ui, places, hovered);
    for (const PicturePlace& place : places) {
        if (!has_frame(place)) continue;
        list.PushClipRect(vec(place.tile.min), vec(place.tile.max), true);
        draw_on(ui, list, place);
        list.PopClipRect();
    }
    if (hand.drag && hand.tool == HandTool::Regions)
        outlined_rect(ui, list, hand.drag->from, hand.drag->to, palette::kMarker);
    else if (hand.drag)
        outlined_arrow(ui, list, hand.drag->from, hand.drag->to, palette::kMarker);
    if (hand.tool == HandTool::None || ui.state.presentation) return;
    ImFont* font = ui.fonts.text;
    const std::string words = hint(hand);
    const float width = font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, words.c_str()).x;
    draw_plate(list,
               {static_cast<float>(ui.rects.viewer.center().x) - width / 2,
                static_cast<float>(ui.rects.viewer.min.y) + ui.px(52)},
               font, words, palette::kText);
}

} // namespace seamline::ui
