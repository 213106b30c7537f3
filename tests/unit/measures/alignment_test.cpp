#include "renderer/measures/alignment.h"

#include "renderer/measures/fast_log2.h"
#include "tests/unit/measures/texture_scene.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace seamline::measures {
namespace {

using test::Move;
using test::seen;
using test::TexturedWall;

constexpr int kWidth = 480;
constexpr int kHeight = 270;

Alignment aligned(const Picture& a, const Picture& b, AlignmentRange range) {
    return align(alignment_source(a), alignment_source(b), range);
}

TEST(FastLog2, IsTheLogarithm) {
    for (float x = 1e-6F; x < 2e4F; x *= 1.0173F)
        EXPECT_NEAR(fast_log2(x), std::log2(static_cast<double>(x)),
                    3e-7 * std::max(1.0, std::abs(std::log2(static_cast<double>(x)))))
            << x;
    EXPECT_EQ(fast_log2(1), 0);
    EXPECT_EQ(fast_log2(8), 3);
}

class KnownMove : public ::testing::TestWithParam<Move> {};

TEST_P(KnownMove, IsFoundBetweenConsecutiveFrames) {
    const Move move = GetParam();
    const TexturedWall wall(11);
    const Picture a = seen(wall, kWidth, kHeight);
    const Picture b = seen(wall, kWidth, kHeight, move);
    const Alignment alignment = aligned(a, b, AlignmentRange::Near);
    EXPECT_GT(alignment.coverage, 0.85);
    const CameraMove camera = camera_move(alignment.flow, alignment.valid, kWidth);
    EXPECT_NEAR(camera.pan_px, move.pan, 0.1);
    EXPECT_NEAR(camera.tilt_px, move.tilt, 0.1);
    EXPECT_NEAR(camera.zoom, move.zoom, 0.001);
    EXPECT_NEAR(camera.roll_deg, move.roll_deg, 0.05);
    EXPECT_LT(camera.residual_px, 0.15);
    EXPECT_GT(camera.share, 0.95);
}

INSTANTIATE_TEST_SUITE_P(, KnownMove,
                         ::testing::Values(Move{}, Move{.pan = 3.3}, Move{.tilt = -2.6},
                                           Move{.pan = -9.7, .tilt = 6.2}, Move{.zoom = 1.02},
                                           Move{.zoom = 0.985}, Move{.roll_deg = 1.2},
                                           Move{.pan = 2.5, .zoom = 1.01, .roll_deg = -0.7}));

TEST(Alignment, FlowIsTheTrueDisplacementOfPixels) {
    const TexturedWall wall(5);
    const Move move{.pan = 4.25, .tilt = 1.5, .zoom = 1.01};
    const Alignment alignment = aligned(seen(wall, kWidth, kHeight),
                                        seen(wall, kWidth, kHeight, move), AlignmentRange::Near);
    std::vector<double> errors;
    for (int y = 0; y < kHeight; ++y)
        for (int x = 0; x < kWidth; ++x) {
            if (!alignment.valid.at(x, y)) continue;
            // The target is right when it was seen at (x, y) before.
            const auto [sx, sy] =
                move.source(x + 0.0 + alignment.flow.dx.at(x, y),
                            y + 0.0 + alignment.flow.dy.at(x, y), kWidth, kHeight);
            errors.push_back(std::hypot(sx - x, sy - y));
        }
    std::sort(errors.begin(), errors.end());
    EXPECT_LT(errors[errors.size() / 2], 0.1);
    EXPECT_LT(errors[errors.size() * 95 / 100], 0.5);
}

TEST(Alignment, FarFindsLargePansAndPunchIns) {
    const TexturedWall wall(3);
    const Picture a = seen(wall, kWidth, kHeight);
    for (const Move move : {Move{.pan = 75, .tilt = -20}, Move{.zoom = 1.25}}) {
        const Alignment alignment =
            aligned(a, seen(wall, kWidth, kHeight, move), AlignmentRange::Far);
        EXPECT_GT(alignment.coverage, 0.35);
        const CameraMove camera = camera_move(alignment.flow, alignment.valid, 1920);
        EXPECT_NEAR(camera.pan_px, move.pan * 4, 1.5);
        EXPECT_NEAR(camera.tilt_px, move.tilt * 4, 1.5);
        EXPECT_NEAR(camera.zoom, move.zoom, 0.005);
    }
}

TEST(Alignment, IsBlindToGradeAndSoftLight) {
    const TexturedWall wall(8);
    const Picture a = seen(wall, kWidth, kHeight);
    Picture graded = seen(wall, kWidth, kHeight, {.pan = 2});
    constexpr std::array<float, 3> gain{1.6F, 1.1F, 0.7F};
    for (std::size_t i = 0; i < 3; ++i)
        for (int y = 0; y < kHeight; ++y)
            for (int x = 0; x < kWidth; ++x) {
                float& value = graded.planes[i].at(x, y);
                value = gain[i] * std::pow(value, 1.2F) *
                        std::exp2(static_cast<float>(x) / kWidth - 0.5F);
            }
    const Alignment alignment = aligned(a, graded, AlignmentRange::Far);
    EXPECT_GT(alignment.coverage, 0.8);
    EXPECT_NEAR(camera_move(alignment.flow, alignment.valid, kWidth).pan_px, 2, 0.1);
}

TEST(Alignment, DifferentViewsAreBelowTheGate) {
    const Picture a = seen(TexturedWall(1), kWidth, kHeight);
    const Picture b = seen(TexturedWall(2), kWidth, kHeight);
    for (const AlignmentRange range : {AlignmentRange::Near, AlignmentRange::Far}) {
        const Alignment alignment = aligned(a, b, range);
        EXPECT_LT(alignment.coverage, 0.03);
        EXPECT_FALSE(alignment.same_view());
    }
}

TEST(Alignment, FlatPicturesHaveNoCorrespondence) {
    const Picture grey = test::picture_of(kWidth, kHeight, [](double, double) {
        return std::array<double, 3>{0.18, 0.18, 0.18};
    });
    EXPECT_EQ(aligned(grey, grey, AlignmentRange::Far).coverage, 0);
}

TEST(Alignment, AMovingObjectDoesNotMoveTheCamera) {
    const TexturedWall wall(4), object(40);
    const auto view = [&](double pan, double object_at) {
        return test::picture_of(kWidth, kHeight, [&](double x, double y) {
            if (std::abs(x - object_at) < 70 && std::abs(y - 140) < 80)
                return object.at(x - object_at, y);
            return wall.at(x + pan, y);
        });
    };
    const Alignment alignment = aligned(view(0, 200), view(3, 212), AlignmentRange::Near);
    const CameraMove camera = camera_move(alignment.flow, alignment.valid, kWidth);
    EXPECT_NEAR(camera.pan_px, 3, 0.1);
    EXPECT_NEAR(camera.tilt_px, 0, 0.1);
    EXPECT_NEAR(camera.zoom, 1, 0.001);
    EXPECT_LT(camera.share, 0.9);
}

TEST(Alignment, SmoothFlowIgnoresWhatWasNotValidated) {
    const TexturedWall wall(6);
    // A third of B is replaced: its vectors are arbitrary.
    const TexturedWall other(60);
    const Picture a = seen(wall, kWidth, kHeight);
    const Picture b = test::picture_of(kWidth, kHeight, [&](double x, double y) {
        return x > 160 && x < 320 ? other.at(x, y) : wall.at(x + 3, y);
    });
    const Alignment alignment = aligned(a, b, AlignmentRange::Far);
    double worst = 0;
    for (int y = 0; y < kHeight; ++y)
        for (int x = 0; x < kWidth; ++x)
            worst = std::max(worst, std::hypot(alignment.smooth.dx.at(x, y) + 3.0,
                                               alignment.smooth.dy.at(x, y) + 0.0));
    EXPECT_LT(worst, 1.5);
}

TEST(Alignment, WarpingBringsBackTheFirstPicture) {
    const TexturedWall wall(9);
    const Move move{.pan = 5.5, .roll_deg = 0.5};
    const Picture a = seen(wall, kWidth, kHeight);
    const Picture b = seen(wall, kWidth, kHeight, move);
    const Alignment alignment = aligned(a, b, AlignmentRange::Near);
    const Plane back = warped(b.planes[1], alignment.flow);
    double before = 0, after = 0;
    for (std::size_t i = 0; i < back.values.size(); ++i) {
        if (alignment.valid.values[i] == 0) continue;
        before += std::abs(b.planes[1].values[i] - a.planes[1].values[i]);
        after += std::abs(back.values[i] - a.planes[1].values[i]);
    }
    EXPECT_LT(after, 0.1 * before);
}

TEST(Alignment, AnySizeWorksOrHasNoCorrespondence) {
    const TexturedWall wall(12);
    for (const auto [width, height] : {std::array{8, 8},
                                       {1, 1},
                                       {19, 300},
                                       {21, 480},
                                       {97, 61},
                                       {480, 203},
                                       {200, 480},
                                       {128, 20}}) {
        const Picture picture = seen(wall, width, height);
        const Alignment alignment = aligned(picture, picture, AlignmentRange::Far);
        EXPECT_EQ(alignment.flow.dx.width, width);
        EXPECT_EQ(alignment.flow.dy.height, height);
        EXPECT_EQ(alignment.valid.values.size(), alignment.flow.dx.values.size());
        if (std::min(width, height) < 20)
            EXPECT_EQ(alignment.coverage, 0);
        else
            EXPECT_GT(alignment.coverage, 0.95) << width << " x " << height;
    }
}

TEST(Alignment, TooFewValidPixelsGiveNoMove) {
    const Flow flow{Plane(100, 100, 7), Plane(100, 100, 7)};
    const CameraMove camera = camera_move(flow, Mask(100, 100), 1000);
    EXPECT_EQ(camera.pan_px, 0);
    EXPECT_EQ(camera.share, 0);
    EXPECT_NEAR(camera_move(flow, Mask(100, 100, true), 1000).pan_px, -70, 1e-4);
}

} // namespace
} // namespace seamline::measures
