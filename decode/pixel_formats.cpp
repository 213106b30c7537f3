#include "decode/pixel_formats.h"

extern "C" {
#include <libavutil/pixdesc.h>
}

#include <algorithm>

namespace seamline::decode {
namespace {

// Formats whose samples are not evenly spaced although FFmpeg's table says so, and CIE XYZ, which
// is none of the three colour models.
bool is_irregular(AVPixelFormat format) {
    return format == AV_PIX_FMT_UYYVYY411 || format == AV_PIX_FMT_XYZ12LE ||
           format == AV_PIX_FMT_XYZ12BE;
}

int bytes_of_depth(int depth) { return depth <= 8 ? 1 : depth <= 16 ? 2 : 4; }

bool is_describable(const AVPixFmtDescriptor& format) {
    constexpr std::uint64_t kOpaque = AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_BITSTREAM |
                                      AV_PIX_FMT_FLAG_HWACCEL | AV_PIX_FMT_FLAG_BAYER;
    if ((format.flags & kOpaque) != 0 || format.nb_components < 1) return false;
    const int depth = format.comp[0].depth;
    const int bytes = bytes_of_depth(depth);
    return std::all_of(
        format.comp, format.comp + format.nb_components, [&](const AVComponentDescriptor& c) {
            return c.depth == depth && c.depth >= 8 && c.depth <= 32 && c.shift >= 0 &&
                   c.depth + c.shift <= 8 * bytes && c.step % bytes == 0 && c.offset % bytes == 0;
        });
}

} // namespace

std::optional<PixelLayout> describe_layout(AVPixelFormat format) {
    const AVPixFmtDescriptor* descriptor = av_pix_fmt_desc_get(format);
    if (descriptor == nullptr || is_irregular(format) || !is_describable(*descriptor)) return {};
    PixelLayout layout;
    layout.name = descriptor->name;
    layout.component_count = descriptor->nb_components;
    layout.has_alpha = (descriptor->flags & AV_PIX_FMT_FLAG_ALPHA) != 0;
    layout.model = (descriptor->flags & AV_PIX_FMT_FLAG_RGB) != 0 ? ColorModel::Rgb
                   : descriptor->nb_components < 3                ? ColorModel::Gray
                                                                  : ColorModel::YCbCr;
    layout.plane_count = av_pix_fmt_count_planes(format);
    layout.sample_bytes = bytes_of_depth(descriptor->comp[0].depth);
    layout.is_float = (descriptor->flags & AV_PIX_FMT_FLAG_FLOAT) != 0;
    layout.big_endian = layout.sample_bytes > 1 && (descriptor->flags & AV_PIX_FMT_FLAG_BE) != 0;
    layout.chroma_shift_x = descriptor->log2_chroma_w;
    layout.chroma_shift_y = descriptor->log2_chroma_h;
    for (int i = 0; i < layout.component_count; ++i) {
        const AVComponentDescriptor& from = descriptor->comp[i];
        layout.components[static_cast<std::size_t>(i)] = {
            .plane = static_cast<std::uint8_t>(from.plane),
            .step_bytes = static_cast<std::uint8_t>(from.step),
            .offset_bytes = static_cast<std::uint8_t>(from.offset),
            .shift = static_cast<std::uint8_t>(from.shift),
            .depth = static_cast<std::uint8_t>(from.depth)};
    }
    return layout;
}

AVPixelFormat nearest_plain_format(AVPixelFormat format) {
    constexpr AVPixelFormat kPlain[] = {
        AV_PIX_FMT_RGB24,       AV_PIX_FMT_RGBA,         AV_PIX_FMT_RGB48LE,
        AV_PIX_FMT_RGBA64LE,    AV_PIX_FMT_GRAY8,        AV_PIX_FMT_GRAY16LE,
        AV_PIX_FMT_YUV411P,     AV_PIX_FMT_YUV420P,      AV_PIX_FMT_YUV422P,
        AV_PIX_FMT_YUV444P,     AV_PIX_FMT_YUVA444P,     AV_PIX_FMT_YUV422P16LE,
        AV_PIX_FMT_YUV444P16LE, AV_PIX_FMT_YUVA444P16LE, AV_PIX_FMT_NONE};
    if (sws_isSupportedInput(format) == 0) return AV_PIX_FMT_NONE;
    const AVPixFmtDescriptor* descriptor = av_pix_fmt_desc_get(format);
    // A decoder's XYZ becomes RGB: swscale knows the DCDM gamma, and the loss metric does not.
    if (is_irregular(format) && descriptor->comp[0].depth > 8) return AV_PIX_FMT_RGB48LE;
    const int has_alpha = (descriptor->flags & AV_PIX_FMT_FLAG_ALPHA) != 0 ? 1 : 0;
    return avcodec_find_best_pix_fmt_of_list(kPlain, format, has_alpha, nullptr);
}

} // namespace seamline::decode
