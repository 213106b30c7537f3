#include "renderer/color/rgb_conversion.h"

#include "renderer/color/transfer.h"
#include "shaders/shared/composite.h"

#include <algorithm>
#include <cmath>

namespace seamline::color {
namespace {

/// A component's value is `scale * code + offset`.
struct Quantization {
    double scale = 1;
    double offset = 0;
};

/// Source: ITU-T H.273 (07/2021), equations 20 to 37. Y', R', G' and B' in [0, 1]; Cb and Cr in
/// [-1/2, 1/2]. YCgCo is made of quantized R'G'B', so its limited range spans 219 steps, not 224.
Quantization quantization(const ComponentLayout& component, const PixelLayout& layout,
                          const ColorTags& color, bool is_chroma) {
    if (layout.is_float) return {};
    const int depth = component.depth;
    const double top = std::ldexp(1.0, depth) - 1;
    const double middle = is_chroma ? std::ldexp(1.0, depth - 1) : 0.0;
    if (color.range == ColorRange::Full) return {1 / top, -middle / top};
    const double step = std::ldexp(1.0, depth - 8);
    const bool spans_224 = is_chroma && color.matrix != ColorMatrix::YCgCo;
    const double span = (spans_224 ? 224 : 219) * step;
    const double zero = is_chroma ? middle : 16 * step;
    return {1 / span, -zero / span};
}

/// Columns: what one unit of Y', Cb and Cr adds to R'G'B'. Source: ITU-T H.273, equations 38 to 43.
glm::dmat3 ycbcr_matrix(double kr, double kb) {
    const double kg = 1 - kr - kb;
    return {glm::dvec3(1, 1, 1), //
            glm::dvec3(0, -2 * (1 - kb) * kb / kg, 2 * (1 - kb)),
            glm::dvec3(2 * (1 - kr), -2 * (1 - kr) * kr / kg, 0)};
}

/// Columns: what one unit of I, Ct and Cp adds to L'M'S'. Source: Rec. ITU-R BT.2100-2, table 7.
glm::dmat3 ictcp_matrix(bool is_hlg) {
    const glm::dmat3 rows =
        is_hlg ? glm::dmat3(2048, 2048, 0, 3625, -7465, 3840, 9500, -9212, -288)
               : glm::dmat3(2048, 2048, 0, 6610, -13613, 7003, 17933, -17390, -543);
    return glm::inverse(glm::transpose(rows) / 4096.0);
}

glm::dmat3 matrix(const ColorTags& color) {
    switch (color.matrix) {
    case ColorMatrix::Fcc:
        return ycbcr_matrix(0.30, 0.11);
    case ColorMatrix::Bt601:
        return ycbcr_matrix(0.299, 0.114);
    case ColorMatrix::Smpte240m:
        return ycbcr_matrix(0.212, 0.087);
    case ColorMatrix::Bt2020Ncl:
        return ycbcr_matrix(0.2627, 0.0593);
    case ColorMatrix::YCgCo: // Cg is where Cb would be. Source: ITU-T H.273, equations 51 to 54.
        return {glm::dvec3(1, 1, 1), glm::dvec3(-1, 1, -1), glm::dvec3(1, 0, -1)};
    case ColorMatrix::Ictcp:
        return ictcp_matrix(color.transfer == ColorTransfer::Hlg);
    case ColorMatrix::Bt2020Cl:
        return glm::dmat3(1.0);
    case ColorMatrix::Identity:
    case ColorMatrix::Bt709:
        break;
    }
    return ycbcr_matrix(0.2126, 0.0722);
}

/// Kr, Kg and Kb.
glm::dvec3 luma_weights(const PixelLayout& layout, const ColorTags& color) {
    const auto by = [](double kr, double kb) { return glm::dvec3(kr, 1 - kr - kb, kb); };
    if (layout.model != ColorModel::YCbCr) {
        // Source: the scopes' definition in renderer/scopes/scope_bins.h.
        if (color.primaries == ColorPrimaries::Bt2020) return by(0.2627, 0.0593);
        const bool is_601 = color.primaries == ColorPrimaries::Bt601_525 ||
                            color.primaries == ColorPrimaries::Bt601_625;
        return is_601 ? by(0.299, 0.114) : by(0.2126, 0.0722);
    }
    switch (color.matrix) {
    case ColorMatrix::Fcc:
        return by(0.30, 0.11);
    case ColorMatrix::Bt601:
        return by(0.299, 0.114);
    case ColorMatrix::Smpte240m:
        return by(0.212, 0.087);
    case ColorMatrix::YCgCo: // Y' = (R' + 2 G' + B') / 4
        return by(0.25, 0.25);
    case ColorMatrix::Bt2020Ncl:
    case ColorMatrix::Bt2020Cl:
    case ColorMatrix::Ictcp:
        return by(0.2627, 0.0593);
    case ColorMatrix::Identity:
    case ColorMatrix::Bt709:
        break;
    }
    return by(0.2126, 0.0722);
}

std::uint32_t reconstruction(const ColorTags& color) {
    if (color.matrix == ColorMatrix::Bt2020Cl) return shared::kBt2020Cl;
    if (color.matrix != ColorMatrix::Ictcp) return shared::kLinear;
    return color.transfer == ColorTransfer::Hlg ? shared::kIctcpHlg : shared::kIctcpPq;
}

// Source: Rec. ITU-R BT.2020-2, table 4.
constexpr double kBt2020Alpha = 1.09929682680944;
constexpr double kBt2020Beta = 0.018053968510807;

double bt2020_light(double signal) {
    if (signal < 4.5 * kBt2020Beta) return signal / 4.5;
    return std::pow((signal + kBt2020Alpha - 1) / kBt2020Alpha, 1 / 0.45);
}

double bt2020_signal(double light) {
    if (light < kBt2020Beta) return 4.5 * light;
    return kBt2020Alpha * std::pow(light, 0.45) - (kBt2020Alpha - 1);
}

glm::dvec3 from_constant_luminance(glm::dvec3 value) {
    const double red = value.x + value.z * (value.z <= 0 ? 1.7184 : 0.9936);
    const double blue = value.x + value.y * (value.y <= 0 ? 1.9404 : 1.5816);
    const double green_light =
        (bt2020_light(value.x) - 0.2627 * bt2020_light(red) - 0.0593 * bt2020_light(blue)) / 0.6780;
    return {red, bt2020_signal(green_light), blue};
}

} // namespace

glm::dvec3 reconstructed_rgb(glm::dvec3 value, std::uint32_t nonlinear) {
    if (nonlinear == shared::kLinear) return value;
    if (nonlinear == shared::kBt2020Cl) return from_constant_luminance(value);
    const bool is_hlg = nonlinear == shared::kIctcpHlg;
    const glm::dmat3 rows(1688, 2146, 262, 683, 2951, 462, 99, 309, 3688);
    glm::dvec3 light;
    for (int i = 0; i < 3; ++i)
        light[i] = is_hlg ? hlg_to_scene(value[i]) : pq_to_nits(std::min(value[i], 1.0));
    light = glm::inverse(glm::transpose(rows) / 4096.0) * light;
    for (int i = 0; i < 3; ++i) {
        const double kept = std::max(light[i], 0.0);
        value[i] = is_hlg ? scene_to_hlg(kept) : nits_to_pq(kept);
    }
    return value;
}

RgbConversion rgb_conversion(const PixelLayout& layout, const ColorTags& color) {
    const bool is_ycbcr = layout.model == ColorModel::YCbCr;
    RgbConversion result;
    if (layout.model == ColorModel::Gray) {
        const Quantization y = quantization(layout.components[0], layout, color, false);
        result.from_x = glm::dvec3(y.scale);
        result.offset = glm::dvec3(y.offset);
        return result;
    }
    const glm::dmat3 to_rgb = is_ycbcr ? matrix(color) : glm::dmat3(1.0);
    const Quantization x = quantization(layout.components[0], layout, color, false);
    const Quantization y = quantization(layout.components[1], layout, color, is_ycbcr);
    const Quantization z = quantization(layout.components[2], layout, color, is_ycbcr);
    result.from_x = to_rgb[0] * x.scale;
    result.from_y = to_rgb[1] * y.scale;
    result.from_z = to_rgb[2] * z.scale;
    result.offset = to_rgb * glm::dvec3(x.offset, y.offset, z.offset);
    if (is_ycbcr) result.nonlinear = reconstruction(color);
    return result;
}

LumaOfSource luma_of_source(const PixelLayout& layout, const ColorTags& color) {
    LumaOfSource luma;
    const glm::dvec3 weights = luma_weights(layout, color);
    luma.weights = weights;
    const Quantization x = quantization(layout.components[0], layout, color, false);
    luma.per_code.x = static_cast<float>(x.scale);
    if (layout.model == ColorModel::Rgb) luma.per_code = weights * x.scale;
    return luma;
}

double alpha_scale(const PixelLayout& layout) {
    if (!layout.has_alpha || layout.is_float) return 1.0;
    const auto last = static_cast<std::size_t>(layout.component_count - 1);
    return 1 / (std::ldexp(1.0, layout.components[last].depth) - 1);
}

} // namespace seamline::color
