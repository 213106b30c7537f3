// renderer/layout.h: where pictures lie in a target; pure geometry shared by renderer, UI and exports.
#pragma once

#include "decode/media/pixel_layout.h"
#include "decode/media/rational.h"

#include <glm/glm.hpp>

#include <cstdint>
#include <vector>

namespace seamline::renderer {

/// The facts about a source that decide its shape on screen.
struct PictureShape {
    Extent visible; ///< Cropped, coded size in pixels.
    Rational sample_aspect_ratio{1, 1};
    int rotation = 0; ///< Degrees clockwise: 0, 90, 180, 270.
    bool flipped = false;

    friend bool operator==(const PictureShape&, const PictureShape&) = default;
};

/// Size on screen in square pixels: the longer of width and height keeps at least its coded size.
glm::dvec2 display_size(const PictureShape& shape);

enum class Fit : std::uint8_t {
    Fit,      ///< Whole picture inside the tile.
    Fill,     ///< Tile covered, picture cropped.
    OneToOne, ///< One display pixel per target pixel.
    SameSize, ///< Fit into the box that the first picture fills, whatever its own shape (aspect kept).
};

/// Zoom about the tile's centre, then pan. `pan` in fractions of the tile's size.
struct View {
    Fit fit = Fit::Fit;
    double zoom = 1;         ///< (0, 256]
    glm::dvec2 pan{0, 0};

    friend bool operator==(const View&, const View&) = default;
};

enum class CompareLayout : std::uint8_t { Single, Row, Column, Grid };

/// `count` rectangles that tile `target` without gaps or overlap; up to 25 in a grid.
std::vector<Rect> tile_rects(CompareLayout layout, int count, Extent target);

/// Target position (pixels, centres at half-integers) to source position (coded visible pixels, same
/// convention). `reference` is the shape that SameSize fits to; pass `shape` itself otherwise.
glm::mat3x2 target_to_source(const PictureShape& shape, const PictureShape& reference, Rect tile,
                             const View& view);
/// The inverse map, for labels, probes and drawings.
glm::mat3x2 source_to_target(const PictureShape& shape, const PictureShape& reference, Rect tile,
                             const View& view);

} // namespace seamline::renderer
