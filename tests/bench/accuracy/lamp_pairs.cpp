#include "tests/bench/accuracy/lamp_pairs.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <utility>

namespace seamline::bench {
namespace {

constexpr std::size_t kHalf = 14; ///< Frames on each side of the cut.
constexpr std::size_t kGap = 2;   ///< Frames between them: what moved goes on.
constexpr std::size_t kGuard = 2; ///< Frames beside a clip's own cuts, which may be blended.
constexpr double kGamma = 2.4;

using Gains = std::array<double, 3>; ///< Of R', G' and B'.

std::uint8_t code(double value) {
    return static_cast<std::uint8_t>(std::lround(std::clamp(value, 1.0, 254.0)));
}

/// R'G'B' of BT.709, times `gains(x)`, x from 0 to 1 over the picture's width.
template <typename GainsAt> RawPicture gained(const RawPicture& picture, GainsAt gains) {
    RawPicture result(kRawPicture);
    constexpr int kHalfWidth = kReelWidth / 2;
    const std::size_t u_plane = kRawLuma;
    const std::size_t v_plane = kRawLuma + kRawLuma / 4;
    for (int row = 0; row < kReelHeight / 2; ++row)
        for (int column = 0; column < kHalfWidth; ++column) {
            const auto chroma = static_cast<std::size_t>(row * kHalfWidth + column);
            const Gains gain = gains((column + 0.5) / kHalfWidth);
            const double cb = (picture[u_plane + chroma] - 128) / 224.0;
            const double cr = (picture[v_plane + chroma] - 128) / 224.0;
            double blue = 0;
            double red = 0;
            for (const int k : {0, 1, 2, 3}) {
                const auto at =
                    static_cast<std::size_t>((2 * row + k / 2) * kReelWidth + 2 * column + k % 2);
                const double y = (picture[at] - 16) / 219.0;
                const double r = std::max(0.0, y + 1.5748 * cr) * gain[0];
                const double b = std::max(0.0, y + 1.8556 * cb) * gain[2];
                const double g = std::max(0.0, y - 0.187324 * cb - 0.468124 * cr) * gain[1];
                const double light = 0.2126 * r + 0.7152 * g + 0.0722 * b;
                result[at] = code(16 + 219 * light);
                blue += (b - light) / 1.8556 / 4;
                red += (r - light) / 1.5748 / 4;
            }
            result[u_plane + chroma] = code(128 + 224 * blue);
            result[v_plane + chroma] = code(128 + 224 * red);
        }
    return result;
}

double stops(double value) { return std::exp2(value / kGamma); }

void gain_all(std::vector<RawPicture>& pictures, const Gains& gains) {
    for (RawPicture& picture : pictures) picture = gained(picture, [&](double) { return gains; });
}

/// Of the luma: a triangle of 2 `radius` + 1 pixels each way.
RawPicture blurred(const RawPicture& picture, int radius) {
    if (radius == 0) return picture;
    RawPicture result = picture;
    std::vector<double> line;
    const auto pass = [&](int count, int length, int stride, int step) {
        for (int i = 0; i < count; ++i) {
            line.assign(static_cast<std::size_t>(length), 0);
            for (int k = 0; k < length; ++k) {
                double sum = 0;
                double weight = 0;
                for (int d = -radius; d <= radius; ++d) {
                    const double w = radius + 1 - std::abs(d);
                    const int at = std::clamp(k + d, 0, length - 1);
                    sum += w * result[static_cast<std::size_t>(i * stride + at * step)];
                    weight += w;
                }
                line[static_cast<std::size_t>(k)] = sum / weight;
            }
            for (int k = 0; k < length; ++k)
                result[static_cast<std::size_t>(i * stride + k * step)] =
                    code(line[static_cast<std::size_t>(k)]);
        }
    };
    pass(kReelHeight, kReelWidth, kReelWidth, 1);
    pass(kReelWidth, kReelHeight, 1, kReelWidth);
    return result;
}

void bars(RawPicture& picture, int rows) {
    const auto fill = [&](std::size_t begin, int width, int height, int count, std::uint8_t value) {
        std::fill_n(picture.begin() + static_cast<std::ptrdiff_t>(begin), width * count, value);
        std::fill_n(picture.begin() + static_cast<std::ptrdiff_t>(begin) + width * (height - count),
                    width * count, value);
    };
    fill(0, kReelWidth, kReelHeight, rows, 16);
    for (const std::size_t plane : {kRawLuma, kRawLuma + kRawLuma / 4})
        fill(plane, kReelWidth / 2, kReelHeight / 2, rows / 2, 128);
}

void noise(RawPicture& picture, std::uint32_t seed) {
    std::uint32_t state = seed * 2654435761U + 1;
    for (std::size_t i = 0; i < kRawLuma; ++i) {
        double sum = -2;
        for (int k = 0; k < 4; ++k) {
            state = state * 1664525U + 1013904223U;
            sum += state / 4294967296.0;
        }
        picture[i] = code(picture[i] + 5 * sum); // Deviation: about 3 codes.
    }
}

using Pictures = std::vector<RawPicture>;

void fade(Pictures& pictures, bool in) {
    for (std::size_t i = 0; i < 8; ++i) {
        RawPicture& picture = in ? pictures[i] : pictures[pictures.size() - 1 - i];
        picture = mixed(flat(16), picture, (static_cast<double>(i) + 0.5) / 8);
    }
}

double sign(int number) { return number % 2 == 0 ? 1 : -1; }

/// `change(picture, frames from the cut)`: negative in the outgoing stretch.
template <typename Change> void both_sides(LampPair& pair, Change change) {
    for (std::size_t i = 0; i < pair.outgoing.size(); ++i)
        change(pair.outgoing[i], static_cast<int>(i) - static_cast<int>(pair.outgoing.size()));
    for (std::size_t i = 0; i < pair.incoming.size(); ++i)
        change(pair.incoming[i], static_cast<int>(i));
}

void flash(LampPair& pair, int at, const std::vector<double>& strengths, double x, double radius) {
    both_sides(pair, [&](RawPicture& picture, int frame) {
        if (frame < at || frame >= at + static_cast<int>(strengths.size())) return;
        const double strength = strengths[static_cast<std::size_t>(frame - at)];
        picture = radius > 1 ? mixed(picture, flat(235), strength)
                             : lit(picture, strength, x, 0.4, radius);
    });
}

} // namespace

std::vector<LampCase> faults() {
    return {
        {"nothing", [](LampPair&, int) {}},
        {"half a stop",
         [](LampPair& pair, int number) {
             const double gain = stops(0.5 * sign(number));
             gain_all(pair.incoming, {gain, gain, gain});
         }},
        {"warmer or cooler light",
         [](LampPair& pair, int number) {
             gain_all(pair.incoming, {stops(0.25 * sign(number)), 1, stops(-0.25 * sign(number))});
         }},
        {"light from a side, 1 stop",
         [](LampPair& pair, int number) {
             for (RawPicture& picture : pair.incoming)
                 picture = gained(picture, [&](double x) {
                     const double gain = stops((2 * x - 1) * sign(number));
                     return Gains{gain, gain, gain};
                 });
         }},
        {"softer",
         [](LampPair& pair, int) {
             for (RawPicture& picture : pair.incoming) picture = blurred(picture, 2);
         }},
        {"noise of 3 codes",
         [](LampPair& pair, int number) {
             for (std::size_t i = 0; i < pair.incoming.size(); ++i)
                 noise(pair.incoming[i], static_cast<std::uint32_t>(number * 1000 + 1) +
                                             static_cast<std::uint32_t>(i));
         }},
    };
}

std::vector<LampCase> naturals() {
    return {
        {"fade out and in",
         [](LampPair& pair, int) {
             fade(pair.outgoing, false);
             fade(pair.incoming, true);
         }},
        {"muzzle flash 2 frames after",
         [](LampPair& pair, int) { flash(pair, 2, {0.9}, 0.7, 0.25); }},
        {"muzzle flash at the cut", [](LampPair& pair, int) { flash(pair, 0, {0.9}, 0.7, 0.25); }},
        {"lightning before",
         [](LampPair& pair, int) {
             flash(pair, -5, {0.8, 0.3, 0.7, 0.2}, 0.5, 2);
         }},
        {"neon flicker",
         [](LampPair& pair, int number) {
             both_sides(pair, [&](RawPicture& picture, int frame) {
                 if ((frame + 50 + number) % 5 < 2) picture = lit(picture, 0.35, 0.25, 0.4, 0.3);
             });
         }},
        {"focus pull from the cut on",
         [](LampPair& pair, int) {
             for (std::size_t i = 0; i < pair.incoming.size(); ++i)
                 pair.incoming[i] = blurred(pair.incoming[i], static_cast<int>(i / 3));
         }},
        {"day for night",
         [](LampPair& pair, int) {
             const Gains night{stops(-2.2), stops(-1.9), stops(-1.3)};
             gain_all(pair.outgoing, night);
             gain_all(pair.incoming, night);
         }},
        {"letterbox",
         [](LampPair& pair, int) {
             both_sides(pair, [](RawPicture& picture, int) { bars(picture, 44); });
         }},
        {"letterbox from the cut on",
         [](LampPair& pair, int) {
             for (RawPicture& picture : pair.incoming) bars(picture, 44);
         }},
        {"watermark",
         [](LampPair& pair, int) {
             both_sides(pair, [](RawPicture& picture, int) {
                 for (int y = 300; y < 330; ++y)
                     std::fill_n(picture.begin() + y * kReelWidth + 500, 100, std::uint8_t{200});
             });
         }},
        {"3 black frames at the end",
         [](LampPair& pair, int) {
             for (std::size_t i = 1; i <= 3; ++i)
                 pair.outgoing[pair.outgoing.size() - i] = flat(16);
         }},
        {"last and first frame repeated",
         [](LampPair& pair, int) {
             pair.outgoing.insert(pair.outgoing.end(), 2, pair.outgoing.back());
             pair.incoming.insert(pair.incoming.begin(), 2, pair.incoming.front());
         }},
    };
}

std::vector<LampEncoding> encodings() {
    const std::string tags =
        " -color_primaries bt709 -color_trc bt709 -colorspace bt709 -color_range ";
    const std::string h264 = "-c:v libx264 -preset veryfast";
    return {
        {"crf 18, 4:2:0", h264 + " -crf 18" + tags + "tv"},
        {"crf 28", h264 + " -crf 28" + tags + "tv"},
        {"4:4:4", h264 + " -pix_fmt yuv444p -crf 18" + tags + "tv"},
        {"limited range tagged full", h264 + " -crf 18" + tags + "pc"},
        {"enlarged twice", "-vf scale=1280:720:flags=bicubic " + h264 + " -crf 18" + tags + "tv"},
        {"30 fps by repeated frames", "-vf fps=30 " + h264 + " -crf 18" + tags + "tv"},
    };
}

std::vector<LampPair> pairs_of(const std::vector<std::vector<RawPicture>>& shots) {
    std::vector<LampPair> pairs;
    constexpr std::size_t kLength = 2 * kHalf + kGap;
    for (const auto& shot : shots) {
        if (shot.size() < kLength + 2 * kGuard) continue;
        const std::size_t last = shot.size() - kGuard - kLength;
        std::vector<std::size_t> starts{kGuard};
        if (last >= kGuard + kLength) starts.push_back(last);
        for (const std::size_t start : starts) {
            const auto at = shot.begin() + static_cast<std::ptrdiff_t>(start);
            pairs.push_back({{at, at + kHalf}, {at + kHalf + kGap, at + kLength}});
        }
    }
    return pairs;
}

} // namespace seamline::bench
