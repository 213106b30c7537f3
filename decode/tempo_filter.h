// decode/tempo_filter.h: sound made faster or slower at its own pitch.
#pragma once

#include "decode/media/result.h"

#include <cstdint>
#include <memory>
#include <span>

namespace seamline::decode {

/// FFmpeg's "atempo" (waveform similarity overlap-add): 48 kHz stereo in, the same sound out,
/// `tempo` times as fast. The sound that goes in at sample n comes out near sample n / tempo,
/// within a window of the filter (43 ms), whatever the length. The same input gives the same
/// output, however it is cut into blocks.
///
/// Threads: confined to one thread at a time.
class TempoFilter {
public:
    static constexpr double kSlowest = 0.25;
    static constexpr double kFastest = 4;

    /// `tempo` in [kSlowest, kFastest], else InvalidArgument. Errors: Unsupported (a libavfilter
    /// without the filter).
    static Result<TempoFilter> open(double tempo);
    ~TempoFilter();
    TempoFilter(TempoFilter&&) noexcept;
    TempoFilter& operator=(TempoFilter&&) noexcept;

    /// Left and right, a multiple of 2 floats.
    Result<Done> add(std::span<const float> interleaved);
    /// There is no more; what the filter still has comes out.
    Result<Done> finish();
    /// Fills `interleaved` as far as sound has come out; returns the samples per channel.
    Result<std::int64_t> take(std::span<float> interleaved);

private:
    struct Impl;
    explicit TempoFilter(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

} // namespace seamline::decode
