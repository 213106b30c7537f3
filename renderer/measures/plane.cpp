#include "renderer/measures/plane.h"

#include <algorithm>
#include <cmath>

namespace seamline::measures {
namespace {

std::vector<float> gaussian_weights(double sigma) {
    const int radius = std::max(1, static_cast<int>(std::ceil(3 * sigma)));
    std::vector<float> weights;
    double sum = 0;
    for (int i = -radius; i <= radius; ++i) {
        const double weight = std::exp(-0.5 * i * i / (sigma * sigma));
        weights.push_back(static_cast<float>(weight));
        sum += weight;
    }
    for (float& weight : weights) weight = static_cast<float>(weight / sum);
    return weights;
}

// One row with `radius` repeated values on either side, so that the sums below need no conditions.
void convolve_row(const float* padded, const std::vector<float>& weights, int width, float* out) {
    std::fill(out, out + width, 0.0F);
    for (std::size_t k = 0; k < weights.size(); ++k) {
        const float weight = weights[k];
        const float* in = padded + k;
        for (int x = 0; x < width; ++x) out[x] += weight * in[x];
    }
}

// What old pixels a new one covers along one axis.
struct Cover {
    int first = 0;
    std::vector<float> weights; ///< Their sum is 1.
};

std::vector<Cover> covers(int from, int to) {
    std::vector<Cover> result(static_cast<std::size_t>(to));
    const double step = static_cast<double>(from) / to;
    for (int i = 0; i < to; ++i) {
        const double begin = i * step;
        const double end = i + 1 == to ? from : (i + 1) * step;
        Cover& cover = result[static_cast<std::size_t>(i)];
        cover.first = std::min(static_cast<int>(begin), from - 1);
        for (int k = cover.first; k < from && k < end; ++k) {
            const double part = std::min<double>(end, k + 1) - std::max<double>(begin, k);
            cover.weights.push_back(static_cast<float>(part / (end - begin)));
        }
    }
    return result;
}

} // namespace

double Mask::share() const {
    if (values.empty()) return 0;
    const auto count = std::count(values.begin(), values.end(), std::uint8_t{1});
    return static_cast<double>(count) / static_cast<double>(values.size());
}

float bilinear(const Plane& plane, float x, float y) {
    const float px = std::clamp(x, 0.0F, static_cast<float>(plane.width - 1));
    const float py = std::clamp(y, 0.0F, static_cast<float>(plane.height - 1));
    const int x0 = static_cast<int>(px);
    const int y0 = static_cast<int>(py);
    const int x1 = std::min(x0 + 1, plane.width - 1);
    const int y1 = std::min(y0 + 1, plane.height - 1);
    const float fx = px - static_cast<float>(x0);
    const float fy = py - static_cast<float>(y0);
    const float top = plane.at(x0, y0) * (1 - fx) + plane.at(x1, y0) * fx;
    const float bottom = plane.at(x0, y1) * (1 - fx) + plane.at(x1, y1) * fx;
    return top * (1 - fy) + bottom * fy;
}

Plane gaussian_blurred(const Plane& plane, double sigma) {
    const std::vector<float> weights = gaussian_weights(sigma);
    const int radius = static_cast<int>(weights.size() / 2);
    const int width = plane.width;
    const int height = plane.height;
    Plane across(width, height);
    std::vector<float> padded(static_cast<std::size_t>(width + 2 * radius));
    for (int y = 0; y < height; ++y) {
        const float* in = plane.row(y);
        std::fill_n(padded.begin(), radius, in[0]);
        std::copy_n(in, width, padded.begin() + radius);
        std::fill_n(padded.end() - radius, radius, in[width - 1]);
        convolve_row(padded.data(), weights, width, across.row(y));
    }
    Plane result(width, height);
    for (int y = 0; y < height; ++y) {
        float* out = result.row(y);
        for (int k = -radius; k <= radius; ++k) {
            const float weight = weights[static_cast<std::size_t>(k + radius)];
            const float* in = across.row(std::clamp(y + k, 0, height - 1));
            for (int x = 0; x < width; ++x) out[x] += weight * in[x];
        }
    }
    return result;
}

Plane area_averaged(const Plane& plane, int width, int height) {
    const std::vector<Cover> columns = covers(plane.width, width);
    const std::vector<Cover> rows = covers(plane.height, height);
    Plane result(width, height);
    std::vector<float> sum(static_cast<std::size_t>(plane.width));
    for (int y = 0; y < height; ++y) {
        const Cover& tall = rows[static_cast<std::size_t>(y)];
        std::fill(sum.begin(), sum.end(), 0.0F);
        for (std::size_t k = 0; k < tall.weights.size(); ++k) {
            const float* in = plane.row(tall.first + static_cast<int>(k));
            const float weight = tall.weights[k];
            for (int x = 0; x < plane.width; ++x)
                sum[static_cast<std::size_t>(x)] += weight * in[x];
        }
        for (int x = 0; x < width; ++x) {
            const Cover& wide = columns[static_cast<std::size_t>(x)];
            float value = 0;
            for (std::size_t k = 0; k < wide.weights.size(); ++k)
                value += wide.weights[k] * sum[static_cast<std::size_t>(wide.first) + k];
            result.at(x, y) = value;
        }
    }
    return result;
}

} // namespace seamline::measures
