// An edit written and read again is the same edit, within what each format carries, at every rate.
#include "app/interchange/edl.h"
#include "app/interchange/fcpxml.h"
#include "app/interchange/xmeml.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace seamline::interchange {
namespace {

struct Rate {
    Rational rate;
    bool drop_frame;
};

MediaReference medium(const std::string& name, const Rational& rate, std::int64_t start) {
    MediaReference media;
    media.key = "DEFAULT_MEDIA";
    media.name = name;
    media.url = "file:///Volumes/x/" + name + ".mov";
    media.reel = "R" + name;
    media.start = RationalTime{Rational(start), rate};
    media.duration = RationalTime{Rational(1000), rate};
    return media;
}

Event clip(const std::string& name, const Rational& rate, std::int64_t record,
           std::int64_t duration, std::int64_t source, const Rational& speed) {
    Event event;
    event.name = name;
    event.record_in = record;
    event.duration = duration;
    event.source_start = {Rational(86'400 + source), rate};
    event.speed = speed;
    event.media.push_back(medium(name, rate, 86'400));
    return event;
}

/// What all three formats carry.
Edit common_edit(const Rate& rate) {
    Edit edit;
    edit.name = "round trip";
    edit.rate = rate.rate;
    edit.drop_frame = rate.drop_frame;
    edit.start_frame = 86'400;
    edit.width = 1920;
    edit.height = 1080;
    Track track;
    track.kind = TrackKind::Video;
    track.events = {
        clip("a", rate.rate, 0, 48, 100, 1),   clip("b", rate.rate, 48, 60, 200, 1),
        clip("c", rate.rate, 120, 30, 300, 2), clip("d", rate.rate, 150, 24, 400, -1),
        clip("e", rate.rate, 174, 24, 500, 0), clip("f", rate.rate, 198, 48, 600, {1, 2})};
    track.transitions = {{TransitionKind::Dissolve, "Cross Dissolve", 48, 0, 12, {}}};
    track.events[1].markers = {{50, 1, "hand melts", "", "RED", ""}};
    edit.tracks.push_back(track);
    return edit;
}

/// As `edit` without what says where it was read, and without the empty time that events of kind
/// Gap only name.
Edit plain(Edit edit, bool names_tracks) {
    edit.document.reset();
    edit.notes.clear();
    for (Track& track : edit.tracks) {
        track.place.clear();
        if (!names_tracks) track.name.clear();
        std::erase_if(track.events,
                      [](const Event& event) { return event.kind == EventKind::Gap; });
        for (Event& event : track.events) event.place.clear();
        for (Transition& transition : track.transitions) transition.place.clear();
    }
    return edit;
}

void expect_same(const Edit& read, const Edit& edit) {
    EXPECT_EQ(read.name, edit.name);
    EXPECT_EQ(read.rate, edit.rate);
    EXPECT_EQ(read.start_frame, edit.start_frame);
    EXPECT_EQ(read.drop_frame, edit.drop_frame);
    EXPECT_EQ(read.markers, edit.markers);
    ASSERT_EQ(read.tracks.size(), edit.tracks.size());
    for (std::size_t t = 0; t < edit.tracks.size(); ++t) {
        const Track& a = read.tracks[t];
        const Track& b = edit.tracks[t];
        EXPECT_EQ(a.kind, b.kind);
        EXPECT_EQ(a.name, b.name);
        EXPECT_EQ(a.enabled, b.enabled);
        EXPECT_EQ(a.transitions, b.transitions) << "track " << t;
        ASSERT_EQ(a.events.size(), b.events.size()) << "track " << t;
        for (std::size_t i = 0; i < b.events.size(); ++i) {
            const Event& x = a.events[i];
            const Event& y = b.events[i];
            EXPECT_EQ(x.name, y.name);
            EXPECT_EQ(x.record_in, y.record_in) << y.name;
            EXPECT_EQ(x.duration, y.duration) << y.name;
            EXPECT_EQ(x.source_start, y.source_start)
                << y.name << ": " << x.source_start.value.text() << " at "
                << x.source_start.rate.text();
            EXPECT_EQ(x.speed, y.speed) << y.name << ": " << x.speed.text();
            EXPECT_EQ(x.media, y.media) << y.name;
            EXPECT_EQ(x.enabled, y.enabled) << y.name;
            EXPECT_EQ(x.cdl, y.cdl) << y.name;
            EXPECT_EQ(x.reframe, y.reframe) << y.name;
            EXPECT_EQ(x.origin, y.origin) << y.name;
            EXPECT_EQ(x.markers, y.markers) << y.name;
            EXPECT_TRUE(x == y) << y.name;
        }
    }
}

std::string listed(const std::vector<EditNote>& notes) {
    std::string out;
    for (const EditNote& note : notes) out += note.where + ": " + note.what + "\n";
    return out;
}

class RoundTrip : public testing::TestWithParam<Rate> {};

TEST_P(RoundTrip, Cmx3600) {
    Edit edit = common_edit(GetParam());
    Track& track = edit.tracks[0];
    track.name = "V";
    track.events[0].cdl = EventCdl{{1.2, 1, 0.9}, {0.01, 0, -0.02}, {1, 1.1, 1}, 0.8};
    // The format has no room for these.
    edit.width = edit.height = 0;
    for (Event& event : track.events) {
        event.media[0].start.reset();
        event.media[0].duration.reset();
    }
    const auto written = write_edl(edit);
    ASSERT_TRUE(written);
    EXPECT_EQ(listed(written.value().losses), "");
    const auto read = read_edl(written.value().text, "round.edl", {edit.rate});
    ASSERT_TRUE(read) << written.value().text;
    expect_same(plain(read.value().at(0), true), edit);
    // Written again from the list itself, nothing changes.
    const auto again = write_edl(read.value().at(0));
    ASSERT_TRUE(again);
    EXPECT_TRUE(again.value().text == written.value().text) << again.value().text;
}

TEST_P(RoundTrip, Xmeml) {
    Edit edit = common_edit(GetParam());
    const Rational rate = edit.rate;
    Track& track = edit.tracks[0];
    track.name = "base";
    track.transitions[0].before = 6;
    track.events[0].cdl = EventCdl{{1.2, 1, 0.9}, {0.01, 0, -0.02}, {1, 1.1, 1}, 0.8};
    track.events[1].enabled = false;
    track.events[2].reframe = {0.25, -0.5, 1.5, false, false};
    track.events[3].reframe = {0, 0, 1, true, false};
    track.events[5].speed = {2, 3};
    track.events[5].markers = {{200, 5, "long", "a note", "", ""}};
    Event finer = clip("g", 25, 250, 24, 0, 1);
    if (rate != Rational(25)) track.events.push_back(finer); // Another rate than the edit's.
    Track sound;
    sound.kind = TrackKind::Audio;
    sound.name = "A1";
    sound.events = {clip("a", rate, 0, 48, 100, 1)};
    Track top;
    top.name = "over";
    top.enabled = false;
    top.events = {clip("h", rate, 10, 20, 0, 1)};
    edit.tracks.push_back(top);
    edit.tracks.push_back(sound);
    edit.markers = {{30, 1, "m", "", "BLUE", ""}, {60, 10, "", "range", "", ""}};
    const auto written = write_xmeml(edit);
    ASSERT_TRUE(written);
    EXPECT_EQ(listed(written.value().losses),
              "round trip: scale of a reframe: as if the file had the sequence's size\n");
    const auto read = read_xmeml(written.value().text, "round.xml");
    ASSERT_TRUE(read) << written.value().text;
    ASSERT_EQ(read.value().size(), 1U);
    expect_same(plain(read.value()[0], true), edit);
    const auto again = write_xmeml(read.value()[0]);
    ASSERT_TRUE(again);
    EXPECT_TRUE(again.value().text == written.value().text) << again.value().text;
}

TEST_P(RoundTrip, Fcpxml) {
    Edit edit = common_edit(GetParam());
    const Rational rate = edit.rate;
    Track& track = edit.tracks[0];
    track.name = "Storyline";
    track.transitions[0].before = 6;
    track.events[1].enabled = false;
    track.events[2].reframe = {0.25, -0.5, 1.5, true, false};
    track.events[2].origin = Origin::Generated;
    track.events[5].speed = {2, 3};
    track.events[5].markers = {{200, 5, "long", "a note", "", ""},
                               {210, 1, "done", "", "GREEN", ""}};
    // Takes of a slot, each with its own slip, speed and reframe.
    Event& slot = track.events[0];
    slot.media[0].key = "veo31_t03";
    slot.media[0].generator = "Veo 3.1";
    MediaReference other = medium("sora", rate, 0);
    other.key = "sora2_t01";
    other.generator = "Sora 2";
    other.source_start = RationalTime{Rational(7), rate};
    other.speed = Rational(1, 2);
    other.reframe = Reframe{0, 0.125, 2, false, true};
    slot.media.push_back(other);
    Track over;
    over.name = "Lane 1";
    over.events = {clip("h", 25, 10, 20, 0, 1), clip("i", rate, 40, 20, 0, 1)};
    Track faded;
    faded.name = "Lane 2";
    faded.events = {clip("j", rate, 60, 20, 0, 1), clip("k", rate, 80, 20, 0, 1)};
    faded.transitions = {{TransitionKind::Dissolve, "Cross Dissolve", 80, 4, 4, {}}};
    Track sound;
    sound.kind = TrackKind::Audio;
    sound.name = "Audio lane -1";
    sound.events = {clip("a", rate, 0, 48, 100, 1)};
    sound.events[0].media = {slot.media[0]};
    edit.tracks.insert(edit.tracks.end(), {over, faded, sound});
    const auto written = write_fcpxml(edit);
    ASSERT_TRUE(written);
    EXPECT_EQ(listed(written.value().losses), "");
    const auto read = read_fcpxml(written.value().text, "round.fcpxml");
    ASSERT_TRUE(read) << written.value().text;
    ASSERT_EQ(read.value().size(), 1U);
    EXPECT_EQ(listed(read.value()[0].notes), "");
    expect_same(plain(read.value()[0], true), edit);
    const auto again = write_fcpxml(read.value()[0]);
    ASSERT_TRUE(again);
    EXPECT_TRUE(again.value().text == written.value().text) << again.value().text;
}

INSTANTIATE_TEST_SUITE_P(Rates, RoundTrip,
                         testing::Values(Rate{{24000, 1001}, false}, Rate{24, false},
                                         Rate{25, false}, Rate{{30000, 1001}, true},
                                         Rate{{30000, 1001}, false}, Rate{30, false},
                                         Rate{50, false}, Rate{{60000, 1001}, true},
                                         Rate{60, false}));

} // namespace
} // namespace seamline::interchange
