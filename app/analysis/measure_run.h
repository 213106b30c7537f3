// app/analysis/measure_run.h: the threads that measure a medium's frames. Private to analysis.
#pragma once

#include "app/analysis/frame_features.h"
#include "app/analysis/frame_pictures.h"
#include "decode/media/result.h"
#include "decode/video_source.h"

#include <functional>
#include <vector>

namespace seamline::analysis {

struct MeasureRunOptions {
    std::int64_t first_frame = 0; ///< Decoded and measured from here.
    int threads = 2;              ///< [1, 64]
    bool in_background = false;
    std::function<bool()> cancelled; ///< May be empty.
};

/// Frames before a boundary that its features look back at.
inline constexpr int kFeatureReach = 8;

/// Measures from `first_frame` to the end: one thread decodes, others measure frames and pairs as
/// they come. `take` gets features that are final, in order, on the calling thread; `source` is
/// used on another one until this returns. Errors: as VideoSource::next, except Corrupt and
/// EndOfStream, which leave substitutes; Cancelled. Throws what measuring throws (std::bad_alloc).
Result<Done> run_measures(decode::VideoSource& source, const FrameMeasuring& how,
                          const MeasureRunOptions& options,
                          const std::function<void(std::vector<FrameFeatures>)>& take);

/// Makes the calling thread, and threads that it starts, give way to all others.
void enter_background();

} // namespace seamline::analysis
