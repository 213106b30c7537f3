// renderer/measures/working_picture.h: the small pictures of one frame that all measures read.
#pragma once

#include "decode/media/decoded_frame.h"
#include "renderer/color/color_processor.h"
#include "renderer/measures/plane.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace seamline::measures {

/// Where a frame's planes lie and how to read them; refers to memory that outlives it.
struct FrameView {
    PixelLayout layout;
    Rect visible; ///< Not empty, within the coded picture.
    ColorTags color;
    std::array<const std::byte*, kMaxPlanes> planes{};
    std::array<std::int32_t, kMaxPlanes> stride_bytes{}; ///< Positive.

    static FrameView of(const DecodedFrame& frame);
};

/// Light that measures compare: R'G'B' in the source's encoding to linear BT.709 under D65 as it is
/// viewed (color::AnalysisSpace). Transforms that treat R', G' and B' alike and apart are read from
/// a table within 1e-6 of `processor`; others are computed by it.
///
/// Immutable; copies share it. Threads: any.
class AnalysisLight {
public:
    explicit AnalysisLight(color::ColorProcessor processor);
    ~AnalysisLight();
    AnalysisLight(const AnalysisLight&);
    AnalysisLight& operator=(const AnalysisLight&);
    AnalysisLight(AnalysisLight&&) noexcept;
    AnalysisLight& operator=(AnalysisLight&&) noexcept;

    /// In place. `picture`: R'G'B', any range.
    void apply(Picture& picture) const;
    /// Changes with everything that changes the result.
    const std::string& id() const;
    /// Whether a table answers.
    bool is_table() const;

private:
    struct State;
    std::shared_ptr<const State> state_;
};

/// Longer edge of WorkingPicture::light and ::lab, in pixels.
inline constexpr int kLightEdge = 480;
inline constexpr int kLabEdge = 128;

/// One frame, small. Every pixel is the mean, over its area, of the source's own Y'CbCr (or R'G'B')
/// code values, which is then converted: means of codes commute with a change of exposure in any
/// power-law encoding, are exact in integers on every device, and cost one pass over the planes.
struct WorkingPicture {
    Picture
        light;   ///< Linear BT.709 as viewed, 1 is reference white; longer edge kLightEdge or less.
    Picture lab; ///< OKLab of the light of its own pixels; longer edge kLabEdge or less.
};

/// A picture of `visible`'s shape, multiplied by the pixel aspect ratio `pixel_aspect` (width of a
/// pixel over its height, > 0), with a longer edge of `edge`; never larger than the visible
/// picture. At least 8 x 8 where the visible picture is.
Extent working_size(const Rect& visible, double pixel_aspect, int edge);

/// Blocks: about 2 ms for HD. `light_size`, `lab_size`: from working_size.
WorkingPicture make_working_picture(const FrameView& frame, const AnalysisLight& light,
                                    Extent light_size, Extent lab_size);

/// The lab picture alone.
Picture make_lab_picture(const FrameView& frame, const AnalysisLight& light, Extent lab_size);

/// Luma at native resolution, in code values of 8 bits (0 to 255 with fractions), without range
/// expansion: Y' of Y'CbCr; by BT.709 weights of R'G'B'. For sharpness and grain, which a resized
/// picture does not have.
Plane native_luma(const FrameView& frame);

/// The same with the rectangle's pixels only (of the visible picture, within it).
Plane native_luma(const FrameView& frame, const Rect& area);

/// Means of native luma over equal areas: exact in integers as WorkingPicture's codes are.
Plane luma_means(const FrameView& frame, Extent size);

} // namespace seamline::measures
