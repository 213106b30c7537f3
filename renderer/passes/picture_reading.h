// renderer/passes/picture_reading.h: which shader path reads a picture, and what it must be told.
#pragma once

#include "renderer/composition.h"
#include "shaders/shared/composite.h"

#include <vulkan/vulkan.h>

#include <compare>
#include <cstdint>

namespace seamline::renderer {

/// Specialization of the shader for one picture.
struct PictureKind {
    std::uint32_t path = shared::kPathNone;
    std::uint32_t flags = 0;
    std::uint32_t sample_bytes = 1;
    std::uint32_t color_components = 3;
    std::uint32_t nonlinear = shared::kLinear;
    std::uint32_t subsampled = 0;
    /// kPathScaled: words of a row that hold four pixels' samples, at most kMaxSharedWords. 0:
    /// more.
    std::uint32_t luma_words = 0;
    std::uint32_t chroma_words = 0;

    friend auto operator<=>(const PictureKind&, const PictureKind&) = default;
};

/// The picture as a mirror at target column `axis_px` shows it.
Picture mirrored(Picture picture, float axis_px);

/// The fastest way that shows `picture` as `composition` asks.
PictureKind picture_kind(const Picture& picture, const Composition& composition);
bool is_fast(const PictureKind& kind);
/// All rows start, and the frame ends, at whole pairs of words.
bool has_word_pairs(const CachedFrame& frame);
/// The same picture read by a path that has no conditions on position; equal but for rounding.
PictureKind without_fast_path(PictureKind kind);
/// The same picture, upright or not, beside one that only kPathGeneral can read.
PictureKind with_general_path(PictureKind kind);
/// Sets the words that four pixels share when they are `step` luma samples apart.
void set_shared_words(PictureKind& kind, const PixelLayout& layout, float step);

/// Target pixels that a fast path (with `word_pairs`: one that reads words in pairs) can make: all
/// of `rect` lies in the picture, and blocks of eight pixels that start at a column congruent to
/// `phase` modulo `period` are aligned in the source.
struct FastArea {
    Rect rect;
    int phase = 0;
    int period = 8;
};
FastArea fast_area(const Picture& picture, const PictureKind& kind, bool word_pairs);

/// The smallest rectangle that contains all target pixels of the picture, perhaps one more around
/// it.
Rect picture_bounds(const Picture& picture);

/// `view_offset_bytes`: where the frame starts in the texel view that the shader reads.
shared::SourceParams source_params(const Picture& picture, const PictureKind& kind,
                                   std::uint32_t view_offset_bytes);

} // namespace seamline::renderer
