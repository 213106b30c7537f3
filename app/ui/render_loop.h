// app/ui/render_loop.h: the render thread: shows every due tick with the newest interface over it.
#pragma once

#include "app/playback/frame_pacer.h"
#include "app/playback/player.h"
#include "app/ui/picture_output.h"
#include "app/ui/scope_screen.h"
#include "app/ui/tick_meter.h"
#include "app/ui/ui_model.h"
#include "app/ui/warm_up.h"
#include "renderer/frame_readback.h"
#include "renderer/frame_renderer.h"
#include "renderer/window_presenter.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace seamline::ui {

/// What the main thread hands over for one interface frame. Immutable once handed over.
struct InterfaceFrame {
    Extent window; ///< Framebuffer pixels.
    Rect viewer;
    glm::vec3 clear_rgb{0.0F};
    glm::vec3 surround_rgb{0.0F}; ///< Around the pictures; display-referred, [0, 1].
    std::vector<renderer::UiImage> images;
    ScopeOrder scopes;
    std::unique_ptr<const renderer::UiSnapshot> ui; ///< Null: no interface, the bare picture.
    TickOverlay tick;                               ///< For the places that `ui` leaves open.
    bool says_preparing_tools = false; ///< `ui` says what RenderLoop::is_preparing_tools does.
};

/// Why the thread ended by itself.
struct RenderFailure {
    bool device_lost = false;   ///< Everything on the device must be made anew.
    bool out_of_memory = false; ///< The same, with less of it.
    std::string message;      ///< One line.
};

/// Owns the window's presenter and the only thread that submits to the queue.
///
/// A tick is shown when all its frames are there; while playing, an interface change alone is shown
/// only when it cannot delay the next tick. Paused, nothing is drawn until something changes; then
/// the picture is drawn fast first and, on a CPU device, in quality once it has rested. While
/// nothing is to be drawn, pipelines that a key press may ask for next are made, one a turn.
///
/// Threads: the public functions belong to the main thread, `wake` to any.
class RenderLoop {
public:
    /// Makes the surface, again when it was lost. Called on the render thread.
    using MakeSurface = std::function<VkSurfaceKHR()>;

    /// `on_shown` is called on the render thread after each new picture or interface.
    /// Blocks until the presenter exists: ImGui must not be used meanwhile.
    /// Throws VulkanError.
    RenderLoop(const renderer::Device& device, playback::Player& player, MakeSurface make_surface,
               std::function<void()> on_shown,
               renderer::WindowOutput output = renderer::WindowOutput::Sdr8);
    ~RenderLoop(); ///< Stops and joins; finishes what is being drawn.
    RenderLoop(const RenderLoop&) = delete;
    RenderLoop& operator=(const RenderLoop&) = delete;

    void hand_over(std::shared_ptr<const InterfaceFrame> frame);
    void wake();
    /// What the window system says of the refresh of the display that the window is on; 0: nothing.
    void tell_refresh(double hz);
    /// Runs `fill`, which fills ImGui's font atlas anew, while nothing else uses ImGui, and uploads
    /// the atlas. Blocks until that is done. Interface frames handed over before are dropped.
    void renew_fonts(const std::function<void()>& fill);
    /// While true no tick is due: an export moves the playhead itself.
    void hold(bool held);

    /// Renders offscreen between two ticks. The future fails with Cancelled when the loop ends
    /// first.
    std::future<Result<renderer::RenderedPicture>> render(renderer::Composition composition,
                                                          renderer::TargetFormat format);

    /// Rows of a frame that only the GPU can reach, and a small picture made by it, for the panels:
    /// ready some turns later, without holding up any. Fail with Cancelled when the loop ends
    /// first.
    std::future<Result<renderer::FrameRows>>
    read_rows(std::shared_ptr<const renderer::CachedFrame> frame, int first, int count);
    std::future<Result<renderer::RenderedPicture>> read_picture(renderer::Composition composition);

    /// Shows the picture alone in another window, too. What fails there ends only that window's
    /// drawing: see `take_second_failure`. One at a time.
    void open_second(MakeSurface make_surface, Extent window,
                     renderer::WindowOutput output = renderer::WindowOutput::Sdr8);
    /// Its size in framebuffer pixels. `exposed`: what was in it may be gone.
    void follow_second(Extent window, bool exposed);
    /// Afterwards nothing uses its window. Blocks: until what is being drawn is finished.
    void close_second();
    /// Why the second window is drawn no more; told once.
    std::optional<std::string> take_second_failure();

    /// Of the main window, and of the second one while there is one.
    ColorPreparation color_preparation() const;
    ColorPreparation second_color_preparation() const;
    /// A picture tool that was switched on is not drawn yet: its shaders are to be made, for which
    /// nothing else can be drawn. They are begun when the interface says so, or soon.
    bool is_preparing_tools() const;
    /// What the main and the second window take, and could take. None: there is no second window,
    /// or not yet.
    renderer::OutputState output() const;
    std::optional<renderer::OutputState> second_output() const;
    /// On a CPU device: the main window shows long colour transforms themselves now, not tables.
    bool is_exact() const;
    std::shared_ptr<const ShownPicture> shown() const;
    renderer::PassTimes times() const;
    /// Mean time from looking for what is due to having handed it to the display, over the last
    /// second of new ticks; absent before the first.
    std::optional<double> tick_ms() const;
    /// Of the main window.
    playback::PacingReport pacing() const;
    renderer::ResizeFilter filter() const;
    std::optional<RenderFailure> failure() const;
    struct Pipelines {
        std::size_t made = 0; ///< For the pictures in both windows, since they were opened.
        bool ready = false;   ///< Nothing foreseeable was missing when the loop looked last.
    };
    Pipelines pipelines() const;
    /// Of the scopes in the last frame that was handed over.
    ScopeReport scopes() const;

private:
    struct Job {
        renderer::Composition composition;
        renderer::TargetFormat format{};
        std::promise<Result<renderer::RenderedPicture>> done;
    };
    /// As the main thread wants it.
    struct SecondWindow {
        MakeSurface make_surface;
        Extent window;
        bool exposed = false;
        renderer::WindowOutput output{};
    };
    struct State {
        std::shared_ptr<const InterfaceFrame> frame;
        std::deque<Job> jobs;
        const std::function<void()>* fill_fonts = nullptr; ///< Null: the fonts are as they should.
        bool woken = true;
        bool held = false;
        std::shared_ptr<const ShownPicture> shown;
        renderer::OutputState output;
        std::optional<renderer::OutputState> second_output;
        bool is_exact = false;
        renderer::PassTimes times;
        std::optional<double> tick_ms;
        playback::Nanoseconds refresh_ns = 0; ///< As the window system says; 0: it does not.
        playback::PacingReport pacing;
        renderer::ResizeFilter filter = renderer::ResizeFilter::Bilinear;
        std::optional<RenderFailure> failure;
        Pipelines pipelines;
        ScopeReport scopes;
        ColorPreparation color;
        ColorPreparation second_color;
        bool is_preparing_tools = false;
        std::optional<SecondWindow> second;
        bool second_in_use = false; ///< Until the render thread has let go of its surface.
        std::optional<std::string> second_failure;
    };
    /// What the thread knows of the picture that it drew last.
    struct Drawn {
        std::shared_ptr<const InterfaceFrame> frame;
        std::optional<playback::Tick> tick;
        std::int64_t playhead = 0; ///< Paused, its tick may still be waited for.
        std::uint64_t revision = 0;
        Extent target;
        renderer::PictureTools tools;
        renderer::ResizeFilter filter = renderer::ResizeFilter::Bilinear;
        bool is_exact = false;
        playback::Nanoseconds changed_at = 0;   ///< When the picture last changed.
        playback::Nanoseconds interface_at = 0; ///< When the interface last changed.
        playback::Nanoseconds cost = 0;         ///< Of the last present.
        // When scopes were asked for last:
        ScopeOrder scopes_order;
        std::uint64_t scopes_revision = 0;
        std::optional<playback::Tick> scopes_tick;
    };

    /// What a turn is about.
    struct Moment {
        std::optional<playback::FramePlan> plan; ///< None: nothing plays in real time.
        playback::Nanoseconds at = 0;            ///< The tick that is due then is looked up.
        playback::Nanoseconds next = 0;          ///< When the tick after it is to be handed over.
    };

    void run(const std::stop_token& stop, std::promise<void> ready);
    void loop(const std::stop_token& stop, renderer::WindowPresenter& presenter);
    /// One turn; returns the latest instant of the next one.
    playback::Nanoseconds turn(renderer::WindowPresenter& presenter);
    Moment moment_of(const playback::Transport& transport, bool playing, playback::Nanoseconds now);
    void hear_refreshes(renderer::WindowPresenter& presenter, playback::Nanoseconds refresh_ns);
    /// The tick of `moment` was handed over after it was looked up at `looked_up`.
    void note_handed_over(const Moment& moment, const playback::Transport& transport,
                          const playback::Tick& tick, playback::Nanoseconds looked_up,
                          const renderer::WindowPresenter& presenter);
    /// Copies what readers brought to a GPU's memory, so that ticks become complete.
    void ingest();
    /// False when jobs wait for shaders.
    bool run_jobs();
    bool waits_for_color(const renderer::WindowPresenter& presenter) const;
    /// What panels asked to see of frames, in the time that is left until `until`. Returns when it
    /// is to be looked at again.
    playback::Nanoseconds read_back(playback::Nanoseconds until);
    void fill_fonts(renderer::WindowPresenter& presenter);
    /// False when the window took no picture: then nothing was drawn.
    bool show(renderer::WindowPresenter& presenter,
              const std::shared_ptr<const InterfaceFrame>& frame, const playback::Tick& tick,
              std::int64_t playhead, renderer::ResizeFilter filter);
    /// Takes tools out of `shown` whose shaders are missing, until the interface has told that they
    /// are being made.
    void hold_back_tools(renderer::WindowPresenter& presenter, renderer::Composition& shown);
    /// Those that were held back are to be drawn now, whatever it takes.
    bool are_tools_due() const;
    /// When they are to be looked at again, at the latest.
    playback::Nanoseconds tools_due(playback::Nanoseconds until) const;
    /// After the picture: asks for its scopes. Returns when to look for them.
    playback::Nanoseconds follow_scopes(const InterfaceFrame& frame, playback::Nanoseconds until);
    /// The same picture in the second window, if there is one.
    void show_second();
    void release_second();
    /// Makes one pipeline ready, unless something else may be due before it is. Returns when to go
    /// on with the next one; INT64_MAX: not before something changes.
    playback::Nanoseconds prepare_ahead(renderer::WindowPresenter& presenter,
                                        playback::Nanoseconds until);
    std::size_t made_pipelines(const renderer::WindowPresenter& presenter) const;
    /// True when a pipeline was made.
    bool prepare_one(renderer::WindowPresenter& presenter, renderer::ResizeFilter filter);
    void fail(RenderFailure failure);
    /// Tells whoever asks what the presenter's window is.
    void note_output(const renderer::WindowPresenter& presenter);
    /// Long colour transforms can be shown themselves at rest, and where they were not yet.
    bool can_be_exact(const playback::Tick& tick) const;
    /// The picture to present: `composition`, or with its long transforms computed.
    renderer::Composition exact_picture(const playback::Tick& tick,
                                        const renderer::Composition& composition);

    const renderer::Device* device_;
    playback::Player* player_;
    const MakeSurface make_surface_;
    const std::function<void()> on_shown_;
    const renderer::WindowOutput wanted_output_;

    mutable std::mutex mutex_; // Guards state_.
    std::condition_variable_any changed_;
    State state_;

    renderer::FrameReadback readback_;

    playback::VsyncEstimator vsync_; // The thread's own, like the pacer.
    playback::FramePacer pacer_;
    playback::Nanoseconds lead_ = 0; ///< From looking a tick up until the GPU has drawn it.
    std::uint64_t paced_run_ = 0;    ///< Of the transport, when it was planned for last.
    TickMeter meter_;
    Drawn drawn_;                                        // The thread's own, like all below.
    playback::Nanoseconds quality_cost_ = 1'000'000'000; ///< A careful guess before the first.
    std::unique_ptr<renderer::FrameRenderer> offscreen_;
    std::unique_ptr<PictureOutput> second_;
    std::unique_ptr<ScopeScreen> scopes_;
    std::optional<playback::Nanoseconds> tools_until_; ///< So long tools are held back.
    /// What was computed last and from what, so that an interface change costs nothing.
    std::optional<renderer::Composition> exact_wanted_;
    renderer::Composition exact_;
    WarmUp warm_up_;
    WarmUp second_warm_up_;
    playback::Nanoseconds pipeline_cost_ = 0; ///< Of the most expensive one; 0 before the first.

    std::jthread thread_; // Last: starts when everything above exists.
};

} // namespace seamline::ui
