// app/session/recent.h: the files and sessions that were opened lately.
#pragma once

#include "decode/media/result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <vector>

namespace seamline::session {

enum class RecentKind : std::uint8_t { Media, Session };

struct RecentEntry {
    std::filesystem::path path; ///< Absolute. May be gone by now.
    RecentKind kind = RecentKind::Media;

    friend bool operator==(const RecentEntry&, const RecentEntry&) = default;
};

/// A short list in a file, newest first, shared by all running programs: every change reads the
/// file again before it writes.
///
/// Threads: confined. Blocks: on the disk.
class RecentFiles {
public:
    static constexpr std::size_t kMost = 50;

    /// `file`: usually xdg_path(XdgFolder::State) / "recent.json". A file that is missing or broken
    /// counts as an empty list: it is a convenience, not the user's work.
    explicit RecentFiles(std::filesystem::path file);

    const std::vector<RecentEntry>& entries() const { return entries_; }
    /// Puts a path (made absolute) at the front. Errors: Io; the list in memory has it all the
    /// same.
    Result<Done> add(const std::filesystem::path& path, RecentKind kind);
    Result<Done> remove(const std::filesystem::path& path);
    Result<Done> clear();
    /// Folders of the entries, newest first, each once, at most `most`; for the file browser.
    std::vector<std::filesystem::path> folders(std::size_t most) const;

private:
    void read();
    Result<Done> write() const;

    std::filesystem::path file_;
    std::vector<RecentEntry> entries_;
};

} // namespace seamline::session
