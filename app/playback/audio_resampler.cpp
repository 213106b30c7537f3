// app/playback/audio_resampler.cpp: AudioResampler.
#include "app/playback/audio_resampler.h"

#include "decode/audio_source.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <tuple>
#include <utility>

namespace seamline::playback {

namespace {

constexpr int kHalfWidth = 16;      // zero crossings on each side
constexpr int kTableSteps = 512;    // entries between two zero crossings
constexpr double kCutoff = 0.94;    // of the Nyquist frequency; the rest is the transition band
constexpr double kKaiserBeta = 9.0; // about 90 dB; Source: Kaiser & Schafer 1980
constexpr std::int64_t kMaxReach =
    static_cast<std::int64_t>(kHalfWidth * AudioResampler::kMaxStep / kCutoff) + 2;
constexpr std::int64_t kMaxSpan =
    AudioResampler::kMaxFrames * static_cast<std::int64_t>(AudioResampler::kMaxStep) +
    2 * kMaxReach + 2;

/// Modified Bessel function of the first kind, order 0, by its power series.
double bessel_i0(double x) {
    double term = 1;
    double sum = 1;
    for (int k = 1; k < 60; ++k) {
        term *= (x / (2 * k)) * (x / (2 * k));
        sum += term;
    }
    return sum;
}

double kernel(double x) {
    const double window = 1 - (x / kHalfWidth) * (x / kHalfWidth);
    if (window <= 0) return 0;
    const double sinc = x == 0 ? 1.0 : std::sin(std::numbers::pi * x) / (std::numbers::pi * x);
    return sinc * bessel_i0(kKaiserBeta * std::sqrt(window)) / bessel_i0(kKaiserBeta);
}

} // namespace

struct AudioResampler::Impl {
    std::array<float, kHalfWidth * kTableSteps + 2> table{};
    std::array<float, kMaxSpan * decode::kChannels> scratch{};

    /// The kernel at `x` >= 0, in zero crossings.
    float weight(double x) const {
        const double place = x * kTableSteps;
        const auto index = static_cast<std::size_t>(place);
        if (index + 1 >= table.size()) return 0;
        const auto part = static_cast<float>(place - static_cast<double>(index));
        return table[index] + (table[index + 1] - table[index]) * part;
    }

    /// The sound at `offset` samples into the scratch, low-passed to `cutoff` of Nyquist.
    std::pair<float, float> at(double offset, double cutoff) const {
        const double reach = kHalfWidth / cutoff;
        const auto first = static_cast<std::int64_t>(std::ceil(offset - reach));
        const auto last = static_cast<std::int64_t>(std::floor(offset + reach));
        float left = 0, right = 0, sum = 0;
        for (std::int64_t i = first; i <= last; ++i) {
            const float w = weight(std::abs(static_cast<double>(i) - offset) * cutoff);
            const auto sample = static_cast<std::size_t>(i) * decode::kChannels;
            left += w * scratch[sample];
            right += w * scratch[sample + 1];
            sum += w;
        }
        // Normalised per frame, so that a constant stays that constant at every phase.
        return {left / sum, right / sum};
    }
};

AudioResampler::AudioResampler() : impl_(std::make_unique<Impl>()) {
    for (std::size_t i = 0; i < impl_->table.size(); ++i) {
        impl_->table[i] = static_cast<float>(kernel(static_cast<double>(i) / kTableSteps));
    }
}

AudioResampler::~AudioResampler() = default;
AudioResampler::AudioResampler(AudioResampler&&) noexcept = default;
AudioResampler& AudioResampler::operator=(AudioResampler&&) noexcept = default;

bool AudioResampler::read(const AudioSamples& samples, double position, double step,
                          std::span<float> interleaved) noexcept {
    const auto frames = static_cast<std::int64_t>(interleaved.size()) / decode::kChannels;
    if (frames == 0) return true;
    const auto whole = static_cast<std::int64_t>(std::llround(position));
    const bool exact = std::abs(step) == 1.0 && std::abs(position - std::round(position)) < 1e-6;
    if (exact && step > 0) return samples.read(whole, interleaved);
    if (exact) {
        const bool complete = samples.read(whole - frames + 1, interleaved);
        for (std::int64_t i = 0; i < frames / 2; ++i) {
            std::swap_ranges(interleaved.begin() + i * decode::kChannels,
                             interleaved.begin() + (i + 1) * decode::kChannels,
                             interleaved.begin() + (frames - 1 - i) * decode::kChannels);
        }
        return complete;
    }
    const double cutoff = kCutoff * std::min(1.0, 1.0 / std::abs(step));
    const auto reach = static_cast<std::int64_t>(kHalfWidth / cutoff) + 1;
    const double end = position + static_cast<double>(frames - 1) * step;
    const auto first = static_cast<std::int64_t>(std::floor(std::min(position, end))) - reach;
    const auto last = static_cast<std::int64_t>(std::ceil(std::max(position, end))) + reach;
    const bool complete = samples.read(
        first, std::span(impl_->scratch)
                   .first(static_cast<std::size_t>((last - first + 1) * decode::kChannels)));
    for (std::int64_t i = 0; i < frames; ++i) {
        const double offset = position - static_cast<double>(first) + static_cast<double>(i) * step;
        const auto target = static_cast<std::size_t>(i) * decode::kChannels;
        std::tie(interleaved[target], interleaved[target + 1]) = impl_->at(offset, cutoff);
    }
    return complete;
}

} // namespace seamline::playback
