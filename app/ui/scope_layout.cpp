#include "app/ui/scope_layout.h"

#include <algorithm>
#include <cmath>

namespace seamline::ui {
namespace {

using renderer::ScopeKind;

constexpr glm::dvec2 kLeastViewerPx{240, 135};
constexpr double kSplitterPx = 5;
constexpr float kLeastPanelPx = 96;
constexpr float kMostPanelPx = 2000;
/// Wider ones spread a waveform so far that its shape is lost.
constexpr double kWidestTrace = 2.6;
/// How much larger traces must be for groups to lie across the panel's longer side.
constexpr double kWorthTheOtherWay = 1.15;

bool is_square(ScopeKind kind) {
    return kind == ScopeKind::Vectorscope || kind == ScopeKind::Chromaticity;
}

bool has_numbers_below(ScopeKind kind) {
    return kind == ScopeKind::Histogram || kind == ScopeKind::Chromaticity;
}

ScreenRect whole(const ScreenRect& rect) { return {glm::floor(rect.min), glm::floor(rect.max)}; }

ScopeCell cell_in(ScopeKind kind, const ScreenRect& rect, const ScopeMargins& margins) {
    ScopeCell cell{kind, rect, {}};
    const double left = kind == ScopeKind::Waveform || kind == ScopeKind::Chromaticity
                            ? margins.numbers
                            : margins.pad;
    const double below = has_numbers_below(kind) ? margins.line : margins.pad;
    ScreenRect trace{rect.min + glm::dvec2(left, margins.line),
                     rect.max - glm::dvec2(margins.pad, below)};
    trace.max = glm::max(trace.max, trace.min);
    if (is_square(kind)) {
        const double side = std::floor(std::min(trace.size().x, trace.size().y));
        const double spare = trace.size().x - side;
        trace.min.x += std::floor(spare / 2);
        trace.max = trace.min + glm::dvec2(side);
    }
    cell.trace = whole(trace);
    return cell;
}

std::vector<ScopeCell> arranged(const ScreenRect& area, const std::vector<ScopeKind>& kinds,
                                int columns, const ScopeMargins& margins) {
    const int count = static_cast<int>(kinds.size());
    const int rows = (count + columns - 1) / columns;
    std::vector<ScopeCell> cells;
    for (int row = 0; row < rows; ++row) {
        const int first = row * columns;
        const int in_row = std::min(columns, count - first);
        const double top = area.min.y + area.size().y * row / rows;
        const double bottom = area.min.y + area.size().y * (row + 1) / rows;
        const double share = area.size().x / in_row;
        // Squares that are lower than their share is wide leave the rest to the others.
        const double square = std::min(share, bottom - top + margins.numbers - margins.line);
        int squares = 0;
        for (int i = 0; i < in_row; ++i)
            squares += is_square(kinds[static_cast<std::size_t>(first + i)]) ? 1 : 0;
        const double other =
            squares < in_row ? (area.size().x - squares * square) / (in_row - squares) : 0;
        double left = area.min.x;
        for (int i = 0; i < in_row; ++i) {
            const ScopeKind kind = kinds[static_cast<std::size_t>(first + i)];
            const double width = squares == in_row ? share : is_square(kind) ? square : other;
            cells.push_back(cell_in(kind, whole({{left, top}, {left + width, bottom}}), margins));
            left += width;
        }
    }
    return cells;
}

double usable_area(const ScopeCell& cell) {
    const glm::dvec2 size = cell.trace.size();
    if (size.x <= 0 || size.y <= 0) return 0;
    const double width = std::min(size.x, size.y * kWidestTrace);
    const double height = std::min(size.y, size.x);
    return width * height;
}

/// Grows with the geometric mean of the cells' areas: a scope that doubles is worth another one
/// that becomes half as large.
double worth_of(const std::vector<ScopeCell>& cells) {
    double worth = 0;
    for (const ScopeCell& cell : cells) worth += std::log(std::max(usable_area(cell), 1e-3));
    return worth;
}

struct Arrangement {
    std::vector<ScopeGroup> groups;
    double worth = 0;
};

/// `axis`: along which the groups lie.
Arrangement grouped(const ScreenRect& area, int groups, const std::vector<ScopeKind>& kinds,
                    const ScopeMargins& margins, int axis) {
    Arrangement result;
    for (int i = 0; i < groups; ++i) {
        ScreenRect part = area;
        part.min[axis] = area.min[axis] + area.size()[axis] * i / groups;
        part.max[axis] = area.min[axis] + area.size()[axis] * (i + 1) / groups;
        part = whole(part);
        ScopeGroup group;
        group.header = part;
        group.header.max.y = std::min(part.min.y + margins.line + margins.pad, part.max.y);
        ScreenRect body = part;
        body.min.y = group.header.max.y;
        for (int columns = 1; columns <= static_cast<int>(kinds.size()); ++columns) {
            std::vector<ScopeCell> cells = arranged(body, kinds, columns, margins);
            if (columns > 1 && worth_of(cells) <= worth_of(group.cells)) continue;
            group.cells = std::move(cells);
        }
        result.worth += worth_of(group.cells);
        result.groups.push_back(std::move(group));
    }
    return result;
}

} // namespace

ScopePlace take_scope_place(ScreenRect& viewer, const session::ScopeSettings& settings, bool fills,
                            float scale) {
    ScopePlace place;
    if (!settings.shows_any()) return place;
    if (fills) {
        place.panel = viewer;
        viewer.max = viewer.min;
        return place;
    }
    const double splitter = std::round(kSplitterPx * scale);
    const int axis = settings.beside ? 0 : 1;
    const double wanted =
        static_cast<double>(settings.beside ? settings.beside_px : settings.below_px) * scale;
    const double room = viewer.size()[axis] - kLeastViewerPx[axis] * scale - splitter;
    const double size = std::floor(std::clamp(wanted, 0.0, std::max(room, 0.0)));
    if (size < 1) return place;
    place.panel = place.splitter = viewer;
    place.panel.min[axis] = viewer.max[axis] - size;
    place.splitter.max[axis] = place.panel.min[axis];
    place.splitter.min[axis] = place.splitter.max[axis] - splitter;
    viewer.max[axis] = place.splitter.min[axis];
    return place;
}

session::ScopeSettings dragged_scopes(session::ScopeSettings settings, float delta_px,
                                      float scale) {
    float& size = settings.beside ? settings.beside_px : settings.below_px;
    size = std::clamp(size - delta_px / scale, kLeastPanelPx, kMostPanelPx);
    return settings;
}

std::vector<ScopeGroup> scope_groups(const ScreenRect& area, int groups,
                                     const std::vector<ScopeKind>& kinds,
                                     const ScopeMargins& margins) {
    if (groups <= 0 || kinds.empty()) return {};
    const int axis = area.size().x >= area.size().y ? 0 : 1;
    Arrangement usual = grouped(area, groups, kinds, margins, axis);
    if (groups == 1) return std::move(usual.groups);
    Arrangement other = grouped(area, groups, kinds, margins, 1 - axis);
    const double cells = static_cast<double>(groups) * static_cast<double>(kinds.size());
    const bool is_better = other.worth > usual.worth + cells * std::log(kWorthTheOtherWay);
    return std::move(is_better ? other.groups : usual.groups);
}

Rect region_pixels(const session::ScopeRegion& region, Extent visible, const ScreenRect& seen) {
    using Kind = session::ScopeRegion::Kind;
    if (region.kind == Kind::Whole || visible.width <= 0 || visible.height <= 0) return {};
    const glm::dvec2 size(visible.width, visible.height);
    glm::dvec2 low = glm::floor(region.kind == Kind::View ? seen.min : region.min * size);
    glm::dvec2 high = glm::ceil(region.kind == Kind::View ? seen.max : region.max * size);
    low = glm::clamp(low, glm::dvec2(0), size - 1.0);
    high = glm::clamp(high, low + 1.0, size);
    return {static_cast<int>(low.x), static_cast<int>(low.y), static_cast<int>(high.x - low.x),
            static_cast<int>(high.y - low.y)};
}

} // namespace seamline::ui
