#include "renderer/measures/grade_fit.h"

#include "renderer/measures/cdl_fit.h"
#include "renderer/measures/light_cells.h"
#include "tests/unit/measures/texture_scene.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace seamline::measures {
namespace {

constexpr int kWidth = 160;
constexpr int kHeight = 90;

// Pairs of one place each: B by a scene, A by what `change` makes of B there.
template <typename Change> LightPairs pairs_of(Change&& change, std::uint32_t seed = 1) {
    const Picture b = test::seen(test::TexturedWall(seed), kWidth, kHeight);
    LightPairs pairs;
    pairs.width = kWidth;
    pairs.height = kHeight;
    for (int y = 0; y < kHeight; ++y)
        for (int x = 0; x < kWidth; ++x) {
            const glm::vec3 light(b.planes[0].at(x, y), b.planes[1].at(x, y), b.planes[2].at(x, y));
            pairs.b.push_back(light);
            pairs.a.emplace_back(change(glm::dvec3(light), x, y));
            pairs.position.emplace_back(x, y);
        }
    return pairs;
}

// The CDL's transfer function, written from its specification for one pixel at a time.
glm::dvec3 graded(glm::dvec3 light, const color::Cdl& cdl) {
    double rgb[3];
    for (int i = 0; i < 3; ++i) {
        const auto k = static_cast<std::size_t>(i);
        const double code = std::pow(light[i], 1 / 2.4);
        const double scaled = code * cdl.slope[k] + cdl.offset[k];
        rgb[i] = scaled <= 0 ? 0 : std::pow(scaled, cdl.power[k]);
    }
    const double luma = 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
    glm::dvec3 result;
    for (int i = 0; i < 3; ++i)
        result[i] = std::pow(std::max(0.0, luma + cdl.saturation * (rgb[i] - luma)), 2.4);
    return result;
}

class KnownCdl : public ::testing::TestWithParam<color::Cdl> {};

TEST_P(KnownCdl, IsRecovered) {
    const color::Cdl cdl = GetParam();
    const auto fit = fit_grade(pairs_of([&](glm::dvec3 b, int, int) { return graded(b, cdl); }));
    ASSERT_TRUE(fit);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_NEAR(fit->cdl.slope[i], cdl.slope[i], 0.005 * cdl.slope[i]) << i;
        EXPECT_NEAR(fit->cdl.offset[i], cdl.offset[i], 0.005) << i;
        EXPECT_NEAR(fit->cdl.power[i], cdl.power[i], 0.005 * cdl.power[i]) << i;
    }
    EXPECT_NEAR(fit->cdl.saturation, cdl.saturation, 0.005 * cdl.saturation);
    EXPECT_LT(fit->delta_e_cdl, 0.05);
    EXPECT_LT(fit->delta_e_gradient, 0.05);
}

INSTANTIATE_TEST_SUITE_P(
    , KnownCdl,
    ::testing::Values(color::Cdl{},
                      color::Cdl{{1.2, 1.0, 0.85}, {0.02, -0.01, 0.03}, {1.1, 0.9, 1.15}, 0.8},
                      color::Cdl{{0.8, 0.9, 1.25}, {-0.03, 0.03, 0}, {0.85, 1.2, 1}, 1.25},
                      color::Cdl{{1.1, 1.1, 1.1}, {0, 0, 0}, {1, 1, 1}, 1.2}));

TEST(CdlFit, SurvivesAQuarterOfWrongPairs) {
    const color::Cdl cdl{{1.1, 0.95, 0.9}, {0.02, 0, -0.02}, {0.95, 1.05, 1.1}, 0.9};
    std::mt19937 random(3);
    const LightPairs pairs = pairs_of([&](glm::dvec3 b, int, int) {
        return random() % 4 == 0 ? glm::dvec3(0.05 + static_cast<double>(random() % 100) / 200)
                                 : graded(b, cdl);
    });
    const auto fit = fit_grade(pairs);
    ASSERT_TRUE(fit);
    for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(fit->cdl.slope[i], cdl.slope[i], 0.03) << i;
    EXPECT_NEAR(fit->cdl.saturation, cdl.saturation, 0.03);
    // The other three quarters are matched.
    const glm::dvec3 probe(0.2, 0.15, 0.1);
    EXPECT_LT(glm::length(fit->affine.apply(probe) - graded(probe, cdl)), 0.01);
}

TEST(GradeFit, AnAffineOfTheLogarithmIsFoundExactly) {
    LogAffine truth;
    truth.matrix = glm::dmat3({1.1, 0.05, -0.02}, {-0.1, 0.9, 0.03}, {0.02, 0.04, 1.05});
    truth.offset = {0.3, -0.2, 0.1};
    const auto fit = fit_grade(pairs_of([&](glm::dvec3 b, int, int) {
        glm::dvec3 result; // By the formula of the header, one component at a time.
        for (int row = 0; row < 3; ++row) {
            double sum = truth.offset[row];
            for (int column = 0; column < 3; ++column)
                sum += truth.matrix[column][row] * std::log2(b[column] + 0.01);
            result[row] = std::exp2(sum) - 0.01;
        }
        return result;
    }));
    ASSERT_TRUE(fit);
    for (int i = 0; i < 3; ++i) {
        EXPECT_NEAR(fit->affine.offset[i], truth.offset[i], 1e-3);
        for (int k = 0; k < 3; ++k) EXPECT_NEAR(fit->affine.matrix[i][k], truth.matrix[i][k], 1e-3);
    }
    EXPECT_LT(fit->delta_e_residual, 0.01);
    EXPECT_GT(fit->delta_e_raw, 3);
    EXPECT_GT(fit->gradeable, 0.99);
}

TEST(GradeFit, IsNeverWorseThanNoGrade) {
    int astray = 0;
    for (unsigned seed = 0; seed < 8; ++seed) {
        std::mt19937 random(seed);
        // Three of five surfaces are as they were; the others were replaced by brick.
        const LightPairs pairs = pairs_of([&](glm::dvec3 b, int x, int) {
            const double dice = static_cast<double>(random() % 1000) / 1000;
            return (x / 8) % 5 < 3 ? b * (0.9 + 0.2 * dice)
                                   : glm::dvec3(0.5, 0.2, 0.1) * (0.2 + 1.6 * dice);
        });
        const auto fit = fit_grade(pairs);
        ASSERT_TRUE(fit);
        EXPECT_LE(fit->delta_e_residual, fit->delta_e_raw) << seed;
        EXPECT_LE(fit->delta_e_cdl, fit->delta_e_raw) << seed;
        EXPECT_LE(fit->delta_e_gradient, fit->delta_e_cdl) << seed;
        if (fit->delta_e_residual < fit->delta_e_raw) continue;
        ++astray;
        EXPECT_EQ(fit->affine.matrix, glm::dmat3(1.0)) << seed;
        EXPECT_EQ(fit->affine.offset, glm::dvec3(0.0)) << seed;
    }
    EXPECT_GT(astray, 0);
}

TEST(GradeFit, DeltaEOfIdenticalPairsIsZero) {
    const auto fit = fit_grade(pairs_of([](glm::dvec3 b, int, int) { return b; }));
    ASSERT_TRUE(fit);
    EXPECT_EQ(fit->delta_e_raw, 0);
    EXPECT_EQ(fit->gradeable, 0);
}

TEST(GradeFit, ASoftGradientIsTakenOffAfterTheCdl) {
    const auto fit = fit_grade(pairs_of([](glm::dvec3 b, int x, int) {
        const double stops = 0.8 * (2.0 * x / kWidth - 1);
        return b * glm::exp2(glm::dvec3(stops * 1.2, stops, stops * 0.8));
    }));
    ASSERT_TRUE(fit);
    EXPECT_GT(fit->delta_e_cdl, 3);
    EXPECT_LT(fit->delta_e_gradient, 0.3 * fit->delta_e_cdl);
}

TEST(GradeFit, NeedsPairsAndColours) {
    LightPairs few = pairs_of([](glm::dvec3 b, int, int) { return b; });
    few.a.resize(499);
    few.b.resize(499);
    few.position.resize(499);
    EXPECT_FALSE(fit_grade(few));
    LightPairs flat = pairs_of([](glm::dvec3, int, int) { return glm::dvec3(0.2); });
    std::fill(flat.b.begin(), flat.b.end(), glm::vec3(0.3F));
    EXPECT_FALSE(fit_grade(flat));
    // Greys span one direction: each channel on its own, and nothing across.
    LightPairs grey = pairs_of([](glm::dvec3, int, int) { return glm::dvec3(0); });
    for (std::size_t i = 0; i < grey.b.size(); ++i) {
        grey.b[i] = glm::vec3(grey.b[i].g);
        grey.a[i] = 1.5F * grey.b[i];
    }
    const auto fit = fit_grade(grey);
    ASSERT_TRUE(fit);
    EXPECT_EQ(fit->affine.matrix[0][1], 0);
    EXPECT_EQ(fit->affine.matrix[2][1], 0);
    EXPECT_LT(fit->delta_e_residual, 0.3);
}

TEST(MatchDistributions, BringsMeanAndCovarianceAcross) {
    // A positive map of the logarithms is its own best transport.
    const Picture b = test::seen(test::TexturedWall(21), kWidth, kHeight);
    const glm::dmat3 truth({1.1, 0.08, 0.02}, {0.08, 0.95, -0.05}, {0.02, -0.05, 0.85});
    const glm::dvec3 offset(-0.1, 0.05, 0.2);
    Picture a = b;
    for (std::size_t i = 0; i < b.planes[0].values.size(); ++i) {
        glm::dvec3 x;
        for (int c = 0; c < 3; ++c)
            x[c] = std::log2(b.planes[static_cast<std::size_t>(c)].values[i] + 0.01);
        x = glm::exp2(truth * x + offset) - 0.01;
        for (int c = 0; c < 3; ++c)
            a.planes[static_cast<std::size_t>(c)].values[i] = static_cast<float>(x[c]);
    }
    const auto match = match_distributions(a, b);
    ASSERT_TRUE(match);
    for (int i = 0; i < 3; ++i) {
        EXPECT_NEAR(match->offset[i], offset[i], 5e-3);
        for (int k = 0; k < 3; ++k) EXPECT_NEAR(match->matrix[i][k], truth[i][k], 5e-3);
    }
    EXPECT_FALSE(match_distributions(a, Picture(10, 10)));
}

// A ramp of `stops` from end to end, towards `angle_deg` on the screen, that B has and A has not.
LightPairs ramped(double stops, double angle_deg) {
    const double angle = angle_deg * std::numbers::pi / 180;
    return pairs_of([&](glm::dvec3 b, int x, int y) {
        const double px = x - kWidth / 2.0, py = y - kHeight / 2.0;
        const double along = px * std::cos(angle) - py * std::sin(angle);
        const double reach =
            kWidth / 2.0 * std::abs(std::cos(angle)) + kHeight / 2.0 * std::abs(std::sin(angle));
        return b * std::exp2(-stops / 2 * along / reach);
    });
}

TEST(Relight, ArrowPointsWhereBGotBrighter) {
    for (const double angle : {0.0, 37.0, 90.0, 135.0, -60.0, 180.0}) {
        const auto found = relight(ramped(1, angle), {});
        ASSERT_TRUE(found);
        const double off = std::remainder(found->angle_deg - angle, 360.0);
        EXPECT_NEAR(off, 0, 3) << angle;
        EXPECT_LT(found->after_gradient_stops, 0.05);
        EXPECT_GT(found->stops, 0.1);
    }
    EXPECT_NEAR(relight(ramped(1, 0), {})->slope_stops, 0.5, 0.03);
    EXPECT_NEAR(relight(ramped(1, 90), {})->slope_stops, 0.5, 0.03);
}

TEST(Relight, AGradeIsNotALight) {
    const auto pairs = pairs_of([](glm::dvec3 b, int, int) { return 1.4 * b; });
    const auto fit = fit_grade(pairs);
    ASSERT_TRUE(fit);
    const auto found = relight(pairs, fit->affine);
    ASSERT_TRUE(found);
    EXPECT_LT(found->slope_stops, 0.01);
    EXPECT_LT(found->stops, 0.01);
}

TEST(Relight, AGradeOfAPictureWithItsColoursApartIsNotALight) {
    // Warm below, blue above: a saturation on gamma-encoded light is no affine of logarithms.
    const color::Cdl cdl{{1.1, 1, 0.9}, {0.02, 0, -0.02}, {0.9, 1.1, 1.1}, 1.35};
    LightPairs pairs = pairs_of([](glm::dvec3 b, int, int) { return b; }, 13);
    for (std::size_t i = 0; i < pairs.b.size(); ++i) {
        const float part = static_cast<float>(pairs.position[i].y) / kHeight;
        pairs.a[i] *= glm::vec3(0.5F + part, 0.9F, 1.6F - part);
        pairs.b[i] = glm::vec3(graded(glm::dvec3(pairs.a[i]), cdl));
    }
    const auto fit = fit_grade(pairs);
    ASSERT_TRUE(fit);
    const auto found = relight(pairs, fit->affine);
    ASSERT_TRUE(found);
    EXPECT_LT(found->slope_stops, 0.01);
    EXPECT_LT(found->stops, 0.015);
}

TEST(Relight, ALocalLightIsLeftAfterTheGradient) {
    const auto found = relight(pairs_of([](glm::dvec3 b, int x, int y) {
                                   const double shade = std::sin(x / 18.0) * std::cos(y / 14.0);
                                   return b * std::exp2(shade);
                               }),
                               {});
    ASSERT_TRUE(found);
    EXPECT_GT(found->after_gradient_stops, 0.25);
}

TEST(Relight, WarmthIsTheRatioOfRedToBlue) {
    const auto pairs = pairs_of([](glm::dvec3 b, int x, int) {
        const double tint = x < kWidth / 2 ? 1.2 : 1 / 1.2;
        return b * glm::dvec3(tint, 1, 1 / tint);
    });
    const auto found = relight(pairs, {});
    ASSERT_TRUE(found);
    EXPECT_GT(found->warmth_stops, 0.4);
    // B is cooler on the left, where A was made warmer.
    EXPECT_LT(found->warmth_cells[0], -0.3F);
    EXPECT_GT(found->warmth_cells[Relight::kColumns - 1], 0.3F);
}

TEST(Relight, NeedsTwelveCells) {
    LightPairs pairs = pairs_of([](glm::dvec3 b, int, int) { return b; });
    LightPairs some = pairs;
    some.a.clear(), some.b.clear(), some.position.clear();
    for (std::size_t i = 0; i < pairs.a.size(); ++i) {
        if (pairs.position[i].y >= kHeight / Relight::kRows ||
            pairs.position[i].x >= 11 * kWidth / Relight::kColumns)
            continue;
        some.a.push_back(pairs.a[i]);
        some.b.push_back(pairs.b[i]);
        some.position.push_back(pairs.position[i]);
    }
    EXPECT_FALSE(relight(some, {}));
    EXPECT_TRUE(relight(pairs, {}));
}

} // namespace
} // namespace seamline::measures
