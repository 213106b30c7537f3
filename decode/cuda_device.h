// decode/cuda_device.h: CUDA as far as decoding needs it, loaded at run time. Private to decode/.
#pragma once

#include "decode/media/device_memory.h"
#include "decode/media/result.h"

extern "C" {
#include <ffnvcodec/dynlink_loader.h>
}

#include <cstdint>
#include <memory>
#include <string>

namespace seamline::decode {

/// The primary context of one NVIDIA GPU.
///
/// Threads: safe. Lifetime: what it imported keeps it alive.
class CudaDevice {
public:
    /// The device that `allocator` allocates on. Errors: Unsupported, with the reason as half a
    /// sentence: no driver, no such device, a call that failed.
    static Result<std::shared_ptr<CudaDevice>> open(const DevicePlaneAllocator& allocator);
    ~CudaDevice();
    CudaDevice(const CudaDevice&) = delete;
    CudaDevice& operator=(const CudaDevice&) = delete;

    const CudaFunctions& cuda() const { return *cuda_; }
    const CuvidFunctions& cuvid() const { return *cuvid_; }
    CUcontext context() const { return context_; }
    const std::string& name() const { return name_; }

    /// An error unless `result` is success. `what` names the call.
    Result<Done> checked(CUresult result, const char* what) const;

private:
    CudaDevice() = default;
    Result<Done> find(const DevicePlaneAllocator& allocator);

    CudaFunctions* cuda_ = nullptr;
    CuvidFunctions* cuvid_ = nullptr;
    CUdevice device_ = 0;
    CUcontext context_ = nullptr;
    std::string name_;
};

/// Makes the device's context this thread's while it lives.
class CudaScope {
public:
    explicit CudaScope(const CudaDevice& device) : device_(&device) {
        device.cuda().cuCtxPushCurrent(device.context());
    }
    ~CudaScope() {
        CUcontext ignored = nullptr;
        device_->cuda().cuCtxPopCurrent(&ignored);
    }
    CudaScope(const CudaScope&) = delete;
    CudaScope& operator=(const CudaScope&) = delete;

private:
    const CudaDevice* device_;
};

/// An allocation of Vulkan's as CUDA sees it.
class CudaMemory {
public:
    /// Null when CUDA refuses it. Takes `memory.fd`.
    static std::shared_ptr<CudaMemory> import(std::shared_ptr<const CudaDevice> device,
                                              const ExportedMemory& memory);
    ~CudaMemory();
    CUdeviceptr address() const { return address_; }

private:
    explicit CudaMemory(std::shared_ptr<const CudaDevice> device) : device_(std::move(device)) {}

    std::shared_ptr<const CudaDevice> device_;
    CUexternalMemory memory_ = nullptr;
    CUdeviceptr address_ = 0;
};

/// A timeline semaphore of Vulkan's as CUDA sees it.
class CudaSignal {
public:
    /// Null when CUDA refuses it. Takes `fd`.
    static std::unique_ptr<CudaSignal> import(std::shared_ptr<const CudaDevice> device, int fd);
    ~CudaSignal();
    /// Raises it to `value` when all that `stream` holds now is done.
    CUresult raise(std::uint64_t value, CUstream stream) const;

private:
    explicit CudaSignal(std::shared_ptr<const CudaDevice> device) : device_(std::move(device)) {}

    std::shared_ptr<const CudaDevice> device_;
    CUexternalSemaphore semaphore_ = nullptr;
};

} // namespace seamline::decode
