// app/cli/source_frame.h: one coded frame of a source, by number.
#pragma once

#include "app/playback/player.h"
#include "renderer/frame_renderer.h"

#include <memory>

namespace seamline::cli {

/// Frame `at` of the first source of `player`, whose sources are opened. Changes the session so
/// that tick 0 shows it. Blocks: decodes from the key frame before it. Errors: NotFound, naming the
/// frames there are; Corrupt; Unavailable.
Result<std::shared_ptr<const renderer::CachedFrame>>
source_frame(playback::Player& player, renderer::FrameRenderer& renderer, std::int64_t at);

/// Says on stderr, in one line, when the picture is not the one asked for: damaged, or held for a
/// missing file. `name`: of the source.
void tell_substitute(const std::string& name, const playback::FrameChoice& choice);

/// Says on stderr, in one line, when a picture was made from a colour space that is only a guess:
/// with the built-in configuration where that changed anything, with a user's one always.
void tell_guessed_space(const std::string& name, const playback::ColorReport& color,
                        const color::ColorConfig& config);

} // namespace seamline::cli
