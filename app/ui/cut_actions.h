// app/ui/cut_actions.h: what keys do to the cut: the slot that is judged, its takes, its edges.
#pragma once

#include "app/ui/ui_model.h"

namespace seamline::ui {

/// Carries out an action on the auditioned cut; what refuses it is told in one sentence. False for
/// actions that are about something else.
bool cut_action(Action action, playback::Player& player, UiState& state, const ViewModel& model);
/// The same for a change that a panel asks for.
void edit_slot(playback::Player& player, UiState& state, const EditSlot& change);
/// A file, or a source of the session, becomes a take of the judged slot.
void add_take(playback::Player& player, UiState& state, const session::NewTake& take);
/// Enter, the digits and clicks while takes are shown as a grid. `number` from 0.
void take_variant(playback::Player& player, UiState& state, std::size_t number);
bool shows_variants(const UiState& state);
/// Of a grid of takes: the one that Enter takes. It is A, which keys and the inspector are about.
void mark_variant(playback::Player& player, UiState& state, session::SourceKey key);
/// The variant that Enter takes, from 0.
std::size_t marked_variant(const UiState& state);

/// Why the cut's actions can do nothing now, for tooltips of disabled items; empty when they can.
std::string why_no_slot(const ViewModel& model);
/// "take 2 of 4: 2 veo31_t03 100 %, ...": what is cached of each take of a slot; one line per take.
std::vector<std::string> slot_lines(const playback::SlotReport& slot);

} // namespace seamline::ui
