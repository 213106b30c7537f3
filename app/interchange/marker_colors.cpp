#include "app/interchange/marker_colors.h"

#include <array>
#include <climits>

namespace seamline::interchange {
namespace {

struct Swatch {
    std::string_view word;
    int red, green, blue;
};

/// The eight colours that Premiere's marker dialog offers, as its `pproColor` stores them.
constexpr std::array kPremiere = {
    Swatch{"GREEN", 0x71, 0x86, 0x37},  Swatch{"RED", 0xD2, 0x2C, 0x36},
    Swatch{"PURPLE", 0xAF, 0x8B, 0xB1}, Swatch{"ORANGE", 0xE9, 0x6F, 0x24},
    Swatch{"YELLOW", 0xD0, 0xA1, 0x2B}, Swatch{"WHITE", 0xFF, 0xFF, 0xFF},
    Swatch{"BLUE", 0x42, 0x8D, 0xFC},   Swatch{"CYAN", 0x19, 0xF4, 0xD6},
};

} // namespace

std::string premiere_marker_word(int red, int green, int blue) {
    int nearest = INT_MAX;
    std::string_view word;
    for (const Swatch& swatch : kPremiere) {
        const int r = swatch.red - red;
        const int g = swatch.green - green;
        const int b = swatch.blue - blue;
        const int distance = r * r + g * g + b * b;
        if (distance >= nearest) continue;
        nearest = distance;
        word = swatch.word;
    }
    return std::string(word);
}

std::uint32_t premiere_marker_color(std::string_view word) {
    for (const Swatch& swatch : kPremiere)
        if (swatch.word == word)
            return 0xFF000000U | static_cast<std::uint32_t>(swatch.blue) << 16U |
                   static_cast<std::uint32_t>(swatch.green) << 8U |
                   static_cast<std::uint32_t>(swatch.red);
    return 0;
}

} // namespace seamline::interchange
