// tests/support/test_frame.h: frames of every layout, with known samples, where shaders can read
// them.
#pragma once

#include "renderer/cached_frame.h"
#include "renderer/vulkan/buffer.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace seamline::test {

enum class Packing : std::uint8_t {
    Planar,
    SemiPlanar,        ///< Y; Cb and Cr alternating (nv12, p010 with `high_bits`)
    SemiPlanarCrFirst, ///< nv21
    Packed,            ///< all components alternating (rgb24, ya8, uyvy is not covered)
};

/// What a test says about a layout; the rest follows.
struct LayoutSpec {
    ColorModel model = ColorModel::YCbCr;
    int depth = 8;
    int chroma_shift_x = 1;
    int chroma_shift_y = 1;
    Packing packing = Packing::Planar;
    bool has_alpha = false;
    bool premultiplied = false;
    bool is_float = false;
    bool big_endian = false;
    bool high_bits = false; ///< Code values in the upper bits of 16, as in p010.
};
PixelLayout make_layout(const LayoutSpec& spec);

/// Sample of `component` at a column and row of its own plane: a code value, or a float's value.
using SampleFunction = std::function<double(int component, int column, int row)>;

struct FrameSpec {
    PixelLayout layout;
    Extent coded{37, 21};
    Rect visible{0, 0, 37, 21};
    ColorTags color;
    std::size_t alignment = 4; ///< Of rows and planes, in bytes; decoders' are 64.
};

/// Padding between rows and planes holds bytes that would be noticed. `offset_bytes` is not zero.
std::shared_ptr<const renderer::CachedFrame>
make_frame(const renderer::Device& device, const FrameSpec& spec, const SampleFunction& sample);

/// The same pseudo-random code values for equal seeds, over the layout's whole range: [0, 1] for
/// floats.
SampleFunction random_samples(const PixelLayout& layout, std::uint32_t seed);
/// Slow waves, different in each component, as a photograph would have; for resizing.
SampleFunction smooth_samples(const PixelLayout& layout, double phase);

} // namespace seamline::test
