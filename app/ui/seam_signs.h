// app/ui/seam_signs.h: the cuts and steps of a source as signs on a row, and what is said of each;
// pure.
#pragma once

#include "app/analysis/threshold_profile.h"
#include "app/playback/measuring.h"
#include "app/session/cut_marks.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace seamline::ui {

/// One cut, or one step of colour or exposure where no cut is.
struct SeamSign {
    std::int64_t frame = 0; ///< Of the source; of an edit the record frame.
    analysis::LampState state = analysis::LampState::Off; ///< The worst lamp's.
    session::SeamVerdict verdict = session::SeamVerdict::None;
    bool is_added = false; ///< By hand.
    /// Largest normalised term, judged or not; NaN: not measured.
    double worst = std::numeric_limits<double>::quiet_NaN();
    const playback::CutFinding* cut = nullptr;    ///< Null: a step, or not looked at yet.
    const analysis::DetectedSeam* step = nullptr; ///< Not null: a step without a cut.

    bool is_measured() const { return step != nullptr || (cut != nullptr && cut->is_measured); }
    bool is_flagged() const { return state == analysis::LampState::Flag; }
    /// Flags, and what was said to be one.
    bool is_judgeable() const { return is_flagged() || verdict != session::SeamVerdict::None; }
};

/// What is known of one source's seams.
struct SourceSeams {
    std::shared_ptr<const playback::SourceFindings> findings; ///< Null: nothing yet.
    std::vector<SeamSign> signs; ///< Ascending by frame; they point into `findings`.
};

/// `marks` are newer than those that the findings were judged with: what a person has just said is
/// seen at once. Steps inside the media of an edit lie where its shots show them at normal speed.
SourceSeams source_seams(std::shared_ptr<const playback::SourceFindings> findings,
                         const session::CutMarks& marks, const analysis::ThresholdProfile& profile);

/// The one nearest to `frame`, the earlier of two; null: there is none.
const SeamSign* nearest_sign(const SourceSeams& seams, std::int64_t frame);
const SeamSign* nearest_cut(const SourceSeams& seams, std::int64_t frame); ///< No step.
const SeamSign* sign_at(const SourceSeams& seams, std::int64_t frame);     ///< Null: none.
/// The next (`step` 1) or previous (-1) cut or step from `frame` on, of all or of flags alone; a
/// flag that was dismissed is none.
std::optional<std::int64_t> next_seam(const SourceSeams& seams, std::int64_t frame, int step,
                                      bool flags_alone);
playback::FlagCount count_flags(std::span<const SourceSeams* const> sources);
/// "flags 12: 5 accepted, 3 dismissed, precision 62 %".
std::string words_of(const playback::FlagCount& count);

enum class LampKind : std::uint8_t { Continuity, Character, Lighting };
inline constexpr int kLampKinds = 3;
const char* name(LampKind kind); ///< "Continuity", "Character", "Lighting"

/// What a lamp in the window shows.
struct LampFace {
    LampKind kind = LampKind::Continuity;
    analysis::LampState state = analysis::LampState::Off;
    std::string word;   ///< "flag"; of a lamp that is off which of its reasons it is.
    std::string detail; ///< The largest term in its own unit, or why it cannot be told.
    std::string tip;    ///< All of it, with every term.
};
/// Keys as the key map writes them, named where a lamp says what to do.
struct LampKeys {
    std::string confirm_space;
    std::string other_framings;
};
/// Why there is no cut to speak of.
enum class NoSeam : std::uint8_t { NothingOpen, SwitchedOff, NotYet, NothingFound, Unreadable };
const char* name(NoSeam why); ///< "nothing open", "switched off", "not measured yet", "no cut", ...

/// Of a cut; of a step Lighting alone. `sign` null: `why` there is none.
std::array<LampFace, kLampKinds> lamp_faces(const SeamSign* sign, const LampKeys& keys,
                                            NoSeam why = NoSeam::NothingFound);

/// One line per measured term: "0.40 stop brighter, 2.1 x its threshold".
std::vector<std::string> term_lines(const analysis::Seam& seam);
/// What the units of the terms that count mean, each once: of those from "look" on, else of the
/// largest.
std::vector<std::string> unit_lines(const analysis::Seam& seam);
/// The sentence, or why there is none yet.
std::string sentence_of(const SeamSign& sign);
/// "hard cut", "dissolve of 12 frames", "added by hand", "step without a cut", ...
std::string kind_words(const SeamSign& sign);
/// All of a sign for a tooltip. `where`: its place as the counter writes it.
std::string sign_words(const SeamSign& sign, const std::string& where);

} // namespace seamline::ui
