#include "app/interchange/otio.h"

#include "otio_text.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace seamline::interchange {
namespace {

using namespace test;
using Json = nlohmann::ordered_json;

Edit read(const std::string& text) {
    auto edits = read_otio(text, "cut.otio");
    if (!edits) {
        ADD_FAILURE() << edits.error().message;
        return {};
    }
    return edits.value().front();
}

WrittenEdit written(const Edit& edit, OtioOptions options = {}) {
    auto result = write_otio(edit, options);
    if (!result) {
        ADD_FAILURE() << result.error().message;
        return {};
    }
    return std::move(result).value();
}

bool has_loss(const WrittenEdit& edit, const std::string& part) {
    return std::ranges::any_of(edit.losses, [&](const EditNote& loss) {
        return loss.what.find(part) != std::string::npos;
    });
}

/// Without what only says where in a document things were.
Edit placeless(Edit edit) {
    for (Track& track : edit.tracks) {
        track.place.clear();
        for (Event& event : track.events) {
            event.place.clear();
            for (EditMarker& marker : event.markers) marker.place.clear();
        }
        for (Transition& transition : track.transitions) transition.place.clear();
    }
    for (EditMarker& marker : edit.markers) marker.place.clear();
    return edit;
}

void expect_same_cut(const Edit& a, const Edit& b) {
    const Edit x = placeless(a);
    const Edit y = placeless(b);
    EXPECT_EQ(x.name, y.name);
    EXPECT_EQ(x.rate, y.rate);
    EXPECT_EQ(x.start_frame, y.start_frame);
    EXPECT_EQ(x.drop_frame, y.drop_frame);
    EXPECT_EQ(x.width, y.width);
    EXPECT_EQ(x.markers, y.markers);
    ASSERT_EQ(x.tracks.size(), y.tracks.size());
    for (std::size_t t = 0; t < x.tracks.size(); ++t) {
        EXPECT_EQ(x.tracks[t].transitions, y.tracks[t].transitions);
        ASSERT_EQ(x.tracks[t].events.size(), y.tracks[t].events.size());
        for (std::size_t e = 0; e < x.tracks[t].events.size(); ++e)
            EXPECT_EQ(x.tracks[t].events[e], y.tracks[t].events[e]) << t << ", " << e;
        EXPECT_EQ(x.tracks[t], y.tracks[t]);
    }
}

/// Everything an Edit can say, with the gaps named.
Edit rich_edit(const Rational& rate) {
    Edit edit;
    edit.name = "sh010 \"review\"";
    edit.rate = rate;
    edit.start_frame = 86'400;
    edit.width = 1920;
    edit.height = 1080;
    edit.markers.push_back(
        {.record = 5, .duration = 3, .name = "m", .note = "n", .color = "RED", .author = "Ann"});
    Track track{.name = "V1"};
    Event first{.name = "a", .duration = 24, .source_start = {Rational(86'410), rate}};
    first.media.push_back({.key = "sora",
                           .name = "S",
                           .url = "file:///a.mov",
                           .reel = "A001",
                           .start = RationalTime{Rational(86'400), rate},
                           .duration = RationalTime{Rational(200), rate},
                           .generator = "Sora 2"});
    first.media.push_back({.key = "veo", .url = "S:\\b.mov"});
    first.media.push_back(
        {.key = "seq", .url = "/s/", .sequence = SequenceFiles{"p.", ".exr", 1001, 1, 4}});
    first.active = 1;
    first.cdl = EventCdl{{1, 2, 3}, {0.1, 0, 0}, {1, 1, 0.9}, 0.7};
    first.reframe = {0.25, -0.5, 1.5, true, false};
    first.origin = Origin::Generated;
    first.markers.push_back(
        {.record = 4, .duration = 2, .name = "hand", .note = "melts", .color = "PINK"});
    Event second{.name = "back",
                 .record_in = 24,
                 .duration = 10,
                 .source_start = {Rational(50), Rational(25)},
                 .speed = Rational(-1, 2)};
    second.media.push_back({.key = "DEFAULT_MEDIA", .url = "file:///c.mov"});
    Event gap{.kind = EventKind::Gap, .record_in = 34, .duration = 6};
    Event freeze{.name = "still",
                 .record_in = 40,
                 .duration = 12,
                 .source_start = {Rational(7), rate},
                 .speed = Rational(0),
                 .enabled = false};
    freeze.media.push_back({.key = "DEFAULT_MEDIA", .name = "offline"});
    track.events = {first, second, gap, freeze};
    track.transitions.push_back({.name = "SMPTE_Dissolve", .at = 24, .before = 4, .after = 5});
    Track sound{.kind = TrackKind::Audio, .name = "A1", .enabled = false};
    Event voice{.name = "voice", .duration = 52, .source_start = {Rational(0), rate}};
    voice.media.push_back({.key = "DEFAULT_MEDIA", .url = "v.wav"});
    sound.events.push_back(voice);
    edit.tracks = {track, sound};
    return edit;
}

TEST(WriteOtio, RoundTripsAllOfANewEdit) {
    for (const Rational& rate :
         {Rational(24000, 1001), Rational(24), Rational(25), Rational(30000, 1001), Rational(60)}) {
        Edit edit = rich_edit(rate);
        const WrittenEdit file = written(edit);
        EXPECT_TRUE(file.losses.empty());
        expect_same_cut(edit, read(file.text));
    }
}

TEST(WriteOtio, NleSafeCarriesTheShownTakeAndSaysSo) {
    Edit edit = rich_edit(Rational(24));
    const WrittenEdit file = written(edit, {.profile = OtioProfile::NleSafe});
    EXPECT_TRUE(has_loss(file, "2 other takes"));
    EXPECT_EQ(file.text.find("Clip.2"), std::string::npos);
    EXPECT_NE(file.text.find("Marker.2"), std::string::npos);
    MediaReference shown = edit.tracks[0].events[0].media[1];
    shown.key = "DEFAULT_MEDIA";
    edit.tracks[0].events[0].media = {shown};
    edit.tracks[0].events[0].active = 0;
    expect_same_cut(edit, read(file.text));
}

TEST(WriteOtio, FillsHolesWithGaps) {
    Edit edit = rich_edit(Rational(24));
    std::erase_if(edit.tracks[0].events, [](const Event& e) { return e.kind == EventKind::Gap; });
    expect_same_cut(rich_edit(Rational(24)), read(written(edit).text));
}

TEST(WriteOtio, NeverWritesWhatOldReadersRefuse) {
    const std::string text = timeline({track(
        {clip("a", time_range("0", "24"),
              R"(, "metadata": {"x": NaN}, "color": {"OTIO_SCHEMA": "Color.1", "r": 1}, "effects":
           [{"OTIO_SCHEMA": "Paint.1"}, {"OTIO_SCHEMA": "Effect.1", "effect_name": "Blur"}],
           "markers": [{"OTIO_SCHEMA": "Marker.3", "color": {"OTIO_SCHEMA": "Color.1", "r": 1, "g": 0,
           "b": 0, "a": 1, "name": "Red"}, "marked_range": )" +
                  time_range("1", "1") + "}]")})});
    const WrittenEdit full = written(read(text));
    EXPECT_EQ(full.text.find("NaN"), std::string::npos);
    EXPECT_EQ(full.text.find("Marker.3"), std::string::npos);
    EXPECT_NE(full.text.find("\"color\": \"RED\""), std::string::npos);
    EXPECT_NE(full.text.find("Paint.1"), std::string::npos); // The file's own stays in Full.
    EXPECT_TRUE(has_loss(full, "NaN"));
    const WrittenEdit safe = written(read(text), {.profile = OtioProfile::NleSafe});
    EXPECT_EQ(safe.text.find("Paint.1"), std::string::npos);
    EXPECT_EQ(safe.text.find("Color.1"), std::string::npos);
    EXPECT_NE(safe.text.find("Blur"), std::string::npos);
    EXPECT_TRUE(has_loss(safe, "Paint.1"));
}

/// A timeline with foreign keys everywhere, a nest, and a second timeline beside it.
std::string foreign_document() {
    const std::string meta = R"(, "metadata": {"studio": {"id": 7}}, "x_key": [1, 2])";
    const std::string nest = stack({track({clip("n1", time_range("0", "20"), meta)}),
                                    track({gap("5"), clip("n2", time_range("0", "5"))})},
                                   meta);
    return R"({"OTIO_SCHEMA": "SerializableCollection.1", "children": [)" +
           timeline({track({clip("a", time_range("0", "10"), meta),
                            clip("b", time_range("5", "10"), meta), nest,
                            clip("c", time_range("0", "9"), meta)},
                           meta),
                     track({clip("top", time_range("0", "4"), R"(, "enabled": false)")})},
                    meta + R"(, "global_start_time": )" + rational_time("0")) +
           "," + timeline({}, R"(, "other": "stays")") + "]}";
}

TEST(WriteOtio, ChangesADocumentOnlyWhereTheEditChanged) {
    const std::string text = foreign_document();
    const Edit edit = read(text);
    ASSERT_EQ(edit.tracks[0].events.size(), 6U); // a b n1 n2 n1 c
    EXPECT_EQ(Json::parse(written(edit).text), Json::parse(text));

    Edit changed = edit;
    changed.tracks[0].events[3].media[0].url = "file:///new.mov"; // n2, inside the nest.
    Json expected = Json::parse(text);
    expected.at(Json::json_pointer(
        edit.tracks[0].events[3].place))["media_references"]["DEFAULT_MEDIA"]["target_url"] =
        "file:///new.mov";
    EXPECT_EQ(Json::parse(written(changed).text), expected);
}

TEST(WriteOtio, ATrimKeepsForeignKeysAndTheNest) {
    const Edit edit = read(foreign_document());
    Edit changed = edit;
    auto& events = changed.tracks[0].events;
    events[0].duration -= 3; // Ripple: all that follows comes 3 frames earlier.
    for (std::size_t i = 1; i < events.size(); ++i) events[i].record_in -= 3;
    const WrittenEdit file = written(changed);
    EXPECT_TRUE(file.losses.empty());
    expect_same_cut(changed, read(file.text));
    const Json root = Json::parse(file.text);
    const Json& children = root["children"][0]["tracks"]["children"][0]["children"];
    ASSERT_EQ(children.size(), 4U);
    EXPECT_EQ(children[0]["metadata"]["studio"]["id"], 7);
    EXPECT_EQ(children[2]["OTIO_SCHEMA"], "Stack.1");
    EXPECT_EQ(children[2]["x_key"].size(), 2U);
    EXPECT_EQ(root["children"][1]["other"], "stays");
}

TEST(WriteOtio, AChangeInsideANestFlattensItAndSaysSo) {
    const Edit edit = read(foreign_document());
    Edit changed = edit;
    changed.tracks[0].events[2].source_start.value = Rational(2);
    const WrittenEdit file = written(changed);
    EXPECT_TRUE(has_loss(file, "a nest in which something changed"));
    expect_same_cut(changed, read(file.text));
}

TEST(WriteOtio, EveryKindOfChangeIsReadBack) {
    const Edit edit = read(foreign_document());
    Edit changed = edit;
    auto& events = changed.tracks[0].events;
    std::swap(events[0], events[1]); // Order.
    events[0].record_in = 0;
    events[1].record_in = 10;
    events[0].speed = Rational(-2);
    events[0].source_start.value = Rational(40);
    events[1].speed = Rational(0);
    events[1].cdl = EventCdl{.saturation = 0.5};
    events[1].reframe.scale = 2;
    events[1].origin = Origin::LiveAction;
    events[5].enabled = false;
    events[5].name = "renamed";
    events[5].media.push_back({.key = "veo", .url = "file:///v.mov"});
    events[5].active = 1;
    events[5].markers.push_back(
        {.record = events[5].record_in + 2, .note = "here", .color = "BLUE"});
    Event inserted{.name = "new",
                   .record_in = events[5].record_out() + 4,
                   .duration = 3,
                   .source_start = {Rational(1), Rational(24)}};
    inserted.media.push_back({.key = "DEFAULT_MEDIA", .url = "/n.mov"});
    Event hole{.kind = EventKind::Gap, .record_in = events[5].record_out(), .duration = 4};
    events.push_back(hole);
    events.push_back(inserted);
    changed.tracks[0].transitions.push_back(
        {.name = "SMPTE_Dissolve", .at = 10, .before = 2, .after = 2});
    std::swap(changed.tracks[0], changed.tracks[1]);
    changed.name = "cut v2";
    changed.start_frame = 24;
    changed.width = 640;
    changed.markers.push_back(
        {.record = 9, .duration = 2, .name = "end", .note = "", .color = "RED"});
    const WrittenEdit file = written(changed);
    expect_same_cut(changed, read(file.text));

    // And taken away again, from what was written.
    Edit second = read(file.text);
    second.markers.clear();
    second.tracks.pop_back();
    second.name = "cut v3";
    expect_same_cut(second, read(written(second).text));
}

TEST(WriteOtio, MovesTheTrimOfTheTopStackIntoClips) {
    Edit edit =
        read(R"({"OTIO_SCHEMA": "Timeline.1", "name": "t", "global_start_time": )" +
             rational_time("0") + R"(, "tracks": )" +
             stack({track({clip("a", time_range("0", "20")), clip("b", time_range("0", "20"))})},
                   R"(, "source_range": )" + time_range("5", "30") +
                       R"(, "markers": [{"OTIO_SCHEMA": "Marker.2", "marked_range": )" +
                       time_range("8", "1") + "}]") +
             "}");
    EXPECT_EQ(edit.markers.at(0).record, 3);
    edit.tracks[0].events[1].duration -= 5;
    expect_same_cut(edit, read(written(edit).text));
}

TEST(WriteOtio, NamesRelinkedMediaOnlyWhenAsked) {
    Edit edit = read(timeline({track({clip("a", time_range("0", "20"))})}));
    edit.tracks[0].events[0].media[0].path = "/mnt/x y/a.mov";
    EXPECT_EQ(written(edit).text.find("/mnt"), std::string::npos);
    EXPECT_NE(written(edit, {.relinked_urls = true}).text.find("file:///mnt/x%20y/a.mov"),
              std::string::npos);
}

TEST(WriteOtio, TakesTheLastOfEqualKeys) {
    const std::string range = R"(, "source_range": )" + time_range("0", "7");
    const Edit edit = read(timeline({track({clip("a", time_range("0", "20"), range)})}));
    EXPECT_EQ(edit.duration(), 7);
    for (const OtioProfile profile : {OtioProfile::Full, OtioProfile::NleSafe})
        EXPECT_EQ(read(written(edit, {.profile = profile}).text).duration(), 7);
}

TEST(WriteOtio, RefusesWhatIsNoCut) {
    Edit edit = rich_edit(Rational(24));
    edit.tracks[0].events[1].record_in = 3;
    EXPECT_EQ(write_otio(edit).error().code, ErrorCode::InvalidArgument);
    edit = rich_edit(Rational(24));
    edit.rate = Rational(0);
    EXPECT_EQ(write_otio(edit).error().code, ErrorCode::InvalidArgument);
    edit = read(timeline({track({})}));
    auto document = std::make_shared<EditDocument>(*edit.document);
    document->place = "/nowhere";
    edit.document = document;
    EXPECT_EQ(write_otio(edit).error().code, ErrorCode::Corrupt);
}

} // namespace
} // namespace seamline::interchange
