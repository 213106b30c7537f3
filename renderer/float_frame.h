// renderer/float_frame.h: pictures that the renderer itself made, as frames.
#pragma once

#include "renderer/cached_frame.h"

namespace seamline::renderer {

/// A frame of R'G'B'A in floats without padding, as TargetFormat::Rgba32fWide has it, still without
/// a buffer. Without alpha the fourth float is not looked at.
CachedFrame float_frame(Extent size, bool has_alpha);

} // namespace seamline::renderer
