#include "renderer/measures/edge_alignment.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

namespace seamline::measures {
namespace {

constexpr int kWidth = 480;
constexpr int kHeight = 270;

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
double sunlight(double x, double y, double direction, double period) {
    const double along = (x * std::cos(direction) + y * std::sin(direction)) / period;
    return along - std::floor(along) < 0.5 ? 1.0 : 1.0 / 16;
}

Picture seen(const Boards& boards, double dx, double dy, double direction, double period) {
    Picture picture(kWidth, kHeight);
    std::mt19937 noise(7);
    for (int y = 0; y < kHeight; ++y)
        for (int x = 0; x < kWidth; ++x) {
            const double light = boards.grey(x - dx, y - dy) * sunlight(x, y, direction, period) *
                                 (0.995 + 0.01 * static_cast<double>(noise() % 100) / 100);
            for (Plane& plane : picture.planes) plane.at(x, y) = static_cast<float>(light);
        }
    return picture;
}

TEST(EdgeAlignment, FindsOneFramingUnderAnotherSun) {
    const Boards boards(1);
    const auto a = alignment_source(seen(boards, 0, 0, 0.4, 130));
    for (const auto& [dx, dy] : {std::pair{0, 0}, std::pair{14, -6}, std::pair{-16, 12}}) {
        const auto b = alignment_source(seen(boards, dx, dy, 2.0, 170));
        EXPECT_FALSE(align(a, b, AlignmentRange::Far).same_view()) << dx;
        const Alignment found = align_by_edges(a, b);
        EXPECT_TRUE(found.same_view()) << dx << ": " << found.coverage << ", " << match_edges(a, b).distinctness;
        EXPECT_NEAR(found.flow.dx.at(kWidth / 2, kHeight / 2), dx, 2);
        EXPECT_NEAR(found.flow.dy.at(kWidth / 2, kHeight / 2), dy, 2);
        EXPECT_EQ(found.smooth.dx.values, found.flow.dx.values);
        EXPECT_EQ(found.valid.values, found.valid_for_color.values);
    }
}

TEST(EdgeAlignment, WhatTheMoveBringsInIsNotValid) {
    const Boards boards(1);
    const Alignment found = align_by_edges(alignment_source(seen(boards, 0, 0, 0.4, 130)),
                                           alignment_source(seen(boards, -16, 12, 2.0, 170)));
    ASSERT_TRUE(found.same_view());
    for (int y = 0; y < kHeight; ++y)
        for (int x = y < kHeight - 8 ? 12 : kWidth; x-- > 0;)
            ASSERT_FALSE(found.valid.at(x, y)) << x << ' ' << y;
}

TEST(EdgeAlignment, OtherThingsAreAnotherFraming) {
    const auto a = alignment_source(seen(Boards(1), 0, 0, 0.4, 130));
    for (unsigned seed = 2; seed < 12; ++seed) {
        const auto b = alignment_source(seen(Boards(seed), 0, 0, 2.0, 170));
        EXPECT_EQ(align_by_edges(a, b).coverage, 0) << seed;
    }
}

TEST(EdgeAlignment, PicturesTooSmallOrOfOtherSizesHaveNone) {
    const auto small = alignment_source(Picture(12, 12));
    EXPECT_EQ(align_by_edges(small, small).coverage, 0);
    EXPECT_EQ(align_by_edges(alignment_source(Picture(kWidth, kHeight)), small).coverage, 0);
    // Nothing but one grey: no edge.
    const auto grey = alignment_source(Picture(kWidth, kHeight));
    EXPECT_EQ(align_by_edges(grey, grey).coverage, 0);
}

} // namespace
} // namespace seamline::measures
