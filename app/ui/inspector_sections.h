// app/ui/inspector_sections.h: the parts of the inspector, for one source each.
#pragma once

#include "app/ui/ui_model.h"

#include <functional>
#include <optional>

namespace seamline::ui {

/// What the inspector's colour sections are about: the source, or, of a cut, the medium that is
/// shown now under the cut's key. Null in a gap and on a slate.
std::optional<session::Source> inspected_medium(const Ui& ui, const session::Source& source);
/// Changes colour, overrides and match of a source, or of one medium wherever a cut uses it.
void change_medium(session::Source& source, const std::filesystem::path& path,
                   const std::function<void(session::Source&)>& change);
/// Whether a match is on a source or medium; none any more once its CDL was reset.
bool has_match(const session::Source& medium);
/// Changes colour and overrides of `medium`: of a source, or of one medium of the cut, wherever the
/// cut uses it.
void edit_medium(const Ui& ui, const session::Source& medium,
                 std::function<void(session::Source&)> change);
/// Which event of a cut is shown, and of which file.
void inspect_event(const Ui& ui, const session::Source& source);

void inspect_name(const Ui& ui, const session::Source& source);
void inspect_media(const Ui& ui, const playback::SourceReport& report);
/// Tags with "guessed" badges; choosing one overrides the file.
void inspect_color(const Ui& ui, const session::Source& source, const VideoDescription& video);
/// Input space, grade, CDL and LUT, and what becomes of them in the main window.
void inspect_source_color(const Ui& ui, const session::Source& source,
                          const playback::ColorReport& report);
void inspect_adjust(const Ui& ui, const session::Source& source);
/// How the files of an image sequence are read; changes read them again.
void inspect_sequence(const Ui& ui, const session::Source& source);
/// `report` may be null.
void inspect_timing(const Ui& ui, const session::Source& source,
                    const playback::SourceReport* report);
void inspect_audio(const Ui& ui, const session::Source& source,
                   const playback::SourceReport* report);

} // namespace seamline::ui
