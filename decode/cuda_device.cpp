#ifdef SEAMLINE_HAS_NVDEC
// Before the loader's header: a machine without the driver is no event worth a line on stderr.
#define FFNV_LOG_FUNC(logctx, msg, ...)
#define FFNV_DEBUG_LOG_FUNC(logctx, msg, ...)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#include "decode/cuda_device.h"
#pragma GCC diagnostic pop

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace seamline::decode {
namespace {

Error unusable(std::string reason) { return {ErrorCode::Unsupported, std::move(reason)}; }

} // namespace

Result<Done> CudaDevice::checked(CUresult result, const char* what) const {
    if (result == CUDA_SUCCESS) return Done{};
    const char* text = nullptr;
    cuda_->cuGetErrorString(result, &text);
    return unusable(std::string(what) + " failed: " + (text == nullptr ? "unknown error" : text));
}

Result<std::shared_ptr<CudaDevice>> CudaDevice::open(const DevicePlaneAllocator& allocator) {
    std::shared_ptr<CudaDevice> device(new CudaDevice);
    if (cuda_load_functions(&device->cuda_, nullptr) < 0)
        return unusable("there is no libcuda.so.1 (NVIDIA's driver)");
    if (cuvid_load_functions(&device->cuvid_, nullptr) < 0)
        return unusable("there is no libnvcuvid.so.1 (Debian: package libnvcuvid1)");
    if (Result<Done> found = device->find(allocator); !found) return found.error();
    return device;
}

Result<Done> CudaDevice::find(const DevicePlaneAllocator& allocator) {
    if (Result<Done> ready = checked(cuda_->cuInit(0), "cuInit"); !ready) return ready;
    int count = 0;
    if (Result<Done> counted = checked(cuda_->cuDeviceGetCount(&count), "cuDeviceGetCount");
        !counted)
        return counted;
    for (int i = 0; i < count; ++i) {
        CUdevice candidate = 0;
        CUuuid uuid{};
        if (cuda_->cuDeviceGet(&candidate, i) != CUDA_SUCCESS ||
            cuda_->cuDeviceGetUuid(&uuid, candidate) != CUDA_SUCCESS ||
            std::memcmp(uuid.bytes, allocator.device_uuid().data(),
                        allocator.device_uuid().size()) != 0)
            continue;
        std::array<char, 128> text{};
        cuda_->cuDeviceGetName(text.data(), static_cast<int>(text.size()) - 1, candidate);
        name_ = text.data();
        device_ = candidate;
        return checked(cuda_->cuDevicePrimaryCtxRetain(&context_, candidate),
                       "cuDevicePrimaryCtxRetain");
    }
    return unusable("CUDA does not know " + allocator.device_name());
}

CudaDevice::~CudaDevice() {
    if (context_ != nullptr) cuda_->cuDevicePrimaryCtxRelease(device_);
    cuvid_free_functions(&cuvid_);
    cuda_free_functions(&cuda_);
}

std::shared_ptr<CudaMemory> CudaMemory::import(std::shared_ptr<const CudaDevice> device,
                                               const ExportedMemory& memory) {
    const CudaScope scope(*device);
    std::shared_ptr<CudaMemory> imported(new CudaMemory(device));
    CUDA_EXTERNAL_MEMORY_HANDLE_DESC handle{};
    handle.type = CU_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD;
    handle.handle.fd = memory.fd;
    handle.size = memory.size_bytes;
    constexpr unsigned kDedicated = 1; // CUDA_EXTERNAL_MEMORY_DEDICATED
    handle.flags = memory.dedicated ? kDedicated : 0;
    if (device->cuda().cuImportExternalMemory(&imported->memory_, &handle) != CUDA_SUCCESS) {
        ::close(memory.fd); // Once imported it is CUDA's.
        imported->memory_ = nullptr;
        return nullptr;
    }
    CUDA_EXTERNAL_MEMORY_BUFFER_DESC buffer{};
    buffer.size = memory.size_bytes;
    if (device->cuda().cuExternalMemoryGetMappedBuffer(&imported->address_, imported->memory_,
                                                       &buffer) != CUDA_SUCCESS)
        return nullptr;
    return imported;
}

CudaMemory::~CudaMemory() {
    const CudaScope scope(*device_);
    if (address_ != 0) device_->cuda().cuMemFree(address_);
    if (memory_ != nullptr) device_->cuda().cuDestroyExternalMemory(memory_);
}

std::unique_ptr<CudaSignal> CudaSignal::import(std::shared_ptr<const CudaDevice> device, int fd) {
    if (fd < 0) return nullptr;
    const CudaScope scope(*device);
    std::unique_ptr<CudaSignal> imported(new CudaSignal(device));
    CUDA_EXTERNAL_SEMAPHORE_HANDLE_DESC handle{};
    constexpr int kTimelineFd = 9; // CU_EXTERNAL_SEMAPHORE_HANDLE_TYPE_TIMELINE_SEMAPHORE_FD
    handle.type = static_cast<CUexternalSemaphoreHandleType>(kTimelineFd);
    handle.handle.fd = fd;
    if (device->cuda().cuImportExternalSemaphore(&imported->semaphore_, &handle) !=
        CUDA_SUCCESS) {
        ::close(fd);
        imported->semaphore_ = nullptr;
        return nullptr;
    }
    return imported;
}

CudaSignal::~CudaSignal() {
    if (semaphore_ == nullptr) return;
    const CudaScope scope(*device_);
    device_->cuda().cuDestroyExternalSemaphore(semaphore_);
}

CUresult CudaSignal::raise(std::uint64_t value, CUstream stream) const {
    CUDA_EXTERNAL_SEMAPHORE_SIGNAL_PARAMS params{};
    params.params.fence.value = value;
    return device_->cuda().cuSignalExternalSemaphoresAsync(&semaphore_, &params, 1, stream);
}

} // namespace seamline::decode
#endif
