// The list of decisions as it is drawn: its pictures lie in its rows, and nowhere else.
#include "app/ui/review/decision_panel.h"

#include "app/analysis/media_id.h"
#include "app/ui/event_pictures.h"
#include "app/ui/panels.h"
#include "app/ui/review/ranking_panel.h"
#include "tests/support/clip_maker.h"

#include <gtest/gtest.h>
#include <imgui_internal.h>

#include <algorithm>
#include <chrono>
#include <thread>

namespace seamline::ui {
namespace {

std::filesystem::path bars() {
    return test::make_bar_code_clip("decision_panel.mp4", 320, 180, 48, "24",
                                    "-c:v libx264 -g 12 -bf 2");
}

/// A window without a screen.
class DecisionPanel : public testing::Test {
protected:
    DecisionPanel() {
        ImGui::CreateContext();
        ImGui::GetIO().DisplaySize = {1280, 720};
        ImGui::GetIO().IniFilename = nullptr;
        ImGui::GetIO().UserData = &widgets_;
        unsigned char* pixels = nullptr;
        int width = 0;
        int height = 0;
        ImGui::GetIO().Fonts->GetTexDataAsRGBA32(&pixels, &width, &height);
        ImFont* font = ImGui::GetIO().Fonts->Fonts[0];
        fonts_ = {font, font, font, font, font};
        auto review = std::make_shared<review::Review>();
        const std::string id = analysis::media_id(bars()).value();
        review->media = {{id, bars().string(), "bars", 48},
                         {"xxh3-128:" + std::string(32, 'f'), "/gone/away.mp4", "away", 48}};
        for (const int frame : {7, 31})
            review->decisions.push_back({std::to_string(frame), id, review::Target::frame(frame)});
        review->decisions.push_back({"away", review->media[1].media_id, review::Target::take()});
        model_.review.table = std::make_shared<const DecisionTable>(review, 0);
        state_.decide.list = true;
    }
    ~DecisionPanel() override { ImGui::DestroyContext(); }

    /// One interface frame; `open`: with the list in its place, which is `width` wide or less.
    void frame(bool open = true, double width = 4000) {
        images_.clear();
        Commands commands;
        Ui ui{model_, state_, commands, keys_, fonts_, images_, scopes_};
        ui.event_pictures = &pictures_;
        ui.rects = panel_rects({1280, 720}, {}, {}, bar_heights(20), 1);
        if (open) take_review_places(ui.rects, {}, {.decisions = true}, 1);
        ui.rects.decisions.max.x =
            std::min(ui.rects.decisions.max.x, ui.rects.decisions.min.x + width);
        place_ = ui.rects.decisions;
        pictures_.begin_frame({color::ColorConfig::built_in(), {}});
        ImGui::NewFrame();
        draw_decision_list(ui, memory_);
        draw_ranking(ui, ranking_);
        ImGui::Render();
        pictures_.end_frame(false);
    }
    bool wait_for(std::size_t images) {
        const auto latest = std::chrono::steady_clock::now() + std::chrono::seconds(400);
        while (std::chrono::steady_clock::now() < latest) {
            frame();
            if (images_.size() == images) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        return false;
    }
    static bool has_window(const char* name) {
        const ImGuiWindow* window = ImGui::FindWindowByName(name);
        return window != nullptr && window->Active;
    }

    ViewModel model_;
    UiState state_;
    KeyMap keys_;
    Fonts fonts_;
    WidgetMemory widgets_;
    std::vector<renderer::UiImage> images_;
    ScopeOrder scopes_;
    ListedDecisions memory_;
    RankingMemory ranking_;
    ScreenRect place_;
    EventPictures pictures_{[] {}};
};

TEST_F(DecisionPanel, RowsShowTheFramesThatAreMeant) {
    ASSERT_TRUE(wait_for(2)) << "the third one's file is away";
    std::vector<int> shown;
    for (const renderer::UiImage& image : images_) {
        EXPECT_GE(image.rect.x, place_.min.x);
        EXPECT_GE(image.rect.y, place_.min.y);
        EXPECT_LE(image.rect.x + image.rect.width, place_.max.x);
        EXPECT_LE(image.rect.y + image.rect.height, place_.max.y);
        shown.push_back(
            test::read_bar_code(image.size.width, image.size.height, [&](int column, int row) {
                const auto at = static_cast<std::size_t>(row * image.size.width + column);
                return static_cast<int>((*image.rgba)[at] >> 8U & 0xFFU);
            }));
    }
    EXPECT_EQ(shown, (std::vector<int>{7, 31}));
}

TEST_F(DecisionPanel, WithoutPicturesNothingIsMade) {
    state_.decide.list_pictures = false;
    for (int i = 0; i < 20; ++i) frame();
    EXPECT_TRUE(images_.empty());
    EXPECT_EQ(pictures_.made(), 0);
}

TEST_F(DecisionPanel, WithoutAPlaceNothingIsShown) {
    ASSERT_TRUE(wait_for(2));
    frame(false); // As while takes are compared blindly.
    EXPECT_TRUE(images_.empty());
    EXPECT_FALSE(has_window("###decisions"));
}

TEST_F(DecisionPanel, ANarrowListKeepsItsOrderWithoutTheColumn) {
    for (int i = 0; i < 3; ++i) frame();
    EXPECT_EQ(state_.decide.list_choice, DecisionListChoice()) << "newest first";
    for (int i = 0; i < 3; ++i) frame(true, 480);
    EXPECT_EQ(state_.decide.list_choice, DecisionListChoice());
    state_.decide.list_choice.sort = DecisionColumn::Take;
    state_.decide.list_choice.descending = false;
    const DecisionListChoice chosen = state_.decide.list_choice;
    for (int i = 0; i < 3; ++i) frame(true, 700);
    state_.decide.list_pictures = false;
    for (int i = 0; i < 3; ++i) frame();
    EXPECT_EQ(state_.decide.list_choice, chosen) << "by other columns, without pictures";
}

TEST_F(DecisionPanel, TheRankingIsNotShownWhileTakesAreComparedBlindly) {
    state_.decide.ranking = true;
    frame();
    EXPECT_TRUE(has_window("###ranking"));
    state_.decide.blind.emplace();
    frame();
    EXPECT_FALSE(has_window("###ranking"));
}

} // namespace
} // namespace seamline::ui
