#include "app/ui/picture_output.h"

#include "renderer/vulkan/check.h"

#include <utility>

namespace seamline::ui {
namespace {

using renderer::PresentOutcome;

constexpr playback::Nanoseconds kRestWhenLate = 400'000'000;

} // namespace

PictureOutput::PictureOutput(const renderer::Device& device, playback::Player& player,
                             MakeSurface make_surface, renderer::WindowOutput wanted)
    : player_(&player), make_surface_(std::move(make_surface)),
      presenter_(device, make_surface_(), player.cache(), false, wanted) {
    player_->set_hdr(playback::Viewport::Second, renderer::is_hdr(output().used));
}

void PictureOutput::show(const playback::Tick& tick, Extent window, renderer::ResizeFilter filter) {
    stale_ = stale_ || window != window_ || presenter_.has_new_colors();
    const playback::Nanoseconds now = player_->now();
    if (!stale_ || now < not_before_ || window.width <= 0 || window.height <= 0) return;
    renderer::PresentRequest request;
    request.window = window;
    request.viewer = {0, 0, window.width, window.height};
    renderer::Composition picture;
    if (!tick.choices.empty()) {
        picture = player_->compose(tick, window, filter, playback::Viewport::Second);
        request.picture = &picture;
        request.signal =
            player_->signal(playback::Viewport::Second).value_or(color::DisplaySignal{});
    }
    const PresentOutcome outcome = present(request);
    window_ = window;
    stale_ = outcome == PresentOutcome::Late;
    if (stale_) not_before_ = now + kRestWhenLate;
}

PresentOutcome PictureOutput::present(const renderer::PresentRequest& request) {
    try {
        return presenter_.present(request);
    } catch (const renderer::VulkanError& error) {
        if (error.result() != VK_ERROR_SURFACE_LOST_KHR) throw;
        presenter_.replace_surface(make_surface_());
        player_->set_hdr(playback::Viewport::Second, renderer::is_hdr(output().used));
        return presenter_.present(request);
    }
}

} // namespace seamline::ui
