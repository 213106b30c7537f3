// decode/media/pixel_layout.h: how a frame's samples lie in memory.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

namespace seamline {

inline constexpr int kMaxPlanes = 4;
inline constexpr int kMaxComponents = 4;

enum class ColorModel : std::uint8_t { YCbCr, Rgb, Gray };

/// Where one component's samples are. The sample of column x in row y starts at byte
/// `plane_offset + y * stride + x * step_bytes + offset_bytes` (x, y counted in the component's own,
/// possibly subsampled, grid) and is `PixelLayout::sample_bytes` long, in the layout's byte order.
/// The code value is that word shifted right by `shift`, then masked to `depth` bits.
struct ComponentLayout {
    std::uint8_t plane = 0;
    std::uint8_t step_bytes = 1;   ///< [1, 16]
    std::uint8_t offset_bytes = 0; ///< [0, 15]
    std::uint8_t shift = 0;        ///< e.g. 6 for P010
    std::uint8_t depth = 8;        ///< bits, [1, 16] for integers, 16 or 32 for floats

    friend bool operator==(const ComponentLayout&, const ComponentLayout&) = default;
};

/// Describes every format the program caches: planar, semi-planar or packed; integer or float.
/// What this cannot describe (palettes, bit streams, Bayer) is converted by the decoder, which says so.
struct PixelLayout {
    std::string name; ///< FFmpeg's name of the format, e.g. "yuv420p10le".
    ColorModel model = ColorModel::YCbCr;
    /// Order: Y Cb Cr [A], R G B [A], or Y [A] -- whatever the order in memory is.
    int component_count = 3;
    bool has_alpha = false; ///< The last component is straight alpha.
    bool premultiplied = false;
    std::array<ComponentLayout, kMaxComponents> components{};
    int plane_count = 3;
    int sample_bytes = 1; ///< 1, 2 or 4
    bool is_float = false;
    bool big_endian = false; ///< Only for sample_bytes > 1.
    int chroma_shift_x = 0;  ///< log2 of horizontal subsampling of Cb and Cr
    int chroma_shift_y = 0;

    int bit_depth() const { return components[0].depth; }
    friend bool operator==(const PixelLayout&, const PixelLayout&) = default;
};

/// Size in pixels.
struct Extent {
    int width = 0;
    int height = 0;

    friend bool operator==(const Extent&, const Extent&) = default;
};

/// Pixels from the top left corner.
struct Rect {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;

    friend bool operator==(const Rect&, const Rect&) = default;
};

} // namespace seamline
