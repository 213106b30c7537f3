#include "app/ui/review/take_arrivals.h"

#include <algorithm>
#include <exception>
#include <iterator>
#include <utility>

namespace seamline::ui {
namespace {

constexpr std::chrono::milliseconds kBetweenLooks{500};
constexpr std::chrono::milliseconds kLongestEnd{2000};

} // namespace

TakeArrivals::~TakeArrivals() {
    for (const auto& watched : watched_) watched->looking.cancel(); // All of them at once ...
    for (const auto& watched : watched_) watched->looking.settle(kLongestEnd);
}

void TakeArrivals::watch_only(const std::vector<session::WatchedFolder>& folders) {
    std::vector<std::unique_ptr<Watched>> now;
    for (const session::WatchedFolder& folder : folders) {
        const auto known = std::ranges::find_if(
            watched_, [&](const auto& one) { return one && one->what == folder; });
        if (known != watched_.end()) {
            now.push_back(std::move(*known));
            continue;
        }
        now.push_back(std::make_unique<Watched>());
        now.back()->what = folder;
        now.back()->watch = std::make_shared<playback::TakeWatch>(folder, settling_, read_);
    }
    watched_ = std::move(now);
}

TakeArrivals::News TakeArrivals::follow(Clock::time_point now,
                                        const std::shared_ptr<const review::Review>& known) {
    News news;
    for (const auto& watched : watched_) {
        if (auto found = watched->looking.take()) {
            news.has_looked = true;
            watched->status = std::move(found->status);
            for (playback::TakeWatch::Arrival& arrival : found->news.arrived)
                news.arrived.push_back({watched->what.pattern, std::move(arrival)});
            std::ranges::move(found->news.gone, std::back_inserter(news.gone));
            std::ranges::move(found->news.broken, std::back_inserter(news.broken));
            watched->next = found->news.has_more ? now : now + kBetweenLooks;
        }
        if (watched->looking.is_running() || now < watched->next) continue;
        watched->looking.start([watch = watched->watch, now, known](const auto& cancelled) {
            Found found;
            try {
                found.news = watch->look(now, *known, cancelled);
                found.status = watch->status();
            } catch (const std::exception& failure) { // None may leave a thread.
                found.status.problem = failure.what();
            }
            return found;
        });
    }
    return news;
}

std::vector<TakeArrivals::Status> TakeArrivals::status() const {
    std::vector<Status> all;
    for (const auto& watched : watched_) all.push_back({watched->what, watched->status});
    return all;
}

} // namespace seamline::ui
