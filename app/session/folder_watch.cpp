#include "app/session/folder_watch.h"

#include "app/review/network_folder.h"
#include "app/session/file_fingerprint.h"
#include "app/session/json_file.h"
#include "decode/media/natural_order.h"

#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <optional>
#include <system_error>
#include <utility>

namespace seamline::session {
namespace {

namespace fs = std::filesystem;

struct ByPeople {
    bool operator()(const std::string& a, const std::string& b) const {
        if (natural_less(a, b)) return true;
        return !natural_less(b, a) && a < b; // "1" and "01" are two files.
    }
};

} // namespace

struct FolderWatch::Impl {
    struct File {
        FileFingerprint seen;
        FolderWatch::Clock::time_point since;   ///< When `seen` was seen first.
        std::optional<FileFingerprint> settled; ///< What was told last.
        bool was_there = false;
    };

    Impl(fs::path path, Options chosen) : folder(std::move(path)), options(std::move(chosen)) {}
    ~Impl() {
        if (inotify >= 0) ::close(inotify);
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    /// A folder that was replaced by another of its name is another one to inotify. What happens on
    /// other machines is not told at all.
    void listen() {
        if (!options.use_inotify || is_told || review::network_file_system(folder)) return;
        if (inotify < 0) inotify = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
        is_told = inotify >= 0 && ::inotify_add_watch(inotify, folder.c_str(), kFolderEvents) >= 0;
    }

    /// Whether something happened; what it was does not matter.
    bool heard() {
        alignas(inotify_event) std::array<char, 16384> block{};
        ssize_t size = 0;
        bool any = false;
        while (inotify >= 0 && (size = ::read(inotify, block.data(), block.size())) > 0) {
            any = true;
            for (std::size_t at = 0; at < static_cast<std::size_t>(size);) {
                inotify_event event{};
                std::memcpy(&event, block.data() + at, sizeof event);
                at += sizeof event + event.len;
                // Gone, or somewhere else now: what comes back under its name is watched anew.
                if ((event.mask & (IN_IGNORED | IN_MOVE_SELF)) != 0) is_told = false;
            }
        }
        if (any && !is_told) { // Stops what would still tell of a folder that was moved away.
            ::close(inotify);
            inotify = -1;
        }
        return any;
    }

    /// The wanted files. Nothing: the folder cannot be listed, and `problem` says why.
    std::optional<std::map<std::string, FileFingerprint, ByPeople>> listed() {
        std::map<std::string, FileFingerprint, ByPeople> found;
        std::error_code code;
        fs::directory_iterator at(folder, code);
        for (; !code && at != fs::directory_iterator(); at.increment(code)) {
            std::string name = at->path().filename().string();
            if (options.wanted && !options.wanted(name)) continue;
            const FileFingerprint print = fingerprint_of(at->path());
            if (!print.is_regular) continue;
            if (found.size() == options.most_files) {
                problem = quoted(folder) + " holds more than " +
                          std::to_string(options.most_files) + " files: it is not watched";
                return std::nullopt;
            }
            found.emplace(std::move(name), print);
        }
        if (code) {
            problem = "cannot watch " + quoted(folder) + ": " + code.message() +
                      "; it is tried again and again";
            return std::nullopt;
        }
        problem.clear();
        return found;
    }

    /// Of a file that was whole before anybody looked, as far as its time tells.
    bool rests(const FileFingerprint& print) const {
        const auto wall = std::chrono::system_clock::now().time_since_epoch();
        const auto age =
            std::chrono::duration_cast<std::chrono::nanoseconds>(wall).count() - print.modified_ns;
        return age >= std::chrono::nanoseconds(options.settling).count();
    }

    void look(Clock::time_point now, News& news) {
        last_look = now;
        listen();
        auto found = listed();
        if (!found) {
            is_told = false;
            return;
        }
        for (auto at = files.begin(); at != files.end();) {
            if (found->contains(at->first)) {
                ++at;
                continue;
            }
            if (at->second.settled) news.gone.push_back(folder / at->first);
            at = files.erase(at);
        }
        for (const auto& [name, print] : *found) {
            const auto [at, is_new] = files.try_emplace(name, File{print, now, {}, false});
            File& file = at->second;
            if (is_new && !was_looked && rests(print)) {
                file.since = now - options.settling;
                file.was_there = true;
            } else if (!is_new && file.seen != print) {
                file.seen = print;
                file.since = now;
                file.was_there = false;
            }
        }
        was_looked = true;
    }

    bool is_unsettled() const {
        return std::ranges::any_of(
            files, [](const auto& entry) { return entry.second.settled != entry.second.seen; });
    }

    const fs::path folder;
    const Options options;
    int inotify = -1;
    bool is_told = false;    ///< inotify watches the folder.
    bool was_looked = false; ///< Successfully, once.
    std::optional<Clock::time_point> last_look;
    std::map<std::string, File, ByPeople> files;
    std::string problem;
};

FolderWatch::FolderWatch(fs::path folder, Options options)
    : impl_(std::make_unique<Impl>(std::move(folder), std::move(options))) {}
FolderWatch::~FolderWatch() = default;

FolderWatch::News FolderWatch::poll(Clock::time_point now) {
    Impl& own = *impl_;
    News news;
    const bool heard = own.heard();
    const auto interval = own.is_told ? own.options.told_look : own.options.untold_look;
    const bool is_due = !own.last_look || now - *own.last_look >= interval;
    if (heard || is_due || own.is_unsettled()) own.look(now, news);
    for (auto& [name, file] : own.files) {
        if (file.settled == file.seen || now - file.since < own.options.settling) continue;
        file.settled = file.seen;
        news.settled.push_back({own.folder / name, file.was_there});
    }
    return news;
}

const fs::path& FolderWatch::folder() const { return impl_->folder; }
const std::string& FolderWatch::problem() const { return impl_->problem; }
std::size_t FolderWatch::files() const { return impl_->files.size(); }
bool FolderWatch::uses_inotify() const { return impl_->is_told; }

} // namespace seamline::session
