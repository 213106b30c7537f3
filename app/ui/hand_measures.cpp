#include "app/ui/hand_measures.h"

#include "app/ui/compared_pair.h"
#include "app/ui/match_actions.h"

#include <array>
#include <cstdio>

namespace seamline::ui {
namespace {

void say(UiState& state, ToastKind kind, const std::string& text) {
    state.toasts.push_back({kind, text, ImGui::GetCurrentContext() ? ImGui::GetTime() : 0.0});
}

std::optional<glm::dvec3> light_of(const ViewModel& model, const session::RegionSide& side,
                                   StillPictures& pictures, std::string& why_not) {
    const auto answer = pictures.light(picture_of(model, side.picture));
    if (!answer) {
        why_not = "reading \xE2\x80\xA6";
        return std::nullopt;
    }
    if (!answer->light) {
        why_not = answer->error;
        return std::nullopt;
    }
    const auto mean = analysis::mean_light(*answer->light, side.min, side.max);
    if (!mean) why_not = "no area";
    return mean;
}

Error too_many(std::size_t most, const char* what) {
    return {ErrorCode::InvalidArgument,
            "There are " + std::to_string(most) + " " + what + ": delete one first."};
}

} // namespace

std::vector<RegionReading> read_regions(const ViewModel& model, StillPictures& pictures) {
    std::vector<RegionReading> readings;
    for (const session::RegionPair& pair : model.session.hand.regions) {
        RegionReading reading;
        reading.id = pair.id;
        const auto a = light_of(model, pair.a, pictures, reading.why_not);
        const auto b = light_of(model, pair.b, pictures, reading.why_not);
        if (a && b) {
            reading.light = analysis::LightOfPair{*a, *b};
            reading.delta = analysis::pair_delta(*reading.light);
            if (!reading.delta) reading.why_not = "too dark to be measured";
        }
        readings.push_back(std::move(reading));
    }
    return readings;
}

std::optional<analysis::PairFit> fit_of(const std::vector<RegionReading>& readings) {
    std::vector<analysis::LightOfPair> lights;
    for (const RegionReading& reading : readings) {
        if (!reading.light) return std::nullopt;
        lights.push_back(*reading.light);
    }
    return analysis::fit_pairs(lights);
}

void match_regions(playback::Player& player, UiState& state, const ViewModel& model,
                   StillPictures& pictures) {
    const auto fit = fit_of(read_regions(model, pictures));
    if (!fit)
        return say(state, ToastKind::Warning,
                   "The region pairs cannot be fitted: pair some first.");
    const session::Source* b = model.session.source_b();
    NamedGrade grade;
    grade.grade.cdl = fit->cdl;
    grade.grade.delta_e_raw = fit->delta_e_before;
    grade.grade.delta_e_cdl = fit->delta_e_after;
    grade.has_affine = false;
    const std::string name = b != nullptr ? display_name(*b) : std::string("B");
    grade.label = {name + "_match", name + " by " +
                                        std::to_string(model.session.hand.regions.size()) +
                                        " region pairs, " + analysis::name(fit->kind)};
    std::array<char, 128> words{};
    std::snprintf(words.data(), words.size(),
                  "B is matched by region pairs (%s): delta E %.1f to %.1f. The key of Match takes "
                  "it off.",
                  analysis::name(fit->kind), fit->delta_e_before, fit->delta_e_after);
    put_match(player, state, model, grade, words.data());
}

Result<Done> add_pair(session::HandWork& hand, session::RegionSide a, session::RegionSide b) {
    if (hand.regions.size() >= session::kMostRegionPairs)
        return too_many(session::kMostRegionPairs, "region pairs");
    hand.regions.push_back({session::next_id(hand.regions), std::move(a), std::move(b)});
    return Done{};
}

Result<Done> add_pair(session::HandWork& hand, session::ShadowLine a, session::ShadowLine b) {
    if (hand.shadows.size() >= session::kMostShadowPairs)
        return too_many(session::kMostShadowPairs, "shadow pairs");
    hand.shadows.push_back({session::next_id(hand.shadows), std::move(a), std::move(b)});
    return Done{};
}

} // namespace seamline::ui
