#include "app/ui/review/drawing_shapes.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace seamline::ui {
namespace {

using review::DrawPoint;
using review::Stroke;
using review::StrokeKind;

// The geometry of OpenReviewIO: origin in the middle, y up, 1 is the picture's height.
TEST(DrawingShapes, PointsAreInPictureHeightsFromTheMiddle) {
    const ScreenRect picture{{100, 50}, {1380, 770}}; // 1280 x 720
    const DrawPoint corner = drawn_point(picture, {100, 50});
    EXPECT_DOUBLE_EQ(corner.x, -1280.0 / (2 * 720.0));
    EXPECT_DOUBLE_EQ(corner.y, 0.5);
    const glm::dvec2 back = window_point(picture, corner);
    EXPECT_NEAR(back.x, 100, 1e-9);
    EXPECT_NEAR(back.y, 50, 1e-9);
    // The same point of a picture that is seen at half the size elsewhere.
    const ScreenRect small{{0, 0}, {640, 360}};
    const glm::dvec2 at = window_point(small, drawn_point(picture, {740, 230}));
    EXPECT_NEAR(at.x, 320, 1e-9);
    EXPECT_NEAR(at.y, 90, 1e-9);
}

TEST(DrawingShapes, SimplifyingKeepsEveryPointWithinTolerance) {
    std::vector<DrawPoint> circle;
    for (int i = 0; i <= 400; ++i) {
        const double angle = 2 * std::numbers::pi * i / 400;
        circle.push_back({0.3 * std::cos(angle), 0.3 * std::sin(angle)});
    }
    const auto left = simplified(circle, 0.001);
    EXPECT_LT(left.size(), circle.size() / 4);
    EXPECT_EQ(left.front(), circle.front());
    EXPECT_EQ(left.back(), circle.back());
    // A chord's sagitta, r (1 - cos(a / 2)), is what was left out at most.
    for (std::size_t i = 0; i + 1 < left.size(); ++i) {
        const double chord = std::hypot(left[i + 1].x - left[i].x, left[i + 1].y - left[i].y);
        EXPECT_LE(0.3 - std::sqrt(0.09 - chord * chord / 4), 0.001 + 1e-9);
    }
    const std::vector<DrawPoint> line{{0, 0}, {0.1, 0}, {0.2, 0}, {0.4, 0}};
    EXPECT_EQ(simplified(line, 0.001).size(), 2U);
}

TEST(DrawingShapes, GhostsFadeOnTheFramesAround) {
    review::Drawing drawing;
    drawing.from = 10;
    drawing.to = 12;
    EXPECT_EQ(drawing_strength(drawing, 10), 1);
    EXPECT_EQ(drawing_strength(drawing, 12), 1);
    EXPECT_EQ(drawing_strength(drawing, 13), 0);
    drawing.ghost = true;
    EXPECT_GT(drawing_strength(drawing, 13), drawing_strength(drawing, 14));
    EXPECT_GT(drawing_strength(drawing, 9), 0);
    EXPECT_LT(drawing_strength(drawing, 9), 0.5F);
    EXPECT_EQ(drawing_strength(drawing, 12 + kGhostFrames + 1), 0);
}

TEST(DrawingShapes, StrokesAreFoundOnTheirLinesOnly) {
    Stroke stroke{StrokeKind::Line, {{-0.2, 0}, {0.2, 0}}};
    EXPECT_TRUE(touches(stroke, {0, 0.009}, 0.01));
    EXPECT_FALSE(touches(stroke, {0, 0.03}, 0.01));
    EXPECT_FALSE(touches(stroke, {0.25, 0}, 0.01));
    stroke.kind = StrokeKind::Box;
    stroke.points = {{-0.2, -0.1}, {0.2, 0.1}};
    EXPECT_TRUE(touches(stroke, {0.2, 0}, 0.01));
    EXPECT_FALSE(touches(stroke, {0, 0}, 0.01)) << "its inside is not the box";
    stroke.kind = StrokeKind::Ellipse;
    EXPECT_TRUE(touches(stroke, {0, 0.1}, 0.01));
    EXPECT_FALSE(touches(stroke, {0.2, 0.1}, 0.01)) << "the corner of its bounds";
    EXPECT_FALSE(touches(Stroke{StrokeKind::Pen, {}}, {0, 0}, 0.01));
}

TEST(DrawingShapes, TextGrowsWithThePictureAndCanBeReadInSmallOnes) {
    DrawChoice choice;
    choice.kind = StrokeKind::Text;
    Stroke text;
    text.kind = StrokeKind::Text;
    text.size = drawn_size(choice);
    const ScreenRect large{{0, 0}, {1280, 720}};
    const ScreenRect small{{0, 0}, {640, 360}};
    EXPECT_NEAR(text_height_px(large, text, 13), 40, 1) << "of 720 lines, by default";
    EXPECT_DOUBLE_EQ(text_height_px(large, text, 13), 2 * text_height_px(small, text, 13));
    EXPECT_DOUBLE_EQ(text_height_px({{0, 0}, {160, 90}}, text, 13), 13);
    choice.kind = StrokeKind::Pen;
    EXPECT_EQ(drawn_size(choice), kDrawSizes[1]);
    choice.size = 2;
    EXPECT_EQ(drawn_size(choice), kDrawSizes[2]);
}

} // namespace
} // namespace seamline::ui
