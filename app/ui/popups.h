// app/ui/popups.h: menus, lists and dialogs that are open over everything else.
#pragma once

#include "app/ui/wipe_geometry.h"

#include <vector>

namespace seamline::ui {

/// Closes the menu, list or popup that was opened last, menus with all their branches. False: none is
/// open, or it is a modal dialog. Between frames, too.
bool close_popup();

/// Where this interface frame's windows lie, but for the fixed panels and tooltips: what a message
/// should not cover.
std::vector<ScreenRect> windows_over_panels();

} // namespace seamline::ui
