#include "tests/bench/accuracy/style_detectors.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <memory>
#include <numbers>
#include <stdexcept>

namespace seamline::bench {
namespace {

constexpr int kWidth = 320;
constexpr int kHeight = 180;
constexpr std::size_t kPixels = static_cast<std::size_t>(kWidth) * kHeight;
constexpr int kHashEdge = 16;
constexpr int kCosineEdge = 32;

struct PipeClose {
    void operator()(FILE* pipe) const { pclose(pipe); }
};

std::array<std::uint8_t, 3> hsv_of(const std::uint8_t* rgb) {
    const int most = std::max({rgb[0], rgb[1], rgb[2]});
    const int range = most - std::min({rgb[0], rgb[1], rgb[2]});
    double hue = 0; // Half degrees, as 8-bit pictures keep it.
    if (range > 0 && most == rgb[0])
        hue = 30.0 * (rgb[1] - rgb[2]) / range;
    else if (range > 0 && most == rgb[1])
        hue = 60 + 30.0 * (rgb[2] - rgb[0]) / range;
    else if (range > 0)
        hue = 120 + 30.0 * (rgb[0] - rgb[1]) / range;
    if (hue < 0) hue += 180;
    const int saturation = most > 0 ? (255 * range + most / 2) / most : 0;
    return {static_cast<std::uint8_t>(std::lround(hue) % 180),
            static_cast<std::uint8_t>(saturation), static_cast<std::uint8_t>(most)};
}

/// Signs, against their median, of the 16 x 16 lowest cosine terms of a 32 x 32 picture.
std::array<std::uint8_t, 256> hash_of(const std::vector<double>& luma) {
    std::array<double, kCosineEdge * kCosineEdge> small{};
    std::array<int, kCosineEdge * kCosineEdge> counts{};
    for (int y = 0; y < kHeight; ++y) {
        for (int x = 0; x < kWidth; ++x) {
            const auto cell = static_cast<std::size_t>(y * kCosineEdge / kHeight * kCosineEdge +
                                                       x * kCosineEdge / kWidth);
            small[cell] += luma[static_cast<std::size_t>(y * kWidth + x)];
            ++counts[cell];
        }
    }
    for (std::size_t i = 0; i < small.size(); ++i) small[i] /= counts[i];
    std::array<double, kHashEdge * kCosineEdge> rows{};
    const auto cosine = [](int frequency, int place) {
        return std::cos(std::numbers::pi * frequency * (2 * place + 1) / (2 * kCosineEdge));
    };
    for (int u = 0; u < kHashEdge; ++u)
        for (int y = 0; y < kCosineEdge; ++y)
            for (int x = 0; x < kCosineEdge; ++x)
                rows[static_cast<std::size_t>(u * kCosineEdge + y)] +=
                    cosine(u, x) * small[static_cast<std::size_t>(y * kCosineEdge + x)];
    std::array<double, 256> terms{};
    for (int v = 0; v < kHashEdge; ++v)
        for (int u = 0; u < kHashEdge; ++u)
            for (int y = 0; y < kCosineEdge; ++y)
                terms[static_cast<std::size_t>(v * kHashEdge + u)] +=
                    cosine(v, y) * rows[static_cast<std::size_t>(u * kCosineEdge + y)];
    std::array<double, 256> sorted = terms;
    std::nth_element(sorted.begin(), sorted.begin() + 128, sorted.end());
    std::array<std::uint8_t, 256> bits{};
    for (std::size_t i = 0; i < bits.size(); ++i) bits[i] = terms[i] > sorted[128] ? 1 : 0;
    return bits;
}

double content_of(const StyleFrame& frame) {
    return (frame.hsv_difference[0] + frame.hsv_difference[1] + frame.hsv_difference[2]) / 3;
}

double correlation(const std::array<double, 256>& a, const std::array<double, 256>& b) {
    double aa = 0;
    double ab = 0;
    double bb = 0;
    for (std::size_t i = 0; i < 256; ++i) {
        const double x = a[i] - 1.0 / 256;
        const double y = b[i] - 1.0 / 256;
        aa += x * x;
        ab += x * y;
        bb += y * y;
    }
    return aa * bb > 0 ? ab / std::sqrt(aa * bb) : 1;
}

std::vector<std::int64_t> apart(std::size_t count, double frame_rate,
                                const std::function<bool(std::size_t)>& is_cut) {
    std::vector<std::int64_t> cuts;
    const auto least = static_cast<std::int64_t>(std::ceil(0.3 * frame_rate));
    std::int64_t last = 0;
    for (std::size_t t = 1; t < count; ++t) {
        const auto frame = static_cast<std::int64_t>(t);
        if (!is_cut(t) || frame - last < least) continue;
        cuts.push_back(frame);
        last = frame;
    }
    return cuts;
}

} // namespace

std::vector<StyleFrame> read_style_frames(const std::filesystem::path& file, double border) {
    const std::string keep = std::to_string(1 - 2 * border);
    const std::string command = "ffmpeg -v error -i '" + file.string() + "' -vf \"crop=iw*" + keep +
                                ":ih*" + keep + ",scale=" + std::to_string(kWidth) + ":" +
                                std::to_string(kHeight) +
                                ":flags=area\" -fps_mode passthrough -pix_fmt rgb24 -f rawvideo -";
    const std::unique_ptr<FILE, PipeClose> pipe(popen(command.c_str(), "r"));
    if (pipe == nullptr) throw std::runtime_error("cannot run ffmpeg");
    std::vector<StyleFrame> frames;
    std::vector<std::uint8_t> rgb(3 * kPixels);
    std::vector<std::uint8_t> hsv(3 * kPixels);
    std::vector<std::uint8_t> before;
    std::vector<double> luma(kPixels);
    while (std::fread(rgb.data(), 1, rgb.size(), pipe.get()) == rgb.size()) {
        StyleFrame& frame = frames.emplace_back();
        for (std::size_t i = 0; i < kPixels; ++i) {
            const auto colour = hsv_of(&rgb[3 * i]);
            std::copy(colour.begin(), colour.end(), hsv.begin() + static_cast<long>(3 * i));
            luma[i] = 0.299 * rgb[3 * i] + 0.587 * rgb[3 * i + 1] + 0.114 * rgb[3 * i + 2];
            frame.histogram[static_cast<std::size_t>(luma[i])] += 1.0 / kPixels;
        }
        for (std::size_t i = 0; i < before.size(); ++i)
            frame.hsv_difference[i % 3] += std::abs(hsv[i] - before[i]) / double{kPixels};
        frame.hash = hash_of(luma);
        before = hsv;
    }
    if (frames.empty()) throw std::runtime_error("no picture in " + file.string());
    return frames;
}

std::vector<std::int64_t> content_cuts(const std::vector<StyleFrame>& frames, double frame_rate) {
    return apart(frames.size(), frame_rate,
                 [&](std::size_t t) { return content_of(frames[t]) >= 27; });
}

std::vector<std::int64_t> adaptive_cuts(const std::vector<StyleFrame>& frames, double frame_rate) {
    constexpr std::size_t kWindow = 2;
    return apart(frames.size(), frame_rate, [&](std::size_t t) {
        if (t < kWindow + 1 || t + kWindow >= frames.size()) return false;
        double around = 0;
        for (std::size_t k = 1; k <= kWindow; ++k)
            around += content_of(frames[t - k]) + content_of(frames[t + k]);
        around /= 2 * kWindow;
        const double content = content_of(frames[t]);
        return content >= 15 && content >= 3.0 * around;
    });
}

std::vector<std::int64_t> hash_cuts(const std::vector<StyleFrame>& frames, double frame_rate) {
    return apart(frames.size(), frame_rate, [&](std::size_t t) {
        int differing = 0;
        for (std::size_t i = 0; i < 256; ++i)
            differing += frames[t].hash[i] != frames[t - 1].hash[i] ? 1 : 0;
        return differing >= 0.395 * 256;
    });
}

std::vector<std::int64_t> histogram_cuts(const std::vector<StyleFrame>& frames, double frame_rate) {
    return apart(frames.size(), frame_rate, [&](std::size_t t) {
        return correlation(frames[t].histogram, frames[t - 1].histogram) <= 1 - 0.05;
    });
}

} // namespace seamline::bench
