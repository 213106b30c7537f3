// app/ui/review/placed_remarks.h: where what people said lies on lanes: on a medium's own frames,
// and on the record of every cut that shows them.
#pragma once

#include "app/playback/cut_program.h"
#include "app/session/session.h"
#include "app/ui/review/decision_table.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace seamline::ui {

/// A decision, a comment or a drawing on frames of one source: of a medium its own, of a cut its
/// record frames. One remark may lie on several stretches of a cut.
struct PlacedRemark {
    enum class Kind : std::uint8_t { Decision, Comment, Drawing };
    Kind kind = Kind::Decision;
    std::uint32_t index = 0; ///< In DecisionTable::rows, Review::comments or Review::drawings.
    std::int64_t first = 0;
    std::int64_t last = 0; ///< Inclusive.

    friend bool operator==(const PlacedRemark&, const PlacedRemark&) = default;
};
/// Decisions, then comments without those that answer others, then drawings.
using PlacedRemarks = std::vector<PlacedRemark>;

/// What was said of a medium's frames; what is about all of it is left out.
PlacedRemarks remarks_of_medium(const DecisionTable& table, std::string_view media_id);

/// One of them as it lies on a lane, pixels.
struct LaneMark {
    PlacedRemark remark;
    double left = 0;
    double right = 0; ///< >= left

    friend bool operator==(const LaneMark&, const LaneMark&) = default;
};
/// What is left where thousands of remarks lie on one lane, longest first, so that a frame is seen
/// on its shot: of decisions that begin and end in the same columns the one that asks for most
/// (send back, hold, keep), of what covers more than two columns the longest 300, of comments and
/// drawings one in a column.
std::vector<LaneMark> thinned(const std::vector<LaneMark>& marks, const DecisionTable& table,
                              double column_px);

/// Ids of media by their paths.
using MediaIds = std::map<std::filesystem::path, std::string>;

/// What of its media a cut shows and where, through slip, speed and the tracks that cover others.
/// Threads: immutable, safe.
class CutPlaces {
public:
    CutPlaces(std::shared_ptr<const playback::CutProgram> program, const MediaIds& ids);

    /// Record frames [first, last] at which the cut shows any of a target's frames, ascending; what
    /// is about the whole medium lies on all that is seen of it. Empty: none.
    std::vector<std::pair<std::int64_t, std::int64_t>> of(const review::Medium& medium,
                                                          const review::Target& target) const;
    /// Everything that was said of what the cut shows.
    PlacedRemarks remarks(const DecisionTable& table) const;
    /// Ids of the media that are seen, as far as they are known; sorted.
    std::vector<std::string> media() const;

private:
    /// Record frames [first, end) that show one event.
    struct Stretch {
        playback::EventPlace event;
        std::int64_t first = 0;
        std::int64_t end = 0;
    };
    std::shared_ptr<const playback::CutProgram> program_;
    std::map<std::string, std::vector<Stretch>, std::less<>> by_medium_;
};

/// By the keys of cuts, with the table that the remarks' indices are of: it may be an older one
/// than panels see.
struct RemarksOnCuts {
    std::shared_ptr<const DecisionTable> table; ///< Null: nothing is known.
    std::map<session::SourceKey, std::shared_ptr<const PlacedRemarks>> by_source;
    std::set<std::string> media; ///< What the cuts show: ids.
};

/// The remarks on a session's cuts, worked out in the background whenever a cut, an id or what
/// people said has changed; until then those that were known.
///
/// Threads: main thread. Blocks in its destructor until what runs has ended.
class CutRemarks {
public:
    /// `wake` is called on a worker when something new is known.
    explicit CutRemarks(std::function<void()> wake) : wake_(std::move(wake)) {}

    /// `change`: another number: another table, or other ids.
    std::shared_ptr<const RemarksOnCuts> of(const session::Session& session,
                                            const std::shared_ptr<const DecisionTable>& table,
                                            const MediaIds& ids, std::uint64_t change);
    bool is_waiting() const { return running_.valid(); }

private:
    struct Asked {
        std::map<session::SourceKey, session::SharedCut> cuts;
        std::uint64_t change = 0;
    };
    std::function<void()> wake_;
    Asked asked_; ///< What `known_`, or what runs, is about.
    std::shared_ptr<const RemarksOnCuts> known_ = std::make_shared<const RemarksOnCuts>();
    std::future<std::shared_ptr<const RemarksOnCuts>> running_;
};

} // namespace seamline::ui
