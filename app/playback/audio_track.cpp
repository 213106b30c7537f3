// app/playback/audio_track.cpp: AudioTrack, its worker and its chunks.
#include "app/playback/audio_track.h"

#include "app/playback/audio_chunks.h"
#include "decode/audio_source.h"
#include "decode/media/guarded.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>

namespace seamline::playback {

namespace {

/// Chunks this near the playhead are loaded before anything is measured: 2.7 s ahead, 1.4 s behind.
constexpr std::int64_t kUrgentAhead = 4;
constexpr std::int64_t kUrgentBehind = 2;
/// The loudness range sorts all its blocks, so a long track's result is renewed now and then only.
constexpr std::int64_t kChunksPerResult = 64;

struct Measured {
    Loudness loudness;
    std::vector<LoudnessPoint> points;
    WaveformPyramid waveform;
};

} // namespace

struct AudioTrack::Impl {
    Impl(std::function<Result<PcmReader>()> opening, AudioTrackOptions track_options)
        : open(std::move(opening)), options(track_options),
          chunks(std::max<std::int64_t>(track_options.resident_samples / kChunk, 8)) {}

    std::function<Result<PcmReader>()> open;
    const AudioTrackOptions options;
    AudioChunks chunks;
    Guarded<Measured> measured;

    // Written by the player, read by the worker.
    std::atomic<std::int64_t> playhead_chunk{0};
    mutable std::mutex mutex; // guards `progress`
    mutable std::condition_variable_any changed;
    AudioTrackProgress progress;

    // The worker's own.
    PcmReader reader;
    LoudnessMeter meter;
    std::int64_t measured_chunks = 0;
    bool measure_done = false;
    std::vector<float> scratch = std::vector<float>(AudioChunks::kFloats);

    std::jthread worker; // last, so that it stops before what it uses goes

    void run(const std::stop_token& stop);
    void work(const std::stop_token& stop);
    bool load_next(bool urgent);
    bool load(std::int64_t chunk);
    std::int64_t fetch(std::int64_t chunk, std::span<float> interleaved);
    bool measure_next();
    void publish(std::span<const float> interleaved);
    void fail(Error error, std::int64_t end_chunk);
    bool is_settled() const; ///< Under `mutex`.
    template <typename Change> void report(Change&& change) {
        {
            const std::scoped_lock lock(mutex);
            change(progress);
        }
        changed.notify_all();
    }
};

void AudioTrack::Impl::run(const std::stop_token& stop) {
    try {
        work(stop);
    } catch (const std::exception& exception) {
        fail({ErrorCode::TooLarge, std::string("The sound cannot be kept in memory (") +
                                       exception.what() + "); close other sources."},
             0);
        report([](AudioTrackProgress& state) { state.resident = state.measured = true; });
    }
}

void AudioTrack::Impl::work(const std::stop_token& stop) {
    Result<PcmReader> opened = open();
    if (opened) {
        reader = std::move(opened.value());
    } else {
        fail(opened.error(), 0);
    }
    measure_done = !options.measure;
    while (!stop.stop_requested()) {
        const std::int64_t served = playhead_chunk.load();
        if (load_next(true) || measure_next() || load_next(false)) continue;
        report([&](AudioTrackProgress& state) {
            state.resident = served == playhead_chunk.load();
            state.measured = options.measure;
        });
        std::unique_lock lock(mutex);
        changed.wait(lock, stop, [&] { return !progress.resident; });
    }
}

bool AudioTrack::Impl::load_next(bool urgent) {
    const AudioChunks::Window window = chunks.window(playhead_chunk.load());
    const std::int64_t centre = std::clamp(playhead_chunk.load(), window.first, window.end);
    const std::int64_t end = urgent ? std::min(centre + kUrgentAhead, window.end) : window.end;
    for (std::int64_t chunk = centre; chunk < end; ++chunk) {
        if (!chunks.holds(chunk)) return load(chunk);
    }
    const std::int64_t first =
        urgent ? std::max(centre - kUrgentBehind, window.first) : window.first;
    for (std::int64_t chunk = centre - 1; chunk >= first; --chunk) {
        if (!chunks.holds(chunk)) return load(chunk);
    }
    return false;
}

/// Always returns true: something was done, look again.
bool AudioTrack::Impl::load(std::int64_t chunk) {
    AudioChunks::Chunk& room = chunks.room();
    const std::int64_t samples = fetch(chunk, room.interleaved);
    if (samples > 0) {
        chunks.publish(room, chunk);
    } else {
        chunks.give_back(room);
    }
    return true;
}

/// Reads a chunk, fills its rest with silence and learns from it where the track ends.
std::int64_t AudioTrack::Impl::fetch(std::int64_t chunk, std::span<float> interleaved) {
    const Result<std::int64_t> read = reader(chunk * kChunk, interleaved);
    if (!read) {
        fail(read.error(), chunk);
        return 0;
    }
    const std::int64_t samples = read.value();
    std::fill(interleaved.begin() + samples * decode::kChannels, interleaved.end(), 0.0F);
    const bool follows = chunk == 0 || chunk == measured_chunks || chunks.holds(chunk - 1);
    if (samples < kChunk) chunks.set_end(chunk, samples, samples > 0 || follows);
    if (const std::optional<std::int64_t> length = chunks.length()) {
        report([&](AudioTrackProgress& state) { state.length = length; });
    }
    return samples;
}

bool AudioTrack::Impl::measure_next() {
    if (measure_done) return false;
    const std::int64_t chunk = measured_chunks;
    std::int64_t samples = kChunk;
    if (const std::optional<std::int64_t> length = chunks.length()) {
        samples = std::clamp<std::int64_t>(*length - chunk * kChunk, 0, kChunk);
    }
    if (samples > 0 && !chunks.copy(chunk, scratch)) {
        const AudioChunks::Window window = chunks.window(playhead_chunk.load());
        if (chunk >= window.first && chunk < window.end) return load(chunk);
        samples = fetch(chunk, scratch);
    }
    publish(std::span(scratch).first(static_cast<std::size_t>(samples) * decode::kChannels));
    return true;
}

void AudioTrack::Impl::publish(std::span<const float> interleaved) {
    const auto samples = static_cast<std::int64_t>(interleaved.size()) / decode::kChannels;
    measured_chunks += 1;
    measure_done = samples < kChunk;
    const std::vector<LoudnessPoint> points = meter.add(interleaved);
    const bool renew = measure_done || measured_chunks < kChunksPerResult ||
                       measured_chunks % kChunksPerResult == 0;
    const std::optional<Loudness> result = renew ? std::optional(meter.result()) : std::nullopt;
    measured.with([&](Measured& target) {
        target.points.insert(target.points.end(), points.begin(), points.end());
        target.waveform.add(interleaved);
        if (result) target.loudness = *result;
    });
    report([&](AudioTrackProgress& state) { state.measured_samples += samples; });
}

void AudioTrack::Impl::fail(Error error, std::int64_t end_chunk) {
    chunks.set_end(end_chunk, 0, true);
    report([&](AudioTrackProgress& state) {
        state.error = std::move(error);
        state.length = chunks.length();
    });
}

AudioTrack::AudioTrack(std::function<Result<PcmReader>()> open, AudioTrackOptions options)
    : impl_(std::make_unique<Impl>(std::move(open), options)) {
    impl_->worker =
        std::jthread([track = impl_.get()](const std::stop_token& stop) { track->run(stop); });
}

AudioTrack::~AudioTrack() = default;

bool AudioTrack::read(std::int64_t first, std::span<float> interleaved) const noexcept {
    return impl_->chunks.read(first, interleaved);
}

void AudioTrack::set_playhead(std::int64_t sample) {
    const std::int64_t chunk = std::max<std::int64_t>(sample, 0) / kChunk;
    if (impl_->playhead_chunk.exchange(chunk) == chunk) return;
    impl_->report([](AudioTrackProgress& state) { state.resident = false; });
}

AudioTrackProgress AudioTrack::progress() const {
    const std::scoped_lock lock(impl_->mutex);
    return impl_->progress;
}

bool AudioTrack::Impl::is_settled() const {
    const bool hopeless = progress.error && progress.length == 0;
    return hopeless || (progress.resident && (progress.measured || !options.measure));
}

void AudioTrack::wait() const {
    std::unique_lock lock(impl_->mutex);
    impl_->changed.wait(lock, [&] { return impl_->is_settled(); });
}

bool AudioTrack::wait_for(int timeout_ms) const {
    std::unique_lock lock(impl_->mutex);
    return impl_->changed.wait_for(lock, std::chrono::milliseconds(timeout_ms),
                                   [&] { return impl_->is_settled(); });
}

Loudness AudioTrack::loudness() const {
    return impl_->measured.with([](const Measured& measured) { return measured.loudness; });
}

std::optional<LoudnessPoint> AudioTrack::loudness_at(std::int64_t sample) const {
    return impl_->measured.with([&](const Measured& measured) -> std::optional<LoudnessPoint> {
        const std::int64_t point = sample / kLoudnessStep - 1;
        if (point < 0 || point >= static_cast<std::int64_t>(measured.points.size())) return {};
        return measured.points[static_cast<std::size_t>(point)];
    });
}

std::vector<WaveformColumn> AudioTrack::waveform(double first, double samples_per_column,
                                                 int count) const {
    if (samples_per_column < static_cast<double>(WaveformPyramid::kBin) && count > 0) {
        const auto samples = static_cast<std::size_t>(samples_per_column * count) + 1;
        std::vector<float> sound(samples * decode::kChannels);
        const auto start = static_cast<std::int64_t>(first) - (first < 0 ? 1 : 0);
        if (read(start, sound)) return waveform_of(sound, samples_per_column, count);
    }
    return impl_->measured.with([&](const Measured& measured) {
        return measured.waveform.columns(first, samples_per_column, count);
    });
}

std::size_t AudioTrack::resident_bytes() const { return impl_->chunks.bytes(); }

} // namespace seamline::playback
