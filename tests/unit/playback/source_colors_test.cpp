#include "app/playback/source_colors.h"

#include "renderer/color_transform.h"

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>

namespace seamline::playback {
namespace {

using color::ColorConfig;

/// One source under one view, with the tags of a movie that says everything.
class SourceColorsTest : public testing::Test {
protected:
    SourceColorsTest() {
        source_.key = 3;
        source_.path = "/takes/a.mp4";
        tags_.primaries = ColorPrimaries::Bt709;
        tags_.transfer = ColorTransfer::Bt1886;
        tags_.guessed = 0;
    }
    ColorSubject subject() const { return {source_, tags_, view_}; }
    Result<Done> wait() { return colors_.wait_for(subject()); }
    ColorReport report() { return colors_.report(subject()); }

    std::atomic<int> changes_ = 0;
    session::Source source_;
    ColorTags tags_;
    color::ViewColor view_;
    SourceColors colors_{ColorConfig::built_in(), ColorMaking::Exact, [this] { ++changes_; }};
};

TEST_F(SourceColorsTest, ATaggedVideoTakeIsShownAsItIs) {
    ASSERT_TRUE(wait());
    EXPECT_EQ(colors_.shown(subject()).transform, nullptr);
    const ColorReport known = report();
    EXPECT_EQ(known.input_space, "Rec.709");
    EXPECT_TRUE(known.confirmed);
    EXPECT_TRUE(known.is_identity);
    EXPECT_FALSE(known.is_preparing);
    EXPECT_EQ(known.error, "");
}

TEST_F(SourceColorsTest, TagsThatTheFileLacksAreAGuess) {
    tags_.guessed = kGuessedPrimaries | kGuessedTransfer;
    ASSERT_TRUE(wait());
    EXPECT_FALSE(report().confirmed);
    EXPECT_NE(report().reason, "");
}

TEST_F(SourceColorsTest, AChosenSpaceIsConfirmedAndConverted) {
    source_.source_color.input_space = "ARRI LogC3";
    ASSERT_TRUE(wait());
    EXPECT_NE(colors_.shown(subject()).transform, nullptr);
    EXPECT_EQ(report().input_space, "ARRI LogC3");
    EXPECT_EQ(report().reason, "chosen");
    EXPECT_TRUE(report().confirmed);
    EXPECT_FALSE(report().is_identity);
}

TEST_F(SourceColorsTest, AGradesValuesMakeNoNewTransform) {
    source_.source_color.input_space = "ARRI LogC3";
    source_.source_color.grade.exposure_stops = 0.25;
    ASSERT_TRUE(wait());
    const auto first = colors_.shown(subject());
    const std::size_t made = colors_.made();
    for (int step = 0; step < 50; ++step) {
        source_.source_color.grade.exposure_stops += 0.1;
        source_.source_color.grade.offset[1] = 0.01 * step;
        const ShownColor shown = colors_.shown(subject());
        EXPECT_EQ(shown.transform, first.transform);
        EXPECT_EQ(shown.grade, source_.source_color.grade);
    }
    ASSERT_TRUE(wait());
    EXPECT_EQ(colors_.made(), made);
}

TEST_F(SourceColorsTest, WhatCannotBeMadeKeepsTheLastGoodColour) {
    source_.source_color.input_space = "ARRI LogC3";
    ASSERT_TRUE(wait());
    const auto good = colors_.shown(subject()).transform;
    source_.source_color.input_space = "no such space";
    const Result<Done> failed = wait();
    ASSERT_FALSE(failed);
    EXPECT_EQ(colors_.shown(subject()).transform, good);
    EXPECT_NE(report().error.find("no such space"), std::string::npos) << report().error;
    EXPECT_EQ(report().error.find('\n'), std::string::npos);
}

TEST_F(SourceColorsTest, AMissingTableNamesItsFile) {
    source_.source_color.lut_file = "/nowhere/show.cube";
    const Result<Done> failed = wait();
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, ErrorCode::NotFound);
    EXPECT_NE(failed.error().message.find("/nowhere/show.cube"), std::string::npos);
}

TEST_F(SourceColorsTest, ViewportsHaveTheirOwnDisplays) {
    ASSERT_TRUE(wait());
    color::ViewColor second;
    second.display = "P3-D65";
    const ColorSubject other{source_, tags_, second, Viewport::Second};
    ASSERT_TRUE(colors_.wait_for(other));
    EXPECT_NE(colors_.shown(other).transform, nullptr);
    EXPECT_EQ(colors_.shown(subject()).transform, nullptr);
}

TEST_F(SourceColorsTest, ANewConfigurationMakesEverythingAnew) {
    ASSERT_TRUE(wait());
    const std::size_t made = colors_.made();
    colors_.set_config(ColorConfig::built_in());
    ASSERT_TRUE(wait());
    EXPECT_EQ(colors_.made(), made + 1);
}

TEST_F(SourceColorsTest, LongProgramsBecomeTablesWhereThatIsAsked) {
    SourceColors tables(ColorConfig::built_in(), ColorMaking::TablesForLongOnes, [] {});
    source_.source_color.input_space = "ARRI LogC3";
    ASSERT_TRUE(tables.wait_for(subject()));
    EXPECT_FALSE(tables.report(subject()).is_approximate);
    view_.view = "ACES 1.0 SDR";
    ASSERT_TRUE(tables.wait_for(subject()));
    const ColorReport plain = tables.report(subject());
    EXPECT_TRUE(plain.is_approximate);
    EXPECT_NE(plain.description.find("table"), std::string::npos) << plain.description;
    const auto before = tables.shown(subject()).transform;
    // A grade is baked too, with its values.
    source_.source_color.grade.exposure_stops = 1;
    ASSERT_TRUE(tables.wait_for(subject()));
    EXPECT_TRUE(tables.report(subject()).is_approximate);
    const auto graded = tables.shown(subject()).transform;
    ASSERT_NE(graded, nullptr);
    EXPECT_NE(graded, before);
    EXPECT_EQ(graded->program(0).uniform_bytes(), 0U);
    EXPECT_EQ(graded->program(0).glsl(), before->program(0).glsl());
    ASSERT_TRUE(wait()); // Exact elsewhere.
    EXPECT_FALSE(report().is_approximate);
}

TEST_F(SourceColorsTest, EndsWhileItIsBusy) {
    SourceColors busy(ColorConfig::built_in(), ColorMaking::Exact, [] {});
    source_.source_color.input_space = "ARRI LogC4";
    busy.shown(subject());
}

} // namespace
} // namespace seamline::playback
