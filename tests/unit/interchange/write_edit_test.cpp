#include "app/interchange/write_edit.h"

#include "app/interchange/edit_changes.h"
#include "app/interchange/read_edit.h"

#include <gtest/gtest.h>

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

TEST(WriteEdit, AnotherEndingIsRefused) {
    const Result<WrittenEdit> written = write_edit(two_events(), "cut.mov");
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::InvalidArgument);
    EXPECT_NE(written.error().message.find("cut.mov"), std::string::npos);
}

} // namespace
} // namespace seamline::interchange
