// app/session/demo_sound.h: the sound of a demo take, computed: a room's tone and one beep.
#pragma once

#include <cstdint>
#include <vector>

namespace seamline::session {

/// Every number a take's sound is made with. Two takes that differ in `gain_db` only differ by that
/// in loudness, whatever measures it.
struct DemoSound {
    float room_dbfs = -28;  ///< RMS of the room's tone over the take, [-90, -12].
    float room_hz = 350;    ///< Its noise falls off above, by 12 dB per octave; [20, 8000].
    float beep_s = 1;       ///< When the beep begins, from the first frame's start on; [0, 600].
    float beep_hz = 1000;   ///< [100, 8000]
    float beep_ms = 250;    ///< How long it takes to die away by 60 dB, [5, 1000].
    float beep_dbfs = -6;   ///< Its first peak, [-60, -6].
    float gain_db = 0;      ///< Of everything, [-30, 6].
    std::uint32_t seed = 1; ///< Of the noise.
};

/// The first sample of the beep, at 48 kHz.
std::int64_t beep_sample(const DemoSound& sound);

/// `samples` samples per channel at 48 kHz, left and right interleaved. The beep is the same in
/// both; the noise is not, as in a room. The same numbers give the same samples.
std::vector<float> demo_sound(const DemoSound& sound, std::int64_t samples);

} // namespace seamline::session
