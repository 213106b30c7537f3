#include "app/review/comparison.h"
#include "app/review/decision.h"
#include "app/review/take.h"

#include <gtest/gtest.h>

namespace seamline::review {
namespace {

TEST(ReviewWords, ReadBackWhatTheyName) {
    for (auto state : {DecisionState::Keep, DecisionState::SendBack, DecisionState::Hold})
        EXPECT_EQ(decision_state_from(name(state)), state);
    EXPECT_STREQ(name(DecisionState::SendBack), "send_back");
    EXPECT_FALSE(decision_state_from("sendback"));
    for (auto kind : {TargetKind::Frame, TargetKind::Range, TargetKind::Shot, TargetKind::Take})
        EXPECT_EQ(target_kind_from(name(kind)), kind);
    EXPECT_EQ(coverage_class_from("title"), CoverageClass::Title);
    EXPECT_EQ(coverage_class_from(""), CoverageClass::None);
    EXPECT_EQ(shot_place_from("bookend"), ShotPlace::Bookend);
    EXPECT_EQ(blind_answer_from("neither"), BlindAnswer::Neither);
}

TEST(ReviewWords, TargetsCoverTheirFrames) {
    EXPECT_TRUE(Target::take().covers(1000));
    EXPECT_TRUE(Target::frame(7).covers(7));
    EXPECT_FALSE(Target::frame(7).covers(8));
    EXPECT_TRUE(Target::range(3, 5).covers(5));
    EXPECT_FALSE(Target::range(3, 5).covers(6));
}

TEST(ReviewWords, TimesAreWrittenInUtc) {
    // Unix times from RFC 3339's own examples and the epoch.
    EXPECT_EQ(utc_text(0), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(utc_text(482196050520), "1985-04-12T23:20:50.520Z");
    EXPECT_EQ(utc_from("1985-04-12T23:20:50.520Z"), 482196050520);
    EXPECT_EQ(utc_text(951782400000), "2000-02-29T00:00:00.000Z");
    EXPECT_EQ(utc_from(utc_text(1795733477123)), 1795733477123);
    for (const char* bad :
         {"", "1985-04-12", "1985-13-12T23:20:50.520Z", "1985-02-29T23:20:50.520Z",
          "1985-04-12T24:20:50.520Z", "1985-04-12 23:20:50.520Z", "1985-04-12T23:20:50.-20Z"})
        EXPECT_FALSE(utc_from(bad)) << bad;
}

} // namespace
} // namespace seamline::review
