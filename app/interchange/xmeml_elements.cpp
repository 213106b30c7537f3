#include "app/interchange/xmeml_elements.h"

#include "app/interchange/cdl_text.h"
#include "app/interchange/file_url.h"
#include "app/interchange/marker_colors.h"
#include "app/interchange/numbers.h"
#include "app/interchange/text_encoding.h"
#include "app/interchange/xml_text.h"
#include "decode/media/counted.h"
#include "decode/media/timecode.h"

#include <algorithm>

namespace seamline::interchange::xmeml {
namespace {

void find_files(const pugi::xml_node& node, std::map<std::string, pugi::xml_node>& out) {
    for (const pugi::xml_node& child : node.children()) {
        if (child.name() == std::string_view("file") && child.first_child())
            out.emplace(child.attribute("id").value(), child);
        find_files(child, out);
    }
}

void remove_effects(pugi::xml_node item, std::initializer_list<std::string_view> effectids) {
    for (pugi::xml_node filter = item.child("filter"); filter;) {
        const pugi::xml_node next = filter.next_sibling("filter");
        const std::string id = upper_case(child_text(filter.child("effect"), "effectid"));
        if (std::find(effectids.begin(), effectids.end(), id) != effectids.end())
            item.remove_child(filter);
        filter = next;
    }
}

pugi::xml_node add_effect(pugi::xml_node item, const char* name, const char* effectid,
                          const char* category, const char* type) {
    const pugi::xml_node marker = item.child("marker");
    pugi::xml_node filter =
        marker ? item.insert_child_before("filter", marker) : item.append_child("filter");
    pugi::xml_node effect = filter.append_child("effect");
    set_child(effect, "name", name);
    set_child(effect, "effectid", effectid);
    set_child(effect, "effectcategory", category);
    set_child(effect, "effecttype", type);
    set_child(effect, "mediatype", "video");
    return effect;
}

pugi::xml_node add_parameter(pugi::xml_node effect, const char* id, const char* name,
                             const std::string& value) {
    pugi::xml_node parameter = effect.append_child("parameter");
    set_child(parameter, "parameterid", id);
    set_child(parameter, "name", name);
    if (!value.empty()) set_child(parameter, "value", value);
    return parameter;
}

FrameSize file_size(const pugi::xml_node& file) {
    return size_below(file.child("media").child("video").child("samplecharacteristics"));
}

} // namespace

void set_child(pugi::xml_node node, const char* name, const std::string& text) {
    pugi::xml_node child = node.child(name);
    if (!child) child = node.append_child(name);
    child.remove_children();
    if (!text.empty()) child.text().set(text.c_str());
}

void set_rate(pugi::xml_node node, const Rational& rate) {
    pugi::xml_node element = node.child("rate");
    if (!element) element = node.append_child("rate");
    const int base = timecode_base(rate);
    set_child(element, "timebase", std::to_string(base));
    set_child(element, "ntsc", rate == Rational(base) ? "FALSE" : "TRUE");
}

Elements::Elements(pugi::xml_document& document, const Edit& edit) : edit_(edit) {
    find_files(document, known_);
}

std::string Elements::words(const std::string& text) {
    std::string safe = xml_safe(text);
    if (safe != text) ++counted["control characters in words: left out"];
    return safe;
}

void Elements::set_clip(pugi::xml_node item, const Event& event, const Handles& handles,
                        bool same_medium) {
    set_child(item, "name", words(event.name));
    set_child(item, "enabled", event.enabled ? "TRUE" : "FALSE");
    set_timing(item, event, handles, same_medium);
    set_color(item, event);
    if (event.media.size() > 1)
        losses.push_back(
            {event.name, seamline::counted(event.media.size() - 1, "other take", "other takes") +
                             ": left out"});
    const MediaReference* media = event.active_media();
    if (event.origin != Origin::Unknown) ++counted["who made a clip: left out"];
    if (media != nullptr && !media->generator.empty()) ++counted["generator of a take: left out"];
    if (media != nullptr && media->sequence)
        losses.push_back({event.name, "numbered files: only their folder is written"});
}

void Elements::set_timing(pugi::xml_node item, const Event& event, const Handles& handles,
                          bool same_medium) {
    const bool own_rate = has_rate(event.source_start.rate);
    const Rational rate = own_rate ? event.source_start.rate : edit_.rate;
    const MediaReference* media = event.active_media();
    Rational position = event.source_start.seconds() * rate;
    if (media != nullptr && media->start) position = position - media->start->seconds() * rate;
    const Rational handle = Rational(handles.before) / edit_.rate * rate;
    position = position - handle * event.speed;
    const Rational shown =
        Rational(event.duration + handles.before + handles.after) / edit_.rate * rate;
    Rational in = position;
    if (event.speed < Rational(0))
        in = media != nullptr && media->duration
                 ? (media->duration->seconds() * rate - position) / -event.speed
                 : Rational(0);
    else if (event.speed)
        in = position / event.speed;
    const Rational whole_in(in.round());
    const Rational out((whole_in + shown).round());
    if (!item.child("duration"))
        set_child(item, "duration",
                  std::to_string(media != nullptr && media->duration
                                     ? (media->duration->seconds() * rate).round()
                                     : out.num));
    set_rate(item, rate);
    set_child(item, "start", std::to_string(handles.leads_in ? -1 : event.record_in));
    set_child(item, "end", std::to_string(handles.leads_out ? -1 : event.record_out()));
    set_child(item, "in", std::to_string(whole_in.num));
    set_child(item, "out", std::to_string(out.num));
    for (const char* stale :
         {"pproTicksIn", "pproTicksOut", "stillframe", "stillframeoffset", "subclipinfo"})
        while (item.remove_child(stale)) {
        }
    // Later than every edit, ticks would not fit in their 64 bits.
    const bool has_ticks = in / rate < Rational(kMostTickSeconds) && in >= Rational(0);
    if (event.speed == Rational(1) && in != whole_in && has_ticks) {
        const auto ticks = [&](const Rational& frames) {
            return std::to_string((frames / rate * Rational(kTicksPerSecond)).round());
        };
        set_child(item, "pproTicksIn", ticks(in));
        set_child(item, "pproTicksOut", ticks(in + shown));
    }
    if (!same_medium) set_file(item, event);
    set_speed(item, event, whole_in, out, position);
    set_motion(item, event);
    // A marker counts as `in` does.
    set_markers(item, event.markers,
                whole_in - Rational(event.record_in - handles.before) / edit_.rate * rate,
                rate / edit_.rate);
}

void Elements::set_speed(pugi::xml_node item, const Event& event, const Rational& in,
                         const Rational& out, const Rational& position) {
    remove_effects(item, {"TIMEREMAP"});
    if (event.speed == Rational(1)) return;
    pugi::xml_node effect = add_effect(item, "Time Remap", "timeremap", "motion", "motion");
    const Rational percent = event.speed * Rational(100);
    const bool reverse = event.speed < Rational(0);
    add_parameter(effect, "variablespeed", "variablespeed", "0");
    add_parameter(effect, "speed", "speed", decimal_text(percent, 9));
    add_parameter(effect, "reverse", "reverse", reverse ? "TRUE" : "FALSE");
    add_parameter(effect, "frameblending", "frameblending", "FALSE");
    pugi::xml_node graph = add_parameter(effect, "graphdict", "graphdict", "");
    const auto key = [&](const Rational& when, const Rational& value, const char* flag) {
        pugi::xml_node frame = graph.append_child("keyframe");
        set_child(frame, "when", decimal_text(when, 9));
        set_child(frame, "value", decimal_text(value, 9));
        set_child(frame, "speedvirtualkf", "TRUE");
        set_child(frame, flag, "TRUE");
    };
    const Rational end = out > in ? out : in + Rational(1);
    key(in, position, "speedkfin");
    key(end, position + (end - in) * event.speed, "speedkfout");
    set_child(graph.append_child("interpolation"), "name", "FCPCurve");
}

void Elements::set_motion(pugi::xml_node item, const Event& event) {
    remove_effects(item, {"BASIC", "FLOP"});
    if (event.reframe == Reframe{}) return;
    const FrameSize sequence{edit_.width, edit_.height};
    const auto known = known_.find(item.child("file").attribute("id").value());
    const FrameSize size = known == known_.end() ? FrameSize{} : file_size(known->second);
    if (size.width == 0 && event.reframe.scale != 1)
        ++counted["scale of a reframe: as if the file had the sequence's size"];
    const Reframe& reframe = event.reframe;
    const bool turned = reframe.flip_horizontal && reframe.flip_vertical;
    pugi::xml_node effect = add_effect(item, "Basic Motion", "basic", "motion", "motion");
    add_parameter(effect, "scale", "Scale",
                  real_text(reframe.scale * 100 * fit_scale(size, sequence)));
    add_parameter(effect, "rotation", "Rotation", turned ? "180" : "0");
    pugi::xml_node center = add_parameter(effect, "center", "Center", "").append_child("value");
    set_child(center, "horiz", real_text(reframe.x / sequence.aspect()));
    set_child(center, "vert", real_text(reframe.y));
    if (turned || (!reframe.flip_horizontal && !reframe.flip_vertical)) return;
    pugi::xml_node flop = add_effect(item, "Flop", "Flop", "Perspective", "filter");
    add_parameter(flop, "direction", "Direction", reframe.flip_vertical ? "1" : "0");
}

void Elements::set_color(pugi::xml_node item, const Event& event) {
    pugi::xml_node info = item.child("colorinfo");
    if (!event.cdl) {
        for (const char* name : {"asc_sop", "asc_sat"})
            if (info.child(name)) set_child(info, name, "");
        return;
    }
    if (!info) info = item.append_child("colorinfo");
    set_child(info, "asc_sop", sop_text(*event.cdl));
    set_child(info, "asc_sat", real_text(event.cdl->saturation));
}

void Elements::set_file(pugi::xml_node item, const Event& event) {
    const MediaReference* media = event.active_media();
    while (item.remove_child("file")) {
    }
    if (media == nullptr) {
        losses.push_back({event.name, "clip without medium: written without a file"});
        return;
    }
    pugi::xml_node file = item.insert_child_after("file", item.child("out"));
    const auto written = std::find_if(files_.begin(), files_.end(), [&](const auto& entry) {
        return entry.first.name == media->name && entry.first.url == media->url &&
               entry.first.path == media->path && entry.first.reel == media->reel &&
               entry.first.start == media->start && entry.first.duration == media->duration;
    });
    if (written != files_.end()) {
        file.append_attribute("id") = written->second.c_str();
        return;
    }
    std::string id;
    do id = "file-" + std::to_string(++next_file_);
    while (known_.contains(id));
    files_.emplace_back(*media, id);
    file.append_attribute("id") = id.c_str();
    set_child(file, "name", words(media->name));
    if (!media->url.empty() || !media->path.empty()) {
        const std::string url =
            media_url(media->url.empty() ? media->path.generic_string() : media->url);
        if (url.starts_with("./") && media->url != url)
            ++counted["file name without folder: written as a relative URL"];
        set_child(file, "pathurl", words(url));
    }
    Rational rate = media->duration ? media->duration->rate
                    : media->start  ? media->start->rate
                                    : event.source_start.rate;
    if (!has_rate(rate)) rate = edit_.rate;
    set_rate(file, rate);
    if (media->duration)
        set_child(file, "duration", std::to_string((media->duration->seconds() * rate).round()));
    if (media->start || !media->reel.empty()) {
        pugi::xml_node timecode = file.append_child("timecode");
        if (media->start) {
            const Rational counted_at = has_rate(media->start->rate) ? media->start->rate : rate;
            const std::int64_t frame = (media->start->seconds() * counted_at).round();
            const bool drop = edit_.drop_frame && has_drop_frame(counted_at);
            set_rate(timecode, counted_at);
            set_child(timecode, "string", timecode_text(frame, counted_at, drop));
            set_child(timecode, "frame", std::to_string(frame));
            set_child(timecode, "displayformat", drop ? "DF" : "NDF");
        }
        if (!media->reel.empty())
            set_child(timecode.append_child("reel"), "name", words(media->reel));
    }
    file.append_child("media").append_child("video");
    known_[id] = file;
}

void Elements::set_transition(pugi::xml_node item, const Transition& transition) {
    const bool fresh = !item.first_child();
    set_child(item, "start", std::to_string(transition.at - transition.before));
    set_child(item, "end", std::to_string(transition.at + transition.after));
    const bool middle = transition.before == (transition.before + transition.after) / 2;
    set_child(item, "alignment",
              transition.before == 0  ? "start"
              : transition.after == 0 ? "end"
                                      : "center");
    item.remove_child("cutPointTicks");
    item.remove_child("pproTicksIn");
    item.remove_child("pproTicksOut");
    if (!middle && transition.before != 0 && transition.after != 0 &&
        Rational(transition.before) / edit_.rate < Rational(kMostTickSeconds))
        set_child(
            item, "cutPointTicks",
            std::to_string(
                (Rational(transition.before) / edit_.rate * Rational(kTicksPerSecond)).round()));
    if (!fresh) return;
    set_rate(item, edit_.rate);
    const bool dissolve = transition.kind == TransitionKind::Dissolve;
    const std::string name = dissolve ? "Cross Dissolve" : words(transition.name);
    if (name != transition.name) ++counted["name of a dissolve: written as Cross Dissolve"];
    pugi::xml_node effect = item.append_child("effect");
    set_child(effect, "name", name);
    set_child(effect, "effectid", name);
    set_child(effect, "effectcategory", "Dissolve");
    set_child(effect, "effecttype", "transition");
    set_child(effect, "mediatype", "video");
}

void Elements::set_markers(pugi::xml_node node, const std::vector<EditMarker>& markers,
                           const Rational& offset, const Rational& ratio) {
    while (node.remove_child("marker")) {
    }
    for (const EditMarker& marker : markers) {
        pugi::xml_node element = node.append_child("marker");
        const std::int64_t in = (offset + Rational(marker.record) * ratio).round();
        set_child(element, "comment", words(marker.note));
        set_child(element, "name", words(marker.name));
        set_child(element, "in", std::to_string(in));
        set_child(element, "out", std::to_string(marker.duration > 1 ? in + marker.duration : -1));
        if (const std::uint32_t color = premiere_marker_color(marker.color))
            set_child(element, "pproColor", std::to_string(color));
        else if (!marker.color.empty())
            ++counted["marker colour " + marker.color + ": left out"];
        if (!marker.author.empty()) ++counted["author of a marker: left out"];
    }
}

} // namespace seamline::interchange::xmeml
