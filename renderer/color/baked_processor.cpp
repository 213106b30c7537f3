#include "renderer/color/baked_processor.h"

#include "renderer/color/color_config_state.h"
#include "renderer/color/color_processor_state.h"

#include <cstring>
#include <vector>

namespace seamline::color {
namespace {

// Source: AMPAS S-2016-001, ACEScct: log2 and a line below 0.0078125.
OCIO::TransformRcPtr acescct_curve() {
    const double breaks[3] = {0.0078125, 0.0078125, 0.0078125};
    const auto curve = OCIO::LogCameraTransform::Create(breaks);
    const double slope[3] = {1 / 17.52, 1 / 17.52, 1 / 17.52};
    const double offset[3] = {9.72 / 17.52, 9.72 / 17.52, 9.72 / 17.52};
    curve->setBase(2.0);
    curve->setLogSideSlopeValue(slope);
    curve->setLogSideOffsetValue(offset);
    return curve;
}

/// R'G'B' at every node, red fastest.
std::vector<float> nodes(int edge) {
    std::vector<float> rgb;
    rgb.reserve(3 * static_cast<std::size_t>(edge) * static_cast<std::size_t>(edge) *
                static_cast<std::size_t>(edge));
    const auto at = [edge](int i) { return static_cast<float>(i) / static_cast<float>(edge - 1); };
    for (int b = 0; b < edge; ++b)
        for (int g = 0; g < edge; ++g)
            for (int r = 0; r < edge; ++r) rgb.insert(rgb.end(), {at(r), at(g), at(b)});
    return rgb;
}

OCIO::TransformRcPtr table(const std::vector<float>& rgb, int edge) {
    const auto lut = OCIO::Lut3DTransform::Create(static_cast<unsigned long>(edge));
    lut->setInterpolation(OCIO::INTERP_LINEAR);
    const auto n = static_cast<unsigned long>(edge);
    for (unsigned long b = 0; b < n; ++b)
        for (unsigned long g = 0; g < n; ++g)
            for (unsigned long r = 0; r < n; ++r) {
                const float* value = rgb.data() + 3 * ((b * n + g) * n + r);
                lut->setValue(r, g, b, value[0], value[1], value[2]);
            }
    return lut;
}

void through(const OCIO::Config& config, const OCIO::TransformRcPtr& transform,
             std::vector<float>& rgb) {
    OCIO::PackedImageDesc image(rgb.data(), static_cast<long>(rgb.size() / 3), 1, 3);
    config.getProcessor(transform)->getDefaultCPUProcessor()->apply(image);
}

} // namespace

BakeDomain bake_domain(const ColorConfig& config, const std::string& space) {
    const auto found = config.state().config->getColorSpace(space.c_str());
    const char* encoding = found ? found->getEncoding() : "";
    return std::strcmp(encoding, "scene-linear") == 0 ? BakeDomain::SceneLinear : BakeDomain::Code;
}

Result<ColorProcessor> baked_processor(const ColorProcessor& exact, BakeDomain domain) {
    try {
        const auto raw = OCIO::Config::CreateRaw();
        const auto group = OCIO::GroupTransform::Create();
        std::vector<float> rgb = nodes(kBakedEdge);
        if (domain == BakeDomain::SceneLinear) {
            group->appendTransform(acescct_curve());
            through(*raw, inverse(acescct_curve()), rgb);
        }
        exact.apply(rgb, 3);
        group->appendTransform(table(rgb, kBakedEdge));
        return finish_processor(processor_state(
            *raw, group, exact.description() + " (table of " + std::to_string(kBakedEdge) + ")"));
    } catch (const std::exception& failure) {
        return ocio_error(ErrorCode::Unsupported, "", failure);
    }
}

} // namespace seamline::color
