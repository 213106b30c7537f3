#include "renderer/measures/illuminant.h"

#include "renderer/color/chromaticity.h"
#include "renderer/measures/fast_log2.h"
#include "renderer/measures/median_bins.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <numbers>

namespace seamline::measures {
namespace {

constexpr std::size_t kFewestPairs = 200;
constexpr float kBrightest = 0.95F;
constexpr float kDarkest = 0.004F;

// Bradford's sharpened cones. Source: Lam (1985), as in ICC.1:2010, annex E.
glm::dmat3 cones_from_xyz() {
    return glm::transpose(glm::dmat3(0.8951, 0.2664, -0.1614, //
                                     -0.7502, 1.7135, 0.0367, //
                                     0.0389, -0.0685, 1.0296));
}

// Positive for positive light of BT.709 primaries.
const glm::dmat3& cones_from_light() {
    static const glm::dmat3 matrix = cones_from_xyz() * color::rgb_to_xyz(color::kBt709);
    return matrix;
}

// White under a light whose cone responses are `ratio` times those of D65.
Temperature temperature_of_ratio(glm::dvec3 ratio) {
    const glm::dvec3 cones = ratio * (cones_from_light() * glm::dvec3(1));
    return temperature_of(uv_1960_of_light(glm::inverse(cones_from_light()) * cones));
}

void set_color(LightStep& step, glm::dvec3 cone_ratio) {
    const Temperature before = temperature_of_ratio(glm::dvec3(1));
    const Temperature after = temperature_of_ratio(cone_ratio / cone_ratio.y);
    step.delta_mired = after.mired - before.mired;
    step.delta_duv = after.duv - before.duv;
}

// Between pixels, all planes at once.
class Sampler {
public:
    Sampler(const Picture& picture, float x, float y) : picture_(picture) {
        const float px = std::clamp(x, 0.0F, static_cast<float>(picture.width() - 1));
        const float py = std::clamp(y, 0.0F, static_cast<float>(picture.height() - 1));
        const int x0 = static_cast<int>(px);
        const int y0 = static_cast<int>(py);
        const int x1 = std::min(x0 + 1, picture.width() - 1);
        const int y1 = std::min(y0 + 1, picture.height() - 1);
        const float fx = px - static_cast<float>(x0);
        const float fy = py - static_cast<float>(y0);
        const Plane& plane = picture.planes[0];
        at_ = {plane.index(x0, y0), plane.index(x1, y0), plane.index(x0, y1), plane.index(x1, y1)};
        weight_ = {(1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy};
    }
    float operator[](std::size_t plane) const {
        const std::vector<float>& v = picture_.planes[plane].values;
        return v[at_[0]] * weight_[0] + v[at_[1]] * weight_[1] + v[at_[2]] * weight_[2] +
               v[at_[3]] * weight_[3];
    }

private:
    const Picture& picture_;
    std::array<std::size_t, 4> at_;
    std::array<float, 4> weight_;
};

// Median of log2 of B / A after both went through one row of a matrix.
double median_ratio(const LightPairs& pairs, glm::dvec3 row, MedianBins& bins) {
    const glm::vec3 weights(row);
    bins = {};
    for (std::size_t i = 0; i < pairs.a.size(); ++i) {
        const glm::vec3& a = pairs.a[i];
        const glm::vec3& b = pairs.b[i];
        const float from = weights.x * a.x + weights.y * a.y + weights.z * a.z;
        const float to = weights.x * b.x + weights.y * b.y + weights.z * b.z;
        bins.add(fast_log2(to / from));
    }
    return bins.median();
}

constexpr glm::dvec3 kLuminance{0.2126, 0.7152, 0.0722};

} // namespace

bool is_valid_light(glm::vec3 light) {
    return std::max({light.r, light.g, light.b}) < kBrightest &&
           std::min({light.r, light.g, light.b}) > kDarkest;
}

LightPairs light_pairs(const Picture& a, const Picture& b, const Alignment& alignment) {
    LightPairs pairs;
    pairs.width = a.width();
    pairs.height = a.height();
    for (int y = 0; y < a.height(); ++y)
        for (int x = 0; x < a.width(); ++x) {
            if (!alignment.valid_for_color.at(x, y)) continue;
            const std::size_t at = a.planes[0].index(x, y);
            const glm::vec3 from(a.planes[0].values[at], a.planes[1].values[at],
                                 a.planes[2].values[at]);
            if (!is_valid_light(from)) continue;
            const Sampler sample(b, static_cast<float>(x) + alignment.flow.dx.values[at],
                                 static_cast<float>(y) + alignment.flow.dy.values[at]);
            const glm::vec3 to(sample[0], sample[1], sample[2]);
            if (!is_valid_light(to)) continue;
            pairs.a.push_back(from);
            pairs.b.push_back(to);
            pairs.position.emplace_back(x, y);
        }
    return pairs;
}

std::optional<LightStep> aligned_light_step(const LightPairs& pairs) {
    if (pairs.a.size() < kFewestPairs) return std::nullopt;
    const auto bins = std::make_unique<MedianBins>();
    const glm::dmat3 rows = glm::transpose(cones_from_light());
    LightStep step;
    step.aligned = true;
    step.exposure_stops = median_ratio(pairs, kLuminance, *bins);
    glm::dvec3 cone_ratio{1};
    for (int i = 0; i < 3; ++i) {
        cone_ratio[i] = std::exp2(median_ratio(pairs, rows[i], *bins));
        glm::dvec3 channel{0};
        channel[i] = 1;
        step.log_ratio[i] = median_ratio(pairs, channel, *bins) * std::numbers::ln2;
    }
    set_color(step, cone_ratio);
    return step;
}

GlobalLight global_light(const Picture& light) {
    const int width = light.width();
    const int height = light.height();
    GlobalLight result;
    glm::dvec3 sum{0};
    double stops = 0;
    std::array<Plane, 3> soft;
    for (std::size_t i = 0; i < 3; ++i) soft[i] = gaussian_blurred(light.planes[i], 1.0);
    for (int y = 0; y < height; ++y) {
        const int above = std::max(y - 1, 0);
        const int below = std::min(y + 1, height - 1);
        glm::dvec3 row_sum{0}; // Two levels: rows, then pixels of a row.
        float row_stops = 0;
        for (int x = 0; x < width; ++x) {
            const glm::vec3 rgb(light.planes[0].at(x, y), light.planes[1].at(x, y),
                                light.planes[2].at(x, y));
            const float luminance = 0.2126F * rgb.r + 0.7152F * rgb.g + 0.0722F * rgb.b;
            row_stops += fast_log2(std::max(luminance, 0.0F) + 0.005F);
            if (!is_valid_light(rgb)) continue;
            const int left = std::max(x - 1, 0);
            const int right = std::min(x + 1, width - 1);
            for (int i = 0; i < 3; ++i) {
                const Plane& plane = soft[static_cast<std::size_t>(i)];
                const float gx = 0.5F * (plane.at(right, y) - plane.at(left, y));
                const float gy = 0.5F * (plane.at(x, below) - plane.at(x, above));
                const float square = gx * gx + gy * gy;
                row_sum[i] += static_cast<double>(square * square * square);
            }
        }
        sum += row_sum;
        stops += row_stops;
    }
    result.mean_log2_luminance =
        light.empty() ? 0 : stops / (static_cast<double>(width) * static_cast<double>(height));
    // Without edges nothing is known: the light counts as white.
    if (sum.r > 0 && sum.g > 0 && sum.b > 0)
        for (int i = 0; i < 3; ++i) result.grey_edge[i] = std::pow(sum[i] / sum.g, 1.0 / 6);
    const Temperature temperature = temperature_of(uv_1960_of_light(result.grey_edge));
    result.mired = temperature.mired;
    result.duv = temperature.duv;
    return result;
}

LightStep global_light_step(const GlobalLight& a, const GlobalLight& b) {
    LightStep step;
    step.exposure_stops = b.mean_log2_luminance - a.mean_log2_luminance;
    step.log_ratio = glm::log(b.grey_edge / a.grey_edge);
    set_color(step, (cones_from_light() * b.grey_edge) / (cones_from_light() * a.grey_edge));
    return step;
}

} // namespace seamline::measures
