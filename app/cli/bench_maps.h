// app/cli/bench_maps.h: the difference map of a pair while it plays, as the window makes it.
#pragma once

#include "app/playback/player.h"
#include "app/playback/seam_maps.h"

#include <nlohmann/json.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>

namespace seamline::cli {

/// Asks for the map of the session's A and B, which are takes, at every tick; what comes late is
/// skipped and not counted.
///
/// Threads: confined to one.
class BenchMaps {
public:
    BenchMaps(const color::ColorConfig& config, analysis::SeamMapKind kind)
        : kind_(kind), maps_(config, [this] { count(); }) {}

    void want(const session::Session& session, const playback::Tick& tick);

    void finish() const; ///< Waits for the last map, at most ten seconds.

    /// kind, backend, asked, made, per_second, ms (of wall time between maps, up to the last),
    /// why_off (null while there are maps).
    nlohmann::json report() const;

private:
    void count(); ///< On the worker, after each answer.

    analysis::SeamMapKind kind_;
    std::chrono::steady_clock::time_point began_{}; ///< Of the first request.
    std::int64_t asked_ = 0;
    std::atomic<std::int64_t> made_ = 0;
    std::atomic<const playback::MapAnswer*> counted_ = nullptr;
    std::atomic<std::chrono::steady_clock::time_point> last_{}; ///< When a map came.
    playback::SeamMaps maps_;                                   // Last: its worker counts.
};

} // namespace seamline::cli
