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
                scope_titles(static_cast<ScopeKind>(i), settings, &bins, nullptr, after_view);
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
    const auto titles = scope_titles(ScopeKind::Histogram, settings, &bins, nullptr, false);
    EXPECT_EQ(titles[2], "Histogram, % (not PQ or HLG)");
    EXPECT_EQ(titles[3], "Histogram, %");
    bins.color.transfer = ColorTransfer::Pq;
    EXPECT_EQ(scope_titles(ScopeKind::Histogram, settings, &bins, nullptr, false)[2],
              "Histogram, cd/m\xC2\xB2");
}

TEST(ScopeTitles, NameTheTargetsThatWereChosen) {
    session::ScopeSettings settings;
    ScopeBins bins;
    bins.color.matrix = ColorMatrix::Bt709;
    const auto title = [&](std::size_t i) {
        return scope_titles(ScopeKind::Vectorscope, settings, &bins, nullptr, false)[i];
    };
    EXPECT_EQ(title(1), "Vectorscope, bt709");
    EXPECT_EQ(title(2), "Vector, bt709");
    settings.targets = session::VectorTargets::Bt2020;
    EXPECT_EQ(title(1), "Vectorscope, BT.2020 targets");
    EXPECT_EQ(title(3), "Vector, BT.2020");
}

TEST(ScopeTitles, NameBothWhereAAndBAreNotEncodedAlike) {
    session::ScopeSettings settings;
    settings.pair = renderer::ScopePair::Overlay;
    ScopeBins a, b;
    a.layout.model = b.layout.model = ColorModel::YCbCr;
    a.color = {.matrix = ColorMatrix::Bt709,
               .primaries = ColorPrimaries::Bt709,
               .range = ColorRange::Limited};
    b.color = {.matrix = ColorMatrix::Bt2020Ncl,
               .primaries = ColorPrimaries::Bt2020,
               .range = ColorRange::Full};
    const auto titles = [&](ScopeKind kind) { return scope_titles(kind, settings, &a, &b, false); };
    EXPECT_EQ(titles(ScopeKind::Vectorscope)[1], "Vectorscope, A bt709, B bt2020nc, A's targets");
    EXPECT_EQ(titles(ScopeKind::Vectorscope)[3], "Vector, bt709 / bt2020nc");
    EXPECT_EQ(titles(ScopeKind::Chromaticity)[1], "CIE 1931 x y, A bt709, B bt2020");
    EXPECT_EQ(titles(ScopeKind::Waveform)[1],
              "Waveform, luma, %, A limited, B full range, lines for A");
    settings.targets = session::VectorTargets::Bt601;
    EXPECT_EQ(titles(ScopeKind::Vectorscope)[1],
              "Vectorscope, A bt709, B bt2020nc, BT.601 targets");
    b = a;
    EXPECT_EQ(titles(ScopeKind::Chromaticity)[1], "CIE 1931 x y, bt709");
    EXPECT_EQ(titles(ScopeKind::Waveform)[1], "Waveform, luma, %");
    settings.pair = renderer::ScopePair::Difference;
    EXPECT_EQ(titles(ScopeKind::Waveform)[1], "Waveform, luma, A - B, %");
}

TEST(ScopeTitles, SayWhichCodeValuesTheNumbersAre) {
    session::ScopeSettings settings;
    settings.scale = renderer::LevelScale::Code;
    ScopeBins bins;
    bins.layout.model = ColorModel::YCbCr;
    for (auto& component : bins.layout.components) component.depth = 10;
    bins.color.range = ColorRange::Limited;
    const auto title = [&] {
        return scope_titles(ScopeKind::Waveform, settings, &bins, nullptr, false);
    };
    EXPECT_EQ(title()[1], "Waveform, luma, code values of 10 bits, 64-940");
    EXPECT_EQ(title()[3], "Luma, code");
    settings.waveform_kind = renderer::WaveformKind::RgbParade;
    EXPECT_EQ(title()[1], "R'G'B' parade, code values of 10 bits, full range");
}

TEST(ScopeFacts, SayWhatIsCountedAndGetShorter) {
    const auto choices = scope_facts({"Video (colorimetric) on sRGB", "7 / 7", "640 x 360 px"});
    EXPECT_EQ(choices.front(),
              "after view: Video (colorimetric) on sRGB   frame 7 / 7   640 x 360 px");
    EXPECT_EQ(choices.back(), "after view");
    EXPECT_EQ(scope_facts({"", "7", ""}).front(), "source signal   frame 7");
}

TEST(ScopeFacts, ATableIsSaidWhereverTheViewIs) {
    ScopeFacts facts{"Film on sRGB, through a table", "7", "640 x 360 px"};
    facts.is_table = true;
    for (const std::string& choice : scope_facts(facts))
        EXPECT_NE(choice.find("table"), std::string::npos) << choice;
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

TEST(ScopeFacts, AnOldTraceIsMarkedHoweverNarrow) {
    ScopeFacts facts{"", "7", ""};
    facts.is_old = true;
    const auto choices = scope_facts(facts);
    EXPECT_EQ(choices.front(), "old trace, counting   source signal   frame 7");
    EXPECT_EQ(choices.back(), "old");
    for (const std::string& choice : choices) EXPECT_TRUE(choice.starts_with("old")) << choice;
}

} // namespace
} // namespace seamline::ui
