#include "app/cli/measure_device.h"

#include "renderer/measure_passes/gpu_backend.h"
#include "renderer/vulkan/check.h"

namespace seamline::cli {

MeasureDevice open_measure_device(renderer::ScopeBackend backend) {
    MeasureDevice opened;
    if (backend == renderer::ScopeBackend::Cpu) return opened;
    const bool is_asked_for = backend == renderer::ScopeBackend::Vulkan;
    try {
        auto device = std::make_unique<renderer::Device>();
        if (device->is_cpu() && !is_asked_for) return opened;
        opened.backend = renderer::make_gpu_backend(*device);
        opened.device = std::move(device);
    } catch (const renderer::VulkanError&) {
        if (is_asked_for) throw;
        // Measuring needs no GPU, and says nothing else without one.
    }
    return opened;
}

} // namespace seamline::cli
