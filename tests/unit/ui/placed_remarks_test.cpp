// Where what was said of media lies on the record of cuts that show them.
#include "app/ui/review/placed_remarks.h"

#include "app/interchange/edit.h"
#include "tests/support/edits.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

namespace seamline::ui {
namespace {

using interchange::Edit;
using review::Decision;
using review::DecisionState;
using review::Target;
using Kind = PlacedRemark::Kind;
using Places = std::vector<std::pair<std::int64_t, std::int64_t>>;

/// V1: frames 10-29 of a (record 0-19), 48, 50, ... of b (20-31), frames 29-10 of a (32-51), and
/// other frames of a (52-61). V2 covers records 5-7.
Edit example() {
    Edit edit;
    edit.rate = Rational(24);
    edit.tracks.resize(2);
    test::add_clip(edit.tracks[0], "/m/a.mov", Rational(24), 10, 20);
    test::add_clip(edit.tracks[0], "/m/b.mov", Rational(24), 48, 12, Rational(2));
    test::add_clip(edit.tracks[0], "/m/a.mov", Rational(24), 30, 20, Rational(-1));
    test::add_clip(edit.tracks[0], "/m/a.mov", Rational(24), 60, 10);
    test::add_gap(edit.tracks[1], 5);
    test::add_clip(edit.tracks[1], "/m/c.mov", Rational(24), 0, 3);
    return edit;
}

session::SharedCut shared(Edit edit) {
    auto cut = std::make_shared<session::Cut>();
    cut->edit = std::move(edit);
    return session::SharedCut(std::move(cut));
}

const MediaIds kIds{{"/m/a.mov", "A"}, {"/m/b.mov", "B"}, {"/m/c.mov", "C"}};

review::Medium medium(const std::string& id) {
    review::Medium medium;
    medium.media_id = id;
    medium.name = id;
    medium.frame_count = 100;
    medium.frame_rate = Rational(24);
    return medium;
}

Decision decision(const std::string& media_id, const Target& target) {
    Decision decision;
    decision.id = media_id + std::to_string(target.from);
    decision.media_id = media_id;
    decision.target = target;
    decision.state = DecisionState::SendBack;
    decision.author = "ann";
    return decision;
}

std::shared_ptr<const DecisionTable> table(std::vector<Decision> decisions) {
    auto review = std::make_shared<review::Review>();
    for (const char* id : {"A", "B", "C"}) review->media.push_back(medium(id));
    review->decisions = std::move(decisions);
    review::Comment comment;
    comment.id = "1";
    comment.media_id = "A";
    comment.target = Target::frame(12);
    review->comments.push_back(comment);
    comment.id = "2";
    comment.parent_id = "1";
    review->comments.push_back(comment);
    review::Drawing drawing;
    drawing.media_id = "B";
    drawing.from = drawing.to = 50;
    review->drawings.push_back(drawing);
    return std::make_shared<const DecisionTable>(std::move(review), 0);
}

CutPlaces places() {
    const session::SharedCut cut = shared(example());
    return {
        std::make_shared<const playback::CutProgram>(std::shared_ptr<const Edit>(cut, &cut->edit)),
        kIds};
}

TEST(PlacedRemarks, FramesLieWhereTheCutShowsThem) {
    const CutPlaces cut = places();
    const review::Medium a = medium("A");
    EXPECT_EQ(cut.of(a, Target::frame(20)), (Places{{10, 10}, {41, 41}})) << "once backwards";
    EXPECT_EQ(cut.of(a, Target::range(12, 16)), (Places{{2, 4}, {45, 49}}))
        << "records 5 and 6 show the upper track";
    EXPECT_EQ(cut.of(a, Target::range(14, 19)), (Places{{4, 4}, {8, 9}, {42, 47}}))
        << "what another picture interrupts lies on both sides of it";
    EXPECT_EQ(cut.of(a, Target::range(0, 9)), Places{}) << "before what the cut shows";
    EXPECT_EQ(cut.of(a, Target::range(40, 60)), (Places{{52, 52}}));
    // At twice the speed each record frame stands for two of the medium.
    EXPECT_EQ(cut.of(medium("B"), Target::range(51, 53)), (Places{{22, 22}}));
    EXPECT_EQ(cut.of(medium("C"), Target::take()), (Places{{5, 7}}));
    EXPECT_EQ(cut.of(medium("D"), Target::take()), Places{});
}

TEST(PlacedRemarks, TheWholeTakeIsAllThatIsSeenOfIt) {
    EXPECT_EQ(places().of(medium("A"), Target::take()),
              (Places{{0, 4}, {8, 19}, {32, 51}, {52, 61}}));
}

TEST(PlacedRemarks, RemarksKnowWhatTheyAre) {
    const auto said = table({decision("A", Target::range(40, 61)), decision("A", Target::take()),
                             decision("C", Target::frame(2))});
    const PlacedRemarks placed = places().remarks(*said);
    const PlacedRemarks wanted{
        {Kind::Decision, 1, 0, 4},   {Kind::Decision, 2, 7, 7},   {Kind::Decision, 1, 8, 19},
        {Kind::Decision, 1, 32, 51}, {Kind::Decision, 0, 52, 53}, {Kind::Decision, 1, 52, 61},
        {Kind::Comment, 0, 2, 2},    {Kind::Comment, 0, 49, 49},  {Kind::Drawing, 0, 21, 21}};
    EXPECT_EQ(placed, wanted) << "an answer stands with what it answers";
    EXPECT_EQ(remarks_of_medium(*said, "A"),
              (PlacedRemarks{{Kind::Decision, 0, 40, 61}, {Kind::Comment, 0, 12, 12}}))
        << "on the take itself, its own frames";
}

TEST(PlacedRemarks, OfManyInOneColumnTheOneThatAsksForMostIsSeen) {
    Decision keep = decision("A", Target::frame(1));
    keep.state = DecisionState::Keep;
    Decision hold = decision("A", Target::frame(2));
    hold.state = DecisionState::Hold;
    const auto said = table({keep, decision("A", Target::frame(3)), hold});
    const auto mark = [](Kind kind, std::uint32_t index, double left, double right) {
        return LaneMark{{kind, index, 0, 0}, left, right};
    };
    const std::vector<LaneMark> marks{
        mark(Kind::Decision, 0, 102, 104), mark(Kind::Decision, 1, 103, 105),
        mark(Kind::Decision, 2, 104, 106), mark(Kind::Decision, 2, 300, 302),
        mark(Kind::Decision, 0, 90, 400),  mark(Kind::Decision, 1, 90, 200),
        mark(Kind::Comment, 0, 101, 103)};
    EXPECT_EQ(thinned(marks, *said, 6),
              (std::vector<LaneMark>{marks[4], marks[5], marks[1], marks[3], marks[6]}))
        << "long ones lie beneath; what stands apart stays";
    std::vector<LaneMark> many;
    for (int i = 0; i < 100'000; ++i) {
        const double left = i % 1700 + 0.01 * (i % 7);
        many.push_back(mark(Kind::Decision, static_cast<std::uint32_t>(i % 3), left,
                            left + (i % 2 == 0 ? 2 : 40 + i % 60)));
    }
    EXPECT_LE(thinned(many, *said, 6).size(), 300U + 1700 / 6 + 1);
}

TEST(PlacedRemarks, AreWorkedOutAgainWhenSomethingChanges) {
    std::atomic<int> woken = 0;
    CutRemarks remarks([&] { ++woken; });
    session::Session session;
    session::Source source;
    source.key = 7;
    source.cut = shared(example());
    session.sources.push_back(source);
    const auto settle = [&](const std::shared_ptr<const DecisionTable>& said,
                            std::uint64_t change) {
        remarks.of(session, said, kIds, change);
        for (int i = 0; i < 1000 && remarks.is_waiting(); ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
            remarks.of(session, said, kIds, change);
        }
        return remarks.of(session, said, kIds, change);
    };
    const auto one = table({decision("C", Target::take())});
    const std::shared_ptr<const RemarksOnCuts> first = settle(one, 1);
    EXPECT_EQ(first->table, one);
    ASSERT_EQ(first->by_source.size(), 1U);
    EXPECT_EQ(first->by_source.at(7)->front(), (PlacedRemark{Kind::Decision, 0, 5, 7}));
    EXPECT_EQ(first->media, (std::set<std::string>{"A", "B", "C"})) << "what is open to be judged";
    EXPECT_EQ(woken, 1);
    settle(one, 1);
    EXPECT_EQ(woken, 1) << "nothing changed";
    const auto two = table({decision("B", Target::take())});
    EXPECT_EQ(settle(two, 2)->by_source.at(7)->front(), (PlacedRemark{Kind::Decision, 0, 20, 31}));
    Edit shorter = example();
    shorter.tracks[0].events.resize(1);
    session.sources[0].cut = shared(shorter);
    EXPECT_EQ(settle(two, 2)->by_source.at(7)->front().kind, Kind::Comment) << "b is gone";
    session.sources.clear();
    EXPECT_TRUE(settle(two, 2)->by_source.empty());
}

} // namespace
} // namespace seamline::ui
