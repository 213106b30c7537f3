// app/analysis/frame_pictures.h: measures one decoded frame, and pairs of them. Private to
// analysis.
#pragma once

#include "app/analysis/frame_features.h"
#include "decode/media/decoded_frame.h"
#include "renderer/measures/alignment.h"
#include "renderer/measures/block_residual.h"
#include "renderer/measures/measure_backend.h"
#include "renderer/measures/working_picture.h"

#include <optional>

namespace seamline::analysis {

/// How all frames of a medium are measured. Immutable.
struct FrameMeasuring {
    measures::AnalysisLight light;
    double pixel_aspect = 1;
    double border = 0; ///< Share of width and height left out on every side, [0, 0.4].
    bool cuts_only = false;
    int native_width = 0;          ///< Visible.
    std::optional<ColorTags> tags; ///< In place of the file's.
    PictureTurn turn;              ///< The camera is told of the shown picture.
    measures::MeasureBackend* backend = &measures::cpu_backend(); ///< Never null.
};

/// What a frame is compared with the next one by. Empty for cuts only.
struct StepPictures {
    measures::Plane luma; ///< Averaged to the light picture's size.
    measures::Picture light;
    measures::AlignmentSource source;
};

struct FramePictures {
    measures::LabCodes lab; ///< For residuals.
    StepPictures step;
};

/// Everything but `step`. Deterministic. Blocks: 1 ms for cuts only, some 30 ms for HD otherwise.
FramePictures measure_frame(const FrameMeasuring& how, const DecodedFrame& frame,
                            FrameFeatures& features);

/// Residual and gaps are not its business: what else there is between two frames.
StepFromPrevious measure_step(const FrameMeasuring& how, const StepPictures& before,
                              const StepPictures& pictures);

} // namespace seamline::analysis
