#include "renderer/ui_overlay.h"

#include "renderer/vulkan/check.h"
#include "renderer/vulkan/frame_slot.h"

#include <imgui.h>
#if __has_include(<backends/imgui_impl_vulkan.h>)
#include <backends/imgui_impl_vulkan.h>
#else
#include <imgui_impl_vulkan.h>
#endif

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace seamline::renderer {
namespace {

constexpr std::uint32_t kFontDescriptors = 8; // One is used; later back ends want some spare.

/// Forgets the borrowed memory, so that ImGui does not free it.
template <typename T> void let_go(ImVector<T>& view) {
    view.Data = nullptr;
    view.Size = view.Capacity = 0;
}

/// Lets an ImVector show memory that is not ImGui's.
template <typename T> void borrow(ImVector<T>& view, std::vector<T>& owner) {
    view.Data = owner.data();
    view.Size = view.Capacity = static_cast<int>(owner.size());
}

/// Marks a place in a draw list; never called.
void place_marker(const ImDrawList*, const ImDrawCmd*) {}

bool is_place(const ImDrawCmd& cmd) { return cmd.UserCallback == place_marker; }

ImDrawVert vertex(const UiVertex& from) {
    ImDrawVert to;
    to.pos = {from.position.x, from.position.y};
    to.uv = {from.uv.x, from.uv.y};
    to.col = from.rgba;
    return to;
}

void check_imgui(VkResult result) { check(result, "a Vulkan call of Dear ImGui"); }

} // namespace

void leave_place(ImDrawList& list, int place) {
    list.AddCallback(place_marker, reinterpret_cast<void*>(static_cast<std::intptr_t>(place)));
}

struct UiSnapshot::Impl {
    /// One ImDrawList whose vectors point into ours. What fills its places lies behind its own
    /// vertices and indices.
    struct List {
        explicit List(const ImDrawList& from)
            : vertices(from.VtxBuffer.begin(), from.VtxBuffer.end()),
              indices(from.IdxBuffer.begin(), from.IdxBuffer.end()), own_vertices(vertices.size()),
              own_indices(indices.size()) {
            std::copy_if(
                from.CmdBuffer.begin(), from.CmdBuffer.end(), std::back_inserter(commands),
                [](const ImDrawCmd& cmd) { return cmd.UserCallback == nullptr || is_place(cmd); });
            has_places = std::ranges::any_of(commands, is_place);
            if (!has_places) drawn = commands;
            borrow_all();
        }
        ~List() { let_go_all(); }
        List(const List&) = delete;
        List& operator=(const List&) = delete;

        void fill(std::span<const UiFill> fills) {
            if (!has_places) return;
            vertices.resize(own_vertices);
            indices.resize(own_indices);
            drawn.clear();
            for (const ImDrawCmd& cmd : commands) {
                if (!is_place(cmd)) drawn.push_back(cmd);
                for (const UiFill& fill : fills)
                    if (is_place(cmd) &&
                        reinterpret_cast<std::intptr_t>(cmd.UserCallbackData) == fill.place)
                        append(cmd, fill);
            }
            borrow_all();
        }
        void append(const ImDrawCmd& place, const UiFill& fill) {
            ImDrawCmd cmd = place;
            cmd.UserCallback = nullptr;
            cmd.UserCallbackData = nullptr;
            cmd.VtxOffset = static_cast<unsigned>(vertices.size());
            cmd.IdxOffset = static_cast<unsigned>(indices.size());
            for (const UiVertex& from : fill.vertices) vertices.push_back(vertex(from));
            indices.insert(indices.end(), fill.indices.begin(), fill.indices.end());
            for (const UiFill::Part& part : fill.parts) {
                cmd.ClipRect = {std::max(place.ClipRect.x, part.clip_min.x),
                                std::max(place.ClipRect.y, part.clip_min.y),
                                std::min(place.ClipRect.z, part.clip_max.x),
                                std::min(place.ClipRect.w, part.clip_max.y)};
                cmd.ElemCount = part.index_count;
                drawn.push_back(cmd);
                cmd.IdxOffset += part.index_count;
            }
        }
        void borrow_all() {
            borrow(list.CmdBuffer, drawn);
            borrow(list.IdxBuffer, indices);
            borrow(list.VtxBuffer, vertices);
        }
        void let_go_all() {
            let_go(list.CmdBuffer);
            let_go(list.IdxBuffer);
            let_go(list.VtxBuffer);
        }

        std::vector<ImDrawVert> vertices;
        std::vector<ImDrawIdx> indices;
        const std::size_t own_vertices, own_indices; ///< How many of them came from ImGui.
        std::vector<ImDrawCmd> commands;             ///< Places included.
        std::vector<ImDrawCmd> drawn;
        bool has_places = false;
        ImDrawList list{nullptr};
    };

    std::vector<std::unique_ptr<List>> lists;
    std::vector<ImDrawList*> pointers;
    ImVec2 position, size, scale;
};

UiSnapshot::UiSnapshot(const ImDrawData& draw_data) : impl_(std::make_unique<Impl>()) {
    for (int i = 0; i < draw_data.CmdListsCount; ++i) {
        impl_->lists.push_back(std::make_unique<Impl::List>(*draw_data.CmdLists[i]));
        impl_->pointers.push_back(&impl_->lists.back()->list);
    }
    impl_->position = draw_data.DisplayPos;
    impl_->size = draw_data.DisplaySize;
    impl_->scale = draw_data.FramebufferScale;
}

UiSnapshot::~UiSnapshot() = default;

UiOverlay::UiOverlay(const Device& device, VkFormat format, std::uint32_t image_count)
    : device_(&device) {
    const VkDescriptorPoolSize size{VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER, kFontDescriptors};
    const VkDescriptorPoolCreateInfo pool{
        .sType = VK_STRUCTURE_TYPE_DESCRIPTOR_POOL_CREATE_INFO,
        .flags = VK_DESCRIPTOR_POOL_CREATE_FREE_DESCRIPTOR_SET_BIT,
        .maxSets = kFontDescriptors,
        .poolSizeCount = 1,
        .pPoolSizes = &size,
    };
    VkDescriptorPool new_pool = VK_NULL_HANDLE;
    check(vkCreateDescriptorPool(device.handle(), &pool, nullptr, &new_pool),
          "vkCreateDescriptorPool");
    descriptors_ = {device.handle(), new_pool};
    make_render_pass(format);

    ImGui_ImplVulkan_InitInfo info{};
    info.Instance = device.instance();
    info.PhysicalDevice = device.physical();
    info.Device = device.handle();
    info.QueueFamily = device.queue_family();
    info.Queue = device.queue();
    info.DescriptorPool = new_pool;
    info.MinImageCount = 2;
    info.ImageCount = std::max(image_count, 2U);
    info.MSAASamples = VK_SAMPLE_COUNT_1_BIT;
    info.CheckVkResultFn = check_imgui;
#if IMGUI_VERSION_NUM >= 19030
    info.RenderPass = render_pass_.get();
    ImGui_ImplVulkan_Init(&info);
#else
    ImGui_ImplVulkan_Init(&info, render_pass_.get());
#endif
    try {
        upload_fonts();
    } catch (...) {
        ImGui_ImplVulkan_Shutdown();
        throw;
    }
}

UiOverlay::~UiOverlay() {
    try {
        device_->wait_idle(); // The last frames in flight may read the buffers that go now.
    } catch (const VulkanError&) {
        // A lost device reads nothing.
    }
    ImGui_ImplVulkan_Shutdown();
}

void UiOverlay::make_render_pass(VkFormat format) {
    constexpr VkImageLayout kLayout = VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL;
    const VkAttachmentDescription color{
        .format = format,
        .samples = VK_SAMPLE_COUNT_1_BIT,
        .loadOp = VK_ATTACHMENT_LOAD_OP_LOAD,
        .storeOp = VK_ATTACHMENT_STORE_OP_STORE,
        .stencilLoadOp = VK_ATTACHMENT_LOAD_OP_DONT_CARE,
        .stencilStoreOp = VK_ATTACHMENT_STORE_OP_DONT_CARE,
        .initialLayout = kLayout,
        .finalLayout = kLayout,
    };
    const VkAttachmentReference reference{0, kLayout};
    const VkSubpassDescription subpass{
        .pipelineBindPoint = VK_PIPELINE_BIND_POINT_GRAPHICS,
        .colorAttachmentCount = 1,
        .pColorAttachments = &reference,
    };
    const VkRenderPassCreateInfo info{
        .sType = VK_STRUCTURE_TYPE_RENDER_PASS_CREATE_INFO,
        .attachmentCount = 1,
        .pAttachments = &color,
        .subpassCount = 1,
        .pSubpasses = &subpass,
    };
    VkRenderPass render_pass = VK_NULL_HANDLE;
    check(vkCreateRenderPass(device_->handle(), &info, nullptr, &render_pass),
          "vkCreateRenderPass");
    render_pass_ = {device_->handle(), render_pass};
}

void UiOverlay::upload_fonts() {
#if IMGUI_VERSION_NUM >= 19000
    ImGui_ImplVulkan_CreateFontsTexture();
#else
    Timeline timeline(*device_);
    FrameSlot slot(*device_, timeline);
    ImGui_ImplVulkan_CreateFontsTexture(slot.begin());
    slot.submit();
    slot.wait();
    ImGui_ImplVulkan_DestroyFontUploadObjects();
#endif
}

void UiOverlay::set_targets(std::span<const VkImageView> views, VkExtent2D extent) {
    framebuffers_.clear();
    extent_ = extent;
    for (const VkImageView& view : views) {
        const VkFramebufferCreateInfo info{
            .sType = VK_STRUCTURE_TYPE_FRAMEBUFFER_CREATE_INFO,
            .renderPass = render_pass_.get(),
            .attachmentCount = 1,
            .pAttachments = &view,
            .width = extent.width,
            .height = extent.height,
            .layers = 1,
        };
        VkFramebuffer framebuffer = VK_NULL_HANDLE;
        check(vkCreateFramebuffer(device_->handle(), &info, nullptr, &framebuffer),
              "vkCreateFramebuffer");
        framebuffers_.emplace_back(device_->handle(), framebuffer);
    }
}

void UiOverlay::record(VkCommandBuffer cmd, std::uint32_t target, const UiSnapshot& ui,
                       std::span<const UiFill> fills) {
    UiSnapshot::Impl& impl = *ui.impl_;
    const VkRenderPassBeginInfo begin{
        .sType = VK_STRUCTURE_TYPE_RENDER_PASS_BEGIN_INFO,
        .renderPass = render_pass_.get(),
        .framebuffer = framebuffers_[target].get(),
        .renderArea = {{0, 0}, extent_},
    };
    vkCmdBeginRenderPass(cmd, &begin, VK_SUBPASS_CONTENTS_INLINE);
    ImDrawData draw_data;
    draw_data.Valid = true;
    draw_data.CmdListsCount = static_cast<int>(impl.pointers.size());
    for (const auto& list : impl.lists) {
        list->fill(fills);
        draw_data.TotalVtxCount += static_cast<int>(list->vertices.size());
        draw_data.TotalIdxCount += static_cast<int>(list->indices.size());
    }
    draw_data.DisplayPos = impl.position;
    draw_data.FramebufferScale = impl.scale;
    // A snapshot made for a larger window is cut off, not drawn outside of the target.
    draw_data.DisplaySize = {
        std::min(impl.size.x, static_cast<float>(extent_.width) / impl.scale.x),
        std::min(impl.size.y, static_cast<float>(extent_.height) / impl.scale.y)};
#if IMGUI_VERSION_NUM >= 18980
    borrow(draw_data.CmdLists, impl.pointers);
    ImGui_ImplVulkan_RenderDrawData(&draw_data, cmd);
    let_go(draw_data.CmdLists);
#else
    draw_data.CmdLists = impl.pointers.data();
    ImGui_ImplVulkan_RenderDrawData(&draw_data, cmd);
#endif
    vkCmdEndRenderPass(cmd);
}

} // namespace seamline::renderer
