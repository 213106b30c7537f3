#include "app/ui/picture_places.h"

#include <algorithm>
#include <cmath>

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

glm::dvec2 source_position(const Ui& ui, const PicturePlace& place, glm::dvec2 window) {
    const glm::mat3x2& map = place.composed->target_to_source;
    const glm::dvec2 target = window - ui.rects.viewer.min;
    return glm::dmat2{glm::dvec2(map[0]), glm::dvec2(map[1])} * target + glm::dvec2(map[2]);
}

std::optional<glm::dvec2> window_position(const Ui& ui, const PicturePlace& place,
                                          glm::dvec2 source) {
    const glm::mat3x2& map = place.composed->target_to_source;
    const glm::dmat2 linear{glm::dvec2(map[0]), glm::dvec2(map[1])};
    if (std::abs(glm::determinant(linear)) < 1e-18) return {};
    return glm::inverse(linear) * (source - glm::dvec2(map[2])) + ui.rects.viewer.min;
}

const PicturePlace* place_at(const std::vector<PicturePlace>& places, glm::dvec2 point) {
    const auto at = std::ranges::find_if(
        places, [&](const PicturePlace& place) { return place.tile.contains(point); });
    return at == places.end() ? nullptr : &*at;
}

} // namespace seamline::ui
