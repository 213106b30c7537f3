// renderer/vulkan/exportable_signal.h: a timeline semaphore that another API raises.
#pragma once

#include "decode/media/device_memory.h"
#include "renderer/vulkan/device.h"
#include "renderer/vulkan/handles.h"

namespace seamline::renderer {

/// A timeline semaphore at 0; `next` continues its creation structures. Throws VulkanError.
UniqueSemaphore make_timeline_semaphore(const Device& device, const void* next = nullptr);

/// Starts at 0. Lifetime: not after the device. Threads: safe (constant).
class ExportableSignal final : public DeviceSignal {
public:
    /// Throws VulkanError. Where the device cannot export, only this program can raise it.
    explicit ExportableSignal(const Device& device);

    int export_fd() const override;
    VkSemaphore handle() const { return semaphore_.get(); }

private:
    const Device* device_;
    UniqueSemaphore semaphore_;
};

} // namespace seamline::renderer
