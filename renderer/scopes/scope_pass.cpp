#include "renderer/scopes/scope_pass.h"

#include "renderer/vulkan/barriers.h"
#include "renderer/vulkan/compute_pipeline.h"
#include "shaders/scopes/scope_trace.comp.h"

#include <array>

namespace seamline::renderer {
namespace {

enum TraceBinding : std::uint32_t { kDrawing, kBinsA, kBinsB, kPixels, kBindings };

UniquePipeline make_pipeline(const Device& device, VkPipelineLayout layout) {
    const UniqueShaderModule shader = make_shader_module(device, shaders::scope_trace_comp);
    return make_compute_pipeline(device, layout, shader.get(), nullptr, "scope traces");
}

VkDeviceSize bytes_of(const ScopeView& view) {
    return static_cast<VkDeviceSize>(view.rect.width) *
           static_cast<VkDeviceSize>(view.rect.height) * 4;
}

bool has_area(const Rect& rect) { return rect.width > 0 && rect.height > 0; }

/// Only the picture counts, not where it lies.
bool same_picture(ScopeSheet a, const ScopeSheet& b) {
    a.view.rect.x = b.view.rect.x;
    a.view.rect.y = b.view.rect.y;
    return a == b;
}

std::uint32_t groups(int pixels) {
    return static_cast<std::uint32_t>((pixels + shared::kTraceGroup - 1) / shared::kTraceGroup);
}

} // namespace

ScopePass::ScopePass(const Device& device, bool swaps_red_and_blue)
    : device_(&device), swaps_red_and_blue_(swaps_red_and_blue),
      set_layout_(make_storage_set_layout(device, kBindings)),
      layout_(make_compute_layout(device, set_layout_.get(), 0)),
      pipeline_(make_pipeline(device, layout_.get())) {}

void ScopePass::dispatch(VkCommandBuffer cmd, const Picture& picture) const {
    const ScopeSheet& sheet = picture.drawn;
    const Buffer& a = sheet.a->buffer;
    const Buffer& b = sheet.b != nullptr ? sheet.b->buffer : a;
    const std::array<VkDescriptorBufferInfo, kBindings> buffers{
        {{picture.input->handle(), 0, VK_WHOLE_SIZE},
         {a.handle(), 0, VK_WHOLE_SIZE},
         {b.handle(), 0, VK_WHOLE_SIZE},
         {picture.pixels->handle(), 0, VK_WHOLE_SIZE}}};
    push_storage_buffers(*device_, cmd, layout_.get(), buffers);
    vkCmdDispatch(cmd, groups(sheet.view.rect.width), groups(sheet.view.rect.height), 1);
}

std::vector<WindowPixels> ScopePass::record(VkCommandBuffer cmd,
                                            std::span<const ScopeSheet> sheets) {
    if (pictures_.size() > sheets.size()) pictures_.resize(sheets.size());
    std::vector<WindowPixels> shown;
    std::vector<Picture*> changed;
    pictures_.reserve(sheets.size());
    for (std::size_t i = 0; i < sheets.size(); ++i) {
        const ScopeSheet& sheet = sheets[i];
        if (pictures_.size() <= i) pictures_.emplace_back();
        Picture& picture = pictures_[i];
        if (sheet.a == nullptr || !has_area(sheet.view.rect)) {
            picture.drawn = {};
            continue;
        }
        const bool is_same = picture.pixels != nullptr && same_picture(picture.drawn, sheet);
        picture.drawn = sheet;
        const VkDeviceSize bytes = bytes_of(sheet.view);
        if (picture.pixels == nullptr || picture.pixels->size_bytes() != bytes)
            picture.pixels =
                std::make_shared<Buffer>(*device_, bytes, BufferMemory::Device, "scope pixels");
        if (picture.input == nullptr)
            picture.input = std::make_shared<Buffer>(*device_, sizeof(shared::ScopeDrawing),
                                                     BufferMemory::Device, "scope drawing");
        if (!is_same) changed.push_back(&picture);
        shown.push_back(
            {sheet.view.rect, {sheet.view.rect.width, sheet.view.rect.height}, picture.pixels});
    }
    if (changed.empty()) return shown;
    before_storage_write(cmd);
    for (const Picture* picture : changed) {
        const ScopeSheet& sheet = picture->drawn;
        shared::ScopeDrawing drawing =
            drawing_of(sheet.view, sheet.a->bins, sheet.b != nullptr ? &sheet.b->bins : nullptr);
        drawing.swaps_red_and_blue = swaps_red_and_blue_ ? 1 : 0;
        vkCmdUpdateBuffer(cmd, picture->input->handle(), 0, sizeof(drawing), &drawing);
    }
    write_to_storage_read(cmd); // Drawings, and the bins of submissions before.
    vkCmdBindPipeline(cmd, VK_PIPELINE_BIND_POINT_COMPUTE, pipeline_.get());
    for (const Picture* picture : changed) dispatch(cmd, *picture);
    storage_write_to_copy_read(cmd);
    return shown;
}

} // namespace seamline::renderer
