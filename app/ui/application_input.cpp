#include "app/session/xdg.h"
#include "app/ui/actions.h"
#include "app/ui/application.h"
#include "app/ui/color_actions.h"
#include "app/ui/cut_actions.h"
#include "app/ui/hand_measures.h"
#include "app/ui/panels.h"
#include "app/ui/picture_places.h"
#include "app/ui/popups.h"
#include "app/ui/review/decision_actions.h"
#include "app/ui/snapshot_size.h"

#include <algorithm>
#include <cstdlib>

namespace seamline::ui {
namespace {

using Clock = std::chrono::steady_clock;

/// A key held longer than this shows its source only while it is held.
constexpr std::chrono::milliseconds kMomentary{300};

/// Of stop and play held together.
constexpr Rational kHeldSpeed{1, 4};

/// What the arrows and the rest may not do while a dialog has the keyboard.
bool dialog_is_open(const UiState& state) { return state.browser != BrowserPurpose::Closed; }

template <typename... Functions> struct Overloaded : Functions... {
    using Functions::operator()...;
};
template <typename... Functions> Overloaded(Functions...) -> Overloaded<Functions...>;

} // namespace

void Application::take_keys(const ViewModel& model) {
    for (const KeyEvent& event : window_.take_keys()) take_key(event, model);
    if (!second_window_) return;
    for (const KeyEvent& event : second_window_->take_keys()) {
        if (escaped_second(event)) return;
        take_key(event, model);
        if (!second_window_) return;
    }
}

/// Esc in the second window means that window.
bool Application::escaped_second(const KeyEvent& event) {
    if (!event.down || event.press.named != NamedKey::Escape) return false;
    close_second();
    return true;
}

void Application::take_key(const KeyEvent& event, const ViewModel& model) {
    if (!event.down) {
        release_source(event);
        release_slow(event);
        return;
    }
    if (captured(event.press)) return;
    if (ImGui::GetIO().WantTextInput) return;
    // Before anything that lies beneath it.
    if (event.press.named == NamedKey::Escape && close_popup()) return;
    if (dialog_is_open(state_)) return;
    if (took_marked(event) || took_digit(event) || took_enter(event, model)) return;
    const auto action = keys_.find(event.press);
    if (!action || auditioned(event, *action)) return;
    const Response response = description(*action).response;
    if (event.repeat && response != Response::Repeats) return;
    if (response == Response::Holds) hold_source(event, *action);
    if (played_slowly(event, *action)) return;
    press(*action, model);
}

/// Stop held while a play key goes down: one frame that way at once, then slowly. A tap of the play
/// key is a step. Source: what editing programs do with K held.
bool Application::played_slowly(const KeyEvent& event, Action action) {
    if (action == Action::Stop) stop_key_ = event.key;
    const bool forward = action == Action::PlayForward;
    if (!stop_key_ || (!forward && action != Action::PlayReverse)) return false;
    if (!slow_key_) speed_before_slow_ = player_->transport().speed();
    slow_key_ = event.key;
    player_->step(forward ? 1 : -1);
    player_->play(forward ? kHeldSpeed : -kHeldSpeed);
    return true;
}

void Application::release_slow(const KeyEvent& event) {
    const bool ended = slow_key_ && (event.key == *slow_key_ || stop_key_ == event.key);
    if (stop_key_ == event.key) stop_key_.reset();
    if (!ended) return;
    slow_key_.reset();
    player_->pause();
    const std::int64_t tick = player_->transport().tick_at(player_->now());
    player_->play(speed_before_slow_); // What the play button goes on with.
    player_->pause();
    player_->seek(tick); // At an end, to play means to go to the other one.
}

void Application::hold_source(const KeyEvent& event, Action action) {
    const session::Session session = player_->session();
    const auto index =
        static_cast<std::size_t>(action) - static_cast<std::size_t>(Action::ShowSource1);
    if (index < session.sources.size())
        momentary_ = Momentary{event.key, Clock::now(), session.compare};
}

void Application::release_source(const KeyEvent& event) {
    if (!momentary_ || momentary_->key != event.key) return;
    const Momentary held = *std::exchange(momentary_, std::nullopt);
    if (Clock::now() - held.since < kMomentary) return;
    player_->edit([&](session::Session& s) {
        s.compare.a = held.before.a;
        s.compare.b = held.before.b;
    });
}

/// Takes a press for the key editor. True when it did.
bool Application::captured(const KeyPress& press) {
    KeyCapture& capture = state_.key_capture;
    if (!capture.waiting || !capture.action) return false;
    if (press.named == NamedKey::Escape) {
        capture = {};
        return true;
    }
    const std::vector<Chord> chords = chords_of(press);
    if (chords.empty()) return true;
    capture.waiting = false;
    capture.chord = chords.front();
    capture.refusal = keys_.bind(*capture.action, capture.chord);
    if (!capture.refusal) capture = {};
    return true;
}

/// Says at once why nothing happens; it names no take.
void Application::refuse_blind() {
    show_toast(ToastKind::Notice, "Names stay hidden: " + keys_.keys_text(Action::BlindCompare) +
                                      " ends the blind comparison first.");
}

void Application::press(Action action, const ViewModel& model) {
    if (state_.decide.blind && !fits_blind(action)) return refuse_blind();
    const bool is_about_files = action == Action::RelinkMedia || action == Action::SaveEdit ||
                                action == Action::ShowChanges || action == Action::MakeCut;
    if (state_.audition.view && is_about_files) {
        end_view(); // They mean the session's own sources.
        press(action, collect());
        return;
    }
    if (program_action(action, model) || review_action(action, model)) return;
    if (ui::carry_out(action, *player_, state_, model)) return;
    const session::Source* chosen = model.session.find(state_.chosen);
    if (chosen == nullptr) chosen = model.session.source_a();
    ColorTarget target;
    if (chosen != nullptr) target.key = chosen->key;
    if (const auto* report = model.report(target.key)) target.report = report->color;
    player_->edit([&](session::Session& s) {
        static_cast<void>(color_action(action, s, *color_choices_, target));
    });
}

void Application::dismiss() {
    if (state_.key_overlay)
        state_.key_overlay = false;
    else if (state_.decide.blind)
        end_blind();
    else if (state_.key_editor)
        state_.key_editor = false;
    else if (state_.noted_marker)
        state_.noted_marker.reset();
    else if (state_.decide.ingest.open)
        state_.decide.ingest.open = false;
    else if (state_.export_dialog)
        state_.export_dialog = false;
    else if (state_.settings_dialog)
        state_.settings_dialog = false;
    else if (state_.relink.open)
        state_.relink.open = false;
    else if (state_.relink.changes_open)
        state_.relink.changes_open = false;
    else if (state_.tool_settings)
        state_.tool_settings = false;
    else if (state_.marker_list)
        state_.marker_list = false;
    else if (state_.seam_list)
        state_.seam_list = false;
    else if (state_.decide.strip)
        state_.decide.strip.reset();
    else if (state_.decide.text)
        state_.decide.text.reset();
    else if (state_.decide.drawing.is_on)
        state_.decide.drawing.is_on = false;
    else if (state_.decide.comments)
        state_.decide.comments = false;
    else if (state_.decide.takes)
        state_.decide.takes = false;
    else if (state_.decide.list)
        state_.decide.list = false;
    else if (state_.cut_list)
        state_.cut_list = false;
    else if (state_.still_list)
        state_.still_list = false;
    else if (state_.hand.tool != HandTool::None)
        state_.hand = {HandTool::None, state_.hand.list, {}, {}, {}, 0};
    else if (state_.hand.list)
        state_.hand.list = false;
    else if (state_.decide.share)
        state_.decide.share = false;
    else if (state_.decide.ranking)
        state_.decide.ranking = false;
    else if (state_.audition.view)
        end_view();
    else if (state_.probe_area)
        state_.probe_area.reset();
    else if (state_.scopes_fill)
        state_.scopes_fill = false;
    else if (state_.presentation)
        state_.presentation = state_.full_screen = false;
    else if (state_.full_screen)
        state_.full_screen = false;
    else if (state_.panels_hidden)
        state_.panels_hidden = false;
    else
        state_.toasts.clear();
}

bool Application::program_action(Action action, const ViewModel& model) {
    const session::Source* chosen = model.session.find(state_.chosen);
    if (chosen == nullptr) chosen = model.session.source_a();
    const session::SourceKey key = chosen != nullptr ? chosen->key : 0;
    switch (action) {
    case Action::Open:
        state_.browser = BrowserPurpose::OpenSession;
        return true;
    case Action::AddSource:
        state_.browser = BrowserPurpose::AddSources;
        return true;
    case Action::TakeInFolder:
        ask_for_folder();
        return true;
    case Action::OpenArrived:
        open_arrived();
        return true;
    case Action::ChooseColorConfig:
        state_.browser = BrowserPurpose::ChooseColorConfig;
        return true;
    case Action::NewSession: {
        session::Session fresh;
        fresh.transport.around_s = state_.around_s;
        fresh.tool_settings = model.session.tool_settings;
        keeper_->start_new(fresh);
    }
        return true;
    case Action::Save:
        if (!keeper_->path().empty()) {
            keeper_->save(keeper_->path());
            return true;
        }
        [[fallthrough]];
    case Action::SaveAs:
        state_.browser = BrowserPurpose::SaveSession;
        return true;
    case Action::Reload:
        if (key != 0) {
            player_->reload(key);
            forget_pictures(key);
        }
        return true;
    case Action::CloseSource:
        if (key == 0) return true;
        end_view();
        keeper_->close(key);
        playback::follow_session(*player_, state_.audition);
        return true;
    case Action::Undo:
        undo();
        return true;
    case Action::Redo:
        redo();
        return true;
    case Action::Snapshot:
    case Action::SnapshotCounters:
        if (model.shown && !model.session.sources.empty())
            export_->start_snapshot(
                model.shown, export_path(model, ".png"),
                {.tools = state_.export_settings.tools,
                 .counters = action == Action::SnapshotCounters,
                 .size = state_.export_settings.own_size
                             ? std::optional(own_size(model.session, model.reports, *model.shown))
                             : std::nullopt},
                label_context(model.session));
        return true;
    case Action::ExportMovie:
        // A name proposed earlier told of another moment and perhaps of another take.
        if (!state_.export_dialog) state_.export_settings.path.clear();
        state_.export_dialog = true;
        propose_export(model);
        return true;
    case Action::RelinkMedia:
    case Action::SaveEdit:
        show_media(model);
        return true;
    case Action::ShowChanges:
        state_.relink.changes_open = !state_.relink.changes_open;
        return true;
    case Action::MakeCut:
        edits_->make_cut(model.session);
        return true;
    case Action::Preferences:
        state_.scale_wanted = state_.scale;
        state_.settings_dialog = true;
        return true;
    case Action::NudgeReset:
        player_->edit([key](session::Session& s) {
            if (session::Source* source = s.find(key)) {
                source->timing.offset_s = Rational(0);
                source->timing.in_s = Rational(0);
            }
        });
        return true;
    case Action::AlignSameMoment:
        align_same_moment(model);
        return true;
    case Action::AlignByContent:
        align(AlignBy::Content, model);
        return true;
    case Action::NextTheme:
        set_theme(static_cast<session::Theme>((static_cast<int>(state_.theme) + 1) % 3));
        return true;
    case Action::Dismiss:
        dismiss();
        return true;
    case Action::SecondDisplay:
        toggle_second();
        return true;
    case Action::NextOutput:
        step_output(playback::Viewport::Main);
        return true;
    case Action::NextSecondOutput:
        step_output(playback::Viewport::Second);
        return true;
    case Action::Quit:
        quitting_ = true;
        return true;
    default:
        return false;
    }
}

void Application::take_drops(const ViewModel& model) {
    for (const DropEvent& drop : window_.take_drops()) {
        if (state_.decide.blind) {
            refuse_blind();
            continue;
        }
        // On one of two pictures side by side: that one is replaced; anywhere else files are added.
        session::SourceKey replaced = 0;
        if (model.shown && model.session.sources.size() == 2 && drop.paths.size() == 1 &&
            model.session.compare.mode != session::CompareMode::Single) {
            for (const PicturePlace& place : places_of(*model.shown, viewer_.min)) {
                const bool right_half = drop.at.x >= place.tile.center().x;
                const bool alone = place.tile.size().x < viewer_.size().x;
                if (place.tile.contains(drop.at) && (alone || right_half == place.is_second))
                    replaced = place.key;
            }
        }
        open_files(drop.paths, replaced);
    }
}

void Application::change_key(const ChangeKey& change) {
    switch (change.what) {
    case ChangeKey::What::Take:
        static_cast<void>(keys_.bind(change.action, change.chord, KeyMap::OnObjection::Take));
        break;
    case ChangeKey::What::Unbind:
        keys_.unbind(change.chord);
        break;
    case ChangeKey::What::Reset:
        keys_.reset(change.action);
        break;
    case ChangeKey::What::Preset:
        keys_.set_preset(change.preset);
        break;
    }
}

void Application::carry_out(const Commands& commands, const ViewModel& model) {
    for (const Action action : commands.actions) press(action, model);
    if (!commands.edits.empty())
        player_->edit([&](session::Session& s) {
            for (const auto& change : commands.edits) change(s);
        });
    const auto perform = Overloaded{
        [&](const Align& r) { align(r.by, model); },
        [&](const ChangeKey& r) { change_key(r); },
        [&](const SeekTo& r) {
            player_->seek(
                std::clamp<std::int64_t>(r.tick, 0, std::max<std::int64_t>(model.length - 1, 0)));
        },
        [&](const ScrubTo& r) {
            player_->set_scrubbing(r.held);
            if (player_->transport().playing()) player_->pause();
            player_->seek(r.tick);
        },
        [&](const PlayAt& r) { player_->play(r.speed); },
        [&](const OpenFiles& r) { open_files(r.paths, r.replaced); },
        [&](const SearchMedia&) { search_media(model); },
        [&](const ApplyRelink&) {
            edits_->apply(state_.relink);
            search_media(model);
        },
        [&](const ReadListAt& r) {
            end_view();
            edits_->read_list_at(model.session, r.key, r.rate, edit_places());
        },
        [&](const SaveEdit& r) { save_edit(r, model); },
        [&](const CloseSource& r) {
            end_view();
            keeper_->close(r.key);
            playback::follow_session(*player_, state_.audition);
        },
        [&](const AddTake& r) { add_take(*player_, state_, {.path = r.path}); },
        [&](const EditSlot& r) { edit_slot(*player_, state_, r); },
        [&](const UseThresholds& r) { use_thresholds(r.file); },
        [&](const SetAround& r) {
            state_.around_s = r.seconds;
            playback::set_around(*player_, state_.audition, r.seconds);
        },
        [&](const ChooseVariant& r) {
            if (!shows_variants(state_)) return;
            mark_variant(*player_, state_, r.key);
            if (r.taken) take_variant(*player_, state_, marked_variant(state_));
        },
        [&](const HoldStill& r) { hold_still(r.id); },
        [&](const GoToStill& r) { go_to_still(r.id, model); },
        [&](const MatchRegions&) { match_regions(*player_, state_, model, *still_pictures_); },
        [&](const SaveMatch& r) { save_match(r.path); },
        [&](const ChangeReview& r) {
            r.change(*review_);
            keeper_->forget_redo();
        },
        [&](const StartShare&) { start_share(model); },
        [&](const CancelShare&) { share_->cancel(); },
        [&](const ImportReview& r) { import_review(r.path); },
        [&](const TakeInFolder& r) { take_in_folder(r.only_open); },
        [&](const StopWatching& r) {
            if (const auto done = ingest_->stop_watching(r.folder); !done)
                say(ToastKind::Warning, done.error().message);
        },
        [&](const AnswerBlind& r) { answer_blind(r.answer); },
        [&](const GoToDecision& r) { go_to_decision(r.id, *player_, state_, model); },
        [&](const ReloadSource& r) {
            player_->reload(r.key);
            forget_pictures(r.key);
        },
        [&](const OpenSession& r) { keeper_->open_session(r.path); },
        [&](const SaveSession& r) { keeper_->save(r.path); },
        [&](const StartExport& r) { export_movie(r.settings, model); },
        [&](const CancelExport&) { export_->cancel(); },
        [&](const SetScale& r) { rescale(r.scale); },
        [&](const SetTheme& r) { set_theme(r.theme); },
        [&](const ClearRecent&) { keeper_->clear_recent(); },
        [&](const OpenSecond& r) { open_second(r.display); },
        [&](const SetOutput& r) { set_output(r.viewport, r.output); },
        [&](const UseColorConfig& r) {
            if (!color_setup_.ask(r.choice))
                say(ToastKind::Warning, "Too many files are being waited for; try again later.");
        },
    };
    for (const Request& request : commands.requests) {
        // Nothing that could tell names while they are hidden.
        const bool fits =
            std::holds_alternative<SeekTo>(request) || std::holds_alternative<ScrubTo>(request) ||
            std::holds_alternative<PlayAt>(request) || std::holds_alternative<AnswerBlind>(request);
        if (!state_.decide.blind || fits)
            std::visit(perform, request);
        else
            refuse_blind();
    }
    propose_export(model);
}

/// A movie that has no name yet gets one.
void Application::propose_export(const ViewModel& model) {
    ExportSettings& settings = state_.export_settings;
    if (!state_.export_dialog || !settings.path.empty()) return;
    settings.path = export_path(model, settings.lossless ? ".mkv" : ".mp4");
    if (!export_folder_.empty())
        settings.path = unused_path(export_folder_ / settings.path.filename());
    export_guard_.forget();
}

void Application::export_movie(const ExportSettings& settings, const ViewModel& model) {
    if (export_->running()) return;
    if (const auto objection = export_guard_.objection(settings.path, {}, model.session.sources)) {
        say(ToastKind::Warning, *objection);
        return;
    }
    export_folder_ = settings.path.parent_path();
    export_->start_movie(settings, label_context(model.session));
}

std::filesystem::path Application::export_path(const ViewModel& model,
                                               const char* extension) const {
    std::filesystem::path folder = session::working_folder();
    const std::filesystem::path pictures = session::home_folder() / "Pictures";
    std::error_code ignored;
    if (!keeper_->path().empty())
        folder = keeper_->path().parent_path();
    else if (std::filesystem::is_directory(pictures, ignored))
        folder = pictures;
    const session::Source* a = model.session.source_a();
    // A still is named after what it shows, which may be a tick behind the playhead.
    const bool is_still = std::string_view(extension) == ".png" && model.shown;
    const std::int64_t tick = is_still ? model.shown->tick.number : model.tick;
    const std::string stem = (a != nullptr ? display_name(*a) : std::string("seamline")) + "_" +
                             session::name(model.session.compare.mode) + "_" +
                             std::to_string(tick + model.session.frame_base);
    std::string safe = stem;
    std::ranges::replace(safe, '/', '-');
    return unused_path(folder / (safe + extension));
}

} // namespace seamline::ui
