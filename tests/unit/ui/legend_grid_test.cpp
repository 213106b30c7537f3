// A legend names every mark, also over a low picture.
#include "app/ui/legend_grid.h"

#include <gtest/gtest.h>

#include <vector>

namespace seamline::ui {
namespace {

TEST(LegendGrid, OneColumnWhereItIsHighEnough) {
    const std::vector<float> widths{30, 50, 40};
    const LegendGrid grid = legend_grid(widths, 3, 100, 10, 90);
    EXPECT_EQ(grid.rows, 3U);
    EXPECT_EQ(grid.column_widths, std::vector<float>{50});
    EXPECT_EQ(grid.shown, 3U);
    EXPECT_EQ(grid.left_out, 0U);
}

TEST(LegendGrid, NothingIsLeftOutWhileColumnsFit) {
    const std::vector<float> widths(16, 100);
    const LegendGrid grid = legend_grid(widths, 4, 430, 10, 90);
    EXPECT_EQ(grid.rows, 4U);
    EXPECT_EQ(grid.column_widths.size(), 4U);
    EXPECT_EQ(grid.shown, 16U);
    EXPECT_EQ(grid.left_out, 0U);
}

TEST(LegendGrid, ColumnsAreAboutAsLongAsEachOther) {
    const std::vector<float> widths(7, 100);
    const LegendGrid grid = legend_grid(widths, 6, 430, 10, 90);
    EXPECT_EQ(grid.rows, 4U);
    EXPECT_EQ(grid.column_widths.size(), 2U);
}

TEST(LegendGrid, SaysWhatHasNoPlace) {
    const std::vector<float> widths(16, 100);
    const LegendGrid grid = legend_grid(widths, 4, 240, 10, 130);
    EXPECT_EQ(grid.column_widths, (std::vector<float>{100, 130}));
    EXPECT_EQ(grid.shown, 7U) << "the eighth place says how many more there are";
    EXPECT_EQ(grid.left_out, 9U);
    const LegendGrid narrow = legend_grid(widths, 4, 220, 10, 130);
    EXPECT_EQ(narrow.column_widths, std::vector<float>{130}) << "no wider than there is room";
    EXPECT_EQ(narrow.shown, 3U);
    EXPECT_EQ(narrow.left_out, 13U);
}

TEST(LegendGrid, OnePlaceIsAlwaysThere) {
    const std::vector<float> widths{100, 100};
    const LegendGrid grid = legend_grid(widths, 0, 5, 10, 90);
    EXPECT_EQ(grid.rows, 1U);
    EXPECT_EQ(grid.shown, 0U);
    EXPECT_EQ(grid.left_out, 2U);
    EXPECT_EQ(legend_grid({}, 4, 100, 10, 90).shown, 0U);
}

} // namespace
} // namespace seamline::ui
