// app/playback/waveform.h: the outline of a track's sound at any zoom, for the timeline lane.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace seamline::playback {

/// One column of the lane, over both channels.
struct WaveformColumn {
    float minimum = 0; ///< Lowest sample; nominally [-1, 1].
    float maximum = 0; ///< Highest sample.
    float rms = 0;     ///< Root of the mean square, at least 0.

    friend bool operator==(const WaveformColumn&, const WaveformColumn&) = default;
};

/// The columns of equal ranges of `interleaved` (stereo), computed directly: exact, for zooms finer
/// than WaveformPyramid::kBin. Column i covers samples
/// [floor(i * samples_per_column), floor((i + 1) * samples_per_column)), at least one; columns past
/// the end are zero.
std::vector<WaveformColumn> waveform_of(std::span<const float> interleaved,
                                        double samples_per_column, int columns);

/// Minimum, maximum and mean square of bins of kBin samples, and of 4, 16, ... of them, so that a
/// lane of n columns costs O(n) at any zoom. 12 bytes per 192 samples of sound in all.
///
/// Threads: confined to one thread at a time.
class WaveformPyramid {
public:
    static constexpr std::int64_t kBin = 256; ///< Samples per channel in the finest bin.
    static constexpr std::int64_t kFan = 4;   ///< Bins of one level in a bin of the next.

    /// Takes the next samples from the track's start on, left and right interleaved.
    void add(std::span<const float> interleaved);

    /// Samples per channel added so far.
    std::int64_t samples() const { return samples_; }

    /// Columns from sample `first` (may be negative) on. Column i covers every bin that touches
    /// [first + i * samples_per_column, first + (i + 1) * samples_per_column); the bin still being
    /// filled counts. What lies outside the added sound is zero.
    std::vector<WaveformColumn> columns(double first, double samples_per_column, int count) const;

private:
    struct Bin {
        float minimum = 0;
        float maximum = 0;
        float mean_square = 0;
    };
    struct Sum; // of the bins a column covers

    void append(std::size_t level, const Bin& bin);
    void accumulate(std::int64_t first_bin, std::int64_t end_bin, Sum& sum) const;

    std::vector<std::vector<Bin>> levels_{1};
    std::vector<float> pending_; // interleaved samples of the bin being filled
    std::int64_t samples_ = 0;
};

} // namespace seamline::playback
