// decode/audio_source.h: the sound of one file as 48 kHz stereo float samples.
#pragma once

#include "decode/media/media_description.h"
#include "decode/media/result.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>

namespace seamline::decode {

inline constexpr int kSampleRate = 48000; ///< Hz, of everything this program mixes.
inline constexpr int kChannels = 2;       ///< Interleaved left, right.

/// Decodes and resamples the first (or chosen) audio stream.
///
/// Sample 0 is the presentation time of the file's first *video* frame (of the audio itself when
/// there is no video), so that sound and picture share one time axis: earlier sound is dropped,
/// later sound is preceded by silence.
///
/// Threads: confined to one thread at a time.
/// Blocks: on disk and codec.
class AudioSource {
public:
    /// Errors: NotFound; Unsupported (no audio stream: message says so); Corrupt.
    static Result<AudioSource> open(const std::filesystem::path& path, int stream = 0);
    ~AudioSource();
    AudioSource(AudioSource&&) noexcept;
    AudioSource& operator=(AudioSource&&) noexcept;

    const AudioDescription& description() const;

    /// Moves to `sample` (at 48 kHz, from the time axis above; may be past the end), sample-exact.
    Result<Done> seek(std::int64_t sample);
    /// Fills `interleaved` (size a multiple of 2) from the present position. Returns the samples
    /// per channel delivered; fewer than asked only at the end.
    Result<std::int64_t> read(std::span<float> interleaved);

private:
    struct Impl;
    explicit AudioSource(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

} // namespace seamline::decode
