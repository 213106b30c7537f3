// app/ui/tick_meter.h: what showing a tick costs, as a mean over the last second.
#pragma once

#include "app/playback/transport.h"

#include <cstddef>
#include <deque>
#include <optional>

namespace seamline::ui {

/// Threads: confined to one.
class TickMeter {
public:
    /// A tick whose work began at `from` was handed to the display at `to`.
    void add(playback::Nanoseconds from, playback::Nanoseconds to);
    /// Over the second that ends with the newest tick; absent before the first.
    std::optional<double> mean_ms() const;
    std::size_t ticks() const { return spans_.size(); }

private:
    struct Span {
        playback::Nanoseconds from = 0;
        playback::Nanoseconds to = 0;
    };
    std::deque<Span> spans_;
};

} // namespace seamline::ui
