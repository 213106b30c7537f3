#include "renderer/measures/picture_bars.h"

#include <gtest/gtest.h>

namespace seamline::measures {
namespace {

/// Grey of 0.2 with black at the edges, in pixels.
Picture barred(int top, int bottom, int left, int right) {
    Picture picture(480, 270);
    for (Plane& plane : picture.planes)
        for (int y = top; y < 270 - bottom; ++y)
            for (int x = left; x < 480 - right; ++x) plane.at(x, y) = 0.2F;
    return picture;
}

TEST(PictureBars, AreMeasuredAsSharesOfThePicture) {
    EXPECT_FALSE(picture_bars(barred(0, 0, 0, 0)).any());
    const PictureBars letterbox = picture_bars(barred(27, 27, 0, 0));
    EXPECT_DOUBLE_EQ(letterbox.top, 0.1);
    EXPECT_DOUBLE_EQ(letterbox.bottom, 0.1);
    EXPECT_DOUBLE_EQ(letterbox.left, 0);
    const PictureBars pillarbox = picture_bars(barred(0, 0, 60, 60));
    EXPECT_DOUBLE_EQ(pillarbox.left, 0.125);
    EXPECT_DOUBLE_EQ(pillarbox.top, 0);
}

TEST(PictureBars, DarkPartsOfASceneAreNone) {
    EXPECT_FALSE(picture_bars(barred(60, 0, 0, 0)).any()) << "a night sky";
    EXPECT_FALSE(picture_bars(barred(60, 20, 0, 0)).any()) << "no pair";
    EXPECT_FALSE(picture_bars(barred(2, 2, 0, 0)).any()) << "an edge";
    EXPECT_FALSE(picture_bars(barred(130, 130, 0, 0)).any()) << "all but black";
    EXPECT_FALSE(picture_bars(Picture(480, 270)).any()) << "black";
    EXPECT_FALSE(picture_bars({}).any());
}

TEST(PictureBars, DifferByMoreThanAnEdge) {
    const PictureBars none;
    EXPECT_TRUE(differ(picture_bars(barred(27, 27, 0, 0)), none));
    EXPECT_TRUE(differ(picture_bars(barred(5, 5, 0, 0)), none)) << "1.85:1 in 16:9";
    EXPECT_FALSE(differ(picture_bars(barred(3, 3, 0, 0)), picture_bars(barred(2, 2, 0, 0))))
        << "one is just counted, the other is not";
    EXPECT_FALSE(differ(none, none));
    EXPECT_FALSE(differ(picture_bars(barred(27, 27, 0, 0)), picture_bars(barred(29, 29, 0, 0))));
}

} // namespace
} // namespace seamline::measures
