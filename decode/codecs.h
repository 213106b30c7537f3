// decode/codecs.h: what this build of FFmpeg can read.
#pragma once

#include <string>
#include <vector>

namespace seamline::decode {

/// Of the codecs that review footage comes in, those that can be decoded here, e.g. "h264".
std::vector<std::string> available_decoders();
/// ... and those that cannot.
std::vector<std::string> missing_decoders();
/// e.g. "libavcodec 59.37.100, libavformat 59.27.100"
std::string library_versions();

} // namespace seamline::decode
