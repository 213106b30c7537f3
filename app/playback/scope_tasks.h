// app/playback/scope_tasks.h: from a tick to what the scopes count of it.
#pragma once

#include "app/playback/player.h"
#include "renderer/scopes/scope_monitor.h"

#include <vector>

namespace seamline::playback {

/// One task for each source on the screen that has a frame, in order, with its key as source and
/// the tags that the session says.
std::vector<renderer::ScopeTask> scope_tasks(const session::Session& session, const Tick& tick,
                                             const renderer::ScopeRequest& request);

} // namespace seamline::playback
