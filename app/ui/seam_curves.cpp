#include "app/ui/seam_curves.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace seamline::ui {
namespace {

using analysis::FrameFeatures;

constexpr std::array<CurveLook, kCurveKinds> kLooks{{
    {"Light", "stops",
     "How much light the picture holds as a whole, against the first measured frame: up is "
     "brighter. One stop is twice the light.",
     false, 0.5, 2, 1},
    {"Warmth", "mired",
     "How warm the picture is as a whole, against the first measured frame: up is warmer. From "
     "tungsten (3200 K) to daylight (5600 K) it is 134 mired.",
     false, 20, 0, 1},
    {"Edge blur", "px",
     "Width of the sharpest edges, so that up, where the number is small, is sharper. Gaps: no "
     "edge is sharp enough to tell.",
     true, 0.5, 2, 1},
    {"Grain", "codes", "How strong the noise on even surfaces is, in 8-bit codes.", false, 1, 2, 1},
    {"Camera", "px",
     "How far the picture moves from the frame before, pan (line) and tilt (dots): the camera to "
     "the right and up are up.",
     false, 4, 1, 2},
    {"Zoom", "%", "How much the picture grows from the frame before: moving in is up.", false, 0.5,
     2, 1},
}};

/// Of one frame alone; `first`: what differences are told against.
double value_of(CurveKind kind, int line, const FrameFeatures& frame, const FrameFeatures& first) {
    switch (kind) {
    case CurveKind::Light:
        return frame.global.mean_log2_luminance - first.global.mean_log2_luminance;
    case CurveKind::Warmth:
        return frame.global.mired - first.global.mired;
    case CurveKind::EdgeBlur:
        return frame.sharpest_px;
    case CurveKind::Grain:
        return frame.grain;
    case CurveKind::PanTilt:
        return line == 0 ? frame.step.camera.pan_px : frame.step.camera.tilt_px;
    case CurveKind::Zoom:
        return (frame.step.camera.zoom - 1) * 100;
    }
    return analysis::kNotMeasured;
}

bool is_absolute(CurveKind kind) { return kind == CurveKind::EdgeBlur || kind == CurveKind::Grain; }

/// Whether the camera was measured: it is part of the step from the frame before.
bool has_camera(const FrameFeatures& frame) {
    return !std::isnan(frame.step.coverage) && frame.step.coverage >= measures::kSameViewCoverage;
}

} // namespace

const CurveLook& look_of(CurveKind kind) { return kLooks[static_cast<std::size_t>(kind)]; }

CurveSource::CurveSource(const playback::SourceFindings& findings)
    : findings_(&findings), shots_(record_shots(findings)), is_edit_(is_of_edit(findings)) {
    for (const analysis::MediumAnalysis& medium : findings.media) {
        if (!medium.measured.features || medium.measured.features->frames.empty()) continue;
        for (const analysis::FrameFeatures& frame : medium.measured.features->frames) {
            if (frame.substitute) continue;
            first_ = &frame;
            break;
        }
        if (first_ != nullptr) break;
    }
}

std::optional<FeaturePlace> CurveSource::place(std::int64_t frame) const {
    if (!is_edit_) {
        if (findings_->media.size() != 1) return std::nullopt; // An edit's cuts are not known yet.
        return FeaturePlace{0, frame};
    }
    auto after = std::ranges::upper_bound(shots_, frame, {}, &RecordShot::record);
    if (after == shots_.begin()) return std::nullopt;
    const RecordShot& shot = *std::prev(after);
    if (frame >= shot.end) return std::nullopt;
    return FeaturePlace{shot.medium, shot.first + frame - shot.record};
}

const FrameFeatures* CurveSource::features(const FeaturePlace& place) const {
    if (place.medium >= findings_->media.size()) return nullptr;
    const auto& known = findings_->media[place.medium].measured.features;
    if (!known) return nullptr;
    const auto at = std::ranges::lower_bound(known->frames, place.frame, {}, &FrameFeatures::frame);
    const bool is_there = at != known->frames.end() && at->frame == place.frame;
    return is_there && !at->substitute ? &*at : nullptr;
}

double CurveSource::value(CurveKind kind, int line, std::int64_t frame) const {
    const auto where = place(frame);
    const FrameFeatures* known = where ? features(*where) : nullptr;
    if (known == nullptr || first_ == nullptr) return analysis::kNotMeasured;
    const bool is_camera = kind == CurveKind::PanTilt || kind == CurveKind::Zoom;
    if (is_camera && !has_camera(*known)) return analysis::kNotMeasured;
    return value_of(kind, line, *known, *first_);
}

const char* CurveSource::why_not(CurveKind kind, std::int64_t frame) const {
    const auto where = place(frame);
    if (!where) return is_edit_ ? "no frame of a take" : "not measured yet";
    if (features(*where) == nullptr) return "not measured yet";
    const bool is_camera = kind == CurveKind::PanTilt || kind == CurveKind::Zoom;
    return is_camera && where->frame == 0 ? "no frame before" : "cannot tell";
}

CurveSource::Range CurveSource::range(CurveKind kind) const {
    const CurveLook& look = look_of(kind);
    const bool is_camera = kind == CurveKind::PanTilt || kind == CurveKind::Zoom;
    double low = INFINITY;
    double high = -INFINITY;
    for (const analysis::MediumAnalysis& medium : findings_->media) {
        if (!medium.measured.features) continue;
        for (const FrameFeatures& frame : medium.measured.features->frames) {
            if (frame.substitute || (is_camera && !has_camera(frame))) continue;
            for (int line = 0; line < look.lines; ++line) {
                const double value = value_of(kind, line, frame, *first_);
                if (!std::isfinite(value)) continue;
                low = std::min(low, value);
                high = std::max(high, value);
            }
        }
    }
    if (low > high) return {-look.least_span / 2, look.least_span / 2};
    const double more = std::max(look.least_span - (high - low), 0.0) / 2;
    // What is never negative has no axis below zero.
    if (low >= 0 && low < more && is_absolute(kind)) return {0, high + 2 * more - low};
    return {low - more, high + more};
}

std::string number_text(CurveKind kind, double value) {
    const CurveLook& look = look_of(kind);
    char text[32];
    std::snprintf(text, sizeof text, is_absolute(kind) ? "%.*f" : "%+.*f", look.decimals, value);
    return text;
}

std::string value_text(CurveKind kind, const CurveSource& source, std::int64_t frame) {
    const double first = source.value(kind, 0, frame);
    if (!std::isfinite(first)) return source.why_not(kind, frame);
    if (kind == CurveKind::PanTilt)
        return "pan " + number_text(kind, first) + ", tilt " +
               number_text(kind, source.value(kind, 1, frame));
    return number_text(kind, first) + " " + look_of(kind).unit;
}

} // namespace seamline::ui
