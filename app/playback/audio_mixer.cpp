// app/playback/audio_mixer.cpp: AudioMixer.
#include "app/playback/audio_mixer.h"

#include "app/playback/audio_resampler.h"
#include "decode/audio_source.h"

#include <algorithm>
#include <atomic>
#include <cmath>

namespace seamline::playback {

namespace {

constexpr std::int64_t kBlock = AudioResampler::kMaxFrames;
static_assert(kBlock >= AudioMixer::kFadeFrames);
/// Frames of output that are remembered, to fade from when the device goes back: 0.68 s.
constexpr std::int64_t kHistory = 32768;
constexpr std::size_t kChannels = decode::kChannels;

using Block = std::array<float, kBlock * kChannels>;

std::span<float> frames_of(Block& block, std::int64_t frames) {
    return std::span(block).first(static_cast<std::size_t>(frames) * kChannels);
}

struct Heard {
    std::shared_ptr<const AudioSamples> samples;
    float gain = 1;
    double rate = 1;
    double origin = 0;
};

struct State {
    std::vector<Heard> voices;
    AudioTransport transport;
    std::uint64_t transport_serial = 0; // tells a new transport from a new mix under the same one
};

/// Hands values from one thread to another, the newest only; neither ever waits. The writer and the
/// reader own one slot each and swap it with the middle one; what the reader gives back is
/// destroyed by the writer.
class Mailbox {
public:
    /// Writer only.
    void send(State state) {
        slots_[back_] = std::move(state);
        back_ = middle_.exchange(back_ | kNew) & kIndex;
        slots_[back_] = {};
    }
    /// Writer only: empties the slot that the reader gave back.
    void collect() {
        unsigned seen = middle_.load();
        if ((seen & kNew) == 0 && middle_.compare_exchange_strong(seen, back_)) {
            back_ = seen;
            slots_[back_] = {};
        }
    }
    /// Reader only.
    bool has_news() const { return (middle_.load() & kNew) != 0; }
    void take() { front_ = middle_.exchange(front_) & kIndex; }
    State& current() { return slots_[front_]; }

private:
    static constexpr unsigned kNew = 4;
    static constexpr unsigned kIndex = 3;
    std::array<State, 3> slots_;
    unsigned back_ = 0;               // the writer's
    unsigned front_ = 1;              // the reader's
    std::atomic<unsigned> middle_{2}; // index, and kNew when the writer put it there
};

void raise(std::atomic<float>& maximum, float value) {
    float seen = maximum.load(std::memory_order_relaxed);
    // Once only: losing a peak to a meter that is being read at this moment does no harm.
    if (value > seen) maximum.compare_exchange_strong(seen, value);
}

} // namespace

struct AudioMixer::Impl {
    // The player's.
    AudioMix mix;
    AudioTransport transport;
    std::uint64_t transport_serial = 0;

    Mailbox mailbox;
    // Written by the audio thread, read and reset by the player.
    std::array<std::atomic<float>, kChannels> peaks{};
    std::atomic<std::int64_t> clipped{0};
    std::atomic<std::int64_t> missing{0};

    // The audio thread's.
    AudioResampler resampler;
    std::uint64_t anchored_serial = 0;
    std::int64_t anchor = 0;     // the first frame rendered with the present transport
    std::int64_t next_frame = 0; // follows the last one rendered
    AudioTransport::Run run;     // the straight run in progress, at next_frame
    Block voice{};               // one source's share of a block
    Block tail{};                // what would have come, fading out
    Block next_tail{};
    std::int64_t tail_done = kFadeFrames; // frames of it that were used
    std::array<float, kHistory * kChannels> history{};

    void send();
    void adopt(std::int64_t first_frame);
    void begin_fade(std::int64_t first_frame);
    void render_run(std::span<float> out, const AudioTransport::Run& from);
    void apply_fade(std::span<float> out);
    std::int64_t render_piece(std::span<float> out, std::int64_t frame);
    void finish(std::span<float> out, std::int64_t frame);
};

std::vector<float> heard_gains(const AudioMix& mix) {
    const bool solo = std::any_of(mix.voices.begin(), mix.voices.end(),
                                  [](const AudioVoice& voice) { return voice.soloed; });
    std::vector<float> gains;
    int heard = 0;
    for (std::size_t i = 0; i < mix.voices.size(); ++i) {
        const AudioVoice& voice = mix.voices[i];
        const bool selected = solo ? voice.soloed : !mix.chosen || *mix.chosen == i;
        const bool audible = selected && !voice.muted && !mix.muted && voice.samples != nullptr;
        gains.push_back(audible ? voice.gain * mix.gain : 0.0F);
        heard += audible ? 1 : 0;
    }
    for (float& gain : gains) gain /= static_cast<float>(std::max(heard, 1));
    return gains;
}

AudioTransport scrub_transport(double position, double frames, bool backwards) {
    constexpr double kLeastFrames = 960;
    const auto length = static_cast<std::int64_t>(std::max(frames, kLeastFrames));
    return {.playing = true,
            .at_frame = AudioTransport::kAtNextRender,
            .position = backwards ? position + static_cast<double>(length) : position,
            .speed = backwards ? -1.0 : 1.0,
            .play_frames = length};
}

AudioMixer::AudioMixer() : impl_(std::make_unique<Impl>()) {}
AudioMixer::~AudioMixer() = default;

void AudioMixer::set(const AudioMix& mix) {
    impl_->mix = mix;
    impl_->send();
}

void AudioMixer::set(const AudioTransport& transport) {
    impl_->transport = transport;
    impl_->transport_serial += 1;
    impl_->send();
}

void AudioMixer::set(const AudioMix& mix, const AudioTransport& transport) {
    impl_->mix = mix;
    impl_->transport = transport;
    impl_->transport_serial += 1;
    impl_->send();
}

AudioLevels AudioMixer::take_levels() {
    impl_->mailbox.collect();
    return {{impl_->peaks[0].exchange(0), impl_->peaks[1].exchange(0)},
            impl_->clipped.exchange(0),
            impl_->missing.exchange(0)};
}

void AudioMixer::Impl::send() {
    State state{{}, transport, transport_serial};
    const std::vector<float> gains = heard_gains(mix);
    for (std::size_t i = 0; i < gains.size(); ++i) {
        const AudioVoice& from = mix.voices[i];
        if (gains[i] == 0) continue;
        const auto origin =
            static_cast<double>(from.origin) - static_cast<double>(from.offset_samples) * from.rate;
        state.voices.push_back({from.samples, gains[i], from.rate, origin});
    }
    mailbox.send(std::move(state));
}

void AudioMixer::render(std::span<float> interleaved, std::int64_t first_frame) noexcept {
    Impl& self = *impl_;
    const bool news = self.mailbox.has_news();
    if (news || first_frame != self.next_frame) self.begin_fade(first_frame);
    if (news) self.adopt(first_frame);
    std::int64_t frame = first_frame;
    while (interleaved.size() >= kChannels) {
        const std::int64_t done = self.render_piece(interleaved, frame);
        const auto part = interleaved.first(static_cast<std::size_t>(done) * kChannels);
        self.finish(part, frame);
        interleaved = interleaved.subspan(part.size());
        frame += done;
    }
    self.next_frame = frame;
}

void AudioMixer::Impl::adopt(std::int64_t first_frame) {
    mailbox.take();
    State& taken = mailbox.current();
    if (taken.transport_serial != anchored_serial) {
        anchored_serial = taken.transport_serial;
        anchor = first_frame;
    }
    const bool floating = taken.transport.at_frame == AudioTransport::kAtNextRender;
    if (floating) taken.transport.at_frame = anchor;
    run = taken.transport.run_at(first_frame);
}

/// Keeps what the device holds, or would have got, for the frames from `first_frame` on.
void AudioMixer::Impl::begin_fade(std::int64_t first_frame) {
    const std::int64_t back = next_frame - first_frame;
    const std::int64_t kept = back > 0 && back <= kHistory ? std::min(back, kFadeFrames) : 0;
    for (std::int64_t i = 0; i < kept; ++i) {
        const auto from = static_cast<std::size_t>((first_frame + i) & (kHistory - 1)) * kChannels;
        std::copy_n(history.begin() + static_cast<std::ptrdiff_t>(from), kChannels,
                    next_tail.begin() + i * decode::kChannels);
    }
    if (kept < kFadeFrames) {
        const auto rest =
            frames_of(next_tail, kFadeFrames).subspan(static_cast<std::size_t>(kept) * kChannels);
        render_run(rest, run);
        apply_fade(rest);
    }
    tail = next_tail;
    tail_done = 0;
    if (first_frame != next_frame) run = mailbox.current().transport.run_at(first_frame);
}

/// The sources along a straight run that starts as `from`, without fades.
void AudioMixer::Impl::render_run(std::span<float> out, const AudioTransport::Run& from) {
    std::fill(out.begin(), out.end(), 0.0F);
    if (from.velocity == 0 || std::abs(from.velocity) > kMaxSpeed) return;
    const auto part = std::span(voice).first(out.size());
    bool complete = true;
    for (const Heard& heard : mailbox.current().voices) {
        const double step = from.velocity * heard.rate;
        if (std::abs(step) > AudioResampler::kMaxStep) continue;
        double position = heard.origin + from.position * heard.rate;
        // Half a sample is 10 us: not worth a resampling of everything at normal speed.
        if (std::abs(step) == 1.0) position = std::round(position);
        complete = resampler.read(*heard.samples, position, step, part) && complete;
        for (std::size_t i = 0; i < out.size(); ++i) out[i] += part[i] * heard.gain;
    }
    if (!complete) missing.fetch_add(static_cast<std::int64_t>(out.size() / kChannels));
}

void AudioMixer::Impl::apply_fade(std::span<float> out) {
    for (std::size_t i = 0; i + 1 < out.size() && tail_done < kFadeFrames; i += kChannels) {
        const float in = static_cast<float>(tail_done) / static_cast<float>(kFadeFrames);
        for (std::size_t channel = 0; channel < kChannels; ++channel) {
            const float old = tail[static_cast<std::size_t>(tail_done) * kChannels + channel];
            out[i + channel] = old + (out[i + channel] - old) * in;
        }
        ++tail_done;
    }
}

/// Renders the frames from `frame` on up to the end of `out`, of the block or of the run.
std::int64_t AudioMixer::Impl::render_piece(std::span<float> out, std::int64_t frame) {
    const AudioTransport::Run wanted = mailbox.current().transport.run_at(frame);
    const bool stops = (wanted.velocity == 0) != (run.velocity == 0);
    constexpr double kSamePlace = 1e-3;
    if (stops || (wanted.velocity != 0 && std::abs(wanted.position - run.position) > kSamePlace)) {
        next_frame = frame;
        begin_fade(frame);
    }
    const std::int64_t room = static_cast<std::int64_t>(out.size() / kChannels);
    const std::int64_t frames = std::min({room, kBlock, wanted.frames});
    const auto part = out.first(static_cast<std::size_t>(frames) * kChannels);
    render_run(part, wanted);
    apply_fade(part);
    run = wanted;
    run.position += static_cast<double>(frames) * wanted.velocity;
    return frames;
}

void AudioMixer::Impl::finish(std::span<float> out, std::int64_t frame) {
    std::int64_t clips = 0;
    for (std::size_t i = 0; i + 1 < out.size(); i += kChannels) {
        const auto place = static_cast<std::size_t>(frame & (kHistory - 1)) * kChannels;
        for (std::size_t channel = 0; channel < kChannels; ++channel) {
            float& sample = out[i + channel];
            raise(peaks[channel], std::abs(sample));
            clips += std::abs(sample) > 1.0F ? 1 : 0;
            sample = std::clamp(sample, -1.0F, 1.0F);
            history[place + channel] = sample;
        }
        ++frame;
    }
    if (clips > 0) clipped.fetch_add(clips);
}

} // namespace seamline::playback
