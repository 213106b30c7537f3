// renderer/ui_images.h: small pictures of the user interface: thumbnails, waveforms, heat strips.
#pragma once

#include "decode/media/pixel_layout.h"
#include "renderer/block_pool.h"
#include "renderer/vulkan/device.h"

#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

namespace seamline::renderer {

/// Pixels that are shown 1:1 under ImGui's lines and text.
struct UiImage {
    Rect rect;             ///< In window pixels: top left corner, and what the image is cut to.
    std::uint64_t key = 0; ///< The same key means the same pixels for as long as it is in use.
    Extent size;
    /// Rows from the top, R in the low byte; display-referred. Read once per key.
    std::shared_ptr<const std::vector<std::uint32_t>> rgba;
};

/// Uploaded pixels by key; what has not been shown for a while is dropped.
///
/// Threads: render thread.
class UiImages {
public:
    /// `swap_red_and_blue`: for B8G8R8A8 targets. Throws VulkanError.
    UiImages(const Device& device, bool swap_red_and_blue);

    /// The uploaded pixels, tightly packed; null when `image` has no pixels or too few for its
    /// size. Who records a copy keeps the block alive until it is executed.
    std::shared_ptr<const Block> block(const UiImage& image);
    /// Once per presented frame: drops what the last 300 frames did not show.
    void age();

    std::size_t count() const { return entries_.size(); }

private:
    struct Entry {
        std::shared_ptr<Block> block;
        std::uint64_t last_used = 0;
    };

    bool swap_red_and_blue_;
    BlockPool pool_;
    std::unordered_map<std::uint64_t, Entry> entries_;
    std::uint64_t now_ = 0;
};

} // namespace seamline::renderer
