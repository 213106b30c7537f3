// app/ui/light_meter.h: from a source's R'G'B' to light, and how far two lights are apart.
#pragma once

#include "decode/media/result.h"
#include "renderer/color/chromaticity.h"
#include "renderer/color/color_config.h"
#include "renderer/color/color_processor.h"
#include "renderer/color/source_color.h"

#include <glm/glm.hpp>

#include <optional>
#include <string>
#include <utility>

namespace seamline::ui {

/// Light as linear BT.709 primaries under D65, unclipped, where 1 is reference white.
struct LightReading {
    glm::dvec3 linear{0};                 ///< The source's own light, graded; see LightMeter.
    color::Chromaticity xy = color::kD65; ///< Of `linear`. Black has that of D65.
    std::optional<double> nits; ///< cd/m2 of `linear`, where the encoding says it: PQ and HLG.
    glm::dvec3 code{0};         ///< R'G'B' that the main window's display is fed with, 1: highest.
    glm::dvec3 seen{0};         ///< What the main window's display shows of it.
};

/// Measures what one source shows. With the built-in configuration the light is the source's own,
/// unclipped. What a user's configuration means by its linear spaces is not known: there the light
/// is what the display shows of it (`is_as_seen`).
///
/// Immutable; copies share it. Threads: any.
class LightMeter {
public:
    /// `source.input_space` is the one in use, guessed or not. Blocks: reads the CDL and the LUT.
    /// Errors: as color::analysis_processor.
    static Result<LightMeter> make(const color::ColorConfig& config,
                                   const color::SourceColor& source, const color::ViewColor& view);

    /// Of R'G'B' after matrix and range, any value.
    LightReading read(glm::dvec3 rgb) const;
    bool is_as_seen() const { return !light_; }

private:
    LightMeter(color::ColorProcessor shown, color::ColorProcessor seen,
               std::optional<color::ColorProcessor> light, bool is_absolute)
        : shown_(std::move(shown)), seen_(std::move(seen)), light_(std::move(light)),
          is_absolute_(is_absolute) {}

    color::ColorProcessor shown_; ///< To the display's code values.
    color::ColorProcessor seen_;
    std::optional<color::ColorProcessor> light_; ///< To ACEScg. None: the light is what is seen.
    bool is_absolute_;                           ///< Code values stand for cd/m2.
};

/// Of what is seen of two pictures in one place.
struct LightDifference {
    double e2000 = 0; ///< CIEDE2000 under D65, where reference white is L* 100.
    double itp = 0;   ///< BT.2124, reference white at 203 cd/m2 (Rep. ITU-R BT.2408).
};
LightDifference difference(const LightReading& a, const LightReading& b);

/// "  screen 118.0 118.0 118.0 of 255  linear 0.1800 0.1800 0.1800 (white 1)  x 0.3127 y 0.3290
/// 36.5 cd/m2"; says so when it is what the
/// display shows (see LightMeter).
std::string light_text(const LightReading& reading, bool is_as_seen);
/// "A to B as seen: dE 2000 1.23  dE ITP 4.56", with the Greek letter.
std::string difference_words(const LightDifference& difference);

} // namespace seamline::ui
