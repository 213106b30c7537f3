#include "renderer/picture_probe.h"

#include <gtest/gtest.h>

#include <vector>

namespace seamline::renderer {
namespace {

/// An 8-bit 4:4:4 frame in plain memory.
struct PlainFrame {
    std::vector<std::byte> bytes;
    CachedFrame frame;

    PlainFrame(Extent size, ColorTags color) {
        const auto area = static_cast<std::uint32_t>(size.width * size.height);
        bytes.resize(std::size_t{3} * area);
        for (std::uint8_t i = 0; i < 3; ++i) {
            frame.layout.components[i].plane = i;
            frame.plane_offset_bytes[i] = i * area;
            frame.stride_bytes[i] = static_cast<std::uint32_t>(size.width);
        }
        frame.coded = size;
        frame.visible = {0, 0, size.width, size.height};
        frame.color = color;
        frame.mapped = bytes.data();
    }
    void set(int x, int y, glm::ivec3 code) {
        for (std::size_t i = 0; i < 3; ++i) {
            bytes[frame.plane_offset_bytes[i] +
                  frame.stride_bytes[i] * static_cast<std::size_t>(y) +
                  static_cast<std::size_t>(x)] = static_cast<std::byte>(code[static_cast<int>(i)]);
        }
    }
};

/// Code values of standard bars are rounded: R'G'B' is within two steps of the ideal.
constexpr double kTwoCodes = 2.0 / 219;

void expect_color(const ColorTags& color, glm::ivec3 code, glm::dvec3 rgb) {
    PlainFrame plain({1, 1}, color);
    plain.set(0, 0, code);
    const ProbedColor probed = PictureProbe(plain.frame, color).at(0, 0);
    for (int i = 0; i < 3; ++i) EXPECT_NEAR(probed.rgb[i], rgb[i], kTwoCodes) << name(color.matrix);
}

// Source: 100 % bars of Rec. ITU-R BT.709 and BT.601 at 8 bits.
TEST(PictureProbe, GivesTheColoursOfStandardBars) {
    const ColorTags hd{};
    expect_color(hd, {235, 128, 128}, {1, 1, 1});
    expect_color(hd, {63, 102, 240}, {1, 0, 0});
    expect_color(hd, {173, 42, 26}, {0, 1, 0});
    expect_color(hd, {32, 240, 118}, {0, 0, 1});
    const ColorTags sd{.matrix = ColorMatrix::Bt601};
    expect_color(sd, {81, 90, 240}, {1, 0, 0});
    expect_color(sd, {145, 54, 34}, {0, 1, 0});
    expect_color(sd, {41, 240, 110}, {0, 0, 1});
    const ColorTags jpeg{.matrix = ColorMatrix::Bt601, .range = ColorRange::Full};
    expect_color(jpeg, {76, 85, 255}, {1, 0, 0});
}

TEST(PictureProbe, EveryMatrixKeepsNeutralNeutral) {
    for (const auto matrix :
         {ColorMatrix::Bt709, ColorMatrix::Fcc, ColorMatrix::Bt601, ColorMatrix::Smpte240m,
          ColorMatrix::YCgCo, ColorMatrix::Bt2020Ncl, ColorMatrix::Bt2020Cl, ColorMatrix::Ictcp}) {
        expect_color({.matrix = matrix}, {235, 128, 128}, {1, 1, 1});
        expect_color({.matrix = matrix}, {126, 128, 128}, glm::dvec3(110.0 / 219));
    }
}

TEST(PictureProbe, AveragesTheVisiblePartOfAnArea) {
    PlainFrame plain({4, 2}, {});
    for (int y = 0; y < 2; ++y) {
        for (int x = 0; x < 4; ++x) plain.set(x, y, {16 + 10 * x, 128, 128});
    }
    const PictureProbe probe(plain.frame, {});
    const ProbedColor mean = probe.mean({2, -5, 100, 100});
    EXPECT_DOUBLE_EQ(mean.code[0], 41);
    EXPECT_NEAR(mean.rgb.g, 25.0 / 219, 1e-12);
    EXPECT_EQ(mean.component_count, 3);
    EXPECT_DOUBLE_EQ(probe.mean({90, 90, 1, 1}).code[0], 46) << "at least one pixel";
}

} // namespace
} // namespace seamline::renderer
