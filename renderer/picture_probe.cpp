#include "renderer/picture_probe.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace seamline::renderer {
namespace {

/// Source: ITU-T H.273 (07/2021), table 4.
struct LumaWeights {
    double red;
    double blue;
};

LumaWeights luma_weights(ColorMatrix matrix) {
    switch (matrix) {
    case ColorMatrix::Fcc:
        return {0.30, 0.11};
    case ColorMatrix::Bt601:
        return {0.299, 0.114};
    case ColorMatrix::Smpte240m:
        return {0.212, 0.087};
    case ColorMatrix::Bt2020Ncl:
    case ColorMatrix::Bt2020Cl:
        return {0.2627, 0.0593};
    default:
        return {0.2126, 0.0722};
    }
}

glm::dvec3 from_ycbcr(glm::dvec3 v, LumaWeights weights) {
    const double red = v.x + 2 * (1 - weights.red) * v.z;
    const double blue = v.x + 2 * (1 - weights.blue) * v.y;
    const double green =
        (v.x - weights.red * red - weights.blue * blue) / (1 - weights.red - weights.blue);
    return {red, green, blue};
}

glm::dvec3 from_ycgco(glm::dvec3 v) {
    const double t = v.x - v.y;
    return {t + v.z, v.x + v.y, t - v.z};
}

// Source: Rec. ITU-R BT.2020-2, table 4.
constexpr double kAlpha = 1.09929682680944;
constexpr double kBeta = 0.018053968510807;

double bt2020_light(double v) {
    return v < 4.5 * kBeta ? v / 4.5 : std::pow((v + kAlpha - 1) / kAlpha, 1 / 0.45);
}

double bt2020_signal(double light) {
    return light < kBeta ? 4.5 * light : kAlpha * std::pow(light, 0.45) - (kAlpha - 1);
}

glm::dvec3 from_constant_luminance(glm::dvec3 v) {
    const double blue = v.x + v.y * (v.y <= 0 ? 1.9404 : 1.5816);
    const double red = v.x + v.z * (v.z <= 0 ? 1.7184 : 0.9936);
    const double green_light =
        (bt2020_light(v.x) - 0.2627 * bt2020_light(red) - 0.0593 * bt2020_light(blue)) / 0.6780;
    return {red, bt2020_signal(green_light), blue};
}

// Source: Rec. ITU-R BT.2100-2, table 4.
double pq_light(double v) {
    const double p = std::pow(std::max(v, 0.0), 4096.0 / 2523 / 128);
    const double top = std::max(p - 3424.0 / 4096, 0.0);
    return std::pow(top / (2413.0 / 4096 * 32 - 2392.0 / 4096 * 32 * p), 16384.0 / 2610);
}

double pq_signal(double light) {
    const double p = std::pow(std::max(light, 0.0), 2610.0 / 16384);
    return std::pow((3424.0 / 4096 + 2413.0 / 4096 * 32 * p) / (1 + 2392.0 / 4096 * 32 * p),
                    2523.0 / 4096 * 128);
}

// Source: Rec. ITU-R BT.2100-2, table 5.
constexpr double kHlgA = 0.17883277;
constexpr double kHlgB = 0.28466892;
constexpr double kHlgC = 0.55991073;

double hlg_light(double v) {
    return v <= 0.5 ? v * v / 3 : (std::exp((v - kHlgC) / kHlgA) + kHlgB) / 12;
}

double hlg_signal(double light) {
    light = std::max(light, 0.0);
    return light <= 1.0 / 12 ? std::sqrt(3 * light) : kHlgA * std::log(12 * light - kHlgB) + kHlgC;
}

/// Source: Rec. ITU-R BT.2100-2, table 7. GLM's matrices are given by columns.
glm::dvec3 from_ictcp(glm::dvec3 v, bool is_hlg) {
    const glm::dmat3 lms_of_rgb =
        glm::dmat3(1688, 683, 99, 2146, 2951, 309, 262, 462, 3688) / 4096.0;
    const glm::dmat3 ictcp_of_lms =
        is_hlg ? glm::dmat3(2048, 3625, 9500, 2048, -7465, -9212, 0, 3840, -288) / 4096.0
               : glm::dmat3(2048, 6610, 17933, 2048, -13613, -17390, 0, 7003, -543) / 4096.0;
    const glm::dvec3 lms = glm::inverse(ictcp_of_lms) * v;
    glm::dvec3 light;
    for (int i = 0; i < 3; ++i) light[i] = is_hlg ? hlg_light(lms[i]) : pq_light(lms[i]);
    const glm::dvec3 rgb = glm::inverse(lms_of_rgb) * light;
    return is_hlg ? glm::dvec3(hlg_signal(rgb.x), hlg_signal(rgb.y), hlg_signal(rgb.z))
                  : glm::dvec3(pq_signal(rgb.x), pq_signal(rgb.y), pq_signal(rgb.z));
}

double half_to_double(std::uint32_t bits) {
    const std::uint32_t exponent = (bits >> 10) & 31;
    const double fraction = bits & 1023;
    const double sign = (bits & 0x8000) != 0 ? -1 : 1;
    if (exponent == 31) return fraction == 0 ? sign * INFINITY : NAN;
    if (exponent == 0) return sign * std::ldexp(fraction, -24);
    return sign * std::ldexp(1024 + fraction, static_cast<int>(exponent) - 25);
}

std::uint32_t word_of(const std::byte* bytes, int count, bool big_endian) {
    std::uint32_t word = 0;
    for (int i = 0; i < count; ++i) {
        const int shift = 8 * (big_endian ? count - 1 - i : i);
        word |= std::to_integer<std::uint32_t>(bytes[i]) << shift;
    }
    return word;
}

int clamped_to_visible(int value, int first, int count, int shift) {
    return std::clamp(value, first >> shift, (first + count - 1) >> shift);
}

} // namespace

PictureProbe::PictureProbe(const CachedFrame& frame, const ColorTags& color,
                           const std::byte* planes)
    : frame_(&frame), color_(color), planes_(planes != nullptr ? planes : frame.mapped) {}

bool PictureProbe::is_chroma(int component) const {
    return frame_->layout.model == ColorModel::YCbCr && (component == 1 || component == 2);
}

double PictureProbe::sample(int component, int column, int row) const {
    const PixelLayout& layout = frame_->layout;
    const ComponentLayout& c = layout.components[static_cast<std::size_t>(component)];
    const std::byte* bytes = planes_ + frame_->plane_offset_bytes[c.plane] +
                             static_cast<std::size_t>(row) * frame_->stride_bytes[c.plane] +
                             static_cast<std::size_t>(column) * c.step_bytes + c.offset_bytes;
    const std::uint32_t word = word_of(bytes, layout.sample_bytes, layout.big_endian);
    if (layout.is_float) {
        return layout.sample_bytes == 2 ? half_to_double(word) : std::bit_cast<float>(word);
    }
    return static_cast<double>((word >> c.shift) & ((1ULL << c.depth) - 1));
}

double PictureProbe::interpolated(int component, glm::dvec2 position) const {
    const int shift_x = is_chroma(component) ? frame_->layout.chroma_shift_x : 0;
    const int shift_y = is_chroma(component) ? frame_->layout.chroma_shift_y : 0;
    const Rect& visible = frame_->visible;
    const glm::dvec2 corner = glm::floor(position - 0.5);
    const glm::dvec2 weight = position - 0.5 - corner;
    double sum = 0;
    for (int j = 0; j < 2; ++j) {
        for (int i = 0; i < 2; ++i) {
            const int column = clamped_to_visible(static_cast<int>(corner.x) + i, visible.x,
                                                  visible.width, shift_x);
            const int row = clamped_to_visible(static_cast<int>(corner.y) + j, visible.y,
                                               visible.height, shift_y);
            const double share =
                (i == 0 ? 1 - weight.x : weight.x) * (j == 0 ? 1 - weight.y : weight.y);
            if (share != 0) sum += share * sample(component, column, row);
        }
    }
    return sum;
}

glm::dvec2 PictureProbe::chroma_position(glm::dvec2 luma_position) const {
    const PixelLayout& layout = frame_->layout;
    const glm::dvec2 ratio(1 << layout.chroma_shift_x, 1 << layout.chroma_shift_y);
    // Centre of chroma sample 0 in luma samples, from the centre of luma sample 0.
    glm::dvec2 first = (ratio - 1.0) / 2.0;
    const ChromaLocation location = color_.chroma_location;
    if (location == ChromaLocation::Left || location == ChromaLocation::TopLeft ||
        location == ChromaLocation::BottomLeft) {
        first.x = 0;
    }
    if (location == ChromaLocation::TopLeft || location == ChromaLocation::Top) first.y = 0;
    if (location == ChromaLocation::BottomLeft || location == ChromaLocation::Bottom) {
        first.y = ratio.y - 1;
    }
    return (luma_position - 0.5 - first) / ratio + 0.5;
}

double PictureProbe::normalized(int component, double code) const {
    const PixelLayout& layout = frame_->layout;
    if (layout.is_float) return code;
    const int depth = layout.components[static_cast<std::size_t>(component)].depth;
    const double unit = std::ldexp(1.0, depth - 8); // One step of the 8-bit scale.
    const bool chroma = is_chroma(component);
    if (color_.range == ColorRange::Full) {
        const double top = 256 * unit - 1;
        return chroma ? (code - 128 * unit) / top : code / top;
    }
    if (!chroma) return (code / unit - 16) / 219;
    // YCgCo is formed from quantized R'G'B', whose limited range has 219 steps.
    const double span = color_.matrix == ColorMatrix::YCgCo ? 219 : 224;
    return (code / unit - 128) / span;
}

glm::dvec3 PictureProbe::to_rgb(glm::dvec3 code) const {
    if (frame_->layout.model == ColorModel::Gray) return glm::dvec3(normalized(0, code.x));
    const glm::dvec3 v(normalized(0, code.x), normalized(1, code.y), normalized(2, code.z));
    if (frame_->layout.model == ColorModel::Rgb) return v;
    switch (color_.matrix) {
    case ColorMatrix::YCgCo:
        return from_ycgco(v);
    case ColorMatrix::Bt2020Cl:
        return from_constant_luminance(v);
    case ColorMatrix::Ictcp:
        return from_ictcp(v, color_.transfer == ColorTransfer::Hlg);
    default:
        return from_ycbcr(v, luma_weights(color_.matrix));
    }
}

double PictureProbe::to_alpha(double code) const {
    const PixelLayout& layout = frame_->layout;
    if (layout.is_float) return code;
    const auto last = static_cast<std::size_t>(layout.component_count - 1);
    return code / (std::ldexp(1.0, layout.components[last].depth) - 1);
}

ProbedColor PictureProbe::at(int x, int y) const {
    const PixelLayout& layout = frame_->layout;
    ProbedColor color;
    color.component_count = layout.component_count;
    const int column = frame_->visible.x + x;
    const int row = frame_->visible.y + y;
    const glm::dvec2 middle(column + 0.5, row + 0.5);
    glm::dvec3 code(0.0);
    for (int i = 0; i < layout.component_count; ++i) {
        const bool chroma = is_chroma(i);
        color.code[static_cast<std::size_t>(i)] =
            sample(i, column >> (chroma ? layout.chroma_shift_x : 0),
                   row >> (chroma ? layout.chroma_shift_y : 0));
        if (i < 3) code[i] = interpolated(i, chroma ? chroma_position(middle) : middle);
    }
    color.rgb = to_rgb(code);
    if (layout.has_alpha) {
        color.alpha = to_alpha(color.code[static_cast<std::size_t>(layout.component_count - 1)]);
    }
    return color;
}

ProbedColor PictureProbe::mean(const Rect& area) const {
    const Rect& visible = frame_->visible;
    const int left = std::clamp(area.x, 0, visible.width - 1);
    const int top = std::clamp(area.y, 0, visible.height - 1);
    const int right = std::clamp(area.x + area.width, left + 1, visible.width);
    const int bottom = std::clamp(area.y + area.height, top + 1, visible.height);
    ProbedColor sum;
    sum.alpha = 0;
    for (int y = top; y < bottom; ++y) {
        for (int x = left; x < right; ++x) {
            const ProbedColor color = at(x, y);
            sum.component_count = color.component_count;
            for (std::size_t i = 0; i < sum.code.size(); ++i) sum.code[i] += color.code[i];
            sum.rgb += color.rgb;
            sum.alpha += color.alpha;
        }
    }
    const double count = static_cast<double>(right - left) * (bottom - top);
    for (double& code : sum.code) code /= count;
    sum.rgb /= count;
    sum.alpha /= count;
    return sum;
}

} // namespace seamline::renderer
