// app/playback/compose.h: from a session and the frames of a tick to the picture on the screen.
#pragma once

#include "app/playback/source_colors.h"
#include "app/session/session.h"
#include "decode/media/media_description.h"
#include "renderer/composition.h"
#include "renderer/layout.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace seamline::playback {

/// One source on the screen: its settings, its shape and the frame to show (null: black or none
/// yet).
struct ShownSource {
    const session::Source* source = nullptr;
    renderer::PictureShape shape;
    std::shared_ptr<const renderer::CachedFrame> frame;
    ShownColor color;
};

/// The shape of a video on the screen.
renderer::PictureShape shape_of(const VideoDescription& video);

/// The rectangle of each source on the screen, in the order of `Session::on_screen`; the
/// two-picture modes give all of `target` to both.
std::vector<Rect> picture_rects(const session::Session& session, int count, Extent target);

/// The view that applies to a source.
const renderer::View& view_of(const session::Session& session, const session::Source& source);

/// Tiles for `sources` (what `Session::on_screen` gives, in order) in a target of this size. Wipe
/// centre, butterfly axis and checkers are in target pixels; with one source every mode shows it
/// alone.
renderer::Composition compose(const session::Session& session,
                              const std::vector<ShownSource>& sources, Extent target,
                              renderer::ResizeFilter filter);

} // namespace seamline::playback
