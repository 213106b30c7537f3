// app/ui/markers.h: changes to a session's markers.
#pragma once

#include "app/session/session.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace seamline::ui {

/// The marker at exactly this tick; null: none.
const session::Marker* marker_at(const std::vector<session::Marker>& markers, std::int64_t tick);
/// The marker nearest to `tick` and not farther than `most` ticks; null: none.
const session::Marker* marker_near(const std::vector<session::Marker>& markers, double tick,
                                   double most);

/// Marks `tick` unless it is marked, and keeps the markers sorted.
void add_marker(session::Session& session, std::int64_t tick);
/// Marks `tick` if it is not, and gives the marker this note.
void set_marker_note(session::Session& session, std::int64_t tick, std::string_view note);
void delete_marker(session::Session& session, std::int64_t tick);

} // namespace seamline::ui
