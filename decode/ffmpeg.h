// decode/ffmpeg.h: FFmpeg's objects as owned values and its errors as ours. Private to decode/.
#pragma once

#include "decode/media/rational.h"
#include "decode/media/result.h"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/avutil.h>
#include <libavutil/frame.h>
#include <libavutil/pixfmt.h>
#include <libswscale/swscale.h>
}

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace seamline::decode {

struct FrameDeleter {
    void operator()(AVFrame* frame) const { av_frame_free(&frame); }
};
struct PacketDeleter {
    void operator()(AVPacket* packet) const { av_packet_free(&packet); }
};
struct CodecDeleter {
    void operator()(AVCodecContext* codec) const { avcodec_free_context(&codec); }
};
struct BufferDeleter {
    void operator()(AVBufferRef* buffer) const { av_buffer_unref(&buffer); }
};
struct ScalerDeleter {
    void operator()(SwsContext* scaler) const { sws_freeContext(scaler); }
};
using FramePtr = std::unique_ptr<AVFrame, FrameDeleter>;
using PacketPtr = std::unique_ptr<AVPacket, PacketDeleter>;
using CodecPtr = std::unique_ptr<AVCodecContext, CodecDeleter>;
using BufferPtr = std::unique_ptr<AVBufferRef, BufferDeleter>;
using ScalerPtr = std::unique_ptr<SwsContext, ScalerDeleter>;

/// Throw std::bad_alloc when there is no memory for an empty object of a few hundred bytes.
FramePtr make_frame();
PacketPtr make_packet();

/// `ticks` of `time_base` in seconds.
inline Rational seconds(std::int64_t ticks, AVRational time_base) {
    return Rational(ticks) * Rational(time_base.num, time_base.den == 0 ? 1 : time_base.den);
}
inline AVRational to_av(Rational value) {
    return {static_cast<int>(value.num), static_cast<int>(value.den)};
}

/// Sends FFmpeg's messages to `last_log_line` in place of stderr. Idempotent. Threads: safe.
void capture_ffmpeg_log();
/// Forgets what this thread has captured, before a call whose words matter.
void clear_log_line();

/// The first decoder with a hardware half that `suits`; null: none. The first decoder of all need
/// not have one, as dav1d has none for AV1.
const AVCodec* find_decoder(AVCodecID id, const std::function<bool(const AVCodecHWConfig&)>& suits);

/// Why a call failed with `code`: the last error line that FFmpeg logged on this thread, else the
/// name of the code.
std::string failure_text(int code);

/// FFmpeg's failure `code` as one sentence about `path`: "cannot `what` 'path': reason; advice".
Error ffmpeg_error(int code, const std::string& what, const std::filesystem::path& path);

} // namespace seamline::decode
