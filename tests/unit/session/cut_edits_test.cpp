#include "app/session/cut_edits.h"

#include "tests/support/edits.h"

#include <gtest/gtest.h>

namespace seamline::session {
namespace {

using namespace interchange;

/// V1: a 10, b 12, c 8 frames from frame 100 of their media; A1: the same cuts; a second take of b.
Cut three_events() {
    Cut cut;
    cut.edit.rate = Rational(24);
    cut.edit.tracks.resize(2);
    cut.edit.tracks[0].name = "V1";
    cut.edit.tracks[1].name = "A1";
    cut.edit.tracks[1].kind = TrackKind::Audio;
    for (Track& track : cut.edit.tracks) {
        test::add_clip(track, "/m/a.mp4", 24, 100, 10);
        test::add_clip(track, "/m/b.mp4", 24, 100, 12);
        test::add_clip(track, "/m/c.mp4", 24, 100, 8);
    }
    MediaReference other;
    other.key = "take_2";
    other.path = "/m/b2.mp4";
    other.source_start = RationalTime{Rational(30), 24};
    other.speed = Rational(2);
    cut.edit.tracks[0].events[1].media.push_back(other);
    return cut;
}

constexpr EventPlace kB{0, 1};
constexpr EventPlace kA{0, 0};
constexpr EventPlace kC{0, 2};

const Event& at(const SharedCut& cut, const EventPlace& place) { return *find_event(*cut, place); }

/// The edit of something that must be possible.
SharedCut done(CutEdit edit) {
    EXPECT_TRUE(edit) << (edit ? "" : edit.error().message);
    if (edit) return std::move(edit).value();
    return std::make_shared<Cut>(three_events());
}

std::string refusal(const CutEdit& edit) {
    EXPECT_FALSE(edit);
    return edit ? "" : edit.error().message;
}

/// Record in and duration of every event of a track.
std::string layout(const SharedCut& cut, std::size_t track) {
    std::string text;
    for (const Event& event : cut->edit.tracks[track].events)
        text += std::to_string(event.record_in) + "+" + std::to_string(event.duration) + " ";
    return text;
}

Rational start(const Event& event) { return event.source_start.value; }

TEST(CutEdits, ATakeIsChosenAndSteppedRoundWithTheSlotsLengthFixed) {
    const Cut cut = three_events();
    const SharedCut second = done(step_take(cut, kB, 1));
    EXPECT_EQ(at(second, kB).active, 1U);
    EXPECT_EQ(layout(second, 0), "0+10 10+12 22+8 ");
    EXPECT_EQ(at(done(step_take(*second, kB, 1)), kB).active, 0U);
    EXPECT_EQ(at(done(step_take(cut, kB, -1)), kB).active, 1U);
    EXPECT_EQ(at(done(choose_take(cut, kB, 1)), kB).active, 1U);
    EXPECT_EQ(cut, three_events()) << "a cut is never changed in place";
    EXPECT_NE(refusal(choose_take(cut, kB, 2)).find("no number 3"), std::string::npos);
    EXPECT_NE(refusal(step_take(cut, kA, 1)).find("only one take"), std::string::npos);
    EXPECT_NE(refusal(step_take(cut, {0, 9}, 1)).find("no such event"), std::string::npos);
    EXPECT_NE(refusal(step_take(cut, {9, 0}, 1)).find("no such event"), std::string::npos);
}

TEST(CutEdits, ATakeWithAnotherTimecodeShowsAsFarFromItsHead) {
    Cut cut = three_events();
    Event& event = cut.edit.tracks[0].events[1];
    event.media[0].start = RationalTime{Rational(90), 24};
    event.media[0].duration = RationalTime{Rational(100), 24};
    event.media[1].source_start.reset();
    event.media[1].start = RationalTime{Rational(86400), 24};
    event.media[1].duration = RationalTime{Rational(50), 24};
    const SharedCut switched = done(choose_take(cut, kB, 1));
    const Event& chosen = at(switched, kB);
    ASSERT_TRUE(chosen.media[1].source_start);
    EXPECT_EQ(chosen.media[1].source_start->value, Rational(86410)); // 10 from its head, as before.
    // One whose range has the event's time keeps sharing it.
    cut.edit.tracks[0].events[1].media[1].start = RationalTime{Rational(0), 24};
    cut.edit.tracks[0].events[1].media[1].duration = RationalTime{Rational(200), 24};
    EXPECT_FALSE(at(done(choose_take(cut, kB, 1)), kB).media[1].source_start);
}

TEST(CutEdits, TakesAreAddedRemovedAndReordered) {
    const Cut cut = three_events();
    NewTake take;
    take.path = "/m/veo31_t03.mp4";
    take.generator = "Veo 3.1";
    take.settings = MediumSettings{};
    take.settings->sequence_rate = Rational(30);
    const SharedCut added = done(add_take(cut, kB, take));
    const Event& slot = at(added, kB);
    ASSERT_EQ(slot.media.size(), 3U);
    EXPECT_EQ(slot.active, 0U);
    EXPECT_EQ(take_name(slot.media[2]), "veo31_t03");
    EXPECT_EQ(slot.media[2].generator, "Veo 3.1");
    ASSERT_TRUE(slot.media[2].source_start);
    EXPECT_EQ(slot.media[2].source_start->value, Rational(0));
    EXPECT_EQ(added->media.at("/m/veo31_t03.mp4").sequence_rate, Rational(30));
    EXPECT_NE(refusal(add_take(*added, kB, take)).find("already"), std::string::npos);
    EXPECT_NE(refusal(add_take(cut, kB, {})).find("needs a file"), std::string::npos);
    // Keys stay apart.
    NewTake again = take;
    again.path = "/other/veo31_t03.mp4";
    EXPECT_EQ(at(done(add_take(*added, kB, again)), kB).media[3].key, "veo31_t03_2");
    // The active take stays the active one, wherever it goes.
    const SharedCut moved = done(move_take(*added, kB, 0, 2));
    EXPECT_EQ(at(moved, kB).active, 2U);
    EXPECT_EQ(at(moved, kB).media[0].key, "take_2");
    const SharedCut back = done(move_take(*moved, kB, 2, 0));
    EXPECT_EQ(*back, *added);
    const SharedCut other = done(move_take(*added, kB, 2, 0));
    EXPECT_EQ(at(other, kB).active, 1U);
    const SharedCut removed = done(remove_take(*added, kB, 0));
    EXPECT_EQ(at(removed, kB).media.size(), 2U);
    EXPECT_EQ(at(removed, kB).active, 0U);
    EXPECT_NE(refusal(remove_take(cut, kA, 0)).find("only this take"), std::string::npos);
    EXPECT_NE(refusal(move_take(cut, kB, 0, 5)).find("no such take"), std::string::npos);
}

TEST(CutEdits, EveryTakeKeepsItsOwnSlipSpeedAndPlacing) {
    const Cut cut = three_events();
    // The only take of a slot moves the event's own time.
    EXPECT_EQ(start(at(done(slip(cut, kA, 3)), kA)), Rational(103));
    const SharedCut slipped = done(slip(cut, kB, -4));
    EXPECT_EQ(start(at(slipped, kB)), Rational(100)) << "the other take must not move";
    EXPECT_EQ(at(slipped, kB).media[0].source_start->value, Rational(96));
    EXPECT_EQ(at(slipped, kB).media[1], find_event(cut, kB)->media[1]);
    const SharedCut second = done(slip(*done(choose_take(cut, kB, 1)), kB, 2));
    EXPECT_EQ(at(second, kB).media[1].source_start->value, Rational(32));
    const SharedCut faster = done(set_speed(cut, kB, Rational(2)));
    EXPECT_EQ(speed_of(at(faster, kB)), Rational(2));
    EXPECT_EQ(at(faster, kB).speed, Rational(1));
    Reframe placing;
    placing.scale = 1.5;
    placing.flip_horizontal = true;
    const SharedCut placed = done(set_reframe(cut, kB, placing));
    EXPECT_EQ(reframe_of(at(placed, kB)), placing);
    EXPECT_EQ(at(placed, kB).reframe, Reframe{});
    EXPECT_EQ(at(done(set_reframe(cut, kA, placing)), kA).reframe, placing);
    placing.scale = 0;
    EXPECT_NE(refusal(set_reframe(cut, kB, placing)).find("0.01"), std::string::npos);
}

TEST(CutEdits, ReversingShowsTheSameStretchFromItsOtherEnd) {
    const Cut cut = three_events();
    const SharedCut back = done(reverse(cut, kA));
    EXPECT_EQ(at(back, kA).speed, Rational(-1));
    EXPECT_EQ(start(at(back, kA)), Rational(110)); // The exclusive out.
    EXPECT_EQ(*done(reverse(*back, kA)), cut);
    const SharedCut half = done(set_speed(cut, kA, Rational(-1, 2)));
    EXPECT_EQ(start(at(half, kA)), Rational(110));
    EXPECT_NE(refusal(set_speed(cut, kA, Rational(101))).find("100"), std::string::npos);
}

TEST(CutEdits, AFreezeHoldsTheNamedFrame) {
    const Cut cut = three_events();
    const SharedCut frozen = done(freeze(cut, kA, Rational(104, 24)));
    EXPECT_EQ(speed_of(at(frozen, kA)), Rational(0));
    EXPECT_EQ(start(at(frozen, kA)), Rational(104));
    EXPECT_NE(refusal(reverse(*frozen, kA)).find("freeze"), std::string::npos);
    EXPECT_EQ(speed_of(at(done(set_speed(*frozen, kA, Rational(1))), kA)), Rational(1));
}

TEST(CutEdits, ARippleMovesWhatFollowsOnEveryTrack) {
    Cut cut = three_events();
    cut.edit.markers.push_back({25, 1, "later", "", "", ""});
    cut.edit.markers.push_back({3, 1, "before", "", "", ""});
    const SharedCut longer = done(trim(cut, kB, TrimEdge::Tail, TrimMode::Ripple, 1));
    EXPECT_EQ(layout(longer, 0), "0+10 10+13 23+8 ");
    EXPECT_EQ(layout(longer, 1), "0+10 10+13 23+8 ") << "its sound goes along";
    EXPECT_EQ(longer->edit.markers[0].record, 26);
    EXPECT_EQ(longer->edit.markers[1].record, 3);
    const SharedCut later = done(trim(cut, kB, TrimEdge::Head, TrimMode::Ripple, 1));
    EXPECT_EQ(layout(later, 0), "0+10 10+11 21+8 ");
    EXPECT_EQ(layout(later, 1), "0+10 10+11 21+8 ");
    EXPECT_EQ(start(at(later, kB)), Rational(101));
    EXPECT_EQ(start(at(later, {1, 1})), Rational(101));
    // The other take runs at twice the speed.
    EXPECT_EQ(at(later, kB).media[1].source_start->value, Rational(32));
    EXPECT_EQ(*done(trim(*later, kB, TrimEdge::Head, TrimMode::Ripple, -1)), cut);
}

TEST(CutEdits, ARippleShortensWhatLiesOverTheCut) {
    Cut cut = three_events();
    Track& music = cut.edit.tracks[1];
    music.events.clear();
    test::add_clip(music, "/m/music.wav", 24, 0, 30);
    const SharedCut shorter = done(trim(cut, kB, TrimEdge::Tail, TrimMode::Ripple, -2));
    EXPECT_EQ(layout(shorter, 0), "0+10 10+10 20+8 ");
    EXPECT_EQ(layout(shorter, 1), "0+28 ");
    // A title that begins at the end of the event follows it.
    Track& titles = cut.edit.tracks.emplace_back();
    test::add_gap(titles, 22);
    test::add_clip(titles, "/m/title.png", 24, 0, 4);
    const SharedCut moved = done(trim(cut, kB, TrimEdge::Tail, TrimMode::Ripple, 5));
    EXPECT_EQ(layout(moved, 2), "0+27 27+4 ");
}

TEST(CutEdits, ARollIsGivenByTheNeighbour) {
    const Cut cut = three_events();
    const SharedCut head = done(trim(cut, kB, TrimEdge::Head, TrimMode::Roll, 1));
    EXPECT_EQ(layout(head, 0), "0+11 11+11 22+8 ");
    EXPECT_EQ(layout(head, 1), "0+11 11+11 22+8 ");
    EXPECT_EQ(start(at(head, kB)), Rational(101));
    EXPECT_EQ(start(at(head, kA)), Rational(100));
    EXPECT_EQ(*done(trim(*head, kB, TrimEdge::Head, TrimMode::Roll, -1)), cut);
    const SharedCut tail = done(trim(cut, kB, TrimEdge::Tail, TrimMode::Roll, -1));
    EXPECT_EQ(layout(tail, 0), "0+10 10+11 21+9 ");
    EXPECT_EQ(start(at(tail, kC)), Rational(99));
    // The last edge has no neighbour: the cut gets longer.
    EXPECT_EQ(layout(done(trim(cut, kC, TrimEdge::Tail, TrimMode::Roll, 2)), 0),
              "0+10 10+12 22+10 ");
}

TEST(CutEdits, TrimsThatLeaveNothingAreRefused) {
    Cut cut = three_events();
    cut.edit.tracks[0].events[2].duration = 1;
    const std::string neighbour = refusal(trim(cut, kB, TrimEdge::Tail, TrimMode::Roll, 1));
    EXPECT_EQ(neighbour, "It would leave nothing of \"c\" on V1, which has 1 frame.");
    EXPECT_NE(refusal(trim(cut, kC, TrimEdge::Tail, TrimMode::Ripple, -1)).find("\"c\""),
              std::string::npos);
    EXPECT_NE(refusal(trim(cut, kB, TrimEdge::Head, TrimMode::Ripple, 12)).find("\"b\""),
              std::string::npos);
    EXPECT_NE(refusal(trim(cut, kA, TrimEdge::Head, TrimMode::Roll, -1)).find("starts the cut"),
              std::string::npos);
    test::add_gap(cut.edit.tracks[0], 4);
    EXPECT_NE(refusal(trim(cut, {0, 3}, TrimEdge::Head, TrimMode::Roll, 1)).find("gap"),
              std::string::npos);
}

TEST(CutEdits, ATrimThatWouldPushEventsIntoEachOtherIsRefused) {
    Cut cut = three_events();
    Track& over = cut.edit.tracks.emplace_back();
    over.name = "V2";
    // Ends before the cut at 22; the next one begins right after it.
    test::add_gap(over, 12);
    test::add_clip(over, "/m/x.mp4", 24, 0, 9);
    test::add_gap(over, 1);
    over.events.pop_back();
    test::add_clip(over, "/m/y.mp4", 24, 0, 4).record_in = 22;
    EXPECT_EQ(refusal(trim(cut, kB, TrimEdge::Tail, TrimMode::Ripple, -2)),
              "It would push \"y\" on V2 into \"x\" on V2.");
    EXPECT_TRUE(trim(cut, kB, TrimEdge::Tail, TrimMode::Ripple, -1));
}

TEST(CutEdits, DissolvesMoveWithTheirCutsAndNeedTheirFrames) {
    Cut cut = three_events();
    Transition dissolve;
    dissolve.at = 22;
    dissolve.before = 4;
    dissolve.after = 6;
    cut.edit.tracks[0].transitions.push_back(dissolve);
    const auto where = [](const SharedCut& c) { return c->edit.tracks[0].transitions[0].at; };
    EXPECT_EQ(where(done(trim(cut, kB, TrimEdge::Tail, TrimMode::Ripple, 3))), 25);
    EXPECT_EQ(where(done(trim(cut, kB, TrimEdge::Tail, TrimMode::Roll, -1))), 21);
    EXPECT_EQ(where(done(trim(cut, kA, TrimEdge::Head, TrimMode::Ripple, 2))), 20);
    EXPECT_EQ(where(done(trim(cut, kC, TrimEdge::Tail, TrimMode::Ripple, -2))), 22);
    EXPECT_EQ(refusal(trim(cut, kC, TrimEdge::Tail, TrimMode::Ripple, -3)),
              "The dissolve at 00:00:00:22 needs 6 frames after its cut: shorten it first.");
    EXPECT_NE(refusal(trim(cut, kB, TrimEdge::Head, TrimMode::Ripple, 9)).find("before its cut"),
              std::string::npos);
    // One that never fitted is no reason to refuse.
    cut.edit.tracks[0].transitions[0].after = 60;
    EXPECT_TRUE(trim(cut, kC, TrimEdge::Tail, TrimMode::Ripple, -1));
}

TEST(CutEdits, OriginPlacementAndEnabling) {
    const Cut cut = three_events();
    EXPECT_NE(
        refusal(set_placement(cut, kA, PlacementMark::Bookend)).find("not marked as generated"),
        std::string::npos);
    const SharedCut generated = done(set_origin(cut, kA, Origin::Generated));
    const SharedCut bookend = done(set_placement(*generated, kA, PlacementMark::Bookend));
    EXPECT_EQ(at(bookend, kA).placement, PlacementMark::Bookend);
    const SharedCut live = done(set_origin(*bookend, kA, Origin::LiveAction));
    EXPECT_EQ(at(live, kA).placement, PlacementMark::None);
    EXPECT_FALSE(at(done(set_enabled(cut, kA, false)), kA).enabled);
    EXPECT_EQ(*done(set_enabled(*done(set_enabled(cut, kA, false)), kA, true)), cut);
}

TEST(CutEdits, TheImportedDocumentIsSharedNotChanged) {
    Cut cut = three_events();
    auto document = std::make_shared<EditDocument>();
    document->text = "as it was";
    cut.edit.document = document;
    const SharedCut edited = done(trim(cut, kB, TrimEdge::Tail, TrimMode::Ripple, 1));
    EXPECT_EQ(edited->edit.document, document);
    EXPECT_EQ(edited->edit.document->text, "as it was");
}

} // namespace
} // namespace seamline::session
