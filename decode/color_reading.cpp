#include "decode/color_reading.h"

extern "C" {
#include <libavutil/pixdesc.h>
}

#include <optional>

namespace seamline::decode {
namespace {

std::optional<ColorMatrix> read_matrix(AVColorSpace space) {
    switch (space) {
    case AVCOL_SPC_BT709:
        return ColorMatrix::Bt709;
    case AVCOL_SPC_FCC:
        return ColorMatrix::Fcc;
    case AVCOL_SPC_BT470BG:
    case AVCOL_SPC_SMPTE170M:
        return ColorMatrix::Bt601;
    case AVCOL_SPC_SMPTE240M:
        return ColorMatrix::Smpte240m;
    case AVCOL_SPC_YCGCO:
        return ColorMatrix::YCgCo;
    case AVCOL_SPC_BT2020_NCL:
        return ColorMatrix::Bt2020Ncl;
    case AVCOL_SPC_BT2020_CL:
        return ColorMatrix::Bt2020Cl;
    case AVCOL_SPC_ICTCP:
        return ColorMatrix::Ictcp;
    default:
        return {}; // AVCOL_SPC_RGB on a Y'CbCr format is a mistake of the writer.
    }
}

std::optional<ColorPrimaries> read_primaries(AVColorPrimaries primaries) {
    switch (primaries) {
    case AVCOL_PRI_BT709:
        return ColorPrimaries::Bt709;
    case AVCOL_PRI_BT470M:
        return ColorPrimaries::Bt470m;
    case AVCOL_PRI_BT470BG:
        return ColorPrimaries::Bt601_625;
    case AVCOL_PRI_SMPTE170M:
        return ColorPrimaries::Bt601_525;
    case AVCOL_PRI_SMPTE240M:
        return ColorPrimaries::Smpte240m;
    case AVCOL_PRI_FILM:
        return ColorPrimaries::Film;
    case AVCOL_PRI_BT2020:
        return ColorPrimaries::Bt2020;
    case AVCOL_PRI_SMPTE428:
        return ColorPrimaries::Xyz;
    case AVCOL_PRI_SMPTE431:
        return ColorPrimaries::DciP3;
    case AVCOL_PRI_SMPTE432:
        return ColorPrimaries::DisplayP3;
    case AVCOL_PRI_EBU3213:
        return ColorPrimaries::Ebu3213;
    default:
        return {};
    }
}

std::optional<ColorTransfer> read_transfer(AVColorTransferCharacteristic transfer) {
    switch (transfer) {
    case AVCOL_TRC_BT709:
    case AVCOL_TRC_SMPTE170M:
    case AVCOL_TRC_SMPTE240M:
    case AVCOL_TRC_IEC61966_2_4:
    case AVCOL_TRC_BT1361_ECG:
    case AVCOL_TRC_BT2020_10:
    case AVCOL_TRC_BT2020_12:
        return ColorTransfer::Bt1886;
    case AVCOL_TRC_IEC61966_2_1:
        return ColorTransfer::Srgb;
    case AVCOL_TRC_GAMMA22:
        return ColorTransfer::Gamma22;
    case AVCOL_TRC_GAMMA28:
        return ColorTransfer::Gamma28;
    case AVCOL_TRC_LINEAR:
        return ColorTransfer::Linear;
    case AVCOL_TRC_LOG:
        return ColorTransfer::Log100;
    case AVCOL_TRC_LOG_SQRT:
        return ColorTransfer::Log316;
    case AVCOL_TRC_SMPTE2084:
        return ColorTransfer::Pq;
    case AVCOL_TRC_ARIB_STD_B67:
        return ColorTransfer::Hlg;
    case AVCOL_TRC_SMPTE428:
        return ColorTransfer::Smpte428;
    default:
        return {};
    }
}

std::optional<ChromaLocation> read_location(AVChromaLocation location) {
    switch (location) {
    case AVCHROMA_LOC_LEFT:
        return ChromaLocation::Left;
    case AVCHROMA_LOC_CENTER:
        return ChromaLocation::Center;
    case AVCHROMA_LOC_TOPLEFT:
        return ChromaLocation::TopLeft;
    case AVCHROMA_LOC_TOP:
        return ChromaLocation::Top;
    case AVCHROMA_LOC_BOTTOMLEFT:
        return ChromaLocation::BottomLeft;
    case AVCHROMA_LOC_BOTTOM:
        return ChromaLocation::Bottom;
    default:
        return {};
    }
}

bool is_full_range_format(AVPixelFormat format) {
    switch (format) {
    case AV_PIX_FMT_YUVJ411P:
    case AV_PIX_FMT_YUVJ420P:
    case AV_PIX_FMT_YUVJ422P:
    case AV_PIX_FMT_YUVJ440P:
    case AV_PIX_FMT_YUVJ444P:
        return true;
    default:
        return false;
    }
}

bool is_high_definition(Extent size) { return size.width >= 1280 || size.height > 576; }

/// Whatever the size: what is untagged at 480 lines today comes from a generator or a screen, not
/// from SMPTE 170M's cameras. The matrix is another matter: encoders do follow the size.
ColorPrimaries guess_primaries(std::optional<ColorMatrix> tagged) {
    if (tagged == ColorMatrix::Bt2020Ncl || tagged == ColorMatrix::Bt2020Cl ||
        tagged == ColorMatrix::Ictcp)
        return ColorPrimaries::Bt2020;
    return ColorPrimaries::Bt709;
}

/// Takes `read` or notes that `fallback` is a guess.
template <typename T>
void assign(T& tag, std::optional<T> read, T fallback, ColorGuess bit, ColorTags& tags) {
    tag = read.value_or(fallback);
    if (!read) tags.guessed = static_cast<std::uint8_t>(tags.guessed | bit);
}

} // namespace

ColorTags read_color_tags(const AVFrame& frame, Extent visible) {
    const auto format = static_cast<AVPixelFormat>(frame.format);
    const AVPixFmtDescriptor* descriptor = av_pix_fmt_desc_get(format);
    const std::uint64_t flags = descriptor == nullptr ? 0 : descriptor->flags;
    const bool rgb = (flags & (AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL)) != 0;
    const bool gray = !rgb && descriptor != nullptr && descriptor->nb_components < 3;

    ColorTags tags;
    std::optional<ColorMatrix> matrix = read_matrix(frame.colorspace);
    if (rgb) matrix = ColorMatrix::Identity;
    const ColorMatrix by_size =
        is_high_definition(visible) ? ColorMatrix::Bt709 : ColorMatrix::Bt601;
    assign(tags.matrix, gray && !matrix ? by_size : matrix, by_size, kGuessedMatrix, tags);

    std::optional<ColorRange> range;
    if (frame.color_range == AVCOL_RANGE_JPEG) range = ColorRange::Full;
    if (frame.color_range == AVCOL_RANGE_MPEG) range = ColorRange::Limited;
    if (is_full_range_format(format) || (rgb && !range)) range = ColorRange::Full;
    assign(tags.range, range, gray ? ColorRange::Full : ColorRange::Limited, kGuessedRange, tags);

    assign(tags.primaries, read_primaries(frame.color_primaries),
           guess_primaries(rgb ? std::nullopt : matrix), kGuessedPrimaries, tags);
    const ColorTransfer transfer = (flags & AV_PIX_FMT_FLAG_FLOAT) != 0 ? ColorTransfer::Linear
                                   : tags.range == ColorRange::Full     ? ColorTransfer::Srgb
                                                                        : ColorTransfer::Bt1886;
    assign(tags.transfer, read_transfer(frame.color_trc), transfer, kGuessedTransfer, tags);

    const bool subsampled = descriptor != nullptr && !rgb && !gray &&
                            (descriptor->log2_chroma_w > 0 || descriptor->log2_chroma_h > 0);
    const ChromaLocation location =
        tags.range == ColorRange::Full ? ChromaLocation::Center : ChromaLocation::Left;
    std::optional<ChromaLocation> tagged = read_location(frame.chroma_location);
    if (!subsampled) tagged = ChromaLocation::Left;
    assign(tags.chroma_location, tagged, location, kGuessedChromaLocation, tags);
    return tags;
}

} // namespace seamline::decode
