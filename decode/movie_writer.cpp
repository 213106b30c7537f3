#include "decode/color_writing.h"
#include "decode/encoding.h"
#include "decode/sound_encoder.h"

extern "C" {
#include <libavutil/opt.h>
}

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <utility>

namespace seamline::decode {
namespace {

namespace fs = std::filesystem;

struct OutputDeleter {
    void operator()(AVFormatContext* output) const {
        if (output->pb != nullptr) avio_closep(&output->pb);
        avformat_free_context(output);
    }
};

Error unsupported(const fs::path& path, const std::string& why) {
    return {ErrorCode::Unsupported, "cannot write '" + path.string() + "': " + why};
}

Result<const AVCodec*> choose_encoder(const fs::path& path, const MovieOptions& options) {
    const std::string extension = path.extension().string();
    constexpr std::array<const char*, 3> kExtensions{".mp4", ".mov", ".mkv"};
    if (std::find(kExtensions.begin(), kExtensions.end(), extension) == kExtensions.end())
        return unsupported(path, "a movie's name ends in .mp4, .mov or .mkv; rename it");
    const AVCodec* codec = nullptr;
    if (options.codec == "ffv1") {
        if (extension != ".mkv") return unsupported(path, "ffv1 goes into .mkv; rename it");
        codec = avcodec_find_encoder(AV_CODEC_ID_FFV1);
    } else if (options.codec.empty() || options.codec == "h264") {
        codec = avcodec_find_encoder_by_name("libx264");
        if (codec == nullptr) codec = avcodec_find_encoder(AV_CODEC_ID_MPEG4);
    } else if (options.codec == "mpeg4") {
        codec = avcodec_find_encoder(AV_CODEC_ID_MPEG4);
    }
    if (codec == nullptr)
        return unsupported(path, "no encoder '" + options.codec + "'; use h264 or ffv1");
    return codec;
}

Result<Done> check_options(const fs::path& path, const MovieOptions& options, AVCodecID codec) {
    const auto invalid = [&](const std::string& why) {
        return Error{ErrorCode::InvalidArgument, "cannot write '" + path.string() + "': " + why};
    };
    const auto [width, height] = options.size;
    if (width < 1 || height < 1 || width > 16384 || height > 16384)
        return invalid("its size must be from 1x1 to 16384x16384");
    if (codec != AV_CODEC_ID_FFV1 && (width % 2 != 0 || height % 2 != 0))
        return invalid("4:2:0 needs an even width and height; choose even numbers or ffv1");
    constexpr std::int64_t kMaxTerm = 1'000'000;
    if (options.frame_rate.num <= 0 || options.frame_rate.num > kMaxTerm ||
        options.frame_rate.den > kMaxTerm)
        return invalid("its frame rate must be a ratio such as 24 or 24000/1001");
    if (options.crf < 0 || options.crf > 51) return invalid("crf goes from 0 to 51");
    return Done{};
}

/// R'G'B' into FFmpeg's planes of green, blue and red. Eight bits v become the 16 bits 257 v, from
/// which `>> 8` gives v back.
void split_planes(const RgbaView& picture, AVFrame& frame) {
    constexpr std::array<std::size_t, 3> kPlaneOf{2, 0, 1}; // Of red, green, blue.
    const auto* from = reinterpret_cast<const std::uint8_t*>(picture.pixels.data());
    const auto bytes = static_cast<std::size_t>(picture.bytes_per_component);
    for (int y = 0; y < picture.size.height; ++y) {
        for (int x = 0; x < picture.size.width; ++x, from += 4 * bytes) {
            for (std::size_t i = 0; i < 3; ++i) {
                std::uint16_t value = static_cast<std::uint16_t>(from[i] * 257);
                if (bytes == 2) std::memcpy(&value, from + 2 * i, 2);
                std::uint8_t* row =
                    frame.data[kPlaneOf[i]] + std::ptrdiff_t{y} * frame.linesize[kPlaneOf[i]];
                std::memcpy(row + 2 * std::ptrdiff_t{x}, &value, 2);
            }
        }
    }
}

/// AAC begins with silence that the reader drops. Where Matroska's milliseconds place it, picture
/// and sound would be a third of one apart.
AVCodecID sound_codec(const fs::path& path) {
    return path.extension() == ".mkv" ? AV_CODEC_ID_PCM_S24LE : AV_CODEC_ID_AAC;
}

} // namespace

const char* sound_form(const fs::path& path) {
    return sound_codec(path) == AV_CODEC_ID_AAC ? "AAC, 256 kb/s" : "24-bit PCM";
}

struct MovieWriter::Impl {
    Impl() = default;
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl() {
        if (finished) return;
        sound.reset();
        output.reset();
        std::error_code ignored;
        fs::remove(unfinished, ignored);
    }

    fs::path path;
    fs::path unfinished;
    Extent size;
    std::unique_ptr<AVFormatContext, OutputDeleter> output;
    CodecPtr codec;
    std::unique_ptr<SoundEncoder> sound; ///< Null: none.
    ScalerPtr scaler;
    PacketPtr packet = make_packet();
    std::int64_t frames = 0;
    bool finished = false;

    Result<Done> open_encoder(const AVCodec& encoder, const MovieOptions& options);
    Result<Done> open_file(const MovieOptions& options);
    Result<FramePtr> convert(const RgbaView& picture);
    Result<Done> encode(const AVFrame* frame);
};

Result<Done> MovieWriter::Impl::open_encoder(const AVCodec& encoder, const MovieOptions& options) {
    codec.reset(avcodec_alloc_context3(&encoder));
    if (!codec) return ffmpeg_error(AVERROR(ENOMEM), "write", path);
    codec->width = options.size.width;
    codec->height = options.size.height;
    codec->framerate = to_av(options.frame_rate);
    codec->time_base = to_av(Rational(1) / options.frame_rate);
    codec->sample_aspect_ratio = {1, 1};
    codec->color_primaries = av_primaries(options.color);
    codec->color_trc = av_transfer(options.color);
    if (encoder.id == AV_CODEC_ID_FFV1) {
        codec->pix_fmt = AV_PIX_FMT_GBRP16; // R'G'B' without loss, of either depth.
        codec->colorspace = AVCOL_SPC_RGB;
        codec->color_range = AVCOL_RANGE_JPEG;
        codec->level = 3;
    } else {
        const bool deep = needs_ten_bits(options.color) && encoder.id == AV_CODEC_ID_H264;
        codec->pix_fmt = deep ? AV_PIX_FMT_YUV420P10 : AV_PIX_FMT_YUV420P;
        codec->colorspace = av_matrix(options.color);
        codec->color_range = AVCOL_RANGE_MPEG;
        codec->chroma_sample_location = AVCHROMA_LOC_LEFT;
    }
    if (encoder.id == AV_CODEC_ID_H264) {
        av_opt_set_int(codec->priv_data, "crf", options.crf, 0);
    } else if (encoder.id == AV_CODEC_ID_MPEG4) {
        // Its quantiser goes from 1 to 31 where crf goes to 51.
        codec->flags |= AV_CODEC_FLAG_QSCALE;
        codec->global_quality = FF_QP2LAMBDA * std::clamp(options.crf / 4, 1, 31);
    }
    if ((output->oformat->flags & AVFMT_GLOBALHEADER) != 0)
        codec->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    const int code = avcodec_open2(codec.get(), &encoder, nullptr);
    if (code < 0) return ffmpeg_error(code, "write", path);
    return Done{};
}

Result<Done> MovieWriter::Impl::open_file(const MovieOptions& options) {
    AVStream* stream = avformat_new_stream(output.get(), nullptr);
    int code = stream == nullptr ? AVERROR(ENOMEM)
                                 : avcodec_parameters_from_context(stream->codecpar, codec.get());
    if (code < 0) return ffmpeg_error(code, "write", path);
    stream->time_base = codec->time_base;
    stream->avg_frame_rate = codec->framerate;
    stream->sample_aspect_ratio = {1, 1};
    if (!options.title.empty()) av_dict_set(&output->metadata, "title", options.title.c_str(), 0);
    if (!options.comment.empty())
        av_dict_set(&output->metadata, "comment", options.comment.c_str(), 0);
    if (options.sound) {
        auto opened = SoundEncoder::open(*output, sound_codec(path), path);
        if (!opened) return opened.error();
        sound = std::move(opened).value();
    }
    const std::string url = "file:" + unfinished.string();
    code = avio_open(&output->pb, url.c_str(), AVIO_FLAG_WRITE);
    if (code >= 0) code = avformat_write_header(output.get(), nullptr);
    if (code < 0) {
        Error error = ffmpeg_error(code, "write", path);
        error.code = ErrorCode::Io;
        return error;
    }
    return Done{};
}

Result<FramePtr> MovieWriter::Impl::convert(const RgbaView& picture) {
    FramePtr frame = make_frame();
    frame->format = codec->pix_fmt;
    frame->width = size.width;
    frame->height = size.height;
    frame->pts = frames++;
    frame->color_range = codec->color_range;
    frame->colorspace = codec->colorspace;
    if (av_frame_get_buffer(frame.get(), 0) < 0)
        return ffmpeg_error(AVERROR(ENOMEM), "write", path);
    if (codec->pix_fmt == AV_PIX_FMT_GBRP16) {
        split_planes(picture, *frame);
        return frame;
    }
    const bool deep = picture.bytes_per_component == 2;
    const AVPixelFormat from = deep ? AV_PIX_FMT_RGBA64 : AV_PIX_FMT_RGBA;
    scaler.reset(sws_getCachedContext(
        scaler.release(), size.width, size.height, from, size.width, size.height, codec->pix_fmt,
        SWS_BILINEAR | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP, nullptr, nullptr,
        nullptr));
    if (!scaler) return ffmpeg_error(AVERROR(ENOMEM), "write", path);
    const bool is_2020 = codec->colorspace == AVCOL_SPC_BT2020_NCL;
    const int* matrix = sws_getCoefficients(is_2020 ? SWS_CS_BT2020 : SWS_CS_ITU709);
    sws_setColorspaceDetails(scaler.get(), matrix, 1, matrix, 0, 0, 1 << 16, 1 << 16);
    const auto* pixels = reinterpret_cast<const std::uint8_t*>(picture.pixels.data());
    const int stride = size.width * 4 * picture.bytes_per_component;
    const int code =
        sws_scale(scaler.get(), &pixels, &stride, 0, size.height, frame->data, frame->linesize);
    if (code < 0) return ffmpeg_error(code, "write", path);
    return frame;
}

Result<Done> MovieWriter::Impl::encode(const AVFrame* frame) {
    int code = avcodec_send_frame(codec.get(), frame);
    while (code >= 0) {
        code = avcodec_receive_packet(codec.get(), packet.get());
        if (code == AVERROR(EAGAIN) || code == AVERROR_EOF) return Done{};
        if (code < 0) break;
        const AVStream& stream = *output->streams[0];
        packet->stream_index = 0;
        packet->duration = 1;
        av_packet_rescale_ts(packet.get(), codec->time_base, stream.time_base);
        code = av_interleaved_write_frame(output.get(), packet.get());
    }
    Error error = ffmpeg_error(code, "write", path);
    error.code = ErrorCode::Io;
    return error;
}

MovieWriter::MovieWriter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
MovieWriter::MovieWriter(MovieWriter&&) noexcept = default;
MovieWriter& MovieWriter::operator=(MovieWriter&&) noexcept = default;

MovieWriter::~MovieWriter() = default;

Result<MovieWriter> MovieWriter::open(const fs::path& path, const MovieOptions& options) {
    capture_ffmpeg_log();
    clear_log_line();
    const Result<const AVCodec*> encoder = choose_encoder(path, options);
    if (!encoder) return encoder.error();
    if (Result<Done> checked = check_options(path, options, encoder.value()->id); !checked)
        return checked.error();
    MovieWriter writer(std::make_unique<Impl>());
    Impl& impl = *writer.impl_;
    impl.path = path;
    impl.unfinished = unfinished_name(path);
    impl.size = options.size;
    AVFormatContext* output = nullptr;
    const int code =
        avformat_alloc_output_context2(&output, nullptr, nullptr, path.filename().c_str());
    if (code < 0) return ffmpeg_error(code, "write", path);
    impl.output.reset(output);
    if (Result<Done> opened = impl.open_encoder(*encoder.value(), options); !opened)
        return opened.error();
    if (Result<Done> opened = impl.open_file(options); !opened) return opened.error();
    return writer;
}

Result<Done> MovieWriter::add(const RgbaView& picture) {
    if (Result<Done> checked = check_picture(picture, impl_->path); !checked) return checked;
    if (picture.size != impl_->size)
        return Error{ErrorCode::InvalidArgument,
                     "cannot write '" + impl_->path.string() + "': every frame must have one size"};
    clear_log_line();
    const Result<FramePtr> frame = impl_->convert(picture);
    if (!frame) return frame.error();
    return impl_->encode(frame.value().get());
}

Result<Done> MovieWriter::add_sound(std::span<const float> interleaved) {
    if (!impl_->sound)
        return Error{ErrorCode::InvalidArgument,
                     "cannot write sound to '" + impl_->path.string() + "': it was opened without"};
    clear_log_line();
    return impl_->sound->add(interleaved);
}

Result<Done> MovieWriter::finish() {
    clear_log_line();
    if (Result<Done> encoded = impl_->encode(nullptr); !encoded) return encoded;
    if (impl_->sound)
        if (Result<Done> encoded = impl_->sound->finish(); !encoded) return encoded;
    const int code = av_write_trailer(impl_->output.get());
    const int closed = avio_closep(&impl_->output->pb);
    if (code < 0 || closed < 0) {
        Error error = ffmpeg_error(code < 0 ? code : closed, "write", impl_->path);
        error.code = ErrorCode::Io;
        return error;
    }
    if (Result<Done> placed = put_in_place(impl_->unfinished, impl_->path); !placed) return placed;
    impl_->finished = true;
    return Done{};
}

} // namespace seamline::decode
