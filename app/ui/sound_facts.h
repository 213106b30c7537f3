// app/ui/sound_facts.h: where a source's sound is heard, and why it is not.
#pragma once

#include "app/session/session.h"

#include <cstdint>
#include <string>

namespace seamline::ui {

/// The sample (48 kHz) of a source that is heard at this session time; may lie outside of it.
std::int64_t sample_at(const session::Source& source, Rational session_s);

/// What decides whether a source is heard, beyond the session.
struct Listening {
    std::string device_problem; ///< Why no sound leaves the program; empty: it does.
    Rational speed{1};          ///< Of the transport; asked even while it pauses.
};

/// Why this source cannot be heard as things stand, one line; empty when it can.
std::string why_silent(const session::Session& session, const session::Source& source,
                       const Listening& listening);

} // namespace seamline::ui
