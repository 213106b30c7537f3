// app/ui/overwrite_guard.h: keeps files from being replaced unasked.
#pragma once

#include "app/session/session.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace seamline::ui {

/// `path` where nothing is there, else the first of "name_2.ext", "name_3.ext", ... that is free.
/// Blocks: on the disk.
std::filesystem::path unused_path(const std::filesystem::path& path);

/// Asks before a file is replaced: the first try is objected to, a second one of the same file is
/// the answer yes.
///
/// Threads: confined. Blocks: on the disk.
class OverwriteGuard {
public:
    /// Nothing when `target` may be written, else one line to show. `own`: the file that belongs to
    /// what is written and may be replaced, or empty. An open source is never replaced.
    std::optional<std::string> objection(const std::filesystem::path& target,
                                         const std::filesystem::path& own,
                                         const std::vector<session::Source>& sources);
    void forget() { asked_.clear(); } ///< The user turned to something else.

private:
    std::filesystem::path asked_;
};

} // namespace seamline::ui
