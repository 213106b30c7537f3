// app/playback/audio_file.cpp: feeds an AudioTrack from a decode::AudioSource.
#include "app/playback/audio_file.h"

#include "app/playback/stretched_sound.h"
#include "decode/audio_source.h"

#include <system_error>
#include <thread>
#include <utility>

namespace seamline::playback {

namespace {

Result<PcmReader> open_reader(const std::filesystem::path& path, int stream) {
    Result<decode::AudioSource> opened = decode::AudioSource::open(path, stream);
    if (!opened) return opened.error();
    // Shared, because std::function wants to be copyable.
    auto source = std::make_shared<decode::AudioSource>(std::move(opened.value()));
    auto position = std::make_shared<std::int64_t>(0);
    return PcmReader([source, position](std::int64_t first,
                                        std::span<float> interleaved) -> Result<std::int64_t> {
        if (first != *position) {
            const Result<Done> moved = source->seek(first);
            if (!moved) return moved.error();
            *position = first;
        }
        Result<std::int64_t> samples = source->read(interleaved);
        if (samples) *position += samples.value();
        return samples;
    });
}

} // namespace

std::shared_ptr<AudioTrack> open_audio_file(const std::filesystem::path& path, int stream,
                                            AudioTrackOptions options,
                                            std::function<void()> before) {
    return std::make_shared<AudioTrack>(
        [path, stream, first = std::move(before)] {
            if (first) first();
            return open_reader(path, stream);
        },
        options);
}

std::shared_ptr<AudioTrack> open_stretched_file(const std::filesystem::path& path, double rate,
                                                AudioTrackOptions options,
                                                std::function<void()> before,
                                                std::function<std::int64_t()> first) {
    return std::make_shared<AudioTrack>(
        [path, rate, before = std::move(before), first = std::move(first)]() -> Result<PcmReader> {
            if (before) before();
            auto medium = open_reader(path, 0);
            if (!medium) return medium;
            auto sound =
                std::make_shared<StretchedSound>(std::move(medium).value(), first(), rate);
            return PcmReader([sound](std::int64_t from, std::span<float> interleaved) {
                return sound->read(from, interleaved);
            });
        },
        options);
}

std::shared_ptr<AudioTrack> closed_elsewhere(std::shared_ptr<AudioTrack> track) {
    AudioTrack* const seen = track.get();
    return {seen, [owned = std::move(track)](AudioTrack*) mutable {
                try {
                    std::thread([last = std::exchange(owned, nullptr)]() mutable {
                        last.reset();
                    }).detach();
                } catch (const std::system_error&) {
                    owned.reset(); // No thread is to be had: then it is waited for.
                }
            }};
}

} // namespace seamline::playback
