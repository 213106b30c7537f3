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
        } else if (tile.mix == Mix::Wipe) {
            add_wipe(tile);
        } else {
            add_mixed(tile, {seen(tile)});
        }
    }

    Rect seen(const Tile& tile) const {
        const Extent target = result_.shown.target;
        return intersection(tile.rect, {0, 0, target.width, target.height});
    }

    /// Only the pixels near the line are mixed of A and B.
    void add_wipe(const Tile& tile) {
        const WipeRects rects = wipe_rects(tile.wipe_center_px, tile.wipe_normal, seen(tile));
        for (const Rect& rect : rects.sides[0])
            result_.shown.tiles.push_back(as_overlay(rect, tile.a));
        for (const Rect& rect : rects.sides[1])
            result_.shown.tiles.push_back(as_overlay(rect, tile.b));
        if (!rects.line.empty()) add_mixed(tile, rects.line);
    }

    /// The tile in `rects`, of pictures that passes have made.
    void add_mixed(const Tile& tile, const std::vector<Rect>& rects) {
        Tile mixed = tile;
        if (tile.a.dissolve) mixed.a = passed(tile.a, rects);
        if (tile.b.dissolve) mixed.b = passed(tile.b, rects);
        if (tile.mix != Mix::Wipe) return result_.shown.tiles.push_back(std::move(mixed));
        for (const Rect& rect : rects) {
            mixed.rect = rect;
            result_.shown.tiles.push_back(mixed);
        }
    }

    /// The picture in `rects` as a pass will have made it.
    Picture passed(const Picture& picture, const std::vector<Rect>& rects) {
        DissolvePass pass;
        pass.composition = result_.shown;
        pass.composition.tiles.clear();
        Rect all;
        for (const Rect& rect : rects) {
            const Rect made = intersection(bounds_of(picture), rect);
            if (is_empty(made)) continue;
            pass.composition.tiles.push_back(as_overlay(made, picture));
            all = united(all, made);
        }
        Picture result;
        if (is_empty(all)) return result;
        pass.frame = std::make_shared<CachedFrame>(float_frame(result_.shown.target, false));
        pass.frame->visible = all;
        result.frame = pass.frame;
        result.color = pass.frame->color;
        result.is_view = true;
        result.target_to_source[2] = -glm::vec2(all.x, all.y);
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
