#include "app/ui/event_pictures.h"

#include "app/playback/event_medium.h"
#include "app/ui/name_hash.h"

#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace seamline::ui {
namespace {

/// Below what shows, reads ahead and counts.
constexpr int kNiceness = 15;
/// Pictures in the wanted size: what several windows full of them need.
constexpr std::size_t kMostShown = 1200;
/// Events whose last picture is remembered.
constexpr std::size_t kMostSlots = 20'000;
/// Names of images are the panels' together: Thumbnails count from 1.
constexpr std::uint64_t kFirstImage = std::uint64_t{1} << 40U;

/// Source pixels [begin, end) that pixel `at` of `to` covers; at least one.
std::pair<int, int> covered(int at, int from, int to) {
    const int begin = static_cast<int>(std::int64_t{at} * from / to);
    const int end = static_cast<int>((std::int64_t{at} + 1) * from / to);
    return {begin, std::max(end, begin + 1)};
}

} // namespace

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

EventPictures::Name EventPictures::name_of(const session::Source& source, const CutRow& row,
                                           EventMoment moment) const {
    const std::uint64_t frame = row.pictures[static_cast<std::size_t>(moment)];
    if (frame == 0) return {};
    NameHash name;
    name.add(frame);
    name.add(row.look);
    name.add(look_name_);
    name.add(source.color); // Of media without settings of their own.
    name.add(source.source_color);
    NameHash slot;
    slot.add(std::uint64_t{source.key});
    slot.add(static_cast<std::uint64_t>(row.place.track));
    slot.add(static_cast<std::uint64_t>(row.place.event));
    slot.add(static_cast<std::uint64_t>(moment));
    return {name.value(), frame, slot.value()};
}

EventPictures::Name EventPictures::name_of(const MediumFrame& wanted) const {
    const session::Source& medium = wanted.medium;
    NameHash frame;
    frame.add(std::string_view(medium.path.native()));
    frame.add(std::string_view(wanted.media_id));
    frame.add(medium.sequence_rate);
    frame.add(static_cast<std::uint64_t>(wanted.frame));
    NameHash name = frame;
    name.add(look_name_);
    name.add(medium.color);
    name.add(medium.source_color);
    return {name.value(), frame.value(), frame.value()};
}

EventPictures::Kept* EventPictures::kept_or_last(Name& name) {
    if (const auto at = kept_.find(name.picture); at != kept_.end()) {
        last_.insert_or_assign(name.slot, Last{name.frame, name.picture});
        return &at->second;
    }
    const auto last = last_.find(name.slot);
    if (last == last_.end() || last->second.frame != name.frame) return nullptr;
    name.picture = last->second.picture;
    const auto at = kept_.find(name.picture);
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
    ask.frame = table.record_of(row, moment);
    ask.medium = playback::event_medium(source, table.cut(), event, *event.active_media());
    ask.reframe = playback::event_reframe(event, *event.active_media());
    ask.look = look_;
    ask.era = era_;
    return ask;
}

EventPictures::Ask EventPictures::ask_for(const MediumFrame& wanted, std::uint64_t picture) const {
    Ask ask;
    ask.picture = picture;
    ask.medium = wanted.medium;
    ask.media_id = wanted.media_id;
    ask.frame = wanted.frame;
    ask.look = look_;
    ask.era = era_;
    return ask;
}

template <typename MakeAsk>
std::optional<renderer::UiImage> EventPictures::found(Name name, int height, const MakeAsk& ask) {
    if (name.picture == 0 || height <= 0) return {};
    std::shared_ptr<const Pixels> pixels;
    Extent size;
    {
        const std::scoped_lock lock(mutex_);
        if (!kept_.contains(name.picture)) next_.push_back(ask());
        Kept* kept = kept_or_last(name);
        if (kept == nullptr) return {};
        kept->last_used = now_;
        if (!kept->pixels) return {};
        if (auto image = shown(name.picture, height)) return image;
        pixels = kept->pixels;
        size = kept->size;
    }
    Shown made;
    made.image_key = next_image_++;
    made.size = {std::max(1, static_cast<int>(std::lround(static_cast<double>(height) * size.width /
                                                          size.height))),
                 height};
    made.rgba = std::make_shared<const Pixels>(resized(*pixels, size, made.size));
    shown_.insert_or_assign({name.picture, height}, std::move(made));
    return shown(name.picture, height);
}

std::optional<renderer::UiImage> EventPictures::find(const session::Source& source,
                                                     const CutTable& table, const CutRow& row,
                                                     EventMoment moment, int height) {
    const Name name = name_of(source, row, moment);
    return found(name, height, [&] { return ask_for(source, table, row, moment, name.picture); });
}

std::optional<renderer::UiImage> EventPictures::find(const MediumFrame& wanted, int height) {
    const Name name = name_of(wanted);
    return found(name, height, [&] { return ask_for(wanted, name.picture); });
}

const EventPictures::Facts* EventPictures::facts_of(Name name) {
    const std::scoped_lock lock(mutex_);
    Kept* kept = name.picture != 0 ? kept_or_last(name) : nullptr;
    if (kept == nullptr) return nullptr;
    kept->last_used = now_; // So that it stays for as long as it is looked at.
    return &kept->facts;
}

const EventPictures::Facts* EventPictures::facts(const session::Source& source, const CutRow& row,
                                                 EventMoment moment) {
    return facts_of(name_of(source, row, moment));
}

const EventPictures::Facts* EventPictures::facts(const MediumFrame& wanted) {
    return facts_of(name_of(wanted));
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

} // namespace seamline::ui
