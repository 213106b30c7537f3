#include "renderer/passes/dissolve_passes.h"

#include "renderer/float_frame.h"
#include "renderer/passes/picture_reading.h"
#include "renderer/passes/target_rects.h"

#include <algorithm>
#include <array>
#include <utility>

namespace seamline::renderer {
namespace {

bool dissolves(const Tile& tile) {
    return tile.a.dissolve || (tile.mix != Mix::A && tile.b.dissolve);
}

/// A dissolve is an overlay of what comes over what goes.
Tile as_overlay(const Rect& rect, const Picture& picture) {
    Tile tile;
    tile.rect = rect;
    tile.a = picture;
    tile.a.dissolve = nullptr;
    if (!picture.dissolve) return tile;
    tile.mix = Mix::Overlay;
    tile.b = picture.dissolve->incoming;
    tile.b.dissolve = nullptr;
    tile.opacity = picture.dissolve->weight;
    return tile;
}

Picture with_mirror(Picture picture, float axis_px) {
    if (picture.dissolve) {
        auto dissolve = std::make_shared<Dissolve>(*picture.dissolve);
        dissolve->incoming = mirrored(dissolve->incoming, axis_px);
        picture.dissolve = std::move(dissolve);
    }
    return mirrored(std::move(picture), axis_px);
}

/// What of `rect` the tile may show of A or B.
Rect shown_of(const Tile& tile, std::size_t which, const Rect& rect) {
    if (tile.mix != Mix::Wipe) return rect;
    const WipeRects rects = wipe_rects(tile.wipe_center_px, tile.wipe_normal, rect);
    Rect all;
    for (const Rect& one : rects.sides[which]) all = united(all, one);
    for (const Rect& one : rects.line) all = united(all, one);
    return all;
}

/// Where the picture, or what it dissolves into, is.
Rect bounds_of(const Picture& picture) {
    Rect all;
    for (const Picture* one : {&picture, &picture.dissolve->incoming})
        if (one->frame) all = united(all, picture_bounds(*one));
    return all;
}

class Splitter {
public:
    explicit Splitter(const Composition& composition) {
        result_.shown = composition;
        result_.shown.tiles.clear();
        for (const Tile& tile : composition.tiles) add(tile);
    }

    DissolvePasses take() { return std::move(result_); }

private:
    void add(const Tile& tile) {
        std::vector<Tile>& tiles = result_.shown.tiles;
        if (!dissolves(tile)) {
            tiles.push_back(tile);
        } else if (tile.mix == Mix::A) {
            tiles.push_back(as_overlay(tile.rect, tile.a));
        } else if (tile.mix == Mix::Butterfly) {
            const auto halves = butterfly_rects(tile.butterfly_axis_px, tile.rect);
            tiles.push_back(as_overlay(halves[0], tile.a));
            tiles.push_back(as_overlay(halves[1], with_mirror(tile.b, tile.butterfly_axis_px)));
        } else {
            Tile mixed = tile;
            if (tile.a.dissolve) mixed.a = passed(tile, 0);
            if (tile.b.dissolve) mixed.b = passed(tile, 1);
            tiles.push_back(std::move(mixed));
        }
    }

    /// The tile's picture `which` as a pass will have made it.
    Picture passed(const Tile& tile, std::size_t which) {
        const Picture& picture = which == 0 ? tile.a : tile.b;
        const Extent target = result_.shown.target;
        const Rect seen = intersection(tile.rect, {0, 0, target.width, target.height});
        const Rect rect = intersection(bounds_of(picture), shown_of(tile, which, seen));
        Picture result;
        if (is_empty(rect)) return result;
        DissolvePass pass;
        pass.composition = result_.shown;
        pass.composition.tiles = {as_overlay(rect, picture)};
        pass.frame = std::make_shared<CachedFrame>(float_frame(target, false));
        pass.frame->visible = rect;
        result.frame = pass.frame;
        result.color = pass.frame->color;
        result.is_view = true;
        result.target_to_source[2] = -glm::vec2(rect.x, rect.y);
        result_.passes.push_back(std::move(pass));
        return result;
    }

    DissolvePasses result_;
};

} // namespace

bool has_dissolves(const Composition& composition) {
    return std::ranges::any_of(composition.tiles, dissolves);
}

DissolvePasses dissolve_passes(const Composition& composition) {
    return Splitter(composition).take();
}

} // namespace seamline::renderer
