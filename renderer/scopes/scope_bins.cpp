#include "renderer/scopes/scope_bins.h"

#include "renderer/color/chromaticity.h"

#include <algorithm>
#include <cmath>

namespace seamline::renderer {
namespace {

using shared::ScopeComponent;
using shared::ScopeParams;

int rounded(double value) { return static_cast<int>(std::lround(value)); }

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
        return {0.2627, 0.0593};
    default:
        return {0.2126, 0.0722};
    }
}

LumaWeights luma_weights(ColorPrimaries primaries) {
    switch (primaries) {
    case ColorPrimaries::Bt601_525:
    case ColorPrimaries::Bt601_625:
        return luma_weights(ColorMatrix::Bt601);
    case ColorPrimaries::Bt2020:
        return luma_weights(ColorMatrix::Bt2020Ncl);
    default:
        return luma_weights(ColorMatrix::Bt709);
    }
}

int depth_of(const PixelLayout& layout) { return layout.is_float ? 16 : layout.bit_depth(); }

int top12(const PixelLayout& layout) {
    const int depth = depth_of(layout);
    return depth >= 12 ? 4095 : ((1 << depth) - 1) << (12 - depth);
}

ScopeComponent component_params(const CachedFrame& frame, std::size_t index) {
    const ComponentLayout& c = frame.layout.components[index];
    const int depth = frame.layout.is_float ? 16 : c.depth;
    ScopeComponent result{};
    result.base_bytes = frame.plane_offset_bytes[c.plane] + c.offset_bytes;
    result.stride_bytes = frame.stride_bytes[c.plane];
    result.step_bytes = c.step_bytes;
    result.shift = frame.layout.is_float ? 0 : c.shift;
    result.mask = static_cast<std::uint32_t>((std::uint64_t{1} << depth) - 1);
    result.down = static_cast<std::uint32_t>(std::max(depth - 12, 0));
    result.up = static_cast<std::uint32_t>(std::max(12 - depth, 0));
    return result;
}

bool is_linear(ColorMatrix matrix) {
    return matrix != ColorMatrix::Bt2020Cl && matrix != ColorMatrix::Ictcp;
}

/// Source: ITU-T H.273 (07/2021), equations 38 to 54, in steps of the target's 8 bits.
void set_matrix(ScopeParams& params, const CachedFrame& frame, const ColorTags& color) {
    const double unit = std::ldexp(255.0, shared::kRgbBits);
    const bool limited = color.range == ColorRange::Limited;
    const bool is_ycgco = color.matrix == ColorMatrix::YCgCo;
    const double luma_steps = limited ? 219 * 16 : top12(frame.layout);
    const double chroma_steps = limited ? (is_ycgco ? 219 : 224) * 16 : top12(frame.layout);
    params.luma_zero = limited ? 16 * 16 : 0;
    params.luma_gain = rounded(unit / luma_steps);
    const double step = unit / chroma_steps;
    if (is_ycgco) { // Cg is where Cb would be.
        const int one = rounded(step);
        params.red_from_chroma = {-one, one};
        params.green_from_chroma = {one, 0};
        params.blue_from_chroma = {-one, -one};
        return;
    }
    const LumaWeights k = luma_weights(color.matrix);
    const double green = 1 - k.red - k.blue;
    params.red_from_chroma = {0, rounded(2 * (1 - k.red) * step)};
    params.green_from_chroma = {rounded(-2 * (1 - k.blue) * k.blue / green * step),
                                rounded(-2 * (1 - k.red) * k.red / green * step)};
    params.blue_from_chroma = {rounded(2 * (1 - k.blue) * step), 0};
}

/// Weights whose sum is exactly `sum`, so that neutral colours stay neutral.
glm::ivec3 weights(double red, double blue, int sum) {
    const int r = rounded(red);
    const int b = rounded(blue);
    return {r, sum - r - b, b};
}

void set_rgb_weights(ScopeParams& params, const CachedFrame& frame, const ColorTags& color) {
    const LumaWeights k = luma_weights(color.primaries);
    const double one = std::ldexp(1.0, shared::kLumaBits);
    params.luma_weights = weights(k.red * one, k.blue * one, 1 << shared::kLumaBits);
    const double unit = std::ldexp(112.0, shared::kChromaBits) / top12(frame.layout);
    params.cb_weights = weights(-k.red / (1 - k.blue) * unit, unit, 0);
    params.cr_weights = weights(unit, -k.blue / (1 - k.red) * unit, 0);
}

void set_xyz(ScopeParams& params, ColorPrimaries primaries) {
    const glm::dmat3 xyz = color::rgb_to_xyz(color::primaries_of(primaries)) * 4096.0;
    for (int i = 0; i < 3; ++i) {
        params.x_weights[i] = rounded(xyz[i].x);
        params.y_weights[i] = rounded(xyz[i].y);
        params.z_weights[i] = rounded(xyz[i].z);
    }
}

Rect region_of(const CachedFrame& frame, const Rect& asked) {
    const Rect& visible = frame.visible;
    if (asked.width <= 0 || asked.height <= 0) return visible;
    const int left = std::clamp(asked.x, 0, visible.width);
    const int top = std::clamp(asked.y, 0, visible.height);
    const auto end = [](int start, int length, int limit) {
        return static_cast<int>(std::clamp<std::int64_t>(std::int64_t{start} + length, 0, limit));
    };
    const int right = std::max(end(asked.x, asked.width, visible.width), left);
    const int bottom = std::max(end(asked.y, asked.height, visible.height), top);
    return {visible.x + left, visible.y + top, right - left, bottom - top};
}

void set_region(ScopeParams& params, const CachedFrame& frame, const ScopeRequest& request) {
    const Rect region = region_of(frame, request.region);
    params.region = {region.x, region.y, region.width, region.height};
    const bool subsampled = frame.layout.model == ColorModel::YCbCr;
    params.chroma_shift = {subsampled ? frame.layout.chroma_shift_x : 0,
                           subsampled ? frame.layout.chroma_shift_y : 0};
    const glm::ivec2 shift = params.chroma_shift;
    const auto count = [](int first, int length, int by) {
        return length == 0 ? 0 : ((first + length - 1) >> by) - (first >> by) + 1;
    };
    params.chroma = {region.x >> shift.x, region.y >> shift.y,
                     count(region.x, region.width, shift.x),
                     count(region.y, region.height, shift.y)};
    params.columns = std::clamp(request.columns, 1, std::clamp(region.width, 1, 16384));
    params.chromaticity_step = std::clamp(request.chromaticity_step, 1, 16);
}

std::uint32_t model_of(ColorModel model) {
    return model == ColorModel::YCbCr ? shared::kModelYCbCr
           : model == ColorModel::Rgb ? shared::kModelRgb
                                      : shared::kModelGray;
}

double light(ColorTransfer transfer, double v) {
    switch (transfer) {
    case ColorTransfer::Srgb:
        return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
    case ColorTransfer::Gamma22:
        return std::pow(v, 2.2);
    case ColorTransfer::Gamma28:
        return std::pow(v, 2.8);
    case ColorTransfer::Linear:
        return v;
    case ColorTransfer::Log100:
        return v <= 0 ? 0 : std::pow(10, 2 * (v - 1));
    case ColorTransfer::Log316:
        return v <= 0 ? 0 : std::pow(10, 2.5 * (v - 1));
    case ColorTransfer::Pq: { // Source: Rec. ITU-R BT.2100-2, table 4.
        const double p = std::pow(v, 4096.0 / 2523 / 128);
        const double top = std::max(p - 3424.0 / 4096, 0.0);
        return std::pow(top / (2413.0 / 128 - 2392.0 / 128 * p), 16384.0 / 2610);
    }
    case ColorTransfer::Hlg: // Source: Rec. ITU-R BT.2100-2, table 5.
        return v <= 0.5 ? v * v / 3 : (std::exp((v - 0.55991073) / 0.17883277) + 0.28466892) / 12;
    case ColorTransfer::Smpte428:
        return std::min(std::pow(v, 2.6) * 52.37 / 48, 1.0);
    case ColorTransfer::Bt1886:
        break;
    }
    return std::pow(v, 2.4);
}

ScopeLight light_table(ColorTransfer transfer) {
    ScopeLight table{};
    for (std::size_t i = 0; i < table.size(); ++i) {
        const double value = light(transfer, static_cast<double>(i) / 255) * ((1 << 18) - 1);
        table[i] = static_cast<std::uint32_t>(std::clamp(value + 0.5, 0.0, 262143.0));
    }
    return table;
}

} // namespace

const ScopeLight& scope_light(ColorTransfer transfer) {
    constexpr int kTransfers = static_cast<int>(ColorTransfer::Smpte428) + 1;
    static const std::array<ScopeLight, kTransfers> tables = [] {
        std::array<ScopeLight, kTransfers> all{};
        for (int i = 0; i < kTransfers; ++i)
            all[static_cast<std::size_t>(i)] = light_table(static_cast<ColorTransfer>(i));
        return all;
    }();
    return tables[static_cast<std::size_t>(transfer)];
}

shared::ScopeParams scope_params(const CachedFrame& frame, const ColorTags& color,
                                 const ScopeRequest& request) {
    ScopeParams params{};
    const bool is_gray = frame.layout.model == ColorModel::Gray;
    for (std::size_t i = 0; i < 3; ++i)
        params.component[i] = component_params(frame, is_gray ? 0 : i);
    params.scopes = request.scopes;
    params.model = model_of(frame.layout.model);
    if (frame.layout.is_float) params.flags |= shared::kScopeFloat;
    if (frame.layout.big_endian) params.flags |= shared::kScopeBigEndian;
    if (frame.layout.model == ColorModel::YCbCr && !is_linear(color.matrix)) {
        params.flags |= shared::kScopeNoRgb;
        params.scopes &= ~(shared::kScopeParade | shared::kScopeXy | shared::kScopeUv);
    }
    params.sample_bytes = static_cast<std::uint32_t>(frame.layout.sample_bytes);
    set_region(params, frame, request);
    ColorTags encoding = color;
    if (frame.layout.is_float) encoding.range = ColorRange::Full;
    set_matrix(params, frame, encoding);
    set_rgb_weights(params, frame, color);
    set_xyz(params, color.primaries);
    return params;
}

ScopeBins scope_bins(const CachedFrame& frame, const ColorTags& color,
                     const shared::ScopeParams& params, std::span<const std::uint32_t> words) {
    ScopeBins bins;
    bins.words = words;
    bins.scopes = params.scopes;
    bins.columns = params.columns;
    bins.region = {params.region.z, params.region.w};
    bins.counts_rgb = (params.flags & shared::kScopeNoRgb) == 0;
    bins.layout = frame.layout;
    bins.color = color;
    return bins;
}

std::span<const std::uint32_t> ScopeBins::histogram(int channel) const {
    return words.subspan(static_cast<std::size_t>(shared::kHistogramWord + channel * 256), 256);
}

std::span<const std::uint32_t> ScopeBins::waveform(int channel) const {
    const auto size = static_cast<std::size_t>(columns) * 256;
    return words.subspan(static_cast<std::size_t>(shared::kWaveformWord) +
                             static_cast<std::size_t>(channel) * size,
                         size);
}

std::span<const std::uint32_t> ScopeBins::vectorscope() const {
    return words.subspan(static_cast<std::size_t>(shared::kVectorWord), 256 * 256);
}

std::span<const std::uint32_t> ScopeBins::chromaticity() const {
    return words.subspan(static_cast<std::size_t>(shared::kChromaticityWord), 256 * 256);
}

} // namespace seamline::renderer
