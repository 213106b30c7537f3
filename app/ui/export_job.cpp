#include "app/ui/export_job.h"

#include "app/ui/export_color.h"
#include "app/ui/painted_labels.h"
#include "app/ui/palette.h"
#include "decode/audio_source.h"
#include "decode/picture_writer.h"

#include <chrono>
#include <exception>

namespace seamline::ui {
namespace {

/// Longer than any decoder needs for one frame of a damaged file.
constexpr int kFrameTimeoutMs = 20'000;
/// How often what waits looks whether it is still wanted.
constexpr int kSliceMs = 100;

/// What the interface is drawn for, and code values that nothing is known of are taken for.
constexpr color::DisplaySignal kInterface{color::DisplayCurve::Srgb, ColorPrimaries::Bt709};

Error cancelled() { return {ErrorCode::Cancelled, "The export was cancelled."}; }

/// Of the sound beside a movie's picture `number`. Counted from the first one, so that all of them
/// are as long as the pictures, whatever the rate.
std::size_t sound_floats(std::int64_t number, const Rational& rate) {
    const auto until = [&](std::int64_t picture) {
        return (Rational(picture * decode::kSampleRate) / rate).round();
    };
    return static_cast<std::size_t>((until(number + 1) - until(number)) * decode::kChannels);
}

decode::RgbaView view_of(const renderer::RenderedPicture& picture) {
    const int bytes = picture.format == renderer::TargetFormat::Rgba16 ? 2 : 1;
    return {picture.size, bytes, std::span<const std::byte>(picture.pixels)};
}

} // namespace

LabelContext label_context(const session::Session& session) {
    LabelContext context;
    for (const session::Source& source : session.sources)
        context.generators[source.key] = source.generator;
    return context;
}

ExportJob::ExportJob(playback::Player& player, RenderLoop& loop, const LabelPainter& labels)
    : player_(&player), loop_(&loop), labels_(&labels) {}

ExportJob::~ExportJob() {
    cancel();
    if (worker_.joinable()) worker_.join();
}

void ExportJob::start_movie(const ExportSettings& settings, LabelContext context) {
    if (running_) return;
    player_->pause();
    done_ = 0;
    total_ = settings.last - settings.first + 1;
    start(true, settings.path, std::move(context), [this, settings](const std::stop_token& stop) {
        loop_->hold(true);
        return write_movie(settings, stop);
    });
}

void ExportJob::start_snapshot(std::shared_ptr<const ShownPicture> shown,
                               const std::filesystem::path& path, const SnapshotSettings& settings,
                               LabelContext context) {
    if (running_ || !shown) return;
    start(false, path, std::move(context),
          [this, shown = std::move(shown), path, settings](const std::stop_token& stop) {
              return write_snapshot(*shown, path, settings, stop);
          });
}

void ExportJob::start(bool is_movie, const std::filesystem::path& path, LabelContext context,
                      std::function<Result<Done>(const std::stop_token&)> work) {
    if (worker_.joinable()) worker_.join(); // It has ended: nothing is running.
    is_movie_ = is_movie;
    context_ = std::move(context);
    silent_.clear();
    tools_left_out_ = false;
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
    const std::string silent = silent_.empty() ? "" : ", without sound: " + silent_;
    if (result)
        outcome.toast = {ToastKind::Notice, "Wrote " + path.string() + silent +
                                                (tools_left_out_ ? ", without picture tools" : "")};
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
                                                    renderer::TargetFormat format,
                                                    const std::stop_token& stop) {
    auto rendered = loop_->render(composition, format);
    while (rendered.wait_for(std::chrono::milliseconds(kSliceMs)) != std::future_status::ready)
        if (stop.stop_requested()) return cancelled();
    return rendered.get();
}

void ExportJob::leave_out_tools(renderer::Composition& composition) {
    tools_left_out_ = tools_left_out_ || composition.tools.shown.any();
    composition.tools.shown = {};
}

Result<Done> ExportJob::write_snapshot(const ShownPicture& shown, const std::filesystem::path& path,
                                       const SnapshotSettings& settings,
                                       const std::stop_token& stop) {
    if (const auto colors = player_->wait_colors(shown.tick, playback::Viewport::Export); !colors)
        return colors;
    renderer::Composition composition =
        player_->compose(shown.tick, settings.size.value_or(shown.composition.target),
                         renderer::ResizeFilter::Lanczos, playback::Viewport::Export);
    if (!settings.tools) leave_out_tools(composition);
    const Rgb surround = palette::kSurround;
    const auto signal = player_->signal(playback::Viewport::Export);
    composition.background = composition.empty = glm::vec3(color::interface_code(
        signal.value_or(kInterface), glm::dvec3(surround.r, surround.g, surround.b) / 255.0));
    auto rendered = render(composition, format(), stop);
    if (!rendered) return rendered.error();
    renderer::RenderedPicture picture = std::move(rendered).value();
    const bool labels = player_->session().compare.labels;
    if (labels || settings.counters || has_slate(shown.tick))
        paint(picture, {shown.tick, composition}, labels, settings.counters);
    return decode::write_png(
        path, view_of(picture), false,
        still_color(player_->color_config(), player_->viewed(playback::Viewport::Export)));
}

Result<std::optional<playback::SoundRender>> ExportJob::open_sound(const ExportSettings& settings,
                                                                   const std::stop_token& stop) {
    std::optional<playback::SoundRender> sound;
    if (!settings.sound) return sound;
    const session::Session session = player_->session();
    const auto reports = player_->reports();
    silent_ = playback::why_export_is_silent(session, reports);
    if (!silent_.empty()) return sound;
    auto opened = playback::SoundRender::open(session, reports,
                                              Rational(settings.first) / session.transport.rate,
                                              [stop] { return stop.stop_requested(); });
    if (!opened) return opened.error();
    sound = std::move(opened).value();
    return sound;
}

Result<Done> ExportJob::write_movie(const ExportSettings& settings, const std::stop_token& stop) {
    decode::MovieOptions options;
    options.size = settings.size;
    options.frame_rate = player_->session().transport.rate;
    if (settings.lossless) options.codec = "ffv1";
    options.color =
        movie_color(player_->color_config(), player_->viewed(playback::Viewport::Export));
    const renderer::TargetFormat format = this->format();
    auto sound = open_sound(settings, stop);
    if (!sound) return sound.error();
    options.sound = sound.value().has_value();
    std::vector<float> samples;
    auto writer = decode::MovieWriter::open(settings.path, options);
    if (!writer) return writer.error();
    for (std::int64_t tick = settings.first; tick <= settings.last; ++tick) {
        const auto ready = wait_for(tick, stop);
        if (!ready) return ready.error();
        if (const auto colors = player_->wait_colors(ready.value(), playback::Viewport::Export);
            !colors)
            return colors;
        ShownPicture shown{ready.value(), {}};
        shown.composition = player_->compose(
            shown.tick, settings.size, renderer::ResizeFilter::Lanczos, playback::Viewport::Export);
        if (!settings.tools) leave_out_tools(shown.composition);
        auto rendered = render(shown.composition, format, stop);
        if (!rendered) return rendered.error();
        renderer::RenderedPicture picture = std::move(rendered).value();
        if (settings.labels || has_slate(shown.tick)) paint(picture, shown, settings.labels, false);
        if (const auto added = writer.value().add(view_of(picture)); !added) return added;
        if (sound.value()) {
            samples.resize(sound_floats(tick - settings.first, options.frame_rate));
            if (const auto heard = sound.value()->render(samples); !heard) return heard;
            if (const auto added = writer.value().add_sound(samples); !added) return added;
        }
        ++done_;
    }
    return writer.value().finish();
}

void ExportJob::paint(renderer::RenderedPicture& picture, const ShownPicture& shown,
                      bool with_labels, bool with_counters) const {
    session::Session session = player_->session();
    for (session::Source& source : session.sources)
        if (const auto known = context_.generators.find(source.key);
            known != context_.generators.end())
            source.generator = known->second;
    const std::vector<playback::SourceReport> reports = player_->reports();
    const auto draw = [&](renderer::RenderedPicture& on) {
        if (has_slate(shown.tick)) paint_slates(on, shown, *labels_);
        if (with_labels) paint_labels(on, shown, session, reports, *labels_);
        if (with_counters)
            paint_burn_in(on, shown, session, reports, *labels_,
                          {.record = true, .source = true, .frames = true});
    };
    if (picture.format == renderer::TargetFormat::Rgba8)
        draw(picture);
    else
        paint_deep(picture, player_->signal(playback::Viewport::Export).value_or(kInterface), draw);
}

renderer::TargetFormat ExportJob::format() const {
    const auto signal = player_->signal(playback::Viewport::Export);
    const bool is_hdr = signal && (signal->curve == color::DisplayCurve::Pq ||
                                   signal->curve == color::DisplayCurve::Hlg);
    return is_hdr ? renderer::TargetFormat::Rgba16 : renderer::TargetFormat::Rgba8;
}

} // namespace seamline::ui
