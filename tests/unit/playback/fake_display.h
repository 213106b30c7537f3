// tests/unit/playback/fake_display.h: displays and a player's loop on a clock that the test owns.
#pragma once

#include "app/playback/frame_pacer.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <deque>
#include <functional>
#include <random>
#include <vector>

namespace seamline::playback {

/// FIFO with a fixed refresh, or one that follows presents down to a shortest period.
class FakeDisplay {
public:
    FakeDisplay(double hz, bool variable, Nanoseconds phase)
        : period_ns_(1e9 / hz), variable_(variable), phase_(phase) {}

    struct Shown {
        std::int64_t refresh = 0; ///< Fixed only.
        Nanoseconds at = 0;
    };
    Shown present(Nanoseconds handed_over) {
        if (variable_) {
            last_at_ = std::max(handed_over, last_at_ + static_cast<Nanoseconds>(period_ns_));
            return {0, last_at_};
        }
        const double position = static_cast<double>(handed_over - phase_) / period_ns_;
        last_ = std::max(static_cast<std::int64_t>(std::floor(position)) + 1, last_ + 1);
        return {last_, phase_ + std::llround(static_cast<double>(last_) * period_ns_)};
    }
    double period_ns() const { return period_ns_; }

private:
    double period_ns_;
    bool variable_;
    Nanoseconds phase_;
    std::int64_t last_ = INT64_MIN / 2;
    Nanoseconds last_at_ = INT64_MIN / 2;
};

/// Plays as the render thread does: hands over what the pacer plans, hears of refreshes a little
/// after they were.
struct FakeLoop {
    struct Frame {
        std::int64_t step = 0;
        std::int64_t refresh = 0;
        Nanoseconds due = 0;
        Nanoseconds shown = 0;
        Nanoseconds handed_over = 0;
    };

    FakeLoop(Rational rate, double hz, double nominal_hz, bool variable = false,
             Nanoseconds phase = 1'234'567)
        : display(hz, variable, phase), estimator(std::llround(1e9 / nominal_hz)) {
        transport.set_length(1'000'000, 0);
        transport.set_rate(rate, 0);
        transport.play(Rational(1), 0);
    }

    void run_until(Nanoseconds end) {
        while (now < end) {
            hear();
            const FramePlan plan = pacer.next(transport, estimator.estimate(), now, lead);
            if (!plan.is_due(now)) {
                const Nanoseconds heard = reports.empty() ? INT64_MAX : reports.front().heard;
                now = std::min({plan.hand_over, heard, end});
                continue;
            }
            now += work + (hiccup ? hiccup(now) : 0);
            const FakeDisplay::Shown shown = display.present(now);
            pacer.handed_over(plan, plan.step, now, ++presents);
            frames.push_back(
                {plan.step, shown.refresh, transport.due_at(plan.step), shown.at, now});
            reports.push_back({presents, shown.at + (noise ? noise() : 0)});
            if (clock) clock(transport, now);
        }
    }
    void hear() {
        while (!reports.empty() && reports.front().heard <= now) {
            const Report report = reports.front();
            reports.pop_front();
            estimator.seen(report.heard);
            pacer.shown(report.present, estimator.estimate(), report.heard);
        }
    }
    /// Refreshes that each frame stayed on, from frames shown at `from` or later.
    std::vector<std::int64_t> cadence(Nanoseconds from) const {
        std::vector<std::int64_t> durations;
        for (std::size_t i = 1; i < frames.size(); ++i)
            if (frames[i - 1].shown >= from)
                durations.push_back(frames[i].refresh - frames[i - 1].refresh);
        return durations;
    }
    /// How far frames shown in [from, to) were from their moments, in refreshes; the worst one.
    double worst_error(Nanoseconds from, Nanoseconds to) const {
        double worst = 0;
        for (const Frame& frame : frames)
            if (frame.shown >= from && frame.shown < to)
                worst = std::max(worst, std::abs(error(frame)));
        return worst;
    }
    double mean_error(Nanoseconds from, Nanoseconds to) const {
        double sum = 0;
        int n = 0;
        for (const Frame& frame : frames) {
            if (frame.shown < from || frame.shown >= to) continue;
            sum += error(frame);
            ++n;
        }
        return sum / std::max(n, 1);
    }
    double error(const Frame& frame) const {
        return static_cast<double>(frame.shown - frame.due) / display.period_ns();
    }

    struct Report {
        std::uint64_t present = 0;
        Nanoseconds heard = 0;
    };
    FakeDisplay display;
    VsyncEstimator estimator;
    Transport transport;
    FramePacer pacer;
    Nanoseconds now = 0;
    Nanoseconds work = 2'000'000;                   ///< For each frame ...
    Nanoseconds lead = 0;                           ///< ... and what the pacer is told of it.
    std::function<Nanoseconds(Nanoseconds)> hiccup; ///< Extra work for the frame begun then.
    std::function<Nanoseconds()> noise;             ///< How late a refresh is heard of.
    std::function<void(Transport&, Nanoseconds)> clock;
    std::uint64_t presents = 0;
    std::deque<Report> reports;
    std::vector<Frame> frames;
};

/// Uniform in [0, most].
inline std::function<Nanoseconds()> lateness(Nanoseconds most, unsigned seed = 1) {
    return [random = std::mt19937(seed), most]() mutable {
        return static_cast<Nanoseconds>(random() % static_cast<std::uint32_t>(most + 1));
    };
}

} // namespace seamline::playback
