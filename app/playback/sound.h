// app/playback/sound.h: makes what the player shows heard, and lets the sound device keep its time.
#pragma once

#include "app/playback/audio_mixer.h"
#include "app/playback/audio_output.h"
#include "app/playback/audio_track.h"
#include "app/playback/cut_sound.h"
#include "app/playback/player.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace seamline::playback {

struct SoundStatus {
    bool available = false; ///< A sound server answers.
    std::string message;    ///< Why it is silent, one line; empty when it is not.
    /// How far the picture is behind the sound (+) or before it (-), in ms; 0 while paused.
    double picture_behind_ms = 0;
    bool clock_settled = false;
    std::int64_t underruns = 0;
    AudioLevels levels;
};

/// Sound of a player's session. Follows every change of session and transport at the next `update`;
/// while playing, and once the device's clock has settled, the picture is slewed to the sound.
///
/// Silent, and saying so: with no sound server (a new attempt is made every few seconds), above
/// twofold speed, and in every-frame mode, where time stretches.
///
/// Threads: confined to the thread that made it (main).
/// Blocks: opening the server, 3 s at most, on the first update.
class Sound {
public:
    explicit Sound(Player& player, AudioOutputOptions options = {});
    ~Sound();
    Sound(const Sound&) = delete;
    Sound& operator=(const Sound&) = delete;

    /// Call it 10 to 60 times a second.
    void update();
    SoundStatus status() const { return status_; }
    /// A source's sound, for meters and the waveform lane; null when it has none.
    std::shared_ptr<AudioTrack> track(session::SourceKey key) const;

private:
    struct Voice {
        std::filesystem::path path;
        const decode::FrameIndex* reading = nullptr; ///< Which reading of the file; only compared.
        std::shared_ptr<AudioTrack> track;
    };

    void follow_sources(const session::Session& session, const std::vector<SourceReport>& reports);
    /// Tells every sound where it is heard.
    void follow_playhead(const session::Session& session, const Rational& seconds);
    AudioMix mix_of(const session::Session& session) const;
    void follow_transport(const Transport& transport, bool mix_changed, const AudioMix& mix);
    AudioTransport anchored(const Transport& transport, Nanoseconds now, double frame) const;
    void keep_in_step(const Transport& transport);
    void try_open();

    Player& player_;
    const AudioOutputOptions options_;
    AudioMixer mixer_; ///< Before the output, whose thread renders from it.
    std::optional<AudioOutput> output_;
    Nanoseconds next_attempt_ = 0;
    std::map<session::SourceKey, Voice> voices_;
    struct CutVoice {
        std::shared_ptr<const CutProgram> program;
        CutSound sound;
    };
    std::map<session::SourceKey, CutVoice> cut_voices_;
    AudioMix mix_;
    AudioTransport sent_;
    std::uint64_t sent_run_ = 0;
    bool sent_playing_ = false;
    std::int64_t sent_tick_ = 0;
    SoundStatus status_;
};

} // namespace seamline::playback
