// app/analysis/drift.h: how light wanders inside one shot.
#pragma once

#include "app/analysis/frame_features.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace seamline::analysis {

/// Light of two frames of one shot that lie apart, compared directly: `to` minus `from`.
struct AnchorStep {
    std::int64_t from = 0;
    std::int64_t to = 0;
    double coverage = 0;
    double exposure_stops = 0;
    double delta_mired = 0;
};

/// Compares frames with a key frame for as long as both show the same view, so that what is summed
/// from frame to frame can be tied to it. A frame that no longer does is compared with the last one
/// that did, which becomes the key.
///
/// Threads: one at a time. Copies of the pictures' alignment sources and light are kept.
class DriftAnchors {
public:
    DriftAnchors();
    ~DriftAnchors();
    DriftAnchors(DriftAnchors&&) noexcept;
    DriftAnchors& operator=(DriftAnchors&&) noexcept;

    /// Frames of one shot in order, all of one size; about two per second are enough. The first
    /// becomes the key and gives none; one without a same view among those kept gives none and
    /// becomes the key. Blocks: tens of milliseconds.
    std::optional<AnchorStep> add(std::int64_t frame, const measures::Picture& light);
    /// Forgets all pictures: a new shot begins.
    void reset();

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Slope of a line through points by the median of the slopes of all pairs of points. NaN values
/// are passed over; NaN of fewer than two. More than 128 points are thinned out evenly.
/// Source: P. K. Sen, "Estimates of the Regression Coefficient Based on Kendall's Tau", 1968.
double theil_sen_slope(std::span<const double> x, std::span<const double> y);

/// Below these a drift is shown, but is no finding: inside real takes the natural spread is wide.
inline constexpr double kDriftMired = 20;
inline constexpr double kDriftStops = 0.5;

struct DriftCurve {
    std::int64_t from = 0; ///< First frame ...
    std::int64_t to = 0;   ///< ... and the one after the last.
    /// One per frame, relative to the line's begin; NaN where nothing was measured. Temperature:
    /// grey-edge, running median of five. Exposure: steps between frames, summed, tied to anchors.
    std::vector<double> mired;
    std::vector<double> stops;
    double mired_slope = kNotMeasured;  ///< Per second, + is warmer; NaN of fewer than 8 frames.
    double stops_slope = kNotMeasured;  ///< Per second, + is brighter.
    double mired_change = kNotMeasured; ///< The slope over the whole shot.
    double stops_change = kNotMeasured;

    bool flagged() const; ///< kDriftMired or kDriftStops is reached.
};

/// One shot: frames [from, to) of a medium. `frames`: consecutive, from any frame at or before
/// `from`; those not there count as not measured. `anchors`: any order; those that are not within
/// the shot or not of the same view are passed over.
DriftCurve drift(std::span<const FrameFeatures> frames, std::int64_t from, std::int64_t to,
                 std::span<const AnchorStep> anchors = {});

} // namespace seamline::analysis
