// What is written is read back: PNG without loss, movies as tagged.
#include "decode/picture_writer.h"
#include "decode/video_source.h"
#include "tests/unit/decode/frame_samples.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace seamline::decode {
namespace {

namespace fs = std::filesystem;

class Writer : public testing::Test {
protected:
    void SetUp() override {
        folder_ = fs::temp_directory_path() / ("seamline-writer-" + std::to_string(getpid()));
        fs::create_directories(folder_);
    }
    void TearDown() override { fs::remove_all(folder_); }
    std::size_t files() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(folder_), fs::directory_iterator{}));
    }
    fs::path folder_;
};

/// A picture whose every component differs from its neighbours'.
struct Picture {
    Extent size;
    int bytes;
    std::vector<std::byte> pixels;

    Picture(int width, int height, int bytes_per_component, int seed = 0)
        : size{width, height}, bytes(bytes_per_component),
          pixels(static_cast<std::size_t>(width * height * 4 * bytes)) {
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x)
                for (int c = 0; c < 4; ++c) set(x, y, c, value(x, y, c, seed));
    }
    int value(int x, int y, int c, int seed) const {
        return (x * 37 + y * 11 + c * 85 + seed * 40 + (bytes == 2 ? x * 257 * 9 : 0)) &
               (bytes == 2 ? 0xffff : 0xff);
    }
    std::size_t at(int x, int y, int c) const {
        return static_cast<std::size_t>(((y * size.width + x) * 4 + c) * bytes);
    }
    void set(int x, int y, int c, int v) {
        const auto word = static_cast<std::uint16_t>(v);
        if (bytes == 2)
            std::memcpy(&pixels[at(x, y, c)], &word, 2);
        else
            pixels[at(x, y, c)] = static_cast<std::byte>(v);
    }
    RgbaView view() const { return {size, bytes, pixels}; }
};

DecodedFrame read_first(const fs::path& path) {
    Result<VideoSource> source = VideoSource::open(path, {});
    if (!source) throw std::runtime_error(source.error().message);
    return source.value().next().value();
}

void expect_same(const DecodedFrame& frame, const Picture& picture, int components, int shift,
                 int seed) {
    for (int y = 0; y < picture.size.height; ++y)
        for (int x = 0; x < picture.size.width; ++x)
            for (int c = 0; c < components; ++c)
                ASSERT_EQ(test::code_value(frame, c, x, y) >> shift, picture.value(x, y, c, seed))
                    << x << "," << y << " component " << c;
}

TEST_F(Writer, PngKeepsEveryBit) {
    for (const int bytes : {1, 2})
        for (const bool alpha : {false, true}) {
            const Picture picture(37, 21, bytes);
            const fs::path path = folder_ / "out.png";
            const Result<Done> written = write_png(path, picture.view(), alpha);
            ASSERT_TRUE(written) << written.error().message;
            const DecodedFrame frame = read_first(path);
            EXPECT_EQ(frame.layout.bit_depth(), 8 * bytes);
            EXPECT_EQ(frame.layout.has_alpha, alpha);
            expect_same(frame, picture, alpha ? 4 : 3, 0, 0);
            EXPECT_EQ(files(), 1U) << "no unfinished file stays";
        }
}

// The chunk's place, content and checksum, which is of PNG's polynomial: computed here bit by bit.
TEST_F(Writer, PngSaysItsColour) {
    const Picture picture(16, 8, 1);
    const fs::path path = folder_ / "tagged.png";
    ASSERT_TRUE(write_png(path, picture.view(), false,
                          WrittenColor{ColorPrimaries::Bt2020, ColorTransfer::Pq}));
    expect_same(read_first(path), picture, 3, 0, 0);
    std::ifstream file(path, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(file)), {});
    ASSERT_GT(bytes.size(), 49U);
    EXPECT_EQ(bytes.substr(33, 12), std::string("\0\0\0\4cICP\11\20\0\1", 12));
    std::uint32_t crc = ~0U;
    for (std::size_t i = 37; i < 45; ++i) {
        crc ^= static_cast<unsigned char>(bytes[i]);
        for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320U : 0U);
    }
    std::uint32_t written = 0;
    for (std::size_t i = 45; i < 49; ++i)
        written = written << 8 | static_cast<unsigned char>(bytes[i]);
    EXPECT_EQ(written, ~crc);
}

TEST_F(Writer, MoviesSayTheirColour) {
    struct Case {
        WrittenColor color;
        ColorMatrix matrix;
        int depth;
    };
    for (const Case& one : {Case{{ColorPrimaries::Bt709, ColorTransfer::Srgb}, ColorMatrix::Bt709, 8},
                            Case{{ColorPrimaries::DisplayP3, ColorTransfer::Bt1886}, ColorMatrix::Bt709, 8},
                            Case{{ColorPrimaries::Bt2020, ColorTransfer::Pq}, ColorMatrix::Bt2020Ncl, 10},
                            Case{{ColorPrimaries::Bt2020, ColorTransfer::Hlg}, ColorMatrix::Bt2020Ncl, 10}}) {
        for (const char* file : {"out.mp4", "out.mov", "out.mkv"}) {
            const fs::path path = folder_ / file;
            MovieOptions options;
            options.size = {64, 32};
            options.color = one.color;
            Result<MovieWriter> writer = MovieWriter::open(path, options);
            ASSERT_TRUE(writer) << writer.error().message;
            Picture green(64, 32, 2);
            for (int y = 0; y < 32; ++y)
                for (int x = 0; x < 64; ++x)
                    for (int c = 0; c < 4; ++c) green.set(x, y, c, c == 1 ? 65535 : 0);
            ASSERT_TRUE(writer.value().add(green.view()));
            ASSERT_TRUE(writer.value().finish());
            Result<VideoSource> source = VideoSource::open(path, {});
            ASSERT_TRUE(source) << source.error().message;
            const VideoDescription& video = *source.value().description().video;
            EXPECT_EQ(video.color.primaries, one.color.primaries) << file;
            EXPECT_EQ(video.color.transfer, *one.color.transfer) << file;
            EXPECT_EQ(video.color.matrix, one.matrix) << file;
            EXPECT_EQ(video.color.guessed & (kGuessedMatrix | kGuessedPrimaries | kGuessedTransfer), 0);
            const DecodedFrame frame = source.value().next().value();
            ASSERT_EQ(frame.layout.bit_depth(), one.depth) << file;
            // Y' of green, limited range: 16 + 219 Kg, times 4 with ten bits.
            const double kg = one.matrix == ColorMatrix::Bt709 ? 0.7152 : 0.6780;
            const double scale = one.depth == 10 ? 4 : 1;
            EXPECT_NEAR(test::code_value(frame, 0, 30, 16), scale * (16 + 219 * kg), 2 * scale) << file;
        }
    }
}

TEST_F(Writer, PngThatCannotBeWrittenLeavesTheOldOneAlone) {
    const Picture picture(8, 8, 1);
    const fs::path path = folder_ / "none" / "out.png";
    const Result<Done> written = write_png(path, picture.view());
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::Io);
    EXPECT_EQ(written.error().message.find(".part"), std::string::npos);
    // A folder in the way of the name: the rename fails, and the unfinished file goes.
    fs::create_directories(folder_ / "taken.png" / "x");
    EXPECT_FALSE(write_png(folder_ / "taken.png", picture.view()));
    EXPECT_EQ(files(), 1U);
}

TEST_F(Writer, LosslessMovieKeepsEveryBit) {
    for (const int bytes : {1, 2}) {
        const fs::path path = folder_ / "out.mkv";
        {
            MovieOptions options;
            options.size = {37, 21};
            options.codec = "ffv1";
            Result<MovieWriter> writer = MovieWriter::open(path, options);
            ASSERT_TRUE(writer) << writer.error().message;
            for (int i = 0; i < 3; ++i)
                ASSERT_TRUE(writer.value().add(Picture(37, 21, bytes, i).view()));
            ASSERT_TRUE(writer.value().finish());
        }
        Result<VideoSource> source = VideoSource::open(path, {});
        ASSERT_TRUE(source) << source.error().message;
        EXPECT_EQ(source.value().description().video->frame_count, 3);
        for (int i = 0; i < 3; ++i)
            expect_same(source.value().next().value(), Picture(37, 21, bytes, i), 3,
                        bytes == 1 ? 8 : 0, i);
    }
}

TEST_F(Writer, MovieIsTaggedTimedAndNamed) {
    for (const char* name : {"out.mp4", "out.mov", "out.mkv"}) {
        const fs::path path = folder_ / name;
        MovieOptions options;
        options.size = {64, 32};
        options.frame_rate = Rational(24000, 1001);
        options.title = "Take 3";
        Result<MovieWriter> writer = MovieWriter::open(path, options);
        ASSERT_TRUE(writer) << writer.error().message;
        // Pure red: BT.709 limited code values are 63, 102, 240 (H.273 equations).
        Picture red(64, 32, 1);
        for (int y = 0; y < 32; ++y)
            for (int x = 0; x < 64; ++x)
                for (int c = 0; c < 4; ++c) red.set(x, y, c, c == 0 ? 255 : 0);
        for (int i = 0; i < 30; ++i) ASSERT_TRUE(writer.value().add(red.view()));
        const Result<Done> finished = writer.value().finish();
        ASSERT_TRUE(finished) << finished.error().message;

        Result<VideoSource> source = VideoSource::open(path, {});
        ASSERT_TRUE(source) << source.error().message;
        const VideoDescription& video = *source.value().description().video;
        EXPECT_EQ(video.frame_count, 30);
        EXPECT_EQ(video.frame_rate, Rational(24000, 1001)) << name;
        EXPECT_EQ(video.color.matrix, ColorMatrix::Bt709);
        EXPECT_EQ(video.color.range, ColorRange::Limited);
        EXPECT_EQ(video.color.guessed & (kGuessedMatrix | kGuessedRange), 0);
        const DecodedFrame frame = source.value().next().value();
        EXPECT_NEAR(test::code_value(frame, 0, 30, 16), 63, 1);
        EXPECT_NEAR(test::code_value(frame, 1, 15, 8), 102, 1);
        EXPECT_NEAR(test::code_value(frame, 2, 15, 8), 240, 1);
        bool titled = false;
        for (const auto& [key, value] : source.value().description().metadata)
            titled = titled || value == "Take 3";
        EXPECT_TRUE(titled) << name;
    }
}

TEST_F(Writer, UnfinishedMovieLeavesNothing) {
    {
        MovieOptions options;
        options.size = {64, 32};
        Result<MovieWriter> writer = MovieWriter::open(folder_ / "out.mp4", options);
        ASSERT_TRUE(writer);
        ASSERT_TRUE(writer.value().add(Picture(64, 32, 1).view()));
    }
    EXPECT_EQ(files(), 0U);
}

TEST_F(Writer, WrongOptionsAreRefusedInWords) {
    const auto code = [&](const char* name, MovieOptions options) {
        const Result<MovieWriter> writer = MovieWriter::open(folder_ / name, options);
        return writer ? ErrorCode::EndOfStream : writer.error().code;
    };
    MovieOptions options;
    options.size = {64, 32};
    EXPECT_EQ(code("out.xyz", options), ErrorCode::Unsupported);
    options.codec = "ffv1";
    EXPECT_EQ(code("out.mp4", options), ErrorCode::Unsupported);
    options.codec = "nonsense";
    EXPECT_EQ(code("out.mkv", options), ErrorCode::Unsupported);
    options = {};
    options.size = {63, 32};
    EXPECT_EQ(code("out.mp4", options), ErrorCode::InvalidArgument);
    options.size = {64, 32};
    options.frame_rate = Rational(0);
    EXPECT_EQ(code("out.mp4", options), ErrorCode::InvalidArgument);
    EXPECT_EQ(files(), 0U);
}

} // namespace
} // namespace seamline::decode
