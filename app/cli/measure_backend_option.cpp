#include "app/cli/measure_backend_option.h"

#include "renderer/measure_passes/gpu_backend.h"
#include "renderer/vulkan/check.h"
#include "renderer/vulkan/device.h"

namespace seamline::cli {
namespace {

struct DeviceAndBackend {
    renderer::Device device;
    std::shared_ptr<measures::MeasureBackend> backend; ///< Goes first.
};

} // namespace

std::shared_ptr<measures::MeasureBackend> open_measure_backend(renderer::ScopeBackend backend) {
    if (backend == renderer::ScopeBackend::Cpu) return nullptr;
    const bool is_asked_for = backend == renderer::ScopeBackend::Vulkan;
    try {
        const auto both = std::make_shared<DeviceAndBackend>();
        if (both->device.is_cpu() && !is_asked_for) return nullptr;
        both->backend = renderer::make_gpu_backend(both->device);
        return {both, both->backend.get()};
    } catch (const renderer::VulkanError&) {
        if (is_asked_for) throw;
        return nullptr; // Measuring needs no GPU, and says nothing else without one.
    }
}

} // namespace seamline::cli
