// lamps_accuracy CLIPS PROGRAM [faults|encodings|naturals|all [N [WORDS]]]: what `PROGRAM analyze`
// says of cuts inside one view: with faults put into them, in several encodings, and beside what is
// no fault. CLIPS: a folder with cinetrans/ and cogvideo/. N: every Nth pair only. WORDS: rows
// whose names have them. Movies are made in a temporary folder.
#include "tests/bench/accuracy/lamp_pairs.h"
#include "tests/bench/accuracy/reel.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <stdexcept>
#include <unistd.h>

namespace seamline::bench {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::vector<std::vector<RawPicture>> shots_of(const fs::path& clips) {
    std::vector<std::vector<RawPicture>> shots;
    const auto add = [&](const fs::path& file, const std::vector<int>& cuts, double border) {
        for (ReelShot& shot : read_shots(file, cuts, border))
            shots.push_back(std::move(shot.pictures));
        std::fputc('.', stderr);
    };
    std::ifstream file(clips / "cinetrans/ground_truth_cuts.json");
    if (!file) throw std::runtime_error("no clips in " + clips.string());
    const json truth = json::parse(file);
    for (const auto& [name, clip] : truth.at("clips").items())
        if (fs::exists(clips / "cinetrans" / name))
            add(clips / "cinetrans" / name, clip.at("cuts").get<std::vector<int>>(),
                clip.contains("border") ? 0.06 : 0);
    std::vector<fs::path> single;
    for (const auto& entry : fs::directory_iterator(clips / "cogvideo"))
        if (entry.path().extension() == ".mp4") single.push_back(entry.path());
    std::ranges::sort(single);
    for (const fs::path& movie : single) add(movie, {}, 0);
    return shots;
}

struct Score {
    int cuts = 0;
    int same_view = 0;
    int look = 0;
    int continuity = 0; ///< Flags.
    int lighting = 0;
    int either = 0;
    int seams = 0; ///< Steps found where there is none.
};

json analyzed(const std::string& program, const fs::path& folder, std::size_t pairs) {
    std::string command =
        "'" + program + "' analyze --as-cut --json --out '" + (folder / "report").string() + "'";
    for (std::size_t i = 0; i < pairs; ++i)
        for (const char* side : {"a", "b"})
            command += " '" + (folder / (std::to_string(i) + side + ".mp4")).string() + "'";
    const Pipe pipe = open_pipe(command + " 2>/dev/null", "r");
    std::string text;
    char block[65536];
    while (const std::size_t size = std::fread(block, 1, sizeof block, pipe.get()))
        text.append(block, size);
    return json::parse(text);
}

Score scored(const std::vector<LampPair>& pairs, const LampCase& one, const LampEncoding& encoding,
             const std::string& program, const fs::path& folder) {
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        LampPair pair = pairs[i];
        one.change(pair, static_cast<int>(i));
        const std::string name = std::to_string(i);
        write_movie(pair.outgoing, encoding.options, folder / (name + "a.mp4"));
        write_movie(pair.incoming, encoding.options, folder / (name + "b.mp4"));
    }
    const json report = analyzed(program, folder, pairs.size());
    Score score;
    for (const json& cut : report.at("cuts")) {
        if (cut.at("source").get<int>() % 2 == 0 || cut.at("frame") != 0) continue;
        ++score.cuts;
        score.same_view += cut.at("same_view").get<bool>() ? 1 : 0;
        const auto state = [&](const char* lamp) {
            return cut.at("lamps").at(lamp).at("state").get<std::string>();
        };
        const bool continuity = state("continuity") == "flag";
        const bool lighting = state("lighting") == "flag";
        score.continuity += continuity ? 1 : 0;
        score.lighting += lighting ? 1 : 0;
        score.either += continuity || lighting ? 1 : 0;
        score.look += !continuity && !lighting &&
                              (state("continuity") == "look" || state("lighting") == "look")
                          ? 1
                          : 0;
    }
    score.seams = static_cast<int>(report.at("seams").size());
    return score;
}

void print(const std::string& name, const Score& score) {
    const auto share = [&](int count) { return 100.0 * count / std::max(1, score.cuts); };
    std::printf("| %s | %d | %.0f | %.1f | %.1f | %.1f | %.1f | %d |\n", name.c_str(), score.cuts,
                share(score.same_view), share(score.either), share(score.continuity),
                share(score.lighting), share(score.look), score.seams);
    std::fflush(stdout);
}

void run(const fs::path& clips, const std::string& program, const std::string& only,
         std::size_t every, const std::string& words) {
    const fs::path folder =
        fs::temp_directory_path() / ("seamline-lamps-" + std::to_string(getpid()));
    fs::create_directories(folder / "cache");
    // Nothing that was measured before counts, and nothing of this stays.
    setenv("XDG_CACHE_HOME", (folder / "cache").c_str(), 1);
    const std::vector<LampPair> all_pairs = pairs_of(shots_of(clips));
    std::vector<LampPair> pairs;
    for (std::size_t i = 0; i < all_pairs.size(); i += every) pairs.push_back(all_pairs[i]);
    std::fputc('\n', stderr);
    std::puts(
        "| of 100 cuts | cuts | same view | flagged | continuity | lighting | look | steps in "
        "takes |\n|---|---|---|---|---|---|---|---|");
    const auto all = encodings();
    const auto row = [&](const std::string& name, const LampCase& one,
                         const LampEncoding& encoding) {
        if (name.find(words) == std::string::npos) return;
        print(name, scored(pairs, one, encoding, program, folder));
    };
    if (only == "all" || only == "faults")
        for (const LampCase& fault : faults()) row(fault.name, fault, all.front());
    if (only == "all" || only == "encodings")
        for (auto encoding = all.begin() + 1; encoding != all.end(); ++encoding)
            for (const LampCase& fault : faults())
                row(encoding->name + ": " + fault.name, fault, *encoding);
    if (only == "all" || only == "naturals")
        for (const LampCase& natural : naturals()) row(natural.name, natural, all.front());
    fs::remove_all(folder);
}

} // namespace
} // namespace seamline::bench

int main(int count, char** words) {
    if (count < 3 || count > 6) {
        std::fputs(
            "usage: lamps_accuracy CLIPS PROGRAM [faults|encodings|naturals|all [N [WORDS]]]\n",
            stderr);
        return 2;
    }
    try {
        seamline::bench::run(words[1], words[2], count > 3 ? words[3] : "all",
                             count > 4 ? std::max(1UL, std::stoul(words[4])) : 1,
                             count > 5 ? words[5] : "");
    } catch (const std::exception& error) {
        std::fprintf(stderr, "lamps_accuracy: %s\n", error.what());
        return 3;
    }
    return 0;
}
