// What VA-API drivers say of their surfaces, as planes that Vulkan imports, and what is refused.

#include "decode/dma_buf_planes.h"

#include "decode/pixel_formats.h"

#include <gtest/gtest.h>

#include <sys/mman.h>
#include <unistd.h>

#include <functional>
#include <limits>
#include <ostream>

namespace seamline::decode {
namespace {

constexpr std::uint32_t word(const char (&letters)[5]) {
    std::uint32_t value = 0;
    for (int i = 3; i >= 0; --i) value = value << 8 | static_cast<unsigned char>(letters[i]);
    return value;
}

constexpr std::uint64_t kTiled = 0x0100'0000'0000'0002; // Intel's Y tiles.

SurfacePlan plan_of(AVPixelFormat format, Extent picture, Extent surface) {
    return {.layout = *describe_layout(format),
            .planes = *plan_planes(format, picture.width, picture.height),
            .picture = picture,
            .surface = surface};
}

/// 1920x1080 in a surface of 1920x1088, as NV12.
SurfacePlan hd_plan() { return plan_of(AV_PIX_FMT_NV12, {1920, 1080}, {1920, 1088}); }

/// Both planes in one object, as Intel's driver exports them.
AVDRMFrameDescriptor hd_picture() {
    AVDRMFrameDescriptor picture{};
    picture.nb_objects = 1;
    picture.objects[0] = {.fd = 7, .size = 2048 * 1088 * 3 / 2, .format_modifier = kTiled};
    picture.nb_layers = 2;
    picture.layers[0] = {.format = word("R8  "), .nb_planes = 1, .planes = {{0, 0, 2048}}};
    picture.layers[1] = {
        .format = word("GR88"), .nb_planes = 1, .planes = {{0, 2048 * 1088, 2048}}};
    return picture;
}

TEST(DmaBufPlanes, OneObjectHoldsBothPlanes) {
    const auto planes = dma_buf_planes(hd_picture(), hd_plan());
    ASSERT_TRUE(planes) << planes.error().message;
    ASSERT_EQ(planes.value().size(), 2U);
    const DmaBufPlane& luma = planes.value()[0];
    EXPECT_EQ(luma.fd, 7);
    EXPECT_EQ(luma.object_bytes, 2048U * 1088 * 3 / 2);
    EXPECT_EQ(luma.modifier, kTiled);
    EXPECT_EQ(luma.offset_bytes, 0U);
    EXPECT_EQ(luma.pitch_bytes, 2048U);
    EXPECT_EQ(luma.width, 1920);
    EXPECT_EQ(luma.height, 1088) << "the surface, not the picture, is what was laid out";
    EXPECT_EQ(luma.samples, 1);
    EXPECT_EQ(luma.sample_bytes, 1);
    const DmaBufPlane& chroma = planes.value()[1];
    EXPECT_EQ(chroma.fd, 7);
    EXPECT_EQ(chroma.offset_bytes, 2048U * 1088);
    EXPECT_EQ(chroma.pitch_bytes, 2048U);
    EXPECT_EQ(chroma.width, 960);
    EXPECT_EQ(chroma.height, 544);
    EXPECT_EQ(chroma.samples, 2);
    EXPECT_EQ(chroma.sample_bytes, 1);
}

TEST(DmaBufPlanes, EachPlaneMayHaveAnObjectAndALayout) {
    AVDRMFrameDescriptor picture{};
    picture.nb_objects = 2;
    picture.objects[0] = {.fd = 3, .size = 704 * 180, .format_modifier = 0};
    picture.objects[1] = {.fd = 4, .size = 704 * 90, .format_modifier = kTiled};
    picture.nb_layers = 2;
    picture.layers[0] = {.format = word("R16 "), .nb_planes = 1, .planes = {{0, 0, 704}}};
    picture.layers[1] = {.format = word("GR32"), .nb_planes = 1, .planes = {{1, 0, 704}}};
    const auto planes = dma_buf_planes(picture, plan_of(AV_PIX_FMT_P010LE, {318, 179}, {320, 180}));
    ASSERT_TRUE(planes) << planes.error().message;
    EXPECT_EQ(planes.value()[0].fd, 3);
    EXPECT_EQ(planes.value()[0].modifier, 0U);
    EXPECT_EQ(planes.value()[0].sample_bytes, 2);
    EXPECT_EQ(planes.value()[1].fd, 4);
    EXPECT_EQ(planes.value()[1].modifier, kTiled);
    EXPECT_EQ(planes.value()[1].width, 160);
    EXPECT_EQ(planes.value()[1].height, 90);
    EXPECT_EQ(planes.value()[1].samples, 2);
}

TEST(DmaBufPlanes, ThreePlanesAndOneWork) {
    AVDRMFrameDescriptor picture{};
    picture.nb_objects = 1;
    picture.objects[0] = {.fd = 5, .size = 64 * 32 * 3, .format_modifier = 0};
    picture.nb_layers = 3;
    for (int i = 0; i < 3; ++i)
        picture.layers[i] = {
            .format = word("R8  "), .nb_planes = 1, .planes = {{0, 64 * 32 * i, 64}}};
    const auto full = dma_buf_planes(picture, plan_of(AV_PIX_FMT_YUV444P, {64, 32}, {64, 32}));
    ASSERT_TRUE(full) << full.error().message;
    EXPECT_EQ(full.value()[2].offset_bytes, 64U * 32 * 2);
    EXPECT_EQ(full.value()[2].width, 64);
    picture.nb_layers = 1;
    const auto gray = dma_buf_planes(picture, plan_of(AV_PIX_FMT_GRAY8, {64, 32}, {64, 32}));
    ASSERT_TRUE(gray) << gray.error().message;
    EXPECT_EQ(gray.value().size(), 1U);
}

TEST(DmaBufPlanes, ThePlaneMayEndWithItsObject) {
    AVDRMFrameDescriptor picture = hd_picture();
    const std::size_t end = 2048 * 1088 + 2048 * 543 + 1920;
    picture.objects[0].size = end;
    EXPECT_TRUE(dma_buf_planes(picture, hd_plan()));
    picture.objects[0].size = end - 1;
    const auto planes = dma_buf_planes(picture, hd_plan());
    ASSERT_FALSE(planes);
    EXPECT_EQ(planes.error().message, "its surfaces cannot be shared: plane 1 ends after its "
                                      "object of " +
                                          std::to_string(end - 1) + " bytes");
}

struct Odd {
    const char* name;
    const char* reason;
    std::function<void(AVDRMFrameDescriptor&)> change;
};

void PrintTo(const Odd& odd, std::ostream* to) { *to << odd.name; }

const Odd kOdd[] = {
    {"no_object", "they lie in 0 objects", [](auto& p) { p.nb_objects = 0; }},
    {"many_objects", "they lie in 5 objects", [](auto& p) { p.nb_objects = 5; }},
    {"one_layer", "1 layers for 2 planes", [](auto& p) { p.nb_layers = 1; }},
    {"many_layers", "3 layers for 2 planes", [](auto& p) { p.nb_layers = 3; }},
    {"negative_layers", "-1 layers for 2 planes", [](auto& p) { p.nb_layers = -1; }},
    {"composed", "plane 0 of nv12 is 'NV12'", [](auto& p) { p.layers[0].format = word("NV12"); }},
    {"unprintable", "plane 0 of nv12 is '\?\?\?\?'",
     [](auto& p) { p.layers[0].format = 0x01ff0203; }},
    {"deep_luma", "plane 0 of nv12 is 'R16 '", [](auto& p) { p.layers[0].format = word("R16 "); }},
    {"single_chroma", "plane 1 of nv12 is 'R8  '",
     [](auto& p) { p.layers[1].format = word("R8  "); }},
    {"compressed", "plane 1 lies in 2 parts, as where it is compressed",
     [](auto& p) { p.layers[1].nb_planes = 2; }},
    {"empty_layer", "plane 0 lies in 0 parts", [](auto& p) { p.layers[0].nb_planes = 0; }},
    {"object_after_all", "plane 1 lies in no object",
     [](auto& p) { p.layers[1].planes[0].object_index = 1; }},
    {"object_before_all", "plane 0 lies in no object",
     [](auto& p) { p.layers[0].planes[0].object_index = -1; }},
    {"closed", "plane 0 lies in an object that is not open", [](auto& p) { p.objects[0].fd = -1; }},
    {"unknown_layout", "the driver does not say how plane 0 is laid out",
     [](auto& p) { p.objects[0].format_modifier = 0x00ff'ffff'ffff'ffff; }},
    {"negative_offset", "plane 1 has no place in its object",
     [](auto& p) { p.layers[1].planes[0].offset = -2048; }},
    {"no_pitch", "plane 0 has no place in its object",
     [](auto& p) { p.layers[0].planes[0].pitch = 0; }},
    {"narrow", "plane 1 has rows of 1919 bytes for 1920",
     [](auto& p) { p.layers[1].planes[0].pitch = 1919; }},
    {"offset_past_the_end", "plane 1 ends after its object",
     [](auto& p) { p.layers[1].planes[0].offset = 2048 * 1088 * 2; }},
    {"offset_overflows", "plane 1 ends after its object",
     [](auto& p) {
         p.layers[1].planes[0].offset = std::numeric_limits<std::ptrdiff_t>::max();
         p.layers[1].planes[0].pitch = std::numeric_limits<std::ptrdiff_t>::max();
     }},
    {"no_size", "plane 0 ends after its object of 0 bytes", [](auto& p) { p.objects[0].size = 0; }},
};

class OddPicture : public testing::TestWithParam<Odd> {};

INSTANTIATE_TEST_SUITE_P(DmaBufPlanes, OddPicture, testing::ValuesIn(kOdd),
                         [](const auto& odd) { return std::string(odd.param.name); });

TEST_P(OddPicture, IsRefusedWithItsReason) {
    AVDRMFrameDescriptor picture = hd_picture();
    GetParam().change(picture);
    const auto planes = dma_buf_planes(picture, hd_plan());
    ASSERT_FALSE(planes);
    EXPECT_EQ(planes.error().code, ErrorCode::Unsupported);
    const std::string expected = std::string("its surfaces cannot be shared: ") + GetParam().reason;
    EXPECT_EQ(planes.error().message.substr(0, expected.size()), expected);
}

TEST(DmaBufPlanes, TheKernelKnowsAnObjectsSize) {
    const int fd = ::memfd_create("object", MFD_CLOEXEC);
    ASSERT_GE(fd, 0);
    ASSERT_EQ(::ftruncate(fd, 123456), 0);
    AVDRMFrameDescriptor picture{};
    picture.nb_objects = 2;
    picture.objects[0] = {.fd = fd, .size = 0, .format_modifier = 0};
    picture.objects[1] = {.fd = -1, .size = 99, .format_modifier = 0};
    measure_objects(picture);
    EXPECT_EQ(picture.objects[0].size, 123456U);
    EXPECT_EQ(picture.objects[1].size, 99U) << "what cannot be measured stays as it was";
    picture.nb_objects = 9;
    measure_objects(picture); // No further than there are any.
    ::close(fd);
}

} // namespace
} // namespace seamline::decode
