// app/ui/tool_actions.h: what the keys of the picture tools do, and what the tools are called.
#pragma once

#include "app/ui/ui_model.h"

#include "decode/media/result.h"

#include <string>

namespace seamline::ui {

/// Everything that the tools' keys do. False for other actions.
bool tool_action(Action action, playback::Player& player, UiState& state);
/// The key that switches a tool.
Action action_of(renderer::PictureTool tool);
/// What is on in the main window, in words with its limits: "false colour of the source, zebra
/// 70/100 %"; empty: nothing.
std::string tools_text(const renderer::ToolSet& shown, const renderer::ToolSettings& settings);
/// `value` where it lies in [low, high]. Errors: InvalidArgument, one line with the limits.
Result<float> percent_within(float value, float low, float high);
/// What people type as a limit in %, with or without the sign. Errors: InvalidArgument, one line
/// with the limits, also for what lies outside of them: nothing is changed without being said.
Result<float> typed_percent(const std::string& text, float low, float high);

} // namespace seamline::ui
