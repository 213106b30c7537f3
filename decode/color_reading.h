// decode/color_reading.h: a frame's colour tags, read or guessed. Private to decode/.
#pragma once

#include "decode/ffmpeg.h"
#include "decode/media/color_tags.h"
#include "decode/media/pixel_layout.h"

namespace seamline::decode {

/// The colour tags of `frame` (visible size `visible`, in the format that the decoder made). What
/// is missing is guessed by the rules that mpv and libplacebo share and marked in `guessed`: matrix
/// BT.709 from 1280 pixels of width or above 576 lines, else BT.601; primaries of the matrix, else
/// by the line count; transfer BT.1886 for limited and sRGB for full range, linear for floats;
/// limited range for Y'CbCr, full for RGB, grey and "yuvj"; chroma left for limited, centre for
/// full. What the format itself says (RGB has no matrix, 4:4:4 no siting) is not a guess.
ColorTags read_color_tags(const AVFrame& frame, Extent visible);

} // namespace seamline::decode
