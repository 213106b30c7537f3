// Choosing a hardware path and leaving it again, with a path made of software.

#include "decode/hardware.h"

#include "decode/hardware_path.h"
#include "decode/media/vulkan_sharing.h"
#include "decode/pixel_formats.h"
#include "decode/plane_buffers.h"
#include "decode/sample_difference.h"
#include "decode/video_source.h"
#include "tests/support/clip_maker.h"

#include <gtest/gtest.h>

extern "C" {
#include <libavutil/imgutils.h>
}

#include <cstdlib>
#include <cstring>

namespace seamline::decode {
namespace {

/// Memory that plays a graphics card's.
class FakeMemory final : public DevicePlaneMemory {
public:
    explicit FakeMemory(std::size_t size_bytes)
        : DevicePlaneMemory(new std::byte[size_bytes], size_bytes) {}
    ~FakeMemory() override { delete[] data(); }
    std::size_t allocation_offset_bytes() const override { return 0; }
    Opened opened(const std::function<Opened(ExportedMemory)>&) const override { return nullptr; }
};

class FakeCard final : public DevicePlaneAllocator {
public:
    const std::array<std::uint8_t, 16>& device_uuid() const override { return uuid_; }
    const std::string& device_name() const override { return name_; }
    bool can_export() const override { return false; }
    std::shared_ptr<DevicePlaneMemory> allocate(std::size_t size_bytes) override {
        if (is_full) return nullptr;
        return std::make_shared<FakeMemory>(size_bytes);
    }
    std::shared_ptr<DeviceSignal> make_signal() override { return nullptr; }
    const VulkanSharing* vulkan() const override { return sharing; }

    bool is_full = false;
    const VulkanSharing* sharing = nullptr;

private:
    std::array<std::uint8_t, 16> uuid_{};
    std::string name_ = "a card of paper";
};

struct Behaviour {
    int opened = 0;
    int compared = 0; ///< Times that a frame was read back.
    bool is_wrong = false;
    bool reports_damage = false;
    bool opens = true;
    std::string objection;
};

/// Hands on what software decodes.
class FakeSession final : public HardwareSession {
public:
    FakeSession(FakeCard& card, Behaviour& behaviour) : card_(&card), behaviour_(&behaviour) {}
    AVPixelFormat surface_format() const override { return AV_PIX_FMT_YUV420P; }
    Result<Done> attach(AVCodecContext& codec) override {
        codec.thread_count = 1;
        return Done{};
    }
    Result<Done> copy(const AVFrame& surface, DecodedFrame& published) override {
        const auto plan = plan_planes(AV_PIX_FMT_YUV420P, surface.width, surface.height);
        const auto block = card_->allocate(plan->size_bytes);
        if (block == nullptr) return Error{ErrorCode::TooLarge, "the graphics card has no memory"};
        std::uint8_t* planes[4] = {};
        int strides[4] = {};
        for (std::size_t i = 0; i < 3; ++i) {
            planes[i] = reinterpret_cast<std::uint8_t*>(block->data()) + plan->offset_bytes[i];
            strides[i] = plan->stride_bytes[i];
            published.plane_offset_bytes[i] = plan->offset_bytes[i];
            published.stride_bytes[i] = plan->stride_bytes[i];
        }
        const std::uint8_t* from[4] = {surface.data[0], surface.data[1], surface.data[2], nullptr};
        av_image_copy(planes, strides, from, surface.linesize, AV_PIX_FMT_YUV420P, surface.width,
                      surface.height);
        if (behaviour_->reports_damage) published.corrupt = true;
        if (behaviour_->is_wrong) planes[2][3 * strides[2] + 5] ^= 1;
        published.layout = *describe_layout(AV_PIX_FMT_YUV420P);
        published.memory = block;
        return Done{};
    }
    Result<Done> read_back(const DecodedFrame& frame, std::byte* planes) override {
        ++behaviour_->compared;
        std::memcpy(planes, frame.memory->data(), frame.memory->size_bytes());
        return Done{};
    }
    void finish() override {}

private:
    FakeCard* card_;
    Behaviour* behaviour_;
};

class FakePath final : public HardwarePath {
public:
    FakePath(std::string name, Behaviour& behaviour, FakeCard& card)
        : name_(std::move(name)), behaviour_(&behaviour), card_(&card) {}
    DecodePathFacts facts() const override {
        return {.path = name_, .device = card_->device_name(), .usable = true};
    }
    std::string objection(const AVCodecParameters&) const override { return behaviour_->objection; }
    Result<std::unique_ptr<HardwareSession>> open(DevicePlaneAllocator&) override {
        ++behaviour_->opened;
        if (!behaviour_->opens) return Error{ErrorCode::Unsupported, "it is on strike"};
        return std::unique_ptr<HardwareSession>(std::make_unique<FakeSession>(*card_, *behaviour_));
    }

private:
    std::string name_;
    Behaviour* behaviour_;
    FakeCard* card_;
};

class HardwareTest : public testing::Test {
protected:
    HardwareTest() {
        std::vector<std::unique_ptr<HardwarePath>> paths;
        paths.push_back(std::make_unique<FakePath>("first", first_, card_));
        paths.push_back(std::make_unique<FakePath>("second", second_, card_));
        hardware_ = std::make_shared<HardwareDecoding>(card_, std::move(paths));
    }
    void TearDown() override { ::unsetenv("SEAMLINE_FAIL_DECODE"); }
    static std::filesystem::path clip() {
        return test::make_clip("hardware_unit.mp4",
                               "-f lavfi -i testsrc2=s=318x180:r=24 -frames:v 48 -pix_fmt yuv420p "
                               "-c:v libx264 -preset ultrafast -bf 2 -g 16");
    }
    VideoSource open(bool on_hardware = true) {
        OpenOptions options;
        if (on_hardware) options.hardware = hardware_;
        auto opened = VideoSource::open(clip(), options);
        if (!opened) throw std::runtime_error(opened.error().message);
        return std::move(opened).value();
    }
    /// Reads both to the end.
    static void expect_same(VideoSource& software, VideoSource& hardware, int frames = 48) {
        for (int i = 0; i < frames; ++i) {
            const auto exact = software.next();
            const auto found = hardware.next();
            ASSERT_TRUE(exact);
            ASSERT_TRUE(found) << found.error().message;
            ASSERT_EQ(found.value().index, exact.value().index);
            const auto different = first_difference(exact.value(), exact.value().memory->data(),
                                                    found.value(), found.value().memory->data());
            ASSERT_FALSE(different) << "frame " << i << ": " << *different;
        }
    }

    FakeCard card_;
    Behaviour first_, second_;
    std::shared_ptr<HardwareDecoding> hardware_;
};

TEST_F(HardwareTest, TheFirstPathDecodesAllFramesFromTheStart) {
    VideoSource software = open(false);
    VideoSource hardware = open();
    EXPECT_EQ(hardware.decode_path().path, "first");
    EXPECT_EQ(hardware.decode_path().device, "a card of paper");
    EXPECT_EQ(hardware.decode_path().device_copies, 1);
    EXPECT_EQ(hardware.decode_path().fallback_reason, "");
    EXPECT_EQ(hardware.description().decode.path, "first");
    expect_same(software, hardware);
    EXPECT_EQ(hardware.next().error().code, ErrorCode::EndOfStream);
    EXPECT_EQ(second_.opened, 0);
}

TEST_F(HardwareTest, SeeksLikeSoftware) {
    VideoSource software = open(false);
    VideoSource hardware = open();
    for (const std::int64_t frame : {40, 3, 16, 47, 0, 31}) {
        const auto exact = software.seek(frame);
        const auto found = hardware.seek(frame);
        ASSERT_TRUE(exact);
        ASSERT_TRUE(found);
        while (software.next().value().index < frame) {
        }
        auto last = hardware.next();
        while (last && last.value().index < frame) last = hardware.next();
        ASSERT_TRUE(last);
        EXPECT_EQ(last.value().index, frame);
    }
}

TEST_F(HardwareTest, AKindOfStreamIsComparedOnce) {
    open();
    open();
    EXPECT_EQ(first_.compared, 1);
    EXPECT_EQ(first_.opened, 2);
}

TEST_F(HardwareTest, APathWhoseFirstFrameIsWrongIsNotUsed) {
    first_.is_wrong = true;
    VideoSource software = open(false);
    VideoSource hardware = open();
    EXPECT_EQ(hardware.decode_path().path, "second");
    expect_same(software, hardware);
    VideoSource again = open();
    EXPECT_EQ(again.decode_path().path, "second");
    EXPECT_EQ(first_.opened, 1) << "what is known to be wrong is not tried again";
}

TEST_F(HardwareTest, WithoutAnExactPathSoftwareSaysWhy) {
    first_.is_wrong = true;
    second_.opens = false;
    VideoSource software = open(false);
    VideoSource hardware = open();
    EXPECT_EQ(hardware.decode_path().path, "software");
    const std::string reason = hardware.decode_path().fallback_reason;
    EXPECT_NE(reason.find("first: its first frame is not what software decodes (third at 5, 3"),
              std::string::npos)
        << reason;
    EXPECT_NE(reason.find("second: it is on strike"), std::string::npos) << reason;
    EXPECT_FALSE(hardware.decode_path().has_failed) << "no frame came from it";
    expect_same(software, hardware);
}

TEST_F(HardwareTest, AnObjectionIsNoAttempt) {
    first_.objection = "it does not like h264";
    VideoSource hardware = open();
    EXPECT_EQ(hardware.decode_path().path, "second");
    EXPECT_EQ(first_.opened, 0);
}

TEST_F(HardwareTest, AFailureAtAnyFrameGoesOnInSoftwareWithoutLosingOne) {
    for (const int at : {0, 1, 15, 16, 17, 47}) {
        SCOPED_TRACE(at);
        ::unsetenv("SEAMLINE_FAIL_DECODE");
        VideoSource software = open(false);
        VideoSource hardware = open();
        ASSERT_EQ(hardware.decode_path().path, "first");
        ::setenv("SEAMLINE_FAIL_DECODE", ("first:" + std::to_string(at)).c_str(), 1);
        expect_same(software, hardware);
        EXPECT_EQ(hardware.decode_path().path, "software");
        EXPECT_TRUE(hardware.decode_path().has_failed);
        EXPECT_EQ(hardware.decode_path().fallback_reason, "first failed at frame " +
                                                              std::to_string(at) +
                                                              ": SEAMLINE_FAIL_DECODE asks for it");
        EXPECT_EQ(hardware.next().error().code, ErrorCode::EndOfStream);
    }
}

TEST_F(HardwareTest, EveryPathCanBeMadeToFailByItsName) {
    for (const std::string name : {"nvdec", "vaapi", "vulkan"}) {
        SCOPED_TRACE(name);
        ::unsetenv("SEAMLINE_FAIL_DECODE");
        std::vector<std::unique_ptr<HardwarePath>> paths;
        paths.push_back(std::make_unique<FakePath>(name, first_, card_));
        hardware_ = std::make_shared<HardwareDecoding>(card_, std::move(paths));
        VideoSource software = open(false);
        VideoSource hardware = open();
        ::setenv("SEAMLINE_FAIL_DECODE", (name + ":21").c_str(), 1);
        expect_same(software, hardware);
        EXPECT_EQ(hardware.decode_path().fallback_reason,
                  name + " failed at frame 21: SEAMLINE_FAIL_DECODE asks for it");
    }
}

TEST_F(HardwareTest, ADamagedFrameIsSoftwaresToShow) {
    VideoSource software = open(false);
    VideoSource hardware = open();
    expect_same(software, hardware, 20);
    first_.reports_damage = true;
    const auto shown = hardware.next();
    ASSERT_TRUE(shown);
    EXPECT_EQ(shown.value().index, 20);
    EXPECT_FALSE(shown.value().corrupt) << "software finds the file in order";
    EXPECT_EQ(hardware.decode_path().fallback_reason,
              "first failed at frame 20: the decoder reports damage");
}

TEST_F(HardwareTest, AnotherPathsFailureIsNotItsOwn) {
    ::setenv("SEAMLINE_FAIL_DECODE", "second:0", 1);
    VideoSource software = open(false);
    VideoSource hardware = open();
    expect_same(software, hardware);
    EXPECT_EQ(hardware.decode_path().path, "first");
}

TEST_F(HardwareTest, AFullCardGoesOnInSoftware) {
    VideoSource software = open(false);
    VideoSource hardware = open();
    expect_same(software, hardware, 10);
    card_.is_full = true;
    expect_same(software, hardware, 38);
    EXPECT_EQ(hardware.decode_path().path, "software");
    EXPECT_NE(hardware.decode_path().fallback_reason.find("has no memory"), std::string::npos);
}

/// A Vulkan device without decoders.
class BlindDevice final : public VulkanSharing {
public:
    BlindDevice() {
        shared_.no_video_decode = "it is blind";
        shared_.no_dma_buf = "it is blind";
    }
    const SharedVulkanDevice& device() const override { return shared_; }
    void lock_queue(std::uint32_t, std::uint32_t) const override {}
    void unlock_queue(std::uint32_t, std::uint32_t) const override {}
    std::unique_ptr<ImageCopier> make_copier() const override { return nullptr; }
    Result<std::shared_ptr<const ImportedImages>>
    import(std::span<const DmaBufPlane>) const override {
        return Error{ErrorCode::Unsupported, "it is blind"};
    }

private:
    SharedVulkanDevice shared_;
};

TEST(VulkanVideo, WhereThereIsNoneItsAbsenceHasAReason) {
    FakeCard card;
    EXPECT_EQ(open_vulkan_video(card)->facts().reason,
              "a card of paper is not shared with decoders");
    const BlindDevice blind;
    card.sharing = &blind;
    const DecodePathFacts facts = open_vulkan_video(card)->facts();
    EXPECT_EQ(facts.path, "vulkan");
    EXPECT_FALSE(facts.usable);
    const bool is_old = !wants_vulkan_video(DecodeChoice::Vulkan);
    EXPECT_EQ(is_old, LIBAVUTIL_VERSION_INT < AV_VERSION_INT(58, 29, 100));
    EXPECT_NE(facts.reason.find(is_old ? "FFmpeg 6.1 is needed"
                                       : "a card of paper decodes no video: it is blind"),
              std::string::npos)
        << facts.reason;
}

TEST(Vaapi, WhereThereIsNoneItsAbsenceHasAReason) {
    FakeCard card;
    EXPECT_EQ(open_vaapi(card)->facts().reason, "a card of paper is not shared with decoders");
    const BlindDevice blind;
    card.sharing = &blind;
    const std::unique_ptr<HardwarePath> path = open_vaapi(card);
    const DecodePathFacts facts = path->facts();
    EXPECT_EQ(facts.path, "vaapi");
    EXPECT_FALSE(facts.usable);
    const bool has_nodes = std::filesystem::exists("/dev/dri/renderD128");
    EXPECT_EQ(facts.reason, has_nodes ? "its Vulkan driver does not say which of "
                                        "/dev/dri/renderD* it is"
                                      : "there is no /dev/dri/renderD*: no kernel driver offers a "
                                        "decoder");
    EXPECT_EQ(path->open(card).error().message, facts.reason);
}

TEST(HardwareDecoder, IsFoundBehindOneThatHasNone) {
    EXPECT_TRUE(ffmpeg_decodes(AV_CODEC_ID_H264, AV_HWDEVICE_TYPE_VAAPI));
    EXPECT_TRUE(ffmpeg_decodes(AV_CODEC_ID_AV1, AV_HWDEVICE_TYPE_VAAPI)) << "dav1d comes first";
    EXPECT_FALSE(ffmpeg_decodes(AV_CODEC_ID_PRORES, AV_HWDEVICE_TYPE_VAAPI));
    const AVCodec* av1 = find_decoder(AV_CODEC_ID_AV1, [](const AVCodecHWConfig& one) {
        return one.pix_fmt == AV_PIX_FMT_VAAPI;
    });
    ASSERT_NE(av1, nullptr);
    EXPECT_STREQ(av1->name, "av1");
}

TEST(HardwareOrder, IsNvdecThenVaapiThenVulkan) {
    FakeCard card;
    const auto names = [&](DecodeChoice choice) {
        std::string all;
        for (const DecodePathFacts& facts : HardwareDecoding(card, choice).facts())
            all += facts.path + " ";
        return all;
    };
    EXPECT_EQ(names(DecodeChoice::Auto), "nvdec vaapi vulkan ");
    EXPECT_EQ(names(DecodeChoice::Vaapi), "vaapi ");
    EXPECT_EQ(names(DecodeChoice::Software), "");
}

TEST(VulkanVideo, IsWantedOnlyWhereItMayBeChosen) {
    for (const DecodeChoice other :
         {DecodeChoice::Software, DecodeChoice::Nvdec, DecodeChoice::Vaapi})
        EXPECT_FALSE(wants_vulkan_video(other));
    EXPECT_EQ(wants_vulkan_video(DecodeChoice::Auto), wants_vulkan_video(DecodeChoice::Vulkan));
}

TEST(DecodeChoice, HasAWordEach) {
    EXPECT_EQ(decode_choice("auto"), DecodeChoice::Auto);
    EXPECT_EQ(decode_choice("nvdec"), DecodeChoice::Nvdec);
    EXPECT_EQ(decode_choice("NVDEC"), std::nullopt);
    EXPECT_EQ(decode_choice(""), std::nullopt);
}

TEST(SampleDifference, ShiftedAndSemiPlanarSamplesAreTheSame) {
    // Two columns and two rows of 10-bit 4:2:0, planar and as P010.
    DecodedFrame planar;
    planar.coded = {2, 2};
    planar.visible = {0, 0, 2, 2};
    planar.layout = *describe_layout(AV_PIX_FMT_YUV420P10LE);
    planar.plane_offset_bytes = {0, 8, 10, 0};
    planar.stride_bytes = {4, 2, 2, 0};
    const std::uint16_t samples[] = {64, 940, 500, 1023, 512, 77};
    DecodedFrame semi = planar;
    semi.layout = *describe_layout(AV_PIX_FMT_P010LE);
    semi.plane_offset_bytes = {0, 8, 0, 0};
    semi.stride_bytes = {4, 4, 0, 0};
    std::uint16_t shifted[] = {64 << 6, 940 << 6, 500 << 6, 1023 << 6, 512 << 6, 77 << 6};
    const auto* a = reinterpret_cast<const std::byte*>(samples);
    const auto* b = reinterpret_cast<const std::byte*>(shifted);
    EXPECT_EQ(first_difference(planar, a, semi, b), std::nullopt);
    shifted[5] = 78 << 6;
    EXPECT_EQ(first_difference(planar, a, semi, b), "third at 0, 0: 77 and 78");
    shifted[1] = 941 << 6;
    EXPECT_EQ(first_difference(planar, a, semi, b), "first component at 1, 0: 940 and 941");
}

} // namespace
} // namespace seamline::decode
