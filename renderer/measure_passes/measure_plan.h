// renderer/measure_passes/measure_plan.h: what the passes are told of one kind of frame, and how
// their result is read.
#pragma once

#include "renderer/cached_frame.h"
#include "renderer/measures/measure_backend.h"
#include "shaders/shared/measures.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace seamline::renderer {

/// Everything that does not change from frame to frame of one source. Plain data.
struct MeasurePlan {
    shared::MeasureParams params{};
    std::vector<std::uint32_t> tables;
    std::uint32_t scratch_words = 0;
    std::uint32_t result_words = 0;
    bool lens = false;
    /// Of a grid's component: from sums to means.
    std::array<std::array<double, 3>, shared::kMeasureGrids> totals{};
};

/// Whether the passes read such frames: integer samples. Floats are summed in double precision,
/// which not every GPU has.
bool can_measure(const PixelLayout& layout);

/// `frame`: only layout, visible picture, plane offsets and strides are looked at; can_measure.
/// `request`: sizes as of measures::code_means.
MeasurePlan measure_plan(const CachedFrame& frame, const measures::ReductionRequest& request);

struct MeasuredSums {
    measures::FrameReductions reductions;
    /// More edges than the result has room for: `blur` is not known. One frame in many thousands:
    /// where a large part of the picture is one ramp.
    bool too_many_edges = false;
};
/// `result`: plan.result_words words that the passes wrote.
MeasuredSums read_sums(const MeasurePlan& plan, std::span<const std::uint32_t> result);

} // namespace seamline::renderer
