// app/playback/sound_render.h: a session's sound at normal speed, without a sound device.
#pragma once

#include "app/playback/audio_mixer.h"
#include "app/playback/audio_track.h"
#include "app/playback/cut_sound.h"
#include "app/playback/player.h"
#include "app/session/session.h"
#include "decode/media/rational.h"
#include "decode/media/result.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace seamline::playback {

/// Why a session's sound would be silent when written to a file, one line; empty when it would not.
/// Listening through a sound device does not matter, and neither does the volume.
std::string why_export_is_silent(const session::Session& session,
                                 const std::vector<SourceReport>& reports);

/// What is heard of a session from an instant on, sample by sample: 48 kHz stereo. The chosen
/// source or the mix, with gains, mutes, delays, alignment and matched loudness; at full volume,
/// without the fade-in with which playback starts.
///
/// Threads: confined to one thread at a time.
class SoundRender {
public:
    /// Reads what is heard from files of its own opening. Where loudness is matched, it is measured
    /// first. `cancelled` is asked while it waits.
    /// Blocks: on disk and codec. Errors: Cancelled; a heard source's own (unreadable file).
    static Result<SoundRender> open(const session::Session& session,
                                    const std::vector<SourceReport>& reports, Rational start_s,
                                    std::function<bool()> cancelled);

    /// The next samples, interleaved. Blocks as `open`. Errors: as `open`.
    Result<Done> render(std::span<float> interleaved);

private:
    struct Heard {
        AudioVoice voice;
        std::shared_ptr<AudioTrack> track;
    };

    SoundRender() = default;
    /// Until the part around its playhead is in memory, and it is measured if it is to be.
    Result<Done> wait_for(const AudioTrack& track) const;
    /// The same for what `cuts_` sound like at a session sample.
    Result<Done> follow_cuts(double position);

    std::vector<std::shared_ptr<AudioTrack>> tracks_; ///< Of all sources with sound.
    std::vector<Heard> heard_;
    struct HeardCut {
        std::size_t voice = 0; ///< In `mix_`.
        std::shared_ptr<CutSound> sound;
    };
    std::vector<HeardCut> cuts_; ///< Those that are heard.
    AudioMix mix_;               ///< What the mixer was told last.
    std::unique_ptr<AudioMixer> mixer_;
    std::function<bool()> cancelled_;
    double start_ = 0;      ///< Session sample of the mixer's frame 0.
    std::int64_t next_ = 0; ///< Of the mixer's frames.
};

} // namespace seamline::playback
