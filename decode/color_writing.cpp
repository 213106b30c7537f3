#include "decode/color_writing.h"

extern "C" {
#include <libavutil/crc.h>
#include <libavutil/intreadwrite.h>
}

#include <array>
#include <cstring>

namespace seamline::decode {
namespace {

constexpr int kHeaderEnd = 33; ///< Signature, and the IHDR chunk: 8 + 4 + 4 + 13 + 4 bytes.
constexpr std::size_t kChunkBytes = 16;

std::array<std::uint8_t, kChunkBytes> cicp_chunk(const WrittenColor& color) {
    std::array<std::uint8_t, kChunkBytes> chunk{0,
                                                0,
                                                0,
                                                4,
                                                'c',
                                                'I',
                                                'C',
                                                'P',
                                                static_cast<std::uint8_t>(av_primaries(color)),
                                                static_cast<std::uint8_t>(av_transfer(color)),
                                                0,  // R'G'B', no matrix.
                                                1}; // All code values are used.
    // FFmpeg's table is of the reflected polynomial; PNG complements before and after.
    const std::uint32_t crc =
        ~av_crc(av_crc_get_table(AV_CRC_32_IEEE_LE), UINT32_MAX, chunk.data() + 4, 8);
    AV_WB32(chunk.data() + 12, crc);
    return chunk;
}

} // namespace

AVColorPrimaries av_primaries(const WrittenColor& color) {
    switch (color.primaries) {
    case ColorPrimaries::Bt2020:
        return AVCOL_PRI_BT2020;
    case ColorPrimaries::DisplayP3:
        return AVCOL_PRI_SMPTE432;
    default:
        return AVCOL_PRI_BT709;
    }
}

AVColorTransferCharacteristic av_transfer(const WrittenColor& color) {
    if (!color.transfer) return AVCOL_TRC_UNSPECIFIED;
    switch (*color.transfer) {
    case ColorTransfer::Srgb:
        return AVCOL_TRC_IEC61966_2_1;
    case ColorTransfer::Gamma22:
        return AVCOL_TRC_GAMMA22;
    case ColorTransfer::Gamma28:
        return AVCOL_TRC_GAMMA28;
    case ColorTransfer::Pq:
        return AVCOL_TRC_SMPTE2084;
    case ColorTransfer::Hlg:
        return AVCOL_TRC_ARIB_STD_B67;
    case ColorTransfer::Bt1886:
        break;
    default:
        return AVCOL_TRC_UNSPECIFIED;
    }
    return color.primaries == ColorPrimaries::Bt2020 ? AVCOL_TRC_BT2020_10 : AVCOL_TRC_BT709;
}

AVColorSpace av_matrix(const WrittenColor& color) {
    return color.primaries == ColorPrimaries::Bt2020 ? AVCOL_SPC_BT2020_NCL : AVCOL_SPC_BT709;
}

bool needs_ten_bits(const WrittenColor& color) {
    return color.transfer == ColorTransfer::Pq || color.transfer == ColorTransfer::Hlg;
}

PacketPtr with_cicp(const AVPacket& png, const WrittenColor& color) {
    PacketPtr tagged = make_packet();
    if (png.size < kHeaderEnd || std::memcmp(png.data + 12, "IHDR", 4) != 0) return nullptr;
    if (av_new_packet(tagged.get(), png.size + static_cast<int>(kChunkBytes)) < 0) return nullptr;
    const auto chunk = cicp_chunk(color);
    std::memcpy(tagged->data, png.data, kHeaderEnd);
    std::memcpy(tagged->data + kHeaderEnd, chunk.data(), chunk.size());
    std::memcpy(tagged->data + kHeaderEnd + kChunkBytes, png.data + kHeaderEnd,
                static_cast<std::size_t>(png.size - kHeaderEnd));
    return tagged;
}

} // namespace seamline::decode
