// app/ui/decode_notice.h: what a reviewer is told of decoding.
#pragma once

#include "decode/media/media_description.h"

#include <string>

namespace seamline::ui {

/// One sentence once a hardware decoder of `source` has failed in mid-stream; else empty.
inline std::string decoder_failure(const std::string& source, const DecodePath& path) {
    if (!path.has_failed) return {};
    return source + " is decoded in software now: " + path.fallback_reason + ".";
}

} // namespace seamline::ui
