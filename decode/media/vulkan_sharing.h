// decode/media/vulkan_sharing.h: the program's Vulkan device as decoders may use it, in words that
// need no Vulkan: handles and enumerations have Vulkan's values.
#pragma once

#include "decode/media/device_memory.h"
#include "decode/media/result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace seamline {

/// The queues of one family that the device was created with.
struct SharedQueues {
    std::uint32_t family = 0;
    std::uint32_t count = 0;
    std::uint32_t flags = 0;        ///< VkQueueFlags
    std::uint32_t video_codecs = 0; ///< VkVideoCodecOperationFlagsKHR that it decodes.
};

/// The device file through which other APIs reach a GPU: /dev/dri/renderD*.
struct RenderNode {
    std::uint32_t major = 0;
    std::uint32_t minor = 0;
};

/// Valid as long as the device is.
struct SharedVulkanDevice {
    using Function = void (*)();

    Function get_instance_proc_addr = nullptr; ///< PFN_vkGetInstanceProcAddr
    void* instance = nullptr;
    void* physical_device = nullptr;
    void* device = nullptr;
    const void* features = nullptr; ///< VkPhysicalDeviceFeatures2, with its chain: what is enabled.
    std::vector<const char*> device_extensions; ///< Enabled, and useful to a decoder.
    std::vector<SharedQueues> queues;           ///< The one that our work runs on comes first.
    /// Why no queue decodes video, as half a sentence; empty when one does.
    std::string no_video_decode;
    /// Why pictures in other APIs' memory cannot be read, as half a sentence; empty when they can.
    std::string no_dma_buf;
    std::optional<RenderNode> render_node; ///< None: the driver does not tell.
};

/// One image of a decoded picture.
struct DecodedImage {
    std::uint64_t image = 0;     ///< VkImage
    std::uint64_t semaphore = 0; ///< VkSemaphore, a timeline; 0: the image may be used now.
    std::uint64_t value = 0;     ///< At which the image may be used.
    std::uint32_t layout = 0;    ///< VkImageLayout
    std::uint32_t family = 0;    ///< The queue family that owns it; VK_QUEUE_FAMILY_IGNORED: all.
};

/// One plane of a picture in memory that another API of the same GPU has shared (DMA-BUF).
struct DmaBufPlane {
    int fd = -1; ///< Of the object that the plane lies in; stays the caller's.
    std::size_t object_bytes = 0;
    std::uint64_t modifier = 0; ///< DRM format modifier: how texels are laid out.
    std::size_t offset_bytes = 0;
    std::size_t pitch_bytes = 0;
    int width = 0; ///< In texels.
    int height = 0;
    int samples = 1;      ///< To a texel: 1 or 2, each
    int sample_bytes = 1; ///< of 1 or 2 bytes.
};

/// Images over such memory. Lifetime: until no copy reads them; not after the device.
class ImportedImages {
public:
    virtual ~ImportedImages() = default;
    /// One to a plane. They have no semaphores: the picture must be there when it is imported.
    virtual std::span<const DecodedImage> images() const = 0;
};

/// One plane of a decoded picture, and where in a block it goes.
struct DecodedPlane {
    std::size_t image = 0; ///< Which of the picture's images.
    int aspect = -1;       ///< Which plane of the image; -1 where it has but one.
    int width = 0;         ///< Of the copy, in texels.
    int height = 0;
    std::size_t offset_bytes = 0; ///< In the block.
    int texels_per_row = 0;       ///< Of the block's rows.
};

/// Copies pictures out of a decoder's images, on the device.
///
/// Threads: confined to one thread at a time. Lifetime: not after the device.
class ImageCopier {
public:
    virtual ~ImageCopier() = default;
    /// Blocks until the decoder has written the images: what draws must not wait for it on the
    /// device. Errors: Unavailable when that takes seconds.
    virtual Result<Done> wait_for(std::span<const DecodedImage> images) const = 0;
    /// Starts the copy of `planes` and brings `images` up to date: their semaphores are raised by
    /// one when it is done. Images of another API go back to it. Holds `surface`, which keeps the
    /// images, at most until the copy after the next. Returns the value to which `signal` is
    /// raised. Errors: Unsupported.
    virtual Result<std::uint64_t> copy(std::span<DecodedImage> images,
                                       std::span<const DecodedPlane> planes,
                                       std::shared_ptr<const void> surface,
                                       std::shared_ptr<const DevicePlaneMemory> to) = 0;
    virtual std::shared_ptr<const DeviceSignal> signal() const = 0;
    /// The first bytes of a block, when all copies are done.
    virtual Result<Done> read_back(const DevicePlaneMemory& block, std::span<std::byte> bytes) = 0;
    /// Waits for all copies and lets go of the surfaces.
    virtual void finish() = 0;
};

/// Threads: safe.
class VulkanSharing {
public:
    virtual ~VulkanSharing() = default;
    virtual const SharedVulkanDevice& device() const = 0;
    /// Held while anything is submitted to the queue.
    virtual void lock_queue(std::uint32_t family, std::uint32_t index) const = 0;
    virtual void unlock_queue(std::uint32_t family, std::uint32_t index) const = 0;
    /// Null when the device has no memory for it.
    virtual std::unique_ptr<ImageCopier> make_copier() const = 0;
    /// Errors: Unsupported, with the reason as half a sentence.
    virtual Result<std::shared_ptr<const ImportedImages>>
    import(std::span<const DmaBufPlane> planes) const = 0;
};

} // namespace seamline
