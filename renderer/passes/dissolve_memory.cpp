#include "renderer/passes/dissolve_memory.h"

namespace seamline::renderer {

std::vector<std::shared_ptr<const void>>
DissolveMemory::give(const Device& device, const std::vector<DissolvePass>& passes) {
    buffers_.resize(passes.size());
    std::vector<std::shared_ptr<const void>> used;
    for (std::size_t i = 0; i < passes.size(); ++i) {
        CachedFrame& frame = *passes[i].frame;
        std::shared_ptr<const Buffer>& buffer = buffers_[i];
        if (!buffer || buffer->size_bytes() != frame.size_bytes) {
            buffer = nullptr;
            buffer = std::make_shared<const Buffer>(device, frame.size_bytes, BufferMemory::Device,
                                                    "dissolve");
        }
        frame.buffer = buffer->handle();
        // A plan points to the frame for as long as it is being recorded.
        used.push_back(buffer);
    }
    return used;
}

} // namespace seamline::renderer
