// Every frame that a source delivers is the one that its index says, whatever codec and container.
#include "decode/video_source.h"
#include "tests/support/clip_maker.h"
#include "tests/unit/decode/frame_samples.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>

namespace seamline::decode {
namespace {

constexpr int kWidth = 256;
constexpr int kHeight = 128;

struct Clip {
    const char* name;
    const char* encoder;
    int frames;
    int host_copies = 0;
};

void PrintTo(const Clip& clip, std::ostream* out) { *out << clip.name; }

const Clip kClips[] = {
    {"h264_closed.mp4", "-c:v libx264 -preset veryfast -bf 3 -g 12", 100},
    {"h264_open.mp4",
     "-c:v libx264 -preset veryfast -bf 3 -x264-params open-gop=1:keyint=12:min-keyint=6", 100},
    {"h264_open.mkv",
     "-c:v libx264 -preset veryfast -bf 3 -x264-params open-gop=1:keyint=12:min-keyint=6", 100},
    {"h264_open.ts",
     "-c:v libx264 -preset veryfast -bf 3 -x264-params open-gop=1:keyint=12:min-keyint=6", 100},
    // The last group is two frames long, closer to the end than FFmpeg recovers from by itself.
    {"h264_short_tail.mp4", "-c:v libx264 -bf 3 -g 12 -x264-params open-gop=1", 50},
    {"h264_refresh.mp4", "-c:v libx264 -preset veryfast -x264-params intra-refresh=1:keyint=20",
     100},
    {"h264_long.mov", "-c:v libx264 -preset veryfast -bf 8 -g 250 -flags +global_header", 300},
    {"h264_fields.mp4", "-c:v libx264 -preset veryfast -flags +ildct+ilme -x264opts tff=1 -g 12",
     60},
    {"h264_bare.264", "-c:v libx264 -preset veryfast -bf 2 -g 12", 40},
    {"hevc_open.mp4", "-c:v libx265 -preset ultrafast -x265-params log-level=error:keyint=12", 60},
    {"hevc_open.ts",
     "-c:v libx265 -preset ultrafast "
     "-x265-params log-level=error:keyint=12:bframes=4:rc-lookahead=10",
     60},
    {"hevc_closed.mkv",
     "-c:v libx265 -preset ultrafast -x265-params log-level=error:keyint=12:open-gop=0", 60},
    {"vp8.webm",
     "-c:v libvpx -cpu-used 8 -deadline realtime -auto-alt-ref 1 -lag-in-frames 16 -g 20", 60},
    {"vp9.webm",
     "-c:v libvpx-vp9 -cpu-used 8 -deadline good -auto-alt-ref 1 -lag-in-frames 16 -g 20", 60},
    {"av1.mp4", "-c:v libsvtav1 -preset 12 -g 16 -svtav1-params lp=2", 48, 1},
    {"av1.mkv", "-c:v libaom-av1 -cpu-used 8 -usage realtime -g 16", 32, 1},
    {"mjpeg.mov", "-c:v mjpeg -q:v 3", 60},
    {"mpeg2_open.mpg", "-c:v mpeg2video -q:v 3 -bf 2 -g 12", 60},
    {"mpeg4.avi", "-c:v mpeg4 -q:v 3 -g 12", 60},
    {"prores.mov", "-c:v prores_ks -profile:v 2 -pix_fmt yuv422p10le", 40},
    {"dnxhr.mov", "-c:v dnxhd -profile:v dnxhr_hq -pix_fmt yuv422p", 40},
    {"ffv1.mkv", "-c:v ffv1 -level 3 -g 6", 60},
    {"variable.mp4",
     "-vf \"select='not(mod(n,2))+lt(n,20)*not(mod(n,3))',"
     "setpts='(N*1001+floor(N*N/3)*997)/(24*TB*1000)'\" -vsync vfr "
     "-c:v libx264 -preset veryfast -bf 2 -g 10",
     50},
};

class FrameAccuracy : public testing::TestWithParam<Clip> {
protected:
    void SetUp() override {
        const Clip& clip = GetParam();
        const bool variable = std::string(clip.name) == "variable.mp4";
        path_ = test::make_bar_code_clip(std::string("accuracy_") + clip.name, kWidth, kHeight,
                                         clip.frames, variable ? "24" : "24000/1001", clip.encoder);
    }

    VideoSource open(int threads = 2) const {
        OpenOptions options;
        options.threads = threads;
        Result<VideoSource> source = VideoSource::open(path_, options);
        if (!source) throw std::runtime_error(source.error().message);
        return std::move(source).value();
    }

    std::filesystem::path path_;
};

int bar_code(const DecodedFrame& frame) {
    return test::read_bar_code(frame.visible.width, frame.visible.height,
                               [&](int x, int y) { return test::luma8(frame, x, y); });
}

/// The bar codes of all frames, in order; checks order and times on the way.
std::vector<int> play_through(VideoSource& source) {
    std::vector<int> codes;
    for (;;) {
        const Result<DecodedFrame> frame = source.next();
        if (!frame) {
            EXPECT_EQ(frame.error().code, ErrorCode::EndOfStream) << frame.error().message;
            return codes;
        }
        EXPECT_EQ(frame.value().index, static_cast<std::int64_t>(codes.size()));
        EXPECT_EQ(frame.value().time_s, source.index().frames[codes.size()].time_s);
        EXPECT_FALSE(frame.value().corrupt);
        codes.push_back(bar_code(frame.value()));
    }
}

int frames_by_ffprobe(const std::filesystem::path& path) {
    const std::string command =
        "ffprobe -v error -count_frames -select_streams v:0 -show_entries stream=nb_read_frames "
        "-of default=nk=1:nw=1 '" +
        path.string() + "'";
    FILE* pipe = popen(command.c_str(), "r");
    std::array<char, 64> text{};
    if (pipe == nullptr) return -1;
    const bool read = std::fgets(text.data(), text.size(), pipe) != nullptr;
    pclose(pipe);
    return read ? std::atoi(text.data()) : -1;
}

TEST_P(FrameAccuracy, IndexCountsWhatAFullDecodeYields) {
    VideoSource source = open();
    EXPECT_EQ(source.description().video->frame_count, frames_by_ffprobe(path_));
    EXPECT_EQ(static_cast<std::int64_t>(play_through(source).size()),
              source.description().video->frame_count);
}

TEST_P(FrameAccuracy, PlaysInOrderFromZero) {
    VideoSource source = open();
    const std::vector<int> codes = play_through(source);
    for (std::size_t i = 0; i < codes.size(); ++i) {
        if (std::string(GetParam().name) == "variable.mp4") {
            ASSERT_TRUE(i == 0 || codes[i] > codes[i - 1]) << i;
        } else {
            ASSERT_EQ(codes[i], static_cast<int>(i));
        }
    }
}

TEST_P(FrameAccuracy, RandomSeeksDeliverTheFrameAskedFor) {
    VideoSource source = open();
    const std::vector<int> codes = play_through(source);
    ASSERT_FALSE(codes.empty());
    std::mt19937 random(7);
    for (int round = 0; round < 200; ++round) {
        const std::int64_t wanted =
            static_cast<std::int64_t>(random() % static_cast<unsigned>(codes.size()));
        const Result<std::int64_t> start = source.seek(wanted);
        ASSERT_TRUE(start) << start.error().message;
        ASSERT_LE(start.value(), wanted);
        // Past the frame asked for now and then, so that the next seek starts elsewhere.
        const std::int64_t last = std::min<std::int64_t>(
            wanted + random() % 3, static_cast<std::int64_t>(codes.size()) - 1);
        for (std::int64_t at = start.value(); at <= last; ++at) {
            const Result<DecodedFrame> frame = source.next();
            ASSERT_TRUE(frame) << frame.error().message;
            ASSERT_EQ(frame.value().index, at) << "round " << round << ", wanted " << wanted;
            ASSERT_EQ(bar_code(frame.value()), codes[static_cast<std::size_t>(at)])
                << "frame " << at << ", wanted " << wanted;
        }
    }
}

TEST_P(FrameAccuracy, ReverseByKeyFramesSeesEveryFrame) {
    VideoSource source = open(1);
    const std::vector<int> codes = play_through(source);
    std::int64_t end = static_cast<std::int64_t>(codes.size());
    while (end > 0) {
        const std::int64_t key = source.index().key_at_or_before(end - 1);
        const Result<std::int64_t> start = source.seek(end - 1);
        ASSERT_TRUE(start) << start.error().message;
        for (std::int64_t at = start.value(); at < end; ++at) {
            const Result<DecodedFrame> frame = source.next();
            ASSERT_TRUE(frame) << frame.error().message;
            ASSERT_EQ(bar_code(frame.value()), codes[static_cast<std::size_t>(at)]) << at;
        }
        end = key;
    }
}

TEST_P(FrameAccuracy, PathReportsTheCopiesThatWereMade) {
    VideoSource source = open();
    EXPECT_EQ(source.description().decode.host_copies, GetParam().host_copies);
    const Result<DecodedFrame> frame = source.next();
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame.value().host_copies, GetParam().host_copies);
}

INSTANTIATE_TEST_SUITE_P(Clips, FrameAccuracy, testing::ValuesIn(kClips), [](const auto& clip) {
    std::string name = clip.param.name;
    for (char& c : name)
        if (c == '.') c = '_';
    return name;
});

TEST(FrameTimes, VariableRateIsNoticedAndTimed) {
    // Times 0, 1, 3, 7, 15 ... in units of 1/24 s; the last gap is the longest.
    const auto path =
        test::make_bar_code_clip("vfr_powers.mkv", 64, 32, 6, "24",
                                 "-vf \"setpts='(pow(2,N)-1)/24/TB'\" -vsync vfr -c:v ffv1");
    const Result<VideoSource> source = VideoSource::open(path, {});
    ASSERT_TRUE(source) << source.error().message;
    EXPECT_TRUE(source.value().description().video->variable_frame_rate);
    for (std::size_t i = 0; i < 6; ++i) // Matroska rounds to milliseconds.
        EXPECT_NEAR(source.value().index().frames[i].time_s.value(),
                    static_cast<double>((1 << i) - 1) / 24, 0.0011);
}

TEST(FrameTimes, ConstantRateIsExactInMilliseconds) {
    const auto path =
        test::make_bar_code_clip("cfr_2997.mkv", 64, 32, 90, "30000/1001", "-c:v ffv1");
    const Result<VideoSource> source = VideoSource::open(path, {});
    ASSERT_TRUE(source) << source.error().message;
    EXPECT_FALSE(source.value().description().video->variable_frame_rate);
    EXPECT_EQ(source.value().description().video->frame_rate, Rational(30000, 1001));
}

TEST(FrameIndexLookup, TakesTheFrameOnScreenAndClampsAtTheEnds) {
    FrameIndex index;
    for (int i = 0; i < 4; ++i) index.frames.push_back({Rational(i, 24), i % 2 == 0});
    EXPECT_EQ(index.frame_at(Rational(-1)), 0);
    EXPECT_EQ(index.frame_at(Rational(0)), 0);
    EXPECT_EQ(index.frame_at(Rational(1, 24)), 1);
    EXPECT_EQ(index.frame_at(Rational(3, 48)), 1);
    EXPECT_EQ(index.frame_at(Rational(100)), 3);
    EXPECT_EQ(index.key_at_or_before(3), 2);
    EXPECT_EQ(index.key_at_or_before(99), 2);
}

TEST(EditLists, FramesCutAwayAreNeitherCountedNorShown) {
    const auto whole = test::make_bar_code_clip("edit_whole.mp4", kWidth, kHeight, 60, "24",
                                                "-c:v libx264 -preset veryfast -bf 2 -g 24");
    // A copy that starts in the middle of a group: the packets before the cut stay in the file.
    const auto cut =
        test::make_clip("edit_cut.mp4", "-ss 1.25 -i '" + whole.string() + "' -c copy");
    Result<VideoSource> source = VideoSource::open(cut, {});
    ASSERT_TRUE(source) << source.error().message;
    EXPECT_EQ(source.value().description().video->frame_count, frames_by_ffprobe(cut));
    const std::vector<int> codes = play_through(source.value());
    ASSERT_FALSE(codes.empty());
    EXPECT_GT(codes.front(), 24) << "the key frame at 24 lies before the cut";
    EXPECT_EQ(codes.back(), 59);
    for (const std::int64_t at : {std::int64_t{0}, std::int64_t{20}, std::int64_t{3}}) {
        const Result<std::int64_t> start = source.value().seek(at);
        ASSERT_TRUE(start);
        for (std::int64_t i = start.value(); i <= at; ++i) {
            const Result<DecodedFrame> frame = source.value().next();
            ASSERT_TRUE(frame) << frame.error().message;
            EXPECT_EQ(bar_code(frame.value()), codes[static_cast<std::size_t>(i)]);
        }
    }
}

} // namespace
} // namespace seamline::decode
