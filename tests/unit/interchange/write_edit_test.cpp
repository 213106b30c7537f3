#include "app/interchange/write_edit.h"

#include "app/interchange/edit_changes.h"
#include "app/interchange/read_edit.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace seamline::interchange {
namespace {

Edit two_events() {
    Edit edit;
    edit.name = "scene";
    edit.start_frame = 86400;
    Track& track = edit.tracks.emplace_back();
    for (int i = 0; i < 2; ++i) {
        Event event;
        event.name = "sh0" + std::to_string(i);
        event.record_in = 24 * i;
        event.duration = 24;
        event.source_start = {Rational(10 * i), 24};
        MediaReference take;
        take.key = "DEFAULT_MEDIA";
        take.name = event.name;
        take.url = "/Volumes/show/" + event.name + ".mov";
        take.path = "/here/" + event.name + ".mov";
        event.media.push_back(take);
        track.events.push_back(event);
    }
    return edit;
}

TEST(WriteEdit, TheNameChoosesTheFormatAndTheCutComesBack) {
    for (const char* name : {"cut.otio", "cut.edl", "cut.xml", "cut.fcpxml"}) {
        WriteOptions options;
        options.relinked_urls = true;
        const Result<WrittenEdit> written = write_edit(two_events(), name, options);
        ASSERT_TRUE(written) << name << ": " << written.error().message;
        EXPECT_NE(written.value().text.find("/here/sh01.mov"), std::string::npos) << name;
        EXPECT_EQ(written.value().text.find("/Volumes"), std::string::npos) << name;
        const auto back = read_edit_text(written.value().text, name);
        ASSERT_TRUE(back) << name << ": " << back.error().message;
        ASSERT_EQ(back.value().size(), 1U) << name;
        const Edit& edit = back.value().front();
        EXPECT_EQ(edit.rate, Rational(24)) << name;
        EXPECT_EQ(edit.start_frame, 86400) << name;
        ASSERT_FALSE(edit.tracks.empty()) << name;
        ASSERT_EQ(edit.tracks[0].events.size(), 2U) << name;
        const Event& second = edit.tracks[0].events[1];
        EXPECT_EQ(second.record_in, 24) << name;
        EXPECT_EQ(second.duration, 24) << name;
        EXPECT_EQ(second.source_start.seconds(), Rational(10, 24)) << name;
    }
}

TEST(WriteEdit, TheShownTakesOwnSlipIsWhatIsWritten) {
    Edit edit = two_events();
    Event& event = edit.tracks[0].events[1];
    MediaReference other = event.media[0];
    other.key = other.name = "take_2";
    other.path = "/here/take_2.mov";
    other.source_start = RationalTime{Rational(50), 24};
    event.media.push_back(other);
    event.active = 1;
    for (const char* name : {"cut.otio", "cut.edl", "cut.xml", "cut.fcpxml"}) {
        const Result<WrittenEdit> written = write_edit(edit, name, {.relinked_urls = true});
        ASSERT_TRUE(written) << name << ": " << written.error().message;
        const auto back = read_edit_text(written.value().text, name);
        ASSERT_TRUE(back) << name << ": " << back.error().message;
        const Event& read = back.value().front().tracks[0].events[1];
        const MediaReference* take = read.active_media();
        ASSERT_NE(take, nullptr) << name;
        EXPECT_EQ(take->source_start.value_or(read.source_start).seconds(), Rational(50, 24))
            << name;
    }
    // That the other take started elsewhere is told where it is lost.
    const Result<WrittenEdit> list = write_edit(edit, "cut.edl", {});
    ASSERT_TRUE(list);
    const auto is_told = [](const EditNote& note) {
        return note.what == "own slip, speed or placing of 1 take that is not shown: left out";
    };
    EXPECT_TRUE(std::ranges::any_of(list.value().losses, is_told));
    EXPECT_TRUE(
        std::ranges::none_of(write_edit(two_events(), "cut.edl", {}).value().losses, is_told));
}

TEST(WriteEdit, EveryTakesOwnSlipSpeedAndPlacingComeBackFromOpenTimelineIo) {
    Edit edit = two_events();
    Event& event = edit.tracks[0].events[1];
    event.origin = Origin::Generated;
    event.placement = PlacementMark::Bookend;
    MediaReference other = event.media[0];
    other.key = other.name = "take_2";
    other.path = "/here/take_2.mov";
    other.source_start = RationalTime{Rational(50), 24};
    other.speed = Rational(-3, 2);
    other.reframe = Reframe{.x = 0.25, .scale = 1.5, .flip_horizontal = true};
    event.media.push_back(other);
    const auto again = [](const Edit& given, const char* name) {
        const Result<WrittenEdit> written = write_edit(given, name);
        EXPECT_TRUE(written) << written.error().message;
        EXPECT_TRUE(written.value().losses.empty()) << written.value().losses.front().what;
        auto back = read_edit_text(written.value().text, name);
        EXPECT_TRUE(back) << back.error().message;
        return back.value().front();
    };
    const Edit back = again(edit, "cut.otio");
    const Event& read = back.tracks[0].events[1];
    ASSERT_EQ(read.media.size(), 2U);
    EXPECT_EQ(read.placement, PlacementMark::Bookend);
    EXPECT_EQ(read.media[1].source_start, other.source_start);
    EXPECT_EQ(read.media[1].speed, other.speed);
    EXPECT_EQ(read.media[1].reframe, other.reframe);
    EXPECT_FALSE(read.media[0].source_start || read.media[0].speed || read.media[0].reframe);
    // Changed in place: taken away again, and of the event, too.
    Edit changed = back;
    changed.tracks[0].events[1].media[1].speed.reset();
    changed.tracks[0].events[1].placement = PlacementMark::None;
    const Edit second = again(changed, "cut.otio");
    EXPECT_FALSE(second.tracks[0].events[1].media[1].speed);
    EXPECT_EQ(second.tracks[0].events[1].media[1].source_start, other.source_start);
    EXPECT_EQ(second.tracks[0].events[1].placement, PlacementMark::None);
    // FCPXML carries both; a list and xmeml say that they do not.
    EXPECT_EQ(again(edit, "cut.fcpxml").tracks[0].events[1].placement, PlacementMark::Bookend);
    // Also where nobody said who made the clip.
    edit.tracks[0].events[1].origin = Origin::Unknown;
    EXPECT_EQ(again(edit, "cut.fcpxml").tracks[0].events[1].placement, PlacementMark::Bookend);
    for (const char* name : {"cut.edl", "cut.xml"}) {
        const Result<WrittenEdit> written = write_edit(edit, name);
        ASSERT_TRUE(written);
        EXPECT_TRUE(std::ranges::any_of(written.value().losses, [](const EditNote& note) {
            return note.what == "mark of a clip as generated or live action: left out";
        })) << name;
    }
}

TEST(WriteEdit, AListSaysWhenItsRateWouldBeGuessedWrong) {
    const auto rate_losses = [](Rational rate) {
        Edit edit = two_events();
        edit.rate = rate;
        const Result<WrittenEdit> written = write_edit(edit, "cut.edl");
        EXPECT_TRUE(written);
        std::string text;
        for (const EditNote& loss : written.value().losses)
            if (loss.what.find("its rate") != std::string::npos) text = loss.what;
        return text;
    };
    EXPECT_EQ(rate_losses(Rational(24)), "");
    EXPECT_NE(rate_losses(Rational(8)).find("its rate of 8 frames"), std::string::npos);
}

TEST(WriteEdit, AnotherEndingIsRefused) {
    const Result<WrittenEdit> written = write_edit(two_events(), "cut.mov");
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::InvalidArgument);
    EXPECT_NE(written.error().message.find("cut.mov"), std::string::npos);
}

} // namespace
} // namespace seamline::interchange
