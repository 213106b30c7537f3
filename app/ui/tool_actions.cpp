#include "app/ui/tool_actions.h"

#include <array>
#include <cmath>
#include <cstdio>

namespace seamline::ui {
namespace {

using renderer::PictureTool;
using renderer::ToolSignal;

constexpr std::array<Action, renderer::kPictureTools> kActions{
    Action::ToolFalseColor, Action::ToolZebra, Action::ToolClipping, Action::ToolGamut,
    Action::ToolPeaking};

std::string text_of(PictureTool tool, const renderer::ToolSettings& settings) {
    std::array<char, 80> text{};
    const char* measured = settings.signal == ToolSignal::Source ? "source" : "view";
    switch (tool) {
    case PictureTool::FalseColor:
        std::snprintf(text.data(), text.size(), "false colour of the %s", measured);
        break;
    case PictureTool::Zebra:
        std::snprintf(text.data(), text.size(), "zebra %.4g/%.4g %% of the %s",
                      double{settings.zebra_low_percent}, double{settings.zebra_high_percent},
                      measured);
        break;
    case PictureTool::Clipping:
        return "clipping";
    case PictureTool::Gamut:
        return "gamut";
    case PictureTool::Peaking:
        std::snprintf(text.data(), text.size(), "peaking from %.3g %%",
                      double{settings.peaking_percent});
        break;
    }
    return text.data();
}

std::string percent_limits(float low, float high) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "type a number from %.4g to %.4g %%", double{low},
                  double{high});
    return text.data();
}

} // namespace

Action action_of(PictureTool tool) { return kActions[static_cast<std::size_t>(tool)]; }

std::string tools_text(const renderer::ToolSet& shown, const renderer::ToolSettings& settings) {
    std::string text;
    for (int i = 0; i < renderer::kPictureTools; ++i) {
        const auto tool = static_cast<PictureTool>(i);
        if (!shown.shows(tool)) continue;
        text += (text.empty() ? "" : ", ") + text_of(tool, settings);
    }
    return text;
}

Result<float> percent_within(float value, float low, float high) {
    if (value >= low && value <= high) return value;
    std::array<char, 32> shown{};
    std::snprintf(shown.data(), shown.size(), "%.4g", double{value});
    return Error{ErrorCode::InvalidArgument,
                 std::string(shown.data()) + " % is out of range; " + percent_limits(low, high)};
}

Result<float> typed_percent(const std::string& text, float low, float high) {
    float value = 0;
    int used = 0;
    const bool reads = std::sscanf(text.c_str(), " %f %n", &value, &used) == 1;
    std::string rest = reads ? text.substr(static_cast<std::size_t>(used)) : text;
    while (rest.ends_with(' ')) rest.pop_back();
    if (!reads || !std::isfinite(value) || (!rest.empty() && rest != "%"))
        return Error{ErrorCode::InvalidArgument,
                     "'" + text + "' is no number; " + percent_limits(low, high)};
    return percent_within(value, low, high);
}

bool tool_action(Action action, playback::Player& player, UiState& state) {
    for (int i = 0; i < renderer::kPictureTools; ++i) {
        const auto tool = static_cast<PictureTool>(i);
        if (action != action_of(tool)) continue;
        player.edit([tool](session::Session& s) { s.tools.show(tool, !s.tools.shows(tool)); });
        return true;
    }
    switch (action) {
    case Action::ToolsOff:
        player.edit([](session::Session& s) { s.tools = {}; });
        return true;
    case Action::ToolSignal:
        player.edit([](session::Session& s) {
            ToolSignal& signal = s.tool_settings.signal;
            signal = signal == ToolSignal::Source ? ToolSignal::View : ToolSignal::Source;
        });
        return true;
    case Action::ToggleToolSettings:
        state.tool_settings = !state.tool_settings;
        return true;
    default:
        return false;
    }
}

} // namespace seamline::ui
