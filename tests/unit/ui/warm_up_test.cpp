#include "app/ui/warm_up.h"

#include "tests/support/clip_maker.h"
#include "tests/support/edits.h"
#include "tests/support/gpu_test.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>

namespace seamline::ui {
namespace {

using renderer::Mix;

class WarmUpTest : public test::GpuTest {
protected:
    /// Two cuts whose clips dissolve, or one, beside a take; frames of all are there.
    void open(int cuts) {
        const auto clip = test::make_bar_code_clip("loop-yuv420.mp4", 640, 360, 48, "24",
                                                   "-c:v libx264 -pix_fmt yuv420p");
        player_ = std::make_unique<playback::Player>(device(), playback::PlayerOptions{});
        for (int i = 0; i < cuts; ++i) {
            interchange::Edit edit;
            edit.rate = 24;
            interchange::Track& track = edit.tracks.emplace_back();
            test::add_gap(track, 2); // Its frames count as cached, and have no picture.
            test::add_clip(track, clip, 24, 0, 20);
            test::add_clip(track, clip, 24, 12, 20);
            interchange::Transition& dissolve = track.transitions.emplace_back();
            dissolve.at = 22;
            dissolve.before = dissolve.after = 6;
            player_->open(test::cut_source(std::move(edit)));
        }
        if (cuts < 2) player_->open(clip);
        const auto opened = player_->wait_opened();
        ASSERT_TRUE(opened) << opened.error().message;
        player_->edit([](session::Session& s) { s.compare.mode = session::CompareMode::Row; });
        const auto shown = player_->wait_for(4, 60000);
        ASSERT_TRUE(shown) << shown.error().message;
    }
    void TearDown() override {
        player_.reset();
        GpuTest::TearDown();
    }

    /// Of a tile of A and B: which of them dissolve.
    std::set<std::pair<bool, bool>> dissolving(Mix mix) {
        WarmUp ahead;
        std::set<std::pair<bool, bool>> found;
        while (const auto picture =
                   ahead.next(*player_, {640, 360}, renderer::ResizeFilter::Bilinear)) {
            for (const renderer::Tile& tile : picture->tiles)
                if (tile.mix == mix)
                    found.emplace(tile.a.dissolve != nullptr, tile.b.dissolve != nullptr);
            ahead.pass();
        }
        return found;
    }

    std::unique_ptr<playback::Player> player_;
};

// A cut that plays comes to its dissolves by itself: the first tick must not wait for a pipeline.
TEST_F(WarmUpTest, ACutsDissolvesAreForeseenInEveryMode) {
    open(1);
    for (const Mix mix :
         {Mix::A, Mix::Wipe, Mix::Overlay, Mix::Checkerboard, Mix::Butterfly, Mix::Difference}) {
        const auto found = dissolving(mix);
        EXPECT_TRUE(found.contains({false, false})) << static_cast<int>(mix);
        EXPECT_TRUE(found.contains({true, false})) << static_cast<int>(mix);
    }
}

TEST_F(WarmUpTest, OfTwoCutsEitherMayDissolveAlone) {
    open(2);
    const auto found = dissolving(Mix::Difference);
    for (const bool a : {false, true})
        for (const bool b : {false, true}) EXPECT_TRUE(found.contains({a, b})) << a << b;
}

} // namespace
} // namespace seamline::ui
