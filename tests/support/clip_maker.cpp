#include "tests/support/clip_maker.h"

#include <unistd.h>

#include <array>
#include <cstdio>
#include <stdexcept>

namespace seamline::test {
namespace {

std::string run(const std::string& command) {
    FILE* pipe = popen((command + " 2>&1").c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("cannot run " + command);
    std::string output;
    std::array<char, 4096> part{};
    while (std::size_t n = std::fread(part.data(), 1, part.size(), pipe)) output.append(part.data(), n);
    if (pclose(pipe) != 0) throw std::runtime_error(command + ": " + output);
    return output;
}

} // namespace

std::filesystem::path footage_folder() {
    const std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("seamline-footage-" + std::to_string(getuid()));
    std::filesystem::create_directories(folder);
    return folder;
}

std::filesystem::path make_clip(const std::string& name, const std::string& arguments) {
    const std::filesystem::path clip = footage_folder() / name;
    if (std::filesystem::exists(clip)) return clip;
    // Tests run in parallel processes: each writes its own part and the rename is atomic.
    const std::filesystem::path part = footage_folder() / (std::to_string(getpid()) + "-" + name);
    run("ffmpeg -nostdin -v error -y " + arguments + " '" + part.string() + "'");
    std::filesystem::rename(part, clip);
    return clip;
}

std::filesystem::path make_bar_code_clip(const std::string& name, int width, int height, int frames,
                                         const std::string& rate,
                                         const std::string& encoder_arguments) {
    // lum(N) of 16 cells by geq on a 16x1 picture, then enlarged without interpolation.
    const std::string source = "nullsrc=s=16x2:r=" + rate +
                               ",format=gray,geq=lum='16+219*mod(floor(N/pow(2,15-X)),2)'" +
                               ",scale=" + std::to_string(width) + ":" + std::to_string(height) +
                               ":flags=neighbor:in_range=tv:out_range=tv,format=yuv420p";
    return make_clip(name, "-f lavfi -i \"" + source + "\" -frames:v " + std::to_string(frames) + " " +
                               encoder_arguments);
}

} // namespace seamline::test
