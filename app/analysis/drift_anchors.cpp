#include "app/analysis/drift.h"

#include <utility>

namespace seamline::analysis {
namespace {

struct KeptFrame {
    std::int64_t frame = 0;
    measures::Picture light;
    measures::AlignmentSource source;
};

std::optional<AnchorStep> compared(const KeptFrame& from, const KeptFrame& to) {
    const measures::Alignment alignment =
        measures::align(from.source, to.source, measures::AlignmentRange::Far);
    if (!alignment.same_view()) return std::nullopt;
    const auto step =
        measures::aligned_light_step(measures::light_pairs(from.light, to.light, alignment));
    if (!step) return std::nullopt;
    return AnchorStep{.from = from.frame,
                      .to = to.frame,
                      .coverage = alignment.coverage,
                      .exposure_stops = step->exposure_stops,
                      .delta_mired = step->delta_mired};
}

} // namespace

struct DriftAnchors::State {
    std::optional<KeptFrame> key;
    std::optional<KeptFrame> last; ///< That was compared with the key; none: the key is.
};

DriftAnchors::DriftAnchors() : state_(std::make_unique<State>()) {}
DriftAnchors::~DriftAnchors() = default;
DriftAnchors::DriftAnchors(DriftAnchors&&) noexcept = default;
DriftAnchors& DriftAnchors::operator=(DriftAnchors&&) noexcept = default;

std::optional<AnchorStep> DriftAnchors::add(std::int64_t frame, const measures::Picture& light) {
    KeptFrame now{.frame = frame, .light = light, .source = measures::alignment_source(light)};
    std::optional<AnchorStep> result;
    if (state_->key) result = compared(*state_->key, now);
    if (!result && state_->last) {
        state_->key = std::exchange(state_->last, std::nullopt);
        result = compared(*state_->key, now);
    }
    if (result) {
        state_->last = std::move(now);
    } else {
        state_->key = std::move(now);
        state_->last.reset();
    }
    return result;
}

void DriftAnchors::reset() { *state_ = {}; }

} // namespace seamline::analysis
