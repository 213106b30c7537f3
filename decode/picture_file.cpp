#include "decode/sequence_reader.h"

#include "decode/media/lower_case.h"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <map>
#include <string_view>

namespace seamline::decode {
namespace {

struct FileCloser {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

constexpr std::uintmax_t kMaxFileBytes = 2'000'000'000; // AVPacket counts in int.

AVCodecID codec_by_name(std::string_view name) {
    static const std::map<std::string_view, AVCodecID> kCodecs{
        {"png", AV_CODEC_ID_PNG},       {"jpeg", AV_CODEC_ID_MJPEG}, {"jpg", AV_CODEC_ID_MJPEG},
        {"jpe", AV_CODEC_ID_MJPEG},     {"tiff", AV_CODEC_ID_TIFF},  {"tif", AV_CODEC_ID_TIFF},
        {"dpx", AV_CODEC_ID_DPX},       {"exr", AV_CODEC_ID_EXR},    {"bmp", AV_CODEC_ID_BMP},
        {"tga", AV_CODEC_ID_TARGA},     {"webp", AV_CODEC_ID_WEBP},  {"ppm", AV_CODEC_ID_PPM},
        {"pnm", AV_CODEC_ID_PPM},       {"pgm", AV_CODEC_ID_PGM},    {"pbm", AV_CODEC_ID_PBM},
        {"pam", AV_CODEC_ID_PAM},       {"pfm", AV_CODEC_ID_PFM},    {"jp2", AV_CODEC_ID_JPEG2000},
        {"j2k", AV_CODEC_ID_JPEG2000},  {"sgi", AV_CODEC_ID_SGI},    {"psd", AV_CODEC_ID_PSD},
        {"jpegxl", AV_CODEC_ID_JPEGXL}, {"jxl", AV_CODEC_ID_JPEGXL},
    };
    const auto found = kCodecs.find(name);
    if (found != kCodecs.end()) return found->second;
    // The rest have FFmpeg's own name, in versions that know them.
    const AVCodecDescriptor* descriptor =
        avcodec_descriptor_get_by_name(name == "hdr" ? "radiance_hdr" : std::string(name).c_str());
    return descriptor == nullptr || descriptor->type != AVMEDIA_TYPE_VIDEO ? AV_CODEC_ID_NONE
                                                                           : descriptor->id;
}

/// Writes one component of the whole picture.
void fill_component(const DecodedFrame& frame, std::size_t component, std::uint32_t word) {
    const ComponentLayout& c = frame.layout.components[component];
    const bool chroma =
        frame.layout.model == ColorModel::YCbCr && (component == 1 || component == 2);
    const auto shifted = [&](int size, int shift) {
        return chroma ? (size + (1 << shift) - 1) >> shift : size;
    };
    const int width = shifted(frame.coded.width, frame.layout.chroma_shift_x);
    const int height = shifted(frame.coded.height, frame.layout.chroma_shift_y);
    std::byte bytes[4] = {};
    const int count = frame.layout.sample_bytes;
    for (int i = 0; i < count; ++i)
        bytes[frame.layout.big_endian ? count - 1 - i : i] =
            static_cast<std::byte>(word >> (8 * i));
    for (int y = 0; y < height; ++y) {
        std::byte* at = frame.memory->data() + frame.plane_offset_bytes[c.plane] +
                        std::ptrdiff_t{y} * frame.stride_bytes[c.plane] + c.offset_bytes;
        for (int x = 0; x < width; ++x, at += c.step_bytes)
            std::memcpy(at, bytes, static_cast<std::size_t>(count));
    }
}

/// The word that stands for black (or for opaque, in alpha).
std::uint32_t black_word(const DecodedFrame& frame, std::size_t component) {
    const PixelLayout& layout = frame.layout;
    const ComponentLayout& c = layout.components[component];
    const bool alpha =
        layout.has_alpha && component + 1 == static_cast<std::size_t>(layout.component_count);
    if (layout.is_float) {
        if (!alpha) return 0;
        return layout.sample_bytes == 2 ? 0x3c00U : 0x3f800000U; // 1.0
    }
    const std::uint32_t one = (1U << c.depth) - 1U;
    std::uint32_t value = alpha ? one : 0;
    if (!alpha && layout.model == ColorModel::YCbCr && component > 0) value = 1U << (c.depth - 1);
    if (!alpha && layout.model != ColorModel::Rgb && component == 0 &&
        frame.color.range == ColorRange::Limited)
        value = 16U << (c.depth - 8);
    return value << c.shift;
}

} // namespace

Result<PacketPtr> read_picture_file(const std::filesystem::path& file) {
    std::error_code code;
    const std::uintmax_t size = std::filesystem::file_size(file, code);
    if (!code && size > kMaxFileBytes)
        return Error{ErrorCode::TooLarge,
                     "cannot read '" + file.string() + "': a picture of over 2 GB; scale it down"};
    const std::unique_ptr<std::FILE, FileCloser> stream(std::fopen(file.c_str(), "rb"));
    if (code || !stream)
        return Error{ErrorCode::Io, "cannot read '" + file.string() +
                                        "': " + (code ? code.message() : std::strerror(errno)) +
                                        "; check that it still exists and may be read"};
    PacketPtr packet = make_packet();
    if (av_new_packet(packet.get(), static_cast<int>(size)) < 0)
        return Error{ErrorCode::TooLarge,
                     "cannot read '" + file.string() + "': no memory; close other sources"};
    if (std::fread(packet->data, 1, size, stream.get()) != size)
        return Error{ErrorCode::Io,
                     "cannot read '" + file.string() + "': it ended early; check the disk"};
    packet->flags |= AV_PKT_FLAG_KEY;
    return packet;
}

AVCodecID picture_codec(const std::filesystem::path& file, const AVPacket& content) {
    const std::string name = file.filename().string();
    AVProbeData probe{};
    probe.filename = name.c_str();
    probe.buf = content.data; // av_new_packet pads it as probing needs.
    probe.buf_size = content.size;
    const AVInputFormat* format = av_probe_input_format(&probe, 1);
    const std::string_view found = format == nullptr ? "" : format->name;
    if (found.ends_with("_pipe")) {
        const AVCodecID codec = codec_by_name(found.substr(0, found.size() - 5));
        if (codec != AV_CODEC_ID_NONE) return codec;
    }
    const std::string extension = lower_case(file.extension().string());
    return extension.empty() ? AV_CODEC_ID_NONE
                             : codec_by_name(std::string_view(extension).substr(1));
}

Result<DecodedFrame> make_black(const DecodedFrame& model, PlaneAllocator& allocator) {
    DecodedFrame black = model;
    std::size_t size = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(model.layout.plane_count); ++i) {
        black.plane_offset_bytes[i] = size;
        size += (static_cast<std::size_t>(model.stride_bytes[i]) *
                     static_cast<std::size_t>(model.coded.height) +
                 191) /
                64 * 64;
    }
    std::shared_ptr<PlaneMemory> memory = allocator.allocate(size);
    if (!memory)
        return Error{ErrorCode::TooLarge, "no memory for a black frame; close other sources"};
    std::memset(memory->data(), 0, size);
    black.memory = std::move(memory);
    for (std::size_t i = 0; i < static_cast<std::size_t>(black.layout.component_count); ++i)
        fill_component(black, i, black_word(black, i));
    return black;
}

} // namespace seamline::decode
