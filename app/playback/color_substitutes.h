// app/playback/color_substitutes.h: what is shown instead of colours that cannot be made.
#pragma once

#include "renderer/color/color_config.h"
#include "renderer/color/input_guess.h"
#include "renderer/color/source_color.h"

#include <optional>
#include <string>
#include <vector>

namespace seamline::playback {

/// All that a person chooses of one picture's colours.
struct ColorSettings {
    color::SourceColor color;
    color::ViewColor view;

    friend bool operator==(const ColorSettings&, const ColorSettings&) = default;
};

/// Settings to try in this order when `wanted` cannot be made, the nearest first; `wanted` is not
/// among them. They keep a grade's values, and take from `last_good`, the settings of this place
/// that could be made last, what a file that is broken now gave them (the LUT, the CDL, the
/// view's calibration and look); at the end those are left out. A space, display or view that the
/// configuration lacks gives way to the guess and to the configuration's defaults, so that all
/// takes are seen under one configuration.
std::vector<ColorSettings> color_substitutes(const color::ColorConfig& config,
                                             const ColorSettings& wanted,
                                             const std::optional<ColorSettings>& last_good);

/// How `used` differs from `wanted`, one line: "shown without its LUT", "shown with the last LUT
/// that could be read, warm.cube". `read_as`: what the file is taken for.
std::string substitution_words(const ColorSettings& wanted, const ColorSettings& used,
                               const color::InputGuess& read_as);

} // namespace seamline::playback
