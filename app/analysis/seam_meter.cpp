#include "app/analysis/seam_meter.h"

#include "app/analysis/quantile.h"
#include "renderer/measures/lens.h"
#include "renderer/measures/soft_gradient.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace seamline::analysis {
namespace {

constexpr int kPseudoCuts = 8;
/// A pseudo-cut compares frames six apart: at a cut between takes of one view nobody knows how much
/// time lies between them, and what moves leaves more colour apart the longer it is.
constexpr int kPseudoMargin = 4;
/// Coding makes sharpness and grain swing from frame to frame.
constexpr int kLensFrames = 5;
/// Open files at a time.
constexpr std::size_t kMostFetchers = 4;

} // namespace

SeamMeter::SeamMeter(const color::ColorConfig& config, std::vector<MeasuredMedium> media,
                     decode::OpenOptions open, std::function<bool()> cancelled)
    : config_(config), media_(std::move(media)), open_(std::move(open)),
      cancelled_(std::move(cancelled)) {
    open_.cancelled = cancelled_;
}

Result<FrameFetcher*> SeamMeter::fetcher(std::size_t source) {
    if (const auto found = fetchers_.find(source); found != fetchers_.end()) return &found->second;
    const MeasuredMedium& medium = media_[source];
    auto opened = FrameFetcher::open(medium.path, config_, medium.color, open_);
    if (!opened) return opened.error();
    return &fetchers_.emplace(source, std::move(opened).value()).first->second;
}

void SeamMeter::set_lens(const Side& side, const measures::Plane& luma, SeamSide& result) const {
    const SourceFeatures* features = media_[side.source].features.get();
    if (features == nullptr) {
        const measures::Plane gradient = measures::soft_gradient_squared(luma);
        const auto blur = measures::edge_blur(luma, gradient);
        result.sharpest_px = blur ? blur->sharpest_px : kNotMeasured;
        result.grain = measures::grain(luma, gradient).value_or(kNotMeasured);
        return;
    }
    const std::int64_t first = side.before ? side.frame - kLensFrames + 1 : side.frame;
    const std::int64_t end =
        std::min({first + kLensFrames, side.shot.end, std::ssize(features->frames)});
    std::vector<double> blurs;
    std::vector<double> grains;
    for (std::int64_t frame = std::max(first, side.shot.first); frame < end; ++frame) {
        const FrameFeatures& one = features->frames[static_cast<std::size_t>(frame)];
        if (one.substitute) continue;
        blurs.push_back(one.sharpest_px);
        grains.push_back(one.grain);
    }
    result.sharpest_px = measured_median(std::move(blurs));
    result.grain = measured_median(std::move(grains));
}

Result<SeamSide> SeamMeter::side(const Side& side, Extent light_size) {
    const Result<FrameFetcher*> from = fetcher(side.source);
    if (!from) return from.error();
    const auto fetched = from.value()->fetch(side.frame, light_size);
    if (!fetched) return fetched.error();
    SeamSide result;
    result.light = fetched.value()->light;
    result.luma = fetched.value()->luma;
    result.global = measures::global_light(result.light);
    result.native_width = from.value()->size().width;
    result.native_height = from.value()->size().height;
    result.space_confirmed = from.value()->space_confirmed();
    result.is_hdr = from.value()->is_hdr();
    set_lens(side, fetched.value()->luma, result);
    return result;
}

Result<MeasuredSeam> SeamMeter::measure(const Side& outgoing, const Side& incoming) {
    if (cancelled_ && cancelled_()) return Error{ErrorCode::Cancelled, "measuring was cancelled"};
    // Both are in use at once below: closing others now leaves these two open.
    while (fetchers_.size() > kMostFetchers) {
        const auto other = std::find_if(fetchers_.begin(), fetchers_.end(), [&](const auto& entry) {
            return entry.first != outgoing.source && entry.first != incoming.source;
        });
        if (other == fetchers_.end()) break;
        fetchers_.erase(other);
    }
    const Result<FrameFetcher*> a = fetcher(outgoing.source);
    if (!a) return a.error();
    const Result<FrameFetcher*> b = fetcher(incoming.source);
    if (!b) return b.error();
    const auto common = common_light_size(*a.value(), *b.value());
    const auto own = [](const FrameFetcher& fetcher) {
        return *common_light_size(fetcher, fetcher);
    };
    const auto left = side(outgoing, common ? *common : own(*a.value()));
    if (!left) return left.error();
    const auto right = side(incoming, common ? *common : own(*b.value()));
    if (!right) return right.error();
    MeasuredSeam measured = measure_seam(left.value(), right.value());
    measured.seam.frame = incoming.frame;
    // Maps lie over the outgoing picture, and directions are told of it as it is shown.
    const PictureTurn turn = a.value()->turn();
    double& angle = at(measured.seam.terms, Term::RelightAngleDeg);
    angle = turn.shown_angle(angle);
    if (measured.seam.sky) measured.seam.sky = turn.shown(*measured.seam.sky);
    return measured;
}

Result<MeasuredSeam> SeamMeter::measure(const Boundary& boundary) {
    const ComparedFrames frames = compared_frames(boundary);
    auto measured = measure({boundary.outgoing.source, frames.outgoing, boundary.outgoing, true},
                            {boundary.incoming.source, frames.incoming, boundary.incoming, false});
    if (!measured && measured.error().code == ErrorCode::Corrupt) {
        // One damaged frame says nothing about the other cuts.
        MeasuredSeam damaged;
        damaged.seam.not_measured = "a frame at the cut is damaged or missing";
        measured = std::move(damaged);
    }
    if (measured) measured.value().seam.frame = boundary.frame;
    return measured;
}

Result<MeasuredSeam> SeamMeter::compare(std::size_t source_a, std::int64_t frame_a,
                                        std::size_t source_b, std::int64_t frame_b) {
    // Any frames: what lies beside them may be another shot, so each stands for itself.
    return measure({source_a, frame_a, {source_a, frame_a, frame_a + 1}, true},
                   {source_b, frame_b, {source_b, frame_b, frame_b + 1}, false});
}

Result<std::shared_ptr<const FetchedFrame>> SeamMeter::frame(std::size_t source, std::int64_t frame,
                                                             std::size_t beside) {
    const Result<FrameFetcher*> from = fetcher(source);
    if (!from) return from.error();
    const Result<FrameFetcher*> other = fetcher(beside);
    if (!other) return other.error();
    const auto common = common_light_size(*from.value(), *other.value());
    return from.value()->fetch(frame,
                               common ? *common : *common_light_size(*from.value(), *from.value()));
}

Result<Done> SeamMeter::gather_lens(const ShotRange& shot, std::int64_t frame, bool with_fringes,
                                    LensGatherer& lens) {
    const Result<FrameFetcher*> from = fetcher(shot.source);
    if (!from) return from.error();
    FrameFetcher::Seen seen;
    if (with_fringes)
        seen = [&](const measures::FrameView& view) { lens.add(measures::lateral_color(view)); };
    const auto fetched =
        from.value()->fetch(frame, *common_light_size(*from.value(), *from.value()), seen);
    if (!fetched && fetched.error().code == ErrorCode::Corrupt) return Done{};
    if (!fetched) return fetched.error();
    lens.add(fetched.value()->light);
    return Done{};
}

ShotLens SeamMeter::lens_of(const ShotRange& shot) const {
    const auto found = lenses_.find(std::tuple(shot.source, shot.first, shot.end));
    return found != lenses_.end() ? found->second : ShotLens{};
}

Result<std::vector<Terms>> SeamMeter::pseudo_terms(const ShotRange& shot, bool with_lens) {
    const auto key = std::tuple(shot.source, shot.first, shot.end);
    if (const auto found = pseudo_.find(key); found != pseudo_.end()) return found->second;
    std::vector<Terms> terms;
    LensGatherer lens;
    int visited = 0;
    for (const std::int64_t place : pseudo_cuts(shot.first, shot.end, kPseudoCuts, kPseudoMargin)) {
        if (with_lens) {
            // Every third one is looked at for fringes, which takes longest.
            const bool with_fringes = visited++ % 3 == 1;
            if (const auto done = gather_lens(shot, place - 2, with_fringes, lens); !done)
                return done.error();
        }
        const ShotRange before{shot.source, shot.first, place};
        const ShotRange after{shot.source, place, shot.end};
        const auto measured =
            measure({shot.source, place - 3, before, true}, {shot.source, place + 3, after, false});
        if (!measured && measured.error().code != ErrorCode::Corrupt) return measured.error();
        if (measured) terms.push_back(measured.value().seam.terms);
        if (!with_lens) continue;
        if (const auto done = gather_lens(shot, place + 1, false, lens); !done) return done.error();
    }
    if (with_lens) {
        const Result<FrameFetcher*> from = fetcher(shot.source);
        if (!from) return from.error();
        lenses_.emplace(key, lens.lens(shot.first, shot.end, from.value()->size().width));
    }
    return pseudo_.emplace(key, std::move(terms)).first->second;
}

Result<Null> SeamMeter::null_of(const Boundary& boundary, bool with_lens) {
    auto outgoing = pseudo_terms(boundary.outgoing, with_lens);
    if (!outgoing) return outgoing.error();
    const auto incoming = pseudo_terms(boundary.incoming, with_lens);
    if (!incoming) return incoming.error();
    std::vector<Terms> both = std::move(outgoing).value();
    both.insert(both.end(), incoming.value().begin(), incoming.value().end());
    return null_of_pseudo_cuts(both);
}

} // namespace seamline::analysis
