#include "app/review/fold.h"

#include <algorithm>
#include <unordered_set>

namespace seamline::review {
namespace {

/// `wanted` first, then what else `all` holds, in its order; without what `all` does not hold.
std::vector<std::string> ordered(const std::vector<std::string>& wanted,
                                 const std::vector<std::string>& all) {
    std::vector<std::string> result;
    const std::unordered_set<std::string> known(all.begin(), all.end());
    std::unordered_set<std::string> used;
    for (const auto* list : {&wanted, &all})
        for (const std::string& item : *list)
            if (known.contains(item) && used.insert(item).second) result.push_back(item);
    return result;
}

} // namespace

/// Applies one change to what stands.
struct Fold::Apply {
    Fold& fold;
    const Event& event;

    void operator()(const MediumSeen& c) const {
        const auto [at, is_new] = fold.media_at_.try_emplace(event.media_id, fold.media_.size());
        if (is_new)
            fold.media_.push_back(c.medium);
        else
            fold.media_[at->second] = c.medium;
    }
    Key key() const {
        return {event.author, event.media_id, event.target->kind, event.target->from,
                event.target->to};
    }
    void operator()(const Decided& c) const {
        if (!event.target) return;
        std::string& standing = fold.decision_of_[key()];
        if (!standing.empty()) fold.decisions_.erase(standing);
        standing = event.id;
        fold.decisions_.emplace(event.id, Decision{event.id, event.media_id, *event.target, c.state,
                                                   c.reasons, c.note, event.author, event.time_ms});
    }
    void operator()(const Cleared&) const {
        if (!event.target) return;
        const auto standing = fold.decision_of_.find(key());
        if (standing == fold.decision_of_.end()) return;
        fold.decisions_.erase(standing->second);
        fold.decision_of_.erase(standing);
    }
    void operator()(const Commented& c) const {
        fold.comments_.emplace(event.id, Comment{event.id, "", event.media_id,
                                                 event.target.value_or(Target::take()), c.text,
                                                 event.author, event.time_ms, false});
    }
    void operator()(const Replied& c) const {
        auto parent = fold.comments_.find(c.parent);
        if (parent == fold.comments_.end()) return;
        // A reply to a reply joins the thread.
        if (!parent->second.parent_id.empty())
            parent = fold.comments_.find(parent->second.parent_id);
        const Comment& first = parent->second;
        fold.comments_.emplace(event.id, Comment{event.id, first.id, first.media_id, first.target,
                                                 c.text, event.author, event.time_ms, false});
    }
    void resolve(const std::string& id, bool resolved) const {
        auto comment = fold.comments_.find(id);
        if (comment == fold.comments_.end()) return;
        if (!comment->second.parent_id.empty())
            comment = fold.comments_.find(comment->second.parent_id);
        comment->second.resolved = resolved;
    }
    void operator()(const Resolved& c) const { resolve(c.comment, true); }
    void operator()(const Reopened& c) const { resolve(c.comment, false); }
    void operator()(const Drawn& c) const {
        if (!event.target) return;
        const std::string id = c.drawing.empty() ? event.id : c.drawing;
        fold.drawings_[id] = Drawing{id,      event.media_id, event.target->from, event.target->to,
                                     c.ghost, c.strokes,      event.author,       event.time_ms};
    }
    void operator()(const DrawingRemoved& c) const { fold.drawings_.erase(c.drawing); }
    void operator()(const ShotPut& c) const {
        Shot& shot = fold.shot_of(c.shot);
        if (c.coverage) shot.coverage = *c.coverage;
        if (c.place) shot.place = *c.place;
    }
    void operator()(const ShotsOrdered& c) const {
        std::vector<std::string> names;
        for (const Shot& shot : fold.shots_) names.push_back(shot.name);
        std::vector<Shot> shots;
        for (const std::string& name : ordered(c.shots, names))
            shots.push_back(std::move(fold.shots_[fold.shot_at_.at(name)]));
        fold.shots_ = std::move(shots);
        for (std::size_t i = 0; i < fold.shots_.size(); ++i) fold.shot_at_[fold.shots_[i].name] = i;
    }
    void operator()(const TakePut& c) const {
        Take& take = fold.take_of(event.media_id);
        if (c.shot && *c.shot != take.shot) {
            fold.leave_stack(take);
            take.shot = *c.shot;
            if (!take.shot.empty()) fold.shot_of(take.shot).takes.push_back(take.media_id);
        }
        if (c.generator) take.facts.generator = *c.generator;
        if (c.version) take.facts.version = *c.version;
        if (c.prompt) take.facts.prompt = *c.prompt;
        if (c.seed) take.facts.seed = *c.seed;
        if (c.rights) take.facts.rights = *c.rights;
    }
    void operator()(const TakesOrdered& c) const {
        Shot& shot = fold.shot_of(c.shot);
        shot.takes = ordered(c.takes, shot.takes);
    }
    void operator()(const Picked& c) const { fold.shot_of(c.shot).pick = c.take; }
    void operator()(const Eliminated&) const { fold.take_of(event.media_id).eliminated = true; }
    void operator()(const BroughtBack&) const { fold.take_of(event.media_id).eliminated = false; }
    void operator()(const Succeeds& c) const {
        Take& take = fold.take_of(event.media_id);
        take.successor_of = c.of;
        take.successor_shift = c.of.empty() ? 0 : c.shift;
    }
    void operator()(const ReasonsSet& c) const { fold.reasons_ = c.reasons; }
    void operator()(const Compared& c) const {
        fold.comparisons_.emplace(event.id, Comparison{event.id, c.shot, c.left, c.right, c.seed,
                                                       c.answer, c.left_reasons, c.right_reasons,
                                                       event.author, event.time_ms});
    }
    void operator()(const Undone&) const {} // See add().
    void operator()(const Redone&) const {}
    void operator()(const ReviewNamed& c) const { fold.name_ = c.name; }
    void operator()(const Pruned&) const {}
    void operator()(const TodoAnswered& c) const {
        std::string& standing = fold.answer_of_[{event.author, event.media_id, c.decision}];
        fold.answers_.erase(standing);
        standing = event.id;
        if (c.state == TodoState::Open) return;
        fold.answers_.emplace(event.id, TodoAnswer{event.id, event.media_id, c.decision, c.state,
                                                   c.note, event.author, event.time_ms});
    }
    void operator()(const PolicySet& c) const { fold.policy_ = c.policy; }
};

Take& Fold::take_of(const std::string& media_id) {
    const auto [at, is_new] = take_at_.try_emplace(media_id, takes_.size());
    if (is_new) takes_.emplace_back().media_id = media_id;
    return takes_[at->second];
}

Shot& Fold::shot_of(const std::string& name) {
    const auto [at, is_new] = shot_at_.try_emplace(name, shots_.size());
    if (is_new) shots_.emplace_back().name = name;
    return shots_[at->second];
}

void Fold::leave_stack(const Take& take) {
    if (take.shot.empty()) return;
    Shot& shot = shot_of(take.shot);
    std::erase(shot.takes, take.media_id);
    if (shot.pick == take.media_id) shot.pick.clear();
}

void Fold::add(std::vector<Event> events) {
    bool in_order = true;
    for (Event& event : events) {
        const auto [at, is_new] = events_.try_emplace(event.id, std::move(event));
        if (!is_new) continue;
        const bool turns = std::holds_alternative<Undone>(at->second.change) ||
                           std::holds_alternative<Redone>(at->second.change);
        in_order = in_order && !turns && std::next(at) == events_.end();
        if (in_order) apply(at->second);
    }
    if (!in_order) rebuild();
}

void Fold::apply(const Event& event) {
    if (is_undone(event)) return;
    std::visit(Apply{*this, event}, event.change);
}

bool Fold::is_undone(const Event& event) const {
    const auto undone = undone_.find(event.action);
    return undone != undone_.end() && undone->second && is_undoable(event.change);
}

void Fold::rebuild() {
    Fold fresh;
    for (const auto& [id, event] : events_) {
        if (const auto* undo = std::get_if<Undone>(&event.change))
            fresh.undone_[undo->action] = true;
        if (const auto* redo = std::get_if<Redone>(&event.change))
            fresh.undone_[redo->action] = false;
    }
    for (const auto& [id, event] : events_) fresh.apply(event);
    fresh.events_ = std::move(events_);
    *this = std::move(fresh);
}

Review Fold::review() const {
    Review review;
    review.name = name_;
    review.media = media_;
    review.shots = shots_;
    review.reasons = reasons_.value_or(default_reasons());
    const auto copy = [](const auto& from, auto& to) {
        to.reserve(from.size());
        for (const auto& [id, item] : from) to.push_back(item);
    };
    copy(decisions_, review.decisions);
    copy(comments_, review.comments);
    copy(drawings_, review.drawings);
    copy(comparisons_, review.comparisons);
    copy(answers_, review.answers);
    review.policy = policy_;
    // Stack by stack, then the takes of no stack.
    review.takes.reserve(takes_.size());
    for (const Shot& shot : shots_) {
        int order = 0;
        for (const std::string& id : shot.takes) {
            review.takes.push_back(takes_[take_at_.at(id)]);
            review.takes.back().order = order++;
        }
    }
    for (const Take& take : takes_)
        if (take.shot.empty()) review.takes.push_back(take);
    return review;
}

std::optional<std::string> Fold::undoable(std::string_view author, std::string_view run) const {
    for (auto at = events_.rbegin(); at != events_.rend(); ++at) {
        const Event& event = at->second;
        if (event.author != author || (!run.empty() && event.run != run)) continue;
        if (!is_undoable(event.change)) continue;
        if (!is_undone(event)) return event.action;
    }
    return std::nullopt;
}

std::optional<std::string> Fold::redoable(std::string_view author, std::string_view run) const {
    for (auto at = events_.rbegin(); at != events_.rend(); ++at) {
        const Event& event = at->second;
        if (event.author != author || (!run.empty() && event.run != run)) continue;
        if (is_undoable(event.change)) return std::nullopt;
        const auto* undo = std::get_if<Undone>(&event.change);
        if (undo == nullptr) continue;
        const auto undone = undone_.find(undo->action);
        if (undone != undone_.end() && undone->second) return undo->action;
    }
    return std::nullopt;
}

std::vector<const Event*> Fold::events_of(std::string_view action) const {
    std::vector<const Event*> result;
    for (auto at = events_.lower_bound(std::string(action)); at != events_.end(); ++at)
        if (at->second.action == action) result.push_back(&at->second);
    return result;
}

} // namespace seamline::review
