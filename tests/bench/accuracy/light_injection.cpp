#include "tests/bench/accuracy/light_injection.h"

#include "renderer/color/chromaticity.h"
#include "renderer/measures/cdl_fit.h"
#include "renderer/measures/illuminant.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace seamline::bench {
namespace {

// Nearest of 256 code values at gamma 2.4, as light. Codes begin at `lowest`; where to look for one
// is read from a table over the fourth root, which is nearly even in codes.
class StoredLight {
public:
    StoredLight() {
        for (std::size_t code = 0; code < 256; ++code) {
            light_[code] = static_cast<float>(std::pow(static_cast<double>(code) / 255, 2.4));
            lowest_[code] = code == 0 ? 0 : std::pow((static_cast<double>(code) - 0.5) / 255, 2.4);
        }
        std::size_t code = 0;
        for (std::size_t i = 0; i < first_.size(); ++i) {
            const double light = std::pow(static_cast<double>(i) / kSteps, 4);
            while (code < 255 && lowest_[code + 1] <= light) ++code;
            first_[i] = code;
        }
    }
    float operator()(double light) const {
        const double limited = std::clamp(light, 0.0, 1.0);
        std::size_t code = first_[static_cast<std::size_t>(std::sqrt(std::sqrt(limited)) * kSteps)];
        while (code < 255 && lowest_[code + 1] <= limited) ++code;
        return light_[code];
    }

private:
    static constexpr int kSteps = 2048;
    std::array<float, 256> light_{};
    std::array<double, 256> lowest_{};
    std::array<std::size_t, kSteps + 1> first_{};
};

// The chromaticity with the wanted place beside the locus, by Newton's method with differences.
glm::dvec2 uv_at(measures::Temperature wanted, glm::dvec2 start) {
    glm::dvec2 uv = start;
    for (int i = 0; i < 40; ++i) {
        constexpr double h = 1e-4;
        const auto now = measures::temperature_of(uv);
        const auto right = measures::temperature_of(uv + glm::dvec2(h, 0));
        const auto up = measures::temperature_of(uv + glm::dvec2(0, h));
        const glm::dmat2 slope{{(right.mired - now.mired) / h, (right.duv - now.duv) / h},
                               {(up.mired - now.mired) / h, (up.duv - now.duv) / h}};
        uv += 0.7 *
              (glm::inverse(slope) * glm::dvec2(wanted.mired - now.mired, wanted.duv - now.duv));
    }
    return uv;
}

} // namespace

measures::Picture injected(const measures::Picture& light, const LightChange& change) {
    static const StoredLight as_stored;
    measures::Picture result(light.width(), light.height());
    for (int y = 0; y < light.height(); ++y)
        for (int x = 0; x < light.width(); ++x) {
            const glm::dvec3 before(light.planes[0].at(x, y), light.planes[1].at(x, y),
                                    light.planes[2].at(x, y));
            const glm::dvec3 after = change(before, (2 * x + 1.0) / light.width() - 1,
                                            (2 * y + 1.0) / light.height() - 1);
            for (int c = 0; c < 3; ++c)
                result.planes[static_cast<std::size_t>(c)].at(x, y) = as_stored(after[c]);
        }
    return result;
}

LightChange exposure(double stops) {
    return [gain = std::exp2(stops)](glm::dvec3 light, double, double) { return light * gain; };
}

LightChange temperature(double mired) {
    const glm::dvec2 d65 = measures::uv_1960_of_light({1, 1, 1});
    measures::Temperature wanted = measures::temperature_of(d65);
    wanted.mired += mired;
    const glm::dvec2 uv = uv_at(wanted, d65);
    const double scale = 2 * uv.x - 8 * uv.y + 4;
    const color::Chromaticity white{3 * uv.x / scale, 2 * uv.y / scale};
    const glm::dmat3 to_xyz = color::rgb_to_xyz(color::kBt709);
    const glm::dmat3 matrix =
        glm::inverse(to_xyz) *
        color::white_adaptation(color::kD65, white, color::Adaptation::Bradford) * to_xyz;
    return [matrix](glm::dvec3 light, double, double) { return matrix * light; };
}

LightChange random_grade(std::mt19937& random) {
    color::Cdl cdl;
    for (std::size_t i = 0; i < 3; ++i) {
        cdl.slope[i] = uniform(random, 0.8, 1.25);
        cdl.offset[i] = uniform(random, -0.03, 0.03);
        cdl.power[i] = uniform(random, 0.85, 1.2);
    }
    cdl.saturation = uniform(random, 0.75, 1.25);
    return [cdl](glm::dvec3 light, double, double) {
        const glm::dvec3 code = glm::pow(glm::max(light, 0.0), glm::dvec3(1 / 2.4));
        return glm::pow(glm::max(measures::apply_cdl(cdl, code), 0.0), glm::dvec3(2.4));
    };
}

LightChange warm_ramp(double stops, double angle, double aspect) {
    const double right = std::cos(angle);
    const double up = std::sin(angle);
    const double reach = std::abs(right) * aspect + std::abs(up);
    return [=](glm::dvec3 light, double x, double y) {
        const double along = stops * (right * aspect * x - up * y) / reach;
        return light * glm::exp2(glm::dvec3(1.15 * along, along, 0.85 * along));
    };
}

LightChange blob(double stops, double at_x, double at_y) {
    return [=](glm::dvec3 light, double x, double y) {
        const double distance = std::hypot(x - at_x, y - at_y) / 0.5;
        return light * std::exp2(stops * std::exp(-0.5 * distance * distance));
    };
}

LightChange both(LightChange first, LightChange then) {
    return [first = std::move(first), then = std::move(then)](
               glm::dvec3 light, double x, double y) { return then(first(light, x, y), x, y); };
}

double uniform(std::mt19937& random, double from, double to) {
    return from + (to - from) * static_cast<double>(random() >> 8) / 16777216.0;
}

double random_sign(std::mt19937& random) { return random() % 2 == 0 ? 1.0 : -1.0; }

double auc(const std::vector<double>& faults, const std::vector<double>& nones) {
    double wins = 0;
    for (const double fault : faults)
        for (const double none : nones) wins += fault > none ? 1 : fault == none ? 0.5 : 0;
    return wins / (static_cast<double>(faults.size()) * static_cast<double>(nones.size()));
}

double quantile(std::vector<double> values, double share) {
    if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
    std::sort(values.begin(), values.end());
    const double rank = share * static_cast<double>(values.size() - 1);
    const auto low = static_cast<std::size_t>(rank);
    const std::size_t high = std::min(low + 1, values.size() - 1);
    return values[low] + (rank - static_cast<double>(low)) * (values[high] - values[low]);
}

double mean(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

} // namespace seamline::bench
