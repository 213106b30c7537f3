#include "renderer/scopes/chromaticity.h"

#include <array>

namespace seamline::renderer {
namespace {

constexpr glm::dvec2 kD65{0.3127, 0.3290};
constexpr glm::dvec2 kWhiteC{0.310, 0.316};

constexpr std::array<glm::dvec2, 65> kLocus{{
    {0.1741, 0.0050}, {0.1740, 0.0050}, {0.1738, 0.0049}, {0.1736, 0.0049}, {0.1733, 0.0048},
    {0.1730, 0.0048}, {0.1726, 0.0048}, {0.1721, 0.0048}, {0.1714, 0.0051}, {0.1703, 0.0058},
    {0.1689, 0.0069}, {0.1669, 0.0086}, {0.1644, 0.0109}, {0.1611, 0.0138}, {0.1566, 0.0177},
    {0.1510, 0.0227}, {0.1440, 0.0297}, {0.1355, 0.0399}, {0.1241, 0.0578}, {0.1096, 0.0868},
    {0.0913, 0.1327}, {0.0687, 0.2007}, {0.0454, 0.2950}, {0.0235, 0.4127}, {0.0082, 0.5384},
    {0.0039, 0.6548}, {0.0139, 0.7502}, {0.0389, 0.8120}, {0.0743, 0.8338}, {0.1142, 0.8262},
    {0.1547, 0.8059}, {0.1929, 0.7816}, {0.2296, 0.7543}, {0.2658, 0.7243}, {0.3016, 0.6923},
    {0.3373, 0.6589}, {0.3731, 0.6245}, {0.4087, 0.5896}, {0.4441, 0.5547}, {0.4788, 0.5202},
    {0.5125, 0.4866}, {0.5448, 0.4544}, {0.5752, 0.4242}, {0.6029, 0.3965}, {0.6270, 0.3725},
    {0.6482, 0.3514}, {0.6658, 0.3340}, {0.6801, 0.3197}, {0.6915, 0.3083}, {0.7006, 0.2993},
    {0.7079, 0.2920}, {0.7140, 0.2859}, {0.7190, 0.2809}, {0.7230, 0.2770}, {0.7260, 0.2740},
    {0.7283, 0.2717}, {0.7300, 0.2700}, {0.7311, 0.2689}, {0.7320, 0.2680}, {0.7327, 0.2673},
    {0.7334, 0.2666}, {0.7340, 0.2660}, {0.7344, 0.2656}, {0.7346, 0.2654}, {0.7347, 0.2653},
}};

glm::dvec3 xyz_of_xy(glm::dvec2 xy) { return {xy.x / xy.y, 1, (1 - xy.x - xy.y) / xy.y}; }

} // namespace

Primaries primaries_of(ColorPrimaries primaries) {
    switch (primaries) {
    case ColorPrimaries::Bt470m:
        return {{0.67, 0.33}, {0.21, 0.71}, {0.14, 0.08}, kWhiteC};
    case ColorPrimaries::Bt601_625:
        return {{0.64, 0.33}, {0.29, 0.60}, {0.15, 0.06}, kD65};
    case ColorPrimaries::Bt601_525:
    case ColorPrimaries::Smpte240m:
        return {{0.630, 0.340}, {0.310, 0.595}, {0.155, 0.070}, kD65};
    case ColorPrimaries::Film:
        return {{0.681, 0.319}, {0.243, 0.692}, {0.145, 0.049}, kWhiteC};
    case ColorPrimaries::Bt2020:
        return {{0.708, 0.292}, {0.170, 0.797}, {0.131, 0.046}, kD65};
    case ColorPrimaries::Xyz:
        return {{1, 0}, {0, 1}, {0, 0}, {1.0 / 3, 1.0 / 3}};
    case ColorPrimaries::DciP3:
        return {{0.680, 0.320}, {0.265, 0.690}, {0.150, 0.060}, {0.314, 0.351}};
    case ColorPrimaries::DisplayP3:
        return {{0.680, 0.320}, {0.265, 0.690}, {0.150, 0.060}, kD65};
    case ColorPrimaries::Ebu3213:
        return {{0.630, 0.340}, {0.295, 0.605}, {0.155, 0.077}, kD65};
    case ColorPrimaries::Bt709:
        break;
    }
    return {{0.640, 0.330}, {0.300, 0.600}, {0.150, 0.060}, kD65};
}

glm::dmat3 xyz_of_rgb(ColorPrimaries primaries) {
    const Primaries p = primaries_of(primaries);
    if (primaries == ColorPrimaries::Xyz) return glm::dmat3(1.0);
    const glm::dmat3 unscaled(xyz_of_xy(p.red), xyz_of_xy(p.green), xyz_of_xy(p.blue));
    const glm::dvec3 scale = glm::inverse(unscaled) * xyz_of_xy(p.white);
    return {unscaled[0] * scale.x, unscaled[1] * scale.y, unscaled[2] * scale.z};
}

glm::dvec2 uv_of_xy(glm::dvec2 xy) {
    const double d = -2 * xy.x + 12 * xy.y + 3;
    return {4 * xy.x / d, 9 * xy.y / d};
}

std::span<const glm::dvec2> spectral_locus() { return kLocus; }

} // namespace seamline::renderer
