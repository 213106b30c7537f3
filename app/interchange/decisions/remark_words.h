// app/interchange/decisions/remark_words.h: decisions, comments and drawings as the words of a
// marker, and back.
//
// A marker with two texts has a head, "SEND BACK take: flicker, motion", and a note, "Mia: hand
// melts". A marker with one text has both: "Mia: SEND BACK take: flicker, motion - hand melts".
#pragma once

#include "app/review/decision.h"
#include "app/review/drawing.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace seamline::interchange {

using Remark = std::variant<review::Decision, review::Comment, review::Drawing>;

/// The frames that are meant; of a take all of them.
review::Target target_of(const Remark& remark);
const std::string& media_id_of(const Remark& remark);
/// "GREEN" (keep), "RED" (send back), "YELLOW" (hold), "BLUE" (comment), "PURPLE" (drawing).
const char* marker_color(const Remark& remark);

enum class RemarkWord : std::uint8_t { Keep, SendBack, Hold, Note, Drawing };

struct RemarkWords {
    RemarkWord word = RemarkWord::Note;
    bool resolved = false;
    /// Shot or Take as the head says it, Range where one frame is meant as a range, else Frame.
    review::TargetKind kind = review::TargetKind::Frame;
    int shot = -1;
    std::int64_t frames = 0; ///< Length, where the head states it; else 0.
    std::vector<std::string> reasons;
    std::string note;
    std::string author;
};

/// `length`: frames that the marker covers, where the head has to say it; 0 and 1: it need not.
RemarkWords words_of(const Remark& remark, std::int64_t length);

/// "SEND BACK shot 4 12 frames: flicker, motion", where `frames` is 1 "1 frame". A comma inside of
/// a reason becomes ';', " - " becomes "-", line ends and tabs become spaces.
std::string head_text(const RemarkWords& words);
/// Null: nobody here wrote it.
std::optional<RemarkWords> words_from_head(std::string_view head);

/// "Mia: hand melts"; of an author ':' becomes ';'.
std::string note_text(const RemarkWords& words);
void read_note_text(std::string_view text, RemarkWords& words);

/// Both in one line; line ends of the note become " / ".
std::string line_text(const RemarkWords& words);
std::optional<RemarkWords> words_from_line(std::string_view line);

/// On one line: line ends become " / ", other control characters spaces.
std::string joined_lines(std::string_view text);
/// ASCII: typographic quotes, dashes and ellipses as typewriters have them, the rest as
/// ascii_text().
std::string typewriter_text(std::string_view text);
/// UTF-8 without the characters above U+FFFF, which become '?'.
std::string basic_plane_text(std::string_view text);

} // namespace seamline::interchange
