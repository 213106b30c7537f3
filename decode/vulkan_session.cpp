#include "decode/vulkan_session.h"

#include "decode/surface_plan.h"

#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(58, 29, 100)

extern "C" {
#include <libavutil/hwcontext.h>
#include <libavutil/hwcontext_vulkan.h>
}

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace seamline::decode {
namespace {

// Frames that wait in the reader, are being copied, or are held between two calls.
constexpr int kExtraSurfaces = 6;

const VulkanSharing& sharing_of(const AVHWDeviceContext* context) {
    return *static_cast<const VulkanSharing*>(context->user_opaque);
}

void lock_queue(AVHWDeviceContext* context, std::uint32_t family, std::uint32_t index) {
    sharing_of(context).lock_queue(family, index);
}

void unlock_queue(AVHWDeviceContext* context, std::uint32_t family, std::uint32_t index) {
    sharing_of(context).unlock_queue(family, index);
}

#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(59, 34, 100)
void set_queues(AVVulkanDeviceContext& context, const std::vector<SharedQueues>& queues) {
    for (const SharedQueues& one : queues)
        context.qf[context.nb_qf++] = {
            .idx = static_cast<int>(one.family),
            .num = static_cast<int>(one.count),
            .flags = static_cast<VkQueueFlagBits>(one.flags),
            .video_caps = static_cast<VkVideoCodecOperationFlagBitsKHR>(one.video_codecs)};
}
#else
void set_queues(AVVulkanDeviceContext& context, const std::vector<SharedQueues>& queues) {
    const SharedQueues& main = queues.front();
    context.queue_family_index = static_cast<int>(main.family);
    context.queue_family_tx_index = static_cast<int>(main.family);
    context.queue_family_comp_index = static_cast<int>(main.family);
    context.nb_graphics_queues = context.nb_tx_queues = context.nb_comp_queues =
        static_cast<int>(main.count);
    context.queue_family_encode_index = -1;
    context.queue_family_decode_index = -1;
    const auto decoding =
        std::ranges::find_if(queues, [](const SharedQueues& one) { return one.video_codecs != 0; });
    if (decoding == queues.end()) return;
    context.queue_family_decode_index = static_cast<int>(decoding->family);
    context.nb_decode_queues = static_cast<int>(decoding->count);
}
#endif

class VulkanSession final : public HardwareSession {
public:
    VulkanSession(BufferPtr context, DevicePlaneAllocator& allocator,
                  std::unique_ptr<ImageCopier> copier)
        : context_(std::move(context)), allocator_(&allocator), copier_(std::move(copier)) {}

    AVPixelFormat surface_format() const override { return AV_PIX_FMT_VULKAN; }
    Result<Done> attach(AVCodecContext& codec) override;
    Result<Done> copy(const AVFrame& surface, DecodedFrame& published) override;
    Result<Done> read_back(const DecodedFrame& frame, std::byte* planes) override;
    void finish() override { copier_->finish(); }

private:
    BufferPtr context_;
    DevicePlaneAllocator* allocator_;
    std::unique_ptr<ImageCopier> copier_;
};

Result<Done> VulkanSession::attach(AVCodecContext& codec) {
    codec.hw_device_ctx = av_buffer_ref(context_.get());
    if (codec.hw_device_ctx == nullptr) return Error{ErrorCode::TooLarge, "there is no memory"};
    codec.extra_hw_frames = kExtraSurfaces;
    codec.thread_count = 1; // Each thread would have surfaces of its own, and wait for the others.
    return Done{};
}

/// The frame's lock is held from reading a surface's state until its use is submitted.
class SurfaceLock {
public:
    explicit SurfaceLock(const AVFrame& surface)
        : frames_(reinterpret_cast<AVHWFramesContext*>(surface.hw_frames_ctx->data)),
          frame_(reinterpret_cast<AVVkFrame*>(surface.data[0])) {
        context()->lock_frame(frames_, frame_);
    }
    ~SurfaceLock() { context()->unlock_frame(frames_, frame_); }
    SurfaceLock(const SurfaceLock&) = delete;
    SurfaceLock& operator=(const SurfaceLock&) = delete;

    std::vector<DecodedImage> images() const {
        std::vector<DecodedImage> all;
        for (std::size_t i = 0; i < AV_NUM_DATA_POINTERS && frame_->img[i] != VK_NULL_HANDLE; ++i)
            all.push_back({.image = reinterpret_cast<std::uint64_t>(frame_->img[i]),
                           .semaphore = reinterpret_cast<std::uint64_t>(frame_->sem[i]),
                           .value = frame_->sem_value[i],
                           .layout = static_cast<std::uint32_t>(frame_->layout[i]),
                           .family = frame_->queue_family[i]});
        return all;
    }
    /// What a copy has left.
    void set(const std::vector<DecodedImage>& images) {
        for (std::size_t i = 0; i < images.size(); ++i) {
            frame_->sem_value[i] = images[i].value;
            frame_->layout[i] = static_cast<VkImageLayout>(images[i].layout);
            frame_->queue_family[i] = images[i].family;
            frame_->access[i] = {}; // The semaphore makes all of it available.
        }
    }

private:
    AVVulkanFramesContext* context() const {
        return static_cast<AVVulkanFramesContext*>(frames_->hwctx);
    }

    AVHWFramesContext* frames_;
    AVVkFrame* frame_;
};

Result<Done> VulkanSession::copy(const AVFrame& surface, DecodedFrame& published) {
    const Result<SurfacePlan> planned = plan_surface(surface);
    if (!planned) return planned.error();
    const SurfacePlan& plan = planned.value();
    if (surface.data[0] == nullptr)
        return Error{ErrorCode::Unsupported, "its surfaces do not say what they hold"};
    const std::shared_ptr<DevicePlaneMemory> block = allocator_->allocate(plan.planes.size_bytes);
    if (block == nullptr) return Error{ErrorCode::TooLarge, "the graphics card has no memory"};
    std::shared_ptr<AVFrame> held(av_frame_clone(&surface), FrameDeleter{});
    if (held == nullptr) return Error{ErrorCode::TooLarge, "there is no memory"};

    const std::vector<DecodedImage> decoded = SurfaceLock(surface).images();
    if (decoded.size() != 1 && decoded.size() != plan.plane_count())
        return Error{ErrorCode::Unsupported, "its surfaces have images that nothing reads"};
    if (Result<Done> waited = copier_->wait_for(decoded); !waited) return waited;

    const std::vector<DecodedPlane> planes = planes_to_copy(plan, decoded.size());
    SurfaceLock lock(surface);
    std::vector<DecodedImage> images = lock.images();
    const Result<std::uint64_t> copied = copier_->copy(images, planes, std::move(held), block);
    if (!copied) return copied.error();
    lock.set(images);
    describe_copy(plan, block, {copier_->signal(), copied.value()}, published);
    return Done{};
}

Result<Done> VulkanSession::read_back(const DecodedFrame& frame, std::byte* planes) {
    const auto* block = dynamic_cast<const DevicePlaneMemory*>(frame.memory.get());
    if (block == nullptr) return Error{ErrorCode::InvalidArgument, "the frame is not on the card"};
    return copier_->read_back(*block, {planes, block->size_bytes()});
}

} // namespace

Result<BufferPtr> share_vulkan_device(const VulkanSharing& sharing) {
    const SharedVulkanDevice& shared = sharing.device();
    BufferPtr context(av_hwdevice_ctx_alloc(AV_HWDEVICE_TYPE_VULKAN));
    if (!context) return Error{ErrorCode::Unsupported, "FFmpeg was built without Vulkan"};
    auto* device = reinterpret_cast<AVHWDeviceContext*>(context->data);
    device->user_opaque = const_cast<VulkanSharing*>(&sharing);
    auto* vulkan = static_cast<AVVulkanDeviceContext*>(device->hwctx);
    vulkan->get_proc_addr =
        reinterpret_cast<PFN_vkGetInstanceProcAddr>(shared.get_instance_proc_addr);
    vulkan->inst = static_cast<VkInstance>(shared.instance);
    vulkan->phys_dev = static_cast<VkPhysicalDevice>(shared.physical_device);
    vulkan->act_dev = static_cast<VkDevice>(shared.device);
    vulkan->device_features = *static_cast<const VkPhysicalDeviceFeatures2*>(shared.features);
    vulkan->enabled_dev_extensions = shared.device_extensions.data();
    vulkan->nb_enabled_dev_extensions = static_cast<int>(shared.device_extensions.size());
    set_queues(*vulkan, shared.queues);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations" // FFmpeg 8 wants queues that need none.
    vulkan->lock_queue = lock_queue;
    vulkan->unlock_queue = unlock_queue;
#pragma GCC diagnostic pop
    if (av_hwdevice_ctx_init(context.get()) < 0)
        return Error{ErrorCode::Unsupported, "FFmpeg cannot use the Vulkan device"};
    return context;
}

Result<std::unique_ptr<HardwareSession>> open_vulkan_session(AVBufferRef& context,
                                                             DevicePlaneAllocator& allocator) {
    BufferPtr shared(av_buffer_ref(&context));
    std::unique_ptr<ImageCopier> copier =
        allocator.vulkan() == nullptr ? nullptr : allocator.vulkan()->make_copier();
    if (!shared || copier == nullptr)
        return Error{ErrorCode::TooLarge, "the graphics card has no memory"};
    return std::unique_ptr<HardwareSession>(
        std::make_unique<VulkanSession>(std::move(shared), allocator, std::move(copier)));
}

} // namespace seamline::decode

#else

namespace seamline::decode {
namespace {

/// FFmpeg's own Vulkan device could not share queues with a program, and it had no decoders.
Error too_old() {
    return {ErrorCode::Unsupported, "FFmpeg 6.1 is needed, and this program was built with " +
                                        std::string(av_version_info())};
}

} // namespace

Result<BufferPtr> share_vulkan_device(const VulkanSharing&) { return too_old(); }

Result<std::unique_ptr<HardwareSession>> open_vulkan_session(AVBufferRef&, DevicePlaneAllocator&) {
    return too_old();
}

} // namespace seamline::decode

#endif
