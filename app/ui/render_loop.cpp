#include "app/ui/render_loop.h"

#include "renderer/vulkan/check.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace seamline::ui {
namespace {

using playback::Nanoseconds;
using playback::Tick;
using renderer::ResizeFilter;

constexpr Nanoseconds kMillisecond = 1'000'000;
/// How long a picture rests before it is resized in quality, at least. A CPU device may need
/// seconds for it, in which nothing else can be drawn: there it rests for twice the time that it
/// took last.
constexpr Nanoseconds kLeastRest = 180 * kMillisecond;
constexpr Nanoseconds kLongestRest = 5000 * kMillisecond;
/// Nothing waits longer than this, so that a missed wakeup costs no more.
constexpr Nanoseconds kLongestWait = 500 * kMillisecond;
constexpr Nanoseconds kStallPoll = 4 * kMillisecond;
/// When a window that could not be drawn (minimised, covered, just resized) is tried again.
constexpr Nanoseconds kRetry = 50 * kMillisecond;
/// Pictures for panels are begun only with so much time until the next tick.
constexpr Nanoseconds kPictureSlack = 6 * kMillisecond;
constexpr Nanoseconds kReadbackPoll = 2 * kMillisecond;
/// How often what waits for a colour transform's shader looks for it.
constexpr Nanoseconds kColorPoll = 10 * kMillisecond;

/// Of a cut: the same slate or picture, and the same one that comes in a dissolve.
bool same_events(const playback::FrameChoice& x, const playback::FrameChoice& y) {
    const auto slate = [](const playback::FrameChoice& choice) {
        return choice.event ? choice.event->slate : std::string();
    };
    if (slate(x) != slate(y) || x.incoming_weight != y.incoming_weight) return false;
    if (!x.incoming || !y.incoming) return x.incoming == y.incoming;
    return x.incoming->cached == y.incoming->cached && same_events(*x.incoming, *y.incoming);
}

bool same_picture(const Tick& a, const Tick& b) {
    if (a.number != b.number || a.choices.size() != b.choices.size()) return false;
    for (std::size_t i = 0; i < a.choices.size(); ++i) {
        const playback::FrameChoice& x = a.choices[i];
        const playback::FrameChoice& y = b.choices[i];
        if (x.key != y.key || x.frame != y.frame || x.cached != y.cached ||
            x.past_end != y.past_end || x.before_start != y.before_start || !same_events(x, y))
            return false;
    }
    return true;
}

} // namespace

RenderLoop::RenderLoop(const renderer::Device& device, playback::Player& player,
                       MakeSurface make_surface, std::function<void()> on_shown,
                       renderer::WindowOutput output)
    : device_(&device), player_(&player), make_surface_(std::move(make_surface)),
      on_shown_(std::move(on_shown)), wanted_output_(output), readback_(device) {
    std::promise<void> ready;
    std::future<void> made = ready.get_future();
    thread_ = std::jthread([this, promise = std::move(ready)](const std::stop_token& stop) mutable {
        run(stop, std::move(promise));
    });
    made.get();
}

RenderLoop::~RenderLoop() {
    thread_.request_stop();
    wake();
    if (thread_.joinable()) thread_.join();
    for (Job& job : state_.jobs)
        job.done.set_value(
            Error{ErrorCode::Cancelled, "The window was closed before it was drawn."});
}

void RenderLoop::hand_over(std::shared_ptr<const InterfaceFrame> frame) {
    const std::scoped_lock lock(mutex_);
    state_.frame = std::move(frame);
    state_.woken = true;
    changed_.notify_all();
}

void RenderLoop::wake() {
    const std::scoped_lock lock(mutex_);
    state_.woken = true;
    changed_.notify_all();
}

void RenderLoop::renew_fonts(const std::function<void()>& fill) {
    std::unique_lock lock(mutex_);
    if (state_.failure) return; // The program is about to say so itself.
    state_.fill_fonts = &fill;
    state_.woken = true;
    changed_.notify_all();
    changed_.wait(lock, [&] { return state_.fill_fonts == nullptr; });
}

void RenderLoop::hold(bool held) {
    const std::scoped_lock lock(mutex_);
    state_.held = held;
    state_.woken = true;
    changed_.notify_all();
}

std::future<Result<renderer::RenderedPicture>> RenderLoop::render(renderer::Composition composition,
                                                                  renderer::TargetFormat format) {
    Job job{std::move(composition), format, {}};
    auto done = job.done.get_future();
    const std::scoped_lock lock(mutex_);
    if (state_.failure)
        job.done.set_value(Error{ErrorCode::Unavailable, state_.failure->message});
    else
        state_.jobs.push_back(std::move(job));
    state_.woken = true;
    changed_.notify_all();
    return done;
}

std::future<Result<renderer::FrameRows>>
RenderLoop::read_rows(std::shared_ptr<const renderer::CachedFrame> frame, int first, int count) {
    auto done = readback_.rows(std::move(frame), first, count);
    wake();
    return done;
}

std::future<Result<renderer::RenderedPicture>>
RenderLoop::read_picture(renderer::Composition composition) {
    auto done = readback_.picture(std::move(composition));
    wake();
    return done;
}

std::shared_ptr<const ShownPicture> RenderLoop::shown() const {
    const std::scoped_lock lock(mutex_);
    return state_.shown;
}
renderer::OutputState RenderLoop::output() const {
    const std::scoped_lock lock(mutex_);
    return state_.output;
}
std::optional<renderer::OutputState> RenderLoop::second_output() const {
    const std::scoped_lock lock(mutex_);
    return state_.second_output;
}
bool RenderLoop::is_exact() const {
    const std::scoped_lock lock(mutex_);
    return state_.is_exact;
}
renderer::PassTimes RenderLoop::times() const {
    const std::scoped_lock lock(mutex_);
    return state_.times;
}
playback::PacingReport RenderLoop::pacing() const {
    const std::scoped_lock lock(mutex_);
    return state_.pacing;
}
std::optional<double> RenderLoop::tick_ms() const {
    const std::scoped_lock lock(mutex_);
    return state_.tick_ms;
}
ResizeFilter RenderLoop::filter() const {
    const std::scoped_lock lock(mutex_);
    return state_.filter;
}
RenderLoop::Pipelines RenderLoop::pipelines() const {
    const std::scoped_lock lock(mutex_);
    return state_.pipelines;
}
ColorPreparation RenderLoop::color_preparation() const {
    const std::scoped_lock lock(mutex_);
    return state_.color;
}
std::optional<RenderFailure> RenderLoop::failure() const {
    const std::scoped_lock lock(mutex_);
    return state_.failure;
}

void RenderLoop::fail(RenderFailure failure) {
    release_second();
    const std::scoped_lock lock(mutex_);
    for (Job& job : state_.jobs) job.done.set_value(Error{ErrorCode::Unavailable, failure.message});
    state_.jobs.clear();
    state_.failure = std::move(failure);
    state_.fill_fonts = nullptr;
    changed_.notify_all();
}

void RenderLoop::run(const std::stop_token& stop, std::promise<void> ready) {
    std::optional<renderer::WindowPresenter> presenter;
    try {
        presenter.emplace(*device_, make_surface_(), player_->cache(), true, wanted_output_, true);
        note_output(*presenter);
        offscreen_ = std::make_unique<renderer::FrameRenderer>(*device_, player_->cache());
        scopes_ = std::make_unique<ScopeScreen>(*device_, presenter->swaps_red_and_blue(),
                                                [this] { wake(); });
    } catch (...) {
        ready.set_exception(std::current_exception());
        return;
    }
    ready.set_value();
    while (!stop.stop_requested()) {
        try {
            loop(stop, *presenter);
        } catch (const renderer::VulkanError& error) {
            if (error.result() != VK_ERROR_SURFACE_LOST_KHR) {
                fail({.device_lost = error.result() == VK_ERROR_DEVICE_LOST,
                      .out_of_memory = renderer::is_out_of_memory(error.result()),
                      .message = error.what()});
                return;
            }
            try {
                presenter->replace_surface(make_surface_());
                note_output(*presenter);
                scopes_ = std::make_unique<ScopeScreen>(*device_, presenter->swaps_red_and_blue(),
                                                        [this] { wake(); });
                vsync_.reset();
                pacer_.forget_presents();
                warm_up_ = {}; // It may want pixels of another format.
                std::fprintf(stderr, "seamline: the window's surface was lost and made again.\n");
            } catch (const std::exception& again) {
                fail({.message = std::string("The window's surface cannot be made again: ") +
                                 again.what()});
                return;
            }
        } catch (const std::exception& error) {
            fail({.message = error.what()});
            return;
        }
    }
    release_second();
    offscreen_.reset();
    scopes_.reset();
}

void RenderLoop::loop(const std::stop_token& stop, renderer::WindowPresenter& presenter) {
    while (!stop.stop_requested()) {
        fill_fonts(presenter);
        const bool jobs_wait = !run_jobs();
        ingest();
        Nanoseconds until = turn(presenter);
        if (jobs_wait || waits_for_color(presenter))
            until = std::min(until, player_->now() + kColorPoll);
        show_second();
        until = read_back(until);
        const Nanoseconds next = std::min(until, prepare_ahead(presenter, until));
        const Nanoseconds wait = std::min(next - player_->now(), kLongestWait);
        std::unique_lock lock(mutex_);
        if (wait > 0)
            changed_.wait_for(lock, stop, std::chrono::nanoseconds(wait),
                              [&] { return state_.woken; });
        state_.woken = false;
    }
}

void RenderLoop::fill_fonts(renderer::WindowPresenter& presenter) {
    const std::function<void()>* fill = nullptr;
    {
        const std::scoped_lock lock(mutex_);
        fill = state_.fill_fonts;
        if (fill != nullptr) state_.frame.reset(); // It has its glyphs where they were.
    }
    if (fill == nullptr) return;
    drawn_.frame.reset();
    presenter.wait_idle();
    (*fill)();
    presenter.renew_ui();
    const std::scoped_lock lock(mutex_);
    state_.fill_fonts = nullptr;
    changed_.notify_all();
}

bool RenderLoop::waits_for_color(const renderer::WindowPresenter& presenter) const {
    const bool main = presenter.is_preparing_color() && presenter.color_failure().empty();
    return main || (second_ && second_->is_preparing_color());
}

bool RenderLoop::run_jobs() {
    while (true) {
        Job job;
        {
            const std::scoped_lock lock(mutex_);
            if (state_.jobs.empty()) return true;
            job = std::move(state_.jobs.front());
            state_.jobs.pop_front();
        }
        // What cannot be rendered is that picture's failure; only a lost device is everyone's.
        try {
            if (!offscreen_)
                offscreen_ = std::make_unique<renderer::FrameRenderer>(*device_, player_->cache());
            if (!offscreen_->has_colors(job.composition, job.format)) {
                const std::scoped_lock lock(mutex_);
                state_.jobs.push_front(std::move(job));
                return false;
            }
            auto picture = offscreen_->render_and_read(job.composition, job.format);
            job.done.set_value(std::move(picture));
        } catch (const std::exception& error) {
            offscreen_.reset(); // It may have stopped half-way.
            job.done.set_value(Error{ErrorCode::Unavailable, error.what()});
            const auto* vulkan = dynamic_cast<const renderer::VulkanError*>(&error);
            if (vulkan != nullptr && vulkan->result() == VK_ERROR_DEVICE_LOST) throw;
        }
    }
}

void RenderLoop::ingest() {
    if (!player_->cache().has_pending_ingest()) return;
    if (!offscreen_)
        offscreen_ = std::make_unique<renderer::FrameRenderer>(*device_, player_->cache());
    offscreen_->ingest_pending();
    player_->ingested();
}

Nanoseconds RenderLoop::read_back(Nanoseconds until) {
    using Work = renderer::FrameReadback::Work;
    const Nanoseconds now = player_->now();
    const bool has_time = until > now + kPictureSlack;
    // Building a pipeline takes longer than a tick: that is for when nothing plays.
    const Work pictures = player_->transport().playing() ? Work::Ready : Work::All;
    const auto done = readback_.turn(has_time ? pictures : Work::Rows);
    if (done.handed_over) on_shown_();
    return done.is_busy || done.has_left ? std::min(until, now + kReadbackPoll) : until;
}

Nanoseconds RenderLoop::turn(renderer::WindowPresenter& presenter) {
    std::shared_ptr<const InterfaceFrame> frame;
    bool held = false;
    Nanoseconds refresh_ns = 0;
    {
        const std::scoped_lock lock(mutex_);
        frame = state_.frame;
        held = state_.held;
        refresh_ns = state_.refresh_ns;
    }
    if (!frame) return INT64_MAX;
    hear_refreshes(presenter, refresh_ns);
    const Nanoseconds now = player_->now();
    const playback::Transport transport = player_->transport();
    const bool playing = transport.playing() && !held;
    Moment moment = moment_of(transport, playing, now);

    Tick tick = held && drawn_.tick ? *drawn_.tick : player_->due(moment.at, now);
    const std::int64_t waits_at =
        held && !transport.playing() ? transport.tick_at(now) : tick.number;
    const bool ready = tick.complete || tick.approximate || !drawn_.tick;
    if (!ready && playing && now >= moment.at) player_->stalled(tick, now);
    if (!ready && drawn_.tick) tick = *drawn_.tick; // The last picture stays.
    const std::int64_t playhead = playing ? tick.number : waits_at;

    const std::uint64_t revision = player_->revision();
    const Extent target{frame->viewer.width, frame->viewer.height};
    const bool new_tick = !drawn_.tick || !same_picture(tick, *drawn_.tick) ||
                          tick.step != drawn_.tick->step || tick.run != drawn_.tick->run;
    const bool new_picture = new_tick || revision != drawn_.revision || target != drawn_.target;
    if (new_picture) drawn_.changed_at = now;
    const Nanoseconds rest = std::clamp(2 * quality_cost_, kLeastRest, kLongestRest);
    const bool rested = !playing && now - drawn_.changed_at >= rest;
    const ResizeFilter filter =
        !device_->is_cpu() || rested ? ResizeFilter::Lanczos : ResizeFilter::Bilinear;
    const bool refine = filter != drawn_.filter && !playing;
    const bool recolor =
        presenter.has_new_colors() ||
        (filter == ResizeFilter::Lanczos && !playing && !drawn_.is_exact && can_be_exact(tick));
    const bool new_interface = frame != drawn_.frame || playhead != drawn_.playhead;
    // While playing they are shown with the next tick.
    const bool new_scopes = scopes_->take(frame->scopes) && !playing;
    const bool new_tools = are_tools_due();
    // While playing, what is no new tick must not stand in the way of the next one.
    const bool there_is_time = !playing || (moment.next - now > 3 * drawn_.cost &&
                                            (!moment.plan || pacer_.has_room(*moment.plan, now)));
    if (new_tick ||
        ((new_picture || new_interface || refine || recolor || new_scopes || new_tools) &&
         there_is_time)) {
        if (second_ && (new_picture || refine)) second_->invalidate();
        if (!show(presenter, frame, tick, playhead, filter)) return now + kRetry;
        if (new_tick && ready) note_handed_over(moment, transport, tick, now, presenter);
        drawn_.revision = revision;
    }
    const bool is_there = moment.plan && moment.plan->is_due(now) && ready;
    if (is_there && tick.run == transport.run()) {
        pacer_.skip_to(tick.step); // Where it was on the screen already, nothing told the pacer.
        moment.next = moment_of(transport, playing, player_->now()).next;
    }
    Nanoseconds until = filter == ResizeFilter::Lanczos ? INT64_MAX : drawn_.changed_at + rest;
    if (playing) until = ready ? moment.next : std::min(moment.next, now + kStallPoll);
    return follow_scopes(*frame, tools_due(until));
}

bool RenderLoop::show(renderer::WindowPresenter& presenter,
                      const std::shared_ptr<const InterfaceFrame>& frame, const Tick& tick,
                      std::int64_t playhead, ResizeFilter filter) {
    const Extent target{frame->viewer.width, frame->viewer.height};
    auto picture = std::make_shared<ShownPicture>();
    picture->tick = tick;
    const color::DisplaySignal signal =
        player_->signal(playback::Viewport::Main).value_or(color::DisplaySignal{});
    const bool visible = target.width > 0 && target.height > 0 && !tick.choices.empty();
    if (visible) {
        picture->composition = player_->compose(tick, target, filter);
        glm::vec3 surround = frame->surround_rgb;
        if (renderer::is_hdr(presenter.output().used))
            surround = glm::vec3(color::interface_code(signal, glm::dvec3(surround)));
        picture->composition.background = picture->composition.empty = surround;
    }
    const bool exact = visible && filter == ResizeFilter::Lanczos && can_be_exact(tick);
    renderer::Composition shown;
    if (visible) {
        shown = picture->composition;
        hold_back_tools(presenter, shown);
        if (exact) shown = exact_picture(tick, shown);
    }
    renderer::PresentRequest request;
    request.window = frame->window;
    request.viewer = frame->viewer;
    request.picture = visible ? &shown : nullptr;
    request.signal = signal;
    request.clear_rgb = frame->clear_rgb;
    request.images = frame->images;
    request.ui = frame->ui.get();
    scopes_->fill(frame->scopes, request);
    if (request.ui != nullptr) request.ui_fills = fills_of(frame->tick, *picture, playhead);
    const Nanoseconds before = player_->now();
    if (presenter.present(request) != renderer::PresentOutcome::Presented) return false;
    if (device_->is_cpu() && filter == ResizeFilter::Lanczos && drawn_.filter != filter) {
        presenter.wait_idle(); // Nothing else is due: see how long it takes.
        quality_cost_ = player_->now() - before;
    }
    drawn_.cost = player_->now() - before;
    if (frame != drawn_.frame) drawn_.interface_at = before;
    drawn_.frame = frame;
    drawn_.tick = tick;
    drawn_.playhead = playhead;
    drawn_.target = target;
    drawn_.filter = filter;
    drawn_.is_exact = exact;
    {
        const std::scoped_lock lock(mutex_);
        state_.shown = std::move(picture);
        state_.is_exact = exact;
        state_.times = presenter.last_times();
        state_.filter = filter;
        state_.pipelines.made = made_pipelines(presenter);
        state_.color = {presenter.is_preparing_color(), presenter.color_failure()};
    }
    on_shown_();
    return true;
}

} // namespace seamline::ui
