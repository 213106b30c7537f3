// app/playback/audio_clock.cpp: AudioClock.
#include "app/playback/audio_clock.h"

#include "decode/audio_source.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace seamline::playback {

namespace {

constexpr double kRate = decode::kSampleRate;
constexpr double kWindow_s = 4.0;
constexpr std::size_t kEnoughReports = 8;
constexpr int kEnoughStrays = 4;

double seconds(std::int64_t from_ns, std::int64_t to_ns) {
    return static_cast<double>(to_ns - from_ns) * 1e-9;
}

} // namespace

double AudioClock::Line::at(std::int64_t now_ns) const {
    return frame + seconds(time_ns, now_ns) * slope * kRate;
}

bool AudioClock::fit(Line& line) const {
    if (reports_.size() < kEnoughReports) return false;
    const Report& last = reports_.back();
    if (seconds(reports_.front().time_ns, last.time_ns) < kSettleSpan_s) return false;
    // Least squares of what the device is ahead of a 48 kHz clock through the last report.
    double sum_t = 0, sum_d = 0, sum_tt = 0, sum_td = 0;
    const auto ahead = [&](const Report& report) {
        return (report.frame - last.frame) / kRate - seconds(last.time_ns, report.time_ns);
    };
    for (const Report& report : reports_) {
        const double t = seconds(last.time_ns, report.time_ns);
        sum_t += t;
        sum_d += ahead(report);
        sum_tt += t * t;
        sum_td += t * ahead(report);
    }
    const auto count = static_cast<double>(reports_.size());
    const double drift = (count * sum_td - sum_t * sum_d) / (count * sum_tt - sum_t * sum_t);
    const double offset_s = (sum_d - drift * sum_t) / count;
    double residual_s = 0;
    for (const Report& report : reports_) {
        const double t = seconds(last.time_ns, report.time_ns);
        residual_s = std::max(residual_s, std::abs(ahead(report) - offset_s - drift * t));
    }
    line = {last.time_ns, last.frame + offset_s * kRate, 1 + drift, residual_s};
    return std::abs(drift) <= kSlopeTolerance && residual_s <= kResidualTolerance_s;
}

void AudioClock::observe(std::int64_t now_ns, double frame) {
    advance(now_ns);
    if (!begun_) {
        begun_ = true;
        frame_ = frame;
    }
    const bool stray =
        settled_ && std::abs(frame - line_.at(now_ns)) > kResidualTolerance_s * kRate;
    strays_ = stray ? strays_ + 1 : 0;
    if (stray && strays_ < kEnoughStrays) return; // one late report is not news
    if (strays_ >= kEnoughStrays) distrust();
    reports_.push_back({now_ns, frame});
    while (seconds(reports_.front().time_ns, now_ns) > kWindow_s) reports_.erase(reports_.begin());
    Line line;
    if (fit(line)) {
        line_ = line;
        settled_ = true;
    } else if (!settled_ && seconds(reports_.front().time_ns, now_ns) > kSettleSpan_s) {
        // Nothing to learn from reports that disagree: keep the newer half.
        reports_.erase(reports_.begin(),
                       reports_.begin() + static_cast<std::ptrdiff_t>(reports_.size() / 2));
    }
}

void AudioClock::distrust() {
    reports_.clear();
    settled_ = false;
    strays_ = 0;
}

void AudioClock::stop(std::int64_t now_ns) {
    advance(now_ns);
    stopped_ = true;
    distrust();
}

void AudioClock::start(std::int64_t now_ns) {
    advance(now_ns);
    stopped_ = false;
    distrust();
}

void AudioClock::advance(std::int64_t now_ns) {
    const std::int64_t before_ns = std::exchange(now_ns_, std::max(now_ns_, now_ns));
    if (!begun_ || stopped_) return;
    const double elapsed_s = seconds(before_ns, now_ns_);
    frame_ += elapsed_s * kRate;
    if (!settled_) return;
    if (!reports_.empty() && seconds(reports_.back().time_ns, now_ns_) > kStale_s) distrust();
    if (!settled_) return;
    const double error_s = (line_.at(now_ns_) - frame_) / kRate;
    const double limit_s = std::abs(error_s) > kJump_s ? std::abs(error_s) : kSlew * elapsed_s;
    frame_ += std::clamp(error_s, -limit_s, limit_s) * kRate;
}

AudioClockReading AudioClock::read(std::int64_t now_ns) {
    advance(now_ns);
    if (!settled_) return {frame_, kUnsettled_s, false};
    const double behind_s = std::abs(line_.at(now_ns_) - frame_) / kRate;
    constexpr double kFloor_s = 0.001; // what the transport's own estimate can be wrong by
    return {frame_, kFloor_s + line_.residual_s + behind_s, true};
}

} // namespace seamline::playback
