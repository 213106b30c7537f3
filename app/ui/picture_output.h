// app/ui/picture_output.h: the picture alone in a second window, drawn by the render thread.
#pragma once

#include "app/playback/player.h"
#include "renderer/window_presenter.h"

#include <functional>
#include <string>

namespace seamline::ui {

/// Composes what the main window shows anew for a window of another size, without interface. A
/// window that is covered makes the presenter wait: such a one is left alone for a while, so that
/// the main window keeps its time.
///
/// Threads: render thread. Throws VulkanError: only this window is unusable then, unless the device
/// is lost.
class PictureOutput {
public:
    using MakeSurface = std::function<VkSurfaceKHR()>;

    PictureOutput(const renderer::Device& device, playback::Player& player,
                  MakeSurface make_surface,
                  renderer::WindowOutput wanted = renderer::WindowOutput::Sdr8);

    /// What was drawn last is not what should be there any more.
    void invalidate() { stale_ = true; }
    /// Draws, if there is anything new to draw and the window has not just been too slow for it.
    void show(const playback::Tick& tick, Extent window, renderer::ResizeFilter filter);

    /// See WindowPresenter.
    const renderer::OutputState& output() const { return presenter_.output(); }
    bool prepare(const renderer::Composition& picture) { return presenter_.prepare(picture); }
    std::size_t pipelines() const { return presenter_.pipelines(); }
    bool is_preparing_color() const { return presenter_.is_preparing_color(); }
    const std::string& color_failure() const { return presenter_.color_failure(); }
    Extent window() const { return window_; } ///< As drawn last; no area before.

private:
    renderer::PresentOutcome present(const renderer::PresentRequest& request);

    playback::Player* player_;
    MakeSurface make_surface_;
    renderer::WindowPresenter presenter_;
    Extent window_;
    bool stale_ = true;
    playback::Nanoseconds not_before_ = 0;
};

} // namespace seamline::ui
