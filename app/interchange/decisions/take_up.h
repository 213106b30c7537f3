// app/interchange/decisions/take_up.h: markers of a timeline back as decisions and comments on
// media.
#pragma once

#include "app/interchange/decisions/remark_words.h"
#include "app/interchange/edit.h"
#include "app/review/review.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace seamline::interchange {

/// A marker as a file has it.
struct FoundMarker {
    std::int64_t record = 0;   ///< Record frame from the timeline's start.
    std::int64_t duration = 1; ///< Frames, >= 1.
    RemarkWords words;
    bool is_own = false;             ///< Its words are ours; else `words.note` is all there is.
    std::string kept;                ///< See EditMarker::review.
    std::optional<EventPlace> place; ///< The event that holds it, where the file says so.
    std::string where;               ///< "line 12", for notes.
};

/// The words of a drawing, whose strokes the file could not hold.
struct DrawingMark {
    std::string media_id;
    std::int64_t from = 0; ///< First frame.
    std::string where;     ///< Of the marker, for notes.
};

/// What a file gave back.
struct ReadReview {
    review::Review review;
    /// Drawings that a form without strokes tells of. read_review() leaves none: those that stand
    /// are `drawings_that_stand`, others are left out.
    std::vector<DrawingMark> drawing_marks;
    std::size_t drawings_that_stand = 0; ///< They stay as they are.
    std::vector<EditNote> notes;         ///< What was lost, guessed or moved.
    std::size_t left_out = 0;            ///< Markers that gave nothing; the notes say why.
    /// What stands, as this file's form would have given it back; see ReviewReadOptions::stands.
    review::Review echo;
};

/// Which of a marker's texts hold the words.
enum class MarkerTexts : std::uint8_t { NameAndNote, NameOnly };
/// Words that nobody here wrote become a comment.
FoundMarker found_marker(const EditMarker& marker, const std::string& where,
                         MarkerTexts texts = MarkerTexts::NameAndNote);

/// Finds what each marker means. `edit` names the media; `known` says which those are, beside what
/// the edit's references keep themselves. A marker counts for the topmost event under it. Of equal
/// remarks one is kept. Ids and times that a format does not carry stay empty and 0. Drawings
/// without strokes become `drawing_marks`; markers over no known medium are noted.
ReadReview take_up(const Edit& edit, const std::vector<FoundMarker>& markers,
                   const std::vector<review::Medium>& known);

} // namespace seamline::interchange
