// A cut of 200 events: every frame that it shows carries its number, and it is the one that the
// edit names.
#include "app/playback/player.h"
#include "renderer/frame_renderer.h"

#include "tests/support/clip_maker.h"
#include "tests/support/edits.h"
#include "tests/support/gpu_test.h"

#include <array>
#include <chrono>
#include <cmath>
#include <fstream>
#include <random>
#include <thread>

namespace seamline::playback {
namespace {

using interchange::Edit;
using interchange::Event;
using interchange::EventKind;
using interchange::Track;

constexpr int kTimeoutMs = 60'000;
constexpr int kSide = 64;
constexpr Extent kTarget{kSide, kSide};
constexpr int kEvents = 200;

struct Medium {
    const char* file;
    const char* rate;
    Rational exact;
    int frames;
    const char* encoder;
};

const std::array<Medium, 4> kMedia{{
    {"cut_a.mp4", "24", Rational(24), 400, "-c:v libx264 -preset veryfast -bf 3 -g 24"},
    {"cut_b.mov", "30000/1001", Rational(30000, 1001), 400,
     "-c:v libx264 -preset veryfast -bf 2 -g 15 -timecode '01:00:00;00'"},
    {"cut_c.mkv", "25", Rational(25), 400, "-c:v libx264 -preset veryfast -bf 2 -g 20"},
    {"cut_d.mov", "60", Rational(60), 400, "-c:v mjpeg -q:v 3"},
}};

/// Its own formula, in floating point: the frame of the medium at the i-th frame of an event.
std::int64_t named_frame(const Event& event, const Medium& medium, std::int64_t i, double rate) {
    const double per_tick = event.speed.value() * medium.exact.value() / rate;
    double head = event.source_start.value.value();
    if (std::string_view(medium.file) == "cut_b.mov") head -= 107892; // 01:00:00;00
    const double covered = per_tick == 0 ? 1 : std::min(1.0, std::abs(per_tick));
    const double middle = per_tick < 0 ? -covered / 2 : covered / 2;
    return static_cast<std::int64_t>(
        std::floor(head + static_cast<double>(i) * per_tick + middle + 1e-9));
}

class CutTest : public test::GpuTest {
protected:
    void SetUp() override {
        GpuTest::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        for (const Medium& medium : kMedia)
            files_.push_back(test::make_bar_code_clip(medium.file, kSide, kSide, medium.frames,
                                                      medium.rate, medium.encoder));
    }
    void TearDown() override {
        renderer_.reset();
        player_.reset();
        GpuTest::TearDown();
    }
    /// Mixed rates, retimes, reverse, freezes and gaps.
    Edit mixed_edit() {
        std::mt19937 random(5);
        const auto below = [&](int n) {
            return static_cast<int>(random() % static_cast<unsigned>(n));
        };
        Edit edit;
        edit.name = "mixed";
        edit.rate = Rational(24);
        Track& track = edit.tracks.emplace_back();
        constexpr std::array kSpeeds{Rational(1),  Rational(1),    Rational(1), Rational(2),
                                     Rational(-1), Rational(1, 2), Rational(0), Rational(-3, 2)};
        for (int i = 0; i < kEvents; ++i) {
            if (i % 17 == 5) {
                test::add_gap(track, 1 + below(4));
                which_.push_back(-1);
                continue;
            }
            const int medium = below(static_cast<int>(kMedia.size()));
            const std::int64_t head = medium == 1 ? 107892 : 0;
            // Far enough from both ends for any speed.
            test::add_clip(track, files_[static_cast<std::size_t>(medium)],
                           kMedia[static_cast<std::size_t>(medium)].exact, head + 100 + below(200),
                           2 + below(9), kSpeeds[static_cast<std::size_t>(below(8))]);
            which_.push_back(medium);
        }
        return edit;
    }
    void open(Edit edit, std::uint64_t cache_bytes) {
        edit_ = edit;
        player_ = std::make_unique<Player>(
            device(), PlayerOptions{.cache_budget_bytes = cache_bytes, .cores = 2});
        player_->set_clock([this] { return now_; });
        player_->open(test::cut_source(std::move(edit)));
        renderer_.emplace(device(), player_->cache());
    }
    int code(const Tick& tick) {
        const auto picture = renderer_->render_and_read(
            player_->compose(tick, kTarget, renderer::ResizeFilter::Bilinear),
            renderer::TargetFormat::Rgba8);
        return test::read_bar_code(kSide, kSide, [&](int x, int y) {
            return static_cast<int>(
                picture.pixels[static_cast<std::size_t>(y * kSide + x) * 4 + 1]);
        });
    }
    std::size_t event_at_record(std::int64_t record) const {
        const std::vector<Event>& events = edit_.tracks[0].events;
        std::size_t i = 0;
        while (record >= events[i].record_out()) ++i;
        return i;
    }
    /// What the tick's picture says against what the edit names.
    void expect_named(const Tick& tick) {
        ASSERT_TRUE(tick.complete);
        const std::size_t i = event_at_record(tick.number);
        const Event& event = edit_.tracks[0].events[i];
        if (event.kind == EventKind::Gap) {
            EXPECT_EQ(tick.choices[0].event, nullptr);
            EXPECT_EQ(code(tick), 0) << "tick " << tick.number;
            return;
        }
        const Medium& medium = kMedia[static_cast<std::size_t>(which_[i])];
        EXPECT_EQ(code(tick), named_frame(event, medium, tick.number - event.record_in, 24))
            << "tick " << tick.number << ", event " << i << " of " << medium.file << " at speed "
            << event.speed.text();
        ASSERT_NE(tick.choices[0].event, nullptr);
        EXPECT_EQ(tick.choices[0].event->medium.path.filename(), medium.file);
    }
    Tick ready(std::int64_t number) {
        const Result<Tick> tick = player_->wait_for(
            number, kTimeoutMs, [this] { renderer_->ingest_pending(); });
        EXPECT_TRUE(tick) << tick.error().message;
        return tick ? tick.value() : Tick{};
    }
    Tick due_tick() {
        Tick tick = player_->due(now_);
        while (!tick.complete) {
            const Result<Tick> there = player_->wait_for(
                tick.number, kTimeoutMs, [this] { renderer_->ingest_pending(); });
            if (!there) {
                ADD_FAILURE() << there.error().message;
                break;
            }
            tick = player_->due(now_);
        }
        return tick;
    }
    template <typename TickOf>
    void play_through(Rational speed, std::int64_t ticks, TickOf tick_of) {
        player_->play(speed);
        const Nanoseconds start = now_;
        for (std::int64_t k = 0; k < ticks; ++k) {
            now_ = start + (k * 1'000'000'000 + 23) / 24;
            const Tick tick = due_tick();
            ASSERT_EQ(tick.number, tick_of(k));
            expect_named(tick);
            player_->presented(tick, now_);
            ASSERT_FALSE(HasFailure()) << "step " << k;
        }
        EXPECT_EQ(player_->counters().dropped, 0);
        player_->pause();
    }

    std::vector<std::filesystem::path> files_;
    std::vector<int> which_;
    Edit edit_;
    Nanoseconds now_ = 0;
    std::unique_ptr<Player> player_;
    std::optional<renderer::FrameRenderer> renderer_;
};

/// A third of all frames.
constexpr std::uint64_t kSmallCache = 500 * 12'288;

TEST_F(CutTest, EveryTickShowsTheFrameThatTheEditNames) {
    open(mixed_edit(), kSmallCache);
    const std::int64_t length = player_->length();
    ASSERT_EQ(length, edit_.duration());
    for (std::int64_t number = 0; number < length; ++number) {
        expect_named(ready(number));
        ASSERT_FALSE(HasFailure());
    }
}

TEST_F(CutTest, RandomSeeksShowTheFrameThatTheEditNames) {
    open(mixed_edit(), kSmallCache);
    std::mt19937 random(3);
    for (int i = 0; i < 300; ++i) {
        const auto number =
            static_cast<std::int64_t>(random() % static_cast<unsigned>(player_->length()));
        player_->seek(number);
        expect_named(ready(number));
        ASSERT_FALSE(HasFailure()) << "seek " << i;
    }
}

TEST_F(CutTest, PlaysForwardsInReverseAndInALoop) {
    open(mixed_edit(), kSmallCache);
    const std::int64_t length = player_->length();
    player_->edit([](session::Session& s) { s.transport.loop = session::LoopMode::Once; });
    play_through(Rational(1), length, [](std::int64_t k) { return k; });
    player_->seek(length - 1);
    play_through(Rational(-1), length, [&](std::int64_t k) { return length - 1 - k; });
    constexpr std::int64_t kIn = 100, kOut = 180;
    player_->edit([](session::Session& s) {
        s.transport.loop = session::LoopMode::Loop;
        s.transport.in = kIn;
        s.transport.out = kOut;
    });
    player_->seek(kIn);
    play_through(Rational(1), 200, [](std::int64_t k) { return kIn + k % (kOut - kIn + 1); });
    player_->seek(kOut);
    play_through(Rational(-1), 120, [](std::int64_t k) { return kOut - k % (kOut - kIn + 1); });
}

TEST_F(CutTest, ManyMediaShareFewDecodersAndTheCachesBudget) {
    Edit edit;
    Track& track = edit.tracks.emplace_back();
    for (int i = 0; i < 60; ++i) {
        const auto copy = test::footage_folder() / ("cut_copy_" + std::to_string(i) + ".mp4");
        if (!std::filesystem::exists(copy)) std::filesystem::copy_file(files_[0], copy);
        test::add_clip(track, copy, 24, i, 12);
        which_.push_back(0);
    }
    open(edit, kSmallCache);
    for (std::int64_t number = 0; number < player_->length(); number += 5) {
        const Tick tick = ready(number);
        EXPECT_EQ(code(tick), number / 12 + number % 12) << "tick " << number;
    }
    const renderer::CacheStats stats = player_->cache().stats();
    EXPECT_LE(stats.used_bytes, stats.budget_bytes * 11 / 10);
    // The next minute is read ahead while paused: 60 media of 12 frames fit by half.
    EXPECT_TRUE(player_->reports()[0].cut);
}

TEST_F(CutTest, ADissolveMixesBothPictures) {
    const auto grey = [](const char* name, int level) {
        return test::make_clip(
            name, "-f lavfi -i color=c=0x" + [&] {
                char text[8];
                std::snprintf(text, sizeof text, "%02X%02X%02X", level, level, level);
                return std::string(text);
            }() + ":s=64x64:r=24:d=2 -c:v ffv1 -pix_fmt gbrp");
    };
    const auto dark = grey("cut_dark.mkv", 40);
    const auto light = grey("cut_light.mkv", 200);
    Edit edit;
    Track& track = edit.tracks.emplace_back();
    test::add_clip(track, dark, 24, 0, 12);
    test::add_clip(track, light, 24, 12, 12);
    test::add_gap(track, 6);
    interchange::Transition dissolve;
    dissolve.at = 12;
    dissolve.before = 4;
    dissolve.after = 4;
    interchange::Transition fade;
    fade.at = 24;
    fade.before = 4;
    track.transitions = {dissolve, fade};
    open(edit, 64U << 20);
    const auto level = [&](std::int64_t number) {
        const Tick tick = ready(number);
        const auto picture = renderer_->render_and_read(
            player_->compose(tick, kTarget, renderer::ResizeFilter::Bilinear),
            renderer::TargetFormat::Rgba8);
        return static_cast<double>(static_cast<int>(picture.pixels[(32 * kSide + 32) * 4]));
    };
    // The clips' own levels, as they are without a dissolve.
    const double from = level(7);
    const double to = level(16);
    EXPECT_NEAR(from, 40, 1);
    EXPECT_NEAR(to, 200, 1);
    for (int i = 0; i < 8; ++i)
        EXPECT_NEAR(level(8 + i), from + (to - from) * (i + 0.5) / 8, 0.51) << "step " << i;
    for (int i = 0; i < 4; ++i)
        EXPECT_NEAR(level(20 + i), to - to * (i + 0.5) / 4, 0.51) << "fade " << i;
    EXPECT_NEAR(level(24), 0, 0.51);
}

// A wipe shows the dissolve of each side, not one of its pictures.
TEST_F(CutTest, ADissolveIsMixedBeforeTwoCutsAreCompared) {
    const auto grey = [](const char* name, const char* color) {
        return test::make_clip(name, std::string("-f lavfi -i color=c=") + color +
                                         ":s=64x64:r=24:d=2 -c:v ffv1 -pix_fmt gbrp");
    };
    const auto dark = grey("cut_dark.mkv", "0x282828");
    const auto light = grey("cut_light.mkv", "0xC8C8C8");
    const auto cut_from = [](const std::filesystem::path& out, const std::filesystem::path& in) {
        Edit edit;
        Track& track = edit.tracks.emplace_back();
        test::add_clip(track, out, 24, 0, 12);
        test::add_clip(track, in, 24, 12, 12);
        interchange::Transition dissolve;
        dissolve.at = 12;
        dissolve.before = 4;
        dissolve.after = 4;
        track.transitions = {dissolve};
        return edit;
    };
    open(cut_from(dark, light), 64U << 20);
    player_->open(test::cut_source(cut_from(light, dark)));
    const auto levels = [&](std::int64_t number, session::CompareMode mode) {
        player_->edit([&](session::Session& s) {
            s.compare.mode = mode;
            s.compare.gain = 1;
        });
        const Tick tick = ready(number);
        const auto picture = renderer_->render_and_read(
            player_->compose(tick, kTarget, renderer::ResizeFilter::Bilinear),
            renderer::TargetFormat::Rgba8);
        const auto at = [&](int x) {
            return static_cast<int>(picture.pixels[static_cast<std::size_t>(32 * kSide + x) * 4]);
        };
        return std::array{at(8), at(56)};
    };
    for (int i = 0; i < 8; ++i) {
        const double a = 40 + 160 * (i + 0.5) / 8;
        const double b = 200 - 160 * (i + 0.5) / 8;
        const auto wiped = levels(8 + i, session::CompareMode::Wipe);
        EXPECT_NEAR(wiped[0], a, 1) << i;
        EXPECT_NEAR(wiped[1], b, 1) << i;
        EXPECT_NEAR(levels(8 + i, session::CompareMode::Difference)[0], std::abs(a - b), 1) << i;
        EXPECT_NEAR(levels(8 + i, session::CompareMode::Butterfly)[1], b, 1) << i;
        const auto row = levels(8 + i, session::CompareMode::Row);
        EXPECT_NEAR(row[0], a, 1) << i;
        EXPECT_NEAR(row[1], b, 1) << i;
    }
}

TEST_F(CutTest, OfflineAndUnreadableEventsAreSlatesAndKeepTheLength) {
    Edit edit;
    Track& track = edit.tracks.emplace_back();
    test::add_clip(track, files_[0], 24, 0, 10);
    Event& lost = test::add_clip(track, "", 24, 0, 10);
    lost.name = "sh020";
    const auto broken = test::footage_folder() / "cut_broken.mp4";
    std::ofstream(broken) << "this is no movie";
    test::add_clip(track, broken, 24, 0, 10);
    test::add_clip(track, files_[0], 24, 30, 10);
    which_ = {0, 0, 0, 0};
    open(edit, 64U << 20);
    EXPECT_EQ(player_->length(), 40);
    EXPECT_EQ(ready(12).choices[0].event->slate, "offline: sh020");
    const Tick unreadable = ready(25);
    EXPECT_NE(unreadable.choices[0].event->slate.find("cut_broken.mp4"), std::string::npos)
        << unreadable.choices[0].event->slate;
    EXPECT_EQ(code(ready(35)), 35);
}

TEST_F(CutTest, AnEventIsShownThroughItsOwnCdl) {
    Edit edit;
    Track& track = edit.tracks.emplace_back();
    const auto clip = test::make_clip(
        "cut_cdl.mkv", "-f lavfi -i color=c=0x646464:s=64x64:r=24:d=1 -c:v ffv1 -pix_fmt gbrp");
    test::add_clip(track, clip, 24, 0, 6);
    Event& graded = test::add_clip(track, clip, 24, 6, 6);
    interchange::EventCdl cdl;
    cdl.slope = {1.5, 1, 0.5};
    cdl.offset = {0, 0.1, 0};
    graded.cdl = cdl;
    open(edit, 64U << 20);
    const auto pixel = [&](std::int64_t number) {
        const Tick tick = ready(number);
        const Result<Done> colors = player_->wait_colors(tick);
        EXPECT_TRUE(colors) << colors.error().message;
        const auto picture = renderer_->render_and_read(
            player_->compose(tick, kTarget, renderer::ResizeFilter::Bilinear),
            renderer::TargetFormat::Rgba8);
        const auto at = static_cast<std::size_t>(32 * kSide + 32) * 4;
        return std::array{static_cast<int>(picture.pixels[at]),
                          static_cast<int>(picture.pixels[at + 1]),
                          static_cast<int>(picture.pixels[at + 2])};
    };
    EXPECT_EQ(pixel(0), (std::array{100, 100, 100}));
    const auto seen = pixel(8);
    EXPECT_NEAR(seen[0], 150, 1);
    EXPECT_NEAR(seen[1], 100 + 25.5, 1);
    EXPECT_NEAR(seen[2], 50, 1);
}

TEST_F(CutTest, ATakesPlacingMovesScalesAndMirrorsIt) {
    const auto clip =
        test::make_clip("cut_halves.mkv", "-f lavfi -i color=c=white:s=64x64:r=24:d=1 -vf "
                                          "drawbox=0:0:32:64:black:fill -c:v ffv1 -pix_fmt gbrp");
    Edit edit;
    Track& track = edit.tracks.emplace_back();
    test::add_clip(track, clip, 24, 0, 4);
    test::add_clip(track, clip, 24, 4, 4).reframe.flip_horizontal = true;
    test::add_clip(track, clip, 24, 8, 4).reframe.x = 0.25;
    test::add_clip(track, clip, 24, 12, 4).reframe.scale = 0.5;
    open(edit, 64U << 20);
    const auto row = [&](std::int64_t number) {
        const auto picture = renderer_->render_and_read(
            player_->compose(ready(number), kTarget, renderer::ResizeFilter::Nearest),
            renderer::TargetFormat::Rgba8);
        std::string text;
        for (int x = 4; x < kSide; x += 8)
            text +=
                static_cast<int>(picture.pixels[static_cast<std::size_t>(32 * kSide + x) * 4]) > 127
                    ? '#'
                    : '.';
        return text;
    };
    EXPECT_EQ(row(0), "....####");
    EXPECT_EQ(row(4), "####....");
    EXPECT_EQ(row(8), "......##");  // A quarter of the height to the right.
    EXPECT_EQ(row(12), "....##.."); // Half as large about the middle.
}

TEST_F(CutTest, TwoVersionsOfACutShareTheirMedia) {
    Edit edit;
    Track& track = edit.tracks.emplace_back();
    test::add_clip(track, files_[0], 24, 0, 20);
    test::add_clip(track, files_[2], 25, 50, 20);
    Edit other = edit;
    other.tracks[0].events[1].source_start = {Rational(60), 25};
    open(edit, 64U << 20);
    player_->open(test::cut_source(other));
    player_->edit([](session::Session& s) { s.compare.mode = session::CompareMode::Column; });
    const auto code_in = [&](const Tick& tick, int half) {
        const auto picture = renderer_->render_and_read(
            player_->compose(tick, {kSide, 2 * kSide}, renderer::ResizeFilter::Bilinear),
            renderer::TargetFormat::Rgba8);
        return test::read_bar_code(kSide, kSide, [&](int x, int y) {
            return static_cast<int>(
                picture.pixels[static_cast<std::size_t>((half * kSide + y) * kSide + x) * 4 + 1]);
        });
    };
    const Tick same = ready(5);
    EXPECT_EQ(code_in(same, 0), 5);
    EXPECT_EQ(code_in(same, 1), 5);
    EXPECT_EQ(same.choices[0].cached, same.choices[1].cached);
    const Tick differs = ready(20);
    EXPECT_EQ(code_in(differs, 0), 50);
    EXPECT_EQ(code_in(differs, 1), 60);
}

TEST_F(CutTest, WhatIsCachedIsToldAsItArrivesAndAfterAnEdit) {
    Edit edit;
    Track& track = edit.tracks.emplace_back();
    test::add_clip(track, files_[0], 24, 0, 20);
    test::add_gap(track, 5);
    test::add_clip(track, files_[2], 25, 50, 10);
    test::add_clip(track, "", 24, 0, 5); // Offline.
    open(edit, 64U << 20);
    const session::SourceKey key = player_->session().sources[0].key;
    using Ranges = std::vector<std::pair<std::int64_t, std::int64_t>>;
    EXPECT_EQ(player_->cached_frames(key), (Ranges{{20, 25}, {35, 40}}))
        << "gaps and slates need nothing";
    EXPECT_TRUE(ready(3).complete);
    const Ranges whole{{0, 40}};
    for (int i = 0; i < kTimeoutMs / 5 && player_->cached_frames(key) != whole; ++i) {
        static_cast<void>(player_->at(3));
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    EXPECT_EQ(player_->cached_frames(key), whole);
    EXPECT_EQ(player_->cached_frames(key), whole) << "asked again";
    // Another part of the first medium, of which nothing was read.
    player_->edit([](session::Session& s) {
        auto cut = std::make_shared<session::Cut>(*s.sources[0].cut);
        cut->edit.tracks[0].events[0].source_start = {Rational(300), 24};
        s.sources[0].cut = std::move(cut);
    });
    EXPECT_EQ(player_->cached_frames(key), (Ranges{{20, 40}}));
    EXPECT_TRUE(ready(3).complete);
    for (int i = 0; i < kTimeoutMs / 5 && player_->cached_frames(key) != whole; ++i) {
        static_cast<void>(player_->at(3));
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    EXPECT_EQ(player_->cached_frames(key), whole);
}

} // namespace
} // namespace seamline::playback
