// renderer/color/chromaticity.h: primaries, white points and the matrices between them.
#pragma once

#include "decode/media/color_tags.h"

#include <glm/glm.hpp>

namespace seamline::color {

/// CIE 1931 x, y.
struct Chromaticity {
    double x = 0;
    double y = 0;

    friend bool operator==(const Chromaticity&, const Chromaticity&) = default;
};

/// What R, G, B and equal parts of all three look like.
struct Primaries {
    Chromaticity red, green, blue, white;

    friend bool operator==(const Primaries&, const Primaries&) = default;
};

inline constexpr Chromaticity kD65{0.3127, 0.3290};
/// Source: SMPTE ST 2065-1, 4.1.2 (close to, but not, CIE D60).
inline constexpr Chromaticity kAcesWhite{0.32168, 0.33767};
/// Source: SMPTE RP 431-2.
inline constexpr Chromaticity kDciWhite{0.314, 0.351};
/// Source: CIE 15; illuminant C, the white of the 1953 NTSC system.
inline constexpr Chromaticity kIlluminantC{0.310, 0.316};

/// Source: Rec. ITU-R BT.709-6, item 1.3.
inline constexpr Primaries kBt709{{0.640, 0.330}, {0.300, 0.600}, {0.150, 0.060}, kD65};
/// Source: Rec. ITU-R BT.2020-2, table 3.
inline constexpr Primaries kBt2020{{0.708, 0.292}, {0.170, 0.797}, {0.131, 0.046}, kD65};
/// Source: SMPTE RP 431-2 with the white of SMPTE EG 432-1.
inline constexpr Primaries kP3D65{{0.680, 0.320}, {0.265, 0.690}, {0.150, 0.060}, kD65};
/// Source: SMPTE ST 2065-1, table 1.
inline constexpr Primaries kAcesAp0{
    {0.73470, 0.26530}, {0.00000, 1.00000}, {0.00010, -0.07700}, kAcesWhite};

/// The primaries that a tag names. Source: Rec. ITU-T H.273, table 2. `Xyz` gives the unit
/// primaries at equal energy.
Primaries primaries_of(ColorPrimaries tag);

/// Linear R, G, B to CIE X, Y, Z, with Y = 1 at R = G = B = 1.
glm::dmat3 rgb_to_xyz(const Primaries& primaries);

enum class Adaptation { Bradford, Cat02 };

/// X, Y, Z under one white to the corresponding colour under another.
/// Source: Lam (1985), Bradford; CIE 159:2004, CAT02; both as a von Kries scaling.
glm::dmat3 white_adaptation(Chromaticity from, Chromaticity to, Adaptation adaptation);

/// Linear R, G, B in one set of primaries to another; whites map to whites.
glm::dmat3 rgb_to_rgb(const Primaries& from, const Primaries& to,
                      Adaptation adaptation = Adaptation::Bradford);

} // namespace seamline::color
