#include "app/review/fold.h"

#include "app/review/actions.h"
#include "app/review/uuid7.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace seamline::review {
namespace {

const std::string kA = "xxh3-128:" + std::string(32, 'a');
const std::string kB = "xxh3-128:" + std::string(32, 'b');
const std::string kC = "xxh3-128:" + std::string(32, 'c');

/// Events with ids in the order in which they are told.
class Story {
public:
    std::string tell(const Action& action, const std::string& run = kRun) {
        std::string id;
        for (Event event : action.events) {
            event.id = last_ = uuid7(1'700'000'000'000, last_);
            if (id.empty()) id = event.id;
            event.action = id;
            event.run = run;
            event.author = action.author;
            event.time_ms = 1'700'000'000'000;
            events.push_back(event);
        }
        return id;
    }
    std::string undo(const std::string& author, const std::string& action) {
        return tell({author, {draft({}, {}, Undone{action})}});
    }
    std::string redo(const std::string& author, const std::string& action) {
        return tell({author, {draft({}, {}, Redone{action})}});
    }
    Fold fold() const {
        Fold result;
        result.add(events);
        return result;
    }
    Review review() const { return fold().review(); }

    static inline const std::string kRun = uuid7(1'600'000'000'000);
    std::vector<Event> events;

private:
    std::string last_;
};

TEST(Fold, OfOneAuthorAndTargetTheLastDecisionCounts) {
    Story story;
    story.tell(decide("Ann", kA, Target::frame(5), DecisionState::Keep));
    story.tell(decide("Bo", kA, Target::frame(5), DecisionState::SendBack, {"motion"}));
    const std::string last = story.tell(decide("Ann", kA, Target::frame(5), DecisionState::Hold));
    story.tell(decide("Ann", kA, Target::frame(6), DecisionState::Keep));
    story.tell(decide("Ann", kB, Target::frame(5), DecisionState::Keep));
    const Review review = story.review();
    ASSERT_EQ(review.decisions.size(), 4U);
    EXPECT_EQ(review.decisions[0].author, "Bo") << "disagreement stays";
    EXPECT_EQ(review.decisions[0].reasons, std::vector<std::string>{"motion"});
    EXPECT_EQ(review.decisions[1].id, last);
    EXPECT_EQ(review.decisions[1].state, DecisionState::Hold);
}

TEST(Fold, OfOneAuthorTakeAndSendBackTheLastAnswerCounts) {
    Story story;
    const std::string sent =
        story.tell(decide("Ann", kA, Target::frame(5), DecisionState::SendBack));
    story.tell(answer_todo("Ann", kB, sent, TodoState::Fixed));
    const std::string still = story.tell(answer_todo("Ann", kB, sent, TodoState::Still, "again"));
    story.tell(answer_todo("Bo", kB, sent, TodoState::Fixed));
    story.tell(answer_todo("Ann", kC, sent, TodoState::Fixed));
    ASSERT_EQ(story.review().answers.size(), 3U);
    EXPECT_EQ(story.review().answers[0],
              (TodoAnswer{still, kB, sent, TodoState::Still, "again", "Ann", 1'700'000'000'000}));
    const std::string open = story.tell(answer_todo("Ann", kB, sent, TodoState::Open));
    EXPECT_EQ(story.review().answers.size(), 2U) << "taken back";
    story.undo("Ann", open);
    EXPECT_EQ(story.review().answers.size(), 3U);
    story.undo("Ann", still);
    EXPECT_EQ(story.review().answers[0].state, TodoState::Fixed) << "the one before";
}

TEST(Fold, TheLastPolicyIsInEffect) {
    Story story;
    EXPECT_FALSE(story.review().policy);
    const Policy policy{{{"Sora 2", {{CoverageClass::Title}, {}}}}};
    story.tell(set_policy("Ann", policy));
    EXPECT_EQ(story.review().policy, policy);
    const std::string none = story.tell(set_policy("Bo", std::nullopt));
    EXPECT_FALSE(story.review().policy);
    story.undo("Bo", none);
    EXPECT_EQ(story.review().policy, policy);
}

TEST(Fold, ClearTakesBackOnesOwnOnly) {
    Story story;
    story.tell(decide("Ann", kA, Target::take(), DecisionState::Keep));
    story.tell(decide("Bo", kA, Target::take(), DecisionState::Keep));
    story.tell(clear("Ann", kA, Target::take()));
    story.tell(clear("Ann", kA, Target::frame(1)));
    const Review review = story.review();
    ASSERT_EQ(review.decisions.size(), 1U);
    EXPECT_EQ(review.decisions[0].author, "Bo");
}

TEST(Fold, UndoBringsBackWhatStoodBefore) {
    Story story;
    const auto first = story.tell(decide("Ann", kA, Target::take(), DecisionState::Keep));
    const auto second = story.tell(decide("Ann", kA, Target::take(), DecisionState::SendBack));
    story.undo("Ann", second);
    EXPECT_EQ(story.review().decisions.at(0).id, first);
    story.undo("Ann", first);
    EXPECT_TRUE(story.review().decisions.empty());
    EXPECT_FALSE(story.fold().undoable("Ann", ""));
    EXPECT_EQ(story.fold().redoable("Ann", ""), first);
    story.redo("Ann", first);
    EXPECT_EQ(story.fold().redoable("Ann", ""), second);
    EXPECT_EQ(story.fold().undoable("Ann", ""), first);
    story.redo("Ann", second);
    EXPECT_EQ(story.review().decisions.at(0).state, DecisionState::SendBack);
    EXPECT_FALSE(story.fold().redoable("Ann", ""));
}

TEST(Fold, UndoIsOfTheAuthorAndTheRun) {
    Story story;
    const std::string other_run = uuid7(1'650'000'000'000);
    const auto early = story.tell(decide("Ann", kA, Target::frame(1), DecisionState::Keep));
    const auto mine =
        story.tell(decide("Ann", kA, Target::frame(2), DecisionState::Keep), other_run);
    story.tell(decide("Bo", kA, Target::frame(3), DecisionState::Keep), other_run);
    const Fold fold = story.fold();
    EXPECT_EQ(fold.undoable("Ann", other_run), mine);
    EXPECT_EQ(fold.undoable("Ann", Story::kRun), early);
    EXPECT_EQ(fold.undoable("Ann", ""), mine);
    EXPECT_FALSE(fold.undoable("Cy", ""));
}

TEST(Fold, ANewActionEndsRedo) {
    Story story;
    const auto first = story.tell(decide("Ann", kA, Target::frame(1), DecisionState::Keep));
    story.undo("Ann", first);
    story.tell(decide("Bo", kA, Target::frame(1), DecisionState::Keep));
    EXPECT_EQ(story.fold().redoable("Ann", ""), first) << "another's action does not";
    story.tell(decide("Ann", kA, Target::frame(2), DecisionState::Keep));
    EXPECT_FALSE(story.fold().redoable("Ann", ""));
}

TEST(Fold, AnActionIsUndoneWhole) {
    Story story;
    Medium medium;
    medium.media_id = kA;
    medium.path = "/a.mp4";
    const auto all = story.tell(together({put_shot("Ann", "s1"), put_take("Ann", kA, "s1"),
                                          see("Ann", medium), pick("Ann", "s1", kA)}));
    EXPECT_EQ(story.review().shots.at(0).pick, kA);
    story.undo("Ann", all);
    EXPECT_TRUE(story.review().shots.empty());
    EXPECT_TRUE(story.review().takes.empty());
    EXPECT_EQ(story.review().media.size(), 1U) << "what was seen stays known";
}

TEST(Fold, CommentsMakeThreads) {
    Story story;
    const auto first = story.tell(comment("Ann", kA, Target::frame(4), "too dark"));
    const auto answer = story.tell(reply("Bo", first, "on purpose"));
    story.tell(reply("Ann", answer, "no"));
    story.tell(reply("Ann", uuid7(1), "to nobody"));
    story.tell(resolve("Bo", answer, true));
    Review review = story.review();
    ASSERT_EQ(review.comments.size(), 3U);
    EXPECT_TRUE(review.comments[0].resolved);
    EXPECT_EQ(review.comments[2].parent_id, first) << "a reply to a reply joins the thread";
    EXPECT_EQ(review.comments[2].target, Target::frame(4));
    story.tell(resolve("Bo", first, false));
    EXPECT_FALSE(story.review().comments[0].resolved);
}

TEST(Fold, DrawingsAreReplacedAndRemoved) {
    Story story;
    Drawing drawing;
    drawing.media_id = kA;
    drawing.from = 3;
    drawing.to = 3;
    drawing.strokes = {{StrokeKind::Line, {{0, 0}, {0.1, 0.1}}, {1, 0, 0, 1}, 0.01, ""}};
    drawing.id = story.tell(draw("Ann", drawing));
    drawing.to = 10;
    drawing.strokes.push_back(drawing.strokes[0]);
    story.tell(draw("Ann", drawing));
    ASSERT_EQ(story.review().drawings.size(), 1U);
    EXPECT_EQ(story.review().drawings[0].id, drawing.id);
    EXPECT_EQ(story.review().drawings[0].to, 10);
    EXPECT_EQ(story.review().drawings[0].strokes.size(), 2U);
    story.tell(erase("Bo", drawing.id));
    EXPECT_TRUE(story.review().drawings.empty());
}

TEST(Fold, StacksKeepTheOrderThatPeopleGive) {
    Story story;
    for (const std::string& take : {kA, kB, kC}) story.tell(put_take("Ann", take, "s2"));
    story.tell(put_shot("Ann", "s1", CoverageClass::Character));
    story.tell(put_shot("Ann", "s1", {}, ShotPlace::Inside));
    story.tell(order_takes("Ann", "s2", {kC, "xxh3-128:" + std::string(32, 'd'), kA}));
    story.tell(order_shots("Ann", {"s1"}));
    const std::vector<std::string> culled{kA};
    story.tell(eliminate("Ann", culled, true));
    story.tell(pick("Ann", "s2", kC));
    story.tell(put_take("Ann", kB, "s2", {"Veo 3.1", "", "", "7", ""}));
    story.tell(put_take("Ann", kB, "s2", {"", "v2", "", "", ""}));
    story.tell(succeed("Ann", kC, kB, 4));
    Review review = story.review();
    ASSERT_EQ(review.shots.size(), 2U);
    EXPECT_EQ(review.shots[0].name, "s1");
    EXPECT_EQ(review.shots[0].coverage, CoverageClass::Character) << "a place leaves the class";
    EXPECT_EQ(review.shots[0].place, ShotPlace::Inside);
    EXPECT_EQ(review.shots[1].takes, (std::vector<std::string>{kC, kA, kB}));
    EXPECT_EQ(review.shots[1].pick, kC);
    ASSERT_EQ(review.takes.size(), 3U);
    EXPECT_EQ(review.takes[0].successor_of, kB);
    EXPECT_EQ(review.takes[0].successor_shift, 4);
    EXPECT_TRUE(review.takes[1].eliminated);
    EXPECT_EQ(review.takes[2].order, 2);
    EXPECT_EQ(review.takes[2].facts, (TakeFacts{"Veo 3.1", "v2", "", "7", ""}));
    story.tell(put_take("Ann", kC, "s1"));
    review = story.review();
    EXPECT_EQ(review.shots[0].takes, std::vector<std::string>{kC});
    EXPECT_EQ(review.shots[1].takes, (std::vector<std::string>{kA, kB}));
    EXPECT_EQ(review.shots[1].pick, "") << "a take that left is not the pick";
}

TEST(Fold, TheReasonListIsTheProjectsOwn) {
    Story story;
    EXPECT_EQ(story.review().reasons, default_reasons());
    story.tell(set_reasons("Ann", {"too blue"}));
    EXPECT_EQ(story.review().reasons, std::vector<std::string>{"too blue"});
}

/// What stands does not depend on the order in which events arrive, nor on how many come at once.
TEST(Fold, AnyOrderOfArrivalGivesTheSame) {
    std::mt19937 random(7);
    const auto pick_of = [&](int n) {
        return static_cast<int>(random() % static_cast<unsigned>(n));
    };
    for (int round = 0; round < 30; ++round) {
        Story story;
        std::vector<std::string> actions;
        const std::vector<std::string> media{kA, kB, kC};
        for (int i = 0; i < 60; ++i) {
            const std::string author = pick_of(2) == 0 ? "Ann" : "Bo";
            const std::string& medium = media[static_cast<std::size_t>(pick_of(3))];
            const Target target = Target::frame(pick_of(3));
            switch (pick_of(8)) {
            case 0:
                story.tell(clear(author, medium, target));
                break;
            case 1:
                actions.push_back(story.tell(put_take(author, medium, pick_of(2) ? "s1" : "s2")));
                break;
            case 2:
                story.tell(pick(author, "s1", medium));
                break;
            case 3:
                if (!actions.empty())
                    story.undo(author, actions[static_cast<std::size_t>(
                                           pick_of(static_cast<int>(actions.size())))]);
                break;
            case 4:
                if (!actions.empty())
                    story.redo(author, actions[static_cast<std::size_t>(
                                           pick_of(static_cast<int>(actions.size())))]);
                break;
            case 5:
                actions.push_back(story.tell(comment(author, medium, target, "c")));
                break;
            default:
                actions.push_back(
                    story.tell(decide(author, medium, target,
                                      pick_of(2) ? DecisionState::Keep : DecisionState::Hold)));
            }
        }
        const Review expected = story.review();
        Fold one_by_one;
        std::vector<Event> shuffled = story.events;
        std::ranges::shuffle(shuffled, random);
        for (const Event& event : shuffled) one_by_one.add({event, event});
        EXPECT_EQ(one_by_one.review(), expected);
        Fold in_order;
        for (const Event& event : story.events) in_order.add({event});
        EXPECT_EQ(in_order.review(), expected);
    }
}

} // namespace
} // namespace seamline::review
