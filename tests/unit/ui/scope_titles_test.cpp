#include "app/ui/scope_titles.h"

#include <gtest/gtest.h>

namespace seamline::ui {
namespace {

using renderer::ScopeBins;
using renderer::ScopeKind;

TEST(ScopeTitles, GetShorterAndKeepTheUnitToTheLastButOne) {
    session::ScopeSettings settings;
    ScopeBins bins;
    for (int i = 0; i < renderer::kScopeKinds; ++i)
        for (const bool after_view : {false, true}) {
            const auto titles =
                scope_titles(static_cast<ScopeKind>(i), settings, &bins, after_view);
            ASSERT_EQ(titles.size(), 5U);
            for (std::size_t k = 1; k < titles.size(); ++k)
                EXPECT_LE(titles[k].size(), titles[k - 1].size()) << titles[k];
            EXPECT_NE(titles[3].find(", "), std::string::npos) << titles[3];
            EXPECT_EQ(titles[4].find(','), std::string::npos) << titles[4];
            EXPECT_EQ(titles[0].starts_with("After view"), after_view);
        }
}

TEST(ScopeTitles, SayThatNitsAreNotDrawn) {
    session::ScopeSettings settings;
    settings.scale = renderer::LevelScale::Nits;
    ScopeBins bins;
    bins.color.transfer = ColorTransfer::Bt1886;
    const auto titles = scope_titles(ScopeKind::Histogram, settings, &bins, false);
    EXPECT_EQ(titles[2], "Histogram, % (not PQ or HLG)");
    EXPECT_EQ(titles[3], "Histogram, %");
    bins.color.transfer = ColorTransfer::Pq;
    EXPECT_EQ(scope_titles(ScopeKind::Histogram, settings, &bins, false)[2], "Histogram, cd/m2");
}

TEST(ScopeTitles, NameTheTargetsThatWereChosen) {
    session::ScopeSettings settings;
    ScopeBins bins;
    bins.color.matrix = ColorMatrix::Bt709;
    const auto title = [&](std::size_t i) {
        return scope_titles(ScopeKind::Vectorscope, settings, &bins, false)[i];
    };
    EXPECT_EQ(title(1), "Vectorscope, bt709");
    EXPECT_EQ(title(2), "Vector, bt709");
    settings.targets = session::VectorTargets::Bt2020;
    EXPECT_EQ(title(1), "Vectorscope, BT.2020 targets");
    EXPECT_EQ(title(3), "Vector, BT.2020");
}

TEST(ScopeFacts, SayWhatIsCountedAndGetShorter) {
    const auto choices = scope_facts({"Video (colorimetric) on sRGB", "7 / 7", "640 x 360 px"});
    EXPECT_EQ(choices.front(),
              "after view: Video (colorimetric) on sRGB   frame 7 / 7   640 x 360 px");
    EXPECT_EQ(choices.back(), "after view");
    EXPECT_EQ(scope_facts({"", "7", ""}).front(), "source signal   frame 7");
}

TEST(ScopeFacts, AGuessedSpaceIsMarkedHoweverNarrow) {
    const auto choices = scope_facts({"", "7", "640 x 360 px", false});
    EXPECT_EQ(choices.front(),
              "! colour space unconfirmed   source signal   frame 7   640 x 360 px");
    EXPECT_EQ(choices.back(), "!");
    for (std::size_t i = 0; i < choices.size(); ++i) {
        EXPECT_TRUE(choices[i].starts_with("!")) << choices[i];
        if (i == 0) continue;
        EXPECT_LT(choices[i].size(), choices[i - 1].size());
    }
}

} // namespace
} // namespace seamline::ui
