#include "renderer/color/color_processor.h"
#include "renderer/color/transfer.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <string>

namespace seamline::color {
namespace {

std::array<float, 3> shown(const std::string& space, const std::string& display,
                           const std::string& view, std::array<float, 3> rgb) {
    const auto processor = ColorProcessor::viewed(ColorConfig::built_in(), {.input_space = space},
                                                  {.display = display, .view = view});
    EXPECT_TRUE(processor) << processor.error().message;
    if (processor) processor.value().apply(rgb, 3);
    return rgb;
}

bool is_identity(const std::string& space, const std::string& display, const std::string& view) {
    const auto processor = ColorProcessor::viewed(ColorConfig::built_in(), {.input_space = space},
                                                  {.display = display, .view = view});
    EXPECT_TRUE(processor) << processor.error().message;
    return processor && processor.value().is_identity();
}

constexpr const char* kVideo = ColorConfig::kVideoView;

TEST(VideoView, ShowsRec709AndSrgbCodeForCodeOnAnSrgbDisplay) {
    EXPECT_TRUE(is_identity("Rec.709", "sRGB", kVideo));
    EXPECT_TRUE(is_identity("BT.1886", "sRGB", kVideo));
    EXPECT_TRUE(is_identity("sRGB", "sRGB", kVideo));
    EXPECT_TRUE(is_identity("Rec.709", "Rec.709", kVideo));
    EXPECT_TRUE(is_identity("sRGB", "Rec.709", kVideo));
}

TEST(VideoView, IsTheDefaultAndRec709TheDefaultInput) {
    const auto processor = ColorProcessor::viewed(ColorConfig::built_in(), {}, {});
    ASSERT_TRUE(processor) << processor.error().message;
    EXPECT_TRUE(processor.value().is_identity());
    EXPECT_EQ(processor.value().description(), "Rec.709 > Video (colorimetric) on sRGB");
}

TEST(VideoView, LeavesHdrAloneOnItsOwnDisplay) {
    EXPECT_TRUE(is_identity("Rec.2100 PQ", "Rec.2100 PQ", kVideo));
    EXPECT_TRUE(is_identity("Rec.2100 HLG", "Rec.2100 HLG", kVideo));
    EXPECT_TRUE(is_identity("P3-D65", "P3-D65", kVideo));
    EXPECT_FALSE(is_identity("Rec.2100 HLG", "Rec.2100 PQ", kVideo));
}

TEST(VideoView, KeepsCodesOutsideZeroToOne) {
    const auto rgb = shown("Rec.709", "sRGB", kVideo, {-0.05F, 0.5F, 1.09F});
    EXPECT_EQ(rgb, (std::array<float, 3>{-0.05F, 0.5F, 1.09F}));
}

// Rep. ITU-R BT.2408: HDR reference white, 203 cd/m2, is SDR white: PQ 58 %, HLG 75 %.
TEST(VideoView, ShowsHdrReferenceWhiteAsSdrWhite) {
    const float pq = static_cast<float>(nits_to_pq(203.0));
    EXPECT_NEAR(pq, 0.58F, 0.002F);
    EXPECT_NEAR(shown("Rec.2100 PQ", "sRGB", kVideo, {pq, pq, pq})[1], 1.0F, 5e-4F);
    EXPECT_NEAR(shown("Rec.2100 HLG", "sRGB", kVideo, {0.75F, 0.75F, 0.75F})[1], 1.0F, 2e-3F);
    EXPECT_NEAR(shown("Rec.709", "Rec.2100 PQ", kVideo, {1, 1, 1})[1], pq, 5e-4F);
    EXPECT_NEAR(shown("Rec.709", "Rec.2100 HLG", kVideo, {1, 1, 1})[1], 0.75F, 2e-3F);
}

TEST(VideoView, ShowsScenesOfEveryEncodingAlike) {
    const float grey = static_cast<float>(linear_to_bt1886(0.18));
    for (const auto& [space, code] : std::initializer_list<std::pair<const char*, float>>{
             {"ARRI LogC3", 0.391007F}, {"ARRI LogC4", 0.278396F}, {"ACEScg", 0.18F}}) {
        EXPECT_NEAR(shown(space, "sRGB", kVideo, {code, code, code})[1], grey, 2e-4F) << space;
    }
}

TEST(RollOffView, IsExactInTheShadowsAndEndsAtThousandNits) {
    const auto low = shown("Rec.709", "sRGB", ColorConfig::kRollOffView, {0.1F, 0.3F, 0.7F});
    EXPECT_NEAR(low[0], 0.1F, 1e-4F);
    EXPECT_NEAR(low[1], 0.3F, 1e-4F);
    EXPECT_NEAR(low[2], 0.7F, 1e-4F); // 0.7 ^ 2.4 = 0.42: below the knee.
    const float peak = static_cast<float>(nits_to_pq(1000.0));
    EXPECT_NEAR(shown("Rec.2100 PQ", "sRGB", ColorConfig::kRollOffView, {peak, peak, peak})[0],
                1.0F, 1e-3F);
    const float white = static_cast<float>(nits_to_pq(203.0));
    const float rolled =
        shown("Rec.2100 PQ", "sRGB", ColorConfig::kRollOffView, {white, white, white})[0];
    EXPECT_GT(rolled, static_cast<float>(linear_to_bt1886(0.5)));
    EXPECT_LT(rolled, 1.0F);
}

TEST(UntoneMappedView, ConvertsBetweenTheCurves) {
    const auto rgb = shown("Rec.709", "sRGB", ColorConfig::kUntoneMappedView, {0.5F, 0.5F, 0.5F});
    EXPECT_NEAR(rgb[0], linear_to_srgb(bt1886_to_linear(0.5)), 1e-5);
    EXPECT_TRUE(is_identity("sRGB", "sRGB", ColorConfig::kUntoneMappedView));
    EXPECT_TRUE(is_identity("Rec.709", "Rec.709", ColorConfig::kUntoneMappedView));
}

// Source: Academy TB-2014-004 (RRT) with ODT.Academy.Rec709_100nits_dim: 18 % grey is displayed at
// 10 % of white's luminance.
TEST(AcesView, ShowsMiddleGreyAtTenPercent) {
    const auto rgb = shown("ACES2065-1", "Rec.709", "ACES 1.0 SDR", {0.18F, 0.18F, 0.18F});
    EXPECT_NEAR(bt1886_to_linear(rgb[0]), 0.10, 0.005);
    EXPECT_NEAR(rgb[0], rgb[2], 1e-3);
}

// Source: ACES HDR video output transforms, 1000 cd/m2: middle grey at 15 cd/m2.
TEST(AcesView, ShowsMiddleGreyAtFifteenNitsInHdr) {
    const auto rgb =
        shown("ACES2065-1", "Rec.2100 PQ", "ACES 1.1 HDR 1000 nits", {0.18F, 0.18F, 0.18F});
    EXPECT_NEAR(pq_to_nits(rgb[1]), 15.0, 0.2);
}

TEST(RawView, IsTheIdentityForEverySpaceAndDisplay) {
    const ColorConfig config = ColorConfig::built_in();
    for (const ColorSpaceEntry& space : config.spaces()) {
        for (const std::string& display : config.displays()) {
            EXPECT_TRUE(is_identity(space.name, display, "Raw")) << space.name << ' ' << display;
        }
    }
}

TEST(View, EverySpaceHasAFiniteBlackAndWhite) {
    const ColorConfig config = ColorConfig::built_in();
    for (const ColorSpaceEntry& space : config.spaces()) {
        for (const char* display : {"sRGB", "Rec.2100 HLG"}) {
            for (const std::string& view : config.views(display)) {
                const auto processor = ColorProcessor::viewed(config, {.input_space = space.name},
                                                              {.display = display, .view = view});
                ASSERT_TRUE(processor) << processor.error().message;
                std::array<float, 9> pixels{0, 0, 0, 0.5F, 0.5F, 0.5F, 1, 1, 1};
                processor.value().apply(pixels, 3);
                for (const float channel : pixels) {
                    EXPECT_TRUE(std::isfinite(channel))
                        << space.name << ' ' << display << ' ' << view;
                }
            }
        }
    }
}

// All names do not fit a line: those that were probably meant stand first.
TEST(View, AMissingSpaceNamesTheLikelyOnesFirst) {
    const auto missing =
        ColorProcessor::viewed(ColorConfig::built_in(), {.input_space = "apple log 2"}, {});
    ASSERT_FALSE(missing);
    EXPECT_NE(missing.error().message.find("it has: Apple Log, "), std::string::npos)
        << missing.error().message;
}

TEST(View, MissingNamesAreErrorsThatSayWhatThereIs) {
    const ColorConfig config = ColorConfig::built_in();
    const auto display = ColorProcessor::viewed(config, {}, {.display = "Projector"});
    ASSERT_FALSE(display);
    EXPECT_EQ(display.error().code, ErrorCode::NotFound);
    EXPECT_NE(display.error().message.find("\"Projector\"; it has: sRGB, Rec.709"),
              std::string::npos)
        << display.error().message;
    EXPECT_FALSE(ColorProcessor::viewed(config, {}, {.view = "Film"}));
    EXPECT_FALSE(ColorProcessor::viewed(config, {}, {.look = "Sunset"}));
    EXPECT_FALSE(ColorProcessor::viewed(config, {.input_space = "LogZ"}, {}));
}

TEST(View, LookAndLegalRangeChangeThePicture) {
    const ColorConfig config = ColorConfig::built_in();
    const auto legal = ColorProcessor::viewed(config, {}, {.range = OutputRange::Legal});
    ASSERT_TRUE(legal) << legal.error().message;
    EXPECT_FALSE(legal.value().is_identity());
    std::array<float, 8> rgba{0, 0, 0, 0.25F, 1, 1, 1, 0.75F};
    legal.value().apply(rgba, 4);
    EXPECT_NEAR(rgba[0], 16.0 / 255.0, 1e-6);
    EXPECT_NEAR(rgba[5], 235.0 / 255.0, 1e-6);
    EXPECT_EQ(rgba[3], 0.25F);
    EXPECT_EQ(rgba[7], 0.75F);
    const auto look = ColorProcessor::viewed(config, {.input_space = "ACEScg"},
                                             {.look = "ACES 1.3 gamut compression"});
    const auto plain = ColorProcessor::viewed(config, {.input_space = "ACEScg"}, {});
    ASSERT_TRUE(look && plain);
    EXPECT_NE(look.value().cache_id(), plain.value().cache_id());
    std::array<float, 3> compressed{0.0F, 0.9F, -0.2F};
    std::array<float, 3> straight = compressed;
    look.value().apply(compressed, 3);
    plain.value().apply(straight, 3);
    EXPECT_GT(compressed[2], straight[2]);
}

} // namespace
} // namespace seamline::color
