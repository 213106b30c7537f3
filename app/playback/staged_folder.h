// app/playback/staged_folder.h: several files that come into a folder together, or not at all.
#pragma once

#include "decode/media/result.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace seamline::playback {

/// A hidden folder within another, for files that are not complete. It is gone with this; what a
/// killed program left is removed when the next one is made in the same place, after what it had
/// moved away went back where not all of its files had come. (Not where the file system knows no
/// locks: somebody may be at work there.)
///
/// Threads: confined. Blocks: on the disk.
class StagedFolder {
public:
    /// Makes `within`, too, which is gone again when nothing came into it. Errors: Io.
    static Result<std::unique_ptr<StagedFolder>> make(const std::filesystem::path& within);
    ~StagedFolder();
    StagedFolder(const StagedFolder&) = delete;
    StagedFolder& operator=(const StagedFolder&) = delete;

    /// Where to write.
    const std::filesystem::path& path() const { return path_; }
    /// Moves the files into the folder, in this order, over those of the same names, which are
    /// moved away before in the opposite one: whoever looks meanwhile finds the last one only with
    /// all of its own. Where one cannot be moved everything is as it was before; what cannot go
    /// back is kept, and the error says where. Errors: Io.
    Result<Done> put_in_place(const std::vector<std::string>& names);

private:
    StagedFolder(std::filesystem::path within, std::filesystem::path path, int lock, bool is_new);
    std::filesystem::path keep_replaced() const;

    std::filesystem::path within_;
    std::filesystem::path path_;
    int lock_;    ///< Held while this lives, and given back by the system where it is killed.
    bool is_new_; ///< `within_` did not exist before.
    bool keeps_replaced_ = false; ///< The only copies of files lie in `path_`.
};

} // namespace seamline::playback
