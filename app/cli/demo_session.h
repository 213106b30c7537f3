// app/cli/demo_session.h: the demo review as a session, rendered first where it is missing.
#pragma once

#include "app/session/demo_review.h"
#include "app/session/session.h"
#include "decode/media/result.h"
#include "renderer/vulkan/device.h"

namespace seamline::cli {

/// Renders what is missing, with progress on stderr; Ctrl+C cancels cleanly.
/// Errors: as ensure_demo_review.
Result<session::DemoReview> prepare_demo(const renderer::Device& device);

/// All takes as sources, the first two in a row.
session::Session demo_session(const session::DemoReview& review);

} // namespace seamline::cli
