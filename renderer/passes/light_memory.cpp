#include "renderer/passes/light_memory.h"

#include <algorithm>
#include <bit>

namespace seamline::renderer {
namespace {

/// Memory sizes in few steps, so that a moving zoom does not ask for a new one at every frame.
VkDeviceSize roomy(VkDeviceSize bytes) {
    const VkDeviceSize step = std::max<VkDeviceSize>(std::bit_floor(bytes) / 4, 1 << 16);
    return (bytes + step - 1) / step * step;
}

} // namespace

std::shared_ptr<const LightMemory> with_room(std::shared_ptr<const LightMemory> memory,
                                             const Device& device,
                                             const std::vector<CompositeLights>& lights) {
    if (lights.empty()) return memory;
    const VkDeviceSize light_before = memory ? memory->light.size_bytes() : 0;
    const VkDeviceSize filtered_before = memory ? memory->filtered.size_bytes() : 0;
    VkDeviceSize light = light_before;
    VkDeviceSize filtered = filtered_before;
    for (const CompositeLights& wanted : lights) {
        light = std::max(light, wanted.light_bytes);
        filtered = std::max(filtered, wanted.filtered_bytes);
    }
    if (memory && light == light_before && filtered == filtered_before) return memory;
    auto larger = std::make_shared<LightMemory>();
    larger->light = Buffer(device, roomy(light), BufferMemory::Device, "linear light");
    larger->filtered = Buffer(device, roomy(filtered), BufferMemory::Device, "filtered rows");
    larger->light_view =
        make_word_view(device, larger->light.handle(), 0, larger->light.size_bytes());
    larger->filtered_view =
        make_word_view(device, larger->filtered.handle(), 0, larger->filtered.size_bytes());
    return larger;
}

} // namespace seamline::renderer
