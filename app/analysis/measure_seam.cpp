#include "app/analysis/measure_seam.h"

#include "renderer/measures/edge_alignment.h"
#include "renderer/measures/lens.h"
#include "renderer/measures/picture_bars.h"

#include <cmath>
#include <span>

namespace seamline::analysis {
namespace {

/// Native widths further apart than this are a difference of resolution, not of lens.
constexpr double kSameResolution = 1.1;

bool differ_in_resolution(const SeamSide& a, const SeamSide& b) {
    const double ratio = static_cast<double>(a.native_width) / b.native_width;
    return ratio > kSameResolution || ratio < 1 / kSameResolution;
}

void measure_lens(const SeamSide& outgoing, const SeamSide& incoming, Terms& terms) {
    // As shares of the width: pixels of different rasters are not alike.
    if (!std::isnan(outgoing.sharpest_px) && !std::isnan(incoming.sharpest_px))
        at(terms, Term::SharpnessLog2) =
            measures::sharpness_log2(outgoing.sharpest_px / outgoing.native_width,
                                     incoming.sharpest_px / incoming.native_width);
    if (!std::isnan(outgoing.grain) && !std::isnan(incoming.grain))
        at(terms, Term::GrainLog2) = measures::grain_log2(outgoing.grain, incoming.grain);
}

void set_step(const measures::LightStep& step, Terms& terms) {
    at(terms, Term::ExposureStops) = step.exposure_stops;
    at(terms, Term::DeltaMired) = step.delta_mired;
    at(terms, Term::DeltaDuv) = step.delta_duv;
}

void measure_grade(MeasuredSeam& result) {
    Seam& seam = result.seam;
    seam.grade = measures::fit_grade(result.pictures.pairs);
    if (!seam.grade) return;
    at(seam.terms, Term::DeltaERaw) = seam.grade->delta_e_raw;
    at(seam.terms, Term::DeltaEResidual) = seam.grade->delta_e_residual;
    at(seam.terms, Term::Gradeable) = seam.grade->gradeable;
    result.pictures.relight = measures::relight(result.pictures.pairs, seam.grade->affine);
    if (!result.pictures.relight) return;
    const measures::Relight& relight = *result.pictures.relight;
    at(seam.terms, Term::RelightStops) = relight.stops;
    at(seam.terms, Term::RelightSlopeStops) = relight.slope_stops;
    at(seam.terms, Term::RelightAngleDeg) = relight.angle_deg;
    seam.after_cdl_stops = relight.stops;
    seam.after_gradient_stops = relight.after_gradient_stops;
}

void measure_texture(const SeamSide& outgoing, const SeamSide& incoming, MeasuredSeam& result) {
    measures::Plane a = outgoing.luma;
    measures::Plane b = incoming.luma;
    if (a.empty() || b.empty()) return;
    // The coarser raster is what both can show.
    const int width = std::min(a.width, b.width);
    const int height = std::min(a.height, b.height);
    if (a.width != width || a.height != height) a = measures::area_averaged(a, width, height);
    if (b.width != width || b.height != height) b = measures::area_averaged(b, width, height);
    result.pictures.texture = measures::texture_change(a, b, result.pictures.alignment, {});
    if (result.pictures.texture->measured_count > 0)
        at(result.seam.terms, Term::TextureFlaggedShare) = result.pictures.texture->flagged_share;
}

} // namespace

MeasuredSeam measure_seam(const SeamSide& outgoing, const SeamSide& incoming) {
    MeasuredSeam result;
    Seam& seam = result.seam;
    seam.space_confirmed = outgoing.space_confirmed && incoming.space_confirmed;
    seam.resolution_differs = differ_in_resolution(outgoing, incoming);
    seam.is_hdr = outgoing.is_hdr && incoming.is_hdr;
    seam.bars_differ = measures::differ(measures::picture_bars(outgoing.light),
                                        measures::picture_bars(incoming.light));
    if (!seam.bars_differ) {
        measure_lens(outgoing, incoming, seam.terms);
        set_step(measures::global_light_step(outgoing.global, incoming.global), seam.terms);
    }
    const bool comparable = !outgoing.light.empty() &&
                            outgoing.light.width() == incoming.light.width() &&
                            outgoing.light.height() == incoming.light.height();
    if (!comparable) return result;

    const auto from = measures::alignment_source(outgoing.light);
    const auto to = measures::alignment_source(incoming.light);
    result.pictures.alignment = measures::align(from, to, measures::AlignmentRange::Far);
    if (!result.pictures.alignment.same_view()) {
        measures::Alignment by_edges = measures::align_by_edges(from, to);
        seam.by_edges = by_edges.same_view();
        if (seam.by_edges) result.pictures.alignment = std::move(by_edges);
    }
    seam.coverage = result.pictures.alignment.coverage;
    seam.same_view = result.pictures.alignment.same_view();
    if (!seam.same_view) {
        seam.sky = measures::sky_shift(outgoing.light, incoming.light);
        return result;
    }
    result.pictures.pairs =
        measures::light_pairs(outgoing.light, incoming.light, result.pictures.alignment);
    if (const auto step = measures::aligned_light_step(result.pictures.pairs))
        set_step(*step, seam.terms);
    measure_grade(result);
    // Under another sun a surface shows another texture.
    if (!seam.bars_differ && !seam.by_edges) measure_texture(outgoing, incoming, result);
    return result;
}

} // namespace seamline::analysis
