// decode/color_writing.h: colour tags of what is written, in FFmpeg's and H.273's terms. Private to
// decode/.
#pragma once

#include "decode/ffmpeg.h"
#include "decode/picture_writer.h"

#include <optional>

namespace seamline::decode {

AVColorPrimaries av_primaries(const WrittenColor& color);
AVColorTransferCharacteristic av_transfer(const WrittenColor& color);
/// BT.2020's matrix with its primaries, else BT.709's.
AVColorSpace av_matrix(const WrittenColor& color);
/// PQ or HLG: 8 bits are too few.
bool needs_ten_bits(const WrittenColor& color);

/// Puts a cICP chunk behind the header of a PNG. Source: PNG, third edition, 11.3.2.6.
/// Nothing when the bytes are no PNG or memory is short.
PacketPtr with_cicp(const AVPacket& png, const WrittenColor& color);

} // namespace seamline::decode
