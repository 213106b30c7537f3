#include "app/ui/scope_screen.h"

#include "app/playback/scope_tasks.h"
#include "renderer/vulkan/check.h"

#include <algorithm>

namespace seamline::ui {
namespace {

using renderer::ScopeBackend;
using renderer::ScopeReading;
using renderer::ScopeSheet;
using renderer::ScopeTask;
using renderer::ScopeView;

bool same_task(const ScopeTask& a, const ScopeTask& b) {
    return a.source == b.source && a.frame == b.frame && a.color == b.color &&
           a.request == b.request && a.signal == b.signal;
}

bool same_scope(const ScopeView& a, const ScopeView& b) {
    return a.source == b.source && a.kind == b.kind;
}

} // namespace

std::shared_ptr<const ScopeReading> ScopeReport::reading(session::SourceKey key) const {
    const auto at = std::ranges::find_if(readings, [&](const auto& r) { return r->source == key; });
    return at == readings.end() ? nullptr : *at;
}

ScopeScreen::ScopeScreen(const renderer::Device& device, bool swaps_red_and_blue,
                         std::function<void()> on_signal)
    : monitor_(device, {.in_background = true}),
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

void ScopeScreen::set_signals(const playback::Player& player, const session::Session& session,
                              std::vector<ScopeTask>& tasks) {
    const color::ColorConfig config = player.color_config();
    const auto lacks_signal = [&](ScopeTask& task) {
        const session::Source* source =
            session.find(static_cast<session::SourceKey>(task.source));
        const auto subject =
            source != nullptr ? playback::view_subject(player, *source, *task.frame) : std::nullopt;
        if (!subject) return true;
        auto shown = signals_.shown(source->key, config, *subject);
        if (!shown.error.empty()) note_ = shown.error;
        task.signal = std::move(shown.signal);
        return task.signal == nullptr;
    };
    std::erase_if(tasks, lacks_signal);
}

void ScopeScreen::follow(const playback::Player& player, const playback::Tick& tick,
                         const ScopeOrder& order) {
    has_new_signal_->store(false);
    note_.clear();
    if (order.views.empty() || order.scopes == 0) {
        tasks_.clear();
        sheets_.clear();
        pictures_ = {};
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
    if (order.signal == session::ScopeSignal::View) set_signals(player, session, tasks);
    if (tasks.empty() || std::ranges::equal(tasks, tasks_, same_task)) return;
    tasks_ = std::move(tasks);
    ++number_;
    submit();
}

void ScopeScreen::submit() {
    guarded([&] {
        const renderer::ScopeCounts before = monitor_.counts();
        monitor_.submit(number_, tasks_);
        // A GPU that is busy takes nothing; this tick's turn comes when it has finished.
        const bool refused = monitor_.backend() == ScopeBackend::Vulkan &&
                             monitor_.counts().skipped > before.skipped;
        refused_at_ = refused ? monitor_.counts().computed : -1;
    });
}

bool ScopeScreen::take(const ScopeOrder& order) {
    if (order.views.empty() || !error_.empty()) return false;
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
        has_news_ = true;
    });
    return has_news_;
}

void ScopeScreen::fill(const ScopeOrder& order, renderer::PresentRequest& request) {
    has_news_ = false;
    if (!artist_) {
        if (!order.views.empty()) request.scopes = sheets_;
        return;
    }
    for (const ScopeView& view : order.views) {
        const auto at = std::ranges::find_if(pictures_.sheets, [&](const ScopeSheet& sheet) {
            return same_scope(sheet.view, view);
        });
        if (at == pictures_.sheets.end()) continue;
        // After a splitter was dragged the last picture is there until the next one is.
        renderer::WindowPixels pixels =
            pictures_.pixels[static_cast<std::size_t>(at - pictures_.sheets.begin())];
        pixels.rect = view.rect;
        request.pixels.push_back(std::move(pixels));
    }
}

bool ScopeScreen::is_waiting() const {
    if (tasks_.empty() || !error_.empty()) return false;
    if (artist_ && artist_->is_busy()) return true;
    return std::ranges::any_of(tasks_, [&](const ScopeTask& task) {
        const auto reading = monitor_.latest(task.source);
        return reading == nullptr || reading->tick != number_;
    });
}

ScopeReport ScopeScreen::report() const {
    ScopeReport report;
    for (const ScopeTask& task : tasks_)
        if (auto reading = monitor_.latest(task.source))
            report.readings.push_back(std::move(reading));
    report.counted = monitor_.counts();
    if (artist_) {
        const renderer::ScopeArtist::Counts drawn = artist_->counts();
        report.drawings_skipped = drawn.skipped;
        report.draw_ms = drawn.drawn > 0 ? drawn.total_ms / static_cast<double>(drawn.drawn) : 0;
    }
    report.backend = renderer::name(monitor_.backend());
    report.note = note_;
    report.error = error_;
    return report;
}

} // namespace seamline::ui
