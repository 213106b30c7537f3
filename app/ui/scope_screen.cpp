#include "app/ui/scope_screen.h"

#include "app/playback/scope_tasks.h"
#include "renderer/vulkan/check.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace seamline::ui {
namespace {

using renderer::ScopeBackend;
using renderer::ScopeReading;
using renderer::ScopeSheet;
using renderer::ScopeTask;
using renderer::ScopeView;

/// Younger traces are not called old; while playing those of the last frames are usual.
constexpr std::chrono::milliseconds kPatience{100};
constexpr std::chrono::milliseconds kPatiencePlaying{400};

} // namespace

std::shared_ptr<const ScopeReading> ScopeReport::reading(session::SourceKey key) const {
    const auto at = std::ranges::find_if(readings, [&](const auto& r) { return r->source == key; });
    return at == readings.end() ? nullptr : *at;
}

bool ScopeReport::is_old(session::SourceKey key) const {
    return std::ranges::find(old, key) != old.end();
}

bool ScopeReport::is_undrawn(session::SourceKey key, renderer::ScopeKind kind) const {
    return std::ranges::find(undrawn, std::pair(key, kind)) != undrawn.end();
}

ScopeScreen::ScopeScreen(const renderer::Device& device, bool swaps_red_and_blue,
                         std::function<void()> on_signal)
    : device_(&device), monitor_(device, {.in_background = true}),
      signals_([flag = has_new_signal_, on_signal = std::move(on_signal)] {
          flag->store(true);
          on_signal();
      }) {
    if (monitor_.backend() == ScopeBackend::Cpu)
        artist_ = std::make_unique<renderer::ScopeArtist>(device, swaps_red_and_blue);
}

/// What scopes cannot have, the picture must not pay for.
template <typename Work> void ScopeScreen::guarded(Work&& work) {
    try {
        work();
    } catch (const renderer::VulkanError& error) {
        if (error.result() == VK_ERROR_DEVICE_LOST) throw;
        error_ = error.what();
    }
}

std::vector<std::uint64_t> ScopeScreen::set_signals(const playback::Player& player,
                                                    const session::Session& session,
                                                    std::vector<ScopeTask>& tasks) {
    const color::ColorConfig config = player.color_config();
    std::vector<std::uint64_t> waiting;
    const auto lacks_signal = [&](ScopeTask& task) {
        const session::Source* source =
            session.find(static_cast<session::SourceKey>(task.source));
        const auto subject =
            source != nullptr ? playback::view_subject(player, *source, *task.frame) : std::nullopt;
        if (subject) {
            auto shown = signals_.shown(source->key, config, *subject);
            if (!shown.error.empty()) note_ = shown.error;
            task.signal = std::move(shown.signal);
        }
        if (task.signal == nullptr) waiting.push_back(task.source);
        return task.signal == nullptr;
    };
    std::erase_if(tasks, lacks_signal);
    return waiting;
}

std::optional<std::int64_t> ScopeScreen::finished(std::uint64_t source) const {
    const auto reading = monitor_.latest(source);
    return reading != nullptr ? std::optional(reading->tick) : std::nullopt;
}

void ScopeScreen::follow(const playback::Player& player, const playback::Tick& tick,
                         const ScopeOrder& order) {
    has_new_signal_->store(false);
    note_.clear();
    if (order.views.empty() || order.scopes == 0) {
        progress_.clear();
        submitted_.clear();
        sheets_.clear();
        views_.clear();
        pictures_ = {};
        fitted_.clear();
        refused_at_ = -1;
        error_.clear(); // Asked for again, they are tried again.
        return;
    }
    if (!error_.empty()) return;
    const renderer::ScopeRequest request{.scopes = order.scopes, .columns = order.columns};
    const session::Session session = player.session();
    std::vector<ScopeTask> tasks = playback::scope_tasks(session, tick, request);
    for (ScopeTask& task : tasks)
        for (const auto& [key, region] : order.regions)
            if (task.source == key) task.request.region = region;
    // A source that is shown twice is counted once.
    std::ranges::stable_sort(tasks, {}, &ScopeTask::source);
    const auto twice = std::ranges::unique(tasks, {}, &ScopeTask::source);
    tasks.erase(twice.begin(), twice.end());
    std::vector<std::uint64_t> waiting;
    if (order.signal == session::ScopeSignal::View) waiting = set_signals(player, session, tasks);
    if (tasks.empty()) return;
    tasks = progress_.ask(
        std::move(tasks), waiting, number_ + 1, [this](std::uint64_t key) { return finished(key); },
        ScopeProgress::Clock::now());
    if (tasks.empty()) return;
    submitted_ = std::move(tasks);
    ++number_;
    submit();
}

void ScopeScreen::submit() {
    guarded([&] {
        const renderer::ScopeCounts before = monitor_.counts();
        monitor_.submit(number_, submitted_);
        // A GPU that is busy takes nothing; this tick's turn comes when it has finished.
        const bool refused = monitor_.backend() == ScopeBackend::Vulkan &&
                             monitor_.counts().skipped > before.skipped;
        refused_at_ = refused ? monitor_.counts().computed : -1;
    });
}

bool ScopeScreen::take(const ScopeOrder& order) {
    if (order.views.empty() || !error_.empty()) return false;
    if (order.views != views_) {
        views_ = order.views;
        views_at_ = ScopeProgress::Clock::now();
    }
    guarded([&] {
        monitor_.poll();
        if (refused_at_ >= 0 && monitor_.counts().computed > refused_at_) submit();
        std::vector<ScopeSheet> sheets;
        for (const ScopeView& view : order.views)
            sheets.push_back(
                {view, monitor_.latest(view.source),
                 view.pair == renderer::ScopePair::Apart ? nullptr : monitor_.latest(view.other)});
        if (sheets != sheets_) {
            sheets_ = std::move(sheets);
            if (artist_)
                artist_->draw(sheets_);
            else
                has_news_ = true;
        }
        if (!artist_) return;
        auto latest = artist_->latest();
        if (latest.number == pictures_.number) return;
        pictures_ = std::move(latest);
        fitted_.clear();
        has_news_ = true;
    });
    return has_news_;
}

std::optional<std::size_t> ScopeScreen::picture_of(const ScopeView& view) const {
    const auto at = std::ranges::find_if(pictures_.sheets, [&](const ScopeSheet& sheet) {
        return renderer::reads_alike(sheet.view, view);
    });
    if (at == pictures_.sheets.end()) return {};
    return static_cast<std::size_t>(at - pictures_.sheets.begin());
}

void ScopeScreen::fill(const ScopeOrder& order, renderer::PresentRequest& request) {
    has_news_ = false;
    if (!artist_) {
        if (!order.views.empty()) request.scopes = sheets_;
        return;
    }
    // After the window or a splitter was dragged the last picture is there until the next one is:
    // in the size of its new place, or it would lie beside what the graticule says.
    std::vector<std::pair<ScopeView, renderer::WindowPixels>> kept;
    for (const ScopeView& view : order.views) {
        const std::optional<std::size_t> index = picture_of(view);
        if (!index) continue;
        guarded([&] {
            const auto known =
                std::ranges::find_if(fitted_, [&](const auto& one) { return one.first == view; });
            renderer::WindowPixels pixels =
                known != fitted_.end() ? known->second
                                       : renderer::fitted(*device_, pictures_.sheets[*index],
                                                          pictures_.pixels[*index], view);
            kept.emplace_back(view, pixels);
            request.pixels.push_back(std::move(pixels));
        });
    }
    fitted_ = std::move(kept);
}

bool ScopeScreen::is_waiting() const {
    if (progress_.is_empty() || !error_.empty()) return false;
    if (artist_ && artist_->is_busy()) return true;
    return progress_.is_waiting([this](std::uint64_t key) { return finished(key); });
}

std::optional<std::int64_t> ScopeScreen::shown(std::uint64_t source) const {
    if (!artist_) return finished(source);
    for (const ScopeSheet& sheet : pictures_.sheets) {
        if (sheet.view.source == source) return sheet.a->tick;
        if (sheet.view.other == source && sheet.b != nullptr) return sheet.b->tick;
    }
    return {};
}

ScopeReport ScopeScreen::report(bool playing) const {
    const auto patience = playing ? kPatiencePlaying : kPatience;
    const auto now = ScopeProgress::Clock::now();
    ScopeReport report;
    for (const std::uint64_t source : progress_.sources()) {
        if (auto reading = monitor_.latest(source)) report.readings.push_back(std::move(reading));
        const auto seen = shown(source);
        if (seen && error_.empty() && progress_.age(source, *seen, now) > patience)
            report.old.push_back(static_cast<session::SourceKey>(source));
    }
    report.counted = monitor_.counts();
    if (artist_) {
        const renderer::ScopeArtist::Counts drawn = artist_->counts();
        report.drawings_skipped = drawn.skipped;
        report.draw_ms = drawn.drawn > 0 ? drawn.total_ms / static_cast<double>(drawn.drawn) : 0;
        if (error_.empty() && now - views_at_ > patience)
            for (const ScopeView& view : views_)
                if (!picture_of(view))
                    report.undrawn.emplace_back(static_cast<session::SourceKey>(view.source),
                                                view.kind);
    }
    report.backend = renderer::name(monitor_.backend());
    report.note = note_;
    report.error = error_;
    return report;
}

} // namespace seamline::ui
