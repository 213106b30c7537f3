// renderer/vulkan/compute_pipeline.h: what every compute pass is made of.
#pragma once

#include "renderer/vulkan/device.h"
#include "renderer/vulkan/handles.h"

#include <cstdint>
#include <span>

namespace seamline::renderer {

// Threads: any. All throw VulkanError.

/// A set whose descriptors are pushed.
UniqueSetLayout make_push_set_layout(const Device& device,
                                     std::span<const VkDescriptorSetLayoutBinding> bindings);
/// The same of `count` storage buffers, bindings 0 and up.
UniqueSetLayout make_storage_set_layout(const Device& device, std::uint32_t count);
/// The same with a uniform buffer as binding 0: what all invocations read at the same place.
UniqueSetLayout make_input_set_layout(const Device& device, std::uint32_t count);
/// One set and `push_bytes` of push constants; 0: none.
UniquePipelineLayout make_compute_layout(const Device& device, VkDescriptorSetLayout set_layout,
                                         std::uint32_t push_bytes);
/// Pushes whole or parts of buffers as bindings 0 and up of a layout's set; see
/// make_storage_set_layout.
void push_storage_buffers(const Device& device, VkCommandBuffer cmd, VkPipelineLayout layout,
                          std::span<const VkDescriptorBufferInfo> buffers);
/// The same; see make_input_set_layout.
void push_input_buffers(const Device& device, VkCommandBuffer cmd, VkPipelineLayout layout,
                        std::span<const VkDescriptorBufferInfo> buffers);
UniqueShaderModule make_shader_module(const Device& device, std::span<const std::uint32_t> words);
/// Of the module's `main`. `constants` may be null. `name` is for validation and captures.
/// Blocks: up to hundreds of milliseconds.
UniquePipeline make_compute_pipeline(const Device& device, VkPipelineLayout layout,
                                     VkShaderModule shader, const VkSpecializationInfo* constants,
                                     const char* name);

} // namespace seamline::renderer
