#include "app/ui/review/folder_scan.h"

#include <exception>
#include <utility>

namespace seamline::ui {
namespace {

/// A read that was cancelled ends within a block of its file.
constexpr std::chrono::milliseconds kLongestEnd{2000};
constexpr std::chrono::milliseconds kBetweenLooks{200};

} // namespace

FolderScan::~FolderScan() { errand_.settle(kLongestEnd); }

void FolderScan::read_all(Shared& shared, const std::filesystem::path& folder,
                          const interchange::TableChoice& table, const review::Review& known,
                          const playback::TakeWatch::Read& read,
                          const std::function<bool()>& cancelled) {
    auto listed = interchange::list_takes(folder, table, cancelled);
    std::vector<std::filesystem::path> paths;
    {
        const std::scoped_lock lock(shared.mutex);
        shared.is_new = true;
        if (!listed) {
            shared.problem = listed.error().message;
            return;
        }
        shared.folder = std::move(listed).value();
        shared.is_listed = true;
        for (const interchange::FolderTake& take : shared.folder.takes) paths.push_back(take.path);
    }
    for (std::size_t i = 0; i < paths.size() && !cancelled(); ++i) {
        const auto medium = read(paths[i], known, cancelled);
        if (!medium && medium.error().code == ErrorCode::Cancelled) return;
        const std::scoped_lock lock(shared.mutex);
        interchange::FolderTake& take = shared.folder.takes[i];
        if (medium)
            take.medium = medium.value();
        else
            take.problem = medium.error().message;
        shared.done = i + 1;
        shared.is_new = true;
    }
}

void FolderScan::start(const std::filesystem::path& folder, const interchange::TableChoice& table,
                       std::shared_ptr<const review::Review> known) {
    shared_ = std::make_shared<Shared>();
    folder_ = {};
    folder_.folder = folder;
    problem_.clear();
    done_ = 0;
    is_listed_ = false;
    const bool started = errand_.start([shared = shared_, folder, table, known = std::move(known),
                                        read = read_](const auto& cancelled) {
        try {
            read_all(*shared, folder, table, *known, read, cancelled);
        } catch (const std::exception& failure) { // None may leave a thread.
            const std::scoped_lock lock(shared->mutex);
            shared->problem = "cannot read '" + folder.string() + "': " + failure.what();
            shared->is_new = true;
        }
        return true;
    });
    if (!started) problem_ = "Too many folders are being waited for; try again later.";
}

void FolderScan::cancel() { errand_.cancel(); }

bool FolderScan::poll() {
    const bool ended = errand_.take().has_value();
    // A preview of thousands of files is too much for every frame of the window.
    const auto now = std::chrono::steady_clock::now();
    if (!shared_ || (is_running() && is_listed_ && now < next_look_)) return false;
    next_look_ = now + kBetweenLooks;
    const std::scoped_lock lock(shared_->mutex);
    if (!std::exchange(shared_->is_new, false)) return ended;
    folder_ = shared_->folder;
    if (!shared_->problem.empty()) problem_ = shared_->problem;
    done_ = shared_->done;
    is_listed_ = shared_->is_listed;
    return true;
}

} // namespace seamline::ui
