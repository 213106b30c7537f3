#include "decode/ffmpeg.h"

extern "C" {
#include <libavutil/log.h>
}

#include <array>
#include <cerrno>
#include <cstdarg>
#include <mutex>
#include <new>

namespace seamline::decode {
namespace {

// Per thread: FFmpeg gives a message no owner, but a demuxer logs on the thread that called it.
thread_local std::string t_last_line;

void capture(void* source, int level, const char* format, va_list arguments) {
    if (level > AV_LOG_ERROR) return;
    std::array<char, 512> line{};
    int print_prefix = 0;
    av_log_format_line2(source, level, format, arguments, line.data(),
                        static_cast<int>(line.size()), &print_prefix);
    std::string text = line.data();
    // Strips the address in "[mov,mp4 @ 0x55..] moov atom not found": it means nothing to a user.
    if (text.starts_with('[')) {
        const std::size_t end = text.find("] ");
        if (end != std::string::npos) text.erase(0, end + 2);
    }
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' '))
        text.pop_back();
    for (char& c : text)
        if (c == '\n' || c == '\r') c = ' ';
    if (!text.empty()) t_last_line = std::move(text);
}

ErrorCode translate(int code) {
    switch (code) {
    case AVERROR(ENOENT):
        return ErrorCode::NotFound;
    case AVERROR(EACCES):
    case AVERROR(EPERM):
    case AVERROR(ENOSPC):
    case AVERROR(EDQUOT):
    case AVERROR(EFBIG):
    case AVERROR(EROFS):
    case AVERROR(EIO):
        return ErrorCode::Io;
    case AVERROR(ENOMEM):
        return ErrorCode::TooLarge;
    case AVERROR(ENOSYS):
    case AVERROR_PATCHWELCOME:
    case AVERROR_DECODER_NOT_FOUND:
    case AVERROR_ENCODER_NOT_FOUND:
    case AVERROR_DEMUXER_NOT_FOUND:
    case AVERROR_MUXER_NOT_FOUND:
        return ErrorCode::Unsupported;
    case AVERROR_EXIT:
        return ErrorCode::Cancelled;
    default:
        return ErrorCode::Corrupt;
    }
}

const char* advice(ErrorCode code) {
    switch (code) {
    case ErrorCode::NotFound:
        return "check the path";
    case ErrorCode::Io:
        return "check the disk and the permissions";
    case ErrorCode::TooLarge:
        return "close other sources or use a smaller picture";
    case ErrorCode::Unsupported:
        return "convert it to a common format first";
    case ErrorCode::Cancelled:
        return "open it again";
    default:
        return "the file is damaged or is not what its name says; render or copy it again";
    }
}

} // namespace

FramePtr make_frame() {
    FramePtr frame(av_frame_alloc());
    if (!frame) throw std::bad_alloc();
    return frame;
}

PacketPtr make_packet() {
    PacketPtr packet(av_packet_alloc());
    if (!packet) throw std::bad_alloc();
    return packet;
}

void capture_ffmpeg_log() {
    static std::once_flag once;
    std::call_once(once, [] { av_log_set_callback(capture); });
}

void clear_log_line() { t_last_line.clear(); }

const AVCodec* find_decoder(AVCodecID id,
                            const std::function<bool(const AVCodecHWConfig&)>& suits) {
    void* at = nullptr;
    while (const AVCodec* codec = av_codec_iterate(&at)) {
        if (codec->id != id || av_codec_is_decoder(codec) == 0) continue;
        for (int i = 0; const AVCodecHWConfig* config = avcodec_get_hw_config(codec, i); ++i)
            if ((config->methods & AV_CODEC_HW_CONFIG_METHOD_HW_DEVICE_CTX) != 0 && suits(*config))
                return codec;
    }
    return nullptr;
}

std::string failure_text(int code) {
    if (!t_last_line.empty()) return t_last_line;
    std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
    av_strerror(code, text.data(), text.size());
    return text.data();
}

Error ffmpeg_error(int code, const std::string& what, const std::filesystem::path& path) {
    const ErrorCode ours = translate(code);
    return {ours, "cannot " + what + " '" + path.string() + "': " + failure_text(code) + "; " +
                      advice(ours)};
}

} // namespace seamline::decode
