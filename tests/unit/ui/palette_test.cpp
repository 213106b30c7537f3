#include "app/ui/palette.h"

#include <gtest/gtest.h>

namespace seamline::ui {
namespace {

// Source: WCAG 2.2: black on white is 21:1, #777777 on white 4.48:1.
TEST(Palette, ContrastFollowsWcag) {
    EXPECT_NEAR(contrast({0, 0, 0}, {255, 255, 255}), 21.0, 1e-6);
    EXPECT_NEAR(contrast({0x77, 0x77, 0x77}, {255, 255, 255}), 4.48, 0.005);
}

TEST(Palette, EveryTextIsReadableOnEveryGroundItStandsOn) {
    using namespace palette;
    for (const Rgb ground :
         {kViewer, kPanel, kBar, kField, kControl, kControlHover, kChosen, kLane})
        EXPECT_GE(contrast(kText, ground), 4.5) << int{ground.r};
    for (const Rgb ground : {kViewer, kPanel, kBar, kField})
        for (const Rgb text : {kDim, kAccent, kWarning, kError, kMarker, kA, kB})
            EXPECT_GE(contrast(text, ground), 4.5) << int{ground.r} << " under " << int{text.r};
}

} // namespace
} // namespace seamline::ui
