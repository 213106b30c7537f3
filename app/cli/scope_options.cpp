#include "app/cli/scope_options.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

namespace seamline::cli {
namespace {

using namespace shared;

struct ScopeWord {
    std::string_view word;
    std::uint32_t scopes;
};

constexpr std::array<ScopeWord, 8> kWords{{
    {"all", kScopeHistogram | kScopeParade | kScopeLuma | kScopeVector},
    {"none", 0},
    {"histogram", kScopeHistogram},
    {"parade", kScopeParade},
    {"waveform", kScopeLuma},
    {"chroma", kScopeChroma},
    {"vectorscope", kScopeVector},
    {"cie", kScopeXy},
}};

/// Takes an integer and the character after it off the front.
bool take_integer(std::string_view& text, char after, int& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{}) return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (after == '\0') return text.empty();
    if (text.empty() || text.front() != after) return false;
    text.remove_prefix(1);
    return true;
}

} // namespace

Result<std::uint32_t> scopes_option(const Arguments& arguments, const std::string& name,
                                    std::uint32_t fallback) {
    const auto given = arguments.text(name);
    if (!given) return fallback;
    std::uint32_t scopes = 0;
    std::string_view rest = *given;
    for (;;) {
        const std::size_t comma = rest.find(',');
        const std::string_view word = rest.substr(0, comma);
        const auto* const known =
            std::find_if(kWords.begin(), kWords.end(),
                         [&](const ScopeWord& entry) { return entry.word == word; });
        if (known == kWords.end())
            return Error{ErrorCode::InvalidArgument,
                         name + " knows no '" + std::string(word) + "'; see --help"};
        scopes |= known->scopes;
        if (comma == std::string_view::npos) return scopes;
        rest.remove_prefix(comma + 1);
    }
}

Result<session::ScopeSignal> signal_option(const Arguments& arguments) {
    using session::ScopeSignal;
    return choice_option<ScopeSignal>(
        arguments, "--signal", {{"source", ScopeSignal::Source}, {"view", ScopeSignal::View}},
        ScopeSignal::Source);
}

Result<renderer::ScopeBackend> backend_option(const Arguments& arguments) {
    const std::string word = arguments.text("--backend").value_or("auto");
    for (const renderer::ScopeBackend backend :
         {renderer::ScopeBackend::Auto, renderer::ScopeBackend::Vulkan,
          renderer::ScopeBackend::Cpu})
        if (word == renderer::name(backend)) return backend;
    return Error{ErrorCode::InvalidArgument,
                 "--backend is auto, vulkan or cpu, not '" + word + "'"};
}

Result<Rect> region_option(const Arguments& arguments, const std::string& name) {
    const auto given = arguments.text(name);
    if (!given) return Rect{};
    Rect region;
    std::string_view rest = *given;
    const bool reads = take_integer(rest, ',', region.x) && take_integer(rest, ',', region.y) &&
                       take_integer(rest, 'x', region.width) &&
                       take_integer(rest, '\0', region.height);
    if (!reads || region.width <= 0 || region.height <= 0)
        return Error{ErrorCode::InvalidArgument,
                     name + " needs X,Y,WxH such as 100,50,640x360, not '" + *given + "'"};
    return region;
}

} // namespace seamline::cli
