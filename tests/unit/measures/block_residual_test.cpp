#include "renderer/measures/block_residual.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace seamline::measures {
namespace {

Picture noisy_lab(int width, int height, unsigned seed) {
    std::mt19937 random(seed);
    Picture picture(width, height);
    for (std::size_t c = 0; c < 3; ++c)
        for (float& value : picture.planes[c].values)
            value = static_cast<float>(random() % 2000) / 2000 * 0.8F - (c == 0 ? 0.0F : 0.4F);
    return picture;
}

Picture shifted(const Picture& picture, int dx, int dy) {
    Picture result = picture;
    for (std::size_t c = 0; c < 3; ++c)
        for (int y = 0; y < picture.height(); ++y)
            for (int x = 0; x < picture.width(); ++x)
                result.planes[c].at(x, y) =
                    picture.planes[c].at(std::clamp(x + dx, 0, picture.width() - 1),
                                         std::clamp(y + dy, 0, picture.height() - 1));
    return result;
}

/// The same in double precision, without codes: half a code per value is the most it is off.
double reference(const Picture& a, const Picture& b) {
    double sum = 0;
    int blocks = 0;
    for (int by = 0; by < (a.height() + 7) / 8; ++by) {
        for (int bx = 0; bx < (a.width() + 7) / 8; ++bx, ++blocks) {
            const int x0 = std::min(8 * bx, a.width() - 8);
            const int y0 = std::min(8 * by, a.height() - 8);
            double least = 1e9;
            for (int dy = -8; dy <= 8; dy += 2) {
                for (int dx = -8; dx <= 8; dx += 2) {
                    if (x0 + dx < 0 || y0 + dy < 0 || x0 + dx + 8 > a.width() ||
                        y0 + dy + 8 > a.height())
                        continue;
                    double apart = 0;
                    for (int i = 0; i < 192; ++i) {
                        const int x = i % 8;
                        const int y = i / 8 % 8;
                        const auto c = static_cast<std::size_t>(i / 64);
                        apart += std::abs(double{a.planes[c].at(x0 + x, y0 + y)} -
                                          b.planes[c].at(x0 + x + dx, y0 + y + dy));
                    }
                    least = std::min(least, apart / 64);
                }
            }
            sum += least;
        }
    }
    return sum / blocks;
}

TEST(BlockResidual, MeetsItsDefinition) {
    for (const auto& [width, height] : {std::pair{40, 24}, {37, 21}, {8, 8}}) {
        const Picture a = noisy_lab(width, height, 1);
        const Picture b = noisy_lab(width, height, 2);
        EXPECT_NEAR(block_residual(a, b), reference(a, b), 3.0 / LabCodes::kLabUnit);
        EXPECT_EQ(block_residual(a, a), 0);
    }
}

TEST(BlockResidual, MotionWithinReachCostsOnlyTheEdge) {
    const Picture a = noisy_lab(128, 72, 1);
    const double cut = block_residual(noisy_lab(128, 72, 2), a);
    EXPECT_EQ(block_residual(shifted(a, 0, 0), a), 0);
    EXPECT_LT(block_residual(shifted(a, 6, -4), a), 0.2 * cut);
    EXPECT_GT(block_residual(shifted(a, 20, 0), a), 0.8 * cut);
}

TEST(BlockResidual, UniformStepIsTheStep) {
    Picture a(16, 16);
    Picture b(16, 16);
    for (float& value : b.planes[0].values) value = 0.25F;
    for (float& value : b.planes[2].values) value = -0.125F;
    EXPECT_DOUBLE_EQ(block_residual(a, b), 0.375);
    for (float& value : b.planes[0].values) value = 1000; // Clamped, not wrapped round.
    EXPECT_DOUBLE_EQ(block_residual(a, b), 2047.0 / 1024 + 0.125);
}

TEST(BlockResidual, TinyPicturesAreRepeated) {
    Picture a(3, 5);
    Picture b(3, 5);
    for (float& value : b.planes[1].values) value = 0.5F;
    EXPECT_DOUBLE_EQ(block_residual(a, b), 0.5);
}

} // namespace
} // namespace seamline::measures
