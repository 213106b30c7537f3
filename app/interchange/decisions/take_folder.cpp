#include "app/interchange/decisions/take_folder.h"

#include "app/interchange/decisions/csv_text.h"
#include "app/interchange/media_index.h"
#include "app/interchange/takes_edit.h"
#include "app/interchange/text_file.h"
#include "decode/media/movie_names.h"
#include "decode/media/natural_order.h"

#include <algorithm>
#include <system_error>
#include <utility>

namespace seamline::interchange {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostMovies = 5'000;
constexpr std::size_t kMostTable = std::size_t{16} << 20;
constexpr std::size_t kMostSidecar = std::size_t{1} << 20;

/// How many of kTakePatterns may be proposed; the others fit what means something else.
constexpr std::size_t kProposed = 7;

bool ends_in(std::string_view name, std::string_view ending) {
    return name.size() > ending.size() && name.front() != '.' &&
           lower_case(name.substr(name.size() - ending.size())) == ending;
}

/// Its rows in `folder`, or why not.
void use_table(TakeFolder& folder, const TableChoice& choice) {
    const auto take = [&](const fs::path& file) {
        auto table = take_table(file);
        if (!table) {
            if (folder.table_problem.empty()) folder.table_problem = table.error().message;
            return false;
        }
        folder.table = file;
        folder.table_problem.clear();
        for (FolderTake& one : folder.takes)
            if (const auto row = table.value().find(one.path.filename().string());
                row != table.value().end())
                one.table = row->second;
        for (const auto& row : table.value())
            if (std::ranges::none_of(folder.takes, [&](const FolderTake& one) {
                    return one.path.filename().string() == row.first;
                }))
                folder.rows_without_file.push_back(row.first);
        return true;
    };
    if (choice.file) {
        if (!choice.file->empty()) take(*choice.file);
        return;
    }
    for (const fs::path& file : folder.tables)
        if (take(file)) return;
}

} // namespace

bool is_take_name(std::string_view name) { return is_movie_name(name); }

bool is_sidecar_name(std::string_view name) { return ends_in(name, ".json"); }

bool is_table_name(std::string_view name) { return ends_in(name, ".csv"); }

Result<std::vector<fs::path>> movies_in(const fs::path& folder) {
    auto files = takes_of_folder(
        folder, [](const std::string& name) { return is_take_name(name); },
        [](const std::string&) { return false; });
    if (files && files.value().size() > kMostMovies)
        return Error{ErrorCode::TooLarge, "'" + folder.string() + "' holds more than " +
                                              std::to_string(kMostMovies) + " movies"};
    return files;
}

Result<std::optional<review::TakeNote>> sidecar_of(const fs::path& movie) {
    std::error_code code;
    for (const fs::path& beside :
         {fs::path(movie.string() + ".json"), fs::path(movie).replace_extension(".json")}) {
        if (!fs::is_regular_file(beside, code)) continue;
        const auto text = read_text_file(beside, kMostSidecar);
        if (!text) return text.error();
        const auto note = review::note_of_json(text.value(), beside.string());
        if (!note) return note.error();
        return std::optional(note.value());
    }
    return std::optional<review::TakeNote>();
}

std::vector<fs::path> movies_of_sidecar(const fs::path& sidecar) {
    const fs::path stem = fs::path(sidecar).replace_extension();
    if (is_take_name(stem.filename().string())) return {stem};
    std::vector<fs::path> movies;
    for (const std::string_view ending : kMovieEndings)
        movies.emplace_back(stem.string() + std::string(ending));
    return movies;
}

Result<TakeTable> take_table(const fs::path& file) {
    const auto text = read_text_file(file, kMostTable);
    if (!text) return text.error();
    auto rows = read_csv(text.value(), file.string());
    if (!rows) return rows.error();
    std::vector<std::vector<std::string>> cells;
    for (CsvRow& row : rows.value()) cells.push_back(std::move(row.cells));
    return review::notes_of_table(cells, file.string());
}

Result<TakeFolder> list_takes(const fs::path& folder, const TableChoice& table,
                              const std::function<bool()>& cancelled) {
    auto movies = movies_in(folder);
    if (!movies) return movies.error();
    TakeFolder found;
    found.folder = folder;
    std::error_code code;
    for (fs::directory_iterator at(folder, code), end; !code && at != end; at.increment(code))
        if (is_table_name(at->path().filename().string())) found.tables.push_back(at->path());
    std::ranges::sort(found.tables, [](const fs::path& a, const fs::path& b) {
        return natural_less(a.filename().string(), b.filename().string());
    });
    for (fs::path& movie : movies.value()) {
        if (cancelled && cancelled())
            return Error{ErrorCode::Cancelled, "'" + folder.string() + "' was not read to the end"};
        FolderTake take;
        const auto sidecar = sidecar_of(movie);
        if (sidecar)
            take.sidecar = sidecar.value();
        else
            take.problem = sidecar.error().message;
        take.path = std::move(movie);
        found.takes.push_back(std::move(take));
    }
    use_table(found, table);
    return found;
}

review::IngestItem ingest_item(const FolderTake& take, const review::NamePattern* pattern,
                               const review::Review& review) {
    review::IngestItem item = review::ingest_item(
        take.path.filename().string(), take.medium.value_or(review::Medium{}), take.table,
        take.sidecar, pattern != nullptr ? pattern->match(take.path.stem().string()) : std::nullopt,
        review);
    if (!take.problem.empty()) item.problem = take.problem;
    return item;
}

std::string fitting_pattern(std::span<const std::string> stems) {
    for (std::size_t i = 0; i < kProposed && !stems.empty(); ++i) {
        const auto pattern = review::NamePattern::parse(kTakePatterns[i]);
        const auto fits = std::ranges::count_if(stems, [&](const std::string& stem) {
            return pattern.value().match(stem).has_value();
        });
        if (2 * static_cast<std::size_t>(fits) >= stems.size()) return kTakePatterns[i];
    }
    return kTakePatterns[0];
}

} // namespace seamline::interchange
