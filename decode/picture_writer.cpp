#include "decode/picture_writer.h"

#include "decode/color_writing.h"
#include "decode/encoding.h"
#include "decode/plane_buffers.h"

#include <bit>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <unistd.h>

namespace seamline::decode {
namespace {

namespace fs = std::filesystem;

Error cannot_write(const fs::path& path, int code) {
    return {ErrorCode::Io, "cannot write '" + path.string() + "': " + std::strerror(code) +
                               "; check the folder, its permissions and the space left"};
}

/// Rows of the picture as PNG wants them: big-endian, alpha kept or left out.
void copy_rows(const RgbaView& picture, bool with_alpha, AVFrame& frame) {
    const int bytes = picture.bytes_per_component;
    const int components = with_alpha ? 4 : 3;
    const auto* from = reinterpret_cast<const std::uint8_t*>(picture.pixels.data());
    const bool swap = bytes == 2 && std::endian::native == std::endian::little;
    for (int y = 0; y < picture.size.height; ++y) {
        std::uint8_t* to = frame.data[0] + std::ptrdiff_t{y} * frame.linesize[0];
        for (int x = 0; x < picture.size.width; ++x, from += 4 * bytes) {
            for (int i = 0; i < components * bytes; ++i) *to++ = from[swap ? i ^ 1 : i];
        }
    }
}

Result<PacketPtr> encode_png(const fs::path& path, const RgbaView& picture, bool with_alpha) {
    const AVCodec* codec = avcodec_find_encoder(AV_CODEC_ID_PNG);
    if (codec == nullptr) return ffmpeg_error(AVERROR_ENCODER_NOT_FOUND, "write", path);
    const CodecPtr context(avcodec_alloc_context3(codec));
    const FramePtr frame = make_frame();
    const bool deep = picture.bytes_per_component == 2;
    frame->format = with_alpha ? (deep ? AV_PIX_FMT_RGBA64BE : AV_PIX_FMT_RGBA)
                               : (deep ? AV_PIX_FMT_RGB48BE : AV_PIX_FMT_RGB24);
    frame->width = picture.size.width;
    frame->height = picture.size.height;
    if (!context || av_frame_get_buffer(frame.get(), 0) < 0)
        return ffmpeg_error(AVERROR(ENOMEM), "write", path);
    context->pix_fmt = static_cast<AVPixelFormat>(frame->format);
    context->width = frame->width;
    context->height = frame->height;
    context->time_base = {1, 25}; // Required, and without meaning for a still.
    copy_rows(picture, with_alpha, *frame);
    PacketPtr packet = make_packet();
    int code = avcodec_open2(context.get(), codec, nullptr);
    if (code >= 0) code = avcodec_send_frame(context.get(), frame.get());
    if (code >= 0) code = avcodec_send_frame(context.get(), nullptr);
    if (code >= 0) code = avcodec_receive_packet(context.get(), packet.get());
    if (code < 0) return ffmpeg_error(code, "write", path);
    return packet;
}

Result<Done> write_bytes(const fs::path& unfinished, const fs::path& path, const AVPacket& bytes) {
    std::FILE* file = std::fopen(unfinished.c_str(), "wb");
    if (file == nullptr) return cannot_write(path, errno);
    const auto size = static_cast<std::size_t>(bytes.size);
    const bool written = std::fwrite(bytes.data, 1, size, file) == size && std::fflush(file) == 0 &&
                         fsync(fileno(file)) == 0;
    const int code = errno;
    if (std::fclose(file) == 0 && written) return Done{};
    return cannot_write(path, code);
}

} // namespace

Result<Done> check_picture(const RgbaView& picture, const fs::path& path) {
    const auto [width, height] = picture.size;
    if (width < 1 || height < 1 || is_too_large(width, height))
        return Error{ErrorCode::TooLarge, "cannot write '" + path.string() + "': " +
                                              std::to_string(width) + "x" + std::to_string(height) +
                                              " is empty or over 16384 pixels a side; choose "
                                              "another size"};
    const auto expected = static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4 *
                          static_cast<std::size_t>(picture.bytes_per_component);
    if ((picture.bytes_per_component != 1 && picture.bytes_per_component != 2) ||
        picture.pixels.size() != expected)
        return Error{ErrorCode::InvalidArgument,
                     "cannot write '" + path.string() + "': its pixels do not match its size"};
    return Done{};
}

fs::path unfinished_name(const fs::path& path) {
    fs::path name = path;
    name += ".part-" + std::to_string(getpid());
    return name;
}

Result<Done> put_in_place(const fs::path& unfinished, const fs::path& path) {
    std::error_code code;
    fs::rename(unfinished, path, code);
    if (!code) return Done{};
    std::error_code ignored;
    fs::remove(unfinished, ignored);
    return cannot_write(path, code.value());
}

Result<Done> write_png(const fs::path& path, const RgbaView& picture, bool with_alpha,
                       std::optional<WrittenColor> color) {
    capture_ffmpeg_log();
    clear_log_line();
    if (Result<Done> checked = check_picture(picture, path); !checked) return checked;
    Result<PacketPtr> packet = encode_png(path, picture, with_alpha);
    if (!packet) return packet.error();
    if (color) {
        PacketPtr tagged = with_cicp(*packet.value(), *color);
        if (!tagged) return ffmpeg_error(AVERROR(ENOMEM), "write", path);
        packet = std::move(tagged);
    }
    const fs::path unfinished = unfinished_name(path);
    if (Result<Done> written = write_bytes(unfinished, path, *packet.value()); !written) {
        std::error_code ignored;
        fs::remove(unfinished, ignored);
        return written;
    }
    return put_in_place(unfinished, path);
}

} // namespace seamline::decode
