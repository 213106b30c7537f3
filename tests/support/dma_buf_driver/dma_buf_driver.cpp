// Mesa's CPU driver with images over shared memory (VK_EXT_external_memory_dma_buf,
// VK_EXT_image_drm_format_modifier, VK_EXT_queue_family_foreign), which it does not have, for
// tests. Any file serves as an object; what it holds when an image is bound to it is what the image
// shows, row by row as the image's explicit layout says. It knows the linear modifier, and one
// whose pictures have a second plane. A driver and no layer: validation must come before it. One
// instance and one device at a time.
#include "tests/support/layer_chain.h"

#include <dlfcn.h>
#include <unistd.h>

#include <map>
#include <mutex>
#include <vector>

namespace {

using namespace seamline::test;

constexpr std::uint64_t kLinear = 0;
constexpr std::uint64_t kCompressed = 0x0100'0000'0000'0004; // Two planes.
constexpr auto kHandle = VK_EXTERNAL_MEMORY_HANDLE_TYPE_DMA_BUF_BIT_EXT;
constexpr std::initializer_list<const char*> kOurs{VK_EXT_EXTERNAL_MEMORY_DMA_BUF_EXTENSION_NAME,
                                                   VK_EXT_IMAGE_DRM_FORMAT_MODIFIER_EXTENSION_NAME,
                                                   VK_EXT_QUEUE_FAMILY_FOREIGN_EXTENSION_NAME};

/// Mesa's driver.
struct Next {
    VkInstance instance = VK_NULL_HANDLE;
    PFN_vkGetInstanceProcAddr instance_proc = nullptr;
    PFN_vkEnumerateDeviceExtensionProperties device_extensions = nullptr;
    PFN_vkGetPhysicalDeviceFormatProperties2 format_properties = nullptr;
    PFN_vkGetPhysicalDeviceImageFormatProperties2 image_properties = nullptr;
    PFN_vkGetDeviceProcAddr device_proc = nullptr;
    PFN_vkCreateImage create_image = nullptr;
    PFN_vkDestroyImage destroy_image = nullptr;
    PFN_vkGetImageMemoryRequirements requirements = nullptr;
    PFN_vkGetImageMemoryRequirements2 requirements2 = nullptr;
    PFN_vkGetImageSubresourceLayout subresource_layout = nullptr;
    PFN_vkAllocateMemory allocate = nullptr;
    PFN_vkMapMemory map = nullptr;
    PFN_vkUnmapMemory unmap = nullptr;
    PFN_vkBindImageMemory bind = nullptr;
};
Next next;

template <typename Function> void ask_instance(Function& function, const char* name) {
    function = reinterpret_cast<Function>(next.instance_proc(next.instance, name));
}
template <typename Function>
void ask_device(VkDevice device, Function& function, const char* name) {
    function = reinterpret_cast<Function>(next.device_proc(device, name));
}

struct Explicit {
    VkSubresourceLayout layout{};
    VkExtent3D extent{};
    std::size_t texel_bytes = 1;
};

std::mutex mutex;
std::map<VkImage, Explicit> images;
std::map<VkDeviceMemory, std::vector<std::byte>> contents; ///< Of objects, when imported.

std::size_t texel_bytes(VkFormat format) {
    switch (format) {
    case VK_FORMAT_R8_UNORM:
        return 1;
    case VK_FORMAT_R16G16_UNORM:
        return 4;
    default:
        return 2;
    }
}

VKAPI_ATTR VkResult VKAPI_CALL create_instance(const VkInstanceCreateInfo* info,
                                               const VkAllocationCallbacks* allocator,
                                               VkInstance* instance) {
    const auto create = reinterpret_cast<PFN_vkCreateInstance>(
        next.instance_proc(VK_NULL_HANDLE, "vkCreateInstance"));
    const VkResult result = create(info, allocator, instance);
    if (result != VK_SUCCESS) return result;
    next.instance = *instance;
    ask_instance(next.device_proc, "vkGetDeviceProcAddr");
    ask_instance(next.device_extensions, "vkEnumerateDeviceExtensionProperties");
    ask_instance(next.format_properties, "vkGetPhysicalDeviceFormatProperties2");
    ask_instance(next.image_properties, "vkGetPhysicalDeviceImageFormatProperties2");
    return result;
}

VKAPI_ATTR VkResult VKAPI_CALL create_device(VkPhysicalDevice physical,
                                             const VkDeviceCreateInfo* info,
                                             const VkAllocationCallbacks* allocator,
                                             VkDevice* device) {
    const std::vector<const char*> names = enabled_without(*info, kOurs);
    VkDeviceCreateInfo stripped = *info;
    stripped.enabledExtensionCount = static_cast<std::uint32_t>(names.size());
    stripped.ppEnabledExtensionNames = names.data();
    const auto create =
        reinterpret_cast<PFN_vkCreateDevice>(next.instance_proc(next.instance, "vkCreateDevice"));
    const VkResult result = create(physical, &stripped, allocator, device);
    if (result != VK_SUCCESS) return result;
    ask_device(*device, next.create_image, "vkCreateImage");
    ask_device(*device, next.destroy_image, "vkDestroyImage");
    ask_device(*device, next.requirements, "vkGetImageMemoryRequirements");
    ask_device(*device, next.requirements2, "vkGetImageMemoryRequirements2");
    ask_device(*device, next.subresource_layout, "vkGetImageSubresourceLayout");
    ask_device(*device, next.allocate, "vkAllocateMemory");
    ask_device(*device, next.map, "vkMapMemory");
    ask_device(*device, next.unmap, "vkUnmapMemory");
    ask_device(*device, next.bind, "vkBindImageMemory");
    return result;
}

VKAPI_ATTR VkResult VKAPI_CALL device_extensions(VkPhysicalDevice physical, const char* layer,
                                                 std::uint32_t* count,
                                                 VkExtensionProperties* properties) {
    return list_extensions(next.device_extensions, physical, layer, count, properties, kOurs);
}

/// Both structures of it have the same members.
template <typename List, typename One>
void list_modifiers(const void* chain, VkStructureType type, VkFormatFeatureFlags features) {
    auto* list = const_cast<List*>(find<List>(chain, type));
    if (list == nullptr) return;
    const One all[] = {{kLinear, 1, features}, {kCompressed, 2, features}};
    if (list->pDrmFormatModifierProperties == nullptr)
        list->drmFormatModifierCount = 2;
    else
        std::copy_n(all, std::min(2U, list->drmFormatModifierCount),
                    list->pDrmFormatModifierProperties);
}

VKAPI_ATTR void VKAPI_CALL format_properties(VkPhysicalDevice physical, VkFormat format,
                                             VkFormatProperties2* properties) {
    constexpr auto kList = VK_STRUCTURE_TYPE_DRM_FORMAT_MODIFIER_PROPERTIES_LIST_EXT;
    constexpr auto kList2 = VK_STRUCTURE_TYPE_DRM_FORMAT_MODIFIER_PROPERTIES_LIST_2_EXT;
    {
        const WithoutStructures chain(properties, {kList, kList2});
        next.format_properties(physical, format, properties);
    }
    const VkFormatFeatureFlags features = properties->formatProperties.linearTilingFeatures;
    list_modifiers<VkDrmFormatModifierPropertiesListEXT, VkDrmFormatModifierPropertiesEXT>(
        properties->pNext, kList, features);
    list_modifiers<VkDrmFormatModifierPropertiesList2EXT, VkDrmFormatModifierProperties2EXT>(
        properties->pNext, kList2, features);
}

VKAPI_ATTR VkResult VKAPI_CALL image_properties(VkPhysicalDevice physical,
                                                const VkPhysicalDeviceImageFormatInfo2* info,
                                                VkImageFormatProperties2* properties) {
    if (info->tiling != VK_IMAGE_TILING_DRM_FORMAT_MODIFIER_EXT)
        return next.image_properties(physical, info, properties);
    VkPhysicalDeviceImageFormatInfo2 linear = *info;
    linear.pNext = nullptr;
    linear.tiling = VK_IMAGE_TILING_LINEAR;
    VkImageFormatProperties2 found{.sType = VK_STRUCTURE_TYPE_IMAGE_FORMAT_PROPERTIES_2};
    const VkResult result = next.image_properties(physical, &linear, &found);
    properties->imageFormatProperties = found.imageFormatProperties;
    using External = VkExternalImageFormatProperties;
    if (auto* external = const_cast<External*>(
            find<External>(properties->pNext, VK_STRUCTURE_TYPE_EXTERNAL_IMAGE_FORMAT_PROPERTIES)))
        external->externalMemoryProperties = {VK_EXTERNAL_MEMORY_FEATURE_IMPORTABLE_BIT |
                                                  VK_EXTERNAL_MEMORY_FEATURE_DEDICATED_ONLY_BIT,
                                              0, kHandle};
    return result;
}

VKAPI_ATTR VkResult VKAPI_CALL create_image(VkDevice device, const VkImageCreateInfo* info,
                                            const VkAllocationCallbacks* allocator,
                                            VkImage* image) {
    using Modifier = VkImageDrmFormatModifierExplicitCreateInfoEXT;
    const auto* modifier = find<Modifier>(
        info->pNext, VK_STRUCTURE_TYPE_IMAGE_DRM_FORMAT_MODIFIER_EXPLICIT_CREATE_INFO_EXT);
    if (modifier == nullptr) return next.create_image(device, info, allocator, image);
    VkImageCreateInfo linear = *info;
    linear.pNext = nullptr;
    linear.tiling = VK_IMAGE_TILING_LINEAR;
    const VkResult result = next.create_image(device, &linear, allocator, image);
    if (result != VK_SUCCESS) return result;
    const std::scoped_lock lock(mutex);
    images[*image] = {modifier->pPlaneLayouts[0], info->extent, texel_bytes(info->format)};
    return result;
}

VKAPI_ATTR void VKAPI_CALL destroy_image(VkDevice device, VkImage image,
                                         const VkAllocationCallbacks* allocator) {
    {
        const std::scoped_lock lock(mutex);
        images.erase(image);
    }
    next.destroy_image(device, image, allocator);
}

VKAPI_ATTR VkResult VKAPI_CALL modifier_of(VkDevice, VkImage,
                                           VkImageDrmFormatModifierPropertiesEXT* properties) {
    properties->drmFormatModifier = kLinear;
    return VK_SUCCESS;
}

/// What the image takes of its object, whatever the driver takes for it.
void set_size(VkImage image, VkMemoryRequirements& needs) {
    const std::scoped_lock lock(mutex);
    if (const auto found = images.find(image); found != images.end())
        needs.size = found->second.layout.offset +
                     found->second.layout.rowPitch * found->second.extent.height;
}

VKAPI_ATTR void VKAPI_CALL requirements(VkDevice device, VkImage image,
                                        VkMemoryRequirements* needs) {
    next.requirements(device, image, needs);
    set_size(image, *needs);
}

VKAPI_ATTR void VKAPI_CALL requirements2(VkDevice device,
                                         const VkImageMemoryRequirementsInfo2* info,
                                         VkMemoryRequirements2* needs) {
    next.requirements2(device, info, needs);
    set_size(info->image, needs->memoryRequirements);
}

VKAPI_ATTR VkResult VKAPI_CALL memory_fd_properties(VkDevice, VkExternalMemoryHandleTypeFlagBits,
                                                    int fd, VkMemoryFdPropertiesKHR* properties) {
    if (::lseek(fd, 0, SEEK_END) < 0) return VK_ERROR_INVALID_EXTERNAL_HANDLE;
    properties->memoryTypeBits = ~0U;
    return VK_SUCCESS;
}

VKAPI_ATTR VkResult VKAPI_CALL allocate(VkDevice device, const VkMemoryAllocateInfo* info,
                                        const VkAllocationCallbacks* allocator,
                                        VkDeviceMemory* memory) {
    const auto* imported =
        find<VkImportMemoryFdInfoKHR>(info->pNext, VK_STRUCTURE_TYPE_IMPORT_MEMORY_FD_INFO_KHR);
    const auto* dedicated = find<VkMemoryDedicatedAllocateInfo>(
        info->pNext, VK_STRUCTURE_TYPE_MEMORY_DEDICATED_ALLOCATE_INFO);
    if (imported == nullptr || dedicated == nullptr || imported->handleType != kHandle)
        return next.allocate(device, info, allocator, memory);
    VkMemoryRequirements needs{};
    next.requirements(device, dedicated->image, &needs);
    const VkMemoryAllocateInfo plain{.sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO,
                                     .allocationSize = needs.size,
                                     .memoryTypeIndex = info->memoryTypeIndex};
    const VkResult result = next.allocate(device, &plain, allocator, memory);
    if (result != VK_SUCCESS) return result;
    std::vector<std::byte> bytes(info->allocationSize);
    const ssize_t got = ::pread(imported->fd, bytes.data(), bytes.size(), 0);
    ::close(imported->fd); // As after every import.
    const std::scoped_lock lock(mutex);
    contents[*memory] = std::move(bytes);
    return got < 0 ? VK_ERROR_INVALID_EXTERNAL_HANDLE : VK_SUCCESS;
}

VKAPI_ATTR VkResult VKAPI_CALL bind(VkDevice device, VkImage image, VkDeviceMemory memory,
                                    VkDeviceSize offset) {
    const VkResult result = next.bind(device, image, memory, offset);
    const std::scoped_lock lock(mutex);
    const auto found = images.find(image);
    const auto bytes = contents.find(memory);
    if (result != VK_SUCCESS || found == images.end() || bytes == contents.end()) return result;
    const Explicit& wanted = found->second;
    const VkImageSubresource whole{VK_IMAGE_ASPECT_COLOR_BIT, 0, 0};
    VkSubresourceLayout drivers{};
    next.subresource_layout(device, image, &whole, &drivers);
    void* mapped = nullptr;
    next.map(device, memory, 0, VK_WHOLE_SIZE, 0, &mapped);
    const std::size_t row_bytes = wanted.extent.width * wanted.texel_bytes;
    for (std::size_t y = 0; y < wanted.extent.height; ++y)
        std::memcpy(static_cast<std::byte*>(mapped) + drivers.offset + y * drivers.rowPitch,
                    bytes->second.data() + wanted.layout.offset + y * wanted.layout.rowPitch,
                    row_bytes);
    next.unmap(device, memory);
    contents.erase(bytes);
    return result;
}

VKAPI_ATTR PFN_vkVoidFunction VKAPI_CALL device_proc(VkDevice device, const char* name);
VKAPI_ATTR PFN_vkVoidFunction VKAPI_CALL instance_proc(VkInstance instance, const char* name);

template <typename Function> PFN_vkVoidFunction as_void(Function function) {
    return reinterpret_cast<PFN_vkVoidFunction>(function);
}

PFN_vkVoidFunction own_device_function(const char* name) {
    const auto is = [&](const char* other) { return std::strcmp(name, other) == 0; };
    if (is("vkGetDeviceProcAddr")) return as_void(device_proc);
    if (is("vkCreateImage")) return as_void(create_image);
    if (is("vkDestroyImage")) return as_void(destroy_image);
    if (is("vkGetImageDrmFormatModifierPropertiesEXT")) return as_void(modifier_of);
    if (is("vkGetImageMemoryRequirements")) return as_void(requirements);
    if (is("vkGetImageMemoryRequirements2")) return as_void(requirements2);
    if (is("vkGetMemoryFdPropertiesKHR")) return as_void(memory_fd_properties);
    if (is("vkAllocateMemory")) return as_void(allocate);
    if (is("vkBindImageMemory")) return as_void(bind);
    return nullptr;
}

VKAPI_ATTR PFN_vkVoidFunction VKAPI_CALL device_proc(VkDevice device, const char* name) {
    if (const auto own = own_device_function(name)) return own;
    return next.device_proc(device, name);
}

VKAPI_ATTR PFN_vkVoidFunction VKAPI_CALL instance_proc(VkInstance instance, const char* name) {
    const auto is = [&](const char* other) { return std::strcmp(name, other) == 0; };
    if (is("vkGetInstanceProcAddr")) return as_void(instance_proc);
    if (is("vkCreateInstance")) return as_void(create_instance);
    if (is("vkCreateDevice")) return as_void(create_device);
    if (is("vkEnumerateDeviceExtensionProperties")) return as_void(device_extensions);
    if (is("vkGetPhysicalDeviceFormatProperties2")) return as_void(format_properties);
    if (is("vkGetPhysicalDeviceImageFormatProperties2")) return as_void(image_properties);
    if (const auto own = own_device_function(name)) return own;
    return next.instance_proc != nullptr ? next.instance_proc(instance, name) : nullptr;
}

template <typename Function> Function of_mesa(const char* name) {
    static void* const library = ::dlopen("libvulkan_lvp.so", RTLD_NOW | RTLD_LOCAL);
    return library == nullptr ? nullptr : reinterpret_cast<Function>(::dlsym(library, name));
}

} // namespace

#define SEAMLINE_EXPORT extern "C" __attribute__((visibility("default"))) VKAPI_ATTR

SEAMLINE_EXPORT VkResult VKAPI_CALL
vk_icdNegotiateLoaderICDInterfaceVersion(std::uint32_t* version) {
    const auto negotiate = of_mesa<VkResult (*)(std::uint32_t*)>(__func__);
    next.instance_proc = of_mesa<PFN_vkGetInstanceProcAddr>("vk_icdGetInstanceProcAddr");
    if (negotiate == nullptr || next.instance_proc == nullptr) return VK_ERROR_INCOMPATIBLE_DRIVER;
    return negotiate(version);
}

SEAMLINE_EXPORT PFN_vkVoidFunction VKAPI_CALL vk_icdGetInstanceProcAddr(VkInstance instance,
                                                                        const char* name) {
    return instance_proc(instance, name);
}

SEAMLINE_EXPORT PFN_vkVoidFunction VKAPI_CALL vk_icdGetPhysicalDeviceProcAddr(VkInstance instance,
                                                                              const char* name) {
    const auto ask = of_mesa<PFN_vkGetInstanceProcAddr>(__func__);
    return ask == nullptr ? nullptr : ask(instance, name);
}
