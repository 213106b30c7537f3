#include "renderer/scopes/cpu_scopes.h"

#include "tests/support/gpu_test.h"
#include "tests/support/reference_scopes.h"
#include "tests/support/scope_cases.h"

#include <numeric>

namespace seamline::test {

using namespace renderer;

namespace {

/// Needs a device only for the frames' memory.
using CpuScopesTest = GpuTest;

ScopeBins counted(CpuScopes& scopes, const CachedFrame& frame, const ScopeRequest& request,
                  std::vector<std::uint32_t>& words) {
    const shared::ScopeParams params = scope_params(frame, frame.color, request);
    words.assign(scope_words(params.columns), 77); // What was there before is overwritten.
    scopes.count(params, scope_light(frame.color.transfer), frame.mapped, words);
    return scope_bins(frame, frame.color, params, words);
}

TEST_F(CpuScopesTest, EveryBinEqualsAPlainCountOfTheDocumentedDefinition) {
    for (const int threads : {1, 3}) {
        CpuScopes scopes(threads);
        for (const ScopeCase& c : scope_cases()) {
            for (const bool smooth : {false, true}) {
                const auto frame = make_frame(device(), c.frame,
                                              smooth ? smooth_samples(c.frame.layout, 0.4)
                                                     : random_samples(c.frame.layout, 5));
                const ReferenceScopes expected = reference_scopes(*frame, frame->color, c.request);
                std::vector<std::uint32_t> words;
                const ScopeBins bins = counted(scopes, *frame, c.request, words);
                EXPECT_EQ(bins.columns, expected.columns) << c.name;
                EXPECT_EQ(first_difference(bins, expected.words), "") << c.name;
            }
        }
    }
}

TEST_F(CpuScopesTest, CountsBeyondSixteenBitsInOneBinAreKept) {
    FrameSpec spec{.layout = make_layout({}), .coded = {400, 300}, .visible = {0, 0, 400, 300}};
    const auto frame = make_frame(device(), spec, [](int, int, int) { return 90.0; });
    CpuScopes scopes(2);
    std::vector<std::uint32_t> words;
    const ScopeBins bins = counted(scopes, *frame, {.columns = 1}, words);
    EXPECT_EQ(bins.waveform(shared::kWaveformLuma)[90], 120'000U);
    EXPECT_EQ(bins.histogram(3)[90], 120'000U);
    EXPECT_EQ(bins.vectorscope()[90 * 256 + 90], 30'000U);
}

TEST_F(CpuScopesTest, PicturesThatAreFlatInPartsAreCountedAsTheyAre) {
    // Equal neighbours are counted together: blocks that end anywhere in a group of them.
    const auto blocks = [](int component, int x, int y) {
        const int block = x / 13 * 7 + y / 11 * 3;
        const int step = (x * 5 + y * 3) % 17 == 0 ? 1 : 0;
        return static_cast<double>(40 + (block * 29 + component * 50 + step) % 170);
    };
    const FrameSpec spec{
        .layout = make_layout({}), .coded = {301, 141}, .visible = {0, 0, 301, 141}};
    const auto frame = make_frame(device(), spec, blocks);
    CpuScopes scopes(2);
    for (const std::uint32_t selection :
         {ScopeRequest{}.scopes, std::uint32_t{shared::kScopeLuma}}) {
        const ScopeRequest request{.scopes = selection, .columns = 90};
        const ReferenceScopes expected = reference_scopes(*frame, frame->color, request);
        std::vector<std::uint32_t> words;
        EXPECT_EQ(first_difference(counted(scopes, *frame, request, words), expected.words), "");
    }
}

// Eight pixels at a time from even columns on, and what is left of a strip.
TEST_F(CpuScopesTest, BytesAreCountedAtEveryStartAndWidth) {
    CpuScopes scopes(2);
    for (const int shift_y : {0, 1}) {
        const PixelLayout layout = make_layout({.chroma_shift_y = shift_y});
        for (const int left : {0, 1, 2}) {
            for (const int width : {1, 7, 8, 9, 17, 301}) {
                const FrameSpec spec{
                    .layout = layout, .coded = {310, 20}, .visible = {left, 3, width, 13}};
                const auto frame = make_frame(device(), spec, random_samples(layout, 9));
                for (const int columns : {512, 23}) {
                    const ScopeRequest request{.columns = columns};
                    const ReferenceScopes expected =
                        reference_scopes(*frame, frame->color, request);
                    std::vector<std::uint32_t> words;
                    EXPECT_EQ(
                        first_difference(counted(scopes, *frame, request, words), expected.words),
                        "")
                        << shift_y << ' ' << left << ' ' << width << ' ' << columns;
                }
            }
        }
    }
}

TEST_F(CpuScopesTest, EverySelectionCountsTheSameAsAllTogether) {
    const FrameSpec spec{.layout = make_layout({}), .coded = {157, 83}, .visible = {0, 0, 157, 83}};
    const auto frame = make_frame(device(), spec, random_samples(spec.layout, 9));
    CpuScopes scopes(2);
    ScopeRequest request{.columns = 40};
    const ReferenceScopes expected = reference_scopes(*frame, frame->color, request);
    for (request.scopes = 0; request.scopes < 64; ++request.scopes) {
        std::vector<std::uint32_t> words;
        const ScopeBins bins = counted(scopes, *frame, request, words);
        EXPECT_EQ(first_difference(bins, expected.words), "") << request.scopes;
    }
}

} // namespace
} // namespace seamline::test
