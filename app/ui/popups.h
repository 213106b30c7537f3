// app/ui/popups.h: menus and lists that are open over everything else.
#pragma once

namespace seamline::ui {

/// Closes the menu, list or popup that was opened last, menus with all their branches. False: none is
/// open, or it is a modal dialog. Between frames, too.
bool close_popup();

} // namespace seamline::ui
