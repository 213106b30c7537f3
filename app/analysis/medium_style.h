// app/analysis/medium_style.h: the style of a whole medium.
#pragma once

#include "app/analysis/frame_fetcher.h"
#include "app/analysis/style.h"

#include <functional>

namespace seamline::analysis {

/// From up to eight frames spread over the medium. Blocks: decodes them. Errors: Cancelled;
/// NotFound when none of them can be read; of a medium that cannot be read any more.
Result<Style> style_of_medium(FrameFetcher& fetcher, const SourceFeatures& features,
                              const std::function<bool()>& cancelled);

} // namespace seamline::analysis
