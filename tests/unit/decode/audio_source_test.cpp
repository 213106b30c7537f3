// Sound is delivered sample by sample on the picture's time axis, whatever the seek before.
#include "decode/audio_source.h"
#include "tests/support/clip_maker.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>
#include <string>
#include <vector>

namespace seamline::decode {
namespace {

// Left rises with time, so that a sample's value tells its place; right is another function of it.
constexpr const char* kSweep = "aevalsrc=exprs='0.9*(2*mod(t*3\\,1)-1)|0.5*sin(2*PI*440*t)':d=4:s=";

std::filesystem::path make_sound(const std::string& name, int rate, const std::string& encoder) {
    return test::make_clip("sound_" + name,
                           "-f lavfi -i \"testsrc2=s=64x48:r=24:d=4\" -f lavfi -i \"" +
                               (kSweep + std::to_string(rate)) + "\" " + encoder);
}

AudioSource open(const std::filesystem::path& path) {
    Result<AudioSource> source = AudioSource::open(path);
    if (!source) throw std::runtime_error(source.error().message);
    return std::move(source).value();
}

std::vector<float> read_all(AudioSource& source) {
    std::vector<float> all;
    std::vector<float> part(2 * 1000);
    for (;;) {
        const Result<std::int64_t> count = source.read(part);
        EXPECT_TRUE(count);
        all.insert(all.end(), part.begin(), part.begin() + count.value() * 2);
        if (count.value() < 1000) return all;
    }
}

struct Sound {
    const char* name;
    int rate;
    const char* encoder;
    double tolerance; ///< Of a sample after a seek against the same sample in one go.
};

void PrintTo(const Sound& sound, std::ostream* out) { *out << sound.name; }

const Sound kSounds[] = {
    {"pcm.mov", 48000, "-c:v mpeg4 -c:a pcm_s16le", 0},
    {"pcm441.mov", 44100, "-c:v mpeg4 -c:a pcm_s16le", 1e-6},
    {"pcm32.mkv", 32000, "-c:v mpeg4 -c:a pcm_f32le", 1e-6},
    {"flac96.mkv", 96000, "-c:v mpeg4 -c:a flac", 1e-6},
    {"aac.mp4", 48000, "-c:v mpeg4 -c:a aac -b:a 192k", 1e-3},
    {"aac441.mkv", 44100, "-c:v mpeg4 -c:a aac -b:a 192k", 1e-3},
    {"aac.ts", 48000, "-c:v mpeg2video -c:a aac -b:a 192k", 1e-3},
    {"mp3.mp4", 48000, "-c:v mpeg4 -c:a libmp3lame -b:a 192k", 1e-4},
    {"opus.webm", 48000, "-c:v libvpx -cpu-used 8 -c:a libopus -b:a 160k", 1e-2},
};

class SoundSeeks : public testing::TestWithParam<Sound> {};

TEST_P(SoundSeeks, DeliverTheSamplesOfAnUninterruptedRead) {
    const Sound& sound = GetParam();
    AudioSource source = open(make_sound(sound.name, sound.rate, sound.encoder));
    const std::vector<float> all = read_all(source);
    ASSERT_NEAR(static_cast<double>(all.size()) / 2 / kSampleRate, 4.0, 0.07);
    std::mt19937 random(5);
    std::vector<float> part(2 * 512);
    for (int round = 0; round < 60; ++round) {
        // Not the very ends: there encoders pad, and the filter has nothing beyond to look at.
        const auto at = static_cast<std::int64_t>(random() % (kSampleRate * 3)) + kSampleRate / 4;
        ASSERT_TRUE(source.seek(at));
        const Result<std::int64_t> count = source.read(part);
        ASSERT_TRUE(count);
        ASSERT_EQ(count.value(), 512);
        for (std::size_t i = 0; i < part.size(); ++i)
            ASSERT_NEAR(part[i], all[static_cast<std::size_t>(at) * 2 + i], sound.tolerance)
                << "seek to " << at << ", sample " << i / 2;
    }
}

INSTANTIATE_TEST_SUITE_P(Formats, SoundSeeks, testing::ValuesIn(kSounds), [](const auto& sound) {
    std::string name = sound.param.name;
    for (char& c : name)
        if (c == '.') c = '_';
    return name;
});

TEST(Sound, SamplesAreThoseOfTheFile) {
    AudioSource source = open(make_sound("pcm.mov", 48000, "-c:v mpeg4 -c:a pcm_s16le"));
    const std::vector<float> all = read_all(source);
    ASSERT_EQ(all.size(), std::size_t{2 * 4 * kSampleRate});
    for (std::size_t i = 0; i < all.size() / 2; i += 331) {
        const double t = static_cast<double>(i) / kSampleRate;
        ASSERT_NEAR(all[2 * i + 1], 0.5 * std::sin(2 * std::numbers::pi * 440 * t), 1e-4) << i;
    }
}

TEST(Sound, ResamplingKeepsTimeToAFractionOfASample) {
    AudioSource source = open(make_sound("pcm441.mov", 44100, "-c:v mpeg4 -c:a pcm_s16le"));
    const std::vector<float> all = read_all(source);
    for (std::size_t i = 4800; i + 4800 < all.size() / 2; i += 331) {
        const double t = static_cast<double>(i) / kSampleRate;
        ASSERT_NEAR(all[2 * i + 1], 0.5 * std::sin(2 * std::numbers::pi * 440 * t), 1e-3) << i;
    }
}

TEST(Sound, OneChannelIsHeardAtFullLevelOnBothSides) {
    const auto path = test::make_clip("sound_mono.wav", "-f lavfi -i \"aevalsrc=0.5:d=1:s=48000\"");
    AudioSource source = open(path);
    std::vector<float> part(200);
    ASSERT_TRUE(source.seek(24000));
    ASSERT_EQ(source.read(part).value(), 100);
    for (const float sample : part) EXPECT_NEAR(sample, 0.5, 1e-4);
}

TEST(Sound, LaterThanThePictureIsPrecededBySilence) {
    const auto path = test::make_clip(
        "sound_late.mov", "-f lavfi -i \"testsrc2=s=64x48:r=24:d=2\" -itsoffset 0.5 -f lavfi -i "
                          "\"aevalsrc=0.25|0.25:d=1:s=48000\" -c:v mpeg4 -c:a pcm_s16le");
    AudioSource source = open(path);
    const std::vector<float> all = read_all(source);
    ASSERT_GT(all.size(), std::size_t{2 * 72000 - 200});
    EXPECT_EQ(all[2 * 23990], 0.0F);
    EXPECT_NEAR(all[2 * 24010], 0.25, 1e-3);
    ASSERT_TRUE(source.seek(23990));
    std::vector<float> part(2 * 20);
    ASSERT_EQ(source.read(part).value(), 20);
    EXPECT_EQ(part[0], 0.0F);
    EXPECT_NEAR(part[2 * 19], 0.25, 1e-3);
}

TEST(Sound, EarlierThanThePictureIsDropped) {
    const auto path = test::make_clip(
        "sound_early.mkv", "-itsoffset 0.5 -f lavfi -i \"testsrc2=s=64x48:r=24:d=2\" -f lavfi -i "
                           "\"aevalsrc='if(lt(t\\,0.5)\\,-0.5\\,0.5)':d=2:s=48000\" -c:v ffv1 "
                           "-c:a pcm_s16le");
    AudioSource source = open(path);
    std::vector<float> part(2 * 100);
    ASSERT_EQ(source.read(part).value(), 100);
    for (std::size_t i = 0; i < 100; ++i) ASSERT_NEAR(part[2 * i], 0.5, 1e-3) << i;
}

TEST(Sound, PastTheEndThereIsNothing) {
    AudioSource source = open(make_sound("pcm.mov", 48000, "-c:v mpeg4 -c:a pcm_s16le"));
    std::vector<float> part(2 * 100);
    ASSERT_TRUE(source.seek(4 * kSampleRate - 40));
    EXPECT_EQ(source.read(part).value(), 40);
    EXPECT_EQ(source.read(part).value(), 0);
    ASSERT_TRUE(source.seek(1000 * std::int64_t{kSampleRate}));
    EXPECT_EQ(source.read(part).value(), 0);
    ASSERT_TRUE(source.seek(100));
    EXPECT_EQ(source.read(part).value(), 100);
}

TEST(Sound, AFileWithoutSoundIsRefusedInWords) {
    const auto path =
        test::make_clip("silent.mp4", "-f lavfi -i \"testsrc2=s=64x48:r=24:d=1\" -an");
    const Result<AudioSource> source = AudioSource::open(path);
    ASSERT_FALSE(source);
    EXPECT_EQ(source.error().code, ErrorCode::Unsupported);
    EXPECT_NE(source.error().message.find("no sound"), std::string::npos);
}

} // namespace
} // namespace seamline::decode
