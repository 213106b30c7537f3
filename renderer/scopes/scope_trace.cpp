#include "renderer/scopes/scope_trace.h"

#include "shaders/shared/scope_trace.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace seamline::renderer {
namespace {

using shared::kBlendedBins;
using shared::kBlendedHeights;
using shared::kFullDensity;
using shared::kLogSteepness;

std::size_t at(int x, int y, int width) {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
           static_cast<std::size_t>(x);
}

/// Whole bins only: graticule and trace must meet.
int vectorscope_zoom(int zoom) {
    return static_cast<int>(std::bit_floor(static_cast<unsigned>(std::clamp(zoom, 1, 8))));
}

TraceDensity plane_density(std::span<const std::uint32_t> counts, int zoom) {
    const int size = 256 / zoom;
    const int first = 128 - size / 2;
    double total = 0;
    for (const std::uint32_t count : counts) total += count;
    // A plane is crowded into few bins: compared with an even spread all would be white.
    const auto scale = static_cast<float>(total > 0 ? 256.0 * 16 / total : 0);
    TraceDensity density{{size, size}, {}};
    density.values.resize(static_cast<std::size_t>(size) * static_cast<std::size_t>(size));
    for (int y = 0; y < size; ++y)
        for (int x = 0; x < size; ++x)
            density.values[at(x, size - 1 - y, size)] =
                scale * static_cast<float>(counts[at(first + x, first + y, 256)]);
    return density;
}

float brightness_of(float density, const TraceStyle& style) {
    const float d = density / kFullDensity * style.brightness;
    switch (style.gain) {
    case TraceGain::Log:
        return std::min(std::log1p(kLogSteepness * d) / std::log1p(kLogSteepness), 1.0F);
    case TraceGain::Sqrt:
        return std::min(std::sqrt(d), 1.0F);
    case TraceGain::Linear:
        break;
    }
    return std::min(d, 1.0F);
}

glm::vec3 linear(glm::vec3 v) {
    return glm::mix(v / 12.92F, glm::pow((v + 0.055F) / 1.055F, glm::vec3(2.4F)),
                    glm::greaterThan(v, glm::vec3(0.04045F)));
}

glm::vec3 encoded(glm::vec3 v) {
    return glm::mix(v * 12.92F, 1.055F * glm::pow(v, glm::vec3(1 / 2.4F)) - 0.055F,
                    glm::greaterThan(v, glm::vec3(0.0031308F)));
}

/// How much of a pixel's light stays. `x`, `y`: in the whole picture.
float hatch_of(const TraceStyle& style, int x, int y) {
    const bool dimmed = (x + y) % shared::kHatchPeriod < shared::kHatchPeriod / 2;
    return style.hatched && dimmed ? shared::kHatchDimmed : 1;
}

/// What one output pixel takes of the input along an axis.
struct Taps {
    int first = 0;
    std::vector<float> weights; ///< Their sum is 1.
};

/// A tent as wide as an output pixel, at least `least` input samples to each side.
std::vector<Taps> tent(int from, int to, float least) {
    const float step = static_cast<float>(from) / static_cast<float>(to);
    const float radius = std::max(step, least);
    std::vector<Taps> taps(static_cast<std::size_t>(to));
    for (int i = 0; i < to; ++i) {
        const float centre = (static_cast<float>(i) + 0.5F) * step - 0.5F;
        const int first = std::max(static_cast<int>(std::ceil(centre - radius)), 0);
        const int last = std::min(static_cast<int>(std::floor(centre + radius)), from - 1);
        Taps& t = taps[static_cast<std::size_t>(i)];
        t.first = std::min(first, from - 1);
        float sum = 0;
        for (int j = t.first; j <= std::max(last, t.first); ++j) {
            const float weight =
                std::max(1 - std::abs(static_cast<float>(j) - centre) / radius, 1e-6F);
            t.weights.push_back(weight);
            sum += weight;
        }
        for (float& weight : t.weights) weight /= sum;
    }
    return taps;
}

/// Columns first, then rows.
std::vector<float> resized(const TraceDensity& density, Extent size,
                           float least_across = shared::kBlendedColumns,
                           float least_down = kBlendedBins) {
    const std::vector<Taps> across = tent(density.size.width, size.width, least_across);
    const std::vector<Taps> down = tent(density.size.height, size.height, least_down);
    std::vector<float> rows(static_cast<std::size_t>(size.width) *
                            static_cast<std::size_t>(density.size.height));
    for (int y = 0; y < density.size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            const Taps& t = across[static_cast<std::size_t>(x)];
            float sum = 0;
            for (std::size_t i = 0; i < t.weights.size(); ++i)
                sum += t.weights[i] * density.values[at(t.first, y, density.size.width) + i];
            rows[at(x, y, size.width)] = sum;
        }
    std::vector<float> result(static_cast<std::size_t>(size.width) *
                              static_cast<std::size_t>(size.height));
    for (int y = 0; y < size.height; ++y) {
        const Taps& t = down[static_cast<std::size_t>(y)];
        for (std::size_t i = 0; i < t.weights.size(); ++i) {
            const float* from = &rows[at(0, t.first + static_cast<int>(i), size.width)];
            float* to = &result[at(0, y, size.width)];
            for (int x = 0; x < size.width; ++x) to[x] += t.weights[i] * from[x];
        }
    }
    return result;
}

float height_of(std::uint32_t count, std::uint32_t highest, TraceGain gain) {
    if (highest == 0) return 0;
    const float share = static_cast<float>(count) / static_cast<float>(highest);
    switch (gain) {
    case TraceGain::Log:
        return std::log1p(static_cast<float>(count)) / std::log1p(static_cast<float>(highest));
    case TraceGain::Sqrt:
        return std::sqrt(share);
    case TraceGain::Linear:
        break;
    }
    return share;
}

} // namespace

TraceDensity waveform_density(const ScopeBins& bins, int channel) {
    const std::span<const std::uint32_t> counts = bins.waveform(channel);
    const double pixels = static_cast<double>(bins.region.width) * bins.region.height;
    const auto scale = static_cast<float>(pixels > 0 ? 256.0 * bins.columns / pixels : 0);
    TraceDensity density{{bins.columns, 256}, {}};
    density.values.resize(counts.size());
    for (int x = 0; x < bins.columns; ++x)
        for (int level = 0; level < 256; ++level)
            density.values[at(x, 255 - level, bins.columns)] =
                scale * static_cast<float>(counts[at(level, x, 256)]);
    return density;
}

TraceDensity vectorscope_density(const ScopeBins& bins, int zoom) {
    return plane_density(bins.vectorscope(), vectorscope_zoom(zoom));
}

TraceDensity chromaticity_density(const ScopeBins& bins) {
    return plane_density(bins.chromaticity(), 1);
}

TraceLight::TraceLight(Extent picture)
    : size(picture),
      rgb(static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height)) {}

namespace {

/// `values`: densities of the pixels of `rect`.
void add_light(TraceLight& light, const Rect& rect, std::span<const float> values,
               const TraceStyle& style) {
    const glm::vec3 color = linear(style.color);
    for (int y = 0; y < rect.height; ++y) {
        for (int x = 0; x < rect.width; ++x) {
            const float value = values[at(x, y, rect.width)];
            if (value <= 0) continue; // Most of it.
            const float brightness =
                brightness_of(value, style) * hatch_of(style, rect.x + x, rect.y + y);
            // Brightness is meant as it is seen.
            light.rgb[at(rect.x + x, rect.y + y, light.size.width)] +=
                color * std::pow(brightness, 2.2F);
        }
    }
}

/// For each column the highest of the bins that it meets: a blend would read as less than what a
/// scale says.
std::vector<float> highest_of(const std::vector<float>& heights, int width) {
    const auto bins = static_cast<int>(heights.size());
    std::vector<float> across;
    for (int x = 0; x < width; ++x) {
        const int first = x * bins / width;
        const int last = std::max(((x + 1) * bins - 1) / width, first);
        across.push_back(*std::max_element(heights.begin() + first, heights.begin() + last + 1));
    }
    return across;
}

/// `across`: [0, 1], one per column.
void add_heights(TraceLight& light, const Rect& rect, const std::vector<float>& across,
                 const TraceStyle& style, float filled, bool is_excess, bool falls) {
    const glm::vec3 color = linear(style.color);
    const auto height = static_cast<float>(rect.height);
    for (int x = 0; x < rect.width; ++x) {
        const float top = (1 - across[static_cast<std::size_t>(x)]) * height;
        const float next =
            (1 - across[static_cast<std::size_t>(std::min(x + 1, rect.width - 1))]) * height;
        const float upper = std::min(top, next);
        const float lower = std::max(top, next);
        // Without excess there is no edge, either: the line between both is the graticule's.
        if (is_excess && upper > height - 0.01F) continue;
        for (int y = 0; y < rect.height; ++y) {
            const auto middle = static_cast<float>(falls ? rect.height - 1 - y : y) + 0.5F;
            const float below = std::clamp(middle - top + 0.5F, 0.0F, 1.0F);
            const float edge =
                std::clamp(std::min(middle - upper, lower - middle) + 1.25F, 0.0F, 1.0F);
            const float hatch = hatch_of(style, rect.x + x, rect.y + y);
            const float value = std::max(filled * below * hatch, edge * style.brightness);
            if (value <= 0) continue;
            light.rgb[at(rect.x + x, rect.y + y, light.size.width)] +=
                color * std::pow(std::min(value, 1.0F), 2.2F);
        }
    }
}

} // namespace

void add_trace(TraceLight& light, const Rect& rect, const TraceDensity& density,
               const TraceStyle& style) {
    if (density.values.empty() || rect.width <= 0 || rect.height <= 0) return;
    add_light(light, rect, resized(density, {rect.width, rect.height}), style);
}

void add_compared(TraceLight& light, const Rect& rect, const TraceDensity& a, const TraceDensity& b,
                  Compared what, const TraceStyle& style) {
    if (a.values.empty() || b.values.empty() || rect.width <= 0 || rect.height <= 0) return;
    const auto spread = [&](const TraceDensity& density) {
        return resized(density, {rect.width, rect.height}, shared::kComparedColumns,
                       shared::kComparedBins);
    };
    std::vector<float> values = spread(a);
    const std::vector<float> others = spread(b);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const float more = values[i] - others[i];
        if (what == Compared::Common)
            values[i] = std::min(values[i], others[i]);
        else
            values[i] = more > 0 ? more * more / (values[i] + others[i]) : 0.0F;
    }
    add_light(light, rect, values, style);
}

void add_histogram(TraceLight& light, const Rect& rect, std::span<const std::uint32_t> counts,
                   std::span<const std::uint32_t> reference, const TraceStyle& style,
                   float filled) {
    if (counts.empty() || rect.width <= 0 || rect.height <= 0) return;
    const std::uint32_t highest = std::ranges::max(reference.empty() ? counts : reference);
    TraceDensity heights{{static_cast<int>(counts.size()), 1}, {}};
    for (const std::uint32_t count : counts)
        heights.values.push_back(height_of(count, highest, style.gain));
    add_heights(light, rect, resized(heights, {rect.width, 1}, kBlendedHeights), style, filled,
                false, false);
}

float excess_height(float share, TraceGain gain) {
    const float part = std::clamp(share, 0.0F, 1.0F);
    switch (gain) {
    case TraceGain::Log:
        return std::pow(part, 1 / shared::kExcessRoot);
    case TraceGain::Sqrt:
        return std::sqrt(part);
    case TraceGain::Linear:
        break;
    }
    return part;
}

void add_excess(TraceLight& light, const Rect& rect, std::span<const float> shares,
                const TraceStyle& style, float filled, bool falls) {
    if (shares.empty() || rect.width <= 0 || rect.height <= 0) return;
    std::vector<float> heights;
    for (const float share : shares) heights.push_back(excess_height(share, style.gain));
    add_heights(light, rect, highest_of(heights, rect.width), style, filled, true, falls);
}

std::vector<std::byte> to_rgba(const TraceLight& light, glm::vec3 background_rgb) {
    std::vector<std::byte> rgba(light.rgb.size() * 4);
    const glm::vec3 background = linear(background_rgb);
    const auto write = [](glm::vec3 linear_rgb, std::byte* to) {
        const glm::vec3 rgb = encoded(glm::clamp(linear_rgb, 0.0F, 1.0F));
        for (int c = 0; c < 3; ++c)
            to[c] = static_cast<std::byte>(static_cast<int>(rgb[c] * 255 + 0.5F));
        to[3] = std::byte{255};
    };
    std::byte unlit[4]; // Most pixels.
    write(background, unlit);
    for (std::size_t i = 0; i < light.rgb.size(); ++i) {
        if (light.rgb[i] == glm::vec3(0))
            std::copy_n(unlit, 4, &rgba[i * 4]);
        else
            write(background + light.rgb[i], &rgba[i * 4]);
    }
    return rgba;
}

} // namespace seamline::renderer
