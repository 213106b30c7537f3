#include "app/ui/cut_actions.h"

#include "app/interchange/read_edit.h"
#include "app/ui/found_cuts.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

namespace seamline::ui {
namespace {

using interchange::EventPlace;
using interchange::Origin;
using interchange::PlacementMark;
using playback::CutSlot;
using playback::Player;
using playback::TemporaryView;
using session::Cut;
using session::TrimEdge;
using session::TrimMode;

void say(UiState& state, ToastKind kind, const std::string& text) {
    if (!state.toasts.empty() && state.toasts.back().text == text) state.toasts.pop_back();
    state.toasts.push_back({kind, text, ImGui::GetCurrentContext() ? ImGui::GetTime() : 0.0});
}

void tell(UiState& state, const Result<Done>& result) {
    if (!result) say(state, ToastKind::Warning, result.error().message);
}

/// `act(slot)` with the slot that is judged, or the sentence why there is none.
template <typename Act> void with_slot(const Player& player, UiState& state, Act&& act) {
    const Result<CutSlot> slot = playback::judged_slot(player, state.audition);
    if (!slot) {
        say(state, ToastKind::Warning, slot.error().message);
        return;
    }
    tell(state, act(slot.value()));
}

void change(Player& player, UiState& state, const playback::SlotChange& edit) {
    with_slot(player, state, [&](const CutSlot& slot) {
        return playback::edit_slot(player, state.audition, slot, edit);
    });
}

void trim(Player& player, UiState& state, TrimEdge edge, std::int64_t frames) {
    change(player, state, [=, mode = state.trim_mode](const Cut& cut, const EventPlace& place) {
        return session::trim(cut, place, edge, mode, frames);
    });
}

const char* words(Origin origin) {
    switch (origin) {
    case Origin::Generated:
        return "generated";
    case Origin::LiveAction:
        return "live action";
    case Origin::Unknown:
        break;
    }
    return "of unknown origin";
}

const char* words(PlacementMark placement) {
    switch (placement) {
    case PlacementMark::Bookend:
        return "a bookend";
    case PlacementMark::Inside:
        return "inside a sequence";
    case PlacementMark::None:
        break;
    }
    return "placed by its neighbours";
}

/// The event as it is, for what depends on it.
std::optional<interchange::Event> judged(const Player& player, const UiState& state) {
    const Result<CutSlot> slot = playback::judged_slot(player, state.audition);
    if (!slot) return std::nullopt;
    const session::Session session = player.session();
    return *session::find_event(*session.find(slot.value().source)->cut, slot.value().place);
}

void cycle_origin(Player& player, UiState& state) {
    const auto event = judged(player, state);
    const auto next =
        event ? static_cast<Origin>((static_cast<int>(event->origin) + 1) % 3) : Origin::Unknown;
    change(player, state, [next](const Cut& cut, const EventPlace& place) {
        return session::set_origin(cut, place, next);
    });
    if (event) say(state, ToastKind::Notice, '"' + event->name + "\" is " + words(next) + " now.");
}

void cycle_placement(Player& player, UiState& state) {
    const auto event = judged(player, state);
    const auto next = event
                          ? static_cast<PlacementMark>((static_cast<int>(event->placement) + 1) % 3)
                          : PlacementMark::None;
    change(player, state, [next](const Cut& cut, const EventPlace& place) {
        return session::set_placement(cut, place, next);
    });
    if (event && event->origin == Origin::Generated)
        say(state, ToastKind::Notice, '"' + event->name + "\" is " + words(next) + " now.");
}

void choose_slot(Player& player, UiState& state) {
    if (state.audition.chosen) {
        state.audition.chosen.reset();
        say(state, ToastKind::Notice, "The slot at the playhead is judged again.");
        return;
    }
    with_slot(player, state, [&](const CutSlot& slot) -> Result<Done> {
        state.audition.chosen = slot;
        const auto report = player.slot_report(slot);
        say(state, ToastKind::Notice,
            '"' + (report ? report->name : std::string("This event")) +
                "\" is judged wherever the playhead goes, until the key is pressed again.");
        return Done{};
    });
}

void toggle_around(Player& player, UiState& state) {
    if (state.audition.around) {
        playback::stop_playing_around(player, state.audition);
        return;
    }
    with_slot(player, state, [&](const CutSlot& slot) {
        Result<Done> result = playback::play_around(player, state.audition, slot);
        if (result && !player.transport().playing()) player.play(Rational(1));
        return result;
    });
}

/// Of a cut, or of a single take where it was cut.
Result<Done> show_seam(Player& player, UiState& state, const ViewModel& model) {
    const session::Session session = player.session();
    const session::Source* a = session.source_a();
    if (a != nullptr && !a->cut) return show_found_seam(player, state, model);
    return playback::show_seam(player, state.audition);
}

void toggle_view(Player& player, UiState& state, const ViewModel& model, TemporaryView::Kind kind) {
    const bool is_on = state.audition.view && state.audition.view->kind == kind;
    if (state.audition.view) playback::leave_view(player, state.audition);
    if (is_on) return;
    if (kind == TemporaryView::Kind::Seam) {
        tell(state, show_seam(player, state, model));
        return;
    }
    with_slot(player, state, [&](const CutSlot& slot) {
        return playback::show_variants(player, state.audition, slot);
    });
}

/// In the grid the mark moves, elsewhere another take is put into the slot.
void step_take(Player& player, UiState& state, std::ptrdiff_t step) {
    if (shows_variants(state)) {
        const TemporaryView& view = *state.audition.view;
        const auto count = static_cast<std::ptrdiff_t>(view.sources.size());
        const auto at = static_cast<std::ptrdiff_t>(marked_variant(state));
        mark_variant(player, state,
                     view.sources[static_cast<std::size_t>((at + step + count) % count)]);
        return;
    }
    change(player, state, [step](const Cut& cut, const EventPlace& place) {
        return session::step_take(cut, place, step);
    });
}

bool trim_action(Action action, Player& player, UiState& state) {
    switch (action) {
    case Action::TrimHeadEarlier:
        trim(player, state, TrimEdge::Head, -1);
        return true;
    case Action::TrimHeadLater:
        trim(player, state, TrimEdge::Head, 1);
        return true;
    case Action::TrimTailEarlier:
        trim(player, state, TrimEdge::Tail, -1);
        return true;
    case Action::TrimTailLater:
        trim(player, state, TrimEdge::Tail, 1);
        return true;
    case Action::TrimMode:
        state.trim_mode = state.trim_mode == TrimMode::Ripple ? TrimMode::Roll : TrimMode::Ripple;
        say(state, ToastKind::Notice,
            state.trim_mode == TrimMode::Ripple
                ? "Trims ripple: what follows moves."
                : "Trims roll: the neighbour gives or takes, nothing else moves.");
        return true;
    case Action::SlipEarlier:
    case Action::SlipLater:
        change(
            player, state,
            [by = action == Action::SlipLater ? 1 : -1](const Cut& cut, const EventPlace& place) {
                return session::slip(cut, place, by);
            });
        return true;
    default:
        return false;
    }
}

bool event_action(Action action, Player& player, UiState& state) {
    switch (action) {
    case Action::ReverseEvent:
        change(player, state, session::reverse);
        return true;
    case Action::FreezeEvent:
        with_slot(player, state, [&](const CutSlot& slot) {
            return playback::freeze_shown(player, state.audition, slot);
        });
        return true;
    case Action::EnableEvent: {
        // Out of the picture it can no longer be found under the playhead: it stays chosen.
        const Result<CutSlot> slot = playback::judged_slot(player, state.audition);
        change(player, state, [](const Cut& cut, const EventPlace& place) {
            const interchange::Event* event = session::find_event(cut, place);
            return session::set_enabled(cut, place, event != nullptr && !event->enabled);
        });
        if (slot) state.audition.chosen = slot.value();
        return true;
    }
    case Action::CycleOrigin:
        cycle_origin(player, state);
        return true;
    case Action::CyclePlacement:
        cycle_placement(player, state);
        return true;
    case Action::AddTake:
        with_slot(player, state, [&](const CutSlot&) -> Result<Done> {
            state.browser = BrowserPurpose::AddTake;
            return Done{};
        });
        return true;
    case Action::RemoveTake:
        change(player, state, [](const Cut& cut, const EventPlace& place) {
            const interchange::Event* event = session::find_event(cut, place);
            return session::remove_take(cut, place, event != nullptr ? event->active : 0);
        });
        return true;
    default:
        return false;
    }
}

} // namespace

bool cut_action(Action action, Player& player, UiState& state, const ViewModel& model) {
    switch (action) {
    case Action::PlayAround:
        toggle_around(player, state);
        return true;
    case Action::PreviousTake:
        step_take(player, state, -1);
        return true;
    case Action::NextTake:
        step_take(player, state, 1);
        return true;
    case Action::ChooseSlot:
        choose_slot(player, state);
        return true;
    case Action::VariantsGrid:
        toggle_view(player, state, model, TemporaryView::Kind::Variants);
        return true;
    case Action::SeamView:
        toggle_view(player, state, model, TemporaryView::Kind::Seam);
        return true;
    case Action::PreviousCut:
    case Action::NextCut:
        if (step_found_seam(player, state, model, action == Action::NextCut ? 1 : -1)) return true;
        // Without a cut these keys go to markers.
        return playback::go_to_cut(player, state.audition, action == Action::NextCut ? 1 : -1);
    default:
        return trim_action(action, player, state) || event_action(action, player, state);
    }
}

void edit_slot(Player& player, UiState& state, const EditSlot& edit) {
    change(player, state, edit.change);
}

void add_take(Player& player, UiState& state, const session::NewTake& take) {
    if (interchange::is_edit_name(take.path)) {
        say(state, ToastKind::Warning,
            take.path.filename().string() +
                " is a timeline: a take is a movie, a still or an image sequence.");
        return;
    }
    change(player, state, [&](const Cut& cut, const EventPlace& place) -> session::CutEdit {
        session::CutEdit added = session::add_take(cut, place, take);
        if (!added) return added;
        // What was added is what is wanted to be seen.
        const interchange::Event* event = session::find_event(*added.value(), place);
        return session::choose_take(*added.value(), place, event->media.size() - 1);
    });
}

void take_variant(Player& player, UiState& state, std::size_t number) {
    tell(state, playback::choose_variant(player, state.audition, number));
}

void mark_variant(Player& player, UiState& state, session::SourceKey key) {
    // A click may have met the picture that was there before the grid.
    if (std::ranges::find(state.audition.view->sources, key) == state.audition.view->sources.end())
        return;
    state.audition.view->marked = key;
    player.edit([key](session::Session& s) {
        if (s.compare.a == key) return;
        if (s.compare.b == key) s.compare.b = s.compare.a;
        s.compare.a = key;
    });
}

bool shows_variants(const UiState& state) {
    return state.audition.view && state.audition.view->kind == TemporaryView::Kind::Variants;
}

std::size_t marked_variant(const UiState& state) {
    const std::vector<session::SourceKey>& sources = state.audition.view->sources;
    const auto at = std::ranges::find(sources, state.audition.view->marked);
    return at == sources.end() ? 0 : static_cast<std::size_t>(at - sources.begin());
}

std::string why_no_slot(const ViewModel& model) {
    if (model.slot) return "";
    const session::Source* a = model.session.source_a();
    if (a == nullptr) return "Nothing is open: open a timeline (OTIO, EDL, XML).";
    if (!a->cut) return "Source A is a single medium, no cut.";
    return "There is no event at the playhead.";
}

std::vector<std::string> slot_lines(const playback::SlotReport& slot) {
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < slot.takes.size(); ++i) {
        const playback::TakeReport& take = slot.takes[i];
        std::array<char, 16> ready{};
        if (!take.error.empty())
            std::snprintf(ready.data(), ready.size(), "%s", "not there");
        else if (take.total == 0)
            std::snprintf(ready.data(), ready.size(), "%s", "opening");
        else // Rounded down: 100 % is all of it.
            std::snprintf(ready.data(), ready.size(), "%3lld %% cached",
                          static_cast<long long>(take.cached * 100 / take.total));
        lines.push_back(std::string(i == slot.active ? "> " : "  ") + std::to_string(i + 1) + " " +
                        take.name + ": " + ready.data());
    }
    return lines;
}

} // namespace seamline::ui
