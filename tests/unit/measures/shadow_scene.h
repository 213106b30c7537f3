// tests/unit/measures/shadow_scene.h: one framing of grey boards under slats of sun and shadow.
#pragma once

#include "renderer/measures/plane.h"

#include <array>
#include <cmath>
#include <random>

namespace seamline::measures::test {

inline constexpr int kShadowSceneWidth = 480;
inline constexpr int kShadowSceneHeight = 270;

/// Boards of grey in front of a grey wall, as somebody might have leant them there.
struct Boards {
    explicit Boards(unsigned seed) {
        std::mt19937 random(seed);
        const auto dice = [&] { return static_cast<double>(random()) / 4294967296.0; };
        for (Board& board : boards)
            board = {600 * dice() - 60, 390 * dice() - 60, 12 + 40 * dice(),
                     12 + 40 * dice(),  dice() * 3.14,     0.05 + 0.5 * dice()};
    }
    double grey(double x, double y) const {
        double result = 0.25;
        for (const Board& board : boards) {
            const double c = std::cos(board.turn), s = std::sin(board.turn);
            const double along = (x - board.x) * c + (y - board.y) * s;
            const double across = (y - board.y) * c - (x - board.x) * s;
            if (std::abs(along) < board.half_length && std::abs(across) < board.half_width)
                result = board.grey;
        }
        return result;
    }
    struct Board {
        double x = 0, y = 0, half_length = 0, half_width = 0, turn = 0, grey = 0;
    };
    std::array<Board, 80> boards;
};

/// Slats of sun, 4 stops above the shadow between them, across `direction`.
inline double sunlight(double x, double y, double direction, double period) {
    const double along = (x * std::cos(direction) + y * std::sin(direction)) / period;
    return along - std::floor(along) < 0.5 ? 1.0 : 1.0 / 16;
}

inline Picture seen(const Boards& boards, double dx, double dy, double direction, double period) {
    Picture picture(kShadowSceneWidth, kShadowSceneHeight);
    std::mt19937 noise(7);
    for (int y = 0; y < kShadowSceneHeight; ++y)
        for (int x = 0; x < kShadowSceneWidth; ++x) {
            const double light = boards.grey(x - dx, y - dy) * sunlight(x, y, direction, period) *
                                 (0.995 + 0.01 * static_cast<double>(noise() % 100) / 100);
            for (Plane& plane : picture.planes) plane.at(x, y) = static_cast<float>(light);
        }
    return picture;
}

} // namespace seamline::measures::test
