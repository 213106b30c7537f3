// app/ui/review/share_panel.h: what was decided, for other programs and people.
#pragma once

#include "app/ui/ui_model.h"

#include <map>
#include <string>
#include <vector>

namespace seamline::ui {

void draw_share_dialog(const Ui& ui);

/// Flags that were found in media that are open and not dismissed, in words, by media id: what
/// reports and tickets say was measured.
std::map<std::string, std::vector<std::string>> measured_words(const ViewModel& model);

} // namespace seamline::ui
