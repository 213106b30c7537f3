// app/session/file_fingerprint.h: what tells one content of a file from another without reading it,
// and which events of its folder can have changed it.
#pragma once

#include <sys/inotify.h>
#include <sys/stat.h>

#include <cstdint>
#include <filesystem>

namespace seamline::session {

inline constexpr std::uint32_t kFolderEvents = IN_CLOSE_WRITE | IN_MODIFY | IN_CREATE | IN_DELETE |
                                               IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB |
                                               IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;

struct FileFingerprint {
    bool exists = false;
    bool is_regular = false; ///< No folder, pipe or device.
    ino_t inode = 0;
    off_t size_bytes = 0;
    std::int64_t modified_ns = 0;

    friend bool operator==(const FileFingerprint&, const FileFingerprint&) = default;
};

/// Blocks: on the disk.
inline FileFingerprint fingerprint_of(const std::filesystem::path& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) return {};
    return {true, S_ISREG(status.st_mode), status.st_ino, status.st_size,
            std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec};
}

} // namespace seamline::session
