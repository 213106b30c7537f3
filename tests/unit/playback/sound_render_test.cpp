// What an export sounds like, against the samples of the files it is made of.
#include "app/playback/sound_render.h"

#include "app/playback/session_mix.h"
#include "decode/picture_writer.h"
#include "tests/unit/session/temporary_folder.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

namespace seamline::playback {
namespace {

constexpr Extent kSize{16, 16};
constexpr int kSeconds = 3;
constexpr int kRate = 48000;

/// Left counts in 16-bit steps, so that a sample tells its place; right is the same, negative.
float value_at(std::int64_t sample, int salt) {
    return static_cast<float>((sample * 7 + salt) % 16384) / 32768;
}

class SoundRenderTest : public testing::Test {
protected:
    /// A source with sound that `salt` tells from others', and its report.
    void add(int salt, bool with_sound = true) {
        const auto path = folder_ / ("take" + std::to_string(salt) + ".mkv");
        decode::MovieOptions options;
        options.size = kSize;
        options.codec = "ffv1";
        options.sound = with_sound;
        auto writer = decode::MovieWriter::open(path, options);
        ASSERT_TRUE(writer) << writer.error().message;
        const std::vector<std::byte> pixels(std::size_t{4} * kSize.width * kSize.height);
        std::vector<float> sound;
        for (std::int64_t i = 0; i < std::int64_t{kSeconds} * kRate; ++i) {
            sound.push_back(value_at(i, salt));
            sound.push_back(-value_at(i, salt));
        }
        for (int i = 0; i < kSeconds * 24; ++i) ASSERT_TRUE(writer.value().add({kSize, 1, pixels}));
        if (with_sound) {
            ASSERT_TRUE(writer.value().add_sound(sound));
        }
        ASSERT_TRUE(writer.value().finish());

        session::Source source;
        source.key = static_cast<session::SourceKey>(session_.sources.size() + 1);
        source.path = path;
        session_.sources.push_back(source);
        SourceReport report;
        report.key = source.key;
        if (with_sound) report.media.audio.emplace_back();
        reports_.push_back(report);
    }
    std::vector<float> rendered(Rational start_s, std::int64_t samples) {
        auto sound = SoundRender::open(session_, reports_, start_s, {});
        if (!sound) throw std::runtime_error(sound.error().message);
        std::vector<float> result(static_cast<std::size_t>(samples) * 2);
        // In uneven pieces, as ticks of 29.97 are.
        std::span<float> rest(result);
        while (!rest.empty()) {
            const auto part = rest.first(std::min<std::size_t>(rest.size(), 2 * 1602));
            const auto done = sound.value().render(part);
            if (!done) throw std::runtime_error(done.error().message);
            rest = rest.subspan(part.size());
        }
        return result;
    }

    test::TemporaryFolder folder_;
    session::Session session_;
    std::vector<SourceReport> reports_;
};

TEST_F(SoundRenderTest, IsTheChosenSourcesSamplesFromTheInstantOn) {
    add(0);
    add(5000);
    session_.heard = 2;
    const std::int64_t first = kRate / 2;
    const auto sound = rendered(Rational(1, 2), kRate);
    for (std::int64_t i = 0; i < kRate; ++i) {
        ASSERT_EQ(sound[static_cast<std::size_t>(2 * i)], value_at(first + i, 5000)) << i;
        ASSERT_EQ(sound[static_cast<std::size_t>(2 * i + 1)], -value_at(first + i, 5000)) << i;
    }
}

TEST_F(SoundRenderTest, BeginsWithoutAFadeAtTheVeryStartAndIsSilentPastTheEnd) {
    add(3000);
    const auto sound = rendered(0, kSeconds * kRate + 100);
    for (std::int64_t i = 0; i < kSeconds * kRate; ++i)
        ASSERT_EQ(sound[static_cast<std::size_t>(2 * i)], value_at(i, 3000)) << i;
    for (std::int64_t i = kSeconds * kRate; i < kSeconds * kRate + 100; ++i)
        ASSERT_EQ(sound[static_cast<std::size_t>(2 * i)], 0) << i;
}

TEST_F(SoundRenderTest, OffsetInPointDelayAndGainMoveAndScaleIt) {
    add(0);
    session::Source& source = session_.sources.front();
    source.timing.in_s = Rational(1, 4);
    source.timing.offset_s = Rational(1, 10);
    source.audio.offset_ms = 20;
    source.audio.gain_db = -6.0205999F;
    const auto sound = rendered(1, 1000);
    // One second, less offset and delay, plus the in-point.
    const std::int64_t own = kRate - kRate / 10 - 20 * kRate / 1000 + kRate / 4;
    for (std::int64_t i = 0; i < 1000; ++i)
        ASSERT_NEAR(sound[static_cast<std::size_t>(2 * i)], value_at(own + i, 0) / 2, 1e-6) << i;
}

TEST_F(SoundRenderTest, AMixIsTheMeanOfTheUnmutedTakes) {
    add(0);
    add(5000);
    add(9000);
    session_.mix_all = true;
    session_.sources[1].audio.muted = true;
    session_.volume = 0.1F; // The listener's: not the movie's.
    const auto sound = rendered(1, 1000);
    for (std::int64_t i = 0; i < 1000; ++i)
        ASSERT_NEAR(sound[static_cast<std::size_t>(2 * i)],
                    (value_at(kRate + i, 0) + value_at(kRate + i, 9000)) / 2, 1e-6)
            << i;
}

TEST_F(SoundRenderTest, SaysWhyThereIsNothingToWrite) {
    EXPECT_EQ(why_export_is_silent(session_, reports_), "no take has sound");
    add(0);
    add(1, false);
    EXPECT_EQ(why_export_is_silent(session_, reports_), "");
    session_.transport.every_frame = true; // Silent while playing, not when written.
    EXPECT_EQ(why_export_is_silent(session_, reports_), "");
    session_.sources[0].audio.muted = true;
    EXPECT_EQ(why_export_is_silent(session_, reports_), "take0 is heard, and it is muted");
    session_.heard = 2;
    EXPECT_EQ(why_export_is_silent(session_, reports_), "take1 is heard, and it has no sound");
    session_.sources[0].audio = {.solo = true}; // Wins over what is chosen.
    EXPECT_EQ(why_export_is_silent(session_, reports_), "");
    session_.sources[0].audio = {.muted = true};
    session_.mix_all = true;
    EXPECT_EQ(why_export_is_silent(session_, reports_),
              "every take that would be heard is muted or silent");
    session_.muted = true;
    EXPECT_EQ(why_export_is_silent(session_, reports_), "all sound is muted");
}

TEST_F(SoundRenderTest, AFileThatVanishedIsAnError) {
    add(0);
    std::filesystem::remove(session_.sources.front().path);
    const auto gone = SoundRender::open(session_, reports_, 0, {});
    ASSERT_FALSE(gone);
    EXPECT_NE(gone.error().message.find("take0.mkv"), std::string::npos);
}

} // namespace
} // namespace seamline::playback
