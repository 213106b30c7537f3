// tests/unit/playback/audio_file_test.cpp: tracks of real files.
#include "app/playback/audio_file.h"
#include "tests/support/clip_maker.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <future>
#include <utility>

namespace seamline::playback {
namespace {

/// 3 s of a 1 kHz sine of -23 dBFS at 44.1 kHz stereo, beside a small picture.
std::filesystem::path sine_clip() {
    return test::make_clip(
        "audio_file_sine_stereo.mov",
        "-f lavfi -i color=gray:s=64x36:r=24:d=3 -f lavfi "
        "-i aevalsrc='0.0707946*sin(2*PI*1000*t)|0.0707946*sin(2*PI*1000*t)':s=44100:d=3 "
        "-c:v mjpeg -c:a pcm_f32le");
}

TEST(AudioFile, IsLoadedAndMeasured) {
    const std::shared_ptr<AudioTrack> track = open_audio_file(sine_clip());
    track->wait();
    ASSERT_FALSE(track->progress().error) << track->progress().error->message;
    EXPECT_NEAR(static_cast<double>(track->progress().length.value()), 3 * 48000, 64);
    EXPECT_NEAR(track->loudness().integrated_lufs.value(), -23.0, 0.15);
    std::vector<float> sound(4800 * 2);
    ASSERT_TRUE(track->read(48'000, sound));
    for (std::int64_t i = 0; i < 4800; ++i) {
        const double expected = 0.0707946 * std::sin(2 * M_PI * static_cast<double>(i) / 48);
        ASSERT_NEAR(static_cast<double>(sound[static_cast<std::size_t>(i) * 2]), expected, 0.002)
            << i;
    }
}

TEST(AudioFile, SeeksWithinAWindowSmallerThanTheFile) {
    const std::filesystem::path clip = sine_clip();
    const std::shared_ptr<AudioTrack> whole = open_audio_file(clip);
    whole->wait();
    // The minimum window holds the whole clip, so start it with the playhead elsewhere.
    const std::shared_ptr<AudioTrack> late =
        open_audio_file(clip, 0, {.resident_samples = 1, .measure = false});
    late->set_playhead(3 * AudioTrack::kChunk);
    late->wait();
    std::vector<float> a(AudioTrack::kChunk), b(AudioTrack::kChunk);
    const std::int64_t first = 3 * AudioTrack::kChunk - 7000;
    ASSERT_TRUE(whole->read(first, a));
    ASSERT_TRUE(late->read(first, b));
    for (std::size_t i = 0; i < a.size(); ++i) ASSERT_NEAR(a[i], b[i], 1e-4) << i;
}

TEST(AudioFile, AMissingFileIsASilentTrackThatSaysWhy) {
    const std::shared_ptr<AudioTrack> track = open_audio_file("/nowhere/take.mov");
    track->wait();
    ASSERT_TRUE(track->progress().error);
    EXPECT_EQ(track->progress().error->code, ErrorCode::NotFound);
    EXPECT_EQ(track->progress().error->message.find('\n'), std::string::npos);
}

TEST(AudioFile, IsLetGoOfWithoutWaitingForADiskThatDoesNotAnswer) {
    // `before` stands for the disk: it answers only when it is told to.
    struct Disk {
        std::promise<void> is_asked;
        std::promise<void> is_done_with;
        ~Disk() { is_done_with.set_value(); }
    };
    auto disk = std::make_shared<Disk>();
    std::future<void> is_asked = disk->is_asked.get_future();
    std::future<void> is_done_with = disk->is_done_with.get_future();
    std::promise<void> answer;
    const std::shared_future<void> answered = answer.get_future().share();
    std::shared_ptr<AudioTrack> track =
        closed_elsewhere(open_audio_file("/nowhere/take.mov", 0, {}, [disk, answered] {
            disk->is_asked.set_value();
            answered.wait();
        }));
    disk.reset();
    is_asked.wait();
    track.reset(); // Would never return if it waited.
    EXPECT_EQ(is_done_with.wait_for(std::chrono::seconds(0)), std::future_status::timeout);
    answer.set_value();
    is_done_with.wait(); // The worker has ended and let go of what it was given.
}

} // namespace
} // namespace seamline::playback
