#include "app/ui/export_color.h"

#include <cmath>
#include <cstring>

namespace seamline::ui {
namespace {

std::optional<ColorTransfer> transfer_of(color::DisplayCurve curve) {
    switch (curve) {
    case color::DisplayCurve::Bt1886:
        return ColorTransfer::Bt1886;
    case color::DisplayCurve::Srgb:
        return ColorTransfer::Srgb;
    case color::DisplayCurve::Gamma22:
        return ColorTransfer::Gamma22;
    case color::DisplayCurve::Gamma28:
        return ColorTransfer::Gamma28;
    case color::DisplayCurve::Pq:
        return ColorTransfer::Pq;
    case color::DisplayCurve::Hlg:
        return ColorTransfer::Hlg;
    case color::DisplayCurve::Gamma26:
        break;
    }
    return std::nullopt;
}

/// Labels on one grey, 8 bits.
renderer::RenderedPicture painted_on(Extent size, std::byte grey,
                                     const std::function<void(renderer::RenderedPicture&)>& paint) {
    renderer::RenderedPicture picture{size, renderer::TargetFormat::Rgba8, {}};
    picture.pixels.assign(
        static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height) * 4, grey);
    paint(picture);
    return picture;
}

} // namespace

decode::WrittenColor movie_color(const color::ColorConfig& config, const color::ViewColor& view) {
    const auto signal = color::display_signal(config, view);
    if (!signal) return {ColorPrimaries::Bt709, std::nullopt};
    return {signal->primaries, transfer_of(signal->curve)};
}

decode::WrittenColor still_color(const color::ColorConfig& config, const color::ViewColor& view) {
    const std::string display = view.display.empty() ? config.default_display() : view.display;
    decode::WrittenColor color = movie_color(config, view);
    const bool is_srgb = display == "sRGB" || display == "sRGB - Display";
    if (is_srgb && color.transfer) color = {ColorPrimaries::Bt709, ColorTransfer::Srgb};
    return color;
}

// What black and white under the labels become tells their colour and how much they cover.
void paint_deep(renderer::RenderedPicture& picture, const color::DisplaySignal& signal,
                const std::function<void(renderer::RenderedPicture&)>& paint) {
    const renderer::RenderedPicture black = painted_on(picture.size, std::byte{0}, paint);
    const renderer::RenderedPicture white = painted_on(picture.size, std::byte{255}, paint);
    const auto at = [](const renderer::RenderedPicture& from, std::size_t i) {
        return std::to_integer<int>(from.pixels[i]) / 255.0;
    };
    for (std::size_t pixel = 0; pixel < black.pixels.size() / 4; ++pixel) {
        const double alpha = 1 - (at(white, 4 * pixel + 1) - at(black, 4 * pixel + 1));
        if (alpha <= 0) continue;
        const glm::dvec3 own =
            glm::dvec3(at(black, 4 * pixel), at(black, 4 * pixel + 1), at(black, 4 * pixel + 2)) /
            alpha;
        const glm::dvec3 code =
            color::interface_code(signal, glm::min(own, glm::dvec3(1))) * 65535.0;
        for (int i = 0; i < 3; ++i) {
            std::uint16_t value = 0;
            std::byte* place = picture.pixels.data() + 8 * pixel + 2 * static_cast<std::size_t>(i);
            std::memcpy(&value, place, sizeof value);
            value = static_cast<std::uint16_t>(
                std::lround(glm::mix(static_cast<double>(value), code[i], alpha)));
            std::memcpy(place, &value, sizeof value);
        }
    }
}

} // namespace seamline::ui
