// app/ui/review/ranking_panel.h: which generator ships, in which shots, with which failures it does
// not.
#pragma once

#include "app/review/ranking.h"
#include "app/ui/review/ranking_table.h"
#include "app/ui/ui_model.h"

#include <cstdint>
#include <optional>

namespace seamline::ui {

/// What is listed, worked out when the review or the choice changes.
struct RankingMemory {
    std::uint64_t change = ~std::uint64_t{0}; ///< See ReviewView::change.
    bool by_class = true;
    review::Ranking ranking;
    RankingTables tables;
    struct Sorting {
        RankingColumn sort = RankingColumn::Generator;
        bool descending = false;
        friend bool operator==(const Sorting&, const Sorting&) = default;
    };
    std::optional<Sorting> wins, failures; ///< Nothing: the ranking's own order.
};
/// Sentences, wins of generators with their intervals, failures by reason. Not shown while takes
/// are compared blindly.
void draw_ranking(const Ui& ui, RankingMemory& memory);

} // namespace seamline::ui
