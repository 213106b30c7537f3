#include "renderer/measures/illuminant.h"

#include "renderer/color/chromaticity.h"
#include "renderer/measures/median_bins.h"
#include "tests/unit/measures/texture_scene.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>

namespace seamline::measures {
namespace {

struct Isotemperature {
    double mired, u, v, slope;
};
// A. R. Robertson, "Computation of Correlated Color Temperature and Distribution Temperature",
// 1968, as tabulated by Wyszecki & Stiles (1982), with the known misprint at 325 mired put right.
constexpr std::array<Isotemperature, 21> kRobertson{{
    {70, .18611, .28342, -.37915},  {80, .18740, .28668, -.40955},  {90, .18880, .28997, -.44278},
    {100, .19032, .29326, -.47888}, {125, .19462, .30141, -.58204}, {150, .19962, .30921, -.70471},
    {175, .20525, .31647, -.84901}, {200, .21142, .32312, -1.0182}, {225, .21807, .32909, -1.2168},
    {250, .22511, .33439, -1.4512}, {275, .23247, .33904, -1.7298}, {300, .24010, .34308, -2.0637},
    {325, .24792, .34655, -2.4681}, {350, .25591, .34951, -2.9641}, {375, .26400, .35200, -3.5814},
    {400, .27218, .35407, -4.3633}, {425, .28039, .35577, -5.3762}, {450, .28863, .35714, -6.7262},
    {475, .29685, .35823, -8.5955}, {500, .30505, .35907, -11.324}, {525, .31320, .35968, -15.628},
}};

TEST(Temperature, AgreesWithThePublishedLocus) {
    for (const Isotemperature& line : kRobertson) {
        const Temperature found = temperature_of({line.u, line.v});
        EXPECT_NEAR(found.mired, line.mired, 0.1) << line.mired;
        EXPECT_NEAR(found.duv, 0, 3e-5) << line.mired;
    }
}

TEST(Temperature, SeesTheDistanceFromTheLocusAcrossIt) {
    for (const Isotemperature& line : kRobertson)
        for (const double duv : {-0.02, -0.005, 0.005, 0.02}) {
            const double length = std::hypot(1.0, line.slope);
            const double up = line.slope < 0 ? -1 : 1; // The line's direction with rising v.
            const Temperature found = temperature_of(
                {line.u + up * duv / length, line.v + up * duv * line.slope / length});
            EXPECT_NEAR(found.duv, duv, 5e-5) << line.mired;
            EXPECT_NEAR(found.mired, line.mired, 0.3) << line.mired << ' ' << duv;
        }
}

TEST(Temperature, StandardIlluminants) {
    // CIE 15: A is 2856 K; D65 6504 K and 0.0032 above the locus.
    const auto uv = [](double x, double y) {
        return glm::dvec2(4 * x, 6 * y) / (-2 * x + 12 * y + 3);
    };
    EXPECT_NEAR(1e6 / temperature_of(uv(0.44757, 0.40745)).mired, 2856, 1);
    const Temperature d65 = temperature_of(uv_1960_of_light({1, 1, 1}));
    EXPECT_NEAR(1e6 / d65.mired, 6504, 4);
    EXPECT_NEAR(d65.duv, 0.0032, 0.0001);
    EXPECT_EQ(temperature_of({0.9, 0.4}).mired, 640);
}

TEST(MedianBins, IsTheMedian) {
    std::mt19937 random(1);
    const auto bins = std::make_unique<MedianBins>();
    EXPECT_EQ(bins->median(), 0);
    std::vector<float> values;
    for (int i = 0; i < 4001; ++i)
        values.push_back(static_cast<float>(random() % 100000) / 30000 - 1.2F);
    for (const float value : values) bins->add(value);
    std::nth_element(values.begin(), values.begin() + 2000, values.end());
    EXPECT_NEAR(bins->median(), values[2000], 1.0 / 4096);
    *bins = {};
    for (int i = 0; i < 10; ++i) bins->add(100);
    EXPECT_NEAR(bins->median(), 8, 1.0 / 4096);
}

// The white of D65 moved along the locus by `mired`, in BT.709 light; by another way than the code.
glm::dmat3 bradford_shift(double mired, double duv) {
    // Nearest point of the locus to D65, and steps along and across it, from the published table.
    const glm::dvec2 start = uv_1960_of_light({1, 1, 1});
    const Temperature d65 = temperature_of(start);
    glm::dvec2 uv = start;
    for (int i = 0; i < 60; ++i) { // Newton by differences on (mired, duv).
        const Temperature now = temperature_of(uv);
        constexpr double h = 1e-4;
        const Temperature right = temperature_of(uv + glm::dvec2(h, 0));
        const Temperature up = temperature_of(uv + glm::dvec2(0, h));
        const glm::dmat2 slope{{(right.mired - now.mired) / h, (right.duv - now.duv) / h},
                               {(up.mired - now.mired) / h, (up.duv - now.duv) / h}};
        uv += glm::inverse(slope) *
              glm::dvec2(d65.mired + mired - now.mired, d65.duv + duv - now.duv) * 0.7;
    }
    const double scale = 2 * uv.x - 8 * uv.y + 4;
    const color::Chromaticity white{3 * uv.x / scale, 2 * uv.y / scale};
    const glm::dmat3 to_xyz = color::rgb_to_xyz(color::kBt709);
    return glm::inverse(to_xyz) *
           color::white_adaptation(color::kD65, white, color::Adaptation::Bradford) * to_xyz;
}

struct Shift {
    double stops, mired, duv;
};

Picture shifted(const Picture& picture, const Shift& shift) {
    const glm::dmat3 matrix = bradford_shift(shift.mired, shift.duv) * std::exp2(shift.stops);
    Picture result = picture;
    for (std::size_t i = 0; i < picture.planes[0].values.size(); ++i) {
        const glm::dvec3 rgb =
            matrix * glm::dvec3(picture.planes[0].values[i], picture.planes[1].values[i],
                                picture.planes[2].values[i]);
        for (int c = 0; c < 3; ++c)
            result.planes[static_cast<std::size_t>(c)].values[i] = static_cast<float>(rgb[c]);
    }
    return result;
}

LightPairs all_pairs(const Picture& a, const Picture& b) {
    Alignment alignment;
    alignment.flow = {Plane(a.width(), a.height()), Plane(a.width(), a.height())};
    alignment.valid_for_color = Mask(a.width(), a.height(), true);
    return light_pairs(a, b, alignment);
}

class InjectedLight : public ::testing::TestWithParam<Shift> {};

TEST_P(InjectedLight, OfAGreyCardIsExact) {
    const Shift shift = GetParam();
    const Picture card = test::picture_of(40, 30, [](double, double) {
        return std::array<double, 3>{0.18, 0.18, 0.18};
    });
    const auto step = aligned_light_step(all_pairs(card, shifted(card, shift)));
    ASSERT_TRUE(step);
    EXPECT_TRUE(step->aligned);
    EXPECT_NEAR(step->delta_mired, shift.mired, 0.5);
    EXPECT_NEAR(step->delta_duv, shift.duv, 0.0002);
    EXPECT_NEAR(step->exposure_stops, shift.stops, 0.01);
}

TEST_P(InjectedLight, OfATexturedWallIsTheSame) {
    const Shift shift = GetParam();
    const Picture wall = test::seen(test::TexturedWall(2), 160, 90);
    const Picture lit = shifted(wall, shift);
    const auto step = aligned_light_step(all_pairs(wall, lit));
    ASSERT_TRUE(step);
    EXPECT_NEAR(step->delta_mired, shift.mired, 0.5);
    EXPECT_NEAR(step->delta_duv, shift.duv, 0.0003);
    EXPECT_NEAR(step->exposure_stops, shift.stops, 0.05);
    const LightStep global = global_light_step(global_light(wall), global_light(lit));
    EXPECT_FALSE(global.aligned);
    EXPECT_NEAR(global.delta_mired, shift.mired, 3 + 0.1 * std::abs(shift.mired));
    EXPECT_NEAR(global.exposure_stops, shift.stops, 0.08);
}

INSTANTIATE_TEST_SUITE_P(, InjectedLight,
                         ::testing::Values(Shift{0, 0, 0}, Shift{0.5, 0, 0}, Shift{-1, 0, 0},
                                           Shift{0, 20, 0}, Shift{0, -20, 0}, Shift{0, 80, 0},
                                           Shift{0.25, 5, 0}, Shift{0, 0, 0.01},
                                           Shift{0, -40, -0.01}));

TEST(LightStep, SignsAreBrighterWarmerGreener) {
    const Picture card = test::picture_of(40, 30, [](double, double) {
        return std::array<double, 3>{0.2, 0.2, 0.2};
    });
    const auto step = [&](std::array<double, 3> light) {
        return *aligned_light_step(
            all_pairs(card, test::picture_of(40, 30, [&](double, double) { return light; })));
    };
    EXPECT_GT(step({0.3, 0.3, 0.3}).exposure_stops, 0.5);
    EXPECT_GT(step({0.24, 0.2, 0.15}).delta_mired, 10);
    EXPECT_LT(step({0.17, 0.2, 0.25}).delta_mired, -10);
    EXPECT_GT(step({0.2, 0.23, 0.2}).delta_duv, 0.003);
    EXPECT_LT(step({0.2, 0.17, 0.2}).delta_duv, -0.003);
    EXPECT_NEAR(step({0.3, 0.2, 0.1}).log_ratio.r, std::log(1.5), 2e-4);
}

TEST(LightPairs, LeaveOutWhatIsClippedOrUnknown) {
    EXPECT_TRUE(is_valid_light({0.5, 0.01, 0.94}));
    EXPECT_FALSE(is_valid_light({0.5, 0.01, 0.96}));
    EXPECT_FALSE(is_valid_light({0.5, 0.003, 0.5}));
    const Picture a = test::picture_of(20, 20, [](double x, double) {
        const double value = x < 5 ? 1.0 : x < 10 ? 0.001 : 0.3;
        return std::array<double, 3>{value, value, value};
    });
    const LightPairs pairs = all_pairs(a, a);
    EXPECT_EQ(pairs.a.size(), 200);
    EXPECT_EQ(pairs.width, 20);
    for (const glm::ivec2 position : pairs.position) EXPECT_GE(position.x, 10);
    LightPairs few = pairs;
    few.a.resize(199);
    few.b.resize(199);
    EXPECT_FALSE(aligned_light_step(few));
}

TEST(GlobalLight, OfAFlatPictureIsWhite) {
    const Picture grey = test::picture_of(40, 30, [](double, double) {
        return std::array<double, 3>{0.18, 0.1, 0.1};
    });
    const GlobalLight light = global_light(grey);
    EXPECT_EQ(light.grey_edge, glm::dvec3(1));
    EXPECT_NEAR(light.mean_log2_luminance, std::log2(0.2126 * 0.18 + 0.7874 * 0.1 + 0.005), 1e-5);
}

} // namespace
} // namespace seamline::measures
