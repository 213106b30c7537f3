#include "app/ui/color_choices.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace seamline::ui {
namespace {

const ColorChoices& built_in() {
    static const ColorChoices choices = color_choices(color::ColorConfig::built_in());
    return choices;
}

const SpaceFamily* family(const char* name) {
    const auto at = std::ranges::find(built_in().families, name, &SpaceFamily::name);
    return at == built_in().families.end() ? nullptr : &*at;
}

bool has(const SpaceFamily* family, const char* space) {
    return family != nullptr && std::ranges::any_of(family->spaces, [&](const auto& entry) {
               return entry.name == space;
           });
}

TEST(ColorChoices, EverySpaceStandsOnceAndInItsFamily) {
    EXPECT_TRUE(has(family("Video"), "Rec.709"));
    EXPECT_TRUE(has(family("Camera"), "ARRI LogC4"));
    EXPECT_FALSE(has(family("Camera"), "Rec.709"));
    std::size_t count = 0;
    for (const SpaceFamily& one : built_in().families) {
        count += one.spaces.size();
        EXPECT_EQ(std::ranges::count(built_in().families, one.name, &SpaceFamily::name), 1);
    }
    EXPECT_EQ(count, color::ColorConfig::built_in().spaces().size());
}

TEST(ColorChoices, EmptyNamesMeanTheDefaults) {
    const ShownView shown = shown_view(built_in(), {});
    EXPECT_EQ(shown.display, color::ColorConfig::built_in().default_display());
    EXPECT_EQ(shown.view, color::ColorConfig::kVideoView);
    EXPECT_TRUE(shown.is_known);
}

TEST(ColorChoices, NamesOfAnotherConfigurationStayAndAreUnknown) {
    color::ViewColor color;
    color.display = "Theatre";
    color.view = "Film";
    const ShownView shown = shown_view(built_in(), color);
    EXPECT_EQ(shown.display, "Theatre");
    EXPECT_EQ(shown.view, "Film");
    EXPECT_FALSE(shown.is_known);
    step_view(built_in(), color, 1);
    EXPECT_EQ(color.view, "Film") << "there is nothing to step through";
}

TEST(ColorChoices, AnotherDisplayKeepsTheViewThatItHas) {
    color::ViewColor color;
    color.view = color::ColorConfig::kUntoneMappedView;
    choose_display(built_in(), color, "Rec.2100 PQ");
    EXPECT_EQ(color.display, "Rec.2100 PQ");
    EXPECT_EQ(color.view, color::ColorConfig::kUntoneMappedView);
}

TEST(ColorChoices, AnotherDisplayReplacesTheViewThatItLacks) {
    color::ViewColor color;
    color.display = "sRGB";
    color.view = color::ColorConfig::kRollOffView;
    choose_display(built_in(), color, "Rec.2100 PQ");
    EXPECT_EQ(color.view, built_in().display("Rec.2100 PQ")->default_view);
    EXPECT_TRUE(shown_view(built_in(), color).is_known);
}

TEST(ColorChoices, ViewsAndDisplaysGoRoundBothWays) {
    color::ViewColor color;
    const std::vector<std::string>& views = built_in().display("")->views;
    for (std::size_t i = 1; i <= views.size(); ++i) {
        step_view(built_in(), color, 1);
        EXPECT_EQ(color.view, views[i % views.size()]);
    }
    step_view(built_in(), color, -1);
    EXPECT_EQ(color.view, views.back());
    color = {};
    step_display(built_in(), color, -1);
    EXPECT_EQ(color.display, built_in().displays.back().name);
    step_display(built_in(), color, 1);
    EXPECT_EQ(color.display, built_in().displays.front().name);
}

TEST(ColorChoices, ResettingTheGradeKeepsTheInputSpace) {
    color::SourceColor color;
    color.input_space = "ARRI LogC4";
    EXPECT_FALSE(is_graded(color));
    color.grade.exposure_stops = 1;
    color.lut_file = "show.cube";
    color.bypass = true;
    EXPECT_TRUE(is_graded(color));
    reset_grade(color);
    EXPECT_FALSE(is_graded(color));
    EXPECT_FALSE(color.bypass);
    EXPECT_EQ(color.input_space, "ARRI LogC4");
}

TEST(ColorChoices, TheMasterMovesChannelsAlikeAndWithinTheirRange) {
    color::Grade grade;
    grade.offset = {-0.1, 0.0, 0.1};
    set_master_offset(grade, 0.2);
    EXPECT_NEAR(grade.offset[0], 0.1, 1e-12);
    EXPECT_NEAR(grade.offset[1], 0.2, 1e-12);
    EXPECT_NEAR(grade.offset[2], 0.3, 1e-12);
    set_master_offset(grade, 1000);
    EXPECT_EQ(grade.offset[2], 10);
    grade.gamma = {0.5, 1.0, 2.0};
    EXPECT_NEAR(master_gamma(grade), 1.0, 1e-12);
    set_master_gamma(grade, 2.0);
    EXPECT_NEAR(grade.gamma[0], 1.0, 1e-12);
    EXPECT_NEAR(grade.gamma[2], 4.0, 1e-12);
    set_master_gamma(grade, -1);
    EXPECT_EQ(grade.gamma[0], 0.01) << "never zero, never negative";
}

TEST(ColorChoices, AnHdrDisplayOnAnSdrOutputIsWarnedOf) {
    using renderer::WindowOutput;
    EXPECT_EQ(output_warning("sRGB", WindowOutput::Sdr8), "");
    EXPECT_NE(output_warning("Rec.2100 PQ", WindowOutput::Sdr8).find("SDR output"),
              std::string::npos);
    EXPECT_NE(output_warning("Rec.2100 HLG", WindowOutput::Sdr10), "");
    EXPECT_EQ(output_warning("Rec.2100 PQ", WindowOutput::Hdr10), "");
    EXPECT_EQ(output_warning("Rec.2100 PQ", WindowOutput::ScRgb), "");
}

// "Rec.709" does not say that it is BT.1886.
TEST(ColorChoices, EveryBuiltInDisplayIsExplained) {
    const color::ColorConfig config = color::ColorConfig::built_in();
    EXPECT_NE(display_words(config, "Rec.709").find("BT.1886"), std::string::npos)
        << display_words(config, "Rec.709");
    for (const std::string& display : config.displays())
        EXPECT_FALSE(display_words(config, display).empty()) << display;
    EXPECT_EQ(display_words(config, "nonsense"), "");
}

TEST(ColorChoices, EveryBuiltInViewIsExplained) {
    const color::ColorConfig config = color::ColorConfig::built_in();
    for (const std::string& display : config.displays())
        for (const std::string& view : config.views(display))
            EXPECT_FALSE(view_words(config, view).empty()) << view;
}

TEST(ColorChoices, FilesAreKnownByTheirEndings) {
    EXPECT_TRUE(is_config_name("studio.OCIO"));
    EXPECT_FALSE(is_config_name(".ocio")) << "an ending alone is no name";
    EXPECT_TRUE(is_cdl_name("shot.ccc"));
    EXPECT_TRUE(is_lut_name("film.cube"));
    EXPECT_FALSE(is_lut_name("film.cubes"));
    EXPECT_TRUE(names_hdr("Rec.2100 PQ"));
    EXPECT_TRUE(names_hdr("ST2084-P3-D65"));
    EXPECT_FALSE(names_hdr("Rec.709"));
}

} // namespace
} // namespace seamline::ui
