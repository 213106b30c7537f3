// The second window's part of RenderLoop.
#include "app/ui/render_loop.h"
#include "renderer/vulkan/check.h"

#include <utility>

namespace seamline::ui {

void RenderLoop::open_second(MakeSurface make_surface, Extent window,
                             renderer::WindowOutput output) {
    const std::scoped_lock lock(mutex_);
    if (state_.failure) return; // The program is about to say so itself.
    state_.second = SecondWindow{std::move(make_surface), window, true, output};
    state_.second_in_use = true;
    state_.second_failure.reset();
    state_.woken = true;
    changed_.notify_all();
}

void RenderLoop::follow_second(Extent window, bool exposed) {
    const std::scoped_lock lock(mutex_);
    if (!state_.second || (!exposed && state_.second->window == window)) return;
    state_.second->window = window;
    state_.second->exposed = state_.second->exposed || exposed;
    state_.woken = true;
    changed_.notify_all();
}

void RenderLoop::close_second() {
    std::unique_lock lock(mutex_);
    state_.second.reset();
    state_.woken = true;
    changed_.notify_all();
    changed_.wait(lock, [&] { return !state_.second_in_use; });
}

std::optional<std::string> RenderLoop::take_second_failure() {
    const std::scoped_lock lock(mutex_);
    return std::exchange(state_.second_failure, std::nullopt);
}

ColorPreparation RenderLoop::second_color_preparation() const {
    const std::scoped_lock lock(mutex_);
    return state_.second_color;
}

void RenderLoop::release_second() {
    second_.reset();
    second_warm_up_ = {};
    player_->set_hdr(playback::Viewport::Second, false);
    const std::scoped_lock lock(mutex_);
    state_.second_output.reset();
    state_.second_color = {};
    state_.second.reset();
    state_.second_in_use = false;
    changed_.notify_all();
}

void RenderLoop::show_second() {
    std::optional<SecondWindow> wanted;
    {
        const std::scoped_lock lock(mutex_);
        wanted = state_.second;
        if (state_.second && drawn_.tick) state_.second->exposed = false;
        if (!wanted && !state_.second_in_use) return;
    }
    if (!wanted) {
        release_second();
        return;
    }
    if (!drawn_.tick) return;
    try {
        if (!second_)
            second_ = std::make_unique<PictureOutput>(*device_, *player_, wanted->make_surface,
                                                      wanted->output);
        if (wanted->exposed) second_->invalidate();
        second_->show(*drawn_.tick, wanted->window, drawn_.filter);
        ColorPreparation color{second_->is_preparing_color(), second_->color_failure()};
        bool is_news = false;
        {
            const std::scoped_lock lock(mutex_);
            if (state_.second_output != second_->output()) state_.second_output = second_->output();
            is_news = state_.second_color != color;
            state_.second_color = std::move(color);
        }
        if (is_news) on_shown_(); // Only the main window can say so.
    } catch (const std::exception& error) {
        const auto* vulkan = dynamic_cast<const renderer::VulkanError*>(&error);
        if (vulkan != nullptr && vulkan->result() == VK_ERROR_DEVICE_LOST) throw;
        release_second();
        const std::scoped_lock lock(mutex_);
        state_.second_failure = error.what();
    }
}

} // namespace seamline::ui
