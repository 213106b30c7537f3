#include "renderer/scopes/scope_monitor.h"

#include "tests/support/gpu_test.h"
#include "tests/support/reference_scopes.h"
#include "tests/support/scope_cases.h"

#include <chrono>
#include <stdexcept>
#include <thread>

namespace seamline::test {

using namespace renderer;

namespace {

class ScopeMonitorTest : public GpuTest, public testing::WithParamInterface<ScopeBackend> {
protected:
    std::shared_ptr<const CachedFrame> frame_of(std::uint32_t seed) {
        const FrameSpec spec{
            .layout = make_layout({}), .coded = {157, 83}, .visible = {0, 0, 157, 83}};
        return make_frame(device(), spec, random_samples(spec.layout, seed));
    }
    static ScopeTask task_of(std::uint64_t source, std::shared_ptr<const CachedFrame> frame) {
        const ColorTags color = frame->color;
        return {source, std::move(frame), color, {.columns = 64}};
    }
};

TEST_P(ScopeMonitorTest, EveryTickIsCountedWhenNoneMayBeSkipped) {
    ScopeMonitor monitor(device(), {.backend = GetParam(), .read_back = true});
    EXPECT_EQ(monitor.latest(1), nullptr);
    std::vector<std::shared_ptr<const ScopeReading>> kept;
    for (std::uint32_t tick = 0; tick < 6; ++tick) {
        const auto a = frame_of(tick);
        const auto b = frame_of(100 + tick);
        monitor.submit_every(tick, {task_of(1, a), task_of(2, b)});
        monitor.wait_idle();
        for (const auto& [source, frame] : {std::pair{1, a}, std::pair{2, b}}) {
            const auto reading = monitor.latest(static_cast<std::uint64_t>(source));
            ASSERT_NE(reading, nullptr);
            EXPECT_EQ(reading->tick, tick);
            kept.push_back(reading);
        }
    }
    EXPECT_EQ(monitor.counts().computed, 6);
    EXPECT_EQ(monitor.counts().skipped, 0);
    // What somebody holds is not overwritten by later ticks.
    for (std::uint32_t tick = 0; tick < 6; ++tick) {
        for (const std::uint32_t source : {0U, 1U}) {
            const auto frame = frame_of(source * 100 + tick);
            const ReferenceScopes expected =
                reference_scopes(*frame, frame->color, {.columns = 64});
            EXPECT_EQ(first_difference(kept[2 * tick + source]->bins, expected.words), "") << tick;
        }
    }
}

TEST_P(ScopeMonitorTest, TicksThatComeTooFastAreSkippedAndCounted) {
    ScopeMonitor monitor(device(), {.backend = GetParam(), .read_back = true});
    const auto frame = frame_of(1);
    for (int tick = 0; tick < 50; ++tick) monitor.submit(tick, {task_of(7, frame)});
    monitor.wait_idle();
    const ScopeCounts counts = monitor.counts();
    EXPECT_GE(counts.computed, 1);
    EXPECT_EQ(counts.computed + counts.skipped, 50);
    EXPECT_EQ(monitor.latest(7)->bins.histogram(3).size(), 256U);
    if (GetParam() == ScopeBackend::Cpu) {
        EXPECT_EQ(monitor.latest(7)->tick, 49);
    }
}

TEST_P(ScopeMonitorTest, ATickWhoseShadersAreMissingIsCountedWhenTheyAreMade) {
    ScopeMonitor monitor(device(), {.backend = GetParam(), .read_back = true});
    const auto frame = frame_of(3);
    monitor.submit(4, {task_of(7, frame)});
    const auto latest = std::chrono::steady_clock::now() + std::chrono::seconds(120);
    while (monitor.latest(7) == nullptr && std::chrono::steady_clock::now() < latest) {
        monitor.poll();
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    ASSERT_NE(monitor.latest(7), nullptr);
    EXPECT_EQ(monitor.latest(7)->tick, 4);
    EXPECT_EQ(monitor.counts().skipped, 0);
    // Those of another kind: an older tick that waits for them gives way to a newer one.
    const FrameSpec spec{.layout = make_layout({.depth = 10}), .coded = {64, 32}, .visible = {0, 0, 64, 32}};
    const auto deep = make_frame(device(), spec, random_samples(spec.layout, 3));
    monitor.submit(5, {task_of(7, deep)});
    monitor.submit(6, {task_of(7, frame)});
    monitor.wait_idle();
    EXPECT_EQ(monitor.latest(7)->tick, 6);
    EXPECT_EQ(monitor.counts().computed + monitor.counts().skipped, 3);
}

TEST_P(ScopeMonitorTest, MemoryIsUsedAgain) {
    ScopeMonitor monitor(device(), {.backend = GetParam()});
    const auto frame = frame_of(1);
    const std::uint64_t before = device().allocated_bytes();
    for (int tick = 0; tick < 16; ++tick)
        monitor.submit_every(tick, {task_of(1, frame), task_of(2, frame)});
    monitor.wait_idle();
    // Of each source: the newest, and one in each of two submissions.
    const std::uint64_t bins = scope_words(64) * 4 + 4096;
    EXPECT_LE(device().allocated_bytes() - before, 2 * 3 * bins);
}

INSTANTIATE_TEST_SUITE_P(BackEnds, ScopeMonitorTest,
                         testing::Values(ScopeBackend::Cpu, ScopeBackend::Vulkan),
                         [](const auto& tested) { return name(tested.param); });

class ScopeMonitorOnGpuTest : public GpuTest {
protected:
    ScopeMonitorOnGpuTest() : GpuTest(DeviceOptions{.separate_memory = true}) {}
};

TEST_F(ScopeMonitorOnGpuTest, AutoIsVulkanAndBinsAreReadBackWhenAsked) {
    ScopeMonitor monitor(device(), {.read_back = true});
    EXPECT_EQ(monitor.backend(), ScopeBackend::Vulkan);
    const FrameSpec spec{.layout = make_layout({}), .coded = {157, 83}, .visible = {0, 0, 157, 83}};
    const auto frame = make_frame(device(), spec, random_samples(spec.layout, 3));
    const ScopeRequest request{.columns = 64};
    monitor.submit(0, {{1, frame, frame->color, request}});
    monitor.wait_idle();
    const ReferenceScopes expected = reference_scopes(*frame, frame->color, request);
    EXPECT_EQ(first_difference(monitor.latest(1)->bins, expected.words), "");
    EXPECT_THROW(ScopeMonitor(device(), {.backend = ScopeBackend::Cpu}), std::invalid_argument);
}

} // namespace
} // namespace seamline::test
