#include "app/ui/edit_history.h"

#include <utility>

namespace seamline::ui {
namespace {

/// Changes closer together than this are one step.
constexpr std::chrono::milliseconds kOneStep{600};

/// What the user decided, without what the program finds out or plays through.
session::Session decisions(session::Session session) {
    session.transport.position = 0;
    if (!session.transport.rate_is_chosen) session.transport.rate = Rational(0);
    return session;
}

} // namespace

bool same_review(const session::Session& a, const session::Session& b) {
    return decisions(a) == decisions(b);
}

void EditHistory::set_gesture(bool active) {
    if (active == gesture_) return;
    gesture_ = active;
    if (gesture_changed_) last_change_ = {};
    gesture_changed_ = false;
}

void EditHistory::begin(ReviewState before) { before_ = std::move(before); }

bool EditHistory::end(const ReviewState& after, Clock::time_point now) {
    if (!before_) return false;
    ReviewState before = *std::exchange(before_, std::nullopt);
    const bool same_file = before.file == after.file;
    if (same_file && same_review(before.session, after.session)) return false;
    const bool goes_on = gesture_ ? gesture_changed_ : now - last_change_ <= kOneStep;
    if (undo_.empty() || !same_file || !goes_on)
        undo_.push_back({std::move(before), now});
    undo_.back().at = now;
    if (undo_.size() > kMostSteps) undo_.pop_front();
    redo_.clear();
    gesture_changed_ = gesture_;
    // What is done in a review that was just opened is not one with opening it.
    last_change_ = same_file ? now : Clock::time_point{};
    return true;
}

std::optional<EditHistory::Clock::time_point> EditHistory::undoable() const {
    return undo_.empty() ? std::nullopt : std::optional(undo_.back().at);
}

std::optional<EditHistory::Clock::time_point> EditHistory::redoable() const {
    return redo_.empty() ? std::nullopt : std::optional(redo_.back().at);
}

std::optional<ReviewState> EditHistory::undo(const ReviewState& current, Clock::time_point now) {
    end(current, now);
    return go(undo_, redo_, current, now);
}

std::optional<ReviewState> EditHistory::redo(const ReviewState& current, Clock::time_point now) {
    end(current, now);
    return go(redo_, undo_, current, now);
}

std::optional<ReviewState> EditHistory::go(std::deque<Step>& from, std::deque<Step>& to,
                                           const ReviewState& current, Clock::time_point now) {
    if (from.empty()) return std::nullopt;
    ReviewState target = std::move(from.back().state);
    from.pop_back();
    to.push_back({current, now});
    // Within a review the playhead stays where it is.
    if (target.file == current.file)
        target.session.transport.position = current.session.transport.position;
    last_change_ = {};
    gesture_changed_ = false;
    return target;
}

} // namespace seamline::ui
