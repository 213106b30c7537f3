// app/cli/tool_options.h: picture tools as the command line names them.
#pragma once

#include "app/cli/arguments.h"
#include "app/session/session.h"

#include <span>
#include <vector>

namespace seamline::cli {

/// `options` with those of picture tools.
std::vector<Option> with_tool_options(std::span<const Option> options);

/// Switches on what --tool names, and nothing else; limits that are not given stay the session's.
/// Errors: InvalidArgument, naming the option.
Result<Done> apply_tools(const Arguments& arguments, session::Session& session);

} // namespace seamline::cli
