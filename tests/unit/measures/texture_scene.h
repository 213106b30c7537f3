// tests/unit/measures/texture_scene.h: pictures of a textured plane, known at every point.
#pragma once

#include "renderer/measures/plane.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <functional>
#include <numbers>
#include <random>

namespace seamline::measures::test {

/// Reflectance everywhere: waves of 5 to 60 px in all directions, different in each channel.
class TexturedWall {
public:
    explicit TexturedWall(std::uint32_t seed) {
        std::mt19937 random(seed);
        const auto uniform = [&] { return static_cast<double>(random() % 10000) / 10000; };
        for (Wave& wave : waves_) {
            const double length = 5 * std::pow(12.0, uniform());
            const double angle = 2 * std::numbers::pi * uniform();
            wave = {2 * std::numbers::pi / length * std::cos(angle),
                    2 * std::numbers::pi / length * std::sin(angle),
                    2 * std::numbers::pi * uniform(),
                    0.25 * std::sqrt(length / 20),
                    {0.7 + 0.6 * uniform(), 0.7 + 0.6 * uniform(), 0.7 + 0.6 * uniform()}};
        }
    }
    /// In about [0.03, 0.6].
    std::array<double, 3> at(double x, double y) const {
        std::array<double, 3> sum{};
        for (const Wave& wave : waves_) {
            const double value = wave.height * std::sin(wave.x * x + wave.y * y + wave.phase);
            for (std::size_t i = 0; i < 3; ++i) sum[i] += wave.share[i] * value;
        }
        std::array<double, 3> result{};
        for (std::size_t i = 0; i < 3; ++i) result[i] = 0.15 * std::exp(0.7 * std::tanh(sum[i]));
        return result;
    }

private:
    struct Wave {
        double x, y, phase, height;
        std::array<double, 3> share;
    };
    std::array<Wave, 24> waves_;
};

/// The light at each pixel, of a function of its position.
inline Picture picture_of(int width, int height,
                          const std::function<std::array<double, 3>(double, double)>& light) {
    Picture picture(width, height);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const std::array<double, 3> rgb = light(x, y);
            for (std::size_t i = 0; i < 3; ++i)
                picture.planes[i].at(x, y) = static_cast<float>(rgb[i]);
        }
    return picture;
}

/// What a camera did between two pictures, with the signs of CameraMove.
struct Move {
    double pan = 0;
    double tilt = 0;
    double zoom = 1;
    double roll_deg = 0;

    /// Where in the first picture the second's (x, y) was, about the centre of width x height.
    std::array<double, 2> source(double x, double y, int width, int height) const {
        const double cx = (width - 1) / 2.0, cy = (height - 1) / 2.0;
        // Content moved by (-pan, tilt) after it was turned and grown: take that back.
        const double px = (x - cx + pan) / zoom, py = (y - cy - tilt) / zoom;
        const double turn = roll_deg * std::numbers::pi / 180;
        // Counter-clockwise on a screen whose y counts down: undo it by a clockwise turn.
        return {cx + std::cos(turn) * px - std::sin(turn) * py,
                cy + std::sin(turn) * px + std::cos(turn) * py};
    }
};

inline Picture seen(const TexturedWall& wall, int width, int height, const Move& move = {}) {
    return picture_of(width, height, [&](double x, double y) {
        const auto [sx, sy] = move.source(x, y, width, height);
        return wall.at(sx, sy);
    });
}

} // namespace seamline::measures::test
