#include "renderer/measures/patch_flow.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace seamline::measures {
namespace {

constexpr int kPatch = 8;
constexpr int kPixels = kPatch * kPatch;
constexpr int kStride = 4;
// A patch may leave the picture by its own size; one pixel more is read between pixels.
constexpr int kMargin = kPatch + 2;
constexpr int kMostSteps = 10;
constexpr float kStepEnough = 0.02F; ///< Pixels; a shorter step ends the search.
constexpr float kDamping = 0.5F;     ///< Keeps patches with one edge from sliding along it.
constexpr float kBlendFloor = 0.1F;  ///< Differences below this weigh the same.

struct Vector {
    float x = 0;
    float y = 0;
};

// A level with its edge repeated around it, so that patches need no conditions.
class PaddedLevel {
public:
    explicit PaddedLevel(const Plane& plane)
        : width(plane.width), height(plane.height), stride(plane.width + 2 * kMargin),
          values_(static_cast<std::size_t>(stride) *
                  static_cast<std::size_t>(plane.height + 2 * kMargin)) {
        for (int y = -kMargin; y < height + kMargin; ++y) {
            const float* in = plane.row(std::clamp(y, 0, height - 1));
            float* out = values_.data() + static_cast<std::ptrdiff_t>(y + kMargin) * stride;
            std::fill_n(out, kMargin, in[0]);
            std::copy_n(in, width, out + kMargin);
            std::fill_n(out + kMargin + width, kMargin, in[width - 1]);
        }
    }
    const float* at(int x, int y) const {
        return values_.data() + static_cast<std::ptrdiff_t>(y + kMargin) * stride + x + kMargin;
    }
    const int width;
    const int height;
    const int stride;

private:
    std::vector<float> values_;
};

using Block = std::array<float, kPixels>;

// Fixed order, whatever the compiler vectorises.
float sum_of(const std::array<float, kPatch>& parts) {
    return ((parts[0] + parts[4]) + (parts[2] + parts[6])) +
           ((parts[1] + parts[5]) + (parts[3] + parts[7]));
}

struct Patch {
    int x = 0; ///< Upper left, in A.
    int y = 0;
    Block values;
    Block gradient_x;
    Block gradient_y;
    float sum_x = 0; ///< Of the gradients.
    float sum_y = 0;
    float xx = 0; ///< Inverse of the damped matrix of gradients without their means.
    float xy = 0;
    float yy = 0;
};

Patch patch_at(const PaddedLevel& a, int px, int py) {
    Patch patch;
    patch.x = px;
    patch.y = py;
    std::array<float, kPatch> sx{}, sy{}, sxx{}, sxy{}, syy{};
    for (int row = 0; row < kPatch; ++row) {
        const float* in = a.at(px, py + row);
        const std::size_t line = static_cast<std::size_t>(row) * kPatch;
        for (std::size_t i = 0; i < kPatch; ++i) {
            const float gx = 0.5F * (in[i + 1] - *(in + i - 1));
            const float gy = 0.5F * (in[i + static_cast<std::size_t>(a.stride)] -
                                     *(in + i - static_cast<std::size_t>(a.stride)));
            patch.values[line + i] = in[i];
            patch.gradient_x[line + i] = gx;
            patch.gradient_y[line + i] = gy;
            sx[i] += gx;
            sy[i] += gy;
            sxx[i] += gx * gx;
            sxy[i] += gx * gy;
            syy[i] += gy * gy;
        }
    }
    patch.sum_x = sum_of(sx);
    patch.sum_y = sum_of(sy);
    const float hxx = sum_of(sxx) - patch.sum_x * patch.sum_x / kPixels + kDamping;
    const float hyy = sum_of(syy) - patch.sum_y * patch.sum_y / kPixels + kDamping;
    const float hxy = sum_of(sxy) - patch.sum_x * patch.sum_y / kPixels;
    const float determinant = hxx * hyy - hxy * hxy;
    patch.xx = hyy / determinant;
    patch.xy = -hxy / determinant;
    patch.yy = hxx / determinant;
    return patch;
}

// Vector that keeps the patch within reach of the padding.
Vector within(const Patch& patch, const PaddedLevel& b, Vector v) {
    const float x = static_cast<float>(patch.x);
    const float y = static_cast<float>(patch.y);
    return {std::clamp(v.x + x, static_cast<float>(-kPatch), static_cast<float>(b.width)) - x,
            std::clamp(v.y + y, static_cast<float>(-kPatch), static_cast<float>(b.height)) - y};
}

// B at the moved patch, minus the patch.
void difference_at(const Patch& patch, const PaddedLevel& b, Vector v, Block& difference) {
    const float x = static_cast<float>(patch.x) + v.x;
    const float y = static_cast<float>(patch.y) + v.y;
    const float left = std::floor(x);
    const float top = std::floor(y);
    const float fx = x - left;
    const float fy = y - top;
    const float w00 = (1 - fx) * (1 - fy), w01 = fx * (1 - fy);
    const float w10 = (1 - fx) * fy, w11 = fx * fy;
    for (int row = 0; row < kPatch; ++row) {
        const float* above = b.at(static_cast<int>(left), static_cast<int>(top) + row);
        const float* below = above + b.stride;
        const float* own = patch.values.data() + static_cast<std::ptrdiff_t>(row) * kPatch;
        float* out = difference.data() + static_cast<std::ptrdiff_t>(row) * kPatch;
        for (int i = 0; i < kPatch; ++i)
            out[i] =
                w00 * above[i] + w01 * above[i + 1] + w10 * below[i] + w11 * below[i + 1] - own[i];
    }
}

struct Sums {
    float plain = 0;
    float square = 0;
    float with_x = 0;
    float with_y = 0;
    float cost() const { return square - plain * plain / kPixels; }
};

float cost_of(const Block& difference) {
    std::array<float, kPatch> plain{}, square{};
    for (std::size_t line = 0; line < kPixels; line += kPatch)
        for (std::size_t i = 0; i < kPatch; ++i) {
            const float d = difference[line + i];
            plain[i] += d;
            square[i] += d * d;
        }
    const float sum = sum_of(plain);
    return sum_of(square) - sum * sum / kPixels;
}

Sums sums_of(const Patch& patch, const Block& difference) {
    std::array<float, kPatch> plain{}, square{}, with_x{}, with_y{};
    for (std::size_t line = 0; line < kPixels; line += kPatch)
        for (std::size_t i = 0; i < kPatch; ++i) {
            const float d = difference[line + i];
            plain[i] += d;
            square[i] += d * d;
            with_x[i] += d * patch.gradient_x[line + i];
            with_y[i] += d * patch.gradient_y[line + i];
        }
    return {sum_of(plain), sum_of(square), sum_of(with_x), sum_of(with_y)};
}

float cost_at(const Patch& patch, const PaddedLevel& b, Vector v) {
    Block difference;
    difference_at(patch, b, v, difference);
    return cost_of(difference);
}

// Leaves the differences at the returned vector in `difference`.
Vector refined(const Patch& patch, const PaddedLevel& b, Vector start, Block& difference) {
    Vector best = start;
    Vector now = start;
    float least = 0;
    Block trial;
    for (int step = 0; step <= kMostSteps; ++step) {
        difference_at(patch, b, now, trial);
        const Sums sums = sums_of(patch, trial);
        if (step > 0 && sums.cost() >= least) break;
        least = sums.cost();
        best = now;
        difference = trial;
        if (step == kMostSteps) break;
        const float gx = sums.with_x - sums.plain * patch.sum_x / kPixels;
        const float gy = sums.with_y - sums.plain * patch.sum_y / kPixels;
        const Vector move{-(patch.xx * gx + patch.xy * gy), -(patch.xy * gx + patch.yy * gy)};
        if (std::abs(move.x) + std::abs(move.y) < kStepEnough) break;
        now = within(patch, b, {now.x + move.x, now.y + move.y});
        if (std::abs(now.x - start.x) > kPatch || std::abs(now.y - start.y) > kPatch) break;
    }
    return best;
}

class Best {
public:
    Best(const Patch& patch, const PaddedLevel& b) : patch_(patch), b_(b) {}
    void offer(Vector candidate, float handicap = 0) {
        const Vector v = within(patch_, b_, candidate);
        const float cost = cost_at(patch_, b_, v) + handicap;
        if (seen_ && cost >= cost_) return;
        seen_ = true;
        cost_ = cost;
        vector = v;
    }
    void search_around(Vector middle, int radius, float handicap_per_pixel) {
        for (int dy = -radius; dy <= radius; ++dy)
            for (int dx = -radius; dx <= radius; ++dx)
                offer({middle.x + static_cast<float>(dx), middle.y + static_cast<float>(dy)},
                      handicap_per_pixel * static_cast<float>(std::abs(dx) + std::abs(dy)));
    }
    Vector vector;

private:
    const Patch& patch_;
    const PaddedLevel& b_;
    bool seen_ = false;
    float cost_ = 0;
};

// Where patches begin along one axis: every kStride pixels, and one that touches the end.
std::vector<int> patch_origins(int length) {
    std::vector<int> result;
    for (int at = 0; at + kPatch < length; at += kStride) result.push_back(at);
    result.push_back(length - kPatch);
    return result;
}

// The coarser level's vectors at the patch and around it.
void offer_coarser(const Flow& coarser, const Patch& patch, Best& best) {
    constexpr std::array<std::array<int, 2>, 5> around{
        {{0, 0}, {-kPatch, 0}, {kPatch, 0}, {0, -kPatch}, {0, kPatch}}};
    for (const auto& [dx, dy] : around) {
        const int x = std::clamp((patch.x + kPatch / 2 + dx) / 2, 0, coarser.dx.width - 1);
        const int y = std::clamp((patch.y + kPatch / 2 + dy) / 2, 0, coarser.dx.height - 1);
        best.offer({2 * coarser.dx.at(x, y), 2 * coarser.dy.at(x, y)});
    }
}

struct Blend {
    Plane x, y, weight;

    void add(const Patch& patch, Vector v, const Block& difference) {
        for (int row = 0; row < kPatch; ++row) {
            const std::size_t at = x.index(patch.x, patch.y + row);
            const float* d = difference.data() + static_cast<std::ptrdiff_t>(row) * kPatch;
            float* out_x = x.values.data() + at;
            float* out_y = y.values.data() + at;
            float* out_weight = weight.values.data() + at;
            for (int i = 0; i < kPatch; ++i) {
                const float w = 1 / (kBlendFloor + std::abs(d[i]));
                out_x[i] += w * v.x;
                out_y[i] += w * v.y;
                out_weight[i] += w;
            }
        }
    }
    Flow flow() && {
        for (std::size_t i = 0; i < weight.values.size(); ++i) {
            x.values[i] /= weight.values[i];
            y.values[i] /= weight.values[i];
        }
        return {std::move(x), std::move(y)};
    }
};

Flow level_flow(const Plane& plane_a, const Plane& plane_b, const Flow* coarser,
                const PatchFlowOptions& options) {
    const PaddedLevel a(plane_a);
    const PaddedLevel b(plane_b);
    Blend blend{Plane(a.width, a.height), Plane(a.width, a.height), Plane(a.width, a.height)};
    const std::vector<int> columns = patch_origins(a.width);
    Block difference;
    for (const int y : patch_origins(a.height))
        for (const int x : columns) {
            const Patch patch = patch_at(a, x, y);
            Best best(patch, b);
            if (coarser == nullptr) {
                // Without texture, rest is the best guess.
                best.search_around({}, options.coarse_radius, 0.05F);
            } else {
                offer_coarser(*coarser, patch, best);
                if (options.fine_radius > 0)
                    best.search_around(best.vector, options.fine_radius, 0.01F);
            }
            blend.add(patch, refined(patch, b, best.vector, difference), difference);
        }
    return std::move(blend).flow();
}

} // namespace

Flow patch_flow(const AlignmentSource& a, const AlignmentSource& b,
                const PatchFlowOptions& options) {
    std::size_t level = a.levels.size() - 1;
    while (level > 0 &&
           std::min(a.levels[level].width, a.levels[level].height) < options.coarsest_edge)
        --level;
    Flow flow = level_flow(a.levels[level], b.levels[level], nullptr, options);
    while (level > 0) {
        --level;
        flow = level_flow(a.levels[level], b.levels[level], &flow, options);
    }
    return flow;
}

} // namespace seamline::measures
