#include "decode/hardware_path.h"

#ifndef SEAMLINE_HAS_NVDEC

namespace seamline::decode {

std::unique_ptr<HardwarePath> open_nvdec(const DevicePlaneAllocator&) {
    return std::make_unique<MissingPath>(
        "nvdec", "this program was built without the package libffmpeg-nvenc-dev");
}

} // namespace seamline::decode

#else

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#include "decode/cuda_device.h"
#pragma GCC diagnostic pop
#include "decode/pixel_formats.h"
#include "decode/plane_buffers.h"

extern "C" {
#include <libavutil/hwcontext.h>
#include <libavutil/hwcontext_cuda.h>
#include <libavutil/imgutils.h>
#include <libavutil/pixdesc.h>
}

#include <algorithm>
#include <array>
#include <deque>
#include <utility>

namespace seamline::decode {
namespace {

// Frames that wait in the reader, are being copied, or are held between two calls.
constexpr int kExtraSurfaces = 6;
// Copies whose surfaces are still held.
constexpr std::size_t kMostInFlight = 2;

struct NvdecKind {
    AVCodecID codec;
    cudaVideoCodec cuvid;
    cudaVideoChromaFormat chroma;
    int bits;
    const char* name;
};

constexpr std::array<NvdecKind, 14> kKinds{{
    {AV_CODEC_ID_H264, cudaVideoCodec_H264, cudaVideoChromaFormat_420, 8, "h264"},
    {AV_CODEC_ID_H264, cudaVideoCodec_H264, cudaVideoChromaFormat_420, 10, "h264 10 bit"},
    {AV_CODEC_ID_HEVC, cudaVideoCodec_HEVC, cudaVideoChromaFormat_420, 8, "hevc"},
    {AV_CODEC_ID_HEVC, cudaVideoCodec_HEVC, cudaVideoChromaFormat_420, 10, "hevc 10 bit"},
    {AV_CODEC_ID_HEVC, cudaVideoCodec_HEVC, cudaVideoChromaFormat_420, 12, "hevc 12 bit"},
    {AV_CODEC_ID_HEVC, cudaVideoCodec_HEVC, cudaVideoChromaFormat_444, 8, "hevc 4:4:4"},
    {AV_CODEC_ID_HEVC, cudaVideoCodec_HEVC, cudaVideoChromaFormat_444, 10, "hevc 4:4:4 10 bit"},
    {AV_CODEC_ID_VP9, cudaVideoCodec_VP9, cudaVideoChromaFormat_420, 8, "vp9"},
    {AV_CODEC_ID_VP9, cudaVideoCodec_VP9, cudaVideoChromaFormat_420, 10, "vp9 10 bit"},
    {AV_CODEC_ID_AV1, cudaVideoCodec_AV1, cudaVideoChromaFormat_420, 8, "av1"},
    {AV_CODEC_ID_AV1, cudaVideoCodec_AV1, cudaVideoChromaFormat_420, 10, "av1 10 bit"},
    {AV_CODEC_ID_VP8, cudaVideoCodec_VP8, cudaVideoChromaFormat_420, 8, "vp8"},
    {AV_CODEC_ID_MPEG2VIDEO, cudaVideoCodec_MPEG2, cudaVideoChromaFormat_420, 8, "mpeg2video"},
    {AV_CODEC_ID_MPEG4, cudaVideoCodec_MPEG4, cudaVideoChromaFormat_420, 8, "mpeg4"},
}};

/// Nothing for chroma that no NVDEC has.
const NvdecKind* kind_of(const AVCodecParameters& parameters) {
    const AVPixFmtDescriptor* format =
        av_pix_fmt_desc_get(static_cast<AVPixelFormat>(parameters.format));
    if (format == nullptr) return nullptr;
    const bool is_420 = format->log2_chroma_w == 1 && format->log2_chroma_h == 1;
    const bool is_444 = format->log2_chroma_w == 0 && format->log2_chroma_h == 0 &&
                        format->nb_components == 3 && (format->flags & AV_PIX_FMT_FLAG_RGB) == 0;
    const auto chroma = is_420   ? cudaVideoChromaFormat_420
                        : is_444 ? cudaVideoChromaFormat_444
                                 : cudaVideoChromaFormat_422;
    const auto found = std::ranges::find_if(kKinds, [&](const NvdecKind& kind) {
        return kind.codec == parameters.codec_id && kind.chroma == chroma &&
               kind.bits == format->comp[0].depth;
    });
    return found == kKinds.end() ? nullptr : &*found;
}

class NvdecSession final : public HardwareSession {
public:
    NvdecSession(std::shared_ptr<const CudaDevice> device, DevicePlaneAllocator& allocator)
        : device_(std::move(device)), allocator_(&allocator) {}
    ~NvdecSession() override;
    Result<Done> prepare();

    AVPixelFormat surface_format() const override { return AV_PIX_FMT_CUDA; }
    Result<Done> attach(AVCodecContext& codec) override;
    Result<Done> copy(const AVFrame& surface, DecodedFrame& published) override;
    Result<Done> read_back(const DecodedFrame& frame, std::byte* planes) override;
    void finish() override;

private:
    /// Holds what a copy reads and writes until it is done.
    struct InFlight {
        FramePtr surface;
        std::shared_ptr<const PlaneMemory> block;
        CUevent done = nullptr;
    };
    CUdeviceptr address_of(const DevicePlaneMemory& block) const;
    Result<Done> copy_planes(const AVFrame& surface, AVPixelFormat format, const PlanePlan& plan,
                             CUdeviceptr to);
    Result<Done> hold(const AVFrame& surface, std::shared_ptr<const PlaneMemory> block);
    void release_oldest();

    std::shared_ptr<const CudaDevice> device_;
    DevicePlaneAllocator* allocator_;
    CUstream stream_ = nullptr;
    std::shared_ptr<const DeviceSignal> signal_;
    std::unique_ptr<CudaSignal> raised_;
    std::uint64_t value_ = 0;
    BufferPtr context_;
    std::deque<InFlight> in_flight_;
};

Result<Done> NvdecSession::prepare() {
    const CudaScope scope(*device_);
    constexpr unsigned kNonBlocking = 1; // CU_STREAM_NON_BLOCKING
    if (Result<Done> made =
            device_->checked(device_->cuda().cuStreamCreate(&stream_, kNonBlocking),
                             "cuStreamCreate");
        !made)
        return made;
    std::shared_ptr<DeviceSignal> signal = allocator_->make_signal();
    if (signal != nullptr) raised_ = CudaSignal::import(device_, signal->export_fd());
    if (raised_ == nullptr)
        return Error{ErrorCode::Unsupported, "CUDA cannot use Vulkan's semaphores"};
    signal_ = std::move(signal);
    context_.reset(av_hwdevice_ctx_alloc(AV_HWDEVICE_TYPE_CUDA));
    if (!context_) return Error{ErrorCode::TooLarge, "there is no memory"};
    auto* device = reinterpret_cast<AVHWDeviceContext*>(context_->data);
    auto* cuda = static_cast<AVCUDADeviceContext*>(device->hwctx);
    cuda->cuda_ctx = device_->context();
    cuda->stream = stream_; // One per source, so that sources do not wait for each other.
    if (av_hwdevice_ctx_init(context_.get()) < 0)
        return Error{ErrorCode::Unsupported, "FFmpeg cannot use CUDA"};
    return Done{};
}

NvdecSession::~NvdecSession() {
    finish();
    context_.reset();
    raised_.reset();
    if (stream_ == nullptr) return;
    const CudaScope scope(*device_);
    device_->cuda().cuStreamDestroy(stream_);
}

Result<Done> NvdecSession::attach(AVCodecContext& codec) {
    codec.hw_device_ctx = av_buffer_ref(context_.get());
    if (codec.hw_device_ctx == nullptr) return Error{ErrorCode::TooLarge, "there is no memory"};
    codec.extra_hw_frames = kExtraSurfaces;
    codec.thread_count = 1; // Threads multiply surfaces, of which the engine has 32.
#ifdef AV_HWACCEL_FLAG_UNSAFE_OUTPUT
    codec.hwaccel_flags |= AV_HWACCEL_FLAG_UNSAFE_OUTPUT; // Every surface is copied at once here.
#endif
    return Done{};
}

CUdeviceptr NvdecSession::address_of(const DevicePlaneMemory& block) const {
    const auto opened =
        block.opened([this](const ExportedMemory& memory) -> DevicePlaneMemory::Opened {
            return CudaMemory::import(device_, memory);
        });
    if (opened == nullptr) return 0;
    return std::static_pointer_cast<CudaMemory>(opened)->address() +
           block.allocation_offset_bytes();
}

Result<Done> NvdecSession::copy_planes(const AVFrame& surface, AVPixelFormat format,
                                       const PlanePlan& plan, CUdeviceptr to) {
    const AVPixFmtDescriptor* samples = av_pix_fmt_desc_get(format);
    for (int i = 0; i < plan.plane_count; ++i) {
        const auto p = static_cast<std::size_t>(i);
        const int shift = i == 0 ? 0 : samples->log2_chroma_h;
        CUDA_MEMCPY2D region{};
        region.srcMemoryType = CU_MEMORYTYPE_DEVICE;
        region.srcDevice = reinterpret_cast<CUdeviceptr>(surface.data[p]);
        region.srcPitch = static_cast<std::size_t>(surface.linesize[p]);
        region.dstMemoryType = CU_MEMORYTYPE_DEVICE;
        region.dstDevice = to + plan.offset_bytes[p];
        region.dstPitch = static_cast<std::size_t>(plan.stride_bytes[p]);
        region.WidthInBytes =
            static_cast<std::size_t>(av_image_get_linesize(format, surface.width, i));
        region.Height = static_cast<std::size_t>(AV_CEIL_RSHIFT(surface.height, shift));
        if (Result<Done> copied = device_->checked(
                device_->cuda().cuMemcpy2DAsync(&region, stream_), "copying a picture");
            !copied)
            return copied;
    }
    return Done{};
}

Result<Done> NvdecSession::hold(const AVFrame& surface, std::shared_ptr<const PlaneMemory> block) {
    InFlight held{FramePtr(av_frame_clone(&surface)), std::move(block)};
    constexpr unsigned kBlocking = 1, kNoTiming = 2; // CU_EVENT_*
    if (!held.surface) return Error{ErrorCode::TooLarge, "there is no memory"};
    if (Result<Done> made = device_->checked(
            device_->cuda().cuEventCreate(&held.done, kBlocking | kNoTiming), "cuEventCreate");
        !made)
        return made;
    const CUresult recorded = device_->cuda().cuEventRecord(held.done, stream_);
    in_flight_.push_back(std::move(held));
    while (in_flight_.size() > kMostInFlight) release_oldest();
    return device_->checked(recorded, "cuEventRecord");
}

void NvdecSession::release_oldest() {
    device_->cuda().cuEventSynchronize(in_flight_.front().done);
    device_->cuda().cuEventDestroy(in_flight_.front().done);
    in_flight_.pop_front();
}

Result<Done> NvdecSession::copy(const AVFrame& surface, DecodedFrame& published) {
    if (surface.hw_frames_ctx == nullptr)
        return Error{ErrorCode::Unsupported, "its surfaces do not say what they hold"};
    const AVPixelFormat software_format =
        reinterpret_cast<const AVHWFramesContext*>(surface.hw_frames_ctx->data)->sw_format;
    const std::optional<PixelLayout> layout = describe_layout(software_format);
    const std::optional<PlanePlan> plan =
        plan_planes(software_format, surface.width, surface.height);
    if (!layout || !plan)
        return Error{ErrorCode::Unsupported, "its surfaces have a format that nothing shows"};
    const std::shared_ptr<DevicePlaneMemory> block = allocator_->allocate(plan->size_bytes);
    if (block == nullptr) return Error{ErrorCode::TooLarge, "the graphics card has no memory"};
    const CudaScope scope(*device_);
    const CUdeviceptr to = address_of(*block);
    if (to == 0) return Error{ErrorCode::Unsupported, "CUDA cannot use Vulkan's memory"};
    if (Result<Done> copied = copy_planes(surface, software_format, *plan, to); !copied) {
        device_->cuda().cuStreamSynchronize(stream_); // The block goes back to its pool.
        return copied;
    }
    ++value_;
    const Result<Done> raised =
        device_->checked(raised_->raise(value_, stream_), "signalling Vulkan");
    const Result<Done> held = hold(surface, block);
    if (!raised || !held) {
        device_->cuda().cuStreamSynchronize(stream_);
        return !raised ? raised : held;
    }
    published.layout = *layout;
    for (std::size_t i = 0; i < static_cast<std::size_t>(plan->plane_count); ++i) {
        published.plane_offset_bytes[i] = plan->offset_bytes[i];
        published.stride_bytes[i] = plan->stride_bytes[i];
    }
    published.memory = block;
    published.written = signal_;
    published.written_value = value_;
    return Done{};
}

Result<Done> NvdecSession::read_back(const DecodedFrame& frame, std::byte* planes) {
    const auto* block = dynamic_cast<const DevicePlaneMemory*>(frame.memory.get());
    if (block == nullptr) return Error{ErrorCode::InvalidArgument, "the frame is not on the card"};
    const CudaScope scope(*device_);
    device_->cuda().cuStreamSynchronize(stream_);
    return device_->checked(
        device_->cuda().cuMemcpyDtoH(planes, address_of(*block), block->size_bytes()),
        "reading a picture back");
}

void NvdecSession::finish() {
    if (in_flight_.empty()) return;
    const CudaScope scope(*device_);
    while (!in_flight_.empty()) release_oldest();
}

class NvdecPath final : public HardwarePath {
public:
    explicit NvdecPath(std::shared_ptr<const CudaDevice> device);

    DecodePathFacts facts() const override { return facts_; }
    std::string objection(const AVCodecParameters& parameters) const override;
    Result<std::unique_ptr<HardwareSession>> open(DevicePlaneAllocator& allocator) override;

private:
    std::shared_ptr<const CudaDevice> device_;
    std::array<CUVIDDECODECAPS, kKinds.size()> capabilities_{}; ///< Of each kind.
    DecodePathFacts facts_;
};

NvdecPath::NvdecPath(std::shared_ptr<const CudaDevice> device)
    : device_(std::move(device)),
      facts_{.path = "nvdec", .device = device_->name(), .usable = true, .reason = {}, .codecs = {}} {
    const CudaScope scope(*device_);
    for (std::size_t i = 0; i < kKinds.size(); ++i) {
        CUVIDDECODECAPS& caps = capabilities_[i];
        caps.eCodecType = kKinds[i].cuvid;
        caps.eChromaFormat = kKinds[i].chroma;
        caps.nBitDepthMinus8 = static_cast<unsigned>(kKinds[i].bits - 8);
        if (device_->cuvid().cuvidGetDecoderCaps(&caps) != CUDA_SUCCESS) caps = {};
        if (caps.bIsSupported == 0) continue;
        facts_.codecs.emplace_back(kKinds[i].name);
        facts_.engines = std::max(facts_.engines, static_cast<int>(caps.nNumNVDECs));
    }
}

std::string NvdecPath::objection(const AVCodecParameters& parameters) const {
    const NvdecKind* kind = kind_of(parameters);
    const std::string what = stream_kind(parameters);
    if (kind == nullptr) return "NVDEC has no decoder for " + what;
    const CUVIDDECODECAPS& caps = capabilities_[static_cast<std::size_t>(kind - kKinds.data())];
    if (caps.bIsSupported == 0)
        return "the NVDEC of " + device_->name() + " does not decode " + what;
    const auto width = static_cast<unsigned>(parameters.width);
    const auto height = static_cast<unsigned>(parameters.height);
    const bool fits = width >= caps.nMinWidth && height >= caps.nMinHeight &&
                      width <= caps.nMaxWidth && height <= caps.nMaxHeight &&
                      std::uint64_t{width} * height / 256 <= caps.nMaxMBCount;
    if (fits) return {};
    return "NVDEC decodes such video from " + std::to_string(caps.nMinWidth) + "x" +
           std::to_string(caps.nMinHeight) + " to " + std::to_string(caps.nMaxWidth) + "x" +
           std::to_string(caps.nMaxHeight) + " only";
}

Result<std::unique_ptr<HardwareSession>> NvdecPath::open(DevicePlaneAllocator& allocator) {
    auto session = std::make_unique<NvdecSession>(device_, allocator);
    if (Result<Done> ready = session->prepare(); !ready) return ready.error();
    return std::unique_ptr<HardwareSession>(std::move(session));
}

} // namespace

std::unique_ptr<HardwarePath> open_nvdec(const DevicePlaneAllocator& allocator) {
    if (!allocator.can_export())
        return std::make_unique<MissingPath>(
            "nvdec", "the Vulkan driver of " + allocator.device_name() +
                         " cannot share memory with a decoder");
    Result<std::shared_ptr<CudaDevice>> device = CudaDevice::open(allocator);
    if (!device) return std::make_unique<MissingPath>("nvdec", device.error().message);
    return std::make_unique<NvdecPath>(std::move(device).value());
}

} // namespace seamline::decode
#endif
