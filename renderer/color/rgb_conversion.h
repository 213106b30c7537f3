// renderer/color/rgb_conversion.h: from code values to R'G'B', as numbers a shader multiplies by.
#pragma once

#include "decode/media/color_tags.h"
#include "decode/media/pixel_layout.h"

#include <glm/glm.hpp>

#include <cstdint>

namespace seamline::color {

/// `value = from_x * x + from_y * y + from_z * z + offset`, of a pixel's first three components as
/// code values (floats as they are). `value` is R'G'B' when `nonlinear` is kLinear; otherwise what
/// that reconstruction starts from: Y'c Cbc Crc for BT.2020 constant luminance, L'M'S' for ICtCp.
struct RgbConversion {
    glm::dvec3 from_x{0.0};
    glm::dvec3 from_y{0.0};
    glm::dvec3 from_z{0.0};
    glm::dvec3 offset{0.0};
    std::uint32_t nonlinear = 0; ///< shared::kLinear, kBt2020Cl, kIctcpPq or kIctcpHlg.
};

/// R'G'B' and grey layouts ignore the matrix. A YCbCr layout whose tag claims R'G'B' is mistagged
/// (decoders hand out R'G'B' as such) and read as BT.709.
RgbConversion rgb_conversion(const PixelLayout& layout, const ColorTags& color);

/// R'G'B' from what RgbConversion yields when `nonlinear` is not kLinear; unchanged when it is.
/// Source: Rec. ITU-R BT.2020-2, table 4 (constant luminance); Rec. ITU-R BT.2100-2, table 7.
glm::dvec3 reconstructed_rgb(glm::dvec3 value, std::uint32_t nonlinear);

/// Luma of a picture for tools that measure it.
struct LumaOfSource {
    glm::vec3 weights{0.0F}; ///< Of R'G'B'; their sum is 1.
    /// What one step of the first three components adds. Of Y'CbCr and ICtCp only the first counts:
    /// Y', or I.
    glm::vec3 per_code{0.0F};
};
/// By the source's matrix; by the tagged primaries' luminance for R'G'B' of BT.2020 and BT.601,
/// else by BT.709.
LumaOfSource luma_of_source(const PixelLayout& layout, const ColorTags& color);

/// Alpha's code values to [0, 1]: always full range.
double alpha_scale(const PixelLayout& layout);

} // namespace seamline::color
