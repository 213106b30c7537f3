#include "renderer/cached_source.h"

#include <gtest/gtest.h>

#include <random>

namespace seamline::renderer {
namespace {

std::int64_t distance_of(const CacheFocus& focus, std::int64_t frame) {
    const std::optional<Farness> far = farness(focus, frame);
    return far ? far->distance : 0;
}

void add(CachedSource& source, std::int64_t frame) {
    auto cached = std::make_shared<CachedFrame>();
    cached->index = frame;
    cached->keep = std::make_shared<int>(0);
    CachedSource::Entry entry;
    entry.frame = std::move(cached);
    entry.block_bytes = 100;
    source.entries.emplace(frame, std::move(entry));
}

TEST(CachedSource, TakesOutWhatTheFocusHasPassed) {
    CachedSource source;
    for (std::int64_t frame = 0; frame < 10; ++frame) add(source, frame);
    source.focus = {.frame = 4, .direction = 1};
    EXPECT_EQ(source.take_passed().size(), 4U);
    EXPECT_EQ(source.ranges(), (std::vector<std::pair<std::int64_t, std::int64_t>>{{4, 10}}));
    source.focus = {.frame = 7, .direction = -1};
    EXPECT_EQ(source.take_passed().size(), 2U);
    EXPECT_EQ(source.ranges(), (std::vector<std::pair<std::int64_t, std::int64_t>>{{4, 8}}));
    EXPECT_TRUE(source.take_passed().empty());
}

TEST(Farness, CountsTwiceBehindAndSparesTheNeighbours) {
    const CacheFocus focus{.frame = 50, .direction = 1};
    EXPECT_EQ(distance_of(focus, 60), 10);
    EXPECT_EQ(distance_of(focus, 40), 20);
    for (const std::int64_t frame : {49, 50, 51}) EXPECT_FALSE(farness(focus, frame)) << frame;
}

TEST(Farness, GoesRoundARangeThatWraps) {
    CacheFocus focus{
        .frame = 95, .direction = 1, .pinned_first = 0, .pinned_last = 99, .wraps = true};
    EXPECT_EQ(distance_of(focus, 99), 4);
    EXPECT_EQ(distance_of(focus, 3), 8);   // Ahead, over the seam.
    EXPECT_EQ(distance_of(focus, 90), 10); // Behind.
    EXPECT_EQ(distance_of(focus, 61), 66); // As far as anything: 66 ahead, 34 behind.
    focus.direction = -1;
    EXPECT_EQ(distance_of(focus, 99), 8);
    EXPECT_EQ(distance_of(focus, 3), 16);
    focus.frame = 99;
    EXPECT_FALSE(farness(focus, 0)) << "a neighbour over the seam";
    focus.frame = 120; // Outside the range there is no ring.
    EXPECT_EQ(distance_of(focus, 90), 30);
    EXPECT_EQ(farness(focus, 200)->tier, 1);
}

TEST(Farness, FarthestIsWhatASearchOfAllFramesFinds) {
    std::mt19937 random(5);
    const auto below = [&](int limit) {
        return static_cast<std::int64_t>(random() % static_cast<unsigned>(limit));
    };
    for (int round = 0; round < 3000; ++round) {
        CachedSource source;
        source.focus = {.frame = below(60),
                        .direction = below(2) == 0 ? 1 : -1,
                        .pinned_first = below(60),
                        .pinned_last = below(60),
                        .wraps = below(4) != 0,
                        .visible = below(2) == 0};
        std::vector<std::shared_ptr<const CachedFrame>> in_use;
        for (std::int64_t frame = 0; frame < 60; ++frame) {
            if (below(3) == 0) continue;
            add(source, frame);
            if (below(5) == 0) in_use.push_back(source.entries.at(frame).frame);
        }
        std::optional<Farness> expected;
        for (const auto& [frame, entry] : source.entries) {
            const auto far = farness(source.focus, frame);
            if (far && entry.is_sole_owner() && (!expected || *expected < *far)) expected = far;
        }
        const auto found = source.farthest();
        ASSERT_EQ(found.has_value(), expected.has_value()) << round;
        ASSERT_TRUE(!found || found->farness == *expected) << round;
    }
}

TEST(Beyond, CountsOnlyWhatIsFartherAndCanGo) {
    CachedSource source;
    source.focus = {.frame = 0, .direction = 1};
    for (std::int64_t frame = 0; frame < 10; ++frame) add(source, frame);
    const auto held = source.entries.at(9).frame;
    EXPECT_TRUE(source.beyond(*farness(source.focus, 6), 100).has_fitting);
    const CachedSource::Spare spare = source.beyond(*farness(source.focus, 6), 64);
    EXPECT_FALSE(spare.has_fitting);
    EXPECT_EQ(spare.bytes, 200U); // 7 and 8.
    EXPECT_EQ(source.beyond(*farness(source.focus, 9), 100).bytes, 0U);
}

} // namespace
} // namespace seamline::renderer
