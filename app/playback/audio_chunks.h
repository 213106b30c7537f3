// app/playback/audio_chunks.h: a window of a track's sound that one thread fills and others read.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace seamline::playback {

/// Chunks of stereo sound around a moving centre, in a bounded number of places.
///
/// Threads: `read` from any thread, wait-free; `length` and `bytes` from any; the rest on the one
/// thread that fills. A reader pins all chunks for the length of a copy; a chunk that left the
/// window is written again only when no reader is pinned, so nobody reads what is being written.
class AudioChunks {
public:
    static constexpr std::int64_t kSamples = 32768; ///< Per channel in a chunk.
    static constexpr std::size_t kFloats = kSamples * 2;

    struct Chunk {
        std::int64_t index = -1;
        std::array<float, kFloats> interleaved{};
    };
    /// Chunks [first, end).
    struct Window {
        std::int64_t first = 0;
        std::int64_t end = 0;
    };

    /// Holds at most `places` chunks, at least 1.
    explicit AudioChunks(std::int64_t places);

    /// What to hold when `centre` is heard: half of the places before it, half from it on, all of
    /// the track when it fits.
    Window window(std::int64_t centre) const;
    bool holds(std::int64_t chunk) const;
    /// Copies a held chunk; false when it is not held.
    bool copy(std::int64_t chunk, std::span<float> interleaved) const;

    /// A chunk to write into, then to publish or give back.
    Chunk& room();
    /// Shows `filled` as chunk `index`, in place of the one whose place it takes.
    void publish(Chunk& filled, std::int64_t index);
    void give_back(Chunk& unused);
    /// The track has no more than `samples` in `chunk`, and exactly that many when `exact`.
    void set_end(std::int64_t chunk, std::int64_t samples, bool exact);

    /// Samples per channel of the whole track, once known.
    std::optional<std::int64_t> length() const;
    std::size_t bytes() const;
    /// As AudioSamples::read.
    bool read(std::int64_t first, std::span<float> interleaved) const noexcept;

private:
    class Pin;

    const Chunk* held(std::int64_t chunk) const noexcept;

    std::vector<std::atomic<Chunk*>> places_; // chunk n is in place n % size, or nowhere
    mutable std::atomic<int> pins_{0};        // readers inside a copy
    std::atomic<std::int64_t> length_{-1};    // written by the filler
    std::atomic<std::size_t> bytes_{0};       // written by the filler

    // The filler's own.
    std::vector<std::unique_ptr<Chunk>> owned_;
    std::vector<Chunk*> free_;
    std::vector<Chunk*> retired_;           // out of their place, maybe still read
    std::int64_t bound_chunks_ = INT64_MAX; // no chunk from here on has samples
};

} // namespace seamline::playback
