#include "app/playback/player.h"

#include "app/playback/compose.h"
#include "app/playback/player_impl.h"
#include "app/playback/timeline.h"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

namespace seamline::playback {
namespace {

Nanoseconds steady_now() {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

decode::MissingFrames policy(session::MissingPolicy missing) {
    switch (missing) {
    case session::MissingPolicy::Error:
        return decode::MissingFrames::Error;
    case session::MissingPolicy::Black:
        return decode::MissingFrames::Black;
    case session::MissingPolicy::Hold:
        break;
    }
    return decode::MissingFrames::Hold;
}

std::shared_ptr<decode::HardwareDecoding> hardware_decoding(renderer::FrameCache& cache,
                                                            decode::DecodeChoice choice) {
    DevicePlaneAllocator* allocator = cache.device_allocator();
    if (allocator == nullptr || choice == decode::DecodeChoice::Software) return nullptr;
    return std::make_shared<decode::HardwareDecoding>(*allocator, choice);
}

/// Of a path that was asked for by name.
std::string refusal(const renderer::Device& device, decode::DecodeChoice choice) {
    const bool is_named =
        choice != decode::DecodeChoice::Auto && choice != decode::DecodeChoice::Software;
    return is_named && device.is_cpu() ? decode::no_hardware(device.name()) : "";
}

} // namespace

Player::Impl::Impl(const renderer::Device& device, const PlayerOptions& player_options)
    : cache(device, player_options.cache_budget_bytes),
      hardware(hardware_decoding(cache, player_options.decode)),
      no_hardware(refusal(device, player_options.decode)),
      cores(player_options.cores > 0
                ? player_options.cores
                : std::max(1, static_cast<int>(std::thread::hardware_concurrency()))),
      single_pass(player_options.single_pass), clock(steady_now),
      pool(cache, hardware, cores, [this] { notify(); }),
      colors(player_options.color_config.value_or(color::ColorConfig::built_in()),
             player_options.color_making, [this] { color_arrived(); }) {
    pq_display = color::pq_display(colors.config());
}

void Player::Impl::notify() {
    {
        const std::scoped_lock lock(mutex);
        ++arrivals;
        follow_sources();
    }
    arrived.notify_all();
    const std::scoped_lock lock(wakeup_mutex);
    if (wakeup) wakeup();
}

void Player::Impl::share_threads() {
    const int count = std::max<int>(1, static_cast<int>(open_sources.size()));
    for (auto& [key, source] : open_sources) source.reader->set_threads(std::max(1, cores / count));
}

void Player::Impl::start_reader(session::Source& source) {
    OpenSource opened;
    opened.cache_id = cache.add_source();
    opened.path = source.path;
    opened.missing = source.missing;
    opened.sequence_rate = source.sequence_rate;
    decode::OpenOptions options;
    options.threads =
        std::max(1, cores / std::max<int>(1, static_cast<int>(open_sources.size()) + 1));
    options.allocator = &cache.allocator();
    options.missing_frames = policy(source.missing);
    options.sequence_rate = source.sequence_rate;
    options.hardware = hardware;
    opened.reader = std::make_unique<Reader>(source.path, options, cache, opened.cache_id,
                                             [this] { notify(); });
    open_sources.insert_or_assign(source.key, std::move(opened));
    share_threads();
}

std::optional<Player::Impl::Facts> Player::Impl::facts_of(session::SourceKey key) const {
    if (const auto cut = open_cuts.find(key); cut != open_cuts.end()) return cut->second.facts;
    const auto at = open_sources.find(key);
    if (at == open_sources.end()) return std::nullopt;
    const Reader::Report report = at->second.reader->report();
    return Facts{report.status, report.code, report.error, report.media, report.index};
}

SourceReport Player::Impl::report_of(const session::Source& source) const {
    SourceReport result;
    result.key = source.key;
    const std::optional<Facts> facts = facts_of(source.key);
    if (!facts) return result;
    result.status = facts->status == Reader::Status::Opening ? SourceStatus::Opening
                    : facts->status == Reader::Status::Ready ? SourceStatus::Ready
                                                             : SourceStatus::Failed;
    result.error = facts->error;
    if (facts->media) result.media = *facts->media;
    if (const auto at = open_sources.find(source.key); at != open_sources.end()) {
        const Reader::Report report = at->second.reader->report();
        result.decode_ms = report.decode_ms;
        result.frames_decoded = report.decoded;
        result.frame_bytes = report.frame_bytes;
        result.decode_busy_s = report.busy_s;
        result.decoder_open = report.decoder_open;
        result.media.decode = report.decode;
    } else if (const auto cut = open_cuts.find(source.key); cut != open_cuts.end()) {
        const MediaPool::Work work = pool.work(); // Of all cuts: they share their media.
        result.cut = cut->second.program;
        result.decode_ms = work.decode_ms;
        result.frames_decoded = work.decoded;
        result.decode_busy_s = work.busy_s;
        result.decoder_open = work.open > 0;
    }
    if (result.media.decode.fallback_reason.empty())
        result.media.decode.fallback_reason = no_hardware;
    // A hardware decoder's own copy is the only one.
    if (result.media.decode.device_copies == 0)
        result.media.decode.device_copies = cache.device_copies_per_frame();
    with_color(source.key, Viewport::Main,
               [&](const ColorSubject& subject) { result.color = colors.report(subject); });
    result.index = facts->index;
    if (facts->index) {
        const TickSpan span = span_of(source.timing, *facts->index, session.transport.rate);
        result.first_tick = span.first;
        result.last_tick = span.last;
    }
    return result;
}

Player::Player(const renderer::Device& device, const PlayerOptions& options)
    : impl_(std::make_unique<Impl>(device, options)) {}

Player::~Player() {
    set_wakeup({});
    std::map<session::SourceKey, Impl::OpenSource> closing;
    {
        const std::scoped_lock lock(impl_->mutex);
        closing.swap(impl_->open_sources);
    }
    // Readers are joined outside the lock, which their notifications take.
    closing.clear();
}

session::SourceKey Player::open(const std::filesystem::path& path) {
    session::Source source;
    source.path = path;
    return open(std::move(source));
}

session::SourceKey Player::open(session::Source source) {
    session::SourceKey key = 0;
    {
        const std::scoped_lock lock(impl_->mutex);
        if (source.key == 0 || impl_->session.find(source.key) != nullptr)
            source.key = impl_->next_key;
        impl_->next_key = std::max(impl_->next_key, source.key + 1);
        if (source.name.empty()) source.name = source.path.stem().string();
        key = source.key;
        impl_->session.sources.push_back(std::move(source));
        if (!impl_->session.sources.back().cut)
            impl_->start_reader(impl_->session.sources.back());
        impl_->changed();
    }
    return key;
}

void Player::close(session::SourceKey key) {
    Impl::OpenSource closing;
    {
        const std::scoped_lock lock(impl_->mutex);
        std::erase_if(impl_->session.sources,
                      [&](const session::Source& s) { return s.key == key; });
        const auto at = impl_->open_sources.find(key);
        if (at != impl_->open_sources.end()) {
            closing = std::move(at->second);
            impl_->open_sources.erase(at);
        }
        impl_->share_threads();
        impl_->changed();
    }
    impl_->colors.forget(key);
    if (!closing.reader) return;
    closing.reader.reset();
    impl_->cache.remove_source(closing.cache_id);
}

void Player::reload(session::SourceKey key) {
    Impl::OpenSource closing;
    {
        const std::scoped_lock lock(impl_->mutex);
        session::Source* source = impl_->session.find(key);
        if (impl_->open_cuts.contains(key)) {
            impl_->pool.keep_only({});
            impl_->changed();
            return;
        }
        const auto at = impl_->open_sources.find(key);
        if (source == nullptr || at == impl_->open_sources.end()) return;
        closing = std::move(at->second);
        impl_->open_sources.erase(at);
        impl_->start_reader(*source);
        impl_->changed();
    }
    closing.reader.reset();
    impl_->cache.remove_source(closing.cache_id);
}

void Player::set_session(const session::Session& session) {
    std::vector<Impl::OpenSource> closing;
    {
        const std::scoped_lock lock(impl_->mutex);
        impl_->session = session;
        for (auto at = impl_->open_sources.begin(); at != impl_->open_sources.end();) {
            const session::Source* kept = impl_->session.find(at->first);
            const bool same = kept != nullptr && !kept->cut && kept->path == at->second.path &&
                              kept->missing == at->second.missing &&
                              kept->sequence_rate == at->second.sequence_rate;
            if (same) {
                ++at;
                continue;
            }
            impl_->colors.forget(at->first);
            closing.push_back(std::move(at->second));
            at = impl_->open_sources.erase(at);
        }
        for (session::Source& source : impl_->session.sources) {
            if (source.key == 0) source.key = impl_->next_key;
            impl_->next_key = std::max(impl_->next_key, source.key + 1);
            if (source.name.empty()) source.name = source.path.stem().string();
            if (!source.cut && !impl_->open_sources.contains(source.key))
                impl_->start_reader(source);
        }
        impl_->position_is_set = false;
        impl_->changed();
    }
    for (Impl::OpenSource& source : closing) {
        source.reader.reset();
        impl_->cache.remove_source(source.cache_id);
    }
}

session::Session Player::session() const {
    const std::scoped_lock lock(impl_->mutex);
    session::Session copy = impl_->session;
    copy.transport.position = impl_->transport.tick_at(impl_->clock());
    return copy;
}

void Player::edit(const std::function<void(session::Session&)>& change) {
    const std::scoped_lock lock(impl_->mutex);
    const Rational before = impl_->session.transport.rate;
    change(impl_->session);
    const Rational wanted = impl_->session.transport.rate;
    if (wanted != before) impl_->change_rate(wanted, impl_->clock());
    impl_->changed();
}

std::uint64_t Player::revision() const {
    const std::scoped_lock lock(impl_->mutex);
    return impl_->revision;
}

std::vector<SourceReport> Player::reports() const {
    const std::scoped_lock lock(impl_->mutex);
    std::vector<SourceReport> result;
    for (const session::Source& source : impl_->session.sources)
        result.push_back(impl_->report_of(source));
    return result;
}

renderer::FrameCache& Player::cache() { return impl_->cache; }

std::optional<renderer::SourceId> Player::cache_id(session::SourceKey key) const {
    const std::scoped_lock lock(impl_->mutex);
    const auto at = impl_->open_sources.find(key);
    if (at == impl_->open_sources.end()) return std::nullopt;
    return at->second.cache_id;
}

Nanoseconds Player::now() const {
    const std::scoped_lock lock(impl_->mutex);
    return impl_->clock();
}

void Player::set_clock(std::function<Nanoseconds()> clock) {
    const std::scoped_lock lock(impl_->mutex);
    impl_->clock = std::move(clock);
}

void Player::play(Rational speed) {
    const std::scoped_lock lock(impl_->mutex);
    impl_->position_is_set = impl_->position_is_set || impl_->transport.length() > 0;
    impl_->transport.play(speed, impl_->clock());
    impl_->recent.clear();
    ++impl_->revision;
}

void Player::pause() {
    const std::scoped_lock lock(impl_->mutex);
    impl_->transport.pause(impl_->clock());
    ++impl_->revision;
}

void Player::toggle_play() {
    const std::scoped_lock lock(impl_->mutex);
    impl_->position_is_set = impl_->position_is_set || impl_->transport.length() > 0;
    const Nanoseconds now = impl_->clock();
    if (impl_->transport.playing())
        impl_->transport.pause(now);
    else
        impl_->transport.play(Rational(1), now);
    impl_->recent.clear();
    ++impl_->revision;
}

void Player::seek(std::int64_t tick) {
    const std::scoped_lock lock(impl_->mutex);
    impl_->position_is_set = impl_->transport.length() > 0;
    impl_->session.transport.position = tick;
    impl_->transport.seek(tick, impl_->clock());
    ++impl_->revision;
}

void Player::step(std::int64_t ticks) {
    const std::scoped_lock lock(impl_->mutex);
    const Nanoseconds now = impl_->clock();
    impl_->position_is_set = true;
    impl_->transport.pause(now);
    impl_->transport.seek(impl_->transport.tick_at(now) + ticks, now);
    ++impl_->revision;
}

void Player::set_scrubbing(bool scrubbing) {
    const std::scoped_lock lock(impl_->mutex);
    if (scrubbing) impl_->transport.pause(impl_->clock());
}

Transport Player::transport() const {
    const std::scoped_lock lock(impl_->mutex);
    return impl_->transport;
}

void Player::slew(Nanoseconds delta) {
    const std::scoped_lock lock(impl_->mutex);
    impl_->transport.slew(delta, impl_->clock());
}

Tick Player::due(Nanoseconds at, Nanoseconds now) {
    const std::scoped_lock lock(impl_->mutex);
    if (impl_->transport.stop_at_end(now)) ++impl_->revision;
    const bool playing = impl_->transport.playing();
    Tick tick = impl_->tick_of(impl_->transport.tick_at(at), at, playing);
    if (tick.complete || !playing || impl_->transport.every_frame() || now < at) return tick;
    std::optional<Tick> late = impl_->late_tick(tick);
    if (!late) return tick;
    impl_->count_stall(tick);
    return *std::move(late);
}

Tick Player::at(std::int64_t number) {
    const std::scoped_lock lock(impl_->mutex);
    return impl_->tick_of(number, impl_->clock(), false);
}

std::optional<ShownSource> Player::Impl::shown_source(const FrameChoice& choice, Extent target,
                                                      Viewport viewport, bool exact) const {
    const session::Source* source = session.find(choice.key);
    const std::optional<Facts> facts = facts_of(choice.key);
    if (source == nullptr || !facts) return std::nullopt;
    ShownSource one;
    one.source = source;
    one.frame = choice.cached;
    with_color(
        choice, viewport,
        [&](const ColorSubject& subject) { one.color = colors.shown(subject); }, exact);
    std::shared_ptr<const MediaDescription> media = facts->media;
    if (choice.event) {
        one.event = choice.event;
        if (choice.event->media) media = choice.event->media;
    }
    one.shape.visible = target;
    if (media && media->video) one.shape = shape_of(*media->video);
    if (choice.incoming) {
        if (auto incoming = shown_source(*choice.incoming, target, viewport, exact))
            one.incoming = std::make_shared<const ShownSource>(*std::move(incoming));
        one.incoming_weight = choice.incoming_weight;
    }
    return one;
}

renderer::Composition Player::compose(const Tick& tick, Extent target,
                                      renderer::ResizeFilter filter, Viewport viewport,
                                      bool exact) const {
    const std::scoped_lock lock(impl_->mutex);
    std::vector<ShownSource> shown;
    for (const FrameChoice& choice : tick.choices)
        if (auto one = impl_->shown_source(choice, target, viewport, exact))
            shown.push_back(*std::move(one));
    return playback::compose(impl_->session, shown, target, filter, viewport);
}

Result<Done> Player::wait_opened() {
    std::unique_lock lock(impl_->mutex);
    for (;;) {
        bool opening = false;
        for (const auto& [key, source] : impl_->open_sources) {
            const Reader::Report report = source.reader->report();
            if (report.status == Reader::Status::Failed) return Error{report.code, report.error};
            opening = opening || report.status == Reader::Status::Opening;
        }
        if (!opening) return Done{};
        impl_->arrived.wait(lock);
    }
}

Result<Tick> Player::wait_for(std::int64_t number, int timeout_ms,
                              const std::function<void()>& ingest) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
    std::unique_lock lock(impl_->mutex);
    for (;;) {
        if (ingest && impl_->cache.has_pending_ingest()) {
            lock.unlock();
            ingest();
            lock.lock();
        }
        Tick tick = impl_->tick_of(number, impl_->clock(), false);
        for (const FrameChoice& choice : tick.choices) {
            const std::optional<Impl::Facts> facts = impl_->facts_of(choice.key);
            if (facts && facts->status == Reader::Status::Failed)
                return Error{facts->code, facts->error};
        }
        if (tick.complete) return tick;
        const std::uint64_t seen = impl_->arrivals;
        const bool in_time =
            impl_->arrived.wait_until(lock, deadline, [&] { return impl_->arrivals != seen; });
        if (!in_time)
            return Error{ErrorCode::Unavailable,
                         "frame at tick " + std::to_string(number) +
                             " did not arrive in time; is the disk answering?"};
    }
}

void Player::ingested() {
    {
        const std::scoped_lock lock(impl_->mutex);
        ++impl_->arrivals;
    }
    impl_->arrived.notify_all();
}

std::int64_t Player::length() const {
    const std::scoped_lock lock(impl_->mutex);
    return impl_->transport.length();
}

void Player::set_wakeup(std::function<void()> wakeup) {
    const std::scoped_lock lock(impl_->wakeup_mutex);
    impl_->wakeup = std::move(wakeup);
}

} // namespace seamline::playback
