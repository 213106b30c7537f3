#include "app/cli/bench_report.h"

#include "app/cli/media_json.h"
#include "app/playback/compose.h"
#include "renderer/picture_tools.h"

#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>

namespace seamline::cli {
namespace {

double percentile(std::vector<double>& sorted, double fraction) {
    if (sorted.empty()) return 0;
    const auto last = static_cast<double>(sorted.size() - 1);
    return sorted[static_cast<std::size_t>(last * fraction + 0.5)];
}

/// Per tick counted; null when none was.
nlohmann::json scopes_ms(const BenchRun& run) {
    if (run.monitor == nullptr) return nullptr;
    const renderer::ScopeCounts counts = run.monitor->counts();
    return counts.total_ms / static_cast<double>(std::max<std::int64_t>(counts.computed, 1));
}

nlohmann::json scopes_json(const BenchRun& run) {
    if (run.monitor == nullptr) return {{"computed", 0}, {"skipped", 0}, {"backend", nullptr}};
    const renderer::ScopeCounts counts = run.monitor->counts();
    return {{"signal", run.signals != nullptr ? "view" : "source"},
            {"computed", counts.computed},
            {"skipped", counts.skipped},
            {"backend", renderer::name(run.monitor->backend())}};
}

/// Those that were drawn.
nlohmann::json tools_json(const session::Session& session) {
    const renderer::ToolSet shown =
        playback::picture_tools(session, playback::Viewport::Main).shown;
    nlohmann::json names = nlohmann::json::array();
    for (int i = 0; i < renderer::kPictureTools; ++i)
        if (const auto tool = static_cast<renderer::PictureTool>(i); shown.shows(tool))
            names.push_back(renderer::name(tool));
    return names;
}

} // namespace

nlohmann::json bench_json(const BenchRun& run, const renderer::Device& device,
                          BenchMeasured measured) {
    std::ranges::sort(measured.tick_ms);
    const auto ticks = static_cast<std::int64_t>(measured.tick_ms.size());
    const double count = std::max<double>(1, static_cast<double>(ticks));
    double busy_s = 0;
    std::int64_t decoded = 0;
    nlohmann::json sources = nlohmann::json::array();
    for (const playback::SourceReport& report : run.player.reports()) {
        busy_s += report.decode_busy_s;
        decoded += report.frames_decoded;
        nlohmann::json source = decode_json(report.media.decode, report.frame_bytes);
        source["file"] = utf8(report.media.path);
        sources.push_back(std::move(source));
    }
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const playback::PlaybackCounters counters = run.player.counters();
    return {{"schema", "seamline.bench/1"},
            {"device", device.name()},
            {"backend", "vulkan"},
            {"ticks", ticks},
            {"seconds", measured.seconds},
            {"ticks_per_second",
             measured.seconds > 0 ? static_cast<double>(ticks) / measured.seconds : 0},
            {"tick_ms",
             {{"p50", percentile(measured.tick_ms, 0.5)},
              {"p99", percentile(measured.tick_ms, 0.99)},
              {"p999", percentile(measured.tick_ms, 0.999)}}},
            {"dropped", counters.dropped},
            {"stalls", counters.stalls},
            {"mistimed", counters.mistimed},
            {"pacing", measured.pacing},
            {"gpu_ms",
             {{"ingest", measured.ingest_ms / count},
              {"composite", measured.composite_ms / count},
              {"scopes", scopes_ms(run)},
              {"maps", nullptr}}}, // They are made on the CPU.
            {"scopes", scopes_json(run)},
            {"map", run.maps != nullptr ? run.maps->report() : nlohmann::json(nullptr)},
            {"tools", tools_json(run.player.session())},
            {"decode_fps", busy_s > 0 ? static_cast<double>(decoded) / busy_s : 0},
            {"peak_rss_bytes", static_cast<std::int64_t>(usage.ru_maxrss) * 1024},
            {"rss_growth_bytes", measured.most_rss_bytes - measured.warm_rss_bytes},
            {"gpu_bytes", device.allocated_bytes()},
            {"cache_budget_bytes", run.player.cache().stats().budget_bytes},
            {"cache_bytes", run.player.cache().stats().used_bytes},
            {"size", std::to_string(run.target.width) + "x" + std::to_string(run.target.height)},
            {"sources", sources}};
}

void print_bench(const nlohmann::json& j) {
    std::printf("%s: %lld ticks in %.2f s, %.1f per second\n",
                j["device"].get<std::string>().c_str(),
                static_cast<long long>(j["ticks"].get<std::int64_t>()), j["seconds"].get<double>(),
                j["ticks_per_second"].get<double>());
    std::printf("  tick ms   p50 %.2f, p99 %.2f, p99.9 %.2f\n", j["tick_ms"]["p50"].get<double>(),
                j["tick_ms"]["p99"].get<double>(), j["tick_ms"]["p999"].get<double>());
    std::printf("  dropped %lld, stalls %lld, mistimed %lld\n",
                static_cast<long long>(j["dropped"].get<std::int64_t>()),
                static_cast<long long>(j["stalls"].get<std::int64_t>()),
                static_cast<long long>(j["mistimed"].get<std::int64_t>()));
    if (const auto& pacing = j["pacing"]; !pacing.is_null())
        std::printf("  pacing    %.2f Hz, %lld mistimed, %lld delayed, %.1f %% jitter\n",
                    pacing["refresh_hz"].get<double>(),
                    static_cast<long long>(pacing["mistimed"].get<std::int64_t>()),
                    static_cast<long long>(pacing["delayed"].get<std::int64_t>()),
                    100 * pacing["vsync_jitter"].get<double>());
    std::printf("  gpu ms    ingest %.2f, composite %.2f\n", j["gpu_ms"]["ingest"].get<double>(),
                j["gpu_ms"]["composite"].get<double>());
    if (!j["gpu_ms"]["scopes"].is_null())
        std::printf("  scopes    %lld ticks counted, %lld skipped, %.2f ms each (%s)\n",
                    static_cast<long long>(j["scopes"]["computed"].get<std::int64_t>()),
                    static_cast<long long>(j["scopes"]["skipped"].get<std::int64_t>()),
                    j["gpu_ms"]["scopes"].get<double>(),
                    j["scopes"]["backend"].get<std::string>().c_str());
    if (const auto& map = j["map"]; !map.is_null())
        std::printf("  map       %s: %lld made of %lld asked for, %.1f per second (%s)%s%s\n",
                    map["kind"].get<std::string>().c_str(),
                    static_cast<long long>(map["made"].get<std::int64_t>()),
                    static_cast<long long>(map["asked"].get<std::int64_t>()),
                    map["per_second"].get<double>(), map["backend"].get<std::string>().c_str(),
                    map["why_off"].is_null() ? "" : "; off: ",
                    map["why_off"].is_null() ? "" : map["why_off"].get<std::string>().c_str());
    std::printf("  decode    %.1f frames per second per source\n", j["decode_fps"].get<double>());
    for (const auto& source : j["sources"])
        std::printf("  source    %s\n", decode_line(source).c_str());
    std::printf("  memory    %.0f MB resident at most, %.0f MB on the device\n",
                j["peak_rss_bytes"].get<double>() / 1e6, j["gpu_bytes"].get<double>() / 1e6);
}

} // namespace seamline::cli
