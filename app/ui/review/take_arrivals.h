// app/ui/review/take_arrivals.h: watches folders while the window goes on.
#pragma once

#include "app/playback/take_watch.h"
#include "app/ui/errand.h"

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace seamline::ui {

/// Each folder is looked at by threads of its own: one that does not answer holds up no other.
///
/// Threads: main thread. Nothing blocks but the end, for a moment.
class TakeArrivals {
public:
    using Clock = playback::TakeWatch::Clock;

    explicit TakeArrivals(std::chrono::milliseconds settling = std::chrono::milliseconds(2000),
                          playback::TakeWatch::Read read = playback::read_take)
        : settling_(settling), read_(std::move(read)) {}
    ~TakeArrivals();
    TakeArrivals(const TakeArrivals&) = delete;
    TakeArrivals& operator=(const TakeArrivals&) = delete;

    /// Those that stay as they are keep what is known of them.
    void watch_only(const std::vector<session::WatchedFolder>& folders);

    struct Arrival {
        std::string pattern; ///< Of its folder.
        playback::TakeWatch::Arrival what;
    };
    struct News {
        std::vector<Arrival> arrived;
        std::vector<std::filesystem::path> gone;
        std::vector<playback::TakeWatch::Broken> broken;
        bool has_looked = false; ///< `status` may be another.
    };
    /// Has folders looked at that it is time for, and returns what was found since the last call.
    News follow(Clock::time_point now, const std::shared_ptr<const review::Review>& known);

    struct Status {
        session::WatchedFolder what;
        playback::TakeWatch::Status how;
    };
    std::vector<Status> status() const; ///< In the order in which they were given.

private:
    struct Found {
        playback::TakeWatch::News news;
        playback::TakeWatch::Status status;
    };
    struct Watched {
        session::WatchedFolder what;
        std::shared_ptr<playback::TakeWatch> watch; ///< In the hands of the thread while it looks.
        Errand<Found> looking;
        Clock::time_point next{};
        playback::TakeWatch::Status status;
    };

    std::chrono::milliseconds settling_;
    playback::TakeWatch::Read read_;
    std::vector<std::unique_ptr<Watched>> watched_;
};

} // namespace seamline::ui
