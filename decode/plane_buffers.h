// decode/plane_buffers.h: pictures in blocks of a PlaneAllocator, for decoders to write into.
// Private to decode/.
#pragma once

#include "decode/ffmpeg.h"
#include "decode/media/guarded.h"
#include "decode/media/pixel_layout.h"
#include "decode/media/plane_memory.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
#include <unordered_map>

namespace seamline::decode {

inline constexpr int kMaxSide = 16384;                  ///< Pixels.
inline constexpr std::int64_t kMaxPixels = 268'000'000; ///< 16384 x 16357.

inline bool is_too_large(int width, int height) {
    return width > kMaxSide || height > kMaxSide || std::int64_t{width} * height > kMaxPixels;
}

/// Where the planes of one picture lie in one block.
struct PlanePlan {
    std::array<std::size_t, kMaxPlanes> offset_bytes{};
    std::array<int, kMaxPlanes> stride_bytes{};
    int plane_count = 0;
    std::size_t size_bytes = 0;
};

/// Offsets and strides are multiples of 64; each plane has slack for reads past its end. Strides
/// keep the ratio of the planes' widths, which some decoders take for granted. Nothing for a format
/// without planes.
std::optional<PlanePlan> plan_planes(AVPixelFormat format, int width, int height);

/// Hands blocks of the allocator to a decoder and tells later which block a frame lies in.
///
/// Threads: safe (decoders ask on their own threads). Frames may outlive it.
class PlaneBuffers {
public:
    /// `allocator` must outlive every block handed out.
    explicit PlaneBuffers(PlaneAllocator& allocator);

    /// Makes `codec`, not yet opened, decode into blocks.
    void attach(AVCodecContext& codec);

    /// Makes a codec that can decode on a device hand out such surfaces, which lie elsewhere.
    void prefer_surfaces(AVPixelFormat format) { surface_format_ = format; }

    /// The block that `frame` was decoded into, or null when the decoder used memory of its own.
    /// The pointer keeps FFmpeg's reference too: some decoders write again into a picture whose
    /// last reference they hold.
    std::shared_ptr<PlaneMemory> block_of(const AVFrame& frame) const;

    /// Whether a decoder was refused memory since the last call: decoders do not pass it on
    /// reliably.
    bool take_refusal() { return refused_.exchange(false); }

    /// Null when there is no memory.
    std::shared_ptr<PlaneMemory> allocate(std::size_t size_bytes) const;

private:
    using Blocks = Guarded<std::unordered_map<const std::uint8_t*, std::shared_ptr<PlaneMemory>>>;
    static AVPixelFormat get_format(AVCodecContext* codec, const AVPixelFormat* offered);
    static int get_buffer(AVCodecContext* codec, AVFrame* frame, int flags);
    static void release(void* opaque, std::uint8_t* data);

    PlaneAllocator* allocator_;
    std::atomic<bool> refused_{false};
    AVPixelFormat surface_format_ = AV_PIX_FMT_NONE;
    std::shared_ptr<Blocks> blocks_ = std::make_shared<Blocks>();
};

} // namespace seamline::decode
