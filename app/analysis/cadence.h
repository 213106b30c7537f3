// app/analysis/cadence.h: how often a take's picture really changes, and where it flickers,
// flashes, freezes or is black.
#pragma once

#include "app/analysis/frame_features.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace seamline::analysis {

struct FrameRun {
    std::int64_t first = 0;
    std::int64_t length = 0;

    friend bool operator==(const FrameRun&, const FrameRun&) = default;
};

/// A rate that was made of a lower one by repeating frames: "16 in 24" is 2 of 3.
struct TrueCadence {
    int changed = 0;       ///< Frames of a period that differ from the one before.
    int period = 0;        ///< [2, 12]
    Rational frame_rate;   ///< Pictures per second that are new.
    double confidence = 0; ///< Share of frames that follow the pattern, [0, 1].
};

/// A brightness that goes up and down in time with the frames.
struct Flicker {
    double period_frames = 0;   ///< [2, 8]
    double amplitude_codes = 0; ///< Of mean luma, half of peak to peak, 8-bit codes.
    double confidence = 0;      ///< Autocorrelation at the period, [0, 1].
};

struct Cadence {
    /// Frames that repeat the one before, without those of `frozen`.
    std::vector<std::int64_t> duplicates;
    std::vector<FrameRun> frozen; ///< At least half a second without change, in moving footage.
    bool is_still = false;        ///< Nothing changes at all: neither frozen nor duplicated.
    std::optional<TrueCadence> true_cadence;
    std::optional<Flicker> flicker;
    std::vector<FrameRun> flashes; ///< Brighter for one to five frames.
    std::vector<FrameRun> black;
};

/// Of the consecutive frames of one take or shot, fully measured (not for cuts only). Substitutes
/// count as unknown. Deterministic.
Cadence measure_cadence(std::span<const FrameFeatures> frames, Rational frame_rate);

} // namespace seamline::analysis
