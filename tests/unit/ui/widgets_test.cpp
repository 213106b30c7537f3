#include "app/ui/widgets.h"

#include "app/ui/review/decision_signs.h"
#include "app/ui/theme.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace seamline::ui {
namespace {

/// ImGui frames without a window.
class WidgetsTest : public testing::Test {
protected:
    WidgetsTest() {
        ImGui::CreateContext();
        ImGuiIO& io = ImGui::GetIO();
        io.IniFilename = nullptr;
        io.UserData = &widgets_;
        io.DisplaySize = {640, 360};
        load_fonts(1);
        io.Fonts->Build();
    }
    ~WidgetsTest() override { ImGui::DestroyContext(); }

    template <typename Draw> void frame(const Draw& draw) {
        ImGui::GetIO().DeltaTime = 0.02F;
        ImGui::NewFrame();
        ImGui::SetNextWindowPos({0, 0});
        ImGui::Begin("window");
        draw();
        ImGui::End();
        ImGui::EndFrame();
    }
    /// Gives the field the keyboard, types, presses Enter.
    std::string typed(const std::string& value, const char* text, FieldStart start) {
        std::optional<std::string> answer;
        const auto field = [&](bool asked) {
            frame([&] {
                if (asked) ImGui::SetKeyboardFocusHere();
                if (auto entered = text_field("##field", value, "", start)) answer = *entered;
            });
        };
        field(true);
        field(false);
        ImGui::GetIO().AddInputCharactersUTF8(text);
        field(false);
        ImGuiIO& io = ImGui::GetIO();
        io.KeyMap[ImGuiKey_Enter] = 1;
        io.KeysDown[1] = true;
        field(false);
        io.KeysDown[1] = false;
        field(false);
        field(false);
        return answer.value_or("nothing");
    }

    WidgetMemory widgets_;
};

// ImGui selects all of a field only the first time that it is given the keyboard.
TEST_F(WidgetsTest, WhatIsTypedIntoACounterTakesThePlaceOfWhatStoodThere) {
    EXPECT_EQ(typed("00:00:05:00", "120", FieldStart::All), "120");
    EXPECT_EQ(typed("00:00:05:00", "-1:00", FieldStart::All), "-1:00");
    EXPECT_EQ(typed("00:00:04:00", "+12", FieldStart::All), "+12");
}

TEST_F(WidgetsTest, APathKeepsItsEndAndATitleItsStart) {
    frame([] {
        const std::string path = "/Volumes/projects/film/gen\xC3\xA9r\xC3\xA9s/sh010_take_02.mov";
        const float all = ImGui::CalcTextSize(path.c_str()).x;
        EXPECT_EQ(shortened_path(path, all), path);
        for (float width = all - 1; width > 40; width -= 7) {
            const std::string end = shortened_path(path, width);
            const std::string start = shortened(path, width);
            EXPECT_LE(ImGui::CalcTextSize(end.c_str()).x, width);
            EXPECT_LE(ImGui::CalcTextSize(start.c_str()).x, width);
            EXPECT_TRUE(end.starts_with("\xE2\x80\xA6"));
            EXPECT_TRUE(path.ends_with(end.substr(3))) << end;
            EXPECT_TRUE(path.starts_with(start.substr(0, start.size() - 3))) << start;
            // No character is cut in two.
            EXPECT_NE(static_cast<unsigned char>(end[3]) & 0xC0U, 0x80U);
        }
        EXPECT_TRUE(shortened_path(path, 110).ends_with("take_02.mov"));
        EXPECT_EQ(shortened_path("", 100), "");
    });
}

TEST_F(WidgetsTest, APlateKeepsStateAndAuthorHoweverNarrowItIs) {
    review::Decision decision;
    decision.state = review::DecisionState::SendBack;
    decision.target = review::Target::range(101, 140);
    decision.author = "Mia";
    DecisionRow row;
    row.decision = &decision;
    row.where = "frames 101-140";
    row.reasons = "continuity, character, anatomy, lighting, motion";
    row.is_disputed = true;
    frame([&] {
        const std::string head = std::string(word(decision.state)) + "  frames 101-140";
        const std::string who = "  (Mia, disputed)";
        EXPECT_EQ(plate_lines(row, true, 5'000),
                  std::vector<std::string>{head + ": " + row.reasons + who});
        const float exact = ImGui::CalcTextSize((head + who).c_str()).x;
        const auto two = plate_lines(row, false, exact);
        ASSERT_EQ(two.size(), 2U);
        EXPECT_EQ(two[0], head + who);
        EXPECT_TRUE(two[1].starts_with("continuity")) << two[1];
        for (const float width : {exact * 0.9F, exact * 0.8F, exact * 0.7F}) {
            const auto lines = plate_lines(row, true, width);
            ASSERT_EQ(lines.size(), 2U);
            EXPECT_EQ(lines[0], word(decision.state) + who);
            EXPECT_TRUE(lines[1].starts_with("frames 101-140: ")) << lines[1];
            for (const std::string& line : lines)
                EXPECT_LE(ImGui::CalcTextSize(line.c_str()).x, width) << line;
        }
        decision.author = std::string(60, 'm');
        const auto lines = plate_lines(row, true, exact);
        EXPECT_TRUE(lines[0].starts_with(word(decision.state))) << lines[0];
        EXPECT_LE(ImGui::CalcTextSize(lines[0].c_str()).x, exact);
    });
}

} // namespace
} // namespace seamline::ui
