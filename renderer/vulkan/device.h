// renderer/vulkan/device.h: the GPU, its queue, and what it can do.
#pragma once

#include "renderer/vulkan/faults.h"
#include "renderer/vulkan/video_decode.h"

#include <vulkan/vulkan.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace seamline::renderer {

/// Whether a device's queue family can show windows on this display.
using PresentCheck = std::function<bool(VkInstance, VkPhysicalDevice, std::uint32_t queue_family)>;

struct DeviceOptions {
    /// Instance extensions a window needs (glfwGetRequiredInstanceExtensions); empty: offscreen.
    std::vector<std::string> instance_extensions;
    PresentCheck can_present; ///< Asked of every device; empty: nothing is to be shown.
    /// Khronos validation with synchronization validation; throws when it is not installed.
    /// SEAMLINE_VALIDATION=1 in the environment turns it on as well.
    bool validation = false;
    /// Which physical device, in the order of `list_devices`; -1: the environment's
    /// SEAMLINE_DEVICE, else the best (discrete, integrated, virtual, cpu) that can present and
    /// that its driver opens.
    int index = -1;
    /// Treats a CPU driver like a GPU with memory of its own, so that the staging path can be
    /// tested.
    bool separate_memory = false;
    DeviceFaults faults; ///< None, but to try what is done about them.
    /// Opens queues for a decoder that works on this device, where the device has such.
    bool video_decode = false;
};

struct FeatureChain;   // renderer/vulkan/physical_device.h
struct PhysicalDevice; // The same.

/// One physical device as `doctor` lists it.
struct DeviceSummary {
    std::string name;
    std::string type;        ///< "discrete", "integrated", "virtual", "cpu", "other"
    std::string driver;      ///< driver name and version text
    std::string api_version; ///< e.g. "1.3.230"
    bool usable = false;
    std::string reason;        ///< Why it is not usable; empty when it is.
    bool present_wait = false; ///< See Device::wait_for_present.
};

/// Device-local memory: the largest heap.
struct LocalMemory {
    std::uint64_t heap_bytes = 0;
    /// What this program may still take of it, by VK_EXT_memory_budget; none: the device does not
    /// tell.
    std::optional<std::uint64_t> left_bytes;
};

/// Vulkan 1.3 device with one queue that does graphics, compute and transfer, and where asked for
/// those that decode video.
///
/// Threads: creation and destruction on one thread; `submit`, `present` and the locks are safe; the
/// rest is constant. Throws: VulkanError, whose text says what to install when there is no driver.
class Device {
public:
    explicit Device(const DeviceOptions& options = {});
    ~Device();
    Device(const Device&) = delete;
    Device& operator=(const Device&) = delete;

    VkInstance instance() const { return instance_; }
    VkPhysicalDevice physical() const { return physical_; }
    VkDevice handle() const { return device_; }
    std::uint32_t queue_family() const { return queue_family_; }
    PFN_vkCmdPushDescriptorSetKHR push_descriptors() const { return push_descriptors_; }
    const VkPhysicalDeviceLimits& limits() const { return limits_; }
    const std::string& name() const { return name_; }
    /// One line on why better devices are not used; empty when there is none or one was asked for.
    const std::string& passed_over() const { return passed_over_; }
    /// A CPU driver (lavapipe): cache slots are host memory and decoders write into them directly.
    bool is_cpu() const { return is_cpu_; }
    bool has_swapchain() const { return has_swapchain_; }
    /// Whether surfaces list HDR colour spaces, where the screen has them.
    bool has_color_spaces() const { return has_color_spaces_; }
    /// Null where the device has no VK_EXT_hdr_metadata.
    PFN_vkSetHdrMetadataEXT set_hdr_metadata() const { return set_hdr_metadata_; }
    /// Tells when a present has reached the screen. Null where the device has no VK_KHR_present_id
    /// and VK_KHR_present_wait, or shows no windows.
    PFN_vkWaitForPresentKHR wait_for_present() const { return wait_for_present_; }
    /// Of the driver; the same in CUDA and in VA-API.
    const std::array<std::uint8_t, VK_UUID_SIZE>& uuid() const { return uuid_; }
    /// Whether memory and timeline semaphores can be given to other APIs as file descriptors.
    bool can_export() const { return get_memory_fd_ != nullptr && get_semaphore_fd_ != nullptr; }
    /// Null unless `can_export`.
    PFN_vkGetMemoryFdKHR get_memory_fd() const { return get_memory_fd_; }
    PFN_vkGetSemaphoreFdKHR get_semaphore_fd() const { return get_semaphore_fd_; }
    /// Valid bits of a timestamp on the queue; 0 when it has none.
    std::uint32_t timestamp_bits() const { return timestamp_bits_; }
    /// As it is now; other programs change it.
    LocalMemory local_memory() const;

    /// Index of a memory type in `type_bits` that has all of `properties`; -1 when there is none.
    int find_memory_type(std::uint32_t type_bits, VkMemoryPropertyFlags properties) const;

    /// Throws VK_ERROR_OUT_OF_DEVICE_MEMORY when `bytes` more are not to be had: see DeviceFaults.
    void check_memory(std::uint64_t bytes) const;

    /// Submits under the queue's lock.
    void submit(const VkSubmitInfo2& info, VkFence fence = VK_NULL_HANDLE) const;
    /// vkQueuePresentKHR under the queue's lock; OUT_OF_DATE and SUBOPTIMAL are returned, not
    /// thrown.
    VkResult present(const VkPresentInfoKHR& info) const;
    void wait_idle() const;

    /// Bytes of device memory that this program has allocated on this device now.
    std::uint64_t allocated_bytes() const { return allocated_bytes_.load(); }
    /// Number of warnings and errors the validation layers have reported so far.
    int validation_messages() const { return validation_messages_.load(); }
    /// Gives `handle` a name in validation messages and GPU debuggers.
    void set_name(VkObjectType type, std::uint64_t handle, const char* name) const;

    VkQueue queue() const { return queue_; } ///< For libraries only; our code uses `submit`.

    /// What is enabled, for libraries that work on this device.
    const VkPhysicalDeviceFeatures2& features() const;
    const std::vector<const char*>& extensions() const { return extensions_; }
    const VideoDecode& video_decode() const { return video_decode_; }
    /// For libraries that submit themselves.
    void lock_queue(std::uint32_t family, std::uint32_t index) const;
    void unlock_queue(std::uint32_t family, std::uint32_t index) const;

private:
    friend class Buffer;
    friend class Image;
    void open(const DeviceOptions& options);
    void create(const PhysicalDevice& chosen);
    std::mutex& queue_mutex(std::uint32_t family, std::uint32_t index) const;
    void destroy();

    VkInstance instance_ = VK_NULL_HANDLE;
    VkDebugUtilsMessengerEXT messenger_ = VK_NULL_HANDLE;
    VkPhysicalDevice physical_ = VK_NULL_HANDLE;
    VkDevice device_ = VK_NULL_HANDLE;
    VkQueue queue_ = VK_NULL_HANDLE;
    std::uint32_t queue_family_ = 0;
    std::uint32_t timestamp_bits_ = 0;
    PFN_vkCmdPushDescriptorSetKHR push_descriptors_ = nullptr;
    PFN_vkSetDebugUtilsObjectNameEXT set_object_name_ = nullptr;
    VkPhysicalDeviceLimits limits_{};
    VkPhysicalDeviceMemoryProperties memory_{};
    std::string name_;
    std::string passed_over_;
    bool is_cpu_ = false;
    bool has_swapchain_ = false;
    bool has_color_spaces_ = false;
    PFN_vkSetHdrMetadataEXT set_hdr_metadata_ = nullptr;
    PFN_vkWaitForPresentKHR wait_for_present_ = nullptr;
    bool has_memory_budget_ = false;
    std::array<std::uint8_t, VK_UUID_SIZE> uuid_{};
    PFN_vkGetMemoryFdKHR get_memory_fd_ = nullptr;
    PFN_vkGetSemaphoreFdKHR get_semaphore_fd_ = nullptr;
    std::unique_ptr<FeatureChain> features_;
    std::vector<const char*> extensions_;
    VideoDecode video_decode_;
    mutable std::mutex queue_mutex_;
    std::unique_ptr<std::mutex[]> decode_mutexes_; ///< One to a queue of the decoding family.
    mutable std::atomic<std::uint64_t> allocated_bytes_ = 0;
    DeviceFaults faults_;
    mutable std::atomic<std::uint64_t> submissions_ = 0;
    mutable std::atomic<std::uint64_t> presents_ = 0;
    std::atomic<int> validation_messages_ = 0;
};

/// Every physical device, usable or not; empty when there is no driver. Never throws.
std::vector<DeviceSummary> list_devices();

} // namespace seamline::renderer
