// Outputs and exact colours in RenderLoop.
#include "app/ui/render_loop.h"
#include "renderer/picture_identity.h"

namespace seamline::ui {

void RenderLoop::note_output(const renderer::WindowPresenter& presenter) {
    player_->set_hdr(playback::Viewport::Main, renderer::is_hdr(presenter.output().used));
    const std::scoped_lock lock(mutex_);
    state_.output = presenter.output();
}

bool RenderLoop::can_be_exact(const playback::Tick& tick) const {
    return device_->is_cpu() && !tick.choices.empty() &&
           player_->has_exact_colors(tick, playback::Viewport::Main);
}

renderer::Composition RenderLoop::exact_picture(const playback::Tick& tick,
                                                const renderer::Composition& composition) {
    renderer::Composition wanted = player_->compose(tick, composition.target, composition.filter,
                                                    playback::Viewport::Main, true);
    wanted.background = composition.background;
    wanted.empty = composition.empty;
    wanted.tools = composition.tools; // Some may be held back.
    if (exact_wanted_ && renderer::is_same_picture(*exact_wanted_, wanted)) return exact_;
    exact_ = offscreen_->with_host_color(wanted);
    exact_wanted_ = std::move(wanted);
    return exact_;
}

} // namespace seamline::ui
