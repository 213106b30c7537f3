// renderer/dma_buf_images.h: images over memory that a decoder of another API has shared.
#pragma once

#include "decode/media/vulkan_sharing.h"
#include "renderer/vulkan/device.h"

#include <memory>
#include <span>

namespace seamline::renderer {

/// Imports pictures plane by plane, each as an image of one or two samples to a texel.
///
/// Threads: safe. Lifetime: not after the device.
class DmaBufImporter {
public:
    explicit DmaBufImporter(const Device& device);

    /// What the driver cannot read is found out before anything is made. Errors: Unsupported, with
    /// the reason as half a sentence.
    Result<std::shared_ptr<const ImportedImages>> import(std::span<const DmaBufPlane> planes) const;

private:
    const Device* device_;
    PFN_vkGetMemoryFdPropertiesKHR memory_fd_properties_ = nullptr; ///< Null: it imports nothing.
};

} // namespace seamline::renderer
