#include "renderer/scopes/gpu_scopes.h"

#include "renderer/scopes/cpu_scopes.h"
#include "tests/support/gpu_test.h"
#include "tests/support/reference_scopes.h"
#include "tests/support/scope_cases.h"

namespace seamline::test {

using namespace renderer;

namespace {

/// As on a CPU, and as on a GPU with memory of its own: more workgroups, other strips and slabs.
class GpuScopesTest : public GpuTest, public testing::WithParamInterface<bool> {
protected:
    GpuScopesTest() : GpuTest(DeviceOptions{.separate_memory = GetParam()}) {}
    void SetUp() override {
        GpuTest::SetUp();
        if (!IsSkipped() && !HasFatalFailure()) scopes_ = std::make_unique<GpuScopes>(device());
    }
    void TearDown() override {
        scopes_.reset();
        GpuTest::TearDown();
    }

    ScopeBins counted(const CachedFrame& frame, const ScopeRequest& request,
                      std::vector<std::uint32_t>& words) {
        const shared::ScopeParams params = scope_params(frame, frame.color, request);
        std::vector<std::byte> input_bytes(GpuScopes::kInputBytes);
        GpuScopes::write_input(params, scope_light(frame.color.transfer), input_bytes.data());
        const Buffer input = make_buffer<std::byte>(input_bytes);
        const std::vector<std::uint32_t> before(scope_words(params.columns), 77);
        const Buffer bins = make_buffer<std::uint32_t>(before, BufferMemory::Device);
        run([&](VkCommandBuffer cmd) { scopes_->record(cmd, frame, params, input, bins); });
        words = read<std::uint32_t>(bins);
        return scope_bins(frame, frame.color, params, words);
    }

private:
    std::unique_ptr<GpuScopes> scopes_;
};

TEST_P(GpuScopesTest, EveryBinEqualsAPlainCountOfTheDocumentedDefinition) {
    for (const ScopeCase& c : scope_cases()) {
        const auto frame = make_frame(device(), c.frame, random_samples(c.frame.layout, 5));
        std::vector<std::uint32_t> words;
        const ScopeBins bins = counted(*frame, c.request, words);
        const ReferenceScopes expected = reference_scopes(*frame, frame->color, c.request);
        EXPECT_EQ(bins.columns, expected.columns) << c.name;
        EXPECT_EQ(first_difference(bins, expected.words), "") << c.name;
    }
}

TEST_P(GpuScopesTest, CountsTheSameAsTheCpu) {
    CpuScopes cpu(2);
    for (const ScopeCase& c : scope_cases()) {
        const auto frame = make_frame(device(), c.frame, smooth_samples(c.frame.layout, 0.9));
        std::vector<std::uint32_t> words;
        const ScopeBins bins = counted(*frame, c.request, words);
        std::vector<std::uint32_t> expected(words.size());
        cpu.count(scope_params(*frame, frame->color, c.request), scope_light(frame->color.transfer),
                  frame->mapped, expected);
        EXPECT_EQ(first_difference(bins, expected), "") << c.name;
    }
}

TEST_P(GpuScopesTest, CountsBeyondSixteenBitsInOneBinAreKept) {
    FrameSpec spec{.layout = make_layout({}), .coded = {400, 300}, .visible = {0, 0, 400, 300}};
    const auto frame = make_frame(device(), spec, [](int, int, int) { return 90.0; });
    std::vector<std::uint32_t> words;
    const ScopeBins bins = counted(*frame, {.columns = 1}, words);
    EXPECT_EQ(bins.waveform(shared::kWaveformLuma)[90], 120'000U);
    EXPECT_EQ(bins.histogram(3)[90], 120'000U);
    EXPECT_EQ(bins.vectorscope()[90 * 256 + 90], 30'000U);
}

TEST_P(GpuScopesTest, StripsOfEveryWidthHoldTheirOwnPixels) {
    const FrameSpec spec{
        .layout = make_layout({.depth = 10}), .coded = {700, 31}, .visible = {2, 3, 693, 27}};
    const auto frame = make_frame(device(), spec, random_samples(spec.layout, 8));
    for (const int columns : {1, 2, 33, 64, 127, 129, 300, 512, 693}) {
        const ScopeRequest request{.columns = columns};
        std::vector<std::uint32_t> words;
        const ScopeBins bins = counted(*frame, request, words);
        const ReferenceScopes expected = reference_scopes(*frame, frame->color, request);
        EXPECT_EQ(first_difference(bins, expected.words), "") << columns;
    }
}

INSTANTIATE_TEST_SUITE_P(Memories, GpuScopesTest, testing::Bool(),
                         [](const auto& tested) { return tested.param ? "separate" : "shared"; });

} // namespace
} // namespace seamline::test
