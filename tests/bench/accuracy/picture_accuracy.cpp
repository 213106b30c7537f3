// How well sharpness, grain and texture find what was put into real takes (T1, T2, T5). Built on
// request: ninja picture_accuracy && build/release/tests/bench/picture_accuracy CLIPS [PART]
// PART: lens, robust or texture; all without it. Beside each figure stands that of the prototype.

#include "renderer/measures/lens.h"
#include "renderer/measures/texture.h"
#include "tests/bench/accuracy/luma_injections.h"
#include "tests/bench/accuracy/luma_pairs.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <exception>
#include <functional>
#include <string>

namespace {

using namespace seamline;
using namespace seamline::bench;
using measures::Plane;

using Values = std::vector<double>;

/// Probability that a value with a fault is larger than one without.
double auc(const Values& without, const Values& with) {
    if (without.empty() || with.empty()) return NAN;
    double wins = 0;
    for (const double fault : with)
        for (const double none : without) wins += fault > none ? 1 : (fault == none ? 0.5 : 0);
    return wins / static_cast<double>(without.size() * with.size());
}

double percentile(Values values, double share) {
    if (values.empty()) return NAN;
    std::ranges::sort(values);
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5)];
}

struct Lens {
    Values sharpest, median, grain; ///< |log2| per pair.
};

void add_pair(Lens& lens, const Plane& a, const Plane& b) {
    const auto blur_a = measures::edge_blur(a), blur_b = measures::edge_blur(b);
    if (blur_a && blur_b) {
        lens.sharpest.push_back(
            std::abs(measures::sharpness_log2(blur_a->sharpest_px, blur_b->sharpest_px)));
        lens.median.push_back(
            std::abs(measures::sharpness_log2(blur_a->median_px, blur_b->median_px)));
    }
    const auto grain_a = measures::grain(a), grain_b = measures::grain(b);
    if (grain_a && grain_b)
        lens.grain.push_back(std::abs(measures::grain_log2(*grain_a, *grain_b)));
}

struct LensFault {
    const char* name;
    std::function<Plane(const Plane&, unsigned)> put;
    double sharpest, median, grain; ///< The prototype's AUCs; NaN where it has none.
};

std::vector<LensFault> lens_faults() {
    const auto blur = [](double sigma) {
        return [sigma](const Plane& p, unsigned) { return blurred(p, sigma); };
    };
    const auto noise = [](double sigma, bool correlated) {
        return
            [=](const Plane& p, unsigned seed) { return with_noise(p, sigma, correlated, seed); };
    };
    return {{"blur 0.4 px", blur(0.4), .72, .63, .50},
            {"blur 0.5 px", blur(0.5), .86, .80, .51},
            {"blur 0.7 px", blur(0.7), .97, .88, .60},
            {"blur 1.0 px", blur(1.0), .98, .96, .67},
            {"blur 1.5 px", blur(1.5), .98, 1.0, .72},
            {"noise 1", noise(1, false), .50, .49, .985},
            {"noise 2", noise(2, false), .48, .49, .993},
            {"noise 3", noise(3, false), .46, .49, .999},
            {"noise 5", noise(5, false), .45, .50, 1.0},
            {"noise 3, sigma 0.6 px", noise(3, true), NAN, NAN, NAN},
            {"punch-in 1.25x", [](const Plane& p, unsigned) { return punched_in(p, 1.25); }, .86,
             .75, .66},
            {"sharpen", [](const Plane& p, unsigned) { return sharpened(p, 0.6); }, .89, .81, .74}};
}

void print_figure(double ours, double prototype) {
    if (std::isnan(prototype))
        std::printf("  %5.3f (  - )", ours);
    else
        std::printf("  %5.3f (%4.2f)", ours, prototype);
}

void print_null(const char* name, const Values& values, const char* prototype) {
    std::printf("  natural %-8s p50 %.3f  p90 %.3f  p95 %.3f   (prototype %s)\n", name,
                percentile(values, 0.5), percentile(values, 0.9), percentile(values, 0.95),
                prototype);
}

void lens_table(const std::vector<LumaPair>& pairs) {
    Lens null;
    for (const LumaPair& pair : pairs) add_pair(null, pair.a, pair.b);
    std::printf("T1, T2: %zu pairs, of which %zu have edges; AUC of |log2|, prototype in ()\n",
                pairs.size(), null.sharpest.size());
    print_null("zs10", null.sharpest, ".018 / .125 / .137");
    print_null("zs50", null.median, ".034 / .154 / .225");
    print_null("grain", null.grain, ".09 / .29 / .36");
    std::printf("  %-22s  zs10          zs50          grain\n", "");
    for (const LensFault& fault : lens_faults()) {
        Lens with;
        for (unsigned i = 0; i < pairs.size(); ++i)
            add_pair(with, pairs[i].a, fault.put(pairs[i].b, i));
        std::printf("  %-22s", fault.name);
        print_figure(auc(null.sharpest, with.sharpest), fault.sharpest);
        print_figure(auc(null.median, with.median), fault.median);
        print_figure(auc(null.grain, with.grain), fault.grain);
        std::printf("\n");
    }
}

void robust_table(const std::string& folder) {
    struct Way {
        const char* name;
        const char* encode;
    };
    std::printf("T1, T2 on clips written again (every third): AUC\n  %-22s blur 0.7 -> zs10  "
                "noise 2 -> zs10  noise 2 -> grain  blur 0.7 -> grain  zs10 p95  grain p95\n",
                "");
    for (const Way& way :
         {Way{"as they are", ""},
          {"crf 18", "-an -c:v libx264 -preset veryfast -crf 18"},
          {"crf 28", "-an -c:v libx264 -preset veryfast -crf 28"},
          {"4:4:4, crf 18", "-an -c:v libx264 -preset veryfast -crf 18 -pix_fmt yuv444p"},
          {"240 lines, enlarged", "-an -vf scale=-2:240,scale=-2:480 -c:v libx264 -preset veryfast "
                                  "-crf 18"}}) {
        const auto pairs =
            luma_pairs(folder, {.per_shot = 1, .every_nth_clip = 3, .encode = way.encode});
        Lens null, soft, noisy;
        for (unsigned i = 0; i < pairs.size(); ++i) {
            add_pair(null, pairs[i].a, pairs[i].b);
            add_pair(soft, pairs[i].a, blurred(pairs[i].b, 0.7));
            add_pair(noisy, pairs[i].a, with_noise(pairs[i].b, 2, false, i));
        }
        std::printf("  %-22s %16.3f  %15.3f  %16.3f  %17.3f  %8.3f  %9.3f\n", way.name,
                    auc(null.sharpest, soft.sharpest), auc(null.sharpest, noisy.sharpest),
                    auc(null.grain, noisy.grain), auc(null.grain, soft.grain),
                    percentile(null.sharpest, 0.95), percentile(null.grain, 0.95));
    }
}

measures::AlignmentSource alignment_of(const Plane& luma) {
    const double scale = std::min(1.0, 480.0 / std::max(luma.width, luma.height));
    Plane small = measures::area_averaged(luma, static_cast<int>(std::lround(luma.width * scale)),
                                          static_cast<int>(std::lround(luma.height * scale)));
    for (float& value : small.values)
        value = std::pow(std::clamp((value - 16) / 219, 0.0F, 1.0F), 2.4F);
    measures::Picture light;
    light.planes = {small, small, small};
    return measures::alignment_source(light);
}

measures::TextureChange change_of(const measures::AlignmentSource& source, const Plane& a,
                                  const Plane& b) {
    const auto alignment = measures::align(source, alignment_of(b), measures::AlignmentRange::Far);
    return measures::texture_change(a, b, alignment, {});
}

struct Cells {
    Values structure, energy, bend;
    int flagged = 0;
    void add(const measures::TextureCell& cell) {
        if (!cell.measured) return;
        structure.push_back(cell.structure);
        energy.push_back(cell.energy);
        if (!std::isnan(cell.bend)) bend.push_back(cell.bend);
        flagged += cell.flagged ? 1 : 0;
    }
    double flagged_share() const {
        return flagged / static_cast<double>(std::max<std::size_t>(structure.size(), 1));
    }
};

struct Block {
    int column = 0, row = 0, columns = 0, rows = 0; ///< Of cells.
    int measured = 0;
};

/// The block of cells, about a third of the picture each way, that holds the most texture.
Block most_textured(const measures::TextureChange& change) {
    Block best;
    const int columns = std::max(2, change.columns / 3), rows = std::max(2, change.rows / 3);
    for (int row = 0; row + rows <= change.rows; ++row)
        for (int column = 0; column + columns <= change.columns; ++column) {
            Block block{column, row, columns, rows, 0};
            for (int r = row; r < row + rows; ++r)
                for (int c = column; c < column + columns; ++c)
                    block.measured +=
                        change.cells[static_cast<std::size_t>(r * change.columns + c)].measured;
            if (block.measured > best.measured) best = block;
        }
    return best;
}

struct TextureFault {
    const char* name;
    std::function<Plane(const Plane& luma, const Rect& region, const Plane& donor, unsigned seed)>
        put;
    const char* prototype;
    Cells cells;
};

std::vector<TextureFault> texture_faults() {
    return {{"phases scrambled",
             [](const Plane& p, const Rect& r, const Plane&, unsigned s) {
                 return with_scrambled_texture(p, r, s);
             },
             ".932 structure"},
            {"another clip's texture",
             [](const Plane& p, const Rect& r, const Plane& d, unsigned) {
                 return with_donor_texture(p, r, d);
             },
             ".920 structure"},
            {"texture halved",
             [](const Plane& p, const Rect& r, const Plane&, unsigned) {
                 return with_weaker_texture(p, r, 0.5);
             },
             ".920 energy, .62 structure"},
            {"warp, 4 px of 960",
             [](const Plane& p, const Rect& r, const Plane&, unsigned s) {
                 return with_warped_region(p, r, p.width / 240.0, p.width / 48.0, s);
             },
             ".67 structure, .64 energy; bar .80 bend"},
            {"warp, 8 px of 960",
             [](const Plane& p, const Rect& r, const Plane&, unsigned s) {
                 return with_warped_region(p, r, p.width / 120.0, p.width / 48.0, s);
             },
             "-"}};
}

void texture_table(const std::vector<LumaPair>& pairs) {
    Cells null;
    auto faults = texture_faults();
    int used = 0;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        const LumaPair& pair = pairs[i];
        const auto source = alignment_of(pair.a);
        const auto alignment =
            measures::align(source, alignment_of(pair.b), measures::AlignmentRange::Far);
        if (!alignment.same_view()) continue;
        const auto change = measures::texture_change(pair.a, pair.b, alignment, {});
        const Block block = most_textured(change);
        if (block.measured < 3) continue;
        ++used;
        for (const auto& cell : change.cells) null.add(cell);
        const double cell_px = std::max(60.0, 30.0 * pair.a.width / 960);
        const Rect region{
            static_cast<int>(block.column * cell_px), static_cast<int>(block.row * cell_px),
            static_cast<int>(block.columns * cell_px), static_cast<int>(block.rows * cell_px)};
        for (TextureFault& fault : faults) {
            const auto seed = static_cast<unsigned>(10 * i);
            const Plane& donor = pairs[(i + pairs.size() / 2) % pairs.size()].a;
            const auto after = change_of(source, pair.a, fault.put(pair.b, region, donor, seed));
            for (int r = block.row; r < block.row + block.rows; ++r)
                for (int c = block.column; c < block.column + block.columns; ++c)
                    fault.cells.add(after.cells[static_cast<std::size_t>(r * after.columns + c)]);
        }
    }
    std::printf("T5: %d pairs of one view, %zu cells without a fault; AUC of cells\n", used,
                null.structure.size());
    std::printf("  natural structure p50 %.2f p90 %.2f (prototype .02 / .30), energy %.2f %.2f "
                "(.11 / .77), bend %.2f %.2f; flagged %.3f\n",
                percentile(null.structure, 0.5), percentile(null.structure, 0.9),
                percentile(null.energy, 0.5), percentile(null.energy, 0.9),
                percentile(null.bend, 0.5), percentile(null.bend, 0.9), null.flagged_share());
    for (const TextureFault& fault : faults)
        std::printf("  %-24s structure %.3f  energy %.3f  bend %.3f  flagged %.3f  of %zu cells  "
                    "(prototype %s)\n",
                    fault.name, auc(null.structure, fault.cells.structure),
                    auc(null.energy, fault.cells.energy), auc(null.bend, fault.cells.bend),
                    fault.cells.flagged_share(), fault.cells.structure.size(), fault.prototype);
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: picture_accuracy CLIPS_FOLDER [lens|robust|texture]\n");
        return 2;
    }
    const std::string folder = argv[1];
    const std::string part = argc > 2 ? argv[2] : "";
    try {
        if (part.empty() || part == "lens") lens_table(luma_pairs(folder, {}));
        if (part.empty() || part == "robust") robust_table(folder);
        if (part.empty() || part == "texture") texture_table(luma_pairs(folder, {}));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 3;
    }
    return 0;
}
