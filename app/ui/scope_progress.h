// app/ui/scope_progress.h: which scopes were asked for, and which of them are not counted yet.
#pragma once

#include "renderer/scopes/scope_monitor.h"

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <vector>

namespace seamline::ui {

/// Whether a reading of `counted` also answers `asked`: the same pixels of the same frame by the
/// same signal, and at least as many scopes and waveform columns.
bool answers(const renderer::ScopeTask& counted, const renderer::ScopeTask& asked);

/// Keeps what is counted, so that another way of comparing or a scope less begins nothing anew.
class ScopeProgress {
public:
    using Clock = std::chrono::steady_clock;
    /// The number (ScopeReading::tick) of a source's newest reading; none before the first.
    using Finished = std::function<std::optional<std::int64_t>(std::uint64_t source)>;

    /// Asks for `tasks`, one for each source, and for no others any more; of sources in `waiting`,
    /// which cannot be asked for yet, what was asked for last stays. Returns what is to be counted
    /// under `number`, which must be a new one; empty: all is there.
    std::vector<renderer::ScopeTask> ask(std::vector<renderer::ScopeTask> tasks,
                                         std::span<const std::uint64_t> waiting,
                                         std::int64_t number, const Finished& finished,
                                         Clock::time_point now);
    void clear();

    bool is_empty() const { return asked_.empty(); }
    bool is_waiting(const Finished& finished) const;
    /// How long reading `shown` of a source has not been what was asked for; 0: it is.
    Clock::duration age(std::uint64_t source, std::int64_t shown, Clock::time_point now) const;
    std::vector<std::uint64_t> sources() const;

private:
    struct Asked {
        renderer::ScopeTask task;
        std::int64_t number = 0;
    };
    struct Change {
        std::int64_t number = 0;
        Clock::time_point at;
    };
    const Asked* find(std::uint64_t source) const;

    std::vector<Asked> asked_;
    std::map<std::uint64_t, std::deque<Change>> changes_; ///< Of each source, newest last.
};

} // namespace seamline::ui
