#include "tests/support/test_frame.h"

#include <bit>
#include <cmath>
#include <cstring>

namespace seamline::test {

using renderer::Buffer;
using renderer::CachedFrame;

namespace {

constexpr std::size_t kOffset = 512; ///< A multiple of every alignment a device may ask for.

std::uint32_t hash(std::uint32_t v) {
    v = (v ^ 61U) ^ (v >> 16);
    v *= 9U;
    v ^= v >> 4;
    v *= 0x27d4eb2dU;
    return v ^ (v >> 15);
}

double top_code(const PixelLayout& layout, int component) {
    if (layout.is_float) return 1.0;
    return std::ldexp(1.0, layout.components[static_cast<std::size_t>(component)].depth) - 1;
}

std::uint32_t half_bits(double value) {
    // Exact for the multiples of 1/1024 in [0, 2) that tests use; others are cut.
    if (value <= 0) return 0;
    int exponent = 0;
    const double fraction = std::frexp(value, &exponent);
    const auto mantissa = static_cast<std::uint32_t>(fraction * 2048) & 1023U;
    return exponent < -13 ? 0U : (static_cast<std::uint32_t>(exponent + 14) << 10) | mantissa;
}

std::uint32_t word_of(const PixelLayout& layout, const ComponentLayout& component, double value) {
    if (!layout.is_float) return static_cast<std::uint32_t>(std::llround(value)) << component.shift;
    return layout.sample_bytes == 2 ? half_bits(value)
                                    : std::bit_cast<std::uint32_t>(static_cast<float>(value));
}

void put(std::byte* to, std::uint32_t word, int bytes, bool big_endian) {
    for (int i = 0; i < bytes; ++i) {
        const int shift = 8 * (big_endian ? bytes - 1 - i : i);
        to[i] = static_cast<std::byte>(word >> shift);
    }
}

bool is_subsampled(const PixelLayout& layout, int component) {
    return layout.model == ColorModel::YCbCr && (component == 1 || component == 2);
}

Extent component_size(const FrameSpec& spec, int component) {
    if (!is_subsampled(spec.layout, component)) return spec.coded;
    const int x = spec.layout.chroma_shift_x;
    const int y = spec.layout.chroma_shift_y;
    return {(spec.coded.width + (1 << x) - 1) >> x, (spec.coded.height + (1 << y) - 1) >> y};
}

std::size_t aligned(std::size_t size, std::size_t alignment) {
    return (size + alignment - 1) / alignment * alignment;
}

/// Sets strides and offsets; returns the size of all planes.
std::size_t place_planes(CachedFrame& frame, const FrameSpec& spec) {
    std::size_t size = 0;
    for (int plane = 0; plane < spec.layout.plane_count; ++plane) {
        std::size_t row_bytes = 0;
        std::size_t rows = 0;
        for (int i = 0; i < spec.layout.component_count; ++i) {
            const ComponentLayout& c = spec.layout.components[static_cast<std::size_t>(i)];
            if (c.plane != plane) continue;
            const Extent extent = component_size(spec, i);
            row_bytes = static_cast<std::size_t>(extent.width) * c.step_bytes;
            rows = static_cast<std::size_t>(extent.height);
        }
        const std::size_t stride = aligned(row_bytes, spec.alignment) + spec.alignment;
        frame.plane_offset_bytes[static_cast<std::size_t>(plane)] =
            static_cast<std::uint32_t>(size);
        frame.stride_bytes[static_cast<std::size_t>(plane)] = static_cast<std::uint32_t>(stride);
        size += stride * rows + 3 * spec.alignment;
    }
    return aligned(size, 8);
}

void set_packing(PixelLayout& layout, const LayoutSpec& spec) {
    const int bytes = layout.sample_bytes;
    for (int i = 0; i < layout.component_count; ++i) {
        ComponentLayout& c = layout.components[static_cast<std::size_t>(i)];
        const bool paired = i == 1 || i == 2;
        int plane = i;
        int step = bytes;
        int offset = 0;
        if (spec.packing == Packing::Packed) {
            plane = 0;
            step = bytes * layout.component_count;
            offset = bytes * i;
        } else if (spec.packing != Packing::Planar && paired) {
            plane = 1;
            step = 2 * bytes;
            const bool second = (i == 2) != (spec.packing == Packing::SemiPlanarCrFirst);
            offset = second ? bytes : 0;
        }
        c.plane = static_cast<std::uint8_t>(plane);
        c.step_bytes = static_cast<std::uint8_t>(step);
        c.offset_bytes = static_cast<std::uint8_t>(offset);
    }
}

} // namespace

PixelLayout make_layout(const LayoutSpec& spec) {
    PixelLayout layout;
    layout.name = "test";
    layout.model = spec.model;
    layout.has_alpha = spec.has_alpha;
    layout.premultiplied = spec.premultiplied;
    layout.is_float = spec.is_float;
    layout.big_endian = spec.big_endian;
    layout.component_count = (spec.model == ColorModel::Gray ? 1 : 3) + (spec.has_alpha ? 1 : 0);
    layout.sample_bytes = spec.depth > 16 ? 4 : spec.depth > 8 ? 2 : 1;
    const bool subsampled = spec.model == ColorModel::YCbCr;
    layout.chroma_shift_x = subsampled ? spec.chroma_shift_x : 0;
    layout.chroma_shift_y = subsampled ? spec.chroma_shift_y : 0;
    for (ComponentLayout& c : layout.components) {
        c.depth = static_cast<std::uint8_t>(spec.depth);
        c.shift = static_cast<std::uint8_t>(spec.high_bits ? 16 - spec.depth : 0);
    }
    set_packing(layout, spec);
    layout.plane_count = spec.packing == Packing::Packed   ? 1
                         : spec.packing == Packing::Planar ? layout.component_count
                                                           : 2;
    return layout;
}

std::shared_ptr<const CachedFrame> make_frame(const renderer::Device& device, const FrameSpec& spec,
                                              const SampleFunction& sample) {
    auto frame = std::make_shared<CachedFrame>();
    frame->layout = spec.layout;
    frame->coded = spec.coded;
    frame->visible = spec.visible;
    frame->color = spec.color;
    frame->size_bytes = place_planes(*frame, spec);
    frame->offset_bytes = kOffset;
    auto buffer = std::make_shared<Buffer>(device, kOffset + frame->size_bytes,
                                           renderer::BufferMemory::HostCached, "test frame");
    std::memset(buffer->mapped(), 0x5a, buffer->size_bytes());
    std::byte* planes = buffer->mapped() + kOffset;
    for (int i = 0; i < spec.layout.component_count; ++i) {
        const ComponentLayout& c = spec.layout.components[static_cast<std::size_t>(i)];
        const Extent extent = component_size(spec, i);
        for (int row = 0; row < extent.height; ++row) {
            std::byte* to = planes + frame->plane_offset_bytes[c.plane] + c.offset_bytes +
                            static_cast<std::size_t>(row) * frame->stride_bytes[c.plane];
            for (int column = 0; column < extent.width; ++column, to += c.step_bytes) {
                put(to, word_of(spec.layout, c, sample(i, column, row)), spec.layout.sample_bytes,
                    spec.layout.big_endian);
            }
        }
    }
    frame->buffer = buffer->handle();
    frame->mapped = planes;
    frame->keep = buffer;
    return frame;
}

SampleFunction random_samples(const PixelLayout& layout, std::uint32_t seed) {
    return [layout, seed](int component, int column, int row) {
        const std::uint32_t key = hash(seed + 7919U * static_cast<std::uint32_t>(component)) ^
                                  hash(static_cast<std::uint32_t>(column) * 40503U +
                                       static_cast<std::uint32_t>(row) * 2654435761U);
        const double unit = hash(key) % 1025U / 1024.0;
        return layout.is_float ? unit : std::floor(unit * top_code(layout, component));
    };
}

SampleFunction smooth_samples(const PixelLayout& layout, double phase) {
    return [layout, phase](int component, int column, int row) {
        const double x = column * 0.11 + component + phase;
        const double y = row * 0.07 - component + 2 * phase;
        const double unit = 0.5 + 0.4 * std::sin(x) * std::cos(y);
        const double value = unit * top_code(layout, component);
        return layout.is_float ? std::floor(value * 1024) / 1024 : std::floor(value);
    };
}

} // namespace seamline::test
