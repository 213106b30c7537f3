#include "renderer/measures/code_means.h"

#include "renderer/measures/axis_cover.h"
#include "renderer/measures/sample_rows.h"

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <vector>

namespace seamline::measures {
namespace {

template <typename Sum, typename Sample>
void add_row(Sum* __restrict__ sums, const Sample* __restrict__ row, Sum weight, int count) {
    if (weight == 1) {
        for (int x = 0; x < count; ++x) sums[x] = static_cast<Sum>(sums[x] + row[x]);
    } else {
        for (int x = 0; x < count; ++x) sums[x] = static_cast<Sum>(sums[x] + weight * row[x]);
    }
}

template <typename Sum>
void average_columns(const Sum* sums, const AxisCover& across, double total, float* out) {
    const std::size_t areas = across.areas.size();
    for (std::size_t i = 0; i < areas; ++i) {
        const AxisCover::Area& area = across.areas[i];
        const Sum* in = sums + area.first_sample;
        const std::uint32_t* weights = across.weights.data() + area.first_weight;
        std::uint64_t sum = 0;
        if (across.equal) {
            for (int k = 0; k < area.count; ++k) sum += in[k];
        } else {
            for (int k = 0; k < area.count; ++k) sum += std::uint64_t{weights[k]} * in[k];
        }
        out[i] = static_cast<float>(static_cast<double>(sum) / total);
    }
}

/// `Sum` holds `down.total` times the largest code value.
template <typename Sum>
void average_codes(const SampleRows& samples, const AxisCover& across, const AxisCover& down,
                   Plane& out) {
    const int columns = samples.columns();
    std::vector<Sum> sums(static_cast<std::size_t>(columns));
    std::vector<std::uint16_t> codes(static_cast<std::size_t>(columns));
    const double total = static_cast<double>(across.total) * down.total;
    for (int y = 0; y < out.height; ++y) {
        const AxisCover::Area& area = down.areas[static_cast<std::size_t>(y)];
        std::fill(sums.begin(), sums.end(), Sum{0});
        for (int k = 0; k < area.count; ++k) {
            const int row = area.first_sample + k;
            const auto weight =
                static_cast<Sum>(down.weights[area.first_weight + static_cast<std::size_t>(k)]);
            if (const std::uint8_t* bytes = samples.bytes(row)) {
                add_row(sums.data(), bytes, weight, columns);
            } else if (const std::uint16_t* words = samples.words(row)) {
                add_row(sums.data(), words, weight, columns);
            } else {
                samples.read_codes(row, codes.data());
                add_row(sums.data(), codes.data(), weight, columns);
            }
        }
        average_columns(sums.data(), across, total, out.row(y));
    }
}

void average_values(const SampleRows& samples, const AxisCover& across, const AxisCover& down,
                    Plane& out) {
    const auto columns = static_cast<std::size_t>(samples.columns());
    std::vector<double> sums(columns);
    std::vector<float> values(columns);
    const double total = static_cast<double>(across.total) * down.total;
    for (int y = 0; y < out.height; ++y) {
        const AxisCover::Area& tall = down.areas[static_cast<std::size_t>(y)];
        std::fill(sums.begin(), sums.end(), 0.0);
        for (int k = 0; k < tall.count; ++k) {
            samples.read_values(tall.first_sample + k, values.data());
            const double weight = down.weights[tall.first_weight + static_cast<std::size_t>(k)];
            for (std::size_t x = 0; x < columns; ++x) sums[x] += weight * values[x];
        }
        for (int x = 0; x < out.width; ++x) {
            const AxisCover::Area& wide = across.areas[static_cast<std::size_t>(x)];
            double sum = 0;
            for (int k = 0; k < wide.count; ++k) {
                const auto i = static_cast<std::size_t>(k);
                sum += across.weights[wide.first_weight + i] *
                       sums[static_cast<std::size_t>(wide.first_sample) + i];
            }
            out.at(x, y) = static_cast<float>(sum / total);
        }
    }
}

} // namespace

Plane component_means(const FrameView& frame, int component, Extent size) {
    assert(size.width >= 1 && size.width <= frame.visible.width);
    assert(size.height >= 1 && size.height <= frame.visible.height);
    const SampleRows samples(frame, component);
    const Rect& visible = frame.visible;
    const AxisCover across = axis_cover(visible.x, visible.width, size.width, samples.shift_x());
    const AxisCover down = axis_cover(visible.y, visible.height, size.height, samples.shift_y());
    Plane means(size.width, size.height);
    if (samples.is_float()) {
        average_values(samples, across, down, means);
    } else if (std::uint64_t{down.total} << samples.depth() <= 65536) {
        average_codes<std::uint16_t>(samples, across, down, means);
    } else {
        average_codes<std::uint32_t>(samples, across, down, means);
    }
    return means;
}

Picture code_means(const FrameView& frame, Extent size) {
    Picture means;
    means.planes[0] = component_means(frame, 0, size);
    const bool is_gray = frame.layout.model == ColorModel::Gray;
    for (int c = 1; c < 3; ++c) {
        const auto i = static_cast<std::size_t>(c);
        means.planes[i] = is_gray ? means.planes[0] : component_means(frame, c, size);
    }
    return means;
}

} // namespace seamline::measures
