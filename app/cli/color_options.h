// app/cli/color_options.h: how pictures' colours are given on the command line.
#pragma once

#include "app/cli/arguments.h"
#include "app/session/session.h"
#include "renderer/color/color_config.h"

#include <span>
#include <vector>

namespace seamline::cli {

/// A command's own options and those of this file, in front of its last one (--help).
std::vector<Option> with_color_options(std::span<const Option> options);

/// --ocio, else $OCIO, else the built-in configuration. Errors: see color::ColorConfig::open.
Result<color::ColorConfig> color_config(const Arguments& arguments);

/// Puts what is given into the sources and the main view. "--input-space 2=NAME" is of the second
/// source, "--input-space NAME" of all. Errors: InvalidArgument, when there is no such source.
Result<Done> apply_color(const Arguments& arguments, session::Session& session);

/// One line on stderr when colours are given to what does not show them; `why` ends it.
void tell_unused_colors(const Arguments& arguments, const char* why);

/// Whether the spaces, files, display, view and look that were given exist, for `sources` sources.
/// Blocks: reads the files. Errors: of the first that does not, one line with its name.
Result<Done> check_color(const Arguments& arguments, const color::ColorConfig& config,
                         std::size_t sources);

} // namespace seamline::cli
