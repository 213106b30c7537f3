// renderer/measures/grade_fit.h: the grade that brings B closest to A, and what it leaves.
#pragma once

#include "renderer/color/source_color.h"
#include "renderer/measures/illuminant.h"

#include <glm/glm.hpp>

#include <optional>
#include <vector>

namespace seamline::measures {

/// Affine in x = log2(light + 0.01): x_A ~ matrix * x_B + offset.
struct LogAffine {
    glm::dmat3 matrix{1.0};
    glm::dvec3 offset{0.0};

    glm::dvec3 apply(glm::dvec3 light_b) const; ///< To light like A's, at least 0.
};

struct GradeFit {
    LogAffine affine; ///< Judges what a grade can do.
    color::Cdl cdl;   ///< Strict ASC CDL from the same pairs, for export.
    /// CDL works on this encoding of the light: BT.1886 (power 2.4), clipped below 0.
    static constexpr const char* kCdlSpace = "display R'G'B', BT.709 primaries, gamma 2.4";
    double delta_e_raw = 0;      ///< Median CIEDE2000 of the pairs as they are.
    double delta_e_residual = 0; ///< After `affine`; not above `delta_e_raw`: else it is none.
    double delta_e_cdl = 0;      ///< After `cdl`; likewise.
    double delta_e_gradient =
        0;                ///< After `cdl` and one soft linear gradient of exposure and warmth.
    double gradeable = 0; ///< 1 - residual / raw, [0, 1]; 0 when raw is 0.
};

/// Robust: iteratively re-weighted, Cauchy weights. None of fewer than 500 pairs, or when they
/// span no volume of colour (then the matrix is diagonal; none when not even that).
std::optional<GradeFit> fit_grade(const LightPairs& pairs);

/// Without correspondence: linear Monge-Kantorovich between the pictures' means and covariances in
/// the same logarithmic space. A best case of distributions, not of places.
/// Source: F. Pitie and A. Kokaram, "The linear Monge-Kantorovitch linear colour mapping", 2007.
std::optional<LogAffine> match_distributions(const Picture& a, const Picture& b);

/// What the grade leaves, in low frequencies: light that moved.
struct Relight {
    static constexpr int kColumns = 16;
    static constexpr int kRows = 9;
    /// kColumns * kRows medians of the stops that B, after the grade, is above A, less what goes
    /// with colour in second order (color_part.h); NaN where fewer than 60 pairs lie.
    std::vector<float> cells;
    std::vector<float> warmth_cells; ///< The same of log2(R / B).
    double stops = 0;                ///< Robust deviation over cells (`relight_stops`).
    double slope_stops = 0;          ///< Of the plane fitted to the cells, stops per half frame.
    double angle_deg = 0;    ///< Where B got brighter: 0 = picture right, counter-clockwise.
    double warmth_stops = 0; ///< Robust deviation of `warmth_cells` (bounce, mixed light).
    /// Deviation that is left after the plane: shadows and local lights no gradient can follow.
    double after_gradient_stops = 0;
};
/// None when fewer than 12 cells have a value.
std::optional<Relight> relight(const LightPairs& pairs, const LogAffine& grade);

} // namespace seamline::measures
