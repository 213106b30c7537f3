// What RenderLoop does while nothing is to be drawn.
#include "app/ui/render_loop.h"
#include "renderer/vulkan/check.h"

#include <algorithm>

namespace seamline::ui {
namespace {

using playback::Nanoseconds;

/// How long nothing has changed when pipelines are made: who steps, drags or points is not kept
/// waiting.
constexpr Nanoseconds kQuiet = 150'000'000;

} // namespace

Nanoseconds RenderLoop::prepare_ahead(renderer::WindowPresenter& presenter, Nanoseconds until) {
    if (!drawn_.tick || drawn_.target.width <= 0 || drawn_.target.height <= 0) return INT64_MAX;
    {
        const std::scoped_lock lock(mutex_);
        if (state_.held || !state_.jobs.empty()) return INT64_MAX;
    }
    const Nanoseconds now = player_->now();
    const Nanoseconds touched = std::max(drawn_.changed_at, drawn_.interface_at);
    if (player_->transport().playing()) {
        const bool fits = pipeline_cost_ > 0 && until - now > 2 * pipeline_cost_;
        if (!fits) return INT64_MAX;
    } else if (now - touched < kQuiet) {
        return touched + kQuiet;
    }
    // What is shown while playing; the filter of pictures at rest may take its time.
    const renderer::ResizeFilter filter =
        device_->is_cpu() ? renderer::ResizeFilter::Bilinear : renderer::ResizeFilter::Lanczos;
    const bool made = prepare_one(presenter, filter);
    if (made) pipeline_cost_ = std::max(pipeline_cost_, player_->now() - now);
    const std::scoped_lock lock(mutex_);
    state_.pipelines = {made_pipelines(presenter), !made};
    return made ? now : INT64_MAX;
}

std::size_t RenderLoop::made_pipelines(const renderer::WindowPresenter& presenter) const {
    return presenter.pipelines() + (second_ ? second_->pipelines() : 0);
}

bool RenderLoop::prepare_one(renderer::WindowPresenter& presenter, renderer::ResizeFilter filter) {
    const auto one_of = [&](WarmUp& ahead, auto& output, Extent target) {
        while (const auto picture = ahead.next(*player_, target, filter)) {
            const std::size_t before = output.pipelines();
            try {
                if (output.prepare(*picture)) ahead.pass();
            } catch (const renderer::VulkanError& error) {
                if (error.result() == VK_ERROR_DEVICE_LOST) throw;
                ahead.pass(); // E.g. no memory for it now: whoever asks for it is told then.
            }
            if (output.pipelines() != before) return true;
        }
        return false;
    };
    if (one_of(warm_up_, presenter, drawn_.target)) return true;
    const bool second = second_ && second_->window().width > 0 && second_->window().height > 0;
    return second && one_of(second_warm_up_, *second_, second_->window());
}

} // namespace seamline::ui
