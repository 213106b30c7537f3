#include "app/analysis/cut_detector.h"
#include "app/analysis/measure_source.h"
#include "app/analysis/medium_words.h"
#include "app/cli/arguments.h"
#include "app/cli/color_options.h"
#include "app/cli/commands.h"
#include "app/cli/media_json.h"
#include "app/cli/sources_argument.h"
#include "app/session/xdg.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <thread>

namespace seamline::cli {
namespace {

constexpr std::array<Option, 6> kOptions{{
    {"--border", "PERCENT", "leave out this much on every side, 0 to 40: burnt-in borders"},
    {"--jobs", "N", "threads, 1 to 64 (default: the machine's)"},
    {"--no-store", nullptr, "measure anew; otherwise no file is measured twice"},
    {"--sequence-rate", "R", "frames per second of an image sequence (default 24)"},
    {"--json", nullptr, "print one JSON object (schema seamline.cuts/1)"},
    {"--help", nullptr, "this text"},
}};

using Cuts = std::vector<analysis::DetectedCut>;

Result<analysis::MeasureOptions> measure_options(const Arguments& arguments) {
    analysis::MeasureOptions options;
    options.cuts_only = true;
    const auto cores = std::clamp<std::int64_t>(std::thread::hardware_concurrency(), 1, 64);
    const auto jobs = arguments.integer("--jobs", cores, 1, 64);
    if (!jobs) return jobs.error();
    options.threads = static_cast<int>(jobs.value());
    const auto border = arguments.number("--border", 0, 0, 40);
    if (!border) return border.error();
    options.border = border.value() / 100;
    const auto rate = rate_option(arguments, "--sequence-rate", Rational(24));
    if (!rate) return rate.error();
    options.open.sequence_rate = rate.value();
    const auto limit = analysis::store_limit(std::getenv("SEAMLINE_FEATURES_MB"));
    if (!limit) return limit.error();
    options.store_limit = limit.value();
    if (!arguments.has("--no-store"))
        options.store = session::xdg_path(session::XdgFolder::Cache) / "features";
    return options;
}

void print_json(const analysis::SourceFeatures& source, const Cuts& cuts) {
    nlohmann::ordered_json json = {{"schema", "seamline.cuts/1"},
                                   {"path", source.path},
                                   {"media_id", source.media_id},
                                   {"frame_count", source.frame_count},
                                   {"frame_rate", source.frame_rate.text()},
                                   {"cuts", nlohmann::ordered_json::array()}};
    for (const analysis::DetectedCut& cut : cuts)
        json["cuts"].push_back({{"frame", cut.frame},
                                {"timecode", analysis::timecode_of(source, cut.frame)},
                                {"kind", name(cut.kind)},
                                {"length", cut.length},
                                {"confidence", std::round(cut.confidence * 1000) / 1000}});
    std::printf("%s\n", json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
}

void print(const analysis::SourceFeatures& source, const Cuts& cuts) {
    std::printf("%s: %lld frames at %s fps, %zu %s\n", source.path.c_str(),
                static_cast<long long>(source.frame_count), source.frame_rate.text().c_str(),
                cuts.size(), cuts.size() == 1 ? "cut" : "cuts");
    for (const analysis::DetectedCut& cut : cuts) {
        std::printf("  frame %6lld  %s  %-8s", static_cast<long long>(cut.frame),
                    analysis::timecode_of(source, cut.frame).c_str(), name(cut.kind));
        if (cut.length > 0) std::printf("  %lld frames", static_cast<long long>(cut.length));
        std::printf("  (confidence %.2f)\n", cut.confidence);
    }
}

Result<Done> run(const Arguments& arguments) {
    if (const auto medium = check_medium(arguments.files().front()); !medium) return medium;
    const auto options = measure_options(arguments);
    if (!options) return options.error();
    const auto config = color_config(arguments);
    if (!config) return config.error();
    session::Session session;
    session.sources.emplace_back().path = arguments.files().front();
    if (const auto done = apply_color(arguments, session); !done) return done.error();
    const analysis::MeasureColor color{.source = session.sources.front().source_color,
                                       .view = session.view_color};
    const auto source =
        analysis::measure_source(arguments.files().front(), config.value(), color, options.value());
    if (!source) return source.error();
    const Cuts cuts = analysis::detect_cuts(source.value().frames, {});
    if (arguments.has("--json"))
        print_json(source.value(), cuts);
    else
        print(source.value(), cuts);
    return Done{};
}

} // namespace

int cuts(std::span<const std::string> words) {
    const std::vector<Option> all = with_color_options(kOptions);
    const Result<Arguments> arguments = Arguments::parse(words, all);
    if (!arguments) return report(arguments.error());
    if (arguments.value().has("--help")) {
        std::fputs(help_text("cuts FILE [--json]",
                             "Finds a file's shot boundaries. A hard cut's frame is the first of "
                             "the incoming shot. A dissolve's, and a\nfade's through black, is the "
                             "first changed one, and length counts all changed ones: the incoming "
                             "shot alone\nis seen from frame + length on. A file that begins or "
                             "ends in black, and a shot that only dips to black, has no cut there.",
                             all)
                       .c_str(),
                   stdout);
        return kOk;
    }
    if (arguments.value().files().size() != 1)
        return report({ErrorCode::InvalidArgument, "cuts needs one file; see --help"});
    const Result<Done> done = run(arguments.value());
    return done ? kOk : report(done.error());
}

} // namespace seamline::cli
