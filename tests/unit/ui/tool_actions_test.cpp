#include "app/ui/tool_actions.h"

#include <gtest/gtest.h>

#include <set>

namespace seamline::ui {
namespace {

TEST(ToolActions, EveryToolHasAnActionOfItsOwn) {
    std::set<Action> actions;
    for (int i = 0; i < renderer::kPictureTools; ++i) {
        const auto tool = static_cast<renderer::PictureTool>(i);
        actions.insert(action_of(tool));
        EXPECT_EQ(renderer::picture_tool_from(name(tool)), tool);
    }
    EXPECT_EQ(actions.size(), static_cast<std::size_t>(renderer::kPictureTools));
}

TEST(ToolActions, TheHudSaysWhatIsOnAndWhatItMeasures) {
    renderer::ToolSettings settings;
    EXPECT_EQ(tools_text({}, settings), "");
    EXPECT_EQ(tools_text({.false_color = true, .zebra = true}, settings),
              "false colour of the source, zebra 70/100 % of the source");
    settings.signal = renderer::ToolSignal::View;
    settings.zebra_high_percent = 95.5F;
    EXPECT_EQ(
        tools_text({.zebra = true, .clipping = true, .gamut = true, .peaking = true}, settings),
        "zebra 70/95.5 % of the view, clipping, gamut, peaking from 10 %");
}

TEST(ToolActions, ALimitOutOfRangeIsRefusedAndNotMovedSilently) {
    const auto typed = [](const char* text) { return typed_percent(text, -10, 110); };
    EXPECT_EQ(typed("42.5").value(), 42.5F);
    EXPECT_EQ(typed(" 110 % ").value(), 110);
    EXPECT_EQ(typed("-10").value(), -10);
    ASSERT_FALSE(typed("150"));
    EXPECT_EQ(typed("150").error().message,
              "150 % is out of range; type a number from -10 to 110 %");
    for (const char* text : {"", "high", "5 ire", "nan", "inf", "-10.5"})
        EXPECT_FALSE(typed(text)) << text;
}

} // namespace
} // namespace seamline::ui
