// app/playback/audition.h: takes judged in their slot: playing around it, its takes as a grid, the
// seam at a cut; what is changed for it is put back after.
#pragma once

#include "app/playback/player.h"
#include "app/session/cut_edits.h"
#include "decode/media/result.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace seamline::playback {

/// A slot that is looped, and the range that the user had.
struct PlayAround {
    CutSlot slot;
    std::int64_t in = 0;
    std::int64_t out = -1;
    session::LoopMode loop = session::LoopMode::Loop;
    Rational rate{24}; ///< What `in` and `out` count.

    friend bool operator==(const PlayAround&, const PlayAround&) = default;
};

/// Sources that are there for a while, and the compare that the user had.
struct TemporaryView {
    enum class Kind : std::uint8_t {
        Variants,
        Seam,
        Held, ///< One frame stands as A while B plays; see held_frame.h.
    };
    Kind kind = Kind::Variants;
    CutSlot slot;            ///< Whose takes, or the one after the cut; of Held only the source.
    std::int64_t record = 0; ///< Of the seam: the first frame after the cut.
    std::vector<session::SourceKey> sources; ///< Temporary, in order.
    std::vector<std::size_t> takes;          ///< Of a variant each.
    session::SourceKey marked = 0;           ///< The variant that Enter takes.

    session::CompareState compare;
    std::vector<session::SourceKey> visible; ///< Sources that were.
    std::vector<session::SourceKey> hidden;  ///< Those that were not and are shown meanwhile.
    session::SourceKey heard = 0;
    bool rate_is_chosen = false;
    std::int64_t tick = 0; ///< Where the playhead was.

    friend bool operator==(const TemporaryView&, const TemporaryView&) = default;
};

struct Audition {
    std::optional<CutSlot> chosen; ///< Judged wherever the playhead is; none: that at the playhead.
    std::optional<PlayAround> around;
    std::optional<TemporaryView> view;

    friend bool operator==(const Audition&, const Audition&) = default;
};

constexpr std::size_t kMostVariants = 9;

/// The cut that is auditioned: that of the temporary view, else source A. Errors: InvalidArgument
/// when that is none, with a sentence that says what to do.
Result<session::SourceKey> auditioned_source(const session::Session& session,
                                             const Audition& audition);
/// The slot that is judged: the one that is played around, whose takes or seam are shown, that was
/// chosen, or the one at the playhead. Errors: InvalidArgument as above, or where the cut has no
/// event.
Result<CutSlot> judged_slot(const Player& player, const Audition& audition);

/// What the session is without what is only tried: for files, undo steps and autosave.
session::Session settled(session::Session session, const Audition& audition);
/// After the session was replaced as a whole, or sources were closed: drops what does not fit it
/// any more and plays around again what does.
void follow_session(Player& player, Audition& audition);

/// Loops from `TransportState::around_s` before the slot to as long after it; the playhead goes to
/// the start of that unless it is in there. Replaces what is played around already.
Result<Done> play_around(Player& player, Audition& audition, const CutSlot& slot);
/// How much is played before and after a slot, [0, 60] s; what is played around follows.
void set_around(Player& player, Audition& audition, double seconds);
void stop_playing_around(Player& player, Audition& audition);

/// Shows up to kMostVariants takes of a slot as a grid, each in a copy of the cut; those around the
/// active one when there are more.
Result<Done> show_variants(Player& player, Audition& audition, const CutSlot& slot);
/// Puts back the session's own sources and compare, then makes that variant's take the active one.
/// Does nothing for a number that there is none of.
Result<Done> choose_variant(Player& player, Audition& audition, std::size_t number);
/// Shows the last frame before a cut as A and the first after it as B, of a cut or, where A is a
/// single medium, of that before its frame `record`: in a Row unless a mode for
/// two pictures is on. On the ticks at both sides of the cut both frames stand; before them the
/// outgoing picture moves, after them the incoming one.
Result<Done> show_seam(Player& player, Audition& audition, std::int64_t record);
/// The seam of the cut nearest to the playhead.
Result<Done> show_seam(Player& player, Audition& audition);
/// Back to the session's own sources and compare; nothing without a view.
void leave_view(Player& player, Audition& audition);

/// Changes a slot's cut; what is auditioned follows.
using SlotChange =
    std::function<session::CutEdit(const session::Cut&, const interchange::EventPlace&)>;
Result<Done> edit_slot(Player& player, Audition& audition, const CutSlot& slot,
                       const SlotChange& change);

/// Holds the frame that a slot shows at the playhead for all of it; a freeze frame plays again.
Result<Done> freeze_shown(Player& player, Audition& audition, const CutSlot& slot);

/// Goes to the next (`step` 1) or previous (-1) place where another picture starts, or to the cut's
/// first or last frame. What is played around, or whose takes or seam are shown, goes along. False:
/// source A is no cut.
bool go_to_cut(Player& player, Audition& audition, int step);

} // namespace seamline::playback
