#include "app/ui/export_job.h"

#include "app/ui/painted_labels.h"
#include "decode/picture_writer.h"

#include <chrono>
#include <exception>

namespace seamline::ui {
namespace {

/// Longer than any decoder needs for one frame of a damaged file.
constexpr int kFrameTimeoutMs = 20'000;
/// How often what waits looks whether it is still wanted.
constexpr int kSliceMs = 100;

Error cancelled() { return {ErrorCode::Cancelled, "The export was cancelled."}; }

decode::RgbaView view_of(const renderer::RenderedPicture& picture) {
    return {picture.size, 1, std::span<const std::byte>(picture.pixels)};
}

} // namespace

ExportJob::ExportJob(playback::Player& player, RenderLoop& loop, const LabelPainter& labels)
    : player_(&player), loop_(&loop), labels_(&labels) {}

ExportJob::~ExportJob() {
    cancel();
    if (worker_.joinable()) worker_.join();
}

void ExportJob::start_movie(const ExportSettings& settings) {
    if (running_) return;
    player_->pause();
    done_ = 0;
    total_ = settings.last - settings.first + 1;
    start(true, settings.path, [this, settings](const std::stop_token& stop) {
        loop_->hold(true);
        return write_movie(settings, stop);
    });
}

void ExportJob::start_snapshot(std::shared_ptr<const ShownPicture> shown,
                               const std::filesystem::path& path) {
    if (running_ || !shown) return;
    start(false, path, [this, shown = std::move(shown), path](const std::stop_token& stop) {
        return write_snapshot(*shown, path, stop);
    });
}

void ExportJob::start(bool is_movie, const std::filesystem::path& path,
                      std::function<Result<Done>(const std::stop_token&)> work) {
    if (worker_.joinable()) worker_.join(); // It has ended: nothing is running.
    is_movie_ = is_movie;
    running_ = true;
    worker_ = std::jthread([this, path, work = std::move(work)](const std::stop_token& stop) {
        // Nothing may leave a thread: a full memory ends the export, not the program.
        try {
            finish(work(stop), path);
        } catch (const std::exception& error) {
            finish(Error{ErrorCode::Unavailable,
                         "The export ended early: " + std::string(error.what())},
                   path);
        }
    });
}

void ExportJob::finish(const Result<Done>& result, const std::filesystem::path& path) {
    if (is_movie_) loop_->hold(false);
    ExportOutcome outcome;
    if (result)
        outcome.toast = {ToastKind::Notice, "Wrote " + path.string()};
    else if (result.error().code == ErrorCode::Cancelled)
        outcome.toast = {ToastKind::Notice, "The export was cancelled."};
    else
        outcome.toast = {ToastKind::Error, result.error().message};
    outcome.movie_written = is_movie_ && result;
    {
        const std::scoped_lock lock(mutex_);
        outcome_ = std::move(outcome);
    }
    running_ = false;
}

std::optional<ExportOutcome> ExportJob::take_outcome() {
    const std::scoped_lock lock(mutex_);
    return std::exchange(outcome_, std::nullopt);
}

Result<playback::Tick> ExportJob::wait_for(std::int64_t tick, const std::stop_token& stop) {
    for (int waited_ms = 0;; waited_ms += kSliceMs) {
        if (stop.stop_requested()) return cancelled();
        auto ready = player_->wait_for(tick, kSliceMs);
        const bool late = !ready && ready.error().code == ErrorCode::Unavailable;
        if (!late || waited_ms >= kFrameTimeoutMs) return ready;
    }
}

Result<renderer::RenderedPicture> ExportJob::render(const renderer::Composition& composition,
                                                    const std::stop_token& stop) {
    auto rendered = loop_->render(composition, renderer::TargetFormat::Rgba8);
    while (rendered.wait_for(std::chrono::milliseconds(kSliceMs)) != std::future_status::ready)
        if (stop.stop_requested()) return cancelled();
    return rendered.get();
}

Result<Done> ExportJob::write_snapshot(const ShownPicture& shown, const std::filesystem::path& path,
                                       const std::stop_token& stop) {
    renderer::Composition composition = shown.composition;
    composition.filter = renderer::ResizeFilter::Lanczos;
    auto rendered = render(composition, stop);
    if (!rendered) return rendered.error();
    renderer::RenderedPicture picture = std::move(rendered).value();
    if (player_->session().compare.labels) paint(picture, shown);
    return decode::write_png(path, view_of(picture));
}

Result<Done> ExportJob::write_movie(const ExportSettings& settings, const std::stop_token& stop) {
    decode::MovieOptions options;
    options.size = settings.size;
    options.frame_rate = player_->session().transport.rate;
    if (settings.lossless) options.codec = "ffv1";
    auto writer = decode::MovieWriter::open(settings.path, options);
    if (!writer) return writer.error();
    for (std::int64_t tick = settings.first; tick <= settings.last; ++tick) {
        const auto ready = wait_for(tick, stop);
        if (!ready) return ready.error();
        ShownPicture shown{ready.value(), {}};
        shown.composition =
            player_->compose(shown.tick, settings.size, renderer::ResizeFilter::Lanczos);
        auto rendered = render(shown.composition, stop);
        if (!rendered) return rendered.error();
        renderer::RenderedPicture picture = std::move(rendered).value();
        if (settings.labels) paint(picture, shown);
        if (const auto added = writer.value().add(view_of(picture)); !added) return added;
        ++done_;
    }
    return writer.value().finish();
}

void ExportJob::paint(renderer::RenderedPicture& picture, const ShownPicture& shown) const {
    paint_labels(picture, shown, player_->session(), player_->reports(), *labels_);
}

} // namespace seamline::ui
