#include "app/analysis/style.h"

#include "app/analysis/palette.h"
#include "renderer/measures/oklab.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace seamline::analysis {
namespace {

using measures::Picture;
using measures::Plane;

Picture painted(int width, int height, const std::vector<std::array<float, 3>>& by_column) {
    Picture picture(width, height);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (std::size_t c = 0; c < 3; ++c)
                picture.planes[c].at(x, y) =
                    by_column[static_cast<std::size_t>(x) * by_column.size() /
                              static_cast<std::size_t>(width)][c];
    return picture;
}

Style style_of_one(const Picture& lab) {
    const Picture* pointer = &lab;
    return style_of({&pointer, 1}, {});
}

std::vector<PaletteColor> palette(const std::vector<std::array<double, 4>>& colors) {
    std::vector<PaletteColor> result;
    for (const auto& color : colors)
        result.push_back({{color[0], color[1], color[2]}, {}, color[3]});
    return result;
}

TEST(Palette, FindsTheColoursAndTheirShares) {
    // Three quarters dark blue, one quarter orange, with some noise.
    Picture lab = painted(120, 60,
                          {{0.3F, -0.02F, -0.10F},
                           {0.3F, -0.02F, -0.10F},
                           {0.3F, -0.02F, -0.10F},
                           {0.7F, 0.08F, 0.12F}});
    std::mt19937 random(1);
    std::normal_distribution<float> noise(0, 0.003F);
    for (Plane& plane : lab.planes)
        for (float& value : plane.values) value += noise(random);
    const auto found = style_of_one(lab).palette;
    ASSERT_EQ(found.size(), 2U);
    EXPECT_NEAR(found[0].share, 0.75, 1e-9);
    EXPECT_NEAR(found[0].lab[0], 0.3, 0.002);
    EXPECT_NEAR(found[0].lab[2], -0.1, 0.002);
    EXPECT_NEAR(found[1].share, 0.25, 1e-9);
    EXPECT_NEAR(found[1].lab[1], 0.08, 0.002);
    EXPECT_GT(found[0].srgb[2], found[0].srgb[0]);
    EXPECT_GT(found[1].srgb[0], found[1].srgb[2]);
}

TEST(Palette, DoesNotDependOnTheOrderOfPixels) {
    std::mt19937 random(4);
    Picture lab(64, 36);
    for (Plane& plane : lab.planes)
        for (float& value : plane.values) value = static_cast<float>(random() % 100) / 200;
    Picture turned = lab;
    for (Plane& plane : turned.planes) std::ranges::reverse(plane.values);
    const auto a = style_of_one(lab).palette, b = style_of_one(turned).palette;
    ASSERT_EQ(a.size(), b.size());
    double shares = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        EXPECT_EQ(a[i].lab, b[i].lab);
        EXPECT_EQ(a[i].share, b[i].share);
        shares += a[i].share;
    }
    EXPECT_NEAR(shares, 1, 1e-9);
    EXPECT_LE(a.size(), static_cast<std::size_t>(kPaletteSize));
    EXPECT_GE(a.size(), 4U);
}

// All ways to match equal shares, tried one by one.
double by_trying(const std::vector<PaletteColor>& a, const std::vector<PaletteColor>& b) {
    std::vector<std::size_t> order{0, 1, 2, 3, 4};
    double best = 1e9;
    do {
        double sum = 0;
        for (std::size_t i = 0; i < 5; ++i) {
            double squares = 0;
            for (std::size_t c = 0; c < 3; ++c)
                squares += std::pow(a[i].lab[c] - b[order[i]].lab[c], 2);
            sum += 20 * std::sqrt(squares);
        }
        best = std::min(best, sum);
    } while (std::ranges::next_permutation(order).found);
    return best;
}

TEST(PaletteDistance, IsTheLeastWork) {
    EXPECT_NEAR(palette_distance(palette({{0.5, 0, 0, 1}}), palette({{0.7, 0, 0, 1}})), 20, 1e-9);
    // Half stays, half goes by 0.3.
    EXPECT_NEAR(
        palette_distance(palette({{0.2, 0, 0, 1}}), palette({{0.2, 0, 0, 0.5}, {0.5, 0, 0, 0.5}})),
        15, 1e-9);
    std::mt19937 random(9);
    const auto dice = [&] { return static_cast<double>(random() % 1000) / 1000; };
    for (int pair = 0; pair < 20; ++pair) {
        std::vector<std::array<double, 4>> a, b;
        for (int i = 0; i < 5; ++i) {
            a.push_back({dice(), dice() - 0.5, dice() - 0.5, 0.2});
            b.push_back({dice(), dice() - 0.5, dice() - 0.5, 0.2});
        }
        const double found = palette_distance(palette(a), palette(b));
        EXPECT_NEAR(found, by_trying(palette(a), palette(b)), 1e-6) << pair;
        EXPECT_NEAR(found, palette_distance(palette(b), palette(a)), 1e-6) << pair;
    }
    EXPECT_EQ(palette_distance({}, palette({{0.5, 0, 0, 1}})), 0);
}

TEST(Style, StatisticsAreThoseOfTheirDefinition) {
    const Style style = style_of_one(painted(80, 20, {{0.2F, 0.03F, 0.04F}, {0.8F, 0, 0}}));
    EXPECT_NEAR(style.lightness, 50, 1e-3);
    EXPECT_NEAR(style.contrast, 30, 1e-3);
    EXPECT_NEAR(style.darkest, 20, 1e-3);
    EXPECT_NEAR(style.brightest, 80, 1e-3);
    EXPECT_NEAR(style.saturation, 2.5, 1e-3);
    EXPECT_NEAR(style.strongest, 5, 1e-3);
    EXPECT_EQ(style.texture[0], 0);
}

TEST(StyleDistance, SaysWhatDiffersLargestFirst) {
    const Picture reference_lab = painted(80, 20, {{0.2F, 0.03F, 0.04F}, {0.8F, 0.03F, -0.04F}});
    const Picture flat_lab = painted(80, 20, {{0.4F, 0.006F, 0.008F}, {0.6F, 0.006F, -0.008F}});
    std::mt19937 random(3);
    std::normal_distribution<float> noise(0, 20);
    Plane rough(200, 120, 100);
    for (float& value : rough.values) value += noise(random);
    Plane smooth = rough;
    for (float& value : smooth.values) value = 100 + (value - 100) / 4;
    const Picture* labs[2]{&reference_lab, &flat_lab};
    const Plane* lumas[2]{&rough, &smooth};
    const Style reference = style_of({labs, 1}, {lumas, 1});
    const Style take = style_of({labs + 1, 1}, {lumas + 1, 1});
    const StyleDistance distance = style_distance(take, reference);
    EXPECT_NEAR(distance.contrast, -20, 1e-3);
    EXPECT_NEAR(distance.saturation, -4, 1e-3);
    EXPECT_NEAR(distance.palette_delta_e, 100 * std::hypot(0.2, 0.024, 0.032), 0.01);
    EXPECT_NEAR(distance.texture_log2, -1.8, 0.25); // A quarter, less the floor.
    EXPECT_EQ(distance.delta_e, distance.palette_delta_e);
    EXPECT_EQ(distance.words.find("less contrast (10.0 against 30.0)"), 0U) << distance.words;
    EXPECT_NE(distance.words.find("colours 20.4 delta E away"), std::string::npos);
    EXPECT_NE(distance.words.find("half the texture or less"), std::string::npos);
    EXPECT_EQ(style_distance(reference, reference).words, "close to the reference");
    EXPECT_EQ(style_distance(reference, reference).delta_e, 0);
}

} // namespace
} // namespace seamline::analysis
