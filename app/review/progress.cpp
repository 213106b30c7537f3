#include "app/review/progress.h"

#include "app/review/bounded_json.h"

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>
#include <unordered_set>

namespace seamline::review {
namespace {

using Json = nlohmann::json;

constexpr std::array kStates{"open", "picked", "sent_back"};
constexpr std::size_t kMostRules = 1'000;

/// The words of a list; nothing of what is none or holds one that `from` does not know.
template <typename E, typename From>
std::optional<std::set<E>> words_of(const Json& list, From&& from) {
    if (!list.is_array()) return std::nullopt;
    std::set<E> result;
    for (const Json& word : list) {
        if (!word.is_string()) return std::nullopt;
        const auto value = from(word.get_ref<const std::string&>());
        if (!value) return std::nullopt;
        result.insert(*value);
    }
    return result;
}

Policy::Rule everything() {
    using C = CoverageClass;
    return {{C::None, C::Character, C::Environment, C::Establishing, C::Title, C::Abstract},
            {ShotPlace::None, ShotPlace::Bookend, ShotPlace::Inside}};
}

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

Result<Policy> policy_from(std::string_view text, const std::string& name) {
    const auto corrupt = [&](const std::string& what) {
        return Error{ErrorCode::Corrupt, name + ": " + what};
    };
    const auto json = bounded_json(text, {.bytes = std::size_t{1} << 20});
    if (!json) return Error{json.error().code, name + ": " + json.error().message};
    if (!json.value().is_object() ||
        json.value().value("schema", Json()) != "seamline.review_policy/1")
        return corrupt("this is no policy (\"schema\": \"seamline.review_policy/1\")");
    const Json rules = json.value().value("generators", Json());
    if (!rules.is_object() || rules.size() > kMostRules)
        return corrupt("'generators' is not an object of at most " + std::to_string(kMostRules) +
                       " generators");
    Policy policy;
    for (const auto& [generator, rule] : rules.items()) {
        if (!rule.is_object()) return corrupt("'" + generator + "' is no object");
        Policy::Rule& allowed = policy.generators[generator] = everything();
        for (const auto& [key, list] : rule.items()) {
            if (key == "classes") {
                const auto classes = words_of<CoverageClass>(list, coverage_class_from);
                if (!classes)
                    return corrupt("'" + generator +
                                   "': 'classes' lists character, environment, establishing, "
                                   "title, abstract or \"\"");
                allowed.classes = *classes;
            } else if (key == "places") {
                const auto places = words_of<ShotPlace>(list, shot_place_from);
                if (!places)
                    return corrupt("'" + generator + "': 'places' lists bookend, inside or \"\"");
                allowed.places = *places;
            } else {
                return corrupt("'" + generator + "': '" + key + "' is not known");
            }
        }
    }
    return policy;
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

} // namespace seamline::review
