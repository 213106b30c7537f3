#include "renderer/color/display_signal.h"

#include "renderer/color/color_processor.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace seamline::color {
namespace {

using enum DisplayCurve;

TEST(DisplaySignal, TellsWhatEveryBuiltInViewMakes) {
    const ColorConfig config = ColorConfig::built_in();
    const auto of = [&](const char* display, const char* view = "") {
        return display_signal(config, {.display = display, .view = view}).value();
    };
    EXPECT_EQ(of(""), (DisplaySignal{Bt1886, ColorPrimaries::Bt709}));
    EXPECT_EQ(of("sRGB", ColorConfig::kUntoneMappedView),
              (DisplaySignal{Srgb, ColorPrimaries::Bt709}));
    EXPECT_EQ(of("P3-D65"), (DisplaySignal{Gamma26, ColorPrimaries::DisplayP3}));
    EXPECT_EQ(of("Rec.2100 PQ"), (DisplaySignal{Pq, ColorPrimaries::Bt2020}));
    EXPECT_EQ(of("Rec.2100 HLG"), (DisplaySignal{Hlg, ColorPrimaries::Bt2020}));
    EXPECT_FALSE(display_signal(config, {.view = "Raw"}));
    EXPECT_FALSE(display_signal(config, {.display = "no such display"}));
    EXPECT_EQ(pq_display(config), "Rec.2100 PQ");
}

// OpenColorIO's own display transforms are the oracle: linear light of every display, in BT.709,
// has the luminance that the signal says.
TEST(DisplaySignal, AgreesWithOpenColorIo) {
    const ColorConfig config = ColorConfig::built_in();
    for (const std::string& display : config.displays()) {
        const ViewColor view{.display = display, .view = ColorConfig::kUntoneMappedView};
        const DisplaySignal signal = display_signal(config, view).value();
        const auto processor =
            ColorProcessor::viewed(config, {.input_space = "lin_rec709_display"}, view);
        ASSERT_TRUE(processor) << processor.error().message;
        for (const float light : {0.02F, 0.18F, 0.5F, 1.0F}) {
            std::vector<float> code{light, light, light};
            processor.value().apply(code, 3);
            const glm::dvec3 nits = nits_of(signal, {code[0], code[1], code[2]});
            for (int i = 0; i < 3; ++i) EXPECT_NEAR(nits[i], 203.0 * light, 0.4) << display;
            const glm::dvec3 back = code_of(signal, nits);
            for (int i = 0; i < 3; ++i)
                EXPECT_NEAR(back[i], code[static_cast<std::size_t>(i)], 1e-6) << display;
        }
    }
}

TEST(DisplaySignal, DrawsTheInterfacesWhiteAtReferenceWhite) {
    // PQ of 203 cd/m2, by SMPTE ST 2084's equation 5.2.
    const double y = std::pow(203.0 / 10000.0, 2610.0 / 16384);
    const double pq =
        std::pow((3424.0 / 4096 + 2413.0 / 128 * y) / (1 + 2392.0 / 128 * y), 2523.0 / 32);
    const glm::dvec3 white = interface_code({Pq, ColorPrimaries::Bt2020}, {1, 1, 1});
    for (int i = 0; i < 3; ++i) EXPECT_NEAR(white[i], pq, 1e-5);
    const glm::dvec3 red = interface_code({Srgb, ColorPrimaries::Bt709}, {1, 0, 0.25});
    EXPECT_NEAR(red.r, 1, 1e-9);
    EXPECT_NEAR(red.g, 0, 1e-9);
    EXPECT_NEAR(red.b, 0.25, 1e-9);
}

} // namespace
} // namespace seamline::color
