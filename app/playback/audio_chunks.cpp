// app/playback/audio_chunks.cpp: AudioChunks.
#include "app/playback/audio_chunks.h"

#include "decode/audio_source.h"

#include <algorithm>

namespace seamline::playback {

static_assert(AudioChunks::kFloats == AudioChunks::kSamples * decode::kChannels);

// Sequentially consistent: the filler empties a place and then looks for pins, a reader pins and
// then looks into the place; one of the two sees the other.
class AudioChunks::Pin {
public:
    explicit Pin(std::atomic<int>& pins) : pins_(pins) { pins_.fetch_add(1); }
    ~Pin() { pins_.fetch_sub(1); }
    Pin(const Pin&) = delete;
    Pin& operator=(const Pin&) = delete;

private:
    std::atomic<int>& pins_;
};

AudioChunks::AudioChunks(std::int64_t places) : places_(static_cast<std::size_t>(places)) {}

const AudioChunks::Chunk* AudioChunks::held(std::int64_t chunk) const noexcept {
    const Chunk* found = places_[static_cast<std::size_t>(chunk) % places_.size()].load();
    return found != nullptr && found->index == chunk ? found : nullptr;
}

AudioChunks::Window AudioChunks::window(std::int64_t centre) const {
    const auto places = static_cast<std::int64_t>(places_.size());
    const std::int64_t last_centre = std::min(centre, bound_chunks_);
    const std::int64_t first = std::max<std::int64_t>(last_centre - places / 2, 0);
    const std::int64_t end = std::min(first + places, bound_chunks_);
    return {std::max<std::int64_t>(end - places, 0), end};
}

bool AudioChunks::holds(std::int64_t chunk) const { return chunk >= 0 && held(chunk) != nullptr; }

bool AudioChunks::copy(std::int64_t chunk, std::span<float> interleaved) const {
    const Chunk* found = held(chunk);
    if (found == nullptr) return false;
    std::copy(found->interleaved.begin(), found->interleaved.end(), interleaved.begin());
    return true;
}

AudioChunks::Chunk& AudioChunks::room() {
    if (free_.empty() && pins_.load() == 0) free_.swap(retired_);
    if (free_.empty()) {
        owned_.push_back(std::make_unique<Chunk>());
        bytes_.fetch_add(sizeof(Chunk));
        return *owned_.back();
    }
    Chunk& chunk = *free_.back();
    free_.pop_back();
    return chunk;
}

void AudioChunks::publish(Chunk& filled, std::int64_t index) {
    filled.index = index;
    auto& place = places_[static_cast<std::size_t>(index) % places_.size()];
    Chunk* before = place.exchange(&filled);
    if (before != nullptr) retired_.push_back(before);
}

void AudioChunks::give_back(Chunk& unused) { free_.push_back(&unused); }

void AudioChunks::set_end(std::int64_t chunk, std::int64_t samples, bool exact) {
    const std::int64_t bound = samples > 0 ? chunk + 1 : chunk;
    bound_chunks_ = std::min(bound_chunks_, bound);
    const std::int64_t length = chunk * kSamples + samples;
    if (exact && (length_.load() < 0 || length < length_.load())) length_.store(length);
}

std::optional<std::int64_t> AudioChunks::length() const {
    const std::int64_t length = length_.load();
    return length < 0 ? std::nullopt : std::optional(length);
}

std::size_t AudioChunks::bytes() const { return bytes_.load(); }

bool AudioChunks::read(std::int64_t first, std::span<float> interleaved) const noexcept {
    const Pin pin(pins_);
    const auto samples = static_cast<std::int64_t>(interleaved.size()) / decode::kChannels;
    const std::int64_t length = length_.load();
    bool complete = true;
    std::int64_t done = 0;
    while (done < samples) {
        const std::int64_t sample = first + done;
        const bool outside = sample < 0 || (length >= 0 && sample >= length);
        const std::int64_t within = sample < 0 ? 0 : sample % kSamples;
        const std::int64_t run = sample < 0 ? -sample : kSamples - within;
        const std::int64_t count = std::min(run, samples - done);
        const auto target = interleaved.begin() + done * decode::kChannels;
        const Chunk* chunk = outside ? nullptr : held(sample / kSamples);
        if (chunk != nullptr) {
            std::copy_n(chunk->interleaved.begin() + within * decode::kChannels,
                        count * decode::kChannels, target);
        } else {
            std::fill_n(target, count * decode::kChannels, 0.0F);
            complete = complete && outside;
        }
        done += count;
    }
    return complete;
}

} // namespace seamline::playback
