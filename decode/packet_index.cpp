#include "decode/packet_index.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <string>

namespace seamline::decode {
namespace {

constexpr std::size_t kMaxPackets = 50'000'000; // 9 days of 60 frames a second.

/// Some encoders of VP8 and VP9 store a hidden reference picture as a packet of its own; no frame
/// comes out for it. (Frame headers: RFC 6386 section 9.1, VP9 bitstream specification
/// section 6.2.)
bool is_hidden(AVCodecID codec, const AVPacket& packet) {
    if (packet.size < 2) return false;
    const unsigned first = packet.data[0];
    if (codec == AV_CODEC_ID_VP8) return (first & 0x10U) == 0;
    if (codec != AV_CODEC_ID_VP9) return false;
    if ((packet.data[packet.size - 1] & 0xe0U) == 0xc0U)
        return false; // A superframe: one is shown.
    const unsigned profile = ((first >> 5) & 1U) | ((first >> 3) & 2U);
    const unsigned after_profile = profile == 3 ? 5 : 4; // Profile 3 has a reserved bit.
    const unsigned show_existing = (first >> (7 - after_profile)) & 1U;
    if (show_existing != 0) return false;
    const unsigned show_bit = after_profile + 2; // After show_existing_frame and frame_type.
    return ((first >> (7 - show_bit)) & 1U) == 0;
}

std::int64_t order_pts(const PacketIndex::Packet& packet) {
    return packet.pts == AV_NOPTS_VALUE ? INT64_MIN : packet.pts;
}

/// Whether `rate` explains every time: to within a millisecond (files that once went through a
/// container of milliseconds), or a tick where ticks are coarser and do not divide the frame.
bool is_constant(const FrameIndex& index, Rational rate, AVRational time_base) {
    const Rational tick = seconds(1, time_base);
    const bool divides = (Rational(1) / rate / tick).den == 1;
    const Rational millisecond(1, 1000);
    const Rational tolerance = divides || tick < millisecond ? millisecond : tick;
    for (std::size_t i = 0; i < index.frames.size(); ++i) {
        const Rational off = index.frames[i].time_s - Rational(static_cast<std::int64_t>(i)) / rate;
        if (off > tolerance || -off > tolerance) return false;
    }
    return true;
}

} // namespace

Result<PacketIndex> PacketIndex::scan(Demuxer& demuxer, int stream) {
    PacketIndex index;
    const AVCodecID codec = demuxer.stream(stream).codecpar->codec_id;
    const PacketPtr packet = make_packet();
    clear_log_line();
    int code = 0;
    while ((code = demuxer.read(*packet)) >= 0) {
        if (packet->size == 0) continue;
        if (index.packets_.size() >= kMaxPackets)
            return Error{ErrorCode::TooLarge, "cannot index '" + demuxer.path().string() +
                                                  "': more than 50 million frames; cut it first"};
        const bool shown = (packet->flags & AV_PKT_FLAG_DISCARD) == 0 && !is_hidden(codec, *packet);
        index.packets_.push_back({.pts = packet->pts,
                                  .dts = packet->dts,
                                  .duration = packet->duration,
                                  .key = (packet->flags & AV_PKT_FLAG_KEY) != 0,
                                  .shown = shown});
    }
    // A file cut short ends with an error after its last whole packet; what came before stands.
    if (code == AVERROR_EXIT) return ffmpeg_error(code, "index", demuxer.path());
    index.timed_ = std::all_of(index.packets_.begin(), index.packets_.end(),
                               [](const Packet& p) { return !p.shown || p.pts != AV_NOPTS_VALUE; });
    index.number_frames();
    if (index.shown_.empty())
        return ffmpeg_error(code == AVERROR_EOF ? AVERROR_INVALIDDATA : code, "find a frame in",
                            demuxer.path());
    return index;
}

void PacketIndex::number_frames() {
    by_pts_.resize(packets_.size());
    std::iota(by_pts_.begin(), by_pts_.end(), std::int64_t{0});
    const auto packet = [&](std::int64_t number) -> Packet& {
        return packets_[static_cast<std::size_t>(number)];
    };
    if (timed_)
        std::stable_sort(by_pts_.begin(), by_pts_.end(), [&](std::int64_t a, std::int64_t b) {
            return order_pts(packet(a)) < order_pts(packet(b));
        });
    for (const std::int64_t number : by_pts_) {
        if (!packet(number).shown) continue;
        packet(number).frame = frame_count();
        shown_.push_back(number);
    }
}

void PacketIndex::drop_leading(std::int64_t count) {
    for (std::int64_t& number : shown_) {
        Packet& packet = packets_[static_cast<std::size_t>(number)];
        packet.frame = std::max<std::int64_t>(packet.frame - count, -1);
        packet.shown = packet.frame >= 0;
    }
    shown_.erase(shown_.begin(), shown_.begin() + count);
}

std::int64_t PacketIndex::frame_at_pts(std::int64_t pts, std::int64_t at_least) const {
    const auto time = [&](std::int64_t number) {
        return packets_[static_cast<std::size_t>(number)].pts;
    };
    auto found =
        std::lower_bound(shown_.begin(), shown_.end(), pts,
                         [&](std::int64_t number, std::int64_t t) { return time(number) < t; });
    if (found == shown_.end() || time(*found) != pts) return -1;
    // Broken writers give two frames one time: the decoder's order tells them apart.
    std::int64_t frame = found - shown_.begin();
    while (frame < at_least && frame + 1 < frame_count() &&
           time(shown_[static_cast<std::size_t>(frame) + 1]) == pts)
        ++frame;
    return frame;
}

std::int64_t PacketIndex::number_of(const AVPacket& packet) const {
    if (!timed_) return -1;
    const auto at = [&](std::int64_t number) -> const Packet& {
        return packets_[static_cast<std::size_t>(number)];
    };
    const std::int64_t pts = packet.pts == AV_NOPTS_VALUE ? INT64_MIN : packet.pts;
    auto found = std::lower_bound(
        by_pts_.begin(), by_pts_.end(), pts,
        [&](std::int64_t number, std::int64_t t) { return order_pts(at(number)) < t; });
    std::int64_t any = -1;
    for (; found != by_pts_.end() && order_pts(at(*found)) == pts; ++found) {
        if (at(*found).dts == packet.dts) return *found;
        // Right after a seek some demuxers do not know the decode time yet.
        if (any < 0 && pts != INT64_MIN) any = *found;
    }
    return any;
}

std::int64_t PacketIndex::first_packet(std::int64_t frame) const {
    return frame <= 0 ? 0 : shown_[static_cast<std::size_t>(frame)];
}

FrameIndex PacketIndex::frames(AVRational time_base, Rational nominal) const {
    FrameIndex index;
    index.frames.reserve(shown_.size());
    const auto packet = [&](std::size_t i) -> const Packet& {
        return packets_[static_cast<std::size_t>(shown_[i])];
    };
    const Rational frame_length = nominal.num > 0 ? Rational(1) / nominal : Rational(1, 24);
    if (!timed_) {
        for (std::int64_t i = 0; i < frame_count(); ++i)
            index.frames.push_back({Rational(i) * frame_length, i == 0});
        index.end_s = Rational(frame_count()) * frame_length;
        return index;
    }
    const std::int64_t first = packet(0).pts;
    // Two frames at one time: the later one moves by a small part of a tick, since times must rise.
    std::int64_t repeats = 0;
    for (std::size_t i = 0; i < shown_.size(); ++i) {
        repeats = i > 0 && packet(i).pts == packet(i - 1).pts ? repeats + 1 : 0;
        const Rational tick = seconds(1, time_base);
        const Rational time = seconds(packet(i).pts - first, time_base) +
                              (repeats == 0 ? Rational{} : tick * Rational(repeats, 65536));
        index.frames.push_back({time, i == 0 || packet(i).key});
    }
    const std::int64_t last = packet(shown_.size() - 1).duration;
    index.end_s = index.frames.back().time_s + (last > 0 ? seconds(last, time_base) : frame_length);
    return index;
}

FrameRate measure_frame_rate(const FrameIndex& index, const AVStream& stream) {
    const auto count = static_cast<std::int64_t>(index.frames.size());
    const auto tagged = [](AVRational rate) {
        return rate.num > 0 && rate.den > 0 ? Rational(rate.num, rate.den) : Rational{};
    };
    const Rational average = tagged(stream.avg_frame_rate);
    const Rational lowest = tagged(stream.r_frame_rate);
    if (count < 2)
        return {average.num > 0 ? average : lowest.num > 0 ? lowest : Rational(24), false};
    // The commonest ratios first, so that rounded times (Matroska's milliseconds) find 24000/1001
    // and not some fraction near it.
    const std::array<Rational, 20> candidates{
        average,       lowest, {24},           {25},          {30},  {24000, 1001}, {30000, 1001},
        {60000, 1001}, {60},   {50},           {48},          {8},   {16},          {12},
        {15},          {120},  {120000, 1001}, {48000, 1001}, {100}, {10}};
    for (const Rational& rate : candidates)
        if (rate.num > 0 && is_constant(index, rate, stream.time_base)) return {rate, false};
    // One more try: a constant rate that is in no table, such as 7 frames a second.
    const Rational measured = Rational(count - 1) / index.frames.back().time_s;
    if (is_constant(index, measured, stream.time_base)) return {measured, false};
    return {Rational(count) / index.end_s, true};
}

} // namespace seamline::decode
