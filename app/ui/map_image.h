// app/ui/map_image.h: a difference map as pixels of the window.
#pragma once

#include "app/playback/seam_maps.h"
#include "app/ui/wipe_geometry.h"
#include "decode/media/pixel_layout.h"
#include "renderer/ui_images.h"

#include <glm/glm.hpp>

#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <vector>

namespace seamline::ui {

/// From window pixels (centres at half-integers) to fractions of the visible picture as coded,
/// [0, 1] inside. Columns: d/dx, d/dy, origin.
using MapPlacing = glm::dmat3x2;

/// Where a picture's map is seen.
struct MapSpot {
    Rect rect; ///< Whole window pixels; all of it inside of the picture.
    MapPlacing placing{1.0};

    friend bool operator==(const MapSpot&, const MapSpot&) = default;
};
/// The visible part of a picture: `picture` are its edges, `tile` what it may fill, and
/// `target_to_source` maps positions that count from `origin` to pixels of the `visible` picture.
/// Nothing when no whole pixel of it is seen.
std::optional<MapSpot> map_spot(const ScreenRect& picture, const ScreenRect& tile,
                                const glm::mat3x2& target_to_source, glm::dvec2 origin,
                                Extent visible);
/// The same picture as in `from`, as large as `tile` of another shape allows.
std::optional<MapSpot> carried_over(const ScreenRect& picture, const ScreenRect& from,
                                    const ScreenRect& tile, const glm::mat3x2& target_to_source,
                                    glm::dvec2 origin, Extent visible);

/// The map in the colours of its scale, bilinear between values; rows from the top, R in the low
/// byte. Where nothing corresponds there is a hatch of grey that is as fine on any zoom. `ground`:
/// the outgoing light, whose grey shows through, most where the difference is small; null: not.
std::vector<std::uint32_t> map_pixels(const analysis::SeamMap& map, const measures::Picture* ground,
                                      const MapSpot& spot);
/// How much of a map's own colour is seen over a ground, [0, 1], at `t` of its scale.
float map_opacity(measures::HeatScale scale, float t);

/// The pixels that were made last. Threads: confined.
class MapImages {
public:
    /// `is_blended`: over the grey of the outgoing picture. The answer must have a map.
    renderer::UiImage find(const std::shared_ptr<const playback::MapAnswer>& answer,
                           bool is_blended, const MapSpot& spot);
    std::size_t made() const { return made_; } ///< How many images were made so far.

private:
    struct Entry {
        std::shared_ptr<const playback::MapAnswer> answer;
        bool is_blended = false;
        MapSpot spot;
        renderer::UiImage image;
    };
    std::list<Entry> entries_; ///< Latest first.
    std::uint64_t next_key_ = std::uint64_t{3} << 60;
    std::size_t made_ = 0;
};

} // namespace seamline::ui
