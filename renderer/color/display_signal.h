// renderer/color/display_signal.h: what light the code values of a display stand for.
#pragma once

#include "decode/media/color_tags.h"
#include "renderer/color/color_config.h"
#include "renderer/color/source_color.h"

#include <glm/glm.hpp>

#include <optional>
#include <string>

namespace seamline::color {

enum class DisplayCurve : std::uint8_t { Bt1886, Srgb, Gamma22, Gamma26, Gamma28, Pq, Hlg };

/// SDR's white is shown at kReferenceWhiteNits; HLG as on a display of kHlgPeakNits.
struct DisplaySignal {
    DisplayCurve curve = DisplayCurve::Bt1886;
    ColorPrimaries primaries = ColorPrimaries::Bt709; ///< All displays have the white D65.

    friend bool operator==(const DisplaySignal&, const DisplaySignal&) = default;
};

/// What a view (its defaults filled in) makes, by the name of its colour space: the built-in ones
/// and those of the ACES configurations. Nothing for others, "Raw" among them.
std::optional<DisplaySignal> display_signal(const ColorConfig& config, const ViewColor& view);

/// The first display with a default view that makes BT.2100 PQ; empty when there is none.
std::string pq_display(const ColorConfig& config);

/// R'G'B' in [0, 1] to cd/m2 of each primary, and back.
glm::dvec3 nits_of(const DisplaySignal& signal, glm::dvec3 code);
glm::dvec3 code_of(const DisplaySignal& signal, glm::dvec3 nits);

/// A colour of the interface, which is drawn for sRGB with its white at kReferenceWhiteNits, in
/// code values of a display.
glm::dvec3 interface_code(const DisplaySignal& signal, glm::dvec3 srgb);

} // namespace seamline::color
