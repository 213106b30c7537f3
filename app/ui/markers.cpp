#include "app/ui/markers.h"

#include <algorithm>
#include <cmath>

namespace seamline::ui {

using session::Marker;

const Marker* marker_at(const std::vector<Marker>& markers, std::int64_t tick) {
    const auto at = std::ranges::find(markers, tick, &Marker::tick);
    return at == markers.end() ? nullptr : &*at;
}

const Marker* marker_near(const std::vector<Marker>& markers, double tick, double most) {
    const auto distance = [tick](const Marker& marker) {
        return std::abs(static_cast<double>(marker.tick) - tick);
    };
    const auto at = std::ranges::min_element(markers, {}, distance);
    return at == markers.end() || distance(*at) > most ? nullptr : &*at;
}

void add_marker(session::Session& session, std::int64_t tick) {
    auto& markers = session.transport.markers;
    const auto at = std::ranges::lower_bound(markers, tick, {}, &Marker::tick);
    if (at == markers.end() || at->tick != tick) markers.insert(at, Marker{tick, ""});
}

void set_marker_note(session::Session& session, std::int64_t tick, std::string_view note) {
    add_marker(session, tick);
    const auto at = std::ranges::find(session.transport.markers, tick, &Marker::tick);
    at->note = note;
}

void delete_marker(session::Session& session, std::int64_t tick) {
    std::erase_if(session.transport.markers, [tick](const Marker& m) { return m.tick == tick; });
}

} // namespace seamline::ui
