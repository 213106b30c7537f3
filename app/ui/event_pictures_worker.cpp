// The thread of EventPictures: opens media and decodes.
#include "app/analysis/media_id.h"
#include "app/playback/compose.h"
#include "app/playback/event_medium.h"
#include "app/playback/source_colors.h"
#include "app/session/review_medium.h"
#include "app/ui/event_pictures.h"
#include "app/ui/name_hash.h"
#include "app/ui/thumbnails.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

namespace seamline::ui {
namespace {

/// Pictures that a very wide medium gets.
constexpr int kMostWidthPx = 4 * EventPictures::kKeptHeightPx;
/// Frames after a lost one of which the first good one stands for it.
constexpr int kMostLost = 16;
/// Colour transforms that are kept: those of the cameras and grades of a scene.
constexpr std::size_t kMostProcessors = 32;
/// How long a medium stays open that nothing is asked of.
constexpr std::chrono::seconds kIdle{2};

/// The frame where it is, as the cache would hold it.
renderer::CachedFrame view_of(const DecodedFrame& frame) {
    renderer::CachedFrame view;
    view.index = frame.index;
    view.layout = frame.layout;
    view.coded = frame.coded;
    view.visible = frame.visible;
    view.color = frame.color;
    view.mapped = frame.memory->data();
    view.size_bytes = frame.memory->size_bytes();
    for (std::size_t i = 0; i < frame.plane_offset_bytes.size(); ++i) {
        view.plane_offset_bytes[i] = static_cast<std::uint32_t>(frame.plane_offset_bytes[i]);
        view.stride_bytes[i] = static_cast<std::uint32_t>(frame.stride_bytes[i]);
    }
    view.keep = frame.memory;
    return view;
}

Extent kept_size(const renderer::PictureShape& shape) {
    const glm::dvec2 size = renderer::display_size(shape);
    if (size.x <= 0 || size.y <= 0) return {};
    const double width = EventPictures::kKeptHeightPx * size.x / size.y;
    return {std::clamp(static_cast<int>(std::lround(width)), 1, kMostWidthPx),
            EventPictures::kKeptHeightPx};
}

} // namespace

EventFrame event_frame(const interchange::Event& event, std::int64_t record,
                       const Rational& edit_rate, const VideoDescription& video,
                       const decode::FrameIndex& index) {
    const Rational start_s = playback::media_start_s(event, video);
    const auto time_at = [&](std::int64_t r) {
        return playback::media_time_s(event, r, edit_rate, video.frame_rate) - start_s;
    };
    const auto is_outside = [&](const Rational& time_s) {
        return time_s < Rational(0) || time_s >= index.end_s;
    };
    const std::int64_t last = event.record_in + std::max<std::int64_t>(event.duration - 1, 0);
    return {index.frame_at(time_at(record)),
            is_outside(time_at(event.record_in)) || is_outside(time_at(last))};
}

EventFrame EventPictures::frame_of(const Ask& ask, const VideoDescription& video,
                                   const decode::FrameIndex& index) {
    if (ask.program != nullptr) {
        const interchange::Edit& edit = ask.program->edit();
        return event_frame(playback::event_at(edit, ask.place), ask.frame, edit.rate, video, index);
    }
    const std::int64_t last = std::max<std::int64_t>(std::ssize(index.frames) - 1, 0);
    return {std::min(ask.frame, last), ask.frame > last};
}

std::optional<EventPictures::Ask> EventPictures::next_ask(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    const auto is_wanted = [&] { return !rests_ && !asks_.empty(); };
    if (!changed_.wait_for(lock, stop, kIdle, is_wanted)) {
        if (stop.stop_requested()) return std::nullopt;
        lock.unlock();
        open_ = {}; // Its memory and its file are let go.
        lock.lock();
        if (!changed_.wait(lock, stop, is_wanted)) return std::nullopt;
    }
    // Of the medium that is open, else the first.
    auto at = std::ranges::find_if(asks_, [&](const Ask& ask) { return is_open(ask); });
    if (at == asks_.end()) at = asks_.begin();
    Ask ask = std::move(*at);
    asks_.erase(at);
    return ask;
}

bool EventPictures::may_work(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    return changed_.wait(lock, stop, [&] { return !rests_; });
}

bool EventPictures::is_interrupted(const std::stop_token& stop) const {
    const std::scoped_lock lock(mutex_);
    return stop.stop_requested() || rests_;
}

bool EventPictures::is_open(const Ask& ask) const {
    return open_.path == ask.medium.path && open_.sequence_rate == ask.medium.sequence_rate &&
           open_.media_id == ask.media_id && (open_.video || !open_.error.empty());
}

void EventPictures::open(const Ask& ask, const std::stop_token& stop) {
    const auto& path = ask.medium.path;
    if (is_open(ask)) return;
    open_ = {};
    std::string error;
    if (!ask.media_id.empty()) {
        // What was said of one file is not shown with the pictures of another one.
        const auto id = analysis::cached_media_id(path, session::media_id_folder(),
                                                  [&] { return is_interrupted(stop); });
        if (!id && id.error().code == ErrorCode::Cancelled) return;
        if (!id)
            error = id.error().message;
        else if (id.value() != ask.media_id)
            error = "Another file is there now: " + path.string();
    }
    open_.path = path;
    open_.media_id = ask.media_id;
    open_.sequence_rate = ask.medium.sequence_rate;
    open_.error = error;
    if (!error.empty()) return;
    const auto is_opening = std::make_shared<bool>(true);
    decode::OpenOptions options;
    options.threads = 1;
    options.sequence_rate = ask.medium.sequence_rate;
    options.cancelled = [this, stop, is_opening] {
        return *is_opening ? is_interrupted(stop) : stop.stop_requested();
    };
    Result<decode::VideoSource> video = decode::VideoSource::open(path, options);
    *is_opening = false;
    if (!video && video.error().code == ErrorCode::Cancelled) return;
    if (!video)
        open_.error = video.error().message;
    else
        open_.video = std::move(video).value();
}

std::optional<Result<DecodedFrame>> EventPictures::decode(std::int64_t frame,
                                                          const std::stop_token& stop) {
    const Result<std::int64_t> begins = open_.video->seek(frame);
    if (!begins) return begins.error();
    int lost = 0;
    while (may_work(stop)) {
        Result<DecodedFrame> decoded = open_.video->next();
        if (decoded && decoded.value().index >= frame) return decoded;
        if (decoded) continue;
        if (decoded.error().code == ErrorCode::Cancelled) return std::nullopt;
        if (decoded.error().code != ErrorCode::Corrupt || ++lost > kMostLost)
            return decoded.error();
    }
    return std::nullopt;
}

std::optional<EventPictures::Kept> EventPictures::make(const Ask& ask,
                                                       const std::stop_token& stop) {
    open(ask, stop);
    Kept kept;
    kept.facts.error = open_.error;
    if (!open_.error.empty()) return kept;
    if (!open_.video) return std::nullopt;
    const MediaDescription& media = open_.video->description();
    const EventFrame wanted = frame_of(ask, *media.video, open_.video->index());
    kept.facts.held = wanted.held;
    kept.facts.shape = playback::shape_of(*media.video);
    kept.facts.color = session::overridden(media.video->color, ask.medium.color);
    std::optional<Result<DecodedFrame>> frame = decode(wanted.frame, stop);
    if (!frame) return std::nullopt;
    if (!*frame) {
        kept.facts.error = frame->error().message;
        return kept;
    }
    kept.size = kept_size(kept.facts.shape);
    const auto through = processor(ask, kept.facts);
    Pixels pixels = make_thumbnail(view_of(frame->value()), kept.facts.color, kept.facts.shape,
                                   kept.size, through.get(), ask.reframe);
    kept.pixels = std::make_shared<const Pixels>(std::move(pixels));
    return kept;
}

std::shared_ptr<const color::ColorProcessor> EventPictures::processor(const Ask& ask,
                                                                      Facts& facts) {
    NameHash hash;
    hash.add(std::string_view(ask.look->config.cache_id()));
    hash.add(ask.look->view);
    hash.add(ask.medium.source_color);
    // The input space may be guessed from the path and the tags.
    hash.add(std::string_view(ask.medium.path.native()));
    const session::ColorOverrides tags{
        facts.color.matrix, facts.color.primaries, facts.color.transfer, facts.color.range, {}};
    hash.add(tags);
    hash.add(std::uint64_t{facts.color.guessed});
    const std::uint64_t name = hash.value();
    const auto known = std::ranges::find(processors_, name, &Processor::name);
    if (known != processors_.end()) return known->processor;
    auto made =
        playback::still_processor(ask.look->config, ask.medium, facts.color, ask.look->view);
    if (!made) {
        facts.color_error = made.error().message;
        return nullptr; // Not remembered: a file that is missing may come.
    }
    processors_.push_front({name, made.value()});
    if (processors_.size() > kMostProcessors) processors_.pop_back();
    return made.value();
}

void EventPictures::keep(const Ask& ask, Kept kept) {
    const std::scoped_lock lock(mutex_);
    if (ask.era != era_) return;
    ++made_;
    kept.last_used = now_;
    if (kept.pixels) kept_bytes_ += kept.pixels->size() * sizeof(std::uint32_t);
    kept_.try_emplace(ask.picture, std::move(kept)); // Never there yet: see end_frame.
    // Asked for again while it was being made.
    std::erase_if(asks_, [&](const Ask& other) { return other.picture == ask.picture; });
}

void EventPictures::run(const std::stop_token& stop) {
    std::uint64_t era = 0;
    while (auto ask = next_ask(stop)) {
        if (std::exchange(era, ask->era) != ask->era) { // Its files changed, perhaps.
            open_ = {};
            processors_.clear();
        }
        std::optional<Kept> kept = make(*ask, stop);
        if (!kept) continue;
        keep(*ask, std::move(*kept));
        ready_();
    }
}

} // namespace seamline::ui
