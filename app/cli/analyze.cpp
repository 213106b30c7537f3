#include "app/analysis/medium_words.h"
#include "app/analysis/report.h"
#include "app/analysis/review_analysis.h"
#include "app/analysis/step_state.h"
#include "app/cli/arguments.h"
#include "app/cli/color_options.h"
#include "app/cli/commands.h"
#include "app/cli/media_json.h"
#include "app/cli/measure_backend_option.h"
#include "app/cli/scope_options.h"
#include "app/cli/sources_argument.h"
#include "app/playback/review_input.h"
#include "app/session/json_file.h"
#include "app/session/xdg.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <utility>

namespace seamline::cli {
namespace {

using analysis::ReviewAnalysis;

constexpr std::array<Option, 12> kOptions{{
    {"--out", "DIR", "where report.json, frames.csv, cuts.csv, report.html and pictures go"},
    {"--fail-on", "WHAT", "exit with 1 when a cut or a step without one says: flag, or look"},
    {"--thresholds", "FILE", "threshold profile (JSON, schema seamline.thresholds/1)"},
    {"--other-framings", nullptr, "lamps speak at changes of framing, too, of whole pictures"},
    {"--first-image", "[N=]FILE",
     "image that take N, from 1 (default 1), was generated from: its first frame"},
    {"--last-image", "[N=]FILE", "the same of its last frame"},
    {"--backend", "B",
     "what reads the frames: auto vulkan cpu (default auto: cpu where the Vulkan device is one)"},
    {"--jobs", "N", "threads, 1 to 64 (default: the machine's)"},
    {"--no-store", nullptr, "measure anew; otherwise no file is measured twice"},
    {"--sequence-rate", "R", "frames per second of image sequences (default 24)"},
    {"--json", nullptr, "print the report's JSON (schema seamline.analysis/1) and nothing else"},
    {"--help", nullptr, "this text"},
}};

struct Options {
    std::filesystem::path out;
    std::optional<analysis::LampState> fail_on;
    Rational sequence_rate{24};
    bool as_json = false;
    renderer::ScopeBackend backend = renderer::ScopeBackend::Auto;
    analysis::AnalyzeOptions analyze;
};

/// A line that redraws itself, on a terminal only.
class ProgressLine {
public:
    ProgressLine() : shows_(isatty(STDERR_FILENO) == 1) {}
    ~ProgressLine() {
        if (drawn_) std::fprintf(stderr, "\r\033[K");
    }
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    void show(const std::string& what, double done) {
        const int percent = static_cast<int>(100 * done);
        if (!shows_ || percent == percent_) return;
        percent_ = percent;
        drawn_ = true;
        const std::string bar(static_cast<std::size_t>(percent / 5), '#');
        std::fprintf(stderr, "\r\033[K[%-20s] %3d %%  %s", bar.c_str(), percent, what.c_str());
    }

private:
    bool shows_;
    bool drawn_ = false;
    int percent_ = -1;
};

/// "2=FILE" is of take 2, "FILE" of take 1.
std::pair<std::size_t, std::string> numbered(const std::string& given) {
    std::size_t number = 0;
    const char* begin = given.data();
    const auto [end, error] = std::from_chars(begin, begin + given.size(), number);
    const auto used = static_cast<std::size_t>(end - begin);
    if (error != std::errc{} || used >= given.size() || given[used] != '=') return {1, given};
    return {number, given.substr(used + 1)};
}

Result<Options> analyze_options(const Arguments& arguments) {
    Options options;
    options.as_json = arguments.has("--json");
    options.out = arguments.text("--out").value_or("");
    if (options.out.empty() && !options.as_json)
        return Error{ErrorCode::InvalidArgument, "analyze needs --out DIR (or --json); see --help"};
    if (const auto what = arguments.text("--fail-on")) {
        if (*what == "flag")
            options.fail_on = analysis::LampState::Flag;
        else if (*what == "look")
            options.fail_on = analysis::LampState::Look;
        else
            return Error{ErrorCode::InvalidArgument,
                         "--fail-on is one of flag, look, not '" + *what + "'"};
    }
    const auto cores = std::clamp<std::int64_t>(std::thread::hardware_concurrency(), 1, 64);
    const auto jobs = arguments.integer("--jobs", cores, 1, 64);
    if (!jobs) return jobs.error();
    options.analyze.threads = static_cast<int>(jobs.value());
    const auto backend = backend_option(arguments);
    if (!backend) return backend.error();
    options.backend = backend.value();
    const auto rate = rate_option(arguments, "--sequence-rate", Rational(24));
    if (!rate) return rate.error();
    options.sequence_rate = rate.value();
    options.analyze.judging.speak_of_other_framings = arguments.has("--other-framings");
    if (const auto file = arguments.text("--thresholds")) {
        const auto profile = analysis::read_profile(*file);
        if (!profile) return profile.error();
        options.analyze.judging.profile = profile.value();
    }
    const auto limit = analysis::store_limit(std::getenv("SEAMLINE_FEATURES_MB"));
    if (!limit) return limit.error();
    options.analyze.store_limit = limit.value();
    if (!arguments.has("--no-store"))
        options.analyze.store = session::xdg_path(session::XdgFolder::Cache) / "features";
    return options;
}

Result<Done> set_images(const Arguments& arguments, analysis::ReviewInput& input) {
    for (const auto& [option, image] :
         {std::pair("--first-image", &analysis::ReviewMedium::first_image),
          std::pair("--last-image", &analysis::ReviewMedium::last_image)}) {
        for (const std::string& given : arguments.all(option)) {
            const auto [number, file] = numbered(given);
            if (number < 1 || number > input.media.size())
                return Error{ErrorCode::InvalidArgument, std::string(option) + " " + given +
                                                             ": there are takes 1 to " +
                                                             std::to_string(input.media.size())};
            // Before anything is measured.
            if (const auto known = decode::describe(file, {}); !known) return known.error();
            input.media[number - 1].*image = file;
        }
    }
    return Done{};
}

Result<playback::SessionReview> review(const Arguments& arguments, const Options& options) {
    auto session = session_named(arguments, options.sequence_rate);
    if (!session) return session.error();
    if (const auto done = apply_color(arguments, session.value()); !done) return done.error();
    auto review = playback::review_of(session.value());
    if (!review) return review.error();
    if (const auto done = set_images(arguments, review.value().input); !done) return done.error();
    return review;
}

Result<Done> make_folder(const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error || !std::filesystem::is_directory(folder))
        return Error{ErrorCode::Io, folder.string() + ": cannot be made a folder"};
    return Done{};
}

Result<Done> write_report(const ReviewAnalysis& analysis,
                          const std::vector<analysis::CutPictures>& cuts,
                          const std::vector<analysis::CutPictures>& pairs,
                          const std::filesystem::path& folder) {
    auto page = analysis::report_html(analysis, cuts, folder, pairs);
    if (!page) return page.error();
    const std::array<std::pair<const char*, std::string>, 4> files{
        {{"report.json", analysis::report_json(analysis)},
         {"frames.csv", analysis::frames_csv(analysis)},
         {"cuts.csv", analysis::cuts_csv(analysis)},
         {"report.html", std::move(page).value()}}};
    for (const auto& [name, text] : files)
        if (const auto done = session::write_whole(folder / name, text); !done) return done.error();
    return Done{};
}

/// "10:00:02:00 b.mp4 frame 48": where the cut stands on the record; inside a medium, its own
/// timecode.
std::string cut_place(const ReviewAnalysis& analysis, const analysis::BoundaryAnalysis& one) {
    const analysis::Boundary& cut = one.boundary;
    const analysis::MediumAnalysis& medium = analysis.media[cut.incoming.source];
    const std::string timecode = cut.record_frame
                                     ? cut.record_timecode
                                     : analysis::timecode_of(*medium.measured.features, cut.frame);
    return timecode + " " + medium.name + " frame " + std::to_string(cut.frame);
}

void print(const ReviewAnalysis& analysis, const std::filesystem::path& folder) {
    for (std::size_t i = 0; i < analysis.boundaries.size(); ++i) {
        const analysis::BoundaryAnalysis& one = analysis.boundaries[i];
        std::printf("%s: lighting %s, continuity %s; %s\n", cut_place(analysis, one).c_str(),
                    shown_name(one.seam.lighting.state), shown_name(one.seam.continuity.state),
                    one.seam.sentence.c_str());
    }
    for (const analysis::TakePair& pair : analysis.pairs) {
        const analysis::Seam& shown = pair.moments[pair.shown];
        std::printf("%s against %s, frame %lld: %s\n", analysis.media[pair.source].name.c_str(),
                    analysis.media[0].name.c_str(), static_cast<long long>(shown.frame),
                    shown.sentence.c_str());
    }
    for (const analysis::MediumAnalysis& medium : analysis.media)
        for (const analysis::DetectedSeam& seam : medium.seams)
            std::printf("%s frame %lld: a step without a cut: %s, %s\n", medium.name.c_str(),
                        static_cast<long long>(seam.frame),
                        term_words(analysis::Term::ExposureStops, seam.exposure_stops).c_str(),
                        term_words(analysis::Term::DeltaMired, seam.delta_mired).c_str());
    for (const analysis::ConditioningAnalysis& one : analysis.conditioning)
        std::printf("%s frame %lld against %s: %s\n", analysis.media[one.source].name.c_str(),
                    static_cast<long long>(one.frame), one.image.filename().c_str(),
                    one.seam.sentence.c_str());
    const std::size_t cuts = analysis.boundaries.size();
    std::printf("%zu %s; the report is %s\n", cuts, cuts == 1 ? "cut" : "cuts",
                (folder / "report.html").c_str());
}

bool reaches(const ReviewAnalysis& analysis, analysis::LampState state) {
    for (const analysis::MediumAnalysis& medium : analysis.media)
        for (const analysis::DetectedSeam& step : medium.seams)
            if (step_state(step, medium.measured.features->space_confirmed, analysis.profile) >=
                state)
                return true;
    return std::any_of(analysis.boundaries.begin(), analysis.boundaries.end(),
                       [&](const analysis::BoundaryAnalysis& one) {
                           return one.seam.lighting.state >= state ||
                                  one.seam.continuity.state >= state;
                       });
}

int run_analysis(const Arguments& arguments, Options options) {
    auto input = review(arguments, options);
    if (!input) return report(input.error());
    for (const std::string& what : input.value().left_out)
        std::fprintf(stderr, "seamline: not measured: %s\n", what.c_str());
    const auto config = color_config(arguments);
    if (!config) return report(config.error());
    options.analyze.backend = open_measure_backend(options.backend);
    std::vector<analysis::CutPictures> pictures;
    std::vector<analysis::CutPictures> pair_pictures;
    if (!options.out.empty()) {
        if (const auto made = make_folder(options.out); !made) return report(made.error());
        options.analyze.seen = [&](const analysis::SeenSeam& seen) -> Result<Done> {
            auto written = analysis::write_cut_pictures(seen, options.out);
            if (!written) return written.error();
            // Cuts that could not be measured have none: the others keep their place.
            pictures.resize(seen.index + 1);
            pictures[seen.index] = std::move(written).value();
            return Done{};
        };
        options.analyze.seen_pair = [&](const analysis::SeenPair& seen) -> Result<Done> {
            auto written = analysis::write_pair_pictures(seen, options.out);
            if (!written) return written.error();
            pair_pictures.resize(seen.index + 1);
            pair_pictures[seen.index] = std::move(written).value();
            return Done{};
        };
    }
    ProgressLine progress;
    options.analyze.progress = [&](const std::string& what, double done) {
        progress.show(what, done);
    };
    auto result = analysis::analyze(input.value().input, config.value(), options.analyze);
    if (!result) return report(result.error());
    result.value().left_out = input.value().left_out;
    if (options.fail_on && !reaches(result.value(), analysis::LampState::Quiet))
        std::fprintf(stderr, "seamline: --fail-on: no lamp could light, so nothing was judged; "
                             "--input-space confirms the colours of untagged takes\n");
    if (!options.out.empty())
        if (const auto done = write_report(result.value(), pictures, pair_pictures, options.out);
            !done)
            return report(done.error());
    if (options.as_json)
        std::fputs(analysis::report_json(result.value()).c_str(), stdout);
    else
        print(result.value(), options.out);
    return options.fail_on && reaches(result.value(), *options.fail_on) ? kFindings : kOk;
}

} // namespace

int analyze(std::span<const std::string> words) {
    const std::vector<Option> known = with_edit_options(with_color_options(kOptions));
    const Result<Arguments> arguments = Arguments::parse(words, known);
    if (!arguments) return report(arguments.error());
    if (arguments.value().has("--help")) {
        std::fputs(
            help_text("analyze SOURCES... | TIMELINE --out DIR",
                      "Measures takes or a timeline: cuts, and at each cut light, colour, "
                      "lens and texture,\nwhat a grade can do about them, and steps where no "
                      "cut is. A flag means look, not error.",
                      known)
                .c_str(),
            stdout);
        return kOk;
    }
    if (arguments.value().files().empty())
        return report({ErrorCode::InvalidArgument, "analyze needs a file; see --help"});
    Result<Options> options = analyze_options(arguments.value());
    if (!options) return report(options.error());
    return run_analysis(arguments.value(), std::move(options).value());
}

} // namespace seamline::cli
