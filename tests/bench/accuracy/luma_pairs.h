// tests/bench/accuracy/luma_pairs.h: pairs of frames of one shot, as native luma.
#pragma once

#include "renderer/measures/plane.h"

#include <filesystem>
#include <string>
#include <vector>

namespace seamline::bench {

struct LumaPair {
    std::string name;
    measures::Plane a, b; ///< Codes of 8 bits, some tenths of a second apart.
};

struct PairOptions {
    int per_shot = 1;
    double gap_s = 0.4;
    int every_nth_clip = 1;
    /// When not empty, every clip is first written again by `ffmpeg -i CLIP <this> OUT`.
    std::string encode;
};

/// Of the clips below `folder`: cinetrans (its ground_truth_cuts.json names the shots; coloured
/// borders are cropped) and cogvideo (single shots). Throws std::runtime_error without them.
std::vector<LumaPair> luma_pairs(const std::filesystem::path& folder, const PairOptions& options);

} // namespace seamline::bench
