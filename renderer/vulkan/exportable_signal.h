// renderer/vulkan/exportable_signal.h: a timeline semaphore that a decoder's copies raise.
#pragma once

#include "decode/media/device_memory.h"
#include "renderer/vulkan/device.h"
#include "renderer/vulkan/handles.h"

#include <cstdint>

namespace seamline::renderer {

/// A timeline semaphore at 0; `next` continues its creation structures. Throws VulkanError.
UniqueSemaphore make_timeline_semaphore(const Device& device, const void* next = nullptr);

/// Who writes what the signal tells of.
enum class SignalRaiser : std::uint8_t {
    OtherApi,  ///< It gives the memory back to Vulkan, which acquires it.
    ThisQueue, ///< Waiting is enough.
};

/// Starts at 0. Lifetime: not after the device. Threads: safe (constant).
class ExportableSignal final : public DeviceSignal {
public:
    /// Throws VulkanError. Where the device cannot export, only this program can raise it.
    explicit ExportableSignal(const Device& device, SignalRaiser raiser = SignalRaiser::OtherApi);

    int export_fd() const override;
    VkSemaphore handle() const { return semaphore_.get(); }
    SignalRaiser raiser() const { return raiser_; }

private:
    const Device* device_;
    SignalRaiser raiser_;
    UniqueSemaphore semaphore_;
};

} // namespace seamline::renderer
