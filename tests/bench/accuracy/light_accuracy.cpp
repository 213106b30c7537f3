// light_accuracy CLIPS_FOLDER [seams|steps|grades|drift|all [N]]: how well exposure, temperature,
// grade, relighting and drift that were injected into real takes are found, beside the prototype's
// figures. N: every Nth clip only.
#include "renderer/measures/alignment.h"
#include "renderer/measures/grade_fit.h"
#include "renderer/measures/illuminant.h"
#include "tests/bench/accuracy/accuracy_table.h"
#include "tests/bench/accuracy/drift_scores.h"
#include "tests/bench/accuracy/footage.h"
#include "tests/bench/accuracy/light_injection.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <map>
#include <numbers>

namespace seamline::bench {
namespace {

using measures::Alignment;
using measures::AlignmentRange;
using measures::LightPairs;
using measures::LightStep;
using measures::Picture;

constexpr int kGuard = 2; // Frames beside a cut that may be blended.

/// By injection ("none", "20 mired"): one value per pair of frames.
using Scores = std::map<std::string, std::vector<double>>;

struct Pair {
    Picture a;
    Picture b;
};

LightPairs compared(const Picture& a, const Picture& b, AlignmentRange range) {
    return light_pairs(a, b, align(alignment_source(a), alignment_source(b), range));
}

/// Exposure and temperature across half a second and more (L1, L2).
struct StepScores {
    Scores mired, mired_error, edge, edge_error, stops, stops_error, mean, mean_error;
    Scores duv;

    void add(const Pair& pair, const std::string& name, const LightChange& change,
             double stops_truth, double mired_truth) {
        const Picture b = injected(pair.b, change);
        const auto step = aligned_light_step(compared(pair.a, b, AlignmentRange::Far));
        const LightStep global = global_light_step(global_light(pair.a), global_light(b));
        if (step) {
            mired[name].push_back(std::abs(step->delta_mired));
            mired_error[name].push_back(std::abs(step->delta_mired - mired_truth));
            duv[name].push_back(std::abs(step->delta_duv));
            stops[name].push_back(std::abs(step->exposure_stops));
            stops_error[name].push_back(std::abs(step->exposure_stops - stops_truth));
        }
        edge[name].push_back(std::abs(global.delta_mired));
        edge_error[name].push_back(std::abs(global.delta_mired - mired_truth));
        mean[name].push_back(std::abs(global.exposure_stops));
        mean_error[name].push_back(std::abs(global.exposure_stops - stops_truth));
    }
    void measure(const Pair& pair, std::mt19937& random) {
        add(pair, "none", exposure(0), 0, 0);
        for (const int mired_truth : {5, 10, 20, 40}) {
            const double sign = random_sign(random);
            add(pair, std::to_string(mired_truth) + " mired", temperature(sign * mired_truth), 0,
                sign * mired_truth);
        }
        for (const int hundredths : {10, 25, 50}) {
            const double truth = random_sign(random) * hundredths / 100;
            add(pair, "." + std::to_string(hundredths) + " stop", exposure(truth), truth, 0);
        }
    }
};

/// Grade and relighting (L3, L4).
struct GradeScores {
    Scores raw, residual, after_cdl, after_gradient, gradeable, deviation, plane, arrow;
    void add(const Pair& pair, const std::string& name, const LightChange& change,
             double angle_truth) {
        const LightPairs pairs = compared(pair.a, injected(pair.b, change), AlignmentRange::Far);
        const auto fit = fit_grade(pairs);
        if (!fit) return;
        const auto light = relight(pairs, fit->affine);
        raw[name].push_back(fit->delta_e_raw);
        residual[name].push_back(fit->delta_e_residual);
        after_cdl[name].push_back(fit->delta_e_cdl);
        after_gradient[name].push_back(fit->delta_e_gradient);
        gradeable[name].push_back(fit->gradeable);
        if (!light) return;
        deviation[name].push_back(light->stops);
        plane[name].push_back(light->slope_stops);
        arrow[name].push_back(std::abs(std::remainder(light->angle_deg - angle_truth, 360.0)));
    }
    void measure(const Pair& pair, std::mt19937& random) {
        const double aspect = static_cast<double>(pair.a.width()) / pair.a.height();
        const auto ramp = [&](const std::string& name, double stops, bool with_grade) {
            const double angle = uniform(random, 0, 2 * std::numbers::pi);
            LightChange change = warm_ramp(stops, angle, aspect);
            if (with_grade) change = both(change, random_grade(random));
            add(pair, name, change, angle * 180 / std::numbers::pi);
        };
        const auto spot = [&](const std::string& name, double stops) {
            add(pair, name,
                blob(random_sign(random) * stops, uniform(random, -0.6, 0.6),
                     uniform(random, -0.6, 0.6)),
                0);
        };
        add(pair, "none", exposure(0), 0);
        add(pair, "grade", random_grade(random), 0);
        ramp("ramp .25", 0.25, false);
        ramp("ramp .5", 0.5, false);
        ramp("ramp 1", 1, false);
        spot("blob .5", 0.5);
        spot("blob 1", 1);
        ramp("grade + ramp .5", 0.5, true);
    }
};

/// Steps between consecutive frames (C2).
struct SeamScores {
    Scores mired, stops;
    void add(const Pair& pair, const std::string& name, const LightChange& change) {
        const auto step =
            aligned_light_step(compared(pair.a, injected(pair.b, change), AlignmentRange::Near));
        if (!step) return;
        mired[name].push_back(std::abs(step->delta_mired));
        stops[name].push_back(std::abs(step->exposure_stops));
    }
    void measure(const Pair& pair, std::mt19937& random) {
        add(pair, "none", exposure(0));
        for (const int truth : {2, 3, 5, 10})
            add(pair, std::to_string(truth) + " mired", temperature(random_sign(random) * truth));
        for (const int truth : {2, 3, 5, 10})
            add(pair, (truth < 10 ? ".0" : ".") + std::to_string(truth) + " stop",
                exposure(random_sign(random) * truth / 100.0));
    }
};

double recall(const std::vector<double>& faults, const std::vector<double>& nones) {
    const double limit = quantile(nones, 0.99);
    return static_cast<double>(std::count_if(faults.begin(), faults.end(),
                                             [&](double score) { return score > limit; })) /
           static_cast<double>(faults.size());
}

std::vector<double> joined(std::vector<double> a, const std::vector<double>& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

void print(AccuracyTable& table, StepScores& s) {
    const auto curve = [&](const char* what, Scores& scores, const std::string& level,
                           double prototype) {
        table.row(std::string(what) + " AUC " + level, auc(scores[level], scores["none"]),
                  prototype, Better::Higher);
    };
    table.note("L1, L2 pairs", static_cast<double>(s.mired["none"].size()), 0);
    table.note("L2 none p50, mired", quantile(s.mired["none"], 0.5), 2);
    table.note("L2 none p90, mired", quantile(s.mired["none"], 0.9), 2);
    table.note("L2 none p95, mired", quantile(s.mired["none"], 0.95), 2);
    curve("L2 aligned", s.mired, "5 mired", 0.903);
    curve("L2 aligned", s.mired, "10 mired", 0.954);
    curve("L2 aligned", s.mired, "20 mired", 0.991);
    curve("L2 aligned", s.mired, "40 mired", 0.995);
    table.row("L2 aligned MAE at 20 mired", mean(s.mired_error["20 mired"]), 3.2, Better::Lower, 2);
    table.row("L2 aligned median error at 20 mired", quantile(s.mired_error["20 mired"], 0.5), 1.4,
              Better::Lower, 2);
    curve("L2 grey-edge", s.edge, "5 mired", 0.772);
    curve("L2 grey-edge", s.edge, "10 mired", 0.924);
    curve("L2 grey-edge", s.edge, "20 mired", 0.986);
    curve("L2 grey-edge", s.edge, "40 mired", 0.998);
    table.row("L2 grey-edge MAE at 20 mired", mean(s.edge_error["20 mired"]), 4.5, Better::Lower,
              2);
    table.row("L2 grey-edge median error at 20 mired", quantile(s.edge_error["20 mired"], 0.5), 3.2,
              Better::Lower, 2);
    curve("L1 aligned", s.stops, ".10 stop", 0.881);
    curve("L1 aligned", s.stops, ".25 stop", 0.953);
    curve("L1 aligned", s.stops, ".50 stop", 0.976);
    table.row("L1 aligned MAE at .25 stop", mean(s.stops_error[".25 stop"]), 0.052, Better::Lower);
    table.row("L1 aligned median error at .25 stop", quantile(s.stops_error[".25 stop"], 0.5),
              0.014, Better::Lower);
    curve("L1 global", s.mean, ".10 stop", 0.672);
    curve("L1 global", s.mean, ".25 stop", 0.863);
    curve("L1 global", s.mean, ".50 stop", 0.940);
}

void print(AccuracyTable& table, GradeScores& s) {
    const std::vector<double> quiet = joined(s.plane["none"], s.plane["grade"]);
    const std::vector<double> quiet_cells = joined(s.deviation["none"], s.deviation["grade"]);
    table.note("L3, L4 pairs", static_cast<double>(s.raw["none"].size()), 0);
    const auto median = [](Scores& scores, const std::string& name) {
        return quantile(scores[name], 0.5);
    };
    table.note("L3 none dE raw", median(s.raw, "none"), 2);
    table.note("L3 none dE after affine", median(s.residual, "none"), 2);
    table.note("L3 none dE after CDL", median(s.after_cdl, "none"), 2);
    table.note("L3 grade dE raw", median(s.raw, "grade"), 2);
    table.row("L3 grade dE after affine, over none",
              median(s.residual, "grade") - median(s.residual, "none"), 0.34, Better::Lower, 2);
    table.note("L3 grade dE after CDL", median(s.after_cdl, "grade"), 2);
    table.row("L3 grade gradeable", median(s.gradeable, "grade"), 0.87, Better::Higher, 2);
    table.note("L4 none plane p50", median(s.plane, "none"), 3);
    table.note("L4 none plane p90", quantile(s.plane["none"], 0.9), 3);
    table.note("L4 none deviation p90", quantile(s.deviation["none"], 0.9), 3);
    table.row("L4 plane AUC grade against none", auc(s.plane["grade"], s.plane["none"]), 0.557,
              Better::Lower);
    table.row("L4 deviation AUC grade against none", auc(s.deviation["grade"], s.deviation["none"]),
              0.590, Better::Lower);
    const auto level = [&](const std::string& name, double plane, double deviation) {
        table.row("L4 plane AUC " + name, auc(s.plane[name], quiet), plane, Better::Higher);
        table.row("L4 deviation AUC " + name, auc(s.deviation[name], quiet_cells), deviation,
                  Better::Higher);
    };
    level("ramp .25", 0.887, 0.876);
    level("ramp .5", 0.954, 0.937);
    level("ramp 1", 0.968, 0.951);
    level("blob .5", 0.827, 0.868);
    level("blob 1", 0.930, 0.909);
    level("grade + ramp .5", 0.950, 0.934);
    table.row("L4 arrow median error, ramp .5, degrees", median(s.arrow, "ramp .5"), 20,
              Better::Lower, 1);
    table.note("L4 dE after CDL, ramp .5", median(s.after_cdl, "ramp .5"), 2);
    table.note("L4 dE after CDL and gradient, ramp .5", median(s.after_gradient, "ramp .5"), 2);
}

// The prototype's takes had 24 frames per second and more. Steps of an eighth of a second hold the
// scene's own flicker and fades: they are printed, and not compared.
void print(AccuracyTable& table, SeamScores& s) {
    table.note("C2 pairs", static_cast<double>(s.mired["none"].size()), 0);
    table.note("C2 none p50, mired", quantile(s.mired["none"], 0.5), 3);
    table.row("C2 none p99, mired", quantile(s.mired["none"], 0.99), 1.6, Better::Lower, 2);
    table.note("C2 none p50, stop", quantile(s.stops["none"], 0.5), 5);
    table.row("C2 none p99, stop", quantile(s.stops["none"], 0.99), 0.025, Better::Lower, 4);
    const auto level = [&](Scores& scores, const std::string& name, double prototype) {
        table.row("C2 recall at 1 % null, " + name, recall(scores[name], scores["none"]), prototype,
                  Better::Higher);
    };
    level(s.mired, "2 mired", 0.72);
    level(s.mired, "3 mired", 0.99);
    level(s.stops, ".03 stop", 0.88);
    level(s.stops, ".05 stop", 0.99);
    table.row("C2 AUC 3 mired", auc(s.mired["3 mired"], s.mired["none"]), 0.993, Better::Higher);
    table.row("C2 AUC .05 stop", auc(s.stops[".05 stop"], s.stops["none"]), 1.0, Better::Higher);
}

void print_slow(AccuracyTable& table, SeamScores& s) {
    table.note("C2 at 8 and 16 fps: pairs", static_cast<double>(s.mired["none"].size()), 0);
    table.note("C2 at 8 and 16 fps: none p99, mired", quantile(s.mired["none"], 0.99), 2);
    table.note("C2 at 8 and 16 fps: none p99, stop", quantile(s.stops["none"], 0.99), 4);
    table.note("C2 at 8 and 16 fps: recall, 3 mired", recall(s.mired["3 mired"], s.mired["none"]));
    table.note("C2 at 8 and 16 fps: recall, .05 stop",
               recall(s.stops[".05 stop"], s.stops["none"]));
}

struct AllScores {
    StepScores steps;
    GradeScores grades;
    SeamScores seams;
    SeamScores slow_seams; ///< Of takes below 20 frames per second.
    DriftScores drifts;
};

void measure(const Take& take, const std::string& only, AllScores& scores, std::mt19937& random) {
    const auto wanted = [&](const char* what) { return only == "all" || only == what; };
    const int count = static_cast<int>(take.frames.size());
    const auto pair_at = [&](int frame, int gap) {
        return Pair{injected(take.frames[static_cast<std::size_t>(frame)], exposure(0)),
                    take.frames[static_cast<std::size_t>(frame + gap)]};
    };
    if (wanted("drift")) scores.drifts.measure(take, random);
    const bool slow = take.frame_rate < 20;
    for (int i = 0; i < (slow ? 2 : 6) && wanted("seams"); ++i)
        (slow ? scores.slow_seams : scores.seams)
            .measure(pair_at(static_cast<int>(uniform(random, 0, count - 1)), 1), random);
    for (int i = 0; i < 2; ++i) {
        const int gap = static_cast<int>(std::lround(take.frame_rate * uniform(random, 0.3, 1.5)));
        const int first = static_cast<int>(uniform(random, 0, std::max(1, count - gap)));
        if (gap < 1 || first + gap >= count) continue;
        const Pair pair = pair_at(first, gap);
        if (!align(alignment_source(pair.a), alignment_source(pair.b), AlignmentRange::Far)
                 .same_view())
            continue;
        if (wanted("steps")) scores.steps.measure(pair, random);
        if (wanted("grades")) scores.grades.measure(pair, random);
    }
}

int run(const std::string& folder, const std::string& only, std::size_t every) {
    AllScores scores;
    std::uint32_t seed = 2026;
    const std::vector<ClipFile> files = clip_files(folder);
    for (std::size_t i = 0; i < files.size(); i += every) {
        const ClipFile& file = files[i];
        for (const Take& take : read_clip(file).takes(kGuard, 8)) {
            std::mt19937 random(seed++);
            measure(take, only, scores, random);
        }
        std::fputc('.', stderr);
    }
    std::fputc('\n', stderr);
    AccuracyTable table;
    if (!scores.seams.mired.empty()) print(table, scores.seams);
    if (!scores.slow_seams.mired.empty()) print_slow(table, scores.slow_seams);
    if (!scores.steps.mired.empty()) print(table, scores.steps);
    if (!scores.grades.raw.empty()) print(table, scores.grades);
    scores.drifts.print(table);
    std::printf("\n%d rows meet the prototype, %d do not\n", table.met(), table.missed());
    return 0;
}

} // namespace
} // namespace seamline::bench

int main(int count, char** arguments) {
    if (count < 2 || count > 4) {
        std::fputs("usage: light_accuracy CLIPS_FOLDER [seams|steps|grades|drift|all [N]]\n",
                   stderr);
        return 2;
    }
    try {
        return seamline::bench::run(arguments[1], count > 2 ? arguments[2] : "all",
                                    count > 3 ? std::max(1UL, std::stoul(arguments[3])) : 1);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "light_accuracy: %s\n", error.what());
        return 3;
    }
}
