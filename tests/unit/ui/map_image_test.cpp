#include "app/ui/map_image.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace seamline::ui {
namespace {

constexpr float kNothing = std::numeric_limits<float>::quiet_NaN();

/// A ramp over the whole picture, 0 on the left edge and 1 on the right one.
analysis::SeamMap ramp(int width, int height, measures::HeatScale scale) {
    analysis::SeamMap map{measures::Plane(width, height), scale, 0, 1, "units"};
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            map.values.at(x, y) = (static_cast<float>(x) + 0.5F) / static_cast<float>(width);
    return map;
}

std::array<int, 3> rgb(std::uint32_t pixel) {
    return {static_cast<int>(pixel & 0xFFU), static_cast<int>(pixel >> 8U & 0xFFU),
            static_cast<int>(pixel >> 16U & 0xFFU)};
}

/// A picture of `coded` pixels that fills `picture` upright.
glm::mat3x2 filling(const ScreenRect& picture, Extent coded, glm::dvec2 origin) {
    const glm::dvec2 scale = glm::dvec2(coded.width, coded.height) / picture.size();
    const glm::dvec2 zero = -(picture.min - origin) * scale;
    return {glm::vec2(scale.x, 0), glm::vec2(0, scale.y), glm::vec2(zero)};
}

TEST(MapImage, LiesExactlyWhereThePictureIsSeen) {
    // A picture of 100 x 50 shown from (30, 20) on, four times as large as its tile's left part.
    const ScreenRect picture{{30, 20}, {430, 220}};
    const ScreenRect tile{{40, 10}, {200, 150}};
    const glm::dvec2 origin{10, 10};
    const auto spot =
        map_spot(picture, tile, filling(picture, {100, 50}, origin), origin, {100, 50});
    ASSERT_TRUE(spot);
    EXPECT_EQ(spot->rect, (Rect{40, 20, 160, 130}));
    const auto part = [&](double x, double y) { return spot->placing * glm::dvec3(x, y, 1); };
    EXPECT_NEAR(part(30, 20).x, 0, 1e-6) << "the picture's corner";
    EXPECT_NEAR(part(30, 20).y, 0, 1e-6);
    EXPECT_NEAR(part(430, 220).x, 1, 1e-6);
    EXPECT_NEAR(part(230, 120).y, 0.5, 1e-6);
}

TEST(MapImage, OutsideOfTheTileThereIsNone) {
    const ScreenRect picture{{300, 20}, {400, 80}};
    const glm::mat3x2 map = filling(picture, {100, 60}, {0, 0});
    EXPECT_FALSE(map_spot(picture, {{0, 0}, {200, 200}}, map, {0, 0}, {100, 60}));
}

TEST(MapImage, BesideItShowsTheSamePartOfThePicture) {
    const ScreenRect picture{{-100, -50}, {500, 350}}; // Zoomed in: larger than its tile.
    const ScreenRect tile{{0, 0}, {400, 300}};
    const ScreenRect beside{{400, 0}, {600, 300}};
    const glm::mat3x2 map = filling(picture, {60, 40}, {0, 0});
    const auto spot = carried_over(picture, tile, beside, map, {0, 0}, {60, 40});
    ASSERT_TRUE(spot);
    const glm::dvec2 middle = spot->placing * glm::dvec3(500, 150, 1);
    EXPECT_NEAR(middle.x, (200 + 100) / 600.0, 1e-6) << "what is in the tile's middle";
    EXPECT_NEAR(middle.y, (150 + 50) / 400.0, 1e-6);
    // Half the size: 10 pixels beside are 20 in the tile.
    const glm::dvec2 right = spot->placing * glm::dvec3(510, 150, 1);
    EXPECT_NEAR(right.x - middle.x, 20 / 600.0, 1e-6);
}

TEST(MapImage, ColoursFollowTheScale) {
    const analysis::SeamMap map = ramp(64, 4, measures::HeatScale::Viridis);
    const MapSpot spot{{0, 0, 256, 2}, {glm::dvec2(1.0 / 256, 0), glm::dvec2(0, 0.5), {0, 0}}};
    const auto pixels = map_pixels(map, nullptr, spot);
    ASSERT_EQ(pixels.size(), 512U);
    for (const int x : {4, 61, 128, 200, 251}) {
        const auto wanted = measures::heat_color(measures::HeatScale::Viridis,
                                                 (static_cast<float>(x) + 0.5F) / 256);
        const auto got = rgb(pixels[static_cast<std::size_t>(x)]);
        for (std::size_t c = 0; c < 3; ++c)
            EXPECT_NEAR(got[c], wanted[c], 2) << x << " channel " << c;
    }
}

TEST(MapImage, TurnedPicturesTurnTheirMap) {
    const analysis::SeamMap map = ramp(64, 64, measures::HeatScale::Viridis);
    // A quarter turn: down on the screen is right in the file.
    const MapSpot spot{{0, 0, 8, 64}, {glm::dvec2(0, -1.0 / 8), glm::dvec2(1.0 / 64, 0), {0, 1}}};
    const auto pixels = map_pixels(map, nullptr, spot);
    const auto top = rgb(pixels[4]);
    const auto bottom = rgb(pixels[63 * 8 + 4]);
    const auto low = measures::heat_color(measures::HeatScale::Viridis, 0.5F / 64);
    const auto high = measures::heat_color(measures::HeatScale::Viridis, 63.5F / 64);
    for (std::size_t c = 0; c < 3; ++c) {
        EXPECT_NEAR(top[c], low[c], 2);
        EXPECT_NEAR(bottom[c], high[c], 2);
    }
}

TEST(MapImage, WhereNothingCorrespondsThereIsAHatchAndNoColourBleedsIntoIt) {
    analysis::SeamMap map{measures::Plane(2, 1), measures::HeatScale::Viridis, 0, 1, ""};
    map.values.at(0, 0) = 1;
    map.values.at(1, 0) = kNothing;
    const MapSpot spot{{0, 0, 40, 10}, {glm::dvec2(1.0 / 40, 0), glm::dvec2(0, 0.1), {0, 0}}};
    const auto pixels = map_pixels(map, nullptr, spot);
    const auto full = measures::heat_color(measures::HeatScale::Viridis, 1);
    bool has_line = false;
    bool has_ground = false;
    for (std::size_t y = 0; y < 10; ++y)
        for (std::size_t x = 0; x < 40; ++x) {
            const auto got = rgb(pixels[y * 40 + x]);
            if (x < 20) {
                EXPECT_EQ(got[0], full[0]) << x << ", " << y;
                continue;
            }
            EXPECT_EQ(got[0], got[1]) << "grey at " << x;
            EXPECT_EQ(got[1], got[2]);
            has_line = has_line || got[0] > 120;
            has_ground = has_ground || got[0] < 90;
        }
    EXPECT_TRUE(has_line && has_ground);
}

TEST(MapImage, TheGroundShowsThroughMostWhereNothingDiffers) {
    using measures::HeatScale;
    EXPECT_LT(map_opacity(HeatScale::Cividis, 0), map_opacity(HeatScale::Cividis, 1));
    EXPECT_LT(map_opacity(HeatScale::Diverging, 0.5F), map_opacity(HeatScale::Diverging, 0));
    EXPECT_FLOAT_EQ(map_opacity(HeatScale::Diverging, 0), map_opacity(HeatScale::Diverging, 1));
    analysis::SeamMap map{measures::Plane(1, 1), HeatScale::Viridis, 0, 1, ""};
    measures::Picture white(1, 1);
    for (auto& plane : white.planes) plane.at(0, 0) = 1;
    const MapSpot spot{{0, 0, 1, 1}, {glm::dvec2(1, 0), glm::dvec2(0, 1), {0, 0}}};
    const auto got = rgb(map_pixels(map, &white, spot)[0]);
    const auto heat = measures::heat_color(HeatScale::Viridis, 0);
    const float own = map_opacity(HeatScale::Viridis, 0);
    for (std::size_t c = 0; c < 3; ++c)
        EXPECT_NEAR(got[c], own * heat[c] + (1 - own) * 255, 1) << c;
}

TEST(MapImage, LargeImagesAreMadeOfSmallSquares) {
    const analysis::SeamMap map = ramp(64, 36, measures::HeatScale::Cividis);
    const MapSpot spot{{0, 0, 1001, 601},
                       {glm::dvec2(1.0 / 1001, 0), glm::dvec2(0, 1.0 / 601), {0, 0}}};
    const auto pixels = map_pixels(map, nullptr, spot);
    ASSERT_EQ(pixels.size(), std::size_t{1001} * 601);
    EXPECT_EQ(pixels[0], pixels[1002]);
    EXPECT_EQ(std::ranges::count(pixels, 0U), 0) << "the last row and column, too";
}

TEST(MapImage, IsMadeOncePerAnswerAndPlace) {
    auto map = std::make_shared<const analysis::SeamMap>(ramp(8, 8, measures::HeatScale::Viridis));
    auto answer = std::make_shared<playback::MapAnswer>();
    answer->map = map;
    MapImages images;
    const MapSpot spot{{5, 7, 16, 16}, {glm::dvec2(1.0 / 16, 0), glm::dvec2(0, 1.0 / 16), {0, 0}}};
    const auto first = images.find(answer, false, spot);
    EXPECT_EQ(first.rect, spot.rect);
    EXPECT_EQ(first.size.width, 16);
    EXPECT_EQ(images.find(answer, false, spot).key, first.key);
    EXPECT_EQ(images.made(), 1U);
    MapSpot moved = spot;
    moved.rect.x += 1;
    EXPECT_NE(images.find(answer, false, moved).key, first.key);
    EXPECT_NE(images.find(std::make_shared<playback::MapAnswer>(*answer), false, spot).key,
              first.key);
    EXPECT_EQ(images.made(), 3U);
    EXPECT_EQ(images.find(answer, false, spot).key, first.key) << "still kept";
}

} // namespace
} // namespace seamline::ui
