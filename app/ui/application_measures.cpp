// What is measured while the session is watched: when it starts over, and where panels find it.
#include "app/analysis/threshold_profile.h"
#include "app/session/xdg.h"
#include "app/ui/application.h"

#include <cstdlib>
#include <thread>
#include <utility>

namespace seamline::ui {
namespace {

/// Playing alone keeps them busy.
constexpr unsigned kFewCores = 4;

} // namespace

void Application::start_measuring() {
    state_.measuring = preferences_.measuring;
    if (!state_.measuring.thresholds.empty()) use_thresholds(state_.measuring.thresholds);
    const auto cache = session::xdg_folder(session::XdgFolder::Cache);
    if (!cache)
        say(ToastKind::Warning, cache.error().message + ". Measures are not kept for next time.");
    const auto limit = analysis::store_limit(std::getenv("SEAMLINE_FEATURES_MB"));
    if (!limit) say(ToastKind::Warning, limit.error().message + ". Two gigabytes are the limit.");
    measuring_ = std::make_unique<playback::Measuring>(
        player_->color_config(), cache ? cache.value() / "features" : std::filesystem::path(),
        [this] {
            findings_changed_ = true;
            Desktop::wake();
        },
        true, limit ? limit.value() : analysis::kStoreBytes);
}

/// Read at once: a profile is a few lines.
void Application::use_thresholds(const std::filesystem::path& file) {
    if (file.empty()) {
        state_.thresholds = {};
        state_.measuring.thresholds.clear();
        return;
    }
    const auto profile = analysis::read_profile(file);
    if (!profile) {
        say(ToastKind::Error, profile.error().message + ". The thresholds stay as they were.");
        return;
    }
    state_.thresholds = profile.value();
    state_.measuring.thresholds = std::filesystem::absolute(file);
}

/// A look at two numbers while nothing has changed.
void Application::follow_measuring() {
    measuring_->set_waiting(player_->transport().playing() &&
                            std::thread::hardware_concurrency() <= kFewCores);
    const playback::MeasuringOptions options{
        state_.measuring.enabled, state_.measuring.speaks_of_other_framings, state_.thresholds};
    const std::uint64_t revision = player_->revision();
    if (measured_revision_ == revision && measured_options_ == options) return;
    measured_revision_ = revision;
    measured_options_ = options;
    measuring_->set_config(player_->color_config());
    // What is shown for a while only is no subject of its own.
    measuring_->follow(playback::settled(player_->session(), state_.audition), options);
    frames_wanted_ = std::max(frames_wanted_, 1);
}

void Application::collect_seams(ViewModel& model) {
    findings_changed_ = false; // First: what changes from here on is seen in the next frame.
    model.measured = state_.measuring.enabled ? measuring_->done() : 1;
    for (const session::Source& source : model.session.sources)
        model.seams[source.key] =
            source_seams(state_.measuring.enabled ? measuring_->findings(source.key) : nullptr,
                         source.cut_marks, state_.thresholds);
}

} // namespace seamline::ui
