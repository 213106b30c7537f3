// tests/support/layer_chain.h: what the tests' Vulkan layers and drivers do with chains and lists.
#pragma once

#include <vulkan/vk_layer.h>
#include <vulkan/vulkan.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <utility>
#include <vector>

namespace seamline::test {

/// The structure of that type in a chain, or null.
template <typename Info> const Info* find(const void* chain, VkStructureType type) {
    for (auto* at = static_cast<const VkBaseInStructure*>(chain); at != nullptr; at = at->pNext)
        if (at->sType == type) return reinterpret_cast<const Info*>(at);
    return nullptr;
}

/// The loader's link to the next layer, which this one moves on.
template <typename Link> Link* find_link(const void* chain, VkStructureType type) {
    for (auto* at = static_cast<const VkBaseInStructure*>(chain); at != nullptr; at = at->pNext) {
        if (at->sType != type) continue;
        auto* link = const_cast<Link*>(reinterpret_cast<const Link*>(at));
        if (link->function == VK_LAYER_LINK_INFO) return link;
    }
    return nullptr;
}

/// Takes structures that the driver does not know out of a chain, until it is destroyed.
class WithoutStructures {
public:
    WithoutStructures(const void* chain, std::initializer_list<VkStructureType> types) {
        auto* before = static_cast<VkBaseInStructure*>(const_cast<void*>(chain));
        while (before != nullptr && before->pNext != nullptr) {
            if (std::ranges::find(types, before->pNext->sType) != types.end()) {
                links_.push_back({before, before->pNext});
                before->pNext = before->pNext->pNext;
            } else {
                before = const_cast<VkBaseInStructure*>(before->pNext);
            }
        }
    }
    ~WithoutStructures() {
        for (auto link = links_.rbegin(); link != links_.rend(); ++link)
            link->first->pNext = link->second;
    }
    WithoutStructures(const WithoutStructures&) = delete;
    WithoutStructures& operator=(const WithoutStructures&) = delete;

private:
    std::vector<std::pair<VkBaseInStructure*, const VkBaseInStructure*>> links_;
};

/// `info` without the extensions that the driver does not know.
inline std::vector<const char*> enabled_without(const VkDeviceCreateInfo& info,
                                                std::initializer_list<const char*> ours) {
    std::vector<const char*> names;
    for (std::uint32_t i = 0; i < info.enabledExtensionCount; ++i) {
        const char* name = info.ppEnabledExtensionNames[i];
        const auto is_it = [&](const char* other) { return std::strcmp(name, other) == 0; };
        if (std::ranges::none_of(ours, is_it)) names.push_back(name);
    }
    return names;
}

/// Answers vkEnumerateDeviceExtensionProperties with the driver's extensions and `ours`.
inline VkResult list_extensions(PFN_vkEnumerateDeviceExtensionProperties ask,
                                VkPhysicalDevice physical, const char* layer, std::uint32_t* count,
                                VkExtensionProperties* properties,
                                std::initializer_list<const char*> ours) {
    if (layer != nullptr) return ask(physical, layer, count, properties);
    std::uint32_t theirs = 0;
    ask(physical, nullptr, &theirs, nullptr);
    std::vector<VkExtensionProperties> all(theirs);
    ask(physical, nullptr, &theirs, all.data());
    for (const char* name : ours) {
        VkExtensionProperties one{.extensionName = {}, .specVersion = 1};
        std::strcpy(one.extensionName, name);
        all.push_back(one);
    }
    if (properties == nullptr) {
        *count = static_cast<std::uint32_t>(all.size());
        return VK_SUCCESS;
    }
    const std::size_t room = *count;
    *count = static_cast<std::uint32_t>(std::min(room, all.size()));
    std::copy_n(all.begin(), *count, properties);
    return *count < all.size() ? VK_INCOMPLETE : VK_SUCCESS;
}

} // namespace seamline::test
