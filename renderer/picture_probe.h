// renderer/picture_probe.h: a frame's code values and R'G'B', on the CPU in double precision.
#pragma once

#include "renderer/cached_frame.h"

#include <glm/glm.hpp>

#include <array>
#include <cstddef>

namespace seamline::renderer {

/// What one place of a picture holds.
struct ProbedColor {
    /// In the layout's component order: code values as stored, floats as they are. Of subsampled
    /// components the sample that covers the pixel; over an area their means.
    std::array<double, kMaxComponents> code{};
    int component_count = 0;
    /// The source's R'G'B' before any view adjustment; not clamped. Chroma is interpolated.
    glm::dvec3 rgb{0.0};
    double alpha = 1; ///< [0, 1]
};

/// Reads a cached frame's planes. It shares no code with the compositor: what the probe says is how
/// the compositor's tests know what is right.
///
/// Lifetime: refers to the frame and its bytes.
class PictureProbe {
public:
    /// `planes`: the frame's bytes where the CPU can read them, by default `frame.mapped`. On a GPU
    /// pass a copy of [offset_bytes, offset_bytes + size_bytes) of its buffer.
    PictureProbe(const CachedFrame& frame, const ColorTags& color,
                 const std::byte* planes = nullptr);

    bool can_read() const { return planes_ != nullptr; }

    /// The pixel in this column and row of the visible picture, which it must contain.
    ProbedColor at(int x, int y) const;
    /// The mean over what the rectangle and the visible picture have in common; at least one pixel.
    ProbedColor mean(const Rect& area) const;

    /// One stored sample by column and row of its own plane, as code value or float.
    double sample(int component, int column, int row) const;
    /// Bilinear at a position in the component's own samples, centres at half-integers; the edge of
    /// the visible picture is repeated beyond it.
    double interpolated(int component, glm::dvec2 position) const;
    /// Position in the coded picture (luma samples) to position in Cb's and Cr's samples.
    glm::dvec2 chroma_position(glm::dvec2 luma_position) const;
    /// R'G'B' of a pixel's first three (or one) component values.
    glm::dvec3 to_rgb(glm::dvec3 code) const;
    double to_alpha(double code) const;

private:
    bool is_chroma(int component) const;
    /// A component's value, Y', R', G', B' in [0, 1], Cb and Cr in [-1/2, 1/2].
    double normalized(int component, double code) const;

    const CachedFrame* frame_;
    ColorTags color_;
    const std::byte* planes_;
};

} // namespace seamline::renderer
