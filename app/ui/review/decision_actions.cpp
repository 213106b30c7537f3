#include "app/ui/review/decision_actions.h"

#include "app/ui/compared_pair.h"
#include "app/ui/review/decision_places.h"
#include "app/ui/review/decision_signs.h"
#include "app/ui/review/found_reasons.h"
#include "app/ui/review/review_desk.h"

#include <algorithm>
#include <utility>

namespace seamline::ui {
namespace {

using playback::Player;
using review::DecisionState;
using review::TargetKind;

double now_s() { return ImGui::GetCurrentContext() != nullptr ? ImGui::GetTime() : 0.0; }

void say(UiState& state, ToastKind kind, const std::string& text) {
    if (!state.toasts.empty() && state.toasts.back().text == text) state.toasts.pop_back();
    state.toasts.push_back({kind, text, now_s()});
}

const char* word(TargetKind kind) {
    switch (kind) {
    case TargetKind::Take:
        return "the take";
    case TargetKind::Shot:
        return "the shot";
    case TargetKind::Range:
        return "the range from in to out";
    case TargetKind::Frame:
        break;
    }
    return "the frame";
}

struct Meant {
    DecisionPlace place;
    review::Target target;
};

std::optional<Meant> meant(UiState& state, const ViewModel& model) {
    auto place = decision_place(model);
    if (!place) {
        say(state, ToastKind::Warning, place.error().message);
        return std::nullopt;
    }
    const auto target = target_now(model, place.value(), state.decide.target);
    if (!target) {
        say(state, ToastKind::Warning, target.error().message);
        return std::nullopt;
    }
    return Meant{std::move(place).value(), target.value()};
}

/// What its author said of exactly this before.
const review::Decision* said_before(const ViewModel& model, const Meant& what) {
    const std::string* id = model.review.id_of(what.place.path);
    if (id == nullptr) return nullptr;
    const DecisionTable& table = *model.review.table;
    for (const std::uint32_t index : table.of(*id)) {
        const review::Decision& decision = *table.rows()[index].decision;
        if (decision.author == model.review.author && same_place(decision.target, what.target))
            return &decision;
    }
    return nullptr;
}

void decide(DecisionState said, UiState& state, const ViewModel& model, ReviewDesk& desk) {
    const auto what = meant(state, model);
    if (!what) return;
    ReasonStrip strip;
    strip.path = what->place.path;
    strip.take = what->place.medium.name;
    strip.target = what->target;
    strip.state = said;
    strip.shown_at_s = now_s();
    const review::Decision* before = said_before(model, *what);
    if (before != nullptr) {
        if (before->state == said) {
            // Pressed again: nothing new is said, only the strip comes back.
            strip.reasons = before->reasons;
            strip.note = before->note;
            state.decide.strip = std::move(strip);
            return;
        }
        strip.note = before->note;
    }
    const session::Source* source = model.session.find(what->place.source);
    const SourceSeams* seams = model.seams_of(what->place.source);
    std::vector<std::string> measured;
    if (seams != nullptr && source != nullptr && !source->cut)
        measured = found_reasons(*seams, what->target, what->place.medium.frame_rate.value());
    strip.reasons = first_reasons(said, before, std::move(measured));
    desk.decide(what->place, what->target, said, strip.reasons, strip.note);
    state.decide.strip = std::move(strip);
}

void clear(UiState& state, const ViewModel& model, ReviewDesk& desk) {
    const auto what = meant(state, model);
    if (!what) return;
    if (said_before(model, *what) == nullptr && !desk.waits_for(what->place.path)) {
        say(state, ToastKind::Notice,
            "There is no decision of " + model.review.author + " on " + word(state.decide.target) +
                " to clear.");
        return;
    }
    desk.clear(what->place, what->target);
    state.decide.strip.reset();
}

void go(Player& player, UiState& state, const ViewModel& model, int step) {
    const std::vector<std::int64_t> ticks = decision_ticks(model);
    const auto next = step > 0 ? std::ranges::upper_bound(ticks, model.tick)
                               : std::ranges::lower_bound(ticks, model.tick);
    const bool is_none = step > 0 ? next == ticks.end() : next == ticks.begin();
    if (is_none) {
        say(state, ToastKind::Notice,
            std::string("There is no decision ") + (step > 0 ? "after" : "before") +
                " this frame.");
        return;
    }
    player.seek(step > 0 ? *next : *std::prev(next));
}

void edit_reasons(UiState& state, const ViewModel& model) {
    DecideState& decide = state.decide;
    if (decide.strip) {
        decide.strip->has_keyboard = !decide.strip->has_keyboard;
        decide.strip->shown_at_s = now_s();
        return;
    }
    const auto what = meant(state, model);
    if (!what) return;
    const review::Decision* before = said_before(model, *what);
    if (before == nullptr) {
        say(state, ToastKind::Notice, std::string("Decide on ") + word(decide.target) + " first.");
        return;
    }
    decide.strip = ReasonStrip{what->place.path, what->place.medium.name,
                               what->target,     before->state,
                               before->reasons,  before->note,
                               now_s(),          true};
}

void next_tool(UiState& state) {
    DrawChoice& choice = state.decide.drawing;
    if (!choice.is_on) {
        choice.is_on = true;
        return;
    }
    choice.kind = static_cast<review::StrokeKind>((static_cast<int>(choice.kind) + 1) % 6);
}

} // namespace

bool decision_action(Action action, Player& player, UiState& state, const ViewModel& model,
                     ReviewDesk& desk) {
    DecideState& own = state.decide;
    switch (action) {
    case Action::Keep:
        decide(DecisionState::Keep, state, model, desk);
        return true;
    case Action::SendBack:
        decide(DecisionState::SendBack, state, model, desk);
        return true;
    case Action::HoldDecision:
        decide(DecisionState::Hold, state, model, desk);
        return true;
    case Action::ClearDecision:
        clear(state, model, desk);
        return true;
    case Action::PreviousDecision:
        go(player, state, model, -1);
        return true;
    case Action::NextDecision:
        go(player, state, model, 1);
        return true;
    case Action::DecideOn:
        own.target = own.target == TargetKind::Take    ? TargetKind::Shot
                     : own.target == TargetKind::Shot  ? TargetKind::Range
                     : own.target == TargetKind::Range ? TargetKind::Frame
                                                       : TargetKind::Take;
        say(state, ToastKind::Notice, std::string("Decisions are on ") + word(own.target) + ".");
        return true;
    case Action::NextAuthor:
        if (model.review.authors.size() < 2) {
            say(state, ToastKind::Notice,
                desk.author() + " decides, and nobody else is named yet: a click on the name at "
                                "the top right names somebody.");
            return true;
        }
        desk.next_author();
        own.strip.reset(); // It was about the other person's decision.
        say(state, ToastKind::Notice, desk.author() + " decides.");
        return true;
    case Action::EditReasons:
        edit_reasons(state, model);
        return true;
    case Action::ToggleDecisions:
        own.list = !own.list;
        return true;
    case Action::ToggleTakes:
        own.takes = !own.takes;
        return true;
    case Action::ShareReview:
        own.share = !own.share;
        return true;
    case Action::ToggleRanking:
        own.ranking = !own.ranking;
        return true;
    case Action::ToggleComments:
        own.comments = !own.comments;
        return true;
    case Action::ToggleDrawing:
        own.drawing.is_on = !own.drawing.is_on;
        own.stroke.reset();
        own.text.reset();
        return true;
    case Action::NextDrawTool:
        next_tool(state);
        return true;
    default:
        return false;
    }
}

std::vector<std::string> first_reasons(DecisionState said, const review::Decision* before,
                                       std::vector<std::string> measured) {
    if (said == DecisionState::Keep) return {};
    const bool was_held = before != nullptr && before->state == DecisionState::Hold;
    if (said == DecisionState::SendBack && was_held && !before->reasons.empty())
        return before->reasons;
    return measured;
}

bool fits_blind(Action action) {
    const std::string_view group = description(action).group;
    return group == "Transport" || group == "View" || group == "Sound" ||
           action == Action::BlindCompare || action == Action::Dismiss ||
           action == Action::ToggleHelp || action == Action::FullScreen || action == Action::Quit;
}

void go_to_decision(const std::string& id, Player& player, UiState& state, const ViewModel& model) {
    const auto& rows = model.review.table->rows();
    const auto row = std::ranges::find_if(
        rows, [&](const DecisionRow& candidate) { return candidate.decision->id == id; });
    if (row == rows.end()) return;
    const review::Decision& decision = *row->decision;
    const review::Medium* medium = model.review.table->medium(decision.media_id);
    // The take itself, else a cut that shows those frames.
    for (const bool is_cut : {false, true})
        for (const session::Source& source : model.session.sources) {
            const auto tick = static_cast<bool>(source.cut) == is_cut && medium != nullptr
                                  ? tick_of_target(model, source, *medium, decision.target)
                                  : std::nullopt;
            if (!tick) continue;
            // It becomes A, so that the next key is about it.
            player.edit([key = source.key](session::Session& s) { make_a(s, key); });
            state.chosen = source.key;
            player.seek(*tick);
            return;
        }
    say(state, ToastKind::Notice,
        '"' + row->take + "\" is not open" +
            (medium != nullptr && !medium->path.empty() ? ": " + medium->path : std::string()) +
            ". Open it to go there.");
}

void make_a(session::Session& session, session::SourceKey key) {
    const session::Source* a = session.source_a();
    const session::Source* b = session.source_b();
    if (a != nullptr && b != nullptr && b->key == key) session.compare.b = a->key;
    session.compare.a = key;
}

std::vector<std::int64_t> decision_ticks(const ViewModel& model) {
    std::vector<std::int64_t> ticks;
    const session::Source* a = model.session.source_a();
    if (a == nullptr) return ticks;
    const auto add = [&](std::int64_t from, std::int64_t to) {
        if (const auto span = ticks_of(model, *a, from, to)) ticks.push_back(span->first);
    };
    const SourceRemarks said = remarks_on(model, *a);
    if (said.remarks == nullptr) return ticks;
    for (const PlacedRemark& remark : *said.remarks)
        if (remark.kind == PlacedRemark::Kind::Decision) add(remark.first, remark.last);
    // What is about the whole of a single take lies at its head.
    const std::string* id = a->cut ? nullptr : model.review.id_of(a->path);
    if (id != nullptr)
        for (const std::uint32_t index : said.table->of(*id))
            if (said.table->rows()[index].decision->target.kind == TargetKind::Take) add(0, 0);
    std::ranges::sort(ticks);
    ticks.erase(std::unique(ticks.begin(), ticks.end()), ticks.end());
    return ticks;
}

} // namespace seamline::ui
