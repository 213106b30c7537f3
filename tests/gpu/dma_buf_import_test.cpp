// Pictures in memory that another API shares reach the frame cache unchanged. The memory is a file
// of the test's, which tests/support/dma_buf_driver lets Vulkan import as it would a decoder's.

#include "decode/dma_buf_planes.h"
#include "decode/pixel_formats.h"
#include "decode/sample_difference.h"
#include "renderer/frame_cache.h"
#include "tests/support/gpu_test.h"
#include "tests/support/noise_picture.h"

extern "C" {
#include <libavutil/pixdesc.h>
}

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>

namespace seamline::test {
namespace {

using decode::FramePtr;
using decode::SurfacePlan;

constexpr std::uint64_t kCompressed = 0x0100'0000'0000'0004; // Of the driver.
constexpr Extent kPicture{322, 182}, kSurface{352, 192};

constexpr std::uint32_t word(const char (&letters)[5]) {
    std::uint32_t value = 0;
    for (int i = 3; i >= 0; --i) value = value << 8 | static_cast<unsigned char>(letters[i]);
    return value;
}

/// What a driver shares of a surface: its planes one after the other, or each in an object.
class SharedSurface {
public:
    SharedSurface(const AVFrame& picture, const SurfacePlan& plan, bool object_each) {
        std::size_t offset = 192; // Where drivers keep what is theirs.
        descriptor.nb_layers = plan.planes.plane_count;
        for (std::size_t p = 0; p < plan.plane_count(); ++p) {
            if (p == 0 || object_each) open();
            if (object_each) offset = 64 * (p + 1);
            const Extent rows = plan.of_plane(p, plan.surface);
            const int texel = plan.layout.plane_count == 2 && p == 1 ? 2 * plan.layout.sample_bytes
                                                                     : plan.layout.sample_bytes;
            const int pitch = (rows.width * texel + 127) / 128 * 128 + 64;
            write(picture, plan, p, offset, pitch);
            descriptor.layers[p] = {
                .format = format(texel / plan.layout.sample_bytes, plan.layout.sample_bytes),
                .nb_planes = 1,
                .planes = {
                    {descriptor.nb_objects - 1, static_cast<std::ptrdiff_t>(offset), pitch}}};
            offset += static_cast<std::size_t>(pitch * rows.height);
            const int fd = descriptor.objects[descriptor.nb_objects - 1].fd;
            if (::ftruncate(fd, static_cast<off_t>(offset)) != 0) throw std::bad_alloc();
        }
        decode::measure_objects(descriptor);
    }
    ~SharedSurface() {
        for (int i = 0; i < descriptor.nb_objects; ++i) ::close(descriptor.objects[i].fd);
    }
    SharedSurface(const SharedSurface&) = delete;
    SharedSurface& operator=(const SharedSurface&) = delete;

    AVDRMFrameDescriptor descriptor{};

private:
    static std::uint32_t format(int samples, int sample_bytes) {
        if (samples == 1) return sample_bytes == 1 ? word("R8  ") : word("R16 ");
        return sample_bytes == 1 ? word("GR88") : word("GR32");
    }
    void open() {
        const int fd = ::memfd_create("surface", MFD_CLOEXEC);
        if (fd < 0) throw std::bad_alloc();
        descriptor.objects[descriptor.nb_objects++] = {.fd = fd, .size = 0, .format_modifier = 0};
    }
    void write(const AVFrame& picture, const SurfacePlan& plan, std::size_t p, std::size_t offset,
               int pitch) {
        const Extent extent = plan.of_plane(p, plan.picture);
        const auto bytes = static_cast<std::size_t>(
            std::min(pitch, picture.linesize[p])); // With the noise after the row's end.
        for (int y = 0; y < extent.height; ++y)
            if (::pwrite(descriptor.objects[descriptor.nb_objects - 1].fd,
                         picture.data[p] + std::ptrdiff_t{y} * picture.linesize[p], bytes,
                         static_cast<off_t>(offset) + std::int64_t{y} * pitch) < 0)
                throw std::bad_alloc();
    }
};

class DmaBufImportTest : public GpuTest {
protected:
    DmaBufImportTest() : GpuTest(renderer::DeviceOptions{.separate_memory = true}) {}
    void SetUp() override {
        ::setenv("VK_ICD_FILENAMES", SEAMLINE_DMA_BUF_DRIVER, 1);
        GpuTest::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        cache_ = std::make_unique<renderer::FrameCache>(device(), std::uint64_t{64} << 20);
        card_ = cache_->device_allocator();
        ASSERT_EQ(sharing().device().no_dma_buf, "") << "The driver was not loaded.";
        copier_ = sharing().make_copier();
    }
    void TearDown() override {
        copier_.reset();
        cache_.reset();
        GpuTest::TearDown();
        ::unsetenv("VK_ICD_FILENAMES");
    }
    const VulkanSharing& sharing() const { return *card_->vulkan(); }
    static SurfacePlan plan_of(AVPixelFormat format) {
        return {.layout = *decode::describe_layout(format),
                .planes = *decode::plan_planes(format, kPicture.width, kPicture.height),
                .picture = kPicture,
                .surface = kSurface};
    }
    Result<std::shared_ptr<const ImportedImages>> import(const SharedSurface& surface,
                                                         const SurfacePlan& plan) const {
        const auto planes = decode::dma_buf_planes(surface.descriptor, plan);
        if (!planes) return planes.error();
        return sharing().import(planes.value());
    }
    /// The copy as the cache would hold it.
    DecodedFrame copy(std::shared_ptr<const ImportedImages> imported, const SurfacePlan& plan) {
        const auto block = card_->allocate(plan.planes.size_bytes);
        std::vector<DecodedImage> images(imported->images().begin(), imported->images().end());
        const auto copied = copier_->copy(images, decode::planes_to_copy(plan, images.size()),
                                          std::move(imported), block);
        if (!copied) throw std::runtime_error(copied.error().message);
        DecodedFrame frame;
        frame.coded = plan.picture;
        frame.visible = {0, 0, plan.picture.width, plan.picture.height};
        decode::describe_copy(plan, block, {copier_->signal(), copied.value()}, frame);
        return frame;
    }
    void expect_all_arrive(AVPixelFormat format, bool object_each) {
        const SurfacePlan plan = plan_of(format);
        for (unsigned i = 0; i < 4; ++i) {
            SCOPED_TRACE(i);
            const FramePtr picture = noise(format, kPicture.width, kPicture.height, i);
            const SharedSurface surface(*picture, plan, object_each);
            auto imported = import(surface, plan);
            ASSERT_TRUE(imported) << imported.error().message;
            for (int o = 0; o < surface.descriptor.nb_objects; ++o)
                EXPECT_GE(::fcntl(surface.descriptor.objects[o].fd, F_GETFD), 0) << "not ours";
            const DecodedFrame frame = copy(std::move(imported).value(), plan);
            const auto* block = dynamic_cast<const DevicePlaneMemory*>(frame.memory.get());
            std::vector<std::byte> found(block->size_bytes());
            ASSERT_TRUE(copier_->read_back(*block, found));
            const auto [exact, bytes] = described(*picture);
            const auto different =
                decode::first_difference(exact, bytes.data(), frame, found.data());
            ASSERT_FALSE(different) << *different;
        }
    }
    std::string refusal(const SharedSurface& surface, const SurfacePlan& plan) const {
        const auto imported = import(surface, plan);
        return imported ? "" : imported.error().message;
    }

    std::unique_ptr<renderer::FrameCache> cache_;
    DevicePlaneAllocator* card_ = nullptr;
    std::unique_ptr<ImageCopier> copier_;
};

class DmaBufFormatTest : public DmaBufImportTest,
                         public testing::WithParamInterface<AVPixelFormat> {};

INSTANTIATE_TEST_SUITE_P(Formats, DmaBufFormatTest,
                         testing::Values(AV_PIX_FMT_NV12, AV_PIX_FMT_P010LE, AV_PIX_FMT_NV16,
                                         AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUV444P, AV_PIX_FMT_GRAY8),
                         [](const auto& format) {
                             return std::string(av_get_pix_fmt_name(format.param));
                         });

TEST_P(DmaBufFormatTest, ArrivesFromOneObject) { expect_all_arrive(GetParam(), false); }

TEST_P(DmaBufFormatTest, ArrivesFromAnObjectToEachPlane) { expect_all_arrive(GetParam(), true); }

TEST_F(DmaBufImportTest, ImagesAreLetGoTwoCopiesOn) {
    const SurfacePlan plan = plan_of(AV_PIX_FMT_NV12);
    const FramePtr picture = noise(AV_PIX_FMT_NV12, kPicture.width, kPicture.height, 1);
    const SharedSurface surface(*picture, plan, false);
    std::vector<std::weak_ptr<const ImportedImages>> held;
    for (int i = 0; i < 3; ++i) {
        auto imported = import(surface, plan);
        ASSERT_TRUE(imported) << imported.error().message;
        held.push_back(imported.value());
        copy(std::move(imported).value(), plan);
    }
    EXPECT_TRUE(held[0].expired());
    EXPECT_FALSE(held[2].expired());
    copier_->finish();
    EXPECT_TRUE(held[1].expired());
    EXPECT_TRUE(held[2].expired());
}

TEST_F(DmaBufImportTest, WhatTheDriverDoesNotReadHasAReason) {
    const SurfacePlan plan = plan_of(AV_PIX_FMT_P010LE);
    const FramePtr picture = noise(AV_PIX_FMT_P010LE, kPicture.width, kPicture.height, 1);
    SharedSurface surface(*picture, plan, false);
    surface.descriptor.objects[0].format_modifier = 0x0300'0000'0060'6014;
    EXPECT_EQ(refusal(surface, plan), "the Vulkan driver of " + device().name() +
                                          " reads no texels of 1 x 16 bit laid out as DRM modifier "
                                          "0x300000000606014");
    surface.descriptor.objects[0].format_modifier = kCompressed;
    EXPECT_NE(refusal(surface, plan).find("reads no texels"), std::string::npos)
        << "a second plane of the layout would be ignored";
}

TEST_F(DmaBufImportTest, AnObjectTooSmallForTheDriverIsRefused) {
    const SurfacePlan plan = plan_of(AV_PIX_FMT_GRAY8);
    const FramePtr picture = noise(AV_PIX_FMT_GRAY8, kPicture.width, kPicture.height, 1);
    SharedSurface surface(*picture, plan, false);
    surface.descriptor.objects[0].size -= 64; // The last row still ends within.
    const std::string reason = refusal(surface, plan);
    EXPECT_NE(reason.find(" bytes where the decoder has "), std::string::npos) << reason;
}

TEST_F(DmaBufImportTest, AClosedObjectIsAnError) {
    const SurfacePlan plan = plan_of(AV_PIX_FMT_GRAY8);
    const FramePtr picture = noise(AV_PIX_FMT_GRAY8, kPicture.width, kPicture.height, 1);
    const SharedSurface surface(*picture, plan, false);
    const auto planes = decode::dma_buf_planes(surface.descriptor, plan);
    ASSERT_TRUE(planes);
    std::vector<DmaBufPlane> closed = planes.value();
    closed[0].fd = ::fcntl(closed[0].fd, F_DUPFD_CLOEXEC, 0);
    ::close(closed[0].fd);
    const auto imported = sharing().import(closed);
    ASSERT_FALSE(imported);
    EXPECT_EQ(imported.error().code, ErrorCode::Unsupported);
}

/// With its own driver, a device that cannot says why, and imports nothing.
TEST(DmaBuf, ADeviceWithoutItSaysWhy) {
    const renderer::Device device({.separate_memory = true});
    renderer::FrameCache cache(device, std::uint64_t{64} << 20);
    const VulkanSharing& sharing = *cache.device_allocator()->vulkan();
    if (sharing.device().no_dma_buf.empty())
        GTEST_SKIP() << "NOT TESTED: a device that imports nothing. " << device.name() << " does.";
    EXPECT_EQ(sharing.device().no_dma_buf.substr(0, 21), "its driver has no VK_");
    const DmaBufPlane plane{.fd = 0, .width = 2, .height = 2};
    EXPECT_EQ(sharing.import({&plane, 1}).error().message,
              device.name() + " imports no memory of other APIs");
}

} // namespace
} // namespace seamline::test
