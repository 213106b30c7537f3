// What the window does with a display that tells when it shows a picture.
#include "app/ui/render_loop.h"
#include "tests/support/clip_maker.h"
#include "tests/support/headless_loop.h"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <thread>

namespace seamline::ui {
namespace {

using playback::RefreshKind;

class PresentWaitTest : public test::HeadlessLoop {
protected:
    PresentWaitTest() { cache_bytes_ = 64U << 20; }

    /// The device that the machine has.
    void SetUp() override {
        HeadlessLoop::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        if (device_->wait_for_present() == nullptr)
            GTEST_SKIP() << "NOT TESTED: presents that are waited for. " << device_->name()
                         << " has no VK_KHR_present_wait.";
        player_->open(test::make_bar_code_clip("present-wait.mp4", 320, 180, 96, "24",
                                               "-c:v libx264 -pix_fmt yuv420p"));
        const auto opened = player_->wait_opened();
        ASSERT_TRUE(opened) << opened.error().message;
        player_->set_wakeup([this] { loop_->wake(); });
        loop_->tell_refresh(stated_hz_);
        hand_over({320, 180});
        ASSERT_TRUE(wait_until([this] { return loop_->pipelines().ready; }));
    }
    void TearDown() override {
        if (player_) player_->set_wakeup({});
        HeadlessLoop::TearDown();
    }

    void hand_over(Extent window) {
        auto frame = std::make_shared<InterfaceFrame>();
        frame->window = window;
        frame->viewer = {0, 0, window.width, window.height};
        loop_->hand_over(std::move(frame));
    }
    /// Fails after four minutes: a busy machine may need a few attempts.
    static bool wait_until(const std::function<bool()>& come) {
        for (int i = 0; i < 24000 && !come(); ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        return come();
    }
    /// Plays until the refresh is of this kind. A machine that is too busy to follow a display may
    /// take it for an unsteady one: it is played again then.
    bool play_until(RefreshKind kind) {
        player_->play(Rational(1));
        return wait_until([&] {
            const RefreshKind now = loop_->pacing().refresh.kind;
            if (now == RefreshKind::Unsteady && kind != now) player_->play(Rational(1));
            return now == kind;
        });
    }
    bool presents_more(std::int64_t ticks) {
        const std::int64_t before = player_->counters().presented;
        return wait_until([&] { return player_->counters().presented >= before + ticks; });
    }

    double stated_hz_ = 60;
};

TEST_F(PresentWaitTest, IsUsedWhereTheDeviceHasIt) {
    EXPECT_TRUE(loop_->pacing().present_wait);
    player_->play(Rational(1));
    EXPECT_TRUE(presents_more(24)) << "whatever the display does";
}

/// Every device has present-wait here: tests/support/display_layer.
class LayeredPresentWaitTest : public PresentWaitTest {
protected:
    LayeredPresentWaitTest() { in_window_ = true; } // Mesa's headless surfaces never wait.
    void SetUp() override {
        // Validation last, which is on top: it sees the program, not what the layer makes of it.
        setenv("VK_ADD_LAYER_PATH", SEAMLINE_DISPLAY_LAYER, 1);
        setenv("VK_INSTANCE_LAYERS", "VK_LAYER_SEAMLINE_display:VK_LAYER_KHRONOS_validation", 1);
        PresentWaitTest::SetUp();
        if (HasFatalFailure() || (IsSkipped() && !device_)) return; // No display.
        ASSERT_NE(device_->wait_for_present(), nullptr) << "The layer was not loaded.";
    }
    void TearDown() override {
        PresentWaitTest::TearDown();
        for (const char* name : {"VK_ADD_LAYER_PATH", "VK_INSTANCE_LAYERS", "SEAMLINE_DISPLAY_HZ",
                                 "SEAMLINE_DISPLAY_VARIABLE"})
            unsetenv(name);
    }
};

TEST_F(LayeredPresentWaitTest, MeasuresTheRefreshThroughAResize) {
    ASSERT_TRUE(play_until(RefreshKind::Measured));
    EXPECT_TRUE(loop_->pacing().present_wait);
    EXPECT_NEAR(loop_->pacing().refresh.hz(), 60, 2);
    hand_over({400, 240});
    EXPECT_TRUE(presents_more(48));
    EXPECT_TRUE(loop_->pacing().present_wait);
    // Paused, the loop rests; playing goes on where it was.
    player_->pause();
    player_->seek(10);
    ASSERT_TRUE(wait_until([&] { return loop_->shown()->tick.number == 10; }));
    player_->play(Rational(1));
    EXPECT_TRUE(presents_more(24));
}

class VariableDisplayTest : public LayeredPresentWaitTest {
protected:
    VariableDisplayTest() {
        setenv("SEAMLINE_DISPLAY_VARIABLE", "1", 1);
        setenv("SEAMLINE_DISPLAY_HZ", "144", 1);
        stated_hz_ = 85; // 24 is no part of it.
    }
};

TEST_F(VariableDisplayTest, IsNotQuantised) {
    ASSERT_TRUE(play_until(RefreshKind::Unsteady));
    EXPECT_TRUE(presents_more(48)) << "by the clock";
}

} // namespace
} // namespace seamline::ui
