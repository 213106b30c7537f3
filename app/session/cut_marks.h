// app/session/cut_marks.h: what people said about the cuts of a source.
#pragma once

#include "decode/media/rational.h"

#include <cstdint>
#include <string>
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

/// A picture of an edit by what it is, not by where it is seen.
struct SeamPicture {
    std::string medium; ///< Its file; while it is offline its URL or name; empty: black.
    Rational time_s;    ///< Media time at the start of its record frame; black: 0.

    friend bool operator==(const SeamPicture&, const SeamPicture&) = default;
};
/// A verdict on two pictures that meet nowhere in the edit at present: another take is shown there,
/// or it was trimmed. It counts again as soon as they meet.
struct ParkedVerdict {
    SeamPicture outgoing;
    SeamPicture incoming;
    SeamVerdict verdict = SeamVerdict::None;

    friend bool operator==(const ParkedVerdict&, const ParkedVerdict&) = default;
};
using ParkedVerdicts = std::vector<ParkedVerdict>;

/// Ascending by frame, one per frame.
using CutMarks = std::vector<CutMark>;
const CutMark* find_mark(const CutMarks& marks, std::int64_t frame); ///< Null: none.
/// Makes or changes a frame's mark; one that says nothing is taken out.
void set_mark(CutMarks& marks, const CutMark& mark);

} // namespace seamline::session
