// What the graphics card's decoders write into the frame cache is what software decodes.

#include "decode/hardware.h"

#include "decode/sample_difference.h"
#include "decode/video_source.h"
#include "renderer/frame_cache.h"
#include "tests/support/cache_bytes.h"
#include "tests/support/clip_maker.h"
#include "tests/support/gpu_test.h"

#include <cstdlib>

namespace seamline {
namespace {

struct Footage {
    const char* name;
    const char* format;
    const char* size;
    const char* encoder;
};

/// Each with B pictures, more than one GOP, and a size that is no multiple of 16.
constexpr Footage kFootage[] = {
    {"h264_8", "yuv420p", "1272x714", "-c:v libx264 -preset veryfast -bf 2 -g 24"},
    {"h264_1080", "yuv420p", "1920x1080", "-c:v libx264 -preset ultrafast -bf 3 -g 12"},
    {"hevc_8", "yuv420p", "1272x714",
     "-c:v libx265 -preset ultrafast -x265-params log-level=none:keyint=24"},
    {"hevc_10", "yuv420p10le", "1920x1080",
     "-c:v libx265 -preset ultrafast -x265-params log-level=none:keyint=24"},
};

class HardwareDecodeTest : public test::GpuTest, public testing::WithParamInterface<const char*> {
protected:
    HardwareDecodeTest() : GpuTest(renderer::DeviceOptions{.video_decode = true}) {}
    void SetUp() override {
        test::GpuTest::SetUp();
        if (IsSkipped()) return;
        cache_ = std::make_unique<renderer::FrameCache>(device(), std::uint64_t{2} << 30);
        if (cache_->device_allocator() == nullptr)
            GTEST_SKIP() << "NOT TESTED: " << decode::no_hardware(device().name());
        hardware_ = std::make_shared<decode::HardwareDecoding>(
            *cache_->device_allocator(), decode::decode_choice(GetParam()).value());
        const decode::DecodePathFacts facts = hardware_->facts().at(0);
        if (!facts.usable) GTEST_SKIP() << "NOT TESTED: " << GetParam() << ": " << facts.reason;
        bytes_ = std::make_unique<test::CacheBytes>(device(), *cache_);
    }
    void TearDown() override {
        ::unsetenv("SEAMLINE_FAIL_DECODE");
        bytes_.reset();
        hardware_.reset();
        cache_.reset();
        test::GpuTest::TearDown();
    }
    static std::filesystem::path clip(const Footage& footage) {
        return test::make_clip(std::string("hardware_") + footage.name + ".mp4",
                               std::string("-f lavfi -i testsrc2=s=") + footage.size +
                                   ":r=24,noise=alls=8:allf=t -frames:v 60 -pix_fmt " +
                                   footage.format + " " + footage.encoder);
    }
    decode::VideoSource open(const std::filesystem::path& file, bool on_hardware) {
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
        EXPECT_EQ(found.value().time_s, exact.value().time_s);
        EXPECT_EQ(found.value().host_copies, 0);
        const std::vector<std::byte> bytes = bytes_->of(found.value());
        const auto different = decode::first_difference(exact.value(), exact.value().memory->data(),
                                                        found.value(), bytes.data());
        ASSERT_FALSE(different) << "frame " << exact.value().index << ": " << *different;
    }

    std::unique_ptr<renderer::FrameCache> cache_;
    std::shared_ptr<decode::HardwareDecoding> hardware_;
    std::unique_ptr<test::CacheBytes> bytes_;
};

INSTANTIATE_TEST_SUITE_P(Paths, HardwareDecodeTest, testing::Values("nvdec", "vaapi", "vulkan"),
                         [](const auto& path) { return std::string(path.param); });

TEST_P(HardwareDecodeTest, PlanesInTheCacheAreWhatSoftwareDecodes) {
    for (const Footage& footage : kFootage) {
        SCOPED_TRACE(footage.name);
        bytes_->clear();
        decode::VideoSource software = open(clip(footage), false);
        decode::VideoSource hardware = open(clip(footage), true);
        ASSERT_EQ(hardware.decode_path().path, GetParam())
            << hardware.decode_path().fallback_reason;
        EXPECT_EQ(hardware.decode_path().host_copies, 0);
        EXPECT_EQ(hardware.decode_path().device_copies, 1);
        for (int i = 0; i < 60; ++i) ASSERT_NO_FATAL_FAILURE(compare(software, hardware));
        EXPECT_EQ(hardware.next().error().code, ErrorCode::EndOfStream);
        bytes_->clear();
        for (const std::int64_t frame : {37, 2, 24, 59, 0, 23, 48}) {
            const auto exact = software.seek(frame);
            const auto start = hardware.seek(frame);
            ASSERT_TRUE(start);
            ASSERT_EQ(start.value(), exact.value()) << "both deliver from the same frame on";
            for (auto at = start.value(); at <= frame; ++at) {
                bytes_->clear();
                ASSERT_NO_FATAL_FAILURE(compare(software, hardware));
            }
        }
    }
}

TEST_P(HardwareDecodeTest, AFailureInMidStreamGoesOnInSoftware) {
    for (const char* at : {"0", "1", "30", "59"}) {
        SCOPED_TRACE(at);
        bytes_->clear();
        decode::VideoSource software = open(clip(kFootage[0]), false);
        decode::VideoSource hardware = open(clip(kFootage[0]), true);
        ::setenv("SEAMLINE_FAIL_DECODE", (std::string(GetParam()) + ":" + at).c_str(), 1);
        for (int i = 0; i < 60; ++i) ASSERT_NO_FATAL_FAILURE(compare(software, hardware));
        ::unsetenv("SEAMLINE_FAIL_DECODE");
        EXPECT_EQ(hardware.decode_path().path, "software");
        EXPECT_NE(hardware.decode_path().fallback_reason.find(std::string("failed at frame ") + at),
                  std::string::npos)
            << hardware.decode_path().fallback_reason;
    }
}

/// Every path of a device that is no CPU, or is taken for none, is usable or says why it is not.
TEST(HardwarePaths, AreUsableOrHaveAReason) {
    const renderer::Device device({.separate_memory = true, .video_decode = true});
    renderer::FrameCache cache(device, std::uint64_t{64} << 20);
    const decode::HardwareDecoding hardware(*cache.device_allocator(), decode::DecodeChoice::Auto);
    const std::vector<decode::DecodePathFacts> facts = hardware.facts();
    ASSERT_EQ(facts.size(), 3U);
    for (const decode::DecodePathFacts& path : facts) {
        EXPECT_EQ(path.usable, path.reason.empty()) << path.path;
        EXPECT_EQ(path.reason.find('\n'), std::string::npos) << path.reason;
    }
    if (std::filesystem::exists("/dev/dri/renderD128")) return;
    EXPECT_EQ(facts[1].reason, "there is no /dev/dri/renderD*: no kernel driver offers a decoder");
}

} // namespace
} // namespace seamline
