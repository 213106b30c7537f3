// app/ui/legend_grid.h: how a legend fits a picture that is lower than it; pure.
#pragma once

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <span>
#include <vector>

namespace seamline::ui {

/// Entries in columns, each read downwards.
struct LegendGrid {
    std::size_t rows = 0;             ///< Of the longest column.
    std::vector<float> column_widths; ///< One per column.
    std::size_t shown = 0;            ///< So many entries have a place ...
    std::size_t left_out = 0;         ///< ... and so many none: a last place says so.
};

/// In one column where it is high enough, else in as few as hold all; no wider than `room` (but for
/// a single column), in which `gap` stands between columns. `last`: the width of the words for what
/// is left out.
inline LegendGrid legend_grid(std::span<const float> widths, std::size_t most_rows, float room,
                              float gap, float last) {
    LegendGrid grid;
    if (widths.empty()) return grid;
    most_rows = std::max<std::size_t>(most_rows, 1);
    const std::size_t columns = (widths.size() + most_rows - 1) / most_rows;
    grid.rows = (widths.size() + columns - 1) / columns;
    float used = 0;
    std::size_t places = 0;
    while (places < widths.size()) {
        const std::size_t count = std::min(grid.rows, widths.size() - places);
        const float width = std::ranges::max(widths.subspan(places, count));
        const float wanted = used + (places > 0 ? gap : 0) + width;
        if (places > 0 && wanted > room) break;
        grid.column_widths.push_back(width);
        used = wanted;
        places += count;
    }
    grid.shown = places;
    if (places == widths.size()) return grid;
    // The last place says how many are left out, and may need more room than what was there.
    while (grid.column_widths.size() > 1 && used - grid.column_widths.back() + last > room) {
        used -= grid.column_widths.back() + gap;
        grid.column_widths.pop_back();
    }
    grid.shown = grid.rows * grid.column_widths.size() - 1;
    grid.left_out = widths.size() - grid.shown;
    grid.column_widths.back() = std::max(grid.column_widths.back(), last);
    return grid;
}

} // namespace seamline::ui
