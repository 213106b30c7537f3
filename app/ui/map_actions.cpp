#include "app/ui/map_actions.h"

#include "app/playback/held_frame.h"
#include "app/playback/timeline.h"
#include "app/ui/compared_pair.h"
#include "app/ui/match_actions.h"

#include <algorithm>

namespace seamline::ui {
namespace {

using playback::Player;
using playback::TemporaryView;
using session::Source;
using session::Still;

void say(UiState& state, ToastKind kind, const std::string& text) {
    state.toasts.push_back({kind, text, ImGui::GetCurrentContext() ? ImGui::GetTime() : 0.0});
}

void toggle_hold(Player& player, UiState& state, const ViewModel& model) {
    const auto& view = state.audition.view;
    if (view && view->kind == TemporaryView::Kind::Held) {
        playback::leave_view(player, state.audition);
        return;
    }
    const Source* a = model.session.source_a();
    const auto still = a != nullptr ? still_of(model, a->key) : std::nullopt;
    if (!still) {
        say(state, ToastKind::Warning, "There is no picture in A to hold.");
        return;
    }
    hold_still(player, state, *still);
}

void keep(Player& player, UiState& state, const ViewModel& model) {
    const Source* a = model.session.source_a();
    const auto still = a != nullptr ? still_of(model, a->key) : std::nullopt;
    if (!still) {
        say(state, ToastKind::Warning, "There is no picture in A to keep.");
        return;
    }
    Result<Done> kept = Done{};
    player.edit([&](session::Session& s) { kept = keep_still(s.hand, *still); });
    if (!kept) {
        say(state, ToastKind::Warning, kept.error().message);
        return;
    }
    say(state, ToastKind::Notice,
        still->picture.name + " frame " +
            std::to_string(still->picture.frame + model.session.frame_base) +
            " is a hero frame now.");
}

void choose_tool(UiState& state, HandTool tool) {
    HandState& hand = state.hand;
    hand.tool = hand.tool == tool ? HandTool::None : tool;
    hand.drag.reset();
    hand.region.reset();
    hand.shadow.reset();
    if (hand.tool != HandTool::None) hand.list = true;
}

} // namespace

bool map_action(Action action, Player& player, UiState& state, const ViewModel& model) {
    MapChoice& map = state.map;
    switch (action) {
    case Action::ToggleMap:
        map.shown = !map.shown;
        return true;
    case Action::NextMapKind:
        if (map.shown)
            map.kind = static_cast<analysis::SeamMapKind>((static_cast<int>(map.kind) + 1) %
                                                          analysis::kSeamMapKinds);
        map.shown = true;
        return true;
    case Action::NextMapPlace:
        if (map.shown)
            map.place = static_cast<MapPlace>((static_cast<int>(map.place) + 1) % kMapPlaces);
        map.shown = true;
        return true;
    case Action::HoldFrame:
        toggle_hold(player, state, model);
        return true;
    case Action::KeepStill:
        keep(player, state, model);
        return true;
    case Action::ToggleStills:
        state.still_list = !state.still_list;
        return true;
    case Action::ToggleMatch:
        toggle_match(player, state, model);
        return true;
    case Action::ExportMatch:
        ask_for_export(state, model);
        return true;
    case Action::PairRegions:
        choose_tool(state, HandTool::Regions);
        return true;
    case Action::RuleShadows:
        choose_tool(state, HandTool::Shadows);
        return true;
    case Action::ToggleHandList:
        state.hand.list = !state.hand.list;
        return true;
    default:
        return false;
    }
}

std::optional<Still> still_of(const ViewModel& model, session::SourceKey key) {
    const auto picture = medium_frame(model, key);
    const playback::FrameChoice* choice = model.choice(key);
    const playback::SourceReport* report = model.report(key);
    if (!picture || choice == nullptr) return std::nullopt;
    const MediaDescription* media = choice->event       ? choice->event->media.get()
                                    : report != nullptr ? &report->media
                                                        : nullptr;
    if (media == nullptr || !media->video) return std::nullopt;
    Still still;
    still.picture = *picture;
    still.frame_rate = media->video->frame_rate;
    still.width = media->video->size.width;
    still.height = media->video->size.height;
    still.source = key;
    still.source_frame = choice->frame;
    return still;
}

Result<Done> keep_still(session::HandWork& hand, Still still) {
    const bool is_there = std::ranges::any_of(hand.stills, [&](const Still& other) {
        return other.picture.path == still.picture.path &&
               other.picture.frame == still.picture.frame;
    });
    if (is_there) return Error{ErrorCode::InvalidArgument, "This frame is a hero frame already."};
    if (hand.stills.size() >= session::kMostStills)
        return Error{ErrorCode::InvalidArgument, "There are " +
                                                     std::to_string(session::kMostStills) +
                                                     " hero frames: delete one first."};
    still.id = session::next_id(hand.stills);
    hand.stills.push_back(std::move(still));
    return Done{};
}

Result<std::int64_t> tick_of_still(const ViewModel& model, const Still& still) {
    const Rational& rate = model.session.transport.rate;
    const Source* own = model.session.find(still.source);
    if (own != nullptr && own->cut)
        return playback::tick_of_record(own->timing, own->cut->edit.rate, still.source_frame, rate);
    for (const Source& source : model.session.sources) {
        const playback::SourceReport* report = model.report(source.key);
        if (source.cut || source.path != still.picture.path || report == nullptr || !report->index)
            continue;
        return playback::first_tick_of(source.timing, *report->index, still.picture.frame, rate);
    }
    return Error{ErrorCode::NotFound,
                 '"' + still.picture.name + "\" is not open: open it to go to this frame."};
}

session::SourceKey held_against(const session::Session& session,
                                const playback::Audition& audition) {
    if (audition.view) {
        // What was there before the view, whose own sources will be gone.
        const session::Session settled = playback::settled(session, audition);
        return held_against(settled, {});
    }
    const Source* b = session.source_b();
    if (b == nullptr) b = session.source_a();
    return b != nullptr ? b->key : 0;
}

void hold_still(Player& player, UiState& state, const Still& still) {
    const session::SourceKey against = held_against(player.session(), state.audition);
    const Result<Done> held = playback::hold_frame(player, state.audition, still, against);
    if (!held) say(state, ToastKind::Warning, held.error().message);
}

} // namespace seamline::ui
