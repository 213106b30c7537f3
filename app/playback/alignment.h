// app/playback/alignment.h: where sources lie in session time so that the right moments meet.
#pragma once

#include "app/session/session.h"
#include "decode/media/media_description.h"
#include "decode/media/result.h"
#include "decode/video_source.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <vector>

namespace seamline::playback {

/// What alignment needs to know of a source.
struct AlignmentInput {
    session::Timing timing;
    std::optional<std::string> start_timecode;
    Rational frame_rate{24};
};

/// First frames together at session time 0; in-points are cleared.
std::vector<session::Timing> align_by_start(const std::vector<AlignmentInput>& sources);
/// In-points together at session time 0.
std::vector<session::Timing> align_by_in_point(const std::vector<AlignmentInput>& sources);
/// Equal timecodes together, the earliest at session time 0.
/// Errors: NotFound, naming how many sources have no timecode.
Result<std::vector<session::Timing>> align_by_timecode(const std::vector<AlignmentInput>& sources);

/// A frame's look in few numbers: mean luma, [0, 1], of a grid of cells, with the mean removed.
struct FrameSignature {
    static constexpr int kColumns = 16;
    static constexpr int kRows = 9;
    std::array<float, kColumns * kRows> cells{};
};
FrameSignature signature_of(const DecodedFrame& frame);

/// Signatures of every frame of a file, at most `max_frames` from its start. Decodes: call on a
/// worker. Errors: as VideoSource::open; Cancelled.
Result<std::vector<FrameSignature>> signatures_of(const std::filesystem::path& path,
                                                  std::int64_t max_frames,
                                                  const std::function<bool()>& cancelled);

/// A proposed place of B against A.
struct ContentMatch {
    Rational offset_s{0}; ///< Session time to add to B so that its content meets A's.
    /// [0, 1]: how much better the best offset is than any other that is more than two frames away,
    /// times how alike the pictures are there. Under 0.2 the proposal is a guess.
    double confidence = 0;
};

/// Compares the sequences at every offset of whole ticks of `rate` that leaves at least a third of
/// the shorter one (and 8 ticks) overlapping: mean correlation of the signatures, each frame
/// weighted by how much A moves there, so that still stretches decide nothing.
ContentMatch align_by_content(const std::vector<FrameSignature>& a,
                              const decode::FrameIndex& a_index,
                              const std::vector<FrameSignature>& b,
                              const decode::FrameIndex& b_index, const Rational& rate);

} // namespace seamline::playback
