// app/playback/loudness.cpp: LoudnessMeter over libebur128.
#include "app/playback/loudness.h"

#include "decode/audio_source.h"

#include <ebur128.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <new>

namespace seamline::playback {

namespace {

constexpr double kPermittedPeakDbtp = -1.0; // Source: EBU R 128, section h

std::optional<double> if_audible(double lufs) {
    return std::isfinite(lufs) ? std::optional(lufs) : std::nullopt;
}

void raise(std::optional<double>& maximum, double value) {
    if (std::isfinite(value) &&
        value > maximum.value_or(-std::numeric_limits<double>::infinity())) {
        maximum = value;
    }
}

} // namespace

struct LoudnessMeter::Impl {
    struct Close {
        void operator()(ebur128_state* state) const { ebur128_destroy(&state); }
    };
    std::unique_ptr<ebur128_state, Close> state;
    std::int64_t samples = 0;
    std::optional<double> max_momentary_lufs;
    std::optional<double> max_short_term_lufs;

    LoudnessPoint point() {
        double momentary = 0;
        double short_term = 0;
        // These can fail only for a mode that was not asked for in the constructor.
        ebur128_loudness_momentary(state.get(), &momentary);
        ebur128_loudness_shortterm(state.get(), &short_term);
        raise(max_momentary_lufs, momentary);
        raise(max_short_term_lufs, short_term);
        return {static_cast<float>(momentary), static_cast<float>(short_term)};
    }
};

LoudnessMeter::LoudnessMeter() : impl_(std::make_unique<Impl>()) {
    constexpr int kModes =
        EBUR128_MODE_I | EBUR128_MODE_S | EBUR128_MODE_LRA | EBUR128_MODE_TRUE_PEAK;
    impl_->state.reset(ebur128_init(decode::kChannels, decode::kSampleRate, kModes));
    if (!impl_->state) throw std::bad_alloc();
}

LoudnessMeter::~LoudnessMeter() = default;
LoudnessMeter::LoudnessMeter(LoudnessMeter&&) noexcept = default;
LoudnessMeter& LoudnessMeter::operator=(LoudnessMeter&&) noexcept = default;

std::vector<LoudnessPoint> LoudnessMeter::add(std::span<const float> interleaved) {
    std::vector<LoudnessPoint> points;
    while (!interleaved.empty()) {
        const std::int64_t to_point = kLoudnessStep - impl_->samples % kLoudnessStep;
        const auto samples = std::min<std::int64_t>(
            to_point, static_cast<std::int64_t>(interleaved.size()) / decode::kChannels);
        if (samples == 0) break;
        const int status = ebur128_add_frames_float(impl_->state.get(), interleaved.data(),
                                                    static_cast<std::size_t>(samples));
        if (status != EBUR128_SUCCESS) throw std::bad_alloc();
        impl_->samples += samples;
        interleaved = interleaved.subspan(static_cast<std::size_t>(samples) * decode::kChannels);
        if (samples == to_point) points.push_back(impl_->point());
    }
    return points;
}

Loudness LoudnessMeter::result() const {
    Loudness loudness;
    double value = 0;
    if (ebur128_loudness_global(impl_->state.get(), &value) == EBUR128_SUCCESS) {
        loudness.integrated_lufs = if_audible(value);
    }
    const bool has_range = impl_->samples >= std::int64_t{3} * decode::kSampleRate;
    if (has_range && loudness.integrated_lufs &&
        ebur128_loudness_range(impl_->state.get(), &value) == EBUR128_SUCCESS) {
        loudness.range_lu = value;
    }
    loudness.max_momentary_lufs = impl_->max_momentary_lufs;
    loudness.max_short_term_lufs = impl_->max_short_term_lufs;
    for (unsigned channel = 0; channel < decode::kChannels; ++channel) {
        if (ebur128_true_peak(impl_->state.get(), channel, &value) == EBUR128_SUCCESS) {
            raise(loudness.true_peak_dbtp, 20.0 * std::log10(value));
        }
    }
    return loudness;
}

std::vector<float> matched_gains(std::span<const Loudness> sources,
                                 std::optional<double> target_lufs) {
    double goal = target_lufs.value_or(std::numeric_limits<double>::infinity());
    if (!target_lufs) {
        for (const Loudness& source : sources) {
            if (source.integrated_lufs) goal = std::min(goal, *source.integrated_lufs);
        }
    }
    std::vector<float> gains;
    for (const Loudness& source : sources) {
        double gain_db = source.integrated_lufs ? goal - *source.integrated_lufs : 0.0;
        if (gain_db > 0 && source.true_peak_dbtp) {
            gain_db = std::clamp(kPermittedPeakDbtp - *source.true_peak_dbtp, 0.0, gain_db);
        }
        gains.push_back(static_cast<float>(std::pow(10.0, gain_db / 20.0)));
    }
    return gains;
}

} // namespace seamline::playback
