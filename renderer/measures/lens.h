// renderer/measures/lens.h: sharpness, grain, fall-off and colour fringes of native luma.
#pragma once

#include "renderer/measures/plane.h"
#include "renderer/measures/working_picture.h"

#include <optional>

namespace seamline::measures {

/// Blur radii of edges in native pixels, after S. Zhuo and T. Sim, "Defocus map estimation from a
/// single image", 2011: the ratio of gradients before (y0, under a Gaussian of 0.6 px) and after
/// (y1, y0 under one of 1 px) a known blur; s = 1 / sqrt((|grad y0| / |grad y1|)^2 - 1).
/// A radius holds the measure's own blur: an edge under a Gaussian of S px reads
/// sqrt(S^2 + 0.6^2 + 0.5^2), the last of them the central difference.
struct EdgeBlur {
    double sharpest_px = 0; ///< 10th percentile: the lens and the codec.
    double median_px = 0;   ///< 50th percentile: focus.
    int edge_count = 0;     ///< Pixels that were counted.
};
/// `luma`: native_luma, or a part of it. Of every second pixel of every second row, those are edges
/// that are among the steepest 3 % under a Gaussian of 2 px (by a histogram of the upper 16 bits
/// of the squared gradient as float: whole bins, any order of counting) and rise by 1 code per px
/// or more; mattes are left out. None when fewer than 200 of them have a radius.
std::optional<EdgeBlur> edge_blur(const Plane& luma);

/// Standard deviation of grain in code values of 8 bits: of 16 x 16 blocks with a mean in
/// [20, 235], the median over the 15 % with the least squared gradient under a Gaussian of 2 px.
/// Mattes are left out. None when no block qualifies.
/// Source: J. Immerkaer, "Fast noise variance estimation", 1996.
std::optional<double> grain(const Plane& luma);

/// The same where soft_gradient_squared(luma) is at hand: what most of their time goes into.
std::optional<EdgeBlur> edge_blur(const Plane& luma, const Plane& soft_gradient);
std::optional<double> grain(const Plane& luma, const Plane& soft_gradient);

/// Differences as the seam measures state them, incoming minus outgoing: + is softer / grainier.
double sharpness_log2(double outgoing_px, double incoming_px);
double grain_log2(double outgoing, double incoming); ///< With a floor of 0.15 on each.

/// Light that falls off towards the corners, from frames of one shot.
struct FallOff {
    double corner_stops = 0;     ///< <= 0: darker corners.
    double confidence_stops = 0; ///< Half-width of its 95 % interval, by bootstrap over frames
                                 ///< and directions from the middle.
};
/// In a ring around the middle, something is as bright as anywhere: k (1 + a r^2 + b r^4) is fitted
/// to the rings' 95th percentiles of the brightest channel. Believe only what its interval leaves.
/// Needs 40 frames, or 8 of a picture that moves; None otherwise, and where most rings are black or
/// clipped. `lights`: working pictures of one shot, of one size.
std::optional<FallOff> fall_off(const std::vector<const Picture*>& lights);

/// Lateral colour: how much larger R and B are than G. Shown only when `r_squared` > 0.5.
struct LateralColor {
    double red_px_at_corner = 0; ///< Native pixels, + outwards.
    double blue_px_at_corner = 0;
    double r_squared = 0; ///< Of the poorer fit.
};
std::optional<LateralColor> lateral_color(const FrameView& frame);

} // namespace seamline::measures
