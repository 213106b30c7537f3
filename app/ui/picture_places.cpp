#include "app/ui/picture_places.h"

#include <algorithm>

namespace seamline::ui {

std::vector<PicturePlace> picture_places(const Ui& ui) {
    if (!ui.model.shown) return {};
    return places_of(*ui.model.shown, ui.rects.viewer.min);
}

std::vector<PicturePlace> places_of(const ShownPicture& shown, glm::dvec2 origin) {
    std::vector<PicturePlace> places;
    std::size_t at = 0;
    const auto add = [&](const renderer::Tile& tile, const renderer::Picture& picture,
                         bool second) {
        if (at >= shown.tick.choices.size()) return;
        PicturePlace place;
        place.key = shown.tick.choices[at++].key;
        place.tile.min = origin + glm::dvec2(tile.rect.x, tile.rect.y);
        place.tile.max = place.tile.min + glm::dvec2(tile.rect.width, tile.rect.height);
        place.is_second = second;
        place.composed = &picture;
        const Extent visible =
            picture.frame ? Extent{picture.frame->visible.width, picture.frame->visible.height}
                          : Extent{};
        place.picture =
            picture.frame ? picture_rect(picture.target_to_source, visible, origin) : place.tile;
        places.push_back(place);
    };
    for (const renderer::Tile& tile : shown.composition.tiles) {
        add(tile, tile.a, false);
        if (tile.mix != renderer::Mix::A) add(tile, tile.b, true);
    }
    return places;
}

const PicturePlace* place_at(const std::vector<PicturePlace>& places, glm::dvec2 point) {
    const auto at = std::ranges::find_if(
        places, [&](const PicturePlace& place) { return place.tile.contains(point); });
    return at == places.end() ? nullptr : &*at;
}

} // namespace seamline::ui
