// app/cli/scope_pictures.h: scopes as pictures with graticule and labels.
#pragma once

#include "app/cli/scope_canvas.h"
#include "renderer/scopes/scope_trace.h"

#include <optional>
#include <string>
#include <vector>

namespace seamline::cli {

struct ScopePictureStyle {
    Extent size{960, 540}; ///< Of waveforms and histogram; the planes are squares of this height.
    renderer::TraceGain gain = renderer::TraceGain::Log;
    float brightness = 1;
    renderer::LevelScale scale = renderer::LevelScale::Percent;
    int zoom = 1;        ///< Of the vectorscope.
    std::string caption; ///< Right of each title.
};

struct ScopePicture {
    std::string name; ///< "waveform", "parade", "vectorscope", "histogram", "chroma", "cie"
    Canvas canvas;
};

/// A pixel whose values are marked.
struct MarkedSample {
    renderer::ScopeSample levels;
    int x = 0;                    ///< Its column of the region.
    std::optional<glm::dvec2> xy; ///< See renderer::sample_xy.
};

/// One picture of each scope that was counted.
std::vector<ScopePicture> draw_scopes(const renderer::ScopeBins& bins,
                                      const ScopePictureStyle& style,
                                      const std::optional<MarkedSample>& sample = {});

} // namespace seamline::cli
