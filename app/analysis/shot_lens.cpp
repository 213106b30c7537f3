#include "app/analysis/shot_lens.h"

#include "app/analysis/quantile.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace seamline::analysis {
namespace {

/// Fringes below these pixels in the corner are not told in words.
constexpr double kLeastFringe = 0.1;
constexpr double kLeastCornerStops = 0.05;

bool is_believed(const measures::FallOff& fall_off) {
    const double interval = fall_off.confidence_stops;
    return interval <= kSureFallOffInterval ||
           (interval <= kWidestFallOffInterval && 2 * interval <= -fall_off.corner_stops);
}

// How far the outer of red and blue lies from the inner one, + where red is outside.
double fringe(const measures::LateralColor& lateral) {
    return lateral.red_px_at_corner - lateral.blue_px_at_corner;
}

std::string side_words(const char* color, double px) {
    char text[64];
    std::snprintf(text, sizeof text, "%s lies %.1f px %s of green", color, std::abs(px),
                  px > 0 ? "outside" : "inside");
    return text;
}

} // namespace

void LensGatherer::add(const measures::Picture& light) {
    if (wants_light()) lights_.push_back(light);
}

void LensGatherer::add(const std::optional<measures::LateralColor>& lateral) {
    ++asked_;
    if (lateral && lateral->r_squared > kLeastLateralFit) laterals_.push_back(*lateral);
}

ShotLens LensGatherer::lens(std::int64_t from, std::int64_t to, int native_width) const {
    ShotLens lens{from, to, native_width, {}, {}};
    std::vector<const measures::Picture*> pictures;
    for (const measures::Picture& light : lights_) pictures.push_back(&light);
    const auto fall_off = measures::fall_off(pictures);
    if (fall_off && is_believed(*fall_off)) lens.fall_off = fall_off;
    // One frame's edges may line up by chance.
    if (laterals_.empty() || 2 * laterals_.size() <= asked_) return lens;
    const auto median_of = [&](double measures::LateralColor::*part) {
        std::vector<double> values;
        for (const measures::LateralColor& one : laterals_) values.push_back(one.*part);
        return measured_median(std::move(values));
    };
    lens.lateral = {median_of(&measures::LateralColor::red_px_at_corner),
                    median_of(&measures::LateralColor::blue_px_at_corner),
                    median_of(&measures::LateralColor::r_squared)};
    return lens;
}

void set_lens_terms(const ShotLens& outgoing, const ShotLens& incoming, Terms& terms) {
    if (outgoing.fall_off && incoming.fall_off)
        at(terms, Term::FallOffStops) =
            incoming.fall_off->corner_stops - outgoing.fall_off->corner_stops;
    if (!outgoing.lateral || !incoming.lateral || outgoing.native_width <= 0) return;
    const double scale = static_cast<double>(incoming.native_width) / outgoing.native_width;
    at(terms, Term::LateralPx) = fringe(*incoming.lateral) - scale * fringe(*outgoing.lateral);
}

std::vector<std::string> lens_words(const ShotLens& lens) {
    std::vector<std::string> words;
    char text[128];
    if (lens.fall_off && lens.fall_off->corner_stops <= -kLeastCornerStops) {
        std::snprintf(text, sizeof text,
                      "corners are %.2f stop darker than the middle (\u00b1 %.2f)",
                      -lens.fall_off->corner_stops, lens.fall_off->confidence_stops);
        words.emplace_back(text);
    } else if (lens.fall_off) {
        std::snprintf(text, sizeof text, "corners are as bright as the middle (\u00b1 %.2f stop)",
                      lens.fall_off->confidence_stops);
        words.emplace_back(text);
    }
    if (!lens.lateral) return words;
    const double red = lens.lateral->red_px_at_corner;
    const double blue = lens.lateral->blue_px_at_corner;
    std::string fringes;
    if (std::abs(red) >= kLeastFringe) fringes = side_words("red", red);
    if (std::abs(blue) >= kLeastFringe)
        fringes += (fringes.empty() ? "" : " and ") + side_words("blue", blue);
    if (!fringes.empty()) words.push_back("colour fringes: in the corners " + fringes);
    return words;
}

} // namespace seamline::analysis
