// app/analysis/shot_drift.h: drift of every shot of a medium, tied to frames that were compared
// directly.
#pragma once

#include "app/analysis/boundary.h"
#include "app/analysis/drift.h"
#include "app/analysis/frame_fetcher.h"

#include <functional>
#include <span>
#include <vector>

namespace seamline::analysis {

/// The shots between a medium's cuts and its ends; frames of a transition belong to none.
std::vector<ShotRange> shots_of(std::size_t source, std::int64_t frame_count,
                                std::span<const DetectedCut> cuts);

/// One curve per shot of at least a second, in order. Blocks: decodes the medium and compares two
/// frames per second. Errors: Cancelled; of a medium that cannot be read any more.
Result<std::vector<DriftCurve>> drift_of_shots(FrameFetcher& fetcher,
                                               const SourceFeatures& features,
                                               std::span<const DetectedCut> cuts,
                                               const std::function<bool()>& cancelled);

} // namespace seamline::analysis
