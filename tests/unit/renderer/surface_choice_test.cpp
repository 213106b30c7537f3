#include "renderer/vulkan/surface_choice.h"

#include <gtest/gtest.h>

namespace seamline::renderer {
namespace {

constexpr VkSurfaceFormatKHR kBgra8{VK_FORMAT_B8G8R8A8_UNORM, VK_COLOR_SPACE_SRGB_NONLINEAR_KHR};
constexpr VkSurfaceFormatKHR kRgba8{VK_FORMAT_R8G8B8A8_UNORM, VK_COLOR_SPACE_SRGB_NONLINEAR_KHR};
constexpr VkSurfaceFormatKHR kSrgb8{VK_FORMAT_B8G8R8A8_SRGB, VK_COLOR_SPACE_SRGB_NONLINEAR_KHR};
constexpr VkSurfaceFormatKHR kBgr10{VK_FORMAT_A2R10G10B10_UNORM_PACK32,
                                    VK_COLOR_SPACE_SRGB_NONLINEAR_KHR};
constexpr VkSurfaceFormatKHR kRgb10{VK_FORMAT_A2B10G10R10_UNORM_PACK32,
                                    VK_COLOR_SPACE_SRGB_NONLINEAR_KHR};
constexpr VkSurfaceFormatKHR kPq10{VK_FORMAT_A2B10G10R10_UNORM_PACK32,
                                   VK_COLOR_SPACE_HDR10_ST2084_EXT};
constexpr VkSurfaceFormatKHR kPq16{VK_FORMAT_R16G16B16A16_SFLOAT, VK_COLOR_SPACE_HDR10_ST2084_EXT};
constexpr VkSurfaceFormatKHR kScRgb16{VK_FORMAT_R16G16B16A16_SFLOAT,
                                      VK_COLOR_SPACE_EXTENDED_SRGB_LINEAR_EXT};

bool is(const std::optional<SurfaceChoice>& choice, WindowOutput output,
        VkSurfaceFormatKHR format) {
    return choice && choice->output == output && choice->format.format == format.format &&
           choice->format.colorSpace == format.colorSpace;
}

TEST(SurfaceChoice, TakesWhatIsAskedForWhereItIsOffered) {
    const SurfaceOffer all{{kSrgb8, kBgr10, kRgba8, kBgra8, kRgb10, kPq10, kScRgb16}, true};
    EXPECT_TRUE(is(choose_surface(all, WindowOutput::Sdr8), WindowOutput::Sdr8, kBgra8));
    EXPECT_TRUE(is(choose_surface(all, WindowOutput::Sdr10), WindowOutput::Sdr10, kRgb10));
    EXPECT_TRUE(is(choose_surface(all, WindowOutput::Hdr10), WindowOutput::Hdr10, kPq10));
    EXPECT_TRUE(is(choose_surface(all, WindowOutput::ScRgb), WindowOutput::ScRgb, kScRgb16));
    for (const WindowOutput output : kWindowOutputs)
        EXPECT_EQ(choose_surface(all, output)->objection, "") << word(output);
    for (const OutputOption& option : output_options(all)) EXPECT_TRUE(option.is_offered());
}

TEST(SurfaceChoice, FallsBackToEightBitsAndSaysWhy) {
    const SurfaceOffer plain{{kSrgb8, kBgra8}, true};
    for (const WindowOutput output :
         {WindowOutput::Sdr10, WindowOutput::Hdr10, WindowOutput::ScRgb}) {
        const auto choice = choose_surface(plain, output);
        EXPECT_TRUE(is(choice, WindowOutput::Sdr8, kBgra8)) << word(output);
        EXPECT_NE(choice->objection, "") << word(output);
        EXPECT_EQ(choice->objection,
                  output_options(plain)[static_cast<std::size_t>(output)].objection);
    }
    EXPECT_NE(choose_surface(plain, WindowOutput::Sdr10)->objection.find("depth 30"),
              std::string::npos);
}

// Without the extension a driver's list of such spaces must not be used.
TEST(SurfaceChoice, NeedsTheExtensionForHdr) {
    const SurfaceOffer without{{kBgra8, kPq10, kScRgb16}, false};
    const auto choice = choose_surface(without, WindowOutput::Hdr10);
    EXPECT_TRUE(is(choice, WindowOutput::Sdr8, kBgra8));
    EXPECT_NE(choice->objection.find("VK_EXT_swapchain_colorspace"), std::string::npos);
}

TEST(SurfaceChoice, TellsAMissingSpaceFromAMissingFormat) {
    const SurfaceOffer odd{{kBgra8, kPq16}, true};
    const auto options = output_options(odd);
    EXPECT_NE(options[2].objection.find("formats other than"), std::string::npos);
    EXPECT_NE(options[3].objection.find("does not offer the scRGB"), std::string::npos);
}

TEST(SurfaceChoice, AScreenOfDepth30HasTenBitsOnly) {
    const SurfaceOffer deep{{kBgr10}, true};
    const auto choice = choose_surface(deep, WindowOutput::Sdr8);
    EXPECT_TRUE(is(choice, WindowOutput::Sdr10, kBgr10));
    EXPECT_EQ(choice->objection, "this screen offers no 8-bit format");
    EXPECT_EQ(describe(choice->format), "10 bit R'G'B' (A2R10G10B10_UNORM), sRGB");
}

// Mesa's driver would leave such a window black.
TEST(SurfaceChoice, ACpuShowsEightBitsOnly) {
    const SurfaceOffer all{{kBgra8, kBgr10, kPq10, kScRgb16}, true, true};
    for (const WindowOutput output :
         {WindowOutput::Sdr10, WindowOutput::Hdr10, WindowOutput::ScRgb}) {
        const auto choice = choose_surface(all, output);
        EXPECT_TRUE(is(choice, WindowOutput::Sdr8, kBgra8)) << word(output);
        EXPECT_NE(choice->objection.find("a CPU renders"), std::string::npos) << word(output);
        EXPECT_FALSE(output_options(all)[static_cast<std::size_t>(output)].is_offered());
    }
    EXPECT_TRUE(choose_surface(all, WindowOutput::Sdr8)->objection.empty());
    // A screen of depth 30.
    for (const WindowOutput output : kWindowOutputs)
        EXPECT_FALSE(choose_surface({{kBgr10}, true, true}, output)) << word(output);
}

TEST(SurfaceChoice, RefusesWhatItCannotFill) {
    EXPECT_FALSE(choose_surface({{kSrgb8}, true}, WindowOutput::Sdr8));
    EXPECT_FALSE(choose_surface({{}, true}, WindowOutput::Hdr10));
}

TEST(WindowOutputs, WordsComeBack) {
    for (const WindowOutput output : kWindowOutputs)
        EXPECT_EQ(window_output_from(word(output)), output);
    EXPECT_FALSE(window_output_from("12bit"));
}

} // namespace
} // namespace seamline::renderer
