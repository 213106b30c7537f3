#include "app/ui/render_loop.h"

#include "app/ui/desktop_window.h"
#include "app/ui/export_job.h"
#include "renderer/vulkan/check.h"
#include "renderer/vulkan/device.h"
#include "tests/unit/session/temporary_folder.h"

#include <imgui.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstring>

namespace seamline::ui {
namespace {

using namespace renderer;

bool has_headless_surfaces() {
    std::uint32_t count = 0;
    vkEnumerateInstanceExtensionProperties(nullptr, &count, nullptr);
    std::vector<VkExtensionProperties> extensions(count);
    vkEnumerateInstanceExtensionProperties(nullptr, &count, extensions.data());
    return std::ranges::any_of(extensions, [](const VkExtensionProperties& e) {
        return std::strcmp(e.extensionName, VK_EXT_HEADLESS_SURFACE_EXTENSION_NAME) == 0;
    });
}

/// The loop on a surface that nobody looks at: without a window where the driver can, else in one.
class RenderLoopTest : public testing::Test {
protected:
    void SetUp() override {
        std::vector<std::string> extensions{VK_KHR_SURFACE_EXTENSION_NAME,
                                            VK_EXT_HEADLESS_SURFACE_EXTENSION_NAME};
        if (!has_headless_surfaces()) {
            if (auto desktop = Desktop::open()) desktop_.emplace(std::move(desktop).value());
            if (!desktop_)
                GTEST_SKIP() << "NOT TESTED: the render loop. The Vulkan drivers have no "
                                "VK_EXT_headless_surface and there is no display.";
            auto window = DesktopWindow::open({.title = "test", .width = 320, .height = 240});
            ASSERT_TRUE(window) << window.error().message;
            window_ = std::move(window).value();
            extensions = desktop_->vulkan_extensions();
        }
        ImGui::CreateContext();
        device_.emplace(DeviceOptions{.instance_extensions = extensions});
        player_.emplace(*device_, playback::PlayerOptions{.cache_budget_bytes = 1 << 20});
        loop_.emplace(
            *device_, *player_, [this] { return make_surface(); }, [] {});
    }
    void TearDown() override {
        loop_.reset();
        player_.reset();
        device_.reset();
        window_.reset();
        desktop_.reset();
        if (ImGui::GetCurrentContext() != nullptr) ImGui::DestroyContext();
    }

    VkSurfaceKHR make_surface() const {
        if (window_) return window_->make_surface(device_->instance());
        const VkHeadlessSurfaceCreateInfoEXT info{
            .sType = VK_STRUCTURE_TYPE_HEADLESS_SURFACE_CREATE_INFO_EXT};
        const auto create = reinterpret_cast<PFN_vkCreateHeadlessSurfaceEXT>(
            vkGetInstanceProcAddr(device_->instance(), "vkCreateHeadlessSurfaceEXT"));
        VkSurfaceKHR surface = VK_NULL_HANDLE;
        check(create(device_->instance(), &info, nullptr, &surface), "vkCreateHeadlessSurfaceEXT");
        return surface;
    }
    Result<RenderedPicture> rendered(Extent target) {
        Composition composition;
        composition.target = target;
        composition.background = {1, 0, 0};
        return loop_->render(composition, TargetFormat::Rgba8).get();
    }

    std::optional<Desktop> desktop_;
    std::unique_ptr<DesktopWindow> window_;
    std::optional<Device> device_;
    std::optional<playback::Player> player_;
    std::optional<RenderLoop> loop_;
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
