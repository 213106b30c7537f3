// renderer/ui_overlay.h: draws what Dear ImGui has laid out over a picture.
#pragma once

#include "renderer/ui_fill.h"
#include "renderer/vulkan/device.h"
#include "renderer/vulkan/handles.h"

#include <vulkan/vulkan.h>

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

struct ImDrawData;
struct ImDrawList;

namespace seamline::renderer {

/// Leaves a place open in what is being laid out: above what `list` holds so far and below what
/// comes later, within the present clip rectangle. Nothing is seen there unless a UiFill of this
/// number is given to UiOverlay::record. A number may be used more than once.
void leave_place(ImDrawList& list, int place);

/// A copy of ImGui's draw data, which itself lives only until the next ImGui::NewFrame.
/// Commands with user callbacks are left out, except the places of `leave_place`.
///
/// Threads: made on the main thread, handed over, drawn on the render thread; uses no ImGui
/// allocator.
class UiSnapshot {
public:
    explicit UiSnapshot(const ImDrawData& draw_data);
    ~UiSnapshot();
    UiSnapshot(const UiSnapshot&) = delete;
    UiSnapshot& operator=(const UiSnapshot&) = delete;

private:
    friend class UiOverlay;
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// ImGui's own Vulkan back end on the current ImGui context; at most one at a time.
///
/// Threads: render thread. The main thread must not use ImGui while one is constructed (it builds
/// and uploads the font atlas: add fonts before, start the first ImGui frame after) or destroyed.
/// Lifetime: within that of the ImGui context.
class UiOverlay {
public:
    /// `image_count`: images of the swapchain, at least 2. Throws VulkanError.
    UiOverlay(const Device& device, VkFormat format, std::uint32_t image_count);
    ~UiOverlay();
    UiOverlay(const UiOverlay&) = delete;
    UiOverlay& operator=(const UiOverlay&) = delete;

    /// What `record` may draw on. The GPU must have finished with the old targets.
    void set_targets(std::span<const VkImageView> views, VkExtent2D extent);
    /// Blends over target number `target`, which is in VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL and
    /// stays in it.
    void record(VkCommandBuffer cmd, std::uint32_t target, const UiSnapshot& ui,
                std::span<const UiFill> fills = {});

private:
    void make_render_pass(VkFormat format);
    void upload_fonts();

    const Device* device_;
    UniqueDescriptorPool descriptors_;
    UniqueRenderPass render_pass_;
    std::vector<UniqueFramebuffer> framebuffers_;
    VkExtent2D extent_{};
};

} // namespace seamline::renderer
