// app/ui/cut_table.h: the events of a cut as lanes and lists show them, worked out once per cut.
#pragma once

#include "app/playback/cut_program.h"
#include "app/session/cut.h"
#include "app/ui/cut_choice.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace seamline::ui {

/// Where an event stands among its neighbours.
enum class Placement : std::uint8_t {
    Inside,  ///< A picture on both sides.
    Bookend, ///< It begins or ends a stretch between gaps, or the cut.
    Hidden,  ///< Other tracks cover it, or it is disabled.
};

/// A moment of an event that stands for it.
enum class EventMoment : std::uint8_t { First, Middle, Last };
constexpr std::size_t kEventMoments = 3;

/// One event of a video track, in words. Rows are in record order, lower tracks first.
struct CutRow {
    playback::EventPlace place;
    std::int64_t record_in = 0;
    std::int64_t duration = 0;
    Rational source_in_s;   ///< Media time of its first frame.
    std::string name;       ///< Never empty.
    std::string take;       ///< "2 of 5"; empty when there is only one.
    std::size_t active = 0; ///< That number, for sorting; 0: no medium.
    std::string speed;      ///< "200 %", "rev", "freeze"; empty at normal speed.
    interchange::Origin origin{};
    Placement placement{};
    bool offline = false; ///< Its medium is nowhere.
    bool enabled = true;
    std::vector<std::string> notes; ///< What a person should know of it, one phrase each.
    std::string words;              ///< What a text filter looks in; lower case.
    /// Names of its pictures: equal for equal frames of one medium. 0: it has no medium.
    std::array<std::uint64_t, kEventMoments> pictures{};
    std::uint64_t look = 0; ///< Of its colours and its placing, likewise.

    std::int64_t record_out() const { return record_in + duration; } ///< Exclusive.
};

/// Record frames that show one event; a dissolve is divided at the edit's cut.
struct CutBlock {
    std::int64_t first = 0;
    std::int64_t end = 0;             ///< Exclusive.
    std::optional<std::uint32_t> row; ///< None: a gap.
};
/// Record frames of a dissolve, and its cut.
struct CutWedge {
    std::int64_t first = 0;
    std::int64_t at = 0;
    std::int64_t end = 0; ///< Exclusive.
};

/// Immutable once made. Threads: safe.
class CutTable {
public:
    CutTable(session::SharedCut cut, std::shared_ptr<const playback::CutProgram> program);

    const interchange::Edit& edit() const { return program_->edit(); }
    const session::Cut& cut() const { return *cut_; }
    const std::shared_ptr<const playback::CutProgram>& program() const { return program_; }
    const std::vector<CutRow>& rows() const { return rows_; }
    /// What is seen, without holes from record frame 0 to the end.
    const std::vector<CutBlock>& blocks() const { return blocks_; }
    const std::vector<CutWedge>& wedges() const { return wedges_; } ///< Ascending.
    /// Those of the edit and of its events, ascending.
    const std::vector<interchange::EditMarker>& marks() const { return marks_; }
    /// Tracks from the top of a lane to its bottom: video with the upper ones first, then sound.
    const std::vector<std::size_t>& lanes() const { return lanes_; }
    std::string track_name(std::size_t track) const;

    /// The row of the event that is seen at a record frame; none in a gap and outside.
    std::optional<std::uint32_t> row_at(std::int64_t record) const;
    /// None for a gap, an event of sound, and a place that the edit does not have.
    std::optional<std::uint32_t> row_of(const playback::EventPlace& place) const;
    /// Record frame of one of its moments.
    std::int64_t record_of(const CutRow& row, EventMoment moment) const;

    /// How many of the blocks [from, to) are offline, and how many show what the player does not.
    struct Troubles {
        std::size_t offline = 0;
        std::size_t unsupported = 0;
    };
    Troubles troubles(std::size_t from, std::size_t to) const;
    /// Of all rows: how many each filter of the list finds.
    struct Counts {
        std::size_t offline = 0;
        std::size_t unsupported = 0;
        std::size_t generated = 0;
        std::size_t live_action = 0;
    };
    const Counts& counts() const { return counts_; }

    std::string timecode(std::int64_t record) const; ///< Record timecode.
    /// In the medium's own frames where the edit states them, else in record frames.
    std::string source_timecode(const interchange::Event& event, const Rational& time_s) const;

private:
    void add_rows();
    void add_blocks();
    void place_rows();
    void add_marks();

    session::SharedCut cut_;
    std::shared_ptr<const playback::CutProgram> program_;
    std::vector<CutRow> rows_;
    std::vector<std::vector<std::int32_t>> row_by_event_; ///< By track and event; -1: none.
    std::vector<CutBlock> blocks_;
    std::vector<Troubles> troubles_before_; ///< One more than blocks.
    std::vector<CutWedge> wedges_;
    std::vector<interchange::EditMarker> marks_;
    std::vector<std::size_t> lanes_;
    Counts counts_;
};

const char* name(interchange::Origin origin); ///< "generated", "live action"; empty when unknown.
const char* name(Placement placement);        ///< "bookend", "inside", "hidden".
/// "200 %", "rev", "rev 50 %", "freeze"; empty at normal speed.
std::string speed_words(const Rational& speed);
/// All that is known of an event, in lines, for a tooltip.
std::string event_words(const CutTable& table, const playback::EventPlace& place);

/// Indices of the rows that `choice` wants, in its order; of equal ones the earlier first.
std::vector<std::uint32_t> listed_rows(const CutTable& table, const CutListChoice& choice);

/// The event that is chosen once the playhead stands at `record` of `source`: the same for as long
/// as it lies under the playhead, else what is seen there, else what was chosen.
std::optional<ChosenEvent> followed(const std::optional<ChosenEvent>& chosen,
                                    session::SourceKey source, const CutTable& table,
                                    std::int64_t record);

/// The tables of a session's cuts, each made once.
///
/// Threads: main thread.
class CutTables {
public:
    /// `is_new` is called with every table that was made.
    explicit CutTables(std::function<void(session::SourceKey, const CutTable&)> is_new = {})
        : is_new_(std::move(is_new)) {}

    /// The table of a source, which must be a cut, and whose program is `program`.
    const CutTable& of(const session::Source& source,
                       const std::shared_ptr<const playback::CutProgram>& program);
    /// The rows of that table as `choice` wants them.
    const std::vector<std::uint32_t>& listed(session::SourceKey source,
                                             const CutListChoice& choice);
    /// Forgets those of sources that the session no longer has.
    void keep_only(const session::Session& session);

private:
    struct Entry {
        std::shared_ptr<const CutTable> table;
        std::optional<CutListChoice> choice; ///< What `listed` is for.
        std::vector<std::uint32_t> listed;
    };
    std::function<void(session::SourceKey, const CutTable&)> is_new_;
    std::map<session::SourceKey, Entry> entries_;
};

} // namespace seamline::ui
