// Picture tools in RenderLoop: nobody waits for their shaders without being told.
#include "app/ui/render_loop.h"

#include <algorithm>

namespace seamline::ui {
namespace {

using playback::Nanoseconds;

/// The interface is given so long to say it.
constexpr Nanoseconds kNotice = 300'000'000;

} // namespace

bool RenderLoop::is_preparing_tools() const {
    const std::scoped_lock lock(mutex_);
    return state_.is_preparing_tools;
}

bool RenderLoop::are_tools_due() const {
    if (!tools_until_) return false;
    const bool is_said = drawn_.frame != nullptr && drawn_.frame->says_preparing_tools;
    return is_said || player_->now() >= *tools_until_;
}

Nanoseconds RenderLoop::tools_due(Nanoseconds until) const {
    if (!tools_until_) return until;
    return are_tools_due() ? player_->now() : std::min(until, *tools_until_);
}

void RenderLoop::hold_back_tools(renderer::WindowPresenter& presenter,
                                 renderer::Composition& shown) {
    const bool is_on = shown.tools.shown.any() && shown.tools.shown != drawn_.tools.shown;
    if (is_on && !presenter.has_pipelines(shown)) {
        if (!tools_until_) tools_until_ = player_->now() + kNotice;
    } else {
        tools_until_.reset();
    }
    if (are_tools_due()) tools_until_.reset();
    if (tools_until_)
        shown.tools = drawn_.tools;
    else
        drawn_.tools = shown.tools;
    const std::scoped_lock lock(mutex_);
    state_.is_preparing_tools = tools_until_.has_value();
}

} // namespace seamline::ui
