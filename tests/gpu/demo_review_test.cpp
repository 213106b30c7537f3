#include "app/session/demo_review.h"

#include "decode/audio_source.h"
#include "decode/video_source.h"
#include "tests/support/gpu_test.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace seamline {
namespace {

namespace fs = std::filesystem;
using session::DemoTake;

class DemoFootage : public test::GpuTest {
protected:
    DemoFootage() {
        folder_ = fs::temp_directory_path() / ("seamline-demo-" + std::to_string(getpid()));
        for (const char* name : {"A", "B"}) {
            DemoTake take;
            take.shot = "room";
            take.name = name;
            take.generator = std::string("Generator ") + name;
            take.about = "A test.";
            take.frame_rate = name[0] == 'A' ? 24 : 16;
            take.frame_count = name[0] == 'A' ? 4 : 3;
            take.scene = renderer::default_demo_scene(64, 36);
            takes_.push_back(take);
        }
    }
    ~DemoFootage() override { fs::remove_all(folder_); }

    int files() const {
        return static_cast<int>(
            std::distance(fs::directory_iterator(folder_), fs::directory_iterator{}));
    }

    fs::path folder_;
    std::vector<DemoTake> takes_;
};

TEST_F(DemoFootage, TakesAreRenderedOnceAndPlayAtTheirRate) {
    int reports = 0;
    int total = 0;
    const auto progress = [&](int, int of, const std::string&) {
        ++reports;
        total = of;
        return true;
    };
    const auto first = session::ensure_demo_takes(device(), takes_, folder_, progress);
    ASSERT_TRUE(first) << first.error().message;
    EXPECT_EQ(first.value().rendered, 2);
    EXPECT_EQ(total, 7);
    EXPECT_EQ(reports, 8); // Every frame, and the end.
    ASSERT_EQ(first.value().takes.size(), 2U);
    const session::DemoFile& file = first.value().takes[1];
    EXPECT_EQ(file.generator, "Generator B");
    EXPECT_EQ(file.shot, "room");
    EXPECT_EQ(file.path, folder_ / "room_B.mp4");
    EXPECT_EQ(files(), 2);

    const auto source = decode::VideoSource::open(file.path, {});
    ASSERT_TRUE(source) << source.error().message;
    const auto& video = source.value().description().video;
    ASSERT_TRUE(video.has_value());
    EXPECT_EQ(video->frame_count, 3);
    EXPECT_EQ(video->frame_rate, Rational(16));

    const auto again = session::ensure_demo_takes(device(), takes_, folder_, progress);
    ASSERT_TRUE(again);
    EXPECT_EQ(again.value().rendered, 0);
    EXPECT_EQ(reports, 8);
}

TEST_F(DemoFootage, TheSoundOfATakeIsTheOneItsNumbersDescribeFromTheFirstFrameOn) {
    takes_.resize(1);
    takes_[0].frame_count = 24;
    takes_[0].sound.beep_s = 0.5F;
    const auto made = session::ensure_demo_takes(device(), takes_, folder_, {});
    ASSERT_TRUE(made) << made.error().message;
    auto source = decode::AudioSource::open(made.value().takes[0].path);
    ASSERT_TRUE(source) << source.error().message;
    constexpr std::int64_t kSamples = 48000;
    const std::vector<float> expected = session::demo_sound(takes_[0].sound, kSamples);
    std::vector<float> sound(expected.size());
    ASSERT_EQ(source.value().read(sound).value(), kSamples);
    // AAC changes samples, not their place: no shift fits better than none.
    const std::int64_t beep = session::beep_sample(takes_[0].sound);
    const auto error_at = [&](std::int64_t shift) {
        double sum = 0;
        for (std::int64_t i = beep - 2000; i < beep + 4000; ++i) {
            const double d = static_cast<double>(sound[static_cast<std::size_t>(2 * (i + shift))]) -
                             static_cast<double>(expected[static_cast<std::size_t>(2 * i)]);
            sum += d * d;
        }
        return sum;
    };
    double peak = 0;
    for (const float sample : expected)
        peak = std::max(peak, std::abs(static_cast<double>(sample)));
    EXPECT_LT(std::sqrt(error_at(0) / 6000), peak / 20);
    for (std::int64_t shift = -24; shift <= 24; ++shift)
        EXPECT_GE(error_at(shift), error_at(0)) << shift;
}

TEST_F(DemoFootage, CancellingKeepsFinishedTakesAndNoPartOfAnother) {
    const auto cancelled = session::ensure_demo_takes(
        device(), takes_, folder_, [](int done, int, const std::string&) { return done < 5; });
    ASSERT_FALSE(cancelled);
    EXPECT_EQ(cancelled.error().code, ErrorCode::Cancelled);
    EXPECT_EQ(files(), 1);
    const auto resumed = session::ensure_demo_takes(device(), takes_, folder_, {});
    ASSERT_TRUE(resumed);
    EXPECT_EQ(resumed.value().rendered, 1);
    EXPECT_EQ(files(), 2);
}

TEST_F(DemoFootage, AFolderThatCannotBeMadeIsOneLine) {
    const auto refused = session::ensure_demo_takes(device(), takes_, "/dev/null/demo", {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::Io);
    EXPECT_NE(refused.error().message.find("/dev/null/demo"), std::string::npos);
    EXPECT_EQ(refused.error().message.find('\n'), std::string::npos);
}

} // namespace
} // namespace seamline
