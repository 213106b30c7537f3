// app/analysis/seam.h: what is measured at one cut, and what it means, as values.
#pragma once

#include "app/analysis/frame_features.h"
#include "renderer/measures/difference_map.h"
#include "renderer/measures/grade_fit.h"
#include "renderer/measures/sky_light.h"
#include "renderer/measures/texture.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace seamline::analysis {

/// The measured differences at a cut, incoming minus outgoing. Order is that of kTermNames.
enum class Term : std::uint8_t {
    ExposureStops,
    DeltaMired,
    DeltaDuv,
    DeltaERaw,
    DeltaEResidual,
    Gradeable,
    RelightStops,
    RelightAngleDeg,
    RelightSlopeStops,
    SharpnessLog2,
    GrainLog2,
    TextureFlaggedShare,
    FallOffStops, ///< Of the corners, where both shots' fall-off can be believed.
    LateralPx,    ///< Of red against blue in the corners, likewise.
};
inline constexpr int kTermCount = 14;
/// The report's keys: "exposure_stops", "delta_mired", ...
const char* name(Term term);

/// By Term; NaN is not measured.
using Terms = std::array<double, kTermCount>;
Terms unmeasured_terms();
inline double& at(Terms& terms, Term term) { return terms[static_cast<std::size_t>(term)]; }
inline double at(const Terms& terms, Term term) { return terms[static_cast<std::size_t>(term)]; }

/// What a grade can do about a cut.
enum class Tier : std::uint8_t {
    Matches,
    PrimaryGrade,  ///< A primary grade fixes it.
    WindowOrKey,   ///< After the grade, one soft gradient or a local correction is needed.
    NotGradeable,  ///< Direction, shadow or bounce differ.
    NotMeasurable, ///< Different framing.
};
const char*
name(Tier tier); ///< "matches", "primary grade", "window or key", "not gradeable", "not measurable"

enum class LampState : std::uint8_t { Off, Quiet, Look, Flag };
const char* name(LampState state); ///< "off", "quiet", "look", "flag"
/// For people. A lamp of a measured cut that is off cannot tell, and says why.
const char* shown_name(LampState state); ///< "cannot tell", "quiet", "look", "flag"

struct Lamp {
    LampState state = LampState::Off;
    std::optional<Term> worst; ///< The largest normalised term.
    std::string words;         ///< "0.4 stop brighter"; when off, why.
};

/// One measured cut (or any two frames).
struct Seam {
    std::int64_t frame = 0; ///< First incoming frame, in the medium or on the record.
    double coverage = 0;
    bool same_view = false;
    bool space_confirmed = false;
    std::string not_measured;        ///< Why nothing could be measured, in words; empty: it was.
    bool resolution_differs = false; ///< Told apart from softness.
    /// Black bars begin or end here: what they change in sharpness, grain, texture and the light of
    /// whole pictures is not measured.
    bool bars_differ = false;
    /// The same view by edges of things alone: the light on surfaces differs too much.
    bool by_edges = false;
    bool is_hdr = false; ///< Both are PQ or HLG.
    /// Of pictures of different framing: an indicator, which nothing judges.
    std::optional<measures::SkyShift> sky;
    Terms terms = unmeasured_terms();
    Terms normalised = unmeasured_terms(); ///< |term| / max(floor, null); see null_model.h.
    Tier tier = Tier::NotMeasurable;
    Lamp continuity;
    Lamp lighting;
    std::string sentence;
    std::optional<measures::GradeFit> grade;    ///< Of a same view.
    double after_cdl_stops = kNotMeasured;      ///< Low-frequency stops after the CDL ...
    double after_gradient_stops = kNotMeasured; ///< ... and after one soft gradient more.
};

} // namespace seamline::analysis
