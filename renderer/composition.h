// renderer/composition.h: what one tick shows, as a value: pictures, where they lie, how they are mixed.
#pragma once

#include "decode/media/color_tags.h"
#include "renderer/cached_frame.h"
#include "renderer/color/source_color.h"
#include "renderer/picture_tools.h"

#include <glm/glm.hpp>

#include <cstdint>
#include <memory>
#include <vector>

namespace seamline::renderer {

class ColorTransform;

enum class ChannelView : std::uint8_t { Rgb, Red, Green, Blue, Alpha, Luma };

/// View adjustments, tools of the viewer and not of a grade: on R'G'B' as it is viewed, after the
/// matrix and the picture's colour transform, in this order: exposure (a power-law gain of
/// 2^(stops/2.4) on the encoded signal, i.e. `stops` on BT.1886 light), gamma (R'G'B'^(1/gamma)),
/// saturation around BT.709 luma, channel isolation.
struct ViewAdjust {
    float exposure_stops = 0; ///< [-10, 10]
    float gamma = 1;          ///< [0.1, 10]
    float saturation = 1;     ///< [0, 4]
    ChannelView channel = ChannelView::Rgb;

    friend bool operator==(const ViewAdjust&, const ViewAdjust&) = default;
};

/// How source pixels become target pixels.
enum class ResizeFilter : std::uint8_t {
    Nearest,
    Bilinear, ///< Prefiltered: below 1:2 it averages as many bilinear taps as the footprint needs.
    Lanczos,  ///< Lanczos-3 with the footprint's width when minifying, in BT.1886 linear light.
};

struct Dissolve;

/// One picture and its place.
struct Picture {
    std::shared_ptr<const CachedFrame> frame; ///< Null: nothing to show, the tile's empty colour.
    ColorTags color; ///< The frame's tags after the user's overrides.
    /// From R'G'B' after matrix and range to the display's R'G'B'; pictures are resized before it and
    /// mixed after it. Null: R'G'B' is shown as it is.
    std::shared_ptr<const ColorTransform> transform;
    color::Grade grade; ///< Of a transform that takes it.
    /// Pictures of one owner are of one source: what a new transform of it replaces stays until that
    /// is ready. 0: of nobody.
    std::uint32_t owner = 0;
    ViewAdjust adjust;
    bool opaque = false; ///< Shows R'G'B' as it is, whatever the alpha says.
    bool is_view = false; ///< R'G'B' is the view's already: no tool marks it.
    /// Maps a target position in pixels (pixel centres at half-integers) to a position in the visible,
    /// coded, unrotated picture in the same convention. Columns: d/dx, d/dy, origin.
    /// Rotation, flips, pixel aspect, zoom and pan are all in here.
    glm::mat3x2 target_to_source{1.0F};
    /// Mixed into this picture before the tile mixes its two. Null: it does not dissolve.
    std::shared_ptr<const Dissolve> dissolve;
};

/// What a picture dissolves into. R'G'B' of both is mixed as it is viewed, tools included; where
/// one of them is not, the empty colour takes its place.
struct Dissolve {
    Picture incoming;    ///< Its own `dissolve` is not looked at.
    float weight = 0.5F; ///< Of `incoming`, [0, 1].
};

/// How a tile mixes its pictures.
enum class Mix : std::uint8_t { A, Wipe, Overlay, Checkerboard, Butterfly, Difference };

enum class DifferenceKind : std::uint8_t {
    Absolute, ///< gain * |a - b| per channel
    Signed,   ///< 0.5 + gain * (a - b) per channel, diverging around grey
    Sqrt,     ///< sqrt(gain * |a - b|)
    Adaptive, ///< |a - b| scaled so that the tick's 99th percentile is white, then times gain
    Luma,     ///< gain * |Ya - Yb| as grey; BT.709 luma of R'G'B'
    // In OKLab of display light (gamma 2.4, BT.709 primaries) * 100, in colours of a heat scale whose
    // ends are divided by the gain; see renderer/measures/difference_map.h.
    DeltaE,    ///< Distance, 0 to 20: cividis
    Lightness, ///< Lb - La, -15 to 15: blue is darker, orange is lighter
    Chroma,    ///< Cb - Ca, -8 to 8: blue is greyer, orange is more colourful
};

/// A rectangle of the target and what fills it. `b` is used by every mix but A.
struct Tile {
    Rect rect; ///< In target pixels; may be clipped by the target.
    Mix mix = Mix::A;
    Picture a;
    Picture b;
    // Wipe: a point on the line in target pixels, and the unit normal towards B.
    glm::vec2 wipe_center_px{0.0F};
    glm::vec2 wipe_normal{1.0F, 0.0F};
    float opacity = 0.5F;          ///< Overlay: of B over A, [0, 1]
    float checker_px = 64;         ///< Checkerboard: edge of a square in target pixels, >= 1
    float butterfly_axis_px = 0;   ///< Butterfly: x of the mirror axis; left is A, right is B mirrored so that
                                   ///< the same half of both pictures meets there.
    DifferenceKind difference = DifferenceKind::Absolute;
    float gain = 1;                ///< [0.1, 1000]
};

/// Display-referred R'G'B' in [0, 1].
struct Composition {
    Extent target;
    glm::vec3 background{0.0F};
    glm::vec3 empty{0.0F}; ///< Fills a tile's picture area where there is no frame, and outside a picture.
    ResizeFilter filter = ResizeFilter::Bilinear;
    bool nearest_at_1_to_1 = false; ///< Magnified pictures keep hard pixels.
    PictureTools tools; ///< Of all pictures.
    std::vector<Tile> tiles;
};

/// Calls `see` with every picture, those that others dissolve into included.
template <typename See> void for_each_picture(const Tile& tile, See see) {
    for (const Picture* picture : {&tile.a, &tile.b}) {
        see(*picture);
        if (picture->dissolve) see(picture->dissolve->incoming);
    }
}

} // namespace seamline::renderer
