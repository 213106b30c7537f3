// The difference map, held frames, the match of B to A and what is measured by hand.
#include "app/session/json_file.h"
#include "app/ui/application.h"
#include "app/ui/compared_pair.h"
#include "app/ui/map_actions.h"
#include "app/ui/match_actions.h"

#include <algorithm>

namespace seamline::ui {
namespace {

constexpr auto kRateWindow = std::chrono::seconds(2);

} // namespace

void Application::start_maps() {
    const auto wake = [] { Desktop::wake(); };
    maps_ = std::make_unique<playback::SeamMaps>(player_->color_config(), wake);
    lights_ = std::make_unique<playback::FrameLights>(player_->color_config(), wake);
    still_pictures_ = std::make_unique<StillPictures>(*lights_);
}

/// Whether an answer came that no interface frame has shown.
bool Application::has_new_map() const {
    return maps_->latest() != seen_map_ || lights_->is_waiting();
}

void Application::collect_map(ViewModel& model) {
    const auto latest = maps_->latest();
    if (latest != seen_map_) {
        seen_map_ = latest;
        map_times_.push_back(std::chrono::steady_clock::now());
    }
    const auto since = std::chrono::steady_clock::now() - kRateWindow;
    while (!map_times_.empty() && map_times_.front() < since) map_times_.pop_front();
    if (!state_.map.shown && !state_.match.asked && !state_.match.export_asked) return;
    const ComparedPair pair = compared_pair(model);
    model.map.why_not =
        pair.why_not({keys_.keys_text(Action::SeamView), keys_.keys_text(Action::HoldFrame)});
    model.map.wanted = pair.request(state_.map.kind);
    if (model.map.wanted) maps_->want(*model.map.wanted);
    model.map.answer = latest;
    model.map.is_busy = maps_->is_busy();
    model.map.per_second =
        static_cast<double>(map_times_.size()) / std::chrono::duration<double>(kRateWindow).count();
}

void Application::renew_maps() {
    maps_->renew();
    lights_->renew();
}

void Application::hold_still(std::uint32_t id) {
    const session::Session session = player_->session();
    const auto at = std::ranges::find(session.hand.stills, id, &session::Still::id);
    if (at != session.hand.stills.end()) ui::hold_still(*player_, state_, *at);
}

void Application::go_to_still(std::uint32_t id, const ViewModel& model) {
    const auto& stills = model.session.hand.stills;
    const auto at = std::ranges::find(stills, id, &session::Still::id);
    if (at == stills.end()) return;
    const auto tick = tick_of_still(model, *at);
    if (tick)
        player_->seek(
            std::clamp<std::int64_t>(tick.value(), 0, std::max<std::int64_t>(model.length - 1, 0)));
    else
        say(ToastKind::Warning, tick.error().message);
}

void Application::save_match(const std::filesystem::path& file) {
    if (!state_.match.exported) return;
    const auto text = match_text(*state_.match.exported, file);
    const Result<Done> written = text ? session::write_whole(file, text.value()) : text.error();
    if (!written) return say(ToastKind::Error, written.error().message);
    say(ToastKind::Notice, "The match is in " + file.string() + ".");
}

} // namespace seamline::ui
