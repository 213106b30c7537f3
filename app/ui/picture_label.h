// app/ui/picture_label.h: the words on a picture: which take, by which generator, which frame.
#pragma once

#include "app/playback/player.h"
#include "app/session/session.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace seamline::ui {

/// How a source's own frames are counted; of a cut, its record frames.
struct SourceClock {
    Rational rate{24};
    std::string start_timecode; ///< Of the file; empty: it has none.

    friend bool operator==(const SourceClock&, const SourceClock&) = default;
};
/// A frame of a medium by its timecode: the file's, or counted from 00:00:00:00 where it has none.
struct SourceMoment {
    std::int64_t timecode = 0; ///< Frames from 00:00:00:00 ...
    Rational rate{24};         ///< ... of so many per second.
    bool drop_frame = false;
};
/// What of its medium a picture shows; of a cut, of the event's medium. None without one.
std::optional<SourceMoment> source_moment(const playback::FrameChoice& choice,
                                          const SourceClock& clock);
/// "01:00:02:05"; empty without a picture.
std::string source_timecode(const playback::FrameChoice& choice, const SourceClock& clock);

/// From one line of a label to the next, in heights of its font.
inline constexpr float kLabelLine = 1.35F;

/// What a label is made of.
struct LabelFacts {
    std::string name;
    std::string generator;
    std::int64_t frame = 0;
    int frame_base = 0;
    Rational frame_rate{24};
    std::string start_timecode;    ///< Of the file; empty: it has none.
    bool failed = false;           ///< The file could not be opened.
    bool wrong_colors = false;     ///< What is set for its colours cannot be done; others show.
    bool preparing_colors = false; ///< Those that are set are being made; until then others show.
    bool bypassed = false;         ///< It has a grade, which is not applied.
    std::string adjusted;          ///< How the viewer adjusts it: see adjust_text.
    bool is_cut = false;           ///< Its frames are those of an edit's record.
    playback::FrameChoice choice;
};

/// First line: "take  -  generator"; the generator only when known.
std::string label_title(const LabelFacts& facts);
/// Second line: frame, source timecode when the file has one, and what is wrong with what is seen:
/// "its first frame, held", "before start", "its last frame, held", "past end", "nearest frame",
/// "no frame", "held for a missing file", "damaged",
/// "! colours not as set", "! colours are being prepared", "grade bypassed",
/// "view: exposure +1.00".
std::string label_detail(const LabelFacts& facts);

/// Counters that can be burnt into a picture.
struct BurnIn {
    bool record = false;  ///< Record timecode of a cut; of a take its own timecode.
    bool source = false;  ///< Timecode of what the cut shows; of a take its own.
    bool frames = false;  ///< From the session's base.
    bool seconds = false; ///< From frame 0.

    bool any() const { return record || source || frames || seconds; }
    friend bool operator==(const BurnIn&, const BurnIn&) = default;
};
/// "rec 01:00:01:12   src 10:00:02:03   frame 36   1.500 s". A take has one timecode, "tc ...".
std::string burn_in_text(const LabelFacts& facts, const BurnIn& burn_in);

/// "A" or "B", as the session's two takes are called; empty for others, and for a take alone.
std::string label_letter(const session::Session& session, session::SourceKey key);

/// How a source's frames are counted.
SourceClock clock_of(const playback::SourceReport& report);

/// The facts for one picture of a tick.
LabelFacts label_facts(const session::Source& source, const playback::SourceReport* report,
                       const playback::FrameChoice& choice, int frame_base);

/// What stands in the middle of a picture that is not there, in lines; empty when there is one.
std::vector<std::string> slate_lines(const playback::FrameChoice& choice);

} // namespace seamline::ui
