#include "app/ui/event_pictures.h"

#include "app/playback/compose.h"
#include "app/playback/event_medium.h"
#include "app/playback/source_colors.h"
#include "app/ui/name_hash.h"
#include "app/ui/thumbnails.h"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

namespace seamline::ui {
namespace {

/// Below what shows, reads ahead and counts.
constexpr int kNiceness = 15;
/// Pictures that a very wide medium gets.
constexpr int kMostWidthPx = 4 * EventPictures::kKeptHeightPx;
/// Pictures in the wanted size: what several windows full of them need.
constexpr std::size_t kMostShown = 1200;
/// Frames after a lost one of which the first good one stands for it.
constexpr int kMostLost = 16;
/// Colour transforms that are kept: those of the cameras and grades of a scene.
constexpr std::size_t kMostProcessors = 32;
/// Events whose last picture is remembered.
constexpr std::size_t kMostSlots = 20'000;
/// How long a medium stays open that nothing is asked of.
constexpr std::chrono::seconds kIdle{2};
/// Names of images are the panels' together: Thumbnails count from 1.
constexpr std::uint64_t kFirstImage = std::uint64_t{1} << 40U;

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

/// Source pixels [begin, end) that pixel `at` of `to` covers; at least one.
std::pair<int, int> covered(int at, int from, int to) {
    const int begin = static_cast<int>(std::int64_t{at} * from / to);
    const int end = static_cast<int>((std::int64_t{at} + 1) * from / to);
    return {begin, std::max(end, begin + 1)};
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

std::vector<std::uint32_t> resized(const std::vector<std::uint32_t>& pixels, Extent from,
                                   Extent to) {
    std::vector<std::uint32_t> result;
    result.reserve(static_cast<std::size_t>(to.width) * static_cast<std::size_t>(to.height));
    for (int y = 0; y < to.height; ++y) {
        const auto [top, bottom] = covered(y, from.height, to.height);
        for (int x = 0; x < to.width; ++x) {
            const auto [left, right] = covered(x, from.width, to.width);
            std::uint32_t r = 0;
            std::uint32_t g = 0;
            std::uint32_t b = 0;
            for (int row = top; row < bottom; ++row)
                for (int column = left; column < right; ++column) {
                    const std::uint32_t pixel = pixels[static_cast<std::size_t>(row) *
                                                           static_cast<std::size_t>(from.width) +
                                                       static_cast<std::size_t>(column)];
                    r += pixel & 0xFFU;
                    g += pixel >> 8U & 0xFFU;
                    b += pixel >> 16U & 0xFFU;
                }
            const auto count = static_cast<std::uint32_t>((bottom - top) * (right - left));
            const auto mean = [&](std::uint32_t sum) { return (sum + count / 2) / count; };
            result.push_back(mean(r) | mean(g) << 8U | mean(b) << 16U | 0xFF000000U);
        }
    }
    return result;
}

EventPictures::EventPictures(std::function<void()> ready, std::size_t budget_bytes)
    : ready_(std::move(ready)), budget_bytes_(budget_bytes), next_image_(kFirstImage),
      worker_([this](const std::stop_token& stop) {
          setpriority(PRIO_PROCESS, 0, kNiceness); // Of this thread alone, on Linux.
          run(stop);
      }) {}

EventPictures::~EventPictures() = default;

void EventPictures::begin_frame(const PictureLook& look) {
    NameHash name;
    name.add(std::string_view(look.config.cache_id()));
    name.add(std::string_view(look.config.name()));
    name.add(look.view);
    if (look_ == nullptr || name.value() != look_name_) {
        look_ = std::make_shared<const PictureLook>(look);
        look_name_ = name.value();
    }
    if (last_.size() > kMostSlots) last_.clear();
    const std::scoped_lock lock(mutex_);
    next_.clear();
    ++now_;
}

void EventPictures::end_frame(bool rests) {
    {
        const std::scoped_lock lock(mutex_);
        asks_ = std::move(next_);
        next_.clear();
        std::erase_if(asks_, [&](const Ask& ask) { return kept_.contains(ask.picture); });
        rests_ = rests;
        drop_old();
    }
    changed_.notify_all();
    if (shown_.size() > kMostShown)
        std::erase_if(shown_, [&](const auto& entry) { return entry.second.last_used < now_; });
}

std::optional<renderer::UiImage> EventPictures::shown(std::uint64_t picture, int height) {
    const auto at = shown_.find({picture, height});
    if (at == shown_.end()) return {};
    at->second.last_used = now_;
    return renderer::UiImage{{}, at->second.image_key, at->second.size, at->second.rgba};
}

std::uint64_t EventPictures::name_of(const session::Source& source, const CutRow& row,
                                     EventMoment moment) const {
    const std::uint64_t frame = row.pictures[static_cast<std::size_t>(moment)];
    if (frame == 0) return 0;
    NameHash name;
    name.add(frame);
    name.add(row.look);
    name.add(look_name_);
    name.add(source.color); // Of media without settings of their own.
    name.add(source.source_color);
    return name.value();
}

EventPictures::Kept* EventPictures::kept_or_last(const session::Source& source, const CutRow& row,
                                                 EventMoment moment, std::uint64_t& picture) {
    const std::uint64_t frame = row.pictures[static_cast<std::size_t>(moment)];
    const Slot slot{source.key, row.place, moment};
    if (const auto at = kept_.find(picture); at != kept_.end()) {
        last_.insert_or_assign(slot, Last{frame, picture});
        return &at->second;
    }
    const auto last = last_.find(slot);
    if (last == last_.end() || last->second.frame != frame) return nullptr;
    picture = last->second.picture;
    const auto at = kept_.find(picture);
    return at != kept_.end() ? &at->second : nullptr;
}

EventPictures::Ask EventPictures::ask_for(const session::Source& source, const CutTable& table,
                                          const CutRow& row, EventMoment moment,
                                          std::uint64_t picture) const {
    const interchange::Event& event = playback::event_at(table.edit(), row.place);
    Ask ask;
    ask.picture = picture;
    ask.program = table.program();
    ask.place = row.place;
    ask.record = table.record_of(row, moment);
    ask.medium = playback::event_medium(source, table.cut(), event, *event.active_media());
    ask.reframe = playback::event_reframe(event, *event.active_media());
    ask.look = look_;
    ask.era = era_;
    return ask;
}

std::optional<renderer::UiImage> EventPictures::find(const session::Source& source,
                                                     const CutTable& table, const CutRow& row,
                                                     EventMoment moment, int height) {
    std::uint64_t picture = name_of(source, row, moment);
    if (picture == 0 || height <= 0) return {};
    std::shared_ptr<const Pixels> pixels;
    Extent size;
    {
        const std::scoped_lock lock(mutex_);
        if (!kept_.contains(picture)) next_.push_back(ask_for(source, table, row, moment, picture));
        Kept* kept = kept_or_last(source, row, moment, picture);
        if (kept == nullptr) return {};
        kept->last_used = now_;
        if (!kept->pixels) return {};
        if (auto image = shown(picture, height)) return image;
        pixels = kept->pixels;
        size = kept->size;
    }
    Shown made;
    made.image_key = next_image_++;
    made.size = {std::max(1, static_cast<int>(std::lround(static_cast<double>(height) * size.width /
                                                          size.height))),
                 height};
    made.rgba = std::make_shared<const Pixels>(resized(*pixels, size, made.size));
    shown_.insert_or_assign({picture, height}, std::move(made));
    return shown(picture, height);
}

const EventPictures::Facts* EventPictures::facts(const session::Source& source, const CutRow& row,
                                                 EventMoment moment) {
    std::uint64_t picture = name_of(source, row, moment);
    const std::scoped_lock lock(mutex_);
    Kept* kept = picture != 0 ? kept_or_last(source, row, moment, picture) : nullptr;
    if (kept == nullptr) return nullptr;
    kept->last_used = now_; // So that it stays for as long as it is looked at.
    return &kept->facts;
}

void EventPictures::clear() {
    shown_.clear();
    last_.clear();
    const std::scoped_lock lock(mutex_);
    kept_.clear();
    kept_bytes_ = 0;
    asks_.clear();
    next_.clear();
    ++era_;
}

std::int64_t EventPictures::made() const {
    const std::scoped_lock lock(mutex_);
    return made_;
}

std::size_t EventPictures::kept_bytes() const {
    const std::scoped_lock lock(mutex_);
    return kept_bytes_;
}

/// Called by the main thread only, so that what `facts` gave stays until the next frame.
void EventPictures::drop_old() {
    if (kept_bytes_ <= budget_bytes_) return;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> by_age; ///< Last use, picture.
    for (const auto& [picture, kept] : kept_) by_age.emplace_back(kept.last_used, picture);
    std::ranges::sort(by_age);
    for (const auto& [last_used, picture] : by_age) {
        // Some room at once, so that this is not done in every frame.
        if (kept_bytes_ <= budget_bytes_ / 8 * 7 || last_used == now_) return;
        const auto at = kept_.find(picture);
        if (at->second.pixels) kept_bytes_ -= at->second.pixels->size() * sizeof(std::uint32_t);
        kept_.erase(at);
    }
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
    auto at = std::ranges::find_if(asks_, [&](const Ask& ask) {
        return ask.medium.path == open_.path && ask.medium.sequence_rate == open_.sequence_rate;
    });
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

void EventPictures::open(const Ask& ask, const std::stop_token& stop) {
    const auto& path = ask.medium.path;
    if (open_.path == path && open_.sequence_rate == ask.medium.sequence_rate &&
        (open_.video || !open_.error.empty()))
        return;
    open_ = {};
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
    open_.path = path;
    open_.sequence_rate = ask.medium.sequence_rate;
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
    const interchange::Event& event = playback::event_at(ask.program->edit(), ask.place);
    const EventFrame wanted = event_frame(event, ask.record, ask.program->edit().rate, *media.video,
                                          open_.video->index());
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
