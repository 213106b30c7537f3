// tests/support/edits.h: edits for tests, written as short as an edit list.
#pragma once

#include "app/interchange/edit.h"
#include "app/session/session.h"

#include <filesystem>
#include <memory>
#include <string>

namespace seamline::test {

/// An event at the end of `track` that shows `file` from its frame `source_in` (at `media_rate`).
/// `speed` < 0: `source_in` is the exclusive out.
interchange::Event& add_clip(interchange::Track& track, const std::filesystem::path& file,
                             Rational media_rate, std::int64_t source_in, std::int64_t duration,
                             Rational speed = Rational(1));
interchange::Event& add_gap(interchange::Track& track, std::int64_t duration);

/// A source of a session that is this edit.
session::Source cut_source(interchange::Edit edit);

} // namespace seamline::test
