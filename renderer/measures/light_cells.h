// renderer/measures/light_cells.h: medians of a value over the cells of a picture, and their plane.
#pragma once

#include "renderer/measures/grade_fit.h"

#include <functional>

namespace seamline::measures {

inline constexpr int kCellCount = Relight::kColumns * Relight::kRows;
inline constexpr std::size_t kFewestPairsInCell = 60;
inline constexpr int kFewestCells = 12;

/// Which cell a pixel of a picture of `width` x `height` is in.
int cell_of(glm::ivec2 position, int width, int height);

/// Medians of `value(i)` of the pairs in each cell; NaN where fewer than kFewestPairsInCell lie.
std::vector<float> cell_medians(const LightPairs& pairs,
                                const std::function<float(std::size_t)>& value);

/// value = middle + right * x + down * y, with x and y from -1 to 1 over the picture.
struct CellPlane {
    double middle = 0;
    double right = 0;
    double down = 0;

    double at(double x, double y) const { return middle + right * x + down * y; }
    double at(glm::ivec2 position, int width, int height) const {
        return at((2 * position.x + 1.0) / width - 1, (2 * position.y + 1.0) / height - 1);
    }
};
/// Robust (Cauchy weights). None when fewer than kFewestCells have a value.
std::optional<CellPlane> plane_of(const std::vector<float>& cells);

/// 1.4826 times the median absolute deviation of the cells with a value, after `plane` is taken
/// off.
double cell_deviation(const std::vector<float>& cells, const CellPlane& plane);

/// Median, halfway between the middle two; reorders `values`, which is not empty.
double median_in_place(std::vector<float>& values);

} // namespace seamline::measures
