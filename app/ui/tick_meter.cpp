#include "app/ui/tick_meter.h"

namespace seamline::ui {
namespace {

constexpr playback::Nanoseconds kWindow = 1'000'000'000;
constexpr double kNanosecondsPerMillisecond = 1e6;

} // namespace

void TickMeter::add(playback::Nanoseconds from, playback::Nanoseconds to) {
    spans_.push_back({from, to});
    while (spans_.front().to <= to - kWindow) spans_.pop_front();
}

std::optional<double> TickMeter::mean_ms() const {
    if (spans_.empty()) return {};
    playback::Nanoseconds sum = 0;
    for (const Span& span : spans_) sum += span.to - span.from;
    return static_cast<double>(sum) / static_cast<double>(spans_.size()) /
           kNanosecondsPerMillisecond;
}

} // namespace seamline::ui
