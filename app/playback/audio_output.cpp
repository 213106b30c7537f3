// app/playback/audio_output.cpp: AudioOutput over libpulse.
#include "app/playback/audio_output.h"

#include "decode/audio_source.h"
#include "decode/media/guarded.h"

#include <pulse/pulseaudio.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <utility>
#include <vector>

namespace seamline::playback {

namespace {

constexpr pa_sample_spec kSpec{PA_SAMPLE_FLOAT32NE, decode::kSampleRate, decode::kChannels};
constexpr std::int64_t kFrameBytes = sizeof(float) * decode::kChannels;
constexpr std::int64_t kRenderFrames = 2048;
constexpr pa_usec_t kOpenTimeout = 3 * PA_USEC_PER_SEC;
constexpr pa_usec_t kReportInterval = 50 * PA_USEC_PER_MSEC;
constexpr pa_usec_t kSettledReportInterval = 250 * PA_USEC_PER_MSEC;
constexpr double kFlushMargin_s = 0.02; // what the server needs to take back frames safely

struct Free {
    void operator()(pa_threaded_mainloop* loop) const { pa_threaded_mainloop_free(loop); }
    void operator()(pa_context* context) const {
        // Its end is no news to anybody.
        pa_context_set_state_callback(context, nullptr, nullptr);
        pa_context_disconnect(context);
        pa_context_unref(context);
    }
    void operator()(pa_stream* stream) const {
        pa_stream_set_state_callback(stream, nullptr, nullptr);
        pa_stream_disconnect(stream);
        pa_stream_unref(stream);
    }
};

void ignore(pa_operation* operation) {
    if (operation != nullptr) pa_operation_unref(operation);
}

/// Holds libpulse's own lock: its thread then stands still between two callbacks.
class Lock {
public:
    explicit Lock(pa_threaded_mainloop* loop) : loop_(loop) { pa_threaded_mainloop_lock(loop_); }
    ~Lock() { pa_threaded_mainloop_unlock(loop_); }
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;

private:
    pa_threaded_mainloop* loop_;
};

} // namespace

std::int64_t monotonic_ns() {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

struct AudioOutput::Impl {
    Render render;
    mutable Guarded<AudioClock> clock; // reports from the audio thread, read by the player
    mutable Guarded<std::optional<std::string>> failure;
    std::atomic<std::int64_t> underruns{0};   // written by the audio thread
    std::atomic<std::int64_t> generation{0};  // written by the audio thread
    std::atomic<std::int64_t> write_frame{0}; // written by the audio thread: the next to write

    // Used under libpulse's lock only.
    std::vector<float> block = std::vector<float>(kRenderFrames * decode::kChannels);
    std::vector<float> replaced; // room for a flush, made before it is needed
    bool report_pending = false;
    bool reported = false;
    bool timed_out = false;
    bool paused = false;

    // In the order of their making; libpulse's thread is stopped before any of them goes.
    std::unique_ptr<pa_threaded_mainloop, Free> loop{pa_threaded_mainloop_new()};
    std::unique_ptr<pa_context, Free> context;
    std::unique_ptr<pa_stream, Free> stream;
    bool running = false;

    ~Impl() {
        if (running) pa_threaded_mainloop_stop(loop.get());
    }

    Error start(const AudioOutputOptions& options);
    bool wait_for(const std::function<bool()>& reached);
    Error unavailable() const;
    bool connect_stream(const AudioOutputOptions& options);
    void wake() { pa_threaded_mainloop_signal(loop.get(), 0); }
    void schedule_report();
    void request_report();
    void report();
    void write(std::size_t bytes);
    void replace_queued();
    void check();
};

namespace {

template <typename Impl> Impl& self_of(void* data) { return *static_cast<Impl*>(data); }

} // namespace

/// Runs on libpulse's thread whenever the context or the stream changes state.
void AudioOutput::Impl::check() {
    const bool context_lost = context && !PA_CONTEXT_IS_GOOD(pa_context_get_state(context.get()));
    const bool stream_lost = stream && !PA_STREAM_IS_GOOD(pa_stream_get_state(stream.get()));
    if (context_lost || stream_lost) {
        const Error error = unavailable();
        failure.with([&](std::optional<std::string>& text) { text = error.message; });
        clock.with([](AudioClock& target) { target.distrust(); });
    }
    wake();
}

Error AudioOutput::Impl::unavailable() const {
    const std::string reason =
        timed_out ? "no answer" : pa_strerror(context ? pa_context_errno(context.get()) : 0);
    return {ErrorCode::Unavailable, "No sound: the sound server cannot be used (" + reason +
                                        "); playing silent. Start PulseAudio or PipeWire, then "
                                        "switch the sound on again."};
}

bool AudioOutput::Impl::wait_for(const std::function<bool()>& reached) {
    while (!reached()) {
        if (timed_out || failure.with([](const auto& text) { return text.has_value(); })) {
            return false;
        }
        pa_threaded_mainloop_wait(loop.get());
    }
    return true;
}

/// Returns an error with an empty message when all went well.
Error AudioOutput::Impl::start(const AudioOutputOptions& options) {
    replaced.resize(decode::kSampleRate * decode::kChannels);
    context.reset(pa_context_new(pa_threaded_mainloop_get_api(loop.get()), "Seamline"));
    if (!context) return unavailable();
    pa_context_set_state_callback(
        context.get(), [](pa_context*, void* data) { self_of<Impl>(data).check(); }, this);
    const char* server = options.server.empty() ? nullptr : options.server.c_str();
    // A review must not start a sound daemon that outlives it.
    if (pa_context_connect(context.get(), server, PA_CONTEXT_NOAUTOSPAWN, nullptr) < 0 ||
        pa_threaded_mainloop_start(loop.get()) < 0) {
        return unavailable();
    }
    running = true;
    const Lock lock(loop.get());
    pa_time_event* timeout = pa_context_rttime_new(
        context.get(), pa_rtclock_now() + kOpenTimeout,
        [](pa_mainloop_api*, pa_time_event*, const timeval*, void* data) {
            self_of<Impl>(data).timed_out = true;
            self_of<Impl>(data).wake();
        },
        this);
    const bool open =
        wait_for([&] { return pa_context_get_state(context.get()) == PA_CONTEXT_READY; }) &&
        connect_stream(options) && wait_for([&] { return reported; });
    if (timeout != nullptr) pa_threaded_mainloop_get_api(loop.get())->time_free(timeout);
    return open ? Error{ErrorCode::Unavailable, {}} : unavailable();
}

bool AudioOutput::Impl::connect_stream(const AudioOutputOptions& options) {
    pa_proplist* properties = pa_proplist_new();
    pa_proplist_sets(properties, PA_PROP_MEDIA_ROLE, "video");
    stream.reset(pa_stream_new_with_proplist(context.get(), "Review", &kSpec, nullptr, properties));
    pa_proplist_free(properties);
    if (!stream) return false;
    const auto notice = [](pa_stream*, void* data) { self_of<Impl>(data).check(); };
    const auto distrust = [](pa_stream*, void* data) {
        self_of<Impl>(data).clock.with([](AudioClock& target) { target.distrust(); });
    };
    pa_stream_set_state_callback(stream.get(), notice, this);
    pa_stream_set_moved_callback(stream.get(), distrust, this);
    pa_stream_set_suspended_callback(stream.get(), distrust, this);
    pa_stream_set_underflow_callback(
        stream.get(), [](pa_stream*, void* data) { ++self_of<Impl>(data).underruns; }, this);
    pa_stream_set_write_callback(
        stream.get(),
        [](pa_stream*, std::size_t bytes, void* data) { self_of<Impl>(data).write(bytes); }, this);
    const auto target = static_cast<std::uint32_t>(std::clamp(options.latency_ms, 20, 500) *
                                                   decode::kSampleRate / 1000 * kFrameBytes);
    constexpr auto kServersChoice = static_cast<std::uint32_t>(-1);
    // No prebuffering: the stream's time line then runs on through an underrun.
    const pa_buffer_attr attributes{kServersChoice, target, 0, target / 4, kServersChoice};
    const char* device = options.device.empty() ? nullptr : options.device.c_str();
    if (pa_stream_connect_playback(stream.get(), device, &attributes, PA_STREAM_ADJUST_LATENCY,
                                   nullptr, nullptr) < 0) {
        return false;
    }
    if (!wait_for([&] { return pa_stream_get_state(stream.get()) == PA_STREAM_READY; })) {
        return false;
    }
    schedule_report();
    return true;
}

/// Reports are asked for by a timer, because a device with a full buffer asks for no frames.
void AudioOutput::Impl::schedule_report() {
    request_report();
    const bool settled =
        clock.with([](AudioClock& target) { return target.read(monotonic_ns()).settled; });
    const pa_usec_t due = pa_rtclock_now() + (settled ? kSettledReportInterval : kReportInterval);
    pa_context_rttime_new(
        context.get(), due,
        [](pa_mainloop_api* api, pa_time_event* event, const timeval*, void* data) {
            api->time_free(event);
            self_of<Impl>(data).schedule_report();
        },
        this);
}

void AudioOutput::Impl::request_report() {
    if (report_pending || pa_stream_get_state(stream.get()) != PA_STREAM_READY) return;
    report_pending = true;
    pa_operation* operation = pa_stream_update_timing_info(
        stream.get(), [](pa_stream*, int, void* data) { self_of<Impl>(data).report(); }, this);
    if (operation == nullptr) report_pending = false;
    ignore(operation);
}

void AudioOutput::Impl::report() {
    report_pending = false;
    const pa_timing_info* info = pa_stream_get_timing_info(stream.get());
    if (info == nullptr || info->read_index_corrupt != 0 || paused) return;
    // Not pa_stream_get_time(): that clamps at 0 and smooths, and so runs wild for the first
    // seconds on a device with much latency, while the sum below is right from the first report on.
    const double read_s = static_cast<double>(info->read_index) /
                          static_cast<double>(kFrameBytes * decode::kSampleRate);
    const double audible_s = read_s + static_cast<double>(info->transport_usec) * 1e-6 -
                             static_cast<double>(info->sink_usec) * 1e-6;
    clock.with([&](AudioClock& target) {
        target.observe(monotonic_ns(), audible_s * decode::kSampleRate);
    });
    if (!std::exchange(reported, true)) wake();
}

void AudioOutput::Impl::write(std::size_t bytes) {
    auto frames = static_cast<std::int64_t>(bytes) / kFrameBytes;
    while (frames > 0) {
        const std::int64_t count = std::min(frames, kRenderFrames);
        const auto part =
            std::span(block).first(static_cast<std::size_t>(count) * decode::kChannels);
        render(part, write_frame.load());
        if (pa_stream_write(stream.get(), part.data(), part.size_bytes(), nullptr, 0,
                            PA_SEEK_RELATIVE) < 0) {
            return;
        }
        write_frame += count;
        frames -= count;
    }
}

void AudioOutput::Impl::replace_queued() {
    const std::int64_t now_ns = monotonic_ns();
    const AudioClockReading now =
        clock.with([&](AudioClock& target) { return target.read(now_ns); });
    if (!now.settled || paused || pa_stream_get_state(stream.get()) != PA_STREAM_READY) return;
    const double margin_s = kFlushMargin_s + now.uncertainty_s;
    const auto first =
        static_cast<std::int64_t>(std::ceil(now.frame + margin_s * decode::kSampleRate));
    const auto room = static_cast<std::int64_t>(replaced.size()) / decode::kChannels;
    const std::int64_t count = std::min(write_frame.load() - first, room);
    if (count <= 0) return;
    const std::int64_t from = write_frame.load() - count;
    const auto part =
        std::span(replaced).first(static_cast<std::size_t>(count) * decode::kChannels);
    render(part, from);
    if (pa_stream_write(stream.get(), part.data(), part.size_bytes(), nullptr, -count * kFrameBytes,
                        PA_SEEK_RELATIVE) == 0) {
        ++generation;
    }
}

AudioOutput::AudioOutput(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
AudioOutput::~AudioOutput() = default;
AudioOutput::AudioOutput(AudioOutput&&) noexcept = default;
AudioOutput& AudioOutput::operator=(AudioOutput&&) noexcept = default;

Result<AudioOutput> AudioOutput::open(const AudioOutputOptions& options, Render render) {
    auto impl = std::make_unique<Impl>();
    impl->render = std::move(render);
    if (!impl->loop) return impl->unavailable();
    Error error = impl->start(options);
    if (!error.message.empty()) return error;
    return AudioOutput(std::move(impl));
}

AudioClockReading AudioOutput::clock(std::int64_t now_ns) const {
    return impl_->clock.with([&](AudioClock& clock) { return clock.read(now_ns); });
}

void AudioOutput::flush() {
    const Lock lock(impl_->loop.get());
    pa_mainloop_api_once(
        pa_threaded_mainloop_get_api(impl_->loop.get()),
        [](pa_mainloop_api*, void* data) { self_of<Impl>(data).replace_queued(); }, impl_.get());
}

std::int64_t AudioOutput::generation() const { return impl_->generation.load(); }

void AudioOutput::pause() {
    const Lock lock(impl_->loop.get());
    if (std::exchange(impl_->paused, true)) return;
    impl_->clock.with([](AudioClock& clock) { clock.stop(monotonic_ns()); });
    ignore(pa_stream_cork(impl_->stream.get(), 1, nullptr, nullptr));
}

void AudioOutput::resume() {
    const Lock lock(impl_->loop.get());
    if (!std::exchange(impl_->paused, false)) return;
    ignore(pa_stream_cork(impl_->stream.get(), 0, nullptr, nullptr));
    impl_->clock.with([](AudioClock& clock) { clock.start(monotonic_ns()); });
}

std::optional<std::string> AudioOutput::failure() const {
    return impl_->failure.with([](const std::optional<std::string>& text) { return text; });
}

std::int64_t AudioOutput::underruns() const { return impl_->underruns.load(); }

double AudioOutput::latency_s() const {
    const double audible = clock(monotonic_ns()).frame;
    return (static_cast<double>(impl_->write_frame.load()) - audible) / decode::kSampleRate;
}

} // namespace seamline::playback
