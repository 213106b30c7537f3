// Pictures that FFmpeg holds in Vulkan images reach the frame cache unchanged. They are uploaded
// here: what Vulkan Video decodes comes in the same images.

#include "decode/hardware.h"

#include "decode/pixel_formats.h"
#include "decode/sample_difference.h"
#include "decode/video_source.h"
#include "renderer/frame_cache.h"
#include "renderer/image_copies.h"
#include "renderer/vulkan/one_time.h"
#include "tests/support/cache_bytes.h"
#include "tests/support/clip_maker.h"
#include "tests/support/gpu_test.h"
#include "tests/support/noise_picture.h"
#include "tests/support/vulkan_surfaces.h"

extern "C" {
#include <libavutil/pixdesc.h>
}

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <ostream>
#include <thread>

namespace seamline::test {
namespace {

using decode::FramePtr;

class VulkanSurfaceTest : public GpuTest {
protected:
    VulkanSurfaceTest() : GpuTest(renderer::DeviceOptions{.separate_memory = true}) {}
    void SetUp() override {
        GpuTest::SetUp();
        if (IsSkipped()) return;
        cache_ = std::make_unique<renderer::FrameCache>(device(), std::uint64_t{512} << 20);
        card_ = cache_->device_allocator();
        Result<decode::BufferPtr> context = decode::share_vulkan_device(*card_->vulkan());
        if (!context && !decode::wants_vulkan_video(decode::DecodeChoice::Vulkan))
            GTEST_SKIP() << "NOT TESTED: FFmpeg's Vulkan images. " << context.error().message;
        ASSERT_TRUE(context) << context.error().message;
        context_ = std::move(context).value();
        bytes_ = std::make_unique<CacheBytes>(device(), *cache_);
    }
    void TearDown() override {
        ::unsetenv("SEAMLINE_FAIL_DECODE");
        bytes_.reset();
        hardware_.reset();
        context_.reset();
        cache_.reset();
        GpuTest::TearDown();
    }
    std::unique_ptr<decode::HardwareSession> open_session() {
        auto session = decode::open_vulkan_session(*context_, *card_);
        if (!session) throw std::runtime_error(session.error().message);
        return std::move(session).value();
    }
    std::vector<std::byte> bytes_in_cache(const DecodedFrame& frame) {
        bytes_->clear();
        return bytes_->of(frame);
    }
    /// Copies the surface and compares what arrives with `picture`.
    void expect_arrives(decode::HardwareSession& session, const AVFrame& surface,
                        const AVFrame& picture) {
        DecodedFrame frame;
        frame.coded = {picture.width, picture.height};
        frame.visible = {0, 0, picture.width, picture.height};
        const Result<Done> copied = session.copy(surface, frame);
        ASSERT_TRUE(copied) << copied.error().message;
        const auto [exact, bytes] = described(picture);
        const auto different =
            decode::first_difference(exact, bytes.data(), frame, bytes_in_cache(frame).data());
        ASSERT_FALSE(different) << *different;
    }
    void expect_all_arrive(AVPixelFormat format, SurfaceImages images) {
        constexpr int kWidth = 322, kHeight = 182;
        const VulkanSurfaces surfaces(*context_, format, kWidth, kHeight, images);
        const auto session = open_session();
        const FramePtr used_again = surfaces.take();
        for (unsigned i = 0; i < 6; ++i) {
            SCOPED_TRACE(i);
            const FramePtr fresh = surfaces.take();
            AVFrame& surface = i % 2 == 0 ? *used_again : *fresh;
            const FramePtr picture = noise(format, kWidth, kHeight, i);
            VulkanSurfaces::upload(*picture, surface);
            ASSERT_NO_FATAL_FAILURE(expect_arrives(*session, surface, *picture));
        }
    }

    std::unique_ptr<renderer::FrameCache> cache_;
    DevicePlaneAllocator* card_ = nullptr;
    decode::BufferPtr context_;
    std::shared_ptr<decode::HardwareDecoding> hardware_;
    std::unique_ptr<CacheBytes> bytes_;
};

/// Formats that Vulkan decoders hand out, and the planar ones.
constexpr AVPixelFormat kFormats[] = {
    AV_PIX_FMT_NV12,        AV_PIX_FMT_P010LE,      AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUV420P10LE,
    AV_PIX_FMT_YUV420P12LE, AV_PIX_FMT_NV16,        AV_PIX_FMT_P210LE,  AV_PIX_FMT_YUV422P,
    AV_PIX_FMT_YUV422P10LE, AV_PIX_FMT_NV24,        AV_PIX_FMT_P410LE,  AV_PIX_FMT_YUV444P,
    AV_PIX_FMT_YUV444P10LE, AV_PIX_FMT_YUV444P12LE, AV_PIX_FMT_GRAY8,   AV_PIX_FMT_BGRA,
};

class VulkanFormatTest : public VulkanSurfaceTest,
                         public testing::WithParamInterface<AVPixelFormat> {};

INSTANTIATE_TEST_SUITE_P(Formats, VulkanFormatTest, testing::ValuesIn(kFormats),
                         [](const auto& format) {
                             return std::string(av_get_pix_fmt_name(format.param));
                         });

TEST_P(VulkanFormatTest, ArrivesFromOneImage) {
    expect_all_arrive(GetParam(), SurfaceImages::MultiPlane);
}

TEST_P(VulkanFormatTest, ArrivesFromAnImageToEachPlane) {
    expect_all_arrive(GetParam(), SurfaceImages::OneToAPlane);
}

TEST_F(VulkanSurfaceTest, ASurfaceIsFreeTwoCopiesOn) {
    const VulkanSurfaces surfaces(*context_, AV_PIX_FMT_NV12, 64, 32, SurfaceImages::MultiPlane);
    const auto session = open_session();
    const FramePtr picture = noise(AV_PIX_FMT_NV12, 64, 32, 1);
    const FramePtr first = surfaces.take(), second = surfaces.take(), third = surfaces.take();
    for (const FramePtr* surface : {&first, &second, &third}) {
        VulkanSurfaces::upload(*picture, **surface);
        DecodedFrame frame;
        ASSERT_TRUE(session->copy(**surface, frame));
    }
    EXPECT_EQ(av_buffer_get_ref_count(first->buf[0]), 1);
    session->finish();
    surfaces.let_go();
    EXPECT_EQ(av_buffer_get_ref_count(second->buf[0]), 1);
    EXPECT_EQ(av_buffer_get_ref_count(third->buf[0]), 1);
}

/// Counts what FFmpeg locks.
class CountingLocks final : public VulkanSharing {
public:
    explicit CountingLocks(const VulkanSharing& real) : real_(&real) {}
    const SharedVulkanDevice& device() const override { return real_->device(); }
    void lock_queue(std::uint32_t family, std::uint32_t index) const override {
        real_->lock_queue(family, index);
        ++locked;
    }
    void unlock_queue(std::uint32_t family, std::uint32_t index) const override {
        ++unlocked;
        real_->unlock_queue(family, index);
    }
    std::unique_ptr<ImageCopier> make_copier() const override { return real_->make_copier(); }
    Result<std::shared_ptr<const ImportedImages>>
    import(std::span<const DmaBufPlane> planes) const override {
        return real_->import(planes);
    }

    mutable std::atomic<int> locked = 0, unlocked = 0;

private:
    const VulkanSharing* real_;
};

TEST_F(VulkanSurfaceTest, FFmpegSubmitsUnderTheQueuesLock) {
    const CountingLocks locks(*card_->vulkan());
    const Result<decode::BufferPtr> context = decode::share_vulkan_device(locks);
    ASSERT_TRUE(context);
    const VulkanSurfaces surfaces(*context.value(), AV_PIX_FMT_NV12, 64, 32,
                                  SurfaceImages::MultiPlane);
    const FramePtr surface = surfaces.take();
    const int before = locks.locked;
    VulkanSurfaces::upload(*noise(AV_PIX_FMT_NV12, 64, 32, 1), *surface);
    EXPECT_EQ(locks.locked, before + 1);
    EXPECT_EQ(locks.unlocked, locks.locked);
}

TEST_F(VulkanSurfaceTest, ADecoderThatHangsIsAnError) {
    const renderer::ImageCopies copies(device(), std::chrono::milliseconds(20));
    const renderer::Timeline never(device());
    const DecodedImage image{.semaphore = reinterpret_cast<std::uint64_t>(never.handle()),
                             .value = 7};
    const Result<Done> waited = copies.wait_for({&image, 1});
    ASSERT_FALSE(waited);
    EXPECT_EQ(waited.error().message, "a picture was not decoded within 20 ms");
}

TEST_F(VulkanSurfaceTest, DecodersAndTheRendererShareTheQueue) {
    constexpr AVPixelFormat kFormat = AV_PIX_FMT_P010LE;
    std::atomic<int> running = 2;
    std::atomic<bool> failed = false;
    const auto decode = [&](unsigned seed) {
        const VulkanSurfaces surfaces(*context_, kFormat, 320, 180, SurfaceImages::MultiPlane);
        const auto session = open_session();
        const FramePtr picture = noise(kFormat, 320, 180, seed);
        const auto [exact, bytes] = described(*picture);
        for (int i = 0; i < 24 && !failed; ++i) {
            const FramePtr surface = surfaces.take();
            VulkanSurfaces::upload(*picture, *surface);
            DecodedFrame frame = exact;
            if (!session->copy(*surface, frame)) failed = true;
            std::vector<std::byte> found(frame.memory->size_bytes());
            if (!session->read_back(frame, found.data()) ||
                decode::first_difference(exact, bytes.data(), frame, found.data()))
                failed = true;
        }
        --running;
    };
    std::thread one(decode, 1), other(decode, 2);
    while (running > 0) renderer::run_once(device(), [](VkCommandBuffer) {});
    one.join();
    other.join();
    EXPECT_FALSE(failed);
}

struct Footage {
    const char* name;
    const char* format;
    const char* size;
    const char* encoder;
};

void PrintTo(const Footage& footage, std::ostream* to) { *to << footage.name; }

constexpr Footage kFootage[] = {
    {"h264_8", "yuv420p", "318x180", "-c:v libx264 -preset veryfast -bf 2 -g 12"},
    {"hevc_10", "yuv420p10le", "318x180",
     "-c:v libx265 -preset ultrafast -x265-params log-level=none:keyint=12"},
    {"h264_422_10", "yuv422p10le", "318x180", "-c:v libx264 -preset veryfast -bf 2 -g 12"},
    {"h264_444_8", "yuv444p", "318x180", "-c:v libx264 -preset veryfast -bf 2 -g 12"},
};

/// Movies whose pictures go through Vulkan images.
class UploadedMovieTest : public VulkanSurfaceTest, public testing::WithParamInterface<Footage> {
protected:
    static constexpr int kFrames = 40;

    void SetUp() override {
        VulkanSurfaceTest::SetUp();
        if (IsSkipped()) return;
        std::vector<std::unique_ptr<decode::HardwarePath>> paths;
        paths.push_back(make_uploading_path(decode::BufferPtr(av_buffer_ref(context_.get()))));
        hardware_ = std::make_shared<decode::HardwareDecoding>(*card_, std::move(paths));
    }
    decode::VideoSource open(bool on_hardware) {
        const std::filesystem::path file =
            make_clip(std::string("uploaded_") + GetParam().name + ".mp4",
                      std::string("-f lavfi -i testsrc2=s=") + GetParam().size +
                          ":r=24,noise=alls=8:allf=t -frames:v " + std::to_string(kFrames) +
                          " -pix_fmt " + GetParam().format + " " + GetParam().encoder);
        decode::OpenOptions options;
        if (on_hardware) {
            options.allocator = &cache_->allocator();
            options.hardware = hardware_;
        }
        auto opened = decode::VideoSource::open(file, options);
        if (!opened) throw std::runtime_error(opened.error().message);
        return std::move(opened).value();
    }
    void compare(decode::VideoSource& software, decode::VideoSource& hardware) {
        const auto exact = software.next();
        const auto found = hardware.next();
        ASSERT_TRUE(exact);
        ASSERT_TRUE(found) << found.error().message;
        ASSERT_EQ(found.value().index, exact.value().index);
        const auto different =
            decode::first_difference(exact.value(), exact.value().memory->data(), found.value(),
                                     bytes_in_cache(found.value()).data());
        ASSERT_FALSE(different) << "frame " << exact.value().index << ": " << *different;
    }
};

INSTANTIATE_TEST_SUITE_P(Footage, UploadedMovieTest, testing::ValuesIn(kFootage),
                         [](const auto& footage) { return std::string(footage.param.name); });

TEST_P(UploadedMovieTest, IsWhatSoftwareDecodes) {
    decode::VideoSource software = open(false);
    decode::VideoSource hardware = open(true);
    ASSERT_EQ(hardware.decode_path().path, "vulkan") << hardware.decode_path().fallback_reason;
    EXPECT_EQ(hardware.decode_path().device_copies, 1);
    for (int i = 0; i < kFrames; ++i) ASSERT_NO_FATAL_FAILURE(compare(software, hardware));
    EXPECT_EQ(hardware.next().error().code, ErrorCode::EndOfStream);
    for (const std::int64_t frame : {25, 2, 12, 39, 0}) {
        const auto exact = software.seek(frame);
        const auto start = hardware.seek(frame);
        ASSERT_TRUE(start);
        ASSERT_EQ(start.value(), exact.value());
        for (auto at = start.value(); at <= frame; ++at)
            ASSERT_NO_FATAL_FAILURE(compare(software, hardware));
    }
    EXPECT_EQ(hardware.decode_path().path, "vulkan") << hardware.decode_path().fallback_reason;
}

TEST_P(UploadedMovieTest, AFailureAtAnyFrameGoesOnInSoftware) {
    for (const char* at : {"0", "1", "11", "12", "30", "39"}) {
        SCOPED_TRACE(at);
        ::unsetenv("SEAMLINE_FAIL_DECODE");
        decode::VideoSource software = open(false);
        decode::VideoSource hardware = open(true);
        ASSERT_EQ(hardware.decode_path().path, "vulkan") << hardware.decode_path().fallback_reason;
        ::setenv("SEAMLINE_FAIL_DECODE", (std::string("vulkan:") + at).c_str(), 1);
        for (int i = 0; i < kFrames; ++i) ASSERT_NO_FATAL_FAILURE(compare(software, hardware));
        EXPECT_EQ(hardware.decode_path().path, "software");
        EXPECT_EQ(hardware.decode_path().fallback_reason, std::string("vulkan failed at frame ") +
                                                              at +
                                                              ": SEAMLINE_FAIL_DECODE asks for it");
    }
}

/// Without decoders of its own the device says so, as `doctor` does.
TEST(VulkanVideo, ADeviceWithoutItSaysWhy) {
    const renderer::Device device({.separate_memory = true, .video_decode = true});
    if (device.video_decode().queue_count > 0)
        GTEST_SKIP() << "NOT TESTED: a device without decoders. " << device.name() << " has some.";
    renderer::FrameCache cache(device, std::uint64_t{64} << 20);
    const decode::HardwareDecoding hardware(*cache.device_allocator(),
                                            decode::DecodeChoice::Vulkan);
    const std::vector<decode::DecodePathFacts> facts = hardware.facts();
    ASSERT_EQ(facts.size(), 1U);
    EXPECT_FALSE(facts[0].usable);
    const std::string expected =
        decode::wants_vulkan_video(decode::DecodeChoice::Vulkan)
            ? device.name() + " decodes no video: its driver has no VK_KHR_video_queue"
            : "FFmpeg 6.1 is needed";
    EXPECT_EQ(facts[0].reason.substr(0, expected.size()), expected);
}

} // namespace
} // namespace seamline::test
