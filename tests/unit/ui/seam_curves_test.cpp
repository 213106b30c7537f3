#include "app/ui/seam_curves.h"

#include "tests/unit/ui/seam_findings.h"

#include <gtest/gtest.h>

namespace seamline::ui {
namespace {

using test::findings_with;
using test::measured_cut;

TEST(SeamCurves, LightAndWarmthAreToldAgainstTheFirstFrame) {
    const auto findings = findings_with({});
    const CurveSource curves(*findings);
    EXPECT_DOUBLE_EQ(curves.value(CurveKind::Light, 0, 0), 0);
    EXPECT_NEAR(curves.value(CurveKind::Light, 0, 50), 0.5, 1e-12);
    EXPECT_NEAR(curves.value(CurveKind::Warmth, 0, 50), -50, 1e-12);
    EXPECT_EQ(value_text(CurveKind::Light, curves, 50), "+0.50 stops");
    EXPECT_EQ(value_text(CurveKind::EdgeBlur, curves, 50), "1.50 px");
    EXPECT_EQ(value_text(CurveKind::PanTilt, curves, 50), "pan +2.0, tilt +0.0");
    EXPECT_EQ(value_text(CurveKind::Zoom, curves, 50), "+2.00 %");
}

TEST(SeamCurves, WhatIsNotMeasuredIsAGap) {
    const auto findings = findings_with({});
    const CurveSource curves(*findings);
    EXPECT_TRUE(std::isnan(curves.value(CurveKind::Light, 0, 96)));
    EXPECT_TRUE(std::isnan(curves.value(CurveKind::PanTilt, 0, 0))) << "nothing is before it";
    EXPECT_EQ(value_text(CurveKind::Zoom, curves, 0), "no frame before");
    playback::SourceFindings nothing;
    EXPECT_TRUE(std::isnan(CurveSource(nothing).value(CurveKind::Grain, 0, 0)));
}

TEST(SeamCurves, TheAxisIsNeverFinerThanWhatMatters) {
    const auto findings = findings_with({});
    const CurveSource curves(*findings);
    const CurveSource::Range light = curves.range(CurveKind::Light);
    EXPECT_NEAR(light.low, 0, 1e-12);
    EXPECT_NEAR(light.high, 0.95, 1e-12);
    const CurveSource::Range grain = curves.range(CurveKind::Grain); // Constant at 2.
    EXPECT_DOUBLE_EQ(grain.low, 1.5);
    EXPECT_DOUBLE_EQ(grain.high, 2.5);
}

TEST(SeamCurves, AnEditShowsTheFramesOfItsMedia) {
    auto findings = findings_with(
        {measured_cut(20, analysis::LampState::Quiet, analysis::LampState::Quiet, 0)});
    findings->media.push_back(test::ramp_medium(96));
    analysis::Boundary& at = findings->cuts[0].analysis.boundary;
    at.record_frame = 20;
    at.outgoing = {0, 5, 25};
    at.incoming = {1, 40, 60};
    at.frame = 40;
    at.compared = {23, 41};
    const CurveSource curves(*findings);
    EXPECT_EQ(curves.place(0)->frame, 5);
    EXPECT_EQ(curves.place(19)->frame, 24);
    EXPECT_EQ(curves.place(20)->medium, 1U);
    EXPECT_EQ(curves.place(39)->frame, 59);
    EXPECT_EQ(curves.place(40), std::nullopt);
    EXPECT_NEAR(curves.value(CurveKind::Light, 0, 20), 0.4, 1e-12);
}

} // namespace
} // namespace seamline::ui
