// Every frame that the player shows carries its number: read back and compared.
#include "app/playback/player.h"
#include "app/playback/timeline.h"
#include "renderer/frame_renderer.h"

#include "tests/support/clip_maker.h"
#include "tests/support/gpu_test.h"

#include <chrono>
#include <cmath>
#include <filesystem>
#include <random>
#include <thread>

namespace seamline::playback {
namespace {

constexpr int kTimeoutMs = 60'000;
constexpr Extent kTarget{64, 16};

/// The bar code shown in `rect` of a rendered picture.
int code_in(const renderer::RenderedPicture& picture, const Rect& rect) {
    return test::read_bar_code(rect.width, rect.height, [&](int x, int y) {
        const auto at =
            static_cast<std::size_t>((rect.y + y) * picture.size.width + rect.x + x) * 4;
        return static_cast<int>(picture.pixels[at + 1]);
    });
}

class PlayerTest : public test::GpuTest {
protected:
    void open(const std::vector<std::filesystem::path>& files,
              std::uint64_t cache_bytes = 64U << 20) {
        player.reset();
        PlayerOptions options;
        options.cache_budget_bytes = cache_bytes;
        player = std::make_unique<Player>(device(), options);
        for (const auto& file : files) player->open(file);
        const Result<Done> opened = player->wait_opened();
        ASSERT_TRUE(opened) << opened.error().message;
        player->edit([&](session::Session& s) {
            s.compare.mode =
                files.size() > 1 ? session::CompareMode::Row : session::CompareMode::Single;
        });
        renderer.emplace(device(), player->cache());
    }
    void TearDown() override {
        renderer.reset();
        player.reset();
        GpuTest::TearDown();
    }
    std::vector<int> codes_of(const Tick& tick) {
        const auto picture = renderer->render_and_read(
            player->compose(tick, kTarget, renderer::ResizeFilter::Bilinear),
            renderer::TargetFormat::Rgba8);
        std::vector<int> codes;
        const int count = static_cast<int>(tick.choices.size());
        for (int i = 0; i < count; ++i)
            codes.push_back(code_in(
                picture, {i * kTarget.width / count, 0, kTarget.width / count, kTarget.height}));
        return codes;
    }
    void expect_tick(std::int64_t number) {
        const Result<Tick> tick = player->wait_for(number, kTimeoutMs);
        ASSERT_TRUE(tick) << tick.error().message;
        for (const int code : codes_of(tick.value())) EXPECT_EQ(code, number) << "tick " << number;
    }

    std::int64_t decoded() const {
        std::int64_t frames = 0;
        for (const SourceReport& report : player->reports()) frames += report.frames_decoded;
        return frames;
    }
    /// Waits until `there` is true, or nothing has been decoded for far longer than a frame takes.
    bool wait_while_decoding(const std::function<bool()>& there) {
        constexpr auto kPatience = std::chrono::seconds(10);
        auto progress = std::chrono::steady_clock::now();
        std::int64_t before = decoded();
        while (!there()) {
            const auto now = std::chrono::steady_clock::now();
            if (decoded() != std::exchange(before, decoded())) progress = now;
            if (now - progress > kPatience) return false;
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        return true;
    }
    void expect_a_loop_that_stalls_nowhere(int speed);

    std::unique_ptr<Player> player;
    std::optional<renderer::FrameRenderer> renderer;
};

std::filesystem::path h264(int frames) {
    return test::make_bar_code_clip("bars-h264-" + std::to_string(frames) + ".mp4", 64, 16, frames,
                                    "24", "-c:v libx264 -bf 3 -g 12 -x264-params open-gop=1");
}

TEST_F(PlayerTest, RandomSeeksShowTheAskedFrameWithACacheThatHoldsAFifth) {
    const int frames = 200;
    open({h264(frames)}, 40U * 4096);
    std::mt19937 random(1);
    for (int i = 0; i < 150; ++i) expect_tick(static_cast<std::int64_t>(random() % frames));
    EXPECT_LE(player->cache().stats().used_bytes, player->cache().stats().budget_bytes * 11 / 10);
}

TEST_F(PlayerTest, ReverseThroughATightCacheShowsEveryFrame) {
    const int frames = 100;
    open({h264(frames)}, 40U * 4096);
    for (int tick = frames - 1; tick >= 0; --tick) expect_tick(tick);
}

TEST_F(PlayerTest, TwoCodecsInLockstepNeverMixTicks) {
    const auto vp9 =
        test::make_bar_code_clip("bars-vp9.webm", 64, 16, 60, "24", "-c:v libvpx-vp9 -b:v 1M");
    open({h264(200), vp9});
    std::mt19937 random(2);
    for (int i = 0; i < 60; ++i) expect_tick(static_cast<std::int64_t>(random() % 60));
}

TEST_F(PlayerTest, RealTimeLoopAgainstAFakeClockPresentsOnlyDueFrames) {
    open({h264(50)});
    Nanoseconds fake = 0;
    player->set_clock([&] { return fake; });
    ASSERT_TRUE(player->wait_for(49, kTimeoutMs));
    player->seek(0);
    player->play(Rational(1));
    int presented = 0;
    for (; fake < 5'000'000'000; fake += 41'666'667) {
        Tick tick = player->due(fake);
        if (!tick.complete) {
            const Result<Tick> ready = player->wait_for(tick.number, kTimeoutMs);
            ASSERT_TRUE(ready) << ready.error().message;
            tick = player->due(fake);
        }
        const auto expected = static_cast<int>((fake * 24 / 1'000'000'000) % 50);
        EXPECT_EQ(codes_of(tick).front(), expected) << fake;
        player->presented(tick, fake);
        ++presented;
    }
    EXPECT_EQ(player->counters().dropped, 0);
    EXPECT_EQ(player->counters().presented, presented);
}

/// Three times round 160 frames with room for 100 blocks, decoders' included. Before each tick the
/// reader gets the time to be eight ticks ahead, if it wants to be.
void PlayerTest::expect_a_loop_that_stalls_nowhere(int speed) {
    constexpr int kIn = 20, kLength = 160, kAhead = 8;
    open({h264(200)}, 100U * 4096);
    Nanoseconds fake = 0;
    player->set_clock([&] { return fake; });
    player->edit([](session::Session& s) {
        s.transport.in = kIn;
        s.transport.out = kIn + kLength - 1;
    });
    const auto tick_of = [&](int k) { return kIn + (speed * k % kLength + kLength) % kLength; };
    ASSERT_TRUE(player->wait_for(kIn, kTimeoutMs));
    player->seek(kIn);
    player->play(Rational(speed));
    const renderer::SourceId source = *player->cache_id(player->session().sources[0].key);
    int at_seam = 0, elsewhere = 0;
    for (int k = 0; k < 3 * kLength; ++k) {
        fake = (std::int64_t{k} * 1'000'000'000 + 23) / 24;
        Tick tick = player->due(fake);
        ASSERT_TRUE(k == 0 || !tick.complete || tick.number == tick_of(k)) << k;
        if (!tick.complete || tick.number != tick_of(k)) {
            ++(k > 0 && k % kLength < kAhead ? at_seam : elsewhere);
            ASSERT_TRUE(player->wait_for(tick_of(k), kTimeoutMs));
            tick = player->due(fake);
        }
        player->presented(tick, fake);
        wait_while_decoding([&] {
            for (int n = 1; n <= kAhead; ++n)
                if (!player->cache().contains(source, tick_of(k + n))) return false;
            return true;
        });
    }
    EXPECT_EQ(at_seam, 0);
    EXPECT_EQ(elsewhere, 0);
    EXPECT_LT(player->cache().stats().frames, kLength) << "the loop does not fit";
}

TEST_F(PlayerTest, ALoopLongerThanTheCacheIsReadAheadOverItsSeam) {
    expect_a_loop_that_stalls_nowhere(1);
}

TEST_F(PlayerTest, AReverseLoopLongerThanTheCacheIsReadAheadOverItsSeam) {
    expect_a_loop_that_stalls_nowhere(-1);
}

TEST_F(PlayerTest, APausedPlayerWithAFullCacheComesToRest) {
    // Blocks of two sizes: frames of one take give way to frames of the other.
    const auto large = test::make_bar_code_clip("bars-large.mp4", 192, 64, 200, "24",
                                                "-c:v libx264 -preset veryfast -bf 2 -g 12");
    for (const std::int64_t at : {0, 90, 199}) {
        open({h264(200), large}, 1U << 20);
        player->seek(at);
        ASSERT_TRUE(player->wait_for(at, kTimeoutMs));
        const std::int64_t plenty = 10 * 400;
        wait_while_decoding([&] { return decoded() > plenty; });
        EXPECT_LE(decoded(), plenty) << "frames decoded for ever, paused at " << at;
        EXPECT_LT(player->cache().stats().frames, 400);
        expect_tick(at);
    }
}

/// A picture is handed over before the refresh that shows it, and the player plays on meanwhile.
TEST_F(PlayerTest, ATickCanBeLookedUpBeforeItIsDue) {
    open({h264(50)});
    player->edit([](session::Session& s) { s.transport.loop = session::LoopMode::Once; });
    Nanoseconds fake = 0;
    player->set_clock([&] { return fake; });
    ASSERT_TRUE(player->wait_for(49, kTimeoutMs));
    player->seek(0);
    player->play(Rational(1));
    const Transport transport = player->transport();
    const Tick early = player->due(transport.due_at(2), transport.due_at(1));
    EXPECT_EQ(early.number, 2);
    EXPECT_EQ(early.step, 2);
    fake = transport.due_at(49);
    EXPECT_EQ(player->due(transport.due_at(50), fake).number, 49);
    EXPECT_TRUE(player->transport().playing()) << "the last tick is still on";
    fake = transport.due_at(50);
    EXPECT_EQ(player->due(transport.due_at(49), fake).number, 49);
    EXPECT_FALSE(player->transport().playing());
    EXPECT_EQ(player->counters().stalls, 0);
}

TEST_F(PlayerTest, SkippedTicksAreCountedAsDropped) {
    open({h264(50)});
    Nanoseconds fake = 0;
    player->set_clock([&] { return fake; });
    for (int tick = 0; tick < 10; ++tick) ASSERT_TRUE(player->wait_for(tick, kTimeoutMs));
    player->seek(0);
    player->play(Rational(1));
    player->presented(player->due(fake), fake);
    fake = 5 * 41'666'667; // Four ticks later than the next one.
    player->presented(player->due(fake), fake);
    EXPECT_EQ(player->counters().dropped, 4);
}

TEST_F(PlayerTest, TicksShownMoreThanHalfAPeriodOffAreCountedAsMistimed) {
    open({h264(50)});
    Nanoseconds fake = 0;
    player->set_clock([&] { return fake; });
    for (int tick = 0; tick < 20; ++tick) ASSERT_TRUE(player->wait_for(tick, kTimeoutMs));
    player->seek(0);
    player->play(Rational(2)); // 48 ticks per second: half a period is 10.417 ms.
    const auto show = [&](std::int64_t step, Nanoseconds late) {
        fake = (step * 1'000'000'000 + 47) / 48;
        const Tick tick = player->due(fake);
        ASSERT_TRUE(tick.complete);
        ASSERT_EQ(tick.number, step);
        player->presented(tick, fake, fake + late);
    };
    show(0, 0);
    show(1, 10'416'000);
    EXPECT_EQ(player->counters().mistimed, 0);
    show(2, 10'417'000);
    EXPECT_EQ(player->counters().mistimed, 1);
    show(2, 30'000'000);
    EXPECT_EQ(player->counters().mistimed, 1) << "the same tick again";
    show(3, -10'418'000);
    EXPECT_EQ(player->counters().mistimed, 2) << "too early";
    show(4, 0);
    EXPECT_EQ(player->counters().mistimed, 2) << "nothing accumulates";
    player->pause();
    player->presented(player->due(fake), fake, fake + 100'000'000);
    EXPECT_EQ(player->counters().mistimed, 2) << "nothing is due while paused";
    player->edit([](session::Session& s) { s.transport.every_frame = true; });
    player->play(Rational(1));
    player->presented(player->due(fake), fake, fake + 100'000'000);
    EXPECT_EQ(player->counters().mistimed, 2) << "every frame: the clock waits";
    EXPECT_EQ(player->counters().dropped, 0);
}

TEST_F(PlayerTest, AReloadKeepsThePlayhead) {
    open({h264(50)});
    ASSERT_TRUE(player->wait_for(30, kTimeoutMs));
    player->seek(30);
    player->reload(player->session().sources[0].key);
    ASSERT_TRUE(player->wait_opened());
    ASSERT_TRUE(player->wait_for(30, kTimeoutMs));
    EXPECT_EQ(player->session().transport.position, 30);
}

TEST_F(PlayerTest, ALongerTakeDoesNotMoveThePlayheadOfASessionThatPlayed) {
    open({h264(50)});
    player->play(Rational(1));
    player->pause();
    player->seek(20);
    player->open(h264(200));
    ASSERT_TRUE(player->wait_opened());
    EXPECT_EQ(player->session().transport.position, 20);
    EXPECT_EQ(player->length(), 200);
}

TEST_F(PlayerTest, AnotherRateKeepsTheMomentsOfRangeAndMarkers) {
    open({h264(50)});
    player->edit([](session::Session& s) {
        s.transport.in = 12;
        s.transport.out = 23;
        s.transport.markers = {{18, "here"}};
    });
    player->seek(18);
    player->edit([](session::Session& s) {
        s.transport.rate_is_chosen = true;
        s.transport.rate = Rational(48);
    });
    const session::TransportState state = player->session().transport;
    EXPECT_EQ(state.in, 24);
    EXPECT_EQ(state.out, 47);
    EXPECT_EQ(state.markers[0].tick, 36);
    EXPECT_EQ(state.position, 36);
}

TEST_F(PlayerTest, FramesReachMemoryThatOnlyTheDeviceSees) {
    // As on a GPU: the decoder's memory is staging, one device copy each.
    const renderer::Device gpu({.validation = true, .separate_memory = true});
    Player there(gpu, {.cache_budget_bytes = 8U << 20});
    there.open(h264(50));
    ASSERT_TRUE(there.wait_opened());
    renderer::FrameRenderer its_renderer(gpu, there.cache());
    for (const int number : {0, 7, 3, 49}) {
        const Result<Tick> tick =
            there.wait_for(number, kTimeoutMs, [&] { its_renderer.ingest_pending(); });
        ASSERT_TRUE(tick) << tick.error().message;
        const auto picture = its_renderer.render_and_read(
            there.compose(tick.value(), kTarget, renderer::ResizeFilter::Bilinear),
            renderer::TargetFormat::Rgba8);
        EXPECT_EQ(code_in(picture, {0, 0, kTarget.width, kTarget.height}), number);
    }
    EXPECT_EQ(there.cache().device_copies_per_frame(), 1);
    EXPECT_EQ(gpu.validation_messages(), 0);
}

TEST_F(PlayerTest, AnOffsetMovesASourceWithoutASeek) {
    open({h264(50), h264(50)});
    ASSERT_TRUE(player->wait_for(49, kTimeoutMs));
    player->edit([](session::Session& s) { s.sources[1].timing.offset_s = Rational(-7, 24); });
    const Result<Tick> tick = player->wait_for(10, kTimeoutMs);
    ASSERT_TRUE(tick);
    const auto codes = codes_of(tick.value());
    EXPECT_EQ(codes[0], 10);
    EXPECT_EQ(codes[1], 17);
}

TEST_F(PlayerTest, PastTheEndHoldsOrGoesBlackAsAsked) {
    const auto shorter = h264(50);
    open({h264(200), shorter});
    const Result<Tick> held = player->wait_for(120, kTimeoutMs);
    ASSERT_TRUE(held);
    EXPECT_TRUE(held.value().choices[1].past_end);
    EXPECT_EQ(codes_of(held.value())[1], 49);
    player->edit([](session::Session& s) { s.sources[1].past_end = session::PastEnd::Black; });
    const Result<Tick> black = player->wait_for(120, kTimeoutMs);
    ASSERT_TRUE(black);
    EXPECT_EQ(codes_of(black.value())[1], 0);
    EXPECT_EQ(black.value().choices[1].cached, nullptr);
}

TEST_F(PlayerTest, AFileDeletedWhilePlayingFailsThatSourceAndNotTheOther) {
    const auto doomed = test::footage_folder() / "doomed.mp4";
    std::filesystem::copy_file(h264(200), doomed,
                               std::filesystem::copy_options::overwrite_existing);
    open({h264(50), doomed}, 60U * 4096); // Too small to hold both.
    std::filesystem::resize_file(doomed, 1000);
    std::filesystem::remove(doomed);
    for (int tick = 0; tick < 50; ++tick) {
        const Result<Tick> ready = player->wait_for(tick, kTimeoutMs);
        if (!ready) break; // One line about the file that went away.
        EXPECT_EQ(codes_of(ready.value()).front(), tick);
    }
    player->close(player->session().sources[1].key);
    expect_tick(25);
}

TEST_F(PlayerTest, ClosingAndReopeningSourcesLeavesTheCacheEmpty) {
    open({h264(50), h264(200)});
    ASSERT_TRUE(player->wait_for(20, kTimeoutMs));
    for (const SourceReport& report : player->reports()) player->close(report.key);
    renderer->wait_idle();
    EXPECT_EQ(player->cache().stats().frames, 0);
    EXPECT_EQ(player->length(), 0);
    player->open(h264(50));
    ASSERT_TRUE(player->wait_opened());
    expect_tick(3);
}

} // namespace
} // namespace seamline::playback
