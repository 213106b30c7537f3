// app/analysis/shot_drift.h: drift of every shot of a medium, tied to frames that were compared
// directly.
#pragma once

#include "app/analysis/boundary.h"
#include "app/analysis/drift.h"
#include "app/analysis/frame_fetcher.h"
#include "app/analysis/shot_lens.h"

#include <functional>
#include <span>
#include <vector>

namespace seamline::analysis {

/// The shots between a medium's cuts and its ends; frames of a transition belong to none.
std::vector<ShotRange> shots_of(std::size_t source, std::int64_t frame_count,
                                std::span<const DetectedCut> cuts);

/// What is measured of whole shots, each in order.
struct ShotFindings {
    std::vector<DriftCurve> drift; ///< Of shots of at least a second.
    std::vector<ShotLens> lenses;  ///< Of shots of at least ten frames.
};
/// Blocks: decodes the medium once, compares two frames per second and looks at twelve of each shot
/// for its lens. Errors: Cancelled; of a medium that cannot be read any more.
Result<ShotFindings> measure_shots(FrameFetcher& fetcher, const SourceFeatures& features,
                                   std::span<const DetectedCut> cuts,
                                   const std::function<bool()>& cancelled);

} // namespace seamline::analysis
