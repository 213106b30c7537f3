// app/review/memory_store.h: events that are kept in memory alone, while there is no other place.
#pragma once

#include "app/review/event_store.h"

#include <memory>

namespace seamline::review {

/// Behaves as a store that was just made; gone with the object. What it holds can be imported into
/// another store later: ids stay the same. `where` names it in messages.
std::unique_ptr<EventStore> make_memory_store(std::string where);

} // namespace seamline::review
