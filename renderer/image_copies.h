// renderer/image_copies.h: the one copy of a decoder's picture into the frame cache.
#pragma once

#include "decode/media/vulkan_sharing.h"
#include "renderer/vulkan/device.h"
#include "renderer/vulkan/exportable_signal.h"
#include "renderer/vulkan/frame_slot.h"
#include "renderer/vulkan/timeline.h"

#include <array>
#include <chrono>

namespace seamline::renderer {

/// Copies images of this device into blocks of the frame cache, on the queue that draws.
///
/// Threads and lifetime: as ImageCopier. Throws: only its constructor, VulkanError.
class ImageCopies final : public ImageCopier {
public:
    /// `patience`: how long a decoder may take for a picture.
    explicit ImageCopies(const Device& device,
                         std::chrono::milliseconds patience = std::chrono::seconds(5));

    Result<Done> wait_for(std::span<const DecodedImage> images) const override;
    Result<std::uint64_t> copy(std::span<DecodedImage> images, std::span<const DecodedPlane> planes,
                               std::shared_ptr<const void> surface,
                               std::shared_ptr<const DevicePlaneMemory> to) override;
    std::shared_ptr<const DeviceSignal> signal() const override { return signal_; }
    Result<Done> read_back(const DevicePlaneMemory& block, std::span<std::byte> bytes) override;
    void finish() override;

private:
    void submit(FrameSlot& slot, std::span<const DecodedImage> images);

    const Device* device_;
    std::chrono::milliseconds patience_;
    Timeline timeline_;
    std::array<FrameSlot, 2> slots_; ///< Copies in flight, each with its surface.
    std::size_t next_ = 0;
    std::shared_ptr<ExportableSignal> signal_;
    std::uint64_t value_ = 0; ///< Of the signal, after the last copy.
};

} // namespace seamline::renderer
