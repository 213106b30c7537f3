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

struct ShownEvent;

/// `picture` moved, scaled and mirrored in the frame as a cut's event wants it. Both maps go from the
/// target to the coded picture; see renderer::target_to_source.
glm::mat3x2 reframed(const glm::mat3x2& target_to_source, const renderer::PictureShape& shape,
                     const interchange::Reframe& reframe);

/// One source on the screen: its settings, its shape and the frame to show (null: black or none
/// yet).
struct ShownSource {
    const session::Source* source = nullptr;
    renderer::PictureShape shape;
    std::shared_ptr<const renderer::CachedFrame> frame;
    ShownColor color;
    /// Of a cut: the event, whose medium's colour overrides, and whose placing, apply.
    std::shared_ptr<const ShownEvent> event;
    /// In a dissolve: what comes, null when that is black, and its part of the mix.
    std::shared_ptr<const ShownSource> incoming;
    float incoming_weight = 0;
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
/// alone. A source that dissolves is mixed before the mode mixes two. Picture tools are
/// `viewport`'s; differences have none, for they show no levels.
renderer::Composition compose(const session::Session& session,
                              const std::vector<ShownSource>& sources, Extent target,
                              renderer::ResizeFilter filter, Viewport viewport = Viewport::Main);

/// The tools that `compose` draws.
renderer::PictureTools picture_tools(const session::Session& session, Viewport viewport);

} // namespace seamline::playback
