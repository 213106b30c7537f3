// app/cli/bench_pacing.h: a player's ticks on the refreshes of a display that is not there.
#pragma once

#include "app/playback/frame_pacer.h"
#include "app/playback/player.h"
#include "app/playback/virtual_display.h"

#include <nlohmann/json.hpp>

#include <cstdint>

namespace seamline::cli {

/// Times ticks as the window does where the display tells when it shows them: same pacer, another
/// display. Made when playing starts.
///
/// Threads: confined to one.
class BenchPacing {
public:
    /// The virtual display refreshes just now; it is taken to have run before, so that its refresh
    /// is known.
    BenchPacing(playback::Player& player, double refresh_hz);

    /// What is to be done now.
    struct Turn {
        playback::Transport transport;
        playback::FramePlan plan;
        playback::Nanoseconds now = 0;
        playback::Nanoseconds at = 0; ///< The tick to look up is due then.
        bool is_due = false;          ///< That tick is to be shown; else it is on the screen.
    };
    Turn turn();
    /// Sleeps until there is something to do, at most 5 ms: a transport that ends tells nobody.
    void wait(const Turn& turn);
    /// The tick of a turn was finished just now. Tells the player. Sleeps until the refresh before
    /// the planned one: a display that is handed a picture earlier shows it too soon.
    void finished(const Turn& turn, const playback::Tick& tick);

    /// refresh_hz, vsync_jitter, mistimed, delayed, present_wait. Jitter is how late the
    /// program woke up for a refresh: root mean square, in refreshes.
    nlohmann::json report() const;

private:
    playback::Player& player_;
    double refresh_hz_;
    playback::VirtualDisplay display_;
    playback::VsyncEstimator estimator_;
    playback::FramePacer pacer_;
    playback::Nanoseconds lead_ = 0; ///< That a tick takes, as a mean of the last ones.
    double wake_squares_ = 0;
    std::int64_t wakes_ = 0;
};

} // namespace seamline::cli
