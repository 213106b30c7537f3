#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/edit_report.h"
#include "app/cli/sources_argument.h"
#include "app/interchange/edit_changes.h"
#include "app/interchange/write_edit.h"
#include "app/session/json_file.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <utility>

namespace seamline::cli {
namespace {

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

bool has_list(const std::vector<session::OpenedEdit>& edits) {
    return std::ranges::any_of(
        edits, [](const session::OpenedEdit& edit) { return session::is_list(*edit.source.cut); });
}

Result<std::vector<session::OpenedEdit>> open(const Arguments& arguments,
                                              const session::EditPlaces& places,
                                              const interchange::ReadOptions& options) {
    if (!arguments.has("--as-cut"))
        return session::open_edit(arguments.files().front(), places, options);
    Result<session::Source> cut = takes_as_cut(arguments);
    if (!cut) return cut.error();
    std::vector<session::OpenedEdit> opened(1);
    opened.front().source = std::move(cut).value();
    return opened;
}

Result<json> carry_out(const Arguments& arguments) {
    const Result<session::EditPlaces> places = edit_places(arguments);
    if (!places) return places.error();
    const Result<interchange::ReadOptions> options = read_options(arguments);
    if (!options) return options.error();
    Result<std::vector<session::OpenedEdit>> opened =
        open(arguments, places.value(), options.value());
    if (!opened) return opened.error();
    const auto compared = arguments.text("--compare");
    auto later = compared
                     ? session::open_edit(*compared, places.value(), options.value())
                     : Result<std::vector<session::OpenedEdit>>(std::vector<session::OpenedEdit>{});
    if (!later) return later.error();
    if (const auto unused =
            unused_rate(arguments, has_list(opened.value()) || has_list(later.value())))
        return *unused;
    const bool as_json = arguments.has("--json");
    json result{{"schema", "seamline.edit/1"}, {"edits", json::array()}};
    // Without places it is told where the media are said to be, and nothing is guessed.
    const bool has_places = !places.value().roots.empty() || !places.value().maps.empty();
    for (session::OpenedEdit& edit : opened.value())
        if (has_places && !arguments.has("--as-cut")) link_and_tell(edit);
    // Before anything is printed: what cannot be written is one line.
    Result<json> losses = json();
    if (arguments.has("--save-as")) losses = saved(opened.value().front(), arguments);
    if (!losses) return losses.error();
    for (session::OpenedEdit& edit : opened.value()) {
        result["edits"].push_back(edit_json(edit));
        if (!as_json) print_edit(edit);
    }
    if (compared) {
        const auto changes = interchange::changes_between(opened.value().front().source.cut->edit,
                                                          later.value().front().source.cut->edit);
        result["changes"] = changes_json(changes);
        if (!as_json && changes.empty()) std::printf("  no changes\n");
        if (!as_json)
            for (const interchange::EditChange& change : changes)
                std::printf("  change: %s: %s\n", change.name.c_str(), change.what.c_str());
    }
    if (arguments.has("--save-as")) {
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
        std::fputs(help_text("edit FILE | --as-cut TAKES... [--json]",
                             "Tells what a timeline file holds (OpenTimelineIO, CMX3600 EDL, Final "
                             "Cut Pro 7 XML,\nFCPXML): its events with record and source timecode, "
                             "their dissolves, gaps, CDLs and media, and\nwhat cannot be shown; "
                             "compares two versions, and writes it in another "
                             "format. The file itself is never changed.\nWith --as-cut the same "
                             "of takes one after another; --save-as then makes a timeline of "
                             "them.",
                             options)
                       .c_str(),
                   stdout);
        return kOk;
    }
    if (arguments.value().files().size() != 1 && !arguments.value().has("--as-cut"))
        return report({ErrorCode::InvalidArgument, "edit takes one timeline file; see --help"});
    const Result<json> result = carry_out(arguments.value());
    if (!result) return report(result.error());
    if (arguments.value().has("--json")) std::printf("%s\n", result.value().dump(2).c_str());
    return kOk;
}

} // namespace seamline::cli
