// renderer/vulkan_sharing.h: the Vulkan device for decoders that work on it.
#pragma once

#include "decode/media/vulkan_sharing.h"
#include "renderer/dma_buf_images.h"
#include "renderer/vulkan/device.h"

namespace seamline::renderer {

/// Lifetime: not after the device. Threads: safe.
class DeviceSharing final : public VulkanSharing {
public:
    explicit DeviceSharing(const Device& device);

    const SharedVulkanDevice& device() const override { return shared_; }
    void lock_queue(std::uint32_t family, std::uint32_t index) const override {
        device_->lock_queue(family, index);
    }
    void unlock_queue(std::uint32_t family, std::uint32_t index) const override {
        device_->unlock_queue(family, index);
    }
    std::unique_ptr<ImageCopier> make_copier() const override;
    Result<std::shared_ptr<const ImportedImages>>
    import(std::span<const DmaBufPlane> planes) const override;

private:
    const Device* device_;
    DmaBufImporter importer_;
    SharedVulkanDevice shared_;
};

} // namespace seamline::renderer
