#include "app/cli/edit_report.h"

#include "app/cli/media_json.h"
#include "app/interchange/cdl_text.h"
#include "app/interchange/event_origin.h"
#include "app/interchange/event_source.h"
#include "app/interchange/numbers.h"
#include "app/playback/cut_program.h"
#include "decode/media/timecode.h"

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>

namespace seamline::cli {
namespace {

using interchange::Edit;
using interchange::Event;
using interchange::EventKind;
using interchange::Track;
using interchange::Transition;
using nlohmann::json;

std::string record_text(const Edit& edit, std::int64_t record) {
    return timecode_text(edit.start_frame + record, edit.rate, edit.drop_frame);
}

const char* origin_name(interchange::Origin origin) {
    switch (origin) {
    case interchange::Origin::Generated:
        return "generated";
    case interchange::Origin::LiveAction:
        return "live action";
    case interchange::Origin::Unknown:
        break;
    }
    return "unknown";
}

const char* placement_name(interchange::Placement placement) {
    switch (placement) {
    case interchange::Placement::Whole:
        return "whole";
    case interchange::Placement::Bookend:
        return "bookend";
    case interchange::Placement::Inside:
        return "inside";
    case interchange::Placement::NotGenerated:
        break;
    }
    return nullptr;
}

/// A stretch of a track that shows nothing.
struct Empty {
    std::int64_t record_in = 0;
    std::int64_t duration = 0;
    bool is_stated = false; ///< The file has an event for it.
};

/// Up to the end of the track; stretches that meet stay apart where the file has them so.
std::vector<Empty> gaps_of(const Track& track) {
    std::vector<Empty> gaps;
    std::int64_t end = 0;
    for (const Event& event : track.events) {
        if (event.record_in > end) gaps.push_back({end, event.record_in - end, false});
        if (event.kind == EventKind::Gap && event.duration > 0)
            gaps.push_back({event.record_in, event.duration, true});
        end = event.record_out();
    }
    return gaps;
}

std::string transition_text(const Transition& transition) {
    const bool dissolves = transition.kind == interchange::TransitionKind::Dissolve;
    std::string text = transition.name.empty() ? "transition" : transition.name;
    if (dissolves) text = "dissolve";
    return text + ", " + std::to_string(transition.before) + " frames before the cut and " +
           std::to_string(transition.after) + " after" + (dissolves ? "" : ": shown as a cut");
}

std::string cdl_text(const interchange::EventCdl& cdl) {
    return interchange::sop_text(cdl) + " saturation " + interchange::real_text(cdl.saturation);
}

json take_json(const interchange::MediaReference& take) {
    return {{"key", take.key},
            {"name", take.name},
            {"url", take.url},
            {"reel", take.reel},
            {"generator", take.generator},
            {"path", take.path.empty() ? json() : json(utf8(take.path.string()))}};
}

json cdl_json(const interchange::EventCdl& cdl) {
    return {{"slope", cdl.slope},
            {"offset", cdl.offset},
            {"power", cdl.power},
            {"saturation", cdl.saturation}};
}

json event_json(const Edit& edit, std::size_t track, std::size_t index) {
    const Event& event = edit.tracks[track].events[index];
    json takes = json::array();
    for (const interchange::MediaReference& take : event.media) takes.push_back(take_json(take));
    const char* placement = placement_name(interchange::placement_of(edit, track, index));
    json made{{"track", track},
              {"kind", event.kind == EventKind::Gap ? "gap" : "clip"},
              {"name", event.name},
              {"record_in", event.record_in},
              {"record_timecode", record_text(edit, event.record_in)},
              {"record_out_timecode", record_text(edit, event.record_out())},
              {"duration", event.duration},
              {"source_start_s", event.source_start.seconds().text()},
              {"speed", event.speed.text()},
              {"enabled", event.enabled},
              {"takes", takes},
              {"active", event.active},
              {"origin", origin_name(event.origin)},
              {"placement", placement == nullptr ? json() : json(placement)},
              {"has_cdl", event.cdl.has_value()},
              {"cdl", event.cdl ? cdl_json(*event.cdl) : json()},
              {"unsupported", event.unsupported},
              {"source", nullptr}};
    if (event.kind == EventKind::Gap) return made;
    const auto [in, out] = interchange::source_range(event, edit.rate);
    made["source"] = {{"rate", in.rate.text()},
                      {"in", in.value.text()},
                      {"out", out.value.text()},
                      {"in_timecode", interchange::source_timecode(in, edit)},
                      {"out_timecode", interchange::source_timecode(out, edit)}};
    return made;
}

/// `transitions` and `gaps` of all tracks.
void add_between(const Edit& edit, json& made) {
    made["transitions"] = json::array();
    made["gaps"] = json::array();
    for (std::size_t t = 0; t < edit.tracks.size(); ++t) {
        for (const Transition& transition : edit.tracks[t].transitions) {
            const bool dissolves = transition.kind == interchange::TransitionKind::Dissolve;
            made["transitions"].push_back({{"track", t},
                                           {"kind", dissolves ? "dissolve" : "other"},
                                           {"name", transition.name},
                                           {"at", transition.at},
                                           {"at_timecode", record_text(edit, transition.at)},
                                           {"before", transition.before},
                                           {"after", transition.after},
                                           {"shown", dissolves}});
        }
        for (const Empty& gap : gaps_of(edit.tracks[t]))
            made["gaps"].push_back({{"track", t},
                                    {"record_in", gap.record_in},
                                    {"record_timecode", record_text(edit, gap.record_in)},
                                    {"duration", gap.duration}});
    }
}

void print_span(const Edit& edit, std::int64_t record, std::int64_t duration) {
    std::printf("    %s %s %5lld  ", record_text(edit, record).c_str(),
                record_text(edit, record + duration).c_str(), static_cast<long long>(duration));
}

void print_event(const Edit& edit, const Event& event) {
    const interchange::MediaReference* take = event.active_media();
    const auto [in, out] = interchange::source_range(event, edit.rate);
    std::string more;
    if (const Rational speed = interchange::source_play(event).speed; speed != Rational(1))
        more += ", speed " + speed.text();
    if (event.media.size() > 1)
        more += ", take " + std::to_string(event.active + 1) + " of " +
                std::to_string(event.media.size());
    if (!event.enabled) more += ", off";
    if (event.cdl) more += ", CDL " + cdl_text(*event.cdl);
    for (const std::string& what : event.unsupported) more += ", not shown: " + what;
    if (take == nullptr || take->path.empty()) more += ", OFFLINE";
    print_span(edit, event.record_in, event.duration);
    std::printf("%s %s  %s%s\n", interchange::source_timecode(in, edit).c_str(),
                interchange::source_timecode(out, edit).c_str(), event.name.c_str(), more.c_str());
}

/// Events, gaps and transitions in record order.
void print_track(const Edit& edit, const Track& track) {
    std::printf("  %s %s%s\n", track.kind == interchange::TrackKind::Video ? "video" : "audio",
                track.name.c_str(), track.enabled ? "" : " (off)");
    auto transition = track.transitions.begin();
    const auto print_transitions = [&](std::int64_t before) {
        for (; transition != track.transitions.end() && transition->at < before; ++transition) {
            print_span(edit, transition->at - transition->before,
                       transition->before + transition->after);
            std::printf("%s\n", transition_text(*transition).c_str());
        }
    };
    std::int64_t end = 0;
    const auto print_gap = [&](std::int64_t record, std::int64_t duration) {
        print_span(edit, record, duration);
        std::printf("gap\n");
    };
    for (const Event& event : track.events) {
        print_transitions(event.record_in);
        if (event.record_in > end) print_gap(end, event.record_in - end);
        print_transitions(event.record_in + 1);
        if (event.kind == EventKind::Clip)
            print_event(edit, event);
        else if (event.duration > 0)
            print_gap(event.record_in, event.duration);
        end = event.record_out();
    }
    print_transitions(INT64_MAX);
}

} // namespace

json edit_json(const session::OpenedEdit& opened) {
    const Edit& edit = opened.source.cut->edit;
    const playback::CutProgram program(std::shared_ptr<const Edit>(opened.source.cut, &edit));
    json events = json::array();
    for (std::size_t t = 0; t < edit.tracks.size(); ++t)
        for (std::size_t e = 0; e < edit.tracks[t].events.size(); ++e)
            events.push_back(event_json(edit, t, e));
    json notes = json::array();
    for (const interchange::EditNote& note : edit.notes)
        notes.push_back({{"where", note.where}, {"what", note.what}});
    json media = json::array();
    for (const interchange::RelinkEntry& entry : opened.plan.entries) {
        json candidates = json::array();
        for (const interchange::RelinkCandidate& candidate : entry.candidates)
            candidates.push_back({{"path", utf8(candidate.path.string())},
                                  {"confidence", candidate.confidence},
                                  {"why", candidate.why}});
        media.push_back({{"url", entry.media.url},
                         {"reel", entry.media.reel},
                         {"uses", entry.uses.size()},
                         {"candidates", candidates}});
    }
    json made{{"name", edit.name},
              {"rate", edit.rate.text()},
              {"drop_frame", edit.drop_frame},
              {"start_timecode", record_text(edit, 0)},
              {"duration", program.duration()},
              {"cuts", program.cuts()},
              {"events", events},
              {"media", media},
              {"notes", notes}};
    add_between(edit, made);
    return made;
}

json changes_json(const std::vector<interchange::EditChange>& changes) {
    json list = json::array();
    for (const interchange::EditChange& change : changes)
        list.push_back(
            {{"kind", interchange::name(change.kind)},
             {"name", change.name},
             {"track", change.track},
             {"record_before", change.record_before ? json(*change.record_before) : json()},
             {"record_after", change.record_after ? json(*change.record_after) : json()},
             {"what", change.what}});
    return list;
}

void print_edit(const session::OpenedEdit& opened) {
    const Edit& edit = opened.source.cut->edit;
    const session::MediaCount media = session::count_media(edit);
    std::printf("%s: %s fps, from %s, %lld frames, %zu media, %zu offline\n", edit.name.c_str(),
                edit.rate.text().c_str(), record_text(edit, 0).c_str(),
                static_cast<long long>(edit.duration()), media.media, media.offline);
    for (const Track& track : edit.tracks) print_track(edit, track);
    for (const interchange::EditNote& note : edit.notes)
        std::printf("  note: %s: %s\n", note.where.c_str(), note.what.c_str());
}

} // namespace seamline::cli
