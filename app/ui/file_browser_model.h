// app/ui/file_browser_model.h: what the file browser lists and what is chosen in it; draws nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::ui {

/// Orders "take 2" before "take 10" and ignores case; equal only for equal bytes.
bool natural_less(std::string_view a, std::string_view b);

/// True for names that the player may open: movies, stills, and ".seamline".
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

/// A folder, the rows of it that pass the filters, and a cursor.
///
/// Threads: confined. Blocks: `go`, `refresh` and what calls them read the folder (100,000 entries
/// in a few tenths of a second on a local disk).
class FileBrowserModel {
public:
    static constexpr std::size_t kMostEntries = 100'000;

    explicit FileBrowserModel(const std::filesystem::path& folder);

    /// Goes to a folder, or to a file's folder with the cursor on the file. Understands "~" and
    /// paths relative to the present folder. Stays where it is and sets `error` when it cannot be
    /// read.
    void go(std::string_view text);
    void go_up(); ///< The cursor is on the folder that was left.
    void go_back();
    void refresh();

    void set_hidden_shown(bool shown);
    void set_media_only(bool media_only); ///< Folders are always shown.
    /// Keeps rows whose label contains `text`, ignoring ASCII case. Empty: all.
    void set_search(std::string_view text);
    bool hidden_shown() const { return hidden_shown_; }
    bool media_only() const { return media_only_; }

    const std::filesystem::path& folder() const { return folder_; }
    std::span<const BrowserRow> rows() const { return rows_; }
    const std::string& error() const { return error_; } ///< One line; empty: none.
    const std::string& note() const { return note_; }   ///< e.g. that the list was cut.
    /// Blocks: on the disk. Nothing when the file is gone.
    std::optional<RowDetails> details(std::size_t row) const;

    std::size_t cursor() const { return cursor_; } ///< 0 when there are no rows.
    void move_cursor(std::ptrdiff_t rows);         ///< Stops at the ends.
    void set_cursor(std::size_t row);
    /// To the next row whose label starts with `prefix`, ignoring case, wrapping around.
    void type_ahead(std::string_view prefix);
    void toggle_mark(std::size_t row); ///< Folders cannot be marked.
    void mark_to(std::size_t row);     ///< All files from the cursor to `row`; moves the cursor.

    /// Enter: goes into the folder at the cursor, or returns what to open: the marked rows, else
    /// the row at the cursor.
    std::vector<std::filesystem::path> activate();
    /// The same without entering folders: for an "Open" button.
    std::vector<std::filesystem::path> chosen() const;

    /// Home, the working folder, then `recent`, each folder once and only those that exist.
    static std::vector<Bookmark> bookmarks(std::span<const std::filesystem::path> recent);

private:
    bool read(const std::filesystem::path& folder);
    void filter();
    void put_cursor_on(const std::filesystem::path& path);

    std::filesystem::path folder_;
    std::vector<std::filesystem::path> visited_;
    std::vector<BrowserRow> all_;
    std::vector<BrowserRow> rows_;
    std::string search_;
    std::string error_;
    std::string note_;
    std::size_t cursor_ = 0;
    bool hidden_shown_ = false;
    bool media_only_ = true;
};

} // namespace seamline::ui
