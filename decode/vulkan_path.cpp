#include "decode/hardware_path.h"
#include "decode/vulkan_session.h"

#include <algorithm>
#include <array>
#include <utility>

namespace seamline::decode {
namespace {

constexpr bool kHasVulkanVideo = LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(58, 29, 100);

struct VulkanCodec {
    AVCodecID codec;
    std::uint32_t operation; ///< VkVideoCodecOperationFlagBitsKHR
};

constexpr std::array<VulkanCodec, 3> kCodecs{
    {{AV_CODEC_ID_H264, 0x1}, {AV_CODEC_ID_HEVC, 0x2}, {AV_CODEC_ID_AV1, 0x4}}};

/// Profiles, depths and sizes are the driver's to refuse: each kind's first frame is tried.
class VulkanPath final : public HardwarePath {
public:
    VulkanPath(BufferPtr context, const DevicePlaneAllocator& allocator);

    DecodePathFacts facts() const override { return facts_; }
    std::string objection(const AVCodecParameters& parameters) const override;
    Result<std::unique_ptr<HardwareSession>> open(DevicePlaneAllocator& allocator) override {
        return open_vulkan_session(*context_, allocator);
    }

private:
    BufferPtr context_;
    std::uint32_t operations_ = 0; ///< Of the device.
    DecodePathFacts facts_;
};

VulkanPath::VulkanPath(BufferPtr context, const DevicePlaneAllocator& allocator)
    : context_(std::move(context)), facts_{.path = "vulkan",
                                           .device = allocator.device_name(),
                                           .usable = true,
                                           .reason = {},
                                           .codecs = {}} {
    for (const SharedQueues& queues : allocator.vulkan()->device().queues)
        operations_ |= queues.video_codecs;
    for (const VulkanCodec& one : kCodecs)
        if ((operations_ & one.operation) != 0 &&
            ffmpeg_decodes(one.codec, AV_HWDEVICE_TYPE_VULKAN))
            facts_.codecs.emplace_back(avcodec_get_name(one.codec));
}

std::string VulkanPath::objection(const AVCodecParameters& parameters) const {
    const auto* known = std::ranges::find(kCodecs, parameters.codec_id, &VulkanCodec::codec);
    const std::string name = avcodec_get_name(parameters.codec_id);
    if (known == kCodecs.end()) return "Vulkan Video has no decoder for " + name;
    if ((operations_ & known->operation) == 0)
        return "the Vulkan driver of " + facts_.device + " does not decode " + name;
    if (!ffmpeg_decodes(parameters.codec_id, AV_HWDEVICE_TYPE_VULKAN))
        return "this FFmpeg has no Vulkan decoder for " + name;
    return {};
}

std::unique_ptr<HardwarePath> missing(std::string reason) {
    return std::make_unique<MissingPath>("vulkan", std::move(reason));
}

} // namespace

bool wants_vulkan_video(DecodeChoice choice) {
    return kHasVulkanVideo && (choice == DecodeChoice::Auto || choice == DecodeChoice::Vulkan);
}

std::unique_ptr<HardwarePath> open_vulkan_video(const DevicePlaneAllocator& allocator) {
    const VulkanSharing* sharing = allocator.vulkan();
    if (sharing == nullptr)
        return missing(allocator.device_name() + " is not shared with decoders");
    const std::string& why_not = sharing->device().no_video_decode;
    if (kHasVulkanVideo && !why_not.empty())
        return missing(allocator.device_name() + " decodes no video: " + why_not);
    Result<BufferPtr> context = share_vulkan_device(*sharing);
    if (!context) return missing(context.error().message);
    return std::make_unique<VulkanPath>(std::move(context).value(), allocator);
}

} // namespace seamline::decode
