#include "renderer/scopes/scope_names.h"

#include <cstdint>

namespace seamline::renderer {
namespace {

std::string code_unit(const PixelLayout& layout, const ColorTags& color, LevelSignal signal) {
    const int depth = layout.is_float ? 16 : layout.bit_depth();
    const std::string bits = "code values of " + std::to_string(depth) + " bits";
    if (!is_limited(layout, color, signal)) return bits + ", full range";
    const auto code = [depth](std::int64_t level) { return std::to_string(level << depth >> 8); };
    return bits + ", " + code(16) + "-" + code(235);
}

} // namespace

std::string level_unit(LevelScale scale, const PixelLayout& layout, const ColorTags& color,
                       LevelSignal signal) {
    return scale == LevelScale::Code ? code_unit(layout, color, signal) : brief_unit(scale);
}

const char* brief_unit(LevelScale scale) {
    switch (scale) {
    case LevelScale::Percent:
        return "%";
    case LevelScale::Code:
        return "code";
    case LevelScale::Millivolt:
        return "mV";
    case LevelScale::Nits:
        return "cd/m\xC2\xB2";
    }
    return "";
}

ChromaNames chroma_names(const PixelLayout& layout, const ColorTags& color) {
    const bool is_ycbcr = layout.model == ColorModel::YCbCr;
    if (is_ycbcr && color.matrix == ColorMatrix::YCgCo) return {"Y'", "Cg", "Co"};
    if (is_ycbcr && color.matrix == ColorMatrix::Ictcp) return {"I", "Ct", "Cp"};
    return {"Y'", "Cb", "Cr"};
}

const char* encoding_name(const PixelLayout& layout, const ColorTags& color) {
    return layout.model == ColorModel::Rgb ? name(color.primaries) : name(color.matrix);
}

} // namespace seamline::renderer
