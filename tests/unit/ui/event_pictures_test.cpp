// Pictures of events: the right frames, decoded beside playback, within their memory.
#include "app/ui/event_pictures.h"

#include "decode/picture_writer.h"
#include "tests/support/clip_maker.h"
#include "tests/support/edits.h"
#include "tests/unit/session/temporary_folder.h"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <fstream>
#include <thread>

namespace seamline::ui {
namespace {

using interchange::Edit;

constexpr int kHeight = 40;
/// The worker gives way to everything: on a busy machine a picture takes seconds.
constexpr auto kPatience = std::chrono::seconds(400);

CutTable table_of(Edit edit) {
    auto cut = std::make_shared<session::Cut>();
    cut->edit = std::move(edit);
    const session::SharedCut shared(std::move(cut));
    return {shared, std::make_shared<const playback::CutProgram>(
                        std::shared_ptr<const Edit>(shared, &shared->edit))};
}

std::filesystem::path bars() {
    return test::make_bar_code_clip("event_pictures_wide.mp4", 320, 180, 120, "24",
                                    "-aspect 16:9 -c:v libx264 -g 30 -bf 2");
}

int number_in(const renderer::UiImage& image) {
    return test::read_bar_code(image.size.width, image.size.height, [&](int column, int row) {
        const auto at = static_cast<std::size_t>(row * image.size.width + column);
        return static_cast<int>((*image.rgba)[at] >> 8U & 0xFFU);
    });
}

/// One interface frame that asks for all pictures; whether all were there.
bool look(EventPictures& pictures, const CutTable& table, bool rests = false) {
    pictures.begin_frame();
    bool all = true;
    for (const CutRow& row : table.rows())
        for (const EventMoment moment :
             {EventMoment::First, EventMoment::Middle, EventMoment::Last}) {
            const bool there = pictures.find(table, row, moment, kHeight).has_value();
            const EventPictures::Facts* facts = pictures.facts(row, moment);
            all = all && (there || (facts != nullptr && !facts->error.empty()));
        }
    pictures.end_frame(rests);
    return all;
}
bool wait_for_all(EventPictures& pictures, const CutTable& table) {
    const auto latest = std::chrono::steady_clock::now() + kPatience;
    while (std::chrono::steady_clock::now() < latest) {
        if (look(pictures, table)) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
}

TEST(EventPictures, ShowFirstMiddleAndLastFramesOfEveryEvent) {
    Edit edit;
    edit.tracks.resize(1);
    test::add_clip(edit.tracks[0], bars(), Rational(24), 10, 21);
    test::add_clip(edit.tracks[0], bars(), Rational(24), 60, 20, Rational(2));
    test::add_clip(edit.tracks[0], bars(), Rational(24), 100, 11, Rational(-1));
    test::add_clip(edit.tracks[0], bars(), Rational(24), 77, 30, Rational(0));
    test::add_clip(edit.tracks[0], bars(), Rational(24), 119, 1);
    const CutTable table = table_of(edit);
    EventPictures pictures([] {});
    ASSERT_TRUE(wait_for_all(pictures, table));
    // By hand: source in + i * speed; a reverse event starts one before its exclusive out.
    const std::array<std::array<int, 3>, 5> expected{
        {{10, 20, 30}, {60, 78, 98}, {99, 94, 89}, {77, 77, 77}, {119, 119, 119}}};
    pictures.begin_frame();
    for (std::size_t i = 0; i < expected.size(); ++i)
        for (std::size_t m = 0; m < 3; ++m) {
            const auto image =
                pictures.find(table, table.rows()[i], static_cast<EventMoment>(m), kHeight);
            ASSERT_TRUE(image);
            EXPECT_EQ(image->size, (Extent{71, kHeight}));
            EXPECT_EQ(number_in(*image), expected[i][m]) << "event " << i << ", moment " << m;
        }
    EXPECT_FALSE(pictures.facts(table.rows()[0])->held);
    EXPECT_EQ(pictures.kept_bytes(),
              static_cast<std::size_t>(11) * 142 * EventPictures::kKeptHeightPx * 4)
        << "equal frames are kept once: one of the freeze, one of the last";
}

TEST(EventPictures, NothingIsDecodedWhileItRests) {
    Edit edit;
    edit.tracks.resize(1);
    for (int i = 0; i < 4; ++i) test::add_clip(edit.tracks[0], bars(), Rational(24), i * 9, 9);
    const CutTable table = table_of(edit);
    EventPictures pictures([] {});
    for (int i = 0; i < 40; ++i) {
        EXPECT_FALSE(look(pictures, table, true));
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    EXPECT_EQ(pictures.made(), 0);
    // It begins, is told to rest, and holds still after what it was at.
    const auto latest = std::chrono::steady_clock::now() + kPatience;
    while (pictures.made() == 0 && std::chrono::steady_clock::now() < latest) look(pictures, table);
    ASSERT_GT(pictures.made(), 0);
    look(pictures, table, true);
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    const std::int64_t then = pictures.made();
    for (int i = 0; i < 40; ++i) {
        look(pictures, table, true);
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    EXPECT_EQ(pictures.made(), then);
    EXPECT_TRUE(wait_for_all(pictures, table)) << "goes on afterwards";
}

TEST(EventPictures, WhatCannotBeReadSaysWhyAndIsNotTriedAgain) {
    const test::TemporaryFolder folder;
    std::ofstream(folder / "broken.mov") << "this is no movie";
    Edit edit;
    edit.tracks.resize(1);
    test::add_clip(edit.tracks[0], folder / "broken.mov", Rational(24), 0, 10);
    test::add_clip(edit.tracks[0], folder / "gone.mov", Rational(24), 0, 10);
    test::add_clip(edit.tracks[0], "", Rational(24), 0, 10);
    test::add_clip(edit.tracks[0], bars(), Rational(24), 100, 40);
    const CutTable table = table_of(edit);
    EventPictures pictures([] {});
    const auto latest = std::chrono::steady_clock::now() + kPatience;
    const auto known = [&](std::size_t row) {
        for (const EventMoment moment :
             {EventMoment::First, EventMoment::Middle, EventMoment::Last})
            if (pictures.facts(table.rows()[row], moment) == nullptr) return false;
        return true;
    };
    while (std::chrono::steady_clock::now() < latest) {
        look(pictures, table);
        if (known(0) && known(1) && known(3)) break;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    ASSERT_TRUE(known(0) && known(1) && known(3));
    EXPECT_NE(pictures.facts(table.rows()[0])->error.find("broken.mov"), std::string::npos);
    EXPECT_NE(pictures.facts(table.rows()[1])->error.find("gone.mov"), std::string::npos);
    EXPECT_EQ(pictures.facts(table.rows()[2]), nullptr) << "offline: there is nothing to look at";
    EXPECT_TRUE(pictures.facts(table.rows()[3])->held) << "40 frames from frame 100 of 120";
    const std::int64_t made = pictures.made();
    for (int i = 0; i < 20; ++i) {
        look(pictures, table);
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    EXPECT_EQ(pictures.made(), made);
    pictures.clear();
    EXPECT_EQ(pictures.kept_bytes(), 0U);
    while (pictures.made() == made && std::chrono::steady_clock::now() < latest)
        look(pictures, table);
    EXPECT_GT(pictures.made(), made) << "after a file changed they are made anew";
}

TEST(EventPictures, WhatIsNotSeenGivesWayWithinTheBudget) {
    Edit edit;
    edit.tracks.resize(1);
    for (int i = 0; i < 24; ++i) test::add_clip(edit.tracks[0], bars(), Rational(24), i, 1);
    const CutTable table = table_of(edit);
    constexpr std::size_t kOne = std::size_t{142} * EventPictures::kKeptHeightPx * 4;
    EventPictures pictures([] {}, 8 * kOne);
    const auto latest = std::chrono::steady_clock::now() + kPatience;
    for (std::size_t row = 0; row < table.rows().size(); ++row) {
        std::optional<renderer::UiImage> image;
        while (!image && std::chrono::steady_clock::now() < latest) {
            pictures.begin_frame();
            image = pictures.find(table, table.rows()[row], EventMoment::First, kHeight);
            pictures.end_frame(false);
            if (!image) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        ASSERT_TRUE(image) << row;
        EXPECT_EQ(number_in(*image), static_cast<int>(row));
        EXPECT_LE(pictures.kept_bytes(), 9 * kOne);
    }
}

TEST(EventPictures, ResizingKeepsMeansAndFlatColours) {
    const std::vector<std::uint32_t> flat(16 * 9, 0xFF336699U);
    for (const Extent to : {Extent{5, 3}, Extent{16, 9}, Extent{40, 31}, Extent{1, 1}})
        for (const std::uint32_t pixel : resized(flat, {16, 9}, to)) EXPECT_EQ(pixel, 0xFF336699U);
    const std::vector<std::uint32_t> two{0xFF000000U, 0xFF0000FFU, 0xFF00FF00U, 0xFFFF0000U};
    EXPECT_EQ(resized(two, {4, 1}, {2, 1}), (std::vector<std::uint32_t>{0xFF000080U, 0xFF808000U}));
    EXPECT_EQ(resized(two, {4, 1}, {4, 1}), two);
}

} // namespace
} // namespace seamline::ui
