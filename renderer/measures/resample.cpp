#include "renderer/measures/patch_flow.h"

#include <algorithm>
#include <cmath>

namespace seamline::measures {
namespace {

// Where an output position lies among input pixels along one axis.
struct Tap {
    int first = 0;
    int second = 0;
    float part = 0; ///< Of the second, [0, 1).
};

std::vector<Tap> taps(int from, int to) {
    std::vector<Tap> result(static_cast<std::size_t>(to));
    for (int i = 0; i < to; ++i) {
        const double position = (i + 0.5) * from / to - 0.5;
        const double clamped = std::clamp(position, 0.0, static_cast<double>(from - 1));
        const int first = static_cast<int>(clamped);
        result[static_cast<std::size_t>(i)] = {first, std::min(first + 1, from - 1),
                                               static_cast<float>(clamped - first)};
    }
    return result;
}

} // namespace

Plane resampled(const Plane& plane, int width, int height, float factor) {
    const std::vector<Tap> columns = taps(plane.width, width);
    const std::vector<Tap> rows = taps(plane.height, height);
    std::vector<float> mixed(static_cast<std::size_t>(plane.width));
    Plane result(width, height);
    for (int y = 0; y < height; ++y) {
        const Tap& tall = rows[static_cast<std::size_t>(y)];
        const float* above = plane.row(tall.first);
        const float* below = plane.row(tall.second);
        for (int x = 0; x < plane.width; ++x)
            mixed[static_cast<std::size_t>(x)] =
                factor * (above[x] + tall.part * (below[x] - above[x]));
        float* out = result.row(y);
        for (int x = 0; x < width; ++x) {
            const Tap& wide = columns[static_cast<std::size_t>(x)];
            const float left = mixed[static_cast<std::size_t>(wide.first)];
            const float right = mixed[static_cast<std::size_t>(wide.second)];
            out[x] = left + wide.part * (right - left);
        }
    }
    return result;
}

} // namespace seamline::measures
