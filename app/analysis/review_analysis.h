// app/analysis/review_analysis.h: everything that is measured of a review: media, cuts, seams,
// drift.
#pragma once

#include "app/analysis/boundary.h"
#include "app/analysis/cadence.h"
#include "app/analysis/drift.h"
#include "app/analysis/measure_source.h"
#include "app/analysis/seam_meter.h"
#include "app/analysis/style.h"
#include "app/analysis/verdict.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace seamline::analysis {

struct ReviewMedium {
    std::filesystem::path path;
    std::string name;
    MeasureColor color;
    decode::OpenOptions open;
    /// What a person said of its cuts, see corrected_cuts.
    std::vector<std::int64_t> added_cuts;
    std::vector<std::int64_t> removed_cuts;
    bool find_cuts = true; ///< False: of a timeline, whose `seen` says which of its cuts count.
    /// Images that the take was generated from: its first and last frame should be they. Empty:
    /// none.
    std::filesystem::path first_image;
    std::filesystem::path last_image;
};

/// Frames of a medium that a timeline shows one after another, forwards at their own speed.
struct SeenShot {
    ShotRange shot;
    std::size_t timeline = 0; ///< As Boundary's.
    std::int64_t record = 0;  ///< Record frame of the first.
    std::string event;        ///< Name of the event.
    std::function<std::string(std::int64_t)> record_timecode; ///< Of a record frame.
    bool is_live_action = false;
};

struct ReviewInput {
    std::string name; ///< Of the timeline or the first file.
    std::vector<ReviewMedium> media;
    /// Cuts between media, or of a timeline; cuts inside media with `find_cuts` come in addition.
    std::vector<Boundary> boundaries;
    std::vector<SeenShot> seen; ///< Of a timeline: cuts inside of them are cuts of the timeline.
};

struct BoundaryAnalysis {
    Boundary boundary;
    ComparedFrames compared;
    Seam seam; ///< Judged.
    Null null; ///< Of its two shots.
    ShotLens outgoing_lens;
    ShotLens incoming_lens;
};

/// A take's end against the image that it was conditioned on.
struct ConditioningAnalysis {
    std::size_t source = 0;
    std::int64_t frame = 0;
    std::filesystem::path image;
    Seam seam; ///< The image is outgoing, the take's frame incoming; judged by floors alone.
};

/// A take against the first one of the review, where both have as many frames: the same moments of
/// both, side by side.
struct TakePair {
    std::size_t source = 0;    ///< Incoming; the outgoing one is source 0.
    std::vector<Seam> moments; ///< By frame; judged by floors alone.
    std::size_t shown = 0;     ///< In `moments`: the one that stands for the pair.
};

/// What is seen of a pair at the moment that stands for it; refers to values that live during the
/// call.
struct SeenPair {
    std::size_t index = 0; ///< In ReviewAnalysis::pairs.
    const MeasuredSeam& measured;
    const FetchedFrame& outgoing;
    const FetchedFrame& incoming;
};

/// What is seen at a cut; refers to values that live during the call.
struct SeenSeam {
    std::size_t index = 0; ///< In ReviewAnalysis::boundaries.
    const BoundaryAnalysis& cut;
    const MeasuredSeam& measured;
    const FetchedFrame& outgoing;
    const FetchedFrame& incoming;
};

struct AnalyzeOptions {
    int threads = 2;
    bool null_from_pseudo_cuts = true; ///< False: floors alone.
    JudgeOptions judging;
    std::optional<std::filesystem::path> store;
    std::uintmax_t store_limit = kStoreBytes;
    std::shared_ptr<measures::MeasureBackend> backend; ///< As MeasureOptions'.
    /// Called now and then with what is being done and how much of all is done, [0, 1].
    std::function<void(const std::string& what, double done)> progress;
    std::function<bool()> cancelled;
    /// Called for each cut once it is measured, not judged yet, in order: for pictures of it.
    std::function<Result<Done>(const SeenSeam&)> seen;
    std::function<Result<Done>(const SeenPair&)> seen_pair; ///< The same of pairs of takes.
};

struct MediumAnalysis {
    MeasuredMedium measured;
    std::string name;
    std::vector<DetectedCut> cuts;
    std::vector<DetectedSeam> seams;
    std::vector<DriftCurve> drift; ///< Of its shots of at least a second.
    Cadence cadence;
    std::optional<Style> style;   ///< None of a timeline's media.
    std::vector<ShotLens> lenses; ///< Of its shots of at least ten frames; none of a timeline's.
};

struct ReviewAnalysis {
    std::string name;
    ThresholdProfile profile;
    std::vector<MediumAnalysis> media;
    std::vector<std::string> left_out; ///< Cuts that could not be measured, and why.
    /// In the order of media and frames; those of a timeline in the order of its record.
    std::vector<BoundaryAnalysis> boundaries;
    std::vector<ConditioningAnalysis> conditioning;
    std::vector<TakePair> pairs; ///< None of a timeline.
    /// What the lamps are judged by instead of the shots' own nulls, once there is enough of it.
    std::optional<Null> film_null;
};

/// The boundaries of the timelines, ascending by timeline and record frame: those of `input`
/// with their shots ending at the cuts that were found inside the media, and these cuts where
/// they are seen. `media` may be the first ones of the input's.
std::vector<Boundary> timeline_boundaries(const ReviewInput& input,
                                          std::span<const MediumAnalysis> media);

/// Everything of a medium but its cuts' seams. `measuring`: how; its `open` opens the file again
/// for drift. Errors: as measure_source.
Result<MediumAnalysis> analyze_medium(const ReviewMedium& medium, const color::ColorConfig& config,
                                      const MeasureOptions& measuring);

/// Sets the lenses of both shots and the terms that tell them apart: from `media`, else from what
/// `meter` gathered with the null.
void add_lens(BoundaryAnalysis& one, std::span<const MediumAnalysis> media, const SeamMeter& meter);

/// Judges all of them: by `film_null` when `accepted` (terms of cuts that are known to be right) is
/// enough for one, else by their own nulls.
std::optional<Null> judge_all(std::span<BoundaryAnalysis* const> cuts,
                              std::span<const Terms> accepted, const JudgeOptions& options);

/// Blocks for as long as it takes. Deterministic. Errors: of the first medium that cannot be read,
/// Cancelled.
Result<ReviewAnalysis> analyze(const ReviewInput& input, const color::ColorConfig& config,
                               const AnalyzeOptions& options);

} // namespace seamline::analysis
