#include "app/session/cut_mark_edits.h"

namespace seamline::session {

void toggle_verdict(CutMarks& marks, std::int64_t frame, SeamVerdict verdict) {
    const CutMark* known = find_mark(marks, frame);
    CutMark mark = known != nullptr ? *known : CutMark{frame};
    mark.verdict = mark.verdict == verdict ? SeamVerdict::None : verdict;
    set_mark(marks, mark);
}

void add_cut(CutMarks& marks, std::int64_t frame) {
    const CutMark* known = find_mark(marks, frame);
    const bool was_removed = known != nullptr && known->presence == CutPresence::Removed;
    set_mark(marks, {frame, was_removed ? CutPresence::Found : CutPresence::Added});
}

void remove_cut(CutMarks& marks, std::int64_t frame) {
    const CutMark* known = find_mark(marks, frame);
    const bool was_added = known != nullptr && known->presence == CutPresence::Added;
    set_mark(marks, {frame, was_added ? CutPresence::Found : CutPresence::Removed});
}

} // namespace seamline::session
