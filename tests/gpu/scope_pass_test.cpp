#include "renderer/scopes/scope_pass.h"

#include "renderer/scopes/cpu_scopes.h"
#include "renderer/scopes/scope_artist.h"
#include "tests/support/gpu_test.h"
#include "tests/support/test_frame.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <string>
#include <thread>

namespace seamline::test {

using namespace renderer;

namespace {

constexpr std::uint32_t kAllScopes = shared::kScopeHistogram | shared::kScopeParade |
                                     shared::kScopeLuma | shared::kScopeChroma |
                                     shared::kScopeVector;

/// Every kind of scope, alone and in pairs.
std::vector<ScopeView> every_view(Extent size) {
    std::vector<ScopeView> views;
    const auto add = [&](ScopeKind kind, WaveformKind waveform, ScopePair pair, TraceGain gain) {
        ScopeView view;
        view.rect = {3, 5, size.width, size.height};
        view.kind = kind;
        view.waveform = waveform;
        view.source = 1;
        view.other = 2;
        view.pair = pair;
        view.gain = gain;
        view.color_a = {0.4F, 0.75F, 0.95F};
        view.color_b = {0.95F, 0.65F, 0.3F};
        view.gap_px = 9;
        views.push_back(view);
    };
    const WaveformKind waveforms[]{WaveformKind::Luma, WaveformKind::RgbOverlay,
                                   WaveformKind::RgbParade, WaveformKind::YCbCrParade};
    for (const ScopePair pair : {ScopePair::Apart, ScopePair::Overlay, ScopePair::Difference}) {
        for (const WaveformKind waveform : waveforms)
            add(ScopeKind::Waveform, waveform, pair, TraceGain::Log);
        add(ScopeKind::Histogram, WaveformKind::Luma, pair, TraceGain::Log);
        add(ScopeKind::Histogram, WaveformKind::Luma, pair, TraceGain::Sqrt);
        add(ScopeKind::Histogram, WaveformKind::Luma, pair, TraceGain::Linear);
        add(ScopeKind::Vectorscope, WaveformKind::Luma, pair, TraceGain::Sqrt);
        add(ScopeKind::Vectorscope, WaveformKind::Luma, pair, TraceGain::Linear);
        views.back().zoom = 4;
        add(ScopeKind::Chromaticity, WaveformKind::Luma, pair, TraceGain::Log);
        add(ScopeKind::Chromaticity, WaveformKind::Luma, pair, TraceGain::Log);
        views.back().is_uv = true;
    }
    return views;
}

std::string words_for(const ScopeView& view) {
    return "kind " + std::to_string(static_cast<int>(view.kind)) + ", " + name(view.waveform) +
           ", " + name(view.pair) + ", " + name(view.gain) + (view.is_uv ? ", uv" : "");
}

class ScopePassTest : public GpuTest {
protected:
    /// Counted by the CPU, where shaders and C++ can both read it.
    std::shared_ptr<const ScopeReading> counted(double phase, int columns, std::uint32_t scopes) {
        const FrameSpec spec{
            .layout = make_layout({}), .coded = {320, 200}, .visible = {0, 0, 320, 200}};
        const auto frame = make_frame(device(), spec, smooth_samples(spec.layout, phase));
        const shared::ScopeParams params =
            scope_params(*frame, frame->color, {.scopes = scopes, .columns = columns});
        auto reading = std::make_shared<ScopeReading>();
        reading->buffer = Buffer(device(), scope_words(params.columns) * 4,
                                 BufferMemory::HostCached, "scope bins");
        const std::span<std::uint32_t> words(
            reinterpret_cast<std::uint32_t*>(reading->buffer.mapped()),
            scope_words(params.columns));
        CpuScopes(1).count(params, scope_light(frame->color.transfer), frame->mapped, words);
        reading->bins = scope_bins(*frame, frame->color, params, words);
        return reading;
    }

    std::vector<std::uint32_t> drawn_by_gpu(ScopePass& pass, const ScopeSheet& sheet) {
        std::vector<WindowPixels> pixels;
        run([&](VkCommandBuffer cmd) { pixels = pass.record(cmd, {&sheet, 1}); });
        if (pixels.size() != 1) return {};
        EXPECT_EQ(pixels[0].rect, sheet.view.rect);
        return read<std::uint32_t>(*pixels[0].buffer);
    }

    static std::vector<std::byte> drawn_by_cpu(const ScopeSheet& sheet, bool swaps) {
        shared::ScopeDrawing drawing =
            drawing_of(sheet.view, sheet.a->bins, sheet.b ? &sheet.b->bins : nullptr);
        drawing.swaps_red_and_blue = swaps ? 1 : 0;
        return draw(drawing, sheet.a->bins.words,
                    sheet.b ? sheet.b->bins.words : std::span<const std::uint32_t>{});
    }
};

int largest_difference(std::span<const std::uint32_t> a, std::span<const std::byte> b) {
    int largest = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        for (std::size_t c = 0; c < 4; ++c) {
            const int code = static_cast<int>((a[i] >> (8 * c)) & 0xFFU);
            largest = std::max(largest, std::abs(code - static_cast<int>(b[i * 4 + c])));
        }
    return largest;
}

TEST_F(ScopePassTest, EveryScopeIsWithinOneCodeOfThatOfTheCpu) {
    const std::uint32_t xy = kAllScopes | shared::kScopeXy;
    const std::uint32_t uv = kAllScopes | shared::kScopeUv;
    const auto a_xy = counted(0.9, 120, xy), b_xy = counted(0.2, 77, xy);
    const auto a_uv = counted(0.9, 120, uv), b_uv = counted(0.2, 77, uv);
    ScopePass pass(device(), false);
    for (const Extent size : {Extent{301, 90}, Extent{64, 190}}) {
        for (const ScopeView& view : every_view(size)) {
            const ScopeSheet sheet{view, view.is_uv ? a_uv : a_xy,
                                   view.pair == ScopePair::Apart ? nullptr
                                   : view.is_uv                  ? b_uv
                                                                 : b_xy};
            const auto gpu = drawn_by_gpu(pass, sheet);
            const auto cpu = drawn_by_cpu(sheet, false);
            ASSERT_EQ(gpu.size() * 4, cpu.size()) << words_for(view);
            EXPECT_LE(largest_difference(gpu, cpu), 1) << words_for(view);
            // In proportion, a picture of all colours is spread too thin to be seen as a plane.
            const bool is_plane = view.kind == ScopeKind::Vectorscope;
            if (is_plane && view.gain == TraceGain::Linear) continue;
            const std::uint32_t dark = 18; // The background is 14.
            EXPECT_TRUE(std::ranges::any_of(gpu, [&](std::uint32_t pixel) {
                return (pixel & 0xFFU) > dark;
            })) << words_for(view);
        }
    }
}

TEST_F(ScopePassTest, OneBinIsLitWhereItsLevelBelongs) {
    auto reading = std::make_shared<ScopeReading>();
    reading->buffer = Buffer(device(), scope_words(64) * 4, BufferMemory::HostCached, "bins");
    const std::span<std::uint32_t> words(reinterpret_cast<std::uint32_t*>(reading->buffer.mapped()),
                                         scope_words(64));
    std::ranges::fill(words, 0U);
    constexpr int kColumn = 40, kLevel = 180;
    words[static_cast<std::size_t>(shared::kWaveformWord + (3 * 64 + kColumn) * 256 + kLevel)] =
        200;
    reading->bins = {.words = words,
                     .scopes = shared::kScopeLuma,
                     .columns = 64,
                     .region = {64, 200},
                     .counts_rgb = true,
                     .layout = make_layout({}),
                     .color = {}};
    ScopeView view;
    view.rect = {0, 0, 64, 256};
    ScopePass pass(device(), true);
    const auto pixels = drawn_by_gpu(pass, {view, reading, nullptr});
    ASSERT_EQ(pixels.size(), 64U * 256U);
    const std::uint32_t background = pixels[0];
    for (int y = 0; y < 256; ++y)
        for (int x = 0; x < 64; ++x) {
            // Neighbouring levels are blended, neighbouring columns are not at this size.
            const bool near = x == kColumn && std::abs(y - (255 - kLevel)) <= 1;
            const std::uint32_t pixel = pixels[static_cast<std::size_t>(y * 64 + x)];
            if (near)
                EXPECT_GT(pixel & 0xFFU, 150U) << x << ", " << y;
            else
                EXPECT_LE(std::abs(static_cast<int>(pixel & 0xFFU) -
                                   static_cast<int>(background & 0xFFU)),
                          1)
                    << x << ", " << y;
        }
}

TEST_F(ScopePassTest, WhatDidNotChangeIsNotDrawnAgainAndWhatWasNotCountedIsEmpty) {
    const auto luma_only = counted(0.5, 64, shared::kScopeLuma);
    ScopeView view;
    view.rect = {0, 0, 80, 60};
    ScopePass pass(device(), false);
    std::shared_ptr<const Buffer> first, second;
    const ScopeSheet sheet{view, luma_only, nullptr};
    run([&](VkCommandBuffer cmd) { first = pass.record(cmd, {&sheet, 1})[0].buffer; });
    const auto before = read<std::uint32_t>(*first);
    run([&](VkCommandBuffer cmd) { second = pass.record(cmd, {&sheet, 1})[0].buffer; });
    EXPECT_EQ(first, second);
    EXPECT_EQ(read<std::uint32_t>(*second), before);
    ScopeSheet other = sheet;
    other.view.kind = ScopeKind::Vectorscope;
    const auto empty = drawn_by_gpu(pass, other);
    EXPECT_EQ(std::ranges::count(empty, empty[0]), static_cast<std::ptrdiff_t>(empty.size()));
    EXPECT_EQ(pass.record(VK_NULL_HANDLE, {}).size(), 0U) << "nothing to draw records nothing";
}

TEST_F(ScopePassTest, TheArtistDrawsTheSamePixelsAndSkipsWhatIsOvertaken) {
    const auto reading = counted(0.9, 120, kAllScopes);
    ScopeView view;
    view.rect = {0, 0, 200, 100};
    ScopeArtist artist(device(), true);
    EXPECT_EQ(artist.latest().number, 0U);
    for (int i = 0; i < 50; ++i) artist.draw({{view, reading, nullptr}});
    while (artist.is_busy()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    const ScopeArtist::Pictures pictures = artist.latest();
    ASSERT_EQ(pictures.pixels.size(), 1U);
    const auto expected = drawn_by_cpu({view, reading, nullptr}, true);
    EXPECT_EQ(std::memcmp(pictures.pixels[0].buffer->mapped(), expected.data(), expected.size()),
              0);
    const ScopeArtist::Counts counts = artist.counts();
    EXPECT_EQ(counts.drawn + counts.skipped, 50);
    EXPECT_EQ(counts.drawn, static_cast<std::int64_t>(pictures.number));
}

} // namespace
} // namespace seamline::test
