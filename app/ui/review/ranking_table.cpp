#include "app/ui/review/ranking_table.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>

namespace seamline::ui {
namespace {

std::string shots_words(const std::optional<review::CoverageClass>& coverage) {
    if (!coverage) return "all";
    const std::string name = review::name(*coverage);
    return name.empty() ? "class not told" : name;
}

RankingRow row_of(const std::string& generator,
                  const std::optional<review::CoverageClass>& coverage,
                  const review::Share& share) {
    RankingRow row;
    row.generator = generator.empty() ? "not known" : generator;
    row.shots = shots_words(coverage);
    row.is_all = !coverage;
    row.share = share;
    return row;
}

template <typename Value>
void sort_by(std::vector<RankingRow>& rows, bool descending, Value value) {
    std::ranges::stable_sort(rows, [&](const RankingRow& a, const RankingRow& b) {
        return descending ? value(b) < value(a) : value(a) < value(b);
    });
}

} // namespace

RankingTables ranking_tables(const review::Ranking& ranking, bool by_class,
                             const review::RankingRules& rules) {
    RankingTables tables;
    const auto add_wins = [&](const std::vector<review::RankedGroup>& groups) {
        for (const review::RankedGroup& group : groups) {
            RankingRow row = row_of(group.generator, group.coverage, group.wins);
            row.takes = group.takes;
            row.tells_less = group.wins.of < rules.least_comparisons;
            tables.wins.push_back(std::move(row));
        }
    };
    add_wins(ranking.generators);
    if (by_class) add_wins(ranking.generators_by_class);
    for (const review::FailureRate& rate : ranking.failures) {
        if (rate.coverage && !by_class) continue;
        RankingRow row = row_of(rate.generator, rate.coverage, rate.takes);
        row.reason = rate.reason;
        row.takes = rate.takes.of;
        row.tells_less = rate.takes.of < rules.least_comparisons;
        tables.failures.push_back(std::move(row));
    }
    return tables;
}

void sort_ranking(std::vector<RankingRow>& rows, RankingColumn column, bool descending) {
    switch (column) {
    case RankingColumn::Generator:
        sort_by(rows, descending, [](const RankingRow& row) { return row.generator; });
        break;
    case RankingColumn::Shots: // All together before any class, whatever the letters.
        sort_by(rows, descending,
                [](const RankingRow& row) { return std::pair(!row.is_all, row.shots); });
        break;
    case RankingColumn::Reason:
        sort_by(rows, descending, [](const RankingRow& row) { return row.reason; });
        break;
    case RankingColumn::Share:
        sort_by(rows, descending, [](const RankingRow& row) { return row.share.share; });
        break;
    case RankingColumn::Count:
        sort_by(rows, descending, [](const RankingRow& row) { return row.share.of; });
        break;
    }
}

std::string percent_words(const review::Share& share) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.0f %%", share.share * 100);
    return text.data();
}

std::string interval_words(const review::Share& share) {
    std::array<char, 48> text{};
    std::snprintf(text.data(), text.size(), "%.0f to %.0f", share.low * 100, share.high * 100);
    return text.data();
}

} // namespace seamline::ui
