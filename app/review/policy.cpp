#include "app/review/policy.h"

#include "app/review/bounded_json.h"
#include "app/review/policy_json.h"

#include <algorithm>
#include <optional>

namespace seamline::review {
namespace {

using Json = nlohmann::json;

constexpr const char* kSchema = "seamline.review_policy/1";

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

/// What an event may hold as a name.
bool is_name(const std::string& text) {
    return !text.empty() && is_text(text, 1'000) && std::ranges::none_of(text, [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    });
}

Policy::Rule everything() {
    using C = CoverageClass;
    return {{C::None, C::Character, C::Environment, C::Establishing, C::Title, C::Abstract},
            {ShotPlace::None, ShotPlace::Bookend, ShotPlace::Inside}};
}

} // namespace

Result<Policy> policy_of(const Json& json, const std::string& name) {
    const auto corrupt = [&](const std::string& what) {
        return Error{ErrorCode::Corrupt, name + ": " + what};
    };
    if (!json.is_object() || json.value("schema", Json()) != kSchema)
        return corrupt("this is no policy (\"schema\": \"seamline.review_policy/1\")");
    const Json rules = json.value("generators", Json());
    if (!rules.is_object() || rules.size() > Policy::kMostRules)
        return corrupt("'generators' is not an object of at most " +
                       std::to_string(Policy::kMostRules) + " generators");
    Policy policy;
    for (const auto& [generator, rule] : rules.items()) {
        if (!is_name(generator))
            return corrupt("a generator's name is text of 1 to 1000 bytes on one line");
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
                return corrupt("'" + generator + "': " +
                               (is_name(key) ? "'" + key + "'" : "a key") + " is not known");
            }
        }
    }
    return policy;
}

Result<Policy> policy_from(std::string_view text, const std::string& name) {
    const auto json = bounded_json(text, {.bytes = std::size_t{1} << 20});
    if (!json) return Error{json.error().code, name + ": " + json.error().message};
    return policy_of(json.value(), name);
}

Json json_of(const Policy& policy) {
    Json generators = Json::object();
    for (const auto& [generator, rule] : policy.generators) {
        Json classes = Json::array();
        for (const CoverageClass coverage : rule.classes) classes.push_back(name(coverage));
        Json places = Json::array();
        for (const ShotPlace place : rule.places) places.push_back(name(place));
        generators[generator] = {{"classes", std::move(classes)}, {"places", std::move(places)}};
    }
    return {{"schema", kSchema}, {"generators", std::move(generators)}};
}

std::string policy_text(const Policy& policy) {
    return json_of(policy).dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace seamline::review
