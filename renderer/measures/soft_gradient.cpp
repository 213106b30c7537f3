#include "renderer/measures/soft_gradient.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace seamline::measures {
namespace {

constexpr int kRadius = kSoftRadius;

using Weights = SoftWeights;

// The Gaussian down the columns, at row `y`.
void blur_down(const Plane& plane, int y, const Weights& w, float* __restrict out) {
    const auto row = [&](int dy) { return plane.row(std::clamp(y + dy, 0, plane.height - 1)); };
    const float* r0 = row(0);
    const float *a1 = row(-1), *b1 = row(1), *a2 = row(-2), *b2 = row(2), *a3 = row(-3);
    const float *b3 = row(3), *a4 = row(-4), *b4 = row(4), *a5 = row(-5), *b5 = row(5);
    const float *a6 = row(-6), *b6 = row(6);
    for (int x = 0; x < plane.width; ++x)
        out[x] = w[0] * r0[x] + w[1] * (a1[x] + b1[x]) + w[2] * (a2[x] + b2[x]) +
                 w[3] * (a3[x] + b3[x]) + w[4] * (a4[x] + b4[x]) + w[5] * (a5[x] + b5[x]) +
                 w[6] * (a6[x] + b6[x]);
}

// The Gaussian along a row at every second pixel. Even and odd pixels lie apart, so that
// neighbours in memory are neighbours in the result.
class RowBlur {
public:
    explicit RowBlur(int width)
        : width_(width), even_(static_cast<std::size_t>(width / 2 + 2 * kPad)), odd_(even_.size()) {
    }

    void blur(const float* row, const Weights& w, float* __restrict out) {
        const int last = width_ - 1;
        for (int i = -kPad; i < 0; ++i) {
            even_[slot(i)] = row[0];
            odd_[slot(i)] = row[0];
        }
        const int pairs = width_ / 2;
        for (int i = 0; i < pairs; ++i) {
            even_[slot(i)] = row[2 * i];
            odd_[slot(i)] = row[2 * i + 1];
        }
        for (int i = pairs; i < pairs + kPad; ++i) {
            even_[slot(i)] = row[std::min(2 * i, last)];
            odd_[slot(i)] = row[std::min(2 * i + 1, last)];
        }
        const float* e = even_.data() + kPad;
        const float* o = odd_.data() + kPad;
        const int count = (width_ + 1) / 2;
        for (int i = 0; i < count; ++i)
            out[i] = w[0] * e[i] + w[1] * (o[i - 1] + o[i]) + w[2] * (e[i - 1] + e[i + 1]) +
                     w[3] * (o[i - 2] + o[i + 1]) + w[4] * (e[i - 2] + e[i + 2]) +
                     w[5] * (o[i - 3] + o[i + 2]) + w[6] * (e[i - 3] + e[i + 3]);
    }

private:
    static constexpr int kPad = 4;
    static std::size_t slot(int i) { return static_cast<std::size_t>(i + kPad); }
    int width_;
    std::vector<float> even_;
    std::vector<float> odd_;
};

// Whether rows or columns taken one by one still hold one value together.
class Matte {
public:
    template <typename ValueAt> bool takes(int count, ValueAt&& value_at) {
        float low = low_;
        float high = high_;
        for (int i = 0; i < count && high - low <= kMatteSpread; ++i) {
            low = std::min(low, value_at(i));
            high = std::max(high, value_at(i));
        }
        if (high - low > kMatteSpread) return false;
        low_ = low;
        high_ = high;
        return true;
    }

private:
    float low_ = std::numeric_limits<float>::max();
    float high_ = std::numeric_limits<float>::lowest();
};

} // namespace

SoftWeights gaussian_of_two() {
    std::array<double, kRadius + 1> exact{};
    double sum = 0;
    for (int i = 0; i <= kRadius; ++i) {
        exact[static_cast<std::size_t>(i)] = std::exp(-0.5 * i * i / 4.0);
        sum += (i == 0 ? 1 : 2) * exact[static_cast<std::size_t>(i)];
    }
    SoftWeights weights{};
    for (std::size_t i = 0; i < weights.size(); ++i)
        weights[i] = static_cast<float>(exact[i] / sum);
    return weights;
}

Plane soft_gradient_squared(const Plane& plane) {
    const Weights weights = gaussian_of_two();
    const int columns = (plane.width + 1) / 2;
    const int rows = (plane.height + 1) / 2;
    Plane squared(columns, rows);
    std::vector<float> down(static_cast<std::size_t>(plane.width));
    RowBlur across(plane.width);
    // Three rows at a time: a whole second plane would cost more in new memory than in sums.
    Plane soft(columns, 3);
    for (int j = 0; j < rows; ++j) {
        blur_down(plane, 2 * j, weights, down.data());
        across.blur(down.data(), weights, soft.row(j % 3));
        if (j < 2) continue;
        const float *above = soft.row((j - 2) % 3), *here = soft.row((j - 1) % 3);
        const float* below = soft.row(j % 3);
        float* __restrict out = squared.row(j - 1);
        for (int i = 1; i + 1 < columns; ++i) {
            const float dx = 0.25F * (here[i + 1] - here[i - 1]);
            const float dy = 0.25F * (below[i] - above[i]);
            out[i] = dx * dx + dy * dy;
        }
    }
    return squared;
}

Rect picture_without_mattes(const Plane& plane, int inset) {
    int top = 0, bottom = plane.height, left = 0, right = plane.width;
    const auto row = [&](int y) { return [&plane, y](int x) { return plane.at(x, y); }; };
    Matte above, below, before, after;
    while (top < bottom && above.takes(plane.width, row(top))) ++top;
    while (bottom > top && below.takes(plane.width, row(bottom - 1))) --bottom;
    if (top >= bottom) return {};
    const auto column = [&](int x) {
        return [&plane, x, top](int y) { return plane.at(x, top + y); };
    };
    while (left < right && before.takes(bottom - top, column(left))) ++left;
    while (right > left && after.takes(bottom - top, column(right - 1))) --right;
    if (top > 0) top += inset;
    if (left > 0) left += inset;
    if (bottom < plane.height) bottom -= inset;
    if (right < plane.width) right -= inset;
    if (top >= bottom || left >= right) return {};
    return {left, top, right - left, bottom - top};
}

} // namespace seamline::measures
