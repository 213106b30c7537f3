#include "renderer/measures/lens.h"
#include "tests/unit/measures/raw_frame.h"

#include <glm/glm.hpp>
#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace seamline::measures {
namespace {

constexpr int kWidth = 160;
constexpr int kHeight = 90;

// A long wall of patches of light, along which a camera moves.
Plane scenery(int width, int height, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<float> normal;
    Plane noise(width, height);
    for (float& value : noise.values) value = normal(random);
    Plane soft = gaussian_blurred(noise, 3);
    for (float& value : soft.values) value = std::exp2(-2.5F + 8 * value);
    return soft;
}

double radius_squared(int x, int y) {
    const double dx = (x + 0.5) / kWidth - 0.5, dy = (y + 0.5) / kHeight - 0.5;
    return 4 * (dx * dx * kWidth * kWidth + dy * dy * kHeight * kHeight) /
           (kWidth * kWidth + kHeight * kHeight);
}

std::vector<Picture> shot(int frames, double step_px, double a, double b) {
    constexpr int kRoom = 700;
    const Plane wall = scenery(kWidth + kRoom, kHeight + kRoom, 5);
    std::vector<Picture> result;
    for (int i = 0; i < frames; ++i) {
        Picture picture(kWidth, kHeight);
        const int left = static_cast<int>(i * step_px) % kRoom;
        const int top = static_cast<int>(i * step_px * 5) % kRoom;
        for (int y = 0; y < kHeight; ++y)
            for (int x = 0; x < kWidth; ++x) {
                const double r2 = radius_squared(x, y);
                const float light = std::min(wall.at(left + x, top + y), 0.9F) *
                                    static_cast<float>(1 + a * r2 + b * r2 * r2);
                for (Plane& plane : picture.planes) plane.at(x, y) = light;
            }
        result.push_back(std::move(picture));
    }
    return result;
}

std::optional<FallOff> fall_off_of(const std::vector<Picture>& pictures) {
    std::vector<const Picture*> pointers;
    for (const Picture& picture : pictures) pointers.push_back(&picture);
    return fall_off(pointers);
}

TEST(FallOff, IsFoundWithinItsOwnInterval) {
    struct Case {
        double a, b;
    };
    for (const Case& each : {Case{0, 0}, {-0.3, 0}, {-0.3, -0.2}, {-0.1, -0.5}}) {
        const double truth = std::log2(1 + each.a + each.b);
        const auto found = fall_off_of(shot(60, 12, each.a, each.b));
        ASSERT_TRUE(found) << truth;
        EXPECT_NEAR(found->corner_stops, truth, std::max(found->confidence_stops, 0.05)) << truth;
        EXPECT_LT(found->confidence_stops, 0.4) << truth;
        EXPECT_LE(found->corner_stops, 0);
    }
}

TEST(FallOff, AFewFramesOfAStillCameraSayNothing) {
    EXPECT_FALSE(fall_off_of(shot(20, 0, -0.3, 0)));
    EXPECT_FALSE(fall_off_of(shot(4, 12, -0.3, 0)));
    EXPECT_FALSE(fall_off_of({}));
    // All clipped, all black.
    EXPECT_FALSE(fall_off_of(std::vector<Picture>(50, Picture(kWidth, kHeight))));
    Picture white(kWidth, kHeight);
    for (Plane& plane : white.planes) plane = Plane(kWidth, kHeight, 1);
    EXPECT_FALSE(fall_off_of(std::vector<Picture>(50, white)));
}

// Rings of colour-free contrast in all directions, seen through a lens that enlarges red and blue.
double grey_at(double x, double y) {
    return 128 + 50 * std::sin(0.23 * x + 0.4 * std::sin(0.05 * y)) +
           40 * std::sin(0.19 * y + 0.7 * std::sin(0.04 * x));
}

constexpr Extent kSize{640, 360};

double seen_at(int x, int y, double px_at_corner) {
    const double cx = 0.5 * (kSize.width - 1), cy = 0.5 * (kSize.height - 1);
    const double enlarged = 1 + px_at_corner / std::hypot(cx, cy);
    return grey_at(cx + (x - cx) / enlarged, cy + (y - cy) / enlarged);
}

TEST(LateralColor, FindsHowFarRedAndBlueLieOutside) {
    const PixelLayout layout = planar_layout(ColorModel::Rgb, 8, 0, 0);
    for (const auto& [red, blue] : {std::pair{0.6, -0.4}, {1.2, 0.8}, {-0.3, 0.3}}) {
        const double px[3] = {red, 0, blue};
        const RawFrame frame =
            raw_frame(layout, kSize, {0, 0, kSize.width, kSize.height}, {.range = ColorRange::Full},
                      [&](int c, int x, int y) { return std::round(seen_at(x, y, px[c])); });
        const auto found = lateral_color(frame.view);
        ASSERT_TRUE(found);
        EXPECT_NEAR(found->red_px_at_corner, red, 0.06 * std::abs(red) + 0.02);
        EXPECT_NEAR(found->blue_px_at_corner, blue, 0.06 * std::abs(blue) + 0.02);
        EXPECT_GT(found->r_squared, 0.8);
    }
}

TEST(LateralColor, IsThereInSubsampledChroma) {
    // Full-range BT.709 of R, G, B; chroma is the mean of its four pixels.
    const auto rgb = [](int x, int y) {
        return glm::dvec3(seen_at(x, y, 1.0), seen_at(x, y, 0), seen_at(x, y, -0.8));
    };
    const auto luma = [&](int x, int y) {
        const glm::dvec3 v = rgb(x, y);
        return 0.2126 * v.r + 0.7152 * v.g + 0.0722 * v.b;
    };
    const RawFrame frame = raw_frame(
        planar_layout(ColorModel::YCbCr, 8, 1, 1), kSize, {0, 0, kSize.width, kSize.height},
        {.matrix = ColorMatrix::Bt709, .range = ColorRange::Full}, [&](int c, int x, int y) {
            if (c == 0) return std::round(luma(x, y));
            double sum = 0;
            for (int i = 0; i < 4; ++i) {
                const int px = 2 * x + i % 2, py = 2 * y + i / 2;
                const glm::dvec3 v = rgb(px, py);
                sum += c == 1 ? (v.b - luma(px, py)) / 1.8556 : (v.r - luma(px, py)) / 1.5748;
            }
            return std::round(128 + sum / 4);
        });
    const auto found = lateral_color(frame.view);
    ASSERT_TRUE(found);
    EXPECT_NEAR(found->red_px_at_corner, 1.0, 0.25);
    EXPECT_NEAR(found->blue_px_at_corner, -0.8, 0.25);
    EXPECT_GT(found->r_squared, 0.5);
}

TEST(LateralColor, ClaimsNothingOfACleanOrAFlatPicture) {
    const PixelLayout layout = planar_layout(ColorModel::Rgb, 8, 0, 0);
    std::mt19937 random(2);
    std::normal_distribution<double> noise(0, 3);
    const RawFrame clean =
        raw_frame(layout, kSize, {0, 0, kSize.width, kSize.height}, {.range = ColorRange::Full},
                  [&](int, int x, int y) { return std::round(grey_at(x, y) + noise(random)); });
    const auto found = lateral_color(clean.view);
    ASSERT_TRUE(found);
    EXPECT_LT(found->r_squared, 0.5);
    const RawFrame flat =
        raw_frame(layout, kSize, {0, 0, kSize.width, kSize.height}, {.range = ColorRange::Full},
                  [](int, int, int) { return 90.0; });
    EXPECT_FALSE(lateral_color(flat.view));
    const RawFrame small = raw_frame(layout, {37, 21}, {0, 0, 37, 21}, {.range = ColorRange::Full},
                                     [](int, int x, int y) { return (x * y) % 200; });
    EXPECT_FALSE(lateral_color(small.view));
}

} // namespace
} // namespace seamline::measures
