// app/ui/review/ranking_table.h: what blind comparisons and decisions tell, as rows of tables;
// pure.
#pragma once

#include "app/review/ranking.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace seamline::ui {

/// A share of a generator, in all shots together or in those of one class.
struct RankingRow {
    std::string generator; ///< Never empty.
    std::string shots;     ///< "all", "character", ..., "class not told".
    bool is_all = false;   ///< All classes together.
    std::string reason;    ///< Of a failure; empty: wins.
    review::Share share;
    std::int64_t takes = 0;  ///< That were compared; of a failure, that were judged.
    bool tells_less = false; ///< So few that nothing follows of it.
};

struct RankingTables {
    std::vector<RankingRow> wins;     ///< All shots first, then class by class; best share first.
    std::vector<RankingRow> failures; ///< By generator, all shots first; most often first.
};
/// `by_class`: with rows for each class of shots.
RankingTables ranking_tables(const review::Ranking& ranking, bool by_class,
                             const review::RankingRules& rules = {});

enum class RankingColumn : std::uint8_t { Generator, Shots, Reason, Share, Count };
/// Sorts what was in the order of ranking_tables; of equal ones the earlier first.
void sort_ranking(std::vector<RankingRow>& rows, RankingColumn column, bool descending);

/// "67 %" and "35 to 88": the share, and between which the true one lies in 95 of 100 cases.
std::string percent_words(const review::Share& share);
std::string interval_words(const review::Share& share);

} // namespace seamline::ui
