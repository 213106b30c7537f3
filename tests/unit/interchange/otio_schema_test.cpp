// Documents with every field that the published schema lists, in the forms that its versions write.
// Source of the fields: OpenTimelineIO's "Serialized Data (Fields Only)".
#include "app/interchange/otio.h"
#include "app/interchange/write_edit.h"

#include "otio_text.h"

#include <gtest/gtest.h>

#include <algorithm>

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

std::string all_notes(const Edit& edit) {
    std::string all;
    for (const EditNote& note : edit.notes) all += note.where + ": " + note.what + "\n";
    return all;
}

/// What every Item of the present library writes besides its own fields, nothing being set.
const std::string kItem = R"("metadata": {}, "effects": [], "markers": [], "enabled": true,
    "color": null, )";
const std::string kReference = R"("metadata": {}, "available_image_bounds": null, )";

TEST(OtioSchema, WhatThePresentLibraryWritesLeavesNoNotes) {
    const std::string movie = R"({"OTIO_SCHEMA": "ExternalReference.1", )" + kReference +
                              R"("name": "m", "available_range": )" + time_range("0.0", "240.0") +
                              R"(, "target_url": "file:///m.mov"})";
    const std::string frames =
        R"({"OTIO_SCHEMA": "ImageSequenceReference.1", )" + kReference +
        R"("name": "", "available_range": )" + time_range("1001.0", "100.0") +
        R"(, "target_url_base": "file:///exr/", "name_prefix": "sh.", "name_suffix": ".exr",
            "start_frame": 1001, "frame_step": 1, "rate": 24.0, "frame_zero_padding": 4,
            "missing_frame_policy": "error"})";
    const auto shot = [&](const std::string& name, const std::string& start,
                          const std::string& reference) {
        return R"({"OTIO_SCHEMA": "Clip.2", )" + kItem + R"("name": ")" + name +
               R"(", "source_range": )" + time_range(start, "24.0") +
               R"(, "media_references": {"DEFAULT_MEDIA": )" + reference +
               R"(}, "active_media_reference_key": "DEFAULT_MEDIA"})";
    };
    const std::string dissolve =
        R"({"OTIO_SCHEMA": "Transition.1", "metadata": {}, "name": "", "in_offset": )" +
        rational_time("6.0") + R"(, "out_offset": )" + rational_time("6.0") +
        R"(, "transition_type": "SMPTE_Dissolve"})";
    const std::string hole = R"({"OTIO_SCHEMA": "Gap.1", )" + kItem +
                             R"("name": "", "source_range": )" + time_range("0.0", "12.0") + "}";
    const std::string track = R"({"OTIO_SCHEMA": "Track.1", )" + kItem +
                              R"("name": "V1", "source_range": null, "children": [)" +
                              shot("a", "0.0", movie) + "," + dissolve + "," +
                              shot("b", "1010.0", frames) + "," + hole + R"(], "kind": "Video"})";
    const Edit edit =
        only(R"({"OTIO_SCHEMA": "Timeline.1", "metadata": {}, "name": "cut",
        "global_start_time": null, "tracks": {"OTIO_SCHEMA": "Stack.1", )" +
             kItem + R"("name": "tracks", "source_range": null, "children": [)" + track + "]}}");
    EXPECT_EQ(all_notes(edit), "");
    EXPECT_EQ(edit.rate, Rational(24));
    const auto& events = edit.tracks.at(0).events;
    ASSERT_EQ(events.size(), 3U);
    EXPECT_EQ(events[0].active_media()->url, "file:///m.mov");
    ASSERT_TRUE(events[1].active_media()->sequence);
    EXPECT_EQ(events[1].active_media()->sequence->first, 1001);
    EXPECT_EQ(events[1].source_start.value, Rational(1010));
    EXPECT_EQ(events[2].kind, EventKind::Gap);
    EXPECT_EQ(edit.tracks[0].transitions.at(0).before, 6);
    for (const Event& event : events) EXPECT_TRUE(event.unsupported.empty());
}

TEST(OtioSchema, TheFirstVersionsAreReadAlike) {
    // Whole numbers as integers, Sequence and Filler, one reference per clip, no `enabled`.
    const auto time = [](int value) {
        return R"({"OTIO_SCHEMA": "RationalTime.1", "rate": 24, "value": )" +
               std::to_string(value) + "}";
    };
    const auto range = [&](int start, int duration) {
        return R"({"OTIO_SCHEMA": "TimeRange.1", "duration": )" + time(duration) +
               R"(, "start_time": )" + time(start) + "}";
    };
    const std::string clip_1 =
        R"({"OTIO_SCHEMA": "Clip.1", "name": "a", "metadata": {}, "effects": [], "markers": [
            {"OTIO_SCHEMA": "Marker.1", "name": "m", "metadata": {}, "range": )" +
        range(5, 1) + R"(}], "source_range": )" + range(0, 24) +
        R"(, "media_reference": {"OTIO_SCHEMA": "ExternalReference.1", "name": null,
            "metadata": {}, "available_range": )" +
        range(0, 48) + R"(, "target_url": "/show/a.mov"}})";
    const std::string lost = R"({"OTIO_SCHEMA": "Clip.1", "name": "lost", "source_range": )" +
                             range(0, 10) +
                             R"(, "media_reference": {"OTIO_SCHEMA": "MissingReference.1",
            "name": null, "available_range": null, "metadata": {}}})";
    const std::string base = R"({"OTIO_SCHEMA": "Clip.1", "name": "base", "source_range": )" +
                             range(0, 10) +
                             R"(, "media_reference": {"OTIO_SCHEMA": "MediaReference.1",
            "name": null, "available_range": null, "metadata": {}}})";
    const std::string filler =
        R"({"OTIO_SCHEMA": "Filler.1", "name": "", "source_range": )" + range(0, 6) + "}";
    const Edit edit = only(
        R"({"OTIO_SCHEMA": "Timeline.1", "name": "old", "metadata": {}, "tracks":
        {"OTIO_SCHEMA": "Stack.1", "name": "tracks", "source_range": null, "children": [
        {"OTIO_SCHEMA": "Sequence.1", "name": "V", "kind": "Video", "source_range": null,
         "children": [)" +
        clip_1 + "," + filler + "," + lost + "," + base + "]}]}}");
    const auto& events = edit.tracks.at(0).events;
    ASSERT_EQ(events.size(), 4U);
    EXPECT_EQ(edit.rate, Rational(24));
    EXPECT_EQ(events[0].duration, 24);
    EXPECT_EQ(events[0].active_media()->url, "/show/a.mov");
    EXPECT_EQ(events[0].markers.at(0).record, 5);
    EXPECT_EQ(events[1].kind, EventKind::Gap);
    for (const std::size_t offline : {std::size_t{2}, std::size_t{3}}) {
        EXPECT_TRUE(events[offline].unsupported.empty()) << "offline is no effect";
        EXPECT_TRUE(events[offline].active_media()->url.empty());
    }
    EXPECT_EQ(all_notes(edit), "");
}

TEST(OtioSchema, EffectsOfEveryKindAreShownOrNamed) {
    const auto with = [](const std::string& effect) {
        return clip("a", time_range("0", "24"),
                    R"(, "effects": [{"metadata": {}, "name": "n", )" + effect + "}]");
    };
    const Edit edit = only(timeline({track({
        with(R"("OTIO_SCHEMA": "LinearTimeWarp.1", "effect_name": "LinearTimeWarp",
                "time_scalar": 2.0)"),
        with(R"("OTIO_SCHEMA": "FreezeFrame.1", "effect_name": "FreezeFrame", "time_scalar": 0)"),
        with(R"("OTIO_SCHEMA": "TimeEffect.1", "effect_name": "ramp")"),
        with(R"("OTIO_SCHEMA": "Effect.1", "effect_name": "blur")"),
        with(R"("OTIO_SCHEMA": "Warp.3", "effect_name": "of a plug-in")"),
    })}));
    const auto& events = edit.tracks.at(0).events;
    ASSERT_EQ(events.size(), 5U);
    EXPECT_EQ(events[0].speed, Rational(2));
    EXPECT_EQ(events[1].speed, Rational(0));
    for (const std::size_t named : {std::size_t{2}, std::size_t{3}, std::size_t{4}}) {
        EXPECT_EQ(events[named].speed, Rational(1));
        EXPECT_EQ(events[named].unsupported.size(), 1U) << named;
    }
}

TEST(OtioSchema, WhatIsOfNoKnownKindKeepsItsPlaceAndIsNamed) {
    const auto unknown = [](const std::string& schema) {
        return R"({"OTIO_SCHEMA": ")" + schema + R"(", "OTIO_REF_ID": "x-1", "name": "u", )" +
               R"("metadata": {}, "source_range": )" + time_range("0", "10") + "}";
    };
    const std::string reference =
        R"({"OTIO_SCHEMA": "Clip.2", "name": "r", "source_range": )" + time_range("0", "5") +
        R"(, "active_media_reference_key": "DEFAULT_MEDIA", "media_references": {"DEFAULT_MEDIA":
            {"OTIO_SCHEMA": "SerializableObjectRef.1", "id": "ExternalReference-1"}}})";
    const std::string made =
        R"({"OTIO_SCHEMA": "Clip.2", "name": "g", "source_range": )" + time_range("0", "5") +
        R"(, "active_media_reference_key": "DEFAULT_MEDIA", "media_references": {"DEFAULT_MEDIA":
            {"OTIO_SCHEMA": "GeneratorReference.1", "metadata": {}, "name": "", "generator_kind":
             "SMPTEBars", "parameters": {"a": 1}, "available_range": null,
             "available_image_bounds": null}}})";
    const Edit edit =
        only(timeline({track({unknown("BogusName.3"), unknown("Composition.1"), unknown("Item.1"),
                              reference, made, clip("after", time_range("0", "7"))})}));
    const auto& events = edit.tracks.at(0).events;
    ASSERT_EQ(events.size(), 6U);
    EXPECT_EQ(events.back().record_in, 3 * 10 + 5 + 5);
    for (std::size_t i = 0; i < 5; ++i) {
        ASSERT_EQ(events[i].unsupported.size(), 1U) << i;
        EXPECT_FALSE(events[i].unsupported[0].empty());
    }
    EXPECT_NE(events[4].unsupported[0].find("SMPTEBars"), std::string::npos);
    EXPECT_NE(all_notes(edit).find("SerializableObjectRef"), std::string::npos);
}

TEST(OtioSchema, WhatIsWrittenHasTheFieldsOfTheSchema) {
    Edit edit;
    edit.name = "made";
    edit.tracks.push_back({.name = "V1"});
    Event event{.name = "a", .duration = 24, .source_start = {Rational(0), Rational(24)}};
    event.media.push_back({.key = "DEFAULT_MEDIA", .url = "file:///a.mov"});
    edit.tracks[0].events = {event};
    const auto written = write_edit(edit, "made.otio", {OtioProfile::NleSafe, false});
    ASSERT_TRUE(written) << written.error().message;
    const std::string& text = written.value().text;
    // The classes of the first published versions, which every reader knows.
    for (const char* schema : {"Timeline.1", "Stack.1", "Track.1", "Clip.1", "ExternalReference.1",
                               "TimeRange.1", "RationalTime.1"})
        EXPECT_NE(text.find('"' + std::string(schema) + '"'), std::string::npos) << schema;
    for (const char* field :
         {"\"tracks\"", "\"children\"", "\"kind\"", "\"source_range\"", "\"media_reference\"",
          "\"target_url\"", "\"start_time\"", "\"duration\"", "\"rate\"", "\"value\"",
          "\"metadata\"", "\"effects\"", "\"markers\"", "\"name\""})
        EXPECT_NE(text.find(field), std::string::npos) << field;
}

} // namespace
} // namespace seamline::interchange
