// app/ui/snapshot_size.h: how large a snapshot is.
#pragma once

#include "app/playback/player.h"
#include "app/session/session.h"
#include "app/ui/ui_model.h"

#include <vector>

namespace seamline::ui {

/// The size at which no picture of `shown` loses pixels. Whole pictures fill it without bars: a
/// 1920x1080 take alone gives 1920x1080, two in a row 3840x1080. Where the view is zoomed, moved or
/// fitted otherwise it keeps the window's framing, at the scale of the finest picture and never
/// below the window's size. At most 16384 pixels an edge, the proportions kept.
Extent own_size(const session::Session& session, const std::vector<playback::SourceReport>& reports,
                const ShownPicture& shown);

} // namespace seamline::ui
