#include "app/ui/view_math.h"

#include <gtest/gtest.h>

#include <array>

namespace seamline::ui {
namespace {

const ScreenRect kTile{{100, 50}, {740, 410}};

/// Where a picture point that lies `offset` from the centre of the unzoomed picture is seen.
glm::dvec2 seen(const renderer::View& view, glm::dvec2 offset) {
    return kTile.center() + view.pan * kTile.size() + offset * view.zoom;
}

TEST(ViewMath, ZoomKeepsWhatLiesUnderTheCursor) {
    renderer::View view;
    view.zoom = 1.5;
    view.pan = {0.1, -0.2};
    const glm::dvec2 offset{37, -21};
    const glm::dvec2 cursor = seen(view, offset);
    const renderer::View closer = zoomed_at(view, 1.25, cursor, kTile);
    EXPECT_NEAR(glm::distance(seen(closer, offset), cursor), 0, 1e-9);
    EXPECT_DOUBLE_EQ(closer.zoom, 1.875);
}

TEST(ViewMath, PanMovesThePictureWithTheHand) {
    const renderer::View moved = panned_by({}, {64, -36}, kTile);
    EXPECT_NEAR(glm::distance(seen(moved, {0, 0}), kTile.center() + glm::dvec2(64, -36)), 0, 1e-9);
}

TEST(ViewMath, PictureRectInvertsTheMap) {
    // Half size, beginning at target (10, 20): source = 2 * (target - origin).
    const glm::mat3x2 map{{2, 0}, {0, 2}, {-20, -40}};
    const ScreenRect rect = picture_rect(map, {200, 100}, {5, 7});
    EXPECT_EQ(rect, (ScreenRect{{15, 27}, {115, 77}}));
}

TEST(ViewMath, PictureRectOfATurnedPictureStandsUpright) {
    // 90 degrees: source x runs down, source y runs left.
    const glm::mat3x2 map{{0, -1}, {1, 0}, {0, 100}};
    const ScreenRect rect = picture_rect(map, {200, 100}, {0, 0});
    EXPECT_EQ(rect, (ScreenRect{{0, 0}, {100, 200}}));
}

TEST(ViewMath, MasksFitInsideAndKeepTheirAspect) {
    const ScreenRect wide = masked(kTile, 2.39);
    EXPECT_NEAR(wide.size().x / wide.size().y, 2.39, 1e-9);
    EXPECT_DOUBLE_EQ(wide.size().x, 640);
    const ScreenRect tall = masked(kTile, 9.0 / 16.0);
    EXPECT_DOUBLE_EQ(tall.size().y, 360);
    EXPECT_EQ(tall.center(), kTile.center());
}

TEST(ViewMath, AspectsAreReadInTheirUsualForms) {
    EXPECT_EQ(aspect_from("2.39"), 2.39);
    EXPECT_EQ(aspect_from("16:9"), 16.0 / 9.0);
    for (const char* text : {"", "0", "16:0", "a:b", "nan", "1000", "16:9x"})
        EXPECT_FALSE(aspect_from(text)) << text;
}

constexpr BarHeights kBars{22, 34, 44};

TEST(PanelRects, FillTheWindowWithoutGapsOrOverlap) {
    const PanelRects r = panel_rects({1280, 720}, {}, {}, kBars, 1);
    double area = 1280 * 22;
    for (const ScreenRect& rect : {r.compare_bar, r.viewer, r.timeline, r.transport, r.inspector,
                                   r.timeline_splitter, r.inspector_splitter})
        area += rect.size().x * rect.size().y;
    EXPECT_DOUBLE_EQ(area, 1280.0 * 720.0);
}

TEST(PanelRects, TheViewerKeepsItsLeastSizeInASmallWindow) {
    const PanelRects r = panel_rects({400, 300}, {900, 900}, {}, kBars, 1);
    EXPECT_GE(r.viewer.size().x, 240);
    EXPECT_GE(r.viewer.size().y, 135);
}

TEST(PanelRects, ATinyWindowGivesNoNegativeSizes) {
    const PanelRects r = panel_rects({30, 20}, {}, {}, kBars, 3);
    for (const ScreenRect& rect : {r.compare_bar, r.viewer, r.timeline, r.transport, r.inspector}) {
        EXPECT_GE(rect.size().x, 0);
        EXPECT_GE(rect.size().y, 0);
    }
}

TEST(PanelRects, WithAllPanelsHiddenTheViewerIsTheWindow) {
    const PanelRects r =
        panel_rects({1280, 720}, {}, {false, false, false, false, false}, kBars, 1);
    EXPECT_EQ(r.viewer, (ScreenRect{{0, 0}, {1280, 720}}));
}

TEST(PanelRects, SplittersStopWithinReason) {
    EXPECT_FLOAT_EQ(dragged_timeline({}, -30, {1280, 720}, 1).timeline_px,
                    PanelSizes{}.timeline_px + 30);
    EXPECT_LT(dragged_timeline({}, -1e6F, {1280, 720}, 1).timeline_px, 720);
    EXPECT_GT(dragged_timeline({}, 1e6F, {1280, 720}, 1).timeline_px, 0);
    EXPECT_FLOAT_EQ(dragged_inspector({}, -30, {1280, 720}, 2).inspector_px,
                    PanelSizes{}.inspector_px + 15);
}

bool meet(const ScreenRect& a, const ScreenRect& b) {
    return a.min.x < b.max.x && b.min.x < a.max.x && a.min.y < b.max.y && b.min.y < a.max.y;
}

TEST(ReviewPlaces, ListsTakeTheirPlaceFromTheViewerAndLieOverNothing) {
    for (const glm::dvec2 window : {glm::dvec2(1920, 1080), glm::dvec2(1280, 720)})
        for (const float scale : {1.0F, 1.5F}) {
            PanelRects r = panel_rects(window, {}, {}, kBars, scale);
            const ScreenRect before = r.viewer;
            take_review_places(r, {}, {true, true, true}, scale);
            double area = 0;
            const std::array parts{r.viewer,   r.decisions, r.decisions_splitter,
                                   r.comments, r.takes,     r.remarks_splitter};
            for (std::size_t i = 0; i < parts.size(); ++i) {
                EXPECT_FALSE(parts[i].is_empty()) << i;
                area += parts[i].size().x * parts[i].size().y;
                for (std::size_t k = 0; k < i; ++k) EXPECT_FALSE(meet(parts[i], parts[k]));
            }
            EXPECT_DOUBLE_EQ(area, before.size().x * before.size().y);
            EXPECT_GE(r.viewer.size().x, before.size().x / 2);
            EXPECT_GE(r.viewer.size().y, before.size().y / 2);
            EXPECT_EQ(r.comments.max.y, r.takes.min.y) << "below each other";
        }
}

TEST(ReviewPlaces, WhatIsNotShownTakesNothing) {
    PanelRects r = panel_rects({1280, 720}, {}, {}, kBars, 1);
    const ScreenRect before = r.viewer;
    take_review_places(r, {}, {}, 1);
    EXPECT_EQ(r.viewer, before);
    take_review_places(r, {}, {.takes = true}, 1);
    EXPECT_TRUE(r.comments.is_empty());
    EXPECT_EQ(r.takes.size().y, before.size().y) << "alone it has all of the side";
    EXPECT_TRUE(r.decisions.is_empty());
}

TEST(ReviewPlaces, DraggingASplitterMovesTheEdgeThatIsSeen) {
    PanelSizes sizes;
    sizes.decisions_px = 2000; // More than there is: half of the viewer is seen.
    PanelRects r = panel_rects({1280, 720}, {}, {}, kBars, 1);
    take_review_places(r, sizes, {.decisions = true}, 1);
    const double seen = r.decisions.size().y;
    sizes = dragged_decisions(sizes, 30, r, 1);
    PanelRects after = panel_rects({1280, 720}, {}, {}, kBars, 1);
    take_review_places(after, sizes, {.decisions = true}, 1);
    EXPECT_NEAR(after.decisions.size().y, seen - 30, 1);
    sizes = dragged_remarks(sizes, -40, after, 1);
    EXPECT_GE(sizes.remarks_px, 240);
}

} // namespace
} // namespace seamline::ui
