#include "renderer/scopes/graticule.h"
#include "renderer/scopes/scope_fit.h"
#include "renderer/scopes/scope_names.h"
#include "renderer/scopes/scope_trace.h"
#include "renderer/scopes/scope_view.h"

#include "renderer/color/chromaticity.h"
#include "renderer/scopes/chromaticity.h"
#include "tests/support/test_frame.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace seamline::test {

using namespace renderer;

namespace {

/// Bins of a picture of w x h pixels with no counts yet.
struct EmptyBins {
    explicit EmptyBins(int columns, Extent region, const PixelLayout& layout = make_layout({}),
                       const ColorTags& color = {})
        : words(scope_words(columns)) {
        bins.words = words;
        bins.columns = columns;
        bins.region = region;
        bins.layout = layout;
        bins.color = color;
    }
    void add(int word, std::uint32_t count) { words[static_cast<std::size_t>(word)] = count; }

    std::vector<std::uint32_t> words;
    ScopeBins bins;
};

bool has_label(const Graticule& graticule, const std::string& text, glm::vec2 near, float within) {
    return std::ranges::any_of(graticule.labels, [&](const GraticuleLabel& label) {
        return label.text == text && glm::distance(label.place, near) < within;
    });
}

/// The boxes' middles, from the corners that their lines share.
bool has_box_at(const Graticule& graticule, glm::vec2 place) {
    int lines = 0;
    for (const GraticuleLine& line : graticule.lines)
        if (line.ink == GraticuleInk::Target && glm::distance(line.from, place) < 0.03F) ++lines;
    return lines == 8;
}

TEST(Graticule, PercentLinesLieOnTheCodeValuesOfTheRange) {
    const ColorTags limited{.range = ColorRange::Limited};
    const ColorTags full{.range = ColorRange::Full};
    const PixelLayout layout = make_layout({.depth = 10});
    EXPECT_EQ(level_of(0, layout, limited, LevelSignal::Luma), 16);
    EXPECT_EQ(level_of(1, layout, limited, LevelSignal::Luma), 235);
    EXPECT_EQ(level_of(1, layout, full, LevelSignal::Luma), 255);
    EXPECT_EQ(level_of(1, layout, limited, LevelSignal::Rgb), 255);
    const Graticule g = waveform_graticule(layout, limited, LevelSignal::Luma, LevelScale::Percent);
    EXPECT_TRUE(has_label(g, "100", {0, 1 - 235.5F / 256}, 1e-4F));
    EXPECT_TRUE(has_label(g, "0", {0, 1 - 16.5F / 256}, 1e-4F));
    const Graticule mv =
        waveform_graticule(layout, limited, LevelSignal::Luma, LevelScale::Millivolt);
    EXPECT_TRUE(has_label(mv, "700", {0, 1 - 235.5F / 256}, 1e-4F));
    const Graticule code = waveform_graticule(layout, limited, LevelSignal::Luma, LevelScale::Code);
    EXPECT_TRUE(has_label(code, "512", {0, 1 - 128.5F / 256}, 1e-4F));
    // Source: ITU-R BT.709-6, table 1: black and white of 10 bits.
    EXPECT_TRUE(has_label(code, "64", {0, 1 - 16.5F / 256}, 1e-4F));
    EXPECT_TRUE(has_label(code, "940", {0, 1 - 235.5F / 256}, 1e-4F));
}

TEST(Graticule, NitsFollowPqAndHlgAndAskForThem) {
    EXPECT_FALSE(applies(LevelScale::Nits, ColorTransfer::Bt1886));
    const PixelLayout rgb = make_layout({.model = ColorModel::Rgb});
    // Source: Rep. ITU-R BT.2408: 203 cd/m2 is 58 % PQ and, on 1000 cd/m2, 75 % HLG.
    const Graticule pq = waveform_graticule(rgb, {.transfer = ColorTransfer::Pq}, LevelSignal::Rgb,
                                            LevelScale::Nits);
    EXPECT_TRUE(has_label(pq, "203", {0, 1 - (0.5806F * 255 + 0.5F) / 256}, 2e-3F));
    EXPECT_TRUE(has_label(pq, "10000", {0, 1 - 255.5F / 256}, 1e-4F));
    const Graticule hlg = waveform_graticule(rgb, {.transfer = ColorTransfer::Hlg},
                                             LevelSignal::Rgb, LevelScale::Nits);
    EXPECT_TRUE(has_label(hlg, "203", {0, 1 - (0.75F * 255 + 0.5F) / 256}, 2e-3F));
}

TEST(Graticule, TargetsAreTheCodeValuesOfColourBars) {
    // 75 % bars, limited range, 8 bits. Source: SMPTE RP 219-1 (709); BT.601 bars.
    const PixelLayout layout = make_layout({});
    const Graticule hd = vectorscope_graticule(layout, {.matrix = ColorMatrix::Bt709});
    EXPECT_TRUE(has_box_at(hd, vectorscope_place(109, 212))); // Red: Cb 109, Cr 212
    EXPECT_TRUE(has_box_at(hd, vectorscope_place(212, 120))); // Blue
    const Graticule sd = vectorscope_graticule(layout, {.matrix = ColorMatrix::Bt601});
    EXPECT_TRUE(has_box_at(sd, vectorscope_place(100, 212)));
    EXPECT_TRUE(has_box_at(sd, vectorscope_place(72, 58))); // Green
    EXPECT_FALSE(has_box_at(sd, vectorscope_place(109, 180)));
    const auto skin = std::ranges::find(hd.lines, GraticuleInk::Skin, &GraticuleLine::ink);
    ASSERT_NE(skin, hd.lines.end());
    const glm::vec2 along = skin->to - skin->from;
    EXPECT_NEAR(glm::degrees(std::atan2(-along.y, along.x)), 123, 0.1);
}

// A magnified ring lies where the chroma it names is drawn: 25 % of 224 steps from neutral is Cr
// 184 - 28.
TEST(Graticule, RingsOfAMagnifiedVectorscopeSayWhatTheyAre) {
    const PixelLayout layout = make_layout({});
    const auto text_of = [](const Graticule& g, const char* text) {
        return std::ranges::find(g.labels, text, &GraticuleLabel::text);
    };
    const Graticule plain = vectorscope_graticule(layout, {.matrix = ColorMatrix::Bt709});
    EXPECT_EQ(text_of(plain, "50 %"), plain.labels.end());
    const Graticule twice = vectorscope_graticule(layout, {.matrix = ColorMatrix::Bt709}, 2);
    EXPECT_NE(text_of(twice, "50 %"), twice.labels.end());
    EXPECT_NE(text_of(twice, "25 %"), twice.labels.end());
    const Graticule eight = vectorscope_graticule(layout, {.matrix = ColorMatrix::Bt709}, 8);
    EXPECT_NE(text_of(eight, "6.25 %"), eight.labels.end());
    const glm::vec2 neutral = vectorscope_place(128, 128, 2);
    const float ring = glm::distance(twice.lines.front().from, neutral);
    EXPECT_NEAR(neutral.y - vectorscope_place(128, 128 + 56, 2).y, ring, 1e-4F); // 224 / 2 * 50 %
}

TEST(Graticule, InwardLabelsKeepClearOfTheirPlaceInAnyDirection) {
    const glm::vec2 min(10, 20), size(200, 200), text(24, 12);
    for (const glm::vec2 place : {glm::vec2(0.1F, 0.1F), glm::vec2(0.9F, 0.5F), glm::vec2(0.5F, 1),
                                  glm::vec2(0.3F, 0.8F)}) {
        const glm::vec2 corner =
            label_corner({place, "Mg", LabelAnchor::Inwards}, min, size, text, 4);
        const glm::vec2 at = min + place * size, middle = min + size / 2.0F;
        // Beyond the line through the place that is upright to the way to the middle: every corner.
        for (const glm::vec2 unit :
             {glm::vec2(0, 0), glm::vec2(1, 0), glm::vec2(0, 1), glm::vec2(1)})
            EXPECT_GE(glm::dot(corner + unit * text - at, glm::normalize(middle - at)), 1.99F);
    }
}

TEST(Graticule, ChromaticitiesAreWhereTheBinsAre) {
    EXPECT_NEAR(chromaticity_place({0.3127, 0.3290}, false).x, 0.3127 / 0.9, 1e-6);
    // Source: CIE 15:2004: D65 is u' = 0.1978, v' = 0.4683.
    EXPECT_NEAR(chromaticity_place({0.3127, 0.3290}, true).y, 1 - 0.4683 / 0.7, 1e-4);
    const glm::dmat3 xyz = color::rgb_to_xyz(color::kBt709);
    // Source: ITU-R BT.709: luminance of the primaries.
    EXPECT_NEAR(xyz[0].y, 0.2126, 1e-4);
    EXPECT_NEAR(xyz[1].y, 0.7152, 1e-4);
    EXPECT_NEAR(xyz[2].y, 0.0722, 1e-4);
    EXPECT_EQ(spectral_locus().size(), 65U);
}

// Labels that would lie over others are left out by whoever draws them.
TEST(Graticule, EveryGamutsNameHasItsPlaceInBothDiagrams) {
    constexpr float kEdge = 200;
    for (const bool is_uv : {false, true}) {
        std::vector<std::pair<glm::vec2, glm::vec2>> boxes;
        std::set<std::string> names;
        for (const GraticuleLabel& label : chromaticity_graticule(is_uv).labels) {
            const glm::vec2 text(7.0F * static_cast<float>(label.text.size()), 13);
            const glm::vec2 min = label_corner(label, {0, 0}, {kEdge, kEdge}, text, 4);
            if (!label.text.starts_with("0.")) {
                names.insert(label.text);
                for (const auto& [low, high] : boxes)
                    EXPECT_FALSE(min.x < high.x && low.x < min.x + text.x && min.y < high.y &&
                                 low.y < min.y + text.y)
                        << label.text << (is_uv ? " in u' v'" : " in x y");
            }
            boxes.emplace_back(min, min + text);
        }
        EXPECT_EQ(names, (std::set<std::string>{"2020", "709", "D65", "P3"}));
    }
}

TEST(TraceDensity, HasWhiteOnTopAndOneAsMean) {
    EmptyBins empty(2, {4, 256});
    // Every level twice in each column: an even spread.
    for (int i = 0; i < 2 * 256; ++i) empty.add(shared::kWaveformWord + 3 * 512 + i, 2);
    const TraceDensity even = waveform_density(empty.bins, shared::kWaveformLuma);
    EXPECT_TRUE(std::ranges::all_of(even.values, [](float v) { return v == 1.0F; }));
    empty.add(shared::kWaveformWord + 3 * 512 + 255, 9);
    EXPECT_EQ(waveform_density(empty.bins, shared::kWaveformLuma).values[0], 4.5F);
}

TEST(TraceDensity, VectorscopeTurnsCrUpAndZoomsAroundNeutral) {
    EmptyBins empty(1, {1, 1});
    empty.add(shared::kVectorWord + 200 * 256 + 40, 1);
    const TraceDensity all = vectorscope_density(empty.bins);
    EXPECT_GT(all.values[(255 - 200) * 256 + 40], 0);
    EXPECT_EQ(std::ranges::count_if(all.values, [](float v) { return v > 0; }), 1);
    empty.add(shared::kVectorWord + 128 * 256 + 128, 1);
    const TraceDensity near = vectorscope_density(empty.bins, 4);
    EXPECT_EQ(near.size.width, 64);
    EXPECT_GT(near.values[31 * 64 + 32], 0);
}

// A histogram has no room beside it.
TEST(ExcessGraticule, NamesItsSharesInside) {
    for (const TraceGain gain : {TraceGain::Log, TraceGain::Sqrt, TraceGain::Linear}) {
        const Graticule graticule = excess_graticule(gain);
        // A linear scale has no room between 0 and 1 %.
        EXPECT_EQ(graticule.labels.size(), gain == TraceGain::Linear ? 5U : 7U);
        for (const GraticuleLabel& label : graticule.labels) {
            EXPECT_EQ(label.place.x, 1) << label.text;
            EXPECT_EQ(label.anchor, LabelAnchor::Right) << label.text;
            EXPECT_GT(label.place.y, 0) << label.text;
            EXPECT_LT(label.place.y, 1) << label.text;
        }
    }
}

TEST(TraceLight, AddsWithinItsRectangleAndNowhereElse) {
    TraceLight light({40, 30});
    const TraceDensity density{{4, 4}, std::vector<float>(16, 30.0F)};
    add_trace(light, {10, 5, 20, 10}, density, {.color = {1, 0, 0}});
    for (int y = 0; y < 30; ++y) {
        for (int x = 0; x < 40; ++x) {
            const bool inside = x >= 10 && x < 30 && y >= 5 && y < 15;
            const glm::vec3 rgb = light.rgb[static_cast<std::size_t>(y * 40 + x)];
            EXPECT_NEAR(rgb.r, inside ? 1.0F : 0.0F, 1e-5F) << x << ", " << y;
            EXPECT_EQ(rgb.g, 0) << x << ", " << y;
        }
    }
    const std::vector<std::byte> rgba = to_rgba(light, glm::vec3(0));
    EXPECT_EQ(rgba[0], std::byte{0});
    EXPECT_EQ(rgba[(7 * 40 + 15) * 4], std::byte{255});
}

TEST(TraceLight, EveryGainRisesWithDensityAndEndsAtFullBrightness) {
    for (const TraceGain gain : {TraceGain::Log, TraceGain::Sqrt, TraceGain::Linear}) {
        float before = -1;
        for (const float d : {0.0F, 0.01F, 0.5F, 4.0F, 12.0F, 24.0F, 100.0F}) {
            TraceLight light({1, 1});
            add_trace(light, {0, 0, 1, 1}, {{1, 1}, {d}}, {.gain = gain});
            EXPECT_GE(light.rgb[0].r, before) << static_cast<int>(gain) << ' ' << d;
            before = light.rgb[0].r;
        }
        EXPECT_NEAR(before, 1, 1e-5F);
    }
}

TEST(Histogram, TheHighestBinReachesTheTop) {
    std::vector<std::uint32_t> counts(256, 0);
    std::fill(counts.begin() + 100, counts.begin() + 120, 50U);
    TraceLight light({256, 40});
    add_histogram(light, {0, 0, 256, 40}, counts, {}, {}, 0.5F);
    EXPECT_GT(light.rgb[110].r, 0.5F);            // The edge, in the top row.
    EXPECT_GT(light.rgb[39 * 256 + 110].r, 0.1F); // The area below it.
    EXPECT_EQ(light.rgb[20 * 256 + 30].r, 0);
}

// The lines lie where a trace of that share ends, whatever the gain; all pixels reach the edge.
TEST(ExcessGraticule, ItsLinesAreWhereTracesEnd) {
    for (const TraceGain gain : {TraceGain::Log, TraceGain::Sqrt, TraceGain::Linear}) {
        EXPECT_FLOAT_EQ(excess_height(1, gain), 1);
        EXPECT_FLOAT_EQ(excess_height(0, gain), 0);
        for (const GraticuleLabel& label : excess_graticule(gain).labels) {
            if (label.text == "0") continue;
            const float share = std::stof(label.text) / 100; // "10%"
            constexpr int kRows = 1000;
            TraceLight light({256, kRows});
            add_excess(light, {0, 0, 256, kRows}, std::vector<float>(256, share), {.gain = gain},
                       0.5F, label.place.y > 0.5F);
            int lit = 0;
            for (int y = 0; y < kRows; ++y)
                if (light.rgb[static_cast<std::size_t>(y) * 256 + 128].r > 0) ++lit;
            EXPECT_NEAR(lit, 2 * std::abs(label.place.y - 0.5F) * kRows, 3)
                << label.text << ' ' << name(gain);
        }
    }
    // One level alone, as of a colour bar, reads as what it is in a trace of any width.
    for (const int width : {90, 256, 600}) {
        std::vector<float> shares(256, 0.0F);
        shares[100] = 0.5F;
        TraceLight light({width, 1000});
        add_excess(light, {0, 0, width, 1000}, shares, {.gain = TraceGain::Linear}, 0.5F, false);
        int highest = 1000;
        for (int y = 999; y >= 0; --y)
            for (int x = 0; x < width; ++x)
                if (light.rgb[static_cast<std::size_t>(y * width + x)].r > 0.1F) highest = y;
        EXPECT_NEAR(highest, 500, 3) << width;
    }
    EXPECT_NEAR(excess_height(0.125F, TraceGain::Log), 0.5, 1e-6) << "a cube root";
    EXPECT_NEAR(excess_height(0.25F, TraceGain::Sqrt), 0.5, 1e-6);
    EXPECT_NEAR(excess_height(0.5F, TraceGain::Linear), 0.5, 1e-6);
}

/// Of equal shares in pictures of different sizes nothing is left; the rest lies on its own side of
/// the middle, as high as the cube root of its share.
TEST(Histogram, TheDifferenceOfTwoIsTheSignedShareOfPixels) {
    EmptyBins a(1, {100, 100});
    EmptyBins b(1, {50, 100});
    const int luma = shared::kHistogramWord + 3 * 256;
    for (int level = 40; level < 60; ++level) { // 2.5 % more each, in A: 0.29 of full height.
        a.add(luma + level, 350);
        b.add(luma + level, 50);
    }
    for (int level = 180; level < 200; ++level) { // 10 % more each, in B: 0.46 of it.
        a.add(luma + level, 0);
        b.add(luma + level, 500);
    }
    for (int level = 100; level < 120; ++level) { // The same share.
        a.add(luma + level, 400);
        b.add(luma + level, 200);
    }
    ScopeView view;
    view.rect = {0, 0, 256, 200};
    view.kind = ScopeKind::Histogram;
    view.pair = ScopePair::Difference;
    view.color_a = {0, 1, 0};
    view.color_b = {1, 0, 0};
    view.background = glm::vec3(0);
    a.bins.scopes = b.bins.scopes = shared::kScopeHistogram;
    a.bins.counts_rgb = b.bins.counts_rgb = false;
    const std::vector<std::byte> pixels = draw(drawing_of(view, a.bins, &b.bins), a.words, b.words);
    const auto lit = [&](int x, int y, std::size_t channel) {
        return static_cast<int>(pixels[4 * static_cast<std::size_t>(y * 256 + x) + channel]) > 20;
    };
    EXPECT_TRUE(lit(50, 75, 1));
    EXPECT_FALSE(lit(50, 66, 1));
    EXPECT_FALSE(lit(50, 140, 0));
    // Between the stripes.
    EXPECT_TRUE(lit(190, 112, 0));
    EXPECT_TRUE(lit(190, 140, 0));
    EXPECT_FALSE(lit(190, 152, 0) || lit(191, 152, 0) || lit(192, 152, 0) || lit(193, 152, 0));
    EXPECT_FALSE(lit(190, 60, 1));
    for (int y = 0; y < 200; ++y) {
        EXPECT_FALSE(lit(110, y, 0) || lit(110, y, 1)) << y;
        EXPECT_FALSE(lit(150, y, 0) || lit(150, y, 1)) << y;
    }
}

/// Mean red, green and blue of an area.
glm::dvec3 mean_of(const std::vector<std::byte>& pixels, int pitch, const Rect& area) {
    glm::dvec3 sum(0);
    for (int y = area.y; y < area.y + area.height; ++y)
        for (int x = area.x; x < area.x + area.width; ++x)
            for (int c = 0; c < 3; ++c)
                sum[c] += static_cast<double>(
                    std::to_integer<int>(pixels[4 * static_cast<std::size_t>(y * pitch + x) +
                                                static_cast<std::size_t>(c)]));
    return sum / (static_cast<double>(area.width) * area.height);
}

// A picture of which A has the upper half of the columns' levels more, B the lower: what both have
// is grey, and a little more of much is not what only one has.
TEST(DifferenceTrace, ShowsWhoHasMoreWhereAndWhatBothHave) {
    EmptyBins a(4, {400, 256}), b(4, {400, 256});
    const int luma = shared::kWaveformWord + shared::kWaveformLuma * 4 * 256;
    const auto fill = [&](EmptyBins& to, int first, int last, std::uint32_t count) {
        for (int column = 0; column < 4; ++column)
            for (int level = first; level < last; ++level)
                to.add(luma + column * 256 + level, count);
    };
    fill(a, 200, 230, 900); // Only A.
    fill(b, 40, 70, 900);   // Only B.
    fill(a, 110, 140, 900); // Both; B has a twentieth more.
    fill(b, 110, 140, 945);
    a.bins.scopes = b.bins.scopes = shared::kScopeLuma;
    ScopeView view;
    view.rect = {0, 0, 64, 256};
    view.color_a = {0, 1, 0};
    view.color_b = {1, 0, 0};
    view.background = glm::vec3(0);
    const auto drawn = [&](ScopePair pair) {
        view.pair = pair;
        return draw(drawing_of(view, a.bins, &b.bins), a.words, b.words);
    };
    const std::vector<std::byte> pixels = drawn(ScopePair::Difference);
    const auto at_levels = [&](int first, int last) {
        return mean_of(pixels, 64, {0, 256 - last, 64, last - first});
    };
    const glm::dvec3 only_a = at_levels(205, 225), only_b = at_levels(45, 65);
    EXPECT_GT(only_a.g, 150);
    EXPECT_LT(only_a.r, 5);
    EXPECT_GT(only_b.r, 60) << "in stripes";
    EXPECT_LT(only_b.g, 5);
    const glm::dvec3 shared_levels = at_levels(115, 135);
    EXPECT_GT(shared_levels.b, 60);
    EXPECT_NEAR(shared_levels.r, shared_levels.g, 12);
    EXPECT_NEAR(shared_levels.r, shared_levels.b, 12);
    // Over each other neither is grey.
    const std::vector<std::byte> over = drawn(ScopePair::Overlay);
    EXPECT_LT(mean_of(over, 64, {0, 256 - 135, 64, 20}).b, 5);
}

TEST(DifferenceTrace, OfTwoThatAreAlikeIsGreyInEveryScope) {
    EmptyBins a(4, {4, 256}), b(4, {4, 256});
    const int half = static_cast<int>(a.words.size());
    for (int i = 0; i < half; i += 3) {
        a.add(i, static_cast<std::uint32_t>(1 + i % 7));
        b.add(i, static_cast<std::uint32_t>(1 + i % 7));
    }
    a.bins.scopes = b.bins.scopes = ~0U & ~shared::kScopeUv;
    for (const ScopeKind kind :
         {ScopeKind::Waveform, ScopeKind::Vectorscope, ScopeKind::Chromaticity})
        for (const WaveformKind waveform : {WaveformKind::Luma, WaveformKind::RgbParade}) {
            ScopeView view;
            view.rect = {0, 0, 90, 80};
            view.kind = kind;
            view.waveform = waveform;
            view.pair = ScopePair::Difference;
            view.color_a = {0, 1, 0};
            view.color_b = {1, 0, 0};
            const auto pixels = draw(drawing_of(view, a.bins, &b.bins), a.words, b.words);
            int brightest = 0;
            for (std::size_t i = 0; i < pixels.size(); i += 4) {
                EXPECT_EQ(pixels[i], pixels[i + 1]);
                EXPECT_EQ(pixels[i], pixels[i + 2]);
                brightest = std::max(brightest, std::to_integer<int>(pixels[i]));
            }
            EXPECT_GT(brightest, 25) << static_cast<int>(kind); // The background is 14.
        }
}

// Black and white of R'G'B' and of luma lie above each other, whatever the range of luma.
TEST(Histogram, BothPartsHaveBlackAndWhiteAtTheSamePlace) {
    for (const ColorRange range : {ColorRange::Limited, ColorRange::Full}) {
        EmptyBins a(1, {10, 10}, make_layout({}), {.range = range});
        ScopeView view;
        view.rect = {0, 0, 900, 200};
        view.kind = ScopeKind::Histogram;
        view.gap_px = 12;
        const std::vector<Rect> parts = parts_of(view, a.bins, nullptr);
        ASSERT_EQ(parts.size(), 2U);
        const auto place = [&](const Rect& part, LevelSignal signal, const std::string& text) {
            const Graticule lines =
                histogram_graticule(a.bins.layout, a.bins.color, signal, LevelScale::Percent);
            const auto at = std::ranges::find(lines.labels, text, &GraticuleLabel::text);
            EXPECT_NE(at, lines.labels.end());
            return static_cast<float>(part.x) + at->place.x * static_cast<float>(part.width);
        };
        for (const char* percent : {"0", "40", "100"})
            EXPECT_NEAR(place(parts[0], LevelSignal::Rgb, percent),
                        place(parts[1], LevelSignal::Luma, percent), 1)
                << percent << name(range);
    }
}

TEST(Graticule, TheVectorscopeNamesItsAxesAsTheEncodingDoes) {
    const auto has = [](const Graticule& g, const char* text) {
        return std::ranges::find(g.labels, text, &GraticuleLabel::text) != g.labels.end();
    };
    const PixelLayout layout = make_layout({});
    const Graticule hd = vectorscope_graticule(layout, {.matrix = ColorMatrix::Bt709});
    EXPECT_TRUE(has(hd, "Cb") && has(hd, "Cr"));
    const Graticule cg = vectorscope_graticule(layout, {.matrix = ColorMatrix::YCgCo});
    EXPECT_TRUE(has(cg, "Cg") && has(cg, "Co"));
    const Graticule tp = vectorscope_graticule(layout, {.matrix = ColorMatrix::Ictcp});
    EXPECT_TRUE(has(tp, "Ct") && has(tp, "Cp"));
}

TEST(LevelUnit, SaysWhichCodeValuesTheNumbersAre) {
    const PixelLayout ten = make_layout({.depth = 10});
    const ColorTags limited{.range = ColorRange::Limited};
    EXPECT_EQ(level_unit(LevelScale::Code, ten, limited, LevelSignal::Luma),
              "code values of 10 bits, 64-940");
    EXPECT_EQ(level_unit(LevelScale::Code, ten, limited, LevelSignal::Rgb),
              "code values of 10 bits, full range");
    EXPECT_EQ(level_unit(LevelScale::Percent, ten, limited, LevelSignal::Luma), "%");
}

/// A trace that was drawn for one place, in another: its lines stay at their share of each part.
TEST(ScopeFit, KeepsEveryPartOnItsGraticule) {
    auto reading = std::make_shared<ScopeReading>();
    EmptyBins bins(1, {10, 10}, make_layout({}), {.range = ColorRange::Limited});
    reading->bins = bins.bins;
    ScopeSheet sheet;
    sheet.a = reading;
    sheet.view.kind = ScopeKind::Histogram;
    sheet.view.rect = {0, 0, 900, 300};
    sheet.view.gap_px = 12;
    ScopeView wanted = sheet.view;
    wanted.rect = {40, 50, 423, 120};
    ASSERT_TRUE(reads_alike(sheet.view, wanted));
    const auto parts = parts_of(sheet.view, bins.bins, nullptr);
    std::vector<std::uint32_t> pixels(900UL * 300, 1);
    for (std::uint32_t i = 0; i < 2; ++i) { // The right half of each part.
        const Rect& part = parts[i];
        for (int y = part.y; y < part.y + part.height; ++y)
            for (int x = part.x + part.width / 2; x < part.x + part.width; ++x)
                pixels[static_cast<std::size_t>(y * 900 + x)] = 10 + i;
    }
    const auto result = fitted(sheet, pixels, wanted);
    ASSERT_EQ(result.size(), 423U * 120);
    const auto new_parts = parts_of(wanted, bins.bins, nullptr);
    for (std::uint32_t i = 0; i < 2; ++i) {
        const Rect& part = new_parts[i];
        const auto at = [&](double x, int y) {
            return result[static_cast<std::size_t>(part.y + y) * 423 +
                          static_cast<std::size_t>(part.x + static_cast<int>(x * part.width))];
        };
        for (const int y : {0, part.height - 1}) {
            EXPECT_EQ(at(0.48, y), 1U);
            EXPECT_EQ(at(0.52, y), 10 + i);
            EXPECT_EQ(at(0.99, y), 10 + i) << "all of it is there, not its left part";
        }
    }
    EXPECT_EQ(std::ranges::count(result, 0U), 0);
}

TEST(ScopeFit, WhatAnotherGraticuleReadsIsNotTakenForIt) {
    ScopeView view;
    ScopeView other = view;
    other.rect = {1, 2, 3, 4};
    other.gain = TraceGain::Linear;
    EXPECT_TRUE(reads_alike(view, other));
    other.waveform = WaveformKind::RgbParade;
    EXPECT_FALSE(reads_alike(view, other));
    view.kind = other.kind = ScopeKind::Vectorscope;
    EXPECT_TRUE(reads_alike(view, other));
    other.zoom = 4;
    EXPECT_FALSE(reads_alike(view, other));
    other.zoom = 1;
    other.pair = ScopePair::Overlay;
    EXPECT_FALSE(reads_alike(view, other));
}

} // namespace
} // namespace seamline::test
