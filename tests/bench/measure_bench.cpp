// Times the measures' passes over one frame by timestamp queries, beside what memory bandwidth
// alone would take. Built on request:
//   ninja measure_bench && build/release/tests/bench/measure_bench [WIDTHxHEIGHT] [RUNS]
// SEAMLINE_DEVICE picks the device, as everywhere.

#include "renderer/measure_passes/measure_ring.h"
#include "renderer/measure_passes/residual_pass.h"
#include "tests/bench/device_timing.h"
#include "tests/support/measure_frames.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

using namespace seamline;
using namespace seamline::renderer;
using bench::median;

/// The least that each stage must move: planes once, what it writes and what of that is read.
std::array<double, kMeasureStages> floor_bytes(const CachedFrame& frame, const MeasurePlan& plan) {
    const shared::MeasureParams& params = plan.params;
    const auto planes = static_cast<double>(frame.size_bytes);
    const double luma = static_cast<double>(params.size.x) * params.size.y *
                        (frame.layout.sample_bytes * params.luma_components);
    const double lattice = 4.0 * params.lattice.x * params.lattice.y;
    const auto sums = [&](std::size_t grid) {
        return 4.0 * params.components * params.grid[grid].width * params.grid[grid].height;
    };
    const double grain = 12.0 * params.blocks.x * params.blocks.y;
    const double edges = 0.03 * lattice / 4 * 16;
    return {planes + sums(0), planes + sums(1),       luma,
            luma + lattice,   luma + lattice + grain, luma,
            lattice,          lattice + edges,        8.0 * plan.result_words};
}

void print_frame(const Device& device, Extent size, int depth, int runs, double bandwidth) {
    test::FrameSpec spec{.layout = test::make_layout({.depth = depth}),
                         .coded = size,
                         .visible = {0, 0, size.width, size.height}};
    const auto host = test::make_frame(device, spec, test::lens_samples(spec, {0, 0}, 1));
    // On a GPU, planes lie in its own memory.
    const Buffer staging(device, host->size_bytes, BufferMemory::Upload, "staging");
    auto planes =
        std::make_shared<Buffer>(device, host->size_bytes, BufferMemory::Device, "planes");
    std::memcpy(staging.mapped(), host->mapped, host->size_bytes);
    run_once(device, [&](VkCommandBuffer cmd) {
        const VkBufferCopy region{0, 0, host->size_bytes};
        vkCmdCopyBuffer(cmd, staging.handle(), planes->handle(), 1, &region);
    });
    auto frame = std::make_shared<CachedFrame>(*host);
    frame->buffer = planes->handle();
    frame->offset_bytes = 0;
    frame->mapped = nullptr;
    frame->keep = planes;

    const measures::ReductionRequest request{
        .light_size = measures::working_size(spec.visible, 1, measures::kLightEdge),
        .lab_size = measures::working_size(spec.visible, 1, measures::kLabEdge),
        .lens = true};
    MeasureRing ring(device);
    std::array<std::vector<double>, kMeasureStages> stages;
    std::vector<double> totals;
    for (int i = 0; i < runs + 2; ++i) {
        ring.submit(frame, request);
        const MeasuredFrame measured = ring.take_all().front();
        if (i < 2) continue; // Buffers and pipelines are new.
        totals.push_back(measured.gpu_ms);
        for (std::size_t s = 0; s < kMeasureStages; ++s) stages[s].push_back(measured.stage_ms[s]);
    }
    const std::array<double, kMeasureStages> bytes =
        floor_bytes(*frame, measure_plan(*frame, request));
    std::printf("%dx%d, %d bit, 4:2:0: %.3f ms (median of %d)\n", size.width, size.height, depth,
                median(totals), runs);
    double all = 0;
    for (std::size_t s = 0; s < kMeasureStages; ++s) {
        all += bytes[s];
        std::printf("  %-14s %8.4f ms   floor %8.4f ms (%5.2f MB)\n",
                    name(static_cast<MeasureStage>(s)), median(stages[s]),
                    bandwidth > 0 ? bytes[s] / bandwidth * 1e3 : 0.0, bytes[s] * 1e-6);
    }
    std::printf("  %-14s %8s      floor %8.4f ms (%5.2f MB)\n", "all", "",
                bandwidth > 0 ? all / bandwidth * 1e3 : 0.0, all * 1e-6);
    const auto start = std::chrono::steady_clock::now();
    static_cast<void>(measures::cpu_backend().reduce(test::view_of(*host), request));
    std::printf("  the C++ twin, one thread: %.1f ms\n",
                std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
                    .count());
}

void print_residual(const Device& device, int runs) {
    const measures::LabCodes codes = measures::lab_codes(measures::Picture(measures::kLabEdge, 72));
    const ResidualPass pass(device);
    ResidualSlot slot(device, pass);
    const ResidualSlot::Pair pair{&codes, &codes};
    std::vector<double> times;
    for (int i = 0; i < runs; ++i) {
        static_cast<void>(slot.measure({&pair, 1}));
        times.push_back(slot.gpu_ms());
    }
    std::printf("block residual of 128x72: %.4f ms\n", median(times));
}

} // namespace

int main(int argc, char** argv) {
    Extent size{1920, 1080};
    if (argc > 1) std::sscanf(argv[1], "%dx%d", &size.width, &size.height);
    const int runs = std::max(argc > 2 ? std::atoi(argv[2]) : 20, 1);
    const Device device;
    const double bandwidth = bench::DeviceTimer(device).bandwidth();
    std::printf("%s, %.1f GB/s by a copy%s\n", device.name().c_str(), bandwidth * 1e-9,
                device.timestamp_bits() == 0 ? " (no timestamps)" : "");
    for (const int depth : {8, 10}) print_frame(device, size, depth, runs, bandwidth);
    print_residual(device, runs);
    return 0;
}
