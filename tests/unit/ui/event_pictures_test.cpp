// Pictures of events: the right frames, decoded beside playback, within their memory.
#include "app/ui/event_pictures.h"

#include "app/analysis/media_id.h"
#include "decode/picture_writer.h"
#include "tests/support/clip_maker.h"
#include "tests/support/edits.h"
#include "tests/unit/session/temporary_folder.h"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <fstream>
#include <span>
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

const session::Source kSource{.key = 1};

PictureLook look_of(const color::ViewColor& view = {}) {
    return {color::ColorConfig::built_in(), view};
}

int number_in(const renderer::UiImage& image) {
    return test::read_bar_code(image.size.width, image.size.height, [&](int column, int row) {
        const auto at = static_cast<std::size_t>(row * image.size.width + column);
        return static_cast<int>((*image.rgba)[at] >> 8U & 0xFFU);
    });
}

/// One interface frame that asks for all pictures; whether all were there.
bool look(EventPictures& pictures, const CutTable& table, bool rests = false,
          const PictureLook& through = look_of()) {
    pictures.begin_frame(through);
    bool all = true;
    for (const CutRow& row : table.rows())
        for (const EventMoment moment :
             {EventMoment::First, EventMoment::Middle, EventMoment::Last}) {
            const bool there = pictures.find(kSource, table, row, moment, kHeight).has_value();
            const EventPictures::Facts* facts = pictures.facts(kSource, row, moment);
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
    pictures.begin_frame(look_of());
    for (std::size_t i = 0; i < expected.size(); ++i)
        for (std::size_t m = 0; m < 3; ++m) {
            const auto image = pictures.find(kSource, table, table.rows()[i],
                                             static_cast<EventMoment>(m), kHeight);
            ASSERT_TRUE(image);
            EXPECT_EQ(image->size, (Extent{71, kHeight}));
            EXPECT_EQ(number_in(*image), expected[i][m]) << "event " << i << ", moment " << m;
        }
    EXPECT_FALSE(pictures.facts(kSource, table.rows()[0])->held);
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
            if (pictures.facts(kSource, table.rows()[row], moment) == nullptr) return false;
        return true;
    };
    while (std::chrono::steady_clock::now() < latest) {
        look(pictures, table);
        if (known(0) && known(1) && known(3)) break;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    ASSERT_TRUE(known(0) && known(1) && known(3));
    EXPECT_NE(pictures.facts(kSource, table.rows()[0])->error.find("broken.mov"),
              std::string::npos);
    EXPECT_NE(pictures.facts(kSource, table.rows()[1])->error.find("gone.mov"), std::string::npos);
    EXPECT_EQ(pictures.facts(kSource, table.rows()[2]), nullptr)
        << "offline: there is nothing to look at";
    EXPECT_TRUE(pictures.facts(kSource, table.rows()[3])->held)
        << "40 frames from frame 100 of 120";
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
            pictures.begin_frame(look_of());
            image = pictures.find(kSource, table, table.rows()[row], EventMoment::First, kHeight);
            pictures.end_frame(false);
            if (!image) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        ASSERT_TRUE(image) << row;
        EXPECT_EQ(number_in(*image), static_cast<int>(row));
        EXPECT_LE(pictures.kept_bytes(), 9 * kOne);
    }
}

/// A picture of 160 x 80 whose left half is `left` and whose right half is `right`, R in the lowest
/// byte.
void write_halves(const std::filesystem::path& file, std::uint32_t left, std::uint32_t right) {
    std::vector<std::uint32_t> pixels;
    for (int y = 0; y < 80; ++y)
        for (int x = 0; x < 160; ++x) pixels.push_back(x < 80 ? left : right);
    ASSERT_TRUE(decode::write_png(file, {{160, 80}, 1, std::as_bytes(std::span(pixels))}));
}

std::optional<renderer::UiImage> first_picture(EventPictures& pictures, const CutTable& table,
                                               std::size_t row, const PictureLook& through) {
    pictures.begin_frame(through);
    auto image = pictures.find(kSource, table, table.rows()[row], EventMoment::First, 80);
    pictures.end_frame(false);
    return image;
}

/// R'G'B' at a pixel of a picture of 160 x 80.
std::array<int, 3> rgb_at(const renderer::UiImage& image, int x, int y) {
    const std::uint32_t pixel = (*image.rgba)[static_cast<std::size_t>(y * image.size.width + x)];
    return {static_cast<int>(pixel & 0xFFU), static_cast<int>(pixel >> 8U & 0xFFU),
            static_cast<int>(pixel >> 16U & 0xFFU)};
}

void expect_rgb(const renderer::UiImage& image, int x, int y, std::array<int, 3> rgb) {
    ASSERT_EQ(image.size, (Extent{160, 80}));
    for (std::size_t i = 0; i < 3; ++i)
        EXPECT_NEAR(rgb_at(image, x, y)[i], rgb[i], 1) << x << ", " << y << ", " << i;
}

TEST(EventPictures, AreSeenThroughTheViewWithTheGradeOfTheirEvent) {
    const test::TemporaryFolder folder;
    write_halves(folder / "halves.png", 0xFF50A0C8U, 0xFF404040U); // Left: 200, 160, 80.
    Edit edit;
    edit.tracks.resize(1);
    test::add_clip(edit.tracks[0], folder / "halves.png", Rational(24), 0, 1);
    test::add_clip(edit.tracks[0], folder / "halves.png", Rational(24), 0, 1).cdl =
        interchange::EventCdl{.slope = {0.5, 0.25, 1}, .offset = {0, 0, 0.1}};
    const CutTable table = table_of(edit);
    EventPictures pictures([] {});
    ASSERT_TRUE(wait_for_all(pictures, table));
    // The video view shows sRGB code for code, and a CDL works on these.
    expect_rgb(*first_picture(pictures, table, 0, look_of()), 40, 40, {200, 160, 80});
    expect_rgb(*first_picture(pictures, table, 1, look_of()), 40, 40, {100, 40, 80 + 26});
    EXPECT_TRUE(pictures.facts(kSource, table.rows()[1])->color_error.empty());
}

TEST(EventPictures, AnotherViewReplacesThePictureOnceItIsThere) {
    const test::TemporaryFolder folder;
    write_halves(folder / "halves.png", 0xFF50A0C8U, 0xFF404040U);
    Edit edit;
    edit.tracks.resize(1);
    test::add_clip(edit.tracks[0], folder / "halves.png", Rational(24), 0, 1);
    const CutTable table = table_of(edit);
    EventPictures pictures([] {});
    ASSERT_TRUE(wait_for_all(pictures, table));
    // Legal range: 16 + 219 * code / 255.
    const PictureLook legal = look_of({.range = color::OutputRange::Legal});
    const auto while_made = first_picture(pictures, table, 0, legal);
    ASSERT_TRUE(while_made) << "the old colours stay";
    expect_rgb(*while_made, 40, 40, {200, 160, 80});
    const auto latest = std::chrono::steady_clock::now() + kPatience;
    while (rgb_at(*first_picture(pictures, table, 0, legal), 40, 40)[0] == 200 &&
           std::chrono::steady_clock::now() < latest)
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    expect_rgb(*first_picture(pictures, table, 0, legal), 40, 40, {188, 153, 85});
    // The first ones are still there.
    const std::int64_t made = pictures.made();
    expect_rgb(*first_picture(pictures, table, 0, look_of()), 40, 40, {200, 160, 80});
    EXPECT_EQ(pictures.made(), made);
}

TEST(EventPictures, ArePlacedInTheFrameAsTheirEventWantsIt) {
    const test::TemporaryFolder folder;
    write_halves(folder / "halves.png", 0xFF0000C8U, 0xFF00C800U); // Red, then green.
    Edit edit;
    edit.tracks.resize(1);
    const auto placed = [&](const interchange::Reframe& reframe) {
        test::add_clip(edit.tracks[0], folder / "halves.png", Rational(24), 0, 1).reframe = reframe;
    };
    placed({.x = 0.5}); // Half a height right: 40 of 160 pixels.
    placed({.scale = 0.5});
    placed({.flip_horizontal = true});
    interchange::Event& own =
        test::add_clip(edit.tracks[0], folder / "halves.png", Rational(24), 0, 1);
    own.media[0].reframe = interchange::Reframe{.y = 0.25};
    const CutTable table = table_of(edit);
    EventPictures pictures([] {});
    ASSERT_TRUE(wait_for_all(pictures, table));
    constexpr std::array<int, 3> kRed{200, 0, 0};
    constexpr std::array<int, 3> kGreen{0, 200, 0};
    constexpr std::array<int, 3> kBlack{0, 0, 0};
    const auto shifted = first_picture(pictures, table, 0, look_of());
    expect_rgb(*shifted, 38, 40, kBlack);
    expect_rgb(*shifted, 42, 40, kRed);
    expect_rgb(*shifted, 118, 40, kRed);
    expect_rgb(*shifted, 122, 40, kGreen);
    const auto small = first_picture(pictures, table, 1, look_of());
    expect_rgb(*small, 38, 40, kBlack);
    expect_rgb(*small, 42, 22, kRed);
    expect_rgb(*small, 118, 58, kGreen);
    expect_rgb(*small, 80, 18, kBlack);
    expect_rgb(*small, 80, 62, kBlack);
    const auto flipped = first_picture(pictures, table, 2, look_of());
    expect_rgb(*flipped, 40, 40, kGreen);
    expect_rgb(*flipped, 120, 40, kRed);
    const auto lowered = first_picture(pictures, table, 3, look_of());
    expect_rgb(*lowered, 40, 18, kBlack);
    expect_rgb(*lowered, 40, 22, kRed);
}

TEST(EventPictures, ResizingKeepsMeansAndFlatColours) {
    const std::vector<std::uint32_t> flat(16 * 9, 0xFF336699U);
    for (const Extent to : {Extent{5, 3}, Extent{16, 9}, Extent{40, 31}, Extent{1, 1}})
        for (const std::uint32_t pixel : resized(flat, {16, 9}, to)) EXPECT_EQ(pixel, 0xFF336699U);
    const std::vector<std::uint32_t> two{0xFF000000U, 0xFF0000FFU, 0xFF00FF00U, 0xFFFF0000U};
    EXPECT_EQ(resized(two, {4, 1}, {2, 1}), (std::vector<std::uint32_t>{0xFF000080U, 0xFF808000U}));
    EXPECT_EQ(resized(two, {4, 1}, {4, 1}), two);
}

/// A frame of a medium by itself: its picture, or why there is none.
struct FramePicture {
    std::optional<renderer::UiImage> image;
    EventPictures::Facts facts;
};
FramePicture wait_for_frame(EventPictures& pictures, const MediumFrame& wanted) {
    const auto latest = std::chrono::steady_clock::now() + kPatience;
    while (std::chrono::steady_clock::now() < latest) {
        pictures.begin_frame(look_of());
        // In this order: the picture may come between the two.
        const EventPictures::Facts* facts = pictures.facts(wanted);
        auto image = pictures.find(wanted, kHeight);
        pictures.end_frame(false);
        if (facts != nullptr) return {std::move(image), *facts};
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return {};
}

TEST(EventPictures, ShowFramesOfMediaThatStandInNoCut) {
    session::Source medium;
    medium.path = bars();
    EventPictures pictures([] {});
    for (const int frame : {37, 0, 119}) {
        const FramePicture made = wait_for_frame(pictures, {medium, "", frame});
        ASSERT_TRUE(made.image) << made.facts.error;
        EXPECT_EQ(number_in(*made.image), frame);
        EXPECT_FALSE(made.facts.held);
    }
    const FramePicture past = wait_for_frame(pictures, {medium, "", 500});
    ASSERT_TRUE(past.image);
    EXPECT_EQ(number_in(*past.image), 119);
    EXPECT_TRUE(past.facts.held) << "it says that the frame is not there";
    EXPECT_EQ(pictures.made(), 4) << "each once";
}

TEST(EventPictures, AFileThatIsAnotherOneByNowIsNotShown) {
    session::Source medium;
    medium.path = bars();
    const auto id = analysis::media_id(medium.path);
    ASSERT_TRUE(id);
    EventPictures pictures([] {});
    const FramePicture own = wait_for_frame(pictures, {medium, id.value(), 12});
    ASSERT_TRUE(own.image) << own.facts.error;
    EXPECT_EQ(number_in(*own.image), 12);
    const FramePicture other =
        wait_for_frame(pictures, {medium, "xxh3-128:" + std::string(32, '0'), 12});
    EXPECT_FALSE(other.image);
    EXPECT_NE(other.facts.error.find("Another file"), std::string::npos) << other.facts.error;
    medium.path = "/gone/take.mp4";
    EXPECT_FALSE(wait_for_frame(pictures, {medium, id.value(), 12}).facts.error.empty());
}

} // namespace
} // namespace seamline::ui
