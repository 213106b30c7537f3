// The store of a ReviewDesk: opened, missed, tried again, and what is saved where it never comes.
#include "app/review/history.h"
#include "app/review/memory_store.h"
#include "app/review/sqlite_store.h"
#include "app/review/uuid7.h"
#include "app/ui/review/review_desk_impl.h"

#include <cstdio>
#include <thread>

namespace seamline::ui {
namespace {

/// What rescued files are called.
const std::string kRescued = "unsaved-decisions-";
/// How long the program waits at its end for files to be named, and for the disk.
constexpr std::chrono::minutes kLongestNaming{5};
constexpr int kLongestSavingMs = 10'000;
constexpr int kFirstWaitMs = 500;

} // namespace

void ReviewDesk::Impl::open() {
    // The window comes up at once: a store that is locked for longer is tried again.
    auto store = review::open_sqlite_store(options.store, {.busy_ms = kFirstWaitMs});
    if (store) {
        auto opened = review::ReviewLog::open(std::move(store).value());
        if (opened) {
            log = std::move(opened).value();
            log->watch();
            is_in_memory = false;
            why_not.clear();
            take_rescued();
            return;
        }
        why_not = opened.error().message;
    } else {
        why_not = store.error().message;
    }
    if (log) return; // Goes on with what there is.
    is_in_memory = true;
    // Opening an empty store in memory does not fail.
    log = std::move(review::ReviewLog::open(review::make_memory_store("memory")).value());
    say(ToastKind::Error, "Decisions are kept in memory only: " + why_not);
}

/// What an earlier run could not save.
void ReviewDesk::Impl::take_rescued() {
    std::error_code code;
    if (options.rescue.empty()) return;
    for (const auto& entry : std::filesystem::directory_iterator(options.rescue, code)) {
        if (!entry.path().filename().string().starts_with(kRescued)) continue;
        auto events = review::read_history(entry.path());
        if (!events) {
            say(ToastKind::Warning, events.error().message);
            continue;
        }
        const auto added = log->import(std::move(events).value());
        if (!added) {
            say(ToastKind::Warning, added.error().message);
            continue;
        }
        std::filesystem::remove(entry.path(), code);
        say(ToastKind::Notice, "Decisions that an earlier run could not save are saved now: " +
                                   std::to_string(added.value()) + " entries.");
    }
}

void ReviewDesk::Impl::rescue() {
    const auto start = Clock::now();
    while (!waiting.empty() && Clock::now() - start < kLongestNaming) {
        take_ids();
        flush();
        if (!waiting.empty()) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    for (const Waiting& lost : waiting)
        if (!lost.path.empty())
            std::fprintf(stderr, "seamline: a decision on %s is lost: the file could not be read\n",
                         lost.path.c_str());
    log->wait_until_saved(kLongestSavingMs);
    const std::vector<review::Event> events = is_in_memory ? log->history() : log->unsaved();
    if (events.empty()) return;
    std::error_code code;
    std::filesystem::create_directories(options.rescue, code);
    const std::filesystem::path file =
        options.rescue / (kRescued + review::uuid7(review::now_ms()) + ".jsonl");
    const auto written =
        options.rescue.empty()
            ? Result<Done>(Error{ErrorCode::Io, "there is no folder to keep them in"})
            : review::write_history(file, events);
    if (written) log->abandon(); // Else the end would store it, too, under other ids.
    if (written)
        std::fprintf(stderr,
                     "seamline: %zu entries of decisions could not be saved (%s); they are kept in "
                     "%s, which the next run takes in\n",
                     events.size(), (is_in_memory ? why_not : log->status().problem).c_str(),
                     file.c_str());
    else
        std::fprintf(stderr, "seamline: %zu entries of decisions are lost: %s\n", events.size(),
                     written.error().message.c_str());
}

/// A store that could not be opened.
void ReviewDesk::Impl::try_again() {
    if (!is_in_memory) return;
    if (!reopening.valid()) {
        // Another program may lock it: the window does not wait. The same run, so that what was
        // done in it can be undone.
        reopening = std::async(std::launch::async, [file = options.store, run = log->run()] {
            auto store = review::open_sqlite_store(file);
            if (!store) return Opened(store.error());
            return review::ReviewLog::open(std::move(store).value(), {.run = run});
        });
    }
}

/// What came of trying again; what was decided meanwhile goes there.
void ReviewDesk::Impl::take_reopened() {
    if (!reopening.valid() ||
        reopening.wait_for(std::chrono::seconds(0)) != std::future_status::ready)
        return;
    auto opened = reopening.get();
    if (!opened) {
        why_not = opened.error().message;
        return;
    }
    log->wait_until_saved(1000);
    const auto moved = opened.value()->import(log->history());
    if (!moved) {
        why_not = moved.error().message;
        return;
    }
    log = std::move(opened).value();
    log->watch();
    is_in_memory = false;
    why_not.clear();
    take_rescued();
    seen.clear();
    table_change = ~std::uint64_t{0};
    say(ToastKind::Notice,
        "Decisions are saved again: " + std::to_string(moved.value()) + " entries were written.");
}

} // namespace seamline::ui
