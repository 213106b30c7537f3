// What undo says that it takes back.
#include "app/ui/review/action_words.h"

#include <gtest/gtest.h>

namespace seamline::ui {
namespace {

using review::Target;

DecisionTable names() {
    auto review = std::make_shared<review::Review>();
    review::Medium medium;
    medium.media_id = "A";
    medium.name = "SH010 take 2";
    review->media.push_back(medium);
    return {std::move(review), 1};
}

std::string words(const review::Action& action) { return action_words(action, names(), 1); }

TEST(ActionWords, SayWhatAnActionWasAbout) {
    using review::DecisionState;
    EXPECT_EQ(words(review::decide("ann", "A", Target::take(), DecisionState::Keep)),
              "keep on SH010 take 2");
    EXPECT_EQ(words(review::decide("ann", "A", Target::frame(11), DecisionState::SendBack)),
              "send back on frame 12 of SH010 take 2")
        << "counted as the window counts";
    EXPECT_EQ(words(review::clear("ann", "A", Target::range(0, 4))),
              "clearing a decision on frames 1-5 of SH010 take 2");
    EXPECT_EQ(words(review::decide("ann", "unknown", Target::take(), DecisionState::Hold)),
              "hold on the take");
    EXPECT_EQ(words(review::pick("ann", "SH010", "A")), "the pick of SH010");
    EXPECT_EQ(words(review::answer_todo("ann", "A", "x", review::TodoState::Still)),
              "the answer \"still\" to a send-back of SH010 take 2");
    EXPECT_EQ(words(review::set_policy("ann", std::nullopt)), "the policy");
    EXPECT_EQ(words(review::order_shots("ann", {"SH010"})), "the order of shots");
}

TEST(ActionWords, CountWhatIsTakenBackWithIt) {
    const std::vector<std::string> takes{"A", "B", "C"};
    EXPECT_EQ(words(review::eliminate("ann", takes, true)), "culling of SH010 take 2 and 2 more");
    review::Medium medium;
    medium.media_id = "A";
    // That a medium was seen stays.
    EXPECT_EQ(words(review::together({review::see("ann", medium),
                                      review::comment("ann", "A", Target::frame(0), "so")})),
              "a comment on frame 1 of SH010 take 2");
}

} // namespace
} // namespace seamline::ui
