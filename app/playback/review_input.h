// app/playback/review_input.h: what there is to measure in a session.
#pragma once

#include "app/analysis/review_analysis.h"
#include "app/session/session.h"
#include "decode/media/result.h"

namespace seamline::playback {

/// The media of a session's takes, and the cuts of its edits as boundaries between media. Where an
/// edit uses one medium with different CDLs it is measured once for each. Of a boundary beside a
/// gap, a slate or a medium that cannot be read nothing is measured: `left_out` says which and why.
struct SessionReview {
    analysis::ReviewInput input;
    std::vector<std::string> left_out;
};

/// Blocks: opens every medium. `view`: of the session's main window.
/// Errors: of the first take that cannot be read.
Result<SessionReview> review_of(const session::Session& session);

} // namespace seamline::playback
