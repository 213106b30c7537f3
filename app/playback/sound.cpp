#include "app/playback/sound.h"

#include "app/playback/audio_file.h"
#include "app/playback/session_mix.h"

#include <algorithm>
#include <cmath>

namespace seamline::playback {
namespace {

constexpr double kRate = 48000;
constexpr Nanoseconds kRetry = 5'000'000'000;
constexpr Nanoseconds kSlowAnswer = 500'000'000;
constexpr Nanoseconds kSlowRetry = 120'000'000'000;
/// Errors above this are jumps (the device's clock settled late, the machine slept): the sound
/// moves.
constexpr double kJump_ms = 40;
/// Share of the error that one update takes away from the picture's clock.
constexpr double kSlewShare = 0.1;
constexpr double kNegligible_ms = 0.5;

double samples_at(const Rational& seconds) { return seconds.value() * kRate; }

} // namespace

Sound::Sound(Player& player, AudioOutputOptions options)
    : player_(player), options_(std::move(options)) {}

Sound::~Sound() = default;

std::shared_ptr<AudioTrack> Sound::track(session::SourceKey key) const {
    const auto at = voices_.find(key);
    return at == voices_.end() ? nullptr : at->second.track;
}

void Sound::try_open() {
    const Nanoseconds now = monotonic_ns();
    if (output_ || now < next_attempt_) return;
    Result<AudioOutput> opened =
        AudioOutput::open(options_, [this](std::span<float> interleaved, std::int64_t first_frame) {
            mixer_.render(interleaved, first_frame);
        });
    // A server that hangs blocks this thread until it times out: ask it rarely.
    const Nanoseconds spent = monotonic_ns() - now;
    next_attempt_ = now + (spent > kSlowAnswer ? kSlowRetry : kRetry);
    status_.available = opened.has_value();
    status_.message = opened ? "" : opened.error().message;
    if (!opened) return;
    output_.emplace(std::move(opened).value());
    sent_run_ = 0; // Say everything again.
}

void Sound::follow_sources(const session::Session& session,
                           const std::vector<SourceReport>& reports) {
    for (const SourceReport& report : reports) {
        const session::Source* source = session.find(report.key);
        const bool has_sound = source != nullptr && !report.media.audio.empty();
        const auto at = voices_.find(report.key);
        const bool same = at != voices_.end() && source != nullptr &&
                          at->second.path == source->path &&
                          at->second.reading == report.index.get();
        if (has_sound && !same)
            voices_[report.key] = {source->path, report.index.get(),
                                   closed_elsewhere(open_audio_file(source->path))};
    }
    std::erase_if(voices_, [&](const auto& voice) { return session.find(voice.first) == nullptr; });
    for (const SourceReport& report : reports) {
        if (!report.cut) continue;
        const auto at = cut_voices_.find(report.key);
        if (at == cut_voices_.end() || at->second.program != report.cut)
            cut_voices_.insert_or_assign(report.key, CutVoice{report.cut, CutSound(report.cut)});
    }
    std::erase_if(cut_voices_, [&](const auto& voice) {
        const session::Source* source = session.find(voice.first);
        return source == nullptr || !source->cut;
    });
}

void Sound::follow_playhead(const session::Session& session, const Rational& seconds) {
    for (const session::Source& source : session.sources) {
        const Rational own =
            source.timing.in_s + (seconds - source.timing.offset_s) * source.timing.speed;
        const std::int64_t sample = std::llround(samples_at(own));
        if (const auto at = voices_.find(source.key); at != voices_.end())
            at->second.track->set_playhead(sample);
        if (const auto at = cut_voices_.find(source.key); at != cut_voices_.end())
            at->second.sound.follow(sample);
    }
}

AudioMix Sound::mix_of(const session::Session& session) const {
    SourceSounds sounds;
    for (const auto& [key, voice] : voices_) sounds[key] = {voice.track, voice.track->loudness()};
    for (const auto& [key, voice] : cut_voices_) sounds[key] = {voice.sound.samples(), {}};
    AudioMix mix = session_mix(session, sounds);
    mix.gain = session.volume;
    mix.muted = mix.muted || session.muted || session.transport.every_frame;
    return mix;
}

AudioTransport Sound::anchored(const Transport& transport, Nanoseconds now, double frame) const {
    AudioTransport audio;
    audio.playing = transport.playing();
    audio.at_frame = std::llround(frame);
    audio.position = samples_at(transport.time_at(now));
    const double speed = std::abs(transport.speed().value());
    audio.speed = transport.direction_at(now) > 0 ? speed : -speed;
    if (transport.loop() != session::LoopMode::Once && transport.length() > 0) {
        const Transport::Range range = transport.range();
        audio.loop_begin = samples_at(Rational(range.first) / transport.rate());
        audio.ping_pong = transport.loop() == session::LoopMode::PingPong;
        // The picture turns at its last tick, which a ping-pong shows once.
        const std::int64_t end = audio.ping_pong ? range.last : range.last + 1;
        audio.loop_end = samples_at(Rational(end) / transport.rate());
    }
    return audio;
}

void Sound::follow_transport(const Transport& transport, bool mix_changed, const AudioMix& mix) {
    const Nanoseconds now = player_.now();
    const bool moved = transport.run() != sent_run_ || transport.playing() != sent_playing_;
    if (!moved && !mix_changed) return;
    const double frame = output_ ? output_->clock(monotonic_ns()).frame : 0;
    const std::int64_t tick = transport.tick_at(now);
    if (moved) {
        const bool step = !transport.playing() && !sent_playing_ && sent_run_ != 0 &&
                          std::abs(tick - sent_tick_) == 1;
        sent_ = step ? scrub_transport(samples_at(transport.time_at(now)),
                                       kRate / transport.rate().value(), tick < sent_tick_)
                     : anchored(transport, now, frame);
    }
    sent_run_ = transport.run();
    sent_playing_ = transport.playing();
    sent_tick_ = tick;
    mix_ = mix;
    if (moved)
        mixer_.set(mix_, sent_);
    else
        mixer_.set(mix_);
    if (output_) output_->flush();
}

void Sound::keep_in_step(const Transport& transport) {
    status_.picture_behind_ms = 0;
    if (!output_) return;
    const AudioClockReading clock = output_->clock(monotonic_ns());
    status_.clock_settled = clock.settled;
    if (!transport.playing() || transport.every_frame() || !clock.settled || !sent_.playing) return;
    const Nanoseconds now = player_.now();
    const double heard = sent_.position_at(clock.frame);
    const double shown = samples_at(transport.time_at(now));
    const double behind_ms =
        (heard - shown) / sent_.speed / kRate * 1000 *
        (sent_.ping_pong && transport.direction_at(now) * sent_.speed < 0 ? -1 : 1);
    const double loop_ms = (sent_.loop_end - sent_.loop_begin) / kRate * 1000;
    // Across the loop's seam the two stand at its two ends for a moment.
    if (loop_ms > 0 && std::abs(behind_ms) > loop_ms / 2) return;
    status_.picture_behind_ms = behind_ms;
    if (std::abs(behind_ms) > kJump_ms) {
        sent_run_ = 0; // The next update anchors the sound anew.
    } else if (std::abs(behind_ms) > kNegligible_ms) {
        player_.slew(static_cast<Nanoseconds>(-behind_ms * kSlewShare * 1e6));
    }
}

void Sound::update() {
    try_open();
    if (output_ && output_->failure()) {
        status_.available = false;
        status_.message = *output_->failure();
        output_.reset();
    }
    const session::Session session = player_.session();
    follow_sources(session, player_.reports());
    const Transport transport = player_.transport();
    follow_playhead(session, transport.time_at(player_.now()));
    const AudioMix mix = mix_of(session);
    follow_transport(transport, !(mix == mix_), mix);
    keep_in_step(transport);
    status_.levels = mixer_.take_levels();
    status_.underruns = output_ ? output_->underruns() : 0;
}

} // namespace seamline::playback
