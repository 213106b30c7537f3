// renderer/color/color_config_state.h: what a ColorConfig holds.
#pragma once

#include "renderer/color/color_config.h"
#include "renderer/color/config_files.h"

namespace seamline::color {

struct ColorConfig::State {
    OCIO::ConstConfigRcPtr config;
    std::string name;
    std::string cache_id;
    bool is_built_in = false;
    mutable CheckedFiles files;
};

/// The configuration that ColorConfig's documentation describes.
OCIO::ConstConfigRcPtr make_built_in_config();

/// Display-referred space of linear Rec.709 that the built-in configuration has for measures.
inline constexpr const char* kDisplayLinear = "Display-linear Rec.709";

} // namespace seamline::color
