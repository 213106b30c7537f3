// app/ui/painted_labels.h: labels in pictures that leave the program: snapshots, exports, `frame`.
#pragma once

#include "app/playback/player.h"
#include "app/session/session.h"
#include "app/ui/label_painter.h"
#include "app/ui/picture_label.h"
#include "app/ui/ui_model.h"
#include "renderer/frame_renderer.h"

#include <vector>

namespace seamline::ui {

/// Writes take, generator, frame and timecode of every picture of `shown` into it, as the viewer
/// shows them. `picture` is Rgba8.
///
/// Threads: any.
void paint_labels(renderer::RenderedPicture& picture, const ShownPicture& shown,
                  const session::Session& session,
                  const std::vector<playback::SourceReport>& reports, const LabelPainter& labels);

/// Writes the counters of every picture of `shown` into the middle of its lower edge. `picture` is
/// Rgba8.
///
/// Threads: any.
void paint_burn_in(renderer::RenderedPicture& picture, const ShownPicture& shown,
                   const session::Session& session,
                   const std::vector<playback::SourceReport>& reports, const LabelPainter& labels,
                   const BurnIn& burn_in);

/// Writes the slates of a cut's missing pictures, which are part of the picture: with labels or
/// without. `picture` is Rgba8.
///
/// Threads: any.
void paint_slates(renderer::RenderedPicture& picture, const ShownPicture& shown,
                  const LabelPainter& labels);
bool has_slate(const playback::Tick& tick);

/// A painter in the interface's font, for programs without a window.
///
/// Threads: main; there must be no ImGui context. Blocks: reads font files.
LabelPainter make_label_painter();

} // namespace seamline::ui
