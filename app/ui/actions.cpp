#include "app/ui/actions.h"

#include "app/ui/cut_actions.h"
#include "app/ui/map_actions.h"
#include "app/ui/markers.h"
#include "app/ui/scope_actions.h"
#include "app/ui/seam_actions.h"
#include "app/ui/tool_actions.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace seamline::ui {
namespace {

using playback::Player;
using renderer::ChannelView;
using renderer::Fit;
using session::CompareMode;
using session::LoopMode;
using session::Session;
using session::Source;

bool transport_action(Action action, Player& player, UiState& state, const ViewModel& model) {
    const playback::Transport& transport = model.transport;
    const bool playing = transport.playing();
    switch (action) {
    case Action::PlayPause:
        player.toggle_play();
        return true;
    case Action::PlayForward:
        player.play(shuttle_speed(playing, transport.speed(), true));
        return true;
    case Action::PlayReverse:
        player.play(shuttle_speed(playing, transport.speed(), false));
        return true;
    case Action::SlowForward:
    case Action::SlowReverse: {
        const bool forward = action == Action::SlowForward;
        const Rational now = forward ? transport.speed() : -transport.speed();
        const bool slow = playing && now > Rational(0) && now < Rational(1);
        const Rational speed = slow ? next_speed(now, -1) : Rational(1, 2);
        player.play(forward ? speed : -speed);
        return true;
    }
    case Action::Stop:
        player.pause();
        return true;
    case Action::StepForward:
        player.step(1);
        return true;
    case Action::StepBack:
        player.step(-1);
        return true;
    case Action::StepForward10:
        player.step(10);
        return true;
    case Action::StepBack10:
        player.step(-10);
        return true;
    case Action::GoStart:
        player.seek(0);
        return true;
    case Action::GoEnd:
        player.seek(std::max<std::int64_t>(model.length - 1, 0));
        return true;
    case Action::GoIn:
        player.seek(transport.range().first);
        return true;
    case Action::GoOut:
        player.seek(transport.range().last);
        return true;
    case Action::GoTo:
        state.counter_asked = true;
        return true;
    case Action::SpeedSlower:
    case Action::SpeedFaster:
        player.play(next_speed(transport.speed(), action == Action::SpeedFaster ? 1 : -1));
        return true;
    case Action::SpeedNormal:
        player.play(Rational(1));
        if (!playing) player.pause();
        return true;
    default:
        return false;
    }
}

void go_to_marker(Player& player, const ViewModel& model, bool next) {
    const auto& markers = model.session.transport.markers;
    std::optional<std::int64_t> target;
    for (const session::Marker& marker : markers) {
        if (next && marker.tick > model.tick && !target) target = marker.tick;
        if (!next && marker.tick < model.tick) target = marker.tick;
    }
    if (target) player.seek(*target);
}

bool marker_action(Action action, Player& player, UiState& state, const ViewModel& model) {
    const std::int64_t tick = model.tick;
    switch (action) {
    case Action::AddMarker:
        player.edit([tick](Session& s) { add_marker(s, tick); });
        return true;
    case Action::DeleteMarker:
        player.edit([tick](Session& s) { delete_marker(s, tick); });
        return true;
    case Action::NoteMarker:
        if (model.length == 0) return true;
        player.pause(); // The frame that is meant is the one that was there at the press.
        player.seek(tick);
        player.edit([tick](Session& s) { add_marker(s, tick); });
        ask_for_note(state, tick);
        return true;
    case Action::ToggleMarkers:
        state.marker_list = !state.marker_list;
        return true;
    case Action::PreviousMarker:
    case Action::PreviousCut:
        go_to_marker(player, model, false);
        return true;
    case Action::NextMarker:
    case Action::NextCut:
        go_to_marker(player, model, true);
        return true;
    default:
        return false;
    }
}

bool mark_action(Action action, Player& player, const ViewModel& model) {
    const std::int64_t tick = model.tick;
    switch (action) {
    case Action::SetIn:
        player.edit([tick](Session& s) {
            s.transport.in = tick;
            if (s.transport.out >= 0 && s.transport.out < tick) s.transport.out = -1;
        });
        return true;
    case Action::SetOut:
        player.edit([tick](Session& s) {
            s.transport.out = tick;
            if (s.transport.in > tick) s.transport.in = 0;
        });
        return true;
    case Action::ClearInOut:
        player.edit([](Session& s) {
            s.transport.in = 0;
            s.transport.out = -1;
        });
        return true;
    case Action::CycleLoop:
        player.edit([](Session& s) {
            s.transport.loop = s.transport.loop == LoopMode::Loop ? LoopMode::Once : LoopMode::Loop;
        });
        return true;
    case Action::PingPong:
        player.edit([](Session& s) {
            s.transport.loop =
                s.transport.loop == LoopMode::PingPong ? LoopMode::Loop : LoopMode::PingPong;
        });
        return true;
    case Action::EveryFrame:
        player.edit([](Session& s) { s.transport.every_frame = !s.transport.every_frame; });
        return true;
    case Action::CycleCounter:
        player.edit([](Session& s) {
            s.counter = static_cast<session::CounterMode>((static_cast<int>(s.counter) + 1) % 4);
        });
        return true;
    case Action::CycleFrameBase:
        player.edit([](Session& s) {
            s.frame_base = s.frame_base == 0 ? 1 : s.frame_base == 1 ? 1001 : 0;
        });
        return true;
    default:
        return false;
    }
}

/// The source next to A, in the session's order, all the way round.
void show_neighbour(Session& s, int step) {
    const Source* a = s.source_a();
    if (a == nullptr) return;
    const auto count = static_cast<std::ptrdiff_t>(s.sources.size());
    const auto at = a - s.sources.data();
    show_source(s, static_cast<std::size_t>((at + step + count) % count));
}

void exchange(Session& s) {
    const Source* a = s.source_a();
    const Source* b = s.source_b();
    if (a == nullptr || b == nullptr) return;
    const session::SourceKey first = a->key;
    s.compare.a = b->key;
    s.compare.b = first;
}

std::optional<CompareMode> plain_mode(Action action) {
    switch (action) {
    case Action::CompareSingle:
        return CompareMode::Single;
    case Action::CompareGrid:
        return CompareMode::Grid;
    case Action::CompareWipe:
        return CompareMode::Wipe;
    case Action::CompareOverlay:
        return CompareMode::Overlay;
    case Action::CompareButterfly:
        return CompareMode::Butterfly;
    case Action::CompareCheckerboard:
        return CompareMode::Checkerboard;
    default:
        return {};
    }
}

bool compare_action(Action action, Player& player) {
    if (action >= Action::ShowSource1 && action <= Action::ShowSource9) {
        const auto index =
            static_cast<std::size_t>(action) - static_cast<std::size_t>(Action::ShowSource1);
        player.edit([index](Session& s) { show_source(s, index); });
        return true;
    }
    if (const auto mode = plain_mode(action)) {
        player.edit([mode](Session& s) { s.compare.mode = *mode; });
        return true;
    }
    switch (action) {
    case Action::Flip:
    case Action::SwapAB:
        player.edit(exchange);
        return true;
    case Action::PreviousSource:
        player.edit([](Session& s) { show_neighbour(s, -1); });
        return true;
    case Action::NextSource:
        player.edit([](Session& s) { show_neighbour(s, 1); });
        return true;
    case Action::CompareSplit:
        player.edit([](Session& s) {
            s.compare.mode =
                s.compare.mode == CompareMode::Row ? CompareMode::Column : CompareMode::Row;
        });
        return true;
    case Action::CompareDifference:
        player.edit([](Session& s) {
            if (s.compare.mode == CompareMode::Difference)
                s.compare.difference = static_cast<renderer::DifferenceKind>(
                    (static_cast<int>(s.compare.difference) + 1) %
                    (static_cast<int>(renderer::DifferenceKind::Chroma) + 1));
            s.compare.mode = CompareMode::Difference;
        });
        return true;
    case Action::RotateWipe:
        player.edit([](Session& s) {
            s.compare.wipe_angle_deg = std::remainder(s.compare.wipe_angle_deg + 45, 360.0);
        });
        return true;
    case Action::DifferenceGainUp:
        player.edit([](Session& s) { s.compare.gain = std::min(s.compare.gain * 2, 1000.0F); });
        return true;
    case Action::DifferenceGainDown:
        player.edit([](Session& s) { s.compare.gain = std::max(s.compare.gain / 2, 0.1F); });
        return true;
    default:
        return false;
    }
}

bool sound_action(Action action, Player& player) {
    switch (action) {
    case Action::Mute:
        player.edit([](Session& s) { s.muted = !s.muted; });
        return true;
    case Action::VolumeUp:
        player.edit([](Session& s) { s.volume = std::min(s.volume + 0.05F, 1.0F); });
        return true;
    case Action::VolumeDown:
        player.edit([](Session& s) { s.volume = std::max(s.volume - 0.05F, 0.0F); });
        return true;
    case Action::HearNextSource:
        player.edit([](Session& s) {
            if (s.sources.empty()) return;
            const Source* heard = s.heard != 0 ? s.find(s.heard) : s.source_a();
            const auto at = heard != nullptr ? heard - s.sources.data() : 0;
            s.heard = s.sources[static_cast<std::size_t>(at + 1) % s.sources.size()].key;
            s.mix_all = false;
        });
        return true;
    case Action::MixAll:
        player.edit([](Session& s) { s.mix_all = !s.mix_all; });
        return true;
    case Action::LoudnessMatch:
        player.edit([](Session& s) { s.loudness_matched = !s.loudness_matched; });
        return true;
    default:
        return false;
    }
}

} // namespace

Rational next_speed(Rational speed, int step) {
    constexpr std::array<Rational, 9> kSpeeds{Rational(1, 10), Rational(1, 4), Rational(1, 2),
                                              Rational(3, 4),  Rational(1),    Rational(3, 2),
                                              Rational(2),     Rational(4),    Rational(8)};
    const bool back = speed < Rational(0);
    const Rational magnitude = back ? -speed : speed;
    Rational result = step > 0 ? kSpeeds.back() : kSpeeds.front();
    if (step > 0) {
        const auto at =
            std::ranges::find_if(kSpeeds, [&](const Rational& s) { return s > magnitude; });
        if (at != kSpeeds.end()) result = *at;
    } else {
        for (const Rational& candidate : kSpeeds)
            if (candidate < magnitude) result = candidate;
    }
    return back ? -result : result;
}

Rational shuttle_speed(bool playing, Rational speed, bool forward) {
    const Rational along = forward ? speed : -speed;
    Rational result(1);
    if (playing && along >= Rational(1)) result = std::min(along * Rational(2), Rational(8));
    return forward ? result : -result;
}

void show_source(session::Session& session, std::size_t index) {
    if (index >= session.sources.size()) return;
    const Source* a = session.source_a();
    const session::SourceKey key = session.sources[index].key;
    if (a == nullptr || a->key == key) return;
    session.compare.b = a->key;
    session.compare.a = key;
}

bool carry_out(Action action, Player& player, UiState& state, const ViewModel& model) {
    return transport_action(action, player, state, model) || mark_action(action, player, model) ||
           seam_action(action, player, state, model) || cut_action(action, player, state, model) ||
           marker_action(action, player, state, model) || compare_action(action, player) ||
           sound_action(action, player) || map_action(action, player, state, model) ||
           scope_action(action, player, state) || tool_action(action, player, state) ||
           view_action(action, player, state);
}

} // namespace seamline::ui
