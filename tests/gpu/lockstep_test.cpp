// Seeks, reverse and loops of every kind of stream beside a second take of another rate: the pixels
// of both say which frames they are, and those are the frames of one tick.
#include "app/playback/player.h"
#include "renderer/frame_renderer.h"

#include "tests/support/clip_maker.h"
#include "tests/support/gpu_test.h"

#include <filesystem>
#include <random>

namespace seamline::playback {
namespace {

constexpr int kTimeoutMs = 60'000;
constexpr int kSide = 64;
constexpr Extent kTarget{2 * kSide, kSide};

// The format's clip runs at 24 fps; the take beside it at 30, which is the session's rate, and
// shows frame `kHeadStart` at tick 0, so that neither can pass for the other.
constexpr int kFrames = 192;
constexpr int kPartnerFrames = 260;
constexpr std::int64_t kHeadStart = 7;
constexpr std::int64_t kTicks = 240; // The format's whole clip.
/// A third of both clips: everything is evicted and decoded again all the time.
constexpr std::uint64_t kCacheBytes = 150 * 12'288;

struct Format {
    const char* name;
    const char* file;
    const char* encoder;
    bool variable = false;
};

void PrintTo(const Format& format, std::ostream* out) { *out << format.name; }

const Format kFormats[] = {
    {"H264OpenGop", "lockstep_open.mp4",
     "-c:v libx264 -preset veryfast -bf 3 -x264-params open-gop=1:keyint=12:min-keyint=6"},
    {"H264ClosedGop", "lockstep_closed.mp4", "-c:v libx264 -preset veryfast -bf 3 -g 24"},
    {"Hevc", "lockstep_hevc.mp4",
     "-c:v libx265 -preset ultrafast -x265-params log-level=error:keyint=12:bframes=3"},
    {"Vp9", "lockstep_vp9.mp4",
     "-c:v libvpx-vp9 -cpu-used 8 -deadline good -auto-alt-ref 1 -lag-in-frames 16 -g 20"},
    {"Av1", "lockstep_av1.mp4", "-c:v libaom-av1 -cpu-used 8 -usage realtime -g 16"},
    {"Mjpeg", "lockstep_mjpeg.mov", "-c:v mjpeg -q:v 3"},
    {"VariableRate", "lockstep_variable.mp4",
     "-vf \"select='not(mod(n,3))+not(mod(n,7))+lt(mod(n,40),10)'\" -vsync vfr "
     "-c:v libx264 -preset veryfast -bf 2 -g 10",
     true},
};

/// Whether the variable clip has a frame at n/24 s: what its `select` says.
bool is_kept(std::int64_t n) { return n % 3 == 0 || n % 7 == 0 || n % 40 < 10; }

/// The frame of the format's clip whose time covers the middle of the tick.
std::int64_t code_at(const Format& format, std::int64_t tick) {
    std::int64_t code = (2 * tick + 1) * 24 / 60;
    while (format.variable && !is_kept(code)) --code;
    return code;
}

class Lockstep : public test::GpuTest, public testing::WithParamInterface<Format> {
protected:
    void SetUp() override {
        GpuTest::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        const Format& format = GetParam();
        int frames = 0;
        for (int n = 0; n < kFrames; ++n) frames += !format.variable || is_kept(n) ? 1 : 0;
        const auto clip = test::make_bar_code_clip(format.file, kSide, kSide, frames, "24",
                                                   format.encoder);
        const auto partner =
            test::make_bar_code_clip("lockstep_partner.mp4", kSide, kSide, kPartnerFrames, "30",
                                     "-c:v libx264 -preset veryfast -bf 2 -g 15");
        player_ = std::make_unique<Player>(
            device(), PlayerOptions{.cache_budget_bytes = kCacheBytes, .cores = 2});
        player_->set_clock([this] { return now_; });
        player_->open(clip);
        player_->open(partner);
        const Result<Done> opened = player_->wait_opened();
        ASSERT_TRUE(opened) << opened.error().message;
        player_->edit([](session::Session& s) {
            s.compare.mode = session::CompareMode::Row;
            s.transport.rate_is_chosen = true;
            s.transport.rate = Rational(30);
            s.sources[1].timing.offset_s = Rational(-kHeadStart, 30);
        });
        renderer_.emplace(device(), player_->cache());
    }
    void TearDown() override {
        renderer_.reset();
        player_.reset();
        GpuTest::TearDown();
    }

    /// Renders the tick and reads the numbers in both halves of the picture.
    std::pair<int, int> shown(const Tick& tick) {
        const auto picture = renderer_->render_and_read(
            player_->compose(tick, kTarget, renderer::ResizeFilter::Bilinear),
            renderer::TargetFormat::Rgba8);
        const auto code_from = [&](int left) {
            return test::read_bar_code(kSide, kSide, [&](int x, int y) {
                const auto at = static_cast<std::size_t>(y * kTarget.width + left + x) * 4;
                return static_cast<int>(picture.pixels[at + 1]);
            });
        };
        return {code_from(0), code_from(kSide)};
    }
    /// Presents a tick that claims to be complete. Returns false after a failure.
    bool present(const Tick& tick, std::int64_t number) {
        EXPECT_TRUE(tick.complete);
        EXPECT_EQ(tick.number, number);
        const auto [left, right] = shown(tick);
        EXPECT_EQ(left, code_at(GetParam(), number)) << "tick " << number;
        EXPECT_EQ(right, number + kHeadStart) << "tick " << number;
        player_->presented(tick, now_);
        return !HasFailure();
    }
    /// The due tick, once its frames are there.
    Tick due_tick() {
        Tick tick = player_->due(now_);
        while (!tick.complete) {
            const Result<Tick> ready = player_->wait_for(tick.number, kTimeoutMs);
            if (!ready) {
                ADD_FAILURE() << ready.error().message;
                break;
            }
            tick = player_->due(now_);
        }
        return tick;
    }
    /// Plays `ticks` ticks within the range, of which the k-th is `tick_of(k)`.
    template <typename TickOf> void play_through(Rational speed, int ticks, TickOf tick_of) {
        const std::int64_t before = player_->counters().presented;
        player_->play(speed);
        const Nanoseconds start = now_;
        for (int k = 0; k < ticks; ++k) {
            now_ = start + (std::int64_t{k} * 1'000'000'000 + 29) / 30;
            ASSERT_TRUE(present(due_tick(), tick_of(k))) << "step " << k;
        }
        EXPECT_EQ(player_->counters().dropped, 0);
        EXPECT_EQ(player_->counters().presented, before + ticks);
    }
    void expect_a_full_cache() const {
        const renderer::CacheStats stats = player_->cache().stats();
        EXPECT_LT(stats.frames, kFrames);
        EXPECT_LE(stats.used_bytes, stats.budget_bytes * 11 / 10);
    }

    Nanoseconds now_ = 0;
    std::unique_ptr<Player> player_;
    std::optional<renderer::FrameRenderer> renderer_;
};

TEST_P(Lockstep, AThousandRandomSeeksShowBothFramesOfTheTick) {
    std::mt19937 random(11);
    for (int i = 0; i < 1000; ++i) {
        const auto number = static_cast<std::int64_t>(random() % kTicks);
        now_ += 1'000'000;
        player_->seek(number);
        // What is shown before the frames are there says that it is not exact.
        const Tick early = player_->due(now_);
        ASSERT_EQ(early.number, number);
        ASSERT_NE(early.complete, early.approximate);
        for (const FrameChoice& choice : early.choices)
            ASSERT_TRUE(choice.approximate || choice.cached == nullptr ||
                        choice.cached->index == choice.frame);
        ASSERT_TRUE(present(due_tick(), number)) << "seek " << i;
    }
    expect_a_full_cache();
}

TEST_P(Lockstep, ReversePlayShowsEveryTick) {
    player_->edit([](session::Session& s) {
        s.transport.out = kTicks - 1;
        s.transport.loop = session::LoopMode::Once;
    });
    player_->seek(kTicks - 1);
    play_through(Rational(-1), kTicks, [](int k) { return kTicks - 1 - k; });
    expect_a_full_cache();
}

TEST_P(Lockstep, ALoopOverInAndOutShowsEveryTickInBothDirections) {
    constexpr int kIn = 31, kOut = 209, kLength = kOut - kIn + 1;
    player_->edit([](session::Session& s) {
        s.transport.in = kIn;
        s.transport.out = kOut;
        s.transport.loop = session::LoopMode::Loop;
    });
    player_->seek(kIn);
    play_through(Rational(1), 2 * kLength + 20, [](int k) { return kIn + k % kLength; });
    player_->seek(kOut);
    play_through(Rational(-1), kLength + 20, [](int k) { return kOut - k % kLength; });
    expect_a_full_cache();
}

INSTANTIATE_TEST_SUITE_P(Formats, Lockstep, testing::ValuesIn(kFormats),
                         [](const auto& format) { return std::string(format.param.name); });

} // namespace
} // namespace seamline::playback
