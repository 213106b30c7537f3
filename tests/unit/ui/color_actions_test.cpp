#include "app/ui/color_actions.h"
#include "app/ui/color_setup.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include <unistd.h>

namespace seamline::ui {
namespace {

namespace fs = std::filesystem;
using session::ColorConfigOrigin;

class ColorActions : public testing::Test {
protected:
    ColorActions() {
        session_.sources.resize(2);
        session_.sources[0].key = 1;
        session_.sources[1].key = 2;
        target_.key = 2;
        target_.report.input_space = "ARRI LogC4";
    }
    bool press(Action action) { return color_action(action, session_, choices_, target_); }
    const color::SourceColor& color() const { return session_.sources[1].source_color; }

    session::Session session_;
    ColorChoices choices_ = color_choices(color::ColorConfig::built_in());
    ColorTarget target_;
};

TEST_F(ColorActions, BypassAndResetActOnTheChosenSourceAlone) {
    session_.sources[1].source_color.grade.saturation = 0;
    EXPECT_TRUE(press(Action::BypassGrade));
    EXPECT_TRUE(color().bypass);
    EXPECT_FALSE(session_.sources[0].source_color.bypass);
    EXPECT_TRUE(press(Action::BypassGrade));
    EXPECT_FALSE(color().bypass);
    EXPECT_TRUE(press(Action::ResetGrade));
    EXPECT_FALSE(is_graded(color()));
}

TEST_F(ColorActions, ConfirmingTakesTheGuessButNeverReplacesAChoice) {
    EXPECT_TRUE(press(Action::ConfirmInputSpace));
    EXPECT_EQ(color().input_space, "ARRI LogC4");
    target_.report.input_space = "Rec.709";
    EXPECT_TRUE(press(Action::ConfirmInputSpace));
    EXPECT_EQ(color().input_space, "ARRI LogC4");
}

TEST_F(ColorActions, ViewsAndDisplaysChangeTheMainWindowOnly) {
    EXPECT_TRUE(press(Action::NextColorView));
    EXPECT_EQ(session_.view_color.view, choices_.display("")->views[1]);
    EXPECT_TRUE(press(Action::PreviousColorView));
    EXPECT_EQ(session_.view_color.view, choices_.display("")->views[0]);
    EXPECT_TRUE(press(Action::NextColorDisplay));
    EXPECT_EQ(session_.view_color.display, choices_.displays[1].name);
    EXPECT_EQ(session_.second_view_color, color::ViewColor{});
}

TEST_F(ColorActions, WithoutASourceNothingHappensAndOtherActionsAreRefused) {
    target_.key = 0;
    const session::Session before = session_;
    EXPECT_TRUE(press(Action::BypassGrade));
    EXPECT_TRUE(session_ == before);
    EXPECT_FALSE(press(Action::PlayPause));
}

ColorSetup::Answer answer_of(ColorSetup& setup) {
    while (true) {
        if (auto answer = setup.take()) return *answer;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

TEST(ColorSetup, ABrokenConfigurationNamesFileAndLineAndChangesNothing) {
    const fs::path file =
        fs::temp_directory_path() / ("seamline_setup_" + std::to_string(::getpid()) + ".ocio");
    std::ofstream(file) << "ocio_profile_version: 2\nroles:\n  default: [\n";
    ColorSetup setup;
    ASSERT_TRUE(setup.ask({ColorConfigOrigin::BuiltIn, {}}));
    EXPECT_TRUE(answer_of(setup).config);
    ASSERT_TRUE(setup.ask({ColorConfigOrigin::File, file}));
    const auto broken = answer_of(setup);
    fs::remove(file);
    ASSERT_FALSE(broken.config);
    EXPECT_NE(setup.error().find(file.string() + ":"), std::string::npos) << setup.error();
    EXPECT_EQ(setup.error().find('\n'), std::string::npos);
    EXPECT_EQ(setup.choice().origin, ColorConfigOrigin::BuiltIn);
    ASSERT_TRUE(setup.ask({ColorConfigOrigin::BuiltIn, {}}));
    EXPECT_TRUE(answer_of(setup).config);
    EXPECT_TRUE(setup.error().empty()) << "a good one ends the complaint";
}

TEST(ColorSetup, WithoutTheVariableTheEnvironmentMeansTheBuiltInOne) {
    ASSERT_EQ(::unsetenv("OCIO"), 0);
    const auto config = read_config({ColorConfigOrigin::Environment, {}});
    ASSERT_TRUE(config);
    EXPECT_TRUE(config.value().is_built_in());
    ASSERT_EQ(::setenv("OCIO", "/no/such.ocio", 1), 0);
    const auto missing = read_config({ColorConfigOrigin::Environment, {}});
    ASSERT_EQ(::unsetenv("OCIO"), 0);
    ASSERT_FALSE(missing);
    EXPECT_NE(missing.error().message.find("$OCIO"), std::string::npos);
}

} // namespace
} // namespace seamline::ui
