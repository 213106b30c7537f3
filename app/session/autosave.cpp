#include "app/session/autosave.h"

#include "app/session/json_file.h"
#include "app/session/session_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <system_error>
#include <thread>
#include <utility>

namespace seamline::session {
namespace {

namespace fs = std::filesystem;

constexpr const char* kLockExtension = ".lock";
constexpr const char* kLastName = "last";
constexpr const char* kUserFileExtension = ".saved-as";

Error io_error(const std::string& what, const fs::path& path, int code) {
    return {ErrorCode::Io, what + " " + quoted(path) + ": " + std::system_category().message(code) +
                               "; check the folder's permissions"};
}

fs::path with_extension(fs::path path, const char* extension) {
    return path.replace_extension(extension);
}

void remove_quietly(const fs::path& path) {
    std::error_code ignored; // Gone is what is wanted; what stays is offered again.
    fs::remove(path, ignored);
}

/// An open, locked file descriptor, or -1 when another process holds it or it cannot be opened.
int locked(const fs::path& file, int flags) {
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CLOEXEC | flags, 0600);
    if (descriptor < 0) return -1;
    struct stat status {};
    // A file that was deleted before the lock was had locks out nobody.
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0 && ::fstat(descriptor, &status) == 0 &&
        status.st_nlink > 0)
        return descriptor;
    ::close(descriptor);
    errno = EWOULDBLOCK;
    return -1;
}

std::string content_of(const fs::path& file) {
    std::string text;
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return text;
    std::array<char, 4096> block{};
    ssize_t count = 0;
    while (text.size() < 65536 && (count = ::read(descriptor, block.data(), block.size())) > 0)
        text.append(block.data(), static_cast<std::size_t>(count));
    ::close(descriptor);
    return text;
}

} // namespace

/// Owned by the program's thread but for `work`, which the writing thread shares.
struct Autosave::Impl {
    struct Job {
        Session session;
        fs::path user_file;
    };
    struct Work {
        std::optional<Job> next; ///< Only the newest is worth writing.
        bool writing = false;
        bool written = false; ///< Without an error, at least once.
        std::optional<Error> error;
    };

    Impl(fs::path base_path, int lock_descriptor, const AutosaveTiming& when)
        : base(std::move(base_path)), lock(lock_descriptor), timing(when),
          writer([this](const std::stop_token& stop) { run(stop); }) {}
    ~Impl() {
        writer.request_stop();
        if (writer.joinable()) writer.join();
        if (!finished) {
            const std::scoped_lock guard(mutex);
            if (work.next) write(*work.next);
        } else {
            remove_quietly(with_extension(base, kLockExtension));
        }
        ::close(lock);
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    fs::path session_file() const { return with_extension(base, kSessionExtension); }

    std::optional<Error> write(const Job& job) {
        // The name first: a session without it is still worth recovering, the reverse is not.
        auto named = write_whole(with_extension(base, kUserFileExtension), job.user_file.string(),
                                 Durability::Process);
        if (!named) return named.error();
        auto saved = save_session(job.session, session_file(), Durability::Process);
        return saved ? std::nullopt : std::optional(saved.error());
    }

    void run(const std::stop_token& stop) {
        std::unique_lock guard(mutex);
        while (changed.wait(guard, stop, [this] { return work.next.has_value(); })) {
            const Job job = std::move(*work.next);
            work.next.reset();
            work.writing = true;
            guard.unlock();
            auto error = write(job);
            guard.lock();
            if (error)
                work.error = std::move(error);
            else
                work.written = true;
            work.writing = false;
            changed.notify_all();
        }
    }

    fs::path base; ///< Without extension.
    int lock;
    AutosaveTiming timing;
    bool finished = false;
    std::uint64_t written_revision = 0; ///< Handed over or saved by the user.
    std::uint64_t seen_revision = 0;
    std::optional<Clock::time_point> first_change;
    Clock::time_point last_change;
    // A wait needs the mutex itself, which Guarded does not show.
    std::mutex mutex;
    std::condition_variable_any changed;
    Work work;
    std::jthread writer; ///< Last: it uses everything above.
};

Autosave::Autosave(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Autosave::~Autosave() = default;
Autosave::Autosave(Autosave&&) noexcept = default;
Autosave& Autosave::operator=(Autosave&&) noexcept = default;

Result<Autosave> Autosave::start(const fs::path& folder, const AutosaveTiming& timing) {
    std::error_code code;
    fs::create_directories(folder, code);
    if (code) return io_error("cannot autosave into", folder, code.value());
    for (int attempt = 0; attempt < 1000; ++attempt) {
        const fs::path base =
            folder / ("session-" + std::to_string(::getpid()) + "-" + std::to_string(attempt));
        const fs::path lock_file = with_extension(base, kLockExtension);
        const int lock = locked(lock_file, O_CREAT | O_EXCL);
        if (lock >= 0) return Autosave(std::make_unique<Impl>(base, lock, timing));
        // A crashed program with our process number left it, or another session of this process has
        // it.
        if (errno != EEXIST && errno != EWOULDBLOCK)
            return io_error("cannot autosave into", folder, errno);
    }
    return io_error("cannot autosave into", folder, EEXIST);
}

bool Autosave::due(std::uint64_t revision, Clock::time_point now) {
    Impl& state = *impl_;
    if (revision == state.written_revision) {
        state.first_change.reset();
        state.seen_revision = revision;
        return false;
    }
    if (revision != state.seen_revision || !state.first_change) {
        state.seen_revision = revision;
        state.last_change = now;
        if (!state.first_change) state.first_change = now;
    }
    return now - state.last_change >= state.timing.settled ||
           now - *state.first_change >= state.timing.longest;
}

void Autosave::save(Session session, fs::path user_file) {
    impl_->written_revision = impl_->seen_revision;
    impl_->first_change.reset();
    {
        const std::scoped_lock guard(impl_->mutex);
        impl_->work.next = Impl::Job{std::move(session), std::move(user_file)};
    }
    impl_->changed.notify_all();
}

void Autosave::saved_by_user(std::uint64_t revision) {
    flush();
    impl_->written_revision = revision;
    impl_->first_change.reset();
    remove_quietly(impl_->session_file());
    remove_quietly(with_extension(impl_->base, kUserFileExtension));
}

fs::path Autosave::file() const { return impl_->session_file(); }

bool Autosave::has_written() const {
    const std::scoped_lock guard(impl_->mutex);
    return impl_->work.written;
}

std::optional<Error> Autosave::take_error() {
    const std::scoped_lock guard(impl_->mutex);
    return std::exchange(impl_->work.error, std::nullopt);
}

void Autosave::flush() {
    std::unique_lock guard(impl_->mutex);
    impl_->changed.wait(guard, [this] { return !impl_->work.next && !impl_->work.writing; });
}

Result<Done> Autosave::finish(const Session& session, const fs::path& user_file) {
    flush();
    const fs::path folder = impl_->base.parent_path();
    auto kept = save_session(session, last_session_file(folder));
    if (!kept) return kept; // The autosaved copy stays to be recovered.
    auto named = write_whole(with_extension(folder / kLastName, kUserFileExtension),
                             user_file.string(), Durability::Process);
    if (!named) return named;
    remove_quietly(impl_->session_file());
    remove_quietly(with_extension(impl_->base, kUserFileExtension));
    impl_->finished = true;
    return Done{};
}

AbandonedSession::AbandonedSession(fs::path file, int lock)
    : file_(std::move(file)), user_file_(content_of(with_extension(file_, kUserFileExtension))),
      lock_(lock) {
    struct stat status {};
    if (::stat(file_.c_str(), &status) == 0)
        saved_at_ = std::chrono::system_clock::from_time_t(status.st_mtime);
}

AbandonedSession::~AbandonedSession() {
    if (lock_ >= 0) ::close(lock_);
}

AbandonedSession::AbandonedSession(AbandonedSession&& other) noexcept
    : file_(std::move(other.file_)), user_file_(std::move(other.user_file_)),
      saved_at_(other.saved_at_), lock_(std::exchange(other.lock_, -1)) {}

AbandonedSession& AbandonedSession::operator=(AbandonedSession&& other) noexcept {
    std::swap(file_, other.file_);
    std::swap(user_file_, other.user_file_);
    std::swap(saved_at_, other.saved_at_);
    std::swap(lock_, other.lock_);
    return *this;
}

Result<Session> AbandonedSession::load() const { return load_session(file_); }

void AbandonedSession::discard() {
    remove_quietly(file_);
    remove_quietly(with_extension(file_, kUserFileExtension));
    remove_quietly(with_extension(file_, kLockExtension));
}

std::optional<AbandonedSession> abandoned_session(const fs::path& file) {
    std::error_code code;
    if (!fs::exists(file, code)) return std::nullopt;
    const int lock = locked(with_extension(file, kLockExtension), 0);
    if (lock < 0) return std::nullopt;
    return AbandonedSession(file, lock);
}

std::vector<AbandonedSession> abandoned_sessions(const fs::path& folder) {
    std::vector<AbandonedSession> found;
    std::error_code code;
    std::vector<fs::path> locks;
    for (fs::directory_iterator at(folder, code), end; !code && at != end; at.increment(code))
        if (at->path().extension() == kLockExtension) locks.push_back(at->path());
    for (const fs::path& lock_file : locks) {
        const int lock = locked(lock_file, 0);
        if (lock < 0) continue; // Its program lives, or another instance offers it now.
        AbandonedSession left(with_extension(lock_file, kSessionExtension), lock);
        if (fs::exists(with_extension(lock_file, kSessionExtension), code))
            found.push_back(std::move(left));
        else
            left.discard();
    }
    std::ranges::sort(found, std::greater{}, &AbandonedSession::saved_at);
    return found;
}

fs::path last_session_file(const fs::path& folder) {
    return with_extension(folder / kLastName, kSessionExtension);
}

fs::path last_user_file(const fs::path& folder) {
    return content_of(with_extension(folder / kLastName, kUserFileExtension));
}

} // namespace seamline::session
