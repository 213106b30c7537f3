#include "decode/dma_buf_planes.h"
#include "decode/hardware_path.h"
#include "decode/media/vulkan_sharing.h"
#include "decode/surface_plan.h"
#include "decode/va_driver.h"

#include <algorithm>
#include <array>
#include <utility>

namespace seamline::decode {
namespace {

// Frames that wait in the reader, are being copied, or are held between two calls.
constexpr int kExtraSurfaces = 6;

struct VaapiKind {
    AVCodecID codec;
    int profile; ///< VAProfile, of libva's va.h.
    const char* name;
};

constexpr std::array<VaapiKind, 17> kKinds{{
    {AV_CODEC_ID_H264, 13, "h264 constrained baseline"},
    {AV_CODEC_ID_H264, 6, "h264 main"},
    {AV_CODEC_ID_H264, 7, "h264 high"},
    {AV_CODEC_ID_H264, 36, "h264 high 10"},
    {AV_CODEC_ID_HEVC, 17, "hevc"},
    {AV_CODEC_ID_HEVC, 18, "hevc 10 bit"},
    {AV_CODEC_ID_HEVC, 23, "hevc 12 bit"},
    {AV_CODEC_ID_HEVC, 24, "hevc 4:2:2 10 bit"},
    {AV_CODEC_ID_HEVC, 26, "hevc 4:4:4"},
    {AV_CODEC_ID_HEVC, 27, "hevc 4:4:4 10 bit"},
    {AV_CODEC_ID_VP9, 19, "vp9"},
    {AV_CODEC_ID_VP9, 21, "vp9 10 bit"},
    {AV_CODEC_ID_AV1, 32, "av1"},
    {AV_CODEC_ID_VP8, 14, "vp8"},
    {AV_CODEC_ID_MPEG2VIDEO, 1, "mpeg2video"},
    {AV_CODEC_ID_MPEG4, 3, "mpeg4"},
    {AV_CODEC_ID_VC1, 10, "vc1"},
}};

class VaapiSession final : public HardwareSession {
public:
    VaapiSession(std::shared_ptr<const VaDriver> driver, DevicePlaneAllocator& allocator,
                 std::unique_ptr<ImageCopier> copier)
        : driver_(std::move(driver)), allocator_(&allocator), copier_(std::move(copier)) {}

    AVPixelFormat surface_format() const override { return AV_PIX_FMT_VAAPI; }
    Result<Done> attach(AVCodecContext& codec) override;
    Result<Done> copy(const AVFrame& surface, DecodedFrame& published) override;
    Result<Done> read_back(const DecodedFrame& frame, std::byte* planes) override;
    void finish() override { copier_->finish(); }

private:
    /// What a copy reads. Images go before the memory that they lie in, that before the surface.
    struct Source {
        FramePtr surface;
        FramePtr mapped;
        std::shared_ptr<const ImportedImages> images;
    };
    Result<std::shared_ptr<const Source>> import(const AVFrame& surface,
                                                 const SurfacePlan& plan) const;

    std::shared_ptr<const VaDriver> driver_;
    DevicePlaneAllocator* allocator_;
    std::unique_ptr<ImageCopier> copier_;
};

Result<Done> VaapiSession::attach(AVCodecContext& codec) {
    codec.hw_device_ctx = av_buffer_ref(&driver_->context());
    if (codec.hw_device_ctx == nullptr) return Error{ErrorCode::TooLarge, "there is no memory"};
    codec.extra_hw_frames = kExtraSurfaces;
    codec.thread_count = 1; // Each thread would have surfaces of its own, and wait for the others.
    return Done{};
}

Result<std::shared_ptr<const VaapiSession::Source>>
VaapiSession::import(const AVFrame& surface, const SurfacePlan& plan) const {
    auto source = std::make_shared<Source>();
    source->surface.reset(av_frame_clone(&surface));
    if (!source->surface) return Error{ErrorCode::TooLarge, "there is no memory"};
    source->mapped = make_frame();
    source->mapped->format = AV_PIX_FMT_DRM_PRIME;
    clear_log_line();
    const int code = av_hwframe_map(source->mapped.get(), &surface, AV_HWFRAME_MAP_READ);
    if (code == AVERROR(ENOSYS))
        return Error{ErrorCode::Unsupported,
                     "neither FFmpeg nor the driver can share its surfaces (DRM PRIME)"};
    if (code < 0)
        return Error{ErrorCode::Unsupported, "sharing a surface failed: " + failure_text(code)};
    AVDRMFrameDescriptor picture =
        *reinterpret_cast<const AVDRMFrameDescriptor*>(source->mapped->data[0]);
    measure_objects(picture);
    const Result<std::vector<DmaBufPlane>> planes = dma_buf_planes(picture, plan);
    if (!planes) return planes.error();
    Result<std::shared_ptr<const ImportedImages>> images =
        allocator_->vulkan()->import(planes.value());
    if (!images) return images.error();
    source->images = std::move(images).value();
    return std::shared_ptr<const Source>(std::move(source));
}

Result<Done> VaapiSession::copy(const AVFrame& surface, DecodedFrame& published) {
    const Result<SurfacePlan> planned = plan_surface(surface);
    if (!planned) return planned.error();
    const SurfacePlan& plan = planned.value();
    const std::shared_ptr<DevicePlaneMemory> block = allocator_->allocate(plan.planes.size_bytes);
    if (block == nullptr) return Error{ErrorCode::TooLarge, "the graphics card has no memory"};
    // What draws must not wait for the decoder on the device, and Vulkan cannot wait for it there.
    if (Result<Done> decoded = driver_->wait_for(surface); !decoded) return decoded;
    Result<std::shared_ptr<const Source>> source = import(surface, plan);
    if (!source) return source.error();
    const std::span<const DecodedImage> imported = source.value()->images->images();
    std::vector<DecodedImage> images(imported.begin(), imported.end());
    const Result<std::uint64_t> copied = copier_->copy(images, planes_to_copy(plan, images.size()),
                                                       std::move(source).value(), block);
    if (!copied) return copied.error();
    describe_copy(plan, block, {copier_->signal(), copied.value()}, published);
    return Done{};
}

Result<Done> VaapiSession::read_back(const DecodedFrame& frame, std::byte* planes) {
    const auto* block = dynamic_cast<const DevicePlaneMemory*>(frame.memory.get());
    if (block == nullptr) return Error{ErrorCode::InvalidArgument, "the frame is not on the card"};
    return copier_->read_back(*block, {planes, block->size_bytes()});
}

/// Depths and sizes are the driver's to refuse: each kind's first frame is tried.
class VaapiPath final : public HardwarePath {
public:
    VaapiPath(std::shared_ptr<const VaDriver> driver, std::string device);

    DecodePathFacts facts() const override { return facts_; }
    std::string objection(const AVCodecParameters& parameters) const override;
    Result<std::unique_ptr<HardwareSession>> open(DevicePlaneAllocator& allocator) override;

private:
    bool driver_decodes(const VaapiKind& kind) const {
        return std::ranges::find(driver_->profiles(), kind.profile) != driver_->profiles().end();
    }

    std::shared_ptr<const VaDriver> driver_;
    DecodePathFacts facts_;
};

VaapiPath::VaapiPath(std::shared_ptr<const VaDriver> driver, std::string device)
    : driver_(std::move(driver)), facts_{.path = "vaapi",
                                         .device = std::move(device),
                                         .usable = true,
                                         .reason = {},
                                         .codecs = {}} {
    for (const VaapiKind& kind : kKinds)
        if (driver_decodes(kind) && ffmpeg_decodes(kind.codec, AV_HWDEVICE_TYPE_VAAPI))
            facts_.codecs.emplace_back(kind.name);
}

std::string VaapiPath::objection(const AVCodecParameters& parameters) const {
    const std::string name = avcodec_get_name(parameters.codec_id);
    const auto is_it = [&](const VaapiKind& kind) { return kind.codec == parameters.codec_id; };
    if (std::ranges::none_of(kKinds, is_it)) return "VA-API has no decoder for " + name;
    if (std::ranges::none_of(
            kKinds, [&](const VaapiKind& kind) { return is_it(kind) && driver_decodes(kind); }))
        return "the VA-API driver of " + facts_.device + " does not decode " + name;
    if (!ffmpeg_decodes(parameters.codec_id, AV_HWDEVICE_TYPE_VAAPI))
        return "this FFmpeg has no VA-API decoder for " + name;
    return {};
}

Result<std::unique_ptr<HardwareSession>> VaapiPath::open(DevicePlaneAllocator& allocator) {
    std::unique_ptr<ImageCopier> copier =
        allocator.vulkan() == nullptr ? nullptr : allocator.vulkan()->make_copier();
    if (copier == nullptr) return Error{ErrorCode::TooLarge, "the graphics card has no memory"};
    return std::unique_ptr<HardwareSession>(
        std::make_unique<VaapiSession>(driver_, allocator, std::move(copier)));
}

std::unique_ptr<HardwarePath> missing(std::string reason) {
    return std::make_unique<MissingPath>("vaapi", std::move(reason));
}

} // namespace

std::unique_ptr<HardwarePath> open_vaapi(const DevicePlaneAllocator& allocator) {
    const VulkanSharing* sharing = allocator.vulkan();
    if (sharing == nullptr)
        return missing(allocator.device_name() + " is not shared with decoders");
    const SharedVulkanDevice& shared = sharing->device();
    const Result<std::filesystem::path> node = find_render_node("/dev/dri", shared.render_node);
    if (!node) return missing(node.error().message);
    if (!shared.no_dma_buf.empty())
        return missing(allocator.device_name() +
                       " reads no memory of decoders: " + shared.no_dma_buf);
    Result<std::shared_ptr<const VaDriver>> driver = VaDriver::open(node.value());
    if (!driver) return missing(driver.error().message);
    if (driver.value()->profiles().empty())
        return missing("the VA-API driver of " + allocator.device_name() + " decodes nothing");
    return std::make_unique<VaapiPath>(std::move(driver).value(), allocator.device_name());
}

} // namespace seamline::decode
