// app/playback/loudness.h: EBU R128 loudness of a source, and gains that make sources equally loud.
#pragma once

#include "decode/media/result.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace seamline::playback {

/// What a whole track measures. Source: EBU R 128 (2020), ITU-R BS.1770-4, EBU Tech 3341 and 3342.
/// Silence has no loudness: the value is then absent.
struct Loudness {
    std::optional<double> integrated_lufs;
    std::optional<double> range_lu;            ///< Absent under 3 s of sound.
    std::optional<double> max_momentary_lufs;  ///< 400 ms window.
    std::optional<double> max_short_term_lufs; ///< 3 s window.
    std::optional<double> true_peak_dbtp;      ///< The louder channel, 4 times oversampled.

    friend bool operator==(const Loudness&, const Loudness&) = default;
};

/// The loudness in the windows that end at one point of a track.
struct LoudnessPoint {
    float momentary_lufs = 0;  ///< -infinity for silence.
    float short_term_lufs = 0; ///< -infinity for silence; the window grows over the first 3 s.
};

/// Samples per channel between two LoudnessPoints: 100 ms.
inline constexpr std::int64_t kLoudnessStep = 4800;

/// Measures 48 kHz stereo sound given from its start to its end.
///
/// Threads: confined to one thread at a time. Throws std::bad_alloc.
class LoudnessMeter {
public:
    LoudnessMeter();
    ~LoudnessMeter();
    LoudnessMeter(LoudnessMeter&&) noexcept;
    LoudnessMeter& operator=(LoudnessMeter&&) noexcept;

    /// Takes the next samples, left and right interleaved. Returns the points completed by them,
    /// one for every kLoudnessStep samples since the start.
    std::vector<LoudnessPoint> add(std::span<const float> interleaved);
    /// Of everything added so far.
    Loudness result() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// Linear gains that bring every source to one integrated loudness, for comparing by ear: to
/// `target_lufs`, or to the quietest source when absent (so that nothing is ever made louder).
/// A source without a loudness keeps gain 1. With a target, a gain above 1 is held back where the
/// true peak would pass -1 dBTP (EBU R 128's permitted maximum).
std::vector<float> matched_gains(std::span<const Loudness> sources,
                                 std::optional<double> target_lufs = std::nullopt);

} // namespace seamline::playback
