// How lists of markers count, as the share dialog's fields say.
#include "app/ui/review/share_panel.h"

#include <gtest/gtest.h>

namespace seamline::ui {
namespace {

/// A cut of 29.97 drop-frame that begins at 10:00:00;00 in A.
session::Session with_cut() {
    auto cut = std::make_shared<session::Cut>();
    cut->edit.rate = Rational(30000, 1001);
    cut->edit.drop_frame = true;
    cut->edit.start_frame = 1'078'920;
    session::Session session;
    session.sources.push_back({.key = 1, .cut = session::SharedCut(std::move(cut))});
    session.compare.a = 1;
    return session;
}

ShareChoice choice(const char* rate, const char* start) {
    ShareChoice choice;
    choice.product = "resolve";
    choice.rate = rate;
    choice.start = start;
    return choice;
}

TEST(ShareOptions, EmptyFieldsLeaveItToTheCutOrTheTakes) {
    const auto list = list_options_of({}, choice("", ""));
    ASSERT_TRUE(list);
    EXPECT_FALSE(list.value().rate || list.value().start_frame || list.value().drop_frame);
}

TEST(ShareOptions, ARateAloneBeginsAtOneHourOfThatRate) {
    const auto list = list_options_of({}, choice("25", ""));
    ASSERT_TRUE(list);
    EXPECT_EQ(list.value().rate, Rational(25));
    EXPECT_EQ(list.value().start_frame, 90'000);
    ShareChoice on_cut = choice("25", "");
    on_cut.on_cut = true;
    EXPECT_FALSE(list_options_of(with_cut(), on_cut).value().start_frame) << "the cut's own";
}

TEST(ShareOptions, AStartCountsInTheRateThatIsSaidOrTheCuts) {
    EXPECT_EQ(list_options_of({}, choice("23.976", "00:00:10:00")).value().start_frame, 240);
    ShareChoice on_cut = choice("", "00:01:00;02");
    on_cut.on_cut = true;
    const auto list = list_options_of(with_cut(), on_cut);
    ASSERT_TRUE(list);
    EXPECT_EQ(list.value().start_frame, 1800);
    EXPECT_EQ(list.value().drop_frame, true);
    EXPECT_FALSE(list.value().rate);
}

TEST(ShareOptions, WhatIsWrongIsSaidInALine) {
    for (const auto& [rate, start] : {std::pair("fast", ""), std::pair("", "01:00:00:00"),
                                      std::pair("24", "noon"), std::pair("24", "01:00:00;00")}) {
        const auto list = list_options_of({}, choice(rate, start));
        ASSERT_FALSE(list) << rate << " " << start;
        EXPECT_EQ(list.error().message.find('\n'), std::string::npos);
    }
    ShareChoice report = choice("fast", "noon");
    report.product = "report";
    EXPECT_TRUE(list_options_of({}, report)) << "a report does not count";
}

} // namespace
} // namespace seamline::ui
