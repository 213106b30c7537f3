#include "app/ui/scope_region.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace seamline::ui {
namespace {

using session::ScopeRegion;

/// Shorter drags are clicks.
constexpr double kLeastDragPx = 4;

glm::dvec2 mouse() { return {ImGui::GetIO().MousePos.x, ImGui::GetIO().MousePos.y}; }
ImVec2 vec(glm::dvec2 p) { return {static_cast<float>(p.x), static_cast<float>(p.y)}; }

glm::dvec2 visible_size(const PicturePlace& place) {
    const Rect& visible = place.composed->frame->visible;
    return {visible.width, visible.height};
}

bool has_frame(const PicturePlace& place) {
    return place.composed != nullptr && place.composed->frame != nullptr;
}

/// The same place of another tile: what lies at the same fraction of it.
glm::dvec2 carried_over(const PicturePlace& from, const PicturePlace& to, glm::dvec2 point) {
    const glm::dvec2 part = (point - from.tile.min) / glm::max(from.tile.size(), glm::dvec2(1));
    return to.tile.min + part * to.tile.size();
}

void drag_region(const Ui& ui, const std::vector<PicturePlace>& places, bool hovered) {
    std::optional<glm::dvec2>& drag = ui.state.region_drag;
    const ImGuiIO& io = ImGui::GetIO();
    const bool begins = hovered && io.KeyCtrl && !io.KeyShift && !io.KeyAlt &&
                        ui.state.wipe_drag == WipeGrip::None &&
                        ImGui::IsMouseClicked(ImGuiMouseButton_Left);
    if (begins && ui.state.scopes.shows_any()) drag = mouse();
    if (!drag) return;
    const bool is_drag = glm::distance(*drag, mouse()) >= kLeastDragPx;
    const PicturePlace* place = place_at(places, *drag);
    if (is_drag && place != nullptr && has_frame(*place)) {
        const glm::dvec2 size = glm::max(visible_size(*place), glm::dvec2(1));
        const glm::dvec2 a = source_position(ui, *place, *drag) / size;
        const glm::dvec2 b = source_position(ui, *place, mouse()) / size;
        const glm::dvec2 low = glm::clamp(glm::min(a, b), glm::dvec2(0), glm::dvec2(1));
        const glm::dvec2 high = glm::clamp(glm::max(a, b), glm::dvec2(0), glm::dvec2(1));
        if (high.x > low.x && high.y > low.y)
            ui.commands.edit([low, high](session::Session& s) {
                s.scope_region = {ScopeRegion::Kind::Rectangle, low, high};
            });
    }
    if (ImGui::IsMouseDown(ImGuiMouseButton_Left)) return;
    if (!is_drag) ui.commands.edit([](session::Session& s) { s.scope_region = {}; });
    drag.reset();
}

/// The levels that a view makes of one pixel of `rows`.
void show_behind(const renderer::ViewSignal& signal, const renderer::CachedFrame& rows,
                 const ColorTags& color, glm::ivec2 pixel, ProbedLevels& probed) {
    const shared::ScopeParams params =
        renderer::scope_params(rows, color, {.region = {pixel.x, pixel.y, 1, 1}});
    std::array<std::byte, 12> bytes{};
    renderer::view_rows(signal, params, rows.mapped, 0, 1, bytes.data());
    renderer::CachedFrame viewed = renderer::viewed_frame(rows, params, signal);
    viewed.mapped = bytes.data();
    probed.params = renderer::scope_params(viewed, viewed.color, {});
    probed.levels = renderer::scope_sample(viewed, probed.params, 0, 0).value_or(probed.levels);
}

} // namespace

void draw_scope_region(const Ui& ui, ImDrawList& list, const std::vector<PicturePlace>& places,
                       bool hovered) {
    drag_region(ui, places, hovered);
    const ScopeRegion& region = ui.model.session.scope_region;
    if (!ui.state.scopes.shows_any() || ui.rects.scopes.is_empty()) return;
    if (region.kind != ScopeRegion::Kind::Rectangle) return;
    for (const PicturePlace& place : places) {
        if (!has_frame(place)) continue;
        const auto a = window_position(ui, place, region.min * visible_size(place));
        const auto b = window_position(ui, place, region.max * visible_size(place));
        if (!a || !b) continue;
        const ImVec2 min = vec(glm::min(*a, *b));
        const ImVec2 max = vec(glm::max(*a, *b));
        list.PushClipRect(vec(place.tile.min), vec(place.tile.max), true);
        list.AddRect({min.x - 1, min.y - 1}, {max.x + 1, max.y + 1}, packed(Rgb{0, 0, 0, 170}), 0,
                     0, ui.px(3));
        list.AddRect(min, max, packed(palette::kMarker), 0, 0, ui.px(1.2F));
        draw_plate(list, {min.x + ui.px(4), min.y + ui.px(4)}, ui.fonts.small, "scopes",
                   palette::kMarker);
        list.PopClipRect();
    }
}

Rect counted_region(const Ui& ui, const std::vector<PicturePlace>& places, session::SourceKey key) {
    const auto place = std::ranges::find(places, key, &PicturePlace::key);
    if (place == places.end() || !has_frame(*place)) return {};
    const Rect& visible = place->composed->frame->visible;
    const glm::dvec2 a = source_position(ui, *place, place->tile.min);
    const glm::dvec2 b = source_position(ui, *place, place->tile.max);
    return region_pixels(ui.model.session.scope_region, {visible.width, visible.height},
                         {glm::min(a, b), glm::max(a, b)});
}

std::optional<ProbedLevels> probed_levels(const Ui& ui, const std::vector<PicturePlace>& places,
                                          session::SourceKey key,
                                          const renderer::ViewSignal* signal) {
    const auto place = std::ranges::find(places, key, &PicturePlace::key);
    const PicturePlace* under = place_at(places, mouse());
    const bool is_asked = ui.state.probe && ui.rects.viewer.contains(mouse()) && under != nullptr;
    if (!is_asked || ui.probe_rows == nullptr || place == places.end() || !has_frame(*place))
        return {};
    const glm::dvec2 size = visible_size(*place);
    const glm::dvec2 at =
        glm::floor(source_position(ui, *place, carried_over(*under, *place, mouse())));
    if (at.x < 0 || at.y < 0 || at.x >= size.x || at.y >= size.y) return {};
    ProbedLevels probed{.pixel = glm::ivec2(at)};
    const ProbeRows::Reading read =
        ui.probe_rows->find(key, place->composed->frame, probed.pixel.y, 1);
    if (read.rows == nullptr || !read.rows->holds(probed.pixel.y)) return {};
    const renderer::CachedFrame& rows = read.rows->frame;
    probed.params = renderer::scope_params(rows, place->composed->color, {});
    if (signal != nullptr && renderer::has_view_signal(probed.params)) {
        show_behind(*signal, rows, place->composed->color,
                    {probed.pixel.x, probed.pixel.y - read.rows->offset}, probed);
        return probed;
    }
    const auto levels = renderer::scope_sample(rows, probed.params, probed.pixel.x,
                                               probed.pixel.y - read.rows->offset);
    if (!levels) return {};
    probed.levels = *levels;
    return probed;
}

} // namespace seamline::ui
