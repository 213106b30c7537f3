#include "app/ui/picture_label.h"

#include <gtest/gtest.h>

namespace seamline::ui {
namespace {

playback::FrameChoice shown(std::int64_t frame, std::int64_t cached) {
    auto picture = std::make_shared<renderer::CachedFrame>();
    picture->index = cached;
    playback::FrameChoice choice;
    choice.frame = frame;
    choice.cached = picture;
    choice.approximate = frame != cached;
    return choice;
}

LabelFacts facts_of(playback::FrameChoice choice) {
    LabelFacts facts;
    facts.name = "take_04";
    facts.frame = choice.frame;
    facts.choice = std::move(choice);
    return facts;
}

TEST(PictureLabel, NamesTheGeneratorOnlyWhenKnown) {
    LabelFacts facts = facts_of(shown(3, 3));
    EXPECT_EQ(label_title(facts), "take_04");
    facts.generator = "Veo 3.1";
    EXPECT_EQ(label_title(facts), "take_04  \xC2\xB7  Veo 3.1");
}

TEST(PictureLabel, CountsFramesFromTheChosenBase) {
    LabelFacts facts = facts_of(shown(3, 3));
    facts.frame_base = 1001;
    EXPECT_EQ(label_detail(facts), "1004");
}

TEST(PictureLabel, ShowsTheFilesOwnTimecode) {
    LabelFacts facts = facts_of(shown(30, 30));
    facts.frame_rate = 25;
    facts.start_timecode = "10:00:00:00";
    EXPECT_EQ(label_detail(facts), "30  \xC2\xB7  10:00:01:05");
}

TEST(PictureLabel, ANearestFrameIsNamedByItsOwnNumber) {
    EXPECT_EQ(label_detail(facts_of(shown(30, 24))), "24  \xC2\xB7  nearest frame");
}

TEST(PictureLabel, SaysWhenWhatIsSeenIsNotTheFrameOfThisMoment) {
    playback::FrameChoice held = shown(48, 48);
    held.past_end = true;
    EXPECT_EQ(label_detail(facts_of(held)), "48  \xC2\xB7  its last frame, held");
    playback::FrameChoice black;
    black.past_end = true;
    EXPECT_EQ(label_detail(facts_of(black)), "0  \xC2\xB7  past end");
    EXPECT_EQ(label_detail(facts_of({})), "0  \xC2\xB7  no frame yet");
}

TEST(PictureLabel, AFileThatCannotBeOpenedSaysSoInPlaceOfAFrame) {
    playback::SourceReport report;
    report.status = playback::SourceStatus::Failed;
    EXPECT_EQ(label_detail(label_facts({}, &report, {}, 0)), "cannot be opened");
    report.status = playback::SourceStatus::Ready;
    report.color.error = "the colour configuration has no display \"P3-D65\"";
    EXPECT_EQ(label_detail(label_facts({}, &report, {}, 0)),
              "0  \xC2\xB7  no frame yet  \xC2\xB7  ! colours not as set");
    report.color.error.clear();
    report.color.is_preparing = true;
    EXPECT_EQ(label_detail(label_facts({}, &report, {}, 0)),
              "0  \xC2\xB7  no frame yet  \xC2\xB7  ! colours are being prepared");
}

TEST(PictureLabel, AGradeThatIsBypassedIsSaid) {
    session::Source source;
    source.source_color.bypass = true;
    EXPECT_EQ(label_detail(label_facts(source, nullptr, {}, 0)), "0  \xC2\xB7  no frame yet")
        << "there is no grade to leave out";
    source.source_color.lut_file = "warm.cube";
    EXPECT_EQ(label_detail(label_facts(source, nullptr, {}, 0)),
              "0  \xC2\xB7  no frame yet  \xC2\xB7  grade bypassed");
    source.source_color.bypass = false;
    EXPECT_EQ(label_detail(label_facts(source, nullptr, {}, 0)), "0  \xC2\xB7  no frame yet");
}

TEST(PictureLabel, WhatTheViewerAdjustsIsSaid) {
    session::Source source;
    source.adjust.exposure_stops = 1;
    EXPECT_EQ(label_detail(label_facts(source, nullptr, {}, 0)),
              "0  \xC2\xB7  no frame yet  \xC2\xB7  view: exposure +1.00");
}

TEST(PictureLabel, AnUnnamedSourceIsCalledByItsFile) {
    session::Source source;
    source.path = "/shots/kitchen_v3.mp4";
    EXPECT_EQ(label_facts(source, nullptr, {}, 0).name, "kitchen_v3");
}

TEST(PictureLabel, OnlyTheTwoComparedTakesHaveLetters) {
    session::Session session;
    for (session::SourceKey key = 1; key <= 3; ++key) {
        session::Source source;
        source.key = key;
        session.sources.push_back(source);
        if (key == 1) {
            EXPECT_EQ(label_letter(session, 1), "");
        }
    }
    session.compare.a = 3;
    session.compare.b = 1;
    EXPECT_EQ(label_letter(session, 3), "A");
    EXPECT_EQ(label_letter(session, 1), "B");
    EXPECT_EQ(label_letter(session, 2), "");
}

playback::FrameChoice shown_in_cut(const char* start_timecode) {
    playback::FrameChoice choice = shown(36, 36);
    auto event = std::make_shared<playback::ShownEvent>();
    event->medium.name = "sh010";
    event->frame = 53;
    event->take = 1;
    event->takes = 4;
    auto media = std::make_shared<MediaDescription>();
    media->video.emplace();
    media->video->frame_rate = 25;
    if (*start_timecode != 0) media->video->start_timecode = start_timecode;
    event->media = std::move(media);
    choice.event = std::move(event);
    return choice;
}

TEST(PictureLabel, ACutSaysRecordAndSourceTimecodeAndWhichTake) {
    LabelFacts facts = facts_of(shown_in_cut("10:00:00:00"));
    facts.start_timecode = "01:00:00:00";
    EXPECT_EQ(label_detail(facts), "36  \xC2\xB7  rec 01:00:01:12  \xC2\xB7  sh010, take 2 of 4  "
                                   "src 10:00:02:03 (53)");
    // A file without timecode counts from zero.
    EXPECT_EQ(source_timecode(shown_in_cut(""), {}), "00:00:02:03");
    EXPECT_EQ(source_timecode({}, {}), "");
    EXPECT_EQ(source_timecode(shown(30, 30), {Rational(25), "10:00:00:00"}), "10:00:01:05");
}

TEST(PictureLabel, BurntInCountersCountAsTheRecordAndTheMediumDo) {
    LabelFacts facts = facts_of(shown_in_cut("10:00:00:00"));
    facts.start_timecode = "01:00:00:00";
    facts.frame_base = 1001;
    facts.is_cut = true;
    const BurnIn all{true, true, true, true};
    EXPECT_EQ(burn_in_text(facts, all), "rec 01:00:01:12   src 10:00:02:03   frame 1037   1.500 s");
    EXPECT_EQ(burn_in_text(facts, {.source = true}), "src 10:00:02:03");
    EXPECT_EQ(burn_in_text(facts, {}), "");
    LabelFacts gap = facts_of({}); // Black has no source.
    gap.frame = 36;
    gap.is_cut = true;
    EXPECT_EQ(burn_in_text(gap, all), "rec 00:00:01:12   frame 36   1.500 s");
    LabelFacts take = facts_of(shown(36, 36)); // Its own timecode, once.
    EXPECT_EQ(burn_in_text(take, all), "tc 00:00:01:12   frame 36   1.500 s");
}

} // namespace
} // namespace seamline::ui
