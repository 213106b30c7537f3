// app/ui/scope_screen.h: the render thread's part of the scopes: has them counted and drawn beside
// the picture.
#pragma once

#include "app/playback/player.h"
#include "app/playback/view_signals.h"
#include "app/ui/scope_progress.h"
#include "renderer/scopes/scope_artist.h"
#include "renderer/scopes/scope_fit.h"
#include "renderer/scopes/scope_monitor.h"
#include "renderer/window_presenter.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace seamline::ui {

/// What the panels want to see.
struct ScopeOrder {
    std::vector<renderer::ScopeView> views;
    std::uint32_t scopes = 0; ///< Bits of shaders/shared/scopes.h.
    int columns = 512;        ///< Of waveforms.
    session::ScopeSignal signal = session::ScopeSignal::Source;
    /// Counted regions in pixels of the visible picture; sources that are not listed: all of it.
    std::vector<std::pair<session::SourceKey, Rect>> regions;

    friend bool operator==(const ScopeOrder&, const ScopeOrder&) = default;
};

/// What has come of it.
struct ScopeReport {
    std::vector<std::shared_ptr<const renderer::ScopeReading>>
        readings; ///< Of sources in the order.
    renderer::ScopeCounts counted;
    std::int64_t drawings_skipped = 0;
    double draw_ms = 0; ///< Mean of a set of pictures drawn on the CPU; 0 where a GPU draws.
    const char* backend = "";
    /// Of these the trace that is shown has not been what was asked for, for longer than an eye
    /// overlooks.
    std::vector<session::SourceKey> old;
    /// Nothing is shown of these for as long, because their traces are still being drawn.
    std::vector<std::pair<session::SourceKey, renderer::ScopeKind>> undrawn;
    std::string note;  ///< Why some source's signal behind the view cannot be counted; one line.
    std::string error; ///< Why nothing is counted or drawn, one line; empty while it is.

    std::shared_ptr<const renderer::ScopeReading> reading(session::SourceKey key) const;
    bool is_old(session::SourceKey key) const;
    bool is_undrawn(session::SourceKey key, renderer::ScopeKind kind) const;
};

/// Nothing in here waits: what is not finished is shown a tick later, what is late is skipped and
/// counted. What was shown last stays until then, where the graticule says, and is called old.
///
/// Threads: render thread.
class ScopeScreen {
public:
    /// Blocks: makes pipelines on a GPU. Throws VulkanError.
    /// `on_signal` is called on a thread of its own when a view's signal can be counted.
    ScopeScreen(const renderer::Device& device, bool swaps_red_and_blue,
                std::function<void()> on_signal);

    /// After the tick was handed to the display: asks for its scopes unless they were asked for.
    /// Throws VulkanError only when the device is lost.
    void follow(const playback::Player& player, const playback::Tick& tick,
                const ScopeOrder& order);
    /// A signal was made since `follow`: it is to be called again.
    bool has_new_signal() const { return has_new_signal_->load(); }
    /// Takes what was finished meanwhile. True when it is to be shown. Throws as `follow`.
    bool take(const ScopeOrder& order);
    /// Adds what is finished: of every scope as many pixels as its place in the window has.
    /// Throws as `follow`.
    void fill(const ScopeOrder& order, renderer::PresentRequest& request);
    /// More will be finished without anything happening.
    bool is_waiting() const;
    /// `playing`: traces may be further behind before they are called old.
    ScopeReport report(bool playing) const;

private:
    void submit();
    /// Gives tasks the signals behind the view; those whose signal is not made yet are taken out.
    /// Returns their sources.
    std::vector<std::uint64_t> set_signals(const playback::Player& player,
                                           const session::Session& session,
                                           std::vector<renderer::ScopeTask>& tasks);
    std::optional<std::int64_t> finished(std::uint64_t source) const;
    /// The number of a source's reading that is on the screen.
    std::optional<std::int64_t> shown(std::uint64_t source) const;
    /// Which of `pictures_` shows it; none yet.
    std::optional<std::size_t> picture_of(const renderer::ScopeView& view) const;
    template <typename Work> void guarded(Work&& work);

    const renderer::Device* device_;
    renderer::ScopeMonitor monitor_;
    std::unique_ptr<renderer::ScopeArtist> artist_; ///< Null: the presenter draws.

    ScopeProgress progress_;
    std::vector<renderer::ScopeTask> submitted_; ///< Last.
    std::int64_t number_ = 0;                    ///< Of that submission, given as its tick.
    std::int64_t refused_at_ = -1; ///< Finished submissions when one was refused; -1: none was.

    std::vector<renderer::ScopeSheet> sheets_;
    std::vector<renderer::ScopeView> views_;    ///< As taken last ...
    ScopeProgress::Clock::time_point views_at_; ///< ... and since when.
    renderer::ScopeArtist::Pictures pictures_;
    /// Of `pictures_`, in other sizes: one for each view at most.
    std::vector<std::pair<renderer::ScopeView, renderer::WindowPixels>> fitted_;
    bool has_news_ = false;
    std::string error_;
    std::string note_;
    std::shared_ptr<std::atomic<bool>> has_new_signal_ = std::make_shared<std::atomic<bool>>(false);
    playback::ViewSignals signals_; ///< Dies first: its worker calls.
};

} // namespace seamline::ui
