// Scopes in RenderLoop: asked for after the picture, shown when they are there.
#include "app/ui/render_loop.h"

#include <algorithm>

namespace seamline::ui {
namespace {

using playback::Nanoseconds;

constexpr Nanoseconds kScopePoll = 4'000'000;

bool same_frames(const std::optional<playback::Tick>& a, const playback::Tick& b) {
    return a && std::ranges::equal(a->choices, b.choices, [](const auto& x, const auto& y) {
               return x.key == y.key && x.cached == y.cached;
           });
}

} // namespace

Nanoseconds RenderLoop::follow_scopes(const InterfaceFrame& frame, Nanoseconds until) {
    if (!drawn_.tick) return until;
    const bool is_asked = drawn_.scopes_order == frame.scopes &&
                          drawn_.scopes_revision == drawn_.revision &&
                          same_frames(drawn_.scopes_tick, *drawn_.tick) &&
                          !scopes_->has_new_signal();
    if (!is_asked) {
        drawn_.scopes_order = frame.scopes;
        drawn_.scopes_revision = drawn_.revision;
        drawn_.scopes_tick = drawn_.tick;
        scopes_->follow(*player_, *drawn_.tick, frame.scopes);
    }
    if (frame.scopes.views.empty()) {
        const std::scoped_lock lock(mutex_);
        state_.scopes = {};
        return until;
    }
    ScopeReport report = scopes_->report(player_->transport().playing());
    bool is_news = false;
    {
        const std::scoped_lock lock(mutex_);
        std::swap(state_.scopes, report); // What was there is let go of outside the lock.
        is_news = state_.scopes.old != report.old || state_.scopes.undrawn != report.undrawn;
    }
    if (is_news) on_shown_(); // The panel says so, though nothing else is to be drawn.
    return scopes_->is_waiting() ? std::min(until, player_->now() + kScopePoll) : until;
}

ScopeReport RenderLoop::scopes() const {
    const std::scoped_lock lock(mutex_);
    return state_.scopes;
}

} // namespace seamline::ui
