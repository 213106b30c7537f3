// tests/unit/ui/seam_findings.h: findings as measuring would have made them, with chosen numbers.
#pragma once

#include "app/playback/measuring.h"

#include <memory>

namespace seamline::test {

/// A hard cut with these lamps; `worst` is the normalised exposure, its term 0.4 stop.
inline playback::CutFinding measured_cut(std::int64_t frame, analysis::LampState lighting,
                                         analysis::LampState continuity, double worst) {
    playback::CutFinding cut;
    cut.frame = frame;
    cut.is_measured = true;
    cut.analysis.boundary.outgoing = {0, 0, frame};
    cut.analysis.boundary.incoming = {0, frame, frame + 10};
    cut.analysis.boundary.frame = frame;
    analysis::Seam& seam = cut.analysis.seam;
    seam.frame = frame;
    seam.same_view = true;
    seam.space_confirmed = true;
    analysis::at(seam.terms, analysis::Term::ExposureStops) = 0.4;
    analysis::at(seam.terms, analysis::Term::DeltaMired) = -38;
    analysis::at(seam.normalised, analysis::Term::ExposureStops) = worst;
    seam.lighting = {lighting, analysis::Term::ExposureStops, "0.40 stop brighter"};
    seam.continuity = {continuity, analysis::Term::DeltaERaw, "alike"};
    seam.sentence = "incoming is 0.40 stop brighter: a primary grade fixes it";
    return cut;
}

/// One medium with `frames` frames of features: mean light rises by 0.01 stop a frame.
inline analysis::MediumAnalysis ramp_medium(std::int64_t frames) {
    auto features = std::make_shared<analysis::SourceFeatures>();
    features->space_confirmed = true;
    features->frame_rate = Rational(24);
    features->frame_count = frames;
    for (std::int64_t i = 0; i < frames; ++i) {
        analysis::FrameFeatures frame;
        frame.frame = i;
        frame.global.mean_log2_luminance = -3 + 0.01 * static_cast<double>(i);
        frame.global.mired = 150 - static_cast<double>(i);
        frame.sharpest_px = 1.5;
        frame.grain = 2;
        frame.step.coverage = i == 0 ? analysis::kNotMeasured : 0.8;
        frame.step.camera.pan_px = 2;
        frame.step.camera.zoom = 1.02;
        features->frames.push_back(frame);
    }
    analysis::MediumAnalysis medium;
    medium.measured.features = features;
    return medium;
}

inline std::shared_ptr<playback::SourceFindings>
findings_with(std::vector<playback::CutFinding> cuts) {
    auto findings = std::make_shared<playback::SourceFindings>();
    findings->source = 1;
    findings->media.push_back(ramp_medium(96));
    findings->cuts = std::move(cuts);
    findings->is_finished = true;
    findings->done = 1;
    return findings;
}

} // namespace seamline::test
