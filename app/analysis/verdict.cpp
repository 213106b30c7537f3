#include "app/analysis/verdict.h"

#include "app/analysis/quantile.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace seamline::analysis {
namespace {

constexpr std::array kLightingTerms{Term::ExposureStops, Term::DeltaMired, Term::DeltaDuv,
                                    Term::RelightStops, Term::RelightSlopeStops};
constexpr std::array kContinuityTerms{Term::DeltaEResidual, Term::SharpnessLog2, Term::GrainLog2,
                                      Term::TextureFlaggedShare};
/// What a primary grade changes.
constexpr std::array kGradeTerms{Term::ExposureStops, Term::DeltaMired, Term::DeltaDuv};
/// What whole pictures of another framing still tell.
constexpr std::array kGlobalTerms{Term::ExposureStops, Term::DeltaMired, Term::DeltaDuv,
                                  Term::SharpnessLog2, Term::GrainLog2};

/// Smaller shifts are not told: what moves in the picture makes them.
constexpr double kLeastSkyShift = 0.2;
constexpr double kLeastShadowMired = 10;

double largest(const Terms& terms, std::span<const Term> of) {
    double most = 0;
    for (const Term term : of)
        if (!std::isnan(at(terms, term))) most = std::max(most, at(terms, term));
    return most;
}

double largest_judged(const Terms& terms) {
    double most = 0;
    for (const double value : terms)
        if (!std::isnan(value)) most = std::max(most, value);
    return most;
}

Lamp lamp(const Seam& seam, std::span<const Term> of, const ThresholdProfile& profile) {
    Lamp result;
    for (const Term term : of) {
        const double z = at(seam.normalised, term);
        if (std::isnan(z)) continue;
        if (!result.worst || z > at(seam.normalised, *result.worst)) result.worst = term;
    }
    if (!result.worst) {
        result.words = "nothing of it could be measured here";
        return result;
    }
    const double z = at(seam.normalised, *result.worst);
    result.state = z >= profile.flag   ? LampState::Flag
                   : z >= profile.look ? LampState::Look
                                       : LampState::Quiet;
    result.words = term_words(*result.worst, at(seam.terms, *result.worst));
    return result;
}

Tier tier_of(const Seam& seam, const ThresholdProfile& profile) {
    if (!seam.same_view) return Tier::NotMeasurable;
    const double left = seam.after_cdl_stops;
    if (!seam.grade || std::isnan(left)) return Tier::NotMeasurable;
    const auto within = [&](double stops, double limit, Term term) {
        // A term below "look" is what these shots do anyway, whatever the limit says.
        const double z = at(seam.normalised, term);
        return std::isnan(stops) || stops <= limit || (!std::isnan(z) && z < profile.look);
    };
    // What the best grade leaves of a colour calls for a key, whatever the light does.
    const double residual = at(seam.normalised, Term::DeltaEResidual);
    const bool color_stays = std::isnan(residual) || residual < profile.flag;
    const bool light_stays =
        color_stays && within(left, profile.primary_grade_stops, Term::RelightStops);
    if (light_stays && largest(seam.normalised, kGradeTerms) < profile.look) return Tier::Matches;
    if (light_stays) return Tier::PrimaryGrade;
    if ((!std::isnan(seam.after_gradient_stops) &&
         seam.after_gradient_stops <= profile.gradient_stops) ||
        within(left, profile.primary_grade_stops, Term::RelightStops))
        return Tier::WindowOrKey;
    return Tier::NotGradeable;
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) text += i + 1 == words.size() ? " and " : ", ";
        text += words[i];
    }
    return text;
}

// The differences that count, the largest first.
std::vector<std::string> changes(const Seam& seam, std::span<const Term> of,
                                 const ThresholdProfile& profile) {
    std::vector<Term> counted;
    for (const Term term : of) {
        const double z = at(seam.normalised, term);
        if (!std::isnan(z) && z >= profile.look) counted.push_back(term);
    }
    std::stable_sort(counted.begin(), counted.end(), [&](Term a, Term b) {
        return at(seam.normalised, a) > at(seam.normalised, b);
    });
    std::vector<std::string> words;
    for (const Term term : counted) words.push_back(term_words(term, at(seam.terms, term)));
    return words;
}

std::string light_words(const Seam& seam) {
    const double slope = at(seam.terms, Term::RelightSlopeStops);
    const double angle = at(seam.terms, Term::RelightAngleDeg);
    char stops[32];
    std::snprintf(stops, sizeof stops, "%.2f", seam.after_cdl_stops);
    if (!std::isnan(angle) && !std::isnan(slope) && slope > 0.1)
        return "after the best grade more light still comes " + direction_words(angle) + " (" +
               stops + " stop)";
    return "after the best grade parts of the picture are still lit differently (" +
           std::string(stops) + " stop)";
}

std::string sentence_of(const Seam& seam, const JudgeOptions& options) {
    const ThresholdProfile& profile = options.profile;
    if (!seam.not_measured.empty()) return seam.not_measured + ": not measured";
    if (!seam.same_view) {
        std::string text = "different framing, map off";
        if (seam.bars_differ) text += "; black bars differ";
        if (!options.speak_of_other_framings) return text;
        const auto words = changes(seam, kGlobalTerms, profile);
        return words.empty()
                   ? text + "; whole pictures are alike"
                   : text + "; as whole pictures " + options.incoming + " is " + joined(words);
    }
    const auto graded = changes(seam, kGradeTerms, profile);
    const auto other = changes(seam,
                               std::array{Term::DeltaEResidual, Term::SharpnessLog2,
                                          Term::GrainLog2, Term::TextureFlaggedShare},
                               profile);
    std::string text;
    const std::string incoming_is = options.incoming + " is ";
    if (!graded.empty()) text = incoming_is + joined(graded);
    switch (seam.tier) {
    case Tier::Matches:
        text = "light and colour match";
        break;
    case Tier::PrimaryGrade:
        text += ": a primary grade fixes it";
        break;
    case Tier::WindowOrKey:
        text += (text.empty() ? "" : "; ") +
                (seam.after_cdl_stops > profile.primary_grade_stops
                     ? light_words(seam)
                     : std::string("the best grade leaves colours apart")) +
                ": a window or key is needed";
        break;
    case Tier::NotGradeable:
        text += (text.empty() ? "" : "; ") + light_words(seam) + ": not gradeable";
        break;
    case Tier::NotMeasurable:
        text += (text.empty() ? "" : "; ") + std::string("too little corresponds to judge a grade");
        break;
    }
    if (!other.empty()) text += "; " + incoming_is + joined(other);
    if (seam.bars_differ) text += "; black bars differ: sharpness, grain and texture not compared";
    if (seam.by_edges)
        text += "; surfaces differ so much that only the places around common edges were compared";
    if (seam.resolution_differs) text += "; the takes differ in resolution";
    return text;
}

} // namespace

std::vector<std::int64_t> pseudo_cuts(std::int64_t first, std::int64_t end, int count, int margin) {
    std::vector<std::int64_t> places;
    const std::int64_t low = first + margin;
    const std::int64_t room = end - margin - low; // Places to choose from.
    if (count <= 0 || room <= 0) return places;
    const auto wanted = std::min<std::int64_t>(count, (room + margin - 1) / std::max(margin, 1));
    for (std::int64_t i = 0; i < wanted; ++i)
        places.push_back(low + (2 * i + 1) * room / (2 * wanted));
    return places;
}

Null null_of_pseudo_cuts(std::span<const Terms> pseudo) {
    Null null;
    for (std::size_t i = 0; i < kTermCount; ++i) {
        std::vector<double> values;
        for (const Terms& terms : pseudo)
            if (!std::isnan(terms[i])) values.push_back(std::abs(terms[i]));
        if (values.size() >= 3) null.scale[i] = quantile(std::move(values), 0.95);
    }
    return null;
}

std::optional<Null> null_of_film(std::span<const Terms> accepted, const ThresholdProfile& profile) {
    if (accepted.size() < kLeastFilmCuts) return std::nullopt;
    Null null = null_of_pseudo_cuts(accepted);
    null.film_cuts = static_cast<int>(accepted.size());
    // One term alone exceeds its percentile in 5 of 100; the largest of several does so more often.
    std::vector<double> worst;
    for (const Terms& terms : accepted) {
        double most = 0;
        for (std::size_t i = 0; i < kTermCount; ++i)
            if (null.scale[i] > 0 && !std::isnan(profile.floors[i]) && !std::isnan(terms[i]))
                most = std::max(most, std::abs(terms[i]) / null.scale[i]);
        worst.push_back(most);
    }
    std::sort(worst.begin(), worst.end());
    // The largest value that may stay below "flag": all but 5 of 100.
    const std::size_t flagged = worst.size() / 20;
    const double reach = worst[worst.size() - 1 - flagged] * (1 + 1e-9);
    for (double& scale : null.scale) scale *= std::max(reach, 1e-6) / profile.flag * (1 + 1e-9);
    return null;
}

Terms normalised(const Terms& terms, const Null& null, const ThresholdProfile& profile) {
    Terms result = unmeasured_terms();
    for (std::size_t i = 0; i < kTermCount; ++i) {
        const double floor = profile.floors[i];
        if (std::isnan(floor) || std::isnan(terms[i])) continue;
        const double scale = std::isnan(null.scale[i]) ? floor : std::max(floor, null.scale[i]);
        result[i] = std::abs(terms[i]) / scale;
    }
    return result;
}

void judge(Seam& seam, const Null& null, const JudgeOptions& options) {
    seam.normalised = normalised(seam.terms, null, options.profile);
    seam.tier = tier_of(seam, options.profile);
    seam.sentence = sentence_of(seam, options);
    if (!seam.not_measured.empty()) {
        seam.continuity = seam.lighting = {LampState::Off, std::nullopt, seam.not_measured};
        return;
    }
    if (!seam.space_confirmed) {
        seam.sentence += " (colour space unconfirmed)";
        seam.continuity =
            seam.lighting = {LampState::Off, std::nullopt, "colour space unconfirmed"};
        return;
    }
    if (!seam.same_view && !options.speak_of_other_framings) {
        seam.continuity = seam.lighting = {LampState::Off, std::nullopt, "different framing"};
        return;
    }
    seam.continuity = lamp(seam, kContinuityTerms, options.profile);
    seam.lighting = lamp(seam, kLightingTerms, options.profile);
}

std::string film_rank_words(const Seam& seam, std::span<const Terms> accepted, const Null& null,
                            const ThresholdProfile& profile) {
    const double own = largest_judged(seam.normalised);
    const auto better = std::count_if(accepted.begin(), accepted.end(), [&](const Terms& terms) {
        return largest_judged(normalised(terms, null, profile)) < own;
    });
    return "worse than " + std::to_string(better) + " of " + std::to_string(accepted.size()) +
           " of this film's own cuts";
}

std::string term_words(Term term, double value) {
    char text[96];
    const double size = std::abs(value);
    switch (term) {
    case Term::ExposureStops:
        std::snprintf(text, sizeof text, "%.2f stop %s", size, value > 0 ? "brighter" : "darker");
        break;
    case Term::DeltaMired:
        std::snprintf(text, sizeof text, "%.0f mired %s", size, value > 0 ? "warmer" : "cooler");
        break;
    case Term::DeltaDuv:
        std::snprintf(text, sizeof text, "%s by %.4f Duv", value > 0 ? "greener" : "more magenta",
                      size);
        break;
    case Term::DeltaERaw:
        std::snprintf(text, sizeof text, "\u0394E %.1f apart", size);
        break;
    case Term::DeltaEResidual:
        std::snprintf(text, sizeof text, "\u0394E %.1f apart after the best grade", size);
        break;
    case Term::Gradeable:
        std::snprintf(text, sizeof text, "%.0f %% of the difference gradeable", 100 * value);
        break;
    case Term::RelightStops:
        std::snprintf(text, sizeof text, "lit differently by %.2f stop", size);
        break;
    case Term::RelightSlopeStops:
        std::snprintf(text, sizeof text, "%.2f stop more light on one side", size);
        break;
    case Term::RelightAngleDeg:
        std::snprintf(text, sizeof text, "brighter towards %.0f\u00b0", value);
        break;
    case Term::SharpnessLog2:
        std::snprintf(text, sizeof text, "%s by %.2f times", value > 0 ? "softer" : "sharper",
                      std::exp2(size));
        break;
    case Term::GrainLog2:
        std::snprintf(text, sizeof text, "%s by %.2f times", value > 0 ? "grainier" : "cleaner",
                      std::exp2(size));
        break;
    case Term::TextureFlaggedShare:
        std::snprintf(text, sizeof text, "of another texture in %.0f %% of the background",
                      100 * size);
        break;
    case Term::FallOffStops:
        std::snprintf(text, sizeof text, "%.2f stop %s in the corners", size,
                      value > 0 ? "brighter" : "darker");
        break;
    case Term::LateralPx:
        std::snprintf(text, sizeof text, "%.1f px apart in the colour fringes of the corners",
                      size);
        break;
    }
    return text;
}

std::string sky_words(const measures::SkyShift& shift) {
    std::string words;
    const auto add = [&](const char* format, double value, const char* positive,
                         const char* negative) {
        char text[128];
        std::snprintf(text, sizeof text, format, std::abs(value), value > 0 ? positive : negative);
        words += (words.empty() ? "" : ", ") + std::string(text);
    };
    // Half of the picture is 1.
    if (std::abs(shift.bright_x) >= kLeastSkyShift)
        add("the brightest part lies %.0f %% of the width further %s", 50 * shift.bright_x, "right",
            "left");
    if (std::abs(shift.bright_y) >= kLeastSkyShift)
        add("the brightest part lies %.0f %% of the height further %s", 50 * shift.bright_y, "up",
            "down");
    if (std::abs(shift.shadow_mired) >= kLeastShadowMired)
        add("shadows are %.0f mired %s against the light", shift.shadow_mired, "warmer", "cooler");
    return words;
}

const char* plain_words(Term term) {
    switch (term) {
    case Term::ExposureStops:
        return "One stop is twice the light.";
    case Term::DeltaMired:
        return "Mired counts colour temperature (1,000,000 / kelvin) so that equal steps look "
               "alike: from tungsten (3200 K) to daylight (5600 K) it is 134 mired.";
    case Term::DeltaDuv:
        return "Duv is a tint off the line of daylight and lamps: + is greener, - is more magenta; "
               "warm and cold are mired.";
    case Term::DeltaERaw:
    case Term::DeltaEResidual:
        return "\u0394E is how far two colours lie apart for the eye: about 1 is just seen side by "
               "side.";
    case Term::Gradeable:
        return "How much of the colour difference the best grade takes away.";
    case Term::RelightStops:
        return "Light that moved inside the picture: what stays after the best grade of the whole "
               "picture.";
    case Term::RelightSlopeStops:
        return "The same as one gradient over the picture: how much brighter one side became, per "
               "half of the frame.";
    case Term::RelightAngleDeg:
        return "Where the light grew: 0 is picture right, 90 is up.";
    case Term::SharpnessLog2:
        return "How wide the sharpest edges are, as a share of the picture's width.";
    case Term::GrainLog2:
        return "How strong the noise on even surfaces is.";
    case Term::TextureFlaggedShare:
        return "Surfaces whose texture is another one, not only sharper or softer.";
    case Term::FallOffStops:
        return "Light that falls off towards the corners, as a lens or a vignette does it.";
    case Term::LateralPx:
        return "How far red and blue edges lie apart in the corners, as a lens does it.";
    }
    return "";
}

std::string direction_words(double angle_deg) {
    static constexpr std::array<const char*, 8> kWords{
        "from the right", "from the upper right", "from above", "from the upper left",
        "from the left",  "from the lower left",  "from below", "from the lower right"};
    const double turns = angle_deg / 45 + 0.5;
    const auto sector = static_cast<int>(std::floor(turns)) % 8;
    return kWords[static_cast<std::size_t>((sector + 8) % 8)];
}

} // namespace seamline::analysis
