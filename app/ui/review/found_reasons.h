// app/ui/review/found_reasons.h: reasons that measures suggest for sending a take back; pure.
#pragma once

#include "app/review/decision.h"
#include "app/ui/seam_signs.h"

#include <string>
#include <vector>

namespace seamline::ui {

/// Reasons for the part `target` of a single medium with the frame `frame` on the screen, from its
/// flags (a dismissed one is none): of the frame those of the nearest seam within half a second,
/// of longer targets those inside. Words of review::default_reasons; empty: nothing was found.
/// A finding is an indicator: a person changes or takes the words away.
std::vector<std::string> found_reasons(const SourceSeams& seams, const review::Target& target,
                                       double frame_rate);

} // namespace seamline::ui
