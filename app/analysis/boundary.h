// app/analysis/boundary.h: the cuts of a review as places in media, wherever they come from.
#pragma once

#include "app/analysis/cut_detector.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace seamline::analysis {

/// Frames [first, end) of a medium that are one shot.
struct ShotRange {
    std::size_t source = 0; ///< Index into the review's media.
    std::int64_t first = 0;
    std::int64_t end = 0;
};

struct ComparedFrames {
    std::int64_t outgoing = 0;
    std::int64_t incoming = 0;
};

/// A cut: the shot that goes out, and the one that comes in.
struct Boundary {
    ShotRange outgoing;
    ShotRange incoming;
    /// Of the incoming medium: its first frame, or the first one of the transition.
    std::int64_t frame = 0;
    CutKind kind = CutKind::Hard;
    std::int64_t length = 0; ///< Frames of the transition between them.
    double confidence = 1;
    /// The frames that are compared, where they do not follow from the shots (retimes).
    std::optional<ComparedFrames> compared;
    std::optional<std::int64_t> record_frame; ///< First incoming frame on a timeline's record.
    std::size_t timeline = 0;                 ///< Which one of several `record_frame` is of.
    std::string record_timecode;              ///< Of `record_frame`; empty inside a medium.
    bool is_live_action = false;              ///< Both shots, as far as is known.
    std::string event; ///< Name of the incoming event; empty inside a medium.
};

/// Shots between the cuts of one medium and its ends, as boundaries of neighbours. Frames of a
/// transition belong to neither shot.
std::vector<Boundary> boundaries_of(std::size_t source, std::int64_t frame_count,
                                    std::span<const DetectedCut> cuts);

/// The frames that are compared at a boundary: one frame away from it on either side, because the
/// frames next to a cut are often blended; next to it where a shot is shorter than three frames.
ComparedFrames compared_frames(const Boundary& boundary);

} // namespace seamline::analysis
