#include "renderer/passes/picture_reading.h"

#include "renderer/color/rgb_conversion.h"
#include "renderer/passes/light_plan.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace seamline::renderer {
namespace {

using namespace shared;

bool is_whole(float v) { return v == std::floor(v) && std::abs(v) < 1e6F; }

/// Source pixels per target pixel along the source's axes.
glm::vec2 step_of(const glm::mat3x2& map) {
    return {glm::length(glm::vec2(map[0].x, map[1].x)), glm::length(glm::vec2(map[0].y, map[1].y))};
}

bool is_upright(const glm::mat3x2& map) { return map[0].y == 0 && map[1].x == 0; }

bool is_plain_scale(const glm::mat3x2& map, float factor) {
    return is_upright(map) && map[0].x == factor && map[1].y == factor;
}

bool is_adjusted(const ViewAdjust& adjust) {
    return adjust.exposure_stops != 0 || adjust.saturation != 1 ||
           adjust.channel != ChannelView::Rgb;
}

std::uint32_t tool_flags(const PictureTools& tools) {
    const ToolSet& shown = tools.shown;
    std::uint32_t flags = 0;
    if (shown.false_color) flags |= kFalseColor;
    if (shown.zebra) flags |= kZebra;
    if (shown.clipping) flags |= kClippingMarks;
    if (shown.gamut) flags |= kGamutMarks;
    if (shown.peaking) flags |= kPeaking;
    const bool measures = shown.false_color || shown.zebra;
    if (measures && tools.settings.signal == ToolSignal::View) flags |= kMeasuresView;
    return flags;
}

bool is_semi_planar(const PixelLayout& layout) {
    const auto& cb = layout.components[1];
    const auto& cr = layout.components[2];
    const int bytes = layout.sample_bytes;
    return layout.plane_count == 2 && cb.plane == cr.plane && cb.step_bytes == 2 * bytes &&
           cr.step_bytes == 2 * bytes && cb.offset_bytes + cr.offset_bytes == bytes;
}

bool is_planar(const PixelLayout& layout) {
    return std::all_of(layout.components.begin(), layout.components.begin() + 3,
                       [&](const ComponentLayout& c) {
                           return c.step_bytes == layout.sample_bytes && c.offset_bytes == 0;
                       });
}

/// Bytes, or native words of up to 12 bits anywhere in them: what the shader's sums have room for.
bool has_fast_samples(const PixelLayout& layout) {
    const ComponentLayout& first = layout.components[0];
    const bool alike = std::all_of(
        layout.components.begin(), layout.components.begin() + 3,
        [&](const ComponentLayout& c) { return c.depth == first.depth && c.shift == first.shift; });
    if (!alike || layout.is_float || first.step_bytes != layout.sample_bytes) return false;
    if (layout.sample_bytes == 1) return first.depth == 8 && first.shift == 0;
    return layout.sample_bytes == 2 && first.depth <= 12 && !layout.big_endian;
}

bool is_fast_420(const PixelLayout& layout) {
    return layout.model == ColorModel::YCbCr && layout.component_count == 3 &&
           layout.chroma_shift_x == 1 && layout.chroma_shift_y == 1 && has_fast_samples(layout) &&
           (is_planar(layout) || is_semi_planar(layout));
}

bool is_sited_left(ChromaLocation location) {
    return location == ChromaLocation::Left || location == ChromaLocation::TopLeft ||
           location == ChromaLocation::BottomLeft;
}

/// 4 * (position of a luma sample in the chroma plane - its position at centre siting), for 2:1.
/// Source: ITU-T H.273, figure 1.
glm::ivec2 siting_quarters(ChromaLocation location) {
    int y = 0;
    if (location == ChromaLocation::TopLeft || location == ChromaLocation::Top) y = 1;
    if (location == ChromaLocation::BottomLeft || location == ChromaLocation::Bottom) y = -1;
    return {is_sited_left(location) ? 1 : 0, y};
}

std::uint32_t flags_of(const Picture& picture, const PixelLayout& layout) {
    std::uint32_t flags = 0;
    if (layout.big_endian) flags |= kBigEndian;
    if (layout.is_float) flags |= kFloat;
    // The alpha view shows the alpha of opaque pictures too.
    const bool is_opaque = picture.opaque && picture.adjust.channel != ChannelView::Alpha;
    if (layout.has_alpha && !is_opaque) {
        flags |= kAlpha;
        if (layout.premultiplied) flags |= kPremultiplied;
    }
    if (is_adjusted(picture.adjust)) flags |= kAdjusted;
    if (picture.adjust.gamma != 1) flags |= kGamma;
    return flags;
}

std::uint32_t fast_flags(const Picture& picture, std::uint32_t path) {
    const PixelLayout& layout = picture.frame->layout;
    std::uint32_t flags = 0;
    if (is_semi_planar(layout)) {
        flags |= kSemiPlanar;
        if (layout.components[1].offset_bytes != 0) flags |= kCrFirst;
    }
    if (is_sited_left(picture.color.chroma_location)) flags |= kSitedLeft;
    const bool rows_meet = siting_quarters(picture.color.chroma_location).y == 0;
    if (path == kPathHalf && rows_meet) flags |= kOneChromaRow;
    return flags;
}

/// The first luma sample of target pixel (0, 0).
glm::ivec2 fast_offset(const Picture& picture) {
    const Rect& visible = picture.frame->visible;
    return glm::ivec2(picture.target_to_source[2]) + glm::ivec2(visible.x, visible.y);
}

/// Pixel centres fall on pixel centres.
bool is_one_to_one(const glm::mat3x2& map) {
    return is_plain_scale(map, 1) && is_whole(map[2].x) && is_whole(map[2].y);
}

std::uint32_t path_of(const Picture& picture, const PictureKind& kind,
                      const Composition& composition) {
    const glm::mat3x2& map = picture.target_to_source;
    const bool can_be_fast = is_fast_420(picture.frame->layout) && kind.nonlinear == kLinear;
    const bool snaps = (kind.flags & kSnap) != 0;
    if (is_one_to_one(map)) {
        return can_be_fast ? kPathOneToOne : kPathScaled;
    }
    // Lanczos along the axes reads filtered rows: the source's edges are not in there.
    const bool seeks_edges = (kind.flags & kPeaking) != 0;
    if (composition.filter == ResizeFilter::Lanczos && !snaps && !seeks_edges) {
        return is_axis_aligned(map) ? kPathSeparable : kPathLanczos;
    }
    if (can_be_fast && !snaps && is_plain_scale(map, 2) && is_whole(map[2].x) &&
        is_whole(map[2].y)) {
        const glm::ivec2 offset = fast_offset(picture);
        if (offset.x % 2 == 0 && offset.y % 2 == 0) return kPathHalf;
    }
    return is_upright(map) ? kPathScaled : kPathGeneral;
}

/// Whether edges.glsl can search luma for edges a word of samples at a time.
bool has_packed_luma(const CachedFrame& frame, glm::vec2 step) {
    const PixelLayout& layout = frame.layout;
    const ComponentLayout& luma = layout.components[0];
    if (layout.model == ColorModel::Rgb || layout.is_float || layout.big_endian) return false;
    if (layout.sample_bytes > 2 || luma.depth > 12) return false;
    if (luma.step_bytes != layout.sample_bytes || luma.offset_bytes != 0) return false;
    // Up to 1:4 what is searched has no gaps: see is_edge in edges.glsl.
    const glm::vec2 searched = glm::clamp(glm::ceil(step - 0.01F), 1.0F, 4.0F);
    if (glm::any(glm::greaterThan(step, searched + 1e-4F))) return false;
    // Four columns are read at once, and nothing beyond a row.
    const auto words = static_cast<std::uint32_t>(frame.visible.x + frame.visible.width + 3) / 4;
    return frame.visible.x % 4 == 0 &&
           frame.stride_bytes[luma.plane] >=
               4 * words * static_cast<std::uint32_t>(layout.sample_bytes);
}

ComponentParams component_params(const CachedFrame& frame, const ComponentLayout& component,
                                 std::uint32_t view_offset_bytes) {
    return {.base_bytes = view_offset_bytes + frame.plane_offset_bytes[component.plane] +
                          component.offset_bytes,
            .stride_bytes = frame.stride_bytes[component.plane],
            .step_bytes = component.step_bytes,
            .shift = component.shift,
            .mask = component.depth >= 32 ? ~0U : (1U << component.depth) - 1};
}

glm::ivec4 sample_rect(const Rect& visible, int shift_x, int shift_y) {
    return {visible.x >> shift_x, visible.y >> shift_y, (visible.x + visible.width - 1) >> shift_x,
            (visible.y + visible.height - 1) >> shift_y};
}

/// Luma position / subsampling + this = chroma position, both with centres at half-integers.
glm::vec2 chroma_offset(const PixelLayout& layout, ChromaLocation location) {
    const glm::ivec2 siting = siting_quarters(location);
    const glm::vec2 ratio(1 << layout.chroma_shift_x, 1 << layout.chroma_shift_y);
    // Co-sited with the first (+1) or the last (-1) of the luma samples that it covers.
    return glm::vec2(siting) * 0.5F * (1.0F - 1.0F / ratio);
}

/// Of a row, for four pixels `step` samples apart, each the mean of `taps` bilinear samples.
std::uint32_t shared_words(const ComponentLayout& component, int sample_bytes, float step,
                           int taps) {
    // A sample and its right neighbour are picked as one word.
    if (component.step_bytes + sample_bytes > 4) return 0;
    const float count = static_cast<float>(taps);
    // The slack covers the shader's single precision.
    const float span = std::min(step * (3 + (count - 1) / count) + 0.01F, 1000.0F);
    const int samples = static_cast<int>(std::ceil(span)) + 2;
    const int before = 4 - sample_bytes; // The first sample may be its word's last.
    const int bytes = before + (samples - 1) * component.step_bytes + sample_bytes;
    const auto words = static_cast<std::uint32_t>((bytes + 3) / 4);
    if (words > kMaxSharedWords) return 0;
    return words <= 5 ? words : kMaxSharedWords; // Few steps: each is a pipeline to wait for.
}

/// As many bilinear taps as cover `step` samples, each covering two.
glm::ivec2 taps_for(glm::vec2 step) {
    return glm::max(glm::ivec2(glm::ceil(step * 0.5F - 1e-4F)), 1);
}

void set_geometry(SourceParams& params, const Picture& picture, bool snaps) {
    const CachedFrame& frame = *picture.frame;
    const PixelLayout& layout = frame.layout;
    params.map_dx = picture.target_to_source[0];
    params.map_dy = picture.target_to_source[1];
    params.map_origin = picture.target_to_source[2];
    params.size = {frame.visible.width, frame.visible.height};
    params.luma_rect = sample_rect(frame.visible, 0, 0);
    params.chroma_rect = sample_rect(frame.visible, layout.chroma_shift_x, layout.chroma_shift_y);
    params.luma_offset = {frame.visible.x, frame.visible.y};
    params.chroma_scale = {1.0F / static_cast<float>(1 << layout.chroma_shift_x),
                           1.0F / static_cast<float>(1 << layout.chroma_shift_y)};
    params.chroma_offset = chroma_offset(layout, picture.color.chroma_location);
    params.step = step_of(picture.target_to_source);
    params.luma_taps = snaps ? glm::ivec2(1) : taps_for(params.step);
    params.chroma_taps = snaps ? glm::ivec2(1) : taps_for(params.step * params.chroma_scale);
    params.siting_quarters = siting_quarters(picture.color.chroma_location);
}

void set_color(SourceParams& params, const Picture& picture) {
    const color::RgbConversion conversion =
        color::rgb_conversion(picture.frame->layout, picture.color);
    params.from_x = conversion.from_x;
    params.from_y = conversion.from_y;
    params.from_z = conversion.from_z;
    params.rgb_offset = conversion.offset;
    params.from_x_rest = conversion.from_x - glm::dvec3(params.from_x);
    params.from_y_rest = conversion.from_y - glm::dvec3(params.from_y);
    params.from_z_rest = conversion.from_z - glm::dvec3(params.from_z);
    params.rgb_offset_rest = conversion.offset - glm::dvec3(params.rgb_offset);
    const color::LumaOfSource luma = color::luma_of_source(picture.frame->layout, picture.color);
    params.luma_weights = luma.weights;
    params.luma_per_code = luma.per_code;
    params.alpha_scale = static_cast<float>(color::alpha_scale(picture.frame->layout));
    params.exposure_gain = std::exp2(picture.adjust.exposure_stops / 2.4F);
    params.inverse_gamma = 1.0F / picture.adjust.gamma;
    params.saturation = picture.adjust.saturation;
    params.channel = static_cast<int>(picture.adjust.channel);
}

int positive_modulo(int value, int period) { return ((value % period) + period) % period; }

} // namespace

Picture mirrored(Picture picture, float axis_px) {
    glm::mat3x2& map = picture.target_to_source;
    map[2] += map[0] * (2 * axis_px);
    map[0] = -map[0];
    return picture;
}

PictureKind picture_kind(const Picture& picture, const Composition& composition) {
    PictureKind kind;
    if (picture.frame == nullptr) return kind;
    const PixelLayout& layout = picture.frame->layout;
    kind.flags = flags_of(picture, layout);
    if (!picture.is_view) kind.flags |= tool_flags(composition.tools);
    kind.sample_bytes = static_cast<std::uint32_t>(layout.sample_bytes);
    kind.color_components = layout.model == ColorModel::Gray ? 1 : 3;
    kind.nonlinear = color::rgb_conversion(layout, picture.color).nonlinear;
    kind.subsampled = layout.chroma_shift_x + layout.chroma_shift_y > 0 ? 1 : 0;
    const glm::vec2 step = step_of(picture.target_to_source);
    const bool is_magnified = step.x <= 1 && step.y <= 1;
    if (composition.filter == ResizeFilter::Nearest ||
        (composition.nearest_at_1_to_1 && is_magnified)) {
        kind.flags |= kSnap;
    }
    kind.path = path_of(picture, kind, composition);
    const bool snaps = (kind.flags & kSnap) != 0;
    if (kind.path == kPathScaled && !snaps && (step.x > 2 || step.y > 2)) kind.flags |= kReduced;
    set_shared_words(kind, layout, step.x);
    if (is_one_to_one(picture.target_to_source) || (kind.flags & kSnap) != 0) kind.flags |= kWhole;
    if (is_fast(kind)) {
        kind.flags = (kind.flags & ~(kSnap | kWhole)) | fast_flags(picture, kind.path);
    }
    if ((kind.flags & kPeaking) != 0 && (is_fast(kind) || kind.path == kPathScaled) &&
        has_packed_luma(*picture.frame, step)) {
        kind.flags |= kPackedLuma;
    }
    return kind;
}

bool is_fast(const PictureKind& kind) {
    return kind.path == kPathOneToOne || kind.path == kPathHalf;
}

bool has_word_pairs(const CachedFrame& frame) {
    bool all = frame.offset_bytes % 8 == 0 && frame.size_bytes % 8 == 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(frame.layout.plane_count); ++i)
        all = all && frame.plane_offset_bytes[i] % 8 == 0 && frame.stride_bytes[i] % 8 == 0;
    return all;
}

PictureKind without_fast_path(PictureKind kind) {
    if (!is_fast(kind)) return kind;
    if (kind.path == kPathOneToOne) kind.flags |= kWhole;
    kind.path = kPathScaled;
    kind.flags &= ~(kSemiPlanar | kCrFirst | kSitedLeft | kOneChromaRow);
    return kind;
}

PictureKind with_general_path(PictureKind kind) {
    kind.path = kPathGeneral;
    kind.flags &= ~(kReduced | kPackedLuma);
    kind.luma_words = 0;
    kind.chroma_words = 0;
    return kind;
}

void set_shared_words(PictureKind& kind, const PixelLayout& layout, float step) {
    kind.luma_words = 0;
    kind.chroma_words = 0;
    if (layout.is_float || layout.sample_bytes > 2) return;
    if (layout.big_endian && layout.sample_bytes == 2) return;
    std::array<std::uint32_t, 2> words{}; // Luma, chroma.
    std::array<bool, 2> can_share{true, true};
    for (std::size_t i = 0; i < static_cast<std::size_t>(layout.component_count); ++i) {
        const bool is_chroma = kind.subsampled != 0 && (i == 1 || i == 2);
        const float own_step =
            is_chroma ? step / static_cast<float>(1 << layout.chroma_shift_x) : step;
        const int taps = (kind.flags & kReduced) != 0 ? taps_for(glm::vec2(own_step)).x : 1;
        const std::uint32_t own =
            shared_words(layout.components[i], layout.sample_bytes, own_step, taps);
        const std::size_t group = is_chroma ? 1 : 0;
        can_share[group] = can_share[group] && own > 0;
        words[group] = std::max(words[group], own);
    }
    if (can_share[0]) kind.luma_words = words[0];
    if (can_share[1]) kind.chroma_words = words[1];
}

FastArea fast_area(const Picture& picture, const PictureKind& kind, bool word_pairs) {
    const Rect& visible = picture.frame->visible;
    const glm::ivec2 origin(picture.target_to_source[2]);
    const glm::ivec2 offset = fast_offset(picture);
    if (kind.path == kPathOneToOne) {
        return {{-origin.x, -origin.y, visible.width, visible.height},
                positive_modulo(-offset.x, 8),
                8};
    }
    // Target pixel x shows source pixels 2x + origin and its right neighbour.
    const auto first = [](int start) { return (-start) >> 1; };
    const int left = first(origin.x) + (origin.x % 2 != 0 ? 1 : 0);
    const int top = first(origin.y) + (origin.y % 2 != 0 ? 1 : 0);
    const int right = (visible.width - origin.x) >> 1;
    const int bottom = (visible.height - origin.y) >> 1;
    // Eight pixels are eight samples of a chroma row: a pair of words starts at every eighth.
    const int period = word_pairs ? 8 : 4;
    return {
        {left, top, right - left, bottom - top}, positive_modulo(-offset.x / 2, period), period};
}

Rect picture_bounds(const Picture& picture) {
    const Rect& visible = picture.frame->visible;
    const glm::dmat3x2 map(picture.target_to_source);
    const glm::dmat2 inverse = glm::inverse(glm::dmat2(map[0], map[1]));
    glm::dvec2 low(1e9);
    glm::dvec2 high(-1e9);
    for (const glm::dvec2 corner :
         {glm::dvec2(0, 0), glm::dvec2(visible.width, 0), glm::dvec2(0, visible.height),
          glm::dvec2(visible.width, visible.height)}) {
        const glm::dvec2 at = inverse * (corner - map[2]);
        low = glm::min(low, at);
        high = glm::max(high, at);
    }
    // Centres decide; the slack covers the shader's single precision.
    low = glm::clamp(glm::ceil(low - 0.5 - 0.01), -1e8, 1e8);
    high = glm::clamp(glm::floor(high - 0.5 + 0.01) + 1.0, -1e8, 1e8);
    return {static_cast<int>(low.x), static_cast<int>(low.y), static_cast<int>(high.x - low.x),
            static_cast<int>(high.y - low.y)};
}

shared::SourceParams source_params(const Picture& picture, const PictureKind& kind,
                                   std::uint32_t view_offset_bytes) {
    SourceParams params{};
    if (picture.frame == nullptr) return params;
    const PixelLayout& layout = picture.frame->layout;
    for (std::size_t i = 0; i < static_cast<std::size_t>(layout.component_count); ++i) {
        params.component[i] =
            component_params(*picture.frame, layout.components[i], view_offset_bytes);
    }
    set_geometry(params, picture, (kind.flags & kSnap) != 0);
    set_color(params, picture);
    params.fast_offset = is_fast(kind) ? fast_offset(picture) : glm::ivec2(0);
    return params;
}

} // namespace seamline::renderer
