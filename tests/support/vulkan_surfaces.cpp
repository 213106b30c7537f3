#include "tests/support/vulkan_surfaces.h"

#include "decode/pixel_formats.h"

extern "C" {
#include <libavutil/hwcontext.h>
#include <libavutil/hwcontext_vulkan.h>
#include <libavutil/pixdesc.h>
}

#include <stdexcept>
#include <string>

namespace seamline::test {
namespace {

using namespace decode;

void require(int code, const std::string& what) {
    if (code < 0) throw std::runtime_error(what + " failed with " + std::to_string(code));
}

class UploadingSession final : public HardwareSession {
public:
    UploadingSession(BufferPtr context, std::unique_ptr<HardwareSession> vulkan,
                     AVPixelFormat format)
        : context_(std::move(context)), vulkan_(std::move(vulkan)), format_(format) {}
    AVPixelFormat surface_format() const override { return format_; }
    Result<Done> attach(AVCodecContext& codec) override {
        codec.thread_count = 1;
        return Done{};
    }
    Result<Done> copy(const AVFrame& picture, DecodedFrame& published) override {
        const AVPixelFormat format = decoders_format(format_);
        if (surfaces_ == nullptr)
            surfaces_ = std::make_unique<VulkanSurfaces>(*context_, format, picture.width,
                                                         picture.height, SurfaceImages::MultiPlane);
        const FramePtr surface = surfaces_->take();
        VulkanSurfaces::upload(*converted(picture, format), *surface);
        return vulkan_->copy(*surface, published);
    }
    Result<Done> read_back(const DecodedFrame& frame, std::byte* planes) override {
        return vulkan_->read_back(frame, planes);
    }
    void finish() override { vulkan_->finish(); }

private:
    BufferPtr context_;
    std::unique_ptr<VulkanSurfaces> surfaces_;
    std::unique_ptr<HardwareSession> vulkan_;
    AVPixelFormat format_;
};

class UploadingPath final : public HardwarePath {
public:
    explicit UploadingPath(BufferPtr context) : context_(std::move(context)) {}
    DecodePathFacts facts() const override {
        return {.path = "vulkan", .device = "uploads", .usable = true};
    }
    std::string objection(const AVCodecParameters& parameters) const override {
        format_ = static_cast<AVPixelFormat>(parameters.format); // Of the next session.
        return {};
    }
    Result<std::unique_ptr<HardwareSession>> open(DevicePlaneAllocator& allocator) override {
        auto vulkan = open_vulkan_session(*context_, allocator);
        if (!vulkan) return vulkan;
        return std::unique_ptr<HardwareSession>(std::make_unique<UploadingSession>(
            BufferPtr(av_buffer_ref(context_.get())), std::move(vulkan).value(), format_));
    }

private:
    BufferPtr context_;
    mutable AVPixelFormat format_ = AV_PIX_FMT_NONE;
};

} // namespace

VulkanSurfaces::VulkanSurfaces(AVBufferRef& context, AVPixelFormat format, int width, int height,
                               SurfaceImages images)
    : frames_(av_hwframe_ctx_alloc(&context)) {
    auto* frames = reinterpret_cast<AVHWFramesContext*>(frames_->data);
    frames->format = AV_PIX_FMT_VULKAN;
    frames->sw_format = format;
    frames->width = width;
    frames->height = height;
    if (images == SurfaceImages::OneToAPlane) {
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(58, 29, 100)
        static_cast<AVVulkanFramesContext*>(frames->hwctx)->flags =
            AV_VK_FRAME_FLAG_DISABLE_MULTIPLANE;
#endif
    }
    require(av_hwframe_ctx_init(frames_.get()), av_get_pix_fmt_name(format));
}

VulkanSurfaces::~VulkanSurfaces() { let_go(); }

FramePtr VulkanSurfaces::take() const {
    FramePtr surface = make_frame();
    require(av_hwframe_get_buffer(frames_.get(), surface.get(), 0), "av_hwframe_get_buffer");
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(58, 29, 100)
    // Where all queues are of one family, FFmpeg 7.1 first gives a new image from that family to
    // "ignored". Validation takes it for half of a transfer, which never ends: so start anew.
    auto* images = reinterpret_cast<AVVkFrame*>(surface->data[0]);
    for (std::size_t i = 0; i < AV_NUM_DATA_POINTERS; ++i) {
        images->layout[i] = VK_IMAGE_LAYOUT_UNDEFINED;
        images->queue_family[i] = VK_QUEUE_FAMILY_IGNORED;
    }
#endif
    return surface;
}

void VulkanSurfaces::let_go() const {
    constexpr int kUploadsInFlight = 2;
    const FramePtr other = take();
    for (int i = 0; i < kUploadsInFlight; ++i) {
        const FramePtr downloaded = make_frame();
        av_hwframe_transfer_data(downloaded.get(), other.get(), 0);
    }
}

void VulkanSurfaces::upload(const AVFrame& picture, AVFrame& surface) {
    require(av_hwframe_transfer_data(&surface, &picture, 0), "av_hwframe_transfer_data");
}

AVPixelFormat decoders_format(AVPixelFormat format) {
    if (format == AV_PIX_FMT_YUV420P) return AV_PIX_FMT_NV12;
    if (format == AV_PIX_FMT_YUV420P10LE) return AV_PIX_FMT_P010LE;
    return format;
}

FramePtr converted(const AVFrame& picture, AVPixelFormat format) {
    if (picture.format == format) {
        FramePtr same(av_frame_clone(&picture));
        return same;
    }
    FramePtr other = make_frame();
    other->format = format;
    other->width = picture.width;
    other->height = picture.height;
    require(av_frame_get_buffer(other.get(), 0), "av_frame_get_buffer");
    const ScalerPtr scaler(
        sws_getContext(picture.width, picture.height, static_cast<AVPixelFormat>(picture.format),
                       other->width, other->height, format, SWS_POINT, nullptr, nullptr, nullptr));
    require(sws_scale(scaler.get(), picture.data, picture.linesize, 0, picture.height, other->data,
                      other->linesize),
            "sws_scale");
    return other;
}

std::unique_ptr<HardwarePath> make_uploading_path(BufferPtr context) {
    return std::make_unique<UploadingPath>(std::move(context));
}

} // namespace seamline::test
