// app/review/actions.h: what people do, as the events of one transaction each.
#pragma once

#include "app/review/event.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace seamline::review {

/// One thing that a person does: stored whole or not at all, undone as one.
struct Action {
    enum class Step : std::uint8_t { Do, Undo, Redo };

    Author author;
    /// What is said; of each only media_id, target and change are filled in. Unused for undo and
    /// redo, which the log resolves when their turn comes.
    std::vector<Event> events;
    Step step = Step::Do;
    bool any_run = false; ///< Undo and redo: also what was done in earlier runs of the program.
};

/// An event of which only the content is known.
Event draft(std::string media_id, std::optional<Target> target, Change change);

/// Remembers a medium's facts and path. Not undone by undo.
Action see(Author author, const Medium& medium);
/// Replaces what the author decided on this very target.
Action decide(Author author, std::string media_id, const Target& target, DecisionState state,
              std::vector<std::string> reasons = {}, std::string note = {});
/// Takes back the author's decision on this very target (Decision::target).
Action clear(Author author, std::string media_id, const Target& target);
Action comment(Author author, std::string media_id, const Target& target, std::string text);
/// Answers a comment, or any reply of its thread.
Action reply(Author author, std::string comment_id, std::string text);
/// Of the comment's whole thread.
Action resolve(Author author, std::string comment_id, bool resolved);

/// Puts a drawing; of `drawing` id, media_id, from, to, ghost and strokes are used. An empty id
/// makes a new one, another replaces that one whole.
Action draw(Author author, const Drawing& drawing);
Action erase(Author author, std::string drawing_id);

/// Makes a shot, or changes its class and place.
Action put_shot(Author author, std::string shot, std::optional<CoverageClass> coverage = {},
                std::optional<ShotPlace> place = {});
Action order_shots(Author author, std::vector<std::string> shots);
/// Makes a medium a take of a shot (empty: of none), with what is known of how it was made: empty
/// facts leave what was known before.
Action put_take(Author author, std::string media_id, std::string shot, const TakeFacts& facts = {});
/// Sets all facts, the empty ones too.
Action set_facts(Author author, std::string media_id, const TakeFacts& facts);
/// Moves the takes into this order: what is not named follows.
Action order_takes(Author author, std::string shot, std::vector<std::string> takes);
/// Chooses the take that ships; empty: none.
Action pick(Author author, std::string shot, std::string media_id);
/// Culls takes, or brings them back; one action for all.
Action eliminate(Author author, std::span<const std::string> takes, bool eliminated);
/// `media_id` is the next round of `of`; see Take::successor_shift.
Action succeed(Author author, std::string media_id, std::string of, std::int64_t shift = 0);
Action set_reasons(Author author, std::vector<std::string> reasons);
/// Stores an answer; id, author and time of `comparison` are not used.
Action compare(Author author, const Comparison& comparison);
Action name_review(Author author, std::string name);
/// What the author says, on the take `media_id`, of the send-back `decision` of an earlier round;
/// Open takes that back.
Action answer_todo(Author author, std::string media_id, std::string decision, TodoState state,
                   std::string note = {});
/// The policy in effect from now on; nothing: none.
Action set_policy(Author author, std::optional<Policy> policy);

/// Takes back the author's last action, or brings it back; `any_run`: not only of this run.
Action undo(Author author, bool any_run = false);
Action redo(Author author, bool any_run = false);

/// Several as one, by the author of the first.
Action together(std::vector<Action> actions);

} // namespace seamline::review
