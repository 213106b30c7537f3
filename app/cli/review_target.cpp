// app/cli/review_target.cpp: the frames that a review command is about.
#include "app/cli/review_target.h"

#include "app/analysis/cut_detector.h"
#include "app/analysis/measure_source.h"
#include "app/session/xdg.h"

#include <algorithm>
#include <charconv>
#include <thread>
#include <utility>

namespace seamline::cli {
namespace {

Error usage(const std::string& message) { return {ErrorCode::InvalidArgument, message}; }

/// "12-30".
Result<Done> read_range(const std::string& text, WantedTarget& wanted) {
    const char* end = text.data() + text.size();
    const auto [dash, first] = std::from_chars(text.data(), end, wanted.from);
    const bool has_dash = first == std::errc{} && dash != end && *dash == '-';
    const auto [rest, second] = std::from_chars(has_dash ? dash + 1 : end, end, wanted.to);
    if (!has_dash || second != std::errc{} || rest != end || wanted.from < 0 ||
        wanted.to < wanted.from)
        return usage("--range wants A-B, the first and the last frame, not '" + text + "'");
    return Done{};
}

} // namespace

std::array<Option, 4> target_options() {
    return {{{"--frame", "N", "one frame, from 0"},
             {"--range", "A-B", "frames A to B, both included"},
             {"--shot", "N",
              "the picture between two cuts, as 'seamline cuts' finds them; N counts from 0, so "
              "0 is what the window calls shot 1"},
             {"--take", nullptr, "the whole take"}}};
}

Result<WantedTarget> target_option(const Arguments& arguments, const std::string& part) {
    WantedTarget wanted;
    const int targets = arguments.has("--frame") + arguments.has("--range") +
                        arguments.has("--shot") + arguments.has("--take");
    if (targets != 1) return usage(part + " needs one of --frame, --range, --shot, --take");
    constexpr std::int64_t kMost = review::EventLimits::kFrames - 1;
    if (arguments.has("--frame")) {
        const auto frame = arguments.integer("--frame", 0, 0, kMost);
        if (!frame) return frame.error();
        wanted.kind = review::TargetKind::Frame;
        wanted.from = wanted.to = frame.value();
    } else if (arguments.has("--range")) {
        wanted.kind = review::TargetKind::Range;
        if (const auto done = read_range(*arguments.text("--range"), wanted); !done)
            return done.error();
    } else if (arguments.has("--shot")) {
        const auto shot = arguments.integer("--shot", 0, 0, 1'000'000);
        if (!shot) return shot.error();
        wanted.kind = review::TargetKind::Shot;
        wanted.shot = shot.value();
    }
    return wanted;
}

Result<review::Target> TargetFinder::find(const WantedTarget& wanted, const std::string& file,
                                          const review::Medium& medium) {
    if (wanted.kind == review::TargetKind::Take) return review::Target::take();
    if (wanted.kind == review::TargetKind::Shot) return find_shot(wanted, file, medium);
    if (wanted.to >= medium.frame_count)
        return usage("'" + file + "' has no frame " + std::to_string(wanted.to) + "; its last is " +
                     std::to_string(medium.frame_count - 1));
    return wanted.kind == review::TargetKind::Frame ? review::Target::frame(wanted.from)
                                                    : review::Target::range(wanted.from, wanted.to);
}

Result<review::Target> TargetFinder::find_shot(const WantedTarget& wanted, const std::string& file,
                                               const review::Medium& medium) {
    auto& shots = shots_[medium.media_id];
    if (shots.empty()) {
        auto measured = measure_shots(file);
        if (!measured) return measured.error();
        shots = std::move(measured).value();
    }
    const auto index = static_cast<std::size_t>(wanted.shot);
    if (index >= shots.size())
        return usage("'" + file + "' has " + std::to_string(shots.size()) +
                     (shots.size() == 1 ? " shot" : " shots") +
                     ", counted from 0; there is no --shot " + std::to_string(wanted.shot));
    const analysis::ShotRange& shot = shots[index];
    return review::Target::of_shot(static_cast<int>(index), shot.first, shot.end - 1);
}

Result<std::vector<analysis::ShotRange>>
TargetFinder::measure_shots(const std::string& file) const {
    analysis::MeasureOptions options;
    options.cuts_only = true;
    options.open = open_;
    options.threads =
        static_cast<int>(std::clamp<unsigned>(std::thread::hardware_concurrency(), 1, 64));
    options.store = session::xdg_path(session::XdgFolder::Cache) / "features";
    const auto config = color::ColorConfig::open({});
    if (!config) return config.error();
    const auto source = analysis::measure_source(file, config.value(), {}, options);
    if (!source) return source.error();
    const auto cuts = analysis::detect_cuts(source.value().frames, {});
    return analysis::shots_of(0, source.value().frame_count, cuts);
}

} // namespace seamline::cli
