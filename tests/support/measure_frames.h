// tests/support/measure_frames.h: frames that the measures' passes and their C++ twins must measure
// alike.
#pragma once

#include "renderer/measures/working_picture.h"
#include "tests/support/test_frame.h"

namespace seamline::test {

/// The same planes as C++ reads them; `frame` is mapped and outlives it.
measures::FrameView view_of(const renderer::CachedFrame& frame);

/// Edges of every direction and blur, grain, and letterbox and pillarbox mattes of `matte` pixels.
SampleFunction lens_samples(const FrameSpec& frame, Extent matte, std::uint32_t seed);

} // namespace seamline::test
