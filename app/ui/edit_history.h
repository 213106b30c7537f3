// app/ui/edit_history.h: the steps that undo and redo go through.
#pragma once

#include "app/session/session.h"

#include <chrono>
#include <cstddef>
#include <deque>
#include <filesystem>
#include <memory>
#include <optional>

namespace seamline::ui {

/// A review's file. Shared by all states of one review, so that saving holds for all of them.
struct ReviewFile {
    std::filesystem::path path; ///< Empty: the user never saved it.
    session::Session saved;     ///< As it was when it was last saved or opened.
};

/// A review at one moment, with the file that it belongs to: content never goes into the file of
/// another review.
struct ReviewState {
    session::Session session;
    std::shared_ptr<ReviewFile> file; ///< Not null.
};

/// True when nothing that the user decides differs: where the playhead is does not count, nor a
/// rate that follows the sources.
bool same_review(const session::Session& a, const session::Session& b);

/// Steps of the user's changes. Changes of one review that follow each other closely (a drag) are
/// one step; going to another review is always a step of its own.
///
/// Threads: confined.
class EditHistory {
public:
    using Clock = std::chrono::steady_clock;
    static constexpr std::size_t kMostSteps = 200;

    /// While true (the mouse is held) all changes are one step, however long it takes, and no step
    /// with what comes before and after.
    void set_gesture(bool active);
    /// Around a batch of changes: what differs between the two calls becomes a step. `end` without
    /// `begin` does nothing. True: something differs.
    void begin(ReviewState before);
    bool end(const ReviewState& after, Clock::time_point now);

    /// The state to go to from `current`; nothing when there is none. In a batch, what was changed
    /// in it until now becomes a step first, and the way to the returned state is none: begin anew
    /// once it is restored.
    std::optional<ReviewState> undo(const ReviewState& current, Clock::time_point now);
    std::optional<ReviewState> redo(const ReviewState& current, Clock::time_point now);

    /// When the step that `undo` takes back was made, and that which `redo` makes again was taken
    /// back; none: there is no such step. They tell which of several histories is meant.
    std::optional<Clock::time_point> undoable() const;
    std::optional<Clock::time_point> redoable() const;
    /// Something else was changed since the last undo.
    void forget_redo() { redo_.clear(); }

private:
    struct Step {
        ReviewState state;
        Clock::time_point at;
    };
    std::optional<ReviewState> go(std::deque<Step>& from, std::deque<Step>& to,
                                  const ReviewState& current, Clock::time_point now);

    std::optional<ReviewState> before_;
    std::deque<Step> undo_;
    std::deque<Step> redo_;
    Clock::time_point last_change_{};
    bool gesture_ = false;
    bool gesture_changed_ = false; ///< Its step is the newest one.
};

} // namespace seamline::ui
