#include "app/ui/light_meter.h"

#include "app/ui/color_choices.h"
#include "renderer/color/analysis_space.h"
#include "renderer/color/cie.h"
#include "renderer/color/transfer.h"

#include <array>
#include <cmath>
#include <cstdio>

namespace seamline::ui {
namespace {

/// ACEScg's. Source: Academy S-2014-004, 4.1.
constexpr color::Primaries kAcesAp1{
    {0.713, 0.293}, {0.165, 0.830}, {0.128, 0.044}, color::kAcesWhite};

glm::dvec3 applied(const color::ColorProcessor& processor, glm::dvec3 rgb) {
    std::array<float, 3> pixel{static_cast<float>(rgb.r), static_cast<float>(rgb.g),
                               static_cast<float>(rgb.b)};
    processor.apply(pixel, 3);
    return {pixel[0], pixel[1], pixel[2]};
}

glm::dvec3 xyz_of(glm::dvec3 linear_bt709) {
    static const glm::dmat3 to_xyz = color::rgb_to_xyz(color::kBt709);
    return to_xyz * linear_bt709;
}

} // namespace

Result<LightMeter> LightMeter::make(const color::ColorConfig& config,
                                    const color::SourceColor& source,
                                    const color::ViewColor& view) {
    auto shown = color::ColorProcessor::viewed(config, source, view);
    if (!shown) return shown.error();
    auto seen = color::analysis_processor(config, source, view, color::AnalysisSpace::AsViewed);
    if (!seen) return seen.error();
    if (!config.is_built_in()) {
        const std::string display = view.display.empty() ? config.default_display() : view.display;
        return LightMeter(std::move(shown).value(), std::move(seen).value(), std::nullopt,
                          names_hdr(display));
    }
    auto light = color::analysis_processor(config, source, view, color::AnalysisSpace::SceneLinear);
    if (!light) return light.error();
    return LightMeter(std::move(shown).value(), std::move(seen).value(), std::move(light).value(),
                      names_hdr(source.input_space));
}

LightReading LightMeter::read(glm::dvec3 rgb) const {
    static const glm::dmat3 from_acescg =
        color::rgb_to_rgb(kAcesAp1, color::kBt709, color::Adaptation::Bradford);
    LightReading reading;
    reading.code = applied(shown_, rgb);
    reading.seen = applied(seen_, rgb);
    reading.linear = light_ ? from_acescg * applied(*light_, rgb) : reading.seen;
    const glm::dvec3 xyz = xyz_of(reading.linear);
    reading.xy = color::xy_from_xyz(xyz);
    if (is_absolute_) reading.nits = xyz.y * color::kReferenceWhiteNits;
    return reading;
}

LightDifference difference(const LightReading& a, const LightReading& b) {
    static const glm::dmat3 to_bt2020 = color::rgb_to_rgb(color::kBt709, color::kBt2020);
    const auto lab = [](const LightReading& r) { return color::lab_from_xyz(xyz_of(r.seen)); };
    const auto itp = [](const LightReading& r) {
        return color::itp_from_nits(to_bt2020 * r.seen * color::kReferenceWhiteNits);
    };
    return {color::delta_e_2000(lab(a), lab(b)), color::delta_e_itp(itp(a), itp(b))};
}

std::string light_text(const LightReading& reading, bool is_as_seen) {
    constexpr double kLeastShown = 0.00005; // What rounds to nothing has no sign.
    const auto shown = [](double v) { return std::abs(v) < kLeastShown ? 0.0 : v; };
    const glm::dvec3 light(shown(reading.linear.r), shown(reading.linear.g),
                           shown(reading.linear.b));
    // Codes of eight bits whatever the output's depth: the unit that everybody reads.
    const glm::dvec3 code = glm::clamp(reading.code, 0.0, 1.0) * 255.0;
    std::array<char, 200> text{};
    std::snprintf(text.data(), text.size(),
                  "  screen %.1f %.1f %.1f of 255  %s %.4f %.4f %.4f (white 1)  x %.4f y %.4f",
                  code.r, code.g, code.b, is_as_seen ? "linear 709 as seen" : "linear 709", light.r,
                  light.g, light.b, reading.xy.x, reading.xy.y);
    std::string result = text.data();
    if (reading.nits) {
        std::snprintf(text.data(), text.size(), "  %.4g cd/m\xC2\xB2", *reading.nits);
        result += text.data();
    }
    return result;
}

std::string difference_words(const LightDifference& difference) {
    std::array<char, 160> text{};
    std::snprintf(text.data(), text.size(),
                  "A to B as seen: \xCE\x94"
                  "E 2000 %.2f  \xCE\x94"
                  "E ITP %.2f",
                  difference.e2000, difference.itp);
    return text.data();
}

} // namespace seamline::ui
