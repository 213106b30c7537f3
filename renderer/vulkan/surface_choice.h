// renderer/vulkan/surface_choice.h: which of a surface's formats a window takes; asks no driver.
#pragma once

#include "renderer/window_output.h"

#include <vulkan/vulkan.h>

#include <optional>
#include <string>
#include <vector>

namespace seamline::renderer {

/// What vkGetPhysicalDeviceSurfaceFormatsKHR lists, and whether it may list HDR spaces at all.
struct SurfaceOffer {
    std::vector<VkSurfaceFormatKHR> formats;
    bool has_color_spaces = false; ///< VK_EXT_swapchain_colorspace is enabled.
    /// The driver renders on the CPU. Mesa's (22.3) hands X every picture as one of depth 24, which
    /// X refuses from a window of depth 30: it stays black. Nothing but 8 bit has been seen to
    /// work.
    bool is_cpu = false;
};

struct SurfaceChoice {
    WindowOutput output = WindowOutput::Sdr8;
    VkSurfaceFormatKHR format{};
    std::string objection; ///< Why it is not the wanted output; empty: it is.

    friend bool operator==(const SurfaceChoice& a, const SurfaceChoice& b) {
        return a.output == b.output && a.format.format == b.format.format &&
               a.format.colorSpace == b.format.colorSpace && a.objection == b.objection;
    }
};

/// All outputs, in the order of kWindowOutputs, with the reason where one is not offered.
std::vector<OutputOption> output_options(const SurfaceOffer& offer);
/// The wanted output, else 8 bit, else 10 bit: a screen of depth 30 has no 8-bit formats. Nothing
/// when none of them is there, or only what a CPU's driver cannot show.
std::optional<SurfaceChoice> choose_surface(const SurfaceOffer& offer, WindowOutput wanted);

/// Of the formats that can be chosen: the words of `description` in OutputState.
std::string describe(VkSurfaceFormatKHR format);

} // namespace seamline::renderer
