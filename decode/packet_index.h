// decode/packet_index.h: every packet of a video stream, and which frame it becomes. Private to
// decode/.
#pragma once

#include "decode/demuxer.h"
#include "decode/media/result.h"
#include "decode/video_source.h"

#include <cstdint>
#include <vector>

namespace seamline::decode {

/// Found by reading packets without decoding.
class PacketIndex {
public:
    struct Packet {
        std::int64_t pts = AV_NOPTS_VALUE; ///< Stream time base.
        std::int64_t dts = AV_NOPTS_VALUE;
        std::int64_t duration = 0;
        bool key = false;
        bool shown = true;       ///< False for what an edit list cuts and for hidden references.
        std::int64_t frame = -1; ///< Presentation number; -1 when not shown.
    };

    /// Reads the stream chosen by `demuxer.only(stream)` from its present position to the end.
    /// Errors: Corrupt (no packet); Cancelled; TooLarge.
    static Result<PacketIndex> scan(Demuxer& demuxer, int stream);

    /// In decode order.
    const std::vector<Packet>& packets() const { return packets_; }
    std::int64_t frame_count() const { return static_cast<std::int64_t>(shown_.size()); }

    /// False when the container has no presentation times: then frames are counted from the start
    /// of the stream as they leave the decoder, and only the first packet is a place to start from.
    bool timed() const { return timed_; }

    /// The frame with this presentation time that is not below `at_least`, or -1.
    std::int64_t frame_at_pts(std::int64_t pts, std::int64_t at_least) const;
    /// The packet's place in decode order, or -1 when it is none of those scanned.
    std::int64_t number_of(const AVPacket& packet) const;
    /// The packet to feed first so that `frame`, a key of `frames()`, comes out.
    std::int64_t first_packet(std::int64_t frame) const;

    /// Drops the first `count` frames, which a decoder starting at the first packet cannot show:
    /// the leading pictures of an open GOP whose references are not in the file.
    void drop_leading(std::int64_t count);

    /// `nominal` is used for the length of the last frame when its packet does not say it, and for
    /// all times of an untimed stream.
    FrameIndex frames(AVRational time_base, Rational nominal) const;

private:
    void number_frames();

    bool timed_ = true;
    std::vector<Packet> packets_;
    std::vector<std::int64_t> shown_;  ///< Packet numbers in presentation order.
    std::vector<std::int64_t> by_pts_; ///< All packet numbers, by presentation time.
};

/// The nominal rate of the frames: a standard or tagged rate that explains every time to within a
/// tick, else (`variable`) the average.
struct FrameRate {
    Rational rate;
    bool variable = false;
};
FrameRate measure_frame_rate(const FrameIndex& index, const AVStream& stream);

} // namespace seamline::decode
