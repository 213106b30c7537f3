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

} // namespace
} // namespace seamline::ui
