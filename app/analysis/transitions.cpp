#include "app/analysis/transitions.h"

#include "app/analysis/quantile.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace seamline::analysis {
namespace {

using Vector = std::vector<double>;

constexpr std::size_t kLightness = kSignatureSize / 3; ///< The first values are L.

Vector values_of(const FrameFeatures& frame) {
    return {frame.signature.begin(), frame.signature.end()};
}

Vector difference(const Vector& a, const Vector& b) {
    Vector result(a.size());
    for (std::size_t i = 0; i < a.size(); ++i) result[i] = a[i] - b[i];
    return result;
}

double dot(const Vector& a, const Vector& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
    return sum;
}

/// Correlation of the lightness of two signatures; 1 when one of them is flat.
double structure_alike(const Vector& a, const Vector& b) {
    double mean_a = 0;
    double mean_b = 0;
    for (std::size_t i = 0; i < kLightness; ++i) {
        mean_a += a[i] / kLightness;
        mean_b += b[i] / kLightness;
    }
    double aa = 0;
    double ab = 0;
    double bb = 0;
    for (std::size_t i = 0; i < kLightness; ++i) {
        aa += (a[i] - mean_a) * (a[i] - mean_a);
        ab += (a[i] - mean_a) * (b[i] - mean_b);
        bb += (b[i] - mean_b) * (b[i] - mean_b);
    }
    return aa * bb > 0 ? ab / std::sqrt(aa * bb) : 1;
}

/// Squared distance of `mix` from the point between `a` and `b` at `share`, over theirs squared.
double off_line(const Vector& mix, const Vector& a, const Vector& b, double share) {
    double off = 0;
    double length = 0;
    for (std::size_t i = 0; i < mix.size(); ++i) {
        const double d = b[i] - a[i];
        const double e = mix[i] - a[i] - d * share;
        off += e * e;
        length += d * d;
    }
    return off / length;
}

// ---- dissolves

constexpr std::size_t kWindow = 20; ///< Frames each side of a dissolve's middle.
constexpr std::size_t kMostMixed = 28;
constexpr std::size_t kLeastMixed = 3;
constexpr double kLeastGap = 0.06;     ///< Residual across kMidGap.
constexpr double kLeastDistance = 12;  ///< Root mean square of the ends' signatures' difference.
constexpr double kMostAlike = 0.82;    ///< Above it the ends are one view in another light.
constexpr double kMostRampError = 0.1; ///< Root mean square of the mixture's share.
constexpr std::size_t kPeakReach = 6;

/// Limit of the distance from the line between the ends: there is motion meanwhile.
double most_off_line(std::size_t mixed) { return 0.17 + 0.005 * static_cast<double>(mixed); }

struct Ramp {
    std::size_t first = 0;
    std::size_t length = 0;
    double error = 0; ///< Mean square.
};

/// The straight rise from 0 to 1 closest to `shares`, of places `begin` and on.
Ramp closest_ramp(const Vector& shares, std::size_t begin) {
    Ramp best{.error = 1e30};
    const std::size_t count = shares.size();
    for (std::size_t first = 1; first + 1 < count; ++first) {
        for (std::size_t length = 1; length <= kMostMixed && first + length < count; ++length) {
            double error = 0;
            for (std::size_t k = 0; k < count && error < best.error; ++k) {
                const double place = static_cast<double>(k + 1) - static_cast<double>(first);
                const double wanted =
                    std::clamp(place / (static_cast<double>(length) + 1), 0.0, 1.0);
                error += (shares[k] - wanted) * (shares[k] - wanted);
            }
            if (error < best.error) best = {begin + first, length, error};
        }
    }
    best.error /= static_cast<double>(count);
    return best;
}

std::optional<Transition> dissolve_at(std::span<const FrameFeatures> frames, std::size_t middle,
                                      std::size_t begin, std::size_t end) {
    const std::size_t first = std::max(begin, middle - std::min(middle, kWindow));
    const std::size_t last = std::min(end - 1, middle + kWindow);
    if (last < first + kLeastMixed + 2) return {};
    std::vector<Vector> window;
    for (std::size_t t = first; t <= last; ++t) {
        if (frames[t].signature.empty()) return {};
        window.push_back(values_of(frames[t]));
    }
    Vector out = window.front();
    Vector in = window.back();
    Ramp ramp;
    constexpr int kRounds = 3; // The ends are taken from the ramp found with the ends before.
    for (int round = 0; round < kRounds; ++round) {
        const Vector line = difference(in, out);
        const double length = dot(line, line);
        if (std::sqrt(length / static_cast<double>(line.size())) < kLeastDistance) return {};
        Vector shares;
        for (const Vector& frame : window)
            shares.push_back(dot(difference(frame, out), line) / length);
        ramp = closest_ramp(shares, first);
        // One frame further out at first: a ramp found too short would confirm itself.
        const std::size_t margin = round + 1 < kRounds ? 1 : 0;
        out = window[ramp.first - 1 - first - std::min(margin, ramp.first - 1 - first)];
        in = window[std::min(ramp.first + ramp.length + margin, last) - first];
    }
    const Vector line = difference(in, out);
    const double distance = std::sqrt(dot(line, line) / static_cast<double>(line.size()));
    if (distance < kLeastDistance || structure_alike(out, in) > kMostAlike) return {};
    double off = 0;
    for (std::size_t k = 0; k < ramp.length; ++k) {
        const double share = (static_cast<double>(k) + 1) / (static_cast<double>(ramp.length) + 1);
        off += off_line(window[ramp.first + k - first], out, in, share);
    }
    off = std::sqrt(off / static_cast<double>(ramp.length));
    const double limit = most_off_line(ramp.length);
    const bool is_near = middle + 2 >= ramp.first && middle <= ramp.first + ramp.length + 2;
    if (ramp.length < kLeastMixed || !is_near || std::sqrt(ramp.error) > kMostRampError ||
        off > limit)
        return {};
    return Transition{ramp.first, ramp.length, off / limit};
}

/// Places whose picture has changed most a few frames later.
std::vector<std::size_t> gap_peaks(std::span<const FrameFeatures> frames,
                                   std::span<const std::size_t> cuts) {
    std::vector<std::size_t> peaks;
    const auto gap = [&](std::size_t t) { return frames[t].step.mid_gap; };
    for (std::size_t t = 1; t < frames.size(); ++t) {
        if (!(gap(t) >= kLeastGap)) continue;
        bool is_peak = true;
        for (std::size_t k = t > kPeakReach ? t - kPeakReach : 1;
             k < std::min(frames.size(), t + kPeakReach + 1); ++k)
            is_peak = is_peak && !(gap(k) > gap(t));
        const auto is_close = [&](std::size_t cut) {
            const std::size_t apart = cut > t ? cut - t : t - cut;
            return apart < static_cast<std::size_t>(kMidGap.out);
        };
        if (is_peak && std::none_of(cuts.begin(), cuts.end(), is_close)) peaks.push_back(t);
    }
    return peaks;
}

// ---- fades

constexpr std::size_t kValleyReach = 40;
constexpr std::size_t kValleyPeak = 10; ///< A valley is the darkest frame so far around.
constexpr double kValleyDepth = 0.35;   ///< Of the darker side's lightness.
constexpr double kBlackest = 0.14;      ///< OKLab L of a valley that counts as black.
constexpr double kMostFadeOff = 0.3;
constexpr double kFadeAlike = 0.85;

/// Black: no lightness, no colour.
Vector black() {
    Vector values(kSignatureSize, 127.5);
    std::fill_n(values.begin(), kLightness, 0.0);
    return values;
}

double lightness(const FrameFeatures& frame) { return frame.mean_lab[0]; }

/// One side of a fade, going away from the darkest frame.
struct FadeSide {
    double whole = 0;    ///< Place where the picture is whole; between frames.
    std::size_t top = 0; ///< The frame that it is judged from.
    int mixed = 0;       ///< Frames between black and whole that were seen.
};

/// Walks from the valley by `step` while it gets lighter.
std::optional<FadeSide> fade_side(std::span<const FrameFeatures> frames, std::size_t valley,
                                  int step) {
    const auto next = [&](std::size_t t) {
        return static_cast<std::size_t>(static_cast<std::ptrdiff_t>(t) + step);
    };
    std::size_t top = valley;
    for (std::size_t i = 0; i < kValleyReach; ++i) {
        const std::size_t k = next(top);
        if (k >= frames.size()) break; // Wraps round below 0.
        const double rise = lightness(frames[k]) - lightness(frames[top]);
        const bool dark = lightness(frames[k]) < 0.02;
        if (!dark && !(rise > 0.004 + 0.01 * lightness(frames[top]))) break;
        top = k;
    }
    if (frames[top].signature.empty()) return {};
    const Vector whole = values_of(frames[top]);
    const Vector dark = black();
    const Vector line = difference(whole, dark);
    const double length = dot(line, line);
    // Lightness goes with about the 0.8th power of code values, which are what is mixed.
    constexpr double kCodePower = 1.25;
    Vector places;
    Vector shares;
    double off = 0;
    for (std::size_t k = valley; k != top; k = next(k)) {
        if (frames[k].signature.empty()) return {};
        const Vector mix = values_of(frames[k]);
        const double share = dot(difference(mix, dark), line) / length;
        if (share < 0.1 || share > 0.95) continue;
        off = std::max(off, off_line(mix, dark, whole, share));
        places.push_back(static_cast<double>(k));
        shares.push_back(std::pow(share, kCodePower));
    }
    FadeSide side{
        .whole = static_cast<double>(top), .top = top, .mixed = static_cast<int>(places.size())};
    if (places.size() < 2) return side;
    if (std::sqrt(off) > kMostFadeOff) return {};
    double mean_place = 0;
    double mean_share = 0;
    for (std::size_t i = 0; i < places.size(); ++i) {
        mean_place += places[i] / static_cast<double>(places.size());
        mean_share += shares[i] / static_cast<double>(places.size());
    }
    double up = 0;
    double across = 0;
    for (std::size_t i = 0; i < places.size(); ++i) {
        up += (places[i] - mean_place) * (shares[i] - mean_share);
        across += (places[i] - mean_place) * (places[i] - mean_place);
    }
    const double slope = up / across;
    if (slope * step <= 0) return {};
    side.whole = mean_place + (1 - mean_share) / slope;
    return side;
}

bool is_valley(std::span<const FrameFeatures> frames, std::size_t t) {
    const double dark = lightness(frames[t]);
    if (!(dark <= kBlackest)) return false;
    for (std::size_t k = t - std::min(t, kValleyPeak);
         k < std::min(frames.size(), t + kValleyPeak + 1); ++k) {
        if (lightness(frames[k]) < dark) return false;
        if (k < t && lightness(frames[k]) == dark) return false; // The first of equal ones.
    }
    const auto peak = [&](std::size_t from, std::size_t to) {
        double most = 0;
        for (std::size_t k = from; k < to; ++k)
            if (lightness(frames[k]) > most) most = lightness(frames[k]);
        return most;
    };
    const double before = peak(t - std::min(t, kValleyReach), t);
    const double after = peak(t + 1, std::min(frames.size(), t + kValleyReach + 1));
    return dark <= kValleyDepth * std::min(before, after);
}

std::optional<Transition> fade_at(std::span<const FrameFeatures> frames, std::size_t valley) {
    const auto down = fade_side(frames, valley, -1);
    const auto up = fade_side(frames, valley, 1);
    if (!down || !up || down->mixed + up->mixed < 2) return {};
    const auto before = static_cast<std::ptrdiff_t>(std::lround(down->whole));
    const auto after = static_cast<std::ptrdiff_t>(std::lround(up->whole));
    const auto count = static_cast<std::ptrdiff_t>(frames.size());
    if (before < 0 || after >= count || after - before < 3) return {};
    const Vector out = values_of(frames[static_cast<std::size_t>(before)]);
    const Vector in = values_of(frames[static_cast<std::size_t>(after)]);
    if (out.empty() || in.empty() || structure_alike(out, in) > kFadeAlike) return {};
    return Transition{static_cast<std::size_t>(before + 1),
                      static_cast<std::size_t>(after - before - 1),
                      lightness(frames[valley]) / kBlackest};
}

} // namespace

std::vector<Transition> find_fades(std::span<const FrameFeatures> frames) {
    std::vector<Transition> fades;
    for (std::size_t t = 0; t < frames.size(); ++t) {
        if (!is_valley(frames, t)) continue;
        const std::optional<Transition> fade = fade_at(frames, t);
        const bool repeats =
            fade && !fades.empty() && fade->first <= fades.back().first + fades.back().length;
        if (fade && !repeats) fades.push_back(*fade);
    }
    return fades;
}

std::vector<Transition> find_dissolves(std::span<const FrameFeatures> frames,
                                       std::span<const std::size_t> cuts) {
    std::vector<Transition> dissolves;
    for (const std::size_t middle : gap_peaks(frames, cuts)) {
        const auto after = std::upper_bound(cuts.begin(), cuts.end(), middle);
        const std::size_t end = after == cuts.end() ? frames.size() : *after;
        const std::size_t begin = after == cuts.begin() ? 0 : *(after - 1);
        const std::optional<Transition> found = dissolve_at(frames, middle, begin, end);
        if (!found) continue;
        if (dissolves.empty() || found->first > dissolves.back().first + dissolves.back().length)
            dissolves.push_back(*found);
        else if (found->misfit < dissolves.back().misfit)
            dissolves.back() = *found;
    }
    return dissolves;
}

} // namespace seamline::analysis
