// tests/support/clip_maker.h: footage for tests, made by the ffmpeg program, cached per test run.
#pragma once

#include <filesystem>
#include <string>

namespace seamline::test {

/// A folder that lives as long as the build's test files: made once, shared by all tests.
std::filesystem::path footage_folder();

/// Runs `ffmpeg -v error -y ARGUMENTS file` once and returns the file, reusing it on later calls.
/// `name` is unique per content. Throws std::runtime_error with ffmpeg's message when it fails.
std::filesystem::path make_clip(const std::string& name, const std::string& arguments);

/// A clip whose frame n carries n as a bar code: 16 vertical bars of equal width over the whole
/// picture, most significant bit left, white (luma 235) for 1 and black (16) for 0. Readable at any
/// resolution of at least 32x2 and after any lossy codec. `encoder_arguments` e.g. "-c:v libx264 -bf 3".
std::filesystem::path make_bar_code_clip(const std::string& name, int width, int height, int frames,
                                         const std::string& rate,
                                         const std::string& encoder_arguments);

/// The number in a bar-code picture, given a function of luma in [0, 255] at (column, row).
template <typename LumaAt> int read_bar_code(int width, int height, LumaAt&& luma_at) {
    int value = 0;
    for (int bit = 0; bit < 16; ++bit) {
        const int column = (2 * bit + 1) * width / 32;
        value = value * 2 + (luma_at(column, height / 2) > 127 ? 1 : 0);
    }
    return value;
}

} // namespace seamline::test
