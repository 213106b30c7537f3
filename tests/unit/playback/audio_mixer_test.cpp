// tests/unit/playback/audio_mixer_test.cpp: the mixer, sample by sample.
#include "app/playback/audio_mixer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <thread>

namespace seamline::playback {
namespace {

constexpr std::int64_t kFade = AudioMixer::kFadeFrames;

/// A source that is a function of the sample's number; silent before 0.
class Formula final : public AudioSamples {
public:
    explicit Formula(std::function<float(std::int64_t)> left) : left_(std::move(left)) {}
    bool read(std::int64_t first, std::span<float> interleaved) const noexcept override {
        for (std::size_t i = 0; i < interleaved.size(); i += 2) {
            const std::int64_t sample = first + static_cast<std::int64_t>(i / 2);
            interleaved[i] = sample < 0 ? 0 : left_(sample);
            interleaved[i + 1] = -interleaved[i];
        }
        return true;
    }

private:
    std::function<float(std::int64_t)> left_;
};

/// Sample n is n / 65536: every sample tells where it comes from, exactly.
std::shared_ptr<const AudioSamples> ramp() {
    return std::make_shared<Formula>(
        [](std::int64_t sample) { return static_cast<float>(sample) / 65536; });
}

std::shared_ptr<const AudioSamples> constant(float value) {
    return std::make_shared<Formula>([value](std::int64_t) { return value; });
}

AudioMix mix_of(std::vector<std::shared_ptr<const AudioSamples>> sources) {
    AudioMix mix;
    for (auto& source : sources) mix.voices.push_back({.samples = std::move(source)});
    return mix;
}

AudioTransport playing(double position, double speed = 1) {
    return {.playing = true, .at_frame = 0, .position = position, .speed = speed};
}

/// Renders `frames` from `first` on, in calls of odd lengths, and returns the left channel.
std::vector<float> left_of(AudioMixer& mixer, std::int64_t first, std::int64_t frames) {
    std::vector<float> left;
    std::vector<float> block;
    for (std::int64_t done = 0; done < frames;) {
        const std::int64_t count = std::min<std::int64_t>(frames - done, 333 + done % 100);
        block.assign(static_cast<std::size_t>(count) * 2, 9.0F);
        mixer.render(block, first + done);
        for (std::size_t i = 0; i < block.size(); i += 2) left.push_back(block[i]);
        done += count;
    }
    return left;
}

/// The left channel after the fade-in that starts everything.
std::vector<float> settled_left(AudioMixer& mixer, std::int64_t frames) {
    std::vector<float> left = left_of(mixer, 0, kFade + frames);
    left.erase(left.begin(), left.begin() + kFade);
    return left;
}

TEST(AudioMixer, PlaysTheSamplesThemselvesAtNormalSpeed) {
    AudioMixer mixer;
    mixer.set(mix_of({ramp()}), playing(1000));
    const std::vector<float> left = settled_left(mixer, 2000);
    for (std::size_t i = 0; i < left.size(); ++i) {
        ASSERT_EQ(left[i] * 65536, 1000 + kFade + static_cast<float>(i)) << i;
    }
}

TEST(AudioMixer, FadesInAndOutLinearlyOver5Ms) {
    AudioMixer mixer;
    mixer.set(mix_of({constant(0.5F)}), playing(0));
    std::vector<float> left = left_of(mixer, 0, 1000);
    for (std::int64_t i = 0; i < kFade; ++i) {
        ASSERT_NEAR(left[static_cast<std::size_t>(i)], 0.5 * static_cast<double>(i) / kFade, 1e-6);
    }
    EXPECT_EQ(left[kFade], 0.5F);
    AudioTransport stopped = playing(1000);
    stopped.playing = false;
    mixer.set(stopped);
    left = left_of(mixer, 1000, 500);
    for (std::int64_t i = 0; i < kFade; ++i) {
        ASSERT_NEAR(left[static_cast<std::size_t>(i)], 0.5 - 0.5 * static_cast<double>(i) / kFade,
                    1e-6);
    }
    EXPECT_EQ(left[kFade], 0.0F);
}

TEST(AudioMixer, ReversePlaysTheSamplesReversed) {
    AudioMixer mixer;
    mixer.set(mix_of({ramp()}), playing(30000, -1));
    const std::vector<float> left = settled_left(mixer, 2000);
    for (std::size_t i = 0; i < left.size(); ++i) {
        ASSERT_EQ(left[i] * 65536, 30000 - kFade - static_cast<float>(i)) << i;
    }
}

TEST(AudioMixer, OffsetOriginAndRatePlaceEachSource) {
    AudioMixer mixer;
    AudioMix mix = mix_of({ramp()});
    mix.voices[0].offset_samples = offset_of_ms(10); // later: an earlier sample is heard
    mix.voices[0].origin = 5000;
    mixer.set(mix, playing(1000));
    EXPECT_EQ(settled_left(mixer, 1)[0] * 65536, 5000 + 1000 + kFade - 480);
    EXPECT_EQ(offset_of_ms(-2.5), -120);
    AudioMixer conformed;
    mix.voices[0].rate = 0.5;
    mix.voices[0].offset_samples = 0;
    conformed.set(mix, playing(1000));
    EXPECT_NEAR(settled_left(conformed, 1)[0] * 65536, 5000 + (1000 + kFade) / 2.0, 0.02);
}

TEST(AudioMixer, MixOfAllIsTheMeanAndChosenIsAlone) {
    AudioMix mix = mix_of({constant(0.75F), constant(0.25F), nullptr});
    AudioMixer mixer;
    mixer.set(mix, playing(0));
    EXPECT_EQ(settled_left(mixer, 1)[0], 0.5F);
    mix.chosen = 1;
    EXPECT_EQ(heard_gains(mix), (std::vector<float>{0, 1, 0}));
    mix.chosen = 2; // a source without sound
    EXPECT_EQ(heard_gains(mix), (std::vector<float>{0, 0, 0}));
}

TEST(AudioMixer, MuteWinsOverSoloAndSoloOverChosen) {
    AudioMix mix = mix_of({constant(1), constant(1), constant(1)});
    mix.chosen = 0;
    mix.gain = 0.5F;
    mix.voices[1].soloed = true;
    mix.voices[1].gain = 0.5F;
    EXPECT_EQ(heard_gains(mix), (std::vector<float>{0, 0.25F, 0}));
    mix.voices[1].muted = true;
    EXPECT_EQ(heard_gains(mix), (std::vector<float>{0, 0, 0}));
    mix.voices[1].muted = mix.voices[1].soloed = false;
    mix.muted = true;
    EXPECT_EQ(heard_gains(mix), (std::vector<float>{0, 0, 0}));
}

TEST(AudioMixer, HalfSpeedHalvesThePitch) {
    const auto sine = std::make_shared<Formula>([](std::int64_t sample) {
        return static_cast<float>(
            0.5 * std::sin(2 * std::numbers::pi * 1000 * static_cast<double>(sample) / 48000));
    });
    for (const double speed : {0.1, 0.5, 1.5, 2.0, -0.5, -1.7}) {
        AudioMixer mixer;
        mixer.set(mix_of({sine}), playing(100'000, speed));
        const std::vector<float> left = settled_left(mixer, 4000);
        double worst = 0;
        for (std::size_t i = 0; i < left.size(); ++i) {
            const double sample = 100'000 + speed * static_cast<double>(kFade + i);
            const double expected = 0.5 * std::sin(2 * std::numbers::pi * 1000 * sample / 48000);
            worst = std::max(worst, std::abs(static_cast<double>(left[i]) - expected));
        }
        EXPECT_LT(worst, 0.0005) << "speed " << speed; // -60 dB of the sine
    }
}

TEST(AudioMixer, TwofoldSpeedDoesNotAlias) {
    const auto high = std::make_shared<Formula>([](std::int64_t sample) {
        return static_cast<float>(
            0.5 * std::sin(2 * std::numbers::pi * 18'000 * static_cast<double>(sample) / 48000));
    });
    AudioMixer mixer;
    mixer.set(mix_of({high}), playing(0, 2)); // would be heard as 12 kHz
    for (const float sample : settled_left(mixer, 2000)) ASSERT_LT(std::abs(sample), 0.0005);
}

TEST(AudioMixer, IsSilentAboveTwofoldSpeed) {
    AudioMixer mixer;
    mixer.set(mix_of({constant(0.5F)}), playing(0, 2));
    EXPECT_NEAR(settled_left(mixer, 1)[0], 0.5F, 1e-6);
    mixer.set(playing(0, -2.5));
    const std::vector<float> left = left_of(mixer, kFade + 1, 500);
    EXPECT_NEAR(left[0], 0.5F, 1e-5); // fades, does not cut
    EXPECT_EQ(left[kFade], 0.0F);
}

TEST(AudioMixer, LoopsSampleExactlyWithAFadeAtTheJoin) {
    AudioTransport loop = playing(1000);
    loop.loop_begin = 1000;
    loop.loop_end = 3000;
    AudioMixer mixer;
    mixer.set(mix_of({ramp()}), loop);
    const std::vector<float> left = left_of(mixer, 0, 6000);
    EXPECT_EQ(left[1999] * 65536, 2999);
    EXPECT_NEAR(left[2000] * 65536, 3000, 0.01);               // goes on as if there were no loop,
    EXPECT_NEAR(left[2120] * 65536, (3120 + 1120) / 2.0, 0.1); // fading over
    EXPECT_EQ(left[2000 + kFade] * 65536, 1000 + kFade);       // to the loop's beginning
    EXPECT_EQ(left[3999] * 65536, 2999);
    EXPECT_EQ(left[4000 + kFade] * 65536, 1000 + kFade);
}

TEST(AudioMixer, NoJumpExceedsTheFadesSlope) {
    const auto square = std::make_shared<Formula>(
        [](std::int64_t sample) { return sample / 5000 % 2 == 0 ? 0.8F : -0.8F; });
    AudioMixer mixer;
    AudioMix mix = mix_of({square, constant(-0.4F)});
    mix.chosen = 0;
    std::vector<float> left;
    const auto render = [&](std::int64_t frames) {
        const std::vector<float> part =
            left_of(mixer, static_cast<std::int64_t>(left.size()), frames);
        left.insert(left.end(), part.begin(), part.end());
    };
    mixer.set(mix, playing(0));
    render(700);
    mixer.set(playing(5100)); // a seek
    render(100);              // and the next change in the midst of its fade
    mix.chosen = 1;
    mixer.set(mix);
    render(100);
    mix.muted = true;
    mixer.set(mix);
    render(700);
    for (std::size_t i = 1; i < left.size(); ++i) {
        ASSERT_LT(std::abs(left[i] - left[i - 1]), 2 * 1.7 / kFade) << i;
    }
}

TEST(AudioMixer, GoingBackRendersTheSameFramesAnew) {
    AudioMixer mixer;
    mixer.set(mix_of({ramp()}), playing(0));
    const std::vector<float> before = left_of(mixer, 0, 5000);
    const std::vector<float> again = left_of(mixer, 3000, 2000);
    for (std::size_t i = 0; i < again.size(); ++i) {
        ASSERT_NEAR(again[i], before[3000 + i], 1e-6) << i;
    }
}

TEST(AudioMixer, GoingBackAfterASeekFadesFromWhatWasQueued) {
    AudioMixer mixer;
    mixer.set(mix_of({ramp()}), playing(0));
    left_of(mixer, 0, 5000);
    AudioTransport seek = playing(20'000);
    seek.at_frame = 2500;
    mixer.set(seek);
    const std::vector<float> again = left_of(mixer, 3000, 2000);
    EXPECT_NEAR(again[0] * 65536, 3000, 0.01);
    EXPECT_EQ(again[kFade] * 65536, 20'000 + 500 + kFade);
}

TEST(AudioMixer, ScrubSoundPlaysOnceFromItsPicture) {
    AudioMixer mixer;
    mixer.set(mix_of({constant(0.5F)}), scrub_transport(8000, 2000, false));
    std::vector<float> left = left_of(mixer, 77'000, 4000);
    EXPECT_EQ(left[kFade], 0.5F);
    EXPECT_EQ(left[1999], 0.5F);
    EXPECT_EQ(left[2000 + kFade], 0.0F);
    AudioMix mix = mix_of({constant(0.5F)});
    mix.gain = 0.25F;
    mixer.set(mix); // another level is no reason to hear it again
    left = left_of(mixer, 81'000, 1000);
    EXPECT_EQ(*std::max_element(left.begin(), left.end()), 0.0F);
    mixer.set(mix_of({ramp()}), scrub_transport(8000, 1600, true));
    left = left_of(mixer, 82'000, 1000);
    EXPECT_EQ(left[kFade] * 65536, 9600 - kFade);
}

TEST(AudioMixer, LevelsTellPeaksAndClipping) {
    AudioMixer mixer;
    AudioMix mix = mix_of({constant(0.75F)});
    mixer.set(mix, playing(0));
    left_of(mixer, 0, 1000);
    AudioLevels levels = mixer.take_levels();
    EXPECT_EQ(levels.peak[0], 0.75F);
    EXPECT_EQ(levels.peak[1], 0.75F);
    EXPECT_EQ(levels.clipped_samples, 0);
    EXPECT_EQ(mixer.take_levels().peak[0], 0.0F);
    mix.gain = 2;
    mixer.set(mix);
    const std::vector<float> left = left_of(mixer, 1000, 1000);
    EXPECT_EQ(left.back(), 1.0F);
    levels = mixer.take_levels();
    EXPECT_EQ(levels.peak[0], 1.5F);
    EXPECT_GT(levels.clipped_samples, 1000);
}

TEST(AudioMixer, DropsASourceOnceItIsNoLongerHeard) {
    AudioMixer mixer;
    std::shared_ptr<const AudioSamples> source = constant(1);
    const std::weak_ptr<const AudioSamples> watched = source;
    mixer.set(mix_of({std::move(source)}), playing(0));
    left_of(mixer, 0, 500);
    mixer.set(mix_of({}));
    EXPECT_FALSE(watched.expired()); // it fades out yet
    left_of(mixer, 500, 500);
    mixer.take_levels();
    EXPECT_TRUE(watched.expired());
}

TEST(AudioMixer, ChangesWhileRenderingAreSafe) {
    AudioMixer mixer;
    std::jthread audio([&mixer](const std::stop_token& stop) {
        std::vector<float> block(480 * 2);
        for (std::int64_t frame = 0; !stop.stop_requested(); frame += 480) {
            mixer.render(block, frame);
            if (frame % 4800 == 0) mixer.render(block, frame);
        }
    });
    for (int i = 0; i < 2000; ++i) {
        mixer.set(mix_of({constant(0.5F), ramp()}), playing(i * 10.0, i % 2 == 0 ? 1 : -0.5));
        const AudioLevels levels = mixer.take_levels();
        ASSERT_GE(levels.peak[0], 0);
    }
}

} // namespace
} // namespace seamline::playback
