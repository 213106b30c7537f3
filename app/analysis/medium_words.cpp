#include "app/analysis/medium_words.h"

#include "app/analysis/quantile.h"
#include "decode/media/timecode.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace seamline::analysis {
namespace {

/// Camera moves slower than these are none: shares of the width, and degrees, per second.
constexpr double kLeastPan = 0.01;
constexpr double kLeastZoom = 0.005;
constexpr double kLeastRoll = 0.5;
/// ... and up to these slow.
constexpr double kSlowPan = 0.08;
constexpr double kSlowZoom = 0.04;
constexpr std::size_t kLeastSteps = 4;

std::string text_of(const char* format, double value) {
    char text[64];
    std::snprintf(text, sizeof text, format, value);
    return text;
}

std::string runs(const std::vector<FrameRun>& list) {
    std::string text;
    for (std::size_t i = 0; i < list.size() && i < 8; ++i) {
        text += (i > 0 ? ", " : "") + std::to_string(list[i].first);
        if (list[i].length > 1) text += " to " + std::to_string(list[i].first + list[i].length - 1);
    }
    return list.size() > 8 ? text + " and " + std::to_string(list.size() - 8) + " more" : text;
}

} // namespace

std::string timecode_of(const SourceFeatures& features, std::int64_t frame) {
    const bool drop = features.start_timecode.find(';') != std::string::npos;
    const auto start = timecode_frames(features.start_timecode, features.frame_rate, drop);
    return timecode_text(start.value_or(0) + frame, features.frame_rate, drop);
}

std::vector<std::string> cadence_words(const Cadence& cadence) {
    std::vector<std::string> words;
    if (cadence.is_still) words.emplace_back("nothing moves: a still picture");
    if (const auto& real = cadence.true_cadence)
        words.push_back("true cadence: " + real->frame_rate.text() + " new pictures per second (" +
                        std::to_string(real->changed) + " of " + std::to_string(real->period) +
                        " frames are new)");
    else if (!cadence.duplicates.empty())
        words.push_back(std::to_string(cadence.duplicates.size()) +
                        " frames repeat the one before, the first is frame " +
                        std::to_string(cadence.duplicates.front()));
    if (!cadence.frozen.empty()) words.push_back("frozen: frames " + runs(cadence.frozen));
    if (const auto& flicker = cadence.flicker)
        words.push_back("flickers every " + text_of("%.1f", flicker->period_frames) +
                        " frames by " + text_of("%.1f", flicker->amplitude_codes) + " of 255");
    if (!cadence.flashes.empty()) words.push_back("flashes: frames " + runs(cadence.flashes));
    if (!cadence.black.empty()) words.push_back("black: frames " + runs(cadence.black));
    return words;
}

std::vector<std::string> drift_words(const std::vector<DriftCurve>& drift) {
    std::vector<std::string> words;
    for (const DriftCurve& shot : drift) {
        if (!shot.flagged()) continue;
        std::string text = "light drifts in frames " + std::to_string(shot.from) + " to " +
                           std::to_string(shot.to - 1) + ": at the end it is ";
        if (!std::isnan(shot.stops_change))
            text += term_words(Term::ExposureStops, shot.stops_change);
        if (!std::isnan(shot.stops_change) && !std::isnan(shot.mired_change)) text += " and ";
        if (!std::isnan(shot.mired_change)) text += term_words(Term::DeltaMired, shot.mired_change);
        words.push_back(text);
    }
    return words;
}

std::string camera_words(const SourceFeatures& features, std::int64_t first, std::int64_t end) {
    std::vector<double> pans, tilts, zooms, rolls;
    for (std::int64_t i = std::max<std::int64_t>(first + 1, 0);
         i < end && i < std::ssize(features.frames); ++i) {
        const StepFromPrevious& step = features.frames[static_cast<std::size_t>(i)].step;
        if (!(step.coverage >= measures::kSameViewCoverage)) continue;
        pans.push_back(step.camera.pan_px);
        tilts.push_back(step.camera.tilt_px);
        zooms.push_back(step.camera.zoom - 1);
        rolls.push_back(step.camera.roll_deg);
    }
    if (pans.size() < kLeastSteps) return "";
    const double rate = features.frame_rate.value();
    const bool is_upright = features.turn.clockwise_deg % 180 != 0;
    const double width = std::max(is_upright ? features.height : features.width, 1);
    const double pan = measured_median(pans) * rate / width;
    const double tilt = measured_median(tilts) * rate / width;
    const double zoom = measured_median(zooms) * rate;
    const double roll = measured_median(rolls) * rate;
    std::vector<std::string> moves;
    const auto add = [&](double value, double least, double slow, const char* positive,
                         const char* negative, const char* unit, double scale) {
        if (std::abs(value) < least) return;
        moves.push_back((std::abs(value) < slow ? "slow " : "") +
                        std::string(value > 0 ? positive : negative) + ", " +
                        text_of("%.1f", std::abs(value) * scale) + unit);
    };
    add(zoom, kLeastZoom, kSlowZoom, "dolly or zoom in", "dolly or zoom out", " %/s", 100);
    add(pan, kLeastPan, kSlowPan, "pan right", "pan left", " % of the width/s", 100);
    add(tilt, kLeastPan, kSlowPan, "tilt up", "tilt down", " % of the width/s", 100);
    add(roll, kLeastRoll, 0, "roll counter-clockwise", "roll clockwise", " degrees/s", 1);
    std::string text;
    for (const std::string& move : moves) text += (text.empty() ? "" : "; ") + move;
    if (text.empty()) text = "static camera";
    // What the median leaves from frame to frame.
    std::vector<double> shake;
    const double pan_px = measured_median(pans);
    const double tilt_px = measured_median(tilts);
    for (std::size_t i = 0; i < pans.size(); ++i)
        shake.push_back(std::hypot(pans[i] - pan_px, tilts[i] - tilt_px));
    return text + "; jitter " + text_of("%.1f", measured_median(std::move(shake))) + " px";
}

} // namespace seamline::analysis
