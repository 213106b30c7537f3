// app/ui/file_browser_model.h: what the file browser lists and what is chosen in it; draws nothing.
#pragma once

#include "app/ui/browser_row.h"
#include "app/ui/errand.h"
#include "app/ui/folder_reading.h"

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace seamline::ui {

/// A folder, the rows of it that pass the filters, and a cursor.
///
/// Folders are read on other threads: what goes elsewhere only asks, the rows stay as they are
/// until `poll` finds the answer. The latest question wins.
///
/// Threads: confined. Nothing blocks, nothing waits for a disk.
class FileBrowserModel {
public:
    /// Begins to read `folder`, or the nearest one above it that exists.
    explicit FileBrowserModel(const std::filesystem::path& folder, FolderDisk disk = {});

    /// Takes in what was read since the last call. True when rows or details have changed.
    bool poll();
    bool is_reading() const { return reading_.is_running(); }
    /// What is being read, in words; empty when nothing is.
    std::string reading() const;
    void stop_reading(); ///< Stays where it is.

    /// Goes to a folder, or to a file's folder with the cursor on the file. Understands "~" and
    /// paths relative to the present folder. Stays where it is and sets `error` when it cannot be
    /// read.
    void go(std::string_view text);
    void go_up(); ///< The cursor is on the folder that was left.
    void go_back();
    void refresh();

    void set_hidden_shown(bool shown);
    void set_media_only(bool media_only); ///< Folders are always shown.
    /// What "media" means, by a file's name; `is_media_name` at first.
    using NameTest = bool (*)(std::string_view);
    void set_wanted(NameTest wanted);
    /// Keeps rows whose label contains `text`, ignoring ASCII case. Empty: all.
    void set_search(std::string_view text);
    bool hidden_shown() const { return hidden_shown_; }
    bool media_only() const { return media_only_; }

    const std::filesystem::path& folder() const { return folder_; }
    std::span<const BrowserRow> rows() const { return rows_; }
    const std::string& error() const { return error_; } ///< One line; empty: none.
    const std::string& note() const { return note_; }   ///< e.g. that the list was cut.
    /// Nothing when the file is gone, and until it was looked at: asking is what has that done.
    std::optional<RowDetails> details(std::size_t row);

    std::size_t cursor() const { return cursor_; } ///< 0 when there are no rows.
    void move_cursor(std::ptrdiff_t rows);         ///< Stops at the ends.
    void set_cursor(std::size_t row);
    /// To the next row whose label starts with `prefix`, ignoring case, wrapping around.
    void type_ahead(std::string_view prefix);
    void toggle_mark(std::size_t row); ///< Folders cannot be marked.
    void mark_to(std::size_t row);     ///< All files from the cursor to `row`; moves the cursor.

    /// Enter: goes into the folder at the cursor, or returns what to open: the marked rows, else
    /// the row at the cursor. Nothing while another folder is being read: its rows are meant.
    std::vector<std::filesystem::path> activate();
    /// The same without entering folders: for an "Open" button.
    std::vector<std::filesystem::path> chosen() const;

private:
    /// What to do when the folder is there.
    struct Arrival {
        bool is_visit = false;        ///< The folder that was left can be gone back to.
        std::filesystem::path cursor; ///< The row to be on.
        std::string search;
    };
    using Details = std::vector<std::pair<std::filesystem::path, std::optional<RowDetails>>>;

    void ask(FolderQuery query, Arrival arrival);
    void arrive(FolderListing listing);
    bool take_details();
    void filter();
    void put_cursor_on(const std::filesystem::path& path);

    FolderDisk disk_;
    Errand<FolderListing> reading_;
    FolderQuery asked_;
    Arrival arrival_;
    Errand<Details> looking_;
    std::map<std::filesystem::path, std::optional<RowDetails>> details_;
    std::vector<BrowserRow> wanted_details_;

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
    NameTest wanted_ = is_media_name;
};

} // namespace seamline::ui
