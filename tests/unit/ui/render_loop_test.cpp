#include "app/ui/render_loop.h"

#include "app/ui/export_job.h"
#include "tests/support/headless_loop.h"
#include "tests/unit/session/temporary_folder.h"

#include <imgui.h>

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace seamline::ui {
namespace {

using namespace renderer;

class RenderLoopTest : public test::HeadlessLoop {
protected:
    Result<RenderedPicture> rendered(Extent target) {
        Composition composition;
        composition.target = target;
        composition.background = {1, 0, 0};
        return loop_->render(composition, TargetFormat::Rgba8).get();
    }
};

/// More bytes than any address space has.
constexpr Extent kImpossible{1 << 30, 1 << 20};

TEST_F(RenderLoopTest, APictureThatCannotBeRenderedIsAnErrorAndTheNextOneIsRendered) {
    EXPECT_FALSE(rendered(kImpossible));
    EXPECT_FALSE(loop_->failure());
    const auto picture = rendered({4, 2});
    ASSERT_TRUE(picture) << picture.error().message;
    EXPECT_EQ(picture.value().pixels.size(), 4U * 2 * 4);
    EXPECT_EQ(std::to_integer<int>(picture.value().pixels[0]), 255);
}

TEST_F(RenderLoopTest, AMinimisedWindowShowsNothingUntilItHasAnAreaAgain) {
    const auto hand_over = [&](Extent window) {
        auto frame = std::make_shared<InterfaceFrame>();
        frame->window = window;
        frame->viewer = {0, 0, window.width, window.height};
        loop_->hand_over(std::move(frame));
        // Jobs are done between turns: after the second one the frame had its turn.
        for (int i = 0; i < 2; ++i) ASSERT_TRUE(rendered({1, 1}));
    };
    hand_over({0, 0});
    EXPECT_FALSE(loop_->shown());
    hand_over({64, 48});
    // A present that came too late is tried again.
    for (int i = 0; i < 1000 && !loop_->shown(); ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    EXPECT_TRUE(loop_->shown());
}

TEST_F(RenderLoopTest, AnExportThatFailsTellsWhyAndLetsPlaybackGoOn) {
    const test::TemporaryFolder folder;
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    const LabelPainter labels(atlas, *atlas.AddFontDefault());
    ExportJob job(*player_, *loop_, labels);
    auto shown = std::make_shared<ShownPicture>();
    shown->composition.target = kImpossible;
    job.start_snapshot(shown, folder / "snapshot.png");
    while (job.running()) std::this_thread::yield();
    auto outcome = job.take_outcome();
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->toast.kind, ToastKind::Error);
    EXPECT_FALSE(std::filesystem::exists(folder / "snapshot.png"));

    shown = std::make_shared<ShownPicture>();
    shown->composition.target = {4, 2};
    job.start_snapshot(shown, folder / "snapshot.png");
    while (job.running()) std::this_thread::yield();
    outcome = job.take_outcome();
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->toast.kind, ToastKind::Notice) << outcome->toast.text;
    EXPECT_TRUE(std::filesystem::exists(folder / "snapshot.png"));
}

TEST_F(RenderLoopTest, ACancelledExportLeavesNoFile) {
    const test::TemporaryFolder folder;
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    const LabelPainter labels(atlas, *atlas.AddFontDefault());
    ExportJob job(*player_, *loop_, labels);
    ExportSettings settings;
    settings.path = folder / "movie.mkv";
    settings.size = {64, 48};
    settings.last = 1'000'000'000;
    settings.lossless = true;
    job.start_movie(settings);
    EXPECT_TRUE(job.progress().running);
    while (job.running() && job.progress().done == 0) std::this_thread::yield();
    job.cancel();
    while (job.running()) std::this_thread::yield();
    const auto outcome = job.take_outcome();
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->toast.kind, ToastKind::Notice) << outcome->toast.text;
    EXPECT_FALSE(outcome->movie_written);
    EXPECT_FALSE(std::filesystem::exists(settings.path));
}

} // namespace
} // namespace seamline::ui
