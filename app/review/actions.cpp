#include "app/review/actions.h"

#include <iterator>
#include <utility>

namespace seamline::review {
namespace {

Action one(Author author, Event event) {
    Action action;
    action.author = std::move(author);
    action.events.push_back(std::move(event));
    return action;
}

std::optional<std::string> unless_empty(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

} // namespace

Event draft(std::string media_id, std::optional<Target> target, Change change) {
    Event event;
    event.media_id = std::move(media_id);
    event.target = target;
    event.schema = schema_of(change);
    event.change = std::move(change);
    return event;
}

Action see(Author author, const Medium& medium) {
    return one(std::move(author), draft(medium.media_id, {}, MediumSeen{medium}));
}

Action decide(Author author, std::string media_id, const Target& target, DecisionState state,
              std::vector<std::string> reasons, std::string note) {
    return one(std::move(author), draft(std::move(media_id), target,
                                        Decided{state, std::move(reasons), std::move(note)}));
}

Action clear(Author author, std::string media_id, const Target& target) {
    return one(std::move(author), draft(std::move(media_id), target, Cleared{}));
}

Action comment(Author author, std::string media_id, const Target& target, std::string text) {
    return one(std::move(author), draft(std::move(media_id), target, Commented{std::move(text)}));
}

Action reply(Author author, std::string comment_id, std::string text) {
    return one(std::move(author), draft({}, {}, Replied{std::move(comment_id), std::move(text)}));
}

Action resolve(Author author, std::string comment_id, bool resolved) {
    const Change change = resolved ? Change(Resolved{comment_id}) : Change(Reopened{comment_id});
    return one(std::move(author), draft({}, {}, change));
}

Action draw(Author author, const Drawing& drawing) {
    const Target target = drawing.from == drawing.to ? Target::frame(drawing.from)
                                                     : Target::range(drawing.from, drawing.to);
    return one(std::move(author),
               draft(drawing.media_id, target, Drawn{drawing.id, drawing.ghost, drawing.strokes}));
}

Action erase(Author author, std::string drawing_id) {
    return one(std::move(author), draft({}, {}, DrawingRemoved{std::move(drawing_id)}));
}

Action put_shot(Author author, std::string shot, std::optional<CoverageClass> coverage,
                std::optional<ShotPlace> place) {
    return one(std::move(author), draft({}, {}, ShotPut{std::move(shot), coverage, place}));
}

Action order_shots(Author author, std::vector<std::string> shots) {
    return one(std::move(author), draft({}, {}, ShotsOrdered{std::move(shots)}));
}

Action put_take(Author author, std::string media_id, std::string shot, const TakeFacts& facts) {
    TakePut take;
    take.shot = std::move(shot);
    take.generator = unless_empty(facts.generator);
    take.version = unless_empty(facts.version);
    take.prompt = unless_empty(facts.prompt);
    take.seed = unless_empty(facts.seed);
    take.rights = unless_empty(facts.rights);
    return one(std::move(author), draft(std::move(media_id), {}, std::move(take)));
}

Action set_facts(Author author, std::string media_id, const TakeFacts& facts) {
    return one(std::move(author), draft(std::move(media_id), {},
                                        TakePut{std::nullopt, facts.generator, facts.version,
                                                facts.prompt, facts.seed, facts.rights}));
}

Action order_takes(Author author, std::string shot, std::vector<std::string> takes) {
    return one(std::move(author), draft({}, {}, TakesOrdered{std::move(shot), std::move(takes)}));
}

Action pick(Author author, std::string shot, std::string media_id) {
    return one(std::move(author), draft({}, {}, Picked{std::move(shot), std::move(media_id)}));
}

Action eliminate(Author author, std::span<const std::string> takes, bool eliminated) {
    Action action;
    action.author = std::move(author);
    for (const std::string& take : takes)
        action.events.push_back(
            draft(take, {}, eliminated ? Change(Eliminated{}) : Change(BroughtBack{})));
    return action;
}

Action succeed(Author author, std::string media_id, std::string of, std::int64_t shift) {
    return one(std::move(author), draft(std::move(media_id), {}, Succeeds{std::move(of), shift}));
}

Action set_reasons(Author author, std::vector<std::string> reasons) {
    return one(std::move(author), draft({}, {}, ReasonsSet{std::move(reasons)}));
}

Action compare(Author author, const Comparison& c) {
    return one(std::move(author), draft({}, {},
                                        Compared{c.shot, c.left, c.right, c.seed, c.answer,
                                                 c.left_reasons, c.right_reasons}));
}

Action name_review(Author author, std::string name) {
    return one(std::move(author), draft({}, {}, ReviewNamed{std::move(name)}));
}

Action answer_todo(Author author, std::string media_id, std::string decision, TodoState state,
                   std::string note) {
    return one(std::move(author), draft(std::move(media_id), {},
                                        TodoAnswered{std::move(decision), state, std::move(note)}));
}

Action set_policy(Author author, std::optional<Policy> policy) {
    return one(std::move(author), draft({}, {}, PolicySet{std::move(policy)}));
}

Action undo(Author author, bool any_run) {
    return {std::move(author), {}, Action::Step::Undo, any_run};
}

Action redo(Author author, bool any_run) {
    return {std::move(author), {}, Action::Step::Redo, any_run};
}

Action together(std::vector<Action> actions) {
    Action all;
    for (Action& action : actions) {
        if (all.author.empty()) all.author = action.author;
        all.events.insert(all.events.end(), std::make_move_iterator(action.events.begin()),
                          std::make_move_iterator(action.events.end()));
    }
    return all;
}

} // namespace seamline::review
