#include "renderer/measures/lens.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace seamline::measures {
namespace {

// A disc whose rim is a step under a Gaussian of `sigma`: edges of all directions. Its radius is
// large enough that the rim is straight for the measure.
Plane disc(int width, int height, double sigma, float dark = 60, float bright = 180) {
    Plane plane(width, height);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const double distance =
                std::hypot(x - 0.5 * width + 0.3, y - 0.5 * height - 0.2) - 0.4 * height;
            const double share = 0.5 * (1 + std::erf(-distance / (std::sqrt(2.0) * sigma)));
            plane.at(x, y) = dark + (bright - dark) * static_cast<float>(share);
        }
    return plane;
}

void add_noise(Plane& plane, double sigma) {
    std::mt19937 random(11);
    std::normal_distribution<float> noise(0, static_cast<float>(sigma));
    for (float& value : plane.values) value += noise(random);
}

Plane with_bars(const Plane& picture, int bar) {
    Plane result(picture.width, picture.height + 2 * bar, 16);
    std::copy(picture.values.begin(), picture.values.end(), result.row(bar));
    return result;
}

TEST(EdgeBlur, FindsTheBlurOfAnEdgeTogetherWithItsOwnFirstBlur) {
    for (const double sigma : {0.6, 0.8, 1.0, 1.5, 2.0, 3.0}) {
        const auto blur = edge_blur(disc(480, 400, sigma));
        ASSERT_TRUE(blur) << sigma;
        // The measure smooths by 0.6 px before it looks, and its central difference is a box of
        // 1.4 to 2 px, by the edge's direction: a deviation of 0.41 to 0.58 px.
        const double expected = std::hypot(sigma, 0.6, 0.5);
        EXPECT_NEAR(blur->sharpest_px, expected, 0.05 * expected) << sigma;
        EXPECT_GE(blur->median_px, blur->sharpest_px);
    }
}

TEST(EdgeBlur, ADefocusedHalfChangesTheMedianOnly) {
    const Plane sharp = disc(480, 400, 0.7);
    const Plane soft = gaussian_blurred(sharp, 2.5);
    Plane half = sharp;
    for (int y = 0; y < 400; ++y) std::copy_n(soft.row(y), 300, half.row(y));
    const auto before = edge_blur(sharp);
    const auto after = edge_blur(half);
    ASSERT_TRUE(before && after);
    EXPECT_LT(std::abs(sharpness_log2(before->sharpest_px, after->sharpest_px)), 0.12);
    EXPECT_GT(sharpness_log2(before->median_px, after->median_px), 0.5);
}

TEST(EdgeBlur, ALetterboxIsNoSharpEdge) {
    const Plane picture = disc(480, 400, 2.0);
    const auto alone = edge_blur(picture);
    const auto boxed = edge_blur(with_bars(picture, 40));
    ASSERT_TRUE(alone && boxed);
    EXPECT_NEAR(boxed->sharpest_px, alone->sharpest_px, 0.02);
}

TEST(EdgeBlur, NothingIsSaidOfPicturesWithoutEdges) {
    EXPECT_FALSE(edge_blur(Plane(640, 360, 100)));
    EXPECT_FALSE(edge_blur(Plane()));
    EXPECT_FALSE(edge_blur(Plane(1, 1, 3)));
    EXPECT_FALSE(edge_blur(disc(37, 21, 1.0)));
    Plane grain_only(640, 360, 100);
    add_noise(grain_only, 2);
    EXPECT_FALSE(edge_blur(grain_only));
}

TEST(Grain, IsTheDeviationOfWhiteNoise) {
    for (const double sigma : {0.5, 1.0, 2.0, 3.0, 5.0}) {
        Plane plane = disc(501, 399, 1.5);
        add_noise(plane, sigma);
        const auto found = grain(plane);
        ASSERT_TRUE(found) << sigma;
        EXPECT_NEAR(*found, sigma, 0.05 * sigma) << sigma;
    }
}

TEST(Grain, IsMeasuredOnGradientsAndNotWhereItIsClipped) {
    Plane plane(320, 240);
    for (int y = 0; y < 240; ++y)
        for (int x = 0; x < 320; ++x)
            plane.at(x, y) = x < 160 ? 3 : 40 + 0.5F * static_cast<float>(x);
    EXPECT_NEAR(grain(plane).value(), 0, 1e-4);
    Plane noisy = plane;
    add_noise(noisy, 3);
    for (int y = 0; y < 240; ++y) std::copy_n(plane.row(y), 160, noisy.row(y)); // Clean black.
    EXPECT_NEAR(grain(noisy).value(), 3, 0.15);
    EXPECT_FALSE(grain(Plane(320, 240, 3)));
    EXPECT_FALSE(grain(Plane(9, 7, 100)));
    EXPECT_FALSE(grain(Plane()));
}

TEST(Grain, OfALetterboxedPictureIsThatOfThePicture) {
    Plane plane = disc(480, 400, 1.0);
    add_noise(plane, 2);
    Plane boxed = with_bars(plane, 64);
    for (float& value : boxed.values)
        if (value == 16) value = 24; // Bright enough to count if it were picture.
    EXPECT_NEAR(grain(boxed).value(), 2, 0.1);
}

TEST(Lens, GrainAndBlurAreToldApart) {
    const Plane sharp = disc(480, 400, 0.8);
    Plane noisy = sharp;
    add_noise(noisy, 3);
    const Plane soft = gaussian_blurred(sharp, 1.0);
    const double blur_by_noise =
        sharpness_log2(edge_blur(sharp)->sharpest_px, edge_blur(noisy)->sharpest_px);
    const double blur_by_blur =
        sharpness_log2(edge_blur(sharp)->sharpest_px, edge_blur(soft)->sharpest_px);
    EXPECT_LT(std::abs(blur_by_noise), 0.1);
    EXPECT_GT(blur_by_blur, 0.35);
    EXPECT_GT(grain_log2(*grain(sharp), *grain(noisy)), 4);
    EXPECT_LT(std::abs(grain_log2(*grain(sharp), *grain(soft))), 0.02);
}

TEST(Lens, SignsAreIncomingMinusOutgoing) {
    EXPECT_DOUBLE_EQ(sharpness_log2(1, 2), 1);
    EXPECT_DOUBLE_EQ(grain_log2(0.15, 0.45), 1);
    EXPECT_DOUBLE_EQ(grain_log2(0, 0), 0);
}

} // namespace
} // namespace seamline::measures
