#include "app/analysis/region_pairs.h"

#include "renderer/color/chromaticity.h"
#include "renderer/measures/cdl_fit.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace seamline::analysis {
namespace {

/// Colours of a chart, linear light: dark, light, grey and saturated.
const std::vector<glm::dvec3> kChart{{0.05, 0.04, 0.03}, {0.18, 0.18, 0.18}, {0.55, 0.30, 0.20},
                                     {0.08, 0.20, 0.45}, {0.70, 0.65, 0.10}, {0.85, 0.88, 0.80},
                                     {0.30, 0.06, 0.09}, {0.12, 0.40, 0.15}};

glm::dvec3 code(glm::dvec3 light) { return glm::pow(light, glm::dvec3(1 / 2.4)); }
glm::dvec3 light(glm::dvec3 signal) { return glm::pow(signal, glm::dvec3(2.4)); }

/// B such that `graded(B)` is A.
template <typename Graded> std::vector<LightOfPair> pairs_of(std::size_t count, Graded&& graded) {
    std::vector<LightOfPair> pairs;
    for (std::size_t i = 0; i < count; ++i)
        pairs.push_back({light(graded(code(kChart[i]))), kChart[i]});
    return pairs;
}

TEST(RegionPairs, AMeanCountsPixelsByThePartThatLiesInTheRegion) {
    measures::Picture picture(4, 2);
    for (int x = 0; x < 4; ++x)
        for (int y = 0; y < 2; ++y)
            for (auto& plane : picture.planes) plane.at(x, y) = static_cast<float>(x);
    // From the middle of pixel 1 to a quarter of pixel 3: (0.5 * 1 + 1 * 2 + 0.25 * 3) / 1.75.
    const auto mean = mean_light(picture, {1.5 / 4, 0.25}, {3.25 / 4, 0.9});
    ASSERT_TRUE(mean);
    EXPECT_NEAR(mean->r, 3.25 / 1.75, 1e-12);
    EXPECT_FALSE(mean_light(picture, {0.5, 0.5}, {0.5, 0.9}));
    EXPECT_FALSE(mean_light(picture, {1.2, 0.1}, {1.4, 0.9}));
}

TEST(RegionPairs, TwiceTheLightIsOneStopAndNoOtherColour) {
    const auto delta = pair_delta({{0.2, 0.15, 0.1}, {0.4, 0.3, 0.2}});
    ASSERT_TRUE(delta);
    EXPECT_NEAR(delta->stops, 1, 1e-12);
    EXPECT_NEAR(delta->mired, 0, 1e-9);
    EXPECT_NEAR(delta->duv, 0, 1e-9);
    EXPECT_GT(delta->delta_e, 5);
}

TEST(RegionPairs, WarmerLightOnTheSameThingIsMoreMired) {
    const auto warmer = pair_delta({{0.2, 0.2, 0.2}, {0.24, 0.2, 0.15}});
    const auto greener = pair_delta({{0.2, 0.2, 0.2}, {0.2, 0.23, 0.2}});
    ASSERT_TRUE(warmer && greener);
    EXPECT_GT(warmer->mired, 10);
    EXPECT_GT(greener->duv, 0.002);
    EXPECT_FALSE(pair_delta({{0.2, 0.2, 0.2}, {0, 0.2, 0.2}}));
}

TEST(RegionPairs, OnePairTellsAGainPerChannelExactly) {
    const std::vector<LightOfPair> pairs{{{0.30, 0.20, 0.10}, {0.15, 0.20, 0.20}}};
    const auto fit = fit_pairs(pairs);
    ASSERT_TRUE(fit);
    EXPECT_EQ(fit->kind, PairFitKind::Gains);
    EXPECT_NEAR(fit->cdl.slope[0], std::pow(2.0, 1 / 2.4), 1e-9);
    EXPECT_NEAR(fit->cdl.slope[1], 1, 1e-9);
    EXPECT_NEAR(fit->cdl.slope[2], std::pow(0.5, 1 / 2.4), 1e-9);
    EXPECT_NEAR(fit->delta_e_after, 0, 1e-6);
    EXPECT_FALSE(fit_pairs({}));
}

TEST(RegionPairs, TwoPairsThatDisagreeMeetAtTheGeometricMean) {
    const std::vector<LightOfPair> pairs{{{0.2, 0.2, 0.2}, {0.1, 0.1, 0.1}},
                                         {{0.2, 0.2, 0.2}, {0.4, 0.4, 0.4}}};
    const auto fit = fit_pairs(pairs);
    ASSERT_TRUE(fit);
    for (const double slope : fit->cdl.slope) EXPECT_NEAR(slope, 1, 1e-9);
}

TEST(RegionPairs, ThreePairsTellSlopeAndOffset) {
    const auto pairs = pairs_of(4, [](glm::dvec3 v) {
        return v * glm::dvec3(1.1, 0.95, 0.9) + glm::dvec3(0.02, 0.01, 0.03);
    });
    const auto fit = fit_pairs(pairs);
    ASSERT_TRUE(fit);
    EXPECT_EQ(fit->kind, PairFitKind::SlopeOffset);
    EXPECT_NEAR(fit->cdl.slope[0], 1.1, 1e-9);
    EXPECT_NEAR(fit->cdl.slope[2], 0.9, 1e-9);
    EXPECT_NEAR(fit->cdl.offset[1], 0.01, 1e-9);
    EXPECT_LT(fit->delta_e_after, 1e-6);
}

TEST(RegionPairs, PairsThatAreTooAlikeTellNoOffset) {
    std::vector<LightOfPair> pairs;
    for (const double level : {0.200, 0.201, 0.202})
        pairs.push_back({glm::dvec3(level * 1.5), glm::dvec3(level)});
    const auto fit = fit_pairs(pairs);
    ASSERT_TRUE(fit);
    EXPECT_EQ(fit->kind, PairFitKind::Gains);
    EXPECT_NEAR(fit->cdl.slope[0], std::pow(1.5, 1 / 2.4), 1e-9);
}

TEST(RegionPairs, EightPairsTellAFullCdlWithinHalfAPercent) {
    color::Cdl known;
    known.slope = {1.12, 0.97, 0.91};
    known.offset = {0.015, -0.01, 0.02};
    known.power = {0.93, 1.05, 1.08};
    known.saturation = 1.1;
    const auto pairs = pairs_of(8, [&](glm::dvec3 v) { return measures::apply_cdl(known, v); });
    const auto fit = fit_pairs(pairs);
    ASSERT_TRUE(fit);
    EXPECT_EQ(fit->kind, PairFitKind::Cdl);
    for (std::size_t c = 0; c < 3; ++c) {
        EXPECT_NEAR(fit->cdl.slope[c], known.slope[c], 0.005) << c;
        EXPECT_NEAR(fit->cdl.offset[c], known.offset[c], 0.005) << c;
        EXPECT_NEAR(fit->cdl.power[c], known.power[c], 0.005) << c;
    }
    EXPECT_NEAR(fit->cdl.saturation, known.saturation, 0.005);
    EXPECT_LT(fit->delta_e_after, 0.1);
    EXPECT_GT(fit->delta_e_before, 2);
}

TEST(RegionPairs, AnglesAreThoseOnTheScreen) {
    EXPECT_NEAR(screen_angle_deg({0, 0}, {1, 0}), 0, 1e-12);
    EXPECT_NEAR(screen_angle_deg({0, 0}, {0, -1}), 90, 1e-12) << "up, as y goes down";
    EXPECT_NEAR(screen_angle_deg({0, 0}, {-1, 0}), 180, 1e-12);
    EXPECT_NEAR(screen_angle_deg({0.5, 0.5}, {1, 1}), -45, 1e-12);
}

/// Where level ground `right` of the camera and `away` from it is seen: the camera stands `height`
/// above it and looks `down` (degrees).
glm::dvec2 seen(double right, double away, double height, double down, const GroundView& view) {
    const double distance = 0.5 / std::tan(glm::radians(view.field_deg) / 2);
    const double c = std::cos(glm::radians(down));
    const double s = std::sin(glm::radians(down));
    const double forward = away * c + height * s;
    const double up = away * s - height * c;
    return {view.aspect / 2 + distance * right / forward, 0.5 - distance * up / forward};
}

TEST(RegionPairs, AShadowLiesOnLevelGroundWhereLensAndHorizonSay) {
    for (const double down : {-8.0, 0.0, 12.0, 35.0})
        for (const double field : {14.0, 36.0, 75.0}) {
            GroundView view{16.0 / 9, field, 0};
            const double distance = 0.5 / std::tan(glm::radians(field) / 2);
            view.horizon = 0.5 - distance * std::tan(glm::radians(down));
            for (const double azimuth : {-170.0, -60.0, 0.0, 25.0, 90.0, 155.0}) {
                const glm::dvec2 foot{1.5, 12};
                const glm::dvec2 tip = foot + 3.0 * glm::dvec2(std::sin(glm::radians(azimuth)),
                                                               std::cos(glm::radians(azimuth)));
                const auto measured = ground_azimuth_deg(seen(foot.x, foot.y, 1.7, down, view),
                                                         seen(tip.x, tip.y, 1.7, down, view), view);
                ASSERT_TRUE(measured) << down << ' ' << field << ' ' << azimuth;
                EXPECT_NEAR(*measured, azimuth, 1e-9) << down << ' ' << field;
            }
        }
}

TEST(RegionPairs, GroundThatIsNotSeenHasNoAzimuth) {
    const GroundView view{1.78, 40, 0.4};
    EXPECT_TRUE(ground_azimuth_deg({0.5, 0.8}, {0.9, 0.6}, view));
    EXPECT_FALSE(ground_azimuth_deg({0.5, 0.8}, {0.9, 0.4}, view)) << "at the horizon";
    EXPECT_FALSE(ground_azimuth_deg({0.5, 0.3}, {0.9, 0.6}, view)) << "above it";
    EXPECT_FALSE(ground_azimuth_deg({0.5, 0.8}, {0.5, 0.8}, view));
    EXPECT_FALSE(ground_azimuth_deg({0.5, 0.8}, {0.9, 0.6}, {1.78, 0, 0.4})) << "not stated";
    EXPECT_FALSE(ground_azimuth_deg({0.5, 0.8}, {0.9, 0.6}, {0, 40, 0.4}));
}

TEST(RegionPairs, AShadowTurnsTheShorterWay) {
    EXPECT_NEAR(turned_deg(170, -170), 20, 1e-12);
    EXPECT_NEAR(turned_deg(-170, 170), -20, 1e-12);
    EXPECT_NEAR(turned_deg(0, 180), 180, 1e-12);
    EXPECT_NEAR(turned_deg(10, 35), 25, 1e-12);
}

} // namespace
} // namespace seamline::analysis
