#include "renderer/measure_passes/gpu_backend.h"
#include "renderer/measure_passes/measure_ring.h"
#include "renderer/measure_passes/residual_pass.h"
#include "renderer/measures/soft_gradient.h"
#include "tests/support/gpu_test.h"
#include "tests/support/measure_frames.h"
#include "tests/support/scope_cases.h"

#include <bit>
#include <random>

namespace seamline::test {

using namespace renderer;
using measures::FrameReductions;
using measures::ReductionRequest;

namespace {

/// The first value that has other bits; empty when none has.
std::string first_difference(const measures::Plane& a, const measures::Plane& b) {
    if (a.width != b.width || a.height != b.height) return "another size";
    for (std::size_t i = 0; i < a.values.size(); ++i)
        if (std::bit_cast<std::uint32_t>(a.values[i]) != std::bit_cast<std::uint32_t>(b.values[i]))
            return "at " + std::to_string(i) + ": " + std::to_string(a.values[i]) + " not " +
                   std::to_string(b.values[i]);
    return {};
}

void expect_same(const FrameReductions& gpu, const FrameReductions& cpu, const std::string& name) {
    for (std::size_t c = 0; c < 3; ++c) {
        EXPECT_EQ(first_difference(gpu.light_codes.planes[c], cpu.light_codes.planes[c]), "")
            << name << ", light component " << c;
        EXPECT_EQ(first_difference(gpu.lab_codes.planes[c], cpu.lab_codes.planes[c]), "")
            << name << ", lab component " << c;
    }
    ASSERT_EQ(gpu.blur.has_value(), cpu.blur.has_value()) << name;
    if (gpu.blur) {
        EXPECT_EQ(gpu.blur->edge_count, cpu.blur->edge_count) << name;
        EXPECT_EQ(gpu.blur->sharpest_px, cpu.blur->sharpest_px) << name;
        EXPECT_EQ(gpu.blur->median_px, cpu.blur->median_px) << name;
    }
    EXPECT_EQ(gpu.grain, cpu.grain) << name;
}

ReductionRequest request_of(const Rect& visible) {
    return {.light_size = measures::working_size(visible, 1, measures::kLightEdge),
            .lab_size = measures::working_size(visible, 1, measures::kLabEdge),
            .lens = true};
}

FrameSpec spec_of(const LayoutSpec& layout, Extent size) {
    return {
        .layout = make_layout(layout), .coded = size, .visible = {0, 0, size.width, size.height}};
}

measures::LabCodes random_codes(int width, int height, std::uint32_t seed) {
    measures::LabCodes codes{width, height, {}};
    std::mt19937 random(seed);
    for (int i = 0; i < 3 * width * height; ++i)
        codes.codes.push_back(i < width * height ? static_cast<std::int16_t>(random() % 2048)
                                                 : static_cast<std::int16_t>(
                                                       static_cast<int>(random() % 2047) - 1023));
    return codes;
}

class MeasurePassesTest : public GpuTest {
protected:
    void SetUp() override {
        GpuTest::SetUp();
        if (!IsSkipped() && !HasFatalFailure()) passes_ = std::make_unique<MeasurePasses>(device());
    }
    void TearDown() override {
        passes_.reset();
        GpuTest::TearDown();
    }

    FrameReductions measured(const std::shared_ptr<const CachedFrame>& frame,
                             const ReductionRequest& request) {
        MeasureSlot slot(device(), *passes_);
        slot.submit(frame, request);
        MeasuredFrame result = slot.take();
        EXPECT_FALSE(result.sums.too_many_edges);
        return std::move(result.sums.reductions);
    }
    std::unique_ptr<MeasurePasses> passes_;
};

TEST_F(MeasurePassesTest, MeansOfEveryLayoutAreTheTwinsBits) {
    for (const ScopeCase& c : scope_cases()) {
        if (!can_measure(c.frame.layout)) continue;
        const auto frame = make_frame(device(), c.frame, random_samples(c.frame.layout, 11));
        const Rect& visible = frame->visible;
        // Areas that divide the picture, that do not, and one that is a pixel or all of it.
        for (const Extent size :
             {Extent{visible.width, visible.height}, Extent{1, 1},
              Extent{std::max(visible.width / 3, 1), std::max(visible.height / 4, 1)},
              Extent{std::min(visible.width, 31), std::min(visible.height, 9)}}) {
            const ReductionRequest request{
                .light_size = size,
                .lab_size = {std::min(visible.width, 7), std::min(visible.height, 5)}};
            expect_same(measured(frame, request),
                        measures::cpu_backend().reduce(view_of(*frame), request), c.name);
        }
    }
}

TEST_F(MeasurePassesTest, SumsBeyondThirtyTwoBitsAreExact) {
    // 1021 and 577 are prime: no weights cancel.
    const FrameSpec spec =
        spec_of({.depth = 16, .chroma_shift_x = 0, .chroma_shift_y = 0}, {1021, 577});
    const auto frame = make_frame(device(), spec, random_samples(spec.layout, 3));
    const ReductionRequest request = request_of(frame->visible);
    EXPECT_NE(measure_plan(*frame, request).params.grid[0].wide, 0U);
    expect_same(measured(frame, request), measures::cpu_backend().reduce(view_of(*frame), request),
                "16 bit");
}

TEST_F(MeasurePassesTest, SharpnessAndGrainOfEveryLayoutAreTheTwinsBits) {
    int with_edges = 0;
    for (const ScopeCase& c : scope_cases()) {
        if (!can_measure(c.frame.layout)) continue;
        FrameSpec spec = c.frame;
        // Larger, with the case's crop and alignment.
        spec.coded.width += 160;
        spec.coded.height += 120;
        spec.visible.width += 160;
        spec.visible.height += 120;
        const auto frame = make_frame(device(), spec, lens_samples(spec, {0, 0}, 5));
        const ReductionRequest request = request_of(frame->visible);
        const FrameReductions cpu = measures::cpu_backend().reduce(view_of(*frame), request);
        with_edges += cpu.blur ? 1 : 0;
        EXPECT_TRUE(cpu.grain.has_value()) << c.name;
        expect_same(measured(frame, request), cpu, c.name);
    }
    EXPECT_GT(with_edges, 10);
}

TEST_F(MeasurePassesTest, MattesAreLeftOutAsTheTwinLeavesThem) {
    const Extent size{517, 333};
    for (const Extent matte : {Extent{0, 0}, Extent{0, 41}, Extent{63, 0}, Extent{17, 29},
                               Extent{0, 160}, Extent{258, 0}, Extent{0, 167}}) {
        const FrameSpec spec = spec_of({}, size);
        const auto frame = make_frame(device(), spec, lens_samples(spec, matte, 9));
        const ReductionRequest request = request_of(frame->visible);
        expect_same(
            measured(frame, request), measures::cpu_backend().reduce(view_of(*frame), request),
            "mattes of " + std::to_string(matte.width) + "x" + std::to_string(matte.height));
    }
}

TEST_F(MeasurePassesTest, SmallAndFlatPicturesGiveNothingWhereTheTwinDoes) {
    for (const Extent size : {Extent{1, 1}, Extent{2, 3}, Extent{9, 40}, Extent{17, 17},
                              Extent{34, 33}, Extent{300, 5}}) {
        const FrameSpec spec = spec_of({}, size);
        for (const bool flat : {true, false}) {
            const auto frame = make_frame(device(), spec,
                                          flat ? SampleFunction([](int, int, int) { return 77.0; })
                                               : random_samples(spec.layout, 2));
            const ReductionRequest request = request_of(frame->visible);
            expect_same(measured(frame, request),
                        measures::cpu_backend().reduce(view_of(*frame), request),
                        std::to_string(size.width) + "x" + std::to_string(size.height));
        }
    }
}

TEST_F(MeasurePassesTest, SoftGradientsAreTheTwinsBits) {
    for (const int depth : {8, 10, 16}) {
        const FrameSpec spec = spec_of({.depth = depth}, {211, 137});
        const auto frame = make_frame(device(), spec, random_samples(spec.layout, 4));
        const MeasurePlan plan = measure_plan(*frame, {.lens = true});
        std::vector<std::byte> bytes(MeasurePasses::input_bytes(plan));
        MeasurePasses::write_input(plan, bytes.data());
        const Buffer input = make_buffer<std::byte>(bytes);
        const Buffer scratch(device(), plan.scratch_words * 4, BufferMemory::Device, "scratch");
        const Buffer result(device(), plan.result_words * 4, BufferMemory::Device, "result");
        const Buffer read_back(device(), plan.result_words * 4, BufferMemory::HostCached, "back");
        Timestamps marks(device(), kMeasureStages + 1);
        run([&](VkCommandBuffer cmd) {
            passes_->record(cmd, *frame, plan, {input, scratch, result, read_back}, marks);
        });
        measures::Plane gradient(plan.params.lattice.x, plan.params.lattice.y);
        std::memcpy(gradient.values.data(), read<std::uint32_t>(scratch).data(),
                    gradient.values.size() * sizeof(float));
        EXPECT_EQ(first_difference(gradient, measures::soft_gradient_squared(
                                                 measures::native_luma(view_of(*frame)))),
                  "")
            << depth << " bit";
    }
}

TEST_F(MeasurePassesTest, MoreEdgesThanThereIsRoomForAreSaidAndMeasuredByTheTwin) {
    // Slopes up and down: every point is as steep as every other.
    const FrameSpec spec = spec_of({.depth = 10}, {641, 361});
    const auto frame = make_frame(device(), spec, [](int component, int x, int) {
        return component == 0 ? 60.0 + 9.0 * std::abs(x % 200 - 100) : 512.0;
    });
    const ReductionRequest request = request_of(frame->visible);
    MeasureSlot slot(device(), *passes_);
    slot.submit(frame, request);
    EXPECT_TRUE(slot.take().sums.too_many_edges);
    expect_same(make_gpu_backend(device())->reduce(view_of(*frame), request),
                measures::cpu_backend().reduce(view_of(*frame), request), "slope");
}

TEST_F(MeasurePassesTest, ResidualsAreTheTwinsBits) {
    const auto backend = make_gpu_backend(device());
    for (const Extent size : {Extent{8, 8}, Extent{128, 72}, Extent{72, 128}, Extent{13, 9},
                              Extent{127, 71}, Extent{8, 40}}) {
        const measures::LabCodes a = random_codes(size.width, size.height, 1);
        const measures::LabCodes b = random_codes(size.width, size.height, 2);
        // Moved by an even number of pixels, within reach.
        measures::LabCodes moved = a;
        for (std::size_t i = 0; i + 4 < moved.codes.size(); ++i) moved.codes[i] = a.codes[i + 4];
        for (const measures::LabCodes* other :
             {&a, &b, static_cast<const measures::LabCodes*>(&moved)})
            EXPECT_EQ(backend->residual(a, *other), measures::block_residual(a, *other))
                << size.width << "x" << size.height;
    }
}

TEST_F(MeasurePassesTest, ManyPairsAreMeasuredAtOnce) {
    const ResidualPass pass(device());
    ResidualSlot slot(device(), pass);
    std::vector<measures::LabCodes> pictures;
    for (std::uint32_t i = 0; i < 6; ++i) pictures.push_back(random_codes(45, 31, i));
    for (const std::size_t count : {2UL, 5UL, 1UL}) {
        std::vector<ResidualSlot::Pair> pairs;
        for (std::size_t i = 0; i < count; ++i) pairs.emplace_back(&pictures[i], &pictures[i + 1]);
        const std::vector<double> residuals = slot.measure(pairs);
        ASSERT_EQ(residuals.size(), count);
        for (std::size_t i = 0; i < count; ++i)
            EXPECT_EQ(residuals[i], measures::block_residual(pictures[i], pictures[i + 1]));
    }
}

TEST_F(MeasurePassesTest, ARingHandsOverInOrderAndRefusesWhatItHasNoRoomFor) {
    const FrameSpec spec = spec_of({}, {320, 180});
    MeasureRing ring(device(), 2);
    std::vector<std::shared_ptr<const CachedFrame>> frames;
    for (int i = 0; i < 5; ++i) {
        auto frame = std::make_shared<CachedFrame>(
            *make_frame(device(), spec, lens_samples(spec, {0, 0}, static_cast<std::uint32_t>(i))));
        frame->index = i;
        frames.push_back(frame);
    }
    const ReductionRequest request = request_of(frames[0]->visible);
    EXPECT_TRUE(ring.take_done().empty());
    EXPECT_TRUE(ring.submit(frames[0], request));
    EXPECT_TRUE(ring.submit(frames[1], request));
    EXPECT_FALSE(ring.submit(frames[2], request));
    EXPECT_EQ(ring.refused(), 1U);
    std::vector<MeasuredFrame> taken = ring.take_all();
    EXPECT_TRUE(ring.submit(frames[3], request));
    EXPECT_TRUE(ring.submit(frames[4], request));
    for (MeasuredFrame& frame : ring.take_all()) taken.push_back(std::move(frame));
    ASSERT_EQ(taken.size(), 4U);
    for (const MeasuredFrame& frame : taken)
        expect_same(frame.sums.reductions,
                    measures::cpu_backend().reduce(
                        view_of(*frames[static_cast<std::size_t>(frame.index)]), request),
                    "frame " + std::to_string(frame.index));
    EXPECT_EQ(taken[2].index, 3);
    EXPECT_TRUE(ring.take_done().empty());
}

TEST_F(MeasurePassesTest, ARingTakesWhatIsDoneWithoutWaitingForTheRest) {
    const FrameSpec spec = spec_of({}, {64, 48});
    const auto frame = make_frame(device(), spec, random_samples(spec.layout, 1));
    MeasureRing ring(device());
    EXPECT_TRUE(ring.submit(frame, request_of(frame->visible)));
    device().wait_idle();
    const std::vector<MeasuredFrame> done = ring.take_done();
    ASSERT_EQ(done.size(), 1U);
    if (device().timestamp_bits() > 0) {
        EXPECT_GT(done[0].gpu_ms, 0);
    }
}

/// A GPU with memory of its own, so that frames are staged.
class StagedMeasuresTest : public GpuTest {
protected:
    StagedMeasuresTest() : GpuTest(DeviceOptions{.separate_memory = true}) {}
};

TEST_F(StagedMeasuresTest, ABackendMeasuresEveryLayoutAsTheTwinDoes) {
    const auto backend = make_gpu_backend(device());
    for (const ScopeCase& c : scope_cases()) {
        const auto frame = make_frame(device(), c.frame, random_samples(c.frame.layout, 21));
        const measures::FrameView view = view_of(*frame);
        const ReductionRequest request = request_of(view.visible);
        expect_same(backend->reduce(view, request), measures::cpu_backend().reduce(view, request),
                    c.name);
    }
}

} // namespace
} // namespace seamline::test
