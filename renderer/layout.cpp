#include "renderer/layout.h"

#include <algorithm>
#include <cmath>

namespace seamline::renderer {
namespace {

/// A map of the plane: p -> linear * p + origin.
struct Affine {
    glm::dmat2 linear{1.0};
    glm::dvec2 origin{0.0};
};

Affine inverse(const Affine& map) {
    const glm::dmat2 linear = glm::inverse(map.linear);
    return {linear, -(linear * map.origin)};
}

glm::mat3x2 to_matrix(const Affine& map) {
    return {glm::vec2(map.linear[0]), glm::vec2(map.linear[1]), glm::vec2(map.origin)};
}

bool is_sideways(const PictureShape& shape) { return shape.rotation % 180 != 0; }

/// Turns clockwise about the origin, y pointing down.
glm::dmat2 turn(int degrees) {
    switch (((degrees % 360) + 360) % 360) {
    case 90:
        return {glm::dvec2(0, 1), glm::dvec2(-1, 0)};
    case 180:
        return {glm::dvec2(-1, 0), glm::dvec2(0, -1)};
    case 270:
        return {glm::dvec2(0, -1), glm::dvec2(1, 0)};
    default:
        return glm::dmat2(1.0);
    }
}

double scale_to_fit(glm::dvec2 size, glm::dvec2 box) {
    return std::min(box.x / size.x, box.y / size.y);
}

double fit_scale(glm::dvec2 size, glm::dvec2 reference, glm::dvec2 tile, Fit fit) {
    switch (fit) {
    case Fit::Fit:
        return scale_to_fit(size, tile);
    case Fit::Fill:
        return std::max(tile.x / size.x, tile.y / size.y);
    case Fit::OneToOne:
        return 1.0;
    case Fit::SameSize:
        return scale_to_fit(size, reference * scale_to_fit(reference, tile));
    }
    return 1.0;
}

bool is_whole(glm::dvec2 v) {
    return glm::all(glm::lessThan(glm::abs(v - glm::round(v)), glm::dvec2(1e-6)));
}

/// A picture that covers whole pixels starts on one: otherwise centring a 1:1 picture in a tile of
/// the other parity would put every pixel between two.
glm::dvec2 on_whole_pixels(glm::dvec2 top_left, glm::dvec2 size) {
    return is_whole(size) ? glm::floor(top_left + 0.5) : top_left;
}

Affine source_to_target_map(const PictureShape& shape, const PictureShape& reference, Rect tile,
                            const View& view) {
    const glm::dvec2 tile_size(tile.width, tile.height);
    const glm::dvec2 size = display_size(shape);
    const double scale = fit_scale(size, display_size(reference), tile_size, view.fit) * view.zoom;
    const glm::dvec2 drawn = size * scale;
    const glm::dvec2 middle = glm::dvec2(tile.x, tile.y) + tile_size * 0.5 + view.pan * tile_size;
    const glm::dvec2 center = on_whole_pixels(middle - drawn * 0.5, drawn) + drawn * 0.5;

    // Source pixels -> [-1/2, 1/2] squared -> mirrored -> turned -> drawn size.
    const glm::dvec2 visible(shape.visible.width, shape.visible.height);
    const double mirror = shape.flipped ? -1.0 : 1.0;
    const glm::dmat2 to_unit(glm::dvec2(mirror / visible.x, 0), glm::dvec2(0, 1.0 / visible.y));
    const glm::dmat2 to_drawn(glm::dvec2(drawn.x, 0), glm::dvec2(0, drawn.y));
    const glm::dmat2 linear = to_drawn * turn(shape.rotation) * to_unit;
    return {linear, center - linear * (visible * 0.5)};
}

int split(int length, int parts, int index) {
    return static_cast<int>(static_cast<std::int64_t>(length) * index / parts);
}

void append_row(std::vector<Rect>& rects, Rect row, int columns) {
    for (int i = 0; i < columns; ++i) {
        const int left = split(row.width, columns, i);
        rects.push_back({row.x + left, row.y, split(row.width, columns, i + 1) - left, row.height});
    }
}

} // namespace

glm::dvec2 display_size(const PictureShape& shape) {
    const double aspect = shape.sample_aspect_ratio.num > 0 ? shape.sample_aspect_ratio.value() : 1;
    glm::dvec2 size(shape.visible.width, shape.visible.height);
    if (aspect > 1) {
        size.x *= aspect;
    } else {
        size.y /= aspect;
    }
    return is_sideways(shape) ? glm::dvec2(size.y, size.x) : size;
}

std::vector<Rect> tile_rects(CompareLayout layout, int count, Extent target) {
    std::vector<Rect> rects;
    if (count <= 0) return rects;
    int columns = 1;
    switch (layout) {
    case CompareLayout::Single:
        count = 1;
        break;
    case CompareLayout::Row:
        columns = count;
        break;
    case CompareLayout::Column:
        break;
    case CompareLayout::Grid:
        columns = static_cast<int>(std::ceil(std::sqrt(static_cast<double>(count))));
        break;
    }
    const int rows = (count + columns - 1) / columns;
    for (int row = 0; row < rows; ++row) {
        const int top = split(target.height, rows, row);
        const int bottom = split(target.height, rows, row + 1);
        // The last row may hold fewer, wider tiles.
        append_row(rects, {0, top, target.width, bottom - top},
                   std::min(columns, count - row * columns));
    }
    return rects;
}

glm::mat3x2 target_to_source(const PictureShape& shape, const PictureShape& reference, Rect tile,
                             const View& view) {
    return to_matrix(inverse(source_to_target_map(shape, reference, tile, view)));
}

glm::mat3x2 source_to_target(const PictureShape& shape, const PictureShape& reference, Rect tile,
                             const View& view) {
    return to_matrix(source_to_target_map(shape, reference, tile, view));
}

} // namespace seamline::renderer
