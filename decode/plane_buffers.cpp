#include "decode/plane_buffers.h"

extern "C" {
#include <libavutil/imgutils.h>
#include <libavutil/pixdesc.h>
}

#include <cerrno>
#include <utility>

namespace seamline::decode {
namespace {

constexpr int kAlignment = 64; // A cache line, AVX-512, and every Vulkan row pitch seen so far.
// Decoders read past the end of a plane: vector loads, and the edge of the last motion block.
constexpr std::size_t kSlackBytes = 128;

std::size_t align_up(std::size_t value) {
    return (value + kAlignment - 1) / kAlignment * kAlignment;
}

} // namespace

std::optional<PlanePlan> plan_planes(AVPixelFormat format, int width, int height) {
    int strides[4] = {};
    bool aligned = false;
    // Widens by the lowest set bit until the strides of all planes are multiples at once.
    for (int padded = width; !aligned; padded += padded & ~(padded - 1)) {
        if (padded > 4 * kMaxSide || av_image_fill_linesizes(strides, format, padded) < 0)
            return {};
        aligned = true;
        for (const int stride : strides) aligned = aligned && stride % kAlignment == 0;
    }
    const std::ptrdiff_t wide[4] = {strides[0], strides[1], strides[2], strides[3]};
    std::size_t sizes[4] = {};
    if (av_image_fill_plane_sizes(sizes, format, height, wide) < 0) return {};
    PlanePlan plan;
    for (std::size_t i = 0; i < 4 && sizes[i] > 0; ++i) {
        plan.offset_bytes[i] = plan.size_bytes;
        plan.stride_bytes[i] = strides[i];
        plan.size_bytes += align_up(sizes[i] + kSlackBytes);
        ++plan.plane_count;
    }
    if (plan.plane_count == 0) return {};
    return plan;
}

PlaneBuffers::PlaneBuffers(PlaneAllocator& allocator) : allocator_(&allocator) {}

void PlaneBuffers::attach(AVCodecContext& codec) {
    codec.opaque = this;
    codec.get_buffer2 = get_buffer;
    codec.get_format = get_format;
#if LIBAVCODEC_VERSION_MAJOR < 60
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    codec.thread_safe_callbacks = 1; // Else every allocation waits for the caller's thread.
#pragma GCC diagnostic pop
#endif
}

std::shared_ptr<PlaneMemory> PlaneBuffers::allocate(std::size_t size_bytes) const {
    return allocator_->allocate(size_bytes);
}

AVPixelFormat PlaneBuffers::get_format(AVCodecContext* codec, const AVPixelFormat* offered) {
    const auto* self = static_cast<const PlaneBuffers*>(codec->opaque);
    AVPixelFormat in_memory = AV_PIX_FMT_NONE;
    for (; *offered != AV_PIX_FMT_NONE; ++offered) {
        if (*offered == self->surface_format_) return *offered;
        const AVPixFmtDescriptor* format = av_pix_fmt_desc_get(*offered);
        const bool is_surface = format != nullptr && (format->flags & AV_PIX_FMT_FLAG_HWACCEL) != 0;
        if (!is_surface && in_memory == AV_PIX_FMT_NONE) in_memory = *offered;
    }
    return in_memory;
}

int PlaneBuffers::get_buffer(AVCodecContext* codec, AVFrame* frame, int flags) {
    auto* self = static_cast<PlaneBuffers*>(codec->opaque);
    const auto format = static_cast<AVPixelFormat>(frame->format);
    // Palettes and the like are converted later anyhow: FFmpeg's own memory will do.
    if (codec->codec_type != AVMEDIA_TYPE_VIDEO ||
        (codec->codec->capabilities & AV_CODEC_CAP_DR1) == 0)
        return avcodec_default_get_buffer2(codec, frame, flags);
    if (is_too_large(frame->width, frame->height)) {
        self->refused_ = true;
        return AVERROR(ENOMEM);
    }
    int width = frame->width;
    int height = frame->height;
    int alignments[AV_NUM_DATA_POINTERS] = {};
    avcodec_align_dimensions2(codec, &width, &height, alignments);
    const std::optional<PlanePlan> plan = plan_planes(format, width, height);
    if (!plan) return avcodec_default_get_buffer2(codec, frame, flags);
    std::shared_ptr<PlaneMemory> block;
    try {
        block = self->allocator_->allocate(plan->size_bytes);
    } catch (...) { // No exception may cross FFmpeg's C frames.
        block = nullptr;
    }
    if (!block || block->size_bytes() < plan->size_bytes) {
        self->refused_ = true;
        return AVERROR(ENOMEM);
    }
    auto* data = reinterpret_cast<std::uint8_t*>(block->data());
    auto* blocks = new std::shared_ptr<Blocks>(self->blocks_);
    frame->buf[0] = av_buffer_create(data, plan->size_bytes, release, blocks, 0);
    if (frame->buf[0] == nullptr) {
        delete blocks;
        return AVERROR(ENOMEM);
    }
    self->blocks_->with([&](auto& map) { map[data] = std::move(block); });
    for (std::size_t i = 0; i < static_cast<std::size_t>(plan->plane_count); ++i) {
        frame->data[i] = data + plan->offset_bytes[i];
        frame->linesize[i] = plan->stride_bytes[i];
    }
    frame->extended_data = frame->data;
    return 0;
}

void PlaneBuffers::release(void* opaque, std::uint8_t* data) {
    auto* blocks = static_cast<std::shared_ptr<Blocks>*>(opaque);
    // The block goes back to its allocator outside the lock.
    std::shared_ptr<PlaneMemory> block = (*blocks)->with([&](auto& map) {
        auto node = map.extract(data);
        return node.empty() ? nullptr : std::move(node.mapped());
    });
    delete blocks;
}

std::shared_ptr<PlaneMemory> PlaneBuffers::block_of(const AVFrame& frame) const {
    if (frame.buf[0] == nullptr || frame.buf[1] != nullptr) return nullptr;
    std::shared_ptr<PlaneMemory> block =
        blocks_->with([&](auto& map) -> std::shared_ptr<PlaneMemory> {
            const auto found = map.find(frame.buf[0]->data);
            return found == map.end() ? nullptr : found->second;
        });
    if (!block) return nullptr;
    BufferPtr reference(av_buffer_ref(frame.buf[0]));
    if (!reference) return nullptr;
    PlaneMemory* memory = block.get();
    // The reference alone keeps the block: `release` drops it with the last one.
    std::shared_ptr<AVBufferRef> owner(reference.release(), BufferDeleter{});
    return {std::move(owner), memory};
}

} // namespace seamline::decode
