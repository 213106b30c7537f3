#include "tests/bench/accuracy/luma_injections.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <random>

namespace seamline::bench {
namespace {

using measures::gaussian_blurred;

Plane quantised(Plane luma) {
    for (float& value : luma.values) value = std::round(std::clamp(value, 0.0F, 255.0F));
    return luma;
}

Plane white_noise(int width, int height, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<float> normal;
    Plane noise(width, height);
    for (float& value : noise.values) value = normal(random);
    return noise;
}

double deviation(const Plane& plane) {
    double sum = 0, squares = 0;
    for (const float value : plane.values) {
        sum += value;
        squares += static_cast<double>(value) * value;
    }
    const auto count = static_cast<double>(plane.values.size());
    return std::sqrt(std::max(squares / count - sum * sum / count / count, 0.0));
}

float catmull_rom(const Plane& plane, double x, double y) {
    const auto weights = [](double t) {
        return std::array<double, 4>{((-0.5 * t + 1) * t - 0.5) * t, (1.5 * t - 2.5) * t * t + 1,
                                     ((-1.5 * t + 2) * t + 0.5) * t, (0.5 * t - 0.5) * t * t};
    };
    const int x0 = static_cast<int>(std::floor(x)), y0 = static_cast<int>(std::floor(y));
    const auto wx = weights(x - x0), wy = weights(y - y0);
    double sum = 0;
    for (int j = 0; j < 4; ++j)
        for (int i = 0; i < 4; ++i)
            sum += wy[static_cast<std::size_t>(j)] * wx[static_cast<std::size_t>(i)] *
                   plane.at(std::clamp(x0 + i - 1, 0, plane.width - 1),
                            std::clamp(y0 + j - 1, 0, plane.height - 1));
    return static_cast<float>(sum);
}

Plane part(const Plane& plane, const Rect& region) {
    Plane result(region.width, region.height);
    for (int y = 0; y < region.height; ++y)
        for (int x = 0; x < region.width; ++x)
            result.at(x, y) = plane.at((region.x + x) % plane.width, (region.y + y) % plane.height);
    return result;
}

Plane detail_of(const Plane& plane) {
    Plane detail = gaussian_blurred(plane, 8);
    for (std::size_t i = 0; i < detail.values.size(); ++i)
        detail.values[i] = plane.values[i] - detail.values[i];
    return detail;
}

// Puts `detail` (of the region's size) in the place of the region's own.
Plane with_detail(const Plane& luma, const Rect& region, const Plane& own, const Plane& detail) {
    constexpr float kRim = 8;
    Plane result = luma;
    for (int y = 0; y < region.height; ++y)
        for (int x = 0; x < region.width; ++x) {
            const int rim = std::min({x, y, region.width - 1 - x, region.height - 1 - y});
            const float share = std::min(1.0F, static_cast<float>(rim) / kRim);
            result.at(region.x + x, region.y + y) += share * (detail.at(x, y) - own.at(x, y));
        }
    return quantised(std::move(result));
}

using Spectrum = std::vector<std::complex<double>>;

// Along one axis, by the definition: regions are small.
void transform_lines(Spectrum& values, int count, int stride, int lines, int line_stride,
                     double sign) {
    std::vector<std::complex<double>> turns(static_cast<std::size_t>(count)), in(turns);
    for (int i = 0; i < count; ++i)
        turns[static_cast<std::size_t>(i)] =
            std::polar(1.0, sign * 2 * std::numbers::pi * i / count);
    for (int line = 0; line < lines; ++line) {
        const auto at = [&](int i) -> std::complex<double>& {
            return values[static_cast<std::size_t>(line * line_stride + i * stride)];
        };
        for (int i = 0; i < count; ++i) in[static_cast<std::size_t>(i)] = at(i);
        for (int k = 0; k < count; ++k) {
            std::complex<double> sum = 0;
            for (int i = 0; i < count; ++i)
                sum += in[static_cast<std::size_t>(i)] *
                       turns[static_cast<std::size_t>(i * k % count)];
            at(k) = sum;
        }
    }
}

Spectrum transformed(Spectrum values, int width, int height, double sign) {
    transform_lines(values, width, 1, height, width, sign);
    transform_lines(values, height, width, width, 1, sign);
    return values;
}

} // namespace

Plane blurred(const Plane& luma, double sigma) { return quantised(gaussian_blurred(luma, sigma)); }

Plane with_noise(const Plane& luma, double sigma, bool correlated, unsigned seed) {
    Plane noise = white_noise(luma.width, luma.height, seed);
    if (correlated) noise = gaussian_blurred(noise, 0.6);
    const auto scale = static_cast<float>(sigma / deviation(noise));
    Plane result = luma;
    for (std::size_t i = 0; i < result.values.size(); ++i)
        result.values[i] += scale * noise.values[i];
    return quantised(std::move(result));
}

Plane punched_in(const Plane& luma, double factor) {
    Plane result(luma.width, luma.height);
    for (int y = 0; y < luma.height; ++y)
        for (int x = 0; x < luma.width; ++x)
            result.at(x, y) =
                catmull_rom(luma, 0.5 * (luma.width - 1) + (x - 0.5 * (luma.width - 1)) / factor,
                            0.5 * (luma.height - 1) + (y - 0.5 * (luma.height - 1)) / factor);
    return quantised(std::move(result));
}

Plane sharpened(const Plane& luma, double amount) {
    Plane result = gaussian_blurred(luma, 1);
    for (std::size_t i = 0; i < result.values.size(); ++i)
        result.values[i] =
            luma.values[i] + static_cast<float>(amount) * (luma.values[i] - result.values[i]);
    return quantised(std::move(result));
}

Plane with_scrambled_texture(const Plane& luma, const Rect& region, unsigned seed) {
    const Plane own = part(detail_of(luma), region);
    const Plane noise = white_noise(region.width, region.height, seed);
    const auto spectrum = [&](const Plane& plane) {
        return transformed(Spectrum(plane.values.begin(), plane.values.end()), region.width,
                           region.height, -1);
    };
    Spectrum mixed = spectrum(own);
    const Spectrum phases = spectrum(noise);
    for (std::size_t i = 0; i < mixed.size(); ++i)
        mixed[i] *= phases[i] / std::max(std::abs(phases[i]), 1e-12);
    mixed = transformed(std::move(mixed), region.width, region.height, 1);
    Plane detail(region.width, region.height);
    for (std::size_t i = 0; i < mixed.size(); ++i)
        detail.values[i] = static_cast<float>(mixed[i].real() / static_cast<double>(mixed.size()));
    return with_detail(luma, region, own, detail);
}

Plane with_donor_texture(const Plane& luma, const Rect& region, const Plane& donor) {
    const Plane own = part(detail_of(luma), region);
    Plane detail = part(detail_of(donor), region);
    const auto scale = static_cast<float>(deviation(own) / std::max(deviation(detail), 1e-6));
    for (float& value : detail.values) value *= scale;
    return with_detail(luma, region, own, detail);
}

Plane with_weaker_texture(const Plane& luma, const Rect& region, double share) {
    const Plane own = part(detail_of(luma), region);
    Plane detail = own;
    for (float& value : detail.values) value *= static_cast<float>(share);
    return with_detail(luma, region, own, detail);
}

Plane with_warped_region(const Plane& luma, const Rect& region, double amplitude, double smoothness,
                         unsigned seed) {
    Plane dx = gaussian_blurred(white_noise(region.width, region.height, seed), smoothness);
    Plane dy = gaussian_blurred(white_noise(region.width, region.height, seed + 1), smoothness);
    float longest = 1e-6F;
    for (std::size_t i = 0; i < dx.values.size(); ++i)
        longest = std::max(longest, std::hypot(dx.values[i], dy.values[i]));
    const double scale = amplitude / static_cast<double>(longest);
    Plane result = luma;
    for (int y = 0; y < region.height; ++y)
        for (int x = 0; x < region.width; ++x) {
            const int rim = std::min({x, y, region.width - 1 - x, region.height - 1 - y});
            const double share = scale * std::min(1.0, rim / 8.0);
            result.at(region.x + x, region.y + y) =
                catmull_rom(luma, region.x + x + share * static_cast<double>(dx.at(x, y)),
                            region.y + y + share * static_cast<double>(dy.at(x, y)));
        }
    return quantised(std::move(result));
}

} // namespace seamline::bench
