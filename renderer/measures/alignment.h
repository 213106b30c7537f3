// renderer/measures/alignment.h: which pixel of one frame shows what a pixel of another shows.
#pragma once

#include "renderer/measures/plane.h"

#include <cstdint>
#include <vector>

namespace seamline::measures {

/// Position in B minus position in A, in pixels of the working picture.
struct Flow {
    Plane dx;
    Plane dy;
};

/// What alignment compares: the logarithm of luminance, made blind to grade and exposure by local
/// contrast normalisation (mean and deviation of a Gaussian of 8 px of each level), as a pyramid.
/// Made once per frame and used with the frame before and after. Immutable; any thread.
struct AlignmentSource {
    int width = 0; ///< Of the light picture.
    int height = 0;
    /// [0] has half the light picture's size, rounded down; each next one half of that. Empty for
    /// pictures too small to be aligned (shorter edge below 20).
    std::vector<Plane> levels;
};
AlignmentSource alignment_source(const Picture& light);

/// Share of validated pixels from which two pictures count as the same view.
inline constexpr double kSameViewCoverage = 0.08;

struct Alignment {
    Flow flow;   ///< A to B, dense.
    /// The validated vectors without detail (at quarter size, Gaussian of 6 px there, wider where
    /// none is near): for comparing texture, which a dense flow would reassemble from pieces.
    Flow smooth;
    /// Forward and backward flow meet within 1.5 px and both pictures agree locally (ZNCC of a
    /// Gaussian window of 4 px above 0.5), measured at half size.
    Mask valid;
    Mask valid_for_color; ///< The same with ZNCC above 0.6.
    double coverage = 0;  ///< Share of `valid`, [0, 1].
    bool same_view() const { return coverage >= kSameViewCoverage; }
};

enum class AlignmentRange : std::uint8_t {
    Near, ///< Consecutive frames: motion of a few percent of the picture.
    Far,  ///< Any two frames: pans and punch-ins, too.
};

/// `a` and `b` of one size. Blocks: some milliseconds. Deterministic. Pictures too small to be
/// aligned give no flow and no valid pixel.
Alignment align(const AlignmentSource& a, const AlignmentSource& b, AlignmentRange range);

/// B seen through A's pixels: out(x) = b(x + flow(x)), bilinear.
Plane warped(const Plane& b, const Flow& flow);

/// Motion of the camera that explains most of a flow, robustly (similarity by IRLS).
struct CameraMove {
    double pan_px = 0;      ///< Camera to the right is +: the picture's content moves left.
    double tilt_px = 0;     ///< Camera up is +: content moves down.
    double zoom = 1;        ///< > 1: content grows (moving in).
    double roll_deg = 0;    ///< Content turns counter-clockwise: +.
    double residual_px = 0; ///< Median distance of valid pixels from it.
    double share = 0;       ///< Of valid pixels within 1 px of it, [0, 1].
};
/// Pan and tilt are in pixels of a picture `native_width` wide.
CameraMove camera_move(const Flow& flow, const Mask& valid, int native_width);

} // namespace seamline::measures
