// tests/unit/playback/audio_track_test.cpp: tracks over synthetic sound.
#include "app/playback/audio_track.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <thread>

namespace seamline::playback {
namespace {

float value_at(std::int64_t sample, std::int64_t channel) {
    const std::int64_t mixed = (sample * 2 + channel) * 2654435761 % 65521;
    return static_cast<float>(mixed) / 65521 - 0.5F;
}

/// A source of `length` samples that counts its calls.
struct Source {
    std::int64_t length = 0;
    std::int64_t broken_from = INT64_MAX; ///< Reading from here on fails.
    std::atomic<int> reads{0};

    Result<std::int64_t> read(std::int64_t first, std::span<float> interleaved) {
        ++reads;
        const auto asked = static_cast<std::int64_t>(interleaved.size()) / 2;
        if (first + asked > broken_from) {
            return Error{ErrorCode::Corrupt, "broken.mov: sound is damaged."};
        }
        const std::int64_t samples = std::clamp<std::int64_t>(length - first, 0, asked);
        for (std::int64_t i = 0; i < samples * 2; ++i) {
            interleaved[static_cast<std::size_t>(i)] = value_at(first + i / 2, i % 2);
        }
        return samples;
    }
    std::function<Result<PcmReader>()> opener() {
        return [this]() -> Result<PcmReader> {
            return PcmReader([this](std::int64_t first, std::span<float> interleaved) {
                return read(first, interleaved);
            });
        };
    }
};

void expect_sound(const AudioTrack& track, std::int64_t first, std::int64_t samples,
                  std::int64_t length) {
    std::vector<float> read(static_cast<std::size_t>(samples) * 2, 9.0F);
    ASSERT_TRUE(track.read(first, read)) << "from " << first;
    for (std::int64_t i = 0; i < samples; ++i) {
        const bool inside = first + i >= 0 && first + i < length;
        for (std::int64_t channel = 0; channel < 2; ++channel) {
            ASSERT_EQ(read[static_cast<std::size_t>(i * 2 + channel)],
                      inside ? value_at(first + i, channel) : 0.0F)
                << "sample " << first + i;
        }
    }
}

class AudioTrackOfLength : public ::testing::TestWithParam<std::int64_t> {};

TEST_P(AudioTrackOfLength, IsReadWholeAndSilentAroundIt) {
    Source source{.length = GetParam()};
    const AudioTrack track(source.opener());
    track.wait();
    EXPECT_EQ(track.progress().length, GetParam());
    EXPECT_EQ(track.progress().measured_samples, GetParam());
    EXPECT_TRUE(track.progress().measured);
    EXPECT_FALSE(track.progress().error);
    expect_sound(track, -700, GetParam() + 1500, GetParam());
    EXPECT_EQ(track.waveform(0, 1000, 1)[0].maximum == 0, GetParam() == 0);
}

INSTANTIATE_TEST_SUITE_P(Lengths, AudioTrackOfLength,
                         ::testing::Values(0, 1, 4801, AudioTrack::kChunk - 1, AudioTrack::kChunk,
                                           AudioTrack::kChunk + 1, 3 * AudioTrack::kChunk,
                                           400'001));

constexpr AudioTrackOptions kSmallWindow{.resident_samples = 8 * AudioTrack::kChunk};

TEST(AudioTrack, LongTrackKeepsABoundedWindowAroundThePlayhead) {
    constexpr std::int64_t kLength = 40 * AudioTrack::kChunk + 17;
    Source source{.length = kLength};
    AudioTrack track(source.opener(), kSmallWindow);
    track.wait();
    EXPECT_EQ(track.progress().length, kLength);
    EXPECT_TRUE(track.progress().measured);
    for (const std::int64_t chunk : {20, 3, 39, 0, 38}) {
        const std::int64_t playhead = chunk * AudioTrack::kChunk + 5;
        track.set_playhead(playhead);
        track.wait();
        expect_sound(track, playhead - AudioTrack::kChunk, 3 * AudioTrack::kChunk, kLength);
    }
    std::vector<float> far(2000);
    EXPECT_FALSE(track.read(0, far)) << "the window left the start";
    EXPECT_EQ(far, std::vector<float>(2000));
    EXPECT_LE(track.resident_bytes(), std::size_t{11} * AudioTrack::kChunk * 8);
}

TEST(AudioTrack, PlayheadPastTheEndKeepsTheEnd) {
    constexpr std::int64_t kLength = 20 * AudioTrack::kChunk;
    Source source{.length = kLength};
    AudioTrack track(source.opener(), kSmallWindow);
    track.set_playhead(1000 * AudioTrack::kChunk);
    track.wait();
    EXPECT_EQ(track.progress().length, kLength);
    expect_sound(track, kLength - AudioTrack::kChunk, 2 * AudioTrack::kChunk, kLength);
}

TEST(AudioTrack, ShortTrackIsReadOnce) {
    Source source{.length = 10 * AudioTrack::kChunk + 1};
    AudioTrack track(source.opener());
    track.wait();
    EXPECT_LE(source.reads, 11 + 1);
    track.set_playhead(9 * AudioTrack::kChunk);
    track.wait();
    EXPECT_LE(source.reads, 11 + 1);
}

TEST(AudioTrack, SaysWhyItCannotBeOpened) {
    const AudioTrack track([]() -> Result<PcmReader> {
        return Error{ErrorCode::Unsupported, "silent.mov: no audio stream."};
    });
    track.wait();
    EXPECT_EQ(track.progress().error.value().message, "silent.mov: no audio stream.");
    std::vector<float> sound(200, 1.0F);
    EXPECT_TRUE(track.read(0, sound)); // known to be silent
    EXPECT_EQ(sound, std::vector<float>(200));
}

TEST(AudioTrack, PlaysUpToDamage) {
    Source source{.length = 400'000, .broken_from = 3 * AudioTrack::kChunk};
    const AudioTrack track(source.opener());
    track.wait();
    EXPECT_EQ(track.progress().error.value().code, ErrorCode::Corrupt);
    EXPECT_EQ(track.progress().length, 3 * AudioTrack::kChunk);
    expect_sound(track, 0, 4 * AudioTrack::kChunk, 3 * AudioTrack::kChunk);
}

TEST(AudioTrack, MeasuresLoudnessAtEveryPoint) {
    // EBU Tech 3341 case 1, then silence.
    const AudioTrack track([]() -> Result<PcmReader> {
        return PcmReader([](std::int64_t first, std::span<float> out) -> Result<std::int64_t> {
            const std::int64_t length = std::int64_t{48000} * 8;
            const auto asked = static_cast<std::int64_t>(out.size()) / 2;
            const std::int64_t samples = std::clamp<std::int64_t>(length - first, 0, asked);
            for (std::int64_t i = 0; i < samples * 2; ++i) {
                const double s = static_cast<double>(first + i / 2) / 48000;
                const double peak = s < 5 ? std::pow(10.0, -23.0 / 20) : 0;
                out[static_cast<std::size_t>(i)] =
                    static_cast<float>(peak * std::sin(6283.185307179586 * s));
            }
            return samples;
        });
    });
    track.wait();
    // 47 blocks of 400 ms lie in the sine; three more hold 3/4, 1/2 and 1/4 of it.
    EXPECT_NEAR(track.loudness().integrated_lufs.value(), -23.0 + 10 * std::log10(48.5 / 50), 0.1);
    EXPECT_NEAR(track.loudness_at(48000 * 4).value().momentary_lufs, -23.0, 0.1);
    EXPECT_NEAR(track.loudness_at(48000 * 4).value().short_term_lufs, -23.0, 0.1);
    EXPECT_EQ(track.loudness_at(48000 * 7).value().momentary_lufs, -INFINITY);
    EXPECT_FALSE(track.loudness_at(4799));
    EXPECT_FALSE(track.loudness_at(48000 * 9));
    EXPECT_NEAR(track.waveform(0, 48000, 8)[1].rms, std::pow(10.0, -23.0 / 20) / std::sqrt(2.0),
                1e-4);
    EXPECT_EQ(track.waveform(48000.0 * 6, 48000, 1)[0], WaveformColumn{});
}

TEST(AudioTrack, FineWaveformShowsTheSamplesThemselves) {
    Source source{.length = 50'000};
    const AudioTrack track(source.opener());
    track.wait();
    const std::vector<WaveformColumn> columns = track.waveform(1000, 1, 3);
    EXPECT_EQ(columns[2].minimum, std::min(value_at(1002, 0), value_at(1002, 1)));
    EXPECT_EQ(columns[2].maximum, std::max(value_at(1002, 0), value_at(1002, 1)));
}

// Readers must never see a chunk while it is rewritten for another place.
TEST(AudioTrack, ReadersSeeTrueSoundOrSilenceWhileTheWindowMoves) {
    constexpr std::int64_t kLength = 60 * AudioTrack::kChunk;
    Source source{.length = kLength};
    AudioTrack track(source.opener(),
                     {.resident_samples = 8 * AudioTrack::kChunk, .measure = false});
    std::atomic<std::int64_t> wrong{0};
    std::jthread reader([&](const std::stop_token& stop) {
        std::vector<float> block(480 * 2);
        for (std::int64_t n = 0; !stop.stop_requested(); ++n) {
            const std::int64_t first = n * 7919 % kLength;
            const bool complete = track.read(first, block);
            for (std::int64_t i = 0; i < 480; ++i) {
                const float seen = block[static_cast<std::size_t>(i) * 2];
                const float truth = first + i < kLength ? value_at(first + i, 0) : 0.0F;
                if (seen != truth && (complete || seen != 0)) ++wrong;
            }
        }
    });
    for (int i = 0; i < 60; ++i) {
        track.set_playhead(i * 17 % 60 * AudioTrack::kChunk);
        track.wait();
    }
    reader.request_stop();
    reader.join();
    EXPECT_EQ(wrong, 0);
}

TEST(AudioTrack, ClosingDoesNotWaitForTheWholeTrack) {
    Source source{.length = INT64_MAX / 4};
    { const AudioTrack track(source.opener(), kSmallWindow); }
    EXPECT_LT(source.reads, 10'000);
}

} // namespace
} // namespace seamline::playback
