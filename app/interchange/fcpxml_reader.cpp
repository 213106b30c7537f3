#include "app/interchange/event_part.h"
#include "app/interchange/fcpxml.h"
#include "app/interchange/fcpxml_clip.h"
#include "app/interchange/fcpxml_items.h"
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

class ProjectReader {
public:
    ProjectReader(const XmlText& xml, const std::string& name, const Resources& resources,
                  std::size_t& events)
        : xml_(xml), name_(name), resources_(resources), made_(events),
          items_(xml, resources, edit_, format_) {}

    /// `nests`: sequences being opened, so that one that holds itself ends.
    Edit read(const pugi::xml_node& sequence, const std::string& title,
              std::set<std::string> nests) {
        open_ = std::move(nests);
        open_.insert(xml_place(sequence));
        edit_.name = title.empty() ? name_ : title;
        format_ = format_of(items_.resource(sequence.attribute("format").value()));
        edit_.width = format_.width;
        edit_.height = format_.height;
        if (format_.rate)
            edit_.rate = format_.rate;
        else
            items_.note(sequence, "sequence without frame duration: read at 24 frames per second");
        edit_.drop_frame = std::string_view(sequence.attribute("tcFormat").value()) == "DF" &&
                           has_drop_frame(edit_.rate);
        start_ = seconds(sequence.attribute("tcStart").value()).value_or(Rational(0));
        edit_.start_frame = (start_ * edit_.rate).round();
        read_storyline(sequence.child("spine"), {Rational(0), start_, 0, 0});
        finish();
        return std::move(edit_);
    }

private:
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

    static std::optional<Rational> offset_of(const pugi::xml_node& item) {
        const auto own = seconds(item.attribute("offset").value());
        return own ? own : seconds(shown_item(item).attribute("offset").value());
    }

    /// Reads an item at `offset` of its parent's time; its duration in seconds.
    Rational read_item(const pugi::xml_node& element, const Rational& offset, const Frame& parent) {
        const pugi::xml_node item = shown_item(element);
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
        const Rational duration = items_.duration_of(item);
        const Source source = items_.source_of(item, duration);
        const Rational start = items_.local_start(item, source);
        if (items_.frames(record) < -kMostFrames ||
            items_.frames(record + duration) > kMostFrames || duration < Rational(0)) {
            items_.note(item, "outside of every edit's time: left out");
            return Rational(0);
        }
        Event event = items_.event_of(item, source, record, start, duration);
        if (kind(element) == "audition") items_.read_takes(element, item, event);
        place(item, source, lane, std::move(event));
        for (const pugi::xml_node& child : item.children()) {
            if (!is_item(child) || !shown_item(child)) continue;
            const pugi::xml_node used = shown_item(child);
            if (!used.attribute("lane") && !child.attribute("lane")) continue; // Its own content.
            const Rational at = offset_of(child).value_or(start);
            read_item(child, at, {record, start, lane, parent.depth + 1});
        }
        return duration;
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
            items_.note(item, "effects and reframe of a compound clip: not shown");
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
            items_.note(item, "transition without offset and duration: left out");
            return;
        }
        Transition transition;
        transition.name = item.attribute("name").value();
        transition.place = xml_place(item);
        transition.kind = transition.name.empty() || transition.name == "Cross Dissolve"
                              ? TransitionKind::Dissolve
                              : TransitionKind::Other;
        if (transition.kind == TransitionKind::Other)
            items_.note(item, "transition " + transition.name + ": shown as a cut");
        const Rational record = frame.record + (*offset - frame.local);
        // Which cut it stands on is known when the events are.
        transition.at = items_.frames(record);
        transition.after = items_.frames(record + *duration) - transition.at;
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

    const XmlText& xml_;
    std::string name_;
    const Resources& resources_;
    std::size_t& made_;
    Edit edit_;
    Format format_;
    Rational start_{0};
    std::map<TrackKey, std::vector<Event>> events_;
    std::map<TrackKey, std::vector<Transition>> transitions_;
    std::set<std::string> open_;
    ItemReader items_; // Reads `edit_` and `format_`.
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
    Resources resources;
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
