// What a cut sounds like, against the samples of what it is made of.
#include "app/playback/cut_sound.h"
#include "app/playback/sound_render.h"

#include "decode/picture_writer.h"
#include "tests/support/edits.h"
#include "tests/unit/session/temporary_folder.h"

#include <gtest/gtest.h>

#include <cmath>

namespace seamline::playback {
namespace {

using interchange::Edit;
using interchange::Event;
using interchange::Track;
using interchange::TrackKind;

constexpr int kRate = 48000;
constexpr int kPerFrame = kRate / 24;

/// Left is a line through the samples' numbers, right its negative.
class Ramp final : public AudioSamples {
public:
    explicit Ramp(float offset) : offset_(offset) {}
    bool read(std::int64_t first, std::span<float> interleaved) const noexcept override {
        for (std::size_t i = 0; i < interleaved.size() / 2; ++i) {
            const float value = offset_ + static_cast<float>(first + static_cast<std::int64_t>(i));
            interleaved[2 * i] = value;
            interleaved[2 * i + 1] = -value;
        }
        return true;
    }

private:
    float offset_;
};

std::vector<float> left(const AudioSamples& samples, std::int64_t first, std::size_t count) {
    std::vector<float> both(2 * count, 99.0F);
    samples.read(first, both);
    std::vector<float> one;
    for (std::size_t i = 0; i < count; ++i) {
        EXPECT_EQ(both[2 * i], -both[2 * i + 1]);
        one.push_back(both[2 * i]);
    }
    return one;
}

SoundPiece piece(std::int64_t first, std::int64_t end, double source_first, double rate,
                 float offset) {
    SoundPiece made;
    made.first = first;
    made.end = end;
    made.source_first = source_first;
    made.rate = rate;
    made.samples = std::make_shared<Ramp>(offset);
    return made;
}

TEST(CutSamplesTest, PiecesFollowEachOtherToTheSample) {
    const CutSamples cut({piece(100, 200, 1000, 1, 0), piece(200, 300, 5000, 1, 0)});
    EXPECT_EQ(left(cut, 98, 4), (std::vector<float>{0, 0, 1000, 1001}));
    EXPECT_EQ(left(cut, 198, 4), (std::vector<float>{1098, 1099, 5000, 5001}));
    EXPECT_EQ(left(cut, 299, 2), (std::vector<float>{5099, 0}));
    const std::vector<float> whole = left(cut, 0, 1000); // Over many blocks.
    for (std::size_t i = 0; i < whole.size(); ++i)
        EXPECT_EQ(whole[i], i < 100 || i >= 300 ? 0.0F
                            : i < 200           ? static_cast<float>(i) + 900
                                                : static_cast<float>(i) + 4800);
}

TEST(CutSamplesTest, OverlapsAddAndLongPiecesAreFoundBehindShortOnes) {
    const CutSamples cut(
        {piece(0, 1000, 0, 1, 0), piece(10, 20, 0, 1, 0), piece(500, 510, 0, 1, 0)});
    EXPECT_EQ(left(cut, 900, 1)[0], 900);
    EXPECT_EQ(left(cut, 505, 1)[0], 505 + 5);
    EXPECT_EQ(left(cut, 15, 1)[0], 15 + 5);
}

TEST(CutSamplesTest, ReverseAndRetimesReadBetweenSamples) {
    const CutSamples cut({piece(0, 600, 1000, -1, 0), piece(600, 1200, 0, 0.5, 0),
                          piece(1200, 1800, 0, 2, 0), piece(1800, 2000, 0, 0, 7),
                          piece(2000, 2100, 0, 3, 7)});
    EXPECT_EQ(left(cut, 0, 3), (std::vector<float>{1000, 999, 998}));
    EXPECT_EQ(left(cut, 600, 4), (std::vector<float>{0, 0.5F, 1, 1.5F}));
    EXPECT_EQ(left(cut, 1200, 3), (std::vector<float>{0, 2, 4}));
    EXPECT_EQ(left(cut, 1795, 3), (std::vector<float>{1190, 1192, 1194}));
    EXPECT_EQ(left(cut, 1850, 2), (std::vector<float>{0, 0})); // A frozen picture is silent ...
    EXPECT_EQ(left(cut, 2050, 2), (std::vector<float>{0, 0})); // ... and so is what is too fast.
}

TEST(CutSamplesTest, FadesAreLinear) {
    SoundPiece faded = piece(0, 100, 1, 1, 0);
    class One final : public AudioSamples {
        bool read(std::int64_t, std::span<float> out) const noexcept override {
            for (std::size_t i = 0; i < out.size(); ++i) out[i] = i % 2 == 0 ? 1.0F : -1.0F;
            return true;
        }
    };
    faded.samples = std::make_shared<One>();
    faded.fade_in = 10;
    faded.fade_out = 20;
    const CutSamples cut({faded});
    const std::vector<float> level = left(cut, 0, 100);
    for (int i = 0; i < 10; ++i)
        EXPECT_NEAR(level[static_cast<std::size_t>(i)], (i + 0.5) / 10, 1e-6);
    EXPECT_EQ(level[50], 1);
    for (int i = 0; i < 20; ++i)
        EXPECT_NEAR(level[static_cast<std::size_t>(80 + i)], (19.5 - i) / 20, 1e-6);
}

CutProgram program_of(Edit edit) {
    return CutProgram(std::make_shared<const Edit>(std::move(edit)));
}

TEST(PlannedSoundsTest, AudioTracksAreHeardWhereThereAreAny) {
    Edit edit;
    Track& picture = edit.tracks.emplace_back();
    test::add_clip(picture, "a.mp4", 24, 0, 48);
    Track& sound = edit.tracks.emplace_back();
    sound.kind = TrackKind::Audio;
    test::add_gap(sound, 12);
    test::add_clip(sound, "b.wav", 24, 6, 24);
    test::add_clip(sound, "c.wav", 24, 0, 12).enabled = false;
    const auto planned = planned_sounds(program_of(edit));
    ASSERT_EQ(planned.size(), 1U);
    EXPECT_EQ(planned[0].path, "b.wav");
    EXPECT_EQ(planned[0].piece.first, 12 * kPerFrame);
    EXPECT_EQ(planned[0].piece.end, 36 * kPerFrame);
    EXPECT_EQ(planned[0].piece.source_first, 6 * kPerFrame);
}

TEST(PlannedSoundsTest, TheTwoChannelsOfAStereoFileAreHeardOnce) {
    Edit edit;
    for (int channel = 0; channel < 2; ++channel) {
        Track& sound = edit.tracks.emplace_back();
        sound.kind = TrackKind::Audio;
        test::add_clip(sound, "a.wav", 24, 0, 24);
    }
    test::add_clip(edit.tracks[1], "b.wav", 24, 0, 24);
    EXPECT_EQ(planned_sounds(program_of(edit)).size(), 2U);
}

TEST(PlannedSoundsTest, ElseThePicturesWithTheirDissolves) {
    Edit edit;
    Track& track = edit.tracks.emplace_back();
    test::add_clip(track, "a.mp4", 24, 0, 24);
    test::add_clip(track, "b.mp4", 24, 48, 24, Rational(-1));
    interchange::Transition dissolve;
    dissolve.at = 24;
    dissolve.before = 2;
    dissolve.after = 4;
    track.transitions.push_back(dissolve);
    const auto planned = planned_sounds(program_of(edit));
    ASSERT_EQ(planned.size(), 4U); // Both alone, and both in the dissolve.
    EXPECT_EQ(planned[0].piece.end, 22 * kPerFrame);
    EXPECT_EQ(planned[1].path, "a.mp4");
    EXPECT_EQ(planned[1].piece.first, 22 * kPerFrame);
    EXPECT_EQ(planned[1].piece.fade_out, 6 * kPerFrame);
    EXPECT_EQ(planned[1].piece.source_first, 22 * kPerFrame);
    EXPECT_EQ(planned[2].path, "b.mp4");
    EXPECT_EQ(planned[2].piece.fade_in, 6 * kPerFrame);
    EXPECT_EQ(planned[2].piece.source_first,
              50 * kPerFrame); // Two frames before its in, backwards.
    EXPECT_EQ(planned[2].piece.rate, -1);
    EXPECT_EQ(planned[3].piece.first, 28 * kPerFrame);
}

/// Left counts in 16-bit steps, so that a sample tells its place; right is the same, negative.
float value_at(std::int64_t sample, int salt) {
    return static_cast<float>((sample * 7 + salt) % 16384) / 32768;
}

TEST(CutSoundTest, AnExportHearsEveryMediumWhereTheEditPutsIt) {
    const test::TemporaryFolder folder;
    const auto take = [&](int salt, std::int64_t frames) {
        const auto path = folder.path() / ("take" + std::to_string(salt) + ".mkv");
        decode::MovieOptions options;
        options.size = {16, 16};
        options.codec = "ffv1";
        options.sound = true;
        auto writer = decode::MovieWriter::open(path, options);
        EXPECT_TRUE(writer) << writer.error().message;
        const std::vector<std::byte> pixels(std::size_t{4} * 16 * 16);
        std::vector<float> sound;
        for (std::int64_t i = 0; i < frames * kPerFrame; ++i) {
            sound.push_back(value_at(i, salt));
            sound.push_back(-value_at(i, salt));
        }
        for (int i = 0; i < frames; ++i) EXPECT_TRUE(writer.value().add({{16, 16}, 1, pixels}));
        EXPECT_TRUE(writer.value().add_sound(sound));
        EXPECT_TRUE(writer.value().finish());
        return path;
    };
    const auto a = take(3, 24 * 40); // Longer than what is kept of a stretch.
    const auto b = take(4000, 72);
    const auto quiet = folder.path() / "quiet.mkv";
    {
        decode::MovieOptions options;
        options.size = {16, 16};
        options.codec = "ffv1";
        auto writer = decode::MovieWriter::open(quiet, options);
        ASSERT_TRUE(writer);
        const std::vector<std::byte> pixels(std::size_t{4} * 16 * 16);
        for (int i = 0; i < 24; ++i) ASSERT_TRUE(writer.value().add({{16, 16}, 1, pixels}));
        ASSERT_TRUE(writer.value().finish());
    }
    Edit edit;
    Track& track = edit.tracks.emplace_back();
    test::add_clip(track, a, 24, 10, 24);
    test::add_clip(track, b, 24, 30, 24);
    test::add_gap(track, 6);
    test::add_clip(track, quiet, 24, 0, 12);
    test::add_clip(track, a, 24, 900, 24);
    session::Session session;
    session.sources.push_back(test::cut_source(edit));
    session.sources[0].key = 1;
    SourceReport report;
    report.key = 1;
    report.cut = std::make_shared<const CutProgram>(
        std::shared_ptr<const Edit>(session.sources[0].cut, &session.sources[0].cut->edit));
    const std::vector<SourceReport> reports{report};
    EXPECT_EQ(why_export_is_silent(session, reports), "");
    auto render = SoundRender::open(session, reports, Rational(0), {});
    ASSERT_TRUE(render) << render.error().message;
    std::vector<float> heard(std::size_t{2} * 90 * kPerFrame);
    const Result<Done> done = render.value().render(heard);
    ASSERT_TRUE(done) << done.error().message;
    int wrong = 0;
    for (std::int64_t i = 0; i < 90 * kPerFrame; ++i) {
        const std::int64_t record = i / kPerFrame;
        float expected = 0;
        if (record < 24) expected = value_at(i + 10 * kPerFrame, 3);
        if (record >= 24 && record < 48) expected = value_at(i + (30 - 24) * kPerFrame, 4000);
        if (record >= 66) expected = value_at(i + (900 - 66) * kPerFrame, 3);
        if (std::abs(heard[static_cast<std::size_t>(2 * i)] - expected) > 1e-4F) ++wrong;
    }
    EXPECT_EQ(wrong, 0);
}

/// Rising zero crossings of the left channel per second.
double frequency(std::span<const float> interleaved) {
    int crossings = 0;
    for (std::size_t i = 2; i < interleaved.size(); i += 2)
        crossings += interleaved[i - 2] < 0 && interleaved[i] >= 0 ? 1 : 0;
    return crossings * static_cast<double>(kRate) / (static_cast<double>(interleaved.size()) / 2);
}

TEST(CutSoundTest, RetimedSoundKeepsItsPitchAndTheCutsTheirSamples) {
    const test::TemporaryFolder folder;
    const auto path = folder.path() / "tone.mkv";
    {
        decode::MovieOptions options;
        options.size = {16, 16};
        options.codec = "ffv1";
        options.sound = true;
        auto writer = decode::MovieWriter::open(path, options);
        ASSERT_TRUE(writer) << writer.error().message;
        const std::vector<std::byte> pixels(std::size_t{4} * 16 * 16);
        std::vector<float> sound;
        for (int i = 0; i < 240 * kPerFrame; ++i) {
            const auto value = static_cast<float>(0.5 * std::sin(2 * M_PI * 440 * i / kRate));
            sound.push_back(value);
            sound.push_back(value);
        }
        for (int i = 0; i < 240; ++i) ASSERT_TRUE(writer.value().add({{16, 16}, 1, pixels}));
        ASSERT_TRUE(writer.value().add_sound(sound));
        ASSERT_TRUE(writer.value().finish());
    }
    Edit edit;
    Track& track = edit.tracks.emplace_back();
    test::add_gap(track, 6);
    test::add_clip(track, path, 24, 10, 48, Rational(2)); // Record 6 to 54.
    test::add_gap(track, 6);
    test::add_clip(track, path, 24, 100, 48, Rational(1, 2)); // 60 to 108.
    test::add_clip(track, path, 24, 150, 24, Rational(-2));   // 108 to 132.
    test::add_clip(track, path, 24, 20, 24, Rational(5));     // 132 to 156: silent.
    interchange::Transition dissolve; // Two pieces of one retimed event, which join.
    dissolve.at = 108;
    dissolve.before = 6;
    dissolve.after = 6;
    track.transitions.push_back(dissolve);
    session::Session session;
    session.sources.push_back(test::cut_source(edit));
    session.sources[0].key = 1;
    SourceReport report;
    report.key = 1;
    report.cut = std::make_shared<const CutProgram>(
        std::shared_ptr<const Edit>(session.sources[0].cut, &session.sources[0].cut->edit));
    auto render = SoundRender::open(session, {report}, Rational(0), {});
    ASSERT_TRUE(render) << render.error().message;
    std::vector<float> heard(std::size_t{2} * 156 * kPerFrame);
    const Result<Done> done = render.value().render(heard);
    ASSERT_TRUE(done) << done.error().message;
    const auto of = [&](double from_record, double to_record) {
        const auto first = static_cast<std::size_t>(from_record * kPerFrame);
        return std::span(heard).subspan(2 * first,
                                        2 * (static_cast<std::size_t>(to_record * kPerFrame) - first));
    };
    EXPECT_NEAR(frequency(of(8, 52)), 440, 3);
    EXPECT_NEAR(frequency(of(62, 100)), 440, 3);
    EXPECT_NEAR(frequency(of(116, 130)), 440, 5);
    // To the sample: silence up to the cut, sound from it on, and silence again.
    const auto loudest = [&](std::int64_t first, std::int64_t end) {
        float most = 0;
        for (std::int64_t i = first; i < end; ++i)
            most = std::max(most, std::abs(heard[static_cast<std::size_t>(2 * i)]));
        return most;
    };
    EXPECT_EQ(loudest(0, 6 * kPerFrame), 0);
    EXPECT_GT(loudest(6 * kPerFrame, 6 * kPerFrame + 120), 0.3F);
    EXPECT_GT(loudest(54 * kPerFrame - 120, 54 * kPerFrame), 0.3F);
    EXPECT_EQ(loudest(54 * kPerFrame, 60 * kPerFrame), 0);
    EXPECT_GT(loudest(60 * kPerFrame, 60 * kPerFrame + 120), 0.3F);
    EXPECT_EQ(loudest(132 * kPerFrame, 156 * kPerFrame), 0);
    // Where the dissolve begins the outgoing sound is another piece: it goes on without a jump.
    const std::int64_t join = 102 * kPerFrame;
    float jump = 0;
    for (std::int64_t i = join - 100; i < join + 100; ++i)
        jump = std::max(jump, std::abs(heard[static_cast<std::size_t>(2 * i + 2)] -
                                       heard[static_cast<std::size_t>(2 * i)]));
    EXPECT_LT(jump, 0.06F);
}

} // namespace
} // namespace seamline::playback
