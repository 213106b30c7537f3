#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/sources_argument.h"
#include "app/interchange/edit_changes.h"
#include "app/interchange/event_origin.h"
#include "app/interchange/read_edit.h"
#include "app/interchange/write_edit.h"
#include "app/playback/cut_program.h"
#include "app/session/json_file.h"
#include "decode/media/timecode.h"

#include <array>
#include <cstdio>
#include <string>
#include <utility>

namespace seamline::cli {
namespace {

using interchange::Edit;
using interchange::Event;
using interchange::EventKind;
using nlohmann::json;

constexpr std::array<Option, 5> kOptions{{
    {"--json", nullptr, "print one JSON object (schema seamline.edit/1)"},
    {"--compare", "FILE", "list what changed from this edit to FILE, a later version"},
    {"--save-as", "FILE",
     "write the edit, linked as found: .otio, .edl, .xml (Final Cut Pro 7) or .fcpxml; prints what "
     "that format cannot carry"},
    {"--profile", "NAME", "of .otio: full (every take, the default) or nle-safe (Clip.1)"},
    {"--help", nullptr, "this text"},
}};

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

json take_json(const interchange::MediaReference& take) {
    return {{"key", take.key},
            {"name", take.name},
            {"url", take.url},
            {"reel", take.reel},
            {"generator", take.generator},
            {"path", take.path.empty() ? json() : json(take.path.string())}};
}

json event_json(const Edit& edit, std::size_t track, std::size_t index) {
    const Event& event = edit.tracks[track].events[index];
    json takes = json::array();
    for (const interchange::MediaReference& take : event.media) takes.push_back(take_json(take));
    const char* placement = placement_name(interchange::placement_of(edit, track, index));
    return {{"track", track},
            {"kind", event.kind == EventKind::Gap ? "gap" : "clip"},
            {"name", event.name},
            {"record_in", event.record_in},
            {"record_timecode", record_text(edit, event.record_in)},
            {"duration", event.duration},
            {"source_start_s", event.source_start.seconds().text()},
            {"speed", event.speed.text()},
            {"enabled", event.enabled},
            {"takes", takes},
            {"active", event.active},
            {"origin", origin_name(event.origin)},
            {"placement", placement == nullptr ? json() : json(placement)},
            {"has_cdl", event.cdl.has_value()},
            {"unsupported", event.unsupported}};
}

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
            candidates.push_back({{"path", candidate.path.string()},
                                  {"confidence", candidate.confidence},
                                  {"why", candidate.why}});
        media.push_back({{"url", entry.media.url},
                         {"reel", entry.media.reel},
                         {"uses", entry.uses.size()},
                         {"candidates", candidates}});
    }
    return {{"name", edit.name},
            {"rate", edit.rate.text()},
            {"drop_frame", edit.drop_frame},
            {"start_timecode", record_text(edit, 0)},
            {"duration", program.duration()},
            {"cuts", program.cuts()},
            {"events", events},
            {"media", media},
            {"notes", notes}};
}

json changes_json(const std::vector<interchange::EditChange>& changes) {
    static constexpr std::array kKinds{"inserted", "removed", "moved",    "trimmed", "take swapped",
                                       "retimed",  "graded",  "reframed", "switched"};
    json list = json::array();
    for (const interchange::EditChange& change : changes)
        list.push_back(
            {{"kind", kKinds[static_cast<std::size_t>(change.kind)]},
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
    for (std::size_t t = 0; t < edit.tracks.size(); ++t) {
        const interchange::Track& track = edit.tracks[t];
        std::printf("  %s %s%s\n", track.kind == interchange::TrackKind::Video ? "video" : "audio",
                    track.name.c_str(), track.enabled ? "" : " (off)");
        for (std::size_t e = 0; e < track.events.size(); ++e) {
            const Event& event = track.events[e];
            if (event.kind == EventKind::Gap) continue;
            const interchange::MediaReference* take = event.active_media();
            const bool offline = take == nullptr || take->path.empty();
            std::string more;
            if (event.speed != Rational(1)) more += ", speed " + event.speed.text();
            if (event.media.size() > 1)
                more += ", take " + std::to_string(event.active + 1) + " of " +
                        std::to_string(event.media.size());
            for (const std::string& what : event.unsupported) more += ", not shown: " + what;
            std::printf("    %s %5lld  %s%s%s\n", record_text(edit, event.record_in).c_str(),
                        static_cast<long long>(event.duration), event.name.c_str(), more.c_str(),
                        offline ? ", OFFLINE" : "");
        }
    }
    for (const interchange::EditNote& note : edit.notes)
        std::printf("  note: %s: %s\n", note.where.c_str(), note.what.c_str());
}

Result<json> saved(const session::OpenedEdit& opened, const Arguments& arguments) {
    const std::filesystem::path file = *arguments.text("--save-as");
    std::error_code code;
    if (std::filesystem::equivalent(file, opened.source.path, code))
        return Error{ErrorCode::InvalidArgument,
                     file.string() + ": the edit's own file is never changed; give --save-as "
                                     "another name"};
    const std::string profile = arguments.text("--profile").value_or("full");
    if (profile != "full" && profile != "nle-safe")
        return Error{ErrorCode::InvalidArgument,
                     "no profile '" + profile + "': full or nle-safe; see --help"};
    interchange::WriteOptions options;
    options.profile =
        profile == "full" ? interchange::OtioProfile::Full : interchange::OtioProfile::NleSafe;
    options.relinked_urls = true;
    const auto written = interchange::write_edit(opened.source.cut->edit, file, options);
    if (!written) return written.error();
    const Result<Done> done = session::write_whole(file, written.value().text);
    if (!done) return done.error();
    json losses = json::array();
    for (const interchange::EditNote& loss : written.value().losses)
        losses.push_back({{"where", loss.where}, {"what", loss.what}});
    return losses;
}

Result<json> carry_out(const Arguments& arguments) {
    const Result<session::EditPlaces> places = edit_places(arguments);
    if (!places) return places.error();
    Result<std::vector<session::OpenedEdit>> opened =
        session::open_edit(arguments.files().front(), places.value());
    if (!opened) return opened.error();
    const bool as_json = arguments.has("--json");
    json result{{"schema", "seamline.edit/1"}, {"edits", json::array()}};
    for (session::OpenedEdit& edit : opened.value()) {
        if (!arguments.all("--search").empty()) link_and_tell(edit);
        result["edits"].push_back(edit_json(edit));
        if (!as_json) print_edit(edit);
    }
    if (const auto other = arguments.text("--compare")) {
        const auto later = session::open_edit(*other, places.value());
        if (!later) return later.error();
        const auto changes = interchange::changes_between(opened.value().front().source.cut->edit,
                                                          later.value().front().source.cut->edit);
        result["changes"] = changes_json(changes);
        if (!as_json && changes.empty()) std::printf("  no changes\n");
        if (!as_json)
            for (const interchange::EditChange& change : changes)
                std::printf("  change: %s: %s\n", change.name.c_str(), change.what.c_str());
    }
    if (arguments.has("--save-as")) {
        Result<json> losses = saved(opened.value().front(), arguments);
        if (!losses) return losses.error();
        result["losses"] = losses.value();
        if (!as_json) std::printf("  written: %s\n", arguments.text("--save-as")->c_str());
        if (!as_json)
            for (const json& loss : losses.value())
                std::printf("  not carried: %s: %s\n", loss["where"].get<std::string>().c_str(),
                            loss["what"].get<std::string>().c_str());
    }
    return result;
}

} // namespace

int edit(std::span<const std::string> words) {
    const std::vector<Option> options = with_edit_options(kOptions);
    const Result<Arguments> arguments = Arguments::parse(words, options);
    if (!arguments) return report(arguments.error());
    if (arguments.value().has("--help")) {
        std::fputs(help_text("edit FILE [--json]",
                             "Tells what a timeline file holds (OpenTimelineIO, CMX3600 EDL, Final "
                             "Cut Pro 7 XML,\nFCPXML): its events, where their media are, and what "
                             "cannot be shown; compares two\nversions, and writes it in another "
                             "format. The file itself is never changed.",
                             options)
                       .c_str(),
                   stdout);
        return kOk;
    }
    if (arguments.value().files().size() != 1)
        return report({ErrorCode::InvalidArgument, "edit takes one timeline file; see --help"});
    const Result<json> result = carry_out(arguments.value());
    if (!result) return report(result.error());
    if (arguments.value().has("--json")) std::printf("%s\n", result.value().dump(2).c_str());
    return kOk;
}

} // namespace seamline::cli
