// Takes judged in their slot: what of it concerns keys, files and undo steps.
#include "app/ui/application.h"
#include "app/ui/cut_actions.h"

namespace seamline::ui {

void Application::start_auditions() {
    keeper_->set_trials({[this](session::Session session) {
                             session = playback::settled(std::move(session), state_.audition);
                             const auto& blind = state_.decide.blind;
                             return blind ? playback::settled(std::move(session), blind->before)
                                          : session;
                         },
                         [this] {
                             state_.decide.blind.reset();
                             playback::follow_session(*player_, state_.audition);
                         }});
}

/// While takes are shown as a grid the digits mean takes, not sources.
bool Application::auditioned(const KeyEvent& event, Action action) {
    const bool is_digit = action >= Action::ShowSource1 && action <= Action::ShowSource9;
    if (!shows_variants(state_) || !is_digit) return false;
    if (!event.repeat)
        take_variant(*player_, state_,
                     static_cast<std::size_t>(action) -
                         static_cast<std::size_t>(Action::ShowSource1));
    return true;
}

bool Application::took_marked(const KeyEvent& event) {
    if (!shows_variants(state_) || event.repeat || event.press.named != NamedKey::Enter)
        return false;
    take_variant(*player_, state_, marked_variant(state_));
    return true;
}

void Application::end_view() { playback::leave_view(*player_, state_.audition); }

void Application::collect_slot(ViewModel& model) {
    const auto slot = playback::judged_slot(*player_, state_.audition);
    if (slot) model.slot = player_->slot_report(slot.value());
    // Elsewhere than at the playhead the player cannot know which takes are wanted.
    const bool is_held = state_.audition.around || state_.audition.view || state_.audition.chosen;
    player_->keep_ready(slot && is_held ? std::optional(slot.value()) : std::nullopt);
    const session::Source* a = model.session.source_a();
    if (a == nullptr || model.session.counter != session::CounterMode::SourceTimecode) return;
    const playback::FrameChoice* choice = model.choice(a->key);
    const playback::SourceReport* report = model.report(a->key);
    if (choice != nullptr && report != nullptr)
        model.source_counter =
            source_counter(model.counter, *choice, clock_of(*report), model.shown->tick.number);
}

} // namespace seamline::ui
