// app/playback/session_mix.h: what a session sounds like, as the mixer's value.
#pragma once

#include "app/playback/audio_mixer.h"
#include "app/playback/loudness.h"
#include "app/session/session.h"

#include <map>
#include <memory>

namespace seamline::playback {

/// The sound of a source that has one.
struct SourceSound {
    std::shared_ptr<const AudioSamples> samples;
    Loudness loudness; ///< Used where the session matches loudness.
};
using SourceSounds = std::map<session::SourceKey, SourceSound>;

/// The chosen source or the mix of all, with gains, mutes, delays and alignment. Volume and mute of
/// the whole are the listener's and not in it.
AudioMix session_mix(const session::Session& session, const SourceSounds& sounds);

} // namespace seamline::playback
