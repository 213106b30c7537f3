#include "app/interchange/otio.h"

#include "otio_text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace seamline::interchange {
namespace {

using namespace test;

Edit only(const std::string& text) {
    auto edits = read_otio(text, "cut.otio");
    if (!edits) {
        ADD_FAILURE() << edits.error().message;
        return {};
    }
    EXPECT_EQ(edits.value().size(), 1U);
    return edits.value().front();
}

std::string error_of(const std::string& text) {
    const auto edits = read_otio(text, "cut.otio");
    return edits ? "" : edits.error().message;
}

bool has_note(const Edit& edit, const std::string& part) {
    return std::ranges::any_of(edit.notes, [&](const EditNote& note) {
        return note.what.find(part) != std::string::npos;
    });
}

TEST(ReadOtio, ReadsCutGapAndDissolveOnWholeFrames) {
    const std::string dissolve =
        R"({"OTIO_SCHEMA": "Transition.1", "transition_type": "SMPTE_Dissolve", "in_offset": )" +
        rational_time("4") + R"(, "out_offset": )" + rational_time("6") + "}";
    const Edit edit = only(timeline(
        {track({clip("a", time_range("10", "24")), dissolve, clip("b", time_range("0", "12")),
                gap("5"), clip("c", time_range("3600", "8"))})},
        R"(, "global_start_time": )" + rational_time("86400")));
    EXPECT_EQ(edit.name, "cut");
    EXPECT_EQ(edit.rate, Rational(24));
    EXPECT_EQ(edit.start_frame, 86400);
    ASSERT_EQ(edit.tracks.size(), 1U);
    const auto& events = edit.tracks[0].events;
    ASSERT_EQ(events.size(), 4U);
    EXPECT_EQ(events[0].record_in, 0);
    EXPECT_EQ(events[1].record_in, 24);
    EXPECT_EQ(events[1].duration, 12);
    EXPECT_EQ(events[2].kind, EventKind::Gap);
    EXPECT_EQ(events[3].record_in, 41);
    EXPECT_EQ(events[3].source_start, (RationalTime{Rational(3600), Rational(24)}));
    EXPECT_EQ(events[0].media.at(0).url, "file:///takes/a.mov");
    EXPECT_EQ(events[3].place, "/tracks/children/0/children/4");
    ASSERT_EQ(edit.tracks[0].transitions.size(), 1U);
    const Transition& transition = edit.tracks[0].transitions[0];
    EXPECT_EQ(transition.kind, TransitionKind::Dissolve);
    EXPECT_EQ(transition.at, 24);
    EXPECT_EQ(transition.before, 4);
    EXPECT_EQ(transition.after, 6);
    EXPECT_EQ(edit.duration(), 49);
    EXPECT_TRUE(edit.notes.empty());
}

TEST(ReadOtio, SnapsRatesToWhatTheyMean) {
    const std::vector<std::pair<std::string, Rational>> rates{{"23.976", {24000, 1001}},
                                                              {"23.98", {24000, 1001}},
                                                              {"23.976023976023978", {24000, 1001}},
                                                              {"29.97", {30000, 1001}},
                                                              {"59.94", {60000, 1001}},
                                                              {"25", {25, 1}},
                                                              {"12.5", {25, 2}},
                                                              {"119.88", {120000, 1001}},
                                                              {"47.952", {48000, 1001}}};
    for (const auto& [written, rate] : rates) {
        const Edit edit = only(timeline({track({clip("a", time_range("0", "10", written))})}));
        EXPECT_EQ(edit.rate, rate) << written;
        EXPECT_EQ(edit.tracks[0].events[0].duration, 10) << written;
    }
}

TEST(ReadOtio, UsesDropFrameTimecodeAtRatesThatHaveIt) {
    const auto drops = [](const std::string& rate, const std::string& more) {
        return only(timeline({track({clip("a", time_range("0", "10", rate))})}, more)).drop_frame;
    };
    EXPECT_TRUE(drops("29.97", ""));
    EXPECT_FALSE(drops("24", ""));
    EXPECT_FALSE(drops("29.97", R"(, "metadata": {"seamline": {"drop_frame": false}})"));
}

TEST(ReadOtio, AddsUpLengthsOfOtherRatesExactly) {
    std::vector<std::string> clips;
    for (int i = 0; i < 300; ++i) clips.push_back(clip("c", time_range("0", "10", "25.0")));
    const Edit edit =
        only(timeline({track(clips)}, R"(, "global_start_time": )" + rational_time("0", "24.0")));
    const auto& events = edit.tracks[0].events;
    ASSERT_EQ(events.size(), 300U);
    for (std::int64_t i = 0; i < 300; ++i) // 10/25 s each, at 24 frames a second.
        EXPECT_EQ(events[static_cast<std::size_t>(i)].record_in, (Rational(i * 240, 25)).round());
    EXPECT_EQ(edit.duration(), 2880);
    EXPECT_TRUE(has_note(edit, "moved to the nearest"));
}

TEST(ReadOtio, ReadsRetimesReverseAndFreeze) {
    const auto event = [](const std::string& effect) {
        return only(timeline({track(
                        {clip("a", time_range("100", "24"), R"(, "effects": [)" + effect + "]")})}))
            .tracks[0]
            .events[0];
    };
    const auto warp = [](const std::string& scalar) {
        return R"({"OTIO_SCHEMA": "LinearTimeWarp.1", "time_scalar": )" + scalar + "}";
    };
    const Event fast = event(warp("2.0"));
    EXPECT_EQ(fast.speed, Rational(2));
    EXPECT_EQ(fast.duration, 24); // A time warp does not change the length.
    EXPECT_EQ(fast.source_start.value, Rational(100));
    EXPECT_EQ(event(warp("0.3333333333333333")).speed, Rational(1, 3));
    const Event back = event(warp("-0.5"));
    EXPECT_EQ(back.speed, Rational(-1, 2));
    EXPECT_EQ(back.source_start.value, Rational(112)); // From the end of what it shows.
    EXPECT_EQ(event(warp("2") + "," + warp("0.25")).speed, Rational(1, 2));
    EXPECT_EQ(event(R"({"OTIO_SCHEMA": "FreezeFrame.1"})").speed, Rational(0));
    const Event broken = event(warp("NaN"));
    EXPECT_EQ(broken.speed, Rational(1));
    EXPECT_EQ(broken.unsupported.size(), 1U);
    const Event curve = event(R"({"OTIO_SCHEMA": "TimeEffect.1", "effect_name": "Ramp"})");
    ASSERT_EQ(curve.unsupported.size(), 1U);
    EXPECT_NE(curve.unsupported[0].find("Ramp"), std::string::npos);
    const Event blur = event(R"({"OTIO_SCHEMA": "Effect.1", "effect_name": "Blur"})");
    EXPECT_EQ(blur.unsupported, std::vector<std::string>{"effect Blur"});
    EXPECT_TRUE(event(R"({"OTIO_SCHEMA": "Effect.1", "enabled": false, "effect_name": "Blur"})")
                    .unsupported.empty());
}

TEST(ReadOtio, ReadsEveryTakeAndWhichIsShown) {
    const std::string takes =
        R"({"OTIO_SCHEMA": "Clip.2", "name": "sh010", "source_range": )" + time_range("0", "24") +
        R"(, "active_media_reference_key": "veo", "media_references": {"sora": )" +
        external("file:///s.mov") + R"(, "veo": )" +
        external("file:///v.mov", R"(, "metadata": {"seamline": {"generator": "Veo 3.1"}},
            "available_range": )" + time_range("86400", "192")) +
        R"(, "gone": {"OTIO_SCHEMA": "MissingReference.1"}}})";
    const Edit edit = only(timeline({track({takes})}));
    const Event& event = edit.tracks[0].events[0];
    ASSERT_EQ(event.media.size(), 3U);
    EXPECT_EQ(event.active, 1U);
    EXPECT_EQ(event.media[0].key, "sora");
    EXPECT_EQ(event.media[1].generator, "Veo 3.1");
    EXPECT_EQ(event.media[1].start->value, Rational(86400));
    EXPECT_EQ(event.media[1].duration->value, Rational(192));
    EXPECT_TRUE(event.media[2].url.empty());
}

TEST(ReadOtio, KeepsTheShownTakeOfMoreThanAnEditMayHold) {
    std::string takes;
    for (int i = 100; i < 350; ++i)
        takes += (takes.empty() ? "\"t" : ", \"t") + std::to_string(i) +
                 "\": " + external("file:///t" + std::to_string(i) + ".mov");
    const std::string many = R"({"OTIO_SCHEMA": "Clip.2", "name": "sh", "source_range": )" +
                             time_range("0", "24") + R"(, "active_media_reference_key": "t340")" +
                             R"(, "media_references": {)" + takes + "}}";
    const Edit edit = only(timeline({track({many})}));
    const Event& event = edit.tracks[0].events[0];
    EXPECT_EQ(event.media.size(), EditLimits::kTakes);
    ASSERT_NE(event.active_media(), nullptr);
    EXPECT_EQ(event.active_media()->url, "file:///t340.mov");
    EXPECT_TRUE(has_note(edit, "more than 200 takes"));
    EXPECT_EQ(broken_limit(edit), "");
}

TEST(ReadOtio, ReadsOlderSchemas) {
    const std::string old_clip = R"({"OTIO_SCHEMA": "Clip.1", "name": "q", "source_range": )" +
                                 time_range("0", "25", "25") + R"(, "media_reference": )" +
                                 external("/q.mov") + R"(, "markers": [{"OTIO_SCHEMA": "Marker.1",
            "name": "m", "color": "GREEN", "range": )" +
                                 time_range("5", "2", "25") + "}]}";
    const std::string filler =
        R"({"OTIO_SCHEMA": "Filler.1", "source_range": )" + time_range("0", "3", "25") + "}";
    const std::string sequence = R"({"OTIO_SCHEMA": "Sequence.1", "kind": "Video", "children": [)" +
                                 old_clip + "," + filler + "," + old_clip + "]}";
    const auto edits = read_otio(R"({"OTIO_SCHEMA": "SerializeableCollection.1", "children": [)" +
                                     timeline({sequence}) + "," +
                                     timeline({track({clip("b", time_range("0", "7"))})}) + "]}",
                                 "bin.otio");
    ASSERT_TRUE(edits);
    ASSERT_EQ(edits.value().size(), 2U);
    const Edit& first = edits.value()[0];
    ASSERT_EQ(first.tracks[0].events.size(), 3U);
    EXPECT_EQ(first.tracks[0].events[1].kind, EventKind::Gap);
    EXPECT_EQ(first.tracks[0].events[2].record_in, 28);
    EXPECT_EQ(first.tracks[0].events[2].media[0].url, "/q.mov");
    ASSERT_EQ(first.tracks[0].events[2].markers.size(), 1U);
    EXPECT_EQ(first.tracks[0].events[2].markers[0].record, 33);
    EXPECT_EQ(first.tracks[0].events[2].markers[0].duration, 2);
    EXPECT_EQ(edits.value()[1].document->place, "/children/1");
}

TEST(ReadOtio, ReadsMarkersOfAllVersions) {
    const std::string marker2 =
        R"({"OTIO_SCHEMA": "Marker.2", "name": "two", "color": "RED", "comment": "hand melts",
            "metadata": {"seamline": {"author": "Ann"}}, "marked_range": )" +
        time_range("104", "12") + "}";
    const std::string marker3 =
        R"({"OTIO_SCHEMA": "Marker.3", "name": "three", "metadata": {"Resolve_OTIO": {"Note": "n"}},
            "color": {"OTIO_SCHEMA": "Color.1", "r": 0, "g": 0.9, "b": 0.1, "a": 1, "name": ""},
            "marked_range": )" +
        time_range("110", "0") + "}";
    const std::string on_stack =
        R"({"OTIO_SCHEMA": "Marker.2", "marked_range": )" + time_range("7", "1") + "}";
    const Edit edit = only(
        R"({"OTIO_SCHEMA": "Timeline.1", "tracks": )" +
        stack({track({gap("10"), clip("a", time_range("100", "24"),
                                      R"(, "markers": [)" + marker2 + "," + marker3 + ", 5]")})},
              R"(, "markers": [)" + on_stack + "]") +
        "}");
    const auto& markers = edit.tracks[0].events[1].markers;
    ASSERT_EQ(markers.size(), 2U);
    EXPECT_EQ(markers[0].record, 14); // Clip time 104 is 4 frames into a clip that starts at 10.
    EXPECT_EQ(markers[0].duration, 12);
    EXPECT_EQ(markers[0].note, "hand melts");
    EXPECT_EQ(markers[0].author, "Ann");
    EXPECT_EQ(markers[0].color, "RED");
    EXPECT_EQ(markers[1].color, "GREEN");
    EXPECT_EQ(markers[1].note, "n");
    EXPECT_EQ(markers[1].duration, 1);
    ASSERT_EQ(edit.markers.size(), 1U);
    EXPECT_EQ(edit.markers[0].record, 7);
    EXPECT_TRUE(has_note(edit, "marker that cannot be read"));
}

TEST(ReadOtio, FlattensNestsToWhatIsSeen) {
    // Frames 4..33 of a stack: n1 below, n2 above over frames 10..29.
    const std::string nest = stack({track({clip("n1", time_range("1000", "50"))}),
                                    track({gap("10"), clip("n2", time_range("500", "20"))})},
                                   R"(, "source_range": )" + time_range("4", "30"));
    const Edit edit = only(timeline(
        {track({clip("a", time_range("0", "6")), nest, clip("z", time_range("0", "5"))})}));
    const auto& events = edit.tracks[0].events;
    ASSERT_EQ(events.size(), 5U);
    EXPECT_EQ(events[1].name, "n1");
    EXPECT_EQ(events[1].record_in, 6);
    EXPECT_EQ(events[1].duration, 6);
    EXPECT_EQ(events[1].source_start.value, Rational(1004));
    EXPECT_EQ(events[2].name, "n2");
    EXPECT_EQ(events[2].record_in, 12);
    EXPECT_EQ(events[2].duration, 20);
    EXPECT_EQ(events[2].source_start.value, Rational(500));
    EXPECT_EQ(events[3].name, "n1");
    EXPECT_EQ(events[3].source_start.value, Rational(1030));
    EXPECT_EQ(events[3].duration, 4);
    EXPECT_EQ(events[4].record_in, 36);
}

TEST(ReadOtio, CutsRetimedClipsOfNestsAtTheRightMedia) {
    const std::string back = clip("r", time_range("0", "20"),
                                  R"(, "effects": [{"OTIO_SCHEMA": "LinearTimeWarp.1",
            "time_scalar": -2}])");
    const Edit edit =
        only(timeline({track({track({back}, R"(, "source_range": )" + time_range("5", "10"))})}));
    const Event& event = edit.tracks[0].events.at(0);
    EXPECT_EQ(event.duration, 10);
    EXPECT_EQ(event.source_start.value, Rational(30)); // 40, and 5 frames at double speed back.
}

TEST(ReadOtio, AppliesTheTrimOfTrackAndTopStack) {
    const Edit edit =
        only(R"({"OTIO_SCHEMA": "Timeline.1", "tracks": )" +
             stack({track({clip("a", time_range("0", "20")), clip("b", time_range("0", "20"))},
                          R"(, "source_range": )" + time_range("5", "30"))},
                   R"(, "source_range": )" + time_range("5", "20")) +
             "}");
    const auto& events = edit.tracks[0].events;
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[0].duration, 10);
    EXPECT_EQ(events[0].source_start.value, Rational(10));
    EXPECT_EQ(events[1].duration, 10);
}

TEST(ReadOtio, LosesNothingElseToWhatItDoesNotKnow) {
    const std::string foreign =
        R"({"OTIO_SCHEMA": "Hologram.3", "source_range": )" + time_range("0", "9") + "}";
    const std::string reference =
        R"({"OTIO_SCHEMA": "Clip.2", "name": "odd", "source_range": )" + time_range("0", "4") +
        R"(, "media_references": {"a": {"OTIO_SCHEMA": "CloudReference.1", "target_url": "x://y"}},
            "active_media_reference_key": "nowhere"})";
    const std::string generator =
        R"({"OTIO_SCHEMA": "Clip.1", "source_range": )" + time_range("0", "4") +
        R"(, "media_reference": {"OTIO_SCHEMA": "GeneratorReference.1", "generator_kind": "Bars"}})";
    const Edit edit =
        only(timeline({track({foreign, "7", reference, generator, R"({"OTIO_SCHEMA": "Clip.2"})",
                              clip("last", time_range("0", "5"))})}));
    const auto& events = edit.tracks[0].events;
    ASSERT_EQ(events.size(), 5U);
    EXPECT_EQ(events[0].kind, EventKind::Gap);
    EXPECT_EQ(events[0].duration, 9);
    EXPECT_EQ(events[0].unsupported.size(), 1U);
    EXPECT_EQ(events[1].active, 0U);
    EXPECT_EQ(events[1].media.at(0).url, "x://y");
    EXPECT_EQ(events[2].unsupported, std::vector<std::string>{"generator Bars"});
    EXPECT_EQ(events[3].duration, 0);
    EXPECT_EQ(events[4].name, "last");
    EXPECT_EQ(events[4].record_in, 17);
    EXPECT_TRUE(has_note(edit, "Hologram.3"));
    EXPECT_TRUE(has_note(edit, "nowhere"));
}

TEST(ReadOtio, ReadsSequencesCdlReelAndReframe) {
    const std::string text = timeline({track(
        {R"({"OTIO_SCHEMA": "Clip.1", "name": "p", "source_range": )" + time_range("1001", "10") +
         R"(, "media_reference": {"OTIO_SCHEMA": "ImageSequenceReference.1", "target_url_base":
            "file:///s/", "name_prefix": "p.", "name_suffix": ".exr", "start_frame": 1001, "frame_step": 2,
            "frame_zero_padding": 6, "rate": 24, "missing_frame_policy": "hold"},
            "metadata": {"cmx_3600": {"reel": "A001"}, "cdl": {"asc_sop": {"slope": [1, 1.1, 1.2],
            "offset": [0, 0, -0.1], "power": [1, 1, 0.9]}, "asc_sat": 0.8}, "seamline": {"origin":
            "live-action", "reframe": {"x": 0.1, "y": -0.2, "scale": 1.5, "flip_horizontal": true}}}})"})});
    const Edit edit = only(text);
    const Event& event = edit.tracks[0].events[0];
    EXPECT_EQ(event.media[0].sequence, (SequenceFiles{"p.", ".exr", 1001, 2, 6}));
    EXPECT_EQ(event.media[0].reel, "A001");
    EXPECT_EQ(event.cdl, (EventCdl{{1, 1.1, 1.2}, {0, 0, -0.1}, {1, 1, 0.9}, 0.8}));
    EXPECT_EQ(event.reframe, (Reframe{0.1, -0.2, 1.5, true, false}));
    EXPECT_EQ(event.origin, Origin::LiveAction);
    EXPECT_TRUE(edit.notes.empty());
}

TEST(ReadOtio, TakesAnyObjectAtTheTop) {
    EXPECT_EQ(only(track({clip("a", time_range("0", "5"))})).tracks.size(), 1U);
    EXPECT_EQ(only(stack({track({}), track({})})).tracks.size(), 2U);
    EXPECT_EQ(only(clip("a", time_range("0", "5"))).tracks[0].events.size(), 1U);
    const Edit bin =
        only(R"({"OTIO_SCHEMA": "SerializableCollection.1", "name": "bin", "children": [)" +
             clip("a", time_range("0", "5")) + "," + clip("b", time_range("0", "6")) + "]}");
    EXPECT_EQ(bin.tracks[0].events.at(1).record_in, 5);
}

TEST(ReadOtio, EndsMalformedFilesInOneLineWithThePlace) {
    EXPECT_EQ(error_of("{\n  \"OTIO_SCHEMA\": \"Timeline.1\",\n  !\n}"),
              "cut.otio: line 3, column 3: not valid JSON (UTF-8); export the file again");
    EXPECT_EQ(error_of("{\"a\": NaN, \"b\": NaN, !}"),
              "cut.otio: line 1, column 22: not valid JSON (UTF-8); export the file again");
    EXPECT_NE(error_of("").find("cut.otio: line 1, column 1"), std::string::npos);
    EXPECT_NE(error_of("{\"a\": 1e999}").find("a number is too large"), std::string::npos);
    EXPECT_NE(error_of(std::string(300, '[')).find("line 1, column 257: nested deeper than 256"),
              std::string::npos);
    EXPECT_NE(error_of("{}").find("cut.otio: /: JSON without an OTIO_SCHEMA"), std::string::npos);
    EXPECT_NE(
        error_of(R"({"OTIO_SCHEMA": "RationalTime.1"})").find("\"RationalTime\" is no timeline"),
        std::string::npos);
    EXPECT_NE(error_of("{\"a\": \"\xE9\"}").find("not valid JSON (UTF-8)"), std::string::npos);
}

TEST(ReadOtio, ReadsAnObjectOfManyKeysInLinearTime) {
    std::string keys = R"("k0": 0)";
    for (int i = 1; i < 300'000; ++i) keys += ",\"k" + std::to_string(i) + "\": 0";
    const Edit edit = only(
        timeline({track({clip("a", time_range("0", "5"))})}, ", \"metadata\": {" + keys + "}"));
    EXPECT_EQ(edit.duration(), 5); // Searching for equal keys would take minutes.
}

TEST(ReadOtio, HoldsTimesThatAreOutOfRange) {
    for (const char* value :
         {"1e300", "-1e300", "NaN", "Infinity", "\"x\"", "9223372036854775807"}) {
        const Edit edit = only(timeline(
            {track({clip("a", time_range("0", value)), clip("b", time_range("0", "5"))})}));
        ASSERT_EQ(edit.tracks[0].events.size(), 2U) << value;
        EXPECT_EQ(edit.tracks[0].events[0].duration, 0) << value;
        EXPECT_EQ(edit.tracks[0].events[1].duration, 5) << value;
    }
}

} // namespace
} // namespace seamline::interchange
