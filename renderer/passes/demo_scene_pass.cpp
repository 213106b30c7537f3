#include "renderer/passes/demo_scene_pass.h"

#include "renderer/vulkan/barriers.h"
#include "renderer/vulkan/check.h"
#include "renderer/vulkan/compute_pipeline.h"
#include "shaders/demo_camera.comp.h"
#include "shaders/demo_scene.comp.h"

#include <array>
#include <cassert>
#include <cstring>

namespace seamline::renderer {
namespace {

constexpr std::uint32_t kBindings = 4;

std::uint32_t group_count(std::uint32_t pixels) {
    return (pixels + DEMO_WORKGROUP_SIZE - 1) / DEMO_WORKGROUP_SIZE;
}

} // namespace

DemoSceneParams default_demo_scene(std::uint32_t width_px, std::uint32_t height_px) {
    DemoSceneParams params{};
    params.width_px = width_px;
    params.height_px = height_px;
    params.format = DEMO_FORMAT_RGBA8;
    params.scene_set = DEMO_SET_ROOM;
    params.camera_move = DEMO_MOVE_STATIC;
    params.sun_azimuth_deg = -50.0F;
    params.sun_elevation_deg = 25.0F;
    params.sun_radius_deg = 1.0F;
    params.color_temperature_k = 6504.0F;
    params.contrast = 1.0F;
    params.blink_s = -1.0F;
    params.face = {.skin_rgb = {0.56F, 0.35F, 0.25F},
                   .hair_rgb = {0.075F, 0.042F, 0.024F},
                   .iris_rgb = {0.10F, 0.16F, 0.17F},
                   .clothes_rgb = {0.10F, 0.17F, 0.24F},
                   .head_width = 1.0F,
                   .jaw = 1.0F,
                   .nose_length = 1.0F,
                   .nose_width = 1.0F,
                   .eye_spacing = 1.0F,
                   .eye_size = 1.0F,
                   .brow_thickness = 1.0F,
                   .mouth_width = 1.0F,
                   .lip_fullness = 1.0F,
                   .hair_length = 0.6F};
    return params;
}

std::uint64_t demo_scene_version() {
    std::uint64_t hash = 0xCBF29CE484222325U; // FNV-1a over words instead of bytes.
    const auto add = [&hash](std::span<const std::uint32_t> words) {
        for (const std::uint32_t word : words) hash = (hash ^ word) * 0x100000001B3U;
    };
    add(shaders::demo_scene_comp);
    add(shaders::demo_camera_comp);
    return hash;
}

DemoScenePass::DemoScenePass(const Device& device) : device_(&device) {
    set_layout_ = make_storage_set_layout(device, kBindings);
    layout_ = make_compute_layout(device, set_layout_.get(), sizeof(Rectangle));
    make_commands();
    scene_module_ = make_shader_module(device, shaders::demo_scene_comp);
    const UniqueShaderModule camera = make_shader_module(device, shaders::demo_camera_comp);
    const std::array<VkBool32, 2> along_rows{VK_TRUE, VK_FALSE};
    constexpr VkSpecializationMapEntry kEntry{0, 0, sizeof(VkBool32)};
    const VkSpecializationInfo rows{1, &kEntry, sizeof(VkBool32), &along_rows[0]};
    const VkSpecializationInfo columns{1, &kEntry, sizeof(VkBool32), &along_rows[1]};
    rows_pipeline_ =
        make_compute_pipeline(device, layout_.get(), camera.get(), &rows, "demo scene");
    camera_pipeline_ =
        make_compute_pipeline(device, layout_.get(), camera.get(), &columns, "demo scene");
    params_ =
        Buffer(device, sizeof(DemoSceneParams), BufferMemory::Upload, "demo scene parameters");
}

void DemoScenePass::make_commands() {
    const VkCommandPoolCreateInfo pool_info{
        .sType = VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO,
        .flags = VK_COMMAND_POOL_CREATE_RESET_COMMAND_BUFFER_BIT,
        .queueFamilyIndex = device_->queue_family(),
    };
    VkCommandPool pool = VK_NULL_HANDLE;
    check(vkCreateCommandPool(device_->handle(), &pool_info, nullptr, &pool),
          "vkCreateCommandPool");
    pool_ = {device_->handle(), pool};
    const VkCommandBufferAllocateInfo allocation{
        .sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO,
        .commandPool = pool,
        .level = VK_COMMAND_BUFFER_LEVEL_PRIMARY,
        .commandBufferCount = 1,
    };
    check(vkAllocateCommandBuffers(device_->handle(), &allocation, &cmd_),
          "vkAllocateCommandBuffers");
    const VkFenceCreateInfo fence_info{.sType = VK_STRUCTURE_TYPE_FENCE_CREATE_INFO};
    VkFence fence = VK_NULL_HANDLE;
    check(vkCreateFence(device_->handle(), &fence_info, nullptr, &fence), "vkCreateFence");
    fence_ = {device_->handle(), fence};
}

VkPipeline DemoScenePass::scene_pipeline(const DemoSceneParams& params, bool with_figure) {
    const std::array<std::uint32_t, 3> values{params.scene_set, with_figure ? 1U : 0U,
                                              params.wall_seed & 1U};
    const std::uint32_t key = values[0] * 4 + values[1] * 2 + values[2];
    const auto known = scene_pipelines_.find(key);
    if (known != scene_pipelines_.end()) return known->second.get();
    const std::array<VkSpecializationMapEntry, 3> entries{{{0, 0, 4}, {1, 4, 4}, {2, 8, 4}}};
    const VkSpecializationInfo constants{
        .mapEntryCount = static_cast<std::uint32_t>(entries.size()),
        .pMapEntries = entries.data(),
        .dataSize = sizeof(values),
        .pData = values.data(),
    };
    return scene_pipelines_
        .emplace(key, make_compute_pipeline(*device_, layout_.get(), scene_module_.get(),
                                            &constants, "demo scene"))
        .first->second.get();
}

DemoScenePass::Rectangle DemoScenePass::figure_rectangle(const DemoSceneParams& params) {
    // The figure's box in the world, with room for the turn of its head.
    constexpr glm::vec3 kLow{-0.29F, 0.9F, -0.16F};
    constexpr glm::vec3 kHigh{0.29F, 1.70F, 0.16F};
    const glm::vec3 origin = shared::demo_camera_position(params);
    const glm::vec3 forward = shared::demo_camera_forward(params);
    const glm::vec3 right{-forward.z, 0.0F, forward.x};
    const glm::vec2 size{params.width_px, params.height_px};
    glm::vec2 low = size;
    glm::vec2 high{0.0F};
    for (int corner = 0; corner < 8; ++corner) {
        const glm::vec3 p{(corner & 1) != 0 ? kHigh.x : kLow.x,
                          (corner & 2) != 0 ? kHigh.y : kLow.y,
                          (corner & 4) != 0 ? kHigh.z : kLow.z};
        const glm::vec3 from = p - origin;
        const float depth = glm::dot(from, forward);
        // Too near for a projection: the figure may be anywhere in the picture.
        if (depth < 0.05F) return {0, 0, params.width_px, params.height_px};
        const glm::vec2 plane =
            glm::vec2{glm::dot(from, right), -from.y} / (depth * DEMO_CAMERA_TANGENT);
        const glm::vec2 px = 0.5F * (plane * size.y + size);
        low = glm::min(low, px);
        high = glm::max(high, px);
    }
    // Whole workgroups, so that the parts around it do no work twice.
    const glm::uvec2 first = glm::uvec2{glm::clamp(low, glm::vec2{0.0F}, size)} / 8U * 8U;
    const glm::uvec2 last =
        glm::min((glm::uvec2{glm::clamp(high, glm::vec2{0.0F}, size)} + 8U) / 8U * 8U,
                 glm::uvec2{params.width_px, params.height_px});
    if (last.x <= first.x || last.y <= first.y) return {0, 0, 0, 0};
    return {first.x, first.y, last.x - first.x, last.y - first.y};
}

void DemoScenePass::resize(const DemoSceneParams& params) {
    const VkDeviceSize pixels = VkDeviceSize{params.width_px} * params.height_px;
    constexpr VkDeviceSize kBytesPerPixel = 4 * sizeof(float);
    if (light_.size_bytes() == pixels * kBytesPerPixel) return;
    light_ = Buffer(*device_, pixels * kBytesPerPixel, BufferMemory::Device, "demo scene light");
    rows_ = Buffer(*device_, pixels * kBytesPerPixel, BufferMemory::Device, "demo scene rows");
    picture_ =
        Buffer(*device_, pixels * kBytesPerPixel, BufferMemory::HostCached, "demo scene picture");
}

void DemoScenePass::dispatch(VkPipeline pipeline, const Rectangle& rectangle) const {
    const std::array<VkDescriptorBufferInfo, kBindings> buffers{{
        {params_.handle(), 0, VK_WHOLE_SIZE},
        {light_.handle(), 0, VK_WHOLE_SIZE},
        {picture_.handle(), 0, VK_WHOLE_SIZE},
        {rows_.handle(), 0, VK_WHOLE_SIZE},
    }};
    const VkWriteDescriptorSet write{
        .sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET,
        .dstBinding = 0,
        .descriptorCount = kBindings,
        .descriptorType = VK_DESCRIPTOR_TYPE_STORAGE_BUFFER,
        .pBufferInfo = buffers.data(),
    };
    vkCmdBindPipeline(cmd_, VK_PIPELINE_BIND_POINT_COMPUTE, pipeline);
    device_->push_descriptors()(cmd_, VK_PIPELINE_BIND_POINT_COMPUTE, layout_.get(), 0, 1, &write);
    vkCmdPushConstants(cmd_, layout_.get(), VK_SHADER_STAGE_COMPUTE_BIT, 0, sizeof(rectangle),
                       &rectangle);
    vkCmdDispatch(cmd_, group_count(rectangle.width), group_count(rectangle.height), 1);
}

void DemoScenePass::record(const DemoSceneParams& params) {
    const Rectangle all{0, 0, params.width_px, params.height_px};
    const VkCommandBufferBeginInfo begin{
        .sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO,
        .flags = VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT,
    };
    check(vkBeginCommandBuffer(cmd_, &begin), "vkBeginCommandBuffer");
    const Rectangle figure = figure_rectangle(params);
    const std::uint32_t right = figure.x + figure.width;
    const std::uint32_t below = figure.y + figure.height;
    const VkPipeline empty = scene_pipeline(params, false);
    for (const Rectangle& part :
         {Rectangle{0, 0, all.width, figure.y}, Rectangle{0, figure.y, figure.x, figure.height},
          Rectangle{right, figure.y, all.width - right, figure.height},
          Rectangle{0, below, all.width, all.height - below}}) {
        if (part.width > 0 && part.height > 0) dispatch(empty, part);
    }
    if (figure.width > 0 && figure.height > 0) dispatch(scene_pipeline(params, true), figure);
    storage_write_to_shader_read(cmd_);
    dispatch(rows_pipeline_.get(), all);
    storage_write_to_shader_read(cmd_);
    dispatch(camera_pipeline_.get(), all);
    device_write_to_host_read(cmd_);
    check(vkEndCommandBuffer(cmd_), "vkEndCommandBuffer");
}

void DemoScenePass::submit_and_wait() const {
    const VkCommandBufferSubmitInfo buffer{
        .sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_SUBMIT_INFO,
        .commandBuffer = cmd_,
    };
    const VkSubmitInfo2 submit{
        .sType = VK_STRUCTURE_TYPE_SUBMIT_INFO_2,
        .commandBufferInfoCount = 1,
        .pCommandBufferInfos = &buffer,
    };
    const VkFence fence = fence_.get();
    check(vkResetFences(device_->handle(), 1, &fence), "vkResetFences");
    device_->submit(submit, fence);
    check(vkWaitForFences(device_->handle(), 1, &fence, VK_TRUE, UINT64_MAX), "vkWaitForFences");
}

std::span<const std::byte> DemoScenePass::render(const DemoSceneParams& params) {
    assert(params.width_px >= 16 && params.height_px >= 16);
    resize(params);
    std::memcpy(params_.mapped(), &params, sizeof(params));
    record(params);
    submit_and_wait();
    const std::size_t bytes_per_pixel = params.format == DEMO_FORMAT_RGBA8 ? 4 : 16;
    return {picture_.mapped(), std::size_t{params.width_px} * params.height_px * bytes_per_pixel};
}

} // namespace seamline::renderer
