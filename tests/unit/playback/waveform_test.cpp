// tests/unit/playback/waveform_test.cpp: the pyramid against brute force over the samples.
#include "app/playback/waveform.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace seamline::playback {
namespace {

std::vector<float> noise(std::size_t samples) {
    std::mt19937 random(7);
    std::uniform_real_distribution<float> value(-1, 1);
    std::vector<float> sound(samples * 2);
    for (std::size_t i = 0; i < sound.size(); ++i) {
        sound[i] = value(random) * static_cast<float>(i) / static_cast<float>(sound.size());
    }
    return sound;
}

/// What a column over samples [begin, end) must show: the bins that it touches.
WaveformColumn brute_force(const std::vector<float>& sound, double begin, double end) {
    constexpr auto kBin = static_cast<double>(WaveformPyramid::kBin);
    const auto samples = static_cast<double>(sound.size()) / 2;
    const double first = std::floor(std::max(begin, 0.0) / kBin) * kBin;
    const double last = std::min(std::ceil(end / kBin) * kBin, samples);
    if (end <= 0 || begin >= samples) return {};
    WaveformColumn column{2, -2, 0};
    double square = 0;
    for (auto i = static_cast<std::size_t>(first) * 2; i < static_cast<std::size_t>(last) * 2;
         ++i) {
        column.minimum = std::min(column.minimum, sound[i]);
        column.maximum = std::max(column.maximum, sound[i]);
        square += static_cast<double>(sound[i]) * static_cast<double>(sound[i]);
    }
    column.rms = static_cast<float>(std::sqrt(square / ((last - first) * 2)));
    return column;
}

class WaveformZoom : public ::testing::TestWithParam<double> {};

TEST_P(WaveformZoom, ColumnsEqualBruteForce) {
    const std::vector<float> sound = noise(300'007);
    WaveformPyramid pyramid;
    for (std::size_t at = 0; at < sound.size(); at += 20'006) {
        pyramid.add(std::span(sound).subspan(at, std::min<std::size_t>(20'006, sound.size() - at)));
    }
    ASSERT_EQ(pyramid.samples(), 300'007);
    constexpr double kFirst = -5000.5; // columns before the start, and past the end, are zero
    const int count = static_cast<int>(320'000 / GetParam()) + 3;
    const std::vector<WaveformColumn> columns = pyramid.columns(kFirst, GetParam(), count);
    ASSERT_EQ(columns.size(), static_cast<std::size_t>(count));
    for (int i = 0; i < count; i += 1 + count / 500) {
        const WaveformColumn expected =
            brute_force(sound, kFirst + i * GetParam(), kFirst + (i + 1) * GetParam());
        const WaveformColumn& column = columns[static_cast<std::size_t>(i)];
        EXPECT_EQ(column.minimum, expected.minimum) << "column " << i;
        EXPECT_EQ(column.maximum, expected.maximum) << "column " << i;
        EXPECT_NEAR(column.rms, expected.rms, 1e-5) << "column " << i;
    }
}

INSTANTIATE_TEST_SUITE_P(Zooms, WaveformZoom,
                         ::testing::Values(100.0, 256.0, 777.7, 1024.0, 20'000.25, 65'536.0,
                                           400'000.0));

TEST(WaveformPyramid, EmptyTrackIsFlat) {
    EXPECT_EQ(WaveformPyramid().columns(0, 1000, 3), std::vector<WaveformColumn>(3));
    EXPECT_TRUE(WaveformPyramid().columns(0, 1000, 0).empty());
}

TEST(WaveformOf, ShowsSingleSamplesAtTheFinestZoom) {
    const std::vector<float> sound{0.5F, 0.25F, -0.5F, -1.0F, 1.0F, 0.0F};
    const std::vector<WaveformColumn> columns = waveform_of(sound, 0.5, 7);
    EXPECT_EQ(columns[0].maximum, 0.5F);
    EXPECT_EQ(columns[1].minimum, 0.25F); // sample 0 again
    EXPECT_EQ(columns[2].minimum, -1.0F);
    EXPECT_EQ(columns[5].maximum, 1.0F);
    EXPECT_EQ(columns[6], WaveformColumn{}); // past the end
    EXPECT_NEAR(columns[2].rms, std::sqrt(1.25 / 2), 1e-6);
}

} // namespace
} // namespace seamline::playback
