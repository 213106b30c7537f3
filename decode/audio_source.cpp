#include "decode/audio_source.h"

#include "decode/demuxer.h"
#include "decode/picture_decoder.h"
#include "decode/stream_description.h"

extern "C" {
#include <libavutil/opt.h>
#include <libswresample/swresample.h>
}

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

namespace seamline::decode {
namespace {

struct ResamplerDeleter {
    void operator()(SwrContext* resampler) const { swr_free(&resampler); }
};
using ResamplerPtr = std::unique_ptr<SwrContext, ResamplerDeleter>;

// Decoded before the sample asked for and thrown away: overlap of AAC and Vorbis windows, MP3's bit
// reservoir, Opus' 80 ms of convergence, the resampler's filter.
constexpr Rational kPreroll{1, 4};
// Time stamps may stray this far from the count of samples before they count as a gap.
constexpr Rational kJitter{1, 50};
// A gap or overlap beyond this is a broken time stamp: it is not filled with silence.
constexpr Rational kMaxGap{600};

/// The presentation time of the first picture that comes out of a decoder, in seconds.
std::optional<Rational> first_picture_time(Demuxer& demuxer) {
    const int number = demuxer.video_stream();
    if (number < 0) return {};
    HeapPlaneAllocator heap;
    const AVStream& stream = demuxer.stream(number);
    Result<std::unique_ptr<PictureDecoder>> decoder =
        PictureDecoder::open(*stream.codecpar, stream.time_base, {1, &heap}, demuxer.path());
    if (!decoder) return {};
    demuxer.only(number);
    const PacketPtr packet = make_packet();
    const FramePtr frame = make_frame();
    for (bool more = true;;) {
        const int code = decoder.value()->receive(*frame);
        if (code >= 0) {
            const std::int64_t pts =
                frame->pts != AV_NOPTS_VALUE ? frame->pts : frame->best_effort_timestamp;
            if (pts == AV_NOPTS_VALUE) return {};
            return seconds(pts, stream.time_base);
        }
        if (code != AVERROR(EAGAIN) || !more) return {};
        more = demuxer.read(*packet) >= 0;
        decoder.value()->send(more && packet->size > 0 ? packet.get() : nullptr);
    }
}

/// Bytes from one sample to the next within a plane.
int bytes_per_step(const AVFrame& frame) {
    const auto format = static_cast<AVSampleFormat>(frame.format);
    const int channels = av_sample_fmt_is_planar(format) != 0 ? 1 : frame.ch_layout.nb_channels;
    return av_get_bytes_per_sample(format) * channels;
}

} // namespace

struct AudioSource::Impl {
    std::unique_ptr<Demuxer> demuxer;
    int stream = 0;
    AudioDescription description;
    Rational zero_s; ///< Container time of sample 0.
    CodecPtr codec;
    ResamplerPtr resampler;
    PacketPtr packet = make_packet();
    FramePtr frame = make_frame();

    int input_rate = 0; ///< Of the resampler as set up; 0 before.
    int input_format = -1;
    int input_channels = 0;
    std::int64_t origin = 0; ///< End of the first frame, whose start may be trimmed.
    bool origin_known = false;
    int decoded = 0;       ///< Frames since opening, as far as the grid needs to know.
    std::int64_t grid = 0; ///< Samples of every frame where time stamps are coarse; 0 when unknown.
    std::optional<std::int64_t> next_input; ///< Input sample that continues what was fed.
    std::int64_t next_output = 0;           ///< 48 kHz sample that the resampler gives next.

    std::vector<float> ready;
    std::size_t ready_used = 0; ///< Floats of `ready` already delivered.
    std::int64_t ready_at = 0;  ///< 48 kHz sample of ready[ready_used].
    std::int64_t position = 0;  ///< 48 kHz sample that `read` delivers next.
    bool draining = false;
    bool ended = false;

    Result<Done> open_codec();
    void restart();
    bool decode_more();
    bool set_up_resampler();
    std::int64_t start_of_frame();
    void feed_frame();
    void convert(const std::uint8_t* const* input, int samples);
    void push_silence(std::int64_t samples);
};

Result<Done> AudioSource::Impl::open_codec() {
    const AVStream& from = demuxer->stream(stream);
    const AVCodec* decoder = avcodec_find_decoder(from.codecpar->codec_id);
    if (decoder == nullptr)
        return Error{ErrorCode::Unsupported,
                     "cannot play the sound of '" + demuxer->path().string() +
                         "': FFmpeg has no decoder for " +
                         avcodec_get_name(from.codecpar->codec_id) + "; convert it first"};
    codec.reset(avcodec_alloc_context3(decoder));
    if (!codec) return ffmpeg_error(AVERROR(ENOMEM), "open the sound of", demuxer->path());
    int code = avcodec_parameters_to_context(codec.get(), from.codecpar);
    codec->pkt_timebase = from.time_base;
    codec->thread_count = 1; // Sound decodes hundreds of times faster than it plays.
    if (code >= 0) code = avcodec_open2(codec.get(), decoder, nullptr);
    if (code < 0) return ffmpeg_error(code, "open the sound of", demuxer->path());
    return Done{};
}

void AudioSource::Impl::restart() {
    avcodec_flush_buffers(codec.get());
    resampler.reset();
    input_rate = 0;
    next_input.reset();
    ready.clear();
    ready_used = 0;
    draining = false;
    ended = false;
}

bool AudioSource::Impl::set_up_resampler() {
    AVChannelLayout layout{};
    if (frame->ch_layout.order == AV_CHANNEL_ORDER_UNSPEC)
        av_channel_layout_default(&layout, frame->ch_layout.nb_channels);
    else if (av_channel_layout_copy(&layout, &frame->ch_layout) < 0)
        return false;
    AVChannelLayout stereo{};
    av_channel_layout_default(&stereo, kChannels);
    SwrContext* made = nullptr;
    int code = swr_alloc_set_opts2(&made, &stereo, AV_SAMPLE_FMT_FLT, kSampleRate, &layout,
                                   static_cast<AVSampleFormat>(frame->format), frame->sample_rate,
                                   0, nullptr);
    resampler.reset(made);
    const bool mono = layout.nb_channels == 1;
    av_channel_layout_uninit(&layout);
    if (code < 0) return false;
    // A mix of six channels must not clip; one channel keeps its level on both sides.
    av_opt_set_double(made, "rematrix_maxval", 1.0, 0);
    constexpr double kBoth[2] = {1.0, 1.0};
    if (mono) code = swr_set_matrix(made, kBoth, 1);
    if (code < 0 || swr_init(made) < 0) return false;
    input_rate = frame->sample_rate;
    input_format = frame->format;
    input_channels = frame->ch_layout.nb_channels;
    return true;
}

std::int64_t AudioSource::Impl::start_of_frame() {
    const AVRational base = demuxer->stream(stream).time_base;
    const std::int64_t pts =
        frame->pts != AV_NOPTS_VALUE ? frame->pts : frame->best_effort_timestamp;
    if (pts == AV_NOPTS_VALUE) return next_input.value_or(0);
    std::int64_t start = ((seconds(pts, base) - zero_s) * Rational(frame->sample_rate)).round();
    if (!origin_known) {
        origin = start + frame->nb_samples;
        origin_known = true;
        return start;
    }
    if (grid == 0 && codec->codec_id != AV_CODEC_ID_VORBIS) grid = frame->nb_samples;
    // Where ticks are coarser than samples (Matroska's milliseconds) frames lie on a grid of their
    // own length: the tick only says which one it is.
    const Rational tick(base.num, base.den);
    const Rational sample(1, frame->sample_rate);
    if (tick > sample && grid > 0) {
        const std::int64_t on_grid = origin + Rational(start - origin, grid).round() * grid;
        const Rational off = Rational(on_grid - start) * sample;
        // The origin, this time and what a decoder trims off are each rounded to a tick.
        const Rational rounding = tick * Rational(2);
        if (off <= rounding && -off <= rounding) start = on_grid;
    }
    return start;
}

void AudioSource::Impl::convert(const std::uint8_t* const* input, int samples) {
    const int room = swr_get_out_samples(resampler.get(), samples);
    if (room <= 0) return;
    if (ready_used == ready.size()) {
        ready.clear();
        ready_used = 0;
        ready_at = next_output;
    }
    const std::size_t before = ready.size();
    ready.resize(before + static_cast<std::size_t>(room) * kChannels);
    auto* output = reinterpret_cast<std::uint8_t*>(ready.data() + before);
    // FFmpeg 5 takes a pointer to pointers to mutable input, which it does not change.
    const int made = swr_convert(resampler.get(), &output, room,
                                 const_cast<const std::uint8_t**>(input), samples);
    const int kept = std::max(made, 0);
    ready.resize(before + static_cast<std::size_t>(kept) * kChannels);
    next_output += kept;
}

void AudioSource::Impl::push_silence(std::int64_t samples) {
    constexpr int kBlock = 4096;
    std::uint8_t** silence = nullptr;
    const auto format = static_cast<AVSampleFormat>(input_format);
    if (av_samples_alloc_array_and_samples(&silence, nullptr, input_channels, kBlock, format, 0) <
        0)
        return;
    av_samples_set_silence(silence, 0, kBlock, input_channels, format);
    for (; samples > 0; samples -= kBlock)
        convert(silence, static_cast<int>(std::min<std::int64_t>(samples, kBlock)));
    av_freep(&silence[0]);
    av_freep(&silence);
}

void AudioSource::Impl::feed_frame() {
    if (frame->sample_rate <= 0 || frame->nb_samples <= 0) return;
    const bool changed = input_rate != frame->sample_rate || input_format != frame->format ||
                         input_channels != frame->ch_layout.nb_channels;
    if (changed && !set_up_resampler()) return;
    if (changed) next_input.reset();
    std::int64_t start = start_of_frame();
    std::int64_t skip = 0;
    if (!next_input) {
        // The resampler's first output lies on its first input: begin where an input sample falls
        // on the 48 kHz grid (every 147th of 44.1 kHz), so that every seek gives the same samples.
        const std::int64_t common = std::gcd(input_rate, kSampleRate);
        const std::int64_t step = input_rate / common;
        skip = ((-start % step) + step) % step;
        if (skip >= frame->nb_samples) return;
        next_output = (start + skip) / step * (kSampleRate / common);
        next_input = start + skip;
    } else {
        const Rational off(start - *next_input, input_rate);
        const bool believable = off < kMaxGap && -off < kMaxGap;
        if (believable && off > kJitter) {
            push_silence(start - *next_input);
            next_input = start;
        } else if (believable && -off > kJitter) {
            skip = *next_input - start;
            if (skip >= frame->nb_samples) return;
        } else {
            start = *next_input;
        }
    }
    const int used = frame->nb_samples - static_cast<int>(skip);
    const std::int64_t offset = skip * bytes_per_step(*frame);
    const int planes = av_sample_fmt_is_planar(static_cast<AVSampleFormat>(frame->format)) != 0
                           ? input_channels
                           : 1;
    std::vector<const std::uint8_t*> input(static_cast<std::size_t>(planes));
    for (std::size_t i = 0; i < input.size(); ++i) input[i] = frame->extended_data[i] + offset;
    convert(input.data(), used);
    *next_input += used;
}

bool AudioSource::Impl::decode_more() {
    while (!ended) {
        const int code = avcodec_receive_frame(codec.get(), frame.get());
        if (code >= 0) {
            feed_frame();
            decoded = std::min(decoded + 1, 2);
            av_frame_unref(frame.get());
            return true;
        }
        if (code == AVERROR_EOF || draining) {
            ended = true;
            if (resampler) convert(nullptr, 0); // The last samples in its filter.
            return true;
        }
        const int read = demuxer->read(*packet);
        draining = read < 0;
        if (read >= 0 && packet->size == 0) continue;
        avcodec_send_packet(codec.get(), draining ? nullptr : packet.get());
    }
    return false;
}

AudioSource::AudioSource(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
AudioSource::~AudioSource() = default;
AudioSource::AudioSource(AudioSource&&) noexcept = default;
AudioSource& AudioSource::operator=(AudioSource&&) noexcept = default;

Result<AudioSource> AudioSource::open(const std::filesystem::path& path, int stream) {
    Result<std::unique_ptr<Demuxer>> demuxer = Demuxer::open(path, {});
    if (!demuxer) return demuxer.error();
    auto impl = std::make_unique<Impl>();
    impl->demuxer = std::move(demuxer).value();
    const std::vector<int> streams = impl->demuxer->audio_streams();
    if (stream < 0 || static_cast<std::size_t>(stream) >= streams.size())
        return Error{ErrorCode::Unsupported,
                     "cannot play '" + path.string() + "': it has " +
                         (streams.empty() ? std::string("no sound")
                                          : "only " + std::to_string(streams.size()) +
                                                " audio streams; choose one of them")};
    impl->stream = streams[static_cast<std::size_t>(stream)];
    impl->description = describe_container(*impl->demuxer).audio[static_cast<std::size_t>(stream)];
    if (Result<Done> opened = impl->open_codec(); !opened) return opened.error();
    const std::optional<Rational> picture = first_picture_time(*impl->demuxer);
    impl->demuxer->only(impl->stream);
    const AVStream& sound = impl->demuxer->stream(impl->stream);
    if (picture)
        impl->zero_s = *picture;
    else if (sound.start_time != AV_NOPTS_VALUE)
        impl->zero_s = seconds(sound.start_time, sound.time_base);
    AudioSource source(std::move(impl));
    // Proves that the sound decodes and fixes the grid of frames, from the very first one.
    Impl& opened = *source.impl_;
    clear_log_line();
    avformat_seek_file(const_cast<AVFormatContext*>(&opened.demuxer->context()), opened.stream,
                       INT64_MIN, INT64_MIN + 1, INT64_MAX, 0);
    while (opened.grid == 0 && opened.decoded < 2 && opened.decode_more()) {
    }
    if (!opened.origin_known) return ffmpeg_error(AVERROR_INVALIDDATA, "decode the sound of", path);
    if (Result<Done> sought = source.seek(0); !sought) return sought.error();
    return source;
}

const AudioDescription& AudioSource::description() const { return impl_->description; }

Result<Done> AudioSource::seek(std::int64_t sample) {
    Impl& self = *impl_;
    if (sample < 0)
        return Error{ErrorCode::InvalidArgument, "cannot seek the sound of '" +
                                                     self.demuxer->path().string() +
                                                     "' before its first sample"};
    self.position = sample;
    const AVRational base = self.demuxer->stream(self.stream).time_base;
    const Rational target = Rational(sample, kSampleRate) + self.zero_s;
    for (const Rational& back : std::array<Rational, 4>{kPreroll, 1, 8, 1 << 20}) {
        const Rational from = target - back;
        const std::int64_t time = (from / Rational(base.num, base.den)).floor();
        // The first packet must lie at or before the time asked for, or be the file's first.
        const bool moved = self.demuxer->seek(self.stream, time);
        self.restart();
        if (!moved) continue;
        while (self.ready.empty() && self.decode_more()) {
        }
        if (self.ended || self.ready_at <= sample) return Done{};
    }
    // Sound that starts after the sample asked for: the file's start, with silence before it.
    avformat_seek_file(const_cast<AVFormatContext*>(&self.demuxer->context()), self.stream,
                       INT64_MIN, INT64_MIN + 1, INT64_MAX, 0);
    self.restart();
    return Done{};
}

Result<std::int64_t> AudioSource::read(std::span<float> interleaved) {
    Impl& self = *impl_;
    const auto wanted = static_cast<std::int64_t>(interleaved.size() / kChannels);
    std::int64_t done = 0;
    while (done < wanted) {
        if (self.ready_used == self.ready.size()) {
            if (!self.decode_more()) break;
            continue;
        }
        float* out = interleaved.data() + done * kChannels;
        const auto available =
            static_cast<std::int64_t>((self.ready.size() - self.ready_used) / kChannels);
        const std::int64_t ahead = self.ready_at - self.position;
        std::int64_t count = wanted - done;
        if (ahead > 0) { // Sound that begins after the picture.
            count = std::min(count, ahead);
            std::fill_n(out, count * kChannels, 0.0F);
        } else {
            const std::int64_t used =
                ahead < 0 ? std::min(-ahead, available) : std::min(count, available);
            if (ahead == 0) {
                std::copy_n(self.ready.data() + self.ready_used, used * kChannels, out);
                count = used;
            } else {
                count = 0; // Before the position: prerolled or earlier than the picture.
            }
            self.ready_used += static_cast<std::size_t>(used * kChannels);
            self.ready_at += used;
        }
        self.position += count;
        done += count;
    }
    return done;
}

} // namespace seamline::decode
