#include "renderer/measures/sky_light.h"

#include <gtest/gtest.h>

#include <cmath>

namespace seamline::measures {
namespace {

/// Grey, with a bright disc around (x, y) in shares of the picture; `shadow`: of its left half.
Picture lit(double x, double y, std::array<float, 3> shadow = {0.05F, 0.05F, 0.05F}) {
    constexpr int kWidth = 160, kHeight = 90;
    Picture picture(kWidth, kHeight);
    for (int row = 0; row < kHeight; ++row)
        for (int column = 0; column < kWidth; ++column) {
            const double dx = (column + 0.5) / kWidth - x;
            const double dy = ((row + 0.5) / kHeight - y) * kHeight / kWidth;
            // A little slope, so that brightness ranks every pixel.
            const float slope = 1 + 0.0005F * static_cast<float>(column);
            for (std::size_t c = 0; c < 3; ++c)
                picture.planes[c].at(column, row) = (std::hypot(dx, dy) < 0.15 ? 0.9F
                                                     : column < kWidth / 2     ? shadow[c]
                                                                               : 0.2F) *
                                                    slope;
        }
    return picture;
}

TEST(SkyLight, FindsWhereTheBrightestPartLies) {
    const auto sky = sky_light(lit(0.25, 0.3));
    ASSERT_TRUE(sky);
    // The disc is a little more than a tenth, and its right side the brighter one.
    EXPECT_NEAR(sky->bright_x, -0.5, 0.08);
    EXPECT_NEAR(sky->bright_y, 0.4, 0.05) << "upwards is +";
    const auto shift = sky_shift(lit(0.25, 0.3), lit(0.75, 0.5));
    ASSERT_TRUE(shift);
    EXPECT_NEAR(shift->bright_x, 1, 0.05);
    EXPECT_NEAR(shift->bright_y, -0.4, 0.05);
    EXPECT_NEAR(shift->shadow_mired, 0, 1);
}

TEST(SkyLight, BluerShadowsAreCooler) {
    const auto shift = sky_shift(lit(0.7, 0.5), lit(0.7, 0.5, {0.04F, 0.05F, 0.065F}));
    ASSERT_TRUE(shift);
    EXPECT_LT(shift->shadow_mired, -20);
    EXPECT_NEAR(shift->bright_x, 0, 0.02);
}

TEST(SkyLight, BlackAndEvenPicturesSayNothing) {
    EXPECT_FALSE(sky_light(Picture(64, 36)));
    Picture even(64, 36);
    for (Plane& plane : even.planes) std::fill(plane.values.begin(), plane.values.end(), 0.4F);
    EXPECT_FALSE(sky_light(even));
}

} // namespace
} // namespace seamline::measures
