// app/cli/scope_options.h: scopes, back ends and regions as the command line names them.
#pragma once

#include "app/cli/arguments.h"
#include "renderer/scopes/scope_monitor.h"

namespace seamline::cli {

/// Bits of shaders/shared/scopes.h for "all", "none" or a list such as "histogram,vectorscope".
/// Errors: InvalidArgument, naming the word.
Result<std::uint32_t> scopes_option(const Arguments& arguments, const std::string& name,
                                    std::uint32_t fallback);

/// "auto", "vulkan" or "cpu". Errors: InvalidArgument.
Result<renderer::ScopeBackend> backend_option(const Arguments& arguments);

/// "X,Y,WxH" in pixels of the visible picture; all of it when not given. Errors: InvalidArgument.
Result<Rect> region_option(const Arguments& arguments, const std::string& name);

} // namespace seamline::cli
