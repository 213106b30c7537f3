// tests/bench/accuracy/reel.h: spliced footage whose every cut, flash and whip pan is known.
#pragma once

#include "tests/bench/accuracy/raw_picture.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace seamline::bench {

/// A continuous picture between two cuts of a clip.
struct ReelShot {
    std::string clip;
    int number = 0; ///< In the clip.
    std::vector<RawPicture> pictures;
};

struct TrueCut {
    std::int64_t frame = 0; ///< First of the incoming shot, or first mixed frame.
    std::string kind;       ///< "hard", "dissolve", "fade"
    std::int64_t length = 0;
};

struct Reel {
    std::filesystem::path file;
    std::vector<TrueCut> cuts;
    std::vector<std::int64_t> flashes; ///< First frame of each.
    std::vector<std::int64_t> whips;
};

/// What is spliced into a reel; shares of shots or of cuts.
struct ReelPlan {
    std::string name;
    std::uint32_t seed = 1;
    int shots = 60;
    double same_clip = 0.5; ///< Cuts between shots of one clip.
    double flashes = 0;     ///< Shots with a flash.
    double whips = 0;       ///< Shots with a whip pan.
    double dissolves = 0;   ///< Cuts of 4 to 24 mixed frames.
    double fades = 0;       ///< Cuts through black.
    int crf = 20;
    std::string encoding; ///< More options of the ffmpeg program.
};

/// Shots of a clip between `cuts`, scaled to the reel's size, without `border` (a share) on each
/// side. Throws std::runtime_error.
std::vector<ReelShot> read_shots(const std::filesystem::path& clip, const std::vector<int>& cuts,
                                 double border = 0);

/// Splices, encodes with H.264 and returns the truth. Deterministic.
Reel make_reel(const std::vector<ReelShot>& shots, const ReelPlan& plan,
               const std::filesystem::path& folder);

} // namespace seamline::bench
