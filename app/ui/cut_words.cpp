// What the events of a cut are called in lists and tooltips.
#include "app/interchange/event_source.h"
#include "app/ui/cut_table.h"

#include <cstdio>

namespace seamline::ui {
namespace {

using interchange::Event;
using interchange::EventKind;
using interchange::MediaReference;

std::string times_words(const CutTable& table, const Event& event) {
    const auto [in, out] = interchange::source_range(event, table.edit().rate);
    return "\nrecord " + table.timecode(event.record_in) + " to " +
           table.timecode(event.record_out()) + ", " + std::to_string(event.duration) +
           (event.duration == 1 ? " frame" : " frames") + "\nsource " +
           interchange::source_timecode(in, table.edit()) + " to " +
           interchange::source_timecode(out, table.edit());
}

std::string take_words(const Event& event) {
    const MediaReference* take = event.active_media();
    if (take == nullptr) return "\noffline: no medium is named";
    std::string words;
    if (event.media.size() > 1) {
        words = "\ntake " + std::to_string(event.active + 1) + " of " +
                std::to_string(event.media.size());
        if (!take->name.empty()) words += ": " + take->name;
    }
    if (!take->generator.empty()) words += "\n" + take->generator;
    if (!take->path.empty()) return words + "\n" + take->path.native();
    const std::string& named = take->url.empty() ? take->name : take->url;
    return words + "\noffline" + (named.empty() ? "" : ": " + named);
}

} // namespace

const char* name(interchange::Origin origin) {
    switch (origin) {
    case interchange::Origin::Unknown:
        return "";
    case interchange::Origin::Generated:
        return "generated";
    case interchange::Origin::LiveAction:
        return "live action";
    }
    return "";
}

const char* name(Placement placement) {
    switch (placement) {
    case Placement::Inside:
        return "inside";
    case Placement::Bookend:
        return "bookend";
    case Placement::Hidden:
        return "hidden";
    }
    return "";
}

std::string speed_words(const Rational& speed) {
    if (speed == Rational(1)) return "";
    if (speed == Rational(0)) return "freeze";
    if (speed == Rational(-1)) return "rev";
    std::array<char, 32> text{};
    const bool backwards = speed < Rational(0);
    std::snprintf(text.data(), text.size(), backwards ? "rev %.4g %%" : "%.4g %%",
                  (backwards ? -speed : speed).value() * 100);
    return text.data();
}

std::string event_words(const CutTable& table, const playback::EventPlace& place) {
    const Event& event = playback::event_at(table.edit(), place);
    const std::string track = table.track_name(place.track);
    if (event.kind == EventKind::Gap)
        return "gap on " + track + "\nrecord " + table.timecode(event.record_in) + " to " +
               table.timecode(event.record_out());
    std::string words = (event.name.empty() ? "unnamed event" : event.name) + "  (" + track + ")";
    words += times_words(table, event) + take_words(event);
    const MediaReference* take = event.active_media();
    const std::string speed =
        speed_words(take != nullptr && take->speed ? *take->speed : event.speed);
    if (!speed.empty()) words += "\nspeed: " + speed;
    if (event.origin != interchange::Origin::Unknown) {
        words += std::string("\n") + name(event.origin);
        const auto row = table.row_of(place);
        if (row && table.rows()[*row].placement != Placement::Hidden &&
            event.origin == interchange::Origin::Generated)
            words += std::string(", ") + name(table.rows()[*row].placement);
    }
    if (!event.enabled) words += "\ndisabled";
    if (!table.edit().tracks[place.track].enabled) words += "\non a track that is switched off";
    if (event.cdl) words += "\nwith a CDL of its own";
    for (const std::string& what : event.unsupported) words += "\nnot shown: " + what;
    return words;
}

} // namespace seamline::ui
