// The sound of a written movie is read back: sample for sample where nothing is lost, in place and
// close where something is.
#include "decode/audio_source.h"
#include "decode/picture_writer.h"
#include "decode/video_source.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <numbers>
#include <string>
#include <vector>

namespace seamline::decode {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kFrames = 37; // Not a multiple of anything.
constexpr Extent kSize{64, 36};

class SoundWriter : public testing::Test {
protected:
    void SetUp() override {
        folder_ = fs::temp_directory_path() / ("seamline-sound-writer-" + std::to_string(getpid()));
        fs::create_directories(folder_);
    }
    void TearDown() override { fs::remove_all(folder_); }
    fs::path folder_;
};

/// A chirp on the left, a lower one on the right, so that no shift looks like another.
std::vector<float> chirps(std::int64_t samples) {
    std::vector<float> sound;
    for (std::int64_t i = 0; i < samples; ++i) {
        const double t = static_cast<double>(i) / kSampleRate;
        const double phase = 2 * std::numbers::pi * (200 * t + 1500 * t * t);
        sound.push_back(static_cast<float>(0.6 * std::sin(phase)));
        sound.push_back(static_cast<float>(0.4 * std::sin(phase / 2)));
    }
    return sound;
}

std::int64_t samples_of(std::int64_t frames, const Rational& rate) {
    return (Rational(frames * kSampleRate) / rate).round();
}

void write(const fs::path& path, const std::string& codec, const Rational& rate,
           const std::vector<float>& sound) {
    MovieOptions options;
    options.size = kSize;
    options.frame_rate = rate;
    options.codec = codec;
    options.sound = true;
    Result<MovieWriter> writer = MovieWriter::open(path, options);
    ASSERT_TRUE(writer) << writer.error().message;
    std::vector<std::byte> pixels(std::size_t{4} * kSize.width * kSize.height, std::byte{90});
    for (std::int64_t i = 0; i < kFrames; ++i) {
        pixels[0] = static_cast<std::byte>(i * 5);
        ASSERT_TRUE(writer.value().add({kSize, 1, pixels}));
        const auto from = static_cast<std::size_t>(samples_of(i, rate) * kChannels);
        const auto to = static_cast<std::size_t>(samples_of(i + 1, rate) * kChannels);
        const Result<Done> added =
            writer.value().add_sound(std::span(sound).subspan(from, to - from));
        ASSERT_TRUE(added) << added.error().message;
    }
    const Result<Done> finished = writer.value().finish();
    ASSERT_TRUE(finished) << finished.error().message;
}

std::vector<float> read_all(const fs::path& path) {
    Result<AudioSource> source = AudioSource::open(path);
    if (!source) throw std::runtime_error(source.error().message);
    std::vector<float> all, part(2 * 1000);
    for (;;) {
        const Result<std::int64_t> count = source.value().read(part);
        if (!count) throw std::runtime_error(count.error().message);
        all.insert(all.end(), part.begin(), part.begin() + count.value() * kChannels);
        if (count.value() < 1000) return all;
    }
}

double rms_error(const std::vector<float>& a, const std::vector<float>& b, std::int64_t shift) {
    double sum = 0;
    const std::int64_t from = 2000, to = std::ssize(b) - 2000;
    for (std::int64_t i = from; i < to; ++i) {
        const auto other = static_cast<std::size_t>(i + shift * kChannels);
        const double d = static_cast<double>(a[other]) - b[static_cast<std::size_t>(i)];
        sum += d * d;
    }
    return std::sqrt(sum / static_cast<double>(to - from));
}

TEST_F(SoundWriter, PcmInMatroskaIsExactFromTheFirstSampleToTheLast) {
    struct Case {
        Rational rate;
        const char* codec;
    };
    for (const auto& [rate, codec] : {Case{24, "ffv1"}, Case{{24000, 1001}, "ffv1"},
                                      Case{{30000, 1001}, "ffv1"}, Case{{30000, 1001}, ""}}) {
        const std::vector<float> sound = chirps(samples_of(kFrames, rate));
        const fs::path path = folder_ / "out.mkv";
        write(path, codec, rate, sound);
        const std::vector<float> read = read_all(path);
        ASSERT_EQ(read.size(), sound.size());
        constexpr double kHalfStep = 0.5 / (1 << 23);
        for (std::size_t i = 0; i < sound.size(); ++i)
            ASSERT_NEAR(read[i], sound[i], kHalfStep + 1e-9) << i;
        const Result<VideoSource> video = VideoSource::open(path, {});
        ASSERT_TRUE(video);
        EXPECT_EQ(video.value().description().video->frame_count, kFrames);
    }
}

TEST_F(SoundWriter, SixteenBitSoundComesThroughUnchangedAndLoudSoundIsHeld) {
    std::vector<float> sound;
    for (int i = 0; i < samples_of(kFrames, 24); ++i) {
        sound.push_back(static_cast<float>(i % 65536 - 32768) / 32768);
        sound.push_back(i % 2 == 0 ? 1.5F : -1.5F);
    }
    const fs::path path = folder_ / "out.mkv";
    write(path, "ffv1", 24, sound);
    const std::vector<float> read = read_all(path);
    ASSERT_EQ(read.size(), sound.size());
    for (std::size_t i = 0; i < sound.size(); i += 2) {
        ASSERT_EQ(read[i], sound[i]) << i;
        ASSERT_NEAR(read[i + 1], sound[i + 1] > 0 ? 1 : -1, 1.0 / (1 << 22)) << i;
    }
}

TEST_F(SoundWriter, AacStartsWithThePicture) {
    const Rational rate(24000, 1001);
    const std::vector<float> sound = chirps(samples_of(kFrames, rate));
    for (const char* name : {"out.mp4", "out.mov"}) {
        const fs::path path = folder_ / name;
        write(path, "", rate, sound);
        const std::vector<float> read = read_all(path);
        // A block of AAC is 1024 samples; what pads the last one may be decoded.
        ASSERT_GE(read.size(), sound.size()) << name;
        EXPECT_LT(read.size(), sound.size() + std::size_t{2} * 1024) << name;
        std::int64_t best = -99;
        double least = 1e9;
        for (std::int64_t shift = -32; shift <= 32; ++shift) {
            const double error = rms_error(read, sound, shift);
            if (error < least) {
                least = error;
                best = shift;
            }
        }
        EXPECT_EQ(best, 0) << name;
        EXPECT_LT(least, 0.01) << name; // 35 dB below the sound.
        const auto audio = AudioSource::open(path);
        ASSERT_TRUE(audio);
        const double seconds = static_cast<double>(samples_of(kFrames, rate)) / kSampleRate;
        EXPECT_NEAR(audio.value().description().duration_s.value(), seconds, 0.0225) << name;
    }
}

TEST_F(SoundWriter, SoundForASilentMovieIsRefused) {
    MovieOptions options;
    options.size = kSize;
    Result<MovieWriter> writer = MovieWriter::open(folder_ / "out.mp4", options);
    ASSERT_TRUE(writer);
    const std::vector<float> sound(200);
    const Result<Done> added = writer.value().add_sound(sound);
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().code, ErrorCode::InvalidArgument);
}

TEST_F(SoundWriter, WhatIsNoNumberIsSilent) {
    std::vector<float> sound = chirps(samples_of(kFrames, Rational(24)));
    sound[1000] = std::numeric_limits<float>::quiet_NaN();
    sound[1003] = std::numeric_limits<float>::infinity();
    write(folder_ / "nan.mkv", "ffv1", Rational(24), sound);
    const std::vector<float> read = read_all(folder_ / "nan.mkv");
    ASSERT_EQ(read.size(), sound.size());
    EXPECT_EQ(read[1000], 0.0F);
    EXPECT_EQ(read[1003], 0.0F);
    EXPECT_NEAR(read[1001], sound[1001], 1e-6);
}

} // namespace
} // namespace seamline::decode
