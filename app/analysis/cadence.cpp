#include "app/analysis/cadence.h"

#include "app/analysis/quantile.h"

#include <algorithm>
#include <cmath>

namespace seamline::analysis {
namespace {

// Differences of mean luma in 8-bit codes over pixels of the light picture: what a codec makes of a
// repeated frame stays below the first; a frame that moves differs by several times the repeated.
constexpr double kRepeated = 0.15;
constexpr double kRepeatedShare = 0.2; ///< Of what the changing frames around differ by.
constexpr std::size_t kAround = 12;

constexpr int kMostPeriod = 12;
constexpr double kLeastFollowing = 0.9;

constexpr std::size_t kMostFlickerPeriod = 8;
constexpr double kLeastFlicker = 0.5; ///< Codes.
constexpr double kLeastCorrelation = 0.6;
constexpr std::size_t kLeastFlickerFrames = 12;

constexpr double kFlashRise = 10; ///< Codes above the frames on both sides.
constexpr std::size_t kMostFlash = 5;

constexpr double kBlackShare = 0.98;
constexpr double kBlackLightness = 0.06;

/// 1 where a frame repeats the one before, 0 where it does not, -1 where that is unknown.
std::vector<int> repeats_of(std::span<const FrameFeatures> frames) {
    std::vector<int> repeats(frames.size(), -1);
    for (std::size_t t = 1; t < frames.size(); ++t) {
        const double difference = frames[t].step.difference;
        if (frames[t].substitute || std::isnan(difference)) continue;
        std::vector<double> around;
        for (std::size_t k = t - std::min(t - 1, kAround);
             k < std::min(frames.size(), t + kAround + 1); ++k)
            if (k != t && frames[k].step.difference > kRepeated)
                around.push_back(frames[k].step.difference);
        const double usual = quantile(std::move(around), 0.5);
        const bool is_small = difference <= kRepeated || difference <= 0.02;
        repeats[t] = is_small && (usual == 0 || difference <= kRepeatedShare * usual) ? 1 : 0;
    }
    return repeats;
}

std::vector<FrameRun> runs_of(std::span<const FrameFeatures> frames, std::size_t least,
                              const std::vector<bool>& is_in) {
    std::vector<FrameRun> runs;
    for (std::size_t t = 0; t < frames.size();) {
        std::size_t end = t;
        while (end < frames.size() && is_in[end]) ++end;
        if (end - t >= std::max<std::size_t>(least, 1))
            runs.push_back({frames[t].frame, static_cast<std::int64_t>(end - t)});
        t = std::max(end, t + 1);
    }
    return runs;
}

/// Share of known frames that follow the pattern which most frames of each place in the period
/// agree on, and how many places change.
struct PatternFit {
    int changed = 0;
    double following = 0;
};
PatternFit pattern_fit(const std::vector<int>& repeats, int period) {
    std::vector<int> repeating(static_cast<std::size_t>(period), 0);
    std::vector<int> changing(static_cast<std::size_t>(period), 0);
    for (std::size_t t = 1; t < repeats.size(); ++t) {
        const std::size_t place = t % static_cast<std::size_t>(period);
        if (repeats[t] == 1) ++repeating[place];
        if (repeats[t] == 0) ++changing[place];
    }
    PatternFit fit;
    int following = 0;
    int known = 0;
    for (std::size_t place = 0; place < repeating.size(); ++place) {
        following += std::max(repeating[place], changing[place]);
        known += repeating[place] + changing[place];
        fit.changed += changing[place] >= repeating[place] ? 1 : 0;
    }
    fit.following = known > 0 ? static_cast<double>(following) / known : 0;
    return fit;
}

std::optional<TrueCadence> true_cadence(const std::vector<int>& repeats, Rational frame_rate) {
    std::optional<TrueCadence> best;
    for (int period = 2; period <= kMostPeriod; ++period) {
        if (repeats.size() < static_cast<std::size_t>(3 * period)) break;
        const PatternFit fit = pattern_fit(repeats, period);
        const bool repeats_some = fit.changed > 0 && fit.changed < period;
        if (!repeats_some || fit.following < kLeastFollowing) continue;
        // A multiple of a period fits as well; it has to fit better to be one.
        if (best && fit.following < best->confidence + 0.02) continue;
        best = TrueCadence{fit.changed, period, frame_rate * Rational(fit.changed, period),
                           fit.following};
    }
    return best;
}

/// Mean luma without what changes slowly: minus the mean of `period` frames around.
std::vector<double> unrest_of(std::span<const FrameFeatures> frames, std::size_t period) {
    std::vector<double> unrest;
    const std::size_t half = period / 2;
    for (std::size_t t = half; t + half < frames.size(); ++t) {
        double sum = 0;
        double weights = 0;
        for (std::size_t k = t - half; k <= t + half; ++k) {
            // The two ends of an even period count half, so that the window is that long.
            const bool is_end = period % 2 == 0 && (k == t - half || k == t + half);
            sum += (is_end ? 0.5 : 1.0) * frames[k].mean_luma;
            weights += is_end ? 0.5 : 1.0;
        }
        const double value = frames[t].mean_luma - sum / weights;
        unrest.push_back(std::isnan(value) ? 0 : value);
    }
    return unrest;
}

std::optional<Flicker> flicker_of(std::span<const FrameFeatures> frames) {
    std::optional<Flicker> best;
    for (std::size_t period = 2; period <= kMostFlickerPeriod; ++period) {
        const std::vector<double> unrest = unrest_of(frames, period);
        if (unrest.size() < std::max(kLeastFlickerFrames, 4 * period)) break;
        double power = 0;
        double together = 0;
        for (std::size_t t = 0; t < unrest.size(); ++t) power += unrest[t] * unrest[t];
        power /= static_cast<double>(unrest.size());
        for (std::size_t t = period; t < unrest.size(); ++t)
            together += unrest[t] * unrest[t - period];
        together /= static_cast<double>(unrest.size() - period);
        const double amplitude = std::sqrt(2 * power);
        const double correlation = power > 0 ? together / power : 0;
        if (amplitude < kLeastFlicker || correlation < kLeastCorrelation) continue;
        if (best && correlation < best->confidence + 0.05) continue;
        best = Flicker{static_cast<double>(period), amplitude, std::min(correlation, 1.0)};
    }
    return best;
}

double median_luma(std::span<const FrameFeatures> frames, std::size_t first, std::size_t end) {
    std::vector<double> values;
    for (std::size_t t = first; t < std::min(end, frames.size()); ++t)
        if (!std::isnan(frames[t].mean_luma)) values.push_back(frames[t].mean_luma);
    return values.empty() ? kNotMeasured : quantile(std::move(values), 0.5);
}

/// Runs of one to kMostFlash frames that are brighter than those before and those after.
std::vector<FrameRun> flashes_of(std::span<const FrameFeatures> frames) {
    std::vector<FrameRun> flashes;
    for (std::size_t t = 1; t < frames.size(); ++t) {
        const double before = median_luma(frames, t - std::min(t, kMostFlash), t);
        if (!(frames[t].mean_luma - before >= kFlashRise)) continue;
        for (std::size_t length = 1; length <= kMostFlash && t + length < frames.size(); ++length) {
            const double after = median_luma(frames, t + length, t + length + kMostFlash);
            const double next = frames[t + length].mean_luma;
            const double base = std::max(before, after);
            if (!(frames[t].mean_luma - base >= kFlashRise) || next - base >= kFlashRise / 2)
                continue;
            flashes.push_back({frames[t].frame, static_cast<std::int64_t>(length)});
            t += length;
            break;
        }
    }
    return flashes;
}

} // namespace

Cadence measure_cadence(std::span<const FrameFeatures> frames, Rational frame_rate) {
    Cadence cadence;
    const std::vector<int> repeats = repeats_of(frames);
    const auto changing = std::count(repeats.begin(), repeats.end(), 0);
    const auto repeating = std::count(repeats.begin(), repeats.end(), 1);
    cadence.is_still = changing == 0 && repeating > 0;
    std::vector<bool> repeated(frames.size());
    std::vector<bool> is_black(frames.size());
    for (std::size_t t = 0; t < frames.size(); ++t) {
        repeated[t] = repeats[t] == 1;
        is_black[t] =
            frames[t].dark_share >= kBlackShare && frames[t].mean_lab[0] <= kBlackLightness;
    }
    cadence.black = runs_of(frames, 1, is_black);
    if (!cadence.is_still) {
        const auto half_second = static_cast<std::size_t>(std::max(frame_rate.value() / 2, 2.0));
        for (const FrameRun& run : runs_of(frames, half_second, repeated)) {
            const auto first = static_cast<std::size_t>(run.first - frames.front().frame);
            if (!is_black[first]) cadence.frozen.push_back(run);
            for (std::size_t t = first; t < first + static_cast<std::size_t>(run.length); ++t)
                repeated[t] = false;
        }
        std::vector<int> pattern = repeats;
        for (std::size_t t = 0; t < frames.size(); ++t) {
            if (repeated[t]) cadence.duplicates.push_back(frames[t].frame);
            if (repeats[t] == 1 && !repeated[t]) pattern[t] = -1; // Frozen says nothing of it.
        }
        cadence.true_cadence = true_cadence(pattern, frame_rate);
    }
    cadence.flicker = flicker_of(frames);
    cadence.flashes = flashes_of(frames);
    return cadence;
}

} // namespace seamline::analysis
