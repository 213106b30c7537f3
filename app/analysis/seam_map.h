// app/analysis/seam_map.h: where two frames differ, as maps over the outgoing picture.
#pragma once

#include "app/analysis/measure_seam.h"
#include "renderer/measures/difference_map.h"
#include "renderer/measures/plane.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace seamline::analysis {

enum class SeamMapKind : std::uint8_t {
    DeltaE,       ///< CIEDE2000 of corresponding pixels.
    DeltaEGraded, ///< The same after the best grade of the incoming picture.
    Lightness,    ///< OKLab L * 100 after the best grade, incoming minus outgoing.
    Chroma,       ///< OKLab chroma * 100 after the best grade, incoming minus outgoing.
    Relight,      ///< Low-frequency stops after the best grade, incoming minus outgoing.
    Texture,      ///< How much of a cell's texture is another one, [0, 1].
    Structure,    ///< 1 - structural similarity.
    Flip,         ///< FLIP; only where pictures lie on each other (coverage above 0.3).
    DeltaItp,     ///< Delta E ITP of BT.2124; only of two HDR pictures.
};
inline constexpr int kSeamMapKinds = 9;
/// "delta-e", "delta-e-graded", "lightness", "chroma", "relight", "texture", "structure", "flip",
/// "delta-itp"
const char* name(SeamMapKind kind);
std::optional<SeamMapKind> seam_map_from(std::string_view word);
/// For people: "Delta E after the best grade".
const char* title(SeamMapKind kind);

struct SeamMap {
    measures::Plane values; ///< Over the outgoing working picture; NaN where nothing corresponds.
    measures::HeatScale scale = measures::HeatScale::Cividis;
    float low = 0; ///< Ends of the scale, in `unit`.
    float high = 1;
    const char* unit = ""; ///< "delta E 2000", "stops", ...
};

/// What a map needs, or that it cannot be: none of pictures of different framing ("different
/// framing, map off"), without a grade where it needs one, of FLIP below its coverage, of ITP where
/// a picture is not HDR.
std::optional<SeamMap> seam_map(SeamMapKind kind, const measures::Picture& outgoing,
                                const measures::Picture& incoming, const MeasuredSeam& seam);

/// Light as sRGB display values in [0, 1].
measures::Picture display_picture(const measures::Picture& light);
/// Interleaved R, G, B of 8 bits.
std::vector<std::uint8_t> display_bytes(const measures::Picture& light);

} // namespace seamline::analysis
