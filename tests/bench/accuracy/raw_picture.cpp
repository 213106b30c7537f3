#include "tests/bench/accuracy/raw_picture.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace seamline::bench {

Pipe open_pipe(const std::string& command, const char* mode) {
    Pipe pipe(popen(command.c_str(), mode));
    if (pipe == nullptr) throw std::runtime_error("cannot run " + command);
    return pipe;
}

RawPicture mixed(const RawPicture& a, const RawPicture& b, double share) {
    RawPicture result(kRawPicture);
    for (std::size_t i = 0; i < kRawPicture; ++i)
        result[i] = static_cast<std::uint8_t>(std::lround(a[i] + (b[i] - a[i]) * share));
    return result;
}

RawPicture flat(std::uint8_t luma) {
    RawPicture result(kRawPicture, 128);
    std::fill_n(result.begin(), kRawLuma, luma);
    return result;
}

RawPicture lit(const RawPicture& picture, double strength, double x, double y, double radius) {
    RawPicture result = picture;
    for (int row = 0; row < kReelHeight; ++row) {
        for (int column = 0; column < kReelWidth; ++column) {
            const double dx = (column - x * kReelWidth) / kReelWidth;
            const double dy = (row - y * kReelHeight) / kReelWidth;
            const double share = strength * std::exp(-(dx * dx + dy * dy) / (radius * radius));
            std::uint8_t& code = result[static_cast<std::size_t>(row) * kReelWidth +
                                        static_cast<std::size_t>(column)];
            code = static_cast<std::uint8_t>(std::lround(code + (235 - code) * share));
        }
    }
    return result;
}

void write_movie(const std::vector<RawPicture>& pictures, const std::string& options,
                 const std::filesystem::path& file) {
    const std::string size = std::to_string(kReelWidth) + "x" + std::to_string(kReelHeight);
    const Pipe pipe = open_pipe("ffmpeg -v error -y -f rawvideo -pix_fmt yuv420p -r 24 -s " + size +
                                    " -i - " + options + " '" + file.string() + "'",
                                "w");
    for (const RawPicture& picture : pictures)
        if (std::fwrite(picture.data(), 1, kRawPicture, pipe.get()) != kRawPicture)
            throw std::runtime_error("ffmpeg did not take " + file.string());
}

} // namespace seamline::bench
