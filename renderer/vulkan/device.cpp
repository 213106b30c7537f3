#include "renderer/vulkan/device.h"

#include "renderer/vulkan/check.h"
#include "renderer/vulkan/dma_buf.h"
#include "renderer/vulkan/instance.h"
#include "renderer/vulkan/physical_device.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <utility>

namespace seamline::renderer {
namespace {

bool environment_asks_for_validation() {
    const char* value = std::getenv("SEAMLINE_VALIDATION");
    return value != nullptr && std::strcmp(value, "1") == 0;
}

int wanted_index(const DeviceOptions& options) {
    if (options.index >= 0) return options.index;
    const char* value = std::getenv("SEAMLINE_DEVICE");
    if (value == nullptr || *value == '\0') return -1;
    const std::string_view text(value);
    int index = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
    if (error != std::errc{} || end != text.data() + text.size() || index < 0)
        throw VulkanError("SEAMLINE_DEVICE is \"" + std::string(text) +
                              "\": set it to a device's number, from 0",
                          VK_ERROR_INCOMPATIBLE_DRIVER);
    return index;
}

std::uint32_t largest_local_heap(const VkPhysicalDeviceMemoryProperties& memory) {
    std::uint32_t largest = 0;
    std::uint64_t bytes = 0;
    for (std::uint32_t i = 0; i < memory.memoryHeapCount; ++i) {
        const VkMemoryHeap& heap = memory.memoryHeaps[i];
        if ((heap.flags & VK_MEMORY_HEAP_DEVICE_LOCAL_BIT) == 0 || heap.size <= bytes) continue;
        largest = i;
        bytes = heap.size;
    }
    return largest;
}

std::vector<const char*> wanted_extensions(const PhysicalDevice& chosen, bool swapchain) {
    std::vector<const char*> extensions{VK_KHR_PUSH_DESCRIPTOR_EXTENSION_NAME};
    if (swapchain) extensions.push_back(VK_KHR_SWAPCHAIN_EXTENSION_NAME);
    if (chosen.can_export) {
        extensions.push_back(VK_KHR_EXTERNAL_MEMORY_FD_EXTENSION_NAME);
        extensions.push_back(VK_KHR_EXTERNAL_SEMAPHORE_FD_EXTENSION_NAME);
    }
    if (chosen.has_memory_budget) extensions.push_back(VK_EXT_MEMORY_BUDGET_EXTENSION_NAME);
    if (swapchain && chosen.has_hdr_metadata)
        extensions.push_back(VK_EXT_HDR_METADATA_EXTENSION_NAME);
    if (swapchain && chosen.has_present_wait) {
        extensions.push_back(VK_KHR_PRESENT_ID_EXTENSION_NAME);
        extensions.push_back(VK_KHR_PRESENT_WAIT_EXTENSION_NAME);
    }
    for (const char* name : find_dma_buf(chosen.handle).extensions) {
        const auto is_it = [&](const char* other) { return std::strcmp(other, name) == 0; };
        if (std::ranges::none_of(extensions, is_it)) extensions.push_back(name);
    }
    return extensions;
}

VkDevice create_device(VkPhysicalDevice physical, const FeatureChain& features,
                       const std::vector<const char*>& extensions, std::uint32_t queue_family,
                       const VideoDecode& decode) {
    const std::vector<float> priorities(std::max(1U, decode.queue_count), 1.0F);
    std::vector<VkDeviceQueueCreateInfo> queues{{
        .sType = VK_STRUCTURE_TYPE_DEVICE_QUEUE_CREATE_INFO,
        .queueFamilyIndex = queue_family,
        .queueCount = 1,
        .pQueuePriorities = priorities.data(),
    }};
    if (decode.queue_count > 0 && decode.family != queue_family) {
        queues.push_back(queues.front());
        queues.back().queueFamilyIndex = decode.family;
        queues.back().queueCount = decode.queue_count;
    }
    const VkDeviceCreateInfo info{
        .sType = VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO,
        .pNext = &features.core,
        .queueCreateInfoCount = static_cast<std::uint32_t>(queues.size()),
        .pQueueCreateInfos = queues.data(),
        .enabledExtensionCount = static_cast<std::uint32_t>(extensions.size()),
        .ppEnabledExtensionNames = extensions.data(),
    };
    VkDevice device = VK_NULL_HANDLE;
    check(vkCreateDevice(physical, &info, nullptr, &device), "vkCreateDevice");
    return device;
}

} // namespace

Device::Device(const DeviceOptions& options) : faults_(options.faults) {
    try {
        open(options);
    } catch (...) {
        destroy();
        throw;
    }
}

Device::~Device() { destroy(); }

void Device::open(const DeviceOptions& options) {
    const int index = wanted_index(options);
    const Instance instance =
        create_instance({.extensions = options.instance_extensions,
                         .validation = options.validation || environment_asks_for_validation(),
                         .messages = &validation_messages_});
    instance_ = instance.handle;
    messenger_ = instance.messenger;
    has_swapchain_ = !options.instance_extensions.empty();
    has_color_spaces_ = instance.has_color_spaces;

    std::vector<PhysicalDevice> devices =
        physical_devices(instance_, has_swapchain_, options.can_present);
    const std::size_t number = open_best(devices, index, [&](const PhysicalDevice& device) {
        video_decode_ = options.video_decode
                            ? find_video_decode(device.handle)
                            : VideoDecode{.reason = "the device was opened without its decoders"};
        create(device);
    });
    const PhysicalDevice& chosen = devices[number];
    if (index < 0) passed_over_ = describe_passed_over(devices, number);
    physical_ = chosen.handle;
    queue_family_ = chosen.queue_family;
    timestamp_bits_ = chosen.timestamp_bits;
    limits_ = chosen.properties.limits;
    name_ = chosen.properties.deviceName;
    is_cpu_ =
        chosen.properties.deviceType == VK_PHYSICAL_DEVICE_TYPE_CPU && !options.separate_memory;
    vkGetPhysicalDeviceMemoryProperties(physical_, &memory_);
    has_memory_budget_ = chosen.has_memory_budget;
    uuid_ = chosen.uuid;

    vkGetDeviceQueue(device_, queue_family_, 0, &queue_);
    push_descriptors_ = reinterpret_cast<PFN_vkCmdPushDescriptorSetKHR>(
        vkGetDeviceProcAddr(device_, "vkCmdPushDescriptorSetKHR"));
    if (chosen.can_export) {
        get_memory_fd_ = reinterpret_cast<PFN_vkGetMemoryFdKHR>(
            vkGetDeviceProcAddr(device_, "vkGetMemoryFdKHR"));
        get_semaphore_fd_ = reinterpret_cast<PFN_vkGetSemaphoreFdKHR>(
            vkGetDeviceProcAddr(device_, "vkGetSemaphoreFdKHR"));
    }
    if (has_swapchain_ && chosen.has_hdr_metadata)
        set_hdr_metadata_ = reinterpret_cast<PFN_vkSetHdrMetadataEXT>(
            vkGetDeviceProcAddr(device_, "vkSetHdrMetadataEXT"));
    if (has_swapchain_ && chosen.has_present_wait)
        wait_for_present_ = reinterpret_cast<PFN_vkWaitForPresentKHR>(
            vkGetDeviceProcAddr(device_, "vkWaitForPresentKHR"));
    if (instance.has_debug_utils)
        set_object_name_ = reinterpret_cast<PFN_vkSetDebugUtilsObjectNameEXT>(
            vkGetInstanceProcAddr(instance_, "vkSetDebugUtilsObjectNameEXT"));
}

/// Decoders must not cost the device: where it does not open with them, it does without.
void Device::create(const PhysicalDevice& chosen) {
    const VkPhysicalDevice physical = chosen.handle;
    const std::uint32_t queue_family = chosen.queue_family;
    features_ = std::make_unique<FeatureChain>();
    enable_features(physical, *features_);
    if (has_swapchain_ && chosen.has_present_wait) features_->enable_present_wait();
    std::vector<const char*> extensions = wanted_extensions(chosen, has_swapchain_);
    extensions_ = extensions;
    if (video_decode_.queue_count > 0) {
        if (video_decode_.family == queue_family) video_decode_.queue_count = 1; // The one queue.
        extensions_.insert(extensions_.end(), video_decode_.extensions.begin(),
                           video_decode_.extensions.end());
        try {
            device_ = create_device(physical, *features_, extensions_, queue_family, video_decode_);
            decode_mutexes_ = std::make_unique<std::mutex[]>(video_decode_.queue_count);
            return;
        } catch (const VulkanError& error) {
            video_decode_ = {.reason = std::string("it does not open with them: ") + error.what()};
            extensions_ = std::move(extensions);
        }
    }
    device_ = create_device(physical, *features_, extensions_, queue_family, video_decode_);
}

void Device::destroy() {
    if (device_ != VK_NULL_HANDLE) {
        vkDeviceWaitIdle(device_);
        vkDestroyDevice(device_, nullptr);
    }
    destroy_instance({.handle = instance_, .messenger = messenger_});
}

LocalMemory Device::local_memory() const {
    const std::uint32_t heap = largest_local_heap(memory_);
    LocalMemory local{.heap_bytes = memory_.memoryHeaps[heap].size};
    if (!has_memory_budget_) return local;
    VkPhysicalDeviceMemoryBudgetPropertiesEXT budget{
        .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_MEMORY_BUDGET_PROPERTIES_EXT};
    VkPhysicalDeviceMemoryProperties2 properties{
        .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_MEMORY_PROPERTIES_2, .pNext = &budget};
    vkGetPhysicalDeviceMemoryProperties2(physical_, &properties);
    const std::uint64_t may = budget.heapBudget[heap];
    local.left_bytes = may - std::min(may, budget.heapUsage[heap]);
    return local;
}

int Device::find_memory_type(std::uint32_t type_bits, VkMemoryPropertyFlags properties) const {
    for (std::uint32_t i = 0; i < memory_.memoryTypeCount; ++i) {
        const bool allowed = (type_bits & (1U << i)) != 0;
        const VkMemoryPropertyFlags flags = memory_.memoryTypes[i].propertyFlags;
        if (allowed && (flags & properties) == properties) return static_cast<int>(i);
    }
    return -1;
}

void Device::submit(const VkSubmitInfo2& info, VkFence fence) const {
    const std::scoped_lock lock(queue_mutex_);
    check(vkQueueSubmit2(queue_, 1, &info, fence), "vkQueueSubmit2");
    // Made to fail after it was done: nobody then waits for what never comes, as on a device that
    // is lost indeed.
    const bool is_lost =
        faults_.lost_at_submission != 0 && ++submissions_ >= faults_.lost_at_submission;
    if (!is_lost) return;
    vkQueueWaitIdle(queue_); // On a lost device nothing of this queue would be pending.
    check(VK_ERROR_DEVICE_LOST, "vkQueueSubmit2");
}

void Device::check_memory(std::uint64_t bytes) const {
    if (faults_.memory_bytes != 0 && allocated_bytes_ + bytes > faults_.memory_bytes)
        check(VK_ERROR_OUT_OF_DEVICE_MEMORY, "vkAllocateMemory");
}

VkResult Device::present(const VkPresentInfoKHR& info) const {
    const std::scoped_lock lock(queue_mutex_);
    const VkResult result = vkQueuePresentKHR(queue_, &info);
    if (result != VK_ERROR_OUT_OF_DATE_KHR && result != VK_SUBOPTIMAL_KHR)
        check(result, "vkQueuePresentKHR");
    if (faults_.surface_lost_at_present != 0 && ++presents_ == faults_.surface_lost_at_present)
        check(VK_ERROR_SURFACE_LOST_KHR, "vkQueuePresentKHR");
    return result;
}

const VkPhysicalDeviceFeatures2& Device::features() const { return features_->core; }

std::mutex& Device::queue_mutex(std::uint32_t family, std::uint32_t index) const {
    return family == queue_family_ ? queue_mutex_ : decode_mutexes_[index];
}

void Device::lock_queue(std::uint32_t family, std::uint32_t index) const {
    queue_mutex(family, index).lock();
}

void Device::unlock_queue(std::uint32_t family, std::uint32_t index) const {
    queue_mutex(family, index).unlock();
}

void Device::wait_idle() const {
    const std::scoped_lock lock(queue_mutex_);
    std::vector<std::unique_lock<std::mutex>> decoding; // It is a use of every queue.
    for (std::uint32_t i = 0; i < video_decode_.queue_count; ++i)
        decoding.emplace_back(decode_mutexes_[i]);
    check(vkDeviceWaitIdle(device_), "vkDeviceWaitIdle");
}

void Device::set_name(VkObjectType type, std::uint64_t handle, const char* name) const {
    if (set_object_name_ == nullptr) return;
    const VkDebugUtilsObjectNameInfoEXT info{
        .sType = VK_STRUCTURE_TYPE_DEBUG_UTILS_OBJECT_NAME_INFO_EXT,
        .objectType = type,
        .objectHandle = handle,
        .pObjectName = name,
    };
    set_object_name_(device_, &info);
}

std::vector<DeviceSummary> list_devices() {
    std::vector<DeviceSummary> list;
    try {
        std::atomic<int> messages = 0;
        const Instance instance = create_instance({.messages = &messages});
        try {
            for (const PhysicalDevice& device : physical_devices(instance.handle, false, {}))
                list.push_back(summary(device));
        } catch (const VulkanError&) {
            list.clear(); // A broken driver lists nothing; opening a Device names the reason.
        }
        destroy_instance(instance);
    } catch (const VulkanError&) {
        list.clear();
    }
    return list;
}

} // namespace seamline::renderer
