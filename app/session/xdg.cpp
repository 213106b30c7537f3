#include "app/session/xdg.h"

#include "app/session/json_file.h"

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>

namespace seamline::session {
namespace {

namespace fs = std::filesystem;

struct Place {
    const char* variable;
    const char* below_home;
};

Place place_of(XdgFolder folder) {
    switch (folder) {
    case XdgFolder::Config:
        return {"XDG_CONFIG_HOME", ".config"};
    case XdgFolder::Cache:
        return {"XDG_CACHE_HOME", ".cache"};
    case XdgFolder::State:
        return {"XDG_STATE_HOME", ".local/state"};
    case XdgFolder::Data:
        return {"XDG_DATA_HOME", ".local/share"};
    }
    return {"XDG_STATE_HOME", ".local/state"};
}

/// An absolute path from the environment, or an empty one.
fs::path from_environment(const char* variable) {
    const char* value = std::getenv(variable);
    const fs::path path = value != nullptr ? fs::path(value) : fs::path();
    return path.is_absolute() ? path : fs::path();
}

/// Makes `folder` and its parents, each private. An errno, 0 on success.
int make_private(const fs::path& folder) {
    std::error_code code;
    if (fs::is_directory(folder, code)) return 0;
    if (folder.has_relative_path())
        if (const int failed = make_private(folder.parent_path()); failed != 0) return failed;
    if (::mkdir(folder.c_str(), 0700) == 0 || errno == EEXIST)
        return fs::is_directory(folder, code) ? 0 : ENOTDIR;
    return errno;
}

} // namespace

fs::path home_folder() {
    if (fs::path home = from_environment("HOME"); !home.empty()) return home;
    std::array<char, 16384> text{};
    passwd entry{};
    passwd* found = nullptr;
    if (::getpwuid_r(::getuid(), &entry, text.data(), text.size(), &found) == 0 &&
        found != nullptr && fs::path(found->pw_dir).is_absolute())
        return found->pw_dir;
    return fs::path("/tmp") / (std::string("seamline-") + std::to_string(::getuid()));
}

fs::path working_folder() {
    std::error_code gone;
    fs::path folder = fs::current_path(gone);
    return gone ? home_folder() : folder;
}

fs::path xdg_path(XdgFolder folder) {
    const Place place = place_of(folder);
    fs::path base = from_environment(place.variable);
    if (base.empty()) base = home_folder() / place.below_home;
    return base.lexically_normal() / "seamline";
}

Result<fs::path> xdg_folder(XdgFolder folder) {
    fs::path path = xdg_path(folder);
    const int failed = make_private(path);
    if (failed == 0) return path;
    return Error{ErrorCode::Io, std::string("cannot make the folder ") + quoted(path) + ": " +
                                    std::system_category().message(failed) + "; set " +
                                    place_of(folder).variable + " to a folder you can write"};
}

} // namespace seamline::session
