// app/review/merge.h: what another review says that this one does not: files that come back from
// editors, guests and other stores.
#pragma once

#include "app/review/actions.h"
#include "app/review/review.h"

#include <functional>
#include <string_view>
#include <vector>

namespace seamline::review {

/// What is to be added to a store. Events carry the ids and times that they were made with; actions
/// are made now.
struct Merge {
    std::vector<Event> events;
    std::vector<Action> actions;
    std::size_t said = 0;  ///< Decisions, comments, drawings, comparisons and answers among them.
    std::size_t known = 0; ///< Those that stand here already, or stood once.
};

/// `incoming` against what `stands`. A decision counts as known when the store has its id and it
/// was not changed outside, or when its author's standing one on that target says the same; what
/// was changed, and what has no usable id or time, is said now. Nothing is ever taken away: of
/// shots, takes and picks only what is empty here is filled in. `author`: of what names nobody.
/// `has_event`: whether the store knows an id. Media that are not known here are added with their
/// facts. `echo`: what stands here as the form of `incoming` would give it back; remarks of these
/// words are known, so that a form that spells plainly replaces nothing by its own spelling.
Merge merge(const Review& incoming, const Review& stands, const Author& author,
            const std::function<bool(std::string_view id)>& has_event, const Review& echo = {});

} // namespace seamline::review
