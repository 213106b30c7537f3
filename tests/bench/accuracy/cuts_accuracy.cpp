// cuts_accuracy CLIPS [FOLDER]: how well cuts are found, beside detectors of other kinds and the
// prototype's figures. CLIPS: a folder with cinetrans/ and cogvideo/; reels are made in FOLDER.
#include "app/analysis/cut_detector.h"
#include "app/analysis/measure_source.h"
#include "tests/bench/accuracy/reel.h"
#include "tests/bench/accuracy/style_detectors.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>

namespace seamline::bench {
namespace {

namespace fs = std::filesystem;
using Frames = std::vector<std::int64_t>;

struct Truth {
    fs::path file;
    double border = 0;
    std::vector<TrueCut> cuts;
    std::vector<std::int64_t> flashes;
    std::vector<std::int64_t> whips;
};

constexpr std::array<const char*, 5> kDetectors{"seamline", "content-style", "adaptive-style",
                                                "hash-style", "histogram-style"};

struct Score {
    int hits = 0;
    int extra = 0;
    int missed = 0;
    int flash_cuts = 0;
    int whip_cuts = 0;

    double f1() const { return 100.0 * 2 * hits / std::max(1, 2 * hits + extra + missed); }
};

std::vector<Truth> clips_with_truth(const fs::path& clips) {
    std::ifstream file(clips / "cinetrans/ground_truth_cuts.json");
    if (!file) throw std::runtime_error("no truth in " + clips.string());
    std::vector<Truth> all;
    const nlohmann::json truth = nlohmann::json::parse(file);
    for (const auto& [name, clip] : truth["clips"].items()) {
        Truth one{.file = clips / "cinetrans" / name};
        if (!fs::exists(one.file)) continue;
        one.border = clip.contains("border") ? 0.06 : 0;
        for (const std::int64_t frame : clip["cuts"]) one.cuts.push_back({frame, "hard", 0});
        all.push_back(one);
    }
    return all;
}

/// Of the clips with a border, which no rule was looked at with, or of all others.
std::vector<ReelShot> all_shots(const std::vector<Truth>& clips, const fs::path& folder,
                                bool with_border) {
    std::vector<ReelShot> shots;
    const auto add = [&](const fs::path& file, const std::vector<int>& cuts, double border = 0) {
        for (ReelShot& shot : read_shots(file, cuts, border))
            if (shot.pictures.size() >= 10) shots.push_back(std::move(shot));
    };
    for (const Truth& clip : clips) {
        if ((clip.border > 0) != with_border) continue;
        std::vector<int> cuts;
        for (const TrueCut& cut : clip.cuts) cuts.push_back(static_cast<int>(cut.frame));
        add(clip.file, cuts, clip.border);
    }
    if (with_border) return shots;
    std::vector<fs::path> single;
    for (const auto& entry : fs::directory_iterator(folder / "cogvideo"))
        if (entry.path().extension() == ".mp4") single.push_back(entry.path());
    std::sort(single.begin(), single.end());
    for (const fs::path& file : single) add(file, {});
    return shots;
}

bool is_soon_after(std::int64_t frame, const std::vector<std::int64_t>& events) {
    return std::any_of(events.begin(), events.end(),
                       [&](std::int64_t event) { return frame >= event && frame <= event + 8; });
}

/// Tolerance 0, hard cuts; what lies in a true transition is not counted.
void add_score(const Truth& truth, const Frames& got, Score& score) {
    const auto in_transition = [&](std::int64_t frame) {
        return std::any_of(truth.cuts.begin(), truth.cuts.end(), [&](const TrueCut& cut) {
            return cut.kind != "hard" && frame >= cut.frame - 1 &&
                   frame <= cut.frame + cut.length + 1;
        });
    };
    std::set<std::int64_t> wanted;
    for (const TrueCut& cut : truth.cuts)
        if (cut.kind == "hard") wanted.insert(cut.frame);
    for (const std::int64_t frame : got) {
        if (wanted.erase(frame) > 0) {
            ++score.hits;
        } else if (!in_transition(frame)) {
            ++score.extra;
            score.flash_cuts += is_soon_after(frame, truth.flashes) ? 1 : 0;
            score.whip_cuts += is_soon_after(frame, truth.whips) ? 1 : 0;
        }
    }
    score.missed += static_cast<int>(wanted.size());
}

struct Found {
    std::vector<analysis::DetectedCut> ours;
    std::array<Frames, kDetectors.size()> frames;
};

Found find(const Truth& truth) {
    const auto features = analysis::measure_source(truth.file, color::ColorConfig::built_in(), {},
                                                   {.cuts_only = true, .border = truth.border});
    if (!features) throw std::runtime_error(features.error().message);
    Found found;
    found.ours = analysis::detect_cuts(features.value().frames, {});
    for (const analysis::DetectedCut& cut : found.ours) found.frames[0].push_back(cut.frame);
    const double rate = features.value().frame_rate.value();
    const std::vector<StyleFrame> frames = read_style_frames(truth.file, truth.border);
    found.frames[1] = content_cuts(frames, rate);
    found.frames[2] = adaptive_cuts(frames, rate);
    found.frames[3] = hash_cuts(frames, rate);
    found.frames[4] = histogram_cuts(frames, rate);
    return found;
}

void print_row(const std::string& name, const std::vector<Truth>& truths) {
    std::array<Score, kDetectors.size()> scores;
    std::size_t flashes = 0;
    std::size_t cuts = 0;
    for (const Truth& truth : truths) {
        const Found found = find(truth);
        for (std::size_t i = 0; i < scores.size(); ++i)
            add_score(truth, found.frames[i], scores[i]);
        flashes += truth.flashes.size();
        cuts += static_cast<std::size_t>(
            std::count_if(truth.cuts.begin(), truth.cuts.end(),
                          [](const TrueCut& cut) { return cut.kind == "hard"; }));
    }
    std::printf("%-24s %4zu", name.c_str(), cuts);
    for (const Score& score : scores) std::printf("  %7.1f", score.f1());
    std::printf("   false %d, missed %d", scores[0].extra, scores[0].missed);
    if (flashes > 0) {
        std::printf("; false cuts at %zu flashes:", flashes);
        for (const Score& score : scores) std::printf(" %d", score.flash_cuts);
    }
    std::printf("\n");
    std::fflush(stdout);
}

/// Right kind, first frame within 1, length within 2.
void print_transitions(const Truth& truth, const std::string& kind) {
    const Found found = find(truth);
    int wanted = 0;
    int hits = 0;
    std::vector<bool> used(found.ours.size());
    for (const TrueCut& cut : truth.cuts) {
        if (cut.kind != kind) continue;
        ++wanted;
        for (std::size_t i = 0; i < used.size(); ++i) {
            const analysis::DetectedCut& one = found.ours[i];
            if (used[i] || name(one.kind) != kind || std::abs(one.frame - cut.frame) > 1 ||
                std::abs(one.length - cut.length) > 2)
                continue;
            used[i] = true;
            ++hits;
            break;
        }
    }
    int claimed = 0;
    for (const analysis::DetectedCut& one : found.ours) claimed += name(one.kind) == kind ? 1 : 0;
    std::printf("%-24s %4d   found %d right, %d more claimed\n", kind.c_str(), wanted, hits,
                claimed - hits);
}

Truth reel(const std::vector<ReelShot>& shots, const ReelPlan& plan, const fs::path& folder) {
    const Reel made = make_reel(shots, plan, folder);
    return {made.file, 0, made.cuts, made.flashes, made.whips};
}

void print_reels(const std::vector<ReelShot>& shots, std::uint32_t seed, const std::string& of,
                 const fs::path& folder) {
    const auto row = [&](const std::string& name, ReelPlan plan) {
        plan.seed = seed++;
        plan.name = std::to_string(plan.seed);
        print_row(of + name, {reel(shots, plan, folder)});
    };
    row("reel, same clip", {.shots = 170, .same_clip = 0.7});
    row("reel, flashes", {.shots = 120, .flashes = 0.9});
    row("reel, flashes, crf 30", {.shots = 120, .flashes = 0.9, .crf = 30});
    row("reel, whip pans", {.shots = 100, .whips = 0.9});
}

/// One reel with flashes, written in several ways.
void print_encodings(const std::vector<ReelShot>& shots, const fs::path& folder) {
    const auto row = [&](const char* name, const char* encoding, int crf = 18) {
        print_row(std::string("reel, ") + name, {reel(shots,
                                                      {.name = "encoded",
                                                       .seed = 907,
                                                       .shots = 100,
                                                       .same_clip = 0.7,
                                                       .flashes = 0.3,
                                                       .crf = crf,
                                                       .encoding = encoding},
                                                      folder)});
    };
    row("crf 18", "");
    row("crf 28", "", 28);
    row("4:4:4", "-pix_fmt yuv444p");
    row("limited tagged full", "-color_range pc");
    row("enlarged twice", "-vf scale=iw*2:ih*2:flags=bicubic");
    row("30 fps", "-vf settb=1/30,setpts=N -r 30");
}

void run(const fs::path& clips, const fs::path& folder) {
    fs::create_directories(folder);
    const std::vector<Truth> truths = clips_with_truth(clips);
    std::printf("F1 in %%, tolerance 0; false and missed cuts are seamline's\n%-24s %4s", "",
                "cuts");
    for (const char* detector : kDetectors) std::printf("  %7.7s", detector);
    std::printf("\n");
    print_row("cinetrans", truths);
    std::vector<Truth> bordered;
    std::ranges::copy_if(truths, std::back_inserter(bordered),
                         [](const Truth& truth) { return truth.border > 0; });
    print_row("cinetrans, border-coded", bordered);
    // Seeds that no rule was looked at with.
    const std::vector<ReelShot> shots = all_shots(truths, clips, false);
    print_reels(shots, 901, "", folder);
    // Clips that none was looked at with, either.
    print_reels(all_shots(truths, clips, true), 1901, "unseen clips: ", folder);
    print_encodings(shots, folder);
    std::printf("prototype: cinetrans 96.7 to 98.1 (content 80.8, adaptive 92.7, hash 89.9, "
                "histogram 63.1);\nreel 98.8 (84.9, 96.3, 81.2, 86.0), 3 of 13 flashes cut "
                "(13, 10, 1, 13)\n\n");
    print_transitions(
        reel(shots, {.name = "dissolves", .seed = 905, .shots = 60, .dissolves = 0.8}, folder),
        "dissolve");
    print_transitions(
        reel(shots, {.name = "fades", .seed = 906, .shots = 60, .fades = 0.8}, folder), "fade");
}

} // namespace
} // namespace seamline::bench

int main(int count, char** words) {
    if (count < 2) {
        std::fprintf(stderr, "usage: cuts_accuracy CLIPS [FOLDER]\n");
        return 2;
    }
    try {
        const std::filesystem::path folder =
            count > 2 ? words[2] : std::filesystem::temp_directory_path() / "seamline-reels";
        seamline::bench::run(words[1], folder);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "cuts_accuracy: %s\n", error.what());
        return 3;
    }
}
