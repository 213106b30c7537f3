// Opening and closing, and seeking, over and over: nothing of it stays behind.
#include "app/playback/player.h"
#include "renderer/frame_renderer.h"

#include "tests/support/clip_maker.h"
#include "tests/support/gpu_test.h"

#include <malloc.h>

#include <filesystem>
#include <iterator>
#include <memory>
#include <random>
#include <vector>

namespace seamline::playback {
namespace {

constexpr int kTimeoutMs = 60'000;
constexpr int kSources = 9;
constexpr int kFrames = 48;
constexpr int kCycles = 200;
constexpr int kSeeks = 10'000;
/// Fewer frames than two of the takes have: seeks decode.
constexpr std::uint64_t kCacheBytes = 60 * 12'288;
constexpr Extent kTarget{96, 96};
/// Of validation layers, which remember handles. A frame that is leaked per cycle is more.
constexpr std::int64_t kSlackBytes = 1 << 20;
/// Two frames of each source: how many the cache has room for at once depends on the threads. One
/// that stays of every cycle is five times more.
constexpr std::uint64_t kDeviceSlackBytes = 2 * kSources * 6144;

std::int64_t entries_of(const char* folder) {
    return std::distance(std::filesystem::directory_iterator(folder),
                         std::filesystem::directory_iterator());
}

/// What the process holds.
struct Held {
    std::int64_t heap_bytes = 0; ///< In use: what allocators keep for later is no leak.
    std::int64_t threads = 0;
    std::int64_t descriptors = 0;
    std::uint64_t device_bytes = 0;
};

class Endurance : public test::GpuTest {
protected:
    void SetUp() override {
        GpuTest::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        clip_ = test::make_bar_code_clip("endurance.mp4", 64, 64, kFrames, "24",
                                         "-c:v libx264 -preset veryfast -bf 2 -g 12");
        player_ = std::make_unique<Player>(
            device(), PlayerOptions{.cache_budget_bytes = kCacheBytes, .cores = 2});
        player_->set_clock([] { return Nanoseconds{0}; });
        renderer_ = std::make_unique<renderer::FrameRenderer>(device(), player_->cache());
    }
    void TearDown() override {
        renderer_.reset();
        player_.reset();
        GpuTest::TearDown();
    }
    Held held() {
        renderer_->wait_idle();
        const auto heap = mallinfo2();
        return {static_cast<std::int64_t>(heap.uordblks + heap.hblkhd),
                entries_of("/proc/self/task"), entries_of("/proc/self/fd"),
                device().allocated_bytes()};
    }
    void expect_no_more(const Held& before, const Held& after) {
        EXPECT_LE(after.heap_bytes, before.heap_bytes + kSlackBytes);
        EXPECT_LE(after.threads, before.threads);
        EXPECT_LE(after.descriptors, before.descriptors);
        EXPECT_LE(after.device_bytes, before.device_bytes + kDeviceSlackBytes);
    }
    std::vector<session::SourceKey> open(int sources) {
        std::vector<session::SourceKey> keys;
        for (int i = 0; i < sources; ++i) keys.push_back(player_->open(clip_));
        const Result<Done> opened = player_->wait_opened();
        EXPECT_TRUE(opened) << (opened ? "" : opened.error().message);
        player_->edit([](session::Session& s) { s.compare.mode = session::CompareMode::Grid; });
        return keys;
    }
    bool show(std::int64_t tick) {
        const Result<Tick> ready =
            player_->wait_for(tick, kTimeoutMs, [&] { renderer_->ingest_pending(); });
        if (!ready) {
            ADD_FAILURE() << ready.error().message;
            return false;
        }
        for (const FrameChoice& choice : ready.value().choices)
            EXPECT_EQ(choice.cached->index, tick);
        renderer_->render_offscreen(
            player_->compose(ready.value(), kTarget, renderer::ResizeFilter::Bilinear),
            renderer::TargetFormat::Rgba8);
        return !HasFailure();
    }

    std::filesystem::path clip_;
    std::unique_ptr<Player> player_;
    std::unique_ptr<renderer::FrameRenderer> renderer_;
};

TEST_F(Endurance, TwoHundredOpeningsAndClosingsOfNineSourcesLeaveNothing) {
    constexpr int warm_up = kCycles / 2; // Until then allocators still find their sizes.
    Held before;
    for (int cycle = 0; cycle < kCycles; ++cycle) {
        const std::vector<session::SourceKey> keys = open(kSources);
        ASSERT_TRUE(show(cycle % kFrames));
        for (const session::SourceKey key : keys) player_->close(key);
        ASSERT_TRUE(player_->session().sources.empty());
        if (cycle == warm_up) before = held();
    }
    expect_no_more(before, held());
}

TEST_F(Endurance, TenThousandSeeksLeaveNothing) {
    open(2);
    std::mt19937 random(7);
    Held before;
    for (int seek = 0; seek < kSeeks; ++seek) {
        const auto tick = static_cast<std::int64_t>(random() % kFrames);
        player_->seek(tick);
        ASSERT_TRUE(show(tick));
        if (seek == kSeeks / 10) before = held();
    }
    expect_no_more(before, held());
}

} // namespace
} // namespace seamline::playback
