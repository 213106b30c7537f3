#include "renderer/vulkan/compute_pipeline.h"

#include "renderer/vulkan/check.h"

#include <array>
#include <cassert>
#include <vector>

namespace seamline::renderer {
namespace {

/// Every device that has push descriptors takes 32 of them.
constexpr std::size_t kMostPushed = 32;

VkDescriptorType type_of(std::uint32_t binding, VkDescriptorType first) {
    return binding == 0 ? first : VK_DESCRIPTOR_TYPE_STORAGE_BUFFER;
}

UniqueSetLayout make_buffer_set_layout(const Device& device, std::uint32_t count,
                                       VkDescriptorType first) {
    std::vector<VkDescriptorSetLayoutBinding> bindings;
    for (std::uint32_t i = 0; i < count; ++i)
        bindings.push_back({.binding = i,
                            .descriptorType = type_of(i, first),
                            .descriptorCount = 1,
                            .stageFlags = VK_SHADER_STAGE_COMPUTE_BIT});
    return make_push_set_layout(device, bindings);
}

void push_buffers(const Device& device, VkCommandBuffer cmd, VkPipelineLayout layout,
                  std::span<const VkDescriptorBufferInfo> buffers, VkDescriptorType first) {
    std::array<VkWriteDescriptorSet, kMostPushed> writes{};
    assert(buffers.size() <= writes.size());
    const auto count = static_cast<std::uint32_t>(buffers.size());
    for (std::uint32_t i = 0; i < count; ++i)
        writes[i] = {.sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET,
                     .dstBinding = i,
                     .descriptorCount = 1,
                     .descriptorType = type_of(i, first),
                     .pBufferInfo = &buffers[i]};
    device.push_descriptors()(cmd, VK_PIPELINE_BIND_POINT_COMPUTE, layout, 0, count, writes.data());
}

} // namespace

UniqueSetLayout make_push_set_layout(const Device& device,
                                     std::span<const VkDescriptorSetLayoutBinding> bindings) {
    const VkDescriptorSetLayoutCreateInfo info{
        .sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_CREATE_INFO,
        .flags = VK_DESCRIPTOR_SET_LAYOUT_CREATE_PUSH_DESCRIPTOR_BIT_KHR,
        .bindingCount = static_cast<std::uint32_t>(bindings.size()),
        .pBindings = bindings.data(),
    };
    VkDescriptorSetLayout layout = VK_NULL_HANDLE;
    check(vkCreateDescriptorSetLayout(device.handle(), &info, nullptr, &layout),
          "vkCreateDescriptorSetLayout");
    return {device.handle(), layout};
}

UniqueSetLayout make_storage_set_layout(const Device& device, std::uint32_t count) {
    return make_buffer_set_layout(device, count, VK_DESCRIPTOR_TYPE_STORAGE_BUFFER);
}

UniqueSetLayout make_input_set_layout(const Device& device, std::uint32_t count) {
    return make_buffer_set_layout(device, count, VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER);
}

UniquePipelineLayout make_compute_layout(const Device& device, VkDescriptorSetLayout set_layout,
                                         std::uint32_t push_bytes) {
    const VkPushConstantRange range{VK_SHADER_STAGE_COMPUTE_BIT, 0, push_bytes};
    const VkPipelineLayoutCreateInfo info{
        .sType = VK_STRUCTURE_TYPE_PIPELINE_LAYOUT_CREATE_INFO,
        .setLayoutCount = 1,
        .pSetLayouts = &set_layout,
        .pushConstantRangeCount = push_bytes > 0 ? 1U : 0U,
        .pPushConstantRanges = &range,
    };
    VkPipelineLayout layout = VK_NULL_HANDLE;
    check(vkCreatePipelineLayout(device.handle(), &info, nullptr, &layout),
          "vkCreatePipelineLayout");
    return {device.handle(), layout};
}

void push_storage_buffers(const Device& device, VkCommandBuffer cmd, VkPipelineLayout layout,
                          std::span<const VkDescriptorBufferInfo> buffers) {
    push_buffers(device, cmd, layout, buffers, VK_DESCRIPTOR_TYPE_STORAGE_BUFFER);
}

void push_input_buffers(const Device& device, VkCommandBuffer cmd, VkPipelineLayout layout,
                        std::span<const VkDescriptorBufferInfo> buffers) {
    push_buffers(device, cmd, layout, buffers, VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER);
}

UniqueShaderModule make_shader_module(const Device& device, std::span<const std::uint32_t> words) {
    const VkShaderModuleCreateInfo info{.sType = VK_STRUCTURE_TYPE_SHADER_MODULE_CREATE_INFO,
                                        .codeSize = words.size_bytes(),
                                        .pCode = words.data()};
    VkShaderModule shader = VK_NULL_HANDLE;
    check(vkCreateShaderModule(device.handle(), &info, nullptr, &shader), "vkCreateShaderModule");
    return {device.handle(), shader};
}

UniquePipeline make_compute_pipeline(const Device& device, VkPipelineLayout layout,
                                     VkShaderModule shader, const VkSpecializationInfo* constants,
                                     const char* name) {
    const VkComputePipelineCreateInfo info{
        .sType = VK_STRUCTURE_TYPE_COMPUTE_PIPELINE_CREATE_INFO,
        .stage = {.sType = VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO,
                  .stage = VK_SHADER_STAGE_COMPUTE_BIT,
                  .module = shader,
                  .pName = "main",
                  .pSpecializationInfo = constants},
        .layout = layout,
    };
    VkPipeline pipeline = VK_NULL_HANDLE;
    check(vkCreateComputePipelines(device.handle(), VK_NULL_HANDLE, 1, &info, nullptr, &pipeline),
          "vkCreateComputePipelines");
    device.set_name(VK_OBJECT_TYPE_PIPELINE, reinterpret_cast<std::uint64_t>(pipeline), name);
    return {device.handle(), pipeline};
}

} // namespace seamline::renderer
