// Where events lie on a lane, which of them are drawn together, and where their pictures stand.
#include "app/ui/cut_layout.h"

#include <gtest/gtest.h>

#include <random>

namespace seamline::ui {
namespace {

struct Thing {
    std::int64_t first = 0;
    std::int64_t end = 0;
};

std::vector<DrawnRun> runs_of(const std::vector<Thing>& things, double from, double to,
                              double least) {
    return drawn_runs(
        things, from, to, least, [](const Thing& t) { return t.first; },
        [](const Thing& t) { return t.end; });
}

TEST(CutLayout, WideEventsAreDrawnAloneAndOnlyThoseSeen) {
    const std::vector<Thing> things{{0, 10}, {10, 20}, {25, 40}, {40, 50}};
    EXPECT_EQ(runs_of(things, 0, 50, 4), (std::vector<DrawnRun>{{0, 1}, {1, 2}, {2, 3}, {3, 4}}));
    EXPECT_EQ(runs_of(things, 12, 30, 4), (std::vector<DrawnRun>{{1, 2}, {2, 3}}));
    EXPECT_EQ(runs_of(things, 20, 25, 4), (std::vector<DrawnRun>{})) << "a hole is seen";
    EXPECT_EQ(runs_of(things, 10, 20, 4), (std::vector<DrawnRun>{{1, 2}})) << "ends touch";
    EXPECT_TRUE(runs_of({}, 0, 100, 4).empty());
}

TEST(CutLayout, NarrowNeighboursBecomeOne) {
    const std::vector<Thing> things{{0, 2}, {2, 4}, {4, 6}, {6, 20}, {20, 21}, {21, 22}};
    EXPECT_EQ(runs_of(things, 0, 22, 6), (std::vector<DrawnRun>{{0, 3}, {3, 4}, {4, 6}}));
    EXPECT_EQ(runs_of(things, 0, 22, 4.5), (std::vector<DrawnRun>{{0, 2}, {2, 3}, {3, 4}, {4, 6}}));
}

/// Against the plain way: every thing that is seen is in exactly one run, wide ones alone, and runs
/// are few.
TEST(CutLayout, RunsCoverWhatIsSeenOnceAndAreFew) {
    std::mt19937 random(7);
    const auto below = [&](int most) { return static_cast<std::int64_t>(random() % most); };
    for (int round = 0; round < 300; ++round) {
        std::vector<Thing> things;
        std::int64_t at = 0;
        for (std::int64_t i = 0; i < 400; ++i) {
            at += below(4) == 0 ? below(9) : 0;
            const std::int64_t length = below(30) == 0 ? below(200) : 1 + below(6);
            things.push_back({at, at + length});
            at += length;
        }
        const double from = static_cast<double>(below(static_cast<int>(at)));
        const double to = from + 1 + static_cast<double>(below(static_cast<int>(at)));
        const double least = 0.5 + static_cast<double>(below(40));
        const std::vector<DrawnRun> runs = runs_of(things, from, to, least);
        std::vector<int> drawn(things.size(), 0);
        for (const DrawnRun& run : runs) {
            ASSERT_LT(run.from, run.to);
            for (std::size_t i = run.from; i < run.to; ++i) ++drawn[i];
            const double width =
                static_cast<double>(things[run.to - 1].end - things[run.from].first);
            if (run.to - run.from > 1) {
                EXPECT_LE(width, least);
            }
        }
        for (std::size_t i = 0; i < things.size(); ++i) {
            const bool seen = static_cast<double>(things[i].end) > from &&
                              static_cast<double>(things[i].first) < to;
            if (seen) {
                EXPECT_EQ(drawn[i], 1) << i;
            } else {
                EXPECT_LE(drawn[i], 1) << i;
            }
        }
        EXPECT_LE(static_cast<double>(runs.size()), 2 * (to - from) / least + 2);
    }
}

TEST(CutLayout, RecordFramesLieWhereTheSessionShowsThem) {
    const TimelineScale scale = timeline_scale({}, 240, 50, 480); // 2 px a tick.
    session::Timing timing;
    const RecordScale plain = record_scale(scale, timing, Rational(24), Rational(24));
    EXPECT_DOUBLE_EQ(plain.px_of(0), 50);
    EXPECT_DOUBLE_EQ(plain.px_of(10), 70);
    EXPECT_DOUBLE_EQ(plain.record_at(70), 10);
    // A 12 fps edit in a 24 fps session, from its second 1 on, at half speed, two seconds late: its
    // frame 12 shows at session time 2 s, which is tick 48, and each frame lasts 4 ticks.
    timing.offset_s = Rational(2);
    timing.in_s = Rational(1);
    timing.speed = Rational(1, 2);
    const RecordScale moved = record_scale(scale, timing, Rational(12), Rational(24));
    EXPECT_DOUBLE_EQ(moved.px_of(12), 50 + 48 * 2);
    EXPECT_DOUBLE_EQ(moved.px_of(13), 50 + 52 * 2);
}

TEST(CutLayout, APartOfALaneIsNeverOverAnother) {
    for (const float height : {0.0F, 10.0F, 30.0F, 44.0F, 60.0F, 90.0F, 140.0F, 300.0F})
        for (const std::size_t tracks : {1U, 2U, 5U, 24U})
            for (const bool high : {false, true}) {
                const CutLaneParts parts = cut_lane_parts(height, tracks, high, 1);
                EXPECT_GE(parts.pictures.top, parts.names.top + parts.names.height);
                EXPECT_GE(parts.cached.top, parts.pictures.top + parts.pictures.height);
                EXPECT_GE(parts.tracks_top, parts.cached.top + parts.cached.height);
                const float bottom =
                    parts.tracks_top + parts.track_height * static_cast<float>(tracks);
                EXPECT_LE(bottom, height + 0.01F) << height << ' ' << tracks;
            }
}

TEST(CutLayout, ALaneOfItsFullHeightShowsAllItsTracks) {
    for (const std::size_t tracks : {1U, 2U, 7U})
        for (const bool high : {false, true}) {
            const float full = cut_lane_height(tracks, high, 1.5F);
            const CutLaneParts parts = cut_lane_parts(full, tracks, high, 1.5F);
            EXPECT_GT(parts.pictures.height, 0);
            EXPECT_EQ(parts.track_height > 0, tracks > 1);
            EXPECT_FLOAT_EQ(
                parts.tracks_top +
                    (tracks > 1 ? parts.track_height * static_cast<float>(tracks) : 0.0F),
                full);
        }
    EXPECT_EQ(cut_lane_parts(30, 4, false, 1).pictures.height, 0) << "a low lane has names only";
}

TEST(CutLayout, PicturesStandAtHeadMiddleAndEnd) {
    using enum PictureSlot::Shows;
    const auto slots = [](double left, double right) {
        return picture_slots(left, right, 100, 0, 1000);
    };
    EXPECT_EQ(slots(10, 60), (std::vector<PictureSlot>{{First, 10}}));
    EXPECT_EQ(slots(10, 200), (std::vector<PictureSlot>{{First, 10}}));
    EXPECT_EQ(slots(10, 220), (std::vector<PictureSlot>{{First, 10}, {Last, 120}}));
    EXPECT_EQ(slots(10, 330), (std::vector<PictureSlot>{{First, 10}, {Middle, 110}, {Last, 230}}));
    EXPECT_EQ(slots(0, 520),
              (std::vector<PictureSlot>{
                  {First, 0}, {Between, 100}, {Middle, 200}, {Between, 300}, {Last, 420}}));
    EXPECT_TRUE(slots(10, 10).empty());
}

TEST(CutLayout, OnlyPicturesThatAreSeenAreAskedFor) {
    using enum PictureSlot::Shows;
    // An event of a million pixels, somewhere in its middle.
    const auto slots = picture_slots(-500'000, 500'000, 100, 50, 450);
    ASSERT_EQ(slots.size(), 4U);
    EXPECT_EQ(slots.front(), (PictureSlot{Between, 100}));
    EXPECT_EQ(slots.back(), (PictureSlot{Between, 400}));
    EXPECT_EQ(picture_slots(-40, 30, 100, 0, 500), (std::vector<PictureSlot>{}))
        << "pictures cannot be cut off at their left";
}

} // namespace
} // namespace seamline::ui
