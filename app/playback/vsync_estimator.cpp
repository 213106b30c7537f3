#include "app/playback/vsync_estimator.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace seamline::playback {
namespace {

constexpr std::size_t kWindow = 128;
constexpr std::size_t kPhaseWindow = 31;
/// Instants before a period is believed: fewer make a phase that extrapolates badly.
constexpr std::size_t kLeastSeen = 12;
/// Of so many newest instants more than half are off the grid: it is given up. Shorter than what
/// would turn the median that makes the phase.
constexpr std::size_t kJudged = 12;
/// Instants after which a rate that was stated and does not fit is replaced.
constexpr std::size_t kSearched = 24;
/// Standard error of a median of differences, by that of one instant: sqrt(2) * sqrt(pi / 2).
constexpr double kMedianError = 1.77;
/// Of which it is found: what was seen while a program starts is of little use.
constexpr std::size_t kSearchWindow = 48;
constexpr double kGood = 0.2;       ///< Of a period.
constexpr double kFits = 0.12;      ///< The same for a period that was only found.
constexpr double kMostlyGood = 0.8; ///< Share of instants.
/// Across a longer pause refreshes are not counted, in periods.
constexpr double kLongestGap = 120;
constexpr double kShortestPeriod = 2.5e6; ///< 400 Hz
constexpr double kLongestPeriod = 50e6;   ///< 20 Hz
constexpr int kMostRefreshes = 8;         ///< Of a picture, when a period is looked for.

double median(std::vector<double>& values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

/// A single gap is noisy; all of them tell the period that it is nearest to.
double refined(const std::vector<double>& gaps, double period) {
    for (int round = 0; round < 3; ++round) {
        std::vector<double> periods;
        for (const double gap : gaps)
            if (const double refreshes = std::round(gap / period); refreshes >= 1)
                periods.push_back(gap / refreshes);
        if (periods.empty()) return period;
        period = median(periods);
    }
    return period;
}

/// Most gaps are whole refreshes of this period, and not all of one number: pictures that come
/// evenly would agree with their own rate, whatever the display's.
bool agrees(const std::vector<double>& gaps, double period) {
    std::size_t good = 0;
    std::size_t other = 0;
    const double first = std::round(gaps[gaps.size() / 2] / period);
    for (const double gap : gaps) {
        const double refreshes = std::round(gap / period);
        if (refreshes < 1 || std::abs(gap / period - refreshes) > kFits) continue;
        ++good;
        if (refreshes != first) ++other;
    }
    const auto share = [&](std::size_t n) {
        return static_cast<double>(n) / static_cast<double>(gaps.size());
    };
    return share(good) >= kMostlyGood && share(other) >= 1 - kMostlyGood;
}

} // namespace

double RefreshEstimate::position(Nanoseconds at) const {
    return static_cast<double>(count) + static_cast<double>(at - origin) / period_ns;
}

Nanoseconds RefreshEstimate::time(std::int64_t refresh) const {
    return origin + std::llround(static_cast<double>(refresh - count) * period_ns);
}

VsyncEstimator::VsyncEstimator(Nanoseconds nominal) : nominal_(nominal) { reset(); }

void VsyncEstimator::set_nominal(Nanoseconds period) {
    if (period == nominal_) return;
    nominal_ = period;
    const double ratio = static_cast<double>(period) / estimate_.period_ns;
    const bool agreed = estimate_.kind == RefreshKind::Measured && std::abs(ratio - 1) < 0.05;
    if (!agreed) reset();
}

void VsyncEstimator::reset() {
    seen_.clear();
    good_.clear();
    estimate_ = {.kind = nominal_ > 0 ? RefreshKind::Assumed : RefreshKind::Unknown,
                 .period_ns = static_cast<double>(nominal_),
                 .epoch = estimate_.epoch + 1};
}

void VsyncEstimator::forgive() {
    if (estimate_.kind == RefreshKind::Unsteady) reset();
}

void VsyncEstimator::append(Nanoseconds at, std::int64_t refresh) {
    seen_.push_back({at, refresh});
    if (seen_.size() > kWindow) seen_.pop_front();
}

void VsyncEstimator::judge(bool good) {
    good_.push_back(good);
    if (good_.size() > kSearched) good_.pop_front();
}

std::size_t VsyncEstimator::bad_of_last(std::size_t n) const {
    const auto from = good_.end() - static_cast<std::ptrdiff_t>(std::min(n, good_.size()));
    return static_cast<std::size_t>(std::count(from, good_.end(), false));
}

void VsyncEstimator::seen(Nanoseconds at) {
    if (estimate_.kind == RefreshKind::Unsteady) return;
    if (seen_.empty()) {
        append(at, estimate_.count);
        return;
    }
    const Seen last = seen_.back();
    const auto gap = static_cast<double>(at - last.at);
    if (gap <= 0) return;
    if (estimate_.period_ns <= 0) {
        append(at, last.refresh + 1);
        if (seen_.size() >= kSearched) find_period();
        return;
    }
    const bool measured = estimate_.kind == RefreshKind::Measured;
    const double position = measured
                                ? estimate_.position(at)
                                : static_cast<double>(last.refresh) + gap / estimate_.period_ns;
    const std::int64_t refresh = std::llround(position);
    if (gap > kLongestGap * estimate_.period_ns) { // The period stands; the phase is taken anew.
        seen_.clear();
        append(at, std::max(refresh, last.refresh + 1));
        estimate_.count = seen_.back().refresh;
        estimate_.origin = at;
        return;
    }
    const bool on_grid = std::abs(position - static_cast<double>(refresh)) <= kGood;
    judge(on_grid && refresh > last.refresh);
    if (refresh > last.refresh) append(at, refresh);
    if (measured) {
        if (2 * bad_of_last(kJudged) > kJudged) {
            estimate_.kind = RefreshKind::Unsteady;
            ++estimate_.epoch;
            return;
        }
        fit();
        return;
    }
    const double bad =
        static_cast<double>(bad_of_last(kSearched)) / static_cast<double>(good_.size());
    if (seen_.size() >= kLeastSeen && bad <= 1 - kMostlyGood) {
        estimate_.kind = RefreshKind::Measured;
        ++estimate_.epoch;
        fit();
    } else if (good_.size() >= kSearched && !find_period()) {
        estimate_.kind = RefreshKind::Unsteady;
        ++estimate_.epoch;
    }
}

/// Phase by this period: the newest residuals' median, and their root mean square around it.
VsyncEstimator::Phase VsyncEstimator::phase(double period_ns) {
    const Seen& last = seen_.back();
    scratch_.clear();
    for (std::size_t i = seen_.size() - std::min(seen_.size(), kPhaseWindow); i < seen_.size(); ++i)
        scratch_.push_back(static_cast<double>(seen_[i].at - last.at) -
                           static_cast<double>(seen_[i].refresh - last.refresh) * period_ns);
    const double middle = median(scratch_);
    double squares = 0;
    for (const double value : scratch_) squares += (value - middle) * (value - middle);
    return {middle, std::sqrt(squares / static_cast<double>(scratch_.size()))};
}

void VsyncEstimator::fit() {
    const std::size_t n = seen_.size();
    if (n >= kLeastSeen) {
        const std::size_t half = n / 2;
        scratch_.clear();
        for (std::size_t i = 0; i + half < n; ++i)
            scratch_.push_back(static_cast<double>(seen_[i + half].at - seen_[i].at) /
                               static_cast<double>(seen_[i + half].refresh - seen_[i].refresh));
        const double slope = median(scratch_);
        // A few noisy instants tell less than the window system does: 60 stays 60 until it cannot
        // be.
        const auto refreshes = static_cast<double>(seen_.back().refresh - seen_.front().refresh);
        const double error = kMedianError * phase(slope).rms /
                             (refreshes / 2 * std::sqrt(static_cast<double>(n - half)));
        const auto stated = static_cast<double>(nominal_);
        estimate_.period_ns = std::abs(slope - stated) <= 3 * error ? stated : slope;
    }
    const Phase found = phase(estimate_.period_ns);
    estimate_.count = seen_.back().refresh;
    estimate_.origin = seen_.back().at + std::llround(found.middle);
    estimate_.jitter = found.rms / estimate_.period_ns;
}

/// The largest period of which the newest gaps are whole numbers; numbers what was seen by it.
bool VsyncEstimator::find_period() {
    const std::size_t first = seen_.size() - std::min(seen_.size(), kSearchWindow);
    std::vector<double> gaps;
    for (std::size_t i = first + 1; i < seen_.size(); ++i)
        gaps.push_back(static_cast<double>(seen_[i].at - seen_[i - 1].at));
    if (gaps.size() < 2) return false;
    std::ranges::sort(gaps);
    const double shortest = gaps[gaps.size() / 10]; // Not the very shortest: it may be an accident.
    for (int parts = 1; parts <= kMostRefreshes; ++parts) {
        const double period = refined(gaps, shortest / parts);
        if (period < kShortestPeriod) return false;
        if (period > kLongestPeriod || !agrees(gaps, period)) continue;
        seen_.erase(seen_.begin(), seen_.begin() + static_cast<std::ptrdiff_t>(first));
        for (std::size_t i = 1; i < seen_.size(); ++i) {
            const auto gap = static_cast<double>(seen_[i].at - seen_[i - 1].at);
            seen_[i].refresh =
                seen_[i - 1].refresh + std::max<std::int64_t>(1, std::llround(gap / period));
        }
        good_.clear();
        estimate_.period_ns = period;
        estimate_.kind = RefreshKind::Measured;
        ++estimate_.epoch;
        fit();
        return true;
    }
    return false;
}

} // namespace seamline::playback
