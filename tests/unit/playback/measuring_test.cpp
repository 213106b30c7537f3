#include "app/playback/measuring.h"

#include "app/session/cut_mark_edits.h"

#include "tests/support/clip_maker.h"
#include "tests/unit/session/temporary_folder.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <thread>

namespace seamline::playback {
namespace {

using namespace std::chrono_literals;
using session::CutPresence;

constexpr std::int64_t kCut = 36;
constexpr std::int64_t kStep = 72;
constexpr std::int64_t kFrames = 108;

/// A textured picture for each half, another one behind the cut; from kStep on the second one is
/// 1.05 times as bright in code values. Written without tags: its colour space is a guess.
std::filesystem::path seam_clip() {
    const std::string first = "118+38*sin(X/7+N/20)*cos(Y/11)+22*sin((X+2*Y)/5)";
    const std::string second = "96+30*sin(X/17)*cos(Y/5+N/25)+20*cos((3*X-Y)/9)";
    const std::string brighter = "(" + second + "-16)*1.05+16";
    return test::make_clip(
        "measured_cut_and_small_step.mkv",
        "-f lavfi -i \"nullsrc=s=320x180:r=24:d=4.5,format=yuv420p,geq=lum='if(lt(N,36)," + first +
            ",if(lt(N,72)," + second + "," + brighter +
            "))':cb='if(lt(N,36),120,134)':cr='if(lt(N,36),134,124)'\" -c:v ffv1");
}

class MeasuringTest : public testing::Test {
protected:
    MeasuringTest()
        : measuring_(
              color::ColorConfig::built_in(), folder_.path(), [this] { ++told_; },
              false) { // Tests run beside others.
        source().key = 1;
        source().path = seam_clip();
        source().name = "clip";
    }

    session::Source& source() {
        if (session_.sources.empty()) session_.sources.emplace_back();
        return session_.sources[0];
    }
    void follow() { measuring_.follow(session_, options_); }
    /// Waits until `enough` of the source's findings is true, a minute at most.
    template <typename Enough> std::shared_ptr<const SourceFindings> wait_until(Enough enough) {
        return wait_until(enough, measuring_);
    }
    template <typename Enough>
    std::shared_ptr<const SourceFindings> wait_until(Enough enough, const Measuring& measuring) {
        const auto latest = std::chrono::steady_clock::now() + 60s;
        while (std::chrono::steady_clock::now() < latest) {
            const auto findings = measuring.findings(1);
            if (findings && enough(*findings)) return findings;
            std::this_thread::sleep_for(5ms);
        }
        ADD_FAILURE() << "nothing was found in a minute";
        return std::make_shared<SourceFindings>();
    }
    std::shared_ptr<const SourceFindings> finished() {
        return wait_until([](const SourceFindings& f) { return f.is_finished; });
    }

    test::TemporaryFolder folder_;
    std::atomic<int> told_{0};
    session::Session session_;
    MeasuringOptions options_;
    Measuring measuring_;
};

TEST_F(MeasuringTest, FindsTheCutAndTheStepOfLight) {
    follow();
    const auto findings = finished();
    EXPECT_EQ(findings->error, "");
    ASSERT_EQ(findings->media.size(), 1U);
    ASSERT_NE(findings->media[0].measured.features, nullptr);
    EXPECT_EQ(findings->media[0].measured.features->frames.size(), std::size_t{kFrames});
    ASSERT_EQ(findings->cuts.size(), 1U);
    EXPECT_EQ(findings->cuts[0].frame, kCut);
    EXPECT_TRUE(findings->cuts[0].is_measured);
    ASSERT_EQ(findings->media[0].seams.size(), 1U);
    EXPECT_EQ(findings->media[0].seams[0].frame, kStep);
    EXPECT_NEAR(findings->media[0].seams[0].exposure_stops, 2.4 * std::log2(1.05), 0.03);
    EXPECT_DOUBLE_EQ(measuring_.done(), 1);
    EXPECT_GT(told_, 0);
}

TEST_F(MeasuringTest, MarksChangeTheCutsWithoutMeasuringTheFramesAgain) {
    follow();
    const auto before = finished();
    session::remove_cut(source().cut_marks, kCut);
    session::add_cut(source().cut_marks, 20);
    follow();
    const auto after =
        wait_until([](const SourceFindings& f) { return f.is_finished && f.at(20) != nullptr; });
    ASSERT_EQ(after->cuts.size(), 1U);
    EXPECT_TRUE(after->cuts[0].is_added);
    EXPECT_TRUE(after->cuts[0].is_measured);
    EXPECT_TRUE(after->cuts[0].analysis.seam.same_view) << "both sides are one shot";
    ASSERT_EQ(after->media.size(), 1U);
    EXPECT_EQ(after->media[0].measured.features, before->media[0].measured.features);
}

TEST_F(MeasuringTest, VerdictsComeWithTheFindings) {
    follow();
    finished();
    session::toggle_verdict(source().cut_marks, kCut, session::SeamVerdict::Accepted);
    follow();
    const auto after = wait_until([](const SourceFindings& f) {
        return f.at(kCut) != nullptr && f.at(kCut)->verdict == session::SeamVerdict::Accepted;
    });
    ASSERT_NE(after->at(kCut), nullptr);
    EXPECT_EQ(after->at(kCut)->verdict, session::SeamVerdict::Accepted);
}

TEST_F(MeasuringTest, OtherColoursAreMeasuredAgain) {
    follow();
    const auto guessed = finished();
    ASSERT_EQ(guessed->media.size(), 1U);
    EXPECT_FALSE(guessed->media[0].measured.features->space_confirmed);
    source().source_color.input_space = guessed->media[0].measured.features->input_space;
    follow();
    const auto confirmed = wait_until([](const SourceFindings& f) {
        return f.is_finished && f.media.size() == 1 &&
               f.media[0].measured.features->space_confirmed;
    });
    ASSERT_EQ(confirmed->cuts.size(), 1U);
    EXPECT_TRUE(confirmed->cuts[0].analysis.seam.space_confirmed);
}

TEST_F(MeasuringTest, OtherFramingsAreSpokenOfOnRequest) {
    follow();
    const auto guessed = finished();
    ASSERT_EQ(guessed->media.size(), 1U);
    source().source_color.input_space = guessed->media[0].measured.features->input_space;
    options_.speak_of_other_framings = true;
    follow();
    const auto loud = wait_until([](const SourceFindings& f) {
        return f.is_finished && f.at(kCut) != nullptr &&
               f.at(kCut)->analysis.seam.lighting.state != analysis::LampState::Off;
    });
    options_.speak_of_other_framings = false;
    follow();
    wait_until([](const SourceFindings& f) {
        return f.at(kCut) != nullptr &&
               f.at(kCut)->analysis.seam.lighting.state == analysis::LampState::Off;
    });
    EXPECT_FALSE(loud->at(kCut)->analysis.seam.same_view);
}

TEST_F(MeasuringTest, ASourceThatIsClosedIsForgotten) {
    follow();
    session_.sources.clear();
    measuring_.follow(session_, options_);
    EXPECT_EQ(measuring_.findings(1), nullptr);
    EXPECT_DOUBLE_EQ(measuring_.done(), 1);
    std::this_thread::sleep_for(50ms); // What was under way has no place to report to.
    EXPECT_EQ(measuring_.findings(1), nullptr);
}

TEST_F(MeasuringTest, EndsAtOnceWhileThereIsMuchToDo) {
    for (session::SourceKey key = 1; key <= 20; ++key) {
        session_.sources.resize(key);
        session_.sources.back().key = key;
        session_.sources.back().path = seam_clip();
    }
    Measuring measuring(
        color::ColorConfig::built_in(), {}, [] {}, false);
    measuring.follow(session_, options_);
    wait_until([](const SourceFindings&) { return true; }, measuring);
    // Its end comes here: with a worker that goes on this test would never end.
}

TEST_F(MeasuringTest, WaitsWhileItIsToldToAndGoesOnAfter) {
    measuring_.set_waiting(true);
    follow();
    std::this_thread::sleep_for(300ms);
    const auto waiting = measuring_.findings(1);
    EXPECT_TRUE(waiting == nullptr || !waiting->is_finished);
    measuring_.set_waiting(false);
    EXPECT_EQ(finished()->cuts.size(), 1U);
    // And one that waits ends at once.
    Measuring other(
        color::ColorConfig::built_in(), {}, [] {}, false);
    other.set_waiting(true);
    other.follow(session_, options_);
    std::this_thread::sleep_for(100ms);
}

TEST_F(MeasuringTest, DisabledItMeasuresNothing) {
    options_.enabled = false;
    follow();
    std::this_thread::sleep_for(200ms);
    EXPECT_EQ(measuring_.findings(1), nullptr);
    EXPECT_EQ(told_, 0);
    options_.enabled = true;
    follow();
    EXPECT_TRUE(finished()->is_finished);
}

TEST_F(MeasuringTest, AFileWithOtherContentIsReadAgain) {
    follow();
    const auto before = finished();
    measuring_.renew(1);
    EXPECT_EQ(measuring_.findings(1), nullptr);
    const auto after = finished();
    ASSERT_EQ(after->media.size(), 1U);
    EXPECT_NE(after->media[0].measured.features, before->media[0].measured.features);
}

TEST_F(MeasuringTest, AFileThatIsNotThereIsSaidInOneLine) {
    source().path = folder_.path() / "gone.mkv";
    follow();
    const auto findings = finished();
    EXPECT_NE(findings->error.find("gone.mkv"), std::string::npos);
    EXPECT_EQ(findings->error.find('\n'), std::string::npos);
    EXPECT_TRUE(findings->cuts.empty());
}

} // namespace
} // namespace seamline::playback
