// tests/bench/review_bench.cpp: what a large review costs: 10,000 decisions over 500 takes.
//
// Usage: review_bench [decisions] [takes]. Makes a store in the temporary folder, then prints times
// of wall clock and of the processor, and the memory that the open review takes.
#include "app/review/review_log.h"
#include "app/review/sqlite_store.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace seamline::review {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

class Timer {
public:
    double wall_ms() const {
        return std::chrono::duration<double, std::milli>(Clock::now() - wall_).count();
    }
    double cpu_ms() const { return cpu_now() - cpu_; }
    void print(const char* what) const {
        std::printf("%-44s %9.2f ms wall %9.2f ms processor\n", what, wall_ms(), cpu_ms());
    }

private:
    static double cpu_now() {
        timespec time{};
        ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
        return 1e3 * static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_nsec);
    }
    Clock::time_point wall_ = Clock::now();
    double cpu_ = cpu_now();
};

double resident_mib() {
    std::ifstream statm("/proc/self/statm");
    long total = 0, resident = 0;
    statm >> total >> resident;
    return static_cast<double>(resident) * 4096 / (1 << 20);
}

std::string media_id(int i) {
    char text[48];
    std::snprintf(text, sizeof text, "xxh3-128:%032x", static_cast<unsigned>(i));
    return text;
}

template <typename T> T need(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().message);
    return std::move(result).value();
}

std::unique_ptr<ReviewLog> open_log(const fs::path& file) {
    return need(ReviewLog::open(need(open_sqlite_store(file))));
}

/// Takes in stacks of ten; decisions of three people on frames, with reasons and notes.
void fill(ReviewLog& log, int decisions, int takes) {
    std::vector<Action> actions;
    for (int t = 0; t < takes; ++t) {
        Medium medium;
        medium.media_id = media_id(t);
        medium.name = "take " + std::to_string(t);
        medium.path = "/projects/film/takes/sh" + std::to_string(t / 10) + "_" +
                      std::to_string(t % 10) + ".mp4";
        medium.frame_count = 240;
        actions.push_back(see("Ann", medium));
        actions.push_back(put_take("Ann", medium.media_id, "sh" + std::to_string(t / 10),
                                   {"Model " + std::to_string(t % 4), "1",
                                    "a street at night, rain", std::to_string(t), ""}));
    }
    for (int d = 0; d < decisions; ++d) {
        const int visit = d / takes;
        actions.push_back(decide("Person " + std::to_string(d % 3), media_id(d % takes),
                                 Target::frame(visit * 3 + d % 3),
                                 static_cast<DecisionState>(d % 3), {"lighting drift", "motion"},
                                 "the shadow jumps, number " + std::to_string(d)));
    }
    constexpr std::size_t kTogether = 1000;
    for (std::size_t i = 0; i < actions.size(); i += kTogether) {
        const auto end = std::min(actions.size(), i + kTogether);
        need(log.commit(together({actions.begin() + static_cast<std::ptrdiff_t>(i),
                                  actions.begin() + static_cast<std::ptrdiff_t>(end)})));
    }
}

void run(int decisions, int takes) {
    std::string name = (fs::temp_directory_path() / "seamline-bench-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    const fs::path folder = name;
    const fs::path file = folder / "reviews.db";
    {
        // By another process: what it leaves in the heap would hide what opening takes.
        const Timer timer;
        const pid_t maker = ::fork();
        if (maker == 0) {
            fill(*open_log(file), decisions, takes);
            ::_exit(0);
        }
        int status = 0;
        if (maker < 0 || ::waitpid(maker, &status, 0) < 0 || status != 0)
            throw std::runtime_error("the store could not be made");
        std::printf("%-44s %9.2f ms wall\n", "making the store", timer.wall_ms());
    }
    std::printf("store %.1f MiB\n", static_cast<double>(fs::file_size(file)) / (1 << 20));
    const double before = resident_mib();
    Timer timer;
    const auto log = open_log(file);
    const Snapshot snapshot = log->snapshot();
    timer.print("opening, up to the first snapshot");
    std::printf("%zu decisions, %zu takes, %.1f MiB more resident\n",
                snapshot.review->decisions.size(), snapshot.review->takes.size(),
                resident_mib() - before);
    std::vector<double> commits;
    for (int i = 0; i < 100; ++i) {
        const Timer one;
        need(log->commit(decide("Ann", media_id(i), Target::take(), DecisionState::Keep)));
        (void)log->snapshot();
        commits.push_back(one.wall_ms());
    }
    std::ranges::sort(commits);
    std::printf("%-44s %9.2f ms wall (worst of 100: %.2f)\n", "one decision, committed and shown",
                commits[50], commits.back());
    timer = Timer();
    need(log->commit(undo("Ann")));
    (void)log->snapshot();
    timer.print("undo, committed and shown");
    timer = Timer();
    constexpr int kReads = 100'000;
    std::uint64_t sum = 0;
    for (int i = 0; i < kReads; ++i) sum += log->snapshot().change;
    std::printf("%-44s %9.4f ms wall%s\n", "asking for the snapshot, nothing new",
                timer.wall_ms() / kReads, sum == 0 ? "!" : "");
    timer = Timer();
    const bool whole = need(need(open_sqlite_store(file))->verify()).problems.empty();
    timer.print(whole ? "verifying" : "verifying: DAMAGED");
    fs::remove_all(folder);
}

} // namespace
} // namespace seamline::review

int main(int count, char** words) {
    try {
        seamline::review::run(count > 1 ? std::atoi(words[1]) : 10'000,
                              count > 2 ? std::atoi(words[2]) : 500);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "review_bench: %s\n", error.what());
        return 1;
    }
    return 0;
}
