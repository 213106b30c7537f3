// renderer/color/display_tags.h: what the code values of a display mean, in a file's words.
#pragma once

#include "decode/media/color_tags.h"
#include "renderer/color/color_config.h"
#include "renderer/color/source_color.h"

#include <string>

namespace seamline::color {

struct DisplayTags {
    ColorTags tags; ///< Full-range R'G'B' with the display's primaries and transfer function.
    /// The configuration does not say what its code values mean: BT.709 and BT.1886 are assumed.
    bool is_assumed = false;
    std::string name; ///< "Video (colorimetric) on sRGB"
};

/// Of the display and view, completed by the configuration's defaults. The display's colour space is
/// measured rather than known by its name: the light of its primaries, of white and of two greys is
/// compared with that of every tag. Blocks: a few milliseconds. Errors: NotFound, as for
/// ColorProcessor::viewed.
Result<DisplayTags> display_tags(const ColorConfig& config, const ViewColor& view);

} // namespace seamline::color
