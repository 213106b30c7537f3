#include "renderer/measures/color_part.h"

#include "renderer/measures/cholesky.h"

#include <gtest/gtest.h>

#include <random>

namespace seamline::measures {
namespace {

TEST(Cholesky, SolvesWhatWasMultiplied) {
    const SquareMatrix<3> matrix{{{4, 0, 0}, {2, 5, 0}, {-1, 1, 3}}}; // Lower half.
    const std::array<double, 3> x = solved_positive<3>(matrix, {4 - 4 - 3, 2 - 10 + 3, -1 - 2 + 9});
    EXPECT_NEAR(x[0], 1, 1e-12);
    EXPECT_NEAR(x[1], -2, 1e-12);
    EXPECT_NEAR(x[2], 3, 1e-12);
}

TEST(ColorPart, TellsColourFromPlaceWhereBothGoTogether) {
    std::mt19937 random(4);
    const auto uniform = [&] { return static_cast<float>(random() % 2001) / 1000 - 1; };
    std::vector<PlacedValue> values;
    std::vector<float> truth;
    for (int i = 0; i < 9000; ++i) {
        PlacedValue v;
        v.place = {uniform(), uniform()};
        // Half of red is the column.
        v.color = {0.7F * uniform() + 0.7F * v.place.x, uniform(), uniform()};
        truth.push_back(0.1F + 0.2F * v.color.r - 0.15F * v.color.g * v.color.g);
        v.value = truth.back() + 0.4F * v.place.x - 0.3F * v.place.y;
        if (i % 7 == 3) v.value = uniform() * 3; // What moved.
        values.push_back(v);
    }
    const std::vector<float> found = color_part(values);
    ASSERT_EQ(found.size(), truth.size());
    for (std::size_t i = 0; i < found.size(); ++i) EXPECT_NEAR(found[i], truth[i], 0.01);
}

TEST(ColorPart, OfOneColourIsTheMiddle) {
    const std::vector<PlacedValue> values(100, PlacedValue{.value = 0.25F, .color = {1, 2, 3}});
    for (const float found : color_part(values)) EXPECT_NEAR(found, 0.25, 1e-3);
}

} // namespace
} // namespace seamline::measures
