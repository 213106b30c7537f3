#include "app/analysis/frame_pictures.h"

#include "renderer/measures/illuminant.h"
#include "renderer/measures/oklab.h"

#include <algorithm>
#include <cmath>

namespace seamline::analysis {
namespace {

Rect without_border(const Rect& visible, double border) {
    const int x = static_cast<int>(std::lround(visible.width * border));
    const int y = static_cast<int>(std::lround(visible.height * border));
    return {visible.x + x, visible.y + y, std::max(visible.width - 2 * x, 1),
            std::max(visible.height - 2 * y, 1)};
}

double mean(const measures::Plane& plane) {
    double sum = 0;
    for (const float value : plane.values) sum += value;
    return sum / static_cast<double>(plane.values.size());
}

Signature signature_of(const measures::Picture& lab) {
    Signature signature;
    signature.reserve(kSignatureSize);
    for (std::size_t c = 0; c < 3; ++c) {
        const int columns = std::min(kSignatureColumns, lab.width());
        const int rows = std::min(kSignatureRows, lab.height());
        const measures::Plane small = measures::area_averaged(lab.planes[c], columns, rows);
        for (int y = 0; y < kSignatureRows; ++y) {
            for (int x = 0; x < kSignatureColumns; ++x) {
                const float value = small.at(std::min(x, columns - 1), std::min(y, rows - 1));
                const float code = (value + (c == 0 ? 0.0F : 0.5F)) * 255;
                signature.push_back(
                    static_cast<std::uint8_t>(std::clamp(code + 0.5F, 0.0F, 255.0F)));
            }
        }
    }
    return signature;
}

void describe_lab(const measures::Picture& lab, FrameFeatures& features) {
    for (std::size_t c = 0; c < 3; ++c) features.mean_lab[c] = mean(lab.planes[c]);
    double squares = 0;
    std::size_t dark = 0;
    for (const float value : lab.planes[0].values) {
        squares += (value - features.mean_lab[0]) * (value - features.mean_lab[0]);
        dark += value < 0.1F ? 1 : 0;
    }
    const auto count = static_cast<double>(lab.planes[0].values.size());
    features.contrast = std::sqrt(squares / count);
    features.dark_share = static_cast<double>(dark) / count;
    features.signature = signature_of(lab);
}

void describe_lens(const measures::FrameReductions& sums, FrameFeatures& features) {
    if (sums.blur) {
        features.sharpest_px = sums.blur->sharpest_px;
        features.median_px = sums.blur->median_px;
    }
    features.grain = sums.grain.value_or(kNotMeasured);
}

double mean_difference(const measures::Plane& a, const measures::Plane& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.values.size(); ++i) sum += std::abs(a.values[i] - b.values[i]);
    return sum / static_cast<double>(a.values.size());
}

} // namespace

FramePictures measure_frame(const FrameMeasuring& how, const DecodedFrame& frame,
                            FrameFeatures& features) {
    measures::FrameView view = measures::FrameView::of(frame);
    view.visible = without_border(frame.visible, how.border);
    if (how.tags) view.color = *how.tags;
    measures::ReductionRequest request;
    request.lab_size = measures::working_size(view.visible, how.pixel_aspect, measures::kLabEdge);
    if (!how.cuts_only) {
        request.light_size =
            measures::working_size(view.visible, how.pixel_aspect, measures::kLightEdge);
        request.lens = true;
    }
    measures::FrameReductions sums = how.backend->reduce(view, request);
    FramePictures pictures;
    if (how.cuts_only) features.mean_luma = mean(measures::luma_of_codes(sums.lab_codes, view));
    measures::Picture lab = measures::light_of_codes(std::move(sums.lab_codes), view, how.light);
    measures::light_to_oklab(lab);
    describe_lab(lab, features);
    pictures.lab = measures::lab_codes(lab);
    if (how.cuts_only) return pictures;
    describe_lens(sums, features);
    pictures.step.luma = measures::luma_of_codes(sums.light_codes, view);
    features.mean_luma = mean(pictures.step.luma);
    pictures.step.light = measures::light_of_codes(std::move(sums.light_codes), view, how.light);
    features.global = measures::global_light(pictures.step.light);
    pictures.step.source = measures::alignment_source(pictures.step.light);
    return pictures;
}

StepFromPrevious measure_step(const FrameMeasuring& how, const StepPictures& before,
                              const StepPictures& pictures) {
    StepFromPrevious step;
    if (how.cuts_only) return step;
    step.difference = mean_difference(before.luma, pictures.luma);
    const measures::Alignment alignment =
        measures::align(before.source, pictures.source, measures::AlignmentRange::Near);
    step.coverage = alignment.coverage;
    step.camera =
        how.turn.shown(measures::camera_move(alignment.flow, alignment.valid, how.native_width));
    const measures::LightPairs pairs =
        measures::light_pairs(before.light, pictures.light, alignment);
    if (const auto light = measures::aligned_light_step(pairs)) {
        step.exposure_stops = light->exposure_stops;
        step.delta_mired = light->delta_mired;
        step.delta_duv = light->delta_duv;
    }
    return step;
}

} // namespace seamline::analysis
