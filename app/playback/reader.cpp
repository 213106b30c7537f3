#include "app/playback/reader.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

namespace seamline::playback {
namespace {

using Ranges = std::vector<std::pair<std::int64_t, std::int64_t>>;

/// A file whose first so many frames are all lost is given up.
constexpr std::int64_t kMostOrphans = 64;

/// First frame >= `from` outside every range.
std::int64_t first_gap_up(const Ranges& cached, std::int64_t from) {
    for (const auto& [begin, end] : cached)
        if (from >= begin && from < end) return end;
    return from;
}

/// Last frame <= `from` outside every range.
std::int64_t first_gap_down(const Ranges& cached, std::int64_t from) {
    for (const auto& [begin, end] : cached)
        if (from >= begin && from < end) return begin - 1;
    return from;
}

Ranges united(Ranges ranges, const std::set<std::int64_t>& frames) {
    for (const std::int64_t frame : frames) ranges.emplace_back(frame, frame + 1);
    std::ranges::sort(ranges);
    Ranges joined;
    for (const auto& [begin, end] : ranges) {
        if (!joined.empty() && begin <= joined.back().second)
            joined.back().second = std::max(joined.back().second, end);
        else
            joined.emplace_back(begin, end);
    }
    return joined;
}

std::int64_t next_missing(const std::vector<ReadStretch>& stretches, const Ranges& cached) {
    for (const ReadStretch& stretch : stretches) {
        const bool up = stretch.to >= stretch.from;
        const std::int64_t gap =
            up ? first_gap_up(cached, stretch.from) : first_gap_down(cached, stretch.from);
        if (up ? gap <= stretch.to : gap >= stretch.to) return gap;
    }
    return -1;
}

} // namespace

std::int64_t next_missing(const ReadFocus& focus, const Ranges& cached) {
    if (focus.by_stretches) return next_missing(focus.stretches, cached);
    const std::int64_t first = focus.first;
    const std::int64_t last = focus.last;
    const std::int64_t start = std::clamp(focus.frame, first, last);
    const auto near = [&](std::int64_t frame, std::int64_t distance) {
        return distance <= focus.lookahead ? frame : -1;
    };
    if (focus.direction > 0) {
        const std::int64_t ahead = first_gap_up(cached, start);
        if (ahead <= last) return near(ahead, ahead - start);
        const std::int64_t wrapped = first_gap_up(cached, first);
        if (!focus.wraps || wrapped >= start) return -1;
        return near(wrapped, last - start + 1 + wrapped - first);
    }
    const std::int64_t behind = first_gap_down(cached, start);
    if (behind >= first) return near(behind, start - behind);
    const std::int64_t wrapped = first_gap_down(cached, last);
    if (!focus.wraps || wrapped <= start) return -1;
    return near(wrapped, start - first + 1 + last - wrapped);
}

Reader::Reader(std::filesystem::path path, decode::OpenOptions options, renderer::FrameCache& cache,
               renderer::SourceId source, std::function<void()> notify, UnfocusedReader unfocused)
    : path_(std::move(path)), options_(std::move(options)), cache_(cache), source_(source),
      notify_(std::move(notify)), unfocused_(unfocused), threads_(options_.threads), applied_threads_(options_.threads),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

Reader::~Reader() {
    thread_.request_stop();
    changed_.notify_all();
}

void Reader::focus(const ReadFocus& focus) {
    const std::scoped_lock lock(mutex_);
    if (focus_is_set_ && focus == focus_) return;
    focus_ = focus;
    focus_is_set_ = true;
    ++focus_generation_;
    changed_.notify_all();
}

void Reader::set_threads(int threads) {
    const std::scoped_lock lock(mutex_);
    threads_ = threads;
}

Reader::Report Reader::report() const {
    const std::scoped_lock lock(mutex_);
    return report_;
}

void Reader::fail(const Error& error) {
    {
        const std::scoped_lock lock(mutex_);
        report_.status = Status::Failed;
        report_.code = error.code;
        report_.error = error.message;
        report_.decoder_open = false;
    }
    notify_();
}

bool Reader::open() {
    {
        const std::scoped_lock lock(mutex_);
        options_.threads = threads_;
    }
    applied_threads_ = options_.threads;
    options_.cancelled = [this] { return thread_.get_stop_token().stop_requested(); };
    Result<decode::VideoSource> opened = decode::VideoSource::open(path_, options_);
    if (!opened) {
        fail(opened.error());
        return false;
    }
    video_ = std::move(opened).value();
    position_ = 0;
    {
        const std::scoped_lock lock(mutex_);
        report_.status = Status::Ready;
        report_.decode = video_->decode_path();
        report_.decoder_open = true;
        // A reopened file keeps its index: frames in the cache are numbered by it.
        if (!report_.index) {
            report_.media = std::make_shared<const MediaDescription>(video_->description());
            report_.index = std::make_shared<const decode::FrameIndex>(video_->index());
            focus_.last = static_cast<std::int64_t>(report_.index->frames.size()) - 1;
        }
    }
    notify_();
    return true;
}

void Reader::run(const std::stop_token& stop) {
    try {
        if (!open()) return;
        while (!stop.stop_requested()) {
            const std::optional<std::int64_t> target = wait_for_target(stop);
            if (!target) continue;
            if (!video_ && !open()) return;
            read_one(*target);
            if (position_ > *target) tried_.insert(*target);
            const std::scoped_lock lock(mutex_);
            if (report_.status == Status::Failed) return;
        }
    } catch (const std::exception& error) {
        fail({ErrorCode::Io, path_.string() + ": reading stopped: " + error.what()});
    }
}

std::optional<std::int64_t> Reader::wait_for_target(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    if (!focus_is_set_) { // Until the player speaks: from the start.
        focus_.first = 0;
        focus_.frame = 0;
        focus_.by_stretches = unfocused_ == UnfocusedReader::Waits; // And none there are.
    }
    const ReadFocus focus = focus_;
    const std::uint64_t generation = focus_generation_;
    const auto count = static_cast<std::int64_t>(report_.index->frames.size());
    lock.unlock();

    const std::uint64_t wishes = cache_.wishes_revision();
    if (std::exchange(tried_revision_, wishes) != wishes) tried_.clear();
    const auto cached = cache_.ranges(source_);
    const std::int64_t target = next_missing(focus, united(cached, tried_));
    const bool all_cached = cached.size() == 1 && cached[0].first <= 0 && cached[0].second >= count;
    const auto bytes = static_cast<std::uint64_t>(frame_bytes_);
    if (target >= 0 && (frame_bytes_ == 0 || cache_.wants(source_, target, bytes))) return target;

    if (all_cached && video_) {
        video_.reset(); // Decoded once, never needed again: frees its threads and buffers.
        last_.reset();
        orphans_.clear();
        const std::scoped_lock closed(mutex_);
        report_.decoder_open = false;
    }
    lock.lock();
    // The cache may change without us (a budget freed by another source), hence the time limit.
    changed_.wait_for(lock, stop, std::chrono::milliseconds(250),
                      [&] { return focus_generation_ != generation; });
    return std::nullopt;
}

void Reader::read_one(std::int64_t target) {
    {
        const std::scoped_lock lock(mutex_);
        if (threads_ != applied_threads_) {
            applied_threads_ = threads_;
            video_->set_threads(threads_);
        }
    }
    const auto started = std::chrono::steady_clock::now();
    const bool reachable =
        position_ <= target && video_->index().key_at_or_before(target) <= position_;
    if (!reachable) {
        const Result<std::int64_t> sought = video_->seek(target);
        if (!sought) {
            fail(sought.error());
            return;
        }
        position_ = sought.value();
    }
    const Result<DecodedFrame> frame = video_->next();
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - started;
    if (frame) {
        if (frame.value().index > position_) lose(position_, frame.value().index);
        position_ = frame.value().index + 1;
        deliver(frame.value());
    } else if (frame.error().code == ErrorCode::Io || frame.error().code == ErrorCode::Cancelled ||
               frame.error().code == ErrorCode::TooLarge) {
        fail(frame.error());
        return;
    } else {
        // Damaged, a hole, or of another size: this frame is lost, the next may be fine.
        const auto count = static_cast<std::int64_t>(video_->index().frames.size());
        const bool at_end = frame.error().code == ErrorCode::EndOfStream;
        const std::int64_t end = at_end ? count : std::min(position_ + 1, count);
        lose(std::min(position_, count - 1), end);
        position_ = end;
        const auto most = std::min<std::int64_t>(count, kMostOrphans);
        if (at_end || static_cast<std::int64_t>(orphans_.size()) >= most) {
            if (!last_) {
                fail(frame.error());
                return;
            }
            adopt_orphans(); // No frame after them: any is better than none.
        }
        const std::scoped_lock lock(mutex_);
        report_.code = frame.error().code;
        report_.error = frame.error().message;
    }
    {
        const std::scoped_lock lock(mutex_);
        report_.decoded += 1;
        report_.decode = video_->decode_path();
        report_.busy_s += spent.count();
        const double ms = spent.count() * 1000;
        report_.decode_ms = report_.decode_ms == 0 ? ms : report_.decode_ms * 0.9 + ms * 0.1;
    }
    notify_();
}

void Reader::deliver(const DecodedFrame& frame) {
    frame_bytes_ = static_cast<std::int64_t>(frame.memory->size_bytes());
    {
        const std::scoped_lock lock(mutex_);
        report_.frame_bytes = frame_bytes_;
    }
    const Result<Done> published = cache_.publish(source_, frame);
    if (!published) {
        fail(published.error());
        return;
    }
    last_ = frame;
    covered_ = frame.index;
    adopt_orphans();
}

void Reader::lose(std::int64_t first, std::int64_t end) {
    // Only a neighbour stands in: after a seek the last frame is from somewhere else.
    const bool has_neighbour = last_ && covered_ == first - 1;
    for (std::int64_t index = first; index < end; ++index) {
        if (has_neighbour)
            stand_in(index);
        else
            orphans_.push_back(index);
    }
    if (has_neighbour) covered_ = end - 1;
}

void Reader::adopt_orphans() {
    for (const std::int64_t index : std::exchange(orphans_, {})) stand_in(index);
}

void Reader::stand_in(std::int64_t index) {
    if (cache_.contains(source_, index)) return;
    DecodedFrame frame = *last_;
    frame.index = index;
    frame.corrupt = true;
    frame.held = true;
    const Result<Done> published = cache_.publish(source_, frame);
    if (!published) fail(published.error());
}

} // namespace seamline::playback
