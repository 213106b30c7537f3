// app/playback/audio_mixer.h: what is heard: sources, their levels, the transport, and soft joins.
#pragma once

#include "app/playback/audio_samples.h"
#include "app/playback/audio_transport.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace seamline::playback {

/// One source as it is to be heard.
struct AudioVoice {
    std::shared_ptr<const AudioSamples> samples; ///< Null: a source without sound.
    float gain = 1;          ///< Linear, at least 0; loudness match goes in here.
    bool muted = false;      ///< Wins over everything.
    bool soloed = false;     ///< While any source is soloed, only soloed ones are heard.
    double rate = 1;         ///< Source samples per session sample, above 0.
    std::int64_t origin = 0; ///< The source sample at session position 0 (in-point, alignment).
    std::int64_t offset_samples = 0; ///< Heard later by this much; negative is earlier.

    friend bool operator==(const AudioVoice&, const AudioVoice&) = default;
};

/// Milliseconds as `AudioVoice::offset_samples`.
constexpr std::int64_t offset_of_ms(double ms) {
    return static_cast<std::int64_t>(ms * 48.0 + (ms < 0 ? -0.5 : 0.5));
}

struct AudioMix {
    std::vector<AudioVoice> voices;
    /// The one source that is heard when none is soloed; absent: the mix of all, each at 1 / n of
    /// its gain for n heard sources, so that takes of one scene do not add up to clipping.
    std::optional<std::size_t> chosen;
    float gain = 1;     ///< Linear, of the whole.
    bool muted = false; ///< Of the whole.

    friend bool operator==(const AudioMix&, const AudioMix&) = default;
};

/// The gain with which each voice is heard, 0 when it is not.
std::vector<float> heard_gains(const AudioMix& mix);

/// What the mixer did since the last look.
struct AudioLevels {
    std::array<float, 2> peak{};      ///< Largest absolute sample, left and right, before clipping.
    std::int64_t clipped_samples = 0; ///< Samples held back at +-1.
    std::int64_t missing_frames = 0;  ///< Frames with sound that was not in memory yet.
};

/// Mixes the sources along the transport. Above twofold speed it is silent; up to there pitch
/// follows speed and reverse plays reversed. Every jump (seek, loop, stop, mute, gain, speed,
/// source) is a linear cross-fade of kFadeFrames from what would have come to what comes.
///
/// Threads: `render` belongs to the audio thread: it neither locks, allocates, frees nor waits.
/// Everything else belongs to the one thread that made the mixer (the player's) and never waits for
/// the audio thread. Sources are dropped on the player's thread, in `set` or `take_levels`.
class AudioMixer {
public:
    static constexpr std::int64_t kFadeFrames = 240; ///< 5 ms
    static constexpr double kMaxSpeed = 2.0;         ///< Above: muted.

    AudioMixer();
    ~AudioMixer();
    AudioMixer(const AudioMixer&) = delete;
    AudioMixer& operator=(const AudioMixer&) = delete;

    void set(const AudioMix& mix);
    void set(const AudioTransport& transport);
    /// Both at once, with one fade.
    void set(const AudioMix& mix, const AudioTransport& transport);
    /// Call it on every tick: also drops sources that are no longer heard.
    AudioLevels take_levels();

    /// Fills `interleaved` (stereo, any length) with the device's frames from `first_frame` on.
    /// Going back renders frames anew; the device must then replace what it still holds of them.
    void render(std::span<float> interleaved, std::int64_t first_frame) noexcept;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// The transport that lets one picture be heard on a step while paused: `frames` frames (about one
/// picture, at least 20 ms) from session position `position` on, in the direction of the step.
AudioTransport scrub_transport(double position, double frames, bool backwards);

} // namespace seamline::playback
