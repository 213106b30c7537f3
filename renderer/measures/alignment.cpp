#include "renderer/measures/alignment.h"
#include "renderer/measures/patch_flow.h"

#include <algorithm>
#include <cmath>

namespace seamline::measures {
namespace {

// All at half size, where the flow is found.
constexpr float kMeetPixels = 0.75F;
constexpr double kAgreeWindow = 2.0;
constexpr float kAgree = 0.5F;
constexpr float kAgreeForColor = 0.6F;
constexpr float kFlatVariance = 0.02F; ///< Of the normalised picture: below it nothing agrees.

Plane warped_plane(const Plane& b, const Flow& flow) {
    Plane result(flow.dx.width, flow.dx.height);
    for (int y = 0; y < result.height; ++y) {
        const float* dx = flow.dx.row(y);
        const float* dy = flow.dy.row(y);
        float* out = result.row(y);
        for (int x = 0; x < result.width; ++x)
            out[x] = bilinear(b, static_cast<float>(x) + dx[x], static_cast<float>(y) + dy[x]);
    }
    return result;
}

Plane product(const Plane& a, const Plane& b) {
    Plane result(a.width, a.height);
    for (std::size_t i = 0; i < result.values.size(); ++i)
        result.values[i] = a.values[i] * b.values[i];
    return result;
}

// Zero-mean normalised cross-correlation in a Gaussian window around each pixel.
Plane agreement(const Plane& a, const Plane& b) {
    Plane mean_a = gaussian_blurred(a, kAgreeWindow);
    const Plane mean_b = gaussian_blurred(b, kAgreeWindow);
    const Plane aa = gaussian_blurred(product(a, a), kAgreeWindow);
    const Plane bb = gaussian_blurred(product(b, b), kAgreeWindow);
    const Plane ab = gaussian_blurred(product(a, b), kAgreeWindow);
    for (std::size_t i = 0; i < ab.values.size(); ++i) {
        const float ma = mean_a.values[i];
        const float mb = mean_b.values[i];
        const float va = std::max(0.0F, aa.values[i] - ma * ma) + kFlatVariance;
        const float vb = std::max(0.0F, bb.values[i] - mb * mb) + kFlatVariance;
        mean_a.values[i] = (ab.values[i] - ma * mb) / std::sqrt(va * vb);
    }
    return mean_a;
}

// Where going there and back ends at the start, and the target lies in the picture.
Mask meeting(const Flow& forward, const Flow& backward) {
    const int width = forward.dx.width;
    const int height = forward.dx.height;
    const float right = static_cast<float>(width - 1);
    const float bottom = static_cast<float>(height - 1);
    Mask result(width, height);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const float dx = forward.dx.at(x, y);
            const float dy = forward.dy.at(x, y);
            const float tx = static_cast<float>(x) + dx;
            const float ty = static_cast<float>(y) + dy;
            if (tx < 0 || ty < 0 || tx > right || ty > bottom) continue;
            const float ex = dx + bilinear(backward.dx, tx, ty);
            const float ey = dy + bilinear(backward.dy, tx, ty);
            result.set(x, y, ex * ex + ey * ey < kMeetPixels * kMeetPixels);
        }
    return result;
}

// To the light picture's size; a last odd row or column repeats its neighbour.
Mask doubled(const Mask& mask, int width, int height) {
    Mask result(width, height);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            result.set(x, y,
                       mask.at(std::min(x / 2, mask.width - 1), std::min(y / 2, mask.height - 1)));
    return result;
}

// Bilinear between the half picture's centres, which lie at 0.5, 2.5, 4.5 ...
Plane doubled(const Plane& plane, int width, int height) {
    Plane full = resampled(plane, 2 * plane.width, 2 * plane.height, 2);
    if (full.width == width && full.height == height) return full;
    Plane result(width, height);
    for (int y = 0; y < height; ++y) {
        const float* in = full.row(std::min(y, full.height - 1));
        float* out = result.row(y);
        std::copy_n(in, full.width, out);
        std::fill(out + full.width, out + width, in[full.width - 1]);
    }
    return result;
}

Flow doubled(const Flow& flow, int width, int height) {
    return {doubled(flow.dx, width, height), doubled(flow.dy, width, height)};
}

// Validated vectors, averaged by a Gaussian of 6 px of a picture of half the flow's size; where
// they are far away, by one four times as wide; and where there are none, by their mean.
class Smoother {
public:
    explicit Smoother(const Mask& valid)
        : width_(valid.width), height_(valid.height), weight_(width_, height_) {
        for (std::size_t i = 0; i < weight_.values.size(); ++i)
            weight_.values[i] = static_cast<float>(valid.values[i]);
        share_ = static_cast<float>(valid.share());
        fine_ = area_averaged(weight_, halved(width_), halved(height_));
        coarse_ = area_averaged(fine_, quartered(fine_.width), quartered(fine_.height));
        fine_ = gaussian_blurred(fine_, kSmoothing);
        coarse_ = gaussian_blurred(coarse_, kSmoothing);
    }
    Plane operator()(const Plane& component) const {
        const Plane weighted = product(component, weight_);
        const Plane small = area_averaged(weighted, halved(width_), halved(height_));
        Plane wide = area_averaged(small, coarse_.width, coarse_.height);
        const float mean = share_ > 0 ? area_averaged(wide, 1, 1).values[0] / share_ : 0.0F;
        wide = gaussian_blurred(wide, kSmoothing);
        for (std::size_t i = 0; i < wide.values.size(); ++i)
            wide.values[i] =
                (wide.values[i] + kPriorWeight * mean) / (coarse_.values[i] + kPriorWeight);
        const Plane prior = resampled(wide, small.width, small.height);
        Plane result = gaussian_blurred(small, kSmoothing);
        for (std::size_t i = 0; i < result.values.size(); ++i)
            result.values[i] = (result.values[i] + kPriorWeight * prior.values[i]) /
                               (fine_.values[i] + kPriorWeight);
        return resampled(result, width_, height_);
    }

private:
    static constexpr double kSmoothing = 6.0;
    static constexpr float kPriorWeight = 0.01F;
    static int halved(int length) { return (length + 1) / 2; }
    static int quartered(int length) { return (length + 3) / 4; }

    int width_;
    int height_;
    Plane weight_;
    Plane fine_;
    Plane coarse_;
    float share_ = 0;
};

PatchFlowOptions options_for(AlignmentRange range) {
    if (range == AlignmentRange::Near)
        return {.coarse_radius = 2, .fine_radius = 0, .coarsest_edge = 14};
    return {.coarse_radius = 12, .fine_radius = 1, .coarsest_edge = 26};
}

Mask both(const Mask& meets, const Plane& agrees, float least) {
    Mask result = meets;
    for (std::size_t i = 0; i < result.values.size(); ++i)
        result.values[i] =
            static_cast<std::uint8_t>(meets.values[i] != 0 && agrees.values[i] > least);
    return result;
}

} // namespace

Alignment align(const AlignmentSource& a, const AlignmentSource& b, AlignmentRange range) {
    Alignment result;
    if (a.levels.empty() || a.width != b.width || a.height != b.height) {
        result.flow = {Plane(a.width, a.height), Plane(a.width, a.height)};
        result.smooth = result.flow;
        result.valid = Mask(a.width, a.height);
        result.valid_for_color = result.valid;
        return result;
    }
    const PatchFlowOptions options = options_for(range);
    const Flow forward = patch_flow(a, b, options);
    const Flow backward = patch_flow(b, a, options);
    const Mask meets = meeting(forward, backward);
    const Plane agrees = agreement(a.levels[0], warped_plane(b.levels[0], forward));
    const Mask valid = both(meets, agrees, kAgree);
    result.flow = doubled(forward, a.width, a.height);
    const Smoother smoothed(valid);
    result.smooth = doubled(Flow{smoothed(forward.dx), smoothed(forward.dy)}, a.width, a.height);
    result.valid = doubled(valid, a.width, a.height);
    result.valid_for_color = doubled(both(meets, agrees, kAgreeForColor), a.width, a.height);
    result.coverage = result.valid.share();
    return result;
}

Plane warped(const Plane& b, const Flow& flow) { return warped_plane(b, flow); }

} // namespace seamline::measures
