#include "app/analysis/cut_detector.h"

#include "app/analysis/quantile.h"
#include "app/analysis/transitions.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace seamline::analysis {
namespace {

// Below it a frame repeats the one before, and says nothing of motion.
constexpr double kRepeated = 0.0015;
constexpr std::ptrdiff_t kNeighbourReach = 5;
constexpr int kNeighbours = 2;
constexpr std::ptrdiff_t kNearFrom = 3;
constexpr std::ptrdiff_t kNearReach = 36;
constexpr int kNear = 10;
/// What stands so far above its neighbours is no motion.
constexpr double kLonePeak = 2.5;

/// Residuals of consecutive frames and what is around one of them.
class Residuals {
public:
    Residuals(std::span<const FrameFeatures> frames, const CutRules& rules)
        : frames_(frames), rules_(rules) {}

    double at(std::size_t t) const { return frames_[t].step.residual; }
    double gap_share(std::size_t t) const { return frames_[t].step.cross_gap / at(t); }

    /// The largest of the neighbours.
    double beside(std::size_t t) const {
        double most = kRepeated;
        for (const int side : {-1, 1})
            for (const std::size_t k : around(t, side, 1, kNeighbourReach, kNeighbours))
                most = std::max(most, at(k));
        return most;
    }

    std::vector<double> near(std::size_t t) const {
        std::vector<double> values;
        for (const int side : {-1, 1}) {
            for (const std::size_t k : around(t, side, kNearFrom, kNearReach, kNear)) {
                if (!falls_back(k) && !is_lone_peak(k)) values.push_back(at(k));
            }
        }
        if (values.empty()) values.push_back(kRepeated);
        return values;
    }

private:
    std::vector<std::size_t> around(std::size_t t, int side, std::ptrdiff_t from,
                                    std::ptrdiff_t reach, int count) const {
        std::vector<std::size_t> places;
        for (std::ptrdiff_t away = from; away <= reach; ++away) {
            const std::ptrdiff_t k = static_cast<std::ptrdiff_t>(t) + side * away;
            if (k < 1 || k >= static_cast<std::ptrdiff_t>(frames_.size())) break;
            const auto place = static_cast<std::size_t>(k);
            if (!(at(place) >= kRepeated)) continue;
            places.push_back(place);
            if (static_cast<int>(places.size()) == count) break;
        }
        return places;
    }
    /// A flash or a glitch.
    bool falls_back(std::size_t t) const { return gap_share(t) < rules_.cross_gap; }
    bool is_lone_peak(std::size_t t) const {
        return at(t) >= rules_.residual && at(t) >= kLonePeak * beside(t);
    }

    std::span<const FrameFeatures> frames_;
    const CutRules& rules_;
};

/// How far the rules are met: the smallest ratio, at least 1 for a hard cut.
double hard_margin(const Residuals& residuals, std::size_t t, const CutRules& rules) {
    const double r = residuals.at(t);
    const double gap = residuals.gap_share(t);
    if (!(r >= rules.residual && gap >= rules.cross_gap)) return 0;
    const double beside = residuals.beside(t);
    const std::vector<double> near = residuals.near(t);
    const double median = quantile(near, 0.5);
    const double over_p90 = r / quantile(near, 0.9) / rules.over_p90;
    const double alone = std::min(r / beside, r / median) / rules.alone;
    return std::min({r / rules.residual, r / median / rules.over_median, std::max(over_p90, alone),
                     r / beside / rules.over_neighbours, gap / rules.cross_gap,
                     rules.cross_gap_most / gap});
}

double confidence_of(double margin) { return 1 - 0.5 / (margin * margin); }

bool overlaps(const Transition& transition, std::size_t first, std::size_t end) {
    return first <= transition.first + transition.length && transition.first <= end;
}

} // namespace

const char* name(CutKind kind) {
    switch (kind) {
    case CutKind::Dissolve:
        return "dissolve";
    case CutKind::Fade:
        return "fade";
    case CutKind::Hard:
        break;
    }
    return "hard";
}

std::vector<DetectedCut> detect_cuts(std::span<const FrameFeatures> frames, const CutRules& rules) {
    std::vector<DetectedCut> cuts;
    const auto add = [&](const Transition& found, CutKind kind) {
        cuts.push_back({.frame = frames[found.first].frame,
                        .kind = kind,
                        .length = static_cast<std::int64_t>(found.length),
                        .confidence = 1 - 0.5 * found.misfit});
    };
    const std::vector<Transition> fades = find_fades(frames);
    for (const Transition& fade : fades) add(fade, CutKind::Fade);

    const Residuals residuals(frames, rules);
    std::vector<std::size_t> boundaries;
    for (std::size_t t = 1; t < frames.size(); ++t) {
        const double margin = hard_margin(residuals, t, rules);
        const auto in_fade = [&](const Transition& fade) { return overlaps(fade, t, t); };
        if (margin < 1 || std::any_of(fades.begin(), fades.end(), in_fade)) continue;
        boundaries.push_back(t);
        cuts.push_back({.frame = frames[t].frame, .confidence = confidence_of(margin)});
    }
    for (const Transition& fade : fades) {
        boundaries.push_back(fade.first);
        boundaries.push_back(fade.first + fade.length);
    }
    std::sort(boundaries.begin(), boundaries.end());
    for (const Transition& dissolve : find_dissolves(frames, boundaries))
        add(dissolve, CutKind::Dissolve);
    std::sort(cuts.begin(), cuts.end(),
              [](const DetectedCut& a, const DetectedCut& b) { return a.frame < b.frame; });
    return cuts;
}

} // namespace seamline::analysis
