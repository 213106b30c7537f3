#include "app/review/rounds.h"

#include <algorithm>
#include <array>
#include <limits>
#include <unordered_set>

namespace seamline::review {
namespace {

constexpr std::array kStates{"open", "fixed", "held", "still"};

bool overlap(const Target& a, const Target& b) {
    if (a.kind == TargetKind::Take || b.kind == TargetKind::Take) return a.kind == b.kind;
    return a.from <= b.to && b.from <= a.to;
}

/// The decision on the take `media_id` that answers for `target`; null: none.
const Decision* answer_to(const Review& review, const std::string& media_id, const Target& target) {
    const Decision* closest = nullptr;
    const Decision* whole = nullptr;
    for (const Decision& decision : review.decisions) {
        if (decision.media_id != media_id) continue;
        if (overlap(decision.target, target)) closest = &decision;
        if (decision.target.kind == TargetKind::Take) whole = &decision;
    }
    return closest != nullptr ? closest : whole;
}

TodoState state_of(const Decision* answer) {
    if (answer == nullptr) return TodoState::Open;
    switch (answer->state) {
    case DecisionState::Keep:
        return TodoState::Fixed;
    case DecisionState::Hold:
        return TodoState::Held;
    case DecisionState::SendBack:
        break;
    }
    return TodoState::Still;
}

template <typename T>
const T* find_medium(const std::vector<T>& items, const std::string& media_id) {
    const auto at = std::ranges::find(items, media_id, &T::media_id);
    return at == items.end() ? nullptr : &*at;
}

} // namespace

const char* name(TodoState state) { return kStates[static_cast<std::size_t>(state)]; }

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
                    todos.push_back(
                        {decision, static_cast<int>(i) + 1, decision.target, TodoState::Open, {}});
        for (Todo& todo : todos) {
            if (todo.target)
                todo.target =
                    mapped_target(*todo.target, take.successor_shift, frames_of(take.media_id));
            const Decision* answer =
                todo.target ? answer_to(review, take.media_id, *todo.target) : nullptr;
            todo.state = state_of(answer);
            todo.answered_by = answer == nullptr ? std::string() : answer->id;
        }
        // What this round settled is no matter for the next, and what it sent back again is carried
        // on by its own decision.
        if (i > 0)
            std::erase_if(todos, [](const Todo& todo) {
                return todo.state == TodoState::Fixed || todo.state == TodoState::Still;
            });
        before = take.media_id;
    }
    return todos;
}

} // namespace seamline::review
