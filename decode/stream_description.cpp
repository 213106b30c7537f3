#include "decode/stream_description.h"

extern "C" {
#include <libavutil/display.h>
#include <libavutil/pixdesc.h>
}

#include <cmath>
#include <cstring>
#include <numbers>
#include <optional>
#include <string>

namespace seamline::decode {
namespace {

std::optional<Orientation> orientation_of(const std::uint8_t* data, std::size_t size) {
    std::int32_t matrix[9] = {};
    if (data == nullptr || size < sizeof matrix) return {};
    std::memcpy(matrix, data, sizeof matrix);
    return read_display_matrix(matrix);
}

std::optional<Orientation> stream_orientation(const AVStream& stream) {
#if LIBAVCODEC_VERSION_MAJOR >= 61
    const AVPacketSideData* found =
        av_packet_side_data_get(stream.codecpar->coded_side_data,
                                stream.codecpar->nb_coded_side_data, AV_PKT_DATA_DISPLAYMATRIX);
    if (found == nullptr) return {};
    return orientation_of(found->data, found->size);
#else
    std::size_t size = 0;
    const std::uint8_t* data = av_stream_get_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, &size);
    return orientation_of(data, size);
#endif
}

std::optional<Orientation> frame_orientation(const AVFrame& frame) {
    const AVFrameSideData* found = av_frame_get_side_data(&frame, AV_FRAME_DATA_DISPLAYMATRIX);
    if (found == nullptr) return {};
    return orientation_of(found->data, found->size);
}

std::optional<std::string> timecode_in(const AVDictionary* metadata) {
    const AVDictionaryEntry* entry = av_dict_get(metadata, "timecode", nullptr, 0);
    if (entry == nullptr || std::strlen(entry->value) < 11) return {};
    return std::string(entry->value);
}

/// On the video stream, else on the container, else on any stream (QuickTime's tmcd track).
std::optional<std::string> start_timecode(const AVFormatContext& context, const AVStream& video) {
    if (auto found = timecode_in(video.metadata)) return found;
    if (auto found = timecode_in(context.metadata)) return found;
    for (unsigned i = 0; i < context.nb_streams; ++i)
        if (auto found = timecode_in(context.streams[i]->metadata)) return found;
    return {};
}

} // namespace

Orientation read_display_matrix(const std::int32_t (&matrix)[9]) {
    // A point (x, y) goes to (a x + c y, b x + d y), y down: (a, b) is where "right" points.
    double a = matrix[0];
    double b = matrix[1];
    const double c = matrix[3];
    const double d = matrix[4];
    Orientation orientation;
    orientation.flipped = a * d - b * c < 0;
    if (orientation.flipped) {
        a = -a;
        b = -b;
    }
    if (a == 0 && b == 0) return orientation;
    const double quarter_turns = std::atan2(b, a) / (std::numbers::pi / 2);
    orientation.rotation = ((static_cast<int>(std::lround(quarter_turns)) % 4 + 4) % 4) * 90;
    return orientation;
}

MediaDescription describe_container(const Demuxer& demuxer) {
    MediaDescription media;
    const AVFormatContext& context = demuxer.context();
    media.path = demuxer.path().string();
    media.container = context.iformat->name;
    for (const int number : demuxer.audio_streams()) {
        const AVStream& stream = demuxer.stream(number);
        AudioDescription audio;
        audio.codec = avcodec_get_name(stream.codecpar->codec_id);
        audio.sample_rate = stream.codecpar->sample_rate;
        audio.channels = stream.codecpar->ch_layout.nb_channels;
        if (stream.duration > 0)
            audio.duration_s = seconds(stream.duration, stream.time_base);
        else if (context.duration > 0)
            audio.duration_s = Rational(context.duration, AV_TIME_BASE);
        media.audio.push_back(std::move(audio));
    }
    const AVDictionaryEntry* entry = nullptr;
    while ((entry = av_dict_get(context.metadata, "", entry, AV_DICT_IGNORE_SUFFIX)) != nullptr)
        media.metadata.emplace_back(entry->key, entry->value);
    return media;
}

VideoDescription describe_picture(const AVCodecContext& codec, const AVFrame& frame,
                                  const DecodedFrame& published) {
    VideoDescription video;
    video.codec = avcodec_get_name(codec.codec_id);
    const char* profile = avcodec_profile_name(codec.codec_id, codec.profile);
    if (profile != nullptr) video.profile = profile;
    video.size = {published.visible.width, published.visible.height};
    const auto format = static_cast<AVPixelFormat>(frame.format);
    if (const AVPixFmtDescriptor* descriptor = av_pix_fmt_desc_get(format)) {
        video.pixel_format = descriptor->name;
        video.bit_depth =
            (descriptor->flags & AV_PIX_FMT_FLAG_PAL) != 0 ? 8 : descriptor->comp[0].depth;
    }
    video.color = published.color;
    video.has_alpha = published.layout.has_alpha;
    video.interlaced = published.interlaced;
    if (frame.sample_aspect_ratio.num > 0 && frame.sample_aspect_ratio.den > 0)
        video.sample_aspect_ratio =
            Rational(frame.sample_aspect_ratio.num, frame.sample_aspect_ratio.den);
    if (const auto orientation = frame_orientation(frame)) {
        video.rotation = orientation->rotation;
        video.flipped = orientation->flipped;
    }
    return video;
}

void describe_stream(const Demuxer& demuxer, int number, AVFrame& frame, VideoDescription& video) {
    AVStream& stream = demuxer.stream(number);
    auto& context = const_cast<AVFormatContext&>(demuxer.context()); // FFmpeg only reads it.
    const AVRational aspect = av_guess_sample_aspect_ratio(&context, &stream, &frame);
    if (aspect.num > 0 && aspect.den > 0)
        video.sample_aspect_ratio = Rational(aspect.num, aspect.den);
    if (const auto orientation = stream_orientation(stream)) {
        video.rotation = orientation->rotation;
        video.flipped = orientation->flipped;
    }
    const AVFieldOrder order = stream.codecpar->field_order;
    if (order != AV_FIELD_UNKNOWN && order != AV_FIELD_PROGRESSIVE) video.interlaced = true;
    video.start_timecode = start_timecode(demuxer.context(), stream);
}

} // namespace seamline::decode
