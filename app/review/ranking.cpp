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

/// A generator or a take, as sentences name it.
struct Ranked {
    std::string label;
    Share wins;
};

/// The first of `ranked` (best share first) with enough comparisons, where it is apart from all
/// others with enough of them, of which there is one at least; null: none.
struct Verdict {
    const Ranked* best = nullptr;
    bool clear = false;
    bool beats_any = false;
};
Verdict verdict_of(const std::vector<Ranked>& ranked, const RankingRules& rules) {
    Verdict verdict;
    std::size_t others = 0;
    std::size_t beaten = 0;
    for (const Ranked& one : ranked) {
        if (one.wins.of < rules.least_comparisons) continue;
        if (verdict.best == nullptr) {
            verdict.best = &one;
            continue;
        }
        ++others;
        beaten += apart(one.wins, verdict.best->wins) ? 1U : 0U;
    }
    if (others == 0) verdict.best = nullptr;
    verdict.clear = others > 0 && beaten == others;
    verdict.beats_any = beaten > 0;
    return verdict;
}

/// What the wins of `what` ("generator", "take") allow to say.
std::string sentence_of(const Verdict& verdict, const std::string& where, const std::string& what,
                        const RankingRules& rules) {
    if (verdict.best == nullptr)
        return where + ": too few comparisons to tell (a " + what + " needs " +
               std::to_string(rules.least_comparisons) + ")";
    const std::string who =
        where + ": " + verdict.best->label + " ships most often, " + percent(verdict.best->wins);
    if (verdict.clear) return who + ", beyond chance";
    return who + (verdict.beats_any ? ", but not beyond chance against every other"
                                    : "; the numbers are too few to tell the " + what + "s apart");
}

std::string sentence_of(const std::vector<RankedGroup>& groups, const std::string& where,
                        const RankingRules& rules) {
    std::vector<Ranked> ranked;
    for (const RankedGroup& group : groups) ranked.push_back({shown(group.generator), group.wins});
    return sentence_of(verdict_of(ranked, rules), where, "generator", rules);
}

void order(std::vector<RankedGroup>& groups) {
    std::ranges::stable_sort(groups, [](const RankedGroup& a, const RankedGroup& b) {
        const int class_a = a.coverage ? static_cast<int>(*a.coverage) : kAllClasses;
        const int class_b = b.coverage ? static_cast<int>(*b.coverage) : kAllClasses;
        return std::tuple(class_a, -a.wins.share, -a.wins.of, a.generator) <
               std::tuple(class_b, -b.wins.share, -b.wins.of, b.generator);
    });
}

/// Of each person and pair of takes the last answer, in the order in which they were given.
std::vector<const Comparison*> last_answers(const Review& review) {
    std::map<std::tuple<std::string, std::string, std::string>, const Comparison*> last;
    const auto key = [](const Comparison& c) {
        return std::tuple(c.author, std::min(c.left, c.right), std::max(c.left, c.right));
    };
    for (const Comparison& c : review.comparisons) last[key(c)] = &c;
    std::vector<const Comparison*> answers;
    for (const Comparison& c : review.comparisons)
        if (last[key(c)] == &c) answers.push_back(&c);
    return answers;
}

/// Calls `add(take, wins)` for both sides.
template <typename Add> void each_side(const Comparison& c, Add&& add) {
    const bool both = c.answer == BlindAnswer::Both;
    add(c.left, both || c.answer == BlindAnswer::Left);
    add(c.right, both || c.answer == BlindAnswer::Right);
}

using Groups = std::unordered_map<std::string, TakeGroup>;
using Answers = std::vector<const Comparison*>;

TakeGroup group_of(const Groups& groups, const std::string& take) {
    const auto at = groups.find(take);
    return at == groups.end() ? TakeGroup{} : at->second;
}

void count_generators(const Answers& answers, const Groups& groups, Ranking& ranking) {
    std::map<GroupKey, Count> counts;
    for (const Comparison* c : answers) {
        if (group_of(groups, c->left).generator == group_of(groups, c->right).generator) {
            ++ranking.same_generator;
            continue;
        }
        each_side(*c, [&](const std::string& take, bool wins) {
            const TakeGroup group = group_of(groups, take);
            for (const int coverage : {kAllClasses, static_cast<int>(group.coverage)}) {
                Count& count = counts[{group.generator, coverage}];
                count.wins += wins ? 1 : 0;
                ++count.of;
                count.takes.insert(take);
            }
        });
    }
    for (const auto& [key, count] : counts) {
        auto& list = key.second == kAllClasses ? ranking.generators : ranking.generators_by_class;
        list.push_back({key.first, class_of(key.second), wilson(count.wins, count.of),
                        static_cast<std::int64_t>(count.takes.size())});
    }
    order(ranking.generators);
    order(ranking.generators_by_class);
}

void finish_shot(const Review& review, RankedShot& shot, const RankingRules& rules) {
    std::ranges::stable_sort(shot.takes, [](const RankedTake& a, const RankedTake& b) {
        return std::tuple(-a.wins.share, -a.wins.of, a.media_id) <
               std::tuple(-b.wins.share, -b.wins.of, b.media_id);
    });
    std::vector<Ranked> ranked;
    for (const RankedTake& take : shot.takes)
        ranked.push_back({label_of(review, take.media_id), take.wins});
    const Verdict verdict = verdict_of(ranked, rules);
    if (verdict.clear)
        shot.winner = shot.takes[static_cast<std::size_t>(verdict.best - ranked.data())].media_id;
    const std::string where = shot.shot.empty() ? "Takes of no one shot" : "Shot " + shot.shot;
    shot.sentence = sentence_of(verdict, where, "take", rules);
}

void count_takes(const Review& review, const Answers& answers, const Groups& groups,
                 Ranking& ranking, const RankingRules& rules) {
    std::map<std::string, std::map<std::string, Count>> counts;
    for (const Comparison* c : answers)
        each_side(*c, [&](const std::string& take, bool wins) {
            Count& count = counts[c->shot][take];
            count.wins += wins ? 1 : 0;
            ++count.of;
        });
    const auto add = [&](const std::string& name, CoverageClass coverage) {
        const auto at = counts.find(name);
        if (at == counts.end()) return;
        RankedShot shot{name, coverage, {}, {}, {}};
        for (const auto& [take, count] : at->second)
            shot.takes.push_back(
                {take, group_of(groups, take).generator, wilson(count.wins, count.of)});
        finish_shot(review, shot, rules);
        ranking.shots.push_back(std::move(shot));
        counts.erase(at);
    };
    for (const Shot& shot : review.shots) add(shot.name, shot.coverage);
    while (!counts.empty()) add(std::string(counts.begin()->first), CoverageClass::None);
}

std::string times(std::int64_t count, const char* one, const char* many) {
    return std::to_string(count) + " " + (count == 1 ? one : many);
}

void say(Ranking& ranking, const RankingRules& rules) {
    ranking.sentences.push_back(sentence_of(ranking.generators, "All shots", rules));
    std::map<CoverageClass, std::vector<RankedGroup>> by_class;
    for (const RankedGroup& group : ranking.generators_by_class)
        by_class[*group.coverage].push_back(group);
    for (const auto& [coverage, list] : by_class)
        if (coverage != CoverageClass::None)
            ranking.sentences.push_back(
                sentence_of(list, std::string("Class ") + name(coverage), rules));
    for (const RankedShot& shot : ranking.shots) ranking.sentences.push_back(shot.sentence);
    if (ranking.repeated > 0)
        ranking.sentences.push_back(
            "Left out: " + times(ranking.repeated, "answer", "answers") +
            " to a pair that the same person answered again; the last one counts");
    if (ranking.same_generator > 0)
        ranking.sentences.push_back(
            "Left out of the generators' shares: " +
            times(ranking.same_generator, "comparison", "comparisons") +
            " of two takes of one generator, or of none that is known; takes alone count them");
}

void count_failures(const Review& review, const Answers& answers, const Groups& groups,
                    Ranking& ranking) {
    // Of each take that was judged, the reasons that were given against it.
    std::map<std::string, std::set<std::string>> against;
    for (const Decision& decision : review.decisions) {
        auto& reasons = against[decision.media_id];
        if (decision.state == DecisionState::SendBack)
            reasons.insert(decision.reasons.begin(), decision.reasons.end());
    }
    for (const Comparison* c : answers) {
        against[c->left].insert(c->left_reasons.begin(), c->left_reasons.end());
        against[c->right].insert(c->right_reasons.begin(), c->right_reasons.end());
    }
    std::map<GroupKey, std::int64_t> judged;
    std::map<std::pair<GroupKey, std::string>, std::int64_t> failed;
    for (const auto& [take, reasons] : against) {
        const TakeGroup group = group_of(groups, take);
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
    const Groups groups = groups_of(review);
    const Answers answers = last_answers(review);
    ranking.comparisons = static_cast<std::int64_t>(review.comparisons.size());
    ranking.repeated = ranking.comparisons - static_cast<std::int64_t>(answers.size());
    count_generators(answers, groups, ranking);
    count_takes(review, answers, groups, ranking, rules);
    if (!answers.empty()) say(ranking, rules);
    count_failures(review, answers, groups, ranking);
    return ranking;
}

} // namespace seamline::review
