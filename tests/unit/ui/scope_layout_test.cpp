#include "app/ui/scope_layout.h"

#include "app/ui/scope_actions.h"

#include <gtest/gtest.h>

#include <cmath>

namespace seamline::ui {
namespace {

using renderer::ScopeKind;
using renderer::WaveformKind;
using session::ScopeRegion;
using session::ScopeSettings;

constexpr ScopeMargins kMargins{14, 34, 6};
const std::vector<ScopeKind> kAll{ScopeKind::Histogram, ScopeKind::Waveform, ScopeKind::Vectorscope,
                                  ScopeKind::Chromaticity};

bool inside(const ScreenRect& part, const ScreenRect& whole) {
    return part.min.x >= whole.min.x && part.min.y >= whole.min.y && part.max.x <= whole.max.x &&
           part.max.y <= whole.max.y;
}

bool is_whole(glm::dvec2 p) { return p == glm::floor(p); }

TEST(ScopePlace, LeavesTheViewerItsLeastSizeAndTakesNothingWhereNothingIsShown) {
    ScopeSettings settings;
    ScreenRect viewer{{0, 60}, {975, 467}};
    const ScreenRect before = viewer;
    EXPECT_TRUE(take_scope_place(viewer, settings, false, 1).panel.is_empty());
    EXPECT_EQ(viewer, before);
    settings.waveform = true;
    const ScopePlace below = take_scope_place(viewer, settings, false, 1);
    EXPECT_EQ(below.panel.size(), glm::dvec2(975, 200));
    EXPECT_EQ(below.splitter.max.y, below.panel.min.y);
    EXPECT_EQ(viewer.max.y, below.splitter.min.y);
    settings.below_px = 2000;
    viewer = before;
    static_cast<void>(take_scope_place(viewer, settings, false, 1));
    EXPECT_EQ(viewer.size().y, 135);
    settings.beside = true;
    viewer = before;
    const ScopePlace beside = take_scope_place(viewer, settings, false, 1);
    EXPECT_EQ(beside.panel.size(), glm::dvec2(320, before.size().y));
    EXPECT_EQ(viewer.size().x, 975 - 320 - 5);
}

TEST(ScopePlace, FillingTakesAllOfTheViewer) {
    ScopeSettings settings;
    settings.vectorscope = true;
    ScreenRect viewer{{0, 60}, {975, 467}};
    const ScreenRect before = viewer;
    EXPECT_EQ(take_scope_place(viewer, settings, true, 1).panel, before);
    EXPECT_TRUE(viewer.is_empty());
}

TEST(ScopePlace, ADragOfTheSplitterStaysWithinReason) {
    ScopeSettings settings;
    EXPECT_EQ(dragged_scopes(settings, -50, 1).below_px, 250);
    EXPECT_EQ(dragged_scopes(settings, 5000, 1).below_px, 96);
    settings.beside = true;
    EXPECT_EQ(dragged_scopes(settings, 40, 2).beside_px, 300);
}

TEST(ScopeGroups, CellsLieInTheirGroupsAndTracesInTheirCells) {
    for (const glm::dvec2 size :
         {glm::dvec2(975, 170), glm::dvec2(1600, 300), glm::dvec2(320, 700)}) {
        const ScreenRect area{{10, 20}, glm::dvec2(10, 20) + size};
        for (const int groups : {1, 2, 4}) {
            const auto laid = scope_groups(area, groups, kAll, kMargins);
            ASSERT_EQ(laid.size(), static_cast<std::size_t>(groups));
            for (std::size_t g = 0; g < laid.size(); ++g) {
                EXPECT_TRUE(inside(laid[g].header, area));
                ASSERT_EQ(laid[g].cells.size(), 4U);
                for (const ScopeCell& cell : laid[g].cells) {
                    EXPECT_TRUE(inside(cell.rect, area));
                    EXPECT_TRUE(inside(cell.trace, cell.rect));
                    EXPECT_TRUE(is_whole(cell.trace.min) && is_whole(cell.trace.max));
                    EXPECT_GE(cell.rect.min.y, laid[g].header.max.y);
                    for (const ScopeCell& other : laid[g].cells) {
                        const bool apart = cell.rect.max.x <= other.rect.min.x ||
                                           other.rect.max.x <= cell.rect.min.x ||
                                           cell.rect.max.y <= other.rect.min.y ||
                                           other.rect.max.y <= cell.rect.min.y;
                        EXPECT_TRUE(apart || cell.rect == other.rect);
                    }
                }
            }
        }
    }
}

TEST(ScopeGroups, AWidePanelHasColumnsAndAHighOneRows) {
    const auto wide = scope_groups({{0, 0}, {900, 200}}, 2, kAll, kMargins);
    EXPECT_EQ(wide[0].header.min.y, wide[1].header.min.y);
    EXPECT_EQ(wide[1].header.min.x, 450);
    const auto high = scope_groups({{0, 0}, {300, 800}}, 2, kAll, kMargins);
    EXPECT_EQ(high[0].header.min.x, high[1].header.min.x);
    EXPECT_EQ(high[1].header.min.y, 400);
}

TEST(ScopeGroups, FourScopesOfAPairThatFillTheWindowUseAllOfIt) {
    const auto laid = scope_groups({{0, 0}, {1920, 920}}, 1, kAll, kMargins);
    ASSERT_EQ(laid[0].cells.size(), 4U);
    EXPECT_EQ(laid[0].cells[0].rect.min.y, laid[0].cells[1].rect.min.y);
    EXPECT_GT(laid[0].cells[2].rect.min.y, 400);
    EXPECT_GT(laid[0].cells[3].rect.max.y, 900);
}

TEST(ScopeGroups, LieTheWayThatShowsMore) {
    // Two waveforms: beside each other in a wide panel, above each other in one that is as high.
    const std::vector<ScopeKind> waveform{ScopeKind::Waveform};
    const auto wide = scope_groups({{0, 0}, {900, 300}}, 2, waveform, kMargins);
    EXPECT_GT(wide[1].header.min.x, wide[0].header.min.x);
    const auto square = scope_groups({{0, 0}, {420, 400}}, 2, waveform, kMargins);
    EXPECT_EQ(square[1].header.min.x, square[0].header.min.x);
}

TEST(ScopeGroups, VectorscopesAreSquare) {
    const auto laid = scope_groups({{0, 0}, {500, 301}}, 1, {ScopeKind::Vectorscope}, kMargins);
    const glm::dvec2 size = laid[0].cells[0].trace.size();
    EXPECT_EQ(size.x, size.y);
    EXPECT_GT(size.x, 200);
    EXPECT_TRUE(scope_groups({{0, 0}, {500, 301}}, 0, kAll, kMargins).empty());
    EXPECT_TRUE(scope_groups({{0, 0}, {500, 301}}, 2, {}, kMargins).empty());
}

TEST(ScopeRegionPixels, HoldForPicturesOfAnySizeAndAreNeverEmptyWhenDrawn) {
    ScopeRegion region;
    EXPECT_EQ(region_pixels(region, {1920, 1080}, {}).width, 0);
    region = {ScopeRegion::Kind::Rectangle, {0.25, 0.5}, {0.5, 1}};
    EXPECT_EQ(region_pixels(region, {1920, 1080}, {}), (Rect{480, 540, 480, 540}));
    EXPECT_EQ(region_pixels(region, {640, 480}, {}), (Rect{160, 240, 160, 240}));
    region.min = region.max = {1, 1};
    EXPECT_EQ(region_pixels(region, {640, 480}, {}), (Rect{639, 479, 1, 1}));
    region.kind = ScopeRegion::Kind::View;
    EXPECT_EQ(region_pixels(region, {640, 480}, {{-100, 10.5}, {20.2, 900}}),
              (Rect{0, 10, 21, 470}));
}

TEST(ScopeKeys, WaveformGoesThroughItsKindsAndOff) {
    ScopeSettings s;
    for (const WaveformKind kind : {WaveformKind::Luma, WaveformKind::RgbOverlay,
                                    WaveformKind::RgbParade, WaveformKind::YCbCrParade}) {
        EXPECT_TRUE(change_scopes(Action::ScopeWaveform, s));
        EXPECT_TRUE(s.waveform);
        EXPECT_EQ(s.waveform_kind, kind);
    }
    change_scopes(Action::ScopeWaveform, s);
    EXPECT_FALSE(s.waveform);
    change_scopes(Action::ScopeWaveform, s);
    EXPECT_EQ(s.waveform_kind, WaveformKind::Luma);
}

TEST(ScopeKeys, ChromaticityGoesThroughBothDiagrams) {
    ScopeSettings s;
    change_scopes(Action::ScopeChromaticity, s);
    EXPECT_TRUE(s.chromaticity && !s.is_uv);
    change_scopes(Action::ScopeChromaticity, s);
    EXPECT_TRUE(s.chromaticity && s.is_uv);
    change_scopes(Action::ScopeChromaticity, s);
    EXPECT_FALSE(s.chromaticity || s.is_uv);
}

TEST(ScopeKeys, AllOrNone) {
    ScopeSettings s;
    change_scopes(Action::ScopesAll, s);
    EXPECT_TRUE(s.histogram && s.waveform && s.vectorscope && s.chromaticity);
    change_scopes(Action::ScopesAll, s);
    EXPECT_FALSE(s.shows_any());
    change_scopes(Action::ScopeHistogram, s);
    change_scopes(Action::ScopesAll, s);
    EXPECT_FALSE(s.shows_any()) << "what is shown alone is switched off, too";
}

TEST(ScopeKeys, TheRestGoesRound) {
    const ScopeSettings before;
    for (const auto& [action, presses] :
         {std::pair{Action::ScopeScale, 4}, std::pair{Action::ScopePair, 3},
          std::pair{Action::ScopeZoom, 3}, std::pair{Action::ScopeTargets, 4},
          std::pair{Action::ScopeSignal, 2}, std::pair{Action::ScopeGain, 3},
          std::pair{Action::ScopeTint, 3}, std::pair{Action::ScopesBeside, 2}}) {
        ScopeSettings s = before;
        for (int i = 0; i < presses; ++i) {
            EXPECT_TRUE(change_scopes(action, s));
            EXPECT_EQ(s == before, i + 1 == presses) << description(action).id;
        }
    }
    ScopeSettings s = before;
    for (int i = 0; i < 40; ++i) change_scopes(Action::ScopeBrighter, s);
    EXPECT_EQ(s.brightness, 10);
    for (int i = 0; i < 60; ++i) change_scopes(Action::ScopeDimmer, s);
    EXPECT_FLOAT_EQ(s.brightness, 0.1F);
    EXPECT_FALSE(change_scopes(Action::PlayPause, s));
}

} // namespace
} // namespace seamline::ui
