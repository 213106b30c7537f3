#include "app/cli/tool_options.h"

#include <array>
#include <charconv>
#include <string>

namespace seamline::cli {
namespace {

constexpr std::array<Option, 5> kToolOptions{{
    {"--tool", "T", "false-colour zebra clipping gamut peaking; again: several (default: none)"},
    {"--tool-signal", "S", "what false colour and zebra measure: source (default) view"},
    {"--zebra", "LOW,HIGH", "its thresholds in % (default 70,100)"},
    {"--gamut-tolerance", "P", "% beyond 0 and 100 that are no warning, 0 to 10 (default 1)"},
    {"--peaking", "P", "least change of luma per pixel in %, 0.5 to 50 (default 10)"},
}};

std::optional<float> percent_from(std::string_view text) {
    float value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return {};
    if (!(value >= 0 && value <= 110)) return {};
    return value;
}

Result<Done> apply_zebra(const Arguments& arguments, renderer::ToolSettings& settings) {
    const auto given = arguments.text("--zebra");
    if (!given) return Done{};
    const std::string_view text = *given;
    const std::size_t comma = text.find(',');
    const auto low = percent_from(text.substr(0, comma));
    const auto high =
        comma == std::string_view::npos ? std::nullopt : percent_from(text.substr(comma + 1));
    if (!low || !high || *low > *high)
        return Error{ErrorCode::InvalidArgument,
                     "--zebra needs two rising percentages from 0 to 110 such as 70,100, not '" +
                         *given + "'"};
    settings.zebra_low_percent = *low;
    settings.zebra_high_percent = *high;
    return Done{};
}

Result<Done> apply_number(const Arguments& arguments, const char* option, float& value, double low,
                          double high) {
    const Result<double> given = arguments.number(option, double{value}, low, high);
    if (!given) return given.error();
    value = static_cast<float>(given.value());
    return Done{};
}

} // namespace

std::vector<Option> with_tool_options(std::span<const Option> options) {
    // --help stays last.
    std::vector<Option> all(options.begin(), options.end());
    all.insert(all.empty() ? all.end() : all.end() - 1, kToolOptions.begin(), kToolOptions.end());
    return all;
}

Result<Done> apply_tools(const Arguments& arguments, session::Session& session) {
    session.tools = {};
    for (const std::string& word : arguments.all("--tool")) {
        const auto tool = renderer::picture_tool_from(word);
        if (!tool) return Error{ErrorCode::InvalidArgument, "no tool '" + word + "'; see --help"};
        session.tools.show(*tool, true);
    }
    renderer::ToolSettings& settings = session.tool_settings;
    if (const auto word = arguments.text("--tool-signal")) {
        if (*word != name(renderer::ToolSignal::Source) &&
            *word != name(renderer::ToolSignal::View))
            return Error{ErrorCode::InvalidArgument,
                         "--tool-signal is source or view, not '" + *word + "'"};
        settings.signal = *word == name(renderer::ToolSignal::View) ? renderer::ToolSignal::View
                                                                    : renderer::ToolSignal::Source;
    }
    if (const auto done = apply_zebra(arguments, settings); !done) return done;
    if (const auto done =
            apply_number(arguments, "--gamut-tolerance", settings.gamut_tolerance_percent, 0, 10);
        !done)
        return done;
    return apply_number(arguments, "--peaking", settings.peaking_percent, 0.5, 50);
}

} // namespace seamline::cli
