// renderer/measures/code_means.h: a frame's own code values, averaged to a small size. Private to
// measures.
#pragma once

#include "renderer/measures/plane.h"
#include "renderer/measures/working_picture.h"

namespace seamline::measures {

/// Means over equal areas of the visible picture, `size.width` by `size.height` of them, of the
/// first three components (the first one of grey, three times). A chroma sample counts for each
/// visible pixel that it covers: column x has the sample x >> chroma_shift_x, as the scopes' chroma
/// has. Pixels on an area's border count in the share that lies in it; all weights are integers,
/// and so are the sums, of at most 16 + 32 bits, before one division. Alpha is not looked at.
/// `size` is at most the visible picture's.
Picture code_means(const FrameView& frame, Extent size);

/// Of one component.
Plane component_means(const FrameView& frame, int component, Extent size);

} // namespace seamline::measures
