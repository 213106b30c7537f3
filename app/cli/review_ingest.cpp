// app/cli/review_ingest.cpp: a folder's files become stacks of takes: previewed, then applied.
#include "app/cli/review_commands.h"
#include "app/interchange/decisions/csv_text.h"
#include "app/review/ingest.h"
#include "decode/media/natural_order.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace seamline::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPattern = "{shot}_{generator}_v{version}";
constexpr std::size_t kMostFiles = 5'000;
constexpr std::size_t kMostTable = std::size_t{16} << 20;
constexpr std::size_t kMostSidecar = std::size_t{1} << 20;

/// What movies are called.
constexpr std::array<std::string_view, 9> kEndings{".mp4", ".mov", ".mkv", ".webm", ".avi",
                                                   ".mxf", ".m4v", ".mpg", ".ts"};

Error usage(const std::string& message) { return {ErrorCode::InvalidArgument, message}; }

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return text;
}

/// Movies right in the folder, in the order in which people count.
Result<std::vector<fs::path>> movies_in(const fs::path& folder) {
    std::error_code code;
    fs::directory_iterator entry(folder, code);
    if (code) return Error{ErrorCode::NotFound, "cannot read the folder '" + folder.string() + "'"};
    std::vector<fs::path> files;
    for (; entry != fs::directory_iterator(); entry.increment(code)) {
        const std::string ending = lower(entry->path().extension().string());
        if (std::ranges::find(kEndings, ending) == kEndings.end()) continue;
        if (entry->is_regular_file(code)) files.push_back(entry->path());
        if (files.size() > kMostFiles)
            return Error{ErrorCode::TooLarge, "'" + folder.string() + "' holds more than " +
                                                  std::to_string(kMostFiles) + " movies"};
    }
    std::ranges::sort(files, [](const fs::path& a, const fs::path& b) {
        return natural_less(a.filename().string(), b.filename().string());
    });
    return files;
}

/// NAME.mp4.json or NAME.json beside the file; nothing where there is none.
Result<std::optional<review::TakeNote>> sidecar_of(const fs::path& file) {
    std::error_code code;
    for (const fs::path& beside :
         {fs::path(file.string() + ".json"), fs::path(file).replace_extension(".json")}) {
        if (!fs::is_regular_file(beside, code)) continue;
        const auto text = read_text_file(beside, kMostSidecar);
        if (!text) return text.error();
        const auto note = review::note_of_json(text.value(), beside.string());
        if (!note) return note.error();
        return std::optional(note.value());
    }
    return std::optional<review::TakeNote>();
}

Result<std::map<std::string, review::TakeNote>> notes_of_csv(const fs::path& file) {
    const auto text = read_text_file(file, kMostTable);
    if (!text) return text.error();
    auto rows = interchange::read_csv(text.value(), file.string());
    if (!rows) return rows.error();
    std::vector<std::vector<std::string>> cells;
    for (interchange::CsvRow& row : rows.value()) cells.push_back(std::move(row.cells));
    return review::notes_of_table(cells, file.string());
}

void print(const std::vector<review::IngestItem>& items) {
    for (const review::IngestItem& item : items) {
        std::string line = "  " + item.file + ": ";
        if (!item.problem.empty()) {
            line += "left out, " + item.problem;
        } else {
            line += "shot " + *item.note.shot;
            if (!item.note.facts.generator.empty()) line += ", " + item.note.facts.generator;
            if (!item.note.facts.version.empty()) line += ", version " + item.note.facts.version;
            line += " (from " + item.from + (item.is_new ? ")" : "; is there already)");
        }
        std::printf("%s\n", line.c_str());
    }
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
            {"problem", item.problem}};
}

Result<std::vector<review::IngestItem>> items_of(const Arguments& arguments,
                                                 const review::Review& review) {
    const auto pattern = review::NamePattern::parse(arguments.text("--pattern").value_or(kPattern));
    if (!pattern) return pattern.error();
    std::map<std::string, review::TakeNote> table;
    if (const auto csv = arguments.text("--csv")) {
        auto notes = notes_of_csv(*csv);
        if (!notes) return notes.error();
        table = std::move(notes).value();
    }
    const auto files = movies_in(arguments.files().front());
    if (!files) return files.error();
    std::vector<review::IngestItem> items;
    for (const fs::path& file : files.value()) {
        const std::string file_name = file.filename().string();
        const auto sidecar = sidecar_of(file);
        if (!sidecar) return sidecar.error();
        const auto row = table.find(file_name);
        const auto of_table =
            row == table.end() ? std::nullopt : std::optional<review::TakeNote>(row->second);
        const auto found = find_medium(file.string(), review);
        // One broken file is no reason to leave the others out.
        const review::Medium medium = found ? found.value().medium : review::Medium{};
        auto item = review::ingest_item(file_name, medium, of_table, sidecar.value(),
                                        pattern.value().match(file.stem().string()), review);
        if (!found) item.problem = found.error().message;
        items.push_back(std::move(item));
    }
    return items;
}

Result<Done> ingest(const Arguments& arguments) {
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
    const auto items = items_of(arguments, review);
    if (!items) return items.error();
    const auto action = review::ingest_action(author_of(arguments), items.value(), review);
    std::string id;
    if (apply && action) {
        const auto stored = log->commit(*action);
        if (!stored) return stored.error();
        id = stored.value();
    }
    const auto taken = std::ranges::count_if(
        items.value(), [](const review::IngestItem& item) { return item.problem.empty(); });
    if (arguments.has("--json")) {
        nlohmann::ordered_json json{{"schema", "seamline.review_ingest/1"},
                                    {"applied", apply},
                                    {"id", id},
                                    {"items", nlohmann::ordered_json::array()}};
        for (const review::IngestItem& item : items.value())
            json["items"].push_back(item_json(item));
        print_json(json);
        return Done{};
    }
    print(items.value());
    std::printf("%lld of %zu files %s takes%s\n", static_cast<long long>(taken),
                items.value().size(), apply ? "are" : "would become",
                apply ? "; one undo takes it back" : "; --apply does it");
    return Done{};
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
        "{any}. New files of a folder are taken up by running it again.");
    if (!given) return report(given.error());
    if (!given.value()) return kOk;
    if (given.value()->files().size() != 1)
        return report(usage("review ingest needs one folder; see --help"));
    const auto done = ingest(*given.value());
    return done ? kOk : report(done.error());
}

} // namespace seamline::cli
