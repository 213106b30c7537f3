// app/ui/review/ingest_desk.h: folders that are taken in, once or as movies come into them.
#pragma once

#include "app/ui/review/folder_scan.h"
#include "app/ui/review/ingest_view.h"
#include "app/ui/review/take_arrivals.h"
#include "app/ui/review/told_otherwise.h"

#include <chrono>
#include <deque>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace seamline::ui {

/// What the dialog shows of a folder, and what comes into watched ones. It changes neither the
/// review nor the session: it says what is to be changed.
///
/// Threads: main thread. Blocks on the disk only where the list of watched folders changes.
class IngestDesk {
public:
    using Clock = TakeArrivals::Clock;
    using KnownReview = std::shared_ptr<const review::Review>;

    struct Options {
        std::filesystem::path watched; ///< The file that keeps the watched folders.
        std::chrono::milliseconds settling{2000};
        playback::TakeWatch::Read read = playback::read_take;
    };
    explicit IngestDesk(Options options);

    /// Opens the dialog on a folder, after those that it is open on already.
    void show(std::filesystem::path folder) { asked_.push_back(std::move(folder)); }
    /// Keeps what the dialog shows true to what is chosen and what is on the disk.
    void follow_dialog(IngestChoice& choice, const KnownReview& review);
    /// The view as of the last `follow`s.
    const IngestView& view() const { return view_; }
    /// Something is being read, and what is shown will change.
    bool is_busy() const { return scan_.is_running() || !asked_.empty(); }

    /// What taking in does: the items for the review, and the files for the session, stack by
    /// stack.
    struct TakenIn {
        std::vector<review::IngestItem> items;
        std::vector<std::filesystem::path> files;
    };
    TakenIn taken_in() const;
    /// All movies of the folder, as they lie there.
    std::vector<std::filesystem::path> all_files() const;
    /// Closes the dialog with its choice about watching. Errors: the list's.
    Result<Done> leave(IngestChoice& choice);
    Result<Done> stop_watching(const std::filesystem::path& folder);
    /// Why the watched folders could not be read; empty: nothing is wrong.
    const std::string& problem() const { return list_.problem(); }

    /// What came into watched folders: for the review, and to tell of.
    struct Arrived {
        std::vector<review::IngestItem> items;
        std::vector<ArrivedTake> takes; ///< Those of them that are new.
        std::vector<std::filesystem::path> gone;
        std::string broken; ///< Of files that came and are no movies, a sentence; empty: none.
        /// What tables and notes that were written since say of takes that are there: to be told
        /// of, each once, and to be seen in the dialog before it is applied.
        std::vector<ToldOtherwise> otherwise;
    };
    Arrived follow_watched(Clock::time_point now, const KnownReview& review);
    /// While it does, `follow_watched` is not called, and the view says so.
    void set_waits(bool waits);
    /// The watched folder that the dialog opens on: where something is told otherwise that nobody
    /// looked at yet, else the first. Empty: none is watched.
    std::filesystem::path folder_to_look_at() const;

private:
    bool is_told_anew(const interchange::FolderTake& take, const review::Review& review,
                      Arrived& arrived);
    bool is_news(const interchange::FolderTake& take, const std::vector<std::string>& changes);
    void tell(const interchange::FolderTake& take, std::vector<std::string> changes,
              Arrived& arrived);
    void begin(IngestChoice& choice, const KnownReview& review);
    void renew_preview(const IngestChoice& choice, const KnownReview& review);
    void renew_watched();

    session::WatchedFolderList list_;
    FolderScan scan_;
    TakeArrivals arrivals_;
    std::deque<std::filesystem::path> asked_;
    IngestView view_;
    bool waits_ = false;

    std::filesystem::path scanned_; ///< Of the dialog now; empty: it is closed.
    interchange::TableChoice scanned_table_;
    bool has_pattern_ = false; ///< One was proposed, or typed.
    std::string previewed_pattern_;
    std::shared_ptr<const review::Review> previewed_review_;
    /// Media of folders when watching them began: they are not new, whatever the review says yet.
    std::set<std::string, std::less<>> not_new_;
    std::set<std::string, std::less<>> read_; ///< Media whose table and notes were read before.
    std::set<std::string, std::less<>> came_; ///< Media that came in this run.
    std::set<std::string, std::less<>> told_; ///< What was told otherwise, of which medium.
    std::vector<std::filesystem::path> to_look_at_;
};

} // namespace seamline::ui
