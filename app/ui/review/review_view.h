// app/ui/review/review_view.h: the review of people as panels see it, and what they ask of it.
#pragma once

#include "app/playback/blind_view.h"
#include "app/review/pairing.h"
#include "app/review/review.h"
#include "app/ui/review/decision_table.h"
#include "app/ui/review/drawing_shapes.h"
#include "app/ui/review/ingest_view.h"
#include "app/ui/review/placed_remarks.h"

#include <glm/glm.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::ui {

class ReviewDesk;

struct ReviewView {
    std::shared_ptr<const DecisionTable> table = no_decisions(); ///< Never null.
    std::uint64_t change = 0;                                    ///< Another number: another table.
    std::string author;                                          ///< Who decides now.
    std::vector<std::string> authors; ///< All that ever did, and `author`; sorted.
    /// Ids of media that are open, by path, as far as they are read.
    std::map<std::filesystem::path, std::string> ids;
    std::vector<std::string> open_media; ///< Ids of open takes and of what cuts show; sorted.
    std::size_t unsaved = 0;             ///< Actions that are not on the disk yet.
    std::string problem;                 ///< Why they are not; empty: nothing is wrong.
    ReviewProgress progress;
    /// As far as they are worked out; never null.
    std::shared_ptr<const RemarksOnCuts> on_cuts = std::make_shared<const RemarksOnCuts>();

    /// Null: not read yet.
    const std::string* id_of(const std::filesystem::path& path) const {
        const auto found = ids.find(path);
        return found == ids.end() ? nullptr : &found->second;
    }
};

/// What was decided last, while its reasons and its note can be added in a strip on the picture.
struct ReasonStrip {
    std::filesystem::path path;
    std::string take;
    review::Target target;
    review::DecisionState state{};
    std::vector<std::string> reasons;
    std::string note;
    double shown_at_s = 0;     ///< On ImGui's clock; it leaves a while later, unless ...
    bool has_keyboard = false; ///< ... digits and letters choose reasons, until Esc or Enter.
};

/// The picture that a drawing was begun on; another one may be there when it ends.
struct DrawnOn {
    std::uint32_t key = 0; ///< Of the source.
    std::filesystem::path path;
    std::int64_t frame = 0; ///< Of that medium.
    review::Medium medium;
    std::string generator;
};

/// A stroke that is being drawn.
struct StrokeDrag {
    DrawnOn on;
    std::vector<review::DrawPoint> points;
};

/// A text that is being put on a picture.
struct DrawnText {
    DrawnOn on;
    review::DrawPoint at;
    glm::dvec2 window{0, 0}; ///< The same in the window.
    bool asked = true;       ///< Give it the keyboard in the next frame.
    std::array<char, 256> words{};
};

/// How a review is written for others.
struct ShareChoice {
    std::string product = "report"; ///< See playback::review_products.
    std::filesystem::path folder;
    bool of_session = true; ///< Only what is said of media that are open.
    bool pictures = true;
    bool hide_names = false;
    bool on_cut = false; ///< Markers stand on the cut in A.
    // Of lists of markers; empty: as the cut, or each take, has it.
    std::string rate;        ///< The timeline's frames per second.
    std::string start;       ///< Timecode of its first frame; ';' before the frames drops.
    bool drop_frame = false; ///< Of a `rate` that has it.
};
/// How far that is, and what came of the last time.
struct ShareProgress {
    bool is_running = false;
    std::string what;
    double done = 0; ///< [0, 1]
    std::vector<std::string> lines;
};

/// A blind comparison that goes on.
struct BlindState {
    playback::BlindView before;
    std::string shot;         ///< Empty: takes of no shot.
    review::BlindRound round; ///< `at`: the pair on the screen, ...
    bool is_hidden = false;   ///< ... once a frame without names was handed over ...
    bool is_shown = false;    ///< ... and the pair put there.
    std::vector<std::string> left_reasons, right_reasons; ///< Why one does not ship, so far.
};

/// What the interface remembers about deciding.
struct DecideState {
    review::TargetKind target = review::TargetKind::Take;
    bool list = false;
    DecisionListChoice list_choice;
    bool list_pictures = true;      ///< The list shows what was decided on.
    bool takes = false;             ///< The list of shots and their takes.
    std::string chosen_take;        ///< Whose facts that list shows: a media id; may be gone.
    std::set<std::string> compared; ///< Takes that are ticked to be compared: media ids.
    bool comments = false;          ///< What was remarked on A.
    std::uint32_t pointed = 0;      ///< The source whose picture is under the pointer; 0: none.
    std::optional<ReasonStrip> strip;
    DrawChoice drawing;
    bool share = false; ///< The dialog that writes the review for others.
    ShareChoice share_choice;
    IngestChoice ingest;              ///< The dialog that takes in a folder.
    std::vector<ArrivedTake> arrived; ///< Takes that came by themselves and are not open yet.
    std::optional<BlindState> blind;
    bool ranking = false; ///< What blind comparisons and decisions tell of generators.
    std::optional<StrokeDrag> stroke;
    std::optional<DrawnText> text;
};

/// A change of what people said, carried out after the panels are drawn.
struct ChangeReview {
    std::function<void(ReviewDesk&)> change;
};

} // namespace seamline::ui
