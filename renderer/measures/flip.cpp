// FLIP: what an observer sees when two pictures take turns on the same screen.
// Source: P. Andersson, J. Nilsson, T. Akenine-Moeller, M. Oskarsson, K. Astrom, M. Fairchild,
// "FLIP: A Difference Evaluator for Alternating Images", 2020. Names follow the paper.
#include "renderer/color/transfer.h"
#include "renderer/measures/difference_map.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace seamline::measures {
namespace {

constexpr double kColorExponent = 0.7;    // q_c
constexpr double kColorCutoff = 0.4;      // p_c
constexpr double kColorTarget = 0.95;     // p_t
constexpr double kFeatureExponent = 0.5;  // q_f
constexpr double kFeatureDegrees = 0.082; // w

// X, Y, Z of sRGB with the paper's primaries, divided by those of its white.
const glm::dmat3& xyz_share_of_rgb() {
    static const glm::dmat3 matrix = [] {
        const glm::dmat3 xyz =
            glm::transpose(glm::dmat3(10135552.0 / 24577794, 8788810.0 / 24577794, //
                                      4435075.0 / 24577794,                        //
                                      2613072.0 / 12288897, 8788810.0 / 12288897,  //
                                      887015.0 / 12288897,                         //
                                      1425312.0 / 73733382, 8788810.0 / 73733382,  //
                                      70074185.0 / 73733382));
        const glm::dvec3 white = xyz * glm::dvec3(1);
        glm::dmat3 scale(0.0);
        for (int c = 0; c < 3; ++c) scale[c][c] = 1 / white[c];
        return scale * xyz;
    }();
    return matrix;
}

// Taps -radius..radius. What is below 1e-9 of the middle is left out: it changes no float.
struct Kernel {
    std::vector<float> taps;
    int radius() const { return static_cast<int>(taps.size() / 2); }
};

template <typename Value> Kernel kernel_of(int radius, Value&& value) {
    while (radius > 1 && std::abs(value(radius)) < 1e-9) --radius;
    Kernel kernel;
    for (int i = -radius; i <= radius; ++i) kernel.taps.push_back(static_cast<float>(value(i)));
    return kernel;
}

Kernel gaussian(int radius, double sigma) {
    double sum = 0;
    for (int i = -radius; i <= radius; ++i) sum += std::exp(-0.5 * i * i / (sigma * sigma));
    return kernel_of(radius, [&](int i) { return std::exp(-0.5 * i * i / (sigma * sigma)) / sum; });
}

// Adds up rows or columns under a kernel; the edge is repeated.
Plane along_rows(const Plane& plane, const Kernel& kernel) {
    const int radius = kernel.radius();
    Plane result(plane.width, plane.height);
    std::vector<float> padded(static_cast<std::size_t>(plane.width + 2 * radius));
    for (int y = 0; y < plane.height; ++y) {
        const float* in = plane.row(y);
        std::fill_n(padded.begin(), radius, in[0]);
        std::copy_n(in, plane.width, padded.begin() + radius);
        std::fill_n(padded.end() - radius, radius, in[plane.width - 1]);
        float* out = result.row(y);
        for (std::size_t k = 0; k < kernel.taps.size(); ++k) {
            const float tap = kernel.taps[k];
            const float* at = padded.data() + k;
            for (int x = 0; x < plane.width; ++x) out[x] += tap * at[x];
        }
    }
    return result;
}

Plane along_columns(const Plane& plane, const Kernel& kernel) {
    const int radius = kernel.radius();
    Plane result(plane.width, plane.height);
    for (int y = 0; y < plane.height; ++y) {
        float* out = result.row(y);
        for (int k = -radius; k <= radius; ++k) {
            const float tap = kernel.taps[static_cast<std::size_t>(k + radius)];
            const float* in = plane.row(std::clamp(y + k, 0, plane.height - 1));
            for (int x = 0; x < plane.width; ++x) out[x] += tap * in[x];
        }
    }
    return result;
}

Plane filtered(const Plane& plane, const Kernel& kernel) {
    return along_columns(along_rows(plane, kernel), kernel);
}

// Contrast sensitivity of the eye per channel of YCxCz: sums of Gaussians a * exp(-pi^2 r^2 / b),
// r in degrees, all cut at three deviations of the widest.
class ContrastFilter {
public:
    explicit ContrastFilter(double pixels_per_degree)
        : radius_(static_cast<int>(std::ceil(3 * sigma(kWidest, pixels_per_degree)))),
          luminance_(gaussian(radius_, sigma(0.0047, pixels_per_degree))),
          red_green_(gaussian(radius_, sigma(0.0053, pixels_per_degree))),
          wide_(gaussian(radius_, sigma(kWidest, pixels_per_degree))),
          narrow_(gaussian(radius_, sigma(kNarrow, pixels_per_degree))) {
        const double wide = volume(34.1, kWidest, pixels_per_degree);
        const double narrow = volume(13.5, kNarrow, pixels_per_degree);
        wide_share_ = static_cast<float>(wide / (wide + narrow));
    }

    void apply(Picture& ycxcz) const {
        ycxcz.planes[0] = filtered(ycxcz.planes[0], luminance_);
        ycxcz.planes[1] = filtered(ycxcz.planes[1], red_green_);
        Plane& blue_yellow = ycxcz.planes[2];
        const Plane narrow = filtered(blue_yellow, narrow_);
        blue_yellow = filtered(blue_yellow, wide_);
        for (std::size_t i = 0; i < narrow.values.size(); ++i)
            blue_yellow.values[i] =
                wide_share_ * blue_yellow.values[i] + (1 - wide_share_) * narrow.values[i];
    }

private:
    static constexpr double kWidest = 0.04;
    static constexpr double kNarrow = 0.025;
    static double sigma(double b, double pixels_per_degree) {
        return std::sqrt(b / 2) / std::numbers::pi * pixels_per_degree;
    }
    // Sum of the unnormalised two-dimensional taps.
    double volume(double a, double b, double pixels_per_degree) const {
        const double s = sigma(b, pixels_per_degree);
        double line = 0;
        for (int i = -radius_; i <= radius_; ++i) line += std::exp(-0.5 * i * i / (s * s));
        return a * std::sqrt(std::numbers::pi / b) * line * line;
    }

    int radius_;
    Kernel luminance_, red_green_, wide_, narrow_;
    float wide_share_ = 0;
};

// First and second derivatives of a Gaussian half as wide as the eye's feature detectors. Positive
// and negative taps sum to 1 each.
struct FeatureFilter {
    Kernel blur, edge, point;
    explicit FeatureFilter(double pixels_per_degree) {
        const double sigma = 0.5 * kFeatureDegrees * pixels_per_degree;
        const int radius = static_cast<int>(std::ceil(3 * sigma));
        const auto g = [&](int i) { return std::exp(-0.5 * i * i / (sigma * sigma)); };
        const auto bent = [&](int i) { return (i * i / (sigma * sigma) - 1) * g(i); };
        double sloped = 0, positive = 0, negative = 0;
        for (int i = -radius; i <= radius; ++i) {
            sloped += std::max(-i, 0) * g(i);
            (bent(i) > 0 ? positive : negative) += std::abs(bent(i));
        }
        blur = gaussian(radius, sigma);
        edge = kernel_of(radius, [&](int i) { return -i * g(i) / sloped; });
        point =
            kernel_of(radius, [&](int i) { return bent(i) / (bent(i) > 0 ? positive : negative); });
    }
};

struct Features {
    Plane edges;
    Plane points;
};

Plane lengths(const Plane& x, const Plane& y) {
    Plane result(x.width, x.height);
    for (std::size_t i = 0; i < result.values.size(); ++i)
        result.values[i] = std::sqrt(x.values[i] * x.values[i] + y.values[i] * y.values[i]);
    return result;
}

Features features_of(const Plane& luminance, const FeatureFilter& filter) {
    const Plane across = along_rows(luminance, filter.blur);
    const Plane down = along_columns(luminance, filter.blur);
    return {lengths(along_rows(down, filter.edge), along_columns(across, filter.edge)),
            lengths(along_rows(down, filter.point), along_columns(across, filter.point))};
}

// Linear, opponent colours: Y, Cx and Cz of the paper.
Picture opponent(const Picture& rgb) {
    Picture result(rgb.width(), rgb.height());
    for (std::size_t i = 0; i < result.planes[0].values.size(); ++i) {
        glm::dvec3 linear;
        for (int c = 0; c < 3; ++c)
            linear[c] = color::srgb_to_linear(rgb.planes[static_cast<std::size_t>(c)].values[i]);
        const glm::dvec3 xyz = xyz_share_of_rgb() * linear;
        result.planes[0].values[i] = static_cast<float>(116 * xyz.y - 16);
        result.planes[1].values[i] = static_cast<float>(500 * (xyz.x - xyz.y));
        result.planes[2].values[i] = static_cast<float>(200 * (xyz.y - xyz.z));
    }
    return result;
}

double lab_curve(double t) {
    constexpr double kDelta = 6.0 / 29;
    return t > kDelta * kDelta * kDelta ? std::cbrt(t) : t / (3 * kDelta * kDelta) + 4.0 / 29;
}

// L*, a*, b* whose colour fades with lightness (Hunt's effect).
glm::dvec3 hunt_lab(glm::dvec3 linear) {
    const glm::dvec3 xyz = xyz_share_of_rgb() * linear;
    const double y = lab_curve(xyz.y);
    const double lightness = 116 * y - 16;
    const double a = 500 * (lab_curve(xyz.x) - y);
    const double b = 200 * (y - lab_curve(xyz.z));
    return {lightness, 0.01 * lightness * a, 0.01 * lightness * b};
}

glm::dvec3 hunt_lab_of_opponent(glm::dvec3 ycxcz) {
    static const glm::dmat3 to_rgb = glm::inverse(xyz_share_of_rgb());
    const double y = (ycxcz.x + 16) / 116;
    const glm::dvec3 rgb = to_rgb * glm::dvec3(y + ycxcz.y / 500, y, y - ycxcz.z / 200);
    return hunt_lab(glm::clamp(rgb, 0.0, 1.0));
}

double color_distance(glm::dvec3 a, glm::dvec3 b) { // HyAB, made linear in perception.
    const glm::dvec3 d = a - b;
    return std::pow(std::abs(d.x) + std::hypot(d.y, d.z), kColorExponent);
}

// To [0, 1], with most of the range for small differences.
double color_error(double distance) {
    static const double largest = color_distance(hunt_lab({0, 1, 0}), hunt_lab({0, 0, 1}));
    const double cutoff = kColorCutoff * largest;
    if (distance < cutoff) return kColorTarget / cutoff * distance;
    return kColorTarget + (distance - cutoff) / (largest - cutoff) * (1 - kColorTarget);
}

glm::dvec3 pixel(const Picture& picture, std::size_t i) {
    return {picture.planes[0].values[i], picture.planes[1].values[i], picture.planes[2].values[i]};
}

Plane relative_luminance(const Picture& ycxcz) {
    Plane result = ycxcz.planes[0];
    for (float& value : result.values) value = (value + 16) / 116;
    return result;
}

} // namespace

Plane flip_difference(const Picture& rgb_a, const Picture& rgb_b, double pixels_per_degree) {
    Picture a = opponent(rgb_a);
    Picture b = opponent(rgb_b);
    const FeatureFilter feature_filter(pixels_per_degree);
    const Features features_a = features_of(relative_luminance(a), feature_filter);
    const Features features_b = features_of(relative_luminance(b), feature_filter);
    const ContrastFilter contrast(pixels_per_degree);
    contrast.apply(a);
    contrast.apply(b);
    Plane result(a.width(), a.height());
    for (std::size_t i = 0; i < result.values.size(); ++i) {
        const double color = color_error(
            color_distance(hunt_lab_of_opponent(pixel(a, i)), hunt_lab_of_opponent(pixel(b, i))));
        const double edges = std::abs(features_a.edges.values[i] - features_b.edges.values[i]);
        const double points = std::abs(features_a.points.values[i] - features_b.points.values[i]);
        const double feature =
            std::pow(std::max(edges, points) / std::numbers::sqrt2, kFeatureExponent);
        result.values[i] = static_cast<float>(std::pow(color, 1 - feature));
    }
    return result;
}

} // namespace seamline::measures
