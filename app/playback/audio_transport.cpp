// app/playback/audio_transport.cpp: AudioTransport.
#include "app/playback/audio_transport.h"

#include <algorithm>
#include <cmath>

namespace seamline::playback {

namespace {

constexpr std::int64_t kForever = INT64_MAX;

std::int64_t frames_to(double distance, double speed) {
    const double frames = std::ceil(distance / speed);
    return frames < 1e18 ? std::max<std::int64_t>(static_cast<std::int64_t>(frames), 1) : kForever;
}

/// The run `elapsed` frames after `transport.position`, for a positive speed.
AudioTransport::Run forward_run(const AudioTransport& transport, double elapsed) {
    const double raw = transport.position + elapsed * transport.speed;
    const double begin = transport.loop_begin;
    const double end = transport.loop_end;
    if (end <= begin || transport.position >= end) return {raw, transport.speed, kForever};
    if (raw < end) return {raw, transport.speed, frames_to(end - raw, transport.speed)};
    const double length = end - begin;
    if (!transport.ping_pong) {
        const double position = begin + std::fmod(raw - end, length);
        return {position, transport.speed, frames_to(end - position, transport.speed)};
    }
    const double phase = std::fmod(raw - end, 2 * length);
    if (phase < length) {
        return {end - phase, -transport.speed, frames_to(length - phase, transport.speed)};
    }
    return {begin + (phase - length), transport.speed,
            frames_to(2 * length - phase, transport.speed)};
}

AudioTransport::Run run_after(const AudioTransport& transport, double elapsed) {
    if (transport.speed >= 0) return forward_run(transport, elapsed);
    // Reverse is forward on the mirrored axis.
    AudioTransport mirror = transport;
    mirror.position = -transport.position;
    mirror.speed = -transport.speed;
    mirror.loop_begin = -transport.loop_end;
    mirror.loop_end = -transport.loop_begin;
    const AudioTransport::Run run = forward_run(mirror, elapsed);
    return {-run.position, -run.velocity, run.frames};
}

} // namespace

AudioTransport::Run AudioTransport::run_at(std::int64_t frame) const {
    if (!playing || speed == 0) return {position, 0, kForever};
    const std::int64_t elapsed = at_frame == kAtNextRender ? 0 : frame - at_frame;
    if (elapsed < 0) return {position, 0, -elapsed};
    if (play_frames < 0) return run_after(*this, static_cast<double>(elapsed));
    if (elapsed >= play_frames) {
        return {run_after(*this, static_cast<double>(play_frames)).position, 0, kForever};
    }
    Run run = run_after(*this, static_cast<double>(elapsed));
    run.frames = std::min(run.frames, play_frames - elapsed);
    return run;
}

double AudioTransport::position_at(double frame) const {
    if (!playing || speed == 0 || at_frame == kAtNextRender) return position;
    const double elapsed = std::max(frame - static_cast<double>(at_frame), 0.0);
    const double limit = play_frames < 0 ? elapsed : static_cast<double>(play_frames);
    return run_after(*this, std::min(elapsed, limit)).position;
}

} // namespace seamline::playback
