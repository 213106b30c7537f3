// A Vulkan layer that gives every device VK_KHR_present_id and VK_KHR_present_wait, on a display
// that refreshes at SEAMLINE_DISPLAY_HZ (60): FIFO, each present is shown on the next refresh that
// shows no other. SEAMLINE_DISPLAY_VARIABLE=1: it is shown at once, at most that often. What
// drivers on CPUs do not have can be tested with it. One instance and one device at a time.
#include "tests/support/layer_chain.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

namespace {

using namespace seamline::test;
using Clock = std::chrono::steady_clock;

/// What comes after this layer. Asked for once, when it is made: later the loader answers with the
/// first layer's.
struct Next {
    VkInstance instance = VK_NULL_HANDLE;
    PFN_vkGetInstanceProcAddr instance_proc = nullptr;
    PFN_vkEnumerateDeviceExtensionProperties device_extensions = nullptr;
    PFN_vkGetPhysicalDeviceFeatures2 features2 = nullptr;
    PFN_vkGetDeviceProcAddr device_proc = nullptr;
    PFN_vkQueuePresentKHR queue_present = nullptr;
    PFN_vkDestroySwapchainKHR destroy_swapchain = nullptr;
};
Next next;

template <typename Function> void ask_instance(Function& function, const char* name) {
    function = reinterpret_cast<Function>(next.instance_proc(next.instance, name));
}
template <typename Function>
void ask_device(VkDevice device, Function& function, const char* name) {
    function = reinterpret_cast<Function>(next.device_proc(device, name));
}

/// When presents are shown.
class Display {
public:
    /// As the environment says now.
    void configure() {
        const std::scoped_lock lock(mutex_);
        period_ =
            std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(1 / hz()));
        variable_ = std::getenv("SEAMLINE_DISPLAY_VARIABLE") != nullptr;
        shown_.clear();
    }
    void present(VkSwapchainKHR swapchain, std::uint64_t id) {
        const std::scoped_lock lock(mutex_);
        const Clock::time_point now = Clock::now();
        Clock::time_point shown = std::max(now, last_ + period_);
        if (!variable_) {
            const auto refreshes = (now - start_) / period_ + 1;
            shown = std::max(start_ + refreshes * period_, last_ + period_);
        }
        last_ = shown;
        shown_[swapchain][id] = shown;
        changed_.notify_all();
    }
    VkResult wait(VkSwapchainKHR swapchain, std::uint64_t id, std::uint64_t timeout_ns) {
        constexpr std::uint64_t kLongest = 10'000'000'000;
        const auto until = Clock::now() + std::chrono::nanoseconds(std::min(timeout_ns, kLongest));
        std::unique_lock lock(mutex_);
        while (true) {
            const auto& presents = shown_[swapchain];
            const auto found = presents.lower_bound(id);
            const bool known = found != presents.end();
            if (known && found->second <= Clock::now()) return VK_SUCCESS;
            if (Clock::now() >= until) return VK_TIMEOUT;
            changed_.wait_until(lock, known ? std::min(until, found->second) : until);
        }
    }
    void forget(VkSwapchainKHR swapchain) {
        const std::scoped_lock lock(mutex_);
        shown_.erase(swapchain);
    }

private:
    static double hz() {
        const char* text = std::getenv("SEAMLINE_DISPLAY_HZ");
        const double value = text != nullptr ? std::atof(text) : 0;
        return value > 0 ? value : 60;
    }

    const Clock::time_point start_ = Clock::now();
    Clock::duration period_{};
    bool variable_ = false;
    std::mutex mutex_;
    std::condition_variable changed_;
    Clock::time_point last_ = start_;
    std::map<VkSwapchainKHR, std::map<std::uint64_t, Clock::time_point>> shown_;
};

Display& display() {
    static Display one;
    return one;
}

constexpr std::initializer_list<const char*> kOurs{VK_KHR_PRESENT_ID_EXTENSION_NAME,
                                                   VK_KHR_PRESENT_WAIT_EXTENSION_NAME};

VKAPI_ATTR VkResult VKAPI_CALL create_instance(const VkInstanceCreateInfo* info,
                                               const VkAllocationCallbacks* allocator,
                                               VkInstance* instance) {
    auto* link = find_link<VkLayerInstanceCreateInfo>(
        info->pNext, VK_STRUCTURE_TYPE_LOADER_INSTANCE_CREATE_INFO);
    next.instance_proc = link->u.pLayerInfo->pfnNextGetInstanceProcAddr;
    link->u.pLayerInfo = link->u.pLayerInfo->pNext;
    const auto create = reinterpret_cast<PFN_vkCreateInstance>(
        next.instance_proc(VK_NULL_HANDLE, "vkCreateInstance"));
    const VkResult result = create(info, allocator, instance);
    if (result != VK_SUCCESS) return result;
    next.instance = *instance;
    ask_instance(next.device_extensions, "vkEnumerateDeviceExtensionProperties");
    ask_instance(next.features2, "vkGetPhysicalDeviceFeatures2");
    display().configure();
    return result;
}

VKAPI_ATTR VkResult VKAPI_CALL create_device(VkPhysicalDevice physical,
                                             const VkDeviceCreateInfo* info,
                                             const VkAllocationCallbacks* allocator,
                                             VkDevice* device) {
    auto* link = find_link<VkLayerDeviceCreateInfo>(info->pNext,
                                                    VK_STRUCTURE_TYPE_LOADER_DEVICE_CREATE_INFO);
    const auto instance_proc = link->u.pLayerInfo->pfnNextGetInstanceProcAddr;
    next.device_proc = link->u.pLayerInfo->pfnNextGetDeviceProcAddr;
    link->u.pLayerInfo = link->u.pLayerInfo->pNext;
    const std::vector<const char*> names = enabled_without(*info, kOurs);
    const WithoutStructures chain(info->pNext,
                                  {VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PRESENT_ID_FEATURES_KHR,
                                   VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PRESENT_WAIT_FEATURES_KHR});
    VkDeviceCreateInfo stripped = *info;
    stripped.enabledExtensionCount = static_cast<std::uint32_t>(names.size());
    stripped.ppEnabledExtensionNames = names.data();
    const auto create =
        reinterpret_cast<PFN_vkCreateDevice>(instance_proc(next.instance, "vkCreateDevice"));
    const VkResult result = create(physical, &stripped, allocator, device);
    if (result != VK_SUCCESS) return result;
    ask_device(*device, next.queue_present, "vkQueuePresentKHR");
    ask_device(*device, next.destroy_swapchain, "vkDestroySwapchainKHR");
    return result;
}

VKAPI_ATTR VkResult VKAPI_CALL device_extensions(VkPhysicalDevice physical, const char* layer,
                                                 std::uint32_t* count,
                                                 VkExtensionProperties* properties) {
    return list_extensions(next.device_extensions, physical, layer, count, properties, kOurs);
}

VKAPI_ATTR void VKAPI_CALL features2(VkPhysicalDevice physical,
                                     VkPhysicalDeviceFeatures2* features) {
    next.features2(physical, features);
    using Id = VkPhysicalDevicePresentIdFeaturesKHR;
    using Wait = VkPhysicalDevicePresentWaitFeaturesKHR;
    if (auto* id =
            find<Id>(features->pNext, VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PRESENT_ID_FEATURES_KHR))
        const_cast<Id*>(id)->presentId = VK_TRUE;
    if (auto* wait = find<Wait>(features->pNext,
                                VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PRESENT_WAIT_FEATURES_KHR))
        const_cast<Wait*>(wait)->presentWait = VK_TRUE;
}

VKAPI_ATTR VkResult VKAPI_CALL queue_present(VkQueue queue, const VkPresentInfoKHR* info) {
    VkPresentInfoKHR stripped = *info;
    stripped.pNext = nullptr;
    // A CPU's driver has drawn the picture when it returns: only then can a display take it.
    const VkResult result = next.queue_present(queue, &stripped);
    if (const auto* ids = find<VkPresentIdKHR>(info->pNext, VK_STRUCTURE_TYPE_PRESENT_ID_KHR))
        for (std::uint32_t i = 0; i < ids->swapchainCount; ++i)
            display().present(info->pSwapchains[i], ids->pPresentIds[i]);
    return result;
}

VKAPI_ATTR VkResult VKAPI_CALL wait_for_present(VkDevice, VkSwapchainKHR swapchain,
                                                std::uint64_t id, std::uint64_t timeout_ns) {
    return display().wait(swapchain, id, timeout_ns);
}

VKAPI_ATTR void VKAPI_CALL destroy_swapchain(VkDevice device, VkSwapchainKHR swapchain,
                                             const VkAllocationCallbacks* allocator) {
    display().forget(swapchain);
    next.destroy_swapchain(device, swapchain, allocator);
}

VKAPI_ATTR PFN_vkVoidFunction VKAPI_CALL device_proc(VkDevice device, const char* name);
VKAPI_ATTR PFN_vkVoidFunction VKAPI_CALL instance_proc(VkInstance instance, const char* name);

PFN_vkVoidFunction own_device_function(const char* name) {
    const auto is = [&](const char* other) { return std::strcmp(name, other) == 0; };
    if (is("vkGetDeviceProcAddr")) return reinterpret_cast<PFN_vkVoidFunction>(device_proc);
    if (is("vkQueuePresentKHR")) return reinterpret_cast<PFN_vkVoidFunction>(queue_present);
    if (is("vkWaitForPresentKHR")) return reinterpret_cast<PFN_vkVoidFunction>(wait_for_present);
    if (is("vkDestroySwapchainKHR")) return reinterpret_cast<PFN_vkVoidFunction>(destroy_swapchain);
    return nullptr;
}

VKAPI_ATTR PFN_vkVoidFunction VKAPI_CALL device_proc(VkDevice device, const char* name) {
    if (const auto own = own_device_function(name)) return own;
    return next.device_proc(device, name);
}

VKAPI_ATTR PFN_vkVoidFunction VKAPI_CALL instance_proc(VkInstance instance, const char* name) {
    const auto is = [&](const char* other) { return std::strcmp(name, other) == 0; };
    if (is("vkGetInstanceProcAddr")) return reinterpret_cast<PFN_vkVoidFunction>(instance_proc);
    if (is("vkCreateInstance")) return reinterpret_cast<PFN_vkVoidFunction>(create_instance);
    if (is("vkCreateDevice")) return reinterpret_cast<PFN_vkVoidFunction>(create_device);
    if (is("vkEnumerateDeviceExtensionProperties"))
        return reinterpret_cast<PFN_vkVoidFunction>(device_extensions);
    if (is("vkGetPhysicalDeviceFeatures2") || is("vkGetPhysicalDeviceFeatures2KHR"))
        return reinterpret_cast<PFN_vkVoidFunction>(features2);
    if (const auto own = own_device_function(name)) return own;
    return next.instance_proc != nullptr ? next.instance_proc(instance, name) : nullptr;
}

} // namespace

extern "C" __attribute__((visibility("default"))) VKAPI_ATTR VkResult VKAPI_CALL
vkNegotiateLoaderLayerInterfaceVersion(VkNegotiateLayerInterface* interface) {
    interface->loaderLayerInterfaceVersion = 2;
    interface->pfnGetInstanceProcAddr = instance_proc;
    interface->pfnGetDeviceProcAddr = device_proc;
    interface->pfnGetPhysicalDeviceProcAddr = nullptr;
    return VK_SUCCESS;
}
