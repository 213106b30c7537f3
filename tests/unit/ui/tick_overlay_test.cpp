#include "app/ui/tick_overlay.h"

#include "app/ui/ui_model.h"
#include "app/ui/widgets.h"

#include <gtest/gtest.h>

namespace seamline::ui {
namespace {

using renderer::UiFill;

/// An ImGui frame without a window.
class TickOverlayTest : public testing::Test {
protected:
    TickOverlayTest() {
        ImGui::CreateContext();
        ImGuiIO& io = ImGui::GetIO();
        io.IniFilename = nullptr;
        io.UserData = &widgets_;
        io.DisplaySize = {640, 360};
        fonts_ = load_fonts(1.25F);
        io.Fonts->Build();
        ImGui::NewFrame();
    }
    ~TickOverlayTest() override {
        ImGui::EndFrame();
        ImGui::DestroyContext();
    }

    static void expect_same(const UiFill& fill, const UiShape& drawn) {
        ASSERT_EQ(fill.indices, drawn.indices);
        ASSERT_EQ(fill.vertices.size(), drawn.vertices.size());
        for (std::size_t i = 0; i < drawn.vertices.size(); ++i) {
            EXPECT_NEAR(fill.vertices[i].position.x, drawn.vertices[i].position.x, 2e-3F) << i;
            EXPECT_NEAR(fill.vertices[i].position.y, drawn.vertices[i].position.y, 2e-3F) << i;
            EXPECT_EQ(fill.vertices[i].uv, drawn.vertices[i].uv) << i;
            EXPECT_EQ(fill.vertices[i].rgba, drawn.vertices[i].rgba) << i;
        }
    }

    WidgetMemory widgets_;
    Fonts fonts_;
};

constexpr std::array kTexts{"0",
                            "1001",
                            "take_04  \xC2\xB7  Veo 3.1",
                            "01:00:05;03",
                            "nearest frame \xF0\x9F\x8E\xAC \xE4\xB8\xAD",
                            ""};

TEST_F(TickOverlayTest, TextIsTheOneThatImGuiDraws) {
    for (const char* text : kTexts) {
        for (const ImVec2 at : {ImVec2{12, 9}, ImVec2{30.6F, 20.75F}, ImVec2{-3.5F, 2}}) {
            UiFill fill;
            append_text(fill, *fonts_.mono, {at.x, at.y}, 0xFF8040C0, text);
            expect_same(fill, drawn_shape([&](ImDrawList& list) {
                            list.PushClipRect({-1000, -1000}, {4000, 4000});
                            list.AddText(fonts_.mono, fonts_.mono->FontSize, at, 0xFF8040C0, text);
                        }));
        }
        const float size = fonts_.text->FontSize;
        EXPECT_EQ(text_width(*fonts_.text, text),
                  fonts_.text->CalcTextSizeA(size, 1e9F, 0, text).x);
    }
}

TEST_F(TickOverlayTest, APlateIsTheOneThatIsDrawnAtOnce) {
    for (const ImFont* font : {fonts_.text, fonts_.mono}) {
        const PlateShape plate = plate_shape(*font);
        for (const char* text : kTexts) {
            UiFill fill;
            append_plate(fill, plate, *font, {20.25F, 31}, packed(palette::kA), text);
            expect_same(
                fill, drawn_shape([&](ImDrawList& list) {
                    list.PushClipRect({-1000, -1000}, {4000, 4000});
                    draw_plate(list, {20.25F, 31}, const_cast<ImFont*>(font), text, palette::kA);
                }));
        }
    }
}

TickLabels labels_of_two(const Fonts& fonts) {
    TickLabels labels;
    for (const session::SourceKey key : {1, 2}) {
        TickLabels::Label label;
        label.key = key;
        label.title = key == 1 ? "A  one" : "B  another";
        label.facts.start_timecode = "01:00:00:00";
        label.facts.frame_rate = 25;
        labels.labels.push_back(label);
    }
    labels.title_font = fonts.text;
    labels.detail_font = fonts.mono;
    labels.title_plate = plate_shape(*fonts.text);
    labels.detail_plate = plate_shape(*fonts.mono);
    labels.viewer_px = {5, 7};
    labels.gap_px = 8;
    labels.line_px = 20;
    return labels;
}

ShownPicture shown(std::int64_t number, std::vector<session::SourceKey> keys) {
    ShownPicture picture;
    picture.tick.number = number;
    picture.composition.target = {600, 300};
    for (const session::SourceKey key : keys) {
        playback::FrameChoice choice;
        choice.key = key;
        choice.frame = number + key;
        choice.cached = std::make_shared<renderer::CachedFrame>();
        picture.tick.choices.push_back(choice);
        renderer::Tile tile;
        tile.rect = {300 * static_cast<int>(picture.composition.tiles.size()), 0, 300, 300};
        picture.composition.tiles.push_back(tile);
    }
    return picture;
}

TEST_F(TickOverlayTest, LabelsAreThoseOfTheTickThatIsShown) {
    TickOverlay overlay;
    overlay.labels = labels_of_two(fonts_);
    const auto fills = fills_of(overlay, shown(30, {2, 1}), 30);
    ASSERT_EQ(fills.size(), 1U);
    EXPECT_EQ(fills[0].place, static_cast<int>(TickPlace::Labels));
    UiFill expected;
    const auto plate = [&](const PlateShape& shape, const ImFont& font, glm::vec2 at,
                           std::uint32_t ink, const char* text) {
        append_plate(expected, shape, font, at, ink, text);
    };
    const TickLabels& l = *overlay.labels;
    plate(l.title_plate, *fonts_.text, {13, 15}, 0, "B  another");
    plate(l.detail_plate, *fonts_.mono, {13, 35}, 0, "32  \xC2\xB7  01:00:01:07");
    plate(l.title_plate, *fonts_.text, {313, 15}, 0, "A  one");
    plate(l.detail_plate, *fonts_.mono, {313, 35}, 0, "31  \xC2\xB7  01:00:01:06");
    EXPECT_EQ(fills[0].vertices, expected.vertices);
    EXPECT_EQ(fills[0].indices, expected.indices);
    ASSERT_EQ(fills[0].parts.size(), 2U);
    EXPECT_EQ(fills[0].parts[1].clip_min, glm::vec2(305, 7));
    EXPECT_EQ(fills[0].parts[1].clip_max, glm::vec2(605, 307));
    EXPECT_EQ(fills[0].parts[0].index_count + fills[0].parts[1].index_count,
              fills[0].indices.size());
}

TEST_F(TickOverlayTest, ATakeThatTheInterfaceDoesNotKnowYetHasNoLabel) {
    TickOverlay overlay;
    overlay.labels = labels_of_two(fonts_);
    const auto fills = fills_of(overlay, shown(3, {9}), 3);
    EXPECT_TRUE(fills[0].vertices.empty());
    EXPECT_TRUE(fills[0].parts.empty());
}

TEST_F(TickOverlayTest, TheLabelOnTheRightEndsBeforeItsTilesEdge) {
    TickOverlay overlay;
    overlay.labels = labels_of_two(fonts_);
    overlay.labels->title_edge_px = overlay.labels->detail_edge_px = 20;
    ShownPicture wipe = shown(30, {1, 2});
    wipe.composition.tiles.resize(1);
    wipe.composition.tiles[0].mix = renderer::Mix::Wipe;
    const auto fills = fills_of(overlay, wipe, 30);
    ASSERT_EQ(fills[0].parts.size(), 2U);
    float right = 0;
    for (const renderer::UiVertex& v : fills[0].vertices) right = std::max(right, v.position.x);
    EXPECT_LE(right, 305);
    EXPECT_GT(right, 285);
}

// Of a cut it tells record, event, take and source: more than a tile of a grid is wide.
TEST_F(TickOverlayTest, ALabelThatIsWiderThanItsTileEndsInDots) {
    TickOverlay overlay;
    overlay.labels = labels_of_two(fonts_);
    overlay.labels->title_edge_px = overlay.labels->detail_edge_px = 20;
    for (TickLabels::Label& label : overlay.labels->labels) {
        label.title = std::string(200, 'W');
        label.facts.adjusted =
            "saturation 1.25 \xC3\x97 and more that nobody could read here at all";
    }
    const auto fills = fills_of(overlay, shown(30, {2, 1}), 30);
    ASSERT_EQ(fills[0].parts.size(), 2U);
    float right = 0;
    for (const renderer::UiVertex& v : fills[0].vertices) right = std::max(right, v.position.x);
    EXPECT_LE(right, fills[0].parts[1].clip_max.x);
    EXPECT_GT(right, fills[0].parts[1].clip_max.x - 60);
    EXPECT_EQ(fills[0].parts[0].clip_max, glm::vec2(305, 307)) << "and the first in its own";
}

TEST_F(TickOverlayTest, CounterAndPlayheadAreThoseOfThePlayheadsTick) {
    TickOverlay overlay;
    overlay.counter = TickCounter{};
    overlay.counter->font = fonts_.mono_large;
    overlay.counter->format.frame_base = 1001;
    overlay.counter->at_px = {10, 10};
    overlay.playhead = TickPlayhead{};
    overlay.playhead->shape = {{{{0, 0}, {}, 1}, {{1, 0}, {}, 1}, {{0, 9}, {}, 1}}, {0, 1, 2}};
    overlay.playhead->zero_px = 100;
    overlay.playhead->px_per_tick = 2.5;
    overlay.playhead->first_px = 90;
    overlay.playhead->last_px = 300;
    const auto fills = fills_of(overlay, {}, 42);
    ASSERT_EQ(fills.size(), 2U);
    UiFill expected;
    append_text(expected, *fonts_.mono_large, {10, 10}, 0, "1043");
    EXPECT_EQ(fills[0].vertices, expected.vertices);
    ASSERT_EQ(fills[1].vertices.size(), 3U);
    EXPECT_EQ(fills[1].vertices[1].position, glm::vec2(206, 0));
    EXPECT_TRUE(fills_of(overlay, {}, 81)[1].vertices.empty()) << "It lies outside.";
}

} // namespace
} // namespace seamline::ui
