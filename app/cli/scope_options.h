// app/cli/scope_options.h: scopes, back ends and regions as the command line names them.
#pragma once

#include "app/cli/arguments.h"
#include "app/session/scope_settings.h"
#include "renderer/scopes/scope_monitor.h"

#include <initializer_list>
#include <string>
#include <utility>

namespace seamline::cli {

/// One of `words`. Errors: InvalidArgument, naming them.
template <typename Choice>
Result<Choice> choice_option(const Arguments& arguments, const std::string& name,
                             std::initializer_list<std::pair<const char*, Choice>> words,
                             Choice fallback) {
    const auto given = arguments.text(name);
    if (!given) return fallback;
    std::string known;
    for (const auto& [word, value] : words) {
        if (*given == word) return value;
        known += (known.empty() ? "" : ", ") + std::string(word);
    }
    return Error{ErrorCode::InvalidArgument,
                 name + " is one of " + known + ", not '" + *given + "'"};
}

/// Bits of shaders/shared/scopes.h for "all", "none" or a list such as "histogram,vectorscope".
/// Errors: InvalidArgument, naming the word.
Result<std::uint32_t> scopes_option(const Arguments& arguments, const std::string& name,
                                    std::uint32_t fallback);

/// --signal: "source", the default, or "view". Errors: InvalidArgument.
Result<session::ScopeSignal> signal_option(const Arguments& arguments);

/// "auto", "vulkan" or "cpu". Errors: InvalidArgument.
Result<renderer::ScopeBackend> backend_option(const Arguments& arguments);

/// "X,Y,WxH" in pixels of the visible picture; all of it when not given. Errors: InvalidArgument.
Result<Rect> region_option(const Arguments& arguments, const std::string& name);

} // namespace seamline::cli
