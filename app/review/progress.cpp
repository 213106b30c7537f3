#include "app/review/progress.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

namespace seamline::review {
namespace {

constexpr std::array kStates{"open", "picked", "sent_back"};

} // namespace

const char* name(ShotState state) { return kStates[static_cast<std::size_t>(state)]; }

std::vector<ShotState> shot_states(const Review& review) {
    std::unordered_map<std::string, DecisionState> last;
    for (const Decision& decision : review.decisions)
        if (decision.target.kind == TargetKind::Take) last[decision.media_id] = decision.state;
    std::unordered_set<std::string> eliminated;
    for (const Take& take : review.takes)
        if (take.eliminated) eliminated.insert(take.media_id);
    std::vector<ShotState> states;
    for (const Shot& shot : review.shots) {
        bool any = false;
        bool all_back = true;
        for (const std::string& id : shot.takes) {
            if (eliminated.contains(id)) continue;
            any = true;
            const auto at = last.find(id);
            all_back = all_back && at != last.end() && at->second == DecisionState::SendBack;
        }
        states.push_back(!shot.pick.empty() ? ShotState::Picked
                         : any && all_back  ? ShotState::SentBack
                                            : ShotState::Open);
    }
    return states;
}

Progress progress_of(const Review& review) {
    const auto states = shot_states(review);
    const auto open = std::ranges::count(states, ShotState::Open);
    return {states.size() - static_cast<std::size_t>(open), states.size()};
}

std::vector<PolicyBreak> policy_breaks(const Review& review, const Policy& policy) {
    std::unordered_map<std::string, const Take*> takes;
    for (const Take& take : review.takes) takes[take.media_id] = &take;
    std::vector<PolicyBreak> breaks;
    for (const Shot& shot : review.shots) {
        for (const std::string& id : shot.takes) {
            const auto at = takes.find(id);
            if (at == takes.end()) continue;
            const Take& take = *at->second;
            if (take.eliminated || take.facts.generator.empty()) continue;
            auto rule = policy.generators.find(take.facts.generator);
            if (rule == policy.generators.end()) rule = policy.generators.find("*");
            if (rule == policy.generators.end()) continue;
            std::string against;
            if (!rule->second.classes.contains(shot.coverage))
                against = shot.coverage == CoverageClass::None
                              ? "shots without a class"
                              : std::string(name(shot.coverage)) + " shots";
            else if (!rule->second.places.contains(shot.place))
                against = shot.place == ShotPlace::None     ? "shots without a place in the edit"
                          : shot.place == ShotPlace::Inside ? "shots inside a sequence"
                                                            : "bookend shots";
            if (against.empty()) continue;
            breaks.push_back({shot.name, id, take.facts.generator, id == shot.pick,
                              take.facts.generator + " is not allowed for " + against});
        }
    }
    std::stable_partition(breaks.begin(), breaks.end(),
                          [](const PolicyBreak& one) { return one.picked; });
    return breaks;
}

std::vector<PolicyBreak> policy_breaks(const Review& review) {
    return review.policy ? policy_breaks(review, *review.policy) : std::vector<PolicyBreak>();
}

} // namespace seamline::review
