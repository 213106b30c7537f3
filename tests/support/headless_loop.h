// tests/support/headless_loop.h: a render loop on a surface that nobody looks at.
#pragma once

#include "app/ui/desktop_window.h"
#include "app/ui/render_loop.h"
#include "renderer/vulkan/device.h"

#include <gtest/gtest.h>

#include <memory>
#include <optional>

namespace seamline::test {

/// Without a window where the driver can, else in one. ImGui has a context meanwhile.
class HeadlessLoop : public testing::Test {
protected:
    HeadlessLoop() : HeadlessLoop(renderer::DeviceOptions{.validation = true}) {}
    explicit HeadlessLoop(renderer::DeviceOptions options) : options_(std::move(options)) {}
    void SetUp() override;
    void TearDown() override;

    VkSurfaceKHR make_surface() const;

    renderer::DeviceOptions options_;
    bool in_window_ = false; ///< In a window in any case, so that the screen can be looked at.
    Extent window_size_{320, 240};
    std::uint64_t cache_bytes_ = 1 << 20;
    std::optional<ui::Desktop> desktop_;
    std::unique_ptr<ui::DesktopWindow> window_;
    std::optional<renderer::Device> device_;
    std::optional<playback::Player> player_;
    std::optional<ui::RenderLoop> loop_;
};

} // namespace seamline::test
