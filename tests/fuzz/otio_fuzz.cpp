// tests/fuzz/otio_fuzz.cpp: the OpenTimelineIO reader must accept or refuse any bytes, and what it
// accepts must survive being written and read again, as it is and changed.
#include "app/interchange/edit_changes.h"
#include "app/interchange/otio.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

using namespace seamline;
using namespace seamline::interchange;

void require(bool condition) {
    if (!condition) std::abort();
}

bool same_cut(const Track& a, const Track& b) {
    return std::ranges::equal(a.events, b.events, [](const Event& x, const Event& y) {
        return x.kind == y.kind && x.record_in == y.record_in && x.duration == y.duration &&
               x.name == y.name && x.source_start == y.source_start && x.speed == y.speed;
    });
}

void require_round_trip(const Edit& edit, std::size_t index, OtioProfile profile) {
    const auto written = write_otio(edit, {.profile = profile});
    require(written.has_value());
    const auto again = read_otio(written.value().text, "again.otio");
    require(again.has_value());
    const bool is_new = edit.document->place == "-";
    const Edit& second = again.value().at(is_new ? 0 : index);
    // A length in another rate may be stated anew where the edit is written from nothing.
    if (!is_new)
        require(std::ranges::equal(edit.tracks, second.tracks, same_cut));
    changes_between(edit, second);
}

/// Does what an editor would.
void change(Edit& edit) {
    for (Track& track : edit.tracks) {
        if (track.events.empty()) continue;
        Event& last = track.events.back();
        if (last.duration > 1) --last.duration;
        Event& first = track.events.front();
        if (first.media.size() > 1) first.active = (first.active + 1) % first.media.size();
        first.speed = -first.speed;
        first.markers.push_back({.record = first.record_in, .name = "new"});
        if (track.events.size() > 3) track.events.erase(track.events.begin() + 1);
    }
    if (!edit.markers.empty()) edit.markers.erase(edit.markers.begin());
    edit.markers.push_back({.record = 3, .note = "new"});
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto edits = read_otio({reinterpret_cast<const char*>(data), size}, "fuzz.otio");
    if (!edits) {
        const std::string& message = edits.error().message;
        require(message.starts_with("fuzz.otio: ") && message.find('\n') == std::string::npos);
        return 0;
    }
    for (std::size_t i = 0; i < std::min<std::size_t>(edits.value().size(), 4); ++i) {
        Edit edit = edits.value()[i];
        require_round_trip(edit, i, OtioProfile::Full);
        require_round_trip(edit, i, OtioProfile::NleSafe);
        change(edit);
        const auto written = write_otio(edit);
        require(written.has_value() && read_otio(written.value().text, "changed.otio").has_value());
    }
    return 0;
}
