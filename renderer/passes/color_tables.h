// renderer/passes/color_tables.h: the tables of a colour transform, on the device.
#pragma once

#include "decode/media/result.h"
#include "renderer/color_transform.h"
#include "renderer/vulkan/device.h"
#include "renderer/vulkan/image.h"

#include <memory>
#include <vector>

namespace seamline::renderer {

using UniqueSampler = UniqueHandle<VkSampler, vkDestroySampler>;

/// The same for either picture of a tile: in the order of the program's textures.
class ColorTables {
public:
    /// Blocks until the device has copied them. Null without tables. Errors: Unsupported, when the
    /// device cannot interpolate between 32-bit floats. Throws VulkanError.
    static Result<std::shared_ptr<const ColorTables>> make(const Device& device,
                                                           const ColorTransform& transform);

    std::size_t size() const { return tables_.size(); }
    VkDescriptorImageInfo descriptor(std::size_t index) const;

private:
    struct Table {
        Image image;
        UniqueSampler sampler;
    };

    std::vector<Table> tables_;
};

} // namespace seamline::renderer
