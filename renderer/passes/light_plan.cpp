#include "renderer/passes/light_plan.h"

#include <algorithm>
#include <cmath>

namespace seamline::renderer {
namespace {

using namespace shared;

/// Fits second-level caches; a band has at least as many rows as an invocation filters.
constexpr int kBandWords = 1 << 18;
constexpr int kRowsPerInvocation = 4;

int rounded_up_to_4(int value) { return (value + 3) / 4 * 4; }

int components_of(const PictureKind& kind) { return (kind.flags & kAlpha) != 0 ? 4 : 3; }

bool is_swapped(const glm::mat3x2& map) { return map[0].x == 0 && map[1].y == 0; }

/// First and last source samples that target pixels `first` to `last` need.
glm::ivec2 needed(double per_pixel, double origin, double scale, int first, int last, int low,
                  int high) {
    const double a = per_pixel * (first + 0.5) + origin;
    const double b = per_pixel * (last + 0.5) + origin;
    // One more on each side covers the shader's single precision.
    const double from = std::floor(std::min(a, b) - 3 * scale - 0.5) - 1;
    const double to = std::ceil(std::max(a, b) + 3 * scale - 0.5) + 1;
    return {static_cast<int>(std::clamp<double>(from, low, high)),
            static_cast<int>(std::clamp<double>(to, low, high))};
}

int band_rows(const LightParams& light, const PictureKind& kind) {
    const int rows = kBandWords / (light.pitch * components_of(kind));
    return std::max(rows / kRowsPerInvocation * kRowsPerInvocation, kRowsPerInvocation);
}

} // namespace

bool is_axis_aligned(const glm::mat3x2& map) {
    return (map[0].y == 0 && map[1].x == 0) || is_swapped(map);
}

PictureKind light_kind(const Picture& picture, const PictureKind& kind) {
    PictureKind light = kind;
    light.path = kPathScaled;
    light.flags = (kind.flags & (kBigEndian | kFloat | kAlpha)) | kWhole;
    if (is_swapped(picture.target_to_source)) light.flags |= kSwapped;
    set_shared_words(light, picture.frame->layout, 1);
    return light;
}

PictureKind light_rows_kind(const PictureKind& kind) {
    return {.path = kPathSeparable, .flags = kind.flags & kAlpha};
}

PictureKind filtered_kind(PictureKind kind) {
    if (kind.path != kPathSeparable) return kind;
    return {.path = kPathSeparable,
            .flags = kind.flags & (kAlpha | kPremultiplied | kAdjusted | kGamma | kTools)};
}

LightParams light_params(const Picture& picture, const Rect& target, int filtered_base) {
    const Rect& visible = picture.frame->visible;
    const glm::mat3x2& map = picture.target_to_source;
    // The source's axis along the target's x, and the one along its y.
    const int u = is_swapped(map) ? 1 : 0;
    const int v = 1 - u;
    const glm::ivec2 first(visible.x, visible.y);
    const glm::ivec2 last = first + glm::ivec2(visible.width, visible.height) - 1;
    LightParams light{};
    light.per_pixel = {map[0][u], map[1][v]};
    light.origin = {map[2][u] + static_cast<float>(first[u]),
                    map[2][v] + static_cast<float>(first[v])};
    light.scale = glm::max(glm::abs(light.per_pixel), 1.0F);
    const glm::ivec2 columns = needed(light.per_pixel.x, light.origin.x, light.scale.x, target.x,
                                      target.x + target.width - 1, first[u], last[u]);
    const glm::ivec2 rows = needed(light.per_pixel.y, light.origin.y, light.scale.y, target.y,
                                   target.y + target.height - 1, first[v], last[v]);
    light.rect = {columns.x, rows.x, columns.y, rows.y};
    light.columns = {target.x, target.x + target.width - 1};
    light.pitch = rounded_up_to_4(columns.y - columns.x + 1);
    light.filtered_pitch = rounded_up_to_4(target.width);
    light.filtered_base = filtered_base;
    return light;
}

int filtered_words(const LightParams& light, const PictureKind& kind) {
    return light.filtered_pitch * components_of(kind) * (light.rect.w - light.rect.y + 1);
}

std::vector<LightBand> light_bands(const LightParams& light, const PictureKind& kind) {
    const int width = light.rect.z - light.rect.x + 1;
    const int rows = band_rows(light, kind);
    std::vector<LightBand> bands;
    for (int v = light.rect.y; v <= light.rect.w; v += rows) {
        const int height = std::min(rows, light.rect.w + 1 - v);
        const Rect pixels = (kind.flags & kSwapped) != 0 ? Rect{v, light.rect.x, height, width}
                                                         : Rect{light.rect.x, v, width, height};
        bands.push_back(
            {pixels, {light.columns.x, v, light.columns.y - light.columns.x + 1, height}});
    }
    return bands;
}

VkDeviceSize light_bytes(const LightParams& light, const PictureKind& kind) {
    const int rows = std::min(band_rows(light, kind), light.rect.w - light.rect.y + 1);
    return static_cast<VkDeviceSize>(light.pitch) * static_cast<VkDeviceSize>(components_of(kind)) *
           static_cast<VkDeviceSize>(rows) * 4;
}

} // namespace seamline::renderer
