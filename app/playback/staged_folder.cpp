#include "app/playback/staged_folder.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <system_error>
#include <utility>

namespace seamline::playback {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = ".unfinished-";
constexpr std::size_t kLetters = 6;            ///< That the system puts after it.
constexpr const char* kReplaced = "replaced";  ///< Within: files that were there before.
constexpr const char* kKept = ".replaced-";    ///< Where those are that could not go back.
constexpr int kMostTries = 8;

Error failed(const std::string& what, const fs::path& path, const std::string& why) {
    return {ErrorCode::Io, "cannot " + what + " '" + path.string() + "': " + why +
                               "; choose a folder with room that you may write to"};
}

/// A folder that is this program's to write or to remove.
struct Lock {
    int file = -1;             ///< -1: there is none.
    bool is_none_here = false; ///< The file system knows no locks.
    std::string problem;       ///< Why it could not be opened, but for having been removed.
};

Lock locked(const fs::path& folder) {
    const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (file < 0) return {-1, false, errno == ENOENT ? "" : std::generic_category().message(errno)};
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        const bool is_anothers = errno == EWOULDBLOCK;
        ::close(file);
        return {-1, !is_anothers, {}};
    }
    struct stat held {};
    struct stat there {};
    // Whoever had it before may have removed it.
    if (::fstat(file, &held) == 0 && ::lstat(folder.c_str(), &there) == 0 &&
        held.st_ino == there.st_ino)
        return {file, false, {}};
    ::close(file);
    return {};
}

/// Ends what a killed program began: where not all of its files had come, those that were there
/// before go back. False where one cannot.
bool give_back(const fs::path& staged, const fs::path& within) {
    std::error_code code;
    bool is_unfinished = false;
    for (fs::directory_iterator at(staged, code), end; !code && at != end; at.increment(code))
        is_unfinished = is_unfinished || at->path().filename() != kReplaced;
    if (code) return false;
    if (!is_unfinished) return true;
    std::vector<fs::path> replaced;
    if (!fs::exists(fs::symlink_status(staged / kReplaced, code))) return true;
    for (fs::directory_iterator at(staged / kReplaced, code), end; !code && at != end;
         at.increment(code))
        replaced.push_back(at->path());
    for (const fs::path& file : replaced)
        if (!code) fs::rename(file, within / file.filename(), code);
    return !code;
}

/// What killed programs left here.
void sweep(const fs::path& within) {
    std::error_code code;
    std::vector<fs::path> left;
    for (fs::directory_iterator at(within, code), end; !code && at != end; at.increment(code)) {
        const std::string name = at->path().filename().string();
        if (name.starts_with(kPrefix) && name.size() == kPrefix.size() + kLetters)
            left.push_back(at->path());
    }
    for (const fs::path& folder : left) {
        const Lock lock = locked(folder);
        if (lock.file < 0) continue; // Somebody may be at work on it.
        if (give_back(folder, within)) fs::remove_all(folder, code);
        ::close(lock.file);
    }
}

} // namespace

Result<std::unique_ptr<StagedFolder>> StagedFolder::make(const fs::path& within) {
    std::error_code code;
    const bool is_new = fs::create_directories(within, code);
    if (code) return failed("make", within, code.message());
    sweep(within);
    std::string name;
    for (int i = 0; i < kMostTries; ++i) {
        name = (within / kPrefix).string().append(kLetters, 'X');
        if (::mkdtemp(name.data()) == nullptr)
            return failed("write into", within, std::generic_category().message(errno));
        const Lock lock = locked(name);
        if (lock.file >= 0 || lock.is_none_here)
            return std::unique_ptr<StagedFolder>(new StagedFolder(within, name, lock.file, is_new));
        fs::remove(name, code);
        if (!lock.problem.empty()) return failed("write into", within, lock.problem);
        // Another program swept it between the two calls.
    }
    return failed("write into", within, "another program removes what is written there");
}

StagedFolder::StagedFolder(fs::path within, fs::path path, int lock, bool is_new)
    : within_(std::move(within)), path_(std::move(path)), lock_(lock), is_new_(is_new) {}

StagedFolder::~StagedFolder() {
    std::error_code ignored;
    if (!keeps_replaced_) fs::remove_all(path_, ignored);
    if (lock_ >= 0) ::close(lock_);
    if (is_new_) fs::remove(within_, ignored); // Only where it is empty.
}

Result<Done> StagedFolder::put_in_place(const std::vector<std::string>& names) {
    std::error_code code;
    const fs::path replaced = path_ / kReplaced;
    fs::create_directory(replaced, code);
    if (code) return failed("write into", within_, code.message());
    for (const std::string& name : names)
        if (fs::is_directory(fs::symlink_status(within_ / name, code)))
            return failed("write", within_ / name, "it is a folder");
    std::vector<std::pair<fs::path, fs::path>> moved; // From, to.
    const auto move = [&](const fs::path& from, const fs::path& to) {
        fs::rename(from, to, code);
        if (!code) moved.emplace_back(from, to);
        return !code;
    };
    fs::path at;
    bool is_done = true;
    for (auto name = names.rbegin(); is_done && name != names.rend(); ++name) {
        at = within_ / *name;
        if (fs::exists(fs::symlink_status(at, code))) is_done = move(at, replaced / *name);
    }
    for (auto name = names.begin(); is_done && name != names.end(); ++name) {
        at = within_ / *name;
        is_done = move(path_ / *name, at);
    }
    if (is_done) return Done{};
    const std::string why = code.message();
    for (auto step = moved.rbegin(); step != moved.rend(); ++step) {
        fs::rename(step->second, step->first, code);
        keeps_replaced_ = keeps_replaced_ || code;
    }
    Error error = failed("write", at, why);
    if (keeps_replaced_)
        error.message += "; what was there before could not all go back and is in '" +
                         (keep_replaced() / kReplaced).string() + '\'';
    return error;
}

/// Under a name that no later export removes, where it can be moved.
fs::path StagedFolder::keep_replaced() const {
    const std::string name = path_.filename().string();
    const fs::path kept = within_ / (kKept + name.substr(kPrefix.size()));
    std::error_code code;
    fs::rename(path_, kept, code);
    return code ? path_ : kept;
}

} // namespace seamline::playback
