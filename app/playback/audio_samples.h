// app/playback/audio_samples.h: sound that can be read at any place without waiting.
#pragma once

#include <cstdint>
#include <span>

namespace seamline::playback {

/// 48 kHz stereo sound on its own time axis; what lies outside it is silence.
class AudioSamples {
public:
    virtual ~AudioSamples() = default;

    /// Copies the samples from `first` (any value) on into `interleaved` (left and right, so a
    /// multiple of 2 floats). What is not in memory yet reads as silence. Returns whether all of it
    /// was there; silence before the start and after a known end is.
    ///
    /// Threads: safe; neither locks nor allocates, so it may be called on the audio thread.
    virtual bool read(std::int64_t first, std::span<float> interleaved) const noexcept = 0;
};

} // namespace seamline::playback
