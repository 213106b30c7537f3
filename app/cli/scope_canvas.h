// app/cli/scope_canvas.h: draws lines and text over scope traces, without a GPU.
#pragma once

#include "app/ui/label_painter.h"
#include "renderer/scopes/graticule.h"

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

namespace seamline::cli {

/// 8-bit R'G'B'A, rows from the top.
struct Canvas {
    Extent size;
    std::vector<std::byte> rgba;
};

/// The program's font at a size, from the system.
class CanvasFont {
public:
    explicit CanvasFont(float size_px); ///< ImGui's own font where the program's is not installed.
    const ui::LabelPainter& painter() const { return *painter_; }

private:
    ImFontAtlas atlas_;
    std::unique_ptr<ui::LabelPainter> painter_;
};

/// Draws `graticule` over the trace in `rect`. Labels that would overlap one before are left out.
void draw_graticule(Canvas& canvas, const Rect& rect, const renderer::Graticule& graticule,
                    const ui::LabelPainter& font);

/// A small ring around a place, for a probed value.
void draw_mark(Canvas& canvas, const Rect& rect, glm::vec2 place, glm::vec3 rgb);

} // namespace seamline::cli
