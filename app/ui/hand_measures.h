// app/ui/hand_measures.h: what region pairs and shadows of the session tell.
#pragma once

#include "app/analysis/region_pairs.h"
#include "app/ui/still_pictures.h"
#include "app/ui/ui_model.h"

#include <optional>
#include <string>
#include <vector>

namespace seamline::ui {

struct RegionReading {
    std::uint32_t id = 0;
    std::optional<analysis::LightOfPair> light;
    std::optional<analysis::PairDelta> delta;
    std::string why_not; ///< Why there is nothing: "reading ...", "black", a file's error.
};
/// In the session's order; what is not read yet is asked for. Takes that are open are read as they
/// are seen now, a match on them included.
std::vector<RegionReading> read_regions(const ViewModel& model, StillPictures& pictures);
/// From all pairs that are read; none while one is missing, or there are none.
std::optional<analysis::PairFit> fit_of(const std::vector<RegionReading>& readings);

/// Puts the grade of the region pairs on B; what refuses it is told.
void match_regions(playback::Player& player, UiState& state, const ViewModel& model,
                   StillPictures& pictures);

/// A second side makes a pair of the session. Errors: InvalidArgument: there are as many as there
/// may be.
Result<Done> add_pair(session::HandWork& hand, session::RegionSide a, session::RegionSide b);
Result<Done> add_pair(session::HandWork& hand, session::ShadowLine a, session::ShadowLine b);

} // namespace seamline::ui
