#include "app/ui/view_math.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace seamline::ui {
namespace {

constexpr double kLeastZoom = 1.0 / 64.0;
constexpr double kMostZoom = 256.0;
constexpr double kSplitterPx = 5;
constexpr glm::dvec2 kLeastViewerPx{240, 135};
constexpr float kLeastTimelinePx = 84;
constexpr float kLeastInspectorPx = 220;
constexpr float kLeastListPx = 120;
constexpr float kLeastRemarksPx = 240;
constexpr float kLeastTakesPx = 440; ///< What a row of a take with its buttons needs.

std::optional<double> number(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return {};
    return value;
}

/// `wanted` or as much as `room` leaves, never negative.
double fitted(double wanted, double room) {
    return std::floor(std::clamp(wanted, 0.0, std::max(room, 0.0)));
}

} // namespace

renderer::View zoomed_at(const renderer::View& view, double factor, glm::dvec2 at,
                         const ScreenRect& tile) {
    renderer::View result = view;
    result.zoom = std::clamp(view.zoom * factor, kLeastZoom, kMostZoom);
    const glm::dvec2 from_center = at - tile.center();
    const glm::dvec2 picture = from_center - view.pan * tile.size();
    result.pan =
        (from_center - picture * (result.zoom / view.zoom)) / glm::max(tile.size(), glm::dvec2(1));
    return result;
}

renderer::View panned_by(const renderer::View& view, glm::dvec2 delta_px, const ScreenRect& tile) {
    renderer::View result = view;
    result.pan += delta_px / glm::max(tile.size(), glm::dvec2(1));
    return result;
}

ScreenRect picture_rect(const glm::mat3x2& target_to_source, Extent visible, glm::dvec2 origin) {
    const glm::dmat2 linear{glm::dvec2(target_to_source[0]), glm::dvec2(target_to_source[1])};
    const double determinant = linear[0][0] * linear[1][1] - linear[1][0] * linear[0][1];
    if (std::abs(determinant) < 1e-18) return {};
    const glm::dmat2 inverse = glm::inverse(linear);
    const glm::dvec2 offset{target_to_source[2]};
    const glm::dvec2 a = inverse * (glm::dvec2(0) - offset);
    const glm::dvec2 b = inverse * (glm::dvec2(visible.width, visible.height) - offset);
    return {glm::min(a, b) + origin, glm::max(a, b) + origin};
}

ScreenRect inset(const ScreenRect& rect, double fraction) {
    const glm::dvec2 half = rect.size() * (fraction * 0.5);
    return {rect.center() - half, rect.center() + half};
}

ScreenRect masked(const ScreenRect& rect, double aspect) {
    const glm::dvec2 size = rect.size();
    const glm::dvec2 kept = size.x > size.y * aspect ? glm::dvec2(size.y * aspect, size.y)
                                                     : glm::dvec2(size.x, size.x / aspect);
    return {rect.center() - kept * 0.5, rect.center() + kept * 0.5};
}

std::optional<double> aspect_from(std::string_view text) {
    const std::size_t colon = text.find(':');
    const auto width = number(text.substr(0, colon));
    const auto height = colon == std::string_view::npos ? std::optional<double>{1.0}
                                                        : number(text.substr(colon + 1));
    if (!width || !height || *height <= 0) return {};
    const double aspect = *width / *height;
    if (!(aspect >= 0.1 && aspect <= 10.0)) return {};
    return aspect;
}

PanelRects panel_rects(glm::dvec2 window, const PanelSizes& sizes, const PanelsShown& shown,
                       const BarHeights& bars, float scale) {
    PanelRects rects;
    const double least_height = kLeastViewerPx.y * scale;
    double top = shown.menu ? std::min<double>(bars.menu_px, window.y) : 0;
    double bottom = window.y;
    double width = window.x;
    if (shown.transport) {
        const double height = fitted(bars.transport_px, bottom - top - least_height);
        rects.transport = {{0, bottom - height}, {window.x, bottom}};
        bottom -= height;
    }
    if (shown.compare_bar) {
        const double height = fitted(bars.compare_px, bottom - top - least_height);
        rects.compare_bar = {{0, top}, {window.x, top + height}};
        top += height;
    }
    if (shown.lamps) {
        const double height = fitted(bars.lamps_px, bottom - top - least_height);
        rects.lamps = {{0, top}, {window.x, top + height}};
        top += height;
    }
    if (shown.timeline) {
        const double splitter = fitted(std::round(kSplitterPx * scale), bottom - top);
        const double room = bottom - top - least_height - splitter;
        const double height = fitted(sizes.timeline_px * static_cast<double>(scale), room);
        rects.timeline = {{0, bottom - height}, {window.x, bottom}};
        rects.timeline_splitter = {{0, bottom - height - splitter}, {window.x, bottom - height}};
        bottom -= height + splitter;
    }
    if (shown.inspector) {
        const double splitter = fitted(std::round(kSplitterPx * scale), width);
        const double room = width - kLeastViewerPx.x * scale - splitter;
        const double panel = fitted(sizes.inspector_px * static_cast<double>(scale), room);
        rects.inspector = {{width - panel, top}, {width, bottom}};
        rects.inspector_splitter = {{width - panel - splitter, top}, {width - panel, bottom}};
        width -= panel + splitter;
    }
    rects.viewer = {{0, top}, {width, std::max(bottom, top)}};
    return rects;
}

PanelSizes dragged_timeline(PanelSizes sizes, float delta_px, glm::dvec2 window, float scale) {
    const float most = std::max(kLeastTimelinePx, static_cast<float>(window.y) / scale * 0.7F);
    sizes.timeline_px = std::clamp(sizes.timeline_px - delta_px / scale, kLeastTimelinePx, most);
    return sizes;
}

PanelSizes dragged_inspector(PanelSizes sizes, float delta_px, glm::dvec2 window, float scale) {
    const float most = std::max(kLeastInspectorPx, static_cast<float>(window.x) / scale * 0.6F);
    sizes.inspector_px = std::clamp(sizes.inspector_px - delta_px / scale, kLeastInspectorPx, most);
    return sizes;
}

void take_review_places(PanelRects& rects, const PanelSizes& sizes, const ReviewListsShown& shown,
                        float scale) {
    ScreenRect& viewer = rects.viewer;
    const double splitter = std::round(kSplitterPx * static_cast<double>(scale));
    if (shown.comments || shown.takes) {
        const double most = std::floor(viewer.size().x / 2) - splitter;
        const float wanted =
            shown.takes ? std::max(sizes.remarks_px, kLeastTakesPx) : sizes.remarks_px;
        const double width = fitted(wanted * static_cast<double>(scale), most);
        ScreenRect side{{viewer.max.x - width, viewer.min.y}, viewer.max};
        rects.remarks_splitter = {{side.min.x - splitter, side.min.y}, {side.min.x, side.max.y}};
        viewer.max.x -= width + splitter;
        const double middle = shown.comments && shown.takes ? std::round(side.center().y)
                              : shown.comments              ? side.max.y
                                                            : side.min.y;
        if (shown.comments) rects.comments = {side.min, {side.max.x, middle}};
        if (shown.takes) rects.takes = {{side.min.x, middle}, side.max};
    }
    if (!shown.decisions) return;
    const double most = std::floor(viewer.size().y / 2) - splitter;
    const double height = fitted(sizes.decisions_px * static_cast<double>(scale), most);
    rects.decisions = {{viewer.min.x, viewer.max.y - height}, viewer.max};
    rects.decisions_splitter = {{viewer.min.x, viewer.max.y - height - splitter},
                                {viewer.max.x, viewer.max.y - height}};
    viewer.max.y -= height + splitter;
}

PanelSizes dragged_decisions(PanelSizes sizes, float delta_px, const PanelRects& rects,
                             float scale) {
    const double room = rects.decisions.size().y + rects.viewer.size().y;
    const float most = std::max(kLeastListPx, static_cast<float>(room) / scale / 2);
    sizes.decisions_px =
        std::clamp(static_cast<float>(rects.decisions.size().y) / scale - delta_px / scale,
                   kLeastListPx, most);
    return sizes;
}

PanelSizes dragged_remarks(PanelSizes sizes, float delta_px, const PanelRects& rects, float scale) {
    const double side = std::max(rects.comments.size().x, rects.takes.size().x);
    const float most =
        std::max(kLeastRemarksPx, static_cast<float>(side + rects.viewer.size().x) / scale / 2);
    sizes.remarks_px =
        std::clamp(static_cast<float>(side) / scale - delta_px / scale, kLeastRemarksPx, most);
    return sizes;
}

} // namespace seamline::ui
