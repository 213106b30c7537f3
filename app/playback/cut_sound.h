// app/playback/cut_sound.h: the sound of a cut, made of its media's as the edit says.
#pragma once

#include "app/playback/audio_samples.h"
#include "app/playback/audio_track.h"
#include "app/playback/cut_program.h"
#include "decode/media/media_description.h"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace seamline::playback {

/// A stretch of a cut's sound.
struct SoundPiece {
    std::int64_t first = 0;    ///< Samples of the cut, from its record frame 0.
    std::int64_t end = 0;      ///< Exclusive.
    double source_first = 0;   ///< The medium's sample at `first`.
    double rate = 1;           ///< Medium samples per sample; negative: reverse. Silent above 2.
    std::int64_t fade_in = 0;  ///< Samples from `first` over which it comes, linear ...
    std::int64_t fade_out = 0; ///< ... and before `end` over which it goes.
    std::shared_ptr<const AudioSamples> samples;
};

/// Pieces, which may overlap, as one sound. A piece whose `rate` is not 1 or -1 changes its pitch,
/// read with linear interpolation: what keeps its pitch comes as samples that run at 1 already.
///
/// Threads: immutable, safe.
class CutSamples final : public AudioSamples {
public:
    explicit CutSamples(std::vector<SoundPiece> pieces);

    bool read(std::int64_t first, std::span<float> interleaved) const noexcept override;

private:
    std::vector<SoundPiece> pieces_;      ///< Ascending `first`.
    std::vector<std::int64_t> last_ends_; ///< The largest `end` of the pieces up to each.
};

/// A stretch before its medium is open.
struct PlannedSound {
    EventPlace event;
    std::filesystem::path path;
    SoundPiece piece; ///< Without samples; `source_first` counts media time.
    /// Sample of the cut from which the event is heard, maybe in an earlier piece: retimed sound is
    /// filtered from there, so that its pieces join.
    std::int64_t heard_from = 0;
};

/// What is heard of an edit: the events of its enabled audio tracks; when it has none, the sound of
/// the pictures that are seen. Ascending by `piece.first`. Retimed between 0.25 and 4 times it
/// keeps its pitch (see keeps_pitch); slower it is lower, faster it is silent.
std::vector<PlannedSound> planned_sounds(const CutProgram& program);

/// Opens the sound of what is near the playhead and closes what is far from it.
///
/// Threads: confined to one thread at a time; `samples` may be read by any.
class CutSound {
public:
    /// How far around the playhead media are open, in samples.
    static constexpr std::int64_t kAhead = std::int64_t{8} * 48000;
    static constexpr std::int64_t kBehind = std::int64_t{2} * 48000;

    explicit CutSound(std::shared_ptr<const CutProgram> program);
    ~CutSound();
    CutSound(CutSound&&) noexcept;
    CutSound& operator=(CutSound&&) noexcept;

    /// Says where the cut is heard. Whether `samples` is another one than before. Cheap.
    bool follow(std::int64_t sample);
    /// Never null.
    std::shared_ptr<const AudioSamples> samples() const { return samples_; }
    /// Waits at most `timeout_ms` until everything within `ahead` samples of the playhead is in
    /// memory or failed; whether it is. Follow again after it.
    bool wait_for(std::int64_t ahead, int timeout_ms);

private:
    /// What its own thread finds out of a file.
    struct MediumFacts {
        std::optional<VideoDescription> video; ///< Read once `known`.
        std::atomic<bool> known{false};
    };
    struct Medium {
        std::shared_ptr<MediumFacts> facts;
        std::shared_ptr<AudioTrack> track;
    };

    /// How samples are read for a piece: sample `first` of them at its first one, then by `rate`.
    struct Reading {
        double first = 0;
        double rate = 1;
    };

    Medium opened(std::size_t planned) const;
    std::optional<Reading> reading(std::size_t planned) const;
    void rebuild();

    std::shared_ptr<const CutProgram> program_;
    std::vector<PlannedSound> planned_;
    /// Of the stretches near the playhead, by their place in `planned_`: two stretches of one file
    /// may lie far apart in it.
    std::map<std::size_t, Medium> media_;
    std::size_t known_ = 0; ///< Media whose facts are in `samples_`.
    std::int64_t playhead_ = 0;
    std::shared_ptr<const CutSamples> samples_;
};

} // namespace seamline::playback
