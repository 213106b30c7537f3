// Times the counting of all scopes of a frame on the CPU. Built on request:
//   ninja scope_bench && build/release/tests/bench/scope_bench [WIDTHxHEIGHT] [THREADS]

#include "renderer/scopes/cpu_scopes.h"
#include "tests/support/test_frame.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace {

using namespace seamline;

/// Of all threads, so that other work on the machine counts little.
double cpu_ms() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) * 1e-6;
}

void measure(renderer::CpuScopes& scopes, const renderer::CachedFrame& frame, const char* name,
             std::uint32_t selection) {
    const renderer::ScopeRequest request{.scopes = selection};
    const auto params = renderer::scope_params(frame, frame.color, request);
    std::vector<std::uint32_t> words(renderer::scope_words(params.columns));
    std::vector<double> times;
    for (int i = 0; i < 30; ++i) {
        const double start = cpu_ms();
        scopes.count(params, renderer::scope_light(frame.color.transfer), frame.mapped, words);
        times.push_back(cpu_ms() - start);
    }
    std::ranges::sort(times);
    std::printf("  %-22s %6.2f ms CPU (best %.2f)\n", name, times[times.size() / 2], times[0]);
}

} // namespace

int main(int argc, char** argv) {
    Extent size{1920, 1080};
    if (argc > 1) std::sscanf(argv[1], "%dx%d", &size.width, &size.height);
    const int threads = argc > 2 ? std::atoi(argv[2]) : 1;
    const renderer::Device device;
    renderer::CpuScopes scopes(threads);
    using namespace shared;
    for (const int depth : {8, 10}) {
        for (const bool flat : {false, true}) {
            test::FrameSpec spec{.layout = test::make_layout({.depth = depth}),
                                 .coded = size,
                                 .visible = {0, 0, size.width, size.height}};
            const auto samples = flat ? test::SampleFunction([](int, int, int) { return 128.0; })
                                      : test::smooth_samples(spec.layout, 0.3);
            const auto frame = test::make_frame(device, spec, samples);
            std::printf("%dx%d, %d bit, %s, %d threads\n", size.width, size.height, depth,
                        flat ? "flat" : "waves", threads);
            measure(scopes, *frame, "all of bench",
                    kScopeHistogram | kScopeParade | kScopeLuma | kScopeVector);
            measure(scopes, *frame, "luma waveform", kScopeLuma);
            measure(scopes, *frame, "vectorscope", kScopeVector);
            measure(scopes, *frame, "chromaticity", kScopeXy);
        }
    }
    return 0;
}
