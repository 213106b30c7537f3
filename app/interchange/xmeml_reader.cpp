#include "app/interchange/cdl_text.h"
#include "app/interchange/event_part.h"
#include "app/interchange/numbers.h"
#include "app/interchange/text_encoding.h"
#include "app/interchange/xmeml.h"
#include "app/interchange/xmeml_clip.h"
#include "app/interchange/xml_text.h"
#include "decode/media/timecode.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

namespace seamline::interchange {
namespace {

using namespace xmeml;

constexpr std::size_t kMostEvents = 200'000;
constexpr int kMostNests = 8;

/// A transition of a track, by its record frames.
struct Crossing {
    std::int64_t start = 0;
    std::int64_t cut = 0;
    std::int64_t end = 0;
};

class XmemlReader {
public:
    XmemlReader(const XmlText& xml, const std::string& name) : xml_(xml), name_(name) {
        walk(*xml.document);
    }

    Result<std::vector<Edit>> read() {
        std::vector<Edit> edits;
        if (top_.size() > 1 && xml_.text.size() > (std::size_t{1} << 30) / top_.size())
            return Error{ErrorCode::TooLarge, name_ + ": holds " + std::to_string(top_.size()) +
                                                  " sequences: export one sequence alone"};
        for (const pugi::xml_node& sequence : top_) {
            Edit edit = read_sequence(sequence, 0);
            if (too_many_)
                return Error{ErrorCode::TooLarge,
                             name_ + ": over " + std::to_string(kMostEvents) +
                                 " events with all nested sequences: export one sequence alone"};
            edits.push_back(std::move(edit));
        }
        if (edits.empty())
            return Error{ErrorCode::Unsupported, name_ + ": holds no sequence: export a sequence"};
        return edits;
    }

private:
    /// Files and sequences by id, wherever they are written out, and the sequences that stand
    /// alone.
    void walk(const pugi::xml_node& node) {
        for (const pugi::xml_node& child : node.children()) {
            const std::string_view kind = child.name();
            const std::string id = child.attribute("id").value();
            if (kind == "file" && !id.empty() && child.first_child()) files_.emplace(id, child);
            if (kind == "sequence") {
                if (!id.empty() && child.first_child()) sequences_.emplace(id, child);
                if (inside_ == 0 && child.child("media")) top_.push_back(child);
            }
            if ((kind == "clip" || kind == "masterclip") && !id.empty()) clips_.emplace(id, child);
            const bool nests = kind == "clipitem" || kind == "sequence";
            inside_ += nests ? 1 : 0;
            walk(child);
            inside_ -= nests ? 1 : 0;
        }
    }

    Edit read_sequence(const pugi::xml_node& sequence, int depth) {
        Edit edit;
        edit.name = child_text(sequence, "name");
        if (edit.name.empty()) edit.name = name_;
        if (xml_.states_entities)
            edit.notes.push_back({name_, "declares entities: they are not expanded"});
        const auto rate = rate_below(sequence);
        if (rate)
            edit.rate = *rate;
        else
            edit.notes.push_back(
                {where(sequence), "sequence without rate: read at 24 frames per second"});
        const pugi::xml_node timecode = sequence.child("timecode");
        edit.drop_frame =
            child_text(timecode, "displayformat") == "DF" && has_drop_frame(edit.rate);
        edit.start_frame = timecode_start(timecode, edit.rate, edit.drop_frame).value_or(0);
        const pugi::xml_node media = sequence.child("media");
        const FrameSize size =
            size_below(media.child("video").child("format").child("samplecharacteristics"));
        edit.width = size.width;
        edit.height = size.height;
        for (const char* kind : {"video", "audio"})
            for (const pugi::xml_node& track : media.child(kind).children("track"))
                read_track(track, kind == std::string_view("audio"), depth, edit);
        for (const WrittenMarker& written : markers_below(sequence)) {
            edit.markers.push_back(written.marker);
            edit.markers.back().record = written.in;
        }
        edit.document = std::make_shared<EditDocument>(
            EditDocument{EditFormat::Xmeml, {}, xml_place(sequence)});
        return edit;
    }

    static std::optional<std::int64_t> timecode_start(const pugi::xml_node& timecode,
                                                      const Rational& rate, bool drop_frame) {
        if (const auto frame = frames_of(timecode, "frame"); frame && *frame >= 0) return frame;
        return timecode_frames(child_text(timecode, "string"), rate, drop_frame);
    }

    void read_track(const pugi::xml_node& element, bool audio, int depth, Edit& edit) {
        Track track;
        track.kind = audio ? TrackKind::Audio : TrackKind::Video;
        track.name = element.attribute("MZ.TrackName").value();
        if (track.name.empty()) track.name = child_text(element, "name");
        track.enabled = is_true(element, "enabled", true);
        track.place = xml_place(element);
        std::vector<pugi::xml_node> items;
        for (const pugi::xml_node& item : element.children())
            if (is_item(item)) items.push_back(item);
        for (std::size_t i = 0; i < items.size() && !too_many_; ++i) {
            if (items[i].name() == std::string_view("transitionitem")) {
                read_transition(items[i], edit, track);
                continue;
            }
            const auto crossing = [&](std::size_t k) {
                return k < items.size() ? crossing_of(items[k], edit.rate) : std::nullopt;
            };
            read_clip(items[i], crossing(i - 1), crossing(i + 1), depth, edit, track);
        }
        put_in_order(track, edit);
        edit.tracks.push_back(std::move(track));
    }

    static bool is_item(const pugi::xml_node& node) {
        const std::string_view name = node.name();
        return name == "clipitem" || name == "transitionitem" || name == "generatoritem";
    }

    static std::optional<Crossing> crossing_of(const pugi::xml_node& item, const Rational& rate) {
        if (item.name() != std::string_view("transitionitem")) return {};
        const auto start = frames_of(item, "start");
        const auto end = frames_of(item, "end");
        if (!start || !end || *end < *start) return {};
        Crossing out{*start, *start, *end};
        const std::string alignment = child_text(item, "alignment");
        if (alignment.starts_with("end"))
            out.cut = *end;
        else if (!alignment.starts_with("start"))
            out.cut = *start + (*end - *start) / 2;
        if (const auto ticks = ticks_of(item, "cutPointTicks"); ticks && *ticks >= Rational(0))
            out.cut = *start + (*ticks * rate).round();
        out.cut = std::clamp(out.cut, out.start, out.end);
        return out;
    }

    void read_transition(const pugi::xml_node& item, Edit& edit, Track& track) {
        const auto crossing = crossing_of(item, edit.rate);
        if (!crossing) {
            edit.notes.push_back({where(item), "transition without start and end: left out"});
            return;
        }
        Transition transition;
        const pugi::xml_node effect = item.child("effect");
        transition.name = child_text(effect, "name");
        if (transition.name.empty()) transition.name = child_text(effect, "effectid");
        const std::string kind = upper_case(transition.name);
        const bool dissolve = kind == "CROSS DISSOLVE" || kind.starts_with("CROSS FADE");
        transition.kind = dissolve ? TransitionKind::Dissolve : TransitionKind::Other;
        transition.at = crossing->cut;
        transition.before = crossing->cut - crossing->start;
        transition.after = crossing->end - crossing->cut;
        transition.place = xml_place(item);
        if (!dissolve)
            edit.notes.push_back(
                {where(item), "transition " + transition.name + ": shown as a cut"});
        track.transitions.push_back(std::move(transition));
    }

    void read_clip(const pugi::xml_node& item, const std::optional<Crossing>& before,
                   const std::optional<Crossing>& after, int depth, Edit& edit, Track& track) {
        if (++events_ > kMostEvents) {
            too_many_ = true;
            return;
        }
        ClipTiming timing;
        timing.rate = rate_below(item).value_or(edit.rate);
        const std::int64_t in = frames_of(item, "in").value_or(0);
        const std::int64_t out = frames_of(item, "out").value_or(in);
        const Rational ratio = edit.rate / timing.rate;
        const std::int64_t span = (Rational(out - in) * ratio).round();
        std::int64_t start = frames_of(item, "start").value_or(-1);
        std::int64_t end = frames_of(item, "end").value_or(-1);
        std::int64_t record_in = start;
        std::int64_t record_out = end;
        if (before && (start < 0 || start == before->start)) {
            start = before->start;
            record_in = before->cut;
        }
        if (after && (end < 0 || end == after->end)) {
            end = after->end;
            record_out = after->cut;
        }
        if (start < 0 && end >= 0) start = record_in = std::max<std::int64_t>(end - span, 0);
        if (start >= 0 && end < 0) end = record_out = start + span;
        if (start < 0 || record_out < record_in) {
            edit.notes.push_back({where(item), "clip that ends before it starts: left out"});
            return;
        }
        timing.in = Rational(in);
        timing.out = Rational(out);
        timing.shown = Rational(end - start) / ratio;

        Event event;
        event.name = child_text(item, "name");
        event.enabled = is_true(item, "enabled", true);
        event.record_in = record_in;
        event.duration = record_out - record_in;
        event.place = xml_place(item);
        const Rational lead = Rational(record_in - start) / edit.rate;
        read_color(item, event);
        for (const WrittenMarker& written : markers_below(item)) {
            event.markers.push_back(written.marker);
            event.markers.back().record = start + (Rational(written.in - in) * ratio).round();
        }
        read_source(item, timing, lead, depth, edit, track, std::move(event));
    }

    void read_source(const pugi::xml_node& item, ClipTiming timing, const Rational& lead, int depth,
                     Edit& edit, Track& track, Event event) {
        if (item.name() == std::string_view("generatoritem")) {
            const std::string kind = child_text(item.child("effect"), "name");
            event.unsupported.push_back("generator " + (kind.empty() ? event.name : kind));
            event.source_start = {timing.in, timing.rate};
            track.events.push_back(std::move(event));
            return;
        }
        const pugi::xml_node file = file_of(item);
        const Rational file_rate = rate_below(file).value_or(timing.rate);
        if (const auto frames = frames_of(file, "duration"); frames && *frames > 0)
            timing.media_duration = Rational(*frames) / file_rate * timing.rate;
        Retime retime = retime_of(item, timing);
        if (retime.speed == Rational(1)) retime.position = exact_in(item, timing, retime.position);
        if (const auto offset = frames_of(item.child("subclipinfo"), "startoffset"))
            retime.position = retime.position + Rational(*offset);
        event.speed = retime.speed;
        if (!retime.unsupported.empty()) event.unsupported.push_back(retime.unsupported);
        event.source_start = {retime.position + lead * retime.speed * timing.rate, timing.rate};
        const FrameSize file_size =
            size_below(file.child("media").child("video").child("samplecharacteristics"));
        read_filters(item, file_size, {edit.width, edit.height}, event);
        if (const pugi::xml_node nested = nested_sequence(item)) {
            read_nest(nested, depth, edit, track, std::move(event));
            return;
        }
        if (!file) {
            event.unsupported.push_back("no file stated");
            track.events.push_back(std::move(event));
            return;
        }
        event.media.push_back(media_of(file, file_rate));
        if (const auto& head = event.media.back().start) {
            const RationalTime at = head->rate == timing.rate
                                        ? *head
                                        : RationalTime{head->seconds() * timing.rate, timing.rate};
            event.source_start.value = event.source_start.value + at.value;
        }
        track.events.push_back(std::move(event));
    }

    /// `in` to the tick, where Premiere states it.
    static Rational exact_in(const pugi::xml_node& item, const ClipTiming& timing,
                             const Rational& position) {
        const auto seconds = ticks_of(item, "pproTicksIn");
        if (!seconds) return position;
        const Rational exact = *seconds * timing.rate;
        const Rational off = exact - position;
        return off < Rational(1) && off > Rational(-1) ? nearby_fraction(exact, {1, 1'000'000})
                                                       : position;
    }

    /// The file of a clip: its own, the one of that id, or its master clip's.
    pugi::xml_node file_of(const pugi::xml_node& item) {
        if (const pugi::xml_node file = item.child("file")) {
            const auto known = files_.find(file.attribute("id").value());
            return known != files_.end() ? known->second : file;
        }
        const std::string master = child_text(item, "masterclipid");
        const auto clip = clips_.find(master);
        if (clip == clips_.end()) return {};
        const auto memo = master_files_.find(master);
        if (memo != master_files_.end()) return memo->second;
        const pugi::xml_node found = clip->second.find_node(
            [](const pugi::xml_node& node) { return node.name() == std::string_view("file"); });
        const auto known = files_.find(found.attribute("id").value());
        return master_files_[master] = known != files_.end() ? known->second : found;
    }

    static MediaReference media_of(const pugi::xml_node& file, const Rational& rate) {
        MediaReference media;
        media.key = "DEFAULT_MEDIA";
        media.name = child_text(file, "name");
        media.url = child_text(file, "pathurl");
        const pugi::xml_node timecode = file.child("timecode");
        media.reel = child_text(timecode.child("reel"), "name");
        const Rational counted = rate_below(timecode).value_or(rate);
        const bool drop = child_text(timecode, "displayformat") == "DF";
        if (const auto start = timecode_start(timecode, counted, drop))
            media.start = RationalTime{Rational(*start), counted};
        if (const auto frames = frames_of(file, "duration"); frames && *frames > 0)
            media.duration = RationalTime{Rational(*frames), rate};
        return media;
    }

    static void read_color(const pugi::xml_node& item, Event& event) {
        const pugi::xml_node info = item.child("colorinfo");
        const std::string sop = child_text(info, "asc_sop");
        const std::string saturation = child_text(info, "asc_sat");
        EventCdl cdl;
        if (!sop.empty() && !read_sop(sop, cdl))
            event.unsupported.push_back("colour decision that cannot be read");
        if (!saturation.empty() && !read_saturation(saturation, cdl))
            event.unsupported.push_back("saturation that cannot be read");
        if (!(cdl == EventCdl{})) event.cdl = cdl;
    }

    pugi::xml_node nested_sequence(const pugi::xml_node& item) {
        const pugi::xml_node sequence = item.child("sequence");
        if (!sequence) return {};
        const auto known = sequences_.find(sequence.attribute("id").value());
        return known != sequences_.end() ? known->second : sequence;
    }

    /// The events of a nested sequence take the clip's place, or the clip stays with the reason
    /// why.
    void read_nest(const pugi::xml_node& sequence, int depth, Edit& edit, Track& track,
                   Event event) {
        const std::string what = "nested sequence " + child_text(sequence, "name");
        const auto refuse = [&](const std::string& why) {
            event.unsupported.push_back(what + ": " + why);
            track.events.push_back(std::move(event));
        };
        if (track.kind == TrackKind::Audio) return refuse("its sound is not mixed");
        if (event.speed != Rational(1)) return refuse("retimed");
        const std::string place = xml_place(sequence);
        if (depth >= kMostNests || open_.contains(place))
            return refuse("holds itself, or is too deep");
        auto memo = nests_.find(place);
        if (memo == nests_.end()) {
            open_.insert(place);
            const Edit inner = read_sequence(sequence, depth + 1);
            open_.erase(place);
            Nest nest{inner.rate, flat_video(inner)};
            for (const EditNote& loss : nest.video.losses)
                edit.notes.push_back({event.name, what + ": " + loss.what});
            memo = nests_.emplace(place, std::move(nest)).first;
        }
        const Nest& nest = memo->second;
        if (nest.rate != edit.rate) return refuse("of another rate");
        lay_nest(nest.video.track, event, edit, track);
    }

    void lay_nest(const Track& inner, const Event& outer, Edit& edit, Track& track) {
        const std::int64_t from =
            (outer.source_start.value * edit.rate / outer.source_start.rate).round();
        const std::int64_t shift = outer.record_in - from;
        std::size_t piece = 0;
        auto first = std::upper_bound(
            inner.events.begin(), inner.events.end(), from,
            [](std::int64_t at, const Event& event) { return at < event.record_out(); });
        for (; first != inner.events.end() && first->record_in < from + outer.duration; ++first) {
            const Event& event = *first;
            const std::int64_t begin = std::max(event.record_in, from);
            const std::int64_t end = std::min(event.record_out(), from + outer.duration);
            if (begin >= end) continue;
            if (++events_ > kMostEvents) {
                too_many_ = true;
                return;
            }
            Event part = event_part(event, edit.rate, begin, end);
            part.record_in += shift;
            for (EditMarker& marker : part.markers) marker.record += shift;
            part.enabled = part.enabled && outer.enabled;
            part.place = outer.place + "#" + std::to_string(piece++);
            for (const std::string& what : outer.unsupported) part.unsupported.push_back(what);
            if (!(outer.reframe == Reframe{}))
                part.unsupported.push_back("reframe of a nested sequence");
            if (outer.cdl) part.unsupported.push_back("colour decision of a nested sequence");
            track.events.push_back(std::move(part));
        }
        for (Transition transition : inner.transitions) {
            if (transition.at <= from || transition.at >= from + outer.duration) continue;
            transition.at += shift;
            transition.place.clear();
            track.transitions.push_back(std::move(transition));
        }
        for (const EditMarker& marker : outer.markers) edit.markers.push_back(marker);
        if (piece == 0) {
            Event gap = outer;
            gap.kind = EventKind::Gap;
            gap.media.clear();
            gap.markers.clear();
            track.events.push_back(std::move(gap));
        }
    }

    /// Record order without overlap: what a later clip covers ends where that one starts.
    void put_in_order(Track& track, Edit& edit) {
        std::stable_sort(track.events.begin(), track.events.end(),
                         [](const Event& a, const Event& b) { return a.record_in < b.record_in; });
        for (std::size_t i = 1; i < track.events.size(); ++i) {
            Event& before = track.events[i - 1];
            if (before.record_out() <= track.events[i].record_in) continue;
            edit.notes.push_back({before.name, "overlaps the next clip of its track: ends there"});
            before.duration = track.events[i].record_in - before.record_in;
        }
        std::stable_sort(track.transitions.begin(), track.transitions.end(),
                         [](const Transition& a, const Transition& b) { return a.at < b.at; });
    }

    std::string where(const pugi::xml_node& node) const {
        return "line " + std::to_string(xml_.line(node));
    }

    struct Nest {
        Rational rate;
        FlatVideo video;
    };

    const XmlText& xml_;
    std::string name_;
    std::vector<pugi::xml_node> top_;
    std::map<std::string, pugi::xml_node> files_;
    std::map<std::string, pugi::xml_node> sequences_;
    std::map<std::string, pugi::xml_node> clips_;
    std::map<std::string, pugi::xml_node> master_files_;
    std::map<std::string, Nest> nests_;
    std::set<std::string> open_;
    int inside_ = 0;
    std::size_t events_ = 0;
    bool too_many_ = false;
};

} // namespace

Result<std::vector<Edit>> read_xmeml(std::string text, const std::string& name) {
    auto xml = parse_xml(std::move(text), name);
    if (!xml) return xml.error();
    if (!xml.value().document->child("xmeml"))
        return Error{ErrorCode::Unsupported,
                     name + ": not Final Cut Pro 7 XML: the root is no <xmeml>"};
    auto edits = XmemlReader(xml.value(), name).read();
    if (!edits) return edits.error();
    auto out = std::move(edits).value();
    for (Edit& edit : out) {
        auto document = std::make_shared<EditDocument>(*edit.document);
        document->text = xml.value().text;
        edit.document = std::move(document);
    }
    return out;
}

} // namespace seamline::interchange
