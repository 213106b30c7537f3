// app/session/color_overrides.h: what the user says a file's colour tags are.
#pragma once

#include "decode/media/color_tags.h"

#include <optional>

namespace seamline::session {

/// What the user says a file's tags are, where they are missing or wrong.
struct ColorOverrides {
    std::optional<ColorMatrix> matrix;
    std::optional<ColorPrimaries> primaries;
    std::optional<ColorTransfer> transfer;
    std::optional<ColorRange> range;
    std::optional<ChromaLocation> chroma_location;

    friend bool operator==(const ColorOverrides&, const ColorOverrides&) = default;
};

} // namespace seamline::session
