#include "app/analysis/frame_pictures.h"

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

} // namespace

FramePictures measure_frame(const FrameMeasuring& how, const DecodedFrame& frame,
                            FrameFeatures& features) {
    measures::FrameView view = measures::FrameView::of(frame);
    view.visible = without_border(frame.visible, how.border);
    if (how.tags) view.color = *how.tags;
    const Extent lab_size =
        measures::working_size(view.visible, how.pixel_aspect, measures::kLabEdge);
    FramePictures pictures;
    const measures::Picture lab = measures::make_lab_picture(view, how.light, lab_size);
    describe_lab(lab, features);
    pictures.lab = measures::lab_codes(lab);
    features.mean_luma = mean(measures::luma_means(view, lab_size));
    return pictures;
}

StepFromPrevious measure_step(const FrameMeasuring&, const StepPictures&, const StepPictures&) {
    return {};
}

} // namespace seamline::analysis
