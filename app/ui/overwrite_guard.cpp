#include "app/ui/overwrite_guard.h"

#include <algorithm>
#include <system_error>
#include <utility>

namespace seamline::ui {
namespace {

namespace fs = std::filesystem;

bool same_file(const fs::path& a, const fs::path& b) {
    if (a.empty() || b.empty()) return false;
    std::error_code unknown;
    return a.lexically_normal() == b.lexically_normal() || fs::equivalent(a, b, unknown);
}

} // namespace

fs::path unused_path(const fs::path& path) {
    fs::path free = path;
    std::error_code unknown; // What cannot be looked at cannot be written either; that is told.
    for (int i = 2; fs::exists(fs::symlink_status(free, unknown)); ++i)
        free = path.parent_path() /
               (path.stem().string() + "_" + std::to_string(i) + path.extension().string());
    return free;
}

std::optional<std::string> OverwriteGuard::objection(const fs::path& target, const fs::path& own,
                                                     const std::vector<session::Source>& sources) {
    const fs::path asked = std::exchange(asked_, {});
    const auto is_target = [&](const session::Source& s) { return same_file(s.path, target); };
    const std::string name = "\"" + target.filename().string() + "\"";
    if (std::ranges::any_of(sources, is_target))
        return name + " is one of the open takes; choose another name.";
    std::error_code unknown;
    if (!fs::exists(target, unknown) || same_file(target, own)) return std::nullopt;
    if (fs::is_directory(target, unknown)) return name + " is a folder; choose another name.";
    if (target == asked) return std::nullopt;
    asked_ = target;
    return name + " is there already; press again to replace it.";
}

} // namespace seamline::ui
