// view_accuracy CLIPS_FOLDER [DUMP]: how well one framing is told from another: by corresponding
// surfaces and, where another sun lights them, by common edges. Pairs of pictures inside takes, as
// they are and with a shadow laid over the second; pictures of different clips; cuts. With DUMP,
// each pair's figures go to standard error.
#include "renderer/measures/alignment.h"
#include "renderer/measures/edge_alignment.h"
#include "renderer/measures/resample.h"
#include "tests/bench/accuracy/footage.h"
#include "tests/bench/accuracy/light_injection.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <exception>
#include <numbers>

namespace seamline::bench {
namespace {

using measures::Picture;

/// Slats of sun and shadow in any direction, `stops` deep, of another number each time.
LightChange shadows(double stops, std::mt19937& random) {
    const double angle = uniform(random, 0, std::numbers::pi);
    const double phase = uniform(random, 0, 1), slats = uniform(random, 0.6, 2.5);
    return [=](glm::dvec3 light, double x, double y) {
        const double along = x * std::cos(angle) + y * std::sin(angle);
        const double place = along * slats / 2 + phase;
        const double lit = place - std::floor(place);
        // From sun to shadow and back over a twentieth of a slat.
        const double share = std::clamp((std::abs(lit - 0.5) - 0.25) / 0.05 + 0.5, 0.0, 1.0);
        return light * std::exp2(stops * (share - 1));
    };
}

struct Score {
    int pairs = 0;
    int surfaces = 0;
    int edges = 0; ///< Of those whose surfaces do not say so.

    void add(const char* kind, const Picture& a, const Picture& b, bool dump) {
        const auto source_a = alignment_source(a), source_b = alignment_source(b);
        const auto by_surfaces = align(source_a, source_b, measures::AlignmentRange::Far);
        ++pairs;
        surfaces += by_surfaces.same_view() ? 1 : 0;
        if (by_surfaces.same_view() && !dump) return;
        const auto by_edges = align_by_edges(source_a, source_b);
        edges += !by_surfaces.same_view() && by_edges.same_view() ? 1 : 0;
        if (dump)
            std::fprintf(stderr, "%s %.3f %.2f %.3f\n", kind, by_surfaces.coverage,
                         measures::match_edges(source_a, source_b).distinctness, by_edges.coverage);
    }
    void print(const char* what) const {
        std::printf("%-44s %5d  %6.1f %%  %6.1f %%\n", what, pairs, 100.0 * surfaces / pairs,
                    100.0 * (surfaces + edges) / pairs);
    }
};

int run(const std::string& folder, bool dump) {
    Score natural, shaded, deep, cuts, others;
    std::vector<std::vector<Picture>> shown; // Of each clip, three frames.
    std::mt19937 random(77);
    for (const ClipFile& file : clip_files(folder)) {
        const Clip clip = read_clip(file);
        for (const Take& take : clip.takes(2, 8)) {
            const int count = static_cast<int>(take.frames.size());
            const int gap = std::min(
                count - 1, std::max(1, static_cast<int>(std::lround(take.frame_rate / 2))));
            for (int i = 0; i < 2; ++i) {
                const auto at = static_cast<std::size_t>(uniform(random, 0, count - gap));
                const Picture a = injected(take.frames[at], exposure(0));
                const Picture& b = take.frames[at + static_cast<std::size_t>(gap)];
                natural.add("natural", a, b, dump);
                shaded.add("shaded", injected(a, shadows(2, random)),
                           injected(b, shadows(2, random)), dump);
                deep.add("deep", injected(a, shadows(4, random)), injected(b, shadows(4, random)),
                         dump);
            }
        }
        for (const int cut : clip.cuts)
            if (cut >= 2 && cut + 1 < static_cast<int>(clip.frames.size()))
                cuts.add("cut", clip.frames[static_cast<std::size_t>(cut - 2)],
                         clip.frames[static_cast<std::size_t>(cut + 1)], dump);
        shown.push_back(
            {clip.frames.front(), clip.frames[clip.frames.size() / 2], clip.frames.back()});
        std::fputc('.', stderr);
    }
    std::fputc('\n', stderr);
    for (std::size_t i = 0; i < shown.size(); ++i)
        for (std::size_t k = i + 1; k < shown.size(); ++k) {
            const std::size_t which = (i + k) % 3;
            const Picture& a = shown[i][which];
            Picture b = shown[k][(i + 2 * k) % 3];
            if (a.width() != b.width() || a.height() != b.height())
                for (auto& plane : b.planes)
                    plane = measures::resampled(plane, a.width(), a.height());
            others.add("other", a, b, dump);
        }
    std::printf("%-44s pairs  surfaces  or edges\n", "taken for one view");
    natural.print("half a second apart in a take");
    shaded.print("the same, shadows of 2 stops on both");
    deep.print("the same, shadows of 4 stops on both");
    cuts.print("across cuts");
    others.print("of different clips");
    return 0;
}

} // namespace
} // namespace seamline::bench

int main(int count, char** words) {
    if (count != 2 && count != 3) {
        std::fputs("usage: view_accuracy CLIPS_FOLDER [DUMP]\n", stderr);
        return 2;
    }
    try {
        return seamline::bench::run(words[1], count == 3);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "view_accuracy: %s\n", error.what());
        return 3;
    }
}
