// What the windows take: 8 bit, 10 bit or HDR.
#include "app/ui/application.h"

#include <algorithm>

namespace seamline::ui {

using playback::Viewport;
using renderer::WindowOutput;

/// All that draws is made for one format: it is made anew.
void Application::set_output(Viewport viewport, WindowOutput output) {
    frames_wanted_ = std::max(frames_wanted_, 2);
    if (viewport == Viewport::Second) {
        preferences_.second_output = output;
        if (!second_window_) return;
        loop_->close_second();
        attach_second();
        return;
    }
    if (export_->running()) {
        say(ToastKind::Warning, "The output can be changed when the export is done.");
        return;
    }
    output_ = preferences_.output = output;
    rescale(state_.scale);
}

/// The next one that is offered.
void Application::step_output(Viewport viewport) {
    const bool second = viewport == Viewport::Second;
    const std::optional<renderer::OutputState> state =
        second ? loop_->second_output() : loop_->output();
    if (!state) {
        say(ToastKind::Notice,
            "There is no second window; " + keys_.keys_text(Action::SecondDisplay) + " opens one.");
        return;
    }
    const auto count = state->options.size();
    const auto used = static_cast<std::size_t>(state->used);
    for (std::size_t i = 1; i < count; ++i) {
        const renderer::OutputOption& option = state->options[(used + i) % count];
        if (!option.is_offered()) continue;
        set_output(viewport, option.output);
        return;
    }
    std::string reasons;
    for (const renderer::OutputOption& option : state->options)
        if (!option.is_offered() && reasons.find(option.objection) == std::string::npos)
            reasons += (reasons.empty() ? "" : "; ") + option.objection;
    say(ToastKind::Notice,
        std::string("Only ") + renderer::name(state->used) + " can be had: " + reasons + ".");
}

void Application::tell_output(const renderer::OutputState& output, const char* window) {
    if (output.objection.empty()) return;
    say(ToastKind::Warning, std::string(window) + " has " + renderer::name(output.used) + ": " +
                                output.objection + ".");
}

} // namespace seamline::ui
