#include "renderer/ui_images.h"

#include <cstring>
#include <limits>

namespace seamline::renderer {
namespace {

constexpr std::uint64_t kSlabBytes = 1 << 20;
constexpr std::uint64_t kFramesKept = 300; // Five seconds of scrolling away and back at 60 Hz.

std::uint32_t red_and_blue_swapped(std::uint32_t rgba) {
    return (rgba & 0xFF00FF00U) | ((rgba & 0xFFU) << 16) | ((rgba >> 16) & 0xFFU);
}

} // namespace

UiImages::UiImages(const Device& device, bool swap_red_and_blue)
    : swap_red_and_blue_(swap_red_and_blue),
      pool_(device, BufferMemory::Upload, std::make_shared<MemoryLedger>(), kSlabBytes,
            "interface images") {}

std::shared_ptr<const Block> UiImages::block(const UiImage& image) {
    if (const auto found = entries_.find(image.key); found != entries_.end()) {
        found->second.last_used = now_;
        return found->second.block;
    }
    if (image.size.width <= 0 || image.size.height <= 0 || image.rgba == nullptr) return nullptr;
    const std::size_t pixels =
        static_cast<std::size_t>(image.size.width) * static_cast<std::size_t>(image.size.height);
    if (image.rgba->size() < pixels) return nullptr;

    const std::uint64_t bytes = pixels * sizeof(std::uint32_t);
    std::shared_ptr<Block> block = pool_.take(bytes);
    if (block == nullptr)
        block = pool_.grow_and_take(bytes, std::numeric_limits<std::uint64_t>::max());
    for (std::size_t i = 0; i < pixels; ++i) {
        // Opaque, whatever the alpha says: windows ignore it, and layers must not.
        const std::uint32_t rgba = (*image.rgba)[i] | 0xFF000000U;
        const std::uint32_t word = swap_red_and_blue_ ? red_and_blue_swapped(rgba) : rgba;
        std::memcpy(block->data() + i * sizeof(word), &word, sizeof(word));
    }
    return entries_.emplace(image.key, Entry{std::move(block), now_}).first->second.block;
}

void UiImages::age() {
    ++now_;
    const std::size_t dropped = std::erase_if(
        entries_, [&](const auto& entry) { return entry.second.last_used + kFramesKept < now_; });
    if (dropped > 0) pool_.trim();
}

} // namespace seamline::renderer
