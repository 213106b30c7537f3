#include "renderer/color/cie.h"
#include "renderer/color/transfer.h"
#include "renderer/measures/difference_map.h"
#include "renderer/measures/oklab.h"

#include <cmath>

namespace seamline::measures {
namespace {

constexpr double kOklabScale = 100;

// A value per pixel of what `convert` makes of both pictures' pixels.
template <typename Convert, typename Compare>
Plane compared(const Picture& a, const Picture& b, Convert&& convert, Compare&& compare) {
    Plane result(a.width(), a.height());
    const auto pixel = [&](const Picture& picture, std::size_t i) {
        return convert(glm::vec3(picture.planes[0].values[i], picture.planes[1].values[i],
                                 picture.planes[2].values[i]));
    };
    for (std::size_t i = 0; i < result.values.size(); ++i)
        result.values[i] = static_cast<float>(compare(pixel(a, i), pixel(b, i)));
    return result;
}

double chroma(glm::vec3 lab) { return std::hypot(lab.y, lab.z); }

// OKLab L.
Plane lightness(const Picture& light) {
    Plane result(light.width(), light.height());
    for (std::size_t i = 0; i < result.values.size(); ++i)
        result.values[i] = oklab_from_light({light.planes[0].values[i], light.planes[1].values[i],
                                             light.planes[2].values[i]})
                               .x;
    return result;
}

Plane product(const Plane& a, const Plane& b) {
    Plane result(a.width, a.height);
    for (std::size_t i = 0; i < result.values.size(); ++i)
        result.values[i] = a.values[i] * b.values[i];
    return result;
}

} // namespace

Plane oklab_difference(const Picture& light_a, const Picture& light_b) {
    return compared(light_a, light_b, oklab_from_light,
                    [](glm::vec3 a, glm::vec3 b) { return kOklabScale * glm::distance(a, b); });
}

Plane ciede2000_difference(const Picture& light_a, const Picture& light_b) {
    const glm::dmat3 to_xyz = color::rgb_to_xyz(color::kBt709);
    const auto lab = [&](glm::vec3 light) {
        return color::lab_from_xyz(to_xyz * glm::dvec3(light));
    };
    return compared(light_a, light_b, lab, color::delta_e_2000);
}

Plane itp_difference(const Picture& light_a, const Picture& light_b) {
    const glm::dmat3 to_nits =
        color::kReferenceWhiteNits * color::rgb_to_rgb(color::kBt709, color::kBt2020);
    const auto itp = [&](glm::vec3 light) {
        return color::itp_from_nits(to_nits * glm::dvec3(light));
    };
    return compared(light_a, light_b, itp, color::delta_e_itp);
}

Plane lightness_difference(const Picture& light_a, const Picture& light_b) {
    return compared(light_a, light_b, oklab_from_light,
                    [](glm::vec3 a, glm::vec3 b) { return kOklabScale * (b.x - a.x); });
}

Plane chroma_difference(const Picture& light_a, const Picture& light_b) {
    return compared(light_a, light_b, oklab_from_light,
                    [](glm::vec3 a, glm::vec3 b) { return kOklabScale * (chroma(b) - chroma(a)); });
}

Plane structure_difference(const Picture& light_a, const Picture& light_b) {
    constexpr double kSigma = 1.5;                   // Cut at 3 sigma: 11 taps.
    constexpr float kStabiliser = 0.03F * 0.03F / 2; // C3 of SSIM for a range of 1.
    const Plane a = lightness(light_a);
    const Plane b = lightness(light_b);
    const Plane mean_a = gaussian_blurred(a, kSigma);
    const Plane mean_b = gaussian_blurred(b, kSigma);
    const Plane square_a = gaussian_blurred(product(a, a), kSigma);
    const Plane square_b = gaussian_blurred(product(b, b), kSigma);
    Plane result = gaussian_blurred(product(a, b), kSigma);
    for (std::size_t i = 0; i < result.values.size(); ++i) {
        const float ma = mean_a.values[i];
        const float mb = mean_b.values[i];
        const float variance_a = std::max(square_a.values[i] - ma * ma, 0.0F);
        const float variance_b = std::max(square_b.values[i] - mb * mb, 0.0F);
        const float covariance = result.values[i] - ma * mb;
        result.values[i] =
            1 - (covariance + kStabiliser) / (std::sqrt(variance_a * variance_b) + kStabiliser);
    }
    return result;
}

} // namespace seamline::measures
