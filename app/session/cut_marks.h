// app/session/cut_marks.h: what people said about the cuts of a source.
#pragma once

#include <cstdint>
#include <vector>

namespace seamline::session {

enum class CutPresence : std::uint8_t {
    Found,   ///< As the detector or the edit says.
    Added,   ///< A cut that was not found.
    Removed, ///< There is none. A moved cut is removed in one place and added in another.
};

/// What a person said of a flag.
enum class SeamVerdict : std::uint8_t {
    None,
    Accepted,  ///< The difference is there.
    Dismissed, ///< The flag was wrong, or does not matter here.
};

struct CutMark {
    std::int64_t frame = 0; ///< Of the source; of an edit the record frame.
    CutPresence presence = CutPresence::Found;
    SeamVerdict verdict = SeamVerdict::None;

    friend bool operator==(const CutMark&, const CutMark&) = default;
};
inline constexpr std::size_t kMostCutMarks = 100'000; ///< Of a source.

/// Ascending by frame, one per frame.
using CutMarks = std::vector<CutMark>;
const CutMark* find_mark(const CutMarks& marks, std::int64_t frame); ///< Null: none.
/// Makes or changes a frame's mark; one that says nothing is taken out.
void set_mark(CutMarks& marks, const CutMark& mark);

} // namespace seamline::session
