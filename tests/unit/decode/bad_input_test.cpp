// Whatever a file holds, the answer is frames or one line of words.
#include "decode/video_source.h"
#include "tests/support/clip_maker.h"
#include "tests/unit/decode/frame_samples.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

namespace seamline::decode {
namespace {

namespace fs = std::filesystem;

class BadInput : public testing::Test {
protected:
    void SetUp() override {
        folder_ = fs::temp_directory_path() / ("seamline-bad-" + std::to_string(getpid()));
        fs::create_directories(folder_);
    }
    void TearDown() override { fs::remove_all(folder_); }

    fs::path write(const std::string& name, const std::string& bytes) {
        std::ofstream(folder_ / name, std::ios::binary) << bytes;
        return folder_ / name;
    }

    fs::path folder_;
};

std::string read_bytes(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// One line that names the file.
void expect_words(const Error& error, const fs::path& path) {
    EXPECT_NE(error.message.find(path.filename().string()), std::string::npos) << error.message;
    EXPECT_EQ(error.message.find('\n'), std::string::npos) << error.message;
}

ErrorCode open_error(const fs::path& path) {
    const Result<VideoSource> source = VideoSource::open(path, {});
    EXPECT_FALSE(source) << path << " opened";
    if (source) return ErrorCode::EndOfStream;
    expect_words(source.error(), path);
    return source.error().code;
}

/// Plays to the end, counting frames; ends at the first error that is not a lost frame.
std::int64_t play(VideoSource& source) {
    std::int64_t frames = 0;
    for (;;) {
        const Result<DecodedFrame> frame = source.next();
        if (frame)
            ++frames;
        else if (frame.error().code != ErrorCode::Corrupt)
            return frames;
    }
}

fs::path whole_clip(const std::string& extension, const std::string& encoder) {
    return test::make_bar_code_clip("bad_whole" + extension, 256, 128, 60, "24", encoder);
}

TEST_F(BadInput, FilesThatAreNoMovies) {
    EXPECT_EQ(open_error(folder_ / "missing.mp4"), ErrorCode::NotFound);
    EXPECT_EQ(open_error(folder_), ErrorCode::Unsupported);
    EXPECT_EQ(open_error(write("empty.mp4", "")), ErrorCode::Corrupt);
    const std::string text(3000, 'x');
    for (const char* name : {"text.mp4", "text.mkv", "text.txt", "text.mov"}) {
        const ErrorCode code = open_error(write(name, "To be, or not to be\n" + text));
        EXPECT_TRUE(code == ErrorCode::Corrupt || code == ErrorCode::Unsupported) << name;
    }
    std::mt19937 random(3);
    std::string noise(100'000, ' ');
    for (char& c : noise) c = static_cast<char>(random());
    for (const char* name : {"noise.mp4", "noise.mkv", "noise.png", "noise"}) {
        const ErrorCode code = open_error(write(name, noise));
        EXPECT_TRUE(code == ErrorCode::Corrupt || code == ErrorCode::Unsupported) << name;
    }
}

TEST_F(BadInput, PlaylistsOpenNoOtherFile) {
    const fs::path clip = whole_clip(".mp4", "-c:v libx264 -preset veryfast");
    for (const std::string& text :
         {"ffconcat version 1.0\nfile '" + clip.string() + "'\n",
          "#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\n" + clip.string() + "\n#EXT-X-ENDLIST\n"})
        open_error(write("list.mp4", text));
}

TEST_F(BadInput, SoundAloneIsRefusedAsAPictureAndStillDescribed) {
    const fs::path sound = test::make_clip("bad_sound.m4a", "-f lavfi -i \"sine=d=1\" -c:a aac");
    EXPECT_EQ(open_error(sound), ErrorCode::Unsupported);
    const Result<MediaDescription> described = describe(sound, {});
    ASSERT_TRUE(described) << described.error().message;
    EXPECT_FALSE(described.value().video);
    ASSERT_EQ(described.value().audio.size(), 1U);
    EXPECT_EQ(described.value().audio[0].codec, "aac");
}

TEST_F(BadInput, TruncatedAtEveryTenthEitherPlaysItsFramesOrIsRefused) {
    const std::vector<std::pair<std::string, std::string>> kinds{
        {".mp4", "-c:v libx264 -preset veryfast -g 12"},
        {".fast.mp4", "-c:v libx264 -preset veryfast -g 12 -movflags +faststart"},
        {".mkv", "-c:v libx264 -preset veryfast -g 12"},
        {".ts", "-c:v libx264 -preset veryfast -g 12"},
        {".avi", "-c:v mjpeg"},
        {".webm", "-c:v libvpx-vp9 -cpu-used 8 -deadline realtime"}};
    for (const auto& [extension, encoder] : kinds) {
        const std::string whole = read_bytes(whole_clip(extension, encoder));
        std::int64_t last = 0;
        for (std::size_t tenth = 1; tenth < 10; ++tenth) {
            const fs::path part =
                write("part" + extension, whole.substr(0, whole.size() * tenth / 10));
            Result<VideoSource> source = VideoSource::open(part, {});
            if (!source) {
                expect_words(source.error(), part);
                continue;
            }
            const std::int64_t frames = play(source.value());
            EXPECT_GE(frames, last) << extension << " at " << tenth;
            EXPECT_LE(frames, 60);
            last = frames;
            EXPECT_TRUE(source.value().seek(0));
        }
        // An MP4 keeps its index at the end: nothing can be read without it.
        EXPECT_EQ(last > 40, extension != ".mp4") << extension << ": " << last;
    }
}

TEST_F(BadInput, DamageInTheMiddleCostsSomeFramesAndNoOrder) {
    std::string bytes = read_bytes(whole_clip(".mkv", "-c:v libx264 -preset veryfast -g 12"));
    std::mt19937 random(11);
    for (std::size_t i = bytes.size() / 3; i < bytes.size() / 2; i += 7)
        bytes[i] = static_cast<char>(random());
    Result<VideoSource> source = VideoSource::open(write("damaged.mkv", bytes), {});
    ASSERT_TRUE(source) << source.error().message;
    std::int64_t last = -1;
    std::int64_t asked = 0;
    for (;; ++asked) {
        const Result<DecodedFrame> frame = source.value().next();
        if (!frame && frame.error().code != ErrorCode::Corrupt) break;
        if (!frame) continue;
        EXPECT_EQ(frame.value().index, asked);
        EXPECT_GT(frame.value().index, last);
        last = frame.value().index;
    }
    EXPECT_EQ(asked, source.value().description().video->frame_count);
}

TEST_F(BadInput, AnotherPictureSizeInMidStreamIsRefusedInWords) {
    const fs::path small = test::make_bar_code_clip("bad_small.ts", 256, 128, 24, "24",
                                                    "-c:v libx264 -preset veryfast -bf 0");
    const fs::path large =
        test::make_bar_code_clip("bad_large.ts", 320, 192, 24, "24",
                                 "-c:v libx264 -preset veryfast -bf 0 -output_ts_offset 1");
    const fs::path both = write("both.ts", read_bytes(small) + read_bytes(large));
    Result<VideoSource> source = VideoSource::open(both, {});
    ASSERT_TRUE(source) << source.error().message;
    int shown = 0;
    int refused = 0;
    for (;;) {
        const Result<DecodedFrame> frame = source.value().next();
        if (frame) {
            EXPECT_EQ(frame.value().coded, (Extent{256, 128}));
            ++shown;
        } else if (frame.error().code == ErrorCode::Unsupported) {
            EXPECT_NE(frame.error().message.find("320x192"), std::string::npos);
            ++refused;
        } else {
            EXPECT_EQ(frame.error().code, ErrorCode::EndOfStream) << frame.error().message;
            break;
        }
    }
    EXPECT_GE(shown, 23);
    EXPECT_GE(refused, 23);
}

TEST_F(BadInput, DeletedWhilePlayingPlaysOnOrSaysSo) {
    const fs::path copy = folder_ / "deleted.mp4";
    fs::copy_file(whole_clip(".mp4", "-c:v libx264 -preset veryfast -g 12"), copy);
    Result<VideoSource> source = VideoSource::open(copy, {});
    ASSERT_TRUE(source);
    ASSERT_TRUE(source.value().next());
    fs::remove(copy); // The opened file lives on until it is closed.
    EXPECT_EQ(play(source.value()), 59);
    ASSERT_TRUE(source.value().seek(30));
    EXPECT_TRUE(source.value().next());
}

TEST_F(BadInput, TruncatedWhilePlayingIsAnErrorAndNoHang) {
    const fs::path copy = folder_ / "cut.mov";
    fs::copy_file(whole_clip(".raw.mov", "-c:v rawvideo -pix_fmt uyvy422"), copy);
    Result<VideoSource> source = VideoSource::open(copy, {});
    ASSERT_TRUE(source);
    ASSERT_TRUE(source.value().next());
    fs::resize_file(copy, 3000);
    const Result<std::int64_t> start = source.value().seek(50);
    const ErrorCode code = start ? source.value().next().error().code : start.error().code;
    EXPECT_TRUE(code == ErrorCode::Io || code == ErrorCode::Corrupt);
    EXPECT_LT(play(source.value()), 60);
}

TEST_F(BadInput, HugePicturesAreRefusedBeforeTheyAreDecoded) {
    // A PNG of 16384 x 16384 declares its size in 25 bytes and has no data.
    const char header[] =
        "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x40\0\0\0\x40\0\x08\x02\0\0\0\xd9\xee\xee\xff";
    const fs::path path =
        write("huge.png", std::string(header, sizeof header - 1) + std::string(64, '\0'));
    const ErrorCode code = open_error(path);
    EXPECT_TRUE(code == ErrorCode::TooLarge || code == ErrorCode::Corrupt);
}

TEST_F(BadInput, NoMemoryForFramesIsSaidAndDoesNotEndTheProgram) {
    struct Refusing final : PlaneAllocator {
        std::shared_ptr<PlaneMemory> allocate(std::size_t) override { return nullptr; }
    } refusing;
    OpenOptions options;
    options.allocator = &refusing;
    const fs::path clip = whole_clip(".mp4", "-c:v libx264 -preset veryfast -g 12");
    const Result<VideoSource> source = VideoSource::open(clip, options);
    ASSERT_FALSE(source);
    EXPECT_EQ(source.error().code, ErrorCode::TooLarge) << source.error().message;
}

TEST_F(BadInput, CancellingEndsAnOpen) {
    OpenOptions options;
    options.cancelled = [] { return true; };
    const fs::path clip = whole_clip(".mp4", "-c:v libx264 -preset veryfast -g 12");
    const Result<VideoSource> source = VideoSource::open(clip, options);
    ASSERT_FALSE(source);
    EXPECT_EQ(source.error().code, ErrorCode::Cancelled) << source.error().message;
}

TEST_F(BadInput, SeekingOutsideTheIndexIsRefused) {
    const fs::path clip = whole_clip(".mp4", "-c:v libx264 -preset veryfast -g 12");
    Result<VideoSource> source = VideoSource::open(clip, {});
    ASSERT_TRUE(source);
    EXPECT_EQ(source.value().seek(60).error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(source.value().seek(-1).error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(source.value().next().value().index, 0);
}

TEST_F(BadInput, FramesOutliveTheirSource) {
    const fs::path clip = whole_clip(".mp4", "-c:v libx264 -preset veryfast -g 12");
    std::vector<DecodedFrame> kept;
    {
        Result<VideoSource> source = VideoSource::open(clip, {});
        ASSERT_TRUE(source);
        while (kept.size() < 20) kept.push_back(source.value().next().value());
    }
    for (std::size_t i = 0; i < kept.size(); ++i)
        EXPECT_EQ(
            test::read_bar_code(256, 128, [&](int x, int y) { return test::luma8(kept[i], x, y); }),
            static_cast<int>(i));
}

} // namespace
} // namespace seamline::decode
