#include "app/review/ranking.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

namespace seamline::review {
namespace {

struct TakeGroup {
    std::string generator;
    CoverageClass coverage = CoverageClass::None;
};

/// Which group a medium counts for.
std::unordered_map<std::string, TakeGroup> groups_of(const Review& review) {
    std::unordered_map<std::string, CoverageClass> coverage;
    for (const Shot& shot : review.shots) coverage[shot.name] = shot.coverage;
    std::unordered_map<std::string, TakeGroup> groups;
    for (const Take& take : review.takes) {
        const auto at = coverage.find(take.shot);
        groups[take.media_id] = {take.facts.generator,
                                 at == coverage.end() ? CoverageClass::None : at->second};
    }
    return groups;
}

/// Generator, and class or all (-1).
using GroupKey = std::pair<std::string, int>;
constexpr int kAllClasses = -1;

std::optional<CoverageClass> class_of(int number) {
    if (number == kAllClasses) return std::nullopt;
    return static_cast<CoverageClass>(number);
}

struct Count {
    std::int64_t wins = 0;
    std::int64_t of = 0;
    std::set<std::string> takes;
};

std::string shown(const std::string& generator) {
    return generator.empty() ? "takes of no known generator" : generator;
}

std::string percent(const Share& share) {
    char text[96];
    std::snprintf(text, sizeof text, "%.0f %% (%lld of %lld, 95 %% between %.0f and %.0f)",
                  100 * share.share, static_cast<long long>(share.count),
                  static_cast<long long>(share.of), 100 * share.low, 100 * share.high);
    return text;
}

/// What the wins of one class, or of all together, allow to say.
std::string sentence_of(const std::vector<RankedGroup>& groups, const std::string& where,
                        const RankingRules& rules) {
    std::vector<RankedGroup> enough;
    for (const RankedGroup& group : groups)
        if (group.wins.of >= rules.least_comparisons) enough.push_back(group);
    if (enough.size() < 2)
        return where + ": too few comparisons to tell (a generator needs " +
               std::to_string(rules.least_comparisons) + ")";
    const RankedGroup& best = enough.front();
    const bool clear = std::all_of(enough.begin() + 1, enough.end(),
                                   [&](const RankedGroup& g) { return apart(g.wins, best.wins); });
    const std::string who = shown(best.generator) + " ships most often, " + percent(best.wins);
    if (clear) return where + ": " + who + ", beyond chance";
    const bool any = std::any_of(enough.begin() + 1, enough.end(),
                                 [&](const RankedGroup& g) { return apart(g.wins, best.wins); });
    return where + ": " + who +
           (any ? ", but not beyond chance against every other"
                : "; the numbers are too few to tell the generators apart");
}

void order(std::vector<RankedGroup>& groups) {
    std::ranges::stable_sort(groups, [](const RankedGroup& a, const RankedGroup& b) {
        const int class_a = a.coverage ? static_cast<int>(*a.coverage) : kAllClasses;
        const int class_b = b.coverage ? static_cast<int>(*b.coverage) : kAllClasses;
        return std::tuple(class_a, -a.wins.share, -a.wins.of, a.generator) <
               std::tuple(class_b, -b.wins.share, -b.wins.of, b.generator);
    });
}

void count_wins(const Review& review, const std::unordered_map<std::string, TakeGroup>& groups,
                Ranking& ranking, const RankingRules& rules) {
    std::map<GroupKey, Count> counts;
    const auto add = [&](const std::string& take, bool wins) {
        const auto at = groups.find(take);
        const TakeGroup group = at == groups.end() ? TakeGroup{} : at->second;
        for (const int coverage : {kAllClasses, static_cast<int>(group.coverage)}) {
            Count& count = counts[{group.generator, coverage}];
            count.wins += wins ? 1 : 0;
            ++count.of;
            count.takes.insert(take);
        }
    };
    for (const Comparison& c : review.comparisons) {
        const bool both = c.answer == BlindAnswer::Both;
        add(c.left, both || c.answer == BlindAnswer::Left);
        add(c.right, both || c.answer == BlindAnswer::Right);
    }
    ranking.comparisons = static_cast<std::int64_t>(review.comparisons.size());
    for (const auto& [key, count] : counts) {
        auto& list = key.second == kAllClasses ? ranking.generators : ranking.generators_by_class;
        list.push_back({key.first, class_of(key.second), wilson(count.wins, count.of),
                        static_cast<std::int64_t>(count.takes.size())});
    }
    order(ranking.generators);
    order(ranking.generators_by_class);
    if (review.comparisons.empty()) return;
    ranking.sentences.push_back(sentence_of(ranking.generators, "All shots", rules));
    std::map<CoverageClass, std::vector<RankedGroup>> by_class;
    for (const RankedGroup& group : ranking.generators_by_class)
        by_class[*group.coverage].push_back(group);
    for (const auto& [coverage, list] : by_class)
        if (coverage != CoverageClass::None)
            ranking.sentences.push_back(
                sentence_of(list, std::string("Class ") + name(coverage), rules));
}

void count_failures(const Review& review, const std::unordered_map<std::string, TakeGroup>& groups,
                    Ranking& ranking) {
    // Of each take that was judged, the reasons that were given against it.
    std::map<std::string, std::set<std::string>> against;
    for (const Decision& decision : review.decisions) {
        auto& reasons = against[decision.media_id];
        if (decision.state == DecisionState::SendBack)
            reasons.insert(decision.reasons.begin(), decision.reasons.end());
    }
    for (const Comparison& c : review.comparisons) {
        against[c.left].insert(c.left_reasons.begin(), c.left_reasons.end());
        against[c.right].insert(c.right_reasons.begin(), c.right_reasons.end());
    }
    std::map<GroupKey, std::int64_t> judged;
    std::map<std::pair<GroupKey, std::string>, std::int64_t> failed;
    for (const auto& [take, reasons] : against) {
        const auto at = groups.find(take);
        const TakeGroup group = at == groups.end() ? TakeGroup{} : at->second;
        for (const int coverage : {kAllClasses, static_cast<int>(group.coverage)}) {
            const GroupKey key{group.generator, coverage};
            ++judged[key];
            for (const std::string& reason : reasons) ++failed[{key, reason}];
        }
    }
    for (const auto& [key, count] : failed)
        ranking.failures.push_back({key.first.first, class_of(key.first.second), key.second,
                                    wilson(count, judged[key.first])});
    std::ranges::stable_sort(ranking.failures, [](const FailureRate& a, const FailureRate& b) {
        const int class_a = a.coverage ? static_cast<int>(*a.coverage) : kAllClasses;
        const int class_b = b.coverage ? static_cast<int>(*b.coverage) : kAllClasses;
        return std::tuple(a.generator, class_a, -a.takes.count, a.reason) <
               std::tuple(b.generator, class_b, -b.takes.count, b.reason);
    });
}

} // namespace

Ranking rank(const Review& review, const RankingRules& rules) {
    Ranking ranking;
    const auto groups = groups_of(review);
    count_wins(review, groups, ranking, rules);
    count_failures(review, groups, ranking);
    return ranking;
}

} // namespace seamline::review
