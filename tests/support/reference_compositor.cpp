#include "tests/support/reference_compositor.h"

#include "renderer/color/chromaticity.h"
#include "renderer/color_transform.h"
#include "renderer/measures/difference_map.h"
#include "renderer/picture_probe.h"
#include "tests/support/reference_tools.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

namespace seamline::test {

using namespace renderer;

namespace {

constexpr glm::dvec3 kLuma(0.2126, 0.7152, 0.0722);

glm::dvec2 source_of(const Picture& picture, glm::dvec2 target) {
    return glm::dmat3x2(picture.target_to_source) * glm::dvec3(target, 1.0);
}

/// `picture` alone.
bool shows_itself(const Picture& picture, glm::dvec2 target) {
    if (picture.frame == nullptr) return false;
    const glm::dvec2 at = source_of(picture, target);
    const Rect& visible = picture.frame->visible;
    return at.x >= 0 && at.y >= 0 && at.x < visible.width && at.y < visible.height;
}

/// `picture`, or what it dissolves into.
bool shows(const Picture& picture, glm::dvec2 target) {
    return shows_itself(picture, target) ||
           (picture.dissolve && shows_itself(picture.dissolve->incoming, target));
}

glm::dvec2 step_of(const Picture& picture) {
    const glm::dmat3x2 map(picture.target_to_source);
    return {std::hypot(map[0].x, map[1].x), std::hypot(map[0].y, map[1].y)};
}

glm::dvec3 adjusted(glm::dvec3 rgb, double alpha, const ViewAdjust& adjust) {
    rgb *= std::exp2(adjust.exposure_stops / 2.4);
    if (adjust.gamma != 1) rgb = glm::pow(glm::max(rgb, 0.0), glm::dvec3(1.0 / adjust.gamma));
    const double luma = glm::dot(rgb, kLuma);
    rgb = glm::mix(glm::dvec3(luma), rgb, static_cast<double>(adjust.saturation));
    switch (adjust.channel) {
    case ChannelView::Rgb:
        return rgb;
    case ChannelView::Red:
        return glm::dvec3(rgb.r);
    case ChannelView::Green:
        return glm::dvec3(rgb.g);
    case ChannelView::Blue:
        return glm::dvec3(rgb.b);
    case ChannelView::Alpha:
        return glm::dvec3(alpha);
    case ChannelView::Luma:
        return glm::dvec3(glm::dot(rgb, kLuma));
    }
    return rgb;
}

/// The mean of bilinear samples over a footprint, in the component's own samples.
double filtered(const PictureProbe& probe, int component, glm::dvec2 position,
                glm::dvec2 footprint) {
    const glm::ivec2 taps = glm::max(glm::ivec2(glm::ceil(footprint / 2.0 - 1e-4)), 1);
    double sum = 0;
    for (int j = 0; j < taps.y; ++j) {
        for (int i = 0; i < taps.x; ++i) {
            const glm::dvec2 share = (glm::dvec2(i, j) + 0.5) / glm::dvec2(taps) - 0.5;
            sum += probe.interpolated(component, position + share * footprint);
        }
    }
    return sum / (taps.x * taps.y);
}

struct Color {
    glm::dvec3 rgb;
    double alpha;
};

/// `position` in the coded picture.
Color bilinear(const Picture& picture, glm::dvec2 position, glm::dvec2 footprint) {
    const PixelLayout& layout = picture.frame->layout;
    const PictureProbe probe(*picture.frame, picture.color);
    glm::dvec3 code(0.0);
    const int colors = layout.model == ColorModel::Gray ? 1 : 3;
    const glm::dvec2 ratio(1 << layout.chroma_shift_x, 1 << layout.chroma_shift_y);
    for (int i = 0; i < colors; ++i) {
        const bool chroma = layout.model == ColorModel::YCbCr && i > 0;
        code[i] = filtered(probe, i, chroma ? probe.chroma_position(position) : position,
                           chroma ? footprint / ratio : footprint);
    }
    const double alpha =
        layout.has_alpha ? probe.to_alpha(filtered(probe, colors, position, footprint)) : 1.0;
    return {probe.to_rgb(code), alpha};
}

double sinc(double x) { return x == 0 ? 1 : std::sin(M_PI * x) / (M_PI * x); }
double lanczos(double x) { return std::abs(x) >= 3 ? 0 : sinc(x) * sinc(x / 3); }
glm::dvec3 signed_pow(glm::dvec3 v, double exponent) {
    return glm::sign(v) * glm::pow(glm::abs(v), glm::dvec3(exponent));
}

Color lanczos3(const Picture& picture, glm::dvec2 position, glm::dvec2 footprint) {
    const glm::dvec2 scale = glm::max(footprint, 1.0);
    const Rect& visible = picture.frame->visible;
    Color sum{glm::dvec3(0.0), 0};
    double weights = 0;
    const glm::ivec2 first(glm::floor(position - 3.0 * scale));
    const glm::ivec2 last(glm::ceil(position + 3.0 * scale));
    for (int y = first.y; y <= last.y; ++y) {
        for (int x = first.x; x <= last.x; ++x) {
            const double weight = lanczos((x + 0.5 - position.x) / scale.x) *
                                  lanczos((y + 0.5 - position.y) / scale.y);
            if (weight == 0) continue;
            const glm::dvec2 middle(std::clamp(x, visible.x, visible.x + visible.width - 1) + 0.5,
                                    std::clamp(y, visible.y, visible.y + visible.height - 1) + 0.5);
            const Color color = bilinear(picture, middle, glm::dvec2(1.0));
            sum.rgb += weight * signed_pow(color.rgb, 2.4);
            sum.alpha += weight * color.alpha;
            weights += weight;
        }
    }
    return {signed_pow(sum.rgb / weights, 1 / 2.4), std::clamp(sum.alpha / weights, 0.0, 1.0)};
}

/// By OpenColorIO's own CPU path.
glm::dvec3 transformed(const Picture& picture, glm::dvec3 rgb) {
    if (!picture.transform) return rgb;
    std::array<float, 3> pixel{static_cast<float>(rgb.r), static_cast<float>(rgb.g),
                               static_cast<float>(rgb.b)};
    picture.transform->processor().apply(pixel, 3);
    return {pixel[0], pixel[1], pixel[2]};
}

/// A composition, and how far the limits of tools are moved.
struct Scene {
    const Composition& composition;
    double nudge;
};

/// `target`: where the picture is read; `pixel`: where it is seen, elsewhere when mirrored.
glm::dvec3 own_pixel(const Picture& picture, const Scene& scene, glm::dvec2 target,
                     glm::dvec2 pixel) {
    const Composition& composition = scene.composition;
    const glm::dvec3 empty(composition.empty);
    if (!shows_itself(picture, target)) return empty;
    const Rect& visible = picture.frame->visible;
    glm::dvec2 position = source_of(picture, target);
    glm::dvec2 footprint = step_of(picture);
    const bool magnified = footprint.x <= 1 && footprint.y <= 1;
    const bool hard =
        composition.filter == ResizeFilter::Nearest || (composition.nearest_at_1_to_1 && magnified);
    if (hard) {
        position = glm::floor(position) + 0.5;
        footprint = glm::dvec2(1.0);
    }
    position += glm::dvec2(visible.x, visible.y);
    const bool seeks_edges = composition.tools.shown.peaking;
    Color color = composition.filter == ResizeFilter::Lanczos && !hard && !seeks_edges
                      ? lanczos3(picture, position, footprint)
                      : bilinear(picture, position, footprint);
    const bool shows_alpha = picture.adjust.channel == ChannelView::Alpha;
    const bool as_it_is = picture.opaque && !shows_alpha;
    if (picture.frame->layout.premultiplied && !as_it_is) color.rgb /= std::max(color.alpha, 1e-6);
    const glm::dvec3 signal = color.rgb;
    const glm::dvec3 of_view = transformed(picture, signal);
    color.rgb = adjusted(of_view, color.alpha, picture.adjust);
    if (composition.tools.shown.any()) {
        color.rgb = with_tools(picture, composition.tools, {target, pixel},
                               {signal, of_view, color.rgb}, scene.nudge);
    }
    const bool opaque = shows_alpha || as_it_is;
    return opaque ? color.rgb : glm::mix(empty, color.rgb, color.alpha);
}

/// A dissolve is mixed as it is seen, before anything else is done with it.
glm::dvec3 picture_pixel(const Picture& picture, const Scene& scene, glm::dvec2 target,
                         glm::dvec2 pixel) {
    const glm::dvec3 outgoing = own_pixel(picture, scene, target, pixel);
    if (!picture.dissolve) return outgoing;
    const double weight = picture.dissolve->weight;
    const glm::dvec3 incoming = own_pixel(picture.dissolve->incoming, scene, target, pixel);
    return outgoing * (1 - weight) + incoming * weight;
}

/// Of |a - b| at the points that composition.h's adaptive difference promises to look at.
double percentile(const Tile& tile, const Scene& scene) {
    const int columns = std::min(tile.rect.width, 160);
    const int rows = std::min(tile.rect.height, 90);
    std::vector<double> values;
    for (int j = 0; j < rows; ++j) {
        for (int i = 0; i < columns; ++i) {
            const glm::dvec2 target(
                tile.rect.x + (2 * i + 1) * tile.rect.width / (2 * columns) + 0.5,
                tile.rect.y + (2 * j + 1) * tile.rect.height / (2 * rows) + 0.5);
            if (!shows(tile.a, target) && !shows(tile.b, target)) continue;
            const glm::dvec3 d = glm::abs(picture_pixel(tile.a, scene, target, target) -
                                          picture_pixel(tile.b, scene, target, target));
            values.insert(values.end(), {d.x, d.y, d.z});
        }
    }
    if (values.empty()) return 1.0 / 255;
    std::sort(values.begin(), values.end());
    const auto rank =
        static_cast<std::size_t>(std::ceil(0.99 * static_cast<double>(values.size())));
    // Between one 8-bit code value and white.
    return std::clamp(values[rank - 1], 1.0 / 255, 1.0);
}

/// OKLab by way of XYZ, the article's first form. Source: B. Ottosson, 2020.
glm::dvec3 oklab(glm::dvec3 signal) {
    const glm::dvec3 light = glm::pow(glm::max(signal, glm::dvec3(0)), glm::dvec3(2.4));
    const glm::dvec3 xyz = color::rgb_to_xyz(color::kBt709) * light;
    const glm::dmat3 to_cones(0.8189330101, 0.0329845436, 0.0482003018, 0.3618667424, 0.9293118715,
                              0.2643662691, -0.1288597137, 0.0361456387, 0.6338517070);
    const glm::dmat3 to_lab(0.2104542553, 1.9779984951, 0.0259040371, 0.7936177850, -2.4285922050,
                            0.7827717662, -0.0040720468, 0.4505937099, -0.8086757660);
    const glm::dvec3 cones = to_cones * xyz;
    return to_lab * glm::dvec3(std::cbrt(cones.x), std::cbrt(cones.y), std::cbrt(cones.z));
}

glm::dvec3 heat(const Tile& tile, glm::dvec3 a, glm::dvec3 b) {
    const glm::dvec3 lab_a = 100.0 * oklab(a);
    const glm::dvec3 lab_b = 100.0 * oklab(b);
    double place = tile.gain * glm::distance(lab_a, lab_b) / 20;
    measures::HeatScale scale = measures::HeatScale::Cividis;
    if (tile.difference != DifferenceKind::DeltaE) {
        const bool is_lightness = tile.difference == DifferenceKind::Lightness;
        const double more = is_lightness
                                ? lab_b.x - lab_a.x
                                : std::hypot(lab_b.y, lab_b.z) - std::hypot(lab_a.y, lab_a.z);
        place = 0.5 + tile.gain * more / (is_lightness ? 30 : 16);
        scale = measures::HeatScale::Diverging;
    }
    const auto code = measures::heat_color(scale, static_cast<float>(place));
    return glm::dvec3(code[0], code[1], code[2]) / 255.0;
}

glm::dvec3 difference(const Tile& tile, glm::dvec3 a, glm::dvec3 b, double percentile_99) {
    const double gain = tile.gain;
    switch (tile.difference) {
    case DifferenceKind::Absolute:
        return gain * glm::abs(a - b);
    case DifferenceKind::Signed:
        return 0.5 + gain * (a - b);
    case DifferenceKind::Sqrt:
        return glm::sqrt(gain * glm::abs(a - b));
    case DifferenceKind::Adaptive:
        return gain * glm::abs(a - b) / percentile_99;
    case DifferenceKind::Luma:
        return glm::dvec3(gain * std::abs(glm::dot(a, kLuma) - glm::dot(b, kLuma)));
    case DifferenceKind::DeltaE:
    case DifferenceKind::Lightness:
    case DifferenceKind::Chroma:
        return heat(tile, a, b);
    }
    return a;
}

glm::dvec3 wiped(const Tile& tile, glm::dvec2 target, glm::dvec3 a, glm::dvec3 b) {
    const double distance =
        glm::dot(target - glm::dvec2(tile.wipe_center_px), glm::dvec2(tile.wipe_normal));
    if (std::abs(distance) < 1) return glm::dvec3(distance >= 0 ? 1.0 : 0.0);
    return distance >= 0 ? b : a;
}

glm::dvec3 tile_pixel(const Tile& tile, const Scene& scene, glm::dvec2 target,
                      double percentile_99) {
    const glm::dvec3 a = picture_pixel(tile.a, scene, target, target);
    const auto b = [&](glm::dvec2 at) { return picture_pixel(tile.b, scene, at, target); };
    switch (tile.mix) {
    case Mix::A:
        return a;
    case Mix::Wipe:
        return wiped(tile, target, a, b(target));
    case Mix::Overlay:
        return glm::mix(a, b(target), static_cast<double>(tile.opacity));
    case Mix::Checkerboard: {
        const glm::dvec2 square =
            glm::floor((target - glm::dvec2(tile.rect.x, tile.rect.y)) / double{tile.checker_px});
        return static_cast<int>(square.x + square.y) % 2 == 0 ? a : b(target);
    }
    case Mix::Butterfly: {
        const double axis = std::round(tile.butterfly_axis_px);
        if (target.x < axis) return a;
        return b({2 * double{tile.butterfly_axis_px} - target.x, target.y});
    }
    case Mix::Difference:
        return difference(tile, a, b(target), percentile_99);
    }
    return a;
}

} // namespace

std::vector<glm::dvec3> reference_pixels(const Composition& composition, double tool_nudge) {
    const Scene scene{composition, tool_nudge};
    const auto width = static_cast<std::size_t>(composition.target.width);
    const auto height = static_cast<std::size_t>(composition.target.height);
    std::vector<glm::dvec3> pixels(width * height, glm::dvec3(composition.background));
    for (const Tile& tile : composition.tiles) {
        const bool adaptive =
            tile.mix == Mix::Difference && tile.difference == DifferenceKind::Adaptive;
        const double percentile_99 = adaptive ? percentile(tile, scene) : 1.0;
        for (std::size_t y = 0; y < height; ++y) {
            for (std::size_t x = 0; x < width; ++x) {
                const glm::dvec2 target(static_cast<double>(x) + 0.5, static_cast<double>(y) + 0.5);
                if (target.x < tile.rect.x || target.x > tile.rect.x + tile.rect.width ||
                    target.y < tile.rect.y || target.y > tile.rect.y + tile.rect.height) {
                    continue;
                }
                pixels[y * width + x] = tile_pixel(tile, scene, target, percentile_99);
            }
        }
    }
    for (glm::dvec3& pixel : pixels) pixel = glm::clamp(pixel, 0.0, 1.0);
    return pixels;
}

} // namespace seamline::test
