#include "decode/picture_decoder.h"

#include "decode/color_reading.h"
#include "decode/pixel_formats.h"

extern "C" {
#include <libavutil/imgutils.h>
#include <libavutil/pixdesc.h>
}

#include <algorithm>
#include <chrono>
#include <utility>

namespace seamline::decode {
namespace {

double milliseconds_of(auto&& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
        .count();
}

Error too_large(int width, int height, const std::filesystem::path& file) {
    return {ErrorCode::TooLarge, "cannot decode '" + file.string() + "': " + std::to_string(width) +
                                     "x" + std::to_string(height) +
                                     " is over the limit of 16384 pixels a side and 268 million in "
                                     "all; scale it down first"};
}

Error no_memory(const std::filesystem::path& file) {
    return {ErrorCode::TooLarge, "cannot decode '" + file.string() +
                                     "': no memory for a frame; close other sources or lower the "
                                     "cache budget"};
}

Rect visible_rect(const AVFrame& frame) {
    // Unsigned in FFmpeg and straight from the file: never trust the sum.
    const auto clamp = [](std::size_t crop, int limit) {
        return static_cast<int>(std::min(crop, static_cast<std::size_t>(limit)));
    };
    const int left = clamp(frame.crop_left, frame.width - 1);
    const int top = clamp(frame.crop_top, frame.height - 1);
    const int right = clamp(frame.crop_right, frame.width - 1 - left);
    const int bottom = clamp(frame.crop_bottom, frame.height - 1 - top);
    return {left, top, frame.width - left - right, frame.height - top - bottom};
}

} // namespace

bool is_interlaced(const AVFrame& frame) {
#ifdef AV_FRAME_FLAG_INTERLACED
    return (frame.flags & AV_FRAME_FLAG_INTERLACED) != 0;
#else
    return frame.interlaced_frame != 0;
#endif
}

PictureDecoder::PictureDecoder(PlaneAllocator& allocator, std::filesystem::path file)
    : buffers_(allocator), file_(std::move(file)) {}

Result<std::unique_ptr<PictureDecoder>> PictureDecoder::open(const AVCodecParameters& parameters,
                                                             AVRational time_base,
                                                             const DecoderOptions& options,
                                                             const std::filesystem::path& path) {
    const AVCodec* codec = options.hardware == nullptr
                               ? nullptr
                               : find_decoder(parameters.codec_id, [&](const AVCodecHWConfig& one) {
                                     return one.pix_fmt == options.hardware->surface_format();
                                 });
    if (codec == nullptr) codec = avcodec_find_decoder(parameters.codec_id);
    if (codec == nullptr)
        return Error{ErrorCode::Unsupported, "cannot decode '" + path.string() +
                                                 "': FFmpeg has no decoder for " +
                                                 avcodec_get_name(parameters.codec_id) +
                                                 "; convert it to H.264, ProRes or FFV1 first"};
    if (is_too_large(parameters.width, parameters.height))
        return too_large(parameters.width, parameters.height, path);
    std::unique_ptr<PictureDecoder> decoder(new PictureDecoder(*options.allocator, path));
    decoder->codec_.reset(avcodec_alloc_context3(codec));
    if (!decoder->codec_) return no_memory(path);
    AVCodecContext& context = *decoder->codec_;
    clear_log_line();
    int code = avcodec_parameters_to_context(&context, &parameters);
    if (code < 0) return ffmpeg_error(code, "decode", path);
    context.pkt_timebase = time_base;
    context.thread_count = std::clamp(options.threads, 1, 64);
    context.thread_type = FF_THREAD_FRAME | FF_THREAD_SLICE;
    context.max_pixels = kMaxPixels;
    // The frame keeps its whole coded size: cropping is the `visible` rectangle of ours.
    context.apply_cropping = 0;
    decoder->buffers_.attach(context);
    if (options.hardware != nullptr) {
        decoder->hardware_ = options.hardware;
        decoder->path_ = options.path;
        decoder->buffers_.prefer_surfaces(options.hardware->surface_format());
        if (Result<Done> attached = options.hardware->attach(context); !attached)
            return attached.error();
    }
    code = avcodec_open2(&context, codec, nullptr);
    if (code < 0) return ffmpeg_error(code, "decode", path);
    return decoder;
}

int PictureDecoder::send(const AVPacket* packet) {
    int code = 0;
    pending_ms_ += milliseconds_of([&] { code = avcodec_send_packet(codec_.get(), packet); });
    return code;
}

int PictureDecoder::receive(AVFrame& frame) {
    int code = 0;
    pending_ms_ += milliseconds_of([&] { code = avcodec_receive_frame(codec_.get(), &frame); });
    if (code < 0 && buffers_.take_refusal()) return AVERROR(ENOMEM);
    return code;
}

void PictureDecoder::flush() {
    avcodec_flush_buffers(codec_.get());
    buffers_.take_refusal();
}

Result<DecodedFrame> PictureDecoder::publish(const AVFrame& frame) {
    if (is_too_large(frame.width, frame.height)) return too_large(frame.width, frame.height, file_);
    DecodedFrame published;
    published.visible = visible_rect(frame);
    published.coded = {frame.width, frame.height};
    published.color = read_color_tags(frame, {published.visible.width, published.visible.height});
    published.corrupt = (frame.flags & AV_FRAME_FLAG_CORRUPT) != 0 || frame.decode_error_flags != 0;
    published.interlaced = is_interlaced(frame);
    const Result<Done> placed = place(frame, published);
    if (!placed) return placed.error();
    path_.host_copies = published.host_copies;
    published.decode_ms = std::exchange(pending_ms_, 0.0);
    return published;
}

Result<Done> PictureDecoder::place(const AVFrame& frame, DecodedFrame& published) {
    const auto format = static_cast<AVPixelFormat>(frame.format);
    if (hardware_ != nullptr) return copy_surface(frame, published);
    if (std::optional<PixelLayout> layout = describe_layout(format)) {
        published.layout = std::move(*layout);
        path_.path = "software";
        if (describe_in_place(frame, published)) return Done{};
        return copy(frame, format, published);
    }
    const AVPixelFormat plain = nearest_plain_format(format);
    if (plain == AV_PIX_FMT_NONE) {
        const char* name = av_get_pix_fmt_name(format);
        return Error{ErrorCode::Unsupported, "cannot show '" + file_.string() + "': pixel format " +
                                                 (name == nullptr ? "unknown" : name) +
                                                 " is not supported; convert it first"};
    }
    published.layout = *describe_layout(plain);
    path_.path = "software+convert";
    return copy(frame, plain, published);
}

bool PictureDecoder::describe_in_place(const AVFrame& frame, DecodedFrame& published) const {
    std::shared_ptr<PlaneMemory> block = buffers_.block_of(frame);
    if (!block) return false;
    const auto* begin = reinterpret_cast<const std::uint8_t*>(block->data());
    const auto* end = begin + block->size_bytes();
    for (std::size_t i = 0; i < static_cast<std::size_t>(published.layout.plane_count); ++i) {
        // Bottom-up pictures have negative strides; the plane must lie in the block whole.
        if (frame.linesize[i] <= 0 || frame.data[i] < begin || frame.data[i] >= end) return false;
        published.plane_offset_bytes[i] = static_cast<std::size_t>(frame.data[i] - begin);
        published.stride_bytes[i] = frame.linesize[i];
    }
    published.memory = std::move(block);
    return true;
}

Result<Done> PictureDecoder::copy_surface(const AVFrame& frame, DecodedFrame& published) {
    if (frame.format != hardware_->surface_format())
        return Error{ErrorCode::Unsupported, "FFmpeg decodes it in software"};
    return hardware_->copy(frame, published);
}

Result<Done> PictureDecoder::copy(const AVFrame& frame, AVPixelFormat format,
                                  DecodedFrame& published) {
    const std::optional<PlanePlan> plan = plan_planes(format, frame.width, frame.height);
    if (!plan) return no_memory(file_);
    std::shared_ptr<PlaneMemory> block = buffers_.allocate(plan->size_bytes);
    if (!block || block->size_bytes() < plan->size_bytes) return no_memory(file_);
    std::uint8_t* planes[4] = {};
    int strides[4] = {};
    for (std::size_t i = 0; i < static_cast<std::size_t>(plan->plane_count); ++i) {
        planes[i] = reinterpret_cast<std::uint8_t*>(block->data()) + plan->offset_bytes[i];
        strides[i] = plan->stride_bytes[i];
        published.plane_offset_bytes[i] = plan->offset_bytes[i];
        published.stride_bytes[i] = plan->stride_bytes[i];
    }
    if (format == frame.format) {
        const std::uint8_t* sources[4] = {frame.data[0], frame.data[1], frame.data[2],
                                          frame.data[3]};
        av_image_copy(planes, strides, sources, frame.linesize, format, frame.width, frame.height);
    } else {
        scaler_.reset(sws_getCachedContext(
            scaler_.release(), frame.width, frame.height, static_cast<AVPixelFormat>(frame.format),
            frame.width, frame.height, format, SWS_POINT | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT,
            nullptr, nullptr, nullptr));
        if (!scaler_ || sws_scale(scaler_.get(), frame.data, frame.linesize, 0, frame.height,
                                  planes, strides) < 0)
            return Error{ErrorCode::Unsupported, "cannot show '" + file_.string() +
                                                     "': its pixels cannot be converted to " +
                                                     published.layout.name + "; convert it first"};
    }
    published.memory = std::move(block);
    published.host_copies = 1;
    return Done{};
}

} // namespace seamline::decode
