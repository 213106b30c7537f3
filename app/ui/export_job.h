// app/ui/export_job.h: writes what the compare shows to a picture or a movie, on a worker.
#pragma once

#include "app/playback/sound_render.h"
#include "app/ui/label_painter.h"
#include "app/ui/render_loop.h"
#include "app/ui/ui_model.h"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace seamline::ui {

/// What a snapshot shows beside the pictures.
struct SnapshotSettings {
    bool tools = false;         ///< Picture tools that are on.
    bool counters = false;      ///< Record and source timecode and frame, burnt in.
    std::optional<Extent> size; ///< None: as it is on the screen.
};

/// How an export ended.
struct ExportOutcome {
    Toast toast;
    bool movie_written = false;
};

/// What labels say that the player's session does not know.
struct LabelContext {
    std::map<session::SourceKey, std::string> generators; ///< Others: as the session says.
};
LabelContext label_context(const session::Session& session);

/// One snapshot or one movie at a time. Movies hold the render loop: playback waits until they are
/// done.
///
/// Threads: main thread; the work is done on a thread inside.
class ExportJob {
public:
    ExportJob(playback::Player& player, RenderLoop& loop, const LabelPainter& labels);
    ~ExportJob(); ///< Cancels. Blocks: until the frame in work is done.
    ExportJob(const ExportJob&) = delete;
    ExportJob& operator=(const ExportJob&) = delete;

    void start_movie(const ExportSettings& settings, LabelContext context = {});
    /// What `shown` shows, as PNG.
    void start_snapshot(std::shared_ptr<const ShownPicture> shown,
                        const std::filesystem::path& path, const SnapshotSettings& settings,
                        LabelContext context = {});
    /// Ends the export soon; the outcome tells when it has. Never blocks.
    void cancel() { worker_.request_stop(); }

    bool running() const { return running_; }
    ExportProgress progress() const { return {running_ && is_movie_, done_, total_}; }
    /// How it ended, once.
    std::optional<ExportOutcome> take_outcome();

private:
    /// The sound of `settings`; nothing when there is none to write.
    Result<std::optional<playback::SoundRender>> open_sound(const ExportSettings& settings,
                                                            const std::stop_token& stop);
    Result<Done> write_movie(const ExportSettings& settings, const std::stop_token& stop);
    Result<Done> write_snapshot(const ShownPicture& shown, const std::filesystem::path& path,
                                const SnapshotSettings& settings, const std::stop_token& stop);
    Result<playback::Tick> wait_for(std::int64_t tick, const std::stop_token& stop);
    Result<renderer::RenderedPicture> render(const renderer::Composition& composition,
                                             renderer::TargetFormat format,
                                             const std::stop_token& stop);
    void paint(renderer::RenderedPicture& picture, const ShownPicture& shown, bool with_labels,
               bool with_counters) const;
    void leave_out_tools(renderer::Composition& composition);
    /// Pictures of more than 8 bits are for HDR views, and for them only.
    renderer::TargetFormat format() const;
    void start(bool is_movie, const std::filesystem::path& path, LabelContext context,
               std::function<Result<Done>(const std::stop_token&)> work);
    void finish(const Result<Done>& result, const std::filesystem::path& path);

    playback::Player* player_;
    RenderLoop* loop_;
    const LabelPainter* labels_;
    std::atomic<bool> running_ = false; // Main sets it, the worker clears it.
    std::atomic<bool> is_movie_ = false;
    std::atomic<std::int64_t> done_ = 0; // The worker writes, main reads.
    std::atomic<std::int64_t> total_ = 0;
    std::mutex mutex_;
    std::optional<ExportOutcome> outcome_; // Guarded by mutex_.
    LabelContext context_;                 // Set while nothing runs.
    std::string silent_;                   // The worker's: why a movie has no sound.
    bool tools_left_out_ = false;          // The worker's.
    std::jthread worker_;
};

} // namespace seamline::ui
