#include "app/session/demo_sound.h"

#include "decode/audio_source.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

namespace seamline::session {
namespace {

constexpr double kRate = decode::kSampleRate;
constexpr double kTwoPi = 2 * std::numbers::pi;
constexpr std::size_t kChannels = decode::kChannels;

double linear(float decibels) { return std::pow(10.0, static_cast<double>(decibels) / 20); }

/// Noise through two one-pole low-passes, of no particular level.
void add_noise(std::vector<double>& interleaved, std::size_t channel, const DemoSound& sound) {
    // std::mt19937 gives the same numbers everywhere; the distributions of <random> do not.
    std::mt19937 random(sound.seed * 2 + static_cast<std::uint32_t>(channel));
    const double keep = std::exp(-kTwoPi * static_cast<double>(sound.room_hz) / kRate);
    double first = 0, second = 0;
    // What the filters start with has died away before the first sample.
    constexpr int kSettle = decode::kSampleRate / 4;
    const auto samples = static_cast<std::int64_t>(interleaved.size() / kChannels);
    for (std::int64_t i = -kSettle; i < samples; ++i) {
        const double white = static_cast<double>(random()) / 2147483648.0 - 1;
        first += (white - first) * (1 - keep);
        second += (first - second) * (1 - keep);
        if (i >= 0) interleaved[static_cast<std::size_t>(i) * kChannels + channel] = second;
    }
}

void scale_to_rms(std::vector<double>& samples, double rms) {
    double square = 0;
    for (const double sample : samples) square += sample * sample;
    if (square <= 0) return;
    const double gain = rms / std::sqrt(square / static_cast<double>(samples.size()));
    for (double& sample : samples) sample *= gain;
}

void add_beep(std::vector<double>& interleaved, const DemoSound& sound) {
    // The sine's first quarter wave is its attack; e^-6.9 is -60 dB.
    const double decay = 6.9078 / (static_cast<double>(sound.beep_ms) / 1000);
    const double peak = linear(sound.beep_dbfs);
    const double quarter_s = 0.25 / static_cast<double>(sound.beep_hz);
    const auto first = static_cast<std::size_t>(beep_sample(sound)) * kChannels;
    for (std::size_t i = first; i < interleaved.size(); ++i) {
        const double t = static_cast<double>((i - first) / kChannels) / kRate;
        const double envelope = std::exp(-decay * std::max(t - quarter_s, 0.0));
        if (envelope < 1e-4) break;
        interleaved[i] +=
            peak * envelope * std::sin(kTwoPi * static_cast<double>(sound.beep_hz) * t);
    }
}

} // namespace

std::int64_t beep_sample(const DemoSound& sound) {
    return std::llround(static_cast<double>(sound.beep_s) * kRate);
}

std::vector<float> demo_sound(const DemoSound& sound, std::int64_t samples) {
    std::vector<double> interleaved(static_cast<std::size_t>(samples) * kChannels);
    for (std::size_t channel = 0; channel < kChannels; ++channel)
        add_noise(interleaved, channel, sound);
    scale_to_rms(interleaved, linear(sound.room_dbfs));
    add_beep(interleaved, sound);
    const double gain = linear(sound.gain_db);
    std::vector<float> result;
    result.reserve(interleaved.size());
    for (const double sample : interleaved)
        result.push_back(static_cast<float>(std::clamp(sample * gain, -1.0, 1.0)));
    return result;
}

} // namespace seamline::session
