// app/cli/bench_report.h: what `bench` runs, what it measures, and how it tells.
#pragma once

#include "app/cli/bench_maps.h"
#include "app/cli/bench_signals.h"
#include "app/playback/player.h"
#include "renderer/frame_renderer.h"
#include "renderer/scopes/scope_monitor.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <vector>

namespace seamline::cli {

struct BenchRun {
    playback::Player& player;
    renderer::FrameRenderer& renderer;
    Extent target;
    renderer::ResizeFilter filter;
    double seconds_limit;
    double refresh_hz; ///< 0: as the sources want it.
    std::int64_t loops;
    std::uint32_t scopes = 0;                  ///< What to count of every source on the screen.
    renderer::ScopeMonitor* monitor = nullptr; ///< Null when nothing is.
    BenchSignals* signals = nullptr;           ///< Null: the source's signal is counted.
    BenchMaps* maps = nullptr;                 ///< Null: none is made.
};

struct BenchMeasured {
    std::vector<double> tick_ms; ///< From the start of a tick's work to the end of its submission.
    double seconds = 0;
    double ingest_ms = 0;
    double composite_ms = 0;
    std::int64_t warm_rss_bytes = 0; ///< When the first tick had been rendered.
    std::int64_t most_rss_bytes = 0; ///< After any tick since.
    nlohmann::json pacing;           ///< In real time: BenchPacing's; else null.
};

/// The object of `bench --json`, schema seamline.bench/1.
nlohmann::json bench_json(const BenchRun& run, const renderer::Device& device,
                          BenchMeasured measured);
/// The same in lines, to stdout.
void print_bench(const nlohmann::json& report);

} // namespace seamline::cli
