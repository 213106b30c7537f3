// tests/support/soak.h: hours of playback against a fake clock, as fast as the machine goes.
#pragma once

#include <cstdint>

namespace seamline::test {

struct SoakResult {
    std::int64_t ticks = 0;
    std::int64_t wrong = 0; ///< Ticks that did not show the frame whose time it was.
    std::int64_t dropped = 0;
    std::int64_t rss_growth_bytes = 0; ///< From after the first twentieth to the end.
    std::int64_t gpu_growth_bytes = 0;
};

/// Loops a 160x90 take at 24 fps for `ticks` ticks through Player and FrameRenderer; every tick is
/// rendered. A cache for half the take keeps the decoder, eviction and loop busy all the time.
SoakResult soak(std::int64_t ticks);

} // namespace seamline::test
