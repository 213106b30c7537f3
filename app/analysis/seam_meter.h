// app/analysis/seam_meter.h: measures the cuts of a review, and what its shots do without a cut.
#pragma once

#include "app/analysis/boundary.h"
#include "app/analysis/frame_fetcher.h"
#include "app/analysis/measure_seam.h"
#include "app/analysis/shot_lens.h"
#include "app/analysis/verdict.h"

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <tuple>
#include <vector>

namespace seamline::analysis {

/// A medium of a review.
struct MeasuredMedium {
    std::filesystem::path path;
    MeasureColor color;
    /// Null: not measured; sharpness and grain are then those of the compared frames alone.
    std::shared_ptr<const SourceFeatures> features;
};

/// Threads: confined to one at a time. Blocks: decodes.
class SeamMeter {
public:
    /// `media`: what Boundary::source counts. Must not change while this lives.
    SeamMeter(const color::ColorConfig& config, std::vector<MeasuredMedium> media,
              decode::OpenOptions open, std::function<bool()> cancelled);

    /// Measured, not judged; `not_measured` where a compared frame is damaged. Errors: Cancelled;
    /// of a medium that cannot be read any more.
    Result<MeasuredSeam> measure(const Boundary& boundary);
    /// Of both shots of a boundary; what was measured of a shot is kept. `with_lens`: from the same
    /// frames the lens of both, for `lens_of`.
    Result<Null> null_of(const Boundary& boundary, bool with_lens = false);
    /// What null_of gathered; nothing of a shot that it did not measure.
    ShotLens lens_of(const ShotRange& shot) const;

    /// Any two frames, as at a cut.
    Result<MeasuredSeam> compare(std::size_t source_a, std::int64_t frame_a, std::size_t source_b,
                                 std::int64_t frame_b);
    /// A frame as it is compared with frames of `beside`, for pictures of the comparison.
    Result<std::shared_ptr<const FetchedFrame>> frame(std::size_t source, std::int64_t frame,
                                                      std::size_t beside);

private:
    struct Side {
        std::size_t source = 0;
        std::int64_t frame = 0;
        ShotRange shot;      ///< Frames from which sharpness and grain may be taken.
        bool before = false; ///< Those frames end at `frame`; else they begin there.
    };
    Result<FrameFetcher*> fetcher(std::size_t source);
    void set_lens(const Side& side, const measures::Plane& luma, SeamSide& result) const;
    Result<SeamSide> side(const Side& side, Extent light_size);
    Result<MeasuredSeam> measure(const Side& outgoing, const Side& incoming);
    Result<std::vector<Terms>> pseudo_terms(const ShotRange& shot, bool with_lens);
    Result<Done> gather_lens(const ShotRange& shot, std::int64_t frame, bool with_fringes,
                             LensGatherer& lens);

    color::ColorConfig config_;
    std::vector<MeasuredMedium> media_;
    decode::OpenOptions open_;
    std::function<bool()> cancelled_;
    std::map<std::size_t, FrameFetcher> fetchers_;
    std::map<std::tuple<std::size_t, std::int64_t, std::int64_t>, std::vector<Terms>>
        pseudo_;                                                                     ///< By shot.
    std::map<std::tuple<std::size_t, std::int64_t, std::int64_t>, ShotLens> lenses_; ///< By shot.
};

} // namespace seamline::analysis
