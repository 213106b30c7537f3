#include "tests/support/headless_loop.h"

#include "renderer/vulkan/check.h"

#include <imgui.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

namespace seamline::test {
namespace {

bool has_headless_surfaces() {
    std::uint32_t count = 0;
    vkEnumerateInstanceExtensionProperties(nullptr, &count, nullptr);
    std::vector<VkExtensionProperties> extensions(count);
    vkEnumerateInstanceExtensionProperties(nullptr, &count, extensions.data());
    return std::ranges::any_of(extensions, [](const VkExtensionProperties& e) {
        return std::strcmp(e.extensionName, VK_EXT_HEADLESS_SURFACE_EXTENSION_NAME) == 0;
    });
}

} // namespace

void HeadlessLoop::SetUp() {
    options_.instance_extensions = {VK_KHR_SURFACE_EXTENSION_NAME,
                                    VK_EXT_HEADLESS_SURFACE_EXTENSION_NAME};
    if (in_window_ || !has_headless_surfaces()) {
        if (auto desktop = ui::Desktop::open()) desktop_.emplace(std::move(desktop).value());
        if (!desktop_)
            GTEST_SKIP() << (in_window_ ? "NOT TESTED: what is on the screen. There is no display."
                                        : "NOT TESTED: the render loop. The Vulkan drivers have no "
                                          "VK_EXT_headless_surface and there is no display.");
        auto window = ui::DesktopWindow::open({.title = "seamline test",
                                               .width = window_size_.width,
                                               .height = window_size_.height});
        ASSERT_TRUE(window) << window.error().message;
        window_ = std::move(window).value();
        options_.instance_extensions = desktop_->vulkan_extensions();
    }
    ImGui::CreateContext();
    device_.emplace(options_);
    player_.emplace(*device_, playback::PlayerOptions{.cache_budget_bytes = cache_bytes_});
    loop_.emplace(
        *device_, *player_, [this] { return make_surface(); }, [] {});
}

void HeadlessLoop::TearDown() {
    loop_.reset();
    player_.reset();
    if (device_) {
        EXPECT_EQ(device_->validation_messages(), 0);
    }
    device_.reset();
    window_.reset();
    desktop_.reset();
    if (ImGui::GetCurrentContext() != nullptr) ImGui::DestroyContext();
}

VkSurfaceKHR HeadlessLoop::make_surface() const {
    if (window_) return window_->make_surface(device_->instance());
    const VkHeadlessSurfaceCreateInfoEXT info{
        .sType = VK_STRUCTURE_TYPE_HEADLESS_SURFACE_CREATE_INFO_EXT};
    const auto create = reinterpret_cast<PFN_vkCreateHeadlessSurfaceEXT>(
        vkGetInstanceProcAddr(device_->instance(), "vkCreateHeadlessSurfaceEXT"));
    VkSurfaceKHR surface = VK_NULL_HANDLE;
    renderer::check(create(device_->instance(), &info, nullptr, &surface),
                    "vkCreateHeadlessSurfaceEXT");
    return surface;
}

} // namespace seamline::test
