// app/ui/match_actions.h: the grade that brings B to A, tried on B and written for grading
// programs.
#pragma once

#include "app/ui/ui_model.h"

namespace seamline::ui {

/// Whether what a source shows now has a match on it.
bool shows_match(const ViewModel& model, session::SourceKey key);

/// Puts the fitted grade of the pair on the screen on B, or takes it off again. Without an answer
/// about these frames it is asked for (MatchState::asked); see `finish_match`.
void toggle_match(playback::Player& player, UiState& state, const ViewModel& model);
/// In every interface frame: what was asked for and is measured by now.
void finish_match(playback::Player& player, UiState& state, const ViewModel& model);
/// A grade on B, told by `words`; refused by a sentence.
void put_match(playback::Player& player, UiState& state, const ViewModel& model,
               const NamedGrade& grade, const std::string& words);

/// Opens the file browser for the grade that is on B, or that would be.
void ask_for_export(UiState& state, const ViewModel& model);
/// The file that is proposed: "take_b_match.cdl".
std::string proposed_match_name(const NamedGrade& grade);
/// What belongs into a file of that name. Errors: InvalidArgument: its end is none of .cdl, .cc and
/// .cube, or the grade has nothing for a .cube.
Result<std::string> match_text(const NamedGrade& grade, const std::filesystem::path& file);

/// The grade that a measured pair tells, with a name made of both takes. Errors: InvalidArgument
/// with the reason why there is none.
Result<NamedGrade> measured_grade(const playback::MapAnswer& answer, int frame_base);

} // namespace seamline::ui
