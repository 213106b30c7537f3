// renderer/measures/illuminant.h: how far the light of two pictures is apart.
#pragma once

#include "renderer/measures/alignment.h"
#include "renderer/measures/plane.h"

#include <glm/glm.hpp>

#include <optional>
#include <vector>

namespace seamline::measures {

/// Whether a pixel's colour can be measured: max < 0.95 and min > 0.004 of its light.
bool is_valid_light(glm::vec3 light);

/// Aligned pixels of two pictures that can be compared.
struct LightPairs {
    std::vector<glm::vec3> a;
    std::vector<glm::vec3> b;
    std::vector<glm::ivec2> position; ///< In A.
    int width = 0;                    ///< Of the pictures.
    int height = 0;
};
LightPairs light_pairs(const Picture& a, const Picture& b, const Alignment& alignment);

/// Place beside the Planckian locus in CIE 1960 uv, by a table of 40 to 640 mired.
struct Temperature {
    double mired = 0; ///< 1e6 / K; clamped to the table.
    double duv = 0;   ///< Signed distance from the locus, + above (greenish).
};
Temperature temperature_of(glm::dvec2 uv_1960);
glm::dvec2 uv_1960_of_light(glm::dvec3 light_bt709);

/// Incoming (B) minus outgoing (A).
struct LightStep {
    double exposure_stops = 0; ///< + is brighter.
    double delta_mired = 0;    ///< + is warmer.
    double delta_duv = 0;      ///< + is greener.
    glm::dvec3 log_ratio{0};   ///< Natural logarithm of B / A per channel.
    bool aligned = false;      ///< From corresponding pixels; false: from whole pictures.
};

/// Medians over corresponding pixels, counted in bins of 1/4096 stop; the ratio is applied in
/// Bradford's cone space to D65. None of fewer than 200 pairs.
std::optional<LightStep> aligned_light_step(const LightPairs& pairs);
/// From statistics of whole pictures: first-order grey-edge (p = 6, sigma 1) for colour, difference
/// of the mean of log2(Y + 0.005) for exposure.
struct GlobalLight {
    glm::dvec3 grey_edge{1}; ///< Illuminant estimate, G = 1.
    double mean_log2_luminance = 0;
    double mired = 0; ///< Of `grey_edge` applied to D65: for differences only.
    double duv = 0;
};
GlobalLight global_light(const Picture& light);
/// The ratio of both estimates is applied as aligned_light_step does it.
LightStep global_light_step(const GlobalLight& a, const GlobalLight& b);

} // namespace seamline::measures
