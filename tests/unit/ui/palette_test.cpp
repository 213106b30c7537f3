#include "app/ui/palette.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace seamline::ui {
namespace {

// Source: WCAG 2.2: black on white is 21:1, #777777 on white 4.48:1.
TEST(Palette, ContrastFollowsWcag) {
    EXPECT_NEAR(contrast({0, 0, 0}, {255, 255, 255}), 21.0, 1e-6);
    EXPECT_NEAR(contrast({0x77, 0x77, 0x77}, {255, 255, 255}), 4.48, 0.005);
}

struct Theme {
    std::string name;
    Palette palette;
};

class EveryTheme : public testing::TestWithParam<Theme> {};

TEST_P(EveryTheme, TextIsReadableOnEveryGroundItStandsOn) {
    const Palette& p = GetParam().palette;
    for (const Rgb ground : {p.viewer, p.panel, p.bar, p.field, p.control, p.control_hover,
                             p.control_active, p.chosen, p.lane, p.plate})
        EXPECT_GE(contrast(p.text, ground), 4.5) << int{ground.r};
    for (const Rgb ground : {p.viewer, p.panel, p.bar, p.field, p.plate})
        for (const Rgb text : {p.dim, p.accent, p.warning, p.error, p.marker, p.a, p.b, p.keep,
                               p.send_back, p.hold})
            EXPECT_GE(contrast(text, ground), 4.5) << int{ground.r} << " under " << int{text.r};
}

TEST_P(EveryTheme, SignsAreSeenOnTheirGrounds) {
    const Palette& p = GetParam().palette;
    // Source: WCAG 2.2, 1.4.11: 3:1 for what is not text.
    EXPECT_GE(contrast(p.cached, p.field), 3.0);
    EXPECT_GE(contrast(p.accent, p.control_active), 3.0) << "sliders' grabs";
    EXPECT_GE(contrast(p.accent, p.chosen), 3.0) << "the bar under what is switched on";
}

TEST_P(EveryTheme, GroundsAroundPicturesHaveNoHue) {
    const Palette& p = GetParam().palette;
    for (const Rgb ground : {p.surround, p.viewer, p.panel, p.bar, p.field, p.plate}) {
        EXPECT_EQ(ground.r, ground.g);
        EXPECT_EQ(ground.g, ground.b);
    }
}

INSTANTIATE_TEST_SUITE_P(Palette, EveryTheme,
                         testing::Values(Theme{"Dark", kDarkPalette}, Theme{"Light", kLightPalette},
                                         Theme{"HighContrast", kHighContrastPalette}),
                         [](const auto& theme) { return theme.param.name; });

// Source: 18 % of white's luminance is the mid-grey of photography; L* 50 is 18.4 %.
TEST(Palette, TheLightThemesSurroundIsMidGrey) {
    EXPECT_NEAR(relative_luminance(kLightPalette.surround), 0.18, 0.005);
}

} // namespace
} // namespace seamline::ui
