#include "app/analysis/threshold_profile.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>
#include <optional>
#include <sstream>
#include <utility>

namespace seamline::analysis {
namespace {

using Json = nlohmann::json;

constexpr const char* kSchema = "seamline.thresholds/1";
constexpr std::size_t kMostBytes = 64 * 1024;

std::optional<Term> term_named(const std::string& word) {
    for (int i = 0; i < kTermCount; ++i)
        if (word == name(static_cast<Term>(i))) return static_cast<Term>(i);
    return std::nullopt;
}

Error wrong(const std::string& origin, const std::string& key, const std::string& what) {
    return {ErrorCode::Corrupt, origin + ": " + key + " " + what};
}

Result<Done> read_positive(const Json& value, const std::string& origin, const std::string& key,
                           double& target) {
    if (!value.is_number()) return wrong(origin, key, "is not a number");
    const double number = value.get<double>();
    if (!(number > 0 && number < 1e6)) return wrong(origin, key, "must be above 0");
    target = number;
    return Done{};
}

Result<Done> read_floors(const Json& value, const std::string& origin, Terms& floors) {
    if (!value.is_object()) return wrong(origin, "floors", "is not an object");
    for (const auto& [key, floor] : value.items()) {
        const std::optional<Term> term = term_named(key);
        if (!term) return wrong(origin, "floors." + key, "is not a term");
        if (floor.is_null()) {
            at(floors, *term) = kNotMeasured;
            continue;
        }
        if (const auto done = read_positive(floor, origin, "floors." + key, at(floors, *term));
            !done)
            return done.error();
    }
    return Done{};
}

} // namespace

Terms ThresholdProfile::default_floors() {
    // Seven of them are what differences within one shot rarely exceed; the others are multiples of
    // what is just seen. An angle and a share of what can be graded have no size to judge.
    Terms floors = unmeasured_terms();
    at(floors, Term::ExposureStops) = 0.05;
    at(floors, Term::DeltaMired) = 3;
    at(floors, Term::DeltaDuv) = 0.002;
    at(floors, Term::DeltaEResidual) = 2; // A take's own frames, a moment apart: 1 to 2.7.
    at(floors, Term::RelightStops) = 0.05;
    at(floors, Term::RelightSlopeStops) = 0.1;
    at(floors, Term::SharpnessLog2) = 0.03;
    at(floors, Term::GrainLog2) = 0.15;
    at(floors, Term::TextureFlaggedShare) = 0.15;
    return floors;
}

bool operator==(const ThresholdProfile& a, const ThresholdProfile& b) {
    return profile_text(a) == profile_text(b);
}

Result<ThresholdProfile> parse_profile(std::string_view text, const std::string& origin) {
    const Json json = Json::parse(text, nullptr, false);
    if (json.is_discarded() || !json.is_object())
        return Error{ErrorCode::Corrupt, origin + ": is not a JSON object"};
    if (json.value("schema", Json()) != Json(kSchema))
        return wrong(origin, "schema", std::string("must be \"") + kSchema + "\"");
    ThresholdProfile profile;
    const std::array<std::pair<const char*, double*>, 4> numbers{
        {{"look", &profile.look},
         {"flag", &profile.flag},
         {"primary_grade_stops", &profile.primary_grade_stops},
         {"gradient_stops", &profile.gradient_stops}}};
    for (const auto& [key, value] : json.items()) {
        if (key == "schema") continue;
        if (key == "floors") {
            if (const auto done = read_floors(value, origin, profile.floors); !done)
                return done.error();
            continue;
        }
        double* target = nullptr;
        for (const auto& [known, number] : numbers)
            if (key == known) target = number;
        if (target == nullptr) return wrong(origin, key, "is not known");
        if (const auto done = read_positive(value, origin, key, *target); !done)
            return done.error();
    }
    if (profile.flag < profile.look) return wrong(origin, "flag", "must not be below look");
    return profile;
}

Result<ThresholdProfile> read_profile(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        return Error{ErrorCode::NotFound,
                     file.string() + ": cannot be opened; name a JSON file of thresholds"};
    std::string text(kMostBytes + 1, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (stream.bad()) return Error{ErrorCode::Io, file.string() + ": cannot be read"};
    text.resize(static_cast<std::size_t>(stream.gcount()));
    if (text.size() > kMostBytes)
        return Error{ErrorCode::TooLarge,
                     file.string() + ": a threshold profile has at most 64 KiB"};
    return parse_profile(text, file.string());
}

std::string profile_text(const ThresholdProfile& profile) {
    nlohmann::ordered_json floors;
    for (int i = 0; i < kTermCount; ++i) {
        const double floor = profile.floors[static_cast<std::size_t>(i)];
        const char* key = name(static_cast<Term>(i));
        if (std::isnan(floor))
            floors[key] = nullptr;
        else
            floors[key] = floor;
    }
    nlohmann::ordered_json json;
    json["schema"] = kSchema;
    json["look"] = profile.look;
    json["flag"] = profile.flag;
    json["primary_grade_stops"] = profile.primary_grade_stops;
    json["gradient_stops"] = profile.gradient_stops;
    json["floors"] = floors;
    return json.dump(2) + "\n";
}

} // namespace seamline::analysis
