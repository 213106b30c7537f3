// app/review/fold.h: what stands, derived from all events.
#pragma once

#include "app/review/event.h"
#include "app/review/review.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace seamline::review {

/// Applies events in the order of their ids, whatever order they come in: two stores with the same
/// events stand the same. Of an author's decisions on one target the last one counts; an action
/// that was undone counts as if it had not been. Events that name what is not there change nothing.
/// One object is used by one thread at a time.
class Fold {
public:
    /// Events whose ids were added before are passed over. Quick where the new ones come last and
    /// undo nothing; else everything is applied again, once.
    void add(std::vector<Event> events);

    /// What stands. Takes time in proportion to all of it.
    Review review() const;

    /// id of the author's last action that was not undone, of the program run `run` or, when that
    /// is empty, of any; nothing: there is none.
    std::optional<std::string> undoable(std::string_view author, std::string_view run) const;
    /// id of the action that the author's last undo took back, unless the author acted since.
    std::optional<std::string> redoable(std::string_view author, std::string_view run) const;

    /// All events by id, those included that count no longer.
    const std::map<std::string, Event>& events() const { return events_; }
    /// Whether the event's action was undone, and the event with it.
    bool is_undone(const Event& event) const;
    /// Events of one action, in order.
    std::vector<const Event*> events_of(std::string_view action) const;

private:
    struct Key {
        std::string author;
        std::string media_id;
        TargetKind kind;
        std::int64_t from;
        std::int64_t to;
        friend auto operator<=>(const Key&, const Key&) = default;
    };
    struct Apply;

    void apply(const Event& event);
    void rebuild();
    Take& take_of(const std::string& media_id);
    Shot& shot_of(const std::string& name);
    void leave_stack(const Take& take);

    std::map<std::string, Event> events_;
    std::map<std::string, bool> undone_; ///< By action; false: redone.

    // What stands; things that are named by events are kept in the order of those.
    std::string name_;
    std::vector<Medium> media_;
    std::unordered_map<std::string, std::size_t> media_at_;
    std::map<std::string, Decision> decisions_;
    std::map<Key, std::string> decision_of_;
    std::map<std::string, Comment> comments_;
    std::map<std::string, Drawing> drawings_;
    std::vector<Shot> shots_;
    std::unordered_map<std::string, std::size_t> shot_at_;
    std::vector<Take> takes_;
    std::unordered_map<std::string, std::size_t> take_at_;
    std::map<std::string, Comparison> comparisons_;
    std::optional<std::vector<std::string>> reasons_;
    std::map<std::string, TodoAnswer> answers_;
    std::map<std::array<std::string, 3>, std::string> answer_of_; ///< By author, take, send-back.
    std::optional<Policy> policy_;
};

} // namespace seamline::review
