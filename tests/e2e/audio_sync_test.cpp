// tests/e2e/audio_sync_test.cpp: the audio clock against what a real sound server really plays.
#include "app/playback/audio_mixer.h"
#include "app/playback/audio_output.h"
#include "app/playback/sound.h"
#include "tests/support/clip_maker.h"

#include <gtest/gtest.h>
#include <pulse/pulseaudio.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <spawn.h>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

namespace seamline::playback {
namespace {

using std::chrono::milliseconds;

std::string program_in_path(const std::string& name) {
    std::string path = std::getenv("PATH") != nullptr ? std::getenv("PATH") : "/usr/bin:/bin";
    for (std::size_t at = 0; at <= path.size();) {
        const std::size_t end = std::min(path.find(':', at), path.size());
        const std::string candidate = path.substr(at, end - at) + "/" + name;
        if (access(candidate.c_str(), X_OK) == 0) return candidate;
        at = end + 1;
    }
    return {};
}

/// A PulseAudio server with nothing but a null sink, in a folder of its own.
class SoundServer {
public:
    explicit SoundServer(const std::string& program) {
        std::string name =
            (std::filesystem::temp_directory_path() / "seamline-sound-XXXXXX").string();
        folder_ = mkdtemp(name.data());
        const std::string socket = folder_ + "/native";
        std::array<std::string, 9> words{program,
                                         "-n",
                                         "--daemonize=no",
                                         "--use-pid-file=no",
                                         "--exit-idle-time=-1",
                                         "-L",
                                         "module-null-sink sink_name=test rate=48000",
                                         "-L",
                                         "module-native-protocol-unix auth-anonymous=1 socket=" +
                                             socket};
        std::array<std::string, 3> settings{"XDG_RUNTIME_DIR=" + folder_, "HOME=" + folder_,
                                            "PATH=/usr/bin:/bin"};
        std::vector<char*> arguments;
        for (std::string& word : words) arguments.push_back(word.data());
        arguments.push_back(nullptr);
        std::vector<char*> environment;
        for (std::string& setting : settings) environment.push_back(setting.data());
        environment.push_back(nullptr);
        posix_spawn_file_actions_t actions{};
        posix_spawn_file_actions_init(&actions);
        const std::string log = folder_ + "/log";
        posix_spawn_file_actions_addopen(&actions, 2, log.c_str(), O_WRONLY | O_CREAT, 0600);
        running_ = posix_spawn(&process_, program.c_str(), &actions, nullptr, arguments.data(),
                               environment.data()) == 0;
        posix_spawn_file_actions_destroy(&actions);
        for (int i = 0; i < 200 && !std::filesystem::exists(socket); ++i) {
            std::this_thread::sleep_for(milliseconds(25));
        }
        address_ = "unix:" + socket;
    }
    ~SoundServer() {
        stop();
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    SoundServer(const SoundServer&) = delete;
    SoundServer& operator=(const SoundServer&) = delete;

    void stop() {
        if (!std::exchange(running_, false)) return;
        kill(process_, SIGTERM);
        waitpid(process_, nullptr, 0);
    }
    const std::string& address() const { return address_; }
    std::string log() const {
        std::ifstream file(folder_ + "/log");
        return {std::istreambuf_iterator<char>(file), {}};
    }

private:
    std::string folder_;
    std::string address_;
    pid_t process_ = 0;
    bool running_ = false;
};

struct Click {
    std::int64_t time_ns = 0; ///< When it was audible.
    int number = 0;           ///< Which one it is, from its height.
};

constexpr std::int64_t kClickSpacing = 12'000;
constexpr std::int64_t kFirstClick = 6'000;
constexpr float kHeightOfFirst = 0.3F;
constexpr float kHeightStep = 0.01F;

/// Click k is one sample at kFirstClick + k * kClickSpacing; its height tells k, up to 60.
class Clicks final : public AudioSamples {
public:
    bool read(std::int64_t first, std::span<float> interleaved) const noexcept override {
        for (std::size_t i = 0; i < interleaved.size(); ++i) {
            const std::int64_t sample = first + static_cast<std::int64_t>(i / 2) - kFirstClick;
            const bool click = sample >= 0 && sample % kClickSpacing == 0;
            interleaved[i] =
                click ? kHeightOfFirst + kHeightStep * static_cast<float>(sample / kClickSpacing)
                      : 0.0F;
        }
        return true;
    }
};

/// Listens to the null sink's monitor and notes when clicks were audible.
class Listener {
public:
    explicit Listener(const std::string& server) : loop_(pa_threaded_mainloop_new()) {
        context_ = pa_context_new(pa_threaded_mainloop_get_api(loop_), "listener");
        pa_context_set_state_callback(
            context_,
            [](pa_context* context, void* data) {
                if (pa_context_get_state(context) == PA_CONTEXT_READY)
                    static_cast<Listener*>(data)->record();
            },
            this);
        pa_context_connect(context_, server.c_str(), PA_CONTEXT_NOAUTOSPAWN, nullptr);
        pa_threaded_mainloop_start(loop_);
    }
    ~Listener() {
        pa_threaded_mainloop_stop(loop_);
        if (stream_ != nullptr) pa_stream_unref(stream_);
        pa_context_disconnect(context_);
        pa_context_unref(context_);
        pa_threaded_mainloop_free(loop_);
    }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    std::vector<Click> clicks() {
        const std::scoped_lock lock(mutex_);
        return clicks_;
    }

private:
    void record() {
        const pa_sample_spec spec{PA_SAMPLE_FLOAT32NE, 48000, 2};
        stream_ = pa_stream_new(context_, "monitor", &spec, nullptr);
        pa_stream_set_read_callback(
            stream_,
            [](pa_stream*, std::size_t, void* data) { static_cast<Listener*>(data)->listen(); },
            this);
        constexpr auto kAny = static_cast<std::uint32_t>(-1);
        const pa_buffer_attr attributes{kAny, kAny, kAny, kAny, 480 * 8};
        pa_stream_connect_record(stream_, "test.monitor", &attributes,
                                 static_cast<pa_stream_flags_t>(PA_STREAM_ADJUST_LATENCY |
                                                                PA_STREAM_AUTO_TIMING_UPDATE |
                                                                PA_STREAM_INTERPOLATE_TIMING));
    }
    void listen() {
        while (pa_stream_readable_size(stream_) > 0) {
            pa_usec_t latency = 0;
            int negative = 0;
            const bool known = pa_stream_get_latency(stream_, &latency, &negative) >= 0;
            const std::int64_t now_ns = monotonic_ns();
            const void* bytes = nullptr;
            std::size_t size = 0;
            if (pa_stream_peek(stream_, &bytes, &size) < 0 || size == 0) return;
            const std::int64_t late_ns =
                static_cast<std::int64_t>(latency) * (negative ? -1000 : 1000);
            const auto* samples = static_cast<const float*>(bytes);
            for (std::size_t i = 0; known && samples != nullptr && i < size / 8; ++i) {
                if (samples[2 * i] < kHeightOfFirst - kHeightStep / 2) continue;
                const std::int64_t into_ns = static_cast<std::int64_t>(i) * 1'000'000'000 / 48000;
                const float number = (samples[2 * i] - kHeightOfFirst) / kHeightStep;
                const std::scoped_lock lock(mutex_);
                clicks_.push_back(
                    {now_ns - late_ns + into_ns, static_cast<int>(std::lround(number))});
            }
            pa_stream_drop(stream_);
        }
    }

    pa_threaded_mainloop* loop_;
    pa_context* context_ = nullptr;
    pa_stream* stream_ = nullptr; // libpulse's thread
    std::mutex mutex_;
    std::vector<Click> clicks_;
};

class AudioSync : public ::testing::Test {
protected:
    void SetUp() override {
        const std::string program = program_in_path("pulseaudio");
        if (program.empty()) {
            GTEST_SKIP() << "NOT TESTED: audio/video sync. The program pulseaudio is missing; "
                            "install it (apt install pulseaudio).";
        }
        server_ = std::make_unique<SoundServer>(program);
    }
    Result<AudioOutput> open(AudioOutput::Render render) {
        return AudioOutput::open({.server = server_->address()}, std::move(render));
    }
    std::unique_ptr<SoundServer> server_;
};

/// Clock readings over time, so that a click's frame can be looked up afterwards.
class Log {
public:
    void watch(const AudioOutput& output, milliseconds duration) {
        const std::int64_t end_ns = monotonic_ns() + duration.count() * 1'000'000;
        while (monotonic_ns() < end_ns) {
            const std::int64_t now_ns = monotonic_ns();
            const AudioClockReading reading = output.clock(now_ns);
            times_ns_.push_back(now_ns);
            readings_.push_back(reading);
            std::this_thread::sleep_for(milliseconds(5));
        }
    }
    /// Interpolated; absent outside of what was watched.
    std::optional<AudioClockReading> at(std::int64_t time_ns) const {
        const auto after = std::upper_bound(times_ns_.begin(), times_ns_.end(), time_ns);
        if (after == times_ns_.begin() || after == times_ns_.end()) return {};
        const auto i = static_cast<std::size_t>(after - times_ns_.begin());
        const double part = static_cast<double>(time_ns - times_ns_[i - 1]) /
                            static_cast<double>(times_ns_[i] - times_ns_[i - 1]);
        AudioClockReading reading = readings_[i - 1];
        reading.frame += part * (readings_[i].frame - reading.frame);
        return reading;
    }

private:
    std::vector<std::int64_t> times_ns_;
    std::vector<AudioClockReading> readings_;
};

/// How many ms later than the clock says each click after `from_ns` was heard.
std::vector<double> errors_ms(const std::vector<Click>& clicks, const Log& log,
                              const AudioTransport& transport, std::int64_t from_ns) {
    std::vector<double> errors;
    for (const Click& click : clicks) {
        const std::optional<AudioClockReading> reading = log.at(click.time_ns);
        if (click.time_ns < from_ns || !reading || !reading->settled) continue;
        const double due = static_cast<double>(kFirstClick + click.number * kClickSpacing);
        errors.push_back((transport.position_at(reading->frame) - due) / 48);
    }
    return errors;
}

double worst(const std::vector<double>& errors) {
    double result = 0;
    for (const double error : errors) result = std::max(result, std::abs(error));
    return result;
}

TEST_F(AudioSync, ClicksAreHeardWhenTheClockSaysThroughSeekAndUnderrun) {
    AudioMixer mixer;
    std::atomic<bool> starve{false};
    Result<AudioOutput> opened = open([&](std::span<float> frames, std::int64_t first) {
        if (starve.exchange(false)) std::this_thread::sleep_for(milliseconds(400));
        mixer.render(frames, first);
    });
    ASSERT_TRUE(opened) << opened.error().message << "\n" << server_->log();
    const AudioOutput& output = opened.value();
    Listener listener(server_->address());
    Log log;
    AudioMix mix;
    mix.voices.push_back({.samples = std::make_shared<Clicks>()});
    const auto play_from = [&](double position) {
        const double frame = output.clock(monotonic_ns()).frame;
        const AudioTransport transport{
            .playing = true, .at_frame = std::llround(frame), .position = position};
        mixer.set(mix, transport);
        return transport;
    };
    // Started before the clock has settled, as a user does.
    AudioTransport transport = play_from(0);
    log.watch(output, milliseconds(4500)); // the listener's own clock needs as long to settle
    EXPECT_TRUE(output.clock(monotonic_ns()).settled);
    const std::int64_t settled_ns = monotonic_ns();
    log.watch(output, milliseconds(1500));
    std::vector<double> errors = errors_ms(listener.clicks(), log, transport, settled_ns);
    EXPECT_GE(errors.size(), 4U) << server_->log();
    EXPECT_LT(worst(errors), 10) << "ms, playing";
    RecordProperty("playing_error_us", static_cast<int>(worst(errors) * 1000));

    transport = play_from(360'000 + kFirstClick - 7'200); // a click 150 ms after the seek
    const std::int64_t sought_ns = monotonic_ns();
    opened.value().flush();
    log.watch(output, milliseconds(1200));
    EXPECT_EQ(output.generation(), 1);
    const std::int64_t heard_by_ns = sought_ns + 60'000'000; // old clicks may come until then
    const std::vector<Click> clicks = listener.clicks();
    errors = errors_ms(clicks, log, transport, heard_by_ns);
    EXPECT_GE(errors.size(), 4U);
    EXPECT_LT(worst(errors), 10) << "ms, after a seek";
    RecordProperty("sought_error_us", static_cast<int>(worst(errors) * 1000));
    EXPECT_TRUE(std::any_of(clicks.begin(), clicks.end(), [](const Click& click) {
        return click.number == 30;
    })) << "the first click after the seek was not heard";

    const std::int64_t underruns = output.underruns();
    starve = true;
    log.watch(output, milliseconds(700));
    const std::int64_t recovered_ns = monotonic_ns();
    log.watch(output, milliseconds(1200));
    errors = errors_ms(listener.clicks(), log, transport, recovered_ns);
    EXPECT_GE(errors.size(), 4U);
    EXPECT_LT(worst(errors), 10) << "ms, after an underrun";
    RecordProperty("underrun_error_us", static_cast<int>(worst(errors) * 1000));
    EXPECT_GT(output.underruns(), underruns);
    EXPECT_FALSE(output.failure());
}

/// A take with a click of telling height every quarter second, as the Clicks above.
std::filesystem::path take_with_clicks() {
    return test::make_clip(
        "clicks.mkv",
        "-f lavfi -i testsrc2=s=64x36:r=24:d=10 -f lavfi -i "
        "\"aevalsrc='if(eq(mod(n-6000,12000),0),0.3+0.01*(n-6000)/12000,0)':s=48000:d=10\" "
        "-c:v ffv1 -c:a pcm_f32le");
}

TEST_F(AudioSync, ThePictureKeepsToTheSound) {
    const renderer::Device device;
    Player player(device, {});
    player.open(take_with_clicks());
    ASSERT_TRUE(player.wait_opened());
    player.edit([](session::Session& s) { s.transport.loop = session::LoopMode::Once; });
    Sound sound(player, {.server = server_->address()});
    Listener listener(server_->address());
    sound.update();
    ASSERT_TRUE(sound.status().available) << sound.status().message;
    player.play(Rational(1));
    std::vector<std::pair<std::int64_t, double>> shown; // When, and which session sample.
    const std::int64_t begin_ns = monotonic_ns();
    while (monotonic_ns() < begin_ns + 8'000'000'000) {
        sound.update();
        const std::int64_t now_ns = player.now();
        shown.emplace_back(now_ns, player.transport().time_at(now_ns).value() * 48000);
        std::this_thread::sleep_for(milliseconds(10));
    }
    EXPECT_TRUE(sound.status().clock_settled);
    std::vector<double> errors;
    for (const Click& click : listener.clicks()) {
        if (click.time_ns < begin_ns + 4'500'000'000) continue; // Settling, as above.
        const auto after = std::lower_bound(shown.begin(), shown.end(),
                                            std::pair<std::int64_t, double>{click.time_ns, 0});
        if (after == shown.begin() || after == shown.end()) continue;
        const auto before = std::prev(after);
        const double part = static_cast<double>(click.time_ns - before->first) /
                            static_cast<double>(after->first - before->first);
        const double position = before->second + part * (after->second - before->second);
        errors.push_back(
            (position - static_cast<double>(kFirstClick + click.number * kClickSpacing)) / 48);
    }
    EXPECT_GE(errors.size(), 8U) << server_->log();
    EXPECT_LT(worst(errors), 15) << "ms between the picture's time and the click that is heard";
    RecordProperty("av_error_us", static_cast<int>(worst(errors) * 1000));
}

TEST_F(AudioSync, WithoutAServerOneLineSaysSo) {
    server_->stop();
    const Result<AudioOutput> opened = open([](std::span<float>, std::int64_t) {});
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::Unavailable);
    EXPECT_NE(opened.error().message.find("playing silent"), std::string::npos);
    EXPECT_EQ(opened.error().message.find('\n'), std::string::npos);
}

TEST_F(AudioSync, WhenTheServerGoesTheClockRunsOn) {
    Result<AudioOutput> opened = open([](std::span<float> frames, std::int64_t) {
        std::fill(frames.begin(), frames.end(), 0.0F);
    });
    ASSERT_TRUE(opened) << opened.error().message;
    server_->stop();
    for (int i = 0; i < 400 && !opened.value().failure(); ++i) {
        std::this_thread::sleep_for(milliseconds(10));
    }
    ASSERT_TRUE(opened.value().failure());
    const std::int64_t now_ns = monotonic_ns();
    const double before = opened.value().clock(now_ns).frame;
    EXPECT_NEAR(opened.value().clock(now_ns + 1'000'000'000).frame - before, 48'000, 1);
    opened.value().flush();
    opened.value().pause();
    opened.value().resume();
}

} // namespace
} // namespace seamline::playback
