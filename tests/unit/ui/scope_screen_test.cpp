#include "app/ui/scope_screen.h"

#include "renderer/frame_renderer.h"
#include "tests/support/clip_maker.h"
#include "tests/support/gpu_test.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <thread>

namespace seamline::test {
namespace {

using namespace renderer;
using namespace ui;

/// On a CPU device, where a thread of their own draws the scopes.
class ScopeScreenTest : public GpuTest {
protected:
    void SetUp() override {
        GpuTest::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        if (!device().is_cpu()) GTEST_SKIP() << "NOT TESTED: here the presenter draws the scopes.";
    }
    void open(int takes) {
        player_.emplace(device(), playback::PlayerOptions{.cache_budget_bytes = 64U << 20});
        for (int i = 0; i < takes; ++i)
            player_->open(make_bar_code_clip("screen" + std::to_string(i) + ".mkv", 320, 180, 6,
                                             "24", "-c:v ffv1 -pix_fmt yuv420p"));
        const auto opened = player_->wait_opened();
        ASSERT_TRUE(opened) << opened.error().message;
        renderer_.emplace(device(), player_->cache());
        screen_.emplace(device(), false, [] {});
    }
    void TearDown() override {
        screen_.reset();
        renderer_.reset();
        player_.reset();
        GpuTest::TearDown();
    }
    playback::Tick tick() {
        auto ready = player_->wait_for(0, 60'000, [&] { renderer_->ingest_pending(); });
        EXPECT_TRUE(ready) << ready.error().message;
        return ready ? std::move(ready).value() : playback::Tick{};
    }
    ScopeOrder order(Extent size, std::size_t take = 0) const {
        ScopeView view;
        view.rect = {10, 20, size.width, size.height};
        view.source = player_->session().sources.at(take).key;
        ScopeOrder order;
        order.views = {view};
        order.scopes = shared::kScopeLuma;
        return order;
    }
    std::vector<WindowPixels> filled(const ScopeOrder& order) {
        PresentRequest request;
        screen_->fill(order, request);
        return request.pixels;
    }
    /// Until everything is counted, drawn and taken.
    void settle(const ScopeOrder& order) {
        for (int i = 0; i < 6000; ++i) {
            screen_->take(order);
            if (!screen_->is_waiting() && !screen_->take(order)) return;
            filled(order); // Shown: no news any more.
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        FAIL() << "scopes were not finished";
    }

    std::optional<playback::Player> player_;
    std::optional<FrameRenderer> renderer_;
    std::optional<ScopeScreen> screen_;
};

/// The rightmost column that has something of the trace.
int right_end(const WindowPixels& pixels) {
    const auto* at = reinterpret_cast<const std::uint32_t*>(pixels.buffer->mapped());
    for (int x = pixels.size.width - 1; x >= 0; --x)
        for (int y = 0; y < pixels.size.height; ++y)
            if ((at[y * pixels.size.width + x] & 0xFFU) > 40) return x;
    return -1;
}

// A window that is resized while its machine is busy must not show the left part of what was drawn
// for another size: whatever is there fills its place.
TEST_F(ScopeScreenTest, AResizedScopeShowsAllOfItsLastTraceUntilTheNextIsDrawn) {
    open(1);
    const ScopeOrder large = order({640, 200});
    screen_->follow(*player_, tick(), large);
    settle(large);
    const auto before = filled(large);
    ASSERT_EQ(before.size(), 1U);
    EXPECT_EQ(before[0].size, (Extent{640, 200}));
    const double end = static_cast<double>(right_end(before[0])) / 640;
    ASSERT_GT(end, 0.9);
    // Nothing was drawn for these yet: `take` was not called.
    for (const Extent size : {Extent{300, 90}, Extent{900, 260}}) {
        const auto pixels = filled(order(size));
        ASSERT_EQ(pixels.size(), 1U);
        EXPECT_EQ(pixels[0].size, size);
        EXPECT_EQ(pixels[0].rect, (Rect{10, 20, size.width, size.height}));
        EXPECT_NEAR(static_cast<double>(right_end(pixels[0])) / size.width, end, 0.02);
    }
    // Afterwards it is what is drawn for its size, not the coarse one.
    settle(order({300, 90}));
    EXPECT_NE(filled(order({300, 90}))[0].buffer, nullptr);
}

TEST_F(ScopeScreenTest, ATraceIsNotShownUnderTheGraticuleOfAnotherScope) {
    open(1);
    const ScopeOrder luma = order({320, 120});
    screen_->follow(*player_, tick(), luma);
    settle(luma);
    ScopeOrder parade = luma;
    parade.views[0].waveform = WaveformKind::RgbParade;
    EXPECT_TRUE(filled(parade).empty());
    EXPECT_EQ(filled(luma).size(), 1U);
}

TEST_F(ScopeScreenTest, AnotherWayOfComparingKeepsTheTraceAndCountsNothingAgain) {
    open(2);
    player_->edit([](session::Session& s) { s.compare.mode = session::CompareMode::Row; });
    ScopeOrder both = order({320, 120});
    both.views.push_back(order({320, 120}, 1).views[0]);
    screen_->follow(*player_, tick(), both);
    settle(both);
    const std::int64_t computed = screen_->report(false).counted.computed;
    EXPECT_EQ(computed, 1);
    player_->edit([](session::Session& s) { s.compare.mode = session::CompareMode::Single; });
    const ScopeOrder alone = order({700, 120});
    screen_->follow(*player_, tick(), alone);
    EXPECT_EQ(filled(alone).size(), 1U) << "the trace stays";
    settle(alone);
    const ScopeReport report = screen_->report(false);
    EXPECT_EQ(report.counted.computed, computed);
    EXPECT_EQ(report.readings.size(), 1U);
    EXPECT_TRUE(report.old.empty());
}

} // namespace
} // namespace seamline::test
