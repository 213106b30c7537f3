// renderer/vulkan/barriers.h: the memory barriers between passes, by name.
#pragma once

#include <vulkan/vulkan.h>

#include <cstdint>

namespace seamline::renderer {

/// What compute shaders and copies wrote before becomes readable by copies after.
void storage_write_to_copy_read(VkCommandBuffer cmd);
/// What compute shaders and copies wrote before becomes readable by the CPU after the submission.
void device_write_to_host_read(VkCommandBuffer cmd);
/// What compute shaders wrote before becomes readable by compute shaders after, through storage and
/// texel buffers, and what they read before can be overwritten.
void storage_write_to_shader_read(VkCommandBuffer cmd);
/// What copies wrote before becomes readable by compute shaders and copies after.
void copy_write_to_read(VkCommandBuffer cmd);
/// A range of `buffer` that another API has written becomes this queue family's.
void acquire_from_other_api(VkCommandBuffer cmd, VkBuffer buffer, VkDeviceSize offset_bytes,
                            VkDeviceSize size_bytes, std::uint32_t queue_family);
/// What copies and fills wrote before can be read and overwritten by compute shaders after.
void copy_write_to_storage(VkCommandBuffer cmd);
/// What copies and compute shaders wrote before becomes readable by compute shaders after.
void write_to_storage_read(VkCommandBuffer cmd);
/// Copies and shaders before have finished reading and writing what compute shaders and copies
/// overwrite.
void before_storage_write(VkCommandBuffer cmd);
/// An image without contents becomes the destination of copies.
void image_to_copy_write(VkCommandBuffer cmd, VkImage image);
/// What copies wrote into an image before can be sampled by compute shaders after, also in later
/// submissions.
void image_copy_write_to_sampled_read(VkCommandBuffer cmd, VkImage image);

} // namespace seamline::renderer
