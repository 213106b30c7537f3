#include "app/playback/take_watch.h"

#include "app/analysis/media_id.h"
#include "app/session/review_medium.h"
#include "decode/video_source.h"

#include <algorithm>
#include <system_error>
#include <utility>

namespace seamline::playback {
namespace {

namespace fs = std::filesystem;

constexpr int kPatience = 5; ///< Times settling.

session::FolderWatch::Options options(const session::WatchedFolder& what,
                                      std::chrono::milliseconds settling) {
    session::FolderWatch::Options options;
    options.settling = settling;
    const bool has_table_here = what.table.parent_path() == what.folder;
    const std::string table = has_table_here ? what.table.filename().string() : std::string();
    options.wanted = [table](std::string_view name) {
        return interchange::is_take_name(name) || interchange::is_sidecar_name(name) ||
               (!table.empty() && name == table);
    };
    return options;
}

} // namespace

Result<review::Medium> read_take(const fs::path& path, const review::Review& known,
                                 const std::function<bool()>& cancelled) {
    const auto id = analysis::cached_media_id(path, session::media_id_folder(), cancelled);
    if (!id) return id.error();
    const auto before = std::ranges::find(known.media, id.value(), &review::Medium::media_id);
    std::error_code code;
    const fs::path whole = fs::absolute(path, code).lexically_normal();
    if (before != known.media.end() && before->frame_count > 0 && fs::path(before->path) == whole)
        return *before;
    decode::OpenOptions open;
    open.cancelled = cancelled;
    const auto description = decode::describe(path, open);
    if (!description) return description.error();
    if (!description.value().video)
        return Error{ErrorCode::Unsupported, "\"" + path.string() + "\" holds no picture"};
    review::Medium medium = session::review_medium(path, id.value(), description.value());
    // A name that a person gave stays.
    if (before != known.media.end() && before->name != fs::path(before->path).stem())
        medium.name = before->name;
    return before == known.media.end() ? medium : session::as_known(medium, *before);
}

TakeWatch::TakeWatch(session::WatchedFolder what, std::chrono::milliseconds settling, Read read)
    : what_(std::move(what)), read_(std::move(read)),
      watch_(what_.folder, options(what_, settling)), patience_(kPatience * settling) {}

void TakeWatch::fail(const Queued& what, const std::string& why, Clock::time_point now) {
    status_.unread[what.path.filename().string()] = why;
    Failed& failed = failed_[what.path];
    failed = {.why = why, .since = now, .is_told = what.was_there};
    std::error_code code;
    failed.bytes = fs::file_size(what.path, code);
    failed.written = fs::last_write_time(what.path, code);
}

std::vector<TakeWatch::Broken> TakeWatch::broken(Clock::time_point now) {
    std::vector<Broken> broken;
    for (auto& [path, failed] : failed_) {
        if (failed.is_told || now - failed.since < patience_) continue;
        std::error_code code;
        const std::uintmax_t bytes = fs::file_size(path, code);
        const fs::file_time_type written = fs::last_write_time(path, code);
        if (bytes != failed.bytes || written != failed.written) {
            // Somebody still writes; it is read again once that has ended.
            failed.bytes = bytes;
            failed.written = written;
            failed.since = now;
            continue;
        }
        failed.is_told = true;
        broken.push_back({path, failed.why});
    }
    return broken;
}

void TakeWatch::queue_again(const fs::path& path) {
    if (read_before_.contains(path)) queue_.push_back({path, false}); // Somebody tells of it now.
}

/// A movie; or what is said of movies that were read before.
void TakeWatch::queue(const session::FolderWatch::Settled& settled) {
    const std::string name = settled.path.filename().string();
    if (interchange::is_take_name(name)) {
        queue_.push_back({settled.path, settled.was_there});
    } else if (settled.was_there) {
        return; // Read with its movie.
    } else if (settled.path == what_.table) {
        for (const auto& [path, was_there] : read_before_) queue_.push_back({path, was_there});
    } else {
        for (const fs::path& movie : interchange::movies_of_sidecar(settled.path))
            queue_again(movie);
    }
}

TakeWatch::News TakeWatch::look(Clock::time_point now, const review::Review& known,
                                const Cancelled& cancelled, std::size_t most) {
    News news;
    session::FolderWatch::News changes = watch_.poll(now);
    for (const session::FolderWatch::Settled& settled : changes.settled) queue(settled);
    for (fs::path& path : changes.gone) {
        std::erase_if(queue_, [&](const Queued& waits) { return waits.path == path; });
        status_.unread.erase(path.filename().string());
        failed_.erase(path);
        if (read_before_.erase(path) > 0) news.gone.push_back(std::move(path));
    }
    status_.problem = watch_.problem();
    status_.is_told = watch_.uses_inotify();
    interchange::TakeTable table;
    if (!what_.table.empty() && !queue_.empty()) {
        auto read = interchange::take_table(what_.table);
        if (read)
            table = std::move(read).value();
        else if (status_.problem.empty())
            status_.problem = read.error().message;
    }
    for (; most > 0 && !queue_.empty() && !(cancelled && cancelled()); --most) {
        const Queued next = std::move(queue_.front());
        queue_.pop_front();
        const std::string name = next.path.filename().string();
        interchange::FolderTake take;
        take.path = next.path;
        const auto medium = read_(next.path, known, cancelled);
        if (!medium) {
            if (medium.error().code == ErrorCode::Cancelled)
                queue_.push_front(next);
            else
                fail(next, medium.error().message, now);
            continue;
        }
        status_.unread.erase(name);
        failed_.erase(next.path);
        take.medium = medium.value();
        if (const auto row = table.find(name); row != table.end()) take.table = row->second;
        const auto sidecar = interchange::sidecar_of(next.path);
        if (sidecar)
            take.sidecar = sidecar.value();
        else
            take.problem = sidecar.error().message;
        read_before_.emplace(next.path, next.was_there);
        news.arrived.push_back({std::move(take), next.was_there});
    }
    status_.movies = read_before_.size();
    news.broken = broken(now);
    news.has_more = !queue_.empty();
    return news;
}

} // namespace seamline::playback
