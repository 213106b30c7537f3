#include "renderer/measure_passes/measure_slot.h"

#include <algorithm>
#include <utility>

namespace seamline::renderer {
namespace {

void make_room(const Device& device, Buffer& buffer, VkDeviceSize bytes, BufferMemory memory,
               const char* name) {
    const VkDeviceSize wanted = std::max<VkDeviceSize>(bytes, 16);
    if (buffer.size_bytes() < wanted) buffer = Buffer(device, wanted, memory, name);
}

} // namespace

MeasureSlot::MeasureSlot(const Device& device, const MeasurePasses& passes)
    : device_(&device), passes_(&passes), timeline_(device), marks_(device, kMeasureStages + 1),
      slot_(device, timeline_) {}

void MeasureSlot::prepare(const CachedFrame& frame, const measures::ReductionRequest& request) {
    Key key{frame.layout, frame.visible, frame.plane_offset_bytes, frame.stride_bytes, request};
    if (key_ == key) return;
    key_.reset();
    plan_ = measure_plan(frame, request);
    make_room(*device_, input_, MeasurePasses::input_bytes(plan_), BufferMemory::Upload,
              "measures input");
    make_room(*device_, scratch_, VkDeviceSize{plan_.scratch_words} * 4, BufferMemory::Device,
              "measures scratch");
    make_room(*device_, result_, VkDeviceSize{plan_.result_words} * 4, BufferMemory::Device,
              "measures result");
    make_room(*device_, read_back_, VkDeviceSize{plan_.result_words} * 4, BufferMemory::HostCached,
              "measures read-back");
    MeasurePasses::write_input(plan_, input_.mapped());
    key_ = std::move(key);
}

void MeasureSlot::submit(std::shared_ptr<const CachedFrame> frame,
                         const measures::ReductionRequest& request,
                         const std::function<void(VkCommandBuffer)>& before) {
    const VkCommandBuffer cmd = slot_.begin();
    prepare(*frame, request);
    marks_.reset();
    if (before) before(cmd);
    passes_->record(cmd, *frame, plan_, {input_, scratch_, result_, read_back_}, marks_);
    index_ = frame->index;
    slot_.keep_alive(std::move(frame));
    slot_.submit();
}

void MeasureSlot::read_times(MeasuredFrame& measured) const {
    std::uint32_t last = 0; // Marks of what was not asked for were not made.
    for (std::uint32_t mark = 1; mark <= kMeasureStages; ++mark) {
        if (!plan_.lens && mark > 2 && mark < kMeasureStages) continue;
        measured.stage_ms[mark - 1] = marks_.milliseconds(last, mark);
        last = mark;
    }
    measured.gpu_ms = marks_.milliseconds(0, kMeasureStages);
}

MeasuredFrame MeasureSlot::take() {
    slot_.wait();
    MeasuredFrame measured;
    measured.index = index_;
    const auto* words = reinterpret_cast<const std::uint32_t*>(read_back_.mapped());
    measured.sums = read_sums(plan_, {words, plan_.result_words});
    read_times(measured);
    return measured;
}

} // namespace seamline::renderer
