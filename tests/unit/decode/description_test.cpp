// What a file says about itself, and what is guessed where it is silent.
#include "decode/stream_description.h"
#include "decode/video_source.h"
#include "tests/support/clip_maker.h"
#include "tests/unit/decode/frame_samples.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>

namespace seamline::decode {
namespace {

namespace fs = std::filesystem;

VideoDescription video_of(const fs::path& path) {
    const Result<MediaDescription> media = describe(path, {});
    if (!media) throw std::runtime_error(media.error().message);
    return media.value().video.value();
}

fs::path clip(const std::string& name, const std::string& size, const std::string& arguments) {
    return test::make_clip("described_" + name,
                           "-f lavfi -i \"testsrc2=s=" + size + ":r=24:d=0.25\" " + arguments);
}

constexpr const char* kH264 = "-c:v libx264 -preset veryfast -pix_fmt yuv420p ";

TEST(Description, CropsWhatTheCodecPads) {
    const auto path = clip("crop.mp4", "322x182", kH264);
    EXPECT_EQ(video_of(path).size, (Extent{322, 182}));
    Result<VideoSource> source = VideoSource::open(path, {});
    const DecodedFrame frame = source.value().next().value();
    EXPECT_EQ(frame.visible, (Rect{0, 0, 322, 182}));
    EXPECT_EQ(frame.coded, (Extent{336, 192})) << "whole macroblocks";
}

TEST(Description, OddSizesAreKept) {
    EXPECT_EQ(
        video_of(clip("odd_size.mkv", "80x40", "-vf scale=71:37 -c:v ffv1 -pix_fmt yuv420p")).size,
        (Extent{71, 37}));
}

TEST(Description, TurnsThePictureAsFfmpegShowsIt) {
    // One bright corner, top left as coded; ffmpeg turns the picture when it converts it.
    const auto plain = test::make_clip(
        "described_corner.mp4",
        "-f lavfi -i \"color=black:s=64x48:r=24:d=0.25,drawbox=0:0:16:16:white:fill\" " +
            std::string(kH264) + "-crf 5");
    EXPECT_EQ(video_of(plain).rotation, 0);
    for (const char* degrees : {"90", "180", "270"}) {
        const auto turned = test::make_clip(std::string("described_corner") + degrees + ".mp4",
                                            "-i '" + plain.string() +
                                                "' -c copy -metadata:s:v:0 rotate=" + degrees);
        const auto shown =
            test::make_clip(std::string("described_shown") + degrees + "_.png",
                            "-i '" + turned.string() + "' -frames:v 1 -pix_fmt gray");
        Result<VideoSource> picture = VideoSource::open(shown, {});
        ASSERT_TRUE(picture);
        const DecodedFrame frame = picture.value().next().value();
        const bool right =
            test::luma8(frame, frame.visible.width - 5, 5) > 127 ||
            test::luma8(frame, frame.visible.width - 5, frame.visible.height - 5) > 127;
        const bool below =
            test::luma8(frame, 5, frame.visible.height - 5) > 127 ||
            test::luma8(frame, frame.visible.width - 5, frame.visible.height - 5) > 127;
        // Clockwise: the corner goes to the right, then below right, then below left.
        const int seen = right && !below ? 90 : right ? 180 : below ? 270 : 0;
        EXPECT_EQ(video_of(turned).rotation, seen) << degrees;
        EXPECT_FALSE(video_of(turned).flipped);
    }
}

TEST(Description, ReadsEveryDisplayMatrix) {
    constexpr std::int32_t kOne = 1 << 16;
    const auto read = [](std::int32_t a, std::int32_t b, std::int32_t c, std::int32_t d) {
        const Orientation found = read_display_matrix({a, b, 0, c, d, 0, 0, 0, 1 << 30});
        return std::pair{found.rotation, found.flipped};
    };
    EXPECT_EQ(read(kOne, 0, 0, kOne), std::pair(0, false));
    EXPECT_EQ(read(0, kOne, -kOne, 0), std::pair(90, false));
    EXPECT_EQ(read(-kOne, 0, 0, -kOne), std::pair(180, false));
    EXPECT_EQ(read(0, -kOne, kOne, 0), std::pair(270, false));
    EXPECT_EQ(read(-kOne, 0, 0, kOne), std::pair(0, true));
    EXPECT_EQ(read(kOne, 0, 0, -kOne), std::pair(180, true)) << "upside down";
    EXPECT_EQ(read(0, 0, 0, 0), std::pair(0, false)) << "nonsense";
}

TEST(Description, ReadsPixelAspect) {
    EXPECT_EQ(video_of(clip("aspect.mp4", "72x48", std::string(kH264) + "-vf setsar=64/45"))
                  .sample_aspect_ratio,
              Rational(64, 45));
    EXPECT_EQ(video_of(clip("square.mp4", "72x48", kH264)).sample_aspect_ratio, Rational(1));
}

TEST(Description, ReadsStartTimecode) {
    const auto path = clip("timecode.mov", "64x48", std::string(kH264) + "-timecode 01:02:03:04");
    EXPECT_EQ(video_of(path).start_timecode, "01:02:03:04");
    EXPECT_EQ(video_of(clip("plain.mp4", "64x48", kH264)).start_timecode, std::nullopt);
    const auto drop = test::make_clip("described_drop.mov",
                                      "-f lavfi -i \"testsrc2=s=64x48:r=30000/1001:d=0.2\" " +
                                          std::string(kH264) + "-timecode '00:01:00;02'");
    EXPECT_EQ(video_of(drop).start_timecode, "00:01:00;02");
}

TEST(Description, ReadsColourTags) {
    const auto path = clip(
        "tagged.mp4", "64x48",
        "-c:v libx265 -preset ultrafast -pix_fmt yuv420p10le -color_primaries bt2020 "
        "-color_trc smpte2084 -colorspace bt2020nc -color_range tv "
        "-x265-params log-level=error:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc");
    const VideoDescription video = video_of(path);
    EXPECT_EQ(video.color.matrix, ColorMatrix::Bt2020Ncl);
    EXPECT_EQ(video.color.primaries, ColorPrimaries::Bt2020);
    EXPECT_EQ(video.color.transfer, ColorTransfer::Pq);
    EXPECT_EQ(video.color.range, ColorRange::Limited);
    EXPECT_EQ(video.color.guessed & ~kGuessedChromaLocation, 0);
    EXPECT_EQ(video.bit_depth, 10);
}

TEST(Description, GuessesUntaggedColourBySize) {
    const struct {
        const char* size;
        ColorMatrix matrix;
        ColorPrimaries primaries;
    } cases[] = {{"720x480", ColorMatrix::Bt601, ColorPrimaries::Bt709},
                 {"720x576", ColorMatrix::Bt601, ColorPrimaries::Bt709},
                 {"512x512", ColorMatrix::Bt601, ColorPrimaries::Bt709},
                 {"1280x536", ColorMatrix::Bt709, ColorPrimaries::Bt709},
                 {"480x832", ColorMatrix::Bt709, ColorPrimaries::Bt709}};
    for (const auto& expected : cases) {
        const VideoDescription video =
            video_of(clip(std::string("untagged_") + expected.size + ".mkv", expected.size,
                          "-frames:v 1 -pix_fmt yuv420p -c:v ffv1"));
        EXPECT_EQ(video.color.matrix, expected.matrix) << expected.size;
        EXPECT_EQ(video.color.primaries, expected.primaries) << expected.size;
        EXPECT_EQ(video.color.transfer, ColorTransfer::Bt1886);
        EXPECT_TRUE(video.color.guessed & kGuessedMatrix);
        EXPECT_TRUE(video.color.guessed & kGuessedPrimaries);
        EXPECT_TRUE(video.color.guessed & kGuessedTransfer);
    }
}

TEST(Description, FormatsThatSayTheirRangeAreNotGuessed) {
    const VideoDescription jpeg =
        video_of(clip("one.jpg", "64x48", "-frames:v 1 -pix_fmt yuvj420p"));
    EXPECT_EQ(jpeg.color.range, ColorRange::Full);
    EXPECT_FALSE(jpeg.color.guessed & kGuessedRange);
    const VideoDescription rgb = video_of(clip("one.png", "64x48", "-frames:v 1 -pix_fmt rgba"));
    EXPECT_EQ(rgb.color.matrix, ColorMatrix::Identity);
    EXPECT_EQ(rgb.color.range, ColorRange::Full);
    EXPECT_FALSE(rgb.color.guessed & (kGuessedMatrix | kGuessedRange));
    EXPECT_TRUE(rgb.has_alpha);
    EXPECT_TRUE(rgb.is_still);
}

TEST(Description, NamesInterlacing) {
    EXPECT_TRUE(video_of(clip("fields.mkv", "64x48",
                              "-vf setfield=tff -c:v ffv1 -field_order tt -flags +ilme"))
                    .interlaced);
    EXPECT_FALSE(video_of(clip("plain.mp4", "64x48", kH264)).interlaced);
}

TEST(Description, ListsSoundAndMetadata) {
    const auto path = test::make_clip(
        "described_sound.mp4",
        "-f lavfi -i \"testsrc2=s=64x48:r=24:d=1\" -f lavfi -i \"sine=d=1:r=44100\" " +
            std::string(kH264) + "-c:a aac -ac 2 -metadata title=Seam");
    const Result<MediaDescription> media = describe(path, {});
    ASSERT_TRUE(media);
    ASSERT_EQ(media.value().audio.size(), 1U);
    EXPECT_EQ(media.value().audio[0].sample_rate, 44100);
    EXPECT_EQ(media.value().audio[0].channels, 2);
    EXPECT_NEAR(media.value().audio[0].duration_s.value(), 1, 0.05);
    bool titled = false;
    for (const auto& [key, value] : media.value().metadata)
        titled = titled || (key == "title" && value == "Seam");
    EXPECT_TRUE(titled);
    EXPECT_EQ(media.value().video->frame_count, 24);
    EXPECT_EQ(media.value().video->duration_s, Rational(1));
}

int frames_by_ffprobe(const fs::path& path) {
    const std::string command =
        "ffprobe -v error -count_frames -select_streams v:0 -show_entries stream=nb_read_frames "
        "-of default=nk=1:nw=1 '" +
        path.string() + "'";
    FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) return -1;
    std::array<char, 64> text{};
    const bool read = std::fgets(text.data(), text.size(), pipe) != nullptr;
    pclose(pipe);
    return read ? std::atoi(text.data()) : -1;
}

/// Real generated footage, where the checkout has some beside it.
TEST(GeneratedClips, CountsEqualAFullDecode) {
    const fs::path folder = fs::path(SEAMLINE_SOURCE_DIR) / ".." / "shared" / "clips";
    if (!fs::exists(folder)) GTEST_SKIP() << "NO REAL FOOTAGE: " << folder << " does not exist";
    int clips = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.path().extension() != ".mp4" || ++clips % 4 != 0) continue;
        EXPECT_EQ(video_of(entry.path()).frame_count, frames_by_ffprobe(entry.path()))
            << entry.path();
    }
    EXPECT_GT(clips, 0);
}

} // namespace
} // namespace seamline::decode
