#include "app/cli/sources_argument.h"

#include "app/cli/media_json.h"
#include "app/interchange/read_edit.h"
#include "app/session/cut_names.h"
#include "app/session/session_file.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <string>
#include <utility>

namespace seamline::cli {
namespace {

/// A command has nobody to ask: what is less likely stays offline.
constexpr double kLikelyMedia = 0.5;

constexpr std::array<Option, 4> kEditOptions{{
    {"--search", "FOLDER",
     "look for an edit's media below it, by name, or reel and timecode (repeatable)"},
    {"--map", "FROM=TO",
     "an edit's folder FROM (/Volumes/x, S:\\x, file://...) is TO here "
     "(repeatable)"},
    {"--rate", "R",
     "frames per second of a CMX3600 list, which does not state it (default: guessed from its "
     "timecodes)"},
    {"--as-cut", nullptr, "the takes, or a folder's in name order, one after another as one cut"},
}};

Result<session::Session> one_cut(const Arguments& arguments) {
    Result<session::Source> cut = takes_as_cut(arguments);
    if (!cut) return cut.error();
    session::Session made;
    made.compare.labels = false;
    made.sources.push_back(std::move(cut).value());
    made.sources.front().key = 1;
    return made;
}

bool is_linked(const interchange::Edit& edit, const interchange::RelinkEntry& entry) {
    return std::ranges::all_of(entry.uses, [&](const interchange::RelinkEntry::Use& use) {
        return !edit.tracks[use.track].events[use.event].media[use.media].path.empty();
    });
}

/// Whether `file` is a list without a rate of its own.
Result<bool> add_edit(const std::string& file, const session::EditPlaces& places,
                      const interchange::ReadOptions& options, session::Session& made) {
    Result<std::vector<session::OpenedEdit>> opened = session::open_edit(file, places, options);
    if (!opened) return opened.error();
    bool is_list = false;
    for (session::OpenedEdit& edit : opened.value()) {
        is_list = is_list || session::is_list(*edit.source.cut);
        tell_rate_guess(file, edit.source.cut->edit);
        link_and_tell(edit);
        edit.source.name = session::name_beside(made, edit.source);
        edit.source.key = static_cast<session::SourceKey>(made.sources.size() + 1);
        made.sources.push_back(std::move(edit.source));
    }
    return is_list;
}

} // namespace

std::vector<Option> with_edit_options(std::span<const Option> options) {
    std::vector<Option> all;
    for (const Option& own : options.first(options.size() - 1)) all.push_back(own);
    for (const Option& edit : kEditOptions) all.push_back(edit);
    all.push_back(options.back());
    return all;
}

Result<session::EditPlaces> edit_places(const Arguments& arguments) {
    session::EditPlaces places;
    for (const std::string& map : arguments.all("--map")) {
        std::vector<interchange::PathMap> maps = interchange::path_maps(map);
        if (maps.empty())
            return Error{ErrorCode::InvalidArgument,
                         "--map " + map + ": expected FROM=TO, e.g. /Volumes/x=/mnt/x"};
        places.maps.insert(places.maps.end(), maps.begin(), maps.end());
    }
    for (const std::string& root : arguments.all("--search")) {
        std::error_code code;
        if (!std::filesystem::is_directory(root, code))
            return Error{ErrorCode::InvalidArgument, "--search " + root + ": no such folder"};
        places.roots.emplace_back(root);
    }
    return session::with_environment(std::move(places));
}

Result<interchange::ReadOptions> read_options(const Arguments& arguments) {
    if (!arguments.has("--rate")) return interchange::ReadOptions{};
    const Result<Rational> rate = rate_option(arguments, "--rate", Rational(24));
    if (!rate) return rate.error();
    return interchange::ReadOptions{rate.value()};
}

std::optional<Error> unused_rate(const Arguments& arguments, bool is_list) {
    if (!arguments.has("--rate") || is_list) return std::nullopt;
    return Error{ErrorCode::InvalidArgument,
                 "--rate is for CMX3600 lists, and none was given: leave it out"};
}

void tell_rate_guess(const std::string& file, const interchange::Edit& edit) {
    if (edit.rate_guess.empty()) return;
    std::fprintf(stderr, "seamline: %s: %s; --rate R states it\n", file.c_str(),
                 edit.rate_guess.c_str());
}

Result<Done> check_medium(const std::string& file) {
    std::error_code code;
    if (!std::filesystem::exists(file, code)) return Done{}; // Whoever opens it says so.
    if (std::filesystem::path(file).extension() == session::kSessionExtension)
        return Error{ErrorCode::Unsupported,
                     file + ": a session, where one medium is expected: 'seamline play' opens it, "
                            "'seamline frame' and 'seamline analyze' take it"};
    if (!interchange::is_edit_name(file)) return Done{};
    if (const std::string advice = interchange::export_advice("", file); !advice.empty())
        return Error{ErrorCode::Unsupported, file + ": " + advice};
    return Error{ErrorCode::Unsupported,
                 file + ": a timeline, where one medium is expected: 'seamline edit' lists its "
                        "events and cuts, 'seamline analyze' measures them, 'seamline frame' "
                        "shows it"};
}

Result<session::Source> takes_as_cut(const Arguments& arguments) {
    const std::vector<std::filesystem::path> takes(arguments.files().begin(),
                                                   arguments.files().end());
    if (takes.empty()) return Error{ErrorCode::InvalidArgument, "--as-cut needs takes or a folder"};
    const std::filesystem::path only = (takes.front() / "").lexically_normal().parent_path();
    const bool is_named = takes.size() == 1 && !only.filename().empty();
    return session::cut_of_takes(takes, is_named ? only.stem().string() : "takes");
}

void link_and_tell(session::OpenedEdit& opened) {
    interchange::Edit edit = opened.source.cut->edit;
    std::size_t offline = 0;
    for (const interchange::RelinkEntry& entry : opened.plan.entries) {
        const std::string name = entry.media.url.empty() ? entry.media.name : entry.media.url;
        if (is_linked(edit, entry)) continue;
        if (entry.candidates.empty()) {
            ++offline;
            std::fprintf(stderr, "seamline: %s: offline\n", name.c_str());
            continue;
        }
        const interchange::RelinkCandidate& best = entry.candidates.front();
        if (best.confidence < kLikelyMedia) {
            ++offline;
            std::fprintf(stderr, "seamline: %s: offline; perhaps %s (%s)\n", name.c_str(),
                         best.path.c_str(), best.why.c_str());
            continue;
        }
        if (std::ranges::any_of(entry.candidates, session::is_sure)) continue; // Linked already.
        std::fprintf(stderr, "seamline: %s: linked to %s (%s)\n", name.c_str(), best.path.c_str(),
                     best.why.c_str());
        interchange::apply(edit, entry, best);
    }
    if (!opened.plan.note.empty())
        std::fprintf(stderr, "seamline: %s: %s\n", opened.source.path.c_str(),
                     opened.plan.note.c_str());
    if (offline > 0)
        std::fprintf(stderr,
                     "seamline: %s: %zu of its media are offline and show as slates; "
                     "--search FOLDER or --map FROM=TO finds them\n",
                     opened.source.path.c_str(), offline);
    opened.source.cut = session::make_cut(std::move(edit), {});
}

Result<session::Session> session_named(const Arguments& arguments, Rational sequence_rate) {
    const std::vector<std::string>& files = arguments.files();
    if (arguments.has("--as-cut")) {
        if (const auto unused = unused_rate(arguments, false)) return *unused;
        return one_cut(arguments);
    }
    if (files.size() == 1 &&
        std::filesystem::path(files.front()).extension() == session::kSessionExtension) {
        if (arguments.has("--sequence-rate"))
            return Error{ErrorCode::InvalidArgument,
                         "a session has its own rates: leave out --sequence-rate"};
        if (const auto unused = unused_rate(arguments, false)) return *unused;
        return session::load_session(files.front());
    }
    const Result<session::EditPlaces> places = edit_places(arguments);
    if (!places) return places.error();
    const Result<interchange::ReadOptions> options = read_options(arguments);
    if (!options) return options.error();
    session::Session made;
    made.compare.labels = false;
    bool any_list = false;
    for (const std::string& file : files) {
        if (interchange::is_edit_name(file)) {
            const Result<bool> added = add_edit(file, places.value(), options.value(), made);
            if (!added) return added.error();
            any_list = any_list || added.value();
            continue;
        }
        session::Source source;
        source.key = static_cast<session::SourceKey>(made.sources.size() + 1);
        source.path = file;
        source.sequence_rate = sequence_rate;
        made.sources.push_back(std::move(source));
    }
    if (const auto unused = unused_rate(arguments, any_list)) return *unused;
    made.compare.mode =
        made.sources.size() > 1 ? session::CompareMode::Row : session::CompareMode::Single;
    return made;
}

} // namespace seamline::cli
