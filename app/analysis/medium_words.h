// app/analysis/medium_words.h: what is noteworthy of a medium, in sentences.
#pragma once

#include "app/analysis/review_analysis.h"

#include <string>
#include <vector>

namespace seamline::analysis {

/// The timecode of a frame: the file's, or counted from 00:00:00:00 where it has none.
std::string timecode_of(const SourceFeatures& features, std::int64_t frame);

/// Frozen and repeated frames, true cadence, flicker, flashes, black; empty: nothing of it.
std::vector<std::string> cadence_words(const Cadence& cadence);

/// Drift that is a finding, per shot.
std::vector<std::string> drift_words(const std::vector<DriftCurve>& drift);

/// How the camera moves in frames [first, end), from its median move per second: "slow dolly-in,
/// 1.8 %/s, jitter 0.3 px"; "static camera"; empty where too little was measured.
std::string camera_words(const SourceFeatures& features, std::int64_t first, std::int64_t end);

} // namespace seamline::analysis
