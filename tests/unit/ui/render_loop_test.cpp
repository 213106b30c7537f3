#include "app/ui/render_loop.h"

#include "app/ui/actions.h"
#include "app/ui/export_job.h"
#include "tests/support/clip_maker.h"
#include "tests/support/headless_loop.h"
#include "tests/unit/session/temporary_folder.h"

#include <imgui.h>

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <thread>

namespace seamline::ui {
namespace {

using namespace renderer;

class RenderLoopTest : public test::HeadlessLoop {
protected:
    RenderLoopTest() { cache_bytes_ = 64U << 20; }

    Result<RenderedPicture> rendered(Extent target) {
        Composition composition;
        composition.target = target;
        composition.background = {1, 0, 0};
        return loop_->render(composition, TargetFormat::Rgba8).get();
    }

    void hand_over(Extent window) {
        auto frame = std::make_shared<InterfaceFrame>();
        frame->window = window;
        frame->viewer = {0, 0, window.width, window.height};
        loop_->hand_over(std::move(frame));
    }
    /// Takes of two sizes and pixel formats, open and on the screen.
    void show_takes() {
        player_->open(test::make_bar_code_clip("loop-yuv420.mp4", 640, 360, 48, "24",
                                               "-c:v libx264 -pix_fmt yuv420p"));
        player_->open(test::make_bar_code_clip("loop-yuv422p10.mkv", 480, 270, 48, "24",
                                               "-c:v ffv1 -pix_fmt yuv422p10le"));
        const auto opened = player_->wait_opened();
        ASSERT_TRUE(opened) << opened.error().message;
        player_->set_wakeup([this] { loop_->wake(); });
        hand_over({640, 360});
        wait_until([this] { return loop_->pipelines().ready; });
    }
    /// Shows `change` while playing, until new ticks of it were on the screen.
    void show_playing(const std::function<void(session::Session&)>& change) {
        player_->edit(change);
        const std::int64_t before = player_->counters().presented;
        wait_until([&] { return player_->counters().presented > before + 1; });
    }
    /// Fails after four minutes, which a busy machine may need for its pipelines: it will not come.
    static void wait_until(const std::function<bool()>& come) {
        for (int i = 0; i < 24000 && !come(); ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        ASSERT_TRUE(come());
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
    const auto hand_over_now = [&](Extent window) {
        hand_over(window);
        // Jobs are done between turns: after the second one the frame had its turn.
        for (int i = 0; i < 2; ++i) ASSERT_TRUE(rendered({1, 1}));
    };
    hand_over_now({0, 0});
    EXPECT_FALSE(loop_->shown());
    hand_over_now({64, 48});
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
    job.start_snapshot(shown, folder / "snapshot.png", {});
    while (job.running()) std::this_thread::yield();
    auto outcome = job.take_outcome();
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->toast.kind, ToastKind::Error);
    EXPECT_FALSE(std::filesystem::exists(folder / "snapshot.png"));

    shown = std::make_shared<ShownPicture>();
    shown->composition.target = {4, 2};
    job.start_snapshot(shown, folder / "snapshot.png", {});
    while (job.running()) std::this_thread::yield();
    outcome = job.take_outcome();
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->toast.kind, ToastKind::Notice) << outcome->toast.text;
    EXPECT_TRUE(std::filesystem::exists(folder / "snapshot.png"));
}

TEST_F(RenderLoopTest, ASnapshotIsLabelledWithColoursThatAreNotAsTheyAreSet) {
    const test::TemporaryFolder folder;
    show_takes();
    player_->edit([](session::Session& session) { session.compare.labels = true; });
    wait_until([this] { return loop_->shown() != nullptr; });
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    const LabelPainter labels(atlas, *atlas.AddFontDefault());
    ExportJob job(*player_, *loop_, labels);
    const std::shared_ptr<const ShownPicture> shown = loop_->shown();
    const auto snapshot = [&](const std::string& color_error) {
        const auto path = folder / "snapshot.png";
        player_->set_color_config_error(color_error);
        job.start_snapshot(shown, path, {.size = Extent{960, 270}});
        while (job.running()) std::this_thread::yield();
        const auto outcome = job.take_outcome();
        EXPECT_TRUE(outcome && outcome->toast.kind == ToastKind::Notice);
        std::ifstream file(path, std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(file), {});
    };
    const std::string as_set = snapshot("");
    EXPECT_FALSE(as_set.empty());
    EXPECT_EQ(as_set, snapshot(""));
    EXPECT_NE(as_set, snapshot("the configuration broke"));
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

TEST_F(RenderLoopTest, NoCompareModeMakesAPipelineWhilePlaying) {
    show_takes();
    const std::size_t made = loop_->pipelines().made;
    EXPECT_GT(made, 10U);
    player_->play(Rational(1));
    for (const bool exchanged : {false, true}) {
        for (int mode = 0; mode <= static_cast<int>(session::CompareMode::Difference); ++mode) {
            show_playing([&](session::Session& s) {
                s.compare.mode = static_cast<session::CompareMode>(mode);
                show_source(s, exchanged ? 1 : 0);
            });
            EXPECT_EQ(loop_->pipelines().made, made) << mode << exchanged;
        }
        for (int kind = 0; kind < 5; ++kind) {
            show_playing([&](session::Session& s) {
                s.compare.difference = static_cast<DifferenceKind>(kind);
            });
            EXPECT_EQ(loop_->pipelines().made, made) << kind << exchanged;
        }
    }
    player_->set_wakeup({});
}

TEST_F(RenderLoopTest, AWipeMakesNoPipelineWhereverItIsDragged) {
    show_takes();
    const std::size_t made = loop_->pipelines().made;
    player_->play(Rational(1));
    for (const double angle_deg : {0.0, 45.0, 90.0, 135.0, 180.0, -135.0, -90.0, -45.0, 17.0}) {
        for (const double x : {0.5, 0.2517, 0.3333, 0.8021, 0.0, 1.0}) {
            show_playing([&](session::Session& s) {
                s.compare.mode = session::CompareMode::Wipe;
                s.compare.wipe_angle_deg = angle_deg;
                s.compare.wipe_center = {x, 0.45};
            });
            EXPECT_EQ(loop_->pipelines().made, made) << angle_deg << " at " << x;
        }
    }
    player_->set_wakeup({});
}

TEST_F(RenderLoopTest, NoToolMakesAPipelineWhilePlaying) {
    show_takes();
    const std::size_t made = loop_->pipelines().made;
    player_->play(Rational(1));
    for (int i = 0; i < kPictureTools; ++i) {
        show_playing([&](session::Session& s) {
            s.tools = {};
            s.tools.show(static_cast<PictureTool>(i), true);
        });
        // Where they are made fast, those of other modes with the tool are made between two ticks.
        if (device_->is_cpu()) {
            EXPECT_EQ(loop_->pipelines().made, made) << name(static_cast<PictureTool>(i));
        }
        EXPECT_FALSE(loop_->is_preparing_tools());
    }
    player_->set_wakeup({});
}

// Where shaders of tools are missing, the picture comes without them first, and the interface can
// say why.
TEST_F(RenderLoopTest, ToolsAreAnnouncedBeforeTheirShadersAreMade) {
    show_takes();
    const std::size_t made = loop_->pipelines().made;
    player_->edit([](session::Session& s) { s.tools = {true, true, true, true, true}; });
    wait_until([&] { return loop_->is_preparing_tools() || loop_->pipelines().made > made; });
    EXPECT_TRUE(loop_->is_preparing_tools()) << "said before they are made";
    EXPECT_EQ(loop_->pipelines().made, made);
    auto frame = std::make_shared<InterfaceFrame>();
    frame->window = {640, 360};
    frame->viewer = {0, 0, 640, 360};
    frame->says_preparing_tools = true;
    loop_->hand_over(std::move(frame));
    wait_until([&] { return !loop_->is_preparing_tools(); });
    wait_until([&] { return loop_->pipelines().made > made; });
    player_->set_wakeup({});
}

TEST_F(RenderLoopTest, PipelinesAreReadyAgainAfterAnotherTakeWasOpened) {
    show_takes();
    const std::size_t of_two = loop_->pipelines().made;
    player_->open(
        test::make_bar_code_clip("loop-rgb.mkv", 320, 180, 24, "24", "-c:v ffv1 -pix_fmt bgr0"));
    ASSERT_TRUE(player_->wait_opened());
    wait_until([&] { return loop_->pipelines().ready && loop_->pipelines().made > of_two; });
    const std::size_t made = loop_->pipelines().made;
    player_->play(Rational(1));
    show_playing([](session::Session& s) {
        s.compare.mode = session::CompareMode::Overlay;
        show_source(s, 2);
    });
    EXPECT_EQ(loop_->pipelines().made, made);
    player_->set_wakeup({});
}

} // namespace
} // namespace seamline::ui
