#include "decode/codecs.h"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
}

#include <array>

namespace seamline::decode {
namespace {

constexpr std::array kReviewCodecs{AV_CODEC_ID_H264,  AV_CODEC_ID_HEVC,   AV_CODEC_ID_AV1,
                                   AV_CODEC_ID_VP9,   AV_CODEC_ID_PRORES, AV_CODEC_ID_DNXHD,
                                   AV_CODEC_ID_MJPEG, AV_CODEC_ID_FFV1,   AV_CODEC_ID_PNG,
                                   AV_CODEC_ID_TIFF,  AV_CODEC_ID_DPX,    AV_CODEC_ID_EXR};

std::vector<std::string> codecs(bool available) {
    std::vector<std::string> names;
    for (const AVCodecID id : kReviewCodecs)
        if ((avcodec_find_decoder(id) != nullptr) == available)
            names.emplace_back(avcodec_get_name(id));
    return names;
}

std::string version(const char* library, unsigned number) {
    return std::string(library) + " " + std::to_string(AV_VERSION_MAJOR(number)) + "." +
           std::to_string(AV_VERSION_MINOR(number)) + "." +
           std::to_string(AV_VERSION_MICRO(number));
}

} // namespace

std::vector<std::string> available_decoders() { return codecs(true); }
std::vector<std::string> missing_decoders() { return codecs(false); }

std::string library_versions() {
    return version("libavcodec", avcodec_version()) + ", " +
           version("libavformat", avformat_version());
}

} // namespace seamline::decode
