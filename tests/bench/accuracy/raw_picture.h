// tests/bench/accuracy/raw_picture.h: pictures that faults are put into, and movies of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace seamline::bench {

inline constexpr int kReelWidth = 640;
inline constexpr int kReelHeight = 360;
inline constexpr std::size_t kRawLuma = static_cast<std::size_t>(kReelWidth) * kReelHeight;
inline constexpr std::size_t kRawPicture = kRawLuma * 3 / 2;

/// 8-bit 4:2:0 planes of kReelWidth x kReelHeight, one after the other; limited range.
using RawPicture = std::vector<std::uint8_t>;

/// a * (1 - share) + b * share, in code values, as editing programs mix.
RawPicture mixed(const RawPicture& a, const RawPicture& b, double share);
/// Grey of one code value of luma.
RawPicture flat(std::uint8_t luma);
/// A light that falls on a part of the picture only: towards white by `strength` at its middle
/// (shares of the picture), gone within about two `radius` (shares of its width).
RawPicture lit(const RawPicture& picture, double strength, double x, double y, double radius);

struct PipeClose {
    void operator()(FILE* pipe) const { pclose(pipe); }
};
using Pipe = std::unique_ptr<FILE, PipeClose>;
/// Throws std::runtime_error.
Pipe open_pipe(const std::string& command, const char* mode);

/// By ffmpeg, at 24 frames per second; `options` of its output, filters among them. Throws
/// std::runtime_error.
void write_movie(const std::vector<RawPicture>& pictures, const std::string& options,
                 const std::filesystem::path& file);

} // namespace seamline::bench
