#include "decode/sound_encoder.h"

#include "decode/audio_source.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace seamline::decode {
namespace {

constexpr int kAacBitRate = 256'000;
/// PCM has no block of its own: that of AAC, which readers of coarse time stamps can count in.
constexpr int kPcmBlock = 1024;

std::size_t floats(std::int64_t samples) { return static_cast<std::size_t>(samples) * kChannels; }

/// To the 24 upper bits of 32, rounded to nearest: 16- and 24-bit sound comes through unchanged.
/// Damaged files of float samples may hold anything.
float finite(float sample) { return std::isfinite(sample) ? sample : 0.0F; }

std::int32_t pcm24(float sample) {
    constexpr double kScale = 1 << 23;
    const double code = std::nearbyint(static_cast<double>(finite(sample)) * kScale);
    return static_cast<std::int32_t>(std::clamp(code, -kScale, kScale - 1)) * 256;
}

} // namespace

Result<std::unique_ptr<SoundEncoder>> SoundEncoder::open(AVFormatContext& output, AVCodecID codec,
                                                         const std::filesystem::path& path) {
    const AVCodec* encoder = avcodec_find_encoder(codec);
    if (encoder == nullptr)
        return Error{ErrorCode::Unsupported, "cannot write the sound of '" + path.string() +
                                                 "': FFmpeg has no encoder for " +
                                                 avcodec_get_name(codec) +
                                                 "; export without sound"};
    std::unique_ptr<SoundEncoder> made(new SoundEncoder(output, path));
    made->codec_.reset(avcodec_alloc_context3(encoder));
    made->stream_ = avformat_new_stream(&output, nullptr);
    if (!made->codec_ || made->stream_ == nullptr)
        return ffmpeg_error(AVERROR(ENOMEM), "write the sound of", path);
    AVCodecContext& context = *made->codec_;
    context.sample_rate = kSampleRate;
    context.time_base = {1, kSampleRate};
    av_channel_layout_default(&context.ch_layout, kChannels);
    context.sample_fmt = codec == AV_CODEC_ID_AAC ? AV_SAMPLE_FMT_FLTP : AV_SAMPLE_FMT_S32;
    if (codec == AV_CODEC_ID_AAC) context.bit_rate = kAacBitRate;
    if ((output.oformat->flags & AVFMT_GLOBALHEADER) != 0)
        context.flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    int code = avcodec_open2(&context, encoder, nullptr);
    if (code >= 0) code = avcodec_parameters_from_context(made->stream_->codecpar, &context);
    if (code < 0) return ffmpeg_error(code, "write the sound of", path);
    made->stream_->time_base = context.time_base;
    return made;
}

Result<FramePtr> SoundEncoder::next_frame(int samples) {
    FramePtr frame = make_frame();
    frame->format = codec_->sample_fmt;
    frame->nb_samples = samples;
    frame->sample_rate = kSampleRate;
    frame->pts = samples_;
    if (av_channel_layout_copy(&frame->ch_layout, &codec_->ch_layout) < 0 ||
        av_frame_get_buffer(frame.get(), 0) < 0)
        return ffmpeg_error(AVERROR(ENOMEM), "write the sound of", path_);
    const float* from = waiting_.data() + used_;
    if (codec_->sample_fmt == AV_SAMPLE_FMT_S32) {
        auto* to = reinterpret_cast<std::int32_t*>(frame->data[0]);
        std::transform(from, from + floats(samples), to, pcm24);
    } else {
        for (int channel = 0; channel < kChannels; ++channel) {
            auto* to = reinterpret_cast<float*>(frame->data[channel]);
            for (int i = 0; i < samples; ++i)
                to[i] = std::clamp(finite(from[i * kChannels + channel]), -1.0F, 1.0F);
        }
    }
    used_ += floats(samples);
    samples_ += samples;
    return frame;
}

Result<Done> SoundEncoder::encode(const AVFrame* frame) {
    int code = avcodec_send_frame(codec_.get(), frame);
    while (code >= 0) {
        code = avcodec_receive_packet(codec_.get(), packet_.get());
        if (code == AVERROR(EAGAIN) || code == AVERROR_EOF) return Done{};
        if (code < 0) break;
        packet_->stream_index = stream_->index;
        av_packet_rescale_ts(packet_.get(), codec_->time_base, stream_->time_base);
        code = av_interleaved_write_frame(output_, packet_.get());
    }
    Error error = ffmpeg_error(code, "write the sound of", path_);
    error.code = ErrorCode::Io;
    return error;
}

Result<Done> SoundEncoder::add(std::span<const float> interleaved) {
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(used_));
    used_ = 0;
    waiting_.insert(waiting_.end(), interleaved.begin(), interleaved.end());
    const int block = codec_->frame_size > 0 ? codec_->frame_size : kPcmBlock;
    while (waiting_.size() - used_ >= floats(block)) {
        const Result<FramePtr> frame = next_frame(block);
        if (!frame) return frame.error();
        if (Result<Done> encoded = encode(frame.value().get()); !encoded) return encoded;
    }
    return Done{};
}

Result<Done> SoundEncoder::finish() {
    const auto rest = static_cast<int>((waiting_.size() - used_) / kChannels);
    if (rest > 0) {
        const Result<FramePtr> frame = next_frame(rest);
        if (!frame) return frame.error();
        if (Result<Done> encoded = encode(frame.value().get()); !encoded) return encoded;
    }
    return encode(nullptr);
}

} // namespace seamline::decode
