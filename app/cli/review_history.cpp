// app/cli/review_history.cpp: the whole history out and in, backups and retention.
#include "app/cli/review_share.h"
#include "app/interchange/text_file.h"
#include "app/review/history.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <iterator>

namespace seamline::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostBytes = std::size_t{256} << 20;
constexpr Option kJson{"--json", nullptr, "print one JSON object"};

Error usage(const std::string& message) { return {ErrorCode::InvalidArgument, message}; }

int finish(const Arguments& arguments, const nlohmann::ordered_json& json,
           const std::string& sentence) {
    if (arguments.has("--json"))
        print_json(json);
    else
        std::printf("%s\n", sentence.c_str());
    return kOk;
}

std::string plural(std::size_t count, const char* what) {
    return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

/// "2026-01-31" (its beginning, UTC) or a time as in lists.
std::optional<std::int64_t> date_from(const std::string& text) {
    if (const auto time = review::utc_from(text)) return time;
    return review::utc_from(text + "T00:00:00.000Z");
}

Result<Done> prune(const Arguments& arguments) {
    const auto before = date_from(arguments.text("--before").value_or(""));
    if (!before) return usage("review prune needs --before DATE, as 2026-01-31");
    const fs::path archive = arguments.text("--archive").value_or("");
    const bool apply = arguments.has("--apply");
    if (apply && archive.empty())
        return usage("review prune --apply needs --archive FILE, which keeps what is removed");
    std::error_code code;
    if (apply && fs::exists(archive, code))
        return usage("'" + archive.string() + "' exists; an archive replaces nothing");
    const auto log = open_review(arguments, apply ? StoreUse::Write : StoreUse::Read);
    if (!log) return log.error();
    review::Fold all;
    all.add(log.value()->history());
    const auto ids = review::prunable(all, *before);
    std::vector<review::Event> gone;
    std::vector<review::Event> rest;
    for (const auto& [id, event] : all.events())
        (std::ranges::binary_search(ids, id) ? gone : rest).push_back(event);
    review::Fold left;
    left.add(std::move(rest));
    if (left.review() != all.review())
        return Error{ErrorCode::Unsupported,
                     "pruning would change what stands; nothing was removed"};
    const std::string amount = plural(gone.size(), "event");
    if (apply && !gone.empty()) {
        if (const auto done = review::write_history(archive, gone); !done) return done.error();
        review::Action action{author_of(arguments), {}};
        action.events.push_back(
            review::draft({}, {}, review::Pruned{*before, static_cast<std::int64_t>(gone.size())}));
        if (const auto done = log.value()->prune(ids, action); !done) return done.error();
    }
    finish(arguments,
           {{"schema", "seamline.review_prune/1"},
            {"before", review::utc_text(*before)},
            {"events", gone.size()},
            {"applied", apply},
            {"archive", archive.string()}},
           apply ? "removed the content of " + amount + ", kept in " + archive.string()
                 : amount + " could be pruned; --apply --archive FILE does it");
    return Done{};
}

} // namespace

int review_export(std::span<const std::string> words) {
    std::vector<Option> options = share_options();
    options.push_back({"--history", "FILE", "writes all events, one JSON object a line"});
    options.push_back(kJson);
    const auto given = parse_part(
        words, options, "review export [FILES...] --format F [--out DIR] | --history FILE",
        "Writes what stands, of the named files or of all, for other programs and people:\n" +
            share_words() +
            "What a format does not carry is listed. --history writes the store's whole history, "
            "with what was replaced and\nundone; 'review import' takes it back, into any store.");
    if (!given) return report(given.error());
    if (!given.value()) return kOk;
    const Arguments& arguments = *given.value();
    const std::string file = arguments.text("--history").value_or("");
    if (arguments.has("--format")) return share_review(arguments);
    if (file.empty()) return report(usage("review export needs --format F or --history FILE"));
    const auto log = open_review(arguments, StoreUse::Read);
    if (!log) return report(log.error());
    const auto events = log.value()->history();
    if (const auto done = review::write_history(file, events); !done) return report(done.error());
    return finish(
        arguments,
        {{"schema", "seamline.review_export/1"}, {"file", file}, {"events", events.size()}},
        "wrote " + plural(events.size(), "event") + " to " + file);
}

int review_import(std::span<const std::string> words) {
    std::vector<Option> options = take_back_options();
    options.push_back(kJson);
    const auto given = parse_part(
        words, options, "review import FILE... [--json]",
        "Adds what editors and guests send back (the formats of 'review export', and "
        "Premiere's exported markers), and\nhistories that 'review export --history' "
        "wrote ('-': standard input). Ids are known again: importing twice adds\n"
        "nothing, and two stores that import each other stand the same. Nothing that "
        "stands is taken away,\nand what a form could only spell plainly is no change, "
        "nor a drawing whose strokes it cannot hold. A history carries no hashes: what was "
        "changed in one before is told\nonly of events that the store has already. Exit "
        "4 when markers were left out, each named.");
    if (!given) return report(given.error());
    if (!given.value()) return kOk;
    const Arguments& arguments = *given.value();
    if (arguments.files().empty()) return report(usage("review import needs a file"));
    bool is_shared = arguments.has("--format");
    for (const std::string& file : arguments.files()) {
        if (is_shared || file == "-") break;
        const auto bytes = interchange::read_text_file(file, kMostBytes);
        if (!bytes) return report(bytes.error());
        is_shared = is_shared_review(bytes.value(), file);
    }
    if (is_shared) return take_back(arguments);
    // Everything is read before anything is stored.
    std::vector<review::Event> events;
    for (const std::string& file : arguments.files()) {
        auto read = review::read_history(file);
        if (!read) return report(read.error());
        std::ranges::move(read.value(), std::back_inserter(events));
    }
    const auto log = open_review(arguments, StoreUse::Write);
    if (!log) return report(log.error());
    const std::size_t count = events.size();
    const auto added = log.value()->import(std::move(events));
    if (!added) return report(added.error());
    return finish(arguments,
                  {{"schema", "seamline.review_import/1"},
                   {"events", count},
                   {"added", added.value()},
                   {"known", count - added.value()}},
                  "added " + plural(added.value(), "event") + ", " +
                      std::to_string(count - added.value()) + " were known" +
                      (added.value() > 0 ? "\na history carries no hashes: what was changed in the "
                                           "file before now is not told of events that are new here"
                                         : ""));
}

int review_backup(std::span<const std::string> words) {
    const std::array options{kJson};
    const auto given =
        parse_part(words, options, "review backup FILE [--json]",
                   "Copies the store while it may be in use. The copy is a store of its "
                   "own: --db opens it.");
    if (!given) return report(given.error());
    if (!given.value()) return kOk;
    const Arguments& arguments = *given.value();
    if (arguments.files().size() != 1) return report(usage("review backup needs one file"));
    const std::string& file = arguments.files().front();
    const auto store = open_review_store(arguments, StoreUse::Read);
    if (!store) return report(store.error());
    if (const auto done = store.value()->backup(file); !done) return report(done.error());
    const auto info = store.value()->info();
    if (!info) return report(info.error());
    return finish(arguments,
                  {{"schema", "seamline.review_backup/1"},
                   {"file", file},
                   {"events", info.value().events},
                   {"head", info.value().head}},
                  "copied " + plural(static_cast<std::size_t>(info.value().events), "event") +
                      " to " + file);
}

int review_prune(std::span<const std::string> words) {
    const std::array options{
        Option{"--before", "DATE", "only what is older, as 2026-01-31 (its beginning, UTC)"},
        Option{"--archive", "FILE", "a history of what is removed; has to be new"},
        Option{"--apply", nullptr, "remove; without it only counts"}, kJson};
    const auto given =
        parse_part(words, options, "review prune --before DATE [--archive FILE --apply] [--json]",
                   "Removes the content of old events that nothing depends on any more: "
                   "what was replaced, cleared or undone, with\nwhat did so. What stands "
                   "does not change. Their hashes stay, so 'review verify' still holds.");
    if (!given) return report(given.error());
    if (!given.value()) return kOk;
    const auto done = prune(*given.value());
    return done ? kOk : report(done.error());
}

} // namespace seamline::cli
