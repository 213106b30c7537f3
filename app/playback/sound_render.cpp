#include "app/playback/sound_render.h"

#include "app/playback/audio_file.h"
#include "app/playback/session_mix.h"
#include "decode/audio_source.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>

namespace seamline::playback {
namespace {

/// Of a file around what is rendered: 11 s, of which half lies ahead.
constexpr std::int64_t kResident = 16 * AudioTrack::kChunk;
/// Rendered at a time: far less than lies ahead, at every speed that is heard.
constexpr std::int64_t kBlock = 12'000;
constexpr int kSliceMs = 50;

/// Stands for a sound that is not read.
class Silence final : public AudioSamples {
public:
    bool read(std::int64_t, std::span<float> interleaved) const noexcept override {
        std::fill(interleaved.begin(), interleaved.end(), 0.0F);
        return true;
    }
};

bool has_sound(const std::vector<SourceReport>& reports, session::SourceKey key) {
    const auto at = std::ranges::find(reports, key, &SourceReport::key);
    return at != reports.end() && (at->cut || !at->media.audio.empty());
}

SourceSounds stand_ins(const session::Session& session, const std::vector<SourceReport>& reports) {
    SourceSounds sounds;
    for (const session::Source& source : session.sources)
        if (has_sound(reports, source.key)) sounds[source.key] = {std::make_shared<Silence>(), {}};
    return sounds;
}

/// What has a gain in the mix.
std::set<const AudioSamples*> heard_sounds(const AudioMix& mix) {
    const std::vector<float> gains = heard_gains(mix);
    std::set<const AudioSamples*> heard;
    for (std::size_t i = 0; i < gains.size(); ++i)
        if (gains[i] > 0) heard.insert(mix.voices[i].samples.get());
    return heard;
}

/// Where a voice is read when `session_sample` is heard.
std::int64_t own_sample(const AudioVoice& voice, double session_sample) {
    return std::llround(static_cast<double>(voice.origin) +
                        (session_sample - static_cast<double>(voice.offset_samples)) * voice.rate);
}

} // namespace

std::string why_export_is_silent(const session::Session& session,
                                 const std::vector<SourceReport>& reports) {
    if (session.muted) return "all sound is muted";
    const SourceSounds sounds = stand_ins(session, reports);
    if (sounds.empty()) return "no take has sound";
    const std::vector<float> gains = heard_gains(session_mix(session, sounds));
    if (std::ranges::any_of(gains, [](float gain) { return gain > 0; })) return {};
    const bool any_solo = std::ranges::any_of(
        session.sources, [](const session::Source& source) { return source.audio.solo; });
    if (session.mix_all || any_solo) return "every take that would be heard is muted or silent";
    const session::Source* heard = session.find(session.heard);
    if (heard == nullptr) heard = session.source_a();
    if (heard == nullptr) return "no take has sound";
    return session::display_name(*heard) +
           (heard->audio.muted ? " is heard, and it is muted" : " is heard, and it has no sound");
}

Result<SoundRender> SoundRender::open(const session::Session& session,
                                      const std::vector<SourceReport>& reports, Rational start_s,
                                      std::function<bool()> cancelled) {
    SoundRender made;
    made.mixer_ = std::make_unique<AudioMixer>();
    made.cancelled_ = std::move(cancelled);
    made.start_ = start_s.value() * decode::kSampleRate;
    SourceSounds sounds = stand_ins(session, reports);
    const std::set<const AudioSamples*> heard = heard_sounds(session_mix(session, sounds));
    std::vector<std::shared_ptr<CutSound>> cuts;
    for (auto& [key, sound] : sounds) {
        const bool is_heard = heard.contains(sound.samples.get());
        // Matched loudness needs that of every take, heard or not.
        if (!is_heard && !session.loudness_matched) continue;
        const auto report = std::ranges::find(reports, key, &SourceReport::key);
        if (report->cut) { // Its loudness is not measured: it keeps its level.
            if (!is_heard) continue;
            cuts.push_back(std::make_shared<CutSound>(report->cut));
            sound = {cuts.back()->samples(), {}};
            continue;
        }
        auto track =
            open_audio_file(session.find(key)->path, 0, {kResident, session.loudness_matched});
        if (session.loudness_matched) {
            const Result<Done> measured = made.wait_for(*track);
            const bool matters =
                is_heard || (!measured && measured.error().code == ErrorCode::Cancelled);
            if (!measured && matters) return measured.error();
            if (!measured) continue; // Nobody hears it: it stays silent and has no loudness.
        }
        sound = {track, track->loudness()};
        made.tracks_.push_back(std::move(track));
    }
    made.mix_ = session_mix(session, sounds);
    const std::vector<float> gains = heard_gains(made.mix_);
    for (std::size_t i = 0; i < gains.size(); ++i) {
        if (gains[i] == 0) continue;
        const AudioVoice& voice = made.mix_.voices[i];
        const auto cut = std::ranges::find(cuts, voice.samples, &CutSound::samples);
        if (cut != cuts.end()) {
            made.cuts_.push_back({i, *cut});
            continue;
        }
        const auto track = std::ranges::find(made.tracks_, voice.samples, [](const auto& t) {
            return std::shared_ptr<const AudioSamples>(t);
        });
        made.heard_.push_back({voice, *track});
    }
    // The mixer fades into what it is told: that happens before the first sample.
    made.start_ -= static_cast<double>(AudioMixer::kFadeFrames);
    if (Result<Done> there = made.follow_cuts(made.start_); !there) return there.error();
    made.mixer_->set(made.mix_, {.playing = true, .at_frame = 0, .position = made.start_});
    std::array<float, AudioMixer::kFadeFrames * decode::kChannels> faded{};
    if (Result<Done> started = made.render(faded); !started) return started.error();
    return made;
}

Result<Done> SoundRender::wait_for(const AudioTrack& track) const {
    while (!track.wait_for(kSliceMs))
        if (cancelled_ && cancelled_())
            return Error{ErrorCode::Cancelled, "The export was cancelled."};
    const std::optional<Error> error = track.progress().error;
    if (error) return *error;
    return Done{};
}

Result<Done> SoundRender::follow_cuts(double position) {
    bool changed = false;
    for (const HeardCut& cut : cuts_) {
        AudioVoice& voice = mix_.voices[cut.voice];
        cut.sound->follow(own_sample(voice, position));
        const auto ahead = static_cast<std::int64_t>(2 * kBlock * std::max(1.0, voice.rate));
        while (!cut.sound->wait_for(ahead, kSliceMs))
            if (cancelled_ && cancelled_())
                return Error{ErrorCode::Cancelled, "The export was cancelled."};
        changed = changed || voice.samples != cut.sound->samples();
        voice.samples = cut.sound->samples();
    }
    if (changed) mixer_->set(mix_);
    return Done{};
}

Result<Done> SoundRender::render(std::span<float> interleaved) {
    while (!interleaved.empty()) {
        const std::size_t floats =
            std::min<std::size_t>(interleaved.size(), kBlock * decode::kChannels);
        const auto frames = static_cast<std::int64_t>(floats / decode::kChannels);
        const double position = start_ + static_cast<double>(next_);
        for (const Heard& heard : heard_) {
            heard.track->set_playhead(own_sample(heard.voice, position));
            if (Result<Done> loaded = wait_for(*heard.track); !loaded) return loaded;
        }
        if (Result<Done> loaded = follow_cuts(position); !loaded) return loaded;
        mixer_->render(interleaved.first(floats), next_);
        if (mixer_->take_levels().missing_frames > 0)
            return Error{ErrorCode::Unavailable,
                         "Sound was not read in time for the export; export again."};
        next_ += frames;
        interleaved = interleaved.subspan(floats);
    }
    return Done{};
}

} // namespace seamline::playback
