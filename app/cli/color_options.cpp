#include "app/cli/color_options.h"

#include "renderer/color/color_processor.h"
#include "renderer/color/grade_files.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace seamline::cli {
namespace {

constexpr std::array<Option, 7> kColorOptions{{
    {"--ocio", "FILE", "OpenColorIO configuration (default: $OCIO, else the built-in one)"},
    {"--input-space", "[N=]NAME", "colour space of source N, from 1, or of all (default: guessed)"},
    {"--display", "NAME", "what the pictures are shown on (default: the configuration's)"},
    {"--view-transform", "NAME", "how, e.g. \"ACES 1.0 SDR\" (default: the display's)"},
    {"--look", "NAME", "a look of the configuration, instead of the view's own"},
    {"--cdl", "[N=]FILE[#ID]", "ASC CDL of source N or of all: .cdl, .cc, .ccc (of several: #ID)"},
    {"--lut", "[N=]FILE", "LUT of source N or of all: whatever OpenColorIO reads"},
}};

/// "2=NAME" is of source 2, "NAME" of all (0).
struct PerSource {
    std::size_t source = 0;
    std::string text;
};

PerSource per_source(const std::string& given) {
    const std::size_t equals = given.find('=');
    if (equals == std::string::npos || equals == 0) return {0, given};
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(given.data(), given.data() + equals, number);
    if (error != std::errc{} || end != given.data() + equals) return {0, given};
    return {number == 0 ? SIZE_MAX : number, given.substr(equals + 1)};
}

void set_cdl(color::SourceColor& color, const std::string& text) {
    const std::size_t mark = text.rfind('#');
    color.cdl_file = text.substr(0, mark);
    color.cdl_id = mark == std::string::npos ? "" : text.substr(mark + 1);
}

/// A collection of several corrections needs to be told which: the first would be a guess.
Result<Done> check_cdl_id(const std::string& text) {
    constexpr std::size_t most_listed = 8;
    color::SourceColor color;
    set_cdl(color, text);
    if (!color.cdl_id.empty()) return Done{};
    const auto corrections = color::cdl_corrections(color.cdl_file);
    if (!corrections) return corrections.error();
    const std::vector<color::CdlCorrection>& all = corrections.value();
    if (all.size() < 2) return Done{};
    std::string listed;
    for (std::size_t i = 0; i < std::min(all.size(), most_listed); ++i)
        listed += (i == 0 ? "\"" : ", \"") + all[i].id + "\"";
    if (all.size() > most_listed) listed += ", ...";
    return Error{ErrorCode::InvalidArgument,
                 color.cdl_file.string() + ": has " + std::to_string(all.size()) +
                     " corrections; say which with --cdl FILE#ID: " + listed};
}

Result<Done>
apply_to_sources(const Arguments& arguments, const char* option, session::Session& session,
                 const std::function<void(color::SourceColor&, const std::string&)>& set) {
    for (const std::string& given : arguments.all(option)) {
        const PerSource one = per_source(given);
        if (one.source > session.sources.size()) {
            return Error{ErrorCode::InvalidArgument, std::string(option) + " " + given +
                                                         ": there are sources 1 to " +
                                                         std::to_string(session.sources.size())};
        }
        for (std::size_t i = 0; i < session.sources.size(); ++i) {
            if (one.source == 0 || one.source == i + 1) {
                set(session.sources[i].source_color, one.text);
            }
        }
    }
    return Done{};
}

} // namespace

std::vector<Option> with_color_options(std::span<const Option> options) {
    std::vector<Option> all;
    for (const Option& own : options.first(options.size() - 1)) all.push_back(own);
    for (const Option& color : kColorOptions) all.push_back(color);
    all.push_back(options.back());
    return all;
}

Result<color::ColorConfig> color_config(const Arguments& arguments) {
    return color::ColorConfig::open(arguments.text("--ocio").value_or(""));
}

Result<Done> apply_color(const Arguments& arguments, session::Session& session) {
    using color::SourceColor;
    Result<Done> done = apply_to_sources(
        arguments, "--input-space", session,
        [](SourceColor& color, const std::string& text) { color.input_space = text; });
    if (!done) return done;
    done = apply_to_sources(arguments, "--cdl", session, set_cdl);
    if (!done) return done;
    for (const std::string& given : arguments.all("--cdl"))
        if (const auto chosen = check_cdl_id(per_source(given).text); !chosen) return chosen;
    done = apply_to_sources(
        arguments, "--lut", session,
        [](SourceColor& color, const std::string& text) { color.lut_file = text; });
    if (!done) return done;
    color::ViewColor& view = session.view_color;
    view.display = arguments.text("--display").value_or(view.display);
    view.view = arguments.text("--view-transform").value_or(view.view);
    view.look = arguments.text("--look").value_or(view.look);
    return Done{};
}

void tell_unused_colors(const Arguments& arguments, const char* why) {
    std::string given;
    for (const Option& option : kColorOptions)
        if (std::string_view(option.name) != "--ocio" && arguments.has(option.name))
            given += (given.empty() ? "" : ", ") + std::string(option.name);
    if (!given.empty()) std::fprintf(stderr, "seamline: %s not used: %s\n", given.c_str(), why);
}

Result<Done> check_color(const Arguments& arguments, const color::ColorConfig& config,
                         std::size_t sources) {
    session::Session session;
    session.sources.resize(sources);
    if (const auto applied = apply_color(arguments, session); !applied) return applied;
    if (session.sources.empty()) session.sources.resize(1);
    for (const session::Source& source : session.sources) {
        const bool says_nothing =
            source.source_color == color::SourceColor{} && session.view_color == color::ViewColor{};
        if (says_nothing) continue;
        color::SourceColor color = source.source_color;
        // What a file will be guessed to be does not matter here.
        if (color.input_space.empty()) color.input_space = config.spaces().front().name;
        const auto made = color::ColorProcessor::viewed(config, color, session.view_color);
        if (!made) return made.error();
    }
    return Done{};
}

} // namespace seamline::cli
