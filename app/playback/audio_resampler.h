// app/playback/audio_resampler.h: sound read at any speed, forwards or backwards.
#pragma once

#include "app/playback/audio_samples.h"

#include <cstdint>
#include <memory>
#include <span>

namespace seamline::playback {

/// Reads AudioSamples along a straight line of positions, so that pitch follows speed as on tape.
/// Steps of exactly +-1 sample from whole positions copy the samples bit for bit; anything else
/// goes through a Kaiser-windowed sinc that also keeps what would alias out of faster steps.
///
/// Threads: `read` neither locks nor allocates; confined to one thread at a time.
class AudioResampler {
public:
    static constexpr std::int64_t kMaxFrames = 256; ///< In one call.
    static constexpr double kMaxStep = 4.0;         ///< Samples of the source per frame, absolute.

    AudioResampler();
    ~AudioResampler();
    AudioResampler(AudioResampler&&) noexcept;
    AudioResampler& operator=(AudioResampler&&) noexcept;

    /// Fills `interleaved` (at most kMaxFrames stereo frames): frame i is the sound at
    /// `position + i * step`. `step` is not 0 and within kMaxStep. Returns as AudioSamples::read.
    bool read(const AudioSamples& samples, double position, double step,
              std::span<float> interleaved) noexcept;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace seamline::playback
