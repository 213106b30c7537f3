#include "renderer/color/display_tags.h"

#include "renderer/color/chromaticity.h"
#include "renderer/color/color_chain.h"
#include "renderer/color/transfer.h"

#include <array>
#include <cmath>
#include <optional>

namespace seamline::color {
namespace {

constexpr std::array<float, 2> kGreys{0.5F, 0.1F};

/// X, Y, Z under D65 of red, green, blue, white and the greys.
using Light = std::array<std::array<float, 3>, 6>;

std::optional<Light> light_of(const ColorConfig& config, const ViewColor& view) {
    const OCIO::Config& ocio = *config.state().config;
    const char* name = ocio.getDisplayViewColorSpaceName(view.display.c_str(), view.view.c_str());
    std::string space = name ? name : "";
    if (space == OCIO::OCIO_VIEW_USE_DISPLAY_NAME) space = view.display;
    const std::string xyz = config.space_named("cie_xyz_d65_interchange");
    const auto found = ocio.getColorSpace(space.c_str());
    if (!found || found->isData() || xyz.empty() ||
        found->getReferenceSpaceType() != OCIO::REFERENCE_SPACE_DISPLAY)
        return {};
    Light light{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 1, 1}}};
    for (std::size_t i = 0; i < kGreys.size(); ++i) light[4 + i].fill(kGreys[i]);
    OCIO::PackedImageDesc image(light.data(), static_cast<long>(light.size()), 1, 3);
    ocio.getProcessor(space.c_str(), xyz.c_str())->getDefaultCPUProcessor()->apply(image);
    return light;
}

Chromaticity xy_of(const std::array<float, 3>& xyz) {
    const double sum = static_cast<double>(xyz[0]) + xyz[1] + xyz[2];
    return {xyz[0] / sum, xyz[1] / sum};
}

double distance(Chromaticity a, Chromaticity b) { return std::hypot(a.x - b.x, a.y - b.y); }

/// Primaries under other whites are seen adapted to D65.
std::optional<ColorPrimaries> primaries_like(const Light& light) {
    constexpr double kNear = 0.004;
    for (const ColorPrimaries tag :
         {ColorPrimaries::Bt709, ColorPrimaries::DisplayP3, ColorPrimaries::Bt2020,
          ColorPrimaries::Bt601_525, ColorPrimaries::Bt601_625, ColorPrimaries::DciP3}) {
        const Primaries primaries = primaries_of(tag);
        const glm::dmat3 xyz =
            white_adaptation(primaries.white, kD65, Adaptation::Bradford) * rgb_to_xyz(primaries);
        double worst = 0;
        for (int i = 0; i < 3; ++i) {
            const glm::dvec3 column = xyz[i];
            const double sum = column.x + column.y + column.z;
            worst = std::max(worst, distance({column.x / sum, column.y / sum},
                                             xy_of(light[static_cast<std::size_t>(i)])));
        }
        if (worst < kNear) return tag;
    }
    return {};
}

/// Light of a grey per that of white.
double grey_light(ColorTransfer transfer, double grey) {
    switch (transfer) {
    case ColorTransfer::Srgb:
        return srgb_to_linear(grey);
    case ColorTransfer::Gamma22:
        return std::pow(grey, 2.2);
    case ColorTransfer::Gamma28:
        return std::pow(grey, 2.8);
    case ColorTransfer::Smpte428:
        return std::pow(grey, 2.6);
    case ColorTransfer::Linear:
        return grey;
    case ColorTransfer::Pq:
        return pq_to_nits(grey) / kPqPeakNits;
    case ColorTransfer::Hlg:
        return hlg_to_nits(glm::dvec3(grey)).y / kHlgPeakNits;
    default:
        return bt1886_to_linear(grey);
    }
}

std::optional<ColorTransfer> transfer_like(const Light& light) {
    constexpr double kNear = 0.03; // Relative; the closest two differ by 35 % at the darker grey.
    for (const ColorTransfer tag :
         {ColorTransfer::Bt1886, ColorTransfer::Srgb, ColorTransfer::Gamma22,
          ColorTransfer::Gamma28, ColorTransfer::Smpte428, ColorTransfer::Linear,
          ColorTransfer::Pq, ColorTransfer::Hlg}) {
        double worst = 0;
        for (std::size_t i = 0; i < kGreys.size(); ++i) {
            const double seen = static_cast<double>(light[4 + i][1]) / light[3][1];
            worst = std::max(worst, std::abs(seen / grey_light(tag, kGreys[i]) - 1));
        }
        if (worst < kNear) return tag;
    }
    return {};
}

DisplayTags measured(const ColorConfig& config, const ViewColor& view) {
    DisplayTags result;
    result.tags.matrix = ColorMatrix::Identity;
    result.tags.range = ColorRange::Full;
    result.name = view.view + " on " + view.display;
    const std::optional<Light> light = light_of(config, view);
    const auto primaries = light ? primaries_like(*light) : std::nullopt;
    const auto transfer = light ? transfer_like(*light) : std::nullopt;
    result.is_assumed = !primaries || !transfer;
    result.tags.primaries = primaries.value_or(ColorPrimaries::Bt709);
    result.tags.transfer = transfer.value_or(ColorTransfer::Bt1886);
    return result;
}

} // namespace

Result<DisplayTags> display_tags(const ColorConfig& config, const ViewColor& view) {
    try {
        const auto complete = complete_view(config, view);
        if (!complete) return complete.error();
        return measured(config, complete.value());
    } catch (const std::exception& failure) {
        return ocio_error(ErrorCode::Unsupported, config.is_built_in() ? "" : config.name(),
                          failure);
    }
}

} // namespace seamline::color
