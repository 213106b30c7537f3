#include "renderer/color/analysis_space.h"

#include "renderer/color/chromaticity.h"
#include "renderer/color/transfer.h"
#include "tests/unit/color/scratch_folder.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <string>
#include <vector>

namespace seamline::color {
namespace {

constexpr Primaries kAwg3{{0.6840, 0.3130}, {0.2210, 0.8480}, {0.0861, -0.1020}, kD65};
constexpr Primaries kAwg4{{0.7347, 0.2653}, {0.1424, 0.8576}, {0.0991, -0.0308}, kD65};

// The makers' formulas, written here from their papers and not taken from the program.
double log_c3(double x) {
    return x > 0.010591 ? 0.247190 * std::log10(5.555556 * x + 0.052272) + 0.385537
                        : 5.367655 * x + 0.092809;
}

double log_c4(double x) {
    const double a = (std::exp2(18.0) - 16.0) / 117.45, b = 928.0 / 1023.0, c = 95.0 / 1023.0;
    const double s = 7 * std::log(2.0) * std::exp2(7 - 14 * c / b) / (a * b);
    const double t = (std::exp2(-14 * c / b + 6) - 64) / a;
    return x < t ? (x - t) / s : (std::log2(a * x + 64) - 6) / 14 * b + c;
}

std::array<float, 3> coded(glm::dvec3 linear709, const Primaries& primaries,
                           double (*curve)(double)) {
    const glm::dvec3 rgb = rgb_to_rgb(kBt709, primaries) * linear709;
    return {static_cast<float>(curve(rgb.r)), static_cast<float>(curve(rgb.g)),
            static_cast<float>(curve(rgb.b))};
}

double pq_of_reference(double x) { return nits_to_pq(203.0 * x); }

// Light inside BT.709's gamut: saturated, pale and dark colours, and greys.
std::vector<glm::dvec3> picture() {
    std::vector<glm::dvec3> colours;
    for (const double r : {0.02, 0.18, 0.5, 0.9}) {
        for (const double g : {0.02, 0.18, 0.5, 0.9}) {
            for (const double b : {0.02, 0.18, 0.5, 0.9}) colours.emplace_back(r, g, b);
        }
    }
    return colours;
}

ColorProcessor processor_for(const std::string& space, const ViewColor& view) {
    return analysis_processor(ColorConfig::built_in(), {.input_space = space}, view).value();
}

std::array<float, 3> applied(const ColorProcessor& processor, std::array<float, 3> rgb) {
    processor.apply(rgb, 3);
    return rgb;
}

std::array<float, 3> analysed(const std::string& space, std::array<float, 3> rgb,
                              const ViewColor& view = {},
                              AnalysisSpace target = AnalysisSpace::AsViewed) {
    const auto processor =
        analysis_processor(ColorConfig::built_in(), {.input_space = space}, view, target);
    EXPECT_TRUE(processor) << processor.error().message;
    if (processor) processor.value().apply(rgb, 3);
    return rgb;
}

void expect_light(const std::array<float, 3>& actual, glm::dvec3 expected, const char* what) {
    for (int i = 0; i < 3; ++i) {
        EXPECT_NEAR(actual[static_cast<std::size_t>(i)], expected[i], 0.01 * expected[i])
            << what << " channel " << i << " of " << expected.r << ' ' << expected.g << ' '
            << expected.b;
    }
}

TEST(AnalysisSpace, EncodingsOfOnePictureAgreeWithinOnePercent) {
    for (const char* display : {"sRGB", "Rec.709", "P3-D65", "Rec.2100 PQ"}) {
        const ViewColor view{.display = display};
        const ColorProcessor c3 = processor_for("ARRI LogC3", view);
        const ColorProcessor c4 = processor_for("ARRI LogC4", view);
        const ColorProcessor video = processor_for("Rec.709", view);
        const ColorProcessor pq = processor_for("Rec.2100 PQ", view);
        for (const glm::dvec3& light : picture()) {
            expect_light(applied(c3, coded(light, kAwg3, log_c3)), light, "LogC3");
            expect_light(applied(c4, coded(light, kAwg4, log_c4)), light, "LogC4");
            expect_light(applied(video, coded(light, kBt709, linear_to_bt1886)), light, "Rec.709");
            expect_light(applied(pq, coded(light, kBt2020, pq_of_reference)), light, "PQ");
        }
    }
}

// What looks the same on the screen measures the same: both are shown code for code.
TEST(AnalysisSpace, EqualCodesOfSrgbAndRec709AreEqual) {
    EXPECT_EQ(analysed("sRGB", {0.2F, 0.5F, 0.8F}), analysed("Rec.709", {0.2F, 0.5F, 0.8F}));
}

TEST(AnalysisSpace, ClipsWhatTheDisplayClips) {
    EXPECT_EQ(analysed("Rec.709", {1.09F, 1.0F, -0.07F}), (std::array<float, 3>{1, 1, 0}));
    const float peak = static_cast<float>(nits_to_pq(1000));
    EXPECT_NEAR(analysed("Rec.2100 PQ", {peak, peak, peak})[1], 1.0F, 1e-5F);
    EXPECT_NEAR(analysed("Rec.2100 PQ", {peak, peak, peak}, {.display = "Rec.2100 PQ"})[1],
                1000.0F / 203.0F, 5e-3F);
}

TEST(AnalysisSpace, SceneLinearIsUnclippedAp1) {
    const auto ap1 = analysed("Linear Rec.709", {4, 4, 4}, {}, AnalysisSpace::SceneLinear);
    EXPECT_NEAR(ap1[0], 4.0F, 1e-3F);
    EXPECT_NEAR(ap1[2], 4.0F, 1e-3F);
}

TEST(AnalysisSpace, FollowsExposureAndTheView) {
    const ColorConfig config = ColorConfig::built_in();
    SourceColor source{.input_space = "ACEScg"};
    source.grade.exposure_stops = 1;
    const auto brighter = analysis_processor(config, source, {});
    ASSERT_TRUE(brighter) << brighter.error().message;
    std::array<float, 3> rgb{0.18F, 0.18F, 0.18F};
    brighter.value().apply(rgb, 3);
    EXPECT_NEAR(rgb[1], 0.36F, 1e-4F);
    const auto aces = analysed("ACES2065-1", {0.18F, 0.18F, 0.18F}, {.view = "ACES 1.0 SDR"});
    EXPECT_NEAR(aces[1], 0.10F, 0.005F);
}

TEST(AnalysisSpace, SaysWhenItAssumesTheDisplay) {
    const test::ScratchFolder folder;
    const auto config = ColorConfig::load(folder.write("v1.ocio", R"(ocio_profile_version: 1
roles: {default: raw, scene_linear: raw}
displays:
  monitor:
    - !<View> {name: Film, colorspace: vd}
colorspaces:
  - !<ColorSpace> {name: raw}
  - !<ColorSpace> {name: vd, from_reference: !<ExponentTransform> {value: [0.5, 0.5, 0.5, 1]}}
)"));
    ASSERT_TRUE(config) << config.error().message;
    const auto processor = analysis_processor(config.value(), {}, {});
    ASSERT_TRUE(processor) << processor.error().message;
    EXPECT_NE(processor.value().description().find("BT.1886 assumed"), std::string::npos);
    std::array<float, 3> rgb{0.25F, 0.25F, 0.25F};
    processor.value().apply(rgb, 3);
    EXPECT_NEAR(rgb[0], std::pow(0.5, 2.4), 1e-4);
}

} // namespace
} // namespace seamline::color
