#include "tests/bench/accuracy/drift_scores.h"

#include "app/analysis/drift.h"
#include "tests/bench/accuracy/light_injection.h"

#include <algorithm>
#include <cmath>

namespace seamline::bench {
namespace {

using analysis::AnchorStep;
using analysis::FrameFeatures;

constexpr std::size_t kSamples = 24;
constexpr double kAnchorSeconds = 0.5;

struct Measured {
    std::vector<FrameFeatures> frames;
    std::vector<AnchorStep> anchors;
};

// `change(part)` at the frame that lies at `part` of the take, [0, 1].
template <typename ChangeAt>
Measured measured(const Take& take, bool with_steps, ChangeAt&& change) {
    Measured result;
    analysis::DriftAnchors anchors;
    measures::Picture before;
    double anchored_s = -1;
    const std::size_t count = std::min(kSamples, take.frames.size());
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t at = i * (take.frames.size() - 1) / (count - 1);
        const double part = static_cast<double>(i) / static_cast<double>(count - 1);
        const measures::Picture light = injected(take.frames[at], change(part));
        FrameFeatures frame;
        frame.frame = static_cast<std::int64_t>(i);
        frame.time_s =
            Rational(static_cast<std::int64_t>(at * 1000), std::lround(1000 * take.frame_rate));
        frame.global = measures::global_light(light);
        if (with_steps) {
            if (i > 0) {
                const auto alignment = align(alignment_source(before), alignment_source(light),
                                             measures::AlignmentRange::Far);
                frame.step.coverage = alignment.coverage;
                const auto step = aligned_light_step(light_pairs(before, light, alignment));
                if (step) frame.step.exposure_stops = step->exposure_stops;
            }
            const double seconds = frame.time_s.value();
            if (anchored_s < 0 || seconds - anchored_s >= kAnchorSeconds) {
                anchored_s = seconds;
                if (const auto anchor = anchors.add(frame.frame, light))
                    result.anchors.push_back(*anchor);
            }
            before = light;
        }
        result.frames.push_back(frame);
    }
    return result;
}

} // namespace

void DriftScores::measure(const Take& take, std::mt19937& random) {
    if (static_cast<double>(take.frames.size()) < 2 * take.frame_rate) return;
    const auto scored = [&](const std::string& name, bool with_steps, auto&& change) {
        const Measured m = measured(take, with_steps, change);
        const auto count = std::ssize(m.frames);
        const auto curve = analysis::drift(m.frames, 0, count, m.anchors);
        mired_[name].push_back(std::abs(curve.mired_change));
        if (!with_steps) return;
        stops_[name].push_back(std::abs(curve.stops_change));
        summed_stops_[name].push_back(std::abs(analysis::drift(m.frames, 0, count).stops_change));
    };
    scored("none", true, [](double) { return exposure(0); });
    for (const int truth : {10, 20, 40}) {
        const double total = random_sign(random) * truth;
        scored(std::to_string(truth) + " mired", false,
               [&](double part) { return temperature(total * (part - 0.5)); });
    }
    for (const int hundredths : {25, 50}) {
        const double total = random_sign(random) * hundredths / 100;
        scored("." + std::to_string(hundredths) + " stop", true,
               [&](double part) { return exposure(total * (part - 0.5)); });
    }
}

void DriftScores::print(AccuracyTable& table) const {
    const auto level = [&](const auto& scores, const std::string& what, const std::string& name,
                           double prototype) {
        table.row(what + " AUC " + name, auc(scores.at(name), scores.at("none")), prototype,
                  Better::Higher);
    };
    if (mired_.empty()) return;
    table.note("L7 takes", static_cast<double>(mired_.at("none").size()), 0);
    table.note("L7 none p95, mired", quantile(mired_.at("none"), 0.95), 1);
    table.note("L7 none p95, stop", quantile(stops_.at("none"), 0.95), 2);
    level(mired_, "L7 temperature", "10 mired", 0.766);
    level(mired_, "L7 temperature", "20 mired", 0.935);
    level(mired_, "L7 temperature", "40 mired", 0.999);
    level(stops_, "L7 exposure", ".25 stop", 0.755);
    level(stops_, "L7 exposure", ".50 stop", 0.908);
    level(summed_stops_, "L7 exposure without anchors", ".25 stop", 0.755);
    level(summed_stops_, "L7 exposure without anchors", ".50 stop", 0.908);
}

} // namespace seamline::bench
