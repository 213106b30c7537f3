// renderer/color/space_names.h: what configurations and files call the built-in spaces.
#pragma once

#include "renderer/color/color_config.h"

#include <string>
#include <string_view>

namespace seamline::color {

/// The built-in space whose encoding `file_name` mentions ("A001_LogC4.mov"); empty when none.
std::string space_in_file_name(std::string_view file_name);

/// The space of `config` that is the built-in `space`, by the names of the ACES and OpenColorIO
/// configurations; empty when there is none.
std::string equivalent_space(const ColorConfig& config, std::string_view space);

} // namespace seamline::color
