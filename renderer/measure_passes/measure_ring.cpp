#include "renderer/measure_passes/measure_ring.h"

#include <algorithm>
#include <utility>

namespace seamline::renderer {

MeasureRing::MeasureRing(const Device& device, std::size_t slots) : passes_(device) {
    for (std::size_t i = 0; i < std::clamp<std::size_t>(slots, 1, 16); ++i)
        slots_.push_back(std::make_unique<MeasureSlot>(device, passes_));
}

bool MeasureRing::submit(std::shared_ptr<const CachedFrame> frame,
                         const measures::ReductionRequest& request) {
    if (submitted_ - taken_ >= slots_.size() || !can_measure(frame->layout)) {
        ++refused_;
        return false;
    }
    slots_[submitted_ % slots_.size()]->submit(std::move(frame), request);
    ++submitted_;
    return true;
}

std::vector<MeasuredFrame> MeasureRing::take(bool waits) {
    std::vector<MeasuredFrame> done;
    for (; taken_ < submitted_; ++taken_) {
        MeasureSlot& oldest = *slots_[taken_ % slots_.size()];
        if (!waits && !oldest.is_done()) break;
        done.push_back(oldest.take());
    }
    return done;
}

std::vector<MeasuredFrame> MeasureRing::take_done() { return take(false); }

std::vector<MeasuredFrame> MeasureRing::take_all() { return take(true); }

} // namespace seamline::renderer
