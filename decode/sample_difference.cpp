#include "decode/sample_difference.h"

#include <cstdint>
#include <cstring>

namespace seamline::decode {
namespace {

/// The samples of one component of a frame in native byte order of up to 32 bits.
class Samples {
public:
    Samples(const DecodedFrame& frame, const std::byte* bytes, std::size_t component)
        : layout_(&frame.layout), component_(&frame.layout.components[component]),
          bytes_(bytes + frame.plane_offset_bytes[component_->plane]),
          stride_(static_cast<std::size_t>(frame.stride_bytes[component_->plane])) {}

    std::uint32_t at(std::size_t x, std::size_t y) const {
        const std::byte* sample =
            bytes_ + y * stride_ + x * component_->step_bytes + component_->offset_bytes;
        const auto size = static_cast<std::size_t>(layout_->sample_bytes);
        std::uint32_t word = 0;
        for (std::size_t i = 0; i < size; ++i) {
            const std::size_t place = layout_->big_endian ? size - 1 - i : i;
            word |= std::to_integer<std::uint32_t>(sample[i]) << (8 * place);
        }
        const std::uint64_t mask = (std::uint64_t{1} << component_->depth) - 1;
        return static_cast<std::uint32_t>((word >> component_->shift) & mask);
    }

private:
    const PixelLayout* layout_;
    const ComponentLayout* component_;
    const std::byte* bytes_;
    std::size_t stride_;
};

bool is_comparable(const PixelLayout& a, const PixelLayout& b) {
    return a.model == b.model && a.component_count == b.component_count &&
           a.bit_depth() == b.bit_depth() && a.chroma_shift_x == b.chroma_shift_x &&
           a.chroma_shift_y == b.chroma_shift_y;
}

} // namespace

std::optional<std::string> first_difference(const DecodedFrame& a, const std::byte* a_bytes,
                                            const DecodedFrame& b, const std::byte* b_bytes) {
    if (!is_comparable(a.layout, b.layout))
        return a.layout.name + " and " + b.layout.name;
    if (!(a.visible == b.visible)) return "another visible size";
    constexpr const char* kNames[] = {"first component", "second", "third", "fourth"};
    for (std::size_t c = 0; c < static_cast<std::size_t>(a.layout.component_count); ++c) {
        const bool chroma = a.layout.model == ColorModel::YCbCr && (c == 1 || c == 2);
        const int shift_x = chroma ? a.layout.chroma_shift_x : 0;
        const int shift_y = chroma ? a.layout.chroma_shift_y : 0;
        const Samples one(a, a_bytes, c);
        const Samples other(b, b_bytes, c);
        // What lies outside the visible rectangle is padding, and everybody's own.
        const int right = a.visible.x + a.visible.width;
        const int bottom = a.visible.y + a.visible.height;
        for (int y = a.visible.y >> shift_y; y < (bottom + (1 << shift_y) - 1) >> shift_y; ++y) {
            for (int x = a.visible.x >> shift_x; x < (right + (1 << shift_x) - 1) >> shift_x; ++x) {
                const auto column = static_cast<std::size_t>(x);
                const auto row = static_cast<std::size_t>(y);
                const std::uint32_t expected = one.at(column, row);
                const std::uint32_t found = other.at(column, row);
                if (expected == found) continue;
                return std::string(kNames[c]) + " at " + std::to_string(x) + ", " +
                       std::to_string(y) + ": " + std::to_string(expected) + " and " +
                       std::to_string(found);
            }
        }
    }
    return std::nullopt;
}

} // namespace seamline::decode
