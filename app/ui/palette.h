// app/ui/palette.h: the interface's colours: neutral greys, so that pictures are judged
// undisturbed.
#pragma once

#include <cmath>
#include <cstdint>

namespace seamline::ui {

/// sRGB, opaque unless `a` says otherwise.
struct Rgb {
    std::uint8_t r = 0, g = 0, b = 0, a = 255;

    /// As ImGui packs colours: R in the low byte.
    constexpr std::uint32_t packed() const {
        return r | std::uint32_t{g} << 8 | std::uint32_t{b} << 16 | std::uint32_t{a} << 24;
    }
    constexpr Rgb with_alpha(double alpha) const {
        return {r, g, b, static_cast<std::uint8_t>(alpha * 255.0 + 0.5)};
    }
};

/// Relative luminance and contrast of opaque colours. Source: WCAG 2.2, definitions.
inline double relative_luminance(Rgb color) {
    const auto linear = [](std::uint8_t code) {
        const double v = code / 255.0;
        return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b);
}
inline double contrast(Rgb a, Rgb b) {
    const double x = relative_luminance(a) + 0.05;
    const double y = relative_luminance(b) + 0.05;
    return x > y ? x / y : y / x;
}

namespace palette {
inline constexpr Rgb kViewer{16, 16, 16};
inline constexpr Rgb kPanel{34, 34, 34};
inline constexpr Rgb kBar{42, 42, 42};
inline constexpr Rgb kField{24, 24, 24};
inline constexpr Rgb kControl{58, 58, 58};
inline constexpr Rgb kControlHover{76, 76, 76};
inline constexpr Rgb kControlActive{96, 96, 96};
inline constexpr Rgb kChosen{74, 88, 104}; ///< Behind the label of what is switched on.
inline constexpr Rgb kLine{62, 62, 62};
inline constexpr Rgb kText{228, 228, 228};
inline constexpr Rgb kDim{172, 172, 172};
inline constexpr Rgb kAccent{142, 190, 232}; ///< Playhead, focus, handles.
inline constexpr Rgb kLane{52, 56, 60};
inline constexpr Rgb kCached{92, 168, 148};
inline constexpr Rgb kWarning{240, 178, 72}; ///< Guessed, missing, stalled; always with a word.
inline constexpr Rgb kError{255, 138, 118};
inline constexpr Rgb kMarker{236, 214, 110};
// Okabe-Ito hues, lightened for dark ground; the letter A or B always stands beside them.
inline constexpr Rgb kA{110, 190, 240};
inline constexpr Rgb kB{240, 170, 80};
} // namespace palette

} // namespace seamline::ui
