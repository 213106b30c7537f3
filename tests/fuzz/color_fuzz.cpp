// tests/fuzz/color_fuzz.cpp: colour files of any bytes must be accepted or refused with one line.
// The first byte chooses the format: 'o' .ocio, 'c' .cube, '3' .3dl, 'l' .cdl, 'k' .cc, 'n' .ccc,
// 'f' .clf, 't' .ctf, 's' .spi1d, 'S' .spi3d, 'p' .csp, 'v' .vf, 'd' .lut, 'x' .itx, 'y' .look.
#include "renderer/color/color_processor.h"
#include "renderer/color/grade_files.h"

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <unistd.h>

namespace {

using namespace seamline;

std::filesystem::path scratch_file(const std::string& extension) {
    static const std::filesystem::path folder = [] {
        auto path =
            std::filesystem::temp_directory_path() / ("color_fuzz." + std::to_string(getpid()));
        std::filesystem::create_directories(path);
        std::atexit([] {
            std::error_code ignored;
            std::filesystem::remove_all(std::filesystem::temp_directory_path() /
                                            ("color_fuzz." + std::to_string(getpid())),
                                        ignored);
        });
        return path;
    }();
    return folder / ("file." + extension);
}

void require_one_line(const Error& error) {
    if (error.message.empty() || error.message.find('\n') != std::string::npos) std::abort();
}

void show_something(const color::ColorConfig& config) {
    for (const std::string& display : config.displays()) {
        for (const std::string& view : config.views(display)) {
            const auto processor =
                color::ColorProcessor::viewed(config, {}, {.display = display, .view = view});
            if (!processor) {
                require_one_line(processor.error());
                continue;
            }
            std::array<float, 4> pixel{0.2F, 0.5F, 0.8F, 1.0F};
            processor.value().apply(pixel, 4);
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string kinds = "oc3lknftsSpvdxy";
    const std::array<const char*, 15> extensions{"ocio", "cube", "3dl", "cdl",   "cc",
                                                 "ccc",  "clf",  "ctf", "spi1d", "spi3d",
                                                 "csp",  "vf",   "lut", "itx",   "look"};
    const std::size_t kind = kinds.find(static_cast<char>(data[0]));
    if (kind == std::string::npos) return -1;
    const std::filesystem::path file = scratch_file(extensions[kind]);
    std::ofstream(file, std::ios::binary)
        .write(reinterpret_cast<const char*>(data + 1), static_cast<std::streamsize>(size - 1));
    if (kind == 0) {
        const auto config = color::ColorConfig::load(file);
        if (!config)
            require_one_line(config.error());
        else
            show_something(config.value());
    } else if (kind >= 3 && kind <= 5) {
        const auto cdl = color::read_cdl(file, size % 2 == 0 ? "" : "warm");
        if (!cdl) require_one_line(cdl.error());
    } else {
        const auto lut = color::check_lut(file);
        if (!lut) require_one_line(lut.error());
    }
    return 0;
}
