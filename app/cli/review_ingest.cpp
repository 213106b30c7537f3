// app/cli/review_ingest.cpp: a folder's files become stacks of takes: previewed, then applied.
#include "app/cli/review_commands.h"
#include "app/interchange/decisions/take_folder.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace seamline::cli {
namespace {

Error usage(const std::string& message) { return {ErrorCode::InvalidArgument, message}; }

/// What a folder and its table give.
struct Found {
    std::vector<review::IngestItem> items;
    std::vector<std::string> missing; ///< Files that the table names and the folder lacks.

    std::size_t left_out() const {
        return missing.size() +
               static_cast<std::size_t>(std::ranges::count_if(
                   items, [](const review::IngestItem& item) { return !item.problem.empty(); }));
    }
};

void print(const Found& found, bool apply) {
    for (const review::IngestItem& item : found.items) {
        std::string line = "  " + item.file + ": ";
        if (!item.problem.empty()) {
            line += "left out, " + item.problem;
        } else {
            line += "shot " + *item.note.shot;
            if (!item.note.facts.generator.empty()) line += ", " + item.note.facts.generator;
            if (!item.note.facts.version.empty()) line += ", version " + item.note.facts.version;
            line += " (from " + item.from + (item.is_new ? ")" : "; is there already)");
            const char* before = apply ? "; changed " : "; would change ";
            for (const std::string& change : item.changes) {
                line += before + change;
                before = ", ";
            }
            for (const std::string& unused : item.not_used) line += "; does not use " + unused;
        }
        std::printf("%s\n", line.c_str());
    }
    for (const std::string& name : found.missing)
        std::printf("  %s: left out, the table names it, but no such movie is in the folder\n",
                    name.c_str());
}

nlohmann::ordered_json item_json(const review::IngestItem& item) {
    const review::TakeFacts& facts = item.note.facts;
    return {{"file", item.file},
            {"media_id", item.medium.media_id},
            {"shot", item.note.shot.value_or("")},
            {"generator", facts.generator},
            {"version", facts.version},
            {"prompt", facts.prompt},
            {"seed", facts.seed},
            {"rights", facts.rights},
            {"class", item.note.coverage ? name(*item.note.coverage) : ""},
            {"place", item.note.place ? name(*item.note.place) : ""},
            {"from", item.from},
            {"new", item.is_new},
            {"changes", item.changes},
            {"not_used", item.not_used},
            {"problem", item.problem}};
}

Result<Found> found_in(const Arguments& arguments, const review::Review& review) {
    const auto pattern = review::NamePattern::parse(
        arguments.text("--pattern").value_or(interchange::kTakePatterns[0]));
    if (!pattern) return pattern.error();
    interchange::TableChoice table{std::filesystem::path()}; // Only one that was named.
    if (const auto csv = arguments.text("--csv")) table.file = *csv;
    auto folder = interchange::list_takes(arguments.files().front(), table, {});
    if (!folder) return folder.error();
    if (!folder.value().table_problem.empty())
        return Error{ErrorCode::Corrupt, folder.value().table_problem};
    Found all{{}, std::move(folder.value().rows_without_file)};
    for (interchange::FolderTake& take : folder.value().takes) {
        if (!take.problem.empty()) return Error{ErrorCode::Corrupt, take.problem};
        const auto found = find_medium(take.path.string(), review);
        // One broken file is no reason to leave the others out.
        if (found)
            take.medium = found.value().medium;
        else
            take.problem = found.error().message;
        review::IngestItem item = interchange::ingest_item(take, &pattern.value(), review);
        // One content is one take: two names would move it to and fro.
        const auto twin = std::ranges::find_if(all.items, [&](const review::IngestItem& other) {
            return other.problem.empty() && other.medium.media_id == item.medium.media_id;
        });
        if (item.problem.empty() && twin != all.items.end())
            item.problem = "the same content as " + twin->file;
        all.items.push_back(std::move(item));
    }
    review::tell_changes(all.items, review);
    return all;
}

Result<int> ingest(const Arguments& arguments) {
    const bool apply = arguments.has("--apply");
    std::unique_ptr<review::ReviewLog> log;
    review::Review review;
    if (apply) {
        auto opened = open_review(arguments, StoreUse::Write);
        if (!opened) return opened.error();
        log = std::move(opened).value();
        review = *log->snapshot().review;
    } else {
        auto read = read_review(arguments);
        if (!read) return read.error();
        review = std::move(read).value();
    }
    const auto found = found_in(arguments, review);
    if (!found) return found.error();
    const std::vector<review::IngestItem>& items = found.value().items;
    const auto action = review::ingest_action(author_of(arguments), items, review);
    const bool is_step = action && std::ranges::any_of(action->events, [](const auto& event) {
                             return review::is_undoable(event.change);
                         });
    const int code = found.value().left_out() > 0 ? kWarnings : kOk;
    std::string id;
    if (apply && action) {
        const auto stored = log->commit(*action);
        if (!stored) return stored.error();
        id = stored.value();
    }
    const auto taken = std::ranges::count_if(
        items, [](const review::IngestItem& item) { return item.problem.empty(); });
    if (arguments.has("--json")) {
        nlohmann::ordered_json json{{"schema", "seamline.review_ingest/1"},
                                    {"applied", apply},
                                    {"id", id},
                                    {"items", nlohmann::ordered_json::array()},
                                    {"missing", found.value().missing}};
        for (const review::IngestItem& item : items) json["items"].push_back(item_json(item));
        print_json(json);
        return code;
    }
    print(found.value(), apply);
    std::printf("%lld of %zu files %s takes%s\n", static_cast<long long>(taken), items.size(),
                apply ? "are" : "would become",
                !is_step ? "; nothing of it is new"
                : apply  ? "; one undo takes it back"
                         : "; --apply does it");
    return code;
}

} // namespace

int review_ingest(std::span<const std::string> words) {
    const std::array options{
        Option{"--pattern", "P",
               "of names without extension (default {shot}_{generator}_v{version})"},
        Option{"--csv", "FILE", "a table with a column 'file' and any of shot, generator, ..."},
        Option{"--apply", nullptr, "do it; without it only shows what would happen"},
        Option{"--json", nullptr, "print one JSON object (schema seamline.review_ingest/1)"}};
    const auto given = parse_part(
        words, options, "review ingest FOLDER [--pattern P] [--csv FILE] [--apply] [--json]",
        "Makes the movies of a folder takes. A table's row says more than notes beside the file "
        "(NAME.mp4.json or NAME.json:\nan object with the same words), those more than its name. "
        "Words: shot, generator, version, prompt, seed, rights,\nclass, place; in a pattern also "
        "{any}. New files of a folder are taken up by running it again; what "
        "it then tells otherwise of takes that are there (class, prompt, ...) is named and "
        "changed. Exit 4 when a file was "
        "left out,\nor the table names one that is not there.");
    if (!given) return report(given.error());
    if (!given.value()) return kOk;
    if (given.value()->files().size() != 1)
        return report(usage("review ingest needs one folder; see --help"));
    const auto code = ingest(*given.value());
    return code ? code.value() : report(code.error());
}

} // namespace seamline::cli
