#include "app/session/cut_marks.h"

#include <algorithm>

namespace seamline::session {

const CutMark* find_mark(const CutMarks& marks, std::int64_t frame) {
    const auto place = std::ranges::lower_bound(marks, frame, {}, &CutMark::frame);
    return place != marks.end() && place->frame == frame ? &*place : nullptr;
}

void set_mark(CutMarks& marks, const CutMark& mark) {
    const auto place = std::ranges::lower_bound(marks, mark.frame, {}, &CutMark::frame);
    const bool is_there = place != marks.end() && place->frame == mark.frame;
    if (mark == CutMark{mark.frame}) {
        if (is_there) marks.erase(place);
    } else if (is_there) {
        *place = mark;
    } else {
        marks.insert(place, mark);
    }
}

} // namespace seamline::session
