// renderer/frame_rows.h: some rows of a cached frame as a frame of their own.
#pragma once

#include "renderer/cached_frame.h"

#include <array>
#include <cstdint>

namespace seamline::renderer {

/// Rows of a frame where the CPU can read them. A PictureProbe of `frame` reads them as it reads
/// the whole one: the rows around them that interpolated chroma needs are there, too.
///
/// Threads: safe (constant).
struct FrameRows {
    CachedFrame frame; ///< `mapped`, and kept by `frame.keep`.
    int first = 0;     ///< First row of the whole visible picture that may be read ...
    int count = 0;     ///< ... and how many.
    int offset = 0;    ///< Row y of the whole visible picture is row y - offset of `frame`.

    bool holds(int row) const { return row >= first && row < first + count; }
};

/// A range of a frame's memory and where it goes in the rows' memory.
struct RowCopy {
    std::uint64_t from_bytes = 0; ///< From the frame's `offset_bytes`.
    std::uint64_t to_bytes = 0;   ///< A multiple of 16.
    std::uint64_t size_bytes = 0;
};

/// How to cut rows out of a frame: one copy per plane.
struct RowCut {
    FrameRows rows; ///< Without memory: `frame.mapped`, `buffer` and `keep` are null.
    std::array<RowCopy, kMaxPlanes> copies{};
    int copy_count = 0;
    std::uint64_t size_bytes = 0; ///< Of the memory that the copies fill.
};

/// Rows [first, first + count) of the visible picture, or what lies of them within it; at least
/// one. The visible picture must not be empty.
RowCut cut_rows(const CachedFrame& frame, int first, int count);

/// All rows of a frame that the CPU can read anyway. Null `mapped` stays null.
FrameRows all_rows(const CachedFrame& frame);

} // namespace seamline::renderer
