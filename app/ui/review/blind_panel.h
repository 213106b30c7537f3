// app/ui/review/blind_panel.h: the question of a blind comparison, and what the answers tell.
#pragma once

#include "app/review/ranking.h"
#include "app/ui/ui_model.h"

#include <cstdint>

namespace seamline::ui {

/// "Which ships?", below the pictures, while takes are compared blindly.
void draw_blind_bar(const Ui& ui);
/// Wins of generators with their intervals, and their failures; worked out when the review changes.
struct RankingMemory {
    std::uint64_t change = ~std::uint64_t{0}; ///< See ReviewView::change.
    review::Ranking ranking;
};
void draw_ranking(const Ui& ui, RankingMemory& memory);

/// Sources as they may be seen during a blind comparison: the two by their side, others by a
/// number; without generator and path.
void hide_names(session::Session& session);

} // namespace seamline::ui
