#include "app/cli/scope_canvas.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>

namespace seamline::cli {
namespace {

using renderer::GraticuleInk;
using renderer::GraticuleLabel;
using renderer::GraticuleLine;

constexpr const char* kFont = "/usr/share/fonts/opentype/inter/Inter-Regular.otf";
constexpr float kDashPx = 4;
constexpr float kGapPx = 4; // Between a line and its label.

struct Ink {
    glm::vec3 rgb;
    float opacity;
};

Ink ink_of(GraticuleInk ink) {
    switch (ink) {
    case GraticuleInk::Minor:
        return {{0.60F, 0.56F, 0.47F}, 0.20F};
    case GraticuleInk::Major:
        return {{0.66F, 0.61F, 0.50F}, 0.42F};
    case GraticuleInk::Limit:
        return {{0.93F, 0.76F, 0.42F}, 0.70F};
    case GraticuleInk::Target:
        return {{0.88F, 0.84F, 0.74F}, 0.85F};
    case GraticuleInk::Skin:
        return {{0.95F, 0.66F, 0.50F}, 0.75F};
    case GraticuleInk::Gamut709:
        return {{0.90F, 0.90F, 0.90F}, 0.80F};
    case GraticuleInk::GamutP3:
        return {{0.50F, 0.78F, 0.95F}, 0.80F};
    case GraticuleInk::Gamut2020:
        return {{0.95F, 0.72F, 0.38F}, 0.80F};
    }
    return {};
}

void blend(Canvas& canvas, int x, int y, glm::vec3 rgb, float opacity) {
    if (x < 0 || y < 0 || x >= canvas.size.width || y >= canvas.size.height || opacity <= 0) return;
    std::byte* at = canvas.rgba.data() +
                    (static_cast<std::size_t>(y) * static_cast<std::size_t>(canvas.size.width) +
                     static_cast<std::size_t>(x)) *
                        4;
    for (int i = 0; i < 3; ++i) {
        const auto under = static_cast<float>(std::to_integer<int>(at[i]));
        at[i] = static_cast<std::byte>(
            static_cast<int>(under + (rgb[i] * 255 - under) * std::min(opacity, 1.0F) + 0.5F));
    }
}

glm::vec2 pixel_of(const Rect& rect, glm::vec2 unit) {
    return {static_cast<float>(rect.x) + unit.x * static_cast<float>(rect.width),
            static_cast<float>(rect.y) + unit.y * static_cast<float>(rect.height)};
}

/// One pixel wide and smooth. Upright and level lines lie on whole pixels, to be as sharp as they
/// can.
void draw_line(Canvas& canvas, glm::vec2 from, glm::vec2 to, const Ink& ink, bool dashed) {
    if (from.y == to.y) from.y = to.y = std::floor(from.y) + 0.5F;
    if (from.x == to.x) from.x = to.x = std::floor(from.x) + 0.5F;
    const glm::vec2 along = to - from;
    const float length = glm::length(along);
    if (length == 0) return;
    const glm::vec2 direction = along / length;
    const glm::ivec2 low(glm::floor(glm::min(from, to) - 1.5F));
    const glm::ivec2 high(glm::ceil(glm::max(from, to) + 1.5F));
    for (int y = std::max(low.y, 0); y <= std::min(high.y, canvas.size.height - 1); ++y) {
        for (int x = std::max(low.x, 0); x <= std::min(high.x, canvas.size.width - 1); ++x) {
            const glm::vec2 offset = glm::vec2(x, y) + 0.5F - from;
            const float at = glm::dot(offset, direction);
            const float beside = std::abs(offset.x * direction.y - offset.y * direction.x);
            if (dashed && std::fmod(std::max(at, 0.0F), 2 * kDashPx) > kDashPx) continue;
            // Half open, so that the segments of a loop do not add up where they meet.
            const float within = std::clamp(std::min(at + 0.5F, length - at + 0.5F), 0.0F, 1.0F);
            blend(canvas, x, y, ink.rgb, ink.opacity * within * std::clamp(1 - beside, 0.0F, 1.0F));
        }
    }
}

bool overlap(const Rect& a, const Rect& b) {
    return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height &&
           b.y < a.y + a.height;
}

} // namespace

CanvasFont::CanvasFont(float size_px) {
    std::error_code ignored;
    ImFont* font = nullptr;
    if (std::filesystem::is_regular_file(kFont, ignored))
        font = atlas_.AddFontFromFileTTF(kFont, size_px);
    if (font == nullptr) {
        ImFontConfig config;
        config.SizePixels = size_px;
        font = atlas_.AddFontDefault(&config);
    }
    painter_ = std::make_unique<ui::LabelPainter>(atlas_, *font);
}

void draw_graticule(Canvas& canvas, const Rect& rect, const renderer::Graticule& graticule,
                    const ui::LabelPainter& font) {
    for (const GraticuleLine& line : graticule.lines)
        draw_line(canvas, pixel_of(rect, line.from), pixel_of(rect, line.to), ink_of(line.ink),
                  line.dashed);
    std::vector<Rect> taken;
    for (const GraticuleLabel& label : graticule.labels) {
        const Extent text = font.size_of(label.text);
        const glm::ivec2 corner = glm::clamp(
            glm::ivec2(glm::round(renderer::label_corner(
                label, glm::vec2(rect.x, rect.y), glm::vec2(rect.width, rect.height),
                glm::vec2(text.width, text.height), kGapPx))),
            glm::ivec2(0),
            glm::max(glm::ivec2(canvas.size.width - text.width, canvas.size.height - text.height),
                     0));
        const Rect place{corner.x, corner.y, text.width, text.height};
        if (std::ranges::any_of(taken, [&](const Rect& r) { return overlap(r, place); })) continue;
        taken.push_back(place);
        font.draw(canvas.rgba, canvas.size, corner.x, corner.y, label.text);
    }
}

void draw_mark(Canvas& canvas, const Rect& rect, glm::vec2 place, glm::vec3 rgb) {
    constexpr float kRadiusPx = 5;
    const glm::vec2 centre = pixel_of(rect, place);
    for (int y = -7; y <= 7; ++y) {
        for (int x = -7; x <= 7; ++x) {
            const glm::vec2 pixel = glm::floor(centre) + glm::vec2(x, y);
            const float distance = glm::length(pixel + 0.5F - centre);
            const float ring = std::clamp(1.5F - std::abs(distance - kRadiusPx), 0.0F, 1.0F);
            blend(canvas, static_cast<int>(pixel.x), static_cast<int>(pixel.y), rgb, ring);
        }
    }
}

} // namespace seamline::cli
