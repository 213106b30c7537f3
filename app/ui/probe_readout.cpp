#include "app/ui/picture_places.h"
#include "app/ui/probe_rows.h"
#include "renderer/picture_probe.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <optional>
#include <string>

namespace seamline::ui {
namespace {

glm::dvec2 mouse() { return {ImGui::GetIO().MousePos.x, ImGui::GetIO().MousePos.y}; }
ImVec2 vec(glm::dvec2 p) { return {static_cast<float>(p.x), static_cast<float>(p.y)}; }

template <typename... Values> std::string printed(const char* format, Values... values) {
    std::array<char, 160> text{};
    std::snprintf(text.data(), text.size(), format, values...);
    return text.data();
}

/// Where a window position lies in a place's picture, in source pixels.
glm::dvec2 source_position(const Ui& ui, const PicturePlace& place, glm::dvec2 window) {
    const glm::dvec2 target = window - ui.rects.viewer.min;
    return glm::dvec2(place.composed->target_to_source * glm::vec3(glm::vec2(target), 1.0F));
}

/// The same place of another tile: what lies at the same fraction of it.
glm::dvec2 carried_over(const PicturePlace& from, const PicturePlace& to, glm::dvec2 point) {
    const glm::dvec2 part = (point - from.tile.min) / glm::max(from.tile.size(), glm::dvec2(1));
    return to.tile.min + part * to.tile.size();
}

std::string reading(const renderer::ProbedColor& color, const renderer::CachedFrame& frame) {
    const double peak = frame.layout.is_float ? 1.0 : std::exp2(frame.layout.bit_depth()) - 1.0;
    const char* names = frame.layout.model == ColorModel::Rgb    ? "RGBA"
                        : frame.layout.model == ColorModel::Gray ? "YA"
                                                                 : "YUVA";
    std::string codes;
    for (int i = 0; i < color.component_count; ++i)
        codes += printed(frame.layout.is_float ? "%c %.4f  " : "%c %5.1f  ", names[i],
                         color.code[static_cast<std::size_t>(i)]);
    const double scale = frame.layout.is_float ? 1.0 : peak;
    return codes + printed(frame.layout.is_float ? "| R' %.4f G' %.4f B' %.4f"
                                                 : "| R' %5.1f G' %5.1f B' %5.1f",
                           color.rgb.r * scale, color.rgb.g * scale, color.rgb.b * scale);
}

/// What of a picture is read: the pixels of an area, or the one under the pointer.
struct Probed {
    Rect area;
    bool is_area = false;
};

/// Nothing outside the picture.
std::optional<Probed> probed(const Ui& ui, const PicturePlace& place,
                             const std::optional<std::pair<glm::dvec2, glm::dvec2>>& area,
                             glm::dvec2 point) {
    const Rect& visible = place.composed->frame->visible;
    const glm::dvec2 at = source_position(ui, place, point);
    if (area) {
        const glm::dvec2 other = source_position(ui, place, area->second);
        const glm::dvec2 low = glm::clamp(glm::floor(glm::min(at, other)), glm::dvec2(0),
                                          glm::dvec2(visible.width - 1, visible.height - 1));
        const glm::dvec2 high = glm::clamp(glm::ceil(glm::max(at, other)), low + 1.0,
                                           glm::dvec2(visible.width, visible.height));
        return Probed{{static_cast<int>(low.x), static_cast<int>(low.y),
                       static_cast<int>(high.x - low.x), static_cast<int>(high.y - low.y)},
                      true};
    }
    const auto x = static_cast<int>(std::floor(at.x));
    const auto y = static_cast<int>(std::floor(at.y));
    if (x < 0 || y < 0 || x >= visible.width || y >= visible.height) return std::nullopt;
    return Probed{{x, y, 1, 1}, false};
}

/// One line for one picture.
std::string probe_line(const Ui& ui, const PicturePlace& place,
                       const std::optional<std::pair<glm::dvec2, glm::dvec2>>& area,
                       glm::dvec2 point) {
    const session::Source* source = ui.model.session.find(place.key);
    const std::string name = source != nullptr ? shortened(display_name(*source), ui.px(130)) : "";
    const auto& frame = place.composed->frame;
    if (frame == nullptr || ui.probe_rows == nullptr) return name + ": no frame";
    const std::optional<Probed> what = probed(ui, place, area, point);
    if (!what) return name + ": outside";
    Rect rect = what->area;
    std::string text = name + printed("  %d,%d", rect.x, rect.y);
    if (what->is_area) text += printed(" %dx%d", rect.width, rect.height);
    const ProbeRows::Reading read = ui.probe_rows->find(place.key, frame, rect.y, rect.height);
    if (!read.error.empty()) return text + ": " + read.error;
    if (read.rows == nullptr) return text + "  reading ...";
    const renderer::PictureProbe probe(read.rows->frame, place.composed->color);
    rect.y -= read.rows->offset;
    text += "  " +
            reading(what->is_area ? probe.mean(rect) : probe.at(rect.x, rect.y), read.rows->frame);
    // While playing, what a GPU hands over is a few frames old: said, not hidden.
    if (!read.is_of_this_frame)
        text += printed("  (frame %lld)", static_cast<long long>(read.rows->frame.index +
                                                                 ui.model.session.frame_base));
    return text;
}

} // namespace

void draw_probe(const Ui& ui, ImDrawList& list, const std::vector<PicturePlace>& places,
                bool hovered) {
    const auto& area = ui.state.probe_area;
    if (area)
        list.AddRect(vec(glm::min(area->first, area->second)),
                     vec(glm::max(area->first, area->second)), packed(palette::kText));
    const glm::dvec2 point = area ? area->first : mouse();
    const PicturePlace* under = place_at(places, point);
    if (under == nullptr || (!hovered && !area)) return;
    ImFont* font = ui.fonts.mono;
    float y = static_cast<float>(ui.rects.viewer.max.y) - ui.px(8);
    const float step = std::round(font->FontSize * 1.4F);
    for (std::size_t i = places.size(); i-- > 0;) {
        auto moved = area;
        if (moved) moved->second = carried_over(*under, places[i], moved->second);
        const std::string text =
            probe_line(ui, places[i], moved, carried_over(*under, places[i], point));
        y -= step;
        draw_plate(list, {static_cast<float>(ui.rects.viewer.min.x) + ui.px(8), y}, font, text,
                   palette::kText);
    }
    const glm::dvec2 at = mouse();
    if (!area && hovered) {
        const float arm = ui.px(6);
        const ImVec2 c = vec(at);
        list.AddLine({c.x - arm, c.y}, {c.x + arm, c.y}, packed(palette::kText));
        list.AddLine({c.x, c.y - arm}, {c.x, c.y + arm}, packed(palette::kText));
    }
}

} // namespace seamline::ui
