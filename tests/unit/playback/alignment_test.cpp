#include "app/playback/alignment.h"

#include "tests/support/clip_maker.h"

#include <gtest/gtest.h>

namespace seamline::playback {
namespace {

struct Clip {
    decode::FrameIndex index;
    std::vector<FrameSignature> signatures;
};

Clip read(const std::filesystem::path& path) {
    Clip clip;
    Result<decode::VideoSource> source = decode::VideoSource::open(path, {});
    if (!source) throw std::runtime_error(source.error().message);
    clip.index = source.value().index();
    Result<std::vector<FrameSignature>> signatures = signatures_of(path, 10'000, {});
    if (!signatures) throw std::runtime_error(signatures.error().message);
    clip.signatures = signatures.value();
    return clip;
}

const char* const kMoving = "-f lavfi -i testsrc2=s=320x180:r=24:d=4";

TEST(Alignment, ContentFindsATrimThroughAnotherCodecSizeAndGrade) {
    const Clip a = read(test::make_clip("align-a.mp4", std::string(kMoving) + " -c:v libx264"));
    const Clip b = read(test::make_clip(
        "align-b.mp4",
        std::string(kMoving) +
            " -vf trim=start_frame=13,setpts=PTS-STARTPTS,eq=brightness=0.1:contrast=0.8,"
            "scale=256:144 -c:v mpeg4 -q:v 5"));
    const ContentMatch match = align_by_content(a.signatures, a.index, b.signatures, b.index, 24);
    EXPECT_EQ(match.offset_s, Rational(13, 24));
    EXPECT_GT(match.confidence, 0.3);
    const ContentMatch back = align_by_content(b.signatures, b.index, a.signatures, a.index, 24);
    EXPECT_EQ(back.offset_s, Rational(-13, 24));
}

TEST(Alignment, ContentIsUnsureAboutPicturesThatHaveNothingInCommon) {
    const Clip a = read(test::make_clip("align-a.mp4", std::string(kMoving) + " -c:v libx264"));
    const Clip c = read(test::make_clip(
        "align-noise.mp4", "-f lavfi -i mandelbrot=s=320x180:r=24 -frames:v 96 -c:v libx264"));
    EXPECT_LT(align_by_content(a.signatures, a.index, c.signatures, c.index, 24).confidence, 0.2);
}

TEST(Alignment, TimecodePutsTheEarliestAtZero) {
    AlignmentInput early{.start_timecode = "01:00:00:00", .frame_rate = Rational(24)};
    AlignmentInput late{.start_timecode = "01:00:02:12", .frame_rate = Rational(24)};
    const auto timings = align_by_timecode({late, early});
    ASSERT_TRUE(timings);
    EXPECT_EQ(timings.value()[0].offset_s, Rational(5, 2));
    EXPECT_EQ(timings.value()[1].offset_s, Rational(0));
}

TEST(Alignment, TimecodeSaysHowManySourcesHaveNone) {
    AlignmentInput tagged{.start_timecode = "01:00:00:00"};
    const auto timings = align_by_timecode({tagged, {}, {}});
    ASSERT_FALSE(timings);
    EXPECT_EQ(timings.error().message.substr(0, 16), "2 of the sources");
}

TEST(Alignment, StartClearsAndInPointKeepsTheInPoint) {
    AlignmentInput source;
    source.timing = {.offset_s = Rational(3), .in_s = Rational(1, 2), .speed = Rational(2)};
    EXPECT_EQ(align_by_start({source})[0], (session::Timing{0, 0, 2}));
    EXPECT_EQ(align_by_in_point({source})[0], (session::Timing{0, Rational(1, 2), 2}));
}

} // namespace
} // namespace seamline::playback
