// app/interchange/decisions/take_folder.h: what a folder of movies says of its takes: their names,
// a table, and notes beside the files.
#pragma once

#include "app/review/ingest.h"
#include "decode/media/result.h"

#include <array>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::interchange {

/// Whether a file of that name counts as a movie: ".mp4", ".MOV", ...; hidden ones do not.
bool is_take_name(std::string_view name);
/// Whether a file of that name can be a note beside a movie: ".json"; hidden ones cannot.
bool is_sidecar_name(std::string_view name);
/// Whether a file of that name can be a table: ".csv"; hidden ones cannot.
bool is_table_name(std::string_view name);

/// Movies right in the folder, in the order in which people count. Blocks: on the disk.
/// Errors: NotFound; Io; TooLarge (more than 5,000).
Result<std::vector<std::filesystem::path>> movies_in(const std::filesystem::path& folder);

/// NAME.mp4.json or NAME.json beside the file; nothing where there is none. Blocks: on the disk.
/// Errors: Io; Corrupt; TooLarge (1 MiB): one line that names the sidecar.
Result<std::optional<review::TakeNote>> sidecar_of(const std::filesystem::path& movie);
/// Movies that a sidecar of this name is about, whether they are there or not.
std::vector<std::filesystem::path> movies_of_sidecar(const std::filesystem::path& sidecar);

/// Notes by file name, of a CSV table. Blocks: on the disk. Errors: NotFound; Io; Corrupt; TooLarge
/// (16 MiB): one line that names the table.
using TakeTable = std::map<std::string, review::TakeNote>;
Result<TakeTable> take_table(const std::filesystem::path& file);

/// One movie of a folder, with all that is said of it besides its name.
struct FolderTake {
    std::filesystem::path path;
    std::optional<review::TakeNote> table;
    std::optional<review::TakeNote> sidecar;
    std::optional<review::Medium> medium; ///< Nothing: it was not read yet, or cannot be.
    std::string problem;                  ///< Why its sidecar, or itself, cannot be read.
};

/// Which table is used.
struct TableChoice {
    /// Nothing: the first one of the folder that can be read; empty: none.
    std::optional<std::filesystem::path> file;
};

struct TakeFolder {
    std::filesystem::path folder;
    std::vector<FolderTake> takes;              ///< As movies_in.
    std::vector<std::filesystem::path> tables;  ///< Those that lie in the folder.
    std::filesystem::path table;                ///< The one in use; empty: none.
    std::vector<std::string> rows_without_file; ///< Names in the table that no movie here has.
    std::string table_problem;                  ///< Why one that was chosen or found is not in use.
};

/// The folder with its sidecars and its table, its movies unread. Blocks: on the disk.
/// Errors: as movies_in; Cancelled.
Result<TakeFolder> list_takes(const std::filesystem::path& folder, const TableChoice& table,
                              const std::function<bool()>& cancelled);

/// What a preview says of a take. `pattern` may be null: names tell nothing.
review::IngestItem ingest_item(const FolderTake& take, const review::NamePattern* pattern,
                               const review::Review& review);

/// How takes are usually named, from the one that tells the most to the one that tells the least;
/// the first is what `review ingest` uses unless told otherwise.
inline constexpr std::array<const char*, 9> kTakePatterns{"{shot}_{generator}_v{version}",
                                                          "{shot}-{generator}-v{version}",
                                                          "{shot}_{generator}_take{version}",
                                                          "{shot}_take{version}",
                                                          "{shot}_v{version}",
                                                          "{shot}_{generator}_{version}",
                                                          "{shot}_{generator}",
                                                          "{generator}_{shot}_v{version}",
                                                          "{shot}"};
/// The first of them that at least half of the stems fit; the very first where none does. Those
/// that would fit any name are left to a person.
std::string fitting_pattern(std::span<const std::string> stems);

} // namespace seamline::interchange
