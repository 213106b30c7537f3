// Every sample of every pixel format is where the layout says: compared bit by bit with what ffmpeg
// writes for the same frame as packed raw video.
#include "decode/pixel_formats.h"
#include "decode/video_source.h"
#include "tests/support/clip_maker.h"
#include "tests/unit/decode/frame_samples.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace seamline::decode {
namespace {

namespace fs = std::filesystem;

struct Format {
    const char* pixels;
    const char* file;
    const char* encoder;
    const char* path = "software";
    const char* delivered = nullptr; ///< Pixel format of the frames, when converted.
};

void PrintTo(const Format& format, std::ostream* out) {
    *out << format.pixels << " in " << format.file;
}

const Format kFormats[] = {
    {"yuv420p", "mkv", "-c:v ffv1"},
    {"yuv422p", "mkv", "-c:v ffv1"},
    {"yuv444p", "mkv", "-c:v ffv1"},
    {"yuv410p", "mkv", "-c:v ffv1"},
    {"yuv411p", "mkv", "-c:v ffv1"},
    {"yuva420p", "mkv", "-c:v ffv1"},
    {"yuva444p", "mkv", "-c:v ffv1"},
    {"yuv420p10le", "mkv", "-c:v ffv1"},
    {"yuv422p10le", "mkv", "-c:v ffv1"},
    {"yuv444p12le", "mkv", "-c:v ffv1"},
    {"yuv420p16le", "mkv", "-c:v ffv1"},
    {"yuva444p10le", "mkv", "-c:v ffv1"},
    {"gray", "mkv", "-c:v ffv1"},
    {"gray16le", "mkv", "-c:v ffv1"},
    {"bgr0", "mkv", "-c:v ffv1"},
    {"bgra", "mkv", "-c:v ffv1"},
    {"gbrp10le", "mkv", "-c:v ffv1"},
    {"gbrp16le", "mkv", "-c:v ffv1"},
    {"gbrap10le", "mkv", "-c:v ffv1"},
    {"gbrap12le", "mkv", "-c:v ffv1"},
    {"rgb24", "png", "-c:v png"},
    {"rgba", "png", "-c:v png"},
    {"rgb48be", "png", "-c:v png"},
    {"rgba64be", "png", "-c:v png"},
    {"gray", "png", "-c:v png"},
    {"gray16be", "png", "-c:v png"},
    {"ya8", "png", "-c:v png"},
    {"ya16be", "png", "-c:v png"},
    {"rgb48le", "tiff", "-c:v tiff"},
    {"rgba64le", "tiff", "-c:v tiff"},
    {"gbrp10le", "dpx", "-c:v dpx"},
    {"gbrp12le", "dpx", "-c:v dpx"},
    {"rgb48be", "dpx", "-c:v dpx"},
    {"gbrpf32le", "exr", "-c:v exr"},
    {"gbrapf32le", "exr", "-c:v exr"},
    {"grayf32le", "exr", "-c:v exr"},
    {"yuvj420p", "jpg", "-c:v mjpeg -q:v 3"},
    {"yuvj422p", "mov", "-c:v mjpeg -q:v 3"},
    {"yuyv422", "nut", "-c:v rawvideo"},
    {"uyvy422", "mov", "-c:v rawvideo"},
    {"nv12", "nut", "-c:v rawvideo"},
    {"nv21", "nut", "-c:v rawvideo"},
    {"argb", "nut", "-c:v rawvideo"},
    {"yuv420p10be", "nut", "-c:v rawvideo"},
    {"yuva444p16le", "mov", "-c:v prores_ks -profile:v 4444"},
    {"pal8", "nut", "-c:v rawvideo", "software+convert", "rgba"},
    {"rgb565le", "nut", "-c:v rawvideo", "software+convert", "rgb24"},
    {"monow", "tiff", "-c:v tiff", "software+convert", "gray"},
};

class PixelLayouts : public testing::TestWithParam<Format> {};

std::vector<std::byte> read_bytes(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
    std::vector<std::byte> result(bytes.size());
    std::memcpy(result.data(), bytes.data(), bytes.size());
    return result;
}

/// The rows of each plane without padding, one after another: what "-f rawvideo" writes.
std::vector<std::byte> packed(const DecodedFrame& frame) {
    std::vector<std::byte> bytes;
    for (int p = 0; p < frame.layout.plane_count; ++p) {
        std::size_t row_bytes = 0;
        int rows = 0;
        for (int i = 0; i < frame.layout.component_count; ++i) {
            const ComponentLayout& c = frame.layout.components[static_cast<std::size_t>(i)];
            if (c.plane != p) continue;
            const bool chroma = frame.layout.model == ColorModel::YCbCr && (i == 1 || i == 2);
            const auto ceil_shift = [&](int size, int shift) {
                return chroma ? (size + (1 << shift) - 1) >> shift : size;
            };
            const int columns = ceil_shift(frame.coded.width, frame.layout.chroma_shift_x);
            rows = ceil_shift(frame.coded.height, frame.layout.chroma_shift_y);
            row_bytes = std::max(row_bytes, static_cast<std::size_t>(columns) * c.step_bytes);
        }
        for (int y = 0; y < rows; ++y) {
            const std::byte* row =
                frame.memory->data() + frame.plane_offset_bytes[static_cast<std::size_t>(p)] +
                std::ptrdiff_t{y} * frame.stride_bytes[static_cast<std::size_t>(p)];
            bytes.insert(bytes.end(), row, row + row_bytes);
        }
    }
    return bytes;
}

TEST_P(PixelLayouts, HoldTheBytesOfFfmpegsRawVideo) {
    const Format& format = GetParam();
    const std::string name = std::string("layouts_") + format.pixels + "." + format.file;
    // An odd size, but for formats that pair their columns.
    const std::string pixels = format.pixels;
    const bool paired = pixels == "yuyv422" || pixels == "uyvy422";
    const fs::path clip = test::make_clip(
        name, "-f lavfi -i \"testsrc2=s=80x40,scale=" + std::string(paired ? "70:36" : "71:37") +
                  "\" -pix_fmt " + pixels + " -strict -1 -frames:v 1 " + format.encoder);
    const std::string wanted =
        format.delivered == nullptr ? "" : "-pix_fmt " + std::string(format.delivered);
    const bool converted = format.delivered != nullptr;
    const fs::path raw = test::make_clip(
        name + ".raw", "-i '" + clip.string() + "' -frames:v 1 " +
                           (converted ? "-sws_flags neighbor+accurate_rnd+full_chroma_int " : "") +
                           wanted + " -f rawvideo");
    Result<VideoSource> source = VideoSource::open(clip, {});
    ASSERT_TRUE(source) << source.error().message;
    const Result<DecodedFrame> frame = source.value().next();
    ASSERT_TRUE(frame) << frame.error().message;
    EXPECT_EQ(source.value().description().decode.path, format.path);
    EXPECT_EQ(source.value().description().decode.host_copies, frame.value().host_copies);
    if (!converted) {
        EXPECT_EQ(source.value().description().video->pixel_format,
                  pixels == "yuva444p16le" ? "yuva444p12le" : pixels);
    }
    const std::vector<std::byte> ours = packed(frame.value());
    const std::vector<std::byte> theirs = read_bytes(raw);
    ASSERT_EQ(ours.size(), theirs.size());
    EXPECT_TRUE(ours == theirs);
    for (int p = 0; p < frame.value().layout.plane_count; ++p) {
        EXPECT_EQ(frame.value().stride_bytes[static_cast<std::size_t>(p)] % 64, 0);
        EXPECT_EQ(frame.value().plane_offset_bytes[static_cast<std::size_t>(p)] % 64, 0U);
    }
}

INSTANTIATE_TEST_SUITE_P(Formats, PixelLayouts, testing::ValuesIn(kFormats), [](const auto& f) {
    return std::string(f.param.pixels) + "_" + f.param.file;
});

TEST(PixelLayoutTable, KnowsFormatsThatOnlyHardwareDelivers) {
    const std::optional<PixelLayout> p010 = describe_layout(AV_PIX_FMT_P010LE);
    ASSERT_TRUE(p010);
    EXPECT_EQ(p010->plane_count, 2);
    EXPECT_EQ(p010->sample_bytes, 2);
    EXPECT_EQ(p010->components[0], (ComponentLayout{0, 2, 0, 6, 10}));
    EXPECT_EQ(p010->components[1], (ComponentLayout{1, 4, 0, 6, 10}));
    EXPECT_EQ(p010->components[2], (ComponentLayout{1, 4, 2, 6, 10}));
    EXPECT_EQ(p010->chroma_shift_x, 1);
    EXPECT_EQ(p010->chroma_shift_y, 1);
}

TEST(PixelLayoutTable, EveryFormatIsDescribedOrHasAPlainStandIn) {
    for (int i = 0; i < AV_PIX_FMT_NB; ++i) {
        const auto format = static_cast<AVPixelFormat>(i);
        if (sws_isSupportedInput(format) == 0 || describe_layout(format)) continue;
        const AVPixelFormat plain = nearest_plain_format(format);
        ASSERT_NE(plain, AV_PIX_FMT_NONE) << i;
        EXPECT_TRUE(describe_layout(plain)) << i;
    }
}

/// The same colour through layouts that order their components differently.
TEST(PixelLayoutOrder, ComponentsAreRedGreenBlueWhateverTheMemory) {
    for (const auto& [pixels, file, encoder] :
         {std::tuple{"gbrp10le", "mkv", "-c:v ffv1"}, std::tuple{"bgra", "mkv", "-c:v ffv1"},
          std::tuple{"rgb24", "png", ""}, std::tuple{"argb", "nut", "-c:v rawvideo"},
          std::tuple{"gbrp12le", "dpx", "-c:v dpx"}}) {
        const auto clip = test::make_clip(
            std::string("order_") + pixels + "." + file,
            std::string(
                "-f lavfi -i \"color=0xff8000:s=32x32,format=gbrp\" -frames:v 1 -pix_fmt ") +
                pixels + " " + encoder);
        Result<VideoSource> source = VideoSource::open(clip, {});
        ASSERT_TRUE(source) << source.error().message;
        const DecodedFrame frame = source.value().next().value();
        const int shift = frame.layout.bit_depth() - 8;
        EXPECT_EQ(frame.layout.model, ColorModel::Rgb);
        EXPECT_NEAR(test::code_value(frame, 0, 5, 5) >> shift, 255, 1) << pixels;
        EXPECT_NEAR(test::code_value(frame, 1, 5, 5) >> shift, 128, 1) << pixels;
        EXPECT_NEAR(test::code_value(frame, 2, 5, 5) >> shift, 0, 1) << pixels;
    }
}

} // namespace
} // namespace seamline::decode
