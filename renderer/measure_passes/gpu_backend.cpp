#include "renderer/measure_passes/gpu_backend.h"

#include "renderer/measure_passes/frame_upload.h"
#include "renderer/measure_passes/measure_slot.h"
#include "renderer/measure_passes/residual_pass.h"

#include <mutex>
#include <utility>
#include <vector>

namespace seamline::renderer {
namespace {

/// As many as there are callers at a time.
template <typename Slot> class SlotPool {
public:
    /// Null: none is free.
    std::unique_ptr<Slot> take() {
        const std::scoped_lock lock(mutex_);
        if (free_.empty()) return nullptr;
        std::unique_ptr<Slot> slot = std::move(free_.back());
        free_.pop_back();
        return slot;
    }
    void give_back(std::unique_ptr<Slot> slot) {
        const std::scoped_lock lock(mutex_);
        free_.push_back(std::move(slot));
    }

private:
    std::mutex mutex_;
    std::vector<std::unique_ptr<Slot>> free_;
};

struct UploadSlot {
    FrameUpload upload;
    MeasureSlot passes; // Last: it waits before the upload's buffers go.
    UploadSlot(const Device& device, const MeasurePasses& all)
        : upload(device), passes(device, all) {}
};

class GpuBackend final : public measures::MeasureBackend {
public:
    explicit GpuBackend(const Device& device)
        : device_(device), passes_(device), residual_pass_(device) {}

    const char* name() const override { return "vulkan"; }

    measures::FrameReductions reduce(const measures::FrameView& frame,
                                     const measures::ReductionRequest& request) override {
        if (!can_measure(frame.layout)) return measures::cpu_backend().reduce(frame, request);
        std::unique_ptr<UploadSlot> slot = slots_.take();
        if (slot == nullptr) slot = std::make_unique<UploadSlot>(device_, passes_);
        const std::shared_ptr<const CachedFrame> uploaded = slot->upload.put(frame);
        if (uploaded->size_bytes > device_.limits().maxStorageBufferRange) {
            slots_.give_back(std::move(slot));
            return measures::cpu_backend().reduce(frame, request);
        }
        slot->passes.submit(uploaded, request,
                            [&](VkCommandBuffer cmd) { slot->upload.record(cmd); });
        MeasuredSums sums = slot->passes.take().sums;
        slots_.give_back(std::move(slot));
        if (sums.too_many_edges)
            sums.reductions.blur = measures::edge_blur(measures::native_luma(frame));
        return std::move(sums.reductions);
    }

    double residual(const measures::LabCodes& frame, const measures::LabCodes& other) override {
        std::unique_ptr<ResidualSlot> slot = residual_slots_.take();
        if (slot == nullptr) slot = std::make_unique<ResidualSlot>(device_, residual_pass_);
        const ResidualSlot::Pair pair{&frame, &other};
        const double residual = slot->measure({&pair, 1}).front();
        residual_slots_.give_back(std::move(slot));
        return residual;
    }

private:
    const Device& device_;
    const MeasurePasses passes_;
    const ResidualPass residual_pass_;
    SlotPool<UploadSlot> slots_;
    SlotPool<ResidualSlot> residual_slots_;
};

} // namespace

std::shared_ptr<measures::MeasureBackend> make_gpu_backend(const Device& device) {
    return std::make_shared<GpuBackend>(device);
}

} // namespace seamline::renderer
