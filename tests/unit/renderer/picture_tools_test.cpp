#include "renderer/picture_tools.h"

#include "renderer/color/chromaticity.h"
#include "renderer/color/cie.h"
#include "shaders/shared/composite.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace seamline::renderer {
namespace {

double light_of(double code) {
    return code <= 0.04045 ? code / 12.92 : std::pow((code + 0.055) / 1.055, 2.4);
}

/// L*, a*, b* of an sRGB colour behind a matrix on linear light, row by row.
glm::dvec3 lab_of(glm::vec3 rgb, const glm::dmat3& rows) {
    const glm::dvec3 light(light_of(static_cast<double>(rgb.r)),
                           light_of(static_cast<double>(rgb.g)),
                           light_of(static_cast<double>(rgb.b)));
    const glm::dvec3 seen = glm::clamp(light * rows, 0.0, 1.0);
    return color::lab_from_xyz(color::rgb_to_xyz(color::kBt709) * seen);
}

/// Everything else that tools draw in a colour of its own.
std::vector<std::pair<std::string, glm::vec3>> other_marks() {
    using namespace shared;
    std::vector<std::pair<std::string, glm::vec3>> marks{
        {"over", {kOverRed, kOverGreen, kOverBlue}},
        {"under", {kUnderRed, kUnderGreen, kUnderBlue}},
        {"gamut", {kGamutRed, kGamutGreen, kGamutBlue}}};
    for (const FalseColorBand& band : default_bands())
        if (!band.is_grey) marks.emplace_back(band.label, band.rgb);
    return marks;
}

// Source of the deficiencies: Machado, Oliveira & Fernandes, "A Physiologically-based Model for
// Simulation of Color Vision Deficiency" (2009), severity 1.
TEST(PictureTools, PeakingLooksLikeNoOtherMarkToAnyViewer) {
    const std::vector<std::pair<const char*, glm::dmat3>> viewers{
        {"trichromat", glm::dmat3(1.0)},
        {"protanope",
         {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116,
          1.051998}},
        {"deuteranope",
         {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940,
          0.968881}},
        {"tritanope",
         {1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367,
          0.303900}}};
    const glm::vec3 peaking = ToolSettings{}.peaking_rgb;
    for (const auto& [viewer, rows] : viewers)
        for (const auto& [mark, rgb] : other_marks())
            EXPECT_GT(color::delta_e_2000(lab_of(peaking, rows), lab_of(rgb, rows)), 15)
                << viewer << ", " << mark;
}

TEST(PictureTools, PeakingIsLighterThanEveryRed) {
    const glm::dmat3 plain(1.0);
    const double peaking = lab_of(ToolSettings{}.peaking_rgb, plain).x;
    EXPECT_GT(peaking, lab_of(default_bands().back().rgb, plain).x + 30);
    EXPECT_GT(peaking,
              lab_of({shared::kOverRed, shared::kOverGreen, shared::kOverBlue}, plain).x + 30);
}

} // namespace
} // namespace seamline::renderer
