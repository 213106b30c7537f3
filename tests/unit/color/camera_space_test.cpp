#include "renderer/color/chromaticity.h"
#include "renderer/color/color_config_state.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace seamline::color {
namespace {

std::array<float, 3> converted(const char* from, const char* to, std::array<float, 3> rgb) {
    const auto config = ColorConfig::built_in().state().config;
    const auto cpu =
        config->getProcessor(from, to)->getOptimizedCPUProcessor(OCIO::OPTIMIZATION_LOSSLESS);
    cpu->applyRGB(rgb.data());
    return rgb;
}

float grey_code(const char* space, float scene) {
    const auto code = converted("ACES2065-1", space, {scene, scene, scene});
    EXPECT_NEAR(code[0], code[1], 2e-4F) << space;
    EXPECT_NEAR(code[2], code[1], 2e-4F) << space;
    return code[1];
}

struct Published {
    const char* space;
    float scene;
    float code;
    float tolerance;
};

// Sources: ARRI, "ALEXA Log C Curve - Usage in VFX" (EI 800: 400/1023); ARRI LogC4 specification
// (0.278); Sony, "Technical Summary for S-Gamut3.Cine/S-Log3" (420/1023, 95/1023, 598/1023);
// Panasonic, "V-Log/V-Gamut Reference Manual" (433/1023, 128/1023, 602/1023); RED, "Log3G10 and
// REDWideGamutRGB" (1/3, and 0.493449 at 1); Blackmagic, "DaVinci Wide Gamut Intermediate"
// (0.336043, 0.513837, 0.756599, 0.903125, 1); Blackmagic Generation 5 technical reference
// (0.38356); Apple, "Apple Log Profile White Paper" (0.488272); Canon, "Canon Log Gamma Curves"
// (39.8 % and 34.3 % of full scale).
constexpr Published kPublished[] = {
    {"ARRI LogC3", 0.18F, 0.391007F, 2e-5F},
    {"ARRI LogC3", 0.0F, 0.092809F, 2e-5F},
    {"ARRI LogC4", 0.18F, 0.278396F, 2e-5F},
    {"ARRI LogC4", 0.0F, 95.0F / 1023.0F, 2e-5F},
    {"Sony S-Log3 S-Gamut3", 0.18F, 420.0F / 1023.0F, 2e-5F},
    {"Sony S-Log3 S-Gamut3", 0.0F, 95.0F / 1023.0F, 2e-5F},
    {"Sony S-Log3 S-Gamut3.Cine", 0.9F, 598.0F / 1023.0F, 5e-4F},
    {"Panasonic V-Log", 0.18F, 433.0F / 1023.0F, 5e-4F},
    {"Panasonic V-Log", 0.0F, 128.0F / 1023.0F, 2e-4F},
    {"Panasonic V-Log", 0.9F, 602.0F / 1023.0F, 5e-4F},
    {"RED Log3G10", 0.18F, 1.0F / 3.0F, 2e-5F},
    {"RED Log3G10", 1.0F, 0.493449F, 2e-5F},
    {"Canon Log 2", 0.18F, 0.398F, 1e-3F},
    {"Canon Log 3", 0.18F, 0.343F, 1e-3F},
    {"Apple Log", 0.18F, 0.488272F, 2e-5F},
    {"Blackmagic Film Gen 5", 0.18F, 0.383562F, 2e-5F},
    {"DaVinci Intermediate", 0.18F, 0.336043F, 2e-5F},
    {"DaVinci Intermediate", 1.0F, 0.513837F, 2e-5F},
    {"DaVinci Intermediate", 10.0F, 0.756599F, 2e-5F},
    {"DaVinci Intermediate", 40.0F, 0.903125F, 2e-5F},
    {"DaVinci Intermediate", 100.0F, 1.0F, 2e-5F},
    {"ACEScct", 0.18F, 0.413588F, 2e-5F}, // Academy S-2016-001.
};

TEST(CameraSpaces, HaveThePublishedCodeValues) {
    for (const Published& value : kPublished) {
        EXPECT_NEAR(grey_code(value.space, value.scene), value.code, value.tolerance)
            << value.space << " at " << value.scene;
    }
}

TEST(CameraSpaces, SurviveTheWayToTheSceneAndBack) {
    for (const ColorSpaceEntry& space : ColorConfig::built_in().spaces()) {
        if (space.family != "Camera") continue;
        for (const float code : {0.02F, 0.1F, 0.2F, 0.4F, 0.7F, 0.95F}) {
            const std::array<float, 3> rgb{code, code + 0.01F, code + 0.03F};
            const auto scene = converted(space.name.c_str(), "ACES2065-1", rgb);
            const auto back = converted("ACES2065-1", space.name.c_str(), scene);
            for (std::size_t i = 0; i < 3; ++i) {
                EXPECT_NEAR(back[i], rgb[i], 2e-4F) << space.name << ' ' << code;
            }
        }
    }
}

// The curve of the white paper, piece by piece.
double apple_log_to_linear(double p) {
    constexpr double c = 47.28711236, r0 = -0.05641088, rt = 0.01;
    const double pt = c * (rt - r0) * (rt - r0);
    return p < pt ? std::sqrt(p / c) + r0
                  : std::pow(2.0, (p - 0.69336945) / 0.08550479) - 0.00964052;
}

TEST(CameraSpaces, AppleLogFollowsItsParabolaAndItsLogarithm) {
    for (int i = 0; i <= 100; ++i) {
        const double p = i / 100.0;
        const float code = static_cast<float>(p);
        const double expected = apple_log_to_linear(p);
        const float scene = converted("Apple Log", "ACES2065-1", {code, code, code})[1];
        EXPECT_NEAR(scene, expected, 2e-6 + 1e-4 * std::abs(expected)) << p;
    }
}

// Source: ARRI LogC4 specification, section 4.2: AWG4 to ACES AP0 (CAT02).
TEST(CameraSpaces, LogC4HasThePublishedMatrix) {
    const Primaries awg4{{0.7347, 0.2653}, {0.1424, 0.8576}, {0.0991, -0.0308}, kD65};
    const glm::dmat3 matrix = rgb_to_rgb(awg4, kAcesAp0, Adaptation::Cat02);
    const double published[3][3] = {
        {0.750957362824734131, 0.144422786709757084, 0.104619850465508965},
        {0.000821837079380207, 1.007397584885003194, -0.008219421964383583},
        {-0.000499952143533471, -0.000854177231436971, 1.001354129374970370}};
    for (int row = 0; row < 3; ++row) {
        for (int column = 0; column < 3; ++column) {
            EXPECT_NEAR(matrix[column][row], published[row][column], 2e-6) << row << column;
        }
    }
}

} // namespace
} // namespace seamline::color
