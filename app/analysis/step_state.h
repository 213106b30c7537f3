// app/analysis/step_state.h: how much a step without a cut says.
#pragma once

#include "app/analysis/cut_detector.h"
#include "app/analysis/seam.h"
#include "app/analysis/threshold_profile.h"

namespace seamline::analysis {

/// Off where the colour space is only guessed; else look or flag: a detected step is never quiet.
inline LampState step_state(const DetectedSeam& step, bool space_confirmed,
                            const ThresholdProfile& profile) {
    if (!space_confirmed) return LampState::Off;
    return step.normalised >= profile.flag ? LampState::Flag : LampState::Look;
}

} // namespace seamline::analysis
