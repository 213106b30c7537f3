// app/cli/bench_signals.h: the signals behind the view that a benchmark counts.
#pragma once

#include "app/playback/view_signals.h"
#include "renderer/scopes/scope_monitor.h"

#include <map>
#include <memory>
#include <vector>

namespace seamline::cli {

/// Makes each source's signal once and keeps it until the source is shown through something else.
///
/// Threads: one.
class BenchSignals {
public:
    /// Gives every task its signal. Blocks when one is new: up to half a second. Errors:
    /// Unsupported (the source has no R'G'B'); Unavailable (its colour space is unknown); as for
    /// playback::make_view_signal.
    Result<Done> give(const playback::Player& player, std::vector<renderer::ScopeTask>& tasks);

private:
    struct Made {
        playback::ViewSubject subject;
        std::shared_ptr<const renderer::ViewSignal> signal;
    };
    std::map<session::SourceKey, Made> made_;
};

} // namespace seamline::cli
