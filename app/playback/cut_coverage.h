// app/playback/cut_coverage.h: which record frames of a cut have their pictures; pure arithmetic.
#pragma once

#include "app/playback/cut_program.h"
#include "app/playback/media_pool.h"
#include "app/session/cut.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace seamline::playback {

/// Half-open ranges of frames, ascending, without overlap.
using FrameRanges = std::vector<std::pair<std::int64_t, std::int64_t>>;

/// How a medium of a cut is read, as the cut says it.
MediumKey medium_key(const session::Cut& cut, const std::filesystem::path& path);

/// Which frames of its media a cut shows, worked out once per medium, so that what is cached can be
/// told in every interface frame: in proportion to the segments, with a few comparisons for each.
/// Of a dissolve the outgoing picture counts.
///
/// Threads: one at a time.
class CutCoverage {
public:
    CutCoverage(const session::Cut& cut, const CutProgram& program);

    /// What is known of a medium; false when the cut does not use it. Gives a medium's frames their
    /// places the first time it has an index, and again when that is another one.
    bool know(const MediumKey& medium, const MediaPool::Facts& facts, FrameRanges cached);
    /// Forgets which frames are cached, not where they lie.
    void forget_cached();
    /// Record frames whose picture is cached, or that need none: gaps and slates.
    FrameRanges records() const;

private:
    struct Segment {
        std::int64_t first = 0;
        std::int64_t end = 0;     ///< Exclusive.
        std::int32_t medium = -1; ///< -1: none is needed.
        const interchange::Event* event = nullptr;
        std::int64_t first_frame = 0; ///< Of the medium, at `first` ...
        std::int64_t last_frame = 0;  ///< ... and at `end` - 1; runs evenly between them.
    };
    struct Medium {
        MediumKey key;
        std::vector<std::size_t> segments;
        std::shared_ptr<const decode::FrameIndex> placed; ///< What its segments' frames are from.
        bool is_slate = false; ///< It cannot be read: its events are slates.
        FrameRanges cached;
    };
    void place(Medium& medium, const MediaPool::Facts& facts);

    const CutProgram& program_;
    std::vector<Segment> segments_;
    std::vector<Medium> media_;
    std::unordered_map<std::string, std::vector<std::size_t>> by_path_;
};

} // namespace seamline::playback
