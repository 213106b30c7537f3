#include "app/interchange/fcpxml_items.h"

#include "app/interchange/numbers.h"

#include <algorithm>
#include <set>

namespace seamline::interchange::fcpxml {
namespace {

/// The picture of a clip or synchronised clip that holds its content.
pugi::xml_node content_of(const pugi::xml_node& item) {
    pugi::xml_node from =
        item.child("spine") && !item.child("spine").attribute("lane") ? item.child("spine") : item;
    pugi::xml_node sound;
    for (const pugi::xml_node& child : from.children()) {
        if (child.attribute("lane")) continue;
        if (kind(child) == "video" || kind(child) == "asset-clip" || kind(child) == "clip")
            return kind(child) == "clip" ? content_of(child) : child;
        if (kind(child) == "audio" && !sound) sound = child;
    }
    return sound;
}

} // namespace

bool is_item(const pugi::xml_node& node) {
    static const std::set<std::string_view> kItems = {
        "asset-clip", "clip",      "video",   "audio",    "gap",   "title",
        "ref-clip",   "sync-clip", "mc-clip", "audition", "spine", "caption"};
    return kItems.contains(kind(node));
}

pugi::xml_node shown_item(const pugi::xml_node& item) {
    if (kind(item) != "audition") return item;
    for (const pugi::xml_node& take : item.children())
        if (is_item(take) && kind(take) != "audition") return take;
    return item;
}

pugi::xml_node ItemReader::resource(const std::string& id) const {
    const auto found = resources_.find(id);
    return found == resources_.end() ? pugi::xml_node{} : found->second;
}

void ItemReader::note(const pugi::xml_node& node, const std::string& what) {
    if (edit_.notes.size() < 10'000)
        edit_.notes.push_back({"line " + std::to_string(xml_.line(node)), what});
}

Rational ItemReader::duration_of(const pugi::xml_node& item) const {
    if (const auto stated = seconds(item.attribute("duration").value())) return *stated;
    const pugi::xml_node asset = resource(item.attribute("ref").value());
    if (const auto whole = seconds(asset.attribute("duration").value())) return *whole;
    return seconds(asset.child("sequence").attribute("duration").value()).value_or(Rational(0));
}

Rational ItemReader::local_start(const pugi::xml_node& item, const Source& source) const {
    if (const auto start = seconds(item.attribute("start").value())) return *start;
    const bool direct =
        kind(item) == "asset-clip" || kind(item) == "video" || kind(item) == "audio";
    if (direct && !item.child("timeMap") && source.media && source.media->start)
        return source.media->start->seconds();
    return Rational(0);
}

MediaReference ItemReader::media_of(const pugi::xml_node& asset, const Format& format) const {
    MediaReference media;
    media.key = "DEFAULT_MEDIA";
    media.name = asset.attribute("name").value();
    media.url = asset.child("media-rep").attribute("src").value();
    if (media.url.empty()) media.url = asset.attribute("src").value();
    const Rational rate = format.rate ? format.rate : edit_.rate;
    if (const auto start = seconds(asset.attribute("start").value()))
        media.start = RationalTime{*start * rate, rate};
    const auto duration = seconds(asset.attribute("duration").value());
    if (duration && *duration > Rational(0)) media.duration = RationalTime{*duration * rate, rate};
    for (const pugi::xml_node& entry : asset.child("metadata").children("md")) {
        const std::string_view key = entry.attribute("key").value();
        if (key == "com.apple.proapps.studio.reel") media.reel = entry.attribute("value").value();
        if (key == "com.seamline.generator") media.generator = entry.attribute("value").value();
        if (key == "com.seamline.take") media.key = entry.attribute("value").value();
    }
    return media;
}

Source ItemReader::source_of(const pugi::xml_node& item, const Rational& duration) {
    Source out;
    const std::string_view name = kind(item);
    const pugi::xml_node inner = name == "clip" || name == "sync-clip" ? content_of(item) : item;
    const pugi::xml_node target = resource(inner.attribute("ref").value());
    if (kind(target) == "asset") {
        out.format = format_of(resource(target.attribute("format").value()));
        out.media = media_of(target, out.format);
        out.video = std::string_view(target.attribute("hasVideo").value()) != "0" &&
                    (target.attribute("hasVideo") || !target.attribute("hasAudio"));
        out.audio = std::string_view(target.attribute("hasAudio").value()) == "1";
    }
    if (name == "gap") return out;
    if (kind(inner) == "video") out.audio = out.audio && inner.child("audio");
    if (kind(inner) == "audio") out.video = false, out.audio = true;
    const std::string_view enable = item.attribute("srcEnable").value();
    if (enable == "video") out.audio = false;
    if (enable == "audio") out.video = false;
    if (name == "title" || name == "caption")
        out.unsupported = std::string(name) + " " + item.attribute("name").value();
    else if (name == "mc-clip")
        out.unsupported = "multicam clip: export its active angle as a clip";
    else if (name == "ref-clip")
        out.compound = target.child("sequence");
    else if (!out.media)
        out.unsupported = kind(target) == "effect"
                              ? "generator " + std::string(target.attribute("name").value())
                              : "no medium stated";
    map_time(item, inner, duration, out);
    return out;
}

/// Local time of the item to media time, through the clip that it may hold.
void ItemReader::map_time(const pugi::xml_node& item, const pugi::xml_node& inner,
                          const Rational& duration, Source& out) {
    const Rational from = local_start(item, out);
    out.line = time_line(item, from, from + duration);
    if (inner != item && inner) {
        const Rational head =
            out.media && out.media->start ? out.media->start->seconds() : Rational(0);
        const Rational offset = seconds(inner.attribute("offset").value()).value_or(Rational(0));
        const Rational inner_start = seconds(inner.attribute("start").value()).value_or(head);
        const TimeLine deeper = time_line(inner, inner_start, inner_start + duration);
        out.line.media = deeper.at(inner_start + out.line.media - offset);
        out.line.speed = out.line.speed * deeper.speed;
        if (out.line.unsupported.empty()) out.line.unsupported = deeper.unsupported;
    }
    conform_rate(item, out);
    // Time maps in each other multiply.
    constexpr Rational kLatest{1'000'000'000};
    if (out.line.speed > EditLimits::kSpeed || out.line.speed < -EditLimits::kSpeed ||
        out.line.media > kLatest || out.line.media < -kLatest)
        out.line = {from, from, Rational(1), "speed over 1,000,000 %: shown at 100 %"};
}

/// A medium of nearly the sequence's rate is shown frame for frame, unless switched off.
void ItemReader::conform_rate(const pugi::xml_node& item, Source& out) {
    const pugi::xml_node conform = item.child("conform-rate");
    if (!conform || std::string_view(conform.attribute("scaleEnabled").value()) == "0") return;
    static const std::map<std::string_view, Rational> kRates = {
        {"23.98", {24000, 1001}}, {"24", 24}, {"25", 25},
        {"29.97", {30000, 1001}}, {"30", 30}, {"50", 50},
        {"59.94", {60000, 1001}}, {"60", 60}};
    const auto stated = kRates.find(conform.attribute("srcFrameRate").value());
    const Rational rate = stated != kRates.end() ? stated->second : out.format.rate;
    if (!rate || rate == edit_.rate) return;
    const Rational ratio = edit_.rate / rate;
    if (ratio > Rational(21, 20) || ratio < Rational(20, 21)) return;
    const Rational head = out.media && out.media->start ? out.media->start->seconds() : Rational(0);
    out.line.media = head + (out.line.media - head) * ratio;
    out.line.speed = out.line.speed * ratio;
    note(item, "rate conform of " + rate.text() + " to " + edit_.rate.text() +
                   ": each of its frames is shown once");
}

Event ItemReader::event_of(const pugi::xml_node& item, const Source& source, const Rational& record,
                           const Rational& start, const Rational& duration) {
    Event event;
    event.name = item.attribute("name").value();
    event.enabled = std::string_view(item.attribute("enabled").value()) != "0";
    event.record_in = frames(record);
    event.duration = frames(record + duration) - event.record_in;
    event.place = xml_place(item);
    if (Rational(event.record_in) != record * edit_.rate)
        note(item, "starts between two frames: moved to the nearest");
    if (kind(item) == "gap") {
        event.kind = EventKind::Gap;
    } else {
        const Rational rate = source.format.rate ? source.format.rate : edit_.rate;
        event.source_start = {source.line.media * rate, rate};
        event.speed = source.line.speed;
        if (source.media) event.media.push_back(*source.media);
        for (const std::string& what : {source.line.unsupported, source.unsupported})
            if (!what.empty()) event.unsupported.push_back(what);
        read_adjustments(item, source.format, format_, event);
        for (const pugi::xml_node& entry : item.child("metadata").children("md")) {
            const std::string_view key = entry.attribute("key").value();
            const std::string_view value = entry.attribute("value").value();
            if (key == "com.seamline.origin")
                event.origin = value == "generated" ? Origin::Generated : Origin::LiveAction;
            if (key == "com.seamline.placement")
                event.placement =
                    value == "bookend" ? PlacementMark::Bookend : PlacementMark::Inside;
        }
    }
    read_markers(item, record, start, event);
    return event;
}

void ItemReader::read_markers(const pugi::xml_node& item, const Rational& record,
                              const Rational& start, Event& event) {
    for (const pugi::xml_node& element : item.children()) {
        const bool chapter = kind(element) == "chapter-marker";
        if (kind(element) != "marker" && !chapter) continue;
        const auto at = seconds(element.attribute("start").value());
        if (!at) {
            note(element, "marker without start: left out");
            continue;
        }
        EditMarker marker;
        marker.record = frames(record + *at - start);
        marker.duration = std::max<std::int64_t>(
            frames(seconds(element.attribute("duration").value()).value_or(Rational(0))), 1);
        marker.name = element.attribute("value").value();
        marker.note = element.attribute("note").value();
        // As Final Cut shows them: red to do, green done, orange chapters.
        const std::string_view completed = element.attribute("completed").value();
        marker.color = chapter            ? "ORANGE"
                       : completed == "0" ? "RED"
                       : completed == "1" ? "GREEN"
                                          : "";
        event.markers.push_back(std::move(marker));
    }
}

void ItemReader::read_takes(const pugi::xml_node& audition, const pugi::xml_node& active,
                            Event& event) {
    for (const pugi::xml_node& take : audition.children()) {
        if (!is_item(take) || take == active) continue;
        const Source source = source_of(take, duration_of(take));
        if (event.media.size() >= EditLimits::kTakes) {
            note(audition, "more than " + std::to_string(EditLimits::kTakes) +
                               " takes: the rest is left out");
            break;
        }
        if (!source.media) {
            event.unsupported.push_back("take " + std::string(take.attribute("name").value()) +
                                        " without medium");
            continue;
        }
        Event own;
        read_adjustments(take, source.format, format_, own);
        MediaReference media = *source.media;
        const Rational rate = source.format.rate ? source.format.rate : edit_.rate;
        const RationalTime start{source.line.media * rate, rate};
        if (!(start == event.source_start)) media.source_start = start;
        if (source.line.speed != event.speed) media.speed = source.line.speed;
        if (!(own.reframe == event.reframe)) media.reframe = own.reframe;
        for (const std::string& what : own.unsupported)
            event.unsupported.push_back("take " + media.name + ": " + what);
        event.media.push_back(std::move(media));
    }
    std::set<std::string> keys;
    for (std::size_t i = 0; i < event.media.size(); ++i) {
        std::string& key = event.media[i].key;
        if (key == "DEFAULT_MEDIA" && !event.media[i].name.empty()) key = event.media[i].name;
        const std::string stem = key;
        for (int n = 2; !keys.insert(key).second; ++n) key = stem + " " + std::to_string(n);
    }
}

} // namespace seamline::interchange::fcpxml
