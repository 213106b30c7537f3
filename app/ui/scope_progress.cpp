#include "app/ui/scope_progress.h"

#include <algorithm>
#include <utility>

namespace seamline::ui {
namespace {

using renderer::ScopeTask;

constexpr std::uint32_t kWithColumns =
    shared::kScopeParade | shared::kScopeLuma | shared::kScopeChroma;

} // namespace

bool answers(const ScopeTask& counted, const ScopeTask& asked) {
    const renderer::ScopeRequest& there = counted.request;
    const renderer::ScopeRequest& wanted = asked.request;
    const bool has_columns = (wanted.scopes & kWithColumns) == 0 || there.columns >= wanted.columns;
    return counted.source == asked.source && counted.frame == asked.frame &&
           counted.color == asked.color && counted.signal == asked.signal &&
           there.region == wanted.region && there.chromaticity_step == wanted.chromaticity_step &&
           (there.scopes & wanted.scopes) == wanted.scopes && has_columns;
}

const ScopeProgress::Asked* ScopeProgress::find(std::uint64_t source) const {
    const auto at =
        std::ranges::find_if(asked_, [&](const Asked& one) { return one.task.source == source; });
    return at == asked_.end() ? nullptr : &*at;
}

std::vector<ScopeTask> ScopeProgress::ask(std::vector<ScopeTask> tasks,
                                          std::span<const std::uint64_t> waiting,
                                          std::int64_t number, const Finished& finished,
                                          Clock::time_point now) {
    std::vector<Asked> asked;
    std::vector<ScopeTask> missing;
    bool is_new = false;
    for (ScopeTask& task : tasks) {
        const Asked* before = find(task.source);
        const bool is_asked = before != nullptr && answers(before->task, task);
        if (is_asked && finished(task.source) == before->number) {
            asked.push_back(*before);
            continue;
        }
        // What is under way is overtaken by the next submission: it is part of that, too.
        is_new = is_new || !is_asked;
        asked.push_back({task, number});
        missing.push_back(std::move(task));
    }
    if (!is_new) {
        // Nothing is asked for that was not before: let what is under way be finished.
        for (Asked& one : asked) one = *find(one.task.source);
        missing.clear();
    }
    for (const ScopeTask& task : missing) {
        std::deque<Change>& changes = changes_[task.source];
        const std::int64_t known = finished(task.source).value_or(-1);
        while (!changes.empty() && changes.front().number <= known) changes.pop_front();
        changes.push_back({number, now});
    }
    for (const std::uint64_t source : waiting)
        if (const Asked* before = find(source)) asked.push_back(*before);
    asked_ = std::move(asked);
    std::erase_if(changes_, [&](const auto& one) { return find(one.first) == nullptr; });
    return missing;
}

void ScopeProgress::clear() {
    asked_.clear();
    changes_.clear();
}

bool ScopeProgress::is_waiting(const Finished& finished) const {
    return std::ranges::any_of(
        asked_, [&](const Asked& one) { return finished(one.task.source) != one.number; });
}

ScopeProgress::Clock::duration ScopeProgress::age(std::uint64_t source, std::int64_t shown,
                                                  Clock::time_point now) const {
    const auto known = changes_.find(source);
    if (known == changes_.end()) return {};
    const auto next = std::ranges::find_if(
        known->second, [&](const Change& change) { return change.number > shown; });
    return next == known->second.end() ? Clock::duration{} : now - next->at;
}

std::vector<std::uint64_t> ScopeProgress::sources() const {
    std::vector<std::uint64_t> sources;
    for (const Asked& one : asked_) sources.push_back(one.task.source);
    return sources;
}

} // namespace seamline::ui
