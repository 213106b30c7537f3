#include "app/review/rounds.h"

#include <algorithm>
#include <limits>
#include <set>
#include <unordered_set>

namespace seamline::review {
namespace {

bool overlap(const Target& a, const Target& b) {
    if (a.kind == TargetKind::Take || b.kind == TargetKind::Take) return a.kind == b.kind;
    return a.from <= b.to && b.from <= a.to;
}

/// Whether `decision` is on every frame of `target`; they overlap.
bool holds_all(const Target& decision, const Target& target) {
    return target.kind == TargetKind::Take ||
           (decision.from <= target.from && target.to <= decision.to);
}

/// A shot of the round before is a range now.
bool same_frames(const Target& a, const Target& b) { return holds_all(a, b) && holds_all(b, a); }

bool share_a_reason(const Decision& a, const Decision& b) {
    return std::ranges::any_of(a.reasons, [&](const std::string& reason) {
        return std::ranges::find(b.reasons, reason) != b.reasons.end();
    });
}

/// What a decision on the new take says of `sent_back`, which is at `target` there.
std::optional<TodoState> said_of(const Decision& decision, const Decision& sent_back,
                                 const Target& target) {
    if (!overlap(decision.target, target)) return std::nullopt;
    switch (decision.state) {
    case DecisionState::Keep:
        if (holds_all(decision.target, target)) return TodoState::Fixed;
        break;
    case DecisionState::Hold:
        return TodoState::Held;
    case DecisionState::SendBack:
        if (same_frames(decision.target, target) || share_a_reason(decision, sent_back))
            return TodoState::Still;
        break;
    }
    return std::nullopt;
}

/// Who spoke of the item on the take `media_id`, the last one last.
std::vector<TodoVoice> voices_on(const Review& review, const std::string& media_id,
                                 const Todo& todo) {
    std::vector<TodoVoice> all;
    for (const Decision& decision : review.decisions) {
        if (decision.media_id != media_id || !todo.target) continue;
        if (const auto state = said_of(decision, todo.decision, *todo.target))
            all.push_back({decision.author, *state, decision.id, false, decision.note});
    }
    for (const TodoAnswer& answer : review.answers)
        if (answer.media_id == media_id && answer.decision == todo.decision.id)
            all.push_back({answer.author, answer.state, answer.id, true, answer.note});
    std::ranges::stable_sort(all, {}, &TodoVoice::id);
    std::vector<TodoVoice> voices;
    for (TodoVoice& voice : all) {
        std::erase_if(voices, [&](const TodoVoice& v) { return v.author == voice.author; });
        voices.push_back(std::move(voice));
    }
    return voices;
}

/// The last decision on the whole take, where it settles what nobody spoke of; null: none does.
const Decision* whole_answer(const Review& review, const std::string& media_id) {
    const Decision* last = nullptr;
    for (const Decision& decision : review.decisions)
        if (decision.media_id == media_id && decision.target.kind == TargetKind::Take)
            last = &decision;
    return last != nullptr && last->state != DecisionState::SendBack ? last : nullptr;
}

void answer(const Review& review, const std::string& media_id, Todo& todo) {
    todo.voices = voices_on(review, media_id, todo);
    todo.state = TodoState::Open;
    todo.answered_by.clear();
    if (!todo.voices.empty()) {
        todo.state = todo.voices.back().state;
        todo.answered_by = todo.voices.back().id;
    } else if (const Decision* whole = todo.target ? whole_answer(review, media_id) : nullptr) {
        todo.state = whole->state == DecisionState::Keep ? TodoState::Fixed : TodoState::Held;
        todo.answered_by = whole->id;
    }
}

/// Whether the next round still has to see to it by this item. What a decision sent back again is
/// carried on by that one.
bool is_carried_on(const Todo& todo) {
    return todo.state != TodoState::Fixed &&
           !(todo.state == TodoState::Still && !todo.voices.back().answers);
}

template <typename T>
const T* find_medium(const std::vector<T>& items, const std::string& media_id) {
    const auto at = std::ranges::find(items, media_id, &T::media_id);
    return at == items.end() ? nullptr : &*at;
}

} // namespace

std::optional<Target> mapped_target(const Target& target, std::int64_t shift,
                                    std::int64_t frame_count) {
    if (target.kind == TargetKind::Take) return target;
    const std::int64_t last =
        frame_count > 0 ? frame_count - 1 : std::numeric_limits<std::int64_t>::max();
    const std::int64_t from = std::max<std::int64_t>(target.from - shift, 0);
    const std::int64_t to = std::min(target.to - shift, last);
    if (from > to) return std::nullopt;
    return target.kind == TargetKind::Frame ? Target::frame(from) : Target::range(from, to);
}

bool succeeds_itself(const Review& review, const std::string& media_id, const std::string& of) {
    std::set<std::string> seen; // A store may hold a ring already.
    for (std::string at = of; !at.empty() && seen.insert(at).second;) {
        if (at == media_id) return true;
        const auto take = std::ranges::find(review.takes, at, &Take::media_id);
        if (take == review.takes.end()) return false;
        at = take->successor_of;
    }
    return false;
}

std::vector<Todo> todo_of(const Review& review, const std::string& media_id) {
    // Takes from the new one back to the first round.
    std::vector<const Take*> rounds;
    std::unordered_set<std::string> met;
    for (const Take* take = find_medium(review.takes, media_id);
         take != nullptr && met.insert(take->media_id).second;
         take = find_medium(review.takes, take->successor_of))
        rounds.push_back(take);
    const auto frames_of = [&](const std::string& id) {
        const Medium* medium = find_medium(review.media, id);
        return medium == nullptr ? std::int64_t{0} : medium->frame_count;
    };
    std::vector<Todo> todos;
    // The first round may be a medium that is no take itself.
    std::string before = rounds.empty() ? std::string() : rounds.back()->successor_of;
    if (met.contains(before)) before.clear(); // Takes that succeed each other have no first one.
    for (std::size_t i = rounds.size(); i-- > 0;) {
        const Take& take = *rounds[i];
        if (!before.empty())
            for (const Decision& decision : review.decisions)
                if (decision.media_id == before && decision.state == DecisionState::SendBack)
                    todos.push_back({.decision = decision,
                                     .rounds_back = static_cast<int>(i) + 1,
                                     .target = decision.target,
                                     .answered_by = {},
                                     .voices = {}});
        for (Todo& todo : todos) {
            if (todo.target)
                todo.target =
                    mapped_target(*todo.target, take.successor_shift, frames_of(take.media_id));
            answer(review, take.media_id, todo);
        }
        if (i > 0) std::erase_if(todos, [](const Todo& todo) { return !is_carried_on(todo); });
        before = take.media_id;
    }
    return todos;
}

} // namespace seamline::review
