#include "app/cli/arguments.h"
#include "app/cli/bench_pacing.h"
#include "app/cli/bench_report.h"
#include "app/cli/bench_signals.h"
#include "app/cli/color_options.h"
#include "app/cli/commands.h"
#include "app/cli/decode_option.h"
#include "app/cli/scope_options.h"
#include "app/cli/sources_argument.h"
#include "app/cli/tool_options.h"
#include "app/playback/compose.h"
#include "app/playback/player.h"
#include "app/playback/scope_tasks.h"
#include "renderer/frame_renderer.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

namespace seamline::cli {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::array<Option, 14> kOptions{{
    {"--realtime", nullptr,
     "play the longest source once against the clock; otherwise as fast as it goes"},
    {"--refresh", "HZ",
     "real time: of the virtual display (default 60, or the sources' rate where that is higher)"},
    {"--view", "V", "single row column grid wipe overlay butterfly checkerboard difference"},
    {"--size", "WxH", "target size (default 1920x1080)"},
    {"--scopes", "LIST",
     "all, none (default) or some of histogram,parade,waveform,vectorscope,cie"},
    {"--signal", "S", "what scopes count: source (default), or view: what the display is fed with"},
    {"--difference-map", "KIND",
     "real time: the difference map of A and B beside it, where they are of one framing: delta-e "
     "delta-e-graded lightness chroma relight texture structure flip delta-itp"},
    {"--seconds", "S", "stop after S seconds of wall time"},
    {"--cache-mb", "N", "memory budget of the frame cache"},
    {"--decode", "P", "auto (default), software, nvdec, vaapi or vulkan"},
    {"--quality", nullptr, "the resize used when paused, instead of the playing one"},
    {"--loops", "N", "uncapped: go N times over the sources (default 1)"},
    {"--json", nullptr, "print one JSON object (schema seamline.bench/1)"},
    {"--help", nullptr, "this text"},
}};

constexpr int kFrameTimeoutMs = 60'000;
constexpr auto kPreroll = std::chrono::milliseconds(500);

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Of this process; 0 where /proc does not say.
std::int64_t resident_bytes() {
    std::ifstream statm("/proc/self/statm");
    std::int64_t total = 0;
    std::int64_t resident = 0;
    statm >> total >> resident;
    return resident * sysconf(_SC_PAGESIZE);
}

/// Every tick when uncapped, so that the figure is of all the work; in real time what there is time
/// for.
Result<Done> count_scopes(const BenchRun& run, const playback::Tick& tick, bool may_skip) {
    if (run.monitor == nullptr) return Done{};
    std::vector<renderer::ScopeTask> tasks =
        playback::scope_tasks(run.player.session(), tick, {.scopes = run.scopes});
    if (run.signals != nullptr)
        if (const auto given = run.signals->give(run.player, tasks); !given) return given;
    if (may_skip)
        run.monitor->submit(tick.number, std::move(tasks));
    else
        run.monitor->submit_every(tick.number, std::move(tasks));
    return Done{};
}

void render(const BenchRun& run, const playback::Tick& tick, Clock::time_point began,
            BenchMeasured& measured) {
    run.renderer.render_offscreen(run.player.compose(tick, run.target, run.filter),
                                  renderer::TargetFormat::Rgba8);
    const renderer::PassTimes times = run.renderer.last_times();
    measured.ingest_ms += times.ingest_ms;
    measured.composite_ms += times.composite_ms;
    measured.tick_ms.push_back(seconds_since(began) * 1000);
    const std::int64_t rss = resident_bytes();
    if (measured.tick_ms.size() == 1) measured.warm_rss_bytes = rss;
    measured.most_rss_bytes = std::max(measured.most_rss_bytes, rss);
}

Result<BenchMeasured> run_uncapped(const BenchRun& run) {
    BenchMeasured measured;
    const Clock::time_point start = Clock::now();
    const std::int64_t length = run.player.length();
    for (std::int64_t n = 0; n < length * run.loops && seconds_since(start) < run.seconds_limit;
         ++n) {
        const Clock::time_point began = Clock::now();
        const Result<playback::Tick> tick = run.player.wait_for(
            n % length, kFrameTimeoutMs, [&] { run.renderer.ingest_pending(); });
        if (!tick) return tick.error();
        render(run, tick.value(), began, measured);
        if (const auto counted = count_scopes(run, tick.value(), false); !counted)
            return counted.error();
        run.player.presented(tick.value(), run.player.now());
    }
    run.renderer.wait_idle();
    if (run.monitor != nullptr) run.monitor->wait_idle();
    measured.seconds = seconds_since(start);
    return measured;
}

/// Fills the cache for at most half a second and makes the pipelines, as a player does before it
/// starts.
Result<Done> preroll(const BenchRun& run) {
    const Result<playback::Tick> first =
        run.player.wait_for(0, kFrameTimeoutMs, [&] { run.renderer.ingest_pending(); });
    if (!first) return first.error();
    const Clock::time_point until = Clock::now() + kPreroll;
    BenchMeasured ignored;
    render(run, first.value(), Clock::now(), ignored);
    run.renderer.wait_idle();
    if (run.signals != nullptr) { // Made before the clock runs.
        std::vector<renderer::ScopeTask> tasks =
            playback::scope_tasks(run.player.session(), first.value(), {});
        if (const auto given = run.signals->give(run.player, tasks); !given) return given;
    }
    for (std::int64_t n = 1; n < run.player.length() && Clock::now() < until; ++n) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now());
        if (!run.player.wait_for(n, static_cast<int>(std::max<std::int64_t>(1, left.count())),
                                 [&] { run.renderer.ingest_pending(); }))
            break;
    }
    return Done{};
}

double refresh_of(const BenchRun& run) {
    constexpr double kUsual = 60;
    return run.refresh_hz > 0 ? run.refresh_hz
                              : std::max(kUsual, run.player.transport().rate().value());
}

/// Ends when the sources do.
Result<Done> play_paced(const BenchRun& run, BenchMeasured& measured) {
    BenchPacing pacing(run.player, refresh_of(run));
    const Clock::time_point start = Clock::now();
    run.player.play(Rational(1));
    while (seconds_since(start) < run.seconds_limit) {
        const BenchPacing::Turn turn = pacing.turn();
        const playback::Tick tick = run.player.due(turn.at, turn.now);
        if (!run.player.transport().playing()) break;
        if (!turn.is_due) {
            pacing.wait(turn);
            continue;
        }
        if (!tick.complete) {
            if (turn.now >= turn.at) run.player.stalled(tick, turn.now);
            for (const playback::SourceReport& report : run.player.reports())
                if (report.status == playback::SourceStatus::Failed)
                    return Error{ErrorCode::Corrupt, report.error};
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
            continue;
        }
        render(run, tick, Clock::now(), measured);
        pacing.finished(turn, tick);
        if (const auto counted = count_scopes(run, tick, true); !counted) return counted.error();
        if (run.maps != nullptr) run.maps->want(run.player.session(), tick);
    }
    measured.pacing = pacing.report();
    return Done{};
}

Result<BenchMeasured> run_realtime(const BenchRun& run) {
    run.player.edit([](session::Session& s) { s.transport.loop = session::LoopMode::Once; });
    const Result<Done> ready = preroll(run);
    if (!ready) return ready.error();
    BenchMeasured measured;
    run.player.seek(0);
    const Clock::time_point start = Clock::now();
    if (const auto played = play_paced(run, measured); !played) return played.error();
    run.renderer.wait_idle();
    if (run.monitor != nullptr) run.monitor->wait_idle();
    measured.seconds = seconds_since(start);
    if (run.maps != nullptr) run.maps->finish();
    return measured;
}

Result<std::optional<analysis::SeamMapKind>> map_option(const Arguments& arguments,
                                                        const session::Session& session) {
    const auto given = arguments.text("--difference-map");
    if (!given) return std::optional<analysis::SeamMapKind>{};
    const auto kind = analysis::seam_map_from(*given);
    if (!kind)
        return Error{ErrorCode::InvalidArgument,
                     "--difference-map " + *given + ": no such map; see --help"};
    if (!arguments.has("--realtime"))
        return Error{ErrorCode::InvalidArgument, "--difference-map is of --realtime"};
    if (session.source_b() == nullptr)
        return Error{ErrorCode::InvalidArgument, "--difference-map needs two sources"};
    if (session.source_a()->cut || session.source_b()->cut)
        return Error{ErrorCode::InvalidArgument, "--difference-map needs takes, not a cut"};
    return kind;
}

Result<nlohmann::json> measure(const Arguments& arguments) {
    Result<session::Session> named = session_named(arguments, Rational(24));
    if (!named) return named.error();
    session::Session& session = named.value();
    if (const auto view = arguments.text("--view")) {
        const auto mode = session::compare_mode_from(*view);
        if (!mode) return Error{ErrorCode::InvalidArgument, "no view '" + *view + "'; see --help"};
        session.compare.mode = *mode;
    }
    if (const auto applied = apply_tools(arguments, session); !applied) return applied.error();
    session.transport.position = 0;
    const Result<Extent> size = arguments.size("--size", {1920, 1080});
    if (!size) return size.error();
    const Result<double> seconds = arguments.number("--seconds", 1e9, 0.1, 1e9);
    if (!seconds) return seconds.error();
    const Result<double> refresh = arguments.number("--refresh", 0, 10, 1000);
    if (!refresh) return refresh.error();
    if (arguments.has("--refresh") && !arguments.has("--realtime"))
        return Error{ErrorCode::InvalidArgument, "--refresh is of --realtime"};
    const Result<std::int64_t> cache_mb = arguments.integer("--cache-mb", 0, 0, 1 << 22);
    if (!cache_mb) return cache_mb.error();
    const Result<std::int64_t> loops = arguments.integer("--loops", 1, 1, 1'000'000);
    if (!loops) return loops.error();

    const Result<decode::DecodeChoice> decode = decode_option(arguments);
    if (!decode) return decode.error();
    const Result<std::uint32_t> scopes = scopes_option(arguments, "--scopes", 0);
    if (!scopes) return scopes.error();

    const Result<session::ScopeSignal> signal = signal_option(arguments);
    if (!signal) return signal.error();
    if (signal.value() == session::ScopeSignal::View && scopes.value() == 0)
        return Error{ErrorCode::InvalidArgument, "--signal is of --scopes, which counts none"};

    const auto map = map_option(arguments, session);
    if (!map) return map.error();

    const Result<color::ColorConfig> config = color_config(arguments);
    if (!config) return config.error();

    const renderer::Device device({.video_decode = decode::wants_vulkan_video(decode.value())});
    playback::PlayerOptions options;
    options.color_config = config.value();
    // What the window does.
    if (device.is_cpu()) options.color_making = playback::ColorMaking::TablesForLongOnes;
    options.cache_budget_bytes = static_cast<std::uint64_t>(cache_mb.value()) << 20;
    options.decode = decode.value();
    options.single_pass = !arguments.has("--realtime") && loops.value() == 1;
    playback::Player player(device, options);
    if (const Result<Done> colored = apply_color(arguments, session); !colored)
        return colored.error();
    player.set_session(session);
    const Result<Done> opened = player.wait_opened();
    if (!opened) return opened.error();
    if (const auto colors = player.wait_colors(player.at(0)); !colors) return colors.error();
    renderer::FrameRenderer renderer(device, player.cache());
    std::unique_ptr<renderer::ScopeMonitor> monitor;
    if (scopes.value() != 0)
        monitor = std::make_unique<renderer::ScopeMonitor>(
            device, renderer::ScopeMonitorOptions{.in_background = arguments.has("--realtime")});
    BenchSignals signals;
    std::unique_ptr<BenchMaps> maps;
    if (map.value()) maps = std::make_unique<BenchMaps>(config.value(), *map.value());
    const BenchRun run{player,
                       renderer,
                       size.value(),
                       arguments.has("--quality") ? renderer::ResizeFilter::Lanczos
                                                  : renderer::ResizeFilter::Bilinear,
                       seconds.value(),
                       refresh.value(),
                       loops.value(),
                       scopes.value(),
                       monitor.get(),
                       signal.value() == session::ScopeSignal::View ? &signals : nullptr,
                       maps.get()};
    Result<BenchMeasured> measured =
        arguments.has("--realtime") ? run_realtime(run) : run_uncapped(run);
    if (!measured) return measured.error();
    for (const playback::SourceReport& report : player.reports())
        if (!report.error.empty()) return Error{ErrorCode::Corrupt, report.error};
    return bench_json(run, device, std::move(measured).value());
}

} // namespace

int bench(std::span<const std::string> words) {
    const std::vector<Option> options =
        with_edit_options(with_tool_options(with_color_options(kOptions)));
    const Result<Arguments> arguments = Arguments::parse(words, options);
    if (!arguments) return report(arguments.error());
    if (arguments.value().has("--help")) {
        std::fputs(
            help_text("bench SOURCES... [--realtime] [--json]",
                      "Runs the player's own path into an offscreen target and counts. Uncapped it "
                      "shows every\nframe of the sources once; in real time it starts at the first "
                      "presented tick with at most\n0.5 s prerolled, drops what it cannot show and "
                      "counts it. Only tools that are named are drawn;\na difference has none.",
                      options)
                .c_str(),
            stdout);
        return kOk;
    }
    if (arguments.value().files().empty())
        return report({ErrorCode::InvalidArgument, "bench needs a source; see --help"});
    const Result<nlohmann::json> result = measure(arguments.value());
    if (!result) return report(result.error());
    if (arguments.value().has("--json"))
        std::printf("%s\n", result.value().dump(2).c_str());
    else
        print_bench(result.value());
    return kOk;
}

} // namespace seamline::cli
