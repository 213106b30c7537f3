#include "renderer/color/display_signal.h"

#include "renderer/color/chromaticity.h"
#include "renderer/color/transfer.h"

#include <array>
#include <cmath>

namespace seamline::color {
namespace {

struct Named {
    const char* space;
    DisplaySignal signal;
};

using enum DisplayCurve;
constexpr ColorPrimaries k709 = ColorPrimaries::Bt709;
constexpr ColorPrimaries k2020 = ColorPrimaries::Bt2020;
constexpr ColorPrimaries kP3 = ColorPrimaries::DisplayP3;

// The built-in names; then those of the CG and Studio configurations of OpenColorIO-Config-ACES and
// of the ACES 1.2 configuration.
constexpr auto kNames = std::to_array<Named>({
    {"Rec.709", {Bt1886, k709}},
    {"sRGB", {Srgb, k709}},
    {"Gamma 2.2 Rec.709", {Gamma22, k709}},
    {"Gamma 2.8 Rec.709", {Gamma28, k709}},
    {"Rec.2020", {Bt1886, k2020}},
    {"P3-D65", {Gamma26, kP3}},
    {"P3-D65 BT.1886", {Bt1886, kP3}},
    {"Display P3", {Srgb, kP3}},
    {"Rec.2100 PQ", {Pq, k2020}},
    {"P3-D65 PQ", {Pq, kP3}},
    {"Rec.2100 HLG", {Hlg, k2020}},
    {"Rec.1886 Rec.709 - Display", {Bt1886, k709}},
    {"sRGB - Display", {Srgb, k709}},
    {"Gamma 2.2 Rec.709 - Display", {Gamma22, k709}},
    {"Rec.1886 Rec.2020 - Display", {Bt1886, k2020}},
    {"P3-D65 - Display", {Gamma26, kP3}},
    {"Display P3 - Display", {Srgb, kP3}},
    {"Rec.2100-PQ - Display", {Pq, k2020}},
    {"ST2084-P3-D65 - Display", {Pq, kP3}},
    {"Rec.2100-HLG - Display", {Hlg, k2020}},
    {"Output - Rec.709", {Bt1886, k709}},
    {"Output - sRGB", {Srgb, k709}},
    {"Output - Rec.2020", {Bt1886, k2020}},
    {"Output - P3D65", {Gamma26, kP3}},
    {"Output - Rec.2020 ST2084 (1000 nits)", {Pq, k2020}},
});

double exponent_of(DisplayCurve curve) {
    switch (curve) {
    case Gamma22:
        return 2.2;
    case Gamma26:
        return 2.6;
    case Gamma28:
        return 2.8;
    default:
        return 2.4;
    }
}

double channel_nits(DisplayCurve curve, double code) {
    if (curve == Pq) return pq_to_nits(code);
    if (curve == Srgb) return srgb_to_linear(code) * kReferenceWhiteNits;
    return std::pow(std::max(code, 0.0), exponent_of(curve)) * kReferenceWhiteNits;
}

double channel_code(DisplayCurve curve, double nits) {
    if (curve == Pq) return nits_to_pq(std::max(nits, 0.0));
    const double light = std::max(nits, 0.0) / kReferenceWhiteNits;
    return curve == Srgb ? linear_to_srgb(light) : std::pow(light, 1 / exponent_of(curve));
}

} // namespace

std::optional<DisplaySignal> display_signal(const ColorConfig& config, const ViewColor& view) {
    const std::string display = view.display.empty() ? config.default_display() : view.display;
    const std::string name = view.view.empty() ? config.default_view(display) : view.view;
    const std::string space = config.view_space(display, name);
    for (const Named& row : kNames)
        if (space == row.space) return row.signal;
    return std::nullopt;
}

std::string pq_display(const ColorConfig& config) {
    for (const std::string& display : config.displays())
        if (display_signal(config, {.display = display}) == DisplaySignal{Pq, k2020})
            return display;
    return "";
}

glm::dvec3 nits_of(const DisplaySignal& signal, glm::dvec3 code) {
    if (signal.curve == Hlg) return hlg_to_nits(code);
    return {channel_nits(signal.curve, code.r), channel_nits(signal.curve, code.g),
            channel_nits(signal.curve, code.b)};
}

glm::dvec3 code_of(const DisplaySignal& signal, glm::dvec3 nits) {
    if (signal.curve == Hlg) return nits_to_hlg(glm::max(nits, glm::dvec3(0)));
    return {channel_code(signal.curve, nits.r), channel_code(signal.curve, nits.g),
            channel_code(signal.curve, nits.b)};
}

glm::dvec3 interface_code(const DisplaySignal& signal, glm::dvec3 srgb) {
    const glm::dvec3 nits = nits_of({Srgb, k709}, srgb);
    return code_of(signal, rgb_to_rgb(kBt709, primaries_of(signal.primaries)) * nits);
}

} // namespace seamline::color
