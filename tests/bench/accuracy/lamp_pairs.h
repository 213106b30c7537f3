// tests/bench/accuracy/lamp_pairs.h: cuts inside one view, with and without faults, as movies.
#pragma once

#include "tests/bench/accuracy/raw_picture.h"

#include <functional>
#include <string>
#include <vector>

namespace seamline::bench {

/// Two stretches of one take, a few frames apart: a cut of one view in which nothing changed but
/// what moved.
struct LampPair {
    std::vector<RawPicture> outgoing;
    std::vector<RawPicture> incoming;
};

/// What is done to a pair. `number`: of the pair, for choices that differ from pair to pair.
struct LampCase {
    std::string name;
    std::function<void(LampPair&, int number)> change;
};

/// Nothing, and what a lamp is there for: half a stop, another colour of light, a ramp of light,
/// softness, noise.
std::vector<LampCase> faults();
/// What happens in films at and beside cuts, and is no mismatch of them: fades, flashes,
/// lightning, neon, a focus pull, day for night, letterbox, a watermark, black and repeated frames.
std::vector<LampCase> naturals();

/// How pairs are written.
struct LampEncoding {
    std::string name;
    std::string options; ///< Of ffmpeg's output.
};
std::vector<LampEncoding> encodings();

/// Pairs from shots with enough frames, at most two of each.
std::vector<LampPair> pairs_of(const std::vector<std::vector<RawPicture>>& shots);

} // namespace seamline::bench
