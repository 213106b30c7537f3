// app/ui/label_painter.h: writes labels into pictures that leave the program, without a GPU.
#pragma once

#include "decode/media/pixel_layout.h"

#include <imgui.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace seamline::ui {

/// A font's glyphs, copied out of ImGui so that workers can use them.
///
/// Threads: made on the main thread; afterwards constant, safe.
class LabelPainter {
public:
    /// `font` is one of the atlas.
    LabelPainter(ImFontAtlas& atlas, const ImFont& font);

    /// Draws one line of UTF-8 with its plate into rows of 8-bit R G B A, top left corner at x, y;
    /// cut at the picture's edges. Returns the size of the plate.
    Extent draw(std::span<std::byte> rgba, Extent size, int x, int y, std::string_view text) const;
    Extent size_of(std::string_view text) const;

private:
    struct Glyph {
        int left = 0, top = 0, width = 0, height = 0;
        float advance = 0;
        std::vector<std::uint8_t> coverage;
    };
    const Glyph& glyph(unsigned character) const;

    int line_px_ = 0;
    std::vector<int> index_; ///< Of a glyph by character; -1: none.
    std::vector<Glyph> glyphs_;
};

} // namespace seamline::ui
