#include "renderer/measures/alignment.h"
#include "renderer/measures/fast_log2.h"
#include "renderer/measures/patch_flow.h"

#include <algorithm>
#include <cmath>

namespace seamline::measures {
namespace {

// Nothing is matched in pictures with a shorter edge than a patch and its surroundings.
constexpr int kSmallestEdge = 10;
constexpr int kMostLevels = 6;
constexpr float kBlackFloor = 0.01F;
// Deviation, in stops, below which a surface counts as flat: its noise is not made into texture.
constexpr float kFlatStops = 0.03F;

Plane luminance(const Picture& light) {
    Plane result(light.width(), light.height());
    const float* r = light.planes[0].values.data();
    const float* g = light.planes[1].values.data();
    const float* b = light.planes[2].values.data();
    float* out = result.values.data();
    for (std::size_t i = 0; i < result.values.size(); ++i)
        out[i] = std::max(0.0F, 0.2126F * r[i] + 0.7152F * g[i] + 0.0722F * b[i]);
    return result;
}

// Means of 2 x 2 pixels; a last odd row or column is left out, so that a level is exactly half.
Plane halved(const Plane& plane) {
    Plane result(plane.width / 2, plane.height / 2);
    for (int y = 0; y < result.height; ++y) {
        const float* above = plane.row(2 * y);
        const float* below = plane.row(2 * y + 1);
        float* out = result.row(y);
        for (int x = 0; x < result.width; ++x)
            out[x] = 0.25F * (above[2 * x] + above[2 * x + 1] + below[2 * x] + below[2 * x + 1]);
    }
    return result;
}

// Local mean by a Gaussian of 8 px, made at a quarter of the size, where it is one of 2 px.
Plane local_mean(const Plane& plane) {
    const Plane small = area_averaged(plane, (plane.width + 3) / 4, (plane.height + 3) / 4);
    return resampled(gaussian_blurred(small, 2.0), plane.width, plane.height);
}

Plane normalised(const Plane& luma) {
    Plane stops(luma.width, luma.height);
    Plane squares(luma.width, luma.height);
    for (std::size_t i = 0; i < stops.values.size(); ++i) {
        stops.values[i] = fast_log2(luma.values[i] + kBlackFloor);
        squares.values[i] = stops.values[i] * stops.values[i];
    }
    const Plane mean = local_mean(stops);
    const Plane mean_square = local_mean(squares);
    for (std::size_t i = 0; i < stops.values.size(); ++i) {
        const float variance =
            std::max(0.0F, mean_square.values[i] - mean.values[i] * mean.values[i]);
        stops.values[i] =
            (stops.values[i] - mean.values[i]) / std::sqrt(variance + kFlatStops * kFlatStops);
    }
    return stops;
}

} // namespace

AlignmentSource alignment_source(const Picture& light) {
    AlignmentSource source;
    source.width = light.width();
    source.height = light.height();
    Plane luma = halved(luminance(light));
    while (std::min(luma.width, luma.height) >= kSmallestEdge &&
           source.levels.size() < kMostLevels) {
        source.levels.push_back(normalised(luma));
        luma = halved(luma);
    }
    return source;
}

} // namespace seamline::measures
