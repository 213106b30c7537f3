#include "app/analysis/cadence.h"
#include "app/analysis/cut_detector.h"
#include "app/analysis/feature_store.h"
#include "app/analysis/measure_source.h"
#include "app/analysis/media_id.h"
#include "tests/support/clip_maker.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <fstream>

namespace seamline::analysis {
namespace {

using test::make_clip;

/// 30 frames of one picture, then 30 of another.
std::filesystem::path two_shots() {
    return make_clip("analysis-two-shots.mp4",
                     "-f lavfi -i testsrc2=s=320x180:r=24:d=1.25 -f lavfi -i "
                     "mandelbrot=s=320x180:r=24:end_scale=0.1 -filter_complex "
                     "\"[1]trim=end_frame=30,setpts=PTS-STARTPTS[b];[0][b]concat\" -c:v libx264 "
                     "-pix_fmt yuv420p");
}

SourceFeatures measured(const std::filesystem::path& path, const MeasureOptions& options) {
    auto features = measure_source(path, color::ColorConfig::built_in(), {}, options);
    if (!features) throw std::runtime_error(features.error().message);
    return std::move(features).value();
}

std::vector<std::uint8_t> bytes_of(const SourceFeatures& features) {
    return features_to_bytes({}, features.frames);
}

TEST(MeasureSource, FindsTheCutOfAFile) {
    const SourceFeatures features = measured(two_shots(), {.cuts_only = true});
    ASSERT_EQ(features.frames.size(), 60U);
    EXPECT_EQ(features.frame_count, 60);
    EXPECT_EQ(features.width, 320);
    const auto cuts = detect_cuts(features.frames, {});
    ASSERT_EQ(cuts.size(), 1U);
    EXPECT_EQ(cuts[0].frame, 30);
    EXPECT_EQ(cuts[0].kind, CutKind::Hard);
}

TEST(MeasureSource, IsTheSameWithAnyNumberOfThreads) {
    for (const bool cuts_only : {true, false}) {
        const auto one = bytes_of(measured(two_shots(), {.threads = 1, .cuts_only = cuts_only}));
        EXPECT_EQ(bytes_of(measured(two_shots(), {.threads = 3, .cuts_only = cuts_only})), one);
    }
}

/// Counts what it is asked for.
class CountingBackend final : public measures::MeasureBackend {
public:
    const char* name() const override { return "counting"; }
    measures::FrameReductions reduce(const measures::FrameView& frame,
                                     const measures::ReductionRequest& request) override {
        ++frames;
        return measures::cpu_backend().reduce(frame, request);
    }
    double residual(const measures::LabCodes& frame, const measures::LabCodes& other) override {
        ++pairs;
        return measures::cpu_backend().residual(frame, other);
    }
    std::atomic<int> frames{0};
    std::atomic<int> pairs{0};
};

TEST(MeasureSource, ReadsEveryFrameThroughTheBackendThatItWasGiven) {
    const auto backend = std::make_shared<CountingBackend>();
    const auto features = measured(two_shots(), {.threads = 2, .backend = backend});
    EXPECT_EQ(backend->frames, 60);
    EXPECT_GE(backend->pairs, 59);
    EXPECT_EQ(bytes_of(features), bytes_of(measured(two_shots(), {})));
}

TEST(MeasureSource, GoesOnWhereAnEarlierRunEnded) {
    const auto store = test::footage_folder() / "measure-store";
    std::filesystem::remove_all(store);
    const auto whole = measured(two_shots(), {.cuts_only = true});
    const FeatureKey key{whole.media_id, whole.light_id, 0, true};
    for (const std::size_t known : {1U, 29U, 31U, 59U}) {
        ASSERT_TRUE(store_features(store, key, std::span(whole.frames).first(known)));
        const auto rest = measured(two_shots(), {.cuts_only = true, .store = store});
        EXPECT_EQ(bytes_of(rest), bytes_of(whole)) << known;
    }
    ASSERT_EQ(stored_features(store, key)->size(), 60U) << "and stores the whole";
}

TEST(MeasureSource, TellsProgressInOrderAndCanBeCancelled) {
    std::size_t last = 0;
    MeasureOptions options{.cuts_only = true};
    options.progress = [&](const SourceFeatures& features) {
        EXPECT_GE(features.frames.size(), last);
        last = features.frames.size();
        for (std::size_t i = 0; i < last; ++i)
            ASSERT_EQ(features.frames[i].frame, static_cast<std::int64_t>(i));
    };
    measured(two_shots(), options);
    EXPECT_EQ(last, 60U);
    options.cancelled = [] { return true; };
    const auto stopped = measure_source(two_shots(), color::ColorConfig::built_in(), {}, options);
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
}

TEST(MeasureSource, FullMeasuresSeeLightAndMotion) {
    const SourceFeatures features = measured(two_shots(), {});
    const FrameFeatures& frame = features.frames[20];
    EXPECT_LT(frame.global.mean_log2_luminance, 0);
    EXPECT_GT(frame.step.difference, 0);
    EXPECT_FALSE(std::isnan(frame.step.coverage));
    EXPECT_GT(frame.mean_luma, 16);
    EXPECT_LT(features.frames[30].step.coverage, features.frames[20].step.coverage);
}

TEST(MeasureSource, MediaAreNamedByTheirBytes) {
    const auto copy = test::footage_folder() / "analysis-copy.mp4";
    std::filesystem::copy_file(two_shots(), copy,
                               std::filesystem::copy_options::overwrite_existing);
    EXPECT_EQ(media_id(copy).value(), media_id(two_shots()).value());
    std::ofstream(copy, std::ios::app) << "x";
    EXPECT_NE(media_id(copy).value(), media_id(two_shots()).value());
    EXPECT_EQ(media_id(copy).value().size(), std::string("xxh3-128:").size() + 32);
    // XXH3's published 128-bit hash of nothing.
    const auto nothing = test::footage_folder() / "nothing.bin";
    std::ofstream(nothing, std::ios::trunc).close();
    EXPECT_EQ(media_id(nothing).value(), "xxh3-128:99aa06d3014798d86001c324468d497f");
    EXPECT_FALSE(media_id(test::footage_folder() / "none.bin"));
}

Cadence cadence_of(const std::string& name, const std::string& arguments) {
    const auto clip = make_clip(name, arguments + " -c:v libx264 -crf 16 -pix_fmt yuv420p");
    const SourceFeatures features = measured(clip, {});
    return measure_cadence(features.frames, features.frame_rate);
}

TEST(Cadence, SixteenInTwentyFourIsTwoOfThree) {
    const Cadence cadence =
        cadence_of("cadence-16.mp4", "-f lavfi -i mandelbrot=s=320x180:r=16 -t 3 -r 24");
    ASSERT_TRUE(cadence.true_cadence);
    EXPECT_EQ(cadence.true_cadence->changed, 2);
    EXPECT_EQ(cadence.true_cadence->period, 3);
    EXPECT_EQ(cadence.true_cadence->frame_rate, Rational(16));
    EXPECT_GT(cadence.duplicates.size(), 18U);
}

TEST(Cadence, EveryFrameNewHasNone) {
    const Cadence cadence =
        cadence_of("cadence-24.mp4", "-f lavfi -i mandelbrot=s=320x180:r=24 -t 2");
    EXPECT_FALSE(cadence.true_cadence);
    EXPECT_TRUE(cadence.duplicates.empty());
    EXPECT_TRUE(cadence.frozen.empty());
    EXPECT_TRUE(cadence.black.empty());
    EXPECT_FALSE(cadence.is_still);
    EXPECT_FALSE(cadence.flicker);
}

TEST(Cadence, FindsWhereThePictureFreezes) {
    const Cadence cadence = cadence_of(
        "cadence-frozen.mp4", "-f lavfi -i testsrc2=s=320x180:r=24:d=2 -filter_complex "
                              "\"split[a][b];[a]trim=end_frame=21,tpad=stop=24:stop_mode=clone[c];"
                              "[b]trim=start_frame=21,setpts=PTS-STARTPTS[d];[c][d]concat\"");
    ASSERT_EQ(cadence.frozen.size(), 1U);
    EXPECT_NEAR(static_cast<double>(cadence.frozen[0].first), 21, 1);
    EXPECT_NEAR(static_cast<double>(cadence.frozen[0].length), 24, 1);
    EXPECT_TRUE(cadence.duplicates.empty());
}

TEST(Cadence, FindsFlickerFlashesAndBlack) {
    const Cadence flicker = cadence_of(
        "cadence-flicker.mp4", "-f lavfi -i mandelbrot=s=320x180:r=24 -t 2 -vf "
                               "\"geq=lum='lum(X,Y)+3*(1-2*mod(N,2))':cb='cb(X,Y)':cr='cr(X,Y)'\"");
    ASSERT_TRUE(flicker.flicker);
    EXPECT_EQ(flicker.flicker->period_frames, 2);
    EXPECT_NEAR(flicker.flicker->amplitude_codes, 3 * std::sqrt(2.0), 1.5);

    const Cadence flash = cadence_of(
        "cadence-flash.mp4",
        "-f lavfi -i mandelbrot=s=320x180:r=24 -t 2 -vf "
        "\"geq=lum='if(between(N,20,21),235,if(between(N,36,40),16,lum(X,Y)))'"
        ":cb='if(between(N,36,40),128,cb(X,Y))':cr='if(between(N,36,40),128,cr(X,Y))'\"");
    ASSERT_EQ(flash.flashes.size(), 1U);
    EXPECT_EQ(flash.flashes[0], (FrameRun{20, 2}));
    ASSERT_EQ(flash.black.size(), 1U);
    EXPECT_EQ(flash.black[0], (FrameRun{36, 5}));
}

} // namespace
} // namespace seamline::analysis
