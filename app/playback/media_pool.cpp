#include "app/playback/media_pool.h"

#include <algorithm>
#include <utility>

namespace seamline::playback {
namespace {

/// Cores of one reader: the one on the screen and the next one work at the same time.
constexpr int kWorkingReaders = 2;
/// What is seen within so many ticks goes before all that is only kept ready.
constexpr std::int64_t kUrgentTicks = 24;

} // namespace

ReaderCloser::ReaderCloser() : thread_([this](const std::stop_token& stop) { run(stop); }) {}

ReaderCloser::~ReaderCloser() {
    thread_.request_stop();
    thread_.join();
}

void ReaderCloser::close(std::unique_ptr<Reader> reader) {
    if (!reader) return;
    {
        const std::scoped_lock lock(mutex_);
        closing_.push_back(std::move(reader));
    }
    asked_.notify_one();
}

void ReaderCloser::run(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (asked_.wait(lock, stop, [&] { return !closing_.empty(); })) {
        std::vector<std::unique_ptr<Reader>> ending = std::exchange(closing_, {});
        lock.unlock();
        ending.clear();
        lock.lock();
    }
    std::vector<std::unique_ptr<Reader>> rest = std::exchange(closing_, {});
    lock.unlock();
}

MediaPool::MediaPool(renderer::FrameCache& cache,
                     std::shared_ptr<decode::HardwareDecoding> hardware, int cores,
                     std::function<void()> notify)
    : cache_(cache), hardware_(std::move(hardware)), cores_(cores), notify_(std::move(notify)) {}

MediaPool::~MediaPool() = default;

MediaPool::Facts MediaPool::facts(const MediumKey& medium) const {
    const auto at = media_.find(medium);
    return at == media_.end() ? Facts{} : facts_of(at->second);
}

MediaPool::Facts MediaPool::facts_of(const Medium& medium) {
    Facts facts = medium.known;
    if (!medium.reader) return facts;
    Reader::Report report = medium.reader->report();
    facts.status = report.status;
    facts.error = std::move(report.error);
    if (report.media) facts.media = std::move(report.media);
    if (report.index) facts.index = std::move(report.index);
    return facts;
}

void MediaPool::open(const MediumKey& key, Medium& medium) {
    decode::OpenOptions options;
    options.threads = std::max(1, cores_ / kWorkingReaders);
    options.allocator = &cache_.allocator();
    options.sequence_rate = key.sequence_rate;
    options.hardware = hardware_;
    medium.reader = std::make_unique<Reader>(key.path, options, cache_, medium.cache_id, notify_,
                                             UnfocusedReader::Waits);
}

void MediaPool::close(Medium& medium) {
    if (!medium.reader) return;
    const Reader::Report report = medium.reader->report();
    medium.decoded_before += report.decoded;
    medium.busy_before_s += report.busy_s;
    if (report.index) {
        medium.known.media = report.media;
        medium.known.index = report.index;
    }
    medium.known.status = report.status;
    medium.known.error = report.error;
    closer_.close(std::move(medium.reader));
}

bool MediaPool::has_all(const Medium& medium, const std::vector<const MediumUse*>& uses) const {
    if (!medium.known.index && !(medium.reader && medium.reader->report().index)) return false;
    const auto cached = cache_.ranges(medium.cache_id);
    return std::ranges::all_of(uses, [&](const MediumUse* use) {
        const auto [low, high] = std::minmax(use->from, use->to);
        return std::ranges::any_of(
            cached, [&](const auto& range) { return low >= range.first && high < range.second; });
    });
}

bool MediaPool::has_urgent(const std::vector<MediumUse>& uses) const {
    return std::ranges::all_of(uses, [&](const MediumUse& use) {
        if (!use.visible || use.away >= kUrgentTicks) return true;
        const MediaPool::Facts known = facts(use.medium);
        if (known.status == Reader::Status::Failed) return true;
        if (!known.index) return false;
        const std::int64_t frames = std::min(std::abs(use.to - use.from), kUrgentTicks - use.away);
        const std::int64_t end = use.to < use.from ? use.from - frames : use.from + frames;
        const auto [low, high] = std::minmax(use.from, end);
        return std::ranges::any_of(cache_.ranges(known.cache_id), [&](const auto& range) {
            return low >= range.first && high < range.second;
        });
    });
}

void MediaPool::steer(Medium& medium, const std::vector<const MediumUse*>& uses, bool has_time) {
    renderer::CacheFocus keep;
    keep.by_stretches = true;
    ReadFocus read;
    read.by_stretches = true;
    for (const MediumUse* use : uses) {
        keep.stretches.push_back({use->from, use->to, use->away, use->visible});
        if (use->visible || has_time) read.stretches.push_back({use->from, use->to});
    }
    if (uses.empty() && medium.is_idle) return;
    medium.is_idle = uses.empty();
    if (!uses.empty()) medium.last_frame = uses.front()->from;
    keep.frame = medium.last_frame;
    // The cache first: the reader asks it at once.
    cache_.set_focus(medium.cache_id, keep);
    if (medium.reader && medium.reader->report().index) medium.reader->focus(read);
}

void MediaPool::want(std::vector<MediumUse> uses) {
    // What is seen before what is kept ready, however near that is.
    std::ranges::stable_sort(uses, [](const MediumUse& x, const MediumUse& y) {
        return x.visible != y.visible ? x.visible : x.away < y.away;
    });
    std::map<MediumKey, std::vector<const MediumUse*>> by_medium;
    std::vector<const MediumKey*> order; ///< Soonest first.
    for (const MediumUse& use : uses) {
        std::vector<const MediumUse*>& its = by_medium[use.medium];
        if (its.empty()) order.push_back(&use.medium);
        its.push_back(&use);
    }
    const bool has_time = has_urgent(uses);
    std::vector<Medium*> working;
    for (const MediumKey* key : order) {
        const auto [at, is_new] = media_.try_emplace(*key);
        Medium& medium = at->second;
        if (is_new) medium.cache_id = medium.known.cache_id = cache_.add_source();
        const bool failed = facts(*key).status == Reader::Status::Failed;
        const bool is_seen = std::ranges::any_of(by_medium[*key], &MediumUse::visible);
        if (!failed && (is_seen || has_time) && working.size() < kMostReaders &&
            !has_all(medium, by_medium[*key]))
            working.push_back(&medium);
    }
    std::size_t open_count = 0;
    for (const auto& [key, medium] : media_) open_count += medium.reader != nullptr ? 1U : 0U;
    for (auto& [key, medium] : media_) {
        const bool wanted = std::ranges::find(working, &medium) != working.end();
        if (wanted && !medium.reader) {
            open(key, medium);
            ++open_count;
        }
    }
    // Idle ones stay open for as long as there is room: a loop comes back to them.
    for (auto at = media_.begin(); at != media_.end() && open_count > kMostReaders; ++at) {
        if (!at->second.reader || std::ranges::find(working, &at->second) != working.end())
            continue;
        close(at->second);
        --open_count;
    }
    for (auto& [key, medium] : media_) {
        const auto its = by_medium.find(key);
        steer(medium, its == by_medium.end() ? std::vector<const MediumUse*>{} : its->second,
              has_time);
    }
}

void MediaPool::keep_only(const std::vector<MediumKey>& kept) {
    for (auto at = media_.begin(); at != media_.end();) {
        if (std::ranges::find(kept, at->first) != kept.end()) {
            ++at;
            continue;
        }
        close(at->second);
        cache_.remove_source(at->second.cache_id);
        at = media_.erase(at);
    }
}

void MediaPool::reload(const MediumKey& medium) {
    const auto at = media_.find(medium);
    if (at == media_.end()) return;
    close(at->second);
    cache_.remove_source(at->second.cache_id);
    media_.erase(at);
}

MediaPool::Work MediaPool::work() const {
    Work work;
    for (const auto& [key, medium] : media_) {
        work.decoded += medium.decoded_before;
        work.busy_s += medium.busy_before_s;
        if (!medium.reader) continue;
        const Reader::Report report = medium.reader->report();
        work.decoded += report.decoded;
        work.busy_s += report.busy_s;
        work.decode_ms += report.decode_ms;
        ++work.open;
    }
    if (work.open > 0) work.decode_ms /= work.open;
    return work;
}

} // namespace seamline::playback
