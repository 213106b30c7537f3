#include "app/ui/picture_places.h"

#include "app/playback/compose.h"
#include "tests/unit/ui/two_takes.h"

#include <gtest/gtest.h>

#include <memory>

namespace seamline::ui {
namespace {

constexpr Extent kTarget{800, 200};

/// Two takes of 400 x 200; the first dissolves.
struct Review : TwoTakes {
    Review() : TwoTakes({400, 200}) {
        sources[0].incoming = std::make_shared<const playback::ShownSource>(sources[1]);
        sources[0].incoming_weight = 0.25F;
    }
    ShownPicture shown(session::CompareMode mode) {
        session.compare.mode = mode;
        ShownPicture picture;
        for (const auto& source : sources) {
            playback::FrameChoice choice;
            choice.key = source.source->key;
            picture.tick.choices.push_back(choice);
        }
        picture.composition =
            playback::compose(session, sources, kTarget, renderer::ResizeFilter::Bilinear);
        return picture;
    }
};

// What comes in a dissolve has no place of its own: labels would stand on the wrong take.
TEST(PicturePlaces, ATakeThatDissolvesKeepsItsPlaceAndTheNextOneHasItsOwn) {
    Review review;
    const ShownPicture row = review.shown(session::CompareMode::Row);
    const std::vector<PicturePlace> places = places_of(row, {10, 20});
    ASSERT_EQ(places.size(), 2U);
    EXPECT_EQ(places[0].key, 1U);
    EXPECT_EQ(places[0].tile.min, glm::dvec2(10, 20));
    EXPECT_EQ(places[1].key, 2U);
    EXPECT_EQ(places[1].tile.min, glm::dvec2(410, 20));
    for (const PicturePlace& place : places) EXPECT_FALSE(place.is_second);
    EXPECT_EQ(places[1].composed->frame, review.sources[1].frame);
}

TEST(PicturePlaces, TwoTakesOfOneTileAreFirstAndSecond) {
    Review review;
    for (const auto mode : {session::CompareMode::Wipe, session::CompareMode::Difference}) {
        const ShownPicture wipe = review.shown(mode);
        const std::vector<PicturePlace> places = places_of(wipe, {0, 0});
        ASSERT_EQ(places.size(), 2U);
        EXPECT_EQ(places[0].key, 1U);
        EXPECT_FALSE(places[0].is_second);
        EXPECT_EQ(places[1].key, 2U);
        EXPECT_TRUE(places[1].is_second);
        ASSERT_NE(places[0].composed->dissolve, nullptr);
        EXPECT_EQ(places[0].composed->dissolve->weight, 0.25F);
        EXPECT_EQ(places[1].composed->dissolve, nullptr);
    }
}

} // namespace
} // namespace seamline::ui
