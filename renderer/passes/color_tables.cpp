#include "renderer/passes/color_tables.h"

#include "renderer/vulkan/barriers.h"
#include "renderer/vulkan/buffer.h"
#include "renderer/vulkan/check.h"
#include "renderer/vulkan/one_time.h"

#include <algorithm>
#include <cstring>

namespace seamline::renderer {
namespace {

using color::GpuTexture;
using color::TextureFilter;

// Tables are floats: half floats would cost PQ and log curves their last digits.
constexpr VkFormat kFormat = VK_FORMAT_R32G32B32A32_SFLOAT;

bool interpolates_floats(const Device& device) {
    VkFormatProperties properties{};
    vkGetPhysicalDeviceFormatProperties(device.physical(), kFormat, &properties);
    constexpr VkFormatFeatureFlags wanted = VK_FORMAT_FEATURE_SAMPLED_IMAGE_BIT |
                                            VK_FORMAT_FEATURE_SAMPLED_IMAGE_FILTER_LINEAR_BIT;
    return (properties.optimalTilingFeatures & wanted) == wanted;
}

UniqueSampler make_sampler(const Device& device, TextureFilter wanted) {
    const VkFilter filter = wanted == TextureFilter::Linear ? VK_FILTER_LINEAR : VK_FILTER_NEAREST;
    const VkSamplerCreateInfo info{
        .sType = VK_STRUCTURE_TYPE_SAMPLER_CREATE_INFO,
        .magFilter = filter,
        .minFilter = filter,
        .addressModeU = VK_SAMPLER_ADDRESS_MODE_CLAMP_TO_EDGE,
        .addressModeV = VK_SAMPLER_ADDRESS_MODE_CLAMP_TO_EDGE,
        .addressModeW = VK_SAMPLER_ADDRESS_MODE_CLAMP_TO_EDGE,
    };
    VkSampler sampler = VK_NULL_HANDLE;
    check(vkCreateSampler(device.handle(), &info, nullptr, &sampler), "vkCreateSampler");
    return {device.handle(), sampler};
}

Buffer staged(const Device& device, const GpuTexture& texture) {
    const std::size_t bytes = texture.rgba.size() * sizeof(float);
    Buffer buffer(device, bytes, BufferMemory::Upload, "colour table upload");
    std::memcpy(buffer.mapped(), texture.rgba.data(), bytes);
    return buffer;
}

void record_copy(VkCommandBuffer cmd, const Buffer& values, const Image& image) {
    image_to_copy_write(cmd, image.handle());
    const VkBufferImageCopy region{.imageSubresource = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 0, 1},
                                   .imageExtent = image.extent()};
    vkCmdCopyBufferToImage(cmd, values.handle(), image.handle(),
                           VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, 1, &region);
    image_copy_write_to_sampled_read(cmd, image.handle());
}

} // namespace

Result<std::shared_ptr<const ColorTables>> ColorTables::make(const Device& device,
                                                             const ColorTransform& transform) {
    const auto textures = transform.program(0).textures();
    if (textures.empty()) return std::shared_ptr<const ColorTables>();
    const bool interpolates = std::ranges::any_of(
        textures, [](const GpuTexture& one) { return one.filter == TextureFilter::Linear; });
    if (interpolates && !interpolates_floats(device)) {
        return Error{ErrorCode::Unsupported,
                     "the GPU " + device.name() + " cannot interpolate the colour transform's tables"};
    }
    auto tables = std::make_shared<ColorTables>();
    std::vector<Buffer> uploads;
    for (const GpuTexture& texture : textures) {
        tables->tables_.push_back({Image(device, texture.dimensions,
                                         {texture.width, texture.height, texture.depth}, kFormat,
                                         "colour table"),
                                   make_sampler(device, texture.filter)});
        uploads.push_back(staged(device, texture));
    }
    run_once(device, [&](VkCommandBuffer cmd) {
        for (std::size_t i = 0; i < uploads.size(); ++i) {
            record_copy(cmd, uploads[i], tables->tables_[i].image);
        }
    });
    return std::shared_ptr<const ColorTables>(std::move(tables));
}

VkDescriptorImageInfo ColorTables::descriptor(std::size_t index) const {
    const Table& table = tables_[index];
    return {table.sampler.get(), table.image.view(), VK_IMAGE_LAYOUT_SHADER_READ_ONLY_OPTIMAL};
}

} // namespace seamline::renderer
