#include "app/ui/map_image.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace seamline::ui {
namespace {

constexpr std::size_t kKeptImages = 3;
constexpr int kSteps = 256;
constexpr float kLeastOpacity = 0.30F;
constexpr float kMostOpacity = 0.85F;
constexpr int kHatchPx = 5;
/// Larger images are made of squares of 2 x 2 pixels, which are still finer than the map.
constexpr std::size_t kFinePixels = 500'000;

std::uint32_t packed_rgb(float r, float g, float b) {
    const auto code = [](float v) {
        return static_cast<std::uint32_t>(std::lround(std::clamp(v, 0.0F, 255.0F)));
    };
    return code(r) | code(g) << 8U | code(b) << 16U | 0xFF000000U;
}

/// Display grey of a picture, [0, 255].
measures::Plane grey_of(const measures::Picture& light) {
    const measures::Picture shown = analysis::display_picture(light);
    measures::Plane grey(light.width(), light.height());
    for (std::size_t i = 0; i < grey.values.size(); ++i)
        grey.values[i] =
            255 * (0.2126F * shown.planes[0].values[i] + 0.7152F * shown.planes[1].values[i] +
                   0.0722F * shown.planes[2].values[i]);
    return grey;
}

/// Bilinear over the neighbours that have a value; NaN where the nearest has none, so that edges
/// stay where they are.
float value_at(const measures::Plane& plane, float x, float y) {
    const float px = std::clamp(x, 0.0F, static_cast<float>(plane.width - 1));
    const float py = std::clamp(y, 0.0F, static_cast<float>(plane.height - 1));
    const auto near_x = static_cast<int>(px + 0.5F);
    const auto near_y = static_cast<int>(py + 0.5F);
    if (std::isnan(plane.at(near_x, near_y))) return std::numeric_limits<float>::quiet_NaN();
    const auto x0 = static_cast<int>(px);
    const auto y0 = static_cast<int>(py);
    float sum = 0;
    float weight = 0;
    for (int dy = 0; dy < 2; ++dy)
        for (int dx = 0; dx < 2; ++dx) {
            const int cx = std::min(x0 + dx, plane.width - 1);
            const int cy = std::min(y0 + dy, plane.height - 1);
            const float value = plane.at(cx, cy);
            if (std::isnan(value)) continue;
            const float share = (1 - std::abs(px - static_cast<float>(x0 + dx))) *
                                (1 - std::abs(py - static_cast<float>(y0 + dy)));
            sum += share * value;
            weight += share;
        }
    return sum / weight;
}

std::uint32_t hatch_at(int x, int y) {
    const bool is_line = ((x + y) % kHatchPx + kHatchPx) % kHatchPx == 0;
    return is_line ? packed_rgb(150, 150, 150) : packed_rgb(62, 62, 62);
}

MapPlacing placing_of(const glm::mat3x2& target_to_source, glm::dvec2 origin, Extent visible) {
    const glm::dvec2 size{std::max(visible.width, 1), std::max(visible.height, 1)};
    const glm::dvec2 dx = glm::dvec2(target_to_source[0]) / size;
    const glm::dvec2 dy = glm::dvec2(target_to_source[1]) / size;
    const glm::dvec2 zero = glm::dvec2(target_to_source[2]) / size - dx * origin.x - dy * origin.y;
    return {dx, dy, zero};
}

std::optional<Rect> whole_pixels(const ScreenRect& picture, const ScreenRect& tile) {
    const glm::dvec2 low = glm::ceil(glm::max(picture.min, tile.min) - 0.5);
    const glm::dvec2 high = glm::floor(glm::min(picture.max, tile.max) + 0.5);
    if (high.x <= low.x || high.y <= low.y) return std::nullopt;
    return Rect{static_cast<int>(low.x), static_cast<int>(low.y), static_cast<int>(high.x - low.x),
                static_cast<int>(high.y - low.y)};
}

/// The map's colours, over a ground or alone.
class Colors {
public:
    Colors(const analysis::SeamMap& map, const measures::Picture* ground)
        : map_(map), range_(std::max(map.high - map.low, std::numeric_limits<float>::min())) {
        for (int i = 0; i < kSteps; ++i)
            steps_[static_cast<std::size_t>(i)] =
                measures::heat_color(map.scale, static_cast<float>(i) / (kSteps - 1));
        if (ground != nullptr) grey_ = grey_of(*ground);
    }

    /// `part`: fractions of the picture; `pixel`: of the window, for the hatch.
    std::uint32_t at(glm::dvec2 part, glm::ivec2 pixel) const {
        const auto x = static_cast<float>(part.x * map_.values.width - 0.5);
        const auto y = static_cast<float>(part.y * map_.values.height - 0.5);
        const float value = value_at(map_.values, x, y);
        if (std::isnan(value)) return hatch_at(pixel.x, pixel.y);
        const float t = std::clamp((value - map_.low) / range_, 0.0F, 1.0F);
        const auto& color = steps_[static_cast<std::size_t>(std::lround(t * (kSteps - 1)))];
        float own = 1;
        float under = 0;
        if (!grey_.empty()) {
            own = map_opacity(map_.scale, t);
            under = (1 - own) * measures::bilinear(grey_, x, y);
        }
        return packed_rgb(own * color[0] + under, own * color[1] + under, own * color[2] + under);
    }

private:
    const analysis::SeamMap& map_;
    float range_;
    std::array<std::array<std::uint8_t, 3>, kSteps> steps_{};
    measures::Plane grey_;
};

} // namespace

std::optional<MapSpot> map_spot(const ScreenRect& picture, const ScreenRect& tile,
                                const glm::mat3x2& target_to_source, glm::dvec2 origin,
                                Extent visible) {
    const auto rect = whole_pixels(picture, tile);
    if (!rect) return std::nullopt;
    return MapSpot{*rect, placing_of(target_to_source, origin, visible)};
}

std::optional<MapSpot> carried_over(const ScreenRect& picture, const ScreenRect& from,
                                    const ScreenRect& tile, const glm::mat3x2& target_to_source,
                                    glm::dvec2 origin, Extent visible) {
    if (from.is_empty() || tile.is_empty()) return std::nullopt;
    const glm::dvec2 ratio = tile.size() / from.size();
    const double scale = std::min(ratio.x, ratio.y);
    const auto moved = [&](glm::dvec2 point) {
        return tile.center() + (point - from.center()) * scale;
    };
    const auto rect = whole_pixels({moved(picture.min), moved(picture.max)}, tile);
    if (!rect) return std::nullopt;
    MapPlacing placing = placing_of(target_to_source, origin, visible);
    // Back to where the point came from, then as there.
    const glm::dvec2 back = from.center() - tile.center() / scale;
    placing[2] += placing[0] * back.x + placing[1] * back.y;
    placing[0] /= scale;
    placing[1] /= scale;
    return MapSpot{*rect, placing};
}

float map_opacity(measures::HeatScale scale, float t) {
    const float far = scale == measures::HeatScale::Diverging ? std::abs(2 * t - 1) : t;
    return kLeastOpacity + (kMostOpacity - kLeastOpacity) * std::clamp(far, 0.0F, 1.0F);
}

std::vector<std::uint32_t> map_pixels(const analysis::SeamMap& map, const measures::Picture* ground,
                                      const MapSpot& spot) {
    const Colors colors(map, ground);
    const auto width = static_cast<std::size_t>(spot.rect.width);
    const auto height = static_cast<std::size_t>(spot.rect.height);
    std::vector<std::uint32_t> pixels(width * height);
    const std::size_t step = pixels.size() > kFinePixels ? 2 : 1;
    for (std::size_t y = 0; y < height; y += step) {
        for (std::size_t x = 0; x < width; x += step) {
            const glm::ivec2 at{spot.rect.x + static_cast<int>(x),
                                spot.rect.y + static_cast<int>(y)};
            const glm::dvec2 middle = glm::dvec2(at) + 0.5 * static_cast<double>(step);
            const std::uint32_t color = colors.at(spot.placing * glm::dvec3(middle, 1), at);
            pixels[y * width + x] = color;
            if (step == 2 && x + 1 < width) pixels[y * width + x + 1] = color;
        }
        if (step == 2 && y + 1 < height)
            std::copy_n(pixels.begin() + static_cast<std::ptrdiff_t>(y * width), width,
                        pixels.begin() + static_cast<std::ptrdiff_t>((y + 1) * width));
    }
    return pixels;
}

renderer::UiImage MapImages::find(const std::shared_ptr<const playback::MapAnswer>& answer,
                                  bool is_blended, const MapSpot& spot) {
    const auto known = std::ranges::find_if(entries_, [&](const Entry& entry) {
        return entry.answer == answer && entry.is_blended == is_blended && entry.spot == spot;
    });
    if (known != entries_.end()) {
        entries_.splice(entries_.begin(), entries_, known);
        return entries_.front().image;
    }
    const measures::Picture* ground =
        is_blended && answer->outgoing ? &answer->outgoing->light : nullptr;
    Entry entry{answer, is_blended, spot, {}};
    entry.image.rect = spot.rect;
    entry.image.key = next_key_++;
    entry.image.size = {spot.rect.width, spot.rect.height};
    entry.image.rgba =
        std::make_shared<const std::vector<std::uint32_t>>(map_pixels(*answer->map, ground, spot));
    ++made_;
    entries_.push_front(std::move(entry));
    if (entries_.size() > kKeptImages) entries_.pop_back();
    return entries_.front().image;
}

} // namespace seamline::ui
