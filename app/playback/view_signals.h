// app/playback/view_signals.h: the tables through which scopes see what a display shows.
#pragma once

#include "app/playback/player.h"
#include "renderer/scopes/view_signal.h"

#include <functional>
#include <memory>
#include <string>

namespace seamline::playback {

/// What a source is shown through in the main window, and how its frames are stored.
struct ViewSubject {
    color::SourceColor color; ///< `input_space` is named.
    color::ViewColor view;
    bool is_linear_rgb = false; ///< R'G'B' or grey in a scene-linear space: see renderer::ViewAxis.

    friend bool operator==(const ViewSubject&, const ViewSubject&) = default;
};

/// None while the player does not know the input space yet or `frame` has no R'G'B'.
std::optional<ViewSubject> view_subject(const Player& player, const session::Source& source,
                                        const renderer::CachedFrame& frame);

/// Blocks: up to half a second. Errors: as for color::ColorProcessor::viewed.
Result<std::shared_ptr<const renderer::ViewSignal>>
make_view_signal(const color::ColorConfig& config, const ViewSubject& subject);

/// Makes signals on a worker thread and remembers the last ones. While another is made for a source
/// the last one is given, so that scopes go on while a slider is dragged.
///
/// Threads: every function is safe.
class ViewSignals {
public:
    /// `changed` is called on the worker thread, without a lock, whenever one was made.
    explicit ViewSignals(std::function<void()> changed);
    ~ViewSignals();
    ViewSignals(const ViewSignals&) = delete;
    ViewSignals& operator=(const ViewSignals&) = delete;

    struct Shown {
        std::shared_ptr<const renderer::ViewSignal> signal; ///< Null: none was made yet.
        std::string error; ///< Why there is none, one line; empty while it is being made.
    };
    /// Asks for what is missing; never waits for it.
    Shown shown(session::SourceKey key, const color::ColorConfig& config,
                const ViewSubject& subject);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace seamline::playback
