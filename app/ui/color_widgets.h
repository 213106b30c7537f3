// app/ui/color_widgets.h: choosers of colour spaces, displays and views.
#pragma once

#include "app/ui/ui_model.h"

#include <functional>
#include <string>

namespace seamline::ui {

/// A labelled chooser of a space of the configuration, by family. `empty_words` is what choosing no
/// space means; `seen` is shown while the list is closed. `choose` gets "" for none.
struct SpaceChooser {
    const char* label;
    std::string seen;
    std::string chosen; ///< Empty: none.
    std::string empty_words;
    Tip tip;
    float spare_px = 0; ///< Kept free on the right, for a badge.
};
void space_chooser(const Ui& ui, const SpaceChooser& chooser,
                   const std::function<void(const std::string&)>& choose);

/// "label  " of a row in the inspector; what follows is on the same line.
void row_label(const char* label);
/// Lines that are as wide as the panel.
void wrapped(Rgb color, const std::string& text);

/// Display, view and look of one viewport, and for the second one calibration and range: as rows of
/// the inspector ...
void inspect_view(const Ui& ui, playback::Viewport viewport);
/// ... and as a menu.
void color_menu(const Ui& ui);

} // namespace seamline::ui
