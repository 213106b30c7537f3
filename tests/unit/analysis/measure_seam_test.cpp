#include "app/analysis/measure_seam.h"

#include "tests/unit/measures/shadow_scene.h"

#include <gtest/gtest.h>

#include <cmath>

namespace seamline::analysis {
namespace {

using measures::test::Boards;
using measures::test::seen;

SeamSide side(const measures::Picture& light) {
    SeamSide side;
    side.light = light;
    side.luma = light.planes[0];
    for (float& value : side.luma.values) value = 16 + 219 * std::pow(value, 1 / 2.4F);
    side.global = measures::global_light(light);
    side.native_width = light.width();
    side.native_height = light.height();
    side.space_confirmed = true;
    return side;
}

TEST(MeasureSeam, OneFramingUnderAnotherSunIsComparedByItsEdges) {
    const Boards boards(1);
    const auto a = side(seen(boards, 0, 0, 0.4, 130)), b = side(seen(boards, 0, 0, 2.0, 170));
    const MeasuredSeam measured = measure_seam(a, b);
    EXPECT_TRUE(measured.seam.same_view);
    EXPECT_TRUE(measured.seam.by_edges);
    EXPECT_GE(measured.seam.coverage, measures::kSameViewCoverage);
    EXPECT_FALSE(measured.pictures.texture); // Under another sun it would be another one.
    EXPECT_TRUE(std::isnan(at(measured.seam.terms, Term::TextureFlaggedShare)));
    EXPECT_FALSE(measured.seam.sky); // A hint of changes of framing.
}

TEST(MeasureSeam, OneFramingUnderOneSunIsComparedByItsSurfaces) {
    const auto a = side(seen(Boards(1), 0, 0, 0.4, 130));
    const MeasuredSeam measured = measure_seam(a, a);
    EXPECT_TRUE(measured.seam.same_view);
    EXPECT_FALSE(measured.seam.by_edges);
    EXPECT_TRUE(measured.pictures.texture);
}

TEST(MeasureSeam, OtherThingsAreAnotherFraming) {
    const auto a = side(seen(Boards(1), 0, 0, 0.4, 130)), b = side(seen(Boards(2), 0, 0, 2.0, 170));
    const MeasuredSeam measured = measure_seam(a, b);
    EXPECT_FALSE(measured.seam.same_view);
    EXPECT_FALSE(measured.seam.by_edges);
}

} // namespace
} // namespace seamline::analysis
