// app/playback/stretched_sound.h: a stretch of a medium's sound at another speed and its own pitch.
#pragma once

#include "app/playback/audio_track.h"
#include "decode/media/result.h"
#include "decode/tempo_filter.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace seamline::playback {

/// Whether sound at `rate` (medium samples per sample; negative: reverse) keeps its pitch. Within
/// 0.2 % of the medium's speed (24 against 23.976) the pitch is 3.5 cents off, which nobody hears,
/// and the samples are left in their order; outside of decode::TempoFilter's range it follows the
/// speed.
bool keeps_pitch(double rate);

/// The medium's sound from one of its samples on, `rate` times as fast at the same pitch; a
/// negative rate runs back from there. Sample n is heard where the medium's sample first + n * rate
/// would be.
///
/// To begin in the middle it is filtered in stretches of kRun samples, which are faded into each
/// other: what is heard at a place does not depend on where reading began.
///
/// Threads: confined to one thread at a time. Blocks: as the reader.
class StretchedSound {
public:
    static constexpr std::int64_t kRun = std::int64_t{20} * 48000;
    static constexpr std::int64_t kFade = 960; ///< 20 ms.

    /// `medium` is read from any sample >= 0 on; before 0 it is silent. `rate` with keeps_pitch.
    StretchedSound(PcmReader medium, std::int64_t first, double rate);

    /// As PcmReader, `first` >= 0.
    Result<std::int64_t> read(std::int64_t first, std::span<float> interleaved);

private:
    /// One filter on its way through a stretch.
    struct Run {
        std::int64_t index = 0;
        std::int64_t next = 0; ///< Sample of the result that comes out next.
        std::int64_t fed = 0;  ///< Samples that went in.
        bool at_end = false;   ///< Nothing more goes in.
        decode::TempoFilter filter;
    };

    Result<Done> start(std::optional<Run>& run, std::int64_t index);
    Result<Done> feed(Run& run);
    /// From `first` on, which is at or behind where the run is.
    Result<std::int64_t> read_run(std::optional<Run>& run, std::int64_t index, std::int64_t first,
                                  std::span<float> interleaved);
    Result<std::int64_t> read_medium(std::int64_t first, std::span<float> interleaved);
    Result<Done> fade_from_before(std::int64_t index, std::int64_t first,
                                  std::span<float> interleaved);

    PcmReader medium_;
    std::int64_t first_ = 0;
    double rate_ = 1;
    std::optional<Run> run_;
    std::optional<Run> before_; ///< Goes on past its end while the next one is faded in.
    std::vector<float> block_;
};

} // namespace seamline::playback
