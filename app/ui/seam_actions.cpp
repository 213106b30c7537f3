#include "app/ui/seam_actions.h"

#include "app/playback/timeline.h"
#include "app/session/cut_mark_edits.h"

#include <cstdlib>
#include <utility>

namespace seamline::ui {
namespace {

using playback::Player;
using session::CutMarks;
using session::SeamVerdict;

void say(UiState& state, ToastKind kind, const std::string& text) {
    if (!state.toasts.empty() && state.toasts.back().text == text) state.toasts.pop_back();
    state.toasts.push_back({kind, text, ImGui::GetCurrentContext() ? ImGui::GetTime() : 0.0});
}

Error refusal(std::string text) { return {ErrorCode::InvalidArgument, std::move(text)}; }

Result<CutMarks> judged(Action action, const SeamPlace& place) {
    const SeamSign* flag = shown_seam(place);
    if (flag == nullptr) return refusal("No cut was found in this source.");
    if (!flag->is_judgeable())
        return refusal("The lamps show frame " + std::to_string(flag->frame) +
                       ", which has no flag to accept or dismiss.");
    CutMarks marks = place.source->cut_marks;
    session::toggle_verdict(marks, flag->frame,
                            action == Action::AcceptFlag ? SeamVerdict::Accepted
                                                         : SeamVerdict::Dismissed);
    return marks;
}

Result<CutMarks> recut(Action action, const SeamPlace& place) {
    if (place.source->cut)
        return refusal("The cuts of an edit are those of its timeline; trim the event instead.");
    CutMarks marks = place.source->cut_marks;
    const SeamSign* here = sign_at(*place.seams, place.frame);
    const bool is_cut_here = here != nullptr && here->step == nullptr;
    const SeamSign* nearest = nearest_cut(*place.seams, place.frame);
    if (action == Action::RemoveCut) {
        if (nearest == nullptr) return refusal("No cut was found in this take.");
        session::remove_cut(marks, nearest->frame);
        return marks;
    }
    if (place.frame <= 0) return refusal("A cut lies between two frames: go behind the first one.");
    if (is_cut_here) return refusal("There is a cut at this frame already.");
    if (action == Action::MoveCut) {
        if (nearest == nullptr) return refusal("No cut was found in this take.");
        session::remove_cut(marks, nearest->frame);
    }
    session::add_cut(marks, place.frame);
    if (marks.size() > session::kMostCutMarks)
        return refusal("This source has as many marks as a session can hold.");
    return marks;
}

void change_marks(Action action, Player& player, UiState& state, const ViewModel& model) {
    const SeamPlace place = seam_place(model, state);
    if (place.source == nullptr) {
        say(state, ToastKind::Warning, "Nothing is open, or it is still being opened.");
        return;
    }
    auto marks = changed_marks(action, place);
    if (!marks) {
        say(state, ToastKind::Warning, marks.error().message);
        return;
    }
    player.edit([key = place.source->key, &marks](session::Session& s) {
        if (session::Source* source = s.find(key)) source->cut_marks = std::move(marks).value();
    });
}

bool shows_seam(const UiState& state) {
    const auto& view = state.audition.view;
    return view && view->kind == playback::TemporaryView::Kind::Seam;
}

/// False where the cut view cannot show it; that is told.
bool show(Player& player, UiState& state, std::int64_t frame) {
    const Result<Done> shown = playback::show_seam(player, state.audition, frame);
    if (!shown) say(state, ToastKind::Warning, shown.error().message);
    return static_cast<bool>(shown);
}

/// Goes to the next or previous one; while the cut view is on, that goes there.
bool go(Player& player, UiState& state, const ViewModel& model, int step, bool flags_alone) {
    const SeamPlace place = seam_place(model, state);
    if (place.source == nullptr) return false;
    const auto frame = next_seam(*place.seams, place.frame, step, flags_alone);
    if (frame && shows_seam(state)) {
        show(player, state, *frame);
        return true;
    }
    const auto tick = frame ? tick_of_seam(model, *place.source, *frame) : std::nullopt;
    if (tick) player.seek(*tick);
    return tick.has_value();
}

void go_to_flag(Player& player, UiState& state, const ViewModel& model, int step) {
    if (go(player, state, model, step, true)) return;
    const std::string where = step > 0 ? "after" : "before";
    say(state, ToastKind::Notice,
        !state.measuring.enabled ? "Nothing is measured: measuring is off."
        : model.measured < 1     ? "No flag " + where + " this frame, as far as is measured."
                                 : "There is no flag " + where + " this frame.");
}

/// Of a take: edits have keys of their own for their cuts.
bool take_action(Action action, Player& player, UiState& state, const ViewModel& model) {
    const SeamPlace place = seam_place(model, state);
    if (place.source == nullptr || place.source->cut) return false;
    const SeamSign* nearest = nearest_cut(*place.seams, place.frame);
    if (nearest == nullptr || (action == Action::SeamView && state.audition.view)) return false;
    if (action == Action::SeamView)
        show(player, state, nearest->frame);
    else
        go(player, state, model, action == Action::NextCut ? 1 : -1, false);
    return true;
}

bool panel_action(Action action, UiState& state) {
    switch (action) {
    case Action::ToggleSeams:
        state.seam_list = !state.seam_list;
        return true;
    case Action::ToggleCurves:
        state.curves = !state.curves;
        return true;
    case Action::ToggleLamps:
        state.panels.lamps = !state.panels.lamps;
        return true;
    case Action::ToggleMeasuring:
        state.measuring.enabled = !state.measuring.enabled;
        say(state, ToastKind::Notice,
            state.measuring.enabled ? "The takes are measured." : "Measuring is off.");
        return true;
    case Action::OtherFramings:
        state.measuring.speaks_of_other_framings = !state.measuring.speaks_of_other_framings;
        say(state, ToastKind::Notice,
            state.measuring.speaks_of_other_framings
                ? "Lamps speak at changes of framing, too, from whole pictures."
                : "Lamps are silent where the framing changes.");
        return true;
    default:
        return false;
    }
}

} // namespace

SeamPlace seam_place(const ViewModel& model, const UiState& state) {
    const auto& view = state.audition.view;
    const session::Source* source =
        view ? model.session.find(view->slot.source) : model.session.source_a();
    if (source == nullptr) return {};
    const playback::SourceReport* report = model.report(source->key);
    const SourceSeams* seams = model.seams_of(source->key);
    if (report == nullptr || !report->index || seams == nullptr) return {};
    SeamPlace place{source, seams, 0};
    place.frame = view && view->kind == playback::TemporaryView::Kind::Seam
                      ? view->record
                      : playback::frame_at_tick(source->timing, *report->index, model.tick,
                                                model.session.transport.rate)
                            .frame;
    return place;
}

const SeamSign* shown_seam(const SeamPlace& place) {
    return place.source == nullptr ? nullptr : nearest_sign(*place.seams, place.frame);
}

std::optional<std::int64_t> tick_of_seam(const ViewModel& model, const session::Source& source,
                                         std::int64_t frame) {
    const playback::SourceReport* report = model.report(source.key);
    if (report == nullptr || !report->index) return std::nullopt;
    if (frame < 0 || frame >= static_cast<std::int64_t>(report->index->frames.size()))
        return std::nullopt;
    const std::int64_t tick =
        playback::first_tick_of(source.timing, *report->index, frame, model.session.transport.rate);
    if (tick < 0 || tick >= model.length) return std::nullopt;
    return tick;
}

Result<CutMarks> changed_marks(Action action, const SeamPlace& place) {
    if (action == Action::AcceptFlag || action == Action::DismissFlag) return judged(action, place);
    return recut(action, place);
}

bool seam_action(Action action, Player& player, UiState& state, const ViewModel& model) {
    switch (action) {
    case Action::PreviousCut:
    case Action::NextCut:
    case Action::SeamView:
        return take_action(action, player, state, model);
    case Action::PreviousFlag:
    case Action::NextFlag:
        go_to_flag(player, state, model, action == Action::NextFlag ? 1 : -1);
        return true;
    case Action::AcceptFlag:
    case Action::DismissFlag:
    case Action::AddCut:
    case Action::RemoveCut:
    case Action::MoveCut:
        change_marks(action, player, state, model);
        return true;
    default:
        return panel_action(action, state);
    }
}

} // namespace seamline::ui
