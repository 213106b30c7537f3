#include "app/playback/source_colors.h"

#include "renderer/color_transform.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <atomic>
#include <filesystem>
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

// A space that the configuration lacks would leave this take under other colours than the rest.
TEST_F(SourceColorsTest, ASpaceThatIsMissingGivesWayToTheGuess) {
    source_.source_color.input_space = "ARRI LogC3";
    ASSERT_TRUE(wait());
    source_.source_color.input_space = "no such space";
    const Result<Done> failed = wait();
    ASSERT_FALSE(failed) << "exports and commands refuse";
    EXPECT_EQ(colors_.shown(subject()).transform, nullptr) << "video on video: as it is";
    EXPECT_TRUE(colors_.has(subject()));
    EXPECT_NE(report().error.find("no such space"), std::string::npos) << report().error;
    EXPECT_EQ(report().error.find('\n'), std::string::npos);
    EXPECT_EQ(report().substitution,
              "Shown read as " + report().input_space + ", as the file says.");
}

TEST_F(SourceColorsTest, AConfigurationWithoutTheDisplayShowsItsDefaultOne) {
    source_.source_color.input_space = "ARRI LogC3";
    view_.display = "P3-D65";
    ASSERT_TRUE(wait());
    const std::filesystem::path file =
        std::filesystem::path(testing::TempDir()) / ("other." + std::to_string(getpid()) + ".ocio");
    std::ofstream(file) << R"(ocio_profile_version: 2
roles: {default: plain, scene_linear: plain}
file_rules:
  - !<Rule> {name: Default, colorspace: default}
displays:
  Monitor:
    - !<View> {name: Half, colorspace: half}
active_displays: [Monitor]
colorspaces:
  - !<ColorSpace> {name: plain}
  - !<ColorSpace>
    name: half
    from_scene_reference: !<MatrixTransform> {matrix: [0.5,0,0,0, 0,0.5,0,0, 0,0,0.5,0, 0,0,0,1]}
)";
    const auto config = ColorConfig::load(file);
    ASSERT_TRUE(config) << config.error().message;
    colors_.set_config(config.value());
    ASSERT_FALSE(wait());
    const auto shown = colors_.shown(subject()).transform;
    ASSERT_NE(shown, nullptr);
    std::vector<float> rgb{1, 1, 1};
    shown->processor().apply(rgb, 3);
    EXPECT_NEAR(rgb[0], 0.5, 1e-5) << "the new configuration's default";
    EXPECT_NE(report().error.find("P3-D65"), std::string::npos) << report().error;
    EXPECT_EQ(report().substitution,
              "Shown read as plain, a guess, on the configuration's default display.");
    EXPECT_FALSE(report().is_identity);
    colors_.set_config(ColorConfig::built_in());
    EXPECT_TRUE(wait()) << "nothing that was chosen is lost";
    std::filesystem::remove(file);
}

// Also after a bypass, which shows the file's own values for a while.
TEST_F(SourceColorsTest, ABrokenTableLeavesTheRestOfTheGrade) {
    source_.source_color.cdl.slope = {0.5, 0.5, 0.5};
    source_.source_color.lut_file = "/nowhere/show.cube";
    const auto white = [&] {
        std::vector<float> rgb{1, 1, 1};
        const auto shown = colors_.shown(subject()).transform;
        if (shown) shown->processor().apply(rgb, 3);
        return rgb[0];
    };
    ASSERT_FALSE(wait());
    EXPECT_NEAR(white(), 0.5, 1e-5);
    EXPECT_EQ(report().substitution, "Shown without its LUT.");
    EXPECT_NE(report().description.find("CDL"), std::string::npos) << report().description;
    source_.source_color.bypass = true;
    ASSERT_TRUE(wait());
    EXPECT_EQ(white(), 1);
    source_.source_color.bypass = false;
    ASSERT_FALSE(wait());
    EXPECT_NEAR(white(), 0.5, 1e-5);
    EXPECT_EQ(report().substitution, "Shown without its LUT.");
}

TEST_F(SourceColorsTest, AnotherTableThatIsBrokenLeavesTheOneBefore) {
    const std::filesystem::path lut = std::filesystem::path(testing::TempDir()) /
                                      ("before." + std::to_string(getpid()) + ".cube");
    std::ofstream(lut) << "LUT_1D_SIZE 2\n0 0 0\n0.25 0.25 0.25\n";
    source_.source_color.lut_file = lut;
    ASSERT_TRUE(wait());
    source_.source_color.lut_file = "/nowhere/show.cube";
    source_.source_color.cdl.slope = {0.5, 0.5, 0.5};
    for (const bool bypass : {false, true, false}) {
        source_.source_color.bypass = bypass;
        ASSERT_EQ(static_cast<bool>(wait()), bypass);
    }
    std::vector<float> rgb{1, 1, 1};
    colors_.shown(subject()).transform->processor().apply(rgb, 3);
    EXPECT_NEAR(rgb[0], 0.125, 1e-4) << "the new CDL through the LUT before";
    EXPECT_EQ(report().substitution,
              "Shown with the last LUT that could be used, " + lut.filename().string() + ".");
    std::filesystem::remove(lut);
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

// What a configuration's file said before is used; every window, and every export, says so.
TEST_F(SourceColorsTest, AConfigurationThatBrokeIsInEveryReport) {
    ASSERT_TRUE(wait());
    ColorSubject second = subject();
    second.viewport = Viewport::Second;
    ASSERT_TRUE(colors_.wait_for(second));
    const std::size_t made = colors_.made();
    colors_.set_config_error("used.ocio:3: it broke");
    for (const ColorReport& known : {report(), colors_.report(second)}) {
        EXPECT_EQ(known.error, "used.ocio:3: it broke");
        EXPECT_EQ(known.substitution, "What it said before is used.");
        EXPECT_EQ(known.input_space, "Rec.709");
    }
    EXPECT_TRUE(wait()) << "exports go on with what is used";
    EXPECT_EQ(colors_.made(), made);

    source_.source_color.input_space = "no such space";
    EXPECT_FALSE(wait());
    EXPECT_NE(report().error.find("no such space"), std::string::npos) << "it says more";
    source_.source_color.input_space.clear();
    ASSERT_TRUE(wait());
    EXPECT_EQ(report().error, "used.ocio:3: it broke");
    colors_.set_config_error("");
    EXPECT_EQ(report().error, "");
    EXPECT_EQ(report().substitution, "");
    colors_.set_config_error("again");
    colors_.set_config(ColorConfig::built_in());
    EXPECT_EQ(report().error, "") << "another one";
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

// At rest and in exports the program itself shows, with the grade's values in it.
TEST_F(SourceColorsTest, ExactSubjectsGetNoTable) {
    SourceColors tables(ColorConfig::built_in(), ColorMaking::TablesForLongOnes, [] {});
    source_.source_color.input_space = "ARRI LogC3";
    source_.source_color.grade.exposure_stops = 1;
    view_.view = "ACES 1.0 SDR";
    ASSERT_TRUE(tables.wait_for(subject()));
    ColorSubject exact{source_, tags_, view_, Viewport::Main, true};
    EXPECT_FALSE(tables.has(exact)) << "another answer, which is not there yet";
    ASSERT_TRUE(tables.wait_for(exact));
    EXPECT_TRUE(tables.has(exact));
    EXPECT_FALSE(tables.report(exact).is_approximate);
    const auto transform = tables.shown(exact).transform;
    ASSERT_NE(transform, nullptr);
    EXPECT_TRUE(transform->is_long());
    EXPECT_EQ(transform->uniform_bytes(), 0U);
    const ColorSubject exported{source_, tags_, view_, Viewport::Export};
    ASSERT_TRUE(tables.wait_for(exported));
    EXPECT_EQ(tables.shown(exported).transform, transform);
    EXPECT_TRUE(tables.report(subject()).is_approximate) << "playing still has its table";
}

// A LUT that is written anew is read again; a broken one keeps the colours and says one line.
TEST_F(SourceColorsTest, FilesAreReadAgain) {
    const std::filesystem::path lut = std::filesystem::path(testing::TempDir()) /
                                      ("reread." + std::to_string(getpid()) + ".cube");
    const auto write = [&](const char* white) {
        std::ofstream(lut) << "LUT_1D_SIZE 2\n0 0 0\n" << white << "\n";
    };
    write("0.5 0.5 0.5");
    source_.source_color.lut_file = lut;
    ASSERT_TRUE(wait());
    const auto half = colors_.shown(subject()).transform;
    ASSERT_NE(half, nullptr);
    write("0.25 0.25 0.25");
    colors_.reload_files();
    ASSERT_TRUE(wait());
    const auto quarter = colors_.shown(subject()).transform;
    ASSERT_NE(quarter, nullptr);
    std::vector<float> rgb{1, 1, 1};
    quarter->processor().apply(rgb, 3);
    EXPECT_NEAR(rgb[0], 0.25, 1e-4);

    write("0.25 nan 0.25");
    colors_.reload_files();
    EXPECT_EQ(colors_.shown(subject()).transform, quarter) << "while it is read";
    EXPECT_FALSE(wait());
    EXPECT_EQ(colors_.shown(subject()).transform, quarter);
    source_.source_color.bypass = true;
    EXPECT_TRUE(wait());
    source_.source_color.bypass = false;
    EXPECT_FALSE(wait());
    EXPECT_EQ(colors_.shown(subject()).transform, quarter) << "after a bypass too";
    EXPECT_EQ(report().substitution, "Shown by the files as they were.");
    EXPECT_NE(report().error.find("reread"), std::string::npos) << report().error;
    EXPECT_EQ(report().error.find('\n'), std::string::npos);
    write("1 1 1");
    colors_.reload_files();
    EXPECT_TRUE(wait());
    EXPECT_EQ(report().error, "");
    std::filesystem::remove(lut);
}

TEST_F(SourceColorsTest, EndsWhileItIsBusy) {
    SourceColors busy(ColorConfig::built_in(), ColorMaking::Exact, [] {});
    source_.source_color.input_space = "ARRI LogC4";
    busy.shown(subject());
}

} // namespace
} // namespace seamline::playback
