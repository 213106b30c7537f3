#include "renderer/measures/flow_bend.h"
#include "renderer/measures/texture.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace seamline::measures {
namespace {

constexpr int kWidth = 720; // Texture picture 360 x 240: 12 x 8 cells.
constexpr int kHeight = 480;
constexpr int kColumns = 12;
constexpr int kRows = 8;

// Texture of all the bands that are looked at.
Plane wall(unsigned seed, int width = kWidth, int height = kHeight) {
    std::mt19937 random(seed);
    std::normal_distribution<float> normal;
    Plane noise(width, height);
    for (float& value : noise.values) value = normal(random);
    Plane fine = gaussian_blurred(noise, 1.5);
    const Plane coarse = gaussian_blurred(noise, 5);
    for (std::size_t i = 0; i < fine.values.size(); ++i)
        fine.values[i] = 110 + 60 * fine.values[i] + 150 * coarse.values[i];
    return fine;
}

// As it is found where nothing moved; working pictures are 480 x 320.
Alignment still(int width = 480, int height = 320) {
    Alignment alignment;
    alignment.flow = {Plane(width, height), Plane(width, height)};
    alignment.smooth = alignment.flow;
    alignment.valid = Mask(width, height, true);
    alignment.valid_for_color = alignment.valid;
    alignment.coverage = 1;
    return alignment;
}

const TextureCell& cell(const TextureChange& change, int column, int row) {
    return change.cells[static_cast<std::size_t>(row * change.columns + column)];
}

// Cells 4..7 x 2..5 lie in the replaced region.
bool is_inner(int column, int row) { return column >= 4 && column < 8 && row >= 2 && row < 6; }
bool is_far(int column, int row) { return column < 3 || column > 8 || row < 1 || row > 6; }

template <typename Value> Plane with_region(const Plane& plane, Value&& value) {
    Plane result = plane;
    for (int y = 2 * 60; y < 6 * 60; ++y)
        for (int x = 4 * 60; x < 8 * 60; ++x) result.at(x, y) = value(x, y);
    return result;
}

TEST(TextureChange, IsNothingBetweenEquals) {
    const Plane luma = wall(1);
    const TextureChange change = texture_change(luma, luma, still(), {});
    ASSERT_EQ(change.columns, kColumns);
    ASSERT_EQ(change.rows, kRows);
    EXPECT_EQ(change.measured_count, kColumns * kRows);
    EXPECT_EQ(change.flagged_share, 0);
    for (const TextureCell& each : change.cells) {
        EXPECT_NEAR(each.structure, 0, 1e-4);
        EXPECT_NEAR(each.energy, 0, 1e-4);
    }
}

TEST(TextureChange, AnotherTextureIsFlaggedWhereItIs) {
    const Plane luma = wall(1);
    const Plane other = wall(2);
    const Plane changed = with_region(luma, [&](int x, int y) { return other.at(x, y); });
    const TextureChange change = texture_change(luma, changed, still(), {});
    for (int row = 0; row < kRows; ++row)
        for (int column = 0; column < kColumns; ++column) {
            if (is_inner(column, row)) {
                EXPECT_TRUE(cell(change, column, row).flagged) << column << ", " << row;
                EXPECT_GT(cell(change, column, row).structure, 0.6);
                EXPECT_LT(cell(change, column, row).energy, 0.8F);
            } else if (is_far(column, row)) {
                EXPECT_FALSE(cell(change, column, row).flagged) << column << ", " << row;
            }
        }
    EXPECT_GE(change.flagged_share, 16.0 / 96);
    EXPECT_LE(change.flagged_share, 24.0 / 96);
}

TEST(TextureChange, EnergyIsTheLogarithmOfDeviations) {
    const Plane luma = wall(1);
    const Plane soft = gaussian_blurred(luma, 24);
    const Plane halved = with_region(
        luma, [&](int x, int y) { return soft.at(x, y) + 0.5F * (luma.at(x, y) - soft.at(x, y)); });
    const TextureChange change = texture_change(luma, halved, still(), {});
    // Both bands lose one stop of deviation; what the Gaussian of 24 px keeps lies below them.
    for (int row = 2; row < 6; ++row)
        for (int column = 4; column < 8; ++column) {
            EXPECT_NEAR(cell(change, column, row).energy, 2, 0.35);
            EXPECT_LT(cell(change, column, row).structure, 0.1);
            EXPECT_TRUE(cell(change, column, row).flagged);
        }
}

TEST(TextureChange, ExposureAndSmallShiftsAreNoTexture) {
    const Plane luma = wall(1, kWidth + 20, kHeight + 20);
    Plane a(kWidth, kHeight), b(kWidth, kHeight);
    for (int y = 0; y < kHeight; ++y)
        for (int x = 0; x < kWidth; ++x) {
            a.at(x, y) = luma.at(x + 6, y + 4);
            b.at(x, y) = 16 + 1.25F * (luma.at(x, y) - 16); // 3 and 2 texture pixels away.
        }
    const TextureChange change = texture_change(a, b, still(), {});
    EXPECT_EQ(change.measured_count, kColumns * kRows);
    int flagged = 0;
    for (const TextureCell& each : change.cells) {
        flagged += each.flagged ? 1 : 0;
        EXPECT_LT(each.energy, 0.5);
    }
    EXPECT_EQ(flagged, 0);
}

TEST(TextureChange, FollowsTheSmoothFlow) {
    const Plane luma = wall(1, kWidth + 60, kHeight);
    Plane a(kWidth, kHeight), b(kWidth, kHeight);
    for (int y = 0; y < kHeight; ++y)
        for (int x = 0; x < kWidth; ++x) {
            a.at(x, y) = luma.at(x, y);
            b.at(x, y) = luma.at(x + 36, y); // Content moves left by 36 px: 24 of the 480.
        }
    Alignment alignment = still();
    EXPECT_GT(texture_change(a, b, alignment, {}).flagged_share, 0.9);
    alignment.smooth.dx = Plane(480, 320, -24);
    const TextureChange change = texture_change(a, b, alignment, {});
    EXPECT_EQ(change.flagged_share, 0);
    // The first column of cells lies outside B.
    EXPECT_EQ(change.measured_count, (kColumns - 1) * kRows);
    EXPECT_FALSE(cell(change, 0, 3).measured);
}

TEST(TextureChange, LeavesOutFlatCellsFacesAndWhatHasNoCounterpart) {
    const Plane luma = wall(1);
    const Plane half_flat = with_region(luma, [](int, int) { return 90.0F; });
    const TextureChange flat = texture_change(half_flat, half_flat, still(), {});
    EXPECT_FALSE(cell(flat, 5, 3).measured);
    EXPECT_TRUE(cell(flat, 1, 1).measured);
    Mask face(480, 320);
    for (int y = 80; y < 240; ++y)
        for (int x = 160; x < 320; ++x) face.set(x, y, true);
    const TextureChange without_face = texture_change(luma, luma, still(), face);
    EXPECT_FALSE(cell(without_face, 5, 3).measured);
    EXPECT_EQ(without_face.measured_count, 96 - 16);
    Alignment nothing = still();
    nothing.valid = Mask(480, 320);
    EXPECT_EQ(texture_change(luma, luma, nothing, {}).measured_count, 0);
    EXPECT_EQ(texture_change(luma, luma, nothing, {}).flagged_share, 0);
    EXPECT_TRUE(texture_change(Plane(40, 30), Plane(40, 30), still(20, 15), {}).cells.empty());
}

TEST(FlowBend, SeesAWobbleAndNotACamera) {
    Alignment alignment = still();
    std::mt19937 random(3);
    std::normal_distribution<float> normal(0, 0.1F);
    for (int y = 0; y < 320; ++y)
        for (int x = 0; x < 480; ++x) {
            // Zoom, roll and pan, with the noise of a flow.
            alignment.flow.dx.at(x, y) =
                3 + 0.02F * static_cast<float>(x) + normal(random) - 0.01F * static_cast<float>(y);
            alignment.flow.dy.at(x, y) =
                -1 + 0.02F * static_cast<float>(y) + normal(random) + 0.01F * static_cast<float>(x);
        }
    const Plane before = flow_bend(alignment, kColumns, kRows, 1.0 / kColumns);
    for (const float bend : before.values) EXPECT_LT(bend, 1.5F);
    for (int y = 80; y < 240; ++y)
        for (int x = 160; x < 320; ++x)
            alignment.flow.dx.at(x, y) += 3 * std::sin(0.2F * static_cast<float>(x + y));
    const Plane after = flow_bend(alignment, kColumns, kRows, 1.0 / kColumns);
    for (int row = 2; row < 6; ++row)
        for (int column = 4; column < 8; ++column) EXPECT_GT(after.at(column, row), 3.0F);
    EXPECT_LT(after.at(1, 1), 1.5F);
    alignment.valid = Mask(480, 320);
    EXPECT_TRUE(std::isnan(flow_bend(alignment, kColumns, kRows, 1.0 / kColumns).at(3, 3)));
}

} // namespace
} // namespace seamline::measures
