// app/playback/audio_track.h: one source's sound in memory, filled by a thread of its own.
#pragma once

#include "app/playback/audio_chunks.h"
#include "app/playback/audio_samples.h"
#include "app/playback/loudness.h"
#include "app/playback/waveform.h"
#include "decode/media/result.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace seamline::playback {

/// Reads stereo samples from sample `first` on into `interleaved`; returns the samples per channel
/// delivered, fewer than asked only at the end. Called on the track's worker only.
using PcmReader =
    std::function<Result<std::int64_t>(std::int64_t first, std::span<float> interleaved)>;

struct AudioTrackOptions {
    /// Sound kept in memory around the playhead, in samples per channel, at least 8 * kChunk; 8
    /// bytes each, so two minutes are 46 MB. A shorter track stays whole.
    std::int64_t resident_samples = std::int64_t{120} * 48000;
    /// Whether loudness and waveform are measured, which reads the whole track once.
    bool measure = true;
};

struct AudioTrackProgress {
    std::int64_t measured_samples = 0;  ///< How far the measuring has come from the start.
    std::optional<std::int64_t> length; ///< Samples per channel; known once the end was read.
    bool resident = false;              ///< The window around the playhead is filled.
    bool measured = false;              ///< `loudness()` is of the whole track.
    std::optional<Error> error;         ///< The track cannot be opened, or breaks off at `length`.
};

/// A source's sound. The chunks around the playhead are loaded first, then the track is measured
/// from its start, then the rest of the window is filled.
///
/// Threads: `read` is safe from any thread and wait-free; everything else belongs to the thread
/// that made the track (the player's). Blocks: only the destructor, for the reading of one chunk.
class AudioTrack final : public AudioSamples {
public:
    static constexpr std::int64_t kChunk = AudioChunks::kSamples; ///< Loaded at a time.

    /// `open` is called first on the worker, and may block on disk there; an error ends up in
    /// `progress().error` and the track is silent.
    explicit AudioTrack(std::function<Result<PcmReader>()> open, AudioTrackOptions options = {});
    ~AudioTrack() override;
    AudioTrack(const AudioTrack&) = delete;
    AudioTrack& operator=(const AudioTrack&) = delete;

    bool read(std::int64_t first, std::span<float> interleaved) const noexcept override;

    /// Says where the track is being heard, in its own samples, so that the window follows. Cheap:
    /// call it on every tick.
    void set_playhead(std::int64_t sample);
    AudioTrackProgress progress() const;
    /// Waits until the window around the playhead is filled and, if asked for, measured, or failed.
    /// Blocks: for as long as that takes. For tests, commands and exports.
    void wait() const;
    /// The same for at most `timeout_ms`; whether it is so.
    bool wait_for(int timeout_ms) const;

    /// Of what has been measured so far; final once `progress().measured`.
    Loudness loudness() const;
    /// The live meter: momentary and short-term loudness of the sound that ends at `sample`. Absent
    /// before the first 100 ms, past the end and where it has not been measured yet.
    std::optional<LoudnessPoint> loudness_at(std::int64_t sample) const;
    /// Columns of the lane from sample `first` on: from the pyramid, or exact from the samples when
    /// a column is narrower than the pyramid's bin and they are in memory.
    std::vector<WaveformColumn> waveform(double first, double samples_per_column, int count) const;
    /// Bytes of sound in memory.
    std::size_t resident_bytes() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace seamline::playback
