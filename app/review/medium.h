// app/review/medium.h: what a review knows of a medium, so that a decision can be read, shown and
// exported while the file is away.
#pragma once

#include "decode/media/rational.h"

#include <cstdint>
#include <string>

namespace seamline::review {

/// A file, or a numbered sequence of files, by its content. Decisions name `media_id`, never a
/// path: they follow a file that was moved or renamed.
struct Medium {
    std::string media_id;         ///< "xxh3-128:" and 32 hexadecimal digits.
    std::string path;             ///< Where it was last seen, absolute, UTF-8.
    std::string name;             ///< Label: the file's stem unless a person named it.
    std::int64_t frame_count = 0; ///< > 0 once known.
    Rational frame_rate{24};      ///< Frames per second, > 0.
    std::int64_t start_frame = 0; ///< Its start timecode, in frames from 00:00:00:00.
    bool drop_frame = false;      ///< How its timecode is written.
    int width = 0;                ///< Pixels as displayed; 0: not known.
    int height = 0;

    friend bool operator==(const Medium&, const Medium&) = default;
};

} // namespace seamline::review
