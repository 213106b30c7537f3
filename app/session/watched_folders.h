// app/session/watched_folders.h: folders whose new movies become takes by themselves.
#pragma once

#include "decode/media/result.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace seamline::session {

/// A path as lists compare it: absolute, normal, without a slash in the end.
std::filesystem::path whole_path(const std::filesystem::path& path);

struct WatchedFolder {
    std::filesystem::path folder; ///< Absolute. May be gone by now.
    std::string pattern;          ///< Of names: see review::NamePattern.
    std::filesystem::path table;  ///< Absolute; empty: none.

    friend bool operator==(const WatchedFolder&, const WatchedFolder&) = default;
};

/// A short list in a file, in the order in which folders were added, shared by all running
/// programs: every change reads the file again before it writes. It belongs to no session: the
/// stacks that takes come into are the store's.
///
/// Threads: confined. Blocks: on the disk.
class WatchedFolderList {
public:
    static constexpr std::size_t kMost = 50;

    /// A file that is missing counts as an empty list; one that is broken, too, and `problem` says
    /// so until the list is written anew.
    explicit WatchedFolderList(std::filesystem::path file);

    const std::vector<WatchedFolder>& entries() const { return entries_; }
    const std::string& problem() const { return problem_; }
    /// In the place of an earlier entry of the same folder. Errors: Io, the list in memory has it
    /// all the same; TooLarge.
    Result<Done> add(WatchedFolder folder);
    Result<Done> remove(const std::filesystem::path& folder);

private:
    void read();
    Result<Done> write();

    std::filesystem::path file_;
    std::vector<WatchedFolder> entries_;
    std::string problem_;
};

} // namespace seamline::session
