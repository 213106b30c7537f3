// app/ui/browser_row.h: the lines of the file browser, as values.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::ui {

/// True for names that the player may open: movies, stills, timelines of edits, and ".seamline".
bool is_media_name(std::string_view name);
bool is_session_name(std::string_view name);

/// One line of the browser.
struct BrowserRow {
    enum class Kind : std::uint8_t { Folder, File, Sequence };
    Kind kind = Kind::File;
    std::string label; ///< "shot.[1001-1100].exr" for a sequence, else the name.
    /// What to open. Of a sequence: "shot.%04d.exr", or its first file where '%' is in the name.
    std::filesystem::path path;
    std::int64_t first = 0; ///< Sequences: first and last frame ...
    std::int64_t last = 0;
    std::int64_t missing = 0; ///< ... and how many between them are not there.
    bool marked = false;      ///< Chosen together with others.

    friend bool operator==(const BrowserRow&, const BrowserRow&) = default;
};

/// Size and time, asked for the rows that are drawn only.
struct RowDetails {
    std::uint64_t size_bytes = 0; ///< Of a sequence: of its first file.
    std::filesystem::file_time_type modified;
};

struct Bookmark {
    std::string label;
    std::filesystem::path folder;
};

/// Turns a folder's names into rows: sequences of at least two numbered images become one row,
/// folders come first, everything in natural order. `names` are file names without folders.
std::vector<BrowserRow> browser_rows(const std::filesystem::path& folder,
                                     std::vector<std::string> folders,
                                     std::vector<std::string> files);

} // namespace seamline::ui
