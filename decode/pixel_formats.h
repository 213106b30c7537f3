// decode/pixel_formats.h: FFmpeg's pixel formats in the program's own words. Private to decode/.
#pragma once

#include "decode/ffmpeg.h"
#include "decode/media/pixel_layout.h"

#include <optional>

namespace seamline::decode {

/// The layout of `format`, or nothing when PixelLayout cannot say it: palettes, bit streams, Bayer,
/// hardware surfaces, components of unequal depth or not aligned to whole samples, XYZ.
std::optional<PixelLayout> describe_layout(AVPixelFormat format);

/// The describable format that loses least of `format`; AV_PIX_FMT_NONE when there is none.
AVPixelFormat nearest_plain_format(AVPixelFormat format);

} // namespace seamline::decode
