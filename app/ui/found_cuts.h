// app/ui/found_cuts.h: where the cuts of a single take are, for the cut view.
#pragma once

#include "app/ui/ui_model.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace seamline::ui {

/// First frames after a cut of a take (its own frames), ascending: what measuring found; before it
/// found any, what people added, and the session's markers on it.
std::vector<std::int64_t> found_cuts(const ViewModel& model, const session::Source& source);
/// The one nearest to a frame of the source, the earlier of two; none: no cut is known.
std::optional<std::int64_t> nearest_found_cut(const ViewModel& model, const session::Source& source,
                                              std::int64_t frame);
/// The next (`step` 1) or previous (-1) one.
std::optional<std::int64_t> next_found_cut(const ViewModel& model, const session::Source& source,
                                           std::int64_t frame, int step);

/// The cut view of the single take A, or of the one whose cut view is on, at its cut nearest to the
/// playhead. Errors: InvalidArgument with a sentence that says what to do.
Result<Done> show_found_seam(playback::Player& player, UiState& state, const ViewModel& model);
/// From one cut of a single take to the next while its cut view is on. False: it is not.
bool step_found_seam(playback::Player& player, UiState& state, const ViewModel& model, int step);

} // namespace seamline::ui
