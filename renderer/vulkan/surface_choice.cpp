#include "renderer/vulkan/surface_choice.h"

#include <array>
#include <span>

namespace seamline::renderer {
namespace {

struct Row {
    WindowOutput output;
    VkSurfaceFormatKHR format;
    const char* words;
};

/// Of one output the better ones first.
constexpr std::array kRows{
    Row{WindowOutput::Sdr8,
        {VK_FORMAT_B8G8R8A8_UNORM, VK_COLOR_SPACE_SRGB_NONLINEAR_KHR},
        "8 bit R'G'B' (B8G8R8A8_UNORM), sRGB"},
    Row{WindowOutput::Sdr8,
        {VK_FORMAT_R8G8B8A8_UNORM, VK_COLOR_SPACE_SRGB_NONLINEAR_KHR},
        "8 bit R'G'B' (R8G8B8A8_UNORM), sRGB"},
    Row{WindowOutput::Sdr10,
        {VK_FORMAT_A2B10G10R10_UNORM_PACK32, VK_COLOR_SPACE_SRGB_NONLINEAR_KHR},
        "10 bit R'G'B' (A2B10G10R10_UNORM), sRGB"},
    Row{WindowOutput::Sdr10,
        {VK_FORMAT_A2R10G10B10_UNORM_PACK32, VK_COLOR_SPACE_SRGB_NONLINEAR_KHR},
        "10 bit R'G'B' (A2R10G10B10_UNORM), sRGB"},
    Row{WindowOutput::Hdr10,
        {VK_FORMAT_A2B10G10R10_UNORM_PACK32, VK_COLOR_SPACE_HDR10_ST2084_EXT},
        "10 bit (A2B10G10R10_UNORM), HDR10: PQ, BT.2020"},
    Row{WindowOutput::Hdr10,
        {VK_FORMAT_A2R10G10B10_UNORM_PACK32, VK_COLOR_SPACE_HDR10_ST2084_EXT},
        "10 bit (A2R10G10B10_UNORM), HDR10: PQ, BT.2020"},
    Row{WindowOutput::ScRgb,
        {VK_FORMAT_R16G16B16A16_SFLOAT, VK_COLOR_SPACE_EXTENDED_SRGB_LINEAR_EXT},
        "16-bit float (R16G16B16A16_SFLOAT), scRGB: linear, 1.0 = 80 cd/m2"},
};

bool is_same(VkSurfaceFormatKHR a, VkSurfaceFormatKHR b) {
    return a.format == b.format && a.colorSpace == b.colorSpace;
}

const Row* row_of(const SurfaceOffer& offer, WindowOutput output) {
    if (is_hdr(output) && !offer.has_color_spaces) return nullptr;
    if (output != WindowOutput::Sdr8 && offer.is_cpu) return nullptr;
    for (const Row& row : kRows)
        for (const VkSurfaceFormatKHR& format : offer.formats)
            if (row.output == output && is_same(row.format, format)) return &row;
    return nullptr;
}

bool has_space(const SurfaceOffer& offer, VkColorSpaceKHR space) {
    for (const VkSurfaceFormatKHR& format : offer.formats)
        if (format.colorSpace == space) return true;
    return false;
}

std::string objection_to(const SurfaceOffer& offer, WindowOutput output) {
    if (row_of(offer, output) != nullptr) return "";
    if (output != WindowOutput::Sdr8 && offer.is_cpu)
        return "a CPU renders, and its driver shows only 8 bit; a GPU may offer it";
    switch (output) {
    case WindowOutput::Sdr8:
        return "this screen offers no 8-bit format";
    case WindowOutput::Sdr10:
        return "this screen offers no 10-bit format; on X11 it needs a screen of depth 30";
    case WindowOutput::Hdr10:
    case WindowOutput::ScRgb:
        break;
    }
    if (!offer.has_color_spaces) return "the Vulkan driver lacks VK_EXT_swapchain_colorspace";
    const bool pq = output == WindowOutput::Hdr10;
    const VkColorSpaceKHR space =
        pq ? VK_COLOR_SPACE_HDR10_ST2084_EXT : VK_COLOR_SPACE_EXTENDED_SRGB_LINEAR_EXT;
    if (has_space(offer, space))
        return pq ? "this screen offers HDR10 only in formats other than 10 bit"
                  : "this screen offers scRGB only in formats other than 16-bit float";
    return pq ? "this screen does not offer the HDR10 colour space; is HDR turned on for it?"
              : "this screen does not offer the scRGB colour space; is HDR turned on for it?";
}

} // namespace

std::vector<OutputOption> output_options(const SurfaceOffer& offer) {
    std::vector<OutputOption> options;
    for (const WindowOutput output : kWindowOutputs)
        options.push_back({output, objection_to(offer, output)});
    return options;
}

std::optional<SurfaceChoice> choose_surface(const SurfaceOffer& offer, WindowOutput wanted) {
    for (const WindowOutput output : {wanted, WindowOutput::Sdr8, WindowOutput::Sdr10}) {
        const Row* row = row_of(offer, output);
        if (row == nullptr) continue;
        return SurfaceChoice{output, row->format,
                             output == wanted ? "" : objection_to(offer, wanted)};
    }
    return std::nullopt;
}

std::string describe(VkSurfaceFormatKHR format) {
    for (const Row& row : kRows)
        if (is_same(row.format, format)) return row.words;
    return "";
}

} // namespace seamline::renderer
