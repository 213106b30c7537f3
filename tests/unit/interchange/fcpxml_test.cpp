#include "app/interchange/fcpxml.h"

#include <gtest/gtest.h>

namespace seamline::interchange {
namespace {

/// A project of 25 frames per second that starts at 01:00:00:00, with these items in its spine.
std::string document(const std::string& items, const std::string& resources = "",
                     const std::string& version = "1.10") {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE fcpxml>\n<fcpxml version=\"" +
           version +
           "\"><resources><format id=\"r1\" frameDuration=\"1/25s\" width=\"1920\" "
           "height=\"1080\"/>"
           "<format id=\"r2\" name=\"FFVideoFormat720p2398\" width=\"1280\" height=\"720\"/>"
           "<asset id=\"a\" name=\"plate\" start=\"3600s\" duration=\"100s\" hasVideo=\"1\" "
           "format=\"r1\">"
           "<media-rep kind=\"original-media\" src=\"file:///x%20y/plate.mov\"/></asset>"
           "<asset id=\"b\" name=\"take\" src=\"file:///take.mov\" start=\"0s\" duration=\"8s\" "
           "hasVideo=\"1\" hasAudio=\"1\" format=\"r2\"/>"
           "<asset id=\"s\" name=\"sound\" src=\"file:///sound.wav\" start=\"0s\" duration=\"80s\" "
           "hasAudio=\"1\"/>"
           "<effect id=\"t\" name=\"Basic Title\"/>" +
           resources +
           "</resources><library><event><project name=\"P\"><sequence format=\"r1\" "
           "tcStart=\"3600s\" "
           "tcFormat=\"NDF\"><spine>" +
           items + "</spine></sequence></project></event></library></fcpxml>";
}

Edit read(const std::string& text) {
    auto edits = read_fcpxml(text, "cut.fcpxml");
    if (!edits) {
        ADD_FAILURE() << edits.error().message;
        return {};
    }
    return edits.value().at(0);
}

std::string error_of(const std::string& text) {
    const auto edits = read_fcpxml(text, "cut.fcpxml");
    return edits ? "read" : edits.error().message;
}

const Track* track(const Edit& edit, const std::string& name) {
    for (const Track& found : edit.tracks)
        if (found.name == name) return &found;
    ADD_FAILURE() << "no track " << name;
    return nullptr;
}

TEST(FcpxmlReader, TheSpineIsTheFirstTrack) {
    for (const char* version : {"1.8", "1.9", "1.10", "1.11", "1.13"}) {
        const Edit edit = read(document(
            "<asset-clip ref=\"a\" name=\"one\" offset=\"3600s\" start=\"3601s\" duration=\"2s\"/>"
            "<gap name=\"Gap\" offset=\"3602s\" start=\"3600s\" duration=\"1s\"/>"
            "<asset-clip ref=\"b\" name=\"two\" offset=\"3603s\" start=\"1001/24000s\" "
            "duration=\"51/25s\" "
            "srcEnable=\"video\" enabled=\"0\"/>",
            "", version));
        EXPECT_EQ(edit.name, "P");
        EXPECT_EQ(edit.rate, Rational(25));
        EXPECT_EQ(edit.start_frame, 90'000);
        ASSERT_EQ(edit.tracks.size(), 1U);
        const auto& events = edit.tracks[0].events;
        ASSERT_EQ(events.size(), 3U);
        EXPECT_EQ(events[0].record_in, 0);
        EXPECT_EQ(events[0].duration, 50);
        EXPECT_EQ(events[0].source_start, (RationalTime{90'025, 25}));
        EXPECT_EQ(events[0].media.at(0).url, "file:///x%20y/plate.mov");
        EXPECT_EQ(events[1].kind, EventKind::Gap);
        EXPECT_EQ(events[2].record_in, 75);
        EXPECT_EQ(events[2].duration, 51);
        EXPECT_EQ(events[2].source_start, (RationalTime{1, {24000, 1001}}));
        EXPECT_EQ(events[2].media.at(0).url, "file:///take.mov");
        EXPECT_FALSE(events[2].enabled);
        EXPECT_TRUE(edit.notes.empty());
    }
}

TEST(FcpxmlReader, ConnectedClipsAreTracksAboveAndBelow) {
    const Edit edit = read(document(
        "<asset-clip ref=\"a\" name=\"one\" offset=\"3600s\" start=\"3610s\" duration=\"4s\">"
        "<asset-clip ref=\"b\" lane=\"1\" name=\"over\" offset=\"3611s\" start=\"2s\" "
        "duration=\"1s\" srcEnable=\"video\"/>"
        "<asset-clip ref=\"s\" lane=\"-1\" name=\"sound\" offset=\"3610s\" start=\"5s\" "
        "duration=\"4s\"/>"
        "<spine lane=\"2\" offset=\"3612s\"><clip name=\"c\" offset=\"0s\" start=\"1s\" "
        "duration=\"1s\">"
        "<video ref=\"a\" offset=\"0s\" start=\"3650s\" duration=\"10s\"/></clip>"
        "<title ref=\"t\" name=\"T\" offset=\"1s\" duration=\"1s\"/></spine></asset-clip>"));
    const Track* over = track(edit, "Lane 1");
    const Track* story = track(edit, "Lane 2");
    const Track* sound = track(edit, "Audio lane -1");
    ASSERT_TRUE(over && story && sound);
    EXPECT_EQ(over->events.at(0).record_in, 25);
    EXPECT_EQ(sound->kind, TrackKind::Audio);
    EXPECT_EQ(sound->events.at(0).record_in, 0);
    ASSERT_EQ(story->events.size(), 2U);
    EXPECT_EQ(story->events[0].record_in, 50);
    EXPECT_EQ(story->events[0].source_start.seconds(), Rational(3651))
        << "a clip starts a second into what it holds";
    EXPECT_EQ(story->events[1].record_in, 75);
    EXPECT_EQ(story->events[1].unsupported, std::vector<std::string>{"title T"});
}

TEST(FcpxmlReader, ATransitionLiesOverACut) {
    const Edit edit = read(document(
        "<asset-clip ref=\"a\" name=\"one\" offset=\"3600s\" start=\"3610s\" duration=\"2s\"/>"
        "<transition name=\"Cross Dissolve\" offset=\"90040/25s\" duration=\"16/25s\"/>"
        "<asset-clip ref=\"a\" name=\"two\" offset=\"3602s\" start=\"3630s\" duration=\"2s\"/>"
        "<transition name=\"Slide\" offset=\"90090/25s\" duration=\"10/25s\"/>"));
    ASSERT_EQ(edit.tracks.at(0).transitions.size(), 2U);
    EXPECT_EQ(edit.tracks[0].transitions[0].at, 50);
    EXPECT_EQ(edit.tracks[0].transitions[0].before, 10);
    EXPECT_EQ(edit.tracks[0].transitions[0].after, 6);
    EXPECT_EQ(edit.tracks[0].transitions[1].kind, TransitionKind::Other);
    EXPECT_EQ(edit.tracks[0].transitions[1].before, 10);
}

TEST(FcpxmlReader, AnAuditionIsAStackOfTakes) {
    const Edit edit = read(document(
        "<audition><asset-clip ref=\"b\" name=\"used\" offset=\"3600s\" start=\"1s\" "
        "duration=\"2s\" srcEnable=\"video\"/>"
        "<asset-clip ref=\"a\" name=\"other\" offset=\"3600s\" start=\"0s\" duration=\"3s\">"
        "<timeMap><timept time=\"0s\" value=\"3605s\" interp=\"linear\"/>"
        "<timept time=\"10s\" value=\"3610s\" interp=\"linear\"/></timeMap>"
        "<adjust-transform position=\"10 5\" scale=\"-2 2\"/></asset-clip></audition>"));
    ASSERT_EQ(edit.tracks.size(), 1U);
    const Event& event = edit.tracks[0].events.at(0);
    EXPECT_EQ(event.name, "used");
    EXPECT_EQ(event.duration, 50);
    ASSERT_EQ(event.media.size(), 2U);
    EXPECT_EQ(event.active, 0U);
    EXPECT_EQ(event.media[0].key, "take");
    const MediaReference& other = event.media[1];
    EXPECT_EQ(other.key, "plate");
    ASSERT_TRUE(other.source_start && other.speed && other.reframe);
    EXPECT_EQ(other.source_start->seconds(), Rational(3605));
    EXPECT_EQ(*other.speed, Rational(1, 2));
    EXPECT_EQ(*other.reframe, (Reframe{0.1, -0.05, 2, true, false}));
}

TEST(FcpxmlReader, AnAuditionKeepsAsManyTakesAsAnEditMayHold) {
    std::string takes;
    for (int i = 0; i < 250; ++i)
        takes += "<asset-clip ref=\"b\" name=\"t" + std::to_string(i) +
                 "\" offset=\"3600s\" start=\"1s\" duration=\"2s\" srcEnable=\"video\"/>";
    const Edit edit = read(document("<audition>" + takes + "</audition>"));
    EXPECT_EQ(edit.tracks.at(0).events.at(0).media.size(), EditLimits::kTakes);
    EXPECT_EQ(broken_limit(edit), "");
    ASSERT_EQ(edit.notes.size(), 1U);
    EXPECT_NE(edit.notes[0].what.find("more than 200 takes"), std::string::npos);
}

TEST(FcpxmlReader, TimeMapsAreSpeeds) {
    const auto clip = [](const std::string& offset, const std::string& start,
                         const std::string& points) {
        return "<asset-clip ref=\"a\" name=\"c\" offset=\"" + offset + "\" start=\"" + start +
               "\" duration=\"2s\"><timeMap>" + points + "</timeMap></asset-clip>";
    };
    const auto point = [](const std::string& time, const std::string& value) {
        return "<timept time=\"" + time + "\" value=\"" + value + "\" interp=\"smooth2\"/>";
    };
    const Edit edit = read(document(
        clip("3600s", "1s", point("0s", "3600s") + point("10s", "3630s")) +
        clip("3602s", "0s", point("0s", "3610s") + point("10s", "3600s")) +
        clip("3604s", "0s", point("0s", "3604s") + point("10s", "3604s")) +
        clip("3606s", "0s", point("0s", "3600s") + point("1s", "3601s") + point("2s", "3604s"))));
    const auto& events = edit.tracks.at(0).events;
    ASSERT_EQ(events.size(), 4U);
    EXPECT_EQ(events[0].speed, Rational(3));
    EXPECT_EQ(events[0].source_start.seconds(), Rational(3603));
    EXPECT_EQ(events[1].speed, Rational(-1));
    EXPECT_EQ(events[1].source_start.seconds(), Rational(3610));
    EXPECT_EQ(events[2].speed, Rational(0));
    EXPECT_EQ(events[2].source_start.seconds(), Rational(3604));
    EXPECT_EQ(events[3].speed, Rational(2));
    EXPECT_EQ(events[3].unsupported,
              std::vector<std::string>{"variable speed: shown at its average, 200 %"});
}

TEST(FcpxmlReader, NearRatesConformFrameForFrame) {
    const auto clip = [](const std::string& conform) {
        return "<asset-clip ref=\"b\" name=\"c\" offset=\"3600s\" start=\"0s\" duration=\"2s\" "
               "srcEnable=\"video\">" +
               conform + "</asset-clip>";
    };
    EXPECT_EQ(read(document(clip("<conform-rate srcFrameRate=\"23.98\"/>")))
                  .tracks.at(0)
                  .events.at(0)
                  .speed,
              Rational(25) / Rational(24000, 1001));
    EXPECT_EQ(read(document(clip("<conform-rate scaleEnabled=\"0\" srcFrameRate=\"23.98\"/>")))
                  .tracks.at(0)
                  .events.at(0)
                  .speed,
              Rational(1));
}

TEST(FcpxmlReader, CompoundClipsAreOpenedAndSynchronisedOnesToo) {
    const std::string compound =
        "<media id=\"m\" name=\"comp\"><sequence format=\"r1\" tcStart=\"0s\"><spine>"
        "<asset-clip ref=\"a\" name=\"x\" offset=\"0s\" start=\"3600s\" duration=\"2s\"/>"
        "<asset-clip ref=\"a\" name=\"y\" offset=\"2s\" start=\"3620s\" "
        "duration=\"2s\"/></spine></sequence></media>"
        "<media id=\"loop\"><sequence format=\"r1\"><spine><ref-clip ref=\"loop\" offset=\"0s\" "
        "duration=\"4s\"/>"
        "</spine></sequence></media>";
    const Edit edit = read(
        document("<ref-clip ref=\"m\" name=\"comp\" offset=\"3600s\" start=\"1s\" duration=\"2s\"/>"
                 "<sync-clip name=\"s\" offset=\"3602s\" duration=\"1s\"><asset-clip ref=\"a\" "
                 "offset=\"0s\" start=\"3630s\" "
                 "duration=\"9s\"/></sync-clip><ref-clip ref=\"loop\" name=\"l\" offset=\"3603s\" "
                 "duration=\"1s\"/>",
                 compound));
    const auto& events = edit.tracks.at(0).events;
    ASSERT_EQ(events.size(), 4U);
    EXPECT_EQ(events[0].name, "x");
    EXPECT_EQ(events[0].source_start.seconds(), Rational(3601));
    EXPECT_EQ(events[1].name, "y");
    EXPECT_EQ(events[1].record_in, 25);
    EXPECT_EQ(events[2].source_start.seconds(), Rational(3630));
    EXPECT_FALSE(events[3].unsupported.empty()) << "a clip that holds itself ends";
}

TEST(FcpxmlReader, MarkersCountInTheirClip) {
    const Edit edit = read(document(
        "<asset-clip ref=\"a\" name=\"one\" offset=\"3602s\" start=\"3610s\" duration=\"4s\">"
        "<marker start=\"3611s\" duration=\"1/25s\" value=\"redo\" note=\"hand\" completed=\"0\"/>"
        "<chapter-marker start=\"3612s\" duration=\"1/25s\" value=\"act\"/></asset-clip>"));
    const auto& markers = edit.tracks.at(0).events.at(0).markers;
    ASSERT_EQ(markers.size(), 2U);
    EXPECT_EQ(markers[0], (EditMarker{75, 1, "redo", "hand", "RED", ""}));
    EXPECT_EQ(markers[1].color, "ORANGE");
}

TEST(FcpxmlReader, BadDocumentsEndInOneLineWithThePlace) {
    EXPECT_EQ(error_of("<fcpxml>\n\n<a>").substr(0, 40),
              "cut.fcpxml: line 3: not well-formed XML:");
    EXPECT_NE(error_of("<xmeml/>").find("not FCPXML"), std::string::npos);
    EXPECT_NE(error_of("<fcpxml/>").find("no project"), std::string::npos);
    EXPECT_NE(error_of("").find("line 1"), std::string::npos);
}

TEST(FcpxmlReader, OneBrokenClipDoesNotLoseTheRest) {
    const Edit edit =
        read(document("<asset-clip ref=\"missing\" name=\"lost\" offset=\"3600s\" duration=\"2s\"/>"
                      "<asset-clip ref=\"a\" name=\"kept\" offset=\"junk\" start=\"-\" "
                      "duration=\"2s\"/><unknown/>"));
    const auto& events = edit.tracks.at(0).events;
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[0].unsupported, std::vector<std::string>{"no medium stated"});
    EXPECT_EQ(events[1].record_in, 50) << "follows the clip before";
    EXPECT_EQ(events[1].source_start.seconds(), Rational(3600));
}

} // namespace
} // namespace seamline::interchange
