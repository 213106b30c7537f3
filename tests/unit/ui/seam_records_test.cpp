#include "app/ui/seam_records.h"

#include "tests/unit/ui/seam_findings.h"

#include <gtest/gtest.h>

namespace seamline::ui {
namespace {

/// Frames [10, 30) of medium 0, [5, 25) of medium 1 and [0, 15) of medium 0, one after the other.
playback::SourceFindings three_shots() {
    playback::SourceFindings findings;
    findings.cuts.resize(2);
    analysis::Boundary& one = findings.cuts[0].analysis.boundary;
    one.record_frame = 20;
    one.outgoing = {0, 10, 30};
    one.incoming = {1, 5, 25};
    one.frame = 5;
    one.compared = {28, 6};
    analysis::Boundary& two = findings.cuts[1].analysis.boundary;
    two.record_frame = 40;
    two.outgoing = {1, 5, 25};
    two.incoming = {0, 0, 15};
    two.frame = 0;
    two.compared = {23, 1};
    return findings;
}

TEST(SeamRecords, ShotsFollowEachOther) {
    EXPECT_EQ(record_shots(three_shots()),
              (std::vector<RecordShot>{{0, 20, 0, 10}, {20, 40, 1, 5}, {40, 55, 0, 0}}));
    EXPECT_TRUE(is_of_edit(three_shots()));
    EXPECT_FALSE(is_of_edit({}));
}

TEST(SeamRecords, ARetimedShotIsLeftOut) {
    playback::SourceFindings findings = three_shots();
    analysis::Boundary& two = findings.cuts[1].analysis.boundary;
    findings.cuts[0].analysis.boundary.incoming.end = two.outgoing.end = 45; // 40 frames in 20.
    two.compared->outgoing = 43;
    EXPECT_EQ(record_shots(findings), (std::vector<RecordShot>{{0, 20, 0, 10}, {40, 55, 0, 0}}));
}

TEST(SeamRecords, AfterAGapAShotBeginsOnItsOwn) {
    playback::SourceFindings findings = three_shots();
    analysis::Boundary& two = findings.cuts[1].analysis.boundary;
    two.record_frame = 70;
    two.outgoing = {2, 0, 12};
    two.compared = {10, 1};
    EXPECT_EQ(
        record_shots(findings),
        (std::vector<RecordShot>{{0, 20, 0, 10}, {20, 40, 1, 5}, {58, 70, 2, 0}, {70, 85, 0, 0}}));
}

} // namespace
} // namespace seamline::ui
