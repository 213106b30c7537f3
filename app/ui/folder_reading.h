// app/ui/folder_reading.h: what the file browser asks of the disk, answered on other threads.
#pragma once

#include "app/ui/browser_row.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace seamline::ui {

/// Which folder to read.
struct FolderQuery {
    enum class Kind : std::uint8_t {
        Nearest, ///< `folder`, else the nearest folder above that exists, else home.
        Typed,   ///< `text` as a person types it ("~", relative to `folder`); a file's folder.
        Exactly, ///< `folder`.
    };
    Kind kind = Kind::Exactly;
    std::filesystem::path folder;
    std::string text;
};

/// A folder as it was read.
struct FolderListing {
    std::filesystem::path folder;
    std::filesystem::path file; ///< The one that was typed; empty: none was.
    std::vector<BrowserRow> rows;
    std::string error; ///< One line; the rest is empty then.
    std::string note;  ///< e.g. that the list was cut.
};

constexpr std::size_t kMostBrowserEntries = 100'000;

/// Stops early, with an error, when `cancelled`.
/// Blocks: on the disk, for ever where a network does not answer.
FolderListing read_folder(const FolderQuery& query, const std::function<bool()>& cancelled);
/// Nothing when the file is gone. Blocks like `read_folder`.
std::optional<RowDetails> read_details(const BrowserRow& row);
/// Home, the working folder, then `recent`, each folder once and only those that exist. Blocks like
/// `read_folder`.
std::vector<Bookmark> bookmarks(std::span<const std::filesystem::path> recent);

/// The disk, or what a test puts in its place. Copied to other threads: safe to call from several.
struct FolderDisk {
    std::function<FolderListing(const FolderQuery&, const std::function<bool()>&)> read =
        read_folder;
    std::function<std::optional<RowDetails>(const BrowserRow&)> details = read_details;
};

} // namespace seamline::ui
