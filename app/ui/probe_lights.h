// app/ui/probe_lights.h: the light meters of the sources under the pixel probe.
#pragma once

#include "app/session/session.h"
#include "app/ui/errand.h"
#include "app/ui/light_meter.h"

#include <map>
#include <memory>
#include <optional>
#include <string>

namespace seamline::ui {

/// Makes meters on threads that nobody waits for: a LUT may lie on a network. A meter of another
/// colour than the one asked for is never given.
///
/// Threads: main thread.
class ProbeLights {
public:
    struct Subject {
        color::ColorConfig config;
        color::SourceColor source; ///< With the input space that is in use.
        color::ViewColor view;
    };
    struct Reading {
        std::shared_ptr<const LightMeter> meter; ///< Null: being made, or there is an `error`.
        std::string error;                       ///< One line.
    };
    ~ProbeLights();

    Reading find(session::SourceKey key, const Subject& subject);
    /// Something is on its way: ask again soon.
    bool is_waiting() const;
    void forget(session::SourceKey key) { entries_.erase(key); }

private:
    struct Answer {
        Subject of;
        Reading reading;
    };
    struct Entry {
        std::optional<Answer> answer;
        Errand<Answer> making;
    };

    std::map<session::SourceKey, Entry> entries_;
};

} // namespace seamline::ui
