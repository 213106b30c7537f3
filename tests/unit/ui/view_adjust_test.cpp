// Words and numbers of the viewer's adjustments; the composite's own are tested in gpu/.
#include "app/ui/view_adjust.h"

#include <gtest/gtest.h>

namespace seamline::ui {
namespace {

using renderer::ChannelView;
using renderer::ViewAdjust;

void expect_near(glm::dvec3 a, glm::dvec3 b) {
    for (int i = 0; i < 3; ++i) EXPECT_NEAR(a[i], b[i], 1e-6) << i;
}

TEST(ViewAdjust, IsSaidInWords) {
    EXPECT_EQ(adjust_text({}), "");
    EXPECT_EQ(adjust_text({.exposure_stops = -0.5F}), "exposure -0.50");
    EXPECT_EQ(adjust_text({1, 1.2F, 0.5F, ChannelView::Red}),
              "exposure +1.00, gamma 1.20, saturation 0.50, red alone");
}

TEST(ViewAdjust, FollowsTheFormulasOfTheViewer) {
    const glm::dvec3 rgb(0.2, 0.4, 0.1);
    expect_near(adjusted(rgb, {}, 1), rgb);
    // 2.4 stops on BT.1886 light are twice the signal.
    expect_near(adjusted(rgb, {.exposure_stops = 2.4F}, 1), rgb * 2.0);
    expect_near(adjusted(rgb, {.gamma = 2}, 1), glm::sqrt(rgb));
    const double luma = 0.2126 * 0.2 + 0.7152 * 0.4 + 0.0722 * 0.1;
    expect_near(adjusted(rgb, {.saturation = 0}, 1), glm::dvec3(luma));
    expect_near(adjusted(rgb, {.channel = ChannelView::Green}, 1), glm::dvec3(0.4));
    expect_near(adjusted(rgb, {.channel = ChannelView::Luma}, 1), glm::dvec3(luma));
    expect_near(adjusted(rgb, {.channel = ChannelView::Alpha}, 0.25), glm::dvec3(0.25));
}

} // namespace
} // namespace seamline::ui
