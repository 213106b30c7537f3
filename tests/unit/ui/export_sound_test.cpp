// A movie export carries the sound of the session: decoded again, it is that of the take.
#include "app/ui/export_job.h"

#include "decode/audio_source.h"
#include "decode/picture_writer.h"
#include "decode/video_source.h"
#include "tests/support/headless_loop.h"
#include "tests/unit/session/temporary_folder.h"

#include <imgui.h>

#include <gtest/gtest.h>

#include <cmath>
#include <thread>
#include <vector>

namespace seamline::ui {
namespace {

constexpr Extent kSize{32, 16};
constexpr int kRate = 48000;

float value_at(std::int64_t sample) {
    return static_cast<float>((sample * 5) % 16384 - 8192) / 32768;
}

class ExportSound : public test::HeadlessLoop {
protected:
    ExportSound() { cache_bytes_ = 16 << 20; }

    /// Two seconds at `rate`, whose sound counts.
    void open_take(const Rational& rate) {
        decode::MovieOptions options;
        options.size = kSize;
        options.frame_rate = rate;
        options.codec = "ffv1";
        options.sound = true;
        const auto path = folder_ / "take.mkv";
        auto writer = decode::MovieWriter::open(path, options);
        ASSERT_TRUE(writer) << writer.error().message;
        const std::vector<std::byte> pixels(std::size_t{4} * kSize.width * kSize.height);
        const std::int64_t frames = (rate * Rational(2)).round();
        for (std::int64_t i = 0; i < frames; ++i) {
            const auto added = writer.value().add({kSize, 1, pixels});
            ASSERT_TRUE(added) << added.error().message;
        }
        std::vector<float> sound;
        for (std::int64_t i = 0; i < 2 * kRate; ++i) {
            sound.push_back(value_at(i));
            sound.push_back(-value_at(i));
        }
        ASSERT_TRUE(writer.value().add_sound(sound));
        ASSERT_TRUE(writer.value().finish());
        session::Source source;
        source.path = path;
        player_->open(source);
        const auto opened = player_->wait_opened();
        ASSERT_TRUE(opened) << opened.error().message;
    }
    Toast exported(const ExportSettings& settings) {
        ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
        const LabelPainter labels(atlas, *atlas.AddFontDefault());
        ExportJob job(*player_, *loop_, labels);
        job.start_movie(settings);
        while (job.running()) std::this_thread::yield();
        const auto outcome = job.take_outcome();
        return outcome ? outcome->toast : Toast{ToastKind::Error, "no outcome", 0};
    }
    static std::vector<float> sound_of(const std::filesystem::path& path) {
        auto source = decode::AudioSource::open(path);
        if (!source) return {};
        std::vector<float> sound(std::size_t{2} * 4 * kRate);
        const auto count = source.value().read(sound);
        sound.resize(count ? static_cast<std::size_t>(count.value()) * 2 : 0);
        return sound;
    }

    test::TemporaryFolder folder_;
};

TEST_F(ExportSound, OfARangeIsExactlyThatRangesAndAsLongAsThePicture) {
    const Rational rate(30000, 1001);
    open_take(rate);
    ExportSettings settings;
    settings.path = folder_ / "movie.mkv";
    settings.size = kSize;
    settings.lossless = true;
    settings.labels = false;
    settings.first = 7;
    settings.last = 40;
    const Toast toast = exported(settings);
    ASSERT_EQ(toast.kind, ToastKind::Notice) << toast.text;
    const std::vector<float> sound = sound_of(settings.path);
    const std::int64_t frames = settings.last - settings.first + 1;
    ASSERT_EQ(std::ssize(sound), 2 * (Rational(frames * kRate) / rate).round());
    const auto first = std::llround(static_cast<double>(settings.first) * kRate * 1001 / 30000);
    for (std::int64_t i = 0; i < std::ssize(sound) / 2; ++i)
        ASSERT_EQ(sound[static_cast<std::size_t>(2 * i)], value_at(first + i)) << i;
    const auto video = decode::VideoSource::open(settings.path, {});
    ASSERT_TRUE(video);
    EXPECT_EQ(video.value().description().video->frame_count, frames);
}

TEST_F(ExportSound, IsLeftOutWhenItIsNotWantedAndSaidToBeMissingWhenThereIsNone) {
    open_take(24);
    ExportSettings settings;
    settings.path = folder_ / "movie.mp4";
    settings.size = kSize;
    settings.last = 5;
    settings.sound = false;
    const Toast left_out = exported(settings);
    EXPECT_EQ(left_out.text, "Wrote " + settings.path.string());
    EXPECT_TRUE(sound_of(settings.path).empty());

    settings.sound = true;
    settings.path = folder_ / "muted.mp4";
    player_->edit([](session::Session& session) { session.muted = true; });
    const Toast silent = exported(settings);
    EXPECT_EQ(silent.text,
              "Wrote " + settings.path.string() + ", without sound: all sound is muted");
    EXPECT_TRUE(sound_of(settings.path).empty());

    settings.path = folder_ / "heard.mp4";
    player_->edit([](session::Session& session) { session.muted = false; });
    const Toast heard = exported(settings);
    EXPECT_EQ(heard.text, "Wrote " + settings.path.string());
    EXPECT_GE(std::ssize(sound_of(settings.path)), 2 * 6 * kRate / 24);
}

} // namespace
} // namespace seamline::ui
