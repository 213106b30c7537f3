#include "app/analysis/seam.h"

namespace seamline::analysis {

const char* name(Term term) {
    static constexpr std::array<const char*, kTermCount> kNames{
        "exposure_stops",      "delta_mired",    "delta_duv",     "delta_e_raw",
        "delta_e_residual",    "gradeable",      "relight_stops", "relight_angle_deg",
        "relight_slope_stops", "sharpness_log2", "grain_log2",    "texture_flagged_share",
        "fall_off_stops",      "lateral_px"};
    return kNames[static_cast<std::size_t>(term)];
}

const char* name(Tier tier) {
    switch (tier) {
    case Tier::Matches:
        return "matches";
    case Tier::PrimaryGrade:
        return "primary grade";
    case Tier::WindowOrKey:
        return "window or key";
    case Tier::NotGradeable:
        return "not gradeable";
    case Tier::NotMeasurable:
        break;
    }
    return "not measurable";
}

const char* name(LampState state) {
    switch (state) {
    case LampState::Quiet:
        return "quiet";
    case LampState::Look:
        return "look";
    case LampState::Flag:
        return "flag";
    case LampState::Off:
        break;
    }
    return "off";
}

const char* shown_name(LampState state) {
    return state == LampState::Off ? "cannot tell" : name(state);
}

Terms unmeasured_terms() {
    Terms terms;
    terms.fill(kNotMeasured);
    return terms;
}

} // namespace seamline::analysis
