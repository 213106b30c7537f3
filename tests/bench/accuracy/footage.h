// tests/bench/accuracy/footage.h: real takes, as the light that measures compare.
#pragma once

#include "renderer/measures/plane.h"

#include <filesystem>
#include <string>
#include <vector>

namespace seamline::bench {

/// One uncut stretch of a clip.
struct Take {
    std::string name; ///< Of the clip, and the number of the stretch in it.
    double frame_rate = 0;
    std::vector<measures::Picture> frames; ///< measures::WorkingPicture::light
};

struct Clip {
    std::string name;
    double frame_rate = 0;
    std::vector<int> cuts; ///< First frames of new shots.
    std::vector<measures::Picture> frames;

    /// The stretches between cuts, `guard` frames off each (blends), of at least `least` frames.
    std::vector<Take> takes(int guard, std::size_t least) const;
};

/// All clips below `folder` (cinetrans with its truth, cogvideo), by name.
struct ClipFile {
    std::filesystem::path path;
    std::vector<int> cuts;
    double crop = 0; ///< Share of each side that is left out.
};
std::vector<ClipFile> clip_files(const std::filesystem::path& folder);

/// Decodes a clip to working pictures, read as Rec.709. Throws std::runtime_error where it cannot.
Clip read_clip(const ClipFile& file);

} // namespace seamline::bench
