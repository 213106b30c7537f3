#include "app/interchange/edit_changes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

namespace seamline::interchange {
namespace {

Event shot(const std::string& media, std::int64_t source, std::int64_t duration) {
    Event event{
        .name = media, .duration = duration, .source_start = {Rational(source), Rational(24)}};
    event.media.push_back({.key = "DEFAULT_MEDIA", .url = "file:///takes/" + media + ".mov"});
    return event;
}

/// Events one after another.
Edit cut(std::vector<Event> events) {
    Edit edit;
    Track track;
    std::int64_t at = 0;
    for (Event& event : events) {
        event.record_in = at;
        at += event.duration;
        track.events.push_back(std::move(event));
    }
    edit.tracks.push_back(std::move(track));
    return edit;
}

Event gap(std::int64_t duration) { return {.kind = EventKind::Gap, .duration = duration}; }

/// "Trimmed b 3 0" and the like, for the ends of events.
std::vector<std::string> listed(const Edit& before, const Edit& after) {
    static const char* const kNames[] = {"inserted", "removed",  "moved",  "trimmed",
                                         "swapped",  "retimed",  "graded", "reframed",
                                         "switched", "dissolved"};
    std::vector<std::string> lines;
    for (const EditChange& change : changes_between(before, after)) {
        EXPECT_FALSE(change.what.empty());
        if (change.kind != ChangeKind::Dissolved) {
            EXPECT_EQ(change.record_before.has_value(), change.kind != ChangeKind::Inserted);
        }
        EXPECT_EQ(change.record_after.has_value(), change.kind != ChangeKind::Removed);
        std::string line = kNames[static_cast<int>(change.kind)];
        line += " " + change.name;
        if (change.kind == ChangeKind::Trimmed)
            line += " " + std::to_string(change.head) + " " + std::to_string(change.tail);
        lines.push_back(line);
    }
    return lines;
}

using Lines = std::vector<std::string>;

TEST(ChangesBetween, EqualCutsHaveNone) {
    const Edit edit = cut({shot("a", 0, 10), gap(5), shot("b", 0, 20), shot("a", 0, 10)});
    EXPECT_EQ(listed(edit, edit), Lines{});
    EXPECT_EQ(listed({}, {}), Lines{});
}

// A version that was saved here names media by where they are here.
TEST(ChangesBetween, MediaThatAreLinkedToOneFileAreOne) {
    Edit before = cut({shot("a", 0, 24), shot("b", 0, 24)});
    Edit after = cut({shot("a", 0, 24), shot("b", 0, 20)});
    for (Event& event : after.tracks[0].events)
        event.media[0].url = "file:///here/" + event.name + ".mov";
    EXPECT_EQ(listed(before, after).front(), "swapped a") << "nothing says that it is the same";
    for (Edit* edit : {&before, &after})
        for (Event& event : edit->tracks[0].events)
            event.media[0].path = "/here/" + event.name + ".mov";
    EXPECT_EQ(listed(before, after), std::vector<std::string>{"trimmed b 0 4"});
    // Linked in one of them alone, as spelt there.
    Edit offline = before;
    for (Event& event : offline.tracks[0].events) event.media[0].path.clear();
    EXPECT_TRUE(listed(offline, before).empty());
}

// Media that no edit names are found by their events' names.
TEST(ChangesBetween, MediaWithoutNamesAreThoseOfTheirEvents) {
    Edit linked = cut({shot("a", 0, 24), shot("b", 0, 24)});
    for (Event& event : linked.tracks[0].events) event.media[0].url.clear();
    const Edit offline = linked;
    Edit without = linked;
    for (Event& event : without.tracks[0].events) event.media.clear();
    for (Event& event : linked.tracks[0].events)
        event.media[0].path = "/here/" + event.name + ".mov";
    EXPECT_EQ(listed(linked, offline), Lines{});
    EXPECT_EQ(listed(offline, linked), Lines{});
    EXPECT_EQ(listed(linked, without), Lines{});
    // One reel, no names: each file by its event.
    for (Event& event : linked.tracks[0].events) event.media[0].reel = "A001";
    Edit reels = offline;
    for (Event& event : reels.tracks[0].events) event.media[0].reel = "A001";
    EXPECT_EQ(listed(linked, reels), Lines{});
}

TEST(ChangesBetween, ListsWhatCameAndWentWithItsPlace) {
    const Edit before = cut({shot("a", 0, 10), shot("b", 0, 20), shot("c", 0, 30)});
    const Edit after = cut({shot("a", 0, 10), shot("x", 0, 7), shot("y", 0, 8), shot("c", 0, 30)});
    EXPECT_EQ(listed(before, after), (Lines{"inserted x", "removed b", "inserted y"}));
    const auto changes = changes_between(before, after);
    EXPECT_EQ(changes[1].record_before, 10);
    EXPECT_EQ(changes[2].record_after, 17);
    EXPECT_EQ(listed(before, {}).size(), 3U);
    EXPECT_EQ(listed({}, before).size(), 3U);
}

TEST(ChangesBetween, CountsTrimsAtBothEndsAndSlips) {
    const Edit before = cut({shot("a", 0, 10), shot("b", 100, 20), shot("c", 0, 30)});
    EXPECT_EQ(listed(before, cut({shot("a", 0, 10), shot("b", 103, 17), shot("c", 0, 30)})),
              Lines{"trimmed b 3 0"});
    EXPECT_EQ(listed(before, cut({shot("a", 0, 10), shot("b", 98, 27), shot("c", 0, 30)})),
              Lines{"trimmed b -2 -5"});
    const Edit slipped = cut({shot("a", 0, 10), shot("b", 104, 20), shot("c", 0, 30)});
    EXPECT_EQ(listed(before, slipped), Lines{"trimmed b 4 -4"});
    EXPECT_EQ(changes_between(before, slipped)[0].what, "slipped by 4 frames later");
    // A roll changes both sides and moves nothing else.
    EXPECT_EQ(listed(before, cut({shot("a", 0, 12), shot("b", 102, 18), shot("c", 0, 30)})),
              (Lines{"trimmed a 0 -2", "trimmed b 2 0"}));
}

TEST(ChangesBetween, SeesReversedHeads) {
    Event back = shot("b", 120, 20);
    back.speed = Rational(-1);
    Event trimmed = shot("b", 117, 17);
    trimmed.speed = Rational(-1);
    EXPECT_EQ(listed(cut({back}), cut({trimmed})), Lines{"trimmed b 3 0"});
}

TEST(ChangesBetween, TellsASwappedTakeFromAnInsertion) {
    Event slot = shot("sora", 0, 24);
    slot.name = "sh010";
    slot.media.push_back({.key = "veo", .name = "V", .url = "file:///takes/veo.mov"});
    Event swapped = slot;
    swapped.active = 1;
    const Edit before = cut({shot("a", 0, 10), slot, shot("c", 0, 30)});
    const Edit after = cut({shot("a", 0, 10), swapped, shot("c", 0, 30)});
    EXPECT_EQ(listed(before, after), Lines{"swapped sh010"});
    EXPECT_EQ(changes_between(before, after)[0].what, "take V instead of sora.mov");
    // Without a stack: other media of the same length in the same place.
    EXPECT_EQ(listed(cut({shot("a", 0, 10), shot("b", 0, 20), shot("c", 0, 30)}),
                     cut({shot("a", 0, 10), shot("b2", 5, 20), shot("c", 0, 30)})),
              Lines{"swapped b2"});
}

TEST(ChangesBetween, TellsAMoveFromShiftingWithOthers) {
    const Edit before =
        cut({shot("a", 0, 10), shot("b", 0, 20), shot("c", 0, 20), shot("d", 0, 5)});
    EXPECT_EQ(listed(before,
                     cut({shot("b", 0, 20), shot("c", 0, 20), shot("a", 0, 10), shot("d", 0, 5)})),
              Lines{"moved a"});
    // Exchanged with a neighbour of the same length: one has moved, nothing is swapped.
    const auto exchanged = listed(
        before, cut({shot("a", 0, 10), shot("c", 0, 20), shot("b", 0, 20), shot("d", 0, 5)}));
    ASSERT_EQ(exchanged.size(), 1U);
    EXPECT_TRUE(exchanged[0].starts_with("moved"));
    // Along a gap.
    EXPECT_EQ(listed(cut({shot("a", 0, 10), gap(10), shot("b", 0, 20), gap(10), shot("c", 0, 5)}),
                     cut({shot("a", 0, 10), gap(14), shot("b", 0, 20), gap(6), shot("c", 0, 5)})),
              Lines{"moved b"});
    // A lift leaves a gap and moves nothing.
    EXPECT_EQ(listed(before, cut({shot("a", 0, 10), gap(20), shot("c", 0, 20), shot("d", 0, 5)})),
              Lines{"removed b"});
    // To another track.
    Edit up = cut({shot("a", 0, 10), gap(20), shot("c", 0, 20), shot("d", 0, 5)});
    Event b = shot("b", 0, 20);
    b.record_in = 10;
    up.tracks.push_back({.events = {b}});
    EXPECT_EQ(listed(before, up), Lines{"moved b"});
}

TEST(ChangesBetween, ListsRetimeGradeReframeAndSwitch) {
    const Edit before = cut({shot("a", 0, 10), shot("b", 0, 20)});
    Edit after = before;
    Event& event = after.tracks[0].events[1];
    event.speed = Rational(1, 2);
    event.cdl = EventCdl{.saturation = 0.5};
    event.reframe.scale = 2;
    event.enabled = false;
    EXPECT_EQ(listed(before, after), (Lines{"retimed b", "graded b", "reframed b", "switched b"}));
    EXPECT_EQ(changes_between(before, after)[0].what, "50 % instead of 100 %");
}

Transition dissolve(std::int64_t at, std::int64_t before, std::int64_t after) {
    return {.name = "SMPTE_Dissolve", .at = at, .before = before, .after = after};
}

/// "head: ..." and "tail: ..." of each change that is one of a transition.
Lines dissolves(const Edit& before, const Edit& after) {
    Lines lines;
    for (const EditChange& change : changes_between(before, after))
        if (change.kind == ChangeKind::Dissolved) lines.push_back(change.name + " " + change.what);
    return lines;
}

TEST(ChangesBetween, ListsDissolvesThatCameWentOrChanged) {
    const Edit cuts = cut({shot("a", 0, 20), shot("b", 10, 20), shot("c", 10, 20)});
    Edit before = cuts;
    before.tracks[0].transitions = {dissolve(20, 4, 4), dissolve(60, 8, 0)};
    EXPECT_EQ(dissolves(before, before), Lines{});
    EXPECT_EQ(dissolves(cuts, before),
              (Lines{"b head: dissolve of 8 frames, 4 before the cut instead of a cut",
                     "c tail: dissolve of 8 frames, 8 before the cut instead of a cut"}));
    EXPECT_EQ(dissolves(before, cuts).size(), 2U);
    Edit after = before;
    after.tracks[0].transitions[0] = dissolve(20, 0, 8);
    after.tracks[0].transitions[1].name = "Cross Dissolve"; // Another program's word for the same.
    EXPECT_EQ(dissolves(before, after),
              (Lines{"b head: dissolve of 8 frames instead of dissolve of 8 frames, 4 before the "
                     "cut"}));
    after.tracks[0].transitions[0].kind = TransitionKind::Other;
    after.tracks[0].transitions[0].name = "W001";
    EXPECT_EQ(dissolves(before, after).at(0),
              "b head: W001 of 8 frames instead of dissolve of 8 frames, 4 before the cut");
    // Of another rate, but as long.
    Edit faster = before;
    faster.rate = Rational(48);
    for (Event& event : faster.tracks[0].events) event.record_in *= 2, event.duration *= 2;
    faster.tracks[0].transitions = {dissolve(40, 8, 8), dissolve(120, 16, 0)};
    EXPECT_EQ(dissolves(before, faster), Lines{});
}

TEST(ChangesBetween, ADissolveMovesWithItsClipAndComesWithANewOne) {
    Edit before = cut({shot("a", 0, 20), shot("b", 10, 20), shot("c", 10, 20)});
    before.tracks[0].transitions = {dissolve(40, 4, 4)};
    Edit after = cut({shot("a", 0, 20), shot("x", 0, 5), shot("b", 10, 20), shot("c", 10, 20)});
    after.tracks[0].transitions = {dissolve(20, 2, 2), dissolve(45, 4, 4)};
    EXPECT_EQ(dissolves(before, after),
              Lines{"x head: dissolve of 4 frames, 2 before the cut instead of a cut"});
}

TEST(ChangesBetween, SaysFromWhereToWhereInRecordTimecode) {
    Edit before = cut({shot("a", 0, 24), gap(24), shot("b", 0, 24)});
    before.start_frame = 86400; // 01:00:00:00
    before.tracks[0].name = "V1";
    Edit after = before;
    after.tracks[0].events[2].record_in = 60;
    EXPECT_EQ(changes_between(before, after).at(0).what, "moved from 01:00:02:00 to 01:00:02:12");
    after.tracks.push_back({.name = "V2", .events = {after.tracks[0].events[2]}});
    after.tracks[0].events.pop_back();
    EXPECT_EQ(changes_between(before, after).at(0).what,
              "moved from 01:00:02:00 to 01:00:02:12, V1 to V2");
}

TEST(ChangesBetween, TellsTakesOfOneNameApartByPathThenReel) {
    Event old = shot("sh010", 0, 24);
    old.name = "sh010";
    old.media[0].name = "sh010.mov";
    Event now = old;
    now.media[0].url = "file:///takes/v2/sh010.mov";
    EXPECT_EQ(changes_between(cut({old}), cut({now})).at(0).what,
              "take /takes/v2/sh010.mov instead of /takes/sh010.mov");
    now.media[0].url.clear();
    EXPECT_EQ(changes_between(cut({old}), cut({now})).at(0).what,
              "take sh010.mov without a file instead of /takes/sh010.mov");
    old.media[0].url.clear();
    now.media[0].reel = "A002";
    EXPECT_EQ(changes_between(cut({old}), cut({now})).at(0).what,
              "take sh010.mov of reel A002 instead of sh010.mov without a reel");
}

TEST(ChangesBetween, SeesASlipThatTheTakeHasForItself) {
    const Edit before = cut({shot("a", 0, 10), shot("b", 100, 20)});
    Edit after = before;
    after.tracks[0].events[1].media[0].source_start = RationalTime{Rational(104), Rational(24)};
    EXPECT_EQ(listed(before, after), Lines{"trimmed b 4 -4"});
}

TEST(ChangesBetween, HoldsCombinations) {
    const Edit before = cut(
        {shot("a", 0, 10), shot("b", 0, 20), shot("c", 0, 30), shot("d", 0, 40), shot("e", 0, 50)});
    const Edit after = cut(
        {shot("x", 0, 9), shot("a", 2, 8), shot("c", 0, 30), shot("e", 0, 50), shot("d", 0, 35)});
    EXPECT_EQ(listed(before, after),
              (Lines{"inserted x", "trimmed a 2 0", "removed b", "moved d", "trimmed d 0 5"}));
}

TEST(ChangesBetween, ManyEventsOfOneMediumStaySane) {
    std::vector<Event> events;
    for (int i = 0; i < 2000; ++i) events.push_back(shot("long", (i * 7919) % 100'000, 20 + i % 9));
    const Edit before = cut(events);
    events.erase(events.begin() + 700);
    events[1500].duration -= 4;
    events.insert(events.begin() + 100, shot("new", 0, 11));
    const auto start = std::chrono::steady_clock::now();
    const auto lines = listed(before, cut(events));
    RecordProperty("milliseconds",
                   static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(
                                        std::chrono::steady_clock::now() - start)
                                        .count()));
    EXPECT_EQ(lines.size(), 3U);
}

} // namespace
} // namespace seamline::interchange
