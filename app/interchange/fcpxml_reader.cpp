#include "app/interchange/event_part.h"
#include "app/interchange/fcpxml.h"
#include "app/interchange/fcpxml_clip.h"
#include "app/interchange/numbers.h"
#include "app/interchange/xml_text.h"
#include "decode/media/timecode.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

namespace seamline::interchange {
namespace {

using namespace fcpxml;

constexpr std::size_t kMostEvents = 200'000;
constexpr int kMostNests = 8;
constexpr std::size_t kMostLevels = 16;

/// Where an element stands: its parent's time `local` is at record second `record`.
struct Frame {
    Rational record{0};
    Rational local{0};
    int lane = 0;
    int depth = 0;
};

struct TrackKey {
    TrackKind kind = TrackKind::Video;
    int lane = 0;

    friend auto operator<=>(const TrackKey&, const TrackKey&) = default;
};

/// The source of one item: media, and where its frames come from at the item's local time.
struct Source {
    std::optional<MediaReference> media;
    Format format;
    TimeLine line; ///< Media seconds over the item's local time.
    bool video = true;
    bool audio = false;
    std::string unsupported;
    pugi::xml_node compound; ///< The sequence of a compound clip.
};

class ProjectReader {
public:
    ProjectReader(const XmlText& xml, const std::string& name,
                  const std::map<std::string, pugi::xml_node>& resources, std::size_t& events)
        : xml_(xml), name_(name), resources_(resources), made_(events) {}

    /// `nests`: sequences being opened, so that one that holds itself ends.
    Edit read(const pugi::xml_node& sequence, const std::string& title,
              std::set<std::string> nests) {
        open_ = std::move(nests);
        open_.insert(xml_place(sequence));
        edit_.name = title.empty() ? name_ : title;
        format_ = format_of(resource(sequence.attribute("format").value()));
        edit_.width = format_.width;
        edit_.height = format_.height;
        if (format_.rate)
            edit_.rate = format_.rate;
        else
            note(sequence, "sequence without frame duration: read at 24 frames per second");
        edit_.drop_frame = std::string_view(sequence.attribute("tcFormat").value()) == "DF" &&
                           has_drop_frame(edit_.rate);
        start_ = seconds(sequence.attribute("tcStart").value()).value_or(Rational(0));
        edit_.start_frame = (start_ * edit_.rate).round();
        read_storyline(sequence.child("spine"), {Rational(0), start_, 0, 0});
        finish();
        return std::move(edit_);
    }

private:
    pugi::xml_node resource(const std::string& id) const {
        const auto found = resources_.find(id);
        return found == resources_.end() ? pugi::xml_node{} : found->second;
    }

    static std::string_view kind(const pugi::xml_node& node) { return node.name(); }

    static bool is_item(const pugi::xml_node& node) {
        static const std::set<std::string_view> kItems = {
            "asset-clip", "clip",      "video",   "audio",    "gap",   "title",
            "ref-clip",   "sync-clip", "mc-clip", "audition", "spine", "caption"};
        return kItems.contains(kind(node));
    }

    std::int64_t frames(const Rational& time) const { return (time * edit_.rate).round(); }

    void read_storyline(const pugi::xml_node& spine, const Frame& frame) {
        Rational next = frame.local; // An item without offset follows the one before.
        for (const pugi::xml_node& item : spine.children()) {
            if (kind(item) == "transition") {
                read_transition(item, frame);
                continue;
            }
            if (!is_item(item)) continue;
            const Rational offset = offset_of(item).value_or(next);
            next = offset + read_item(item, offset, frame);
        }
    }

    /// The clip of an audition that is used; other items themselves.
    static pugi::xml_node shown(const pugi::xml_node& item) {
        if (kind(item) != "audition") return item;
        for (const pugi::xml_node& take : item.children())
            if (is_item(take) && kind(take) != "audition") return take;
        return item;
    }

    static std::optional<Rational> offset_of(const pugi::xml_node& item) {
        const auto own = seconds(item.attribute("offset").value());
        return own ? own : seconds(shown(item).attribute("offset").value());
    }

    /// Reads an item at `offset` of its parent's time; its duration in seconds.
    Rational read_item(const pugi::xml_node& element, const Rational& offset, const Frame& parent) {
        const pugi::xml_node item = shown(element);
        if (parent.depth > 64 || made_ > kMostEvents) return Rational(0);
        const Rational record = parent.record + (offset - parent.local);
        const auto stated_lane =
            whole_number((item.attribute("lane") ? item : element).attribute("lane").value());
        const int lane =
            parent.lane +
            static_cast<int>(std::clamp<std::int64_t>(stated_lane.value_or(0), -1000, 1000));
        if (kind(item) == "spine") {
            read_storyline(item, {record, Rational(0), lane, parent.depth + 1});
            return Rational(0);
        }
        const Rational duration = duration_of(item);
        const Source source = source_of(item, duration);
        const Rational start = local_start(item, source);
        if (frames(record) < -kMostFrames || frames(record + duration) > kMostFrames ||
            duration < Rational(0)) {
            note(item, "outside of every edit's time: left out");
            return Rational(0);
        }
        Event event = event_of(item, source, record, start, duration);
        if (kind(element) == "audition") read_takes(element, item, event);
        place(item, source, lane, std::move(event));
        for (const pugi::xml_node& child : item.children()) {
            if (!is_item(child) || !shown(child)) continue;
            const pugi::xml_node used = shown(child);
            if (!used.attribute("lane") && !child.attribute("lane")) continue; // Its own content.
            const Rational at = offset_of(child).value_or(start);
            read_item(child, at, {record, start, lane, parent.depth + 1});
        }
        return duration;
    }

    Rational duration_of(const pugi::xml_node& item) const {
        if (const auto stated = seconds(item.attribute("duration").value())) return *stated;
        const pugi::xml_node asset = resource(item.attribute("ref").value());
        if (const auto whole = seconds(asset.attribute("duration").value())) return *whole;
        return seconds(asset.child("sequence").attribute("duration").value()).value_or(Rational(0));
    }

    /// Where an item's local time begins.
    Rational local_start(const pugi::xml_node& item, const Source& source) const {
        if (const auto start = seconds(item.attribute("start").value())) return *start;
        const bool direct =
            kind(item) == "asset-clip" || kind(item) == "video" || kind(item) == "audio";
        if (direct && !item.child("timeMap") && source.media && source.media->start)
            return source.media->start->seconds();
        return Rational(0);
    }

    MediaReference media_of(const pugi::xml_node& asset, const Format& format) const {
        MediaReference media;
        media.key = "DEFAULT_MEDIA";
        media.name = asset.attribute("name").value();
        media.url = asset.child("media-rep").attribute("src").value();
        if (media.url.empty()) media.url = asset.attribute("src").value();
        const Rational rate = format.rate ? format.rate : edit_.rate;
        if (const auto start = seconds(asset.attribute("start").value()))
            media.start = RationalTime{*start * rate, rate};
        const auto duration = seconds(asset.attribute("duration").value());
        if (duration && *duration > Rational(0))
            media.duration = RationalTime{*duration * rate, rate};
        for (const pugi::xml_node& entry : asset.child("metadata").children("md")) {
            const std::string_view key = entry.attribute("key").value();
            if (key == "com.apple.proapps.studio.reel")
                media.reel = entry.attribute("value").value();
            if (key == "com.seamline.generator") media.generator = entry.attribute("value").value();
            if (key == "com.seamline.take") media.key = entry.attribute("value").value();
        }
        return media;
    }

    Source source_of(const pugi::xml_node& item, const Rational& duration) {
        Source out;
        const std::string_view name = kind(item);
        const pugi::xml_node inner =
            name == "clip" || name == "sync-clip" ? content_of(item) : item;
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
    void map_time(const pugi::xml_node& item, const pugi::xml_node& inner, const Rational& duration,
                  Source& out) {
        const Rational from = local_start(item, out);
        out.line = time_line(item, from, from + duration);
        if (inner != item && inner) {
            const Rational head =
                out.media && out.media->start ? out.media->start->seconds() : Rational(0);
            const Rational offset =
                seconds(inner.attribute("offset").value()).value_or(Rational(0));
            const Rational inner_start = seconds(inner.attribute("start").value()).value_or(head);
            const TimeLine deeper = time_line(inner, inner_start, inner_start + duration);
            out.line.media = deeper.at(inner_start + out.line.media - offset);
            out.line.speed = out.line.speed * deeper.speed;
            if (out.line.unsupported.empty()) out.line.unsupported = deeper.unsupported;
        }
        conform_rate(item, out);
        // Time maps in each other multiply.
        constexpr Rational kFastest{10'000};
        constexpr Rational kLatest{1'000'000'000};
        if (out.line.speed > kFastest || out.line.speed < -kFastest || out.line.media > kLatest ||
            out.line.media < -kLatest)
            out.line = {from, from, Rational(1), "speed over 1,000,000 %: shown at 100 %"};
    }

    /// A medium of nearly the sequence's rate is shown frame for frame, unless switched off.
    void conform_rate(const pugi::xml_node& item, Source& out) {
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
        const Rational head =
            out.media && out.media->start ? out.media->start->seconds() : Rational(0);
        out.line.media = head + (out.line.media - head) * ratio;
        out.line.speed = out.line.speed * ratio;
        note(item, "rate conform of " + rate.text() + " to " + edit_.rate.text() +
                       ": each of its frames is shown once");
    }

    /// The picture of a clip or synchronised clip that holds its content.
    static pugi::xml_node content_of(const pugi::xml_node& item) {
        pugi::xml_node from = item.child("spine") && !item.child("spine").attribute("lane")
                                  ? item.child("spine")
                                  : item;
        pugi::xml_node sound;
        for (const pugi::xml_node& child : from.children()) {
            if (child.attribute("lane")) continue;
            if (kind(child) == "video" || kind(child) == "asset-clip" || kind(child) == "clip")
                return kind(child) == "clip" ? content_of(child) : child;
            if (kind(child) == "audio" && !sound) sound = child;
        }
        return sound;
    }

    Event event_of(const pugi::xml_node& item, const Source& source, const Rational& record,
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
            for (const pugi::xml_node& entry : item.child("metadata").children("md"))
                if (std::string_view(entry.attribute("key").value()) == "com.seamline.origin")
                    event.origin = std::string_view(entry.attribute("value").value()) == "generated"
                                       ? Origin::Generated
                                       : Origin::LiveAction;
        }
        read_markers(item, record, start, event);
        return event;
    }

    void read_markers(const pugi::xml_node& item, const Rational& record, const Rational& start,
                      Event& event) {
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

    /// The other clips of an audition, each with its own slip, speed and reframe.
    void read_takes(const pugi::xml_node& audition, const pugi::xml_node& active, Event& event) {
        for (const pugi::xml_node& take : audition.children()) {
            if (!is_item(take) || take == active) continue;
            const Source source = source_of(take, duration_of(take));
            if (!source.media || event.media.size() > 1000) {
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

    void place(const pugi::xml_node& item, const Source& source, int lane, Event event) {
        if (source.compound) return open_compound(item, source, lane, std::move(event));
        if (source.audio && event.kind == EventKind::Clip) {
            Event sound = event;
            sound.reframe = {};
            if (source.video) sound.markers.clear();
            for (MediaReference& media : sound.media) media.reframe.reset();
            put({TrackKind::Audio, lane}, std::move(sound));
        }
        if (source.video || event.kind == EventKind::Gap)
            put({TrackKind::Video, lane}, std::move(event));
    }

    void put(const TrackKey& key, Event event) {
        // Opened again and again, a stack of many takes would fill all memory.
        made_ += 1 + event.media.size() / 4;
        if (made_ > kMostEvents) return;
        events_[key].push_back(std::move(event));
    }

    void open_compound(const pugi::xml_node& item, const Source& source, int lane, Event event) {
        const std::string place = xml_place(source.compound);
        const auto refuse = [&](const std::string& why) {
            event.unsupported.push_back("compound clip: " + why);
            put({TrackKind::Video, lane}, std::move(event));
        };
        if (open_.contains(place) || open_.size() > kMostNests)
            return refuse("holds itself, or is too deep");
        if (event.speed != Rational(1)) return refuse("retimed");
        ProjectReader reader(xml_, name_, resources_, made_);
        const Edit inner = reader.read(source.compound, event.name, open_);
        if (inner.rate != edit_.rate) return refuse("of another rate");
        if (!event.unsupported.empty() || !(event.reframe == Reframe{}))
            note(item, "effects and reframe of a compound clip: not shown");
        // Its local time starts at its own timecode.
        const std::int64_t from = (event.source_start.seconds() * edit_.rate).round() -
                                  (item.attribute("start") ? inner.start_frame : 0);
        const std::int64_t to = from + event.duration;
        std::size_t piece = 0;
        for (Event part : flat_video(inner).track.events) {
            const std::int64_t begin = std::max(part.record_in, from);
            const std::int64_t end = std::min(part.record_out(), to);
            if (begin >= end) continue;
            part = event_part(part, edit_.rate, begin, end);
            part.record_in += event.record_in - from;
            for (EditMarker& marker : part.markers) marker.record += event.record_in - from;
            part.enabled = part.enabled && event.enabled;
            part.place = event.place + "#" + std::to_string(piece++);
            put({TrackKind::Video, lane}, std::move(part));
        }
        for (const EditMarker& marker : event.markers) edit_.markers.push_back(marker);
    }

    void read_transition(const pugi::xml_node& item, const Frame& frame) {
        const auto offset = seconds(item.attribute("offset").value());
        const auto duration = seconds(item.attribute("duration").value());
        if (!offset || !duration || *duration < Rational(0)) {
            note(item, "transition without offset and duration: left out");
            return;
        }
        Transition transition;
        transition.name = item.attribute("name").value();
        transition.place = xml_place(item);
        transition.kind = transition.name.empty() || transition.name == "Cross Dissolve"
                              ? TransitionKind::Dissolve
                              : TransitionKind::Other;
        if (transition.kind == TransitionKind::Other)
            note(item, "transition " + transition.name + ": shown as a cut");
        const Rational record = frame.record + (*offset - frame.local);
        // Which cut it stands on is known when the events are.
        transition.at = frames(record);
        transition.after = frames(record + *duration) - transition.at;
        if (transition.at < -kMostFrames || transition.at + transition.after > kMostFrames) return;
        if (++made_ <= kMostEvents)
            transitions_[{TrackKind::Video, frame.lane}].push_back(std::move(transition));
    }

    /// Tracks from below to above, events in order, transitions on their cuts.
    void finish() {
        for (auto& [key, events] : events_) {
            std::stable_sort(events.begin(), events.end(), [](const Event& a, const Event& b) {
                return a.record_in < b.record_in;
            });
            std::vector<Track> levels;
            for (Event& event : events) {
                std::size_t level = 0;
                while (level < levels.size() &&
                       levels[level].events.back().record_out() > event.record_in)
                    ++level;
                if (level == kMostLevels) {
                    edit_.notes.push_back(
                        {event.name, "over " + std::to_string(kMostLevels) +
                                         " clips of one lane at one time: left out"});
                    continue;
                }
                if (level == levels.size()) {
                    levels.emplace_back();
                    levels.back().kind = key.kind;
                    levels.back().name = track_name(key, level);
                }
                levels[level].events.push_back(std::move(event));
            }
            for (Track& track : levels) {
                settle_transitions(key, track);
                edit_.tracks.push_back(std::move(track));
            }
        }
        for (const auto& [key, left] : transitions_)
            for (const Transition& transition : left)
                edit_.notes.push_back({transition.name, "transition without a cut: left out"});
        edit_.document = std::make_shared<EditDocument>(EditDocument{EditFormat::Fcpxml, {}, {}});
    }

    static std::string track_name(const TrackKey& key, std::size_t level) {
        std::string name = key.kind == TrackKind::Audio ? "Audio" : "Storyline";
        if (key.lane != 0)
            name =
                (key.kind == TrackKind::Audio ? "Audio lane " : "Lane ") + std::to_string(key.lane);
        return level == 0 ? name : name + " (" + std::to_string(level + 1) + ")";
    }

    void settle_transitions(const TrackKey& key, Track& track) {
        const auto found = transitions_.find(key);
        if (found == transitions_.end()) return;
        std::vector<std::int64_t> cuts;
        for (const Event& event : track.events) {
            cuts.push_back(event.record_in);
            cuts.push_back(event.record_out());
        }
        std::sort(cuts.begin(), cuts.end());
        std::erase_if(found->second, [&](Transition transition) {
            const std::int64_t start = transition.at;
            const std::int64_t end = start + transition.after;
            // Of the cuts that it covers, the one nearest to its middle.
            auto cut = std::lower_bound(cuts.begin(), cuts.end(), start);
            std::optional<std::int64_t> best;
            for (; cut != cuts.end() && *cut <= end; ++cut)
                if (!best || std::abs(2 * *cut - start - end) < std::abs(2 * *best - start - end))
                    best = *cut;
            if (!best) return false;
            transition.at = *best;
            transition.before = *best - start;
            transition.after = end - *best;
            track.transitions.push_back(std::move(transition));
            return true;
        });
        std::stable_sort(track.transitions.begin(), track.transitions.end(),
                         [](const Transition& a, const Transition& b) { return a.at < b.at; });
        if (found->second.empty()) transitions_.erase(found);
    }

    void note(const pugi::xml_node& node, const std::string& what) {
        if (edit_.notes.size() < 10'000)
            edit_.notes.push_back({"line " + std::to_string(xml_.line(node)), what});
    }

    const XmlText& xml_;
    std::string name_;
    const std::map<std::string, pugi::xml_node>& resources_;
    std::size_t& made_;
    Edit edit_;
    Format format_;
    Rational start_{0};
    std::map<TrackKey, std::vector<Event>> events_;
    std::map<TrackKey, std::vector<Transition>> transitions_;
    std::set<std::string> open_;
};

void find_projects(const pugi::xml_node& node, std::vector<pugi::xml_node>& out) {
    for (const pugi::xml_node& child : node.children()) {
        const std::string_view kind = child.name();
        if (kind == "project" && child.child("sequence"))
            out.push_back(child);
        else if (kind == "library" || kind == "event" || kind == "project")
            find_projects(child, out);
    }
}

} // namespace

Result<std::vector<Edit>> read_fcpxml(std::string text, const std::string& name) {
    auto xml = parse_xml(std::move(text), name);
    if (!xml) return xml.error();
    const pugi::xml_node root = xml.value().document->child("fcpxml");
    if (!root) return Error{ErrorCode::Unsupported, name + ": not FCPXML: the root is no <fcpxml>"};
    std::map<std::string, pugi::xml_node> resources;
    for (const pugi::xml_node& resource : root.child("resources").children())
        resources.emplace(resource.attribute("id").value(), resource);
    std::vector<pugi::xml_node> projects;
    find_projects(root, projects);
    if (projects.empty())
        return Error{ErrorCode::Unsupported,
                     name + ": holds no project: export a project, not an event or clip"};
    if (xml.value().text.size() > (std::size_t{1} << 30) / projects.size())
        return Error{ErrorCode::TooLarge, name + ": holds " + std::to_string(projects.size()) +
                                              " projects: export one alone"};
    std::vector<Edit> edits;
    std::size_t events = 0;
    for (const pugi::xml_node& project : projects) {
        ProjectReader reader(xml.value(), name, resources, events);
        Edit edit = reader.read(project.child("sequence"), project.attribute("name").value(), {});
        if (events > kMostEvents)
            return Error{ErrorCode::TooLarge,
                         name + ": over " + std::to_string(kMostEvents) +
                             " clips with all compound clips: export one alone"};
        if (xml.value().states_entities)
            edit.notes.push_back({name, "declares entities: they are not expanded"});
        edit.document = std::make_shared<EditDocument>(
            EditDocument{EditFormat::Fcpxml, xml.value().text, xml_place(project)});
        edits.push_back(std::move(edit));
    }
    return edits;
}

} // namespace seamline::interchange
