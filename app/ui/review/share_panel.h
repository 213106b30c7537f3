// app/ui/review/share_panel.h: what was decided, for other programs and people.
#pragma once

#include "app/interchange/decisions/marker_lists.h"
#include "app/ui/ui_model.h"
#include "decode/media/result.h"

#include <map>
#include <string>
#include <vector>

namespace seamline::ui {

void draw_share_dialog(const Ui& ui);

/// Whether the product counts as ShareChoice::rate and its neighbours say.
bool has_list_options(const ShareChoice& choice);
/// The cut that markers go to; null: the takes themselves.
session::SharedCut cut_of(const session::Session& session, const ShareChoice& choice);
/// What the fields say; empty ones leave it to the cut, or to each take. As `review export`: with a
/// rate alone a list of a take begins at 01:00:00:00 of that rate. Errors: InvalidArgument, in one
/// line.
Result<interchange::ListOptions> list_options_of(const session::Session& session,
                                                 const ShareChoice& choice);

/// Flags that were found in media that are open and not dismissed, in words, by media id: what
/// reports and tickets say was measured.
std::map<std::string, std::vector<std::string>> measured_words(const ViewModel& model);

} // namespace seamline::ui
