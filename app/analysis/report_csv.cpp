#include "app/analysis/report.h"

#include <charconv>
#include <cmath>
#include <string>
#include <string_view>

namespace seamline::analysis {
namespace {

// Shortest text that reads back as the same number, whatever the locale.
std::string number(double value) {
    if (!std::isfinite(value)) return "";
    char text[32];
    const auto [end, error] = std::to_chars(text, text + sizeof text, value);
    return error == std::errc{} ? std::string(text, end) : "";
}

std::string csv_field(std::string_view text) {
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"') result += '"';
        result += c;
    }
    return result + "\"";
}

template <typename... Fields> std::string line(const Fields&... fields) {
    std::string result;
    ((result += (result.empty() ? "" : ",") + fields), ...);
    return result + "\n";
}

std::string frame_line(std::size_t source, const FrameFeatures& frame) {
    const StepFromPrevious& step = frame.step;
    return line(std::to_string(source), std::to_string(frame.frame), number(frame.time_s.value()),
                std::string(frame.substitute ? "1" : "0"), number(frame.mean_luma),
                number(frame.contrast), number(frame.mean_lab[0]), number(frame.mean_lab[1]),
                number(frame.mean_lab[2]), number(frame.sharpest_px), number(frame.median_px),
                number(frame.grain), number(step.residual), number(step.cross_gap),
                number(step.difference), number(step.coverage), number(step.exposure_stops),
                number(step.delta_mired), number(step.delta_duv), number(step.camera.pan_px),
                number(step.camera.tilt_px), number(step.camera.zoom),
                number(step.camera.roll_deg));
}

} // namespace

std::string frames_csv(const ReviewAnalysis& analysis) {
    std::string text =
        "source,frame,time_s,substitute,mean_luma,contrast,oklab_l,oklab_a,oklab_b,sharpest_px,"
        "median_px,grain,residual,cross_gap,difference,coverage,exposure_stops,delta_mired,"
        "delta_duv,pan_px,tilt_px,zoom,roll_deg\n";
    for (std::size_t i = 0; i < analysis.media.size(); ++i)
        for (const FrameFeatures& frame : analysis.media[i].measured.features->frames)
            text += frame_line(i, frame);
    return text;
}

std::string cuts_csv(const ReviewAnalysis& analysis) {
    std::string text = "source,frame,record_frame,event,kind,confidence,same_view,coverage";
    for (int i = 0; i < kTermCount; ++i) text += std::string(",") + name(static_cast<Term>(i));
    for (int i = 0; i < kTermCount; ++i)
        text += std::string(",normalised_") + name(static_cast<Term>(i));
    text += ",continuity,lighting,tier,sentence\n";
    for (const BoundaryAnalysis& one : analysis.boundaries) {
        const Seam& seam = one.seam;
        text += std::to_string(one.boundary.incoming.source) + "," +
                std::to_string(one.boundary.frame) + ",";
        if (one.boundary.record_frame) text += std::to_string(*one.boundary.record_frame);
        text += "," + csv_field(one.boundary.event) + "," + name(one.boundary.kind) + "," +
                number(one.boundary.confidence) + "," + (seam.same_view ? "1" : "0") + "," +
                number(seam.coverage);
        for (const double value : seam.terms) text += "," + number(value);
        for (const double value : seam.normalised) text += "," + number(value);
        text += std::string(",") + name(seam.continuity.state) + "," + name(seam.lighting.state) +
                "," + csv_field(name(seam.tier)) + "," + csv_field(seam.sentence) + "\n";
    }
    return text;
}

} // namespace seamline::analysis
