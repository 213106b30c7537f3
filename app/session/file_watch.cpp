#include "app/session/file_watch.h"

#include "app/session/file_fingerprint.h"
#include "decode/file_sequence.h"

#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <map>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

namespace seamline::session {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds kLookInterval{1000};

} // namespace

struct FileWatch::Impl {
    struct Watched {
        fs::path path;
        std::optional<decode::SequenceNames> sequence;
        int folder = -1;       ///< inotify's number, -1: only looked at.
        FileFingerprint known; ///< What the last event, or `watch`, told of.
        FileFingerprint seen;  ///< What is there now.
        bool stirred = false;  ///< Something happened since `known`.
        FileWatch::Clock::time_point since;
    };

    explicit Impl(std::chrono::milliseconds settling_time)
        : settling(settling_time), inotify(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {}
    ~Impl() {
        if (inotify >= 0) ::close(inotify);
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    /// One number per folder, however often it is asked for.
    int watch_folder(const fs::path& folder) const {
        return inotify < 0 ? -1 : ::inotify_add_watch(inotify, folder.c_str(), kFolderEvents);
    }

    /// A sequence is as old as its folder: adding and removing files shows there. It is gone when
    /// the file that stands for it is.
    static FileFingerprint look(const Watched& file) {
        if (!file.sequence) return fingerprint_of(file.path);
        FileFingerprint folder = fingerprint_of(file.path.parent_path());
        if (file.sequence->by_member) folder.exists = fingerprint_of(file.path).exists;
        return folder;
    }

    /// Marks what a folder's event concerns. An empty name concerns the folder itself.
    void stir(int folder, std::string_view name, Clock::time_point now) {
        for (auto& [key, file] : files) {
            if (file.folder != folder) continue;
            const bool concerned = name.empty() || (file.sequence ? file.sequence->covers(name)
                                                                  : file.path.filename() == name);
            if (!concerned) continue;
            file.since = now;
            file.stirred = true;
        }
    }

    void stir_all(Clock::time_point now) {
        for (auto& [key, file] : files) {
            file.since = now;
            file.stirred = true;
        }
    }

    void read_events(Clock::time_point now) {
        alignas(inotify_event) std::array<char, 16384> block{};
        ssize_t size = 0;
        while (inotify >= 0 && (size = ::read(inotify, block.data(), block.size())) > 0) {
            for (std::size_t at = 0; at < static_cast<std::size_t>(size);) {
                inotify_event event{};
                std::memcpy(&event, block.data() + at, sizeof event);
                const char* name = block.data() + at + sizeof event;
                at += sizeof event + event.len;
                if ((event.mask & IN_Q_OVERFLOW) != 0) stir_all(now);
                if ((event.mask & IN_IGNORED) != 0) lose_folder(event.wd);
                stir(event.wd, event.len > 0 ? std::string_view(name) : std::string_view(), now);
            }
        }
    }

    /// The folder is gone; its files are looked at until it is back.
    void lose_folder(int folder) {
        for (auto& [key, file] : files)
            if (file.folder == folder) file.folder = -1;
    }

    /// Files that inotify does not cover, and all of them now and then for network folders.
    void look_around(Clock::time_point now) {
        if (last_look && now - *last_look < kLookInterval) return;
        last_look = now;
        for (auto& [key, file] : files) {
            if (file.folder < 0) file.folder = watch_folder(file.path.parent_path());
            const FileFingerprint seen = look(file);
            // A busy folder is no news of a sequence when inotify tells the names.
            if (seen == file.seen || (file.sequence && file.folder >= 0)) continue;
            file.seen = seen;
            file.since = now;
            file.stirred = true;
        }
    }

    std::optional<FileEvent::Kind> settled(Watched& file, Clock::time_point now) const {
        if (!file.stirred) return std::nullopt;
        const FileFingerprint seen = look(file);
        if (seen != file.seen) { // Written without an event that we saw: wait anew.
            file.seen = seen;
            file.since = now;
        }
        if (now - file.since < settling) return std::nullopt;
        file.stirred = false;
        const FileFingerprint known = std::exchange(file.known, seen);
        if (!seen.exists)
            return known.exists ? std::optional(FileEvent::Kind::Deleted) : std::nullopt;
        // A sequence's file can change without its folder showing it.
        if (seen == known && !file.sequence) return std::nullopt;
        return FileEvent::Kind::Changed;
    }

    std::chrono::milliseconds settling;
    int inotify;
    std::map<SourceKey, Watched> files;
    std::optional<Clock::time_point> last_look;
};

FileWatch::FileWatch(std::chrono::milliseconds settling)
    : impl_(std::make_unique<Impl>(settling)) {}
FileWatch::~FileWatch() = default;

void FileWatch::watch(SourceKey key, const fs::path& path) {
    forget(key);
    std::error_code code;
    fs::path absolute = fs::absolute(path, code);
    if (code) absolute = path;
    Impl::Watched file{.path = absolute.lexically_normal()};
    file.sequence = decode::sequence_names(file.path);
    file.folder = impl_->watch_folder(file.path.parent_path());
    file.known = Impl::look(file);
    file.seen = file.known;
    impl_->files.emplace(key, std::move(file));
}

void FileWatch::forget(SourceKey key) {
    const auto at = impl_->files.find(key);
    if (at == impl_->files.end()) return;
    const int folder = at->second.folder;
    impl_->files.erase(at);
    const bool shared = std::ranges::any_of(
        impl_->files, [&](const auto& entry) { return entry.second.folder == folder; });
    if (folder >= 0 && !shared) ::inotify_rm_watch(impl_->inotify, folder);
}

void FileWatch::watch_only(const std::vector<Source>& sources) {
    std::vector<SourceKey> gone;
    for (const auto& [key, file] : impl_->files)
        if (std::ranges::find(sources, key, &Source::key) == sources.end()) gone.push_back(key);
    for (const SourceKey key : gone) forget(key);
    for (const Source& source : sources) {
        const auto at = impl_->files.find(source.key);
        if (at == impl_->files.end() || at->second.path != source.path.lexically_normal())
            watch(source.key, source.path);
    }
}

std::vector<FileEvent> FileWatch::poll(Clock::time_point now) {
    impl_->read_events(now);
    impl_->look_around(now);
    std::vector<FileEvent> events;
    for (auto& [key, file] : impl_->files)
        if (const auto kind = impl_->settled(file, now)) events.push_back({key, *kind});
    return events;
}

bool FileWatch::uses_inotify() const { return impl_->inotify >= 0; }

} // namespace seamline::session
