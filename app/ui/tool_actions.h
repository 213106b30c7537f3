// app/ui/tool_actions.h: what the keys of the picture tools do, and what the tools are called.
#pragma once

#include "app/ui/ui_model.h"

#include <string>

namespace seamline::ui {

/// Everything that the tools' keys do. False for other actions.
bool tool_action(Action action, playback::Player& player, UiState& state);
/// The key that switches a tool.
Action action_of(renderer::PictureTool tool);
/// What is on in the main window, in words with its limits: "false colour of the source, zebra
/// 70/100 %"; empty: nothing.
std::string tools_text(const renderer::ToolSet& shown, const renderer::ToolSettings& settings);

} // namespace seamline::ui
