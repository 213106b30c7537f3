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

/// The colours of one theme.
struct Palette {
    // Grounds.
    Rgb surround; ///< Around the pictures; nothing is written on it.
    Rgb viewer;   ///< Where no picture is.
    Rgb panel;
    Rgb bar;
    Rgb field;
    Rgb control;
    Rgb control_hover;
    Rgb control_active;
    Rgb chosen; ///< Behind the label of what is switched on.
    Rgb lane;
    Rgb plate; ///< Behind words that stand on a picture.
    // Words and signs.
    Rgb text;
    Rgb dim;
    Rgb accent;  ///< Playhead, focus, handles.
    Rgb warning; ///< Guessed, missing, stalled; always with a word.
    Rgb error;
    Rgb marker;
    Rgb a; ///< Okabe-Ito hues; the letter A or B always stands beside them.
    Rgb b;
    Rgb keep; ///< Decisions, Okabe-Ito hues; a shape of their own always stands beside them.
    Rgb send_back;
    Rgb hold;
    // Neither.
    Rgb line;
    Rgb cached;
    Rgb hatch; ///< What is held or black before a take's start and past its end.
};

inline constexpr Palette kDarkPalette{
    .surround = {0, 0, 0},
    .viewer = {16, 16, 16},
    .panel = {34, 34, 34},
    .bar = {42, 42, 42},
    .field = {24, 24, 24},
    .control = {58, 58, 58},
    .control_hover = {76, 76, 76},
    .control_active = {96, 96, 96},
    .chosen = {74, 88, 104},
    .lane = {52, 56, 60},
    .plate = {12, 12, 12},
    .text = {228, 228, 228},
    .dim = {172, 172, 172},
    .accent = {142, 190, 232},
    .warning = {240, 178, 72},
    .error = {255, 138, 118},
    .marker = {236, 214, 110},
    .a = {110, 190, 240},
    .b = {240, 170, 80},
    .keep = {92, 208, 166},
    .send_back = {244, 138, 92},
    .hold = {240, 228, 110},
    .line = {62, 62, 62},
    .cached = {92, 168, 148},
    .hatch = {90, 90, 90},
};

/// Neutral greys of a grading suite. The surround is mid-grey, 18 % of white's luminance: a picture
/// is then judged neither too bright nor too contrasty, as it is on black.
inline constexpr Palette kLightPalette{
    .surround = {118, 118, 118},
    .viewer = {190, 190, 190},
    .panel = {204, 204, 204},
    .bar = {192, 192, 192},
    .field = {222, 222, 222},
    .control = {180, 180, 180},
    .control_hover = {168, 168, 168},
    .control_active = {152, 152, 152},
    .chosen = {160, 176, 194},
    .lane = {186, 190, 194},
    .plate = {226, 226, 226},
    .text = {20, 20, 20},
    .dim = {70, 70, 70},
    .accent = {12, 72, 124},
    .warning = {112, 58, 0},
    .error = {146, 24, 10},
    .marker = {92, 68, 0},
    .a = {0, 72, 122},
    .b = {120, 58, 0},
    .keep = {0, 84, 60},
    .send_back = {140, 34, 0},
    .hold = {86, 70, 0},
    .line = {158, 158, 158},
    .cached = {34, 122, 98},
    .hatch = {140, 140, 140},
};

/// For eyes that need it: white on black.
inline constexpr Palette kHighContrastPalette{
    .surround = {0, 0, 0},
    .viewer = {0, 0, 0},
    .panel = {0, 0, 0},
    .bar = {30, 30, 30},
    .field = {16, 16, 16},
    .control = {40, 40, 40},
    .control_hover = {64, 64, 64},
    .control_active = {96, 96, 96},
    .chosen = {0, 62, 122},
    .lane = {30, 30, 30},
    .plate = {0, 0, 0},
    .text = {255, 255, 255},
    .dim = {224, 224, 224},
    .accent = {255, 221, 64},
    .warning = {255, 190, 60},
    .error = {255, 150, 132},
    .marker = {255, 232, 120},
    .a = {120, 205, 255},
    .b = {255, 184, 92},
    .keep = {90, 230, 180},
    .send_back = {255, 150, 100},
    .hold = {255, 240, 110},
    .line = {150, 150, 150},
    .cached = {90, 220, 180},
    .hatch = {150, 150, 150},
};

/// A colour by what it is for: becomes the present theme's wherever an Rgb is wanted.
///
/// Threads: main thread, while an ImGui context of the program is current.
class ColorRole {
public:
    constexpr explicit ColorRole(Rgb Palette::*member) : member_(member) {}
    operator Rgb() const; // NOLINT(google-explicit-constructor): that is what it is for.
    Rgb with_alpha(double alpha) const { return Rgb(*this).with_alpha(alpha); }

private:
    Rgb Palette::*member_;
};

namespace palette {
inline constexpr ColorRole kSurround{&Palette::surround};
inline constexpr ColorRole kViewer{&Palette::viewer};
inline constexpr ColorRole kPanel{&Palette::panel};
inline constexpr ColorRole kBar{&Palette::bar};
inline constexpr ColorRole kField{&Palette::field};
inline constexpr ColorRole kControl{&Palette::control};
inline constexpr ColorRole kControlHover{&Palette::control_hover};
inline constexpr ColorRole kControlActive{&Palette::control_active};
inline constexpr ColorRole kChosen{&Palette::chosen};
inline constexpr ColorRole kLine{&Palette::line};
inline constexpr ColorRole kText{&Palette::text};
inline constexpr ColorRole kDim{&Palette::dim};
inline constexpr ColorRole kAccent{&Palette::accent};
inline constexpr ColorRole kLane{&Palette::lane};
inline constexpr ColorRole kPlate{&Palette::plate};
inline constexpr ColorRole kCached{&Palette::cached};
inline constexpr ColorRole kHatch{&Palette::hatch};
inline constexpr ColorRole kWarning{&Palette::warning};
inline constexpr ColorRole kError{&Palette::error};
inline constexpr ColorRole kMarker{&Palette::marker};
inline constexpr ColorRole kA{&Palette::a};
inline constexpr ColorRole kB{&Palette::b};
inline constexpr ColorRole kKeep{&Palette::keep};
inline constexpr ColorRole kSendBack{&Palette::send_back};
inline constexpr ColorRole kHold{&Palette::hold};
} // namespace palette

} // namespace seamline::ui
