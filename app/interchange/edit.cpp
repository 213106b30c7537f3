#include "app/interchange/edit.h"

#include <algorithm>

namespace seamline::interchange {

std::int64_t Edit::duration() const {
    std::int64_t end = 0;
    for (const Track& track : tracks)
        if (!track.events.empty()) end = std::max(end, track.events.back().record_out());
    return end;
}

} // namespace seamline::interchange
