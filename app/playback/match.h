// app/playback/match.h: a fitted grade on a source of the session, tried and taken off again.
#pragma once

#include "decode/media/result.h"
#include "renderer/color/color_config.h"
#include "renderer/color/source_color.h"
#include "renderer/measures/grade_fit.h"

namespace seamline::playback {

/// `incoming` with the CDL of `grade`, in the encoding that it was fitted in. Errors:
/// InvalidArgument with a sentence that says what to do: the source is bypassed, or has a grade, a
/// LUT or a CDL of its own, which this would replace; Unsupported: the configuration has no space
/// for BT.709 primaries with gamma 2.4.
Result<color::SourceColor> matched(const color::ColorConfig& config,
                                   const color::SourceColor& incoming,
                                   const measures::GradeFit& grade);

/// The same colours without a match.
color::SourceColor unmatched(color::SourceColor color);

} // namespace seamline::playback
