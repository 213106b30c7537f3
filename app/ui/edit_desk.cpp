#include "app/ui/edit_desk.h"

#include "app/interchange/read_edit.h"
#include "app/playback/seam_verdicts.h"
#include "app/session/cut_names.h"
#include "app/session/json_file.h"
#include "app/session/xdg.h"
#include "app/ui/overwrite_guard.h"
#include "decode/media/counted.h"

#include <algorithm>
#include <exception>
#include <memory>
#include <utility>

namespace seamline::ui {
namespace {

/// What is likely enough to be proposed as chosen.
constexpr double kLikely = 0.5;

/// Runs on a thread of its own, which no exception may leave.
template <typename Answer, typename Work> Answer guarded(Work&& work) {
    try {
        return work();
    } catch (const std::exception& failure) {
        Answer answer;
        answer.error = Error{ErrorCode::Io, failure.what()};
        return answer;
    }
}

} // namespace

std::vector<RelinkRow> relink_rows(const interchange::Edit& edit,
                                   const interchange::RelinkPlan& plan) {
    std::vector<RelinkRow> rows;
    for (const interchange::RelinkEntry& entry : plan.entries) {
        RelinkRow row{entry, {}, -1};
        for (const interchange::RelinkEntry::Use& use : entry.uses) {
            if (use.track >= edit.tracks.size()) continue;
            const auto& events = edit.tracks[use.track].events;
            if (use.event >= events.size() || use.media >= events[use.event].media.size()) continue;
            row.linked = events[use.event].media[use.media].path.string();
        }
        const bool likely =
            !entry.candidates.empty() && entry.candidates.front().confidence >= kLikely;
        if (row.linked.empty() && likely) row.chosen = 0;
        rows.push_back(std::move(row));
    }
    return rows;
}

std::filesystem::path proposed_name(const session::Source& cut) {
    if (!cut.path.empty() && interchange::is_edit_name(cut.path)) return unused_path(cut.path);
    std::string name = display_name(cut);
    std::ranges::replace(name, '/', '-');
    return unused_path(session::working_folder() / (name + ".otio"));
}

EditDesk::EditDesk(playback::Player& player, Say say) : player_(player), say_(std::move(say)) {}

void EditDesk::open(std::vector<std::filesystem::path> files, const session::EditPlaces& places) {
    opened_ = 0;
    for (std::filesystem::path& file : files) queue_.push_back(std::move(file));
    start_next(places);
}

void EditDesk::start_next(const session::EditPlaces& places) {
    if (queue_.empty() || opening_.is_running()) return;
    const std::filesystem::path file = queue_.front();
    const bool started = opening_.start([file, places](const auto& cancelled) {
        return guarded<Answer>([&] {
            Answer answer;
            auto opened = session::open_edit(file, places, {}, cancelled);
            if (opened)
                answer.edits = std::move(opened).value();
            else
                answer.error = opened.error();
            return answer;
        });
    });
    queue_.erase(queue_.begin());
    if (!started)
        say_(ToastKind::Warning, file.string() + " was not opened: too many files are being waited "
                                                 "for; try again later.");
}

void EditDesk::search(const session::Session& session, RelinkState& state,
                      const session::EditPlaces& places) {
    const session::Source* source = session.find(state.key);
    if (source == nullptr || !source->cut) return;
    session::EditPlaces wider = places;
    if (!state.folder.empty()) wider.roots.emplace_back(state.folder);
    if (!state.map_from.empty() && !state.map_to.empty())
        wider.maps.push_back({state.map_from, state.map_to});
    const bool started = errand_.start(
        [cut = source->cut, file = source->path, wider, key = state.key](const auto& cancelled) {
            return guarded<Answer>([&] {
                Answer answer;
                answer.searched = key;
                answer.plan = session::plan_relink(cut->edit, file, wider, cancelled);
                return answer;
            });
        });
    if (!started)
        say_(ToastKind::Warning, "Too many searches are being waited for; try again later.");
}

void EditDesk::read_list_at(const session::Session& session, session::SourceKey key,
                            const Rational& rate, const session::EditPlaces& places) {
    const session::Source* source = session.find(key);
    if (source == nullptr || !source->cut) return;
    const bool started = errand_.start(
        [cut = source->cut, file = source->path, key, rate, places](const auto& cancelled) {
            return guarded<Answer>([&] {
                Answer answer;
                auto read = session::list_at_rate(*cut, file, rate, places);
                if (!read) {
                    answer.error = read.error();
                    return answer;
                }
                answer.searched = key;
                answer.read = std::move(read).value();
                answer.instead_of = cut;
                answer.plan = session::plan_relink(answer.read->edit, file, places, cancelled);
                return answer;
            });
        });
    if (!started) say_(ToastKind::Warning, "Too many files are being waited for; try again later.");
}

bool EditDesk::accept_list(const Answer& answer) {
    bool is_read = false;
    player_.edit([&](session::Session& s) {
        session::Source* source = s.find(answer.searched);
        // A change that was made meanwhile would be lost without a word.
        if (source == nullptr || source->cut.get() != answer.instead_of.get()) return;
        playback::change_rate(*source, answer.read);
        is_read = true;
    });
    if (is_read)
        say_(ToastKind::Notice, answer.read->edit.name + " is read at " +
                                    answer.read->edit.rate.text() +
                                    " frames per second. Undo takes it back.");
    else
        say_(ToastKind::Warning, answer.read->edit.name + " was changed meanwhile and stays as it "
                                                          "is; set its rate again.");
    return is_read;
}

void EditDesk::apply(const RelinkState& state) {
    player_.edit([&](session::Session& s) {
        session::Source* source = s.find(state.key);
        if (source == nullptr || !source->cut) return;
        interchange::Edit edit = source->cut->edit;
        for (const RelinkRow& row : state.rows)
            if (row.chosen >= 0 && row.chosen < std::ssize(row.entry.candidates))
                interchange::apply(edit, row.entry,
                                   row.entry.candidates[static_cast<std::size_t>(row.chosen)]);
        const session::SharedCut made = session::make_cut(std::move(edit), {});
        auto cut = std::make_shared<session::Cut>(*made);
        for (const auto& [path, settings] : source->cut->media) cut->media[path] = settings;
        source->cut = session::SharedCut(std::move(cut));
    });
}

void EditDesk::save(const session::Session& session, session::SourceKey key,
                    const std::filesystem::path& file, interchange::OtioProfile profile,
                    RelinkState& state) {
    const session::Source* source = session.find(key);
    if (source == nullptr || !source->cut) return;
    std::error_code code;
    if (file == source->path || std::filesystem::equivalent(file, source->path, code)) {
        say_(ToastKind::Warning, "The imported file is never changed: choose another name.");
        return;
    }
    const auto written = interchange::write_edit(source->cut->edit, file, {profile, true});
    if (!written) return say_(ToastKind::Error, written.error().message);
    const Result<Done> done = session::write_whole(file, written.value().text);
    if (!done) return say_(ToastKind::Error, done.error().message);
    state.losses.clear();
    for (const interchange::EditNote& loss : written.value().losses)
        state.losses.push_back((loss.where.empty() ? "" : loss.where + ": ") + loss.what);
    say_(state.losses.empty() ? ToastKind::Notice : ToastKind::Warning,
         "Saved " + file.string() +
             (state.losses.empty() ? "."
                                   : ". " + counted(state.losses.size(), "thing is", "things are") +
                                         " not in it: the media dialog lists " +
                                         (state.losses.size() == 1 ? "it." : "them.")));
}

void EditDesk::make_cut(const session::Session& session) {
    std::vector<std::filesystem::path> takes;
    for (const session::Source& source : session.sources)
        if (source.visible && !source.cut) takes.push_back(source.path);
    if (takes.empty()) {
        say_(ToastKind::Warning, "There are no visible takes to put one after another.");
        return;
    }
    const bool started = errand_.start([takes](const auto&) {
        return guarded<Answer>([&] {
            Answer answer;
            auto made = session::cut_of_takes(takes, "takes as a cut");
            if (made)
                answer.made = std::move(made).value();
            else
                answer.error = made.error();
            return answer;
        });
    });
    if (!started) say_(ToastKind::Warning, "Too many files are being waited for; try again later.");
}

void EditDesk::show(RelinkState& state, session::SourceKey key, const std::string& title,
                    const interchange::RelinkPlan& plan, bool ask) {
    const session::Session session = player_.session();
    const session::Source* source = session.find(key);
    if (source == nullptr || !source->cut) return;
    if (state.key != key || state.save_path.empty()) {
        state.save_path = proposed_name(*source).string();
        state.losses.clear();
    }
    state.key = key;
    state.title = title;
    state.rows = relink_rows(source->cut->edit, plan);
    state.note = plan.note;
    state.open = state.open || ask;
}

bool EditDesk::take(RelinkState& state, const session::EditPlaces& places) {
    bool changed = false;
    if (auto answer = opening_.take()) changed = accept(*std::move(answer), state);
    if (auto answer = errand_.take()) changed = accept(*std::move(answer), state) || changed;
    start_next(places);
    return changed;
}

bool EditDesk::accept(Answer answer, RelinkState& state) {
    bool changed = false;
    if (answer.error) say_(ToastKind::Error, answer.error->message);
    for (session::OpenedEdit& edit : answer.edits) {
        edit.source.name = session::name_beside(player_.session(), edit.source);
        const std::string name = edit.source.name;
        const session::MediaCount media = session::count_media(edit.source.cut->edit);
        const std::size_t notes = edit.source.cut->edit.notes.size();
        const session::SourceKey key = player_.open(std::move(edit.source));
        player_.edit([key, place = opened_++](session::Session& s) {
            if (place == 0) s.compare.a = key;
            if (place == 1) s.compare.b = key;
            if (s.sources.size() == 1) s.compare.mode = session::CompareMode::Single;
        });
        changed = true;
        show(state, key, name, edit.plan, media.offline > 0);
        if (media.offline > 0)
            say_(ToastKind::Warning, name + ": " + std::to_string(media.offline) + " of " +
                                         counted(media.media, "medium", "media") +
                                         (media.offline == 1 ? " is offline and shows as a slate."
                                                             : " are offline and show as slates."));
        if (notes > 0)
            say_(ToastKind::Notice, name + ": " + counted(notes, "note", "notes") +
                                        " on reading it; the media dialog lists " +
                                        (notes == 1 ? "it." : "them."));
    }
    if (answer.made) {
        const session::SourceKey key = player_.open(*std::move(answer.made));
        player_.edit([key](session::Session& s) {
            s.compare.a = key;
            s.compare.mode = session::CompareMode::Single;
        });
        changed = true;
    }
    if (answer.read) changed = accept_list(answer) || changed;
    if (answer.searched != 0 && answer.searched == state.key)
        show(state, state.key, state.title, answer.plan, false);
    return changed;
}

} // namespace seamline::ui
