// renderer/color/input_guess.h: which colour space a file is probably in.
#pragma once

#include "decode/media/color_tags.h"
#include "renderer/color/color_config.h"

#include <filesystem>
#include <string>

namespace seamline::color {

struct InputGuess {
    std::string space;  ///< A space of the configuration.
    std::string reason; ///< One line for the inspector: "tagged bt709, bt1886".
    /// The file's own tags, or a rule of the user's configuration, say it. False: a guess, to be
    /// shown as one and overridable by SourceColor::input_space.
    bool confirmed = false;

    friend bool operator==(const InputGuess&, const InputGuess&) = default;
};

/// In this order: a file rule of a user's configuration (other than its default rule); tags that
/// say PQ or HLG; an encoding in the file's name ("logc4", "S-Log3", "ACEScg"); the tags; the
/// configuration's default. Guessed BT.601 primaries count as BT.709: nothing is converted because
/// of a guess.
InputGuess guess_input_space(const ColorConfig& config, const ColorTags& tags,
                             const std::filesystem::path& file);

} // namespace seamline::color
