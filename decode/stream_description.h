// decode/stream_description.h: FFmpeg's stream properties as ours. Private to decode/.
#pragma once

#include "decode/demuxer.h"
#include "decode/media/decoded_frame.h"
#include "decode/media/media_description.h"
#include "decode/packet_index.h"

namespace seamline::decode {

/// Container, audio streams and metadata; no video.
MediaDescription describe_container(const Demuxer& demuxer);

/// What one decoded picture tells about all of them. `published` is `frame` as our own.
/// Fills codec, size, format, depth, aspect, orientation, colour, alpha and interlacing.
VideoDescription describe_picture(const AVCodecContext& codec, const AVFrame& frame,
                                  const DecodedFrame& published);

/// Adds what the container knows about stream `number`: aspect, orientation, timecode, field order.
void describe_stream(const Demuxer& demuxer, int number, AVFrame& frame, VideoDescription& video);

/// How to turn a picture for showing, from a 3x3 display matrix in 16.16 fixed point (ISO/IEC
/// 14496-12, section 6.2.2): mirror left to right if `flipped`, then turn clockwise.
struct Orientation {
    int rotation = 0; ///< Degrees clockwise: 0, 90, 180, 270.
    bool flipped = false;
};
Orientation read_display_matrix(const std::int32_t (&matrix)[9]);

} // namespace seamline::decode
