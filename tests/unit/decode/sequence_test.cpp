// Stills and numbered files: which files make a run, and what a hole shows.
#include "decode/video_source.h"
#include "tests/support/clip_maker.h"
#include "tests/unit/decode/frame_samples.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace seamline::decode {
namespace {

namespace fs = std::filesystem;

/// A folder of "shot.1001.EXT" ... with bar codes 0, 1, ..., without the frames named as holes.
class Sequence : public testing::Test {
protected:
    void SetUp() override {
        folder_ = fs::temp_directory_path() / ("seamline-sequence-" + std::to_string(getpid()));
        fs::remove_all(folder_);
        fs::create_directories(folder_);
    }
    void TearDown() override { fs::remove_all(folder_); }

    void render(const std::string& pattern, int frames, int first_number,
                const std::string& arguments) {
        const fs::path clip = test::make_bar_code_clip("sequence_source.mkv", 64, 32, 24, "24",
                                                       "-c:v ffv1 -pix_fmt yuv444p");
        const std::string command = "ffmpeg -nostdin -v error -y -i '" + clip.string() +
                                    "' -frames:v " + std::to_string(frames) + " -start_number " +
                                    std::to_string(first_number) + " " + arguments + " '" +
                                    (folder_ / pattern).string() + "'";
        ASSERT_EQ(std::system(command.c_str()), 0) << command;
    }

    VideoSource open(const std::string& name, MissingFrames policy = MissingFrames::Hold) {
        OpenOptions options;
        options.missing_frames = policy;
        options.sequence_rate = Rational(24000, 1001);
        Result<VideoSource> source = VideoSource::open(folder_ / name, options);
        if (!source) throw std::runtime_error(source.error().message);
        return std::move(source).value();
    }

    ErrorCode error_of(const std::string& name) {
        const Result<VideoSource> source = VideoSource::open(folder_ / name, {});
        EXPECT_FALSE(source) << name;
        return source ? ErrorCode::Cancelled : source.error().code;
    }

    fs::path folder_;
};

int bar_code(const DecodedFrame& frame) {
    return test::read_bar_code(frame.visible.width, frame.visible.height, [&](int x, int y) {
        if (frame.layout.is_float)
            return test::raw_word(frame, 0, x, y) > 0x3e800000U ? 255 : 0; // 0.25
        return test::luma8(frame, x, y);
    });
}

TEST_F(Sequence, EveryNotationFindsTheSameFiles) {
    render("shot.%04d.png", 6, 1001, "");
    render("other.%04d.png", 3, 1001, "");
    for (const std::string name : {"shot.%04d.png", "shot.####.png", "shot.#.png",
                                   "shot.1001-1006#.png", "shot.1003.png", "shot.@@@@.png"}) {
        const VideoSource source = open(name);
        EXPECT_EQ(source.description().video->frame_count, 6) << name;
        EXPECT_EQ(source.description().video->first_file_number, 1001) << name;
        EXPECT_TRUE(source.description().video->is_sequence) << name;
        EXPECT_EQ(source.description().video->frame_rate, Rational(24000, 1001));
    }
    EXPECT_EQ(open("shot.1002-1004#.png").description().video->frame_count, 3);
}

TEST_F(Sequence, CountsByNumberAndNotByName) {
    render("f%d.png", 12, 1, ""); // f1 ... f12: by name f10 comes before f2.
    VideoSource source = open("f7.png");
    ASSERT_EQ(source.description().video->frame_count, 12);
    for (int i = 0; i < 12; ++i) {
        const Result<DecodedFrame> frame = source.next();
        ASSERT_TRUE(frame) << frame.error().message;
        EXPECT_EQ(bar_code(frame.value()), i);
        EXPECT_EQ(frame.value().index, i);
    }
    const Result<DecodedFrame> after = source.next();
    ASSERT_FALSE(after);
    EXPECT_EQ(after.error().code, ErrorCode::EndOfStream);
}

TEST_F(Sequence, EveryPictureFormatPlaysAndSeeks) {
    const std::pair<const char*, const char*> formats[] = {
        {"png", "-pix_fmt rgb24"},     {"jpg", "-pix_fmt yuvj444p -q:v 1"},
        {"tiff", "-pix_fmt rgb48le"},  {"dpx", "-pix_fmt gbrp10be"},
        {"exr", "-pix_fmt gbrpf32le"}, {"bmp", "-pix_fmt bgr24"},
        {"tga", "-pix_fmt bgr24"}};
    for (const auto& [extension, arguments] : formats) {
        render(std::string("fmt.%03d.") + extension, 10, 0, arguments);
        VideoSource source = open(std::string("fmt.000.") + extension);
        ASSERT_EQ(source.description().video->frame_count, 10) << extension;
        for (const std::int64_t at : {std::int64_t{9}, std::int64_t{0}, std::int64_t{5},
                                      std::int64_t{6}, std::int64_t{2}}) {
            const Result<std::int64_t> start = source.seek(at);
            ASSERT_TRUE(start);
            for (std::int64_t i = start.value(); i <= at; ++i) {
                const Result<DecodedFrame> frame = source.next();
                ASSERT_TRUE(frame) << extension << ": " << frame.error().message;
                EXPECT_EQ(frame.value().index, i);
                EXPECT_EQ(bar_code(frame.value()), static_cast<int>(i)) << extension;
            }
        }
    }
}

TEST_F(Sequence, AloneIsAStillOfOneFrame) {
    render("poster_%02d.png", 1, 7, "");
    VideoSource source = open("poster_07.png");
    EXPECT_TRUE(source.description().video->is_still);
    EXPECT_FALSE(source.description().video->is_sequence);
    EXPECT_EQ(source.description().video->frame_count, 1);
    EXPECT_EQ(source.description().video->color.matrix, ColorMatrix::Identity);
    EXPECT_EQ(source.description().video->color.range, ColorRange::Full);
    const Result<DecodedFrame> frame = source.next();
    ASSERT_TRUE(frame) << frame.error().message;
    EXPECT_EQ(bar_code(frame.value()), 0);
}

class SequenceWithHoles : public Sequence {
protected:
    void SetUp() override {
        Sequence::SetUp();
        render("h.%04d.png", 10, 1, "-pix_fmt rgb24");
        for (const char* name : {"h.0004.png", "h.0005.png", "h.0008.png"})
            fs::remove(folder_ / name);
    }
};

TEST_F(SequenceWithHoles, ListsTheMissingFrames) {
    const VideoSource source = open("h.0001.png");
    EXPECT_EQ(source.description().video->frame_count, 10);
    EXPECT_EQ(source.description().video->missing_frames, (std::vector<std::int64_t>{3, 4, 7}));
}

TEST_F(SequenceWithHoles, HoldShowsTheFrameBefore) {
    VideoSource source = open("h.0001.png");
    const int expected[] = {0, 1, 2, 2, 2, 5, 6, 6, 8, 9};
    for (int i = 0; i < 10; ++i) {
        const Result<DecodedFrame> frame = source.next();
        ASSERT_TRUE(frame) << frame.error().message;
        EXPECT_EQ(bar_code(frame.value()), expected[i]) << i;
        EXPECT_EQ(frame.value().held, i == 3 || i == 4 || i == 7) << i;
        EXPECT_EQ(frame.value().index, i);
    }
    const Result<std::int64_t> start = source.seek(4);
    ASSERT_TRUE(start);
    EXPECT_EQ(start.value(), 2) << "the held picture must be decoded first";
    for (int i = 2; i <= 4; ++i) EXPECT_EQ(bar_code(source.next().value()), 2);
}

TEST_F(SequenceWithHoles, BlackShowsBlack) {
    VideoSource source = open("h.0001.png", MissingFrames::Black);
    const Result<std::int64_t> start = source.seek(4);
    ASSERT_TRUE(start);
    EXPECT_EQ(start.value(), 4);
    const Result<DecodedFrame> frame = source.next();
    ASSERT_TRUE(frame) << frame.error().message;
    EXPECT_TRUE(frame.value().held);
    for (int c = 0; c < 3; ++c) EXPECT_EQ(test::code_value(frame.value(), c, 63, 31), 0);
    EXPECT_EQ(bar_code(source.next().value()), 5);
}

TEST_F(SequenceWithHoles, ErrorFailsForTheHoleOnly) {
    VideoSource source = open("h.0001.png", MissingFrames::Error);
    int failures = 0;
    for (int i = 0; i < 10; ++i) {
        const Result<DecodedFrame> frame = source.next();
        if (frame) {
            EXPECT_EQ(bar_code(frame.value()), i);
            continue;
        }
        EXPECT_EQ(frame.error().code, ErrorCode::NotFound);
        ++failures;
    }
    EXPECT_EQ(failures, 3);
}

TEST_F(SequenceWithHoles, ARangeMayReachPastTheFiles) {
    VideoSource source = open("h.0-12#.png");
    EXPECT_EQ(source.description().video->frame_count, 13);
    const Result<DecodedFrame> first = source.next(); // Nothing to hold yet: black.
    ASSERT_TRUE(first);
    EXPECT_TRUE(first.value().held);
    EXPECT_EQ(test::code_value(first.value(), 1, 5, 5), 0);
    EXPECT_EQ(bar_code(source.next().value()), 0);
}

TEST_F(Sequence, DamagedAndVanishedFilesCostTheirOwnFrameOnly) {
    render("d.%03d.png", 8, 0, "-pix_fmt rgb24");
    std::ofstream(folder_ / "d.003.png") << "no picture at all";
    VideoSource source = open("d.000.png");
    fs::remove(folder_ / "d.006.png");
    for (int i = 0; i < 8; ++i) {
        const Result<DecodedFrame> frame = source.next();
        if (i == 3 || i == 6) {
            ASSERT_FALSE(frame) << i;
            EXPECT_EQ(frame.error().code, ErrorCode::Corrupt);
        } else {
            ASSERT_TRUE(frame) << frame.error().message;
            EXPECT_EQ(bar_code(frame.value()), i);
        }
    }
}

TEST_F(Sequence, AnotherSizeInTheMiddleIsRefusedInWords) {
    render("s.%03d.png", 4, 0, "-pix_fmt rgb24");
    render("big.%03d.png", 1, 0, "-pix_fmt rgb24 -vf scale=80:40");
    fs::rename(folder_ / "big.000.png", folder_ / "s.002.png");
    VideoSource source = open("s.000.png");
    ASSERT_TRUE(source.next());
    ASSERT_TRUE(source.next());
    const Result<DecodedFrame> changed = source.next();
    ASSERT_FALSE(changed);
    EXPECT_EQ(changed.error().code, ErrorCode::Unsupported);
    EXPECT_NE(changed.error().message.find("80x40"), std::string::npos);
    EXPECT_EQ(bar_code(source.next().value()), 3);
}

TEST_F(Sequence, WrongPatternsAndFilesAreToldApart) {
    std::ofstream(folder_ / "text.png") << "this is text, not a picture";
    std::ofstream(folder_ / "empty.exr");
    EXPECT_EQ(error_of("none.%04d.png"), ErrorCode::NotFound);
    EXPECT_EQ(error_of("none.png"), ErrorCode::NotFound);
    EXPECT_EQ(error_of("text.png"), ErrorCode::Corrupt);
    EXPECT_EQ(error_of("empty.exr"), ErrorCode::Corrupt);
    render("r.%03d.png", 2, 0, "");
    EXPECT_EQ(error_of("r.5-1#.png"), ErrorCode::InvalidArgument);
}

} // namespace
} // namespace seamline::decode
