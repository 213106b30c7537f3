#include "app/playback/session_mix.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace seamline::playback {
namespace {

constexpr double kRate = 48000;

float linear(float decibels) { return std::pow(10.0F, decibels / 20.0F); }

} // namespace

AudioMix session_mix(const session::Session& session, const SourceSounds& sounds) {
    AudioMix mix;
    std::vector<Loudness> loudness;
    const session::Source* heard = session.find(session.heard);
    if (heard == nullptr) heard = session.source_a();
    for (const session::Source& source : session.sources) {
        const auto at = sounds.find(source.key);
        if (at == sounds.end()) continue;
        AudioVoice voice;
        voice.samples = at->second.samples;
        voice.gain = linear(source.audio.gain_db);
        voice.muted = source.audio.muted;
        voice.soloed = source.audio.solo;
        voice.rate = source.timing.speed.value();
        const Rational origin_s = source.timing.in_s - source.timing.offset_s * source.timing.speed;
        voice.origin = std::llround(origin_s.value() * kRate);
        voice.offset_samples = offset_of_ms(source.audio.offset_ms);
        if (!session.mix_all && heard == &source) mix.chosen = mix.voices.size();
        mix.voices.push_back(std::move(voice));
        loudness.push_back(at->second.loudness);
    }
    if (session.loudness_matched) {
        const std::vector<float> gains = matched_gains(loudness);
        for (std::size_t i = 0; i < gains.size(); ++i) mix.voices[i].gain *= gains[i];
    }
    // A chosen source without sound is heard as silence, not as somebody else; solo wins over it.
    const bool any_solo = std::ranges::any_of(mix.voices, &AudioVoice::soloed);
    if (!session.mix_all && !mix.chosen && !any_solo) mix.muted = true;
    return mix;
}

} // namespace seamline::playback
