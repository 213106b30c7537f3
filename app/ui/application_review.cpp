// What people decide: what of it concerns keys, undo steps and what is on the screen.
#include "app/interchange/decisions/read_review.h"
#include "app/session/review_medium.h"
#include "app/session/xdg.h"
#include "app/ui/application.h"
#include "app/ui/compared_pair.h"
#include "app/ui/review/blind_panel.h"
#include "app/ui/review/decision_actions.h"
#include "app/ui/review/decision_bar.h"
#include "app/ui/review/share_panel.h"

#include <algorithm>
#include <array>
#include <map>

namespace seamline::ui {
namespace {

/// Where media are now counts, not where they were when the store saw them.
void put_where_they_are(std::vector<review::Medium>& media,
                        const std::map<std::filesystem::path, std::string>& ids) {
    for (review::Medium& medium : media)
        for (const auto& [path, id] : ids)
            if (id == medium.media_id) medium.path = path.string();
}

} // namespace

void Application::start_review() {
    ReviewDesk::Options options;
    options.store = session::review_file();
    options.rescue = session::xdg_path(session::XdgFolder::State);
    options.author = preferences_.author.empty() ? session::review_author() : preferences_.author;
    seen_author_ = options.author;
    options.wake = [] { Desktop::wake(); };
    share_ = std::make_unique<ShareJob>([] { Desktop::wake(); });
    state_.decide.share_choice.folder = session::working_folder() / "review";
    review_ = std::make_unique<ReviewDesk>(
        std::move(options), [this](ToastKind kind, const std::string& text) { say(kind, text); });
}

/// Culled takes leave the screen, and come back with an undo.
void Application::follow_review(const ViewModel& model) {
    if (state_.decide.blind) return;
    std::map<session::SourceKey, bool> changed; // And whether it is culled now.
    for (const session::Source& source : model.session.sources) {
        const std::string* id = source.cut ? nullptr : model.review.id_of(source.path);
        if (id == nullptr) continue;
        const review::Take* take = model.review.table->take(*id);
        const bool is_culled = take != nullptr && take->eliminated;
        if (is_culled != culled_.contains(source.key)) changed[source.key] = is_culled;
    }
    if (changed.empty()) return;
    for (const auto& [key, is_culled] : changed) {
        if (is_culled)
            culled_.insert(key);
        else
            culled_.erase(key);
    }
    player_->edit([&](session::Session& s) {
        for (session::Source& source : s.sources)
            if (const auto at = changed.find(source.key); at != changed.end())
                source.visible = !at->second;
        const session::Source* a = s.find(s.compare.a);
        const auto shown = std::ranges::find_if(s.sources, &session::Source::visible);
        if (a != nullptr && !a->visible && shown != s.sources.end()) s.compare.a = shown->key;
    });
}

/// Notes what people wrote, which may be in any script.
void Application::note_review(const ReviewView& view) {
    if (view.change == noted_review_) return;
    noted_review_ = view.change;
    const review::Review& review = view.table->review();
    for (const DecisionRow& row : view.table->rows()) {
        for (const std::string* text : {&row.take, &row.shot, &row.generator, &row.reasons})
            fallbacks_.note(*text);
        fallbacks_.note(row.decision->note);
    }
    for (const std::string& author : view.authors) fallbacks_.note(author);
    for (const std::string& reason : review.reasons) fallbacks_.note(reason);
    for (const review::Comment& comment : review.comments) fallbacks_.note(comment.text);
    for (const review::Take& take : review.takes) fallbacks_.note(take.facts.prompt);
    for (const review::Drawing& drawing : review.drawings)
        for (const review::Stroke& stroke : drawing.strokes) fallbacks_.note(stroke.text);
}

/// Takes of A's shot that are on the screen in pairs, side by side, without their names.
void Application::toggle_blind(const ViewModel& model) {
    if (state_.decide.blind) return end_blind();
    end_view();
    const auto chosen = blind_takes(model);
    if (!chosen) return say(ToastKind::Warning, chosen.error().message);
    const std::vector<std::string>& takes = chosen.value().takes;
    BlindState blind;
    blind.before = playback::blind_view_of(player_->session());
    blind.shot = chosen.value().shot;
    // What was begun goes on where it was left.
    blind.round = review::blind_round(takes, model.review.table->review(), blind.shot,
                                      model.review.author, review::new_pairing_seed());
    state_.decide.strip.reset();
    state_.toasts.clear();                  // They may name takes.
    state_.decide.blind = std::move(blind); // The pair is shown once a frame without names is.
}

void Application::show_blind() {
    BlindState& blind = *state_.decide.blind;
    blind.left_reasons.clear();
    blind.right_reasons.clear();
    const session::Session session = player_->session();
    const auto ids = review_->view(session).ids;
    const auto key_of = [&](const std::string& media_id) {
        for (const session::Source& source : session.sources) {
            const auto id = source.cut ? ids.end() : ids.find(source.path);
            if (id != ids.end() && id->second == media_id) return source.key;
        }
        return session::SourceKey{0};
    };
    blind.is_shown = true;
    for (; blind.round.at < blind.round.schedule.size(); ++blind.round.at) {
        const review::Pair& pair = blind.round.schedule[blind.round.at];
        if (playback::show_blind_pair(*player_, key_of(pair.left), key_of(pair.right))) {
            player_->play(Rational(1));
            return;
        }
    }
    end_blind();
    say(ToastKind::Warning, "The blind comparison ended: its takes changed or were closed.");
}

void Application::answer_blind(review::BlindAnswer answer) {
    if (!state_.decide.blind) return;
    BlindState& blind = *state_.decide.blind;
    review::Compared compared;
    compared.shot = blind.shot;
    compared.left = blind.round.schedule[blind.round.at].left;
    compared.right = blind.round.schedule[blind.round.at].right;
    compared.seed = blind.round.seed;
    compared.answer = answer;
    const bool left_ships =
        answer == review::BlindAnswer::Left || answer == review::BlindAnswer::Both;
    const bool right_ships =
        answer == review::BlindAnswer::Right || answer == review::BlindAnswer::Both;
    if (!left_ships) compared.left_reasons = blind.left_reasons;
    if (!right_ships) compared.right_reasons = blind.right_reasons;
    review_->change(std::nullopt, {std::move(compared)});
    keeper_->forget_redo();
    if (++blind.round.at < blind.round.schedule.size()) return show_blind();
    end_blind();
    state_.decide.ranking = true;
}

void Application::end_blind() {
    if (!state_.decide.blind) return;
    const playback::BlindView before = state_.decide.blind->before;
    state_.decide.blind.reset();
    playback::leave_blind(*player_, before);
    for (const auto& [kind, text] : std::exchange(held_back_, {})) say(kind, text);
}

void Application::start_share(const ViewModel& model) {
    const ShareChoice& choice = state_.decide.share_choice;
    auto list = list_options_of(model.session, choice);
    if (!list) return say(ToastKind::Warning, list.error().message);
    playback::ReviewExportRequest request;
    request.list = std::move(list).value();
    request.product = choice.product;
    // What guests get holds nothing else.
    request.folder = choice.product == "guest" ? choice.folder / "guest" : choice.folder;
    share_folder_ = request.folder;
    request.pictures = choice.pictures;
    request.hide_names = choice.hide_names;
    request.findings = measured_words(model);
    std::shared_ptr<const interchange::Edit> cut;
    if (const session::SharedCut shown = cut_of(model.session, choice))
        cut = std::shared_ptr<const interchange::Edit>(shown, &shown->edit);
    auto review = std::make_shared<review::Review>(model.review.table->review());
    if (choice.of_session) {
        std::vector<std::string> media;
        for (const auto& path : ReviewDesk::media_of(player_->session()))
            if (const std::string* id = model.review.id_of(path)) media.push_back(*id);
        *review = playback::only_media(std::move(*review), media);
    }
    put_where_they_are(review->media, model.review.ids);
    share_lines_.clear();
    share_->start(std::move(review), std::move(cut), std::move(request));
}

void Application::follow_share() {
    const auto result = share_->take();
    if (!result) return;
    if (!*result) {
        share_lines_ = {result->error().message};
        say(ToastKind::Error, result->error().message);
        return;
    }
    const playback::ReviewExport& made = result->value();
    const std::filesystem::path& folder = share_folder_;
    share_lines_ = {made.files.size() == 1 ? "Wrote " + (folder / made.files.front()).string()
                                           : "Wrote " + std::to_string(made.files.size()) +
                                                 " files into " + folder.string()};
    for (const std::string& loss : made.losses) share_lines_.push_back("Not carried: " + loss);
    say(ToastKind::Notice, share_lines_.front());
}

/// The file is read in the background: it may lie on a slow disk.
void Application::import_review(const std::filesystem::path& file) {
    interchange::ReviewReadOptions options;
    const session::Session session = player_->session();
    const ReviewView view = review_->view(session);
    options.known = view.table->review().media;
    put_where_they_are(options.known, view.ids);
    options.stands = review_->review();
    // Lists of markers stand on the cut in A, or on the take in A.
    const session::Source* a = session.source_a();
    auto cut = a != nullptr ? a->cut : nullptr;
    if (a != nullptr && !cut)
        if (const auto id = view.ids.find(a->path); id != view.ids.end())
            options.media_id = id->second;
    incoming_.push_back(
        std::async(std::launch::async, [file, cut, options = std::move(options)]() mutable {
            if (cut) options.edit = &cut->edit;
            auto read = interchange::read_review_file(file, options);
            Desktop::wake();
            return IncomingReview{file, std::move(read)};
        }));
}

void Application::follow_imports() {
    while (!incoming_.empty() &&
           incoming_.front().wait_for(std::chrono::seconds(0)) == std::future_status::ready) {
        const IncomingReview incoming = incoming_.front().get();
        incoming_.pop_front();
        const auto failed = [&](const Error& error) {
            share_lines_ = {error.message};
            say(ToastKind::Error, error.message);
        };
        if (!incoming.read) {
            failed(incoming.read.error());
            continue;
        }
        const auto taken =
            review_->take_in(incoming.read.value().review, incoming.read.value().echo);
        if (!taken) {
            failed(taken.error());
            continue;
        }
        share_lines_ = {incoming.file.filename().string() + ": " +
                        std::to_string(taken.value().said) + " added, " +
                        std::to_string(taken.value().known) + " were known"};
        for (const interchange::EditNote& note : incoming.read.value().notes)
            share_lines_.push_back((note.where.empty() ? "" : note.where + ": ") + note.what);
        say(ToastKind::Notice, share_lines_.front());
        keeper_->forget_redo();
    }
}

/// Digits mean answers while takes are compared blindly; digits, and letters after nine, mean
/// reasons while the strip of reasons has the keyboard; else they mean sources.
bool Application::took_digit(const KeyEvent& event) {
    if (state_.decide.blind && !event.repeat) {
        const auto action = keys_.find(event.press);
        if (!action || *action < Action::ShowSource1 || *action > Action::ShowSource4) return false;
        constexpr std::array kAnswers{review::BlindAnswer::Left, review::BlindAnswer::Right,
                                      review::BlindAnswer::Both, review::BlindAnswer::Neither};
        answer_blind(kAnswers[static_cast<std::size_t>(*action) -
                              static_cast<std::size_t>(Action::ShowSource1)]);
        return true;
    }
    auto& strip = state_.decide.strip;
    if (!strip || !strip->has_keyboard || event.repeat) return false;
    if (event.press.named == NamedKey::Enter) {
        strip->has_keyboard = false;
        return true;
    }
    const auto table = review_->view(player_->session()).table;
    const std::vector<std::string>& reasons = table->review().reasons;
    const auto action = keys_.find(event.press);
    auto index = reason_of_letter(event.press, reasons.size());
    if (action && *action >= Action::ShowSource1 && *action <= Action::ShowSource9)
        index = static_cast<std::size_t>(*action) - static_cast<std::size_t>(Action::ShowSource1);
    if (!index) return false;
    if (!toggle_reason(*strip, reasons, *index)) return true;
    strip->shown_at_s = ImGui::GetTime();
    review_->amend(strip->path, strip->target, strip->state, strip->reasons, strip->note);
    keeper_->forget_redo();
    return true;
}

/// Does what the open dialog says: takes a folder in, or writes the review.
bool Application::took_enter(const KeyEvent& event, const ViewModel& model) {
    const DecideState& decide = state_.decide;
    if (decide.ingest.open && !event.repeat && event.press.named == NamedKey::Enter) {
        take_in_folder(false);
        return true;
    }
    if (!decide.share || event.repeat || event.press.named != NamedKey::Enter) return false;
    if (!share_->is_running() && !decide.share_choice.folder.empty()) start_share(model);
    return true;
}

void Application::undo() {
    if (undo_ingest()) return;
    const auto session = keeper_->undoable();
    const auto review = review_->undoable();
    if (review && (!session || *review > *session)) {
        const std::string what = review_->undo();
        if (!what.empty()) say(ToastKind::Notice, "Undone: " + what + ".");
        state_.decide.strip.reset();
    } else {
        keeper_->undo();
    }
}

void Application::redo() {
    if (redo_ingest()) return;
    const auto session = keeper_->redoable();
    const auto review = review_->redoable();
    if (review && (!session || *review > *session)) {
        const std::string what = review_->redo();
        if (!what.empty()) say(ToastKind::Notice, "Done again: " + what + ".");
    } else {
        keeper_->redo();
    }
}

void Application::pick_take(const ViewModel& model) {
    const auto place = decision_place(model);
    if (!place) return say(ToastKind::Warning, place.error().message);
    const std::string* id = model.review.id_of(place.value().path);
    const review::Take* take = id != nullptr ? model.review.table->take(*id) : nullptr;
    if (take == nullptr || take->shot.empty())
        return say(ToastKind::Warning, "The take in A stands in no shot's stack: " +
                                           keys_.keys_text(Action::ToggleTakes) + " makes one.");
    const auto& shots = model.review.table->review().shots;
    const auto shot = std::ranges::find(shots, take->shot, &review::Shot::name);
    const bool is_pick = shot != shots.end() && shot->pick == *id;
    review_->change(std::nullopt,
                    {review::Picked{take->shot, is_pick ? std::string() : take->media_id}});
    say(ToastKind::Notice,
        is_pick ? "Shot " + take->shot + " has no pick any more."
                : "The pick of shot " + take->shot + " is " + place.value().medium.name + ".");
}

void Application::cull(const ViewModel& model) {
    const session::SourceKey pointed = state_.decide.pointed;
    const auto place = decision_place(model, pointed);
    if (!place) return say(ToastKind::Warning, place.error().message);
    review_->change(place.value(), {review::Eliminated{}});
    say(ToastKind::Notice, place.value().medium.name + " is culled; " +
                               keys_.keys_text(Action::BringBack) + " brings culled takes back.");
}

void Application::bring_back(const ViewModel& model) {
    std::vector<std::pair<std::string, review::Change>> changes;
    for (const std::string& id : model.review.open_media) {
        const review::Take* take = model.review.table->take(id);
        if (take != nullptr && take->eliminated) changes.emplace_back(id, review::BroughtBack{});
    }
    review_->change_media(changes);
    if (changes.empty()) say(ToastKind::Notice, "No take of this session is culled.");
}

bool Application::review_action(Action action, const ViewModel& model) {
    const auto before = review_->undoable();
    switch (action) {
    case Action::PickTake:
        pick_take(model);
        break;
    case Action::Eliminate:
        cull(model);
        break;
    case Action::BringBack:
        bring_back(model);
        break;
    case Action::BlindCompare:
        toggle_blind(model);
        break;
    default:
        if (!decision_action(action, *player_, state_, model, *review_)) return false;
    }
    const bool says = action == Action::Keep || action == Action::SendBack ||
                      action == Action::HoldDecision || action == Action::ClearDecision ||
                      action == Action::PickTake || action == Action::Eliminate ||
                      action == Action::BringBack;
    // What was refused changes nothing.
    if (says && review_->undoable() != before) keeper_->forget_redo();
    return true;
}

} // namespace seamline::ui
