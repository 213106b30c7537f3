#include "tests/support/soak.h"

#include "app/playback/player.h"
#include "renderer/frame_renderer.h"
#include "tests/support/clip_maker.h"

#include <unistd.h>

#include <fstream>
#include <stdexcept>

namespace seamline::test {
namespace {

constexpr int kFrames = 240;
constexpr std::uint64_t kFrameBytes = 160 * 96 * 3 / 2 * 2; // With the decoder's padding.

std::int64_t resident_bytes() {
    std::ifstream statm("/proc/self/statm");
    std::int64_t total = 0;
    std::int64_t resident = 0;
    statm >> total >> resident;
    return resident * sysconf(_SC_PAGESIZE);
}

} // namespace

SoakResult soak(std::int64_t ticks) {
    const auto clip =
        make_bar_code_clip("soak.mp4", 160, 90, kFrames, "24", "-c:v libx264 -bf 2 -g 24");
    const renderer::Device device;
    playback::PlayerOptions options;
    options.cache_budget_bytes = kFrames / 2 * kFrameBytes;
    playback::Player player(device, options);
    playback::Nanoseconds fake = 0;
    player.set_clock([&] { return fake; });
    player.open(clip);
    if (const auto opened = player.wait_opened(); !opened)
        throw std::runtime_error(opened.error().message);
    renderer::FrameRenderer renderer(device, player.cache());
    player.play(Rational(1));

    SoakResult result;
    std::int64_t rss = 0;
    std::uint64_t gpu = 0;
    for (; result.ticks < ticks; ++result.ticks) {
        // The first nanosecond of each tick at 24 per second.
        fake = (result.ticks * 1'000'000'000 + 23) / 24;
        playback::Tick tick = player.due(fake);
        while (!tick.complete) {
            if (const auto ready = player.wait_for(tick.number, 60'000); !ready)
                throw std::runtime_error(ready.error().message);
            tick = player.due(fake);
        }
        const bool right = tick.number == result.ticks % kFrames &&
                           tick.choices.front().cached->index == tick.number;
        result.wrong += right ? 0 : 1;
        renderer.render_offscreen(player.compose(tick, {160, 90}, renderer::ResizeFilter::Bilinear),
                                  renderer::TargetFormat::Rgba8);
        player.presented(tick, fake);
        if (result.ticks == ticks / 20) {
            rss = resident_bytes();
            gpu = device.allocated_bytes();
        }
    }
    renderer.wait_idle();
    result.dropped = player.counters().dropped;
    result.rss_growth_bytes = resident_bytes() - rss;
    result.gpu_growth_bytes = static_cast<std::int64_t>(device.allocated_bytes() - gpu);
    return result;
}

} // namespace seamline::test
