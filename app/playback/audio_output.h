// app/playback/audio_output.h: the sound server's stream, and the clock that it keeps.
#pragma once

#include "app/playback/audio_clock.h"
#include "decode/media/result.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace seamline::playback {

/// CLOCK_MONOTONIC in nanoseconds: the time of all audio clocks.
std::int64_t monotonic_ns();

struct AudioOutputOptions {
    std::string server;  ///< As PULSE_SERVER; empty: the user's.
    std::string device;  ///< A sink's name; empty: the user's default.
    int latency_ms = 80; ///< Asked for from here to the ear, [20, 500].
};

/// A running stream of 48 kHz stereo floats on a PulseAudio server (or PipeWire's). It runs from
/// open to destruction, silence included, because a clock that never stops need not settle again:
/// pausing the review is the mixer's business. Frames are counted on the device's time line from 0;
/// an underrun does not shift it: what comes too late is not heard.
///
/// Threads: every function is safe from any one thread but the audio thread, which is libpulse's
/// own and runs the render callback. Blocks: `open` and the destructor on the server, for 3 s at
/// most; the others for the length of one render callback.
class AudioOutput {
public:
    /// Fills `interleaved` with the frames from `first_frame` on. Runs on the audio thread: no
    /// locks, no allocations. After `flush` it goes back to frames it has rendered before.
    using Render = std::function<void(std::span<float> interleaved, std::int64_t first_frame)>;

    /// Connects, starts the stream and waits for the first report of its clock.
    /// Errors: Unavailable (no server or no device; the player goes on silent and shows the
    /// message).
    static Result<AudioOutput> open(const AudioOutputOptions& options, Render render);
    ~AudioOutput();
    AudioOutput(AudioOutput&&) noexcept;
    AudioOutput& operator=(AudioOutput&&) noexcept;

    /// The frame audible at `now_ns` (monotonic_ns), not to go back between calls. See AudioClock.
    AudioClockReading clock(std::int64_t now_ns) const;

    /// Renders anew what is queued but can still be replaced, so that a change (seek, mute, speed)
    /// is heard about 20 ms later instead of after the whole latency. Does nothing before the clock
    /// has settled. The clock does not notice. Raises `generation`.
    void flush();
    /// Counts the flushes that took effect.
    std::int64_t generation() const;

    /// Lets the device sleep, for long pauses: the clock stands still until `resume`, and settles
    /// anew.
    void pause();
    void resume();

    /// Why there is no sound any more (the server went away): one line, for a toast. The clock then
    /// runs on by itself; open a new output to try again.
    std::optional<std::string> failure() const;
    /// Times that the device ran out of frames.
    std::int64_t underruns() const;
    /// Frames queued between the render callback and the ear, in seconds.
    double latency_s() const;

private:
    struct Impl;
    explicit AudioOutput(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

} // namespace seamline::playback
