// tests/bench/accuracy/style_detectors.h: cut detectors of other kinds, to be compared with.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace seamline::bench {

/// What the detectors read of one frame.
struct StyleFrame {
    std::array<double, 3> hsv_difference{}; ///< Mean |dH|, |dS|, |dV| to the frame before, 8 bit.
    std::array<std::uint8_t, 256> hash{};   ///< Bits of a 16 x 16 perceptual hash.
    std::array<double, 256> histogram{};    ///< Of luma, shares.
};

/// Decodes with the ffmpeg program to 320 x 180 without `border` (a share of each side).
/// Throws std::runtime_error.
std::vector<StyleFrame> read_style_frames(const std::filesystem::path& file, double border);

/// Cut frames by the parameters that PySceneDetect's detectors have by default (threshold 27;
/// ratio 3.0 and at least 15; 0.395 of 16 x 16 bits; 0.05 of histogram correlation), none closer
/// than 0.3 s. Own implementations of the published ideas.
std::vector<std::int64_t> content_cuts(const std::vector<StyleFrame>& frames, double frame_rate);
std::vector<std::int64_t> adaptive_cuts(const std::vector<StyleFrame>& frames, double frame_rate);
std::vector<std::int64_t> hash_cuts(const std::vector<StyleFrame>& frames, double frame_rate);
std::vector<std::int64_t> histogram_cuts(const std::vector<StyleFrame>& frames, double frame_rate);

} // namespace seamline::bench
