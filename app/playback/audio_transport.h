// app/playback/audio_transport.h: which session time is heard in which frame of the sound device.
#pragma once

#include <cstdint>

namespace seamline::playback {

/// A frame is one stereo sample of the device's own time line at 48 kHz (AudioOutput counts them).
/// Session time is counted in samples of 48 kHz, as a double: exact to a millionth of a sample for
/// a day. The player and the mixer compute with one and the same value of this type, so that
/// picture and sound agree without a message between their threads: the player makes a new one on
/// every play, pause, seek and change of speed, anchored at the frame audible at that moment, and
/// the mixer joins as soon as what is queued in the device allows.
///
/// Threads: a plain value.
struct AudioTransport {
    /// For `at_frame`: the first frame that the mixer renders with this transport.
    static constexpr std::int64_t kAtNextRender = INT64_MIN;

    bool playing = false;
    std::int64_t at_frame = 0; ///< The frame in which `position` is heard; before it is silence.
    double position = 0;       ///< Session samples.
    double speed = 1;          ///< Session samples per frame: negative is reverse. Not 0.
    double loop_begin = 0;     ///< Session samples; a loop runs over [loop_begin, loop_end).
    double loop_end = 0;       ///< Not above loop_begin: no loop.
    bool ping_pong = false;    ///< The loop turns round at its ends instead of jumping.
    std::int64_t play_frames = -1; ///< Stops after so many frames; negative: never.

    /// From some frame on: a straight run.
    struct Run {
        double position = 0;     ///< Session samples at its first frame.
        double velocity = 0;     ///< Session samples per frame; 0 means silence.
        std::int64_t frames = 0; ///< At least 1.
    };
    /// The run that `frame` begins or is in.
    Run run_at(std::int64_t frame) const;
    /// The session position heard in a frame, or between two. When not playing: `position`.
    double position_at(double frame) const;

    friend bool operator==(const AudioTransport&, const AudioTransport&) = default;
};

} // namespace seamline::playback
