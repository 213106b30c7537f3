#include "renderer/measures/edge_alignment.h"

#include "renderer/measures/resample.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <vector>

namespace seamline::measures {
namespace {

constexpr double kEdgeBlur = 1.0;
constexpr double kStrongShare = 0.2; ///< Of the pixels: those whose gradients count as edges.
constexpr int kMostSearch = 12;      ///< Of levels[1].
constexpr int kRefine = 2;           ///< Of levels[0].
constexpr int kPeak = 3;             ///< Around the best move, what is left out of all others.
constexpr double kWindow = 4.0;
constexpr float kSparse = 0.06F; ///< Share of edge pixels in a window below which nothing is said.
constexpr float kAgree = 0.45F;
constexpr double kDistinct = 8.0;
/// On every side, of width and height: burnt-in timecodes, names and bars stand in the same place
/// in unrelated pictures, and mostly there.
constexpr double kBorder = 0.2;

// Direction of an edge as an angle twice its own, so that one that became darker on its other side
// stays the same; 0 where there is no edge.
struct Edges {
    Plane cosine;
    Plane sine;
    double energy = 0;
};

Edges edges_of(const Plane& level) {
    const Plane soft = gaussian_blurred(level, kEdgeBlur);
    Edges edges{Plane(level.width, level.height), Plane(level.width, level.height)};
    Plane strength(level.width, level.height);
    for (int y = 1; y + 1 < level.height; ++y)
        for (int x = 1; x + 1 < level.width; ++x) {
            const float gx = soft.at(x + 1, y) - soft.at(x - 1, y);
            const float gy = soft.at(x, y + 1) - soft.at(x, y - 1);
            const float square = gx * gx + gy * gy;
            if (!(square > 0)) continue;
            strength.at(x, y) = square;
            edges.cosine.at(x, y) = (gx * gx - gy * gy) / square;
            edges.sine.at(x, y) = 2 * gx * gy / square;
        }
    std::vector<float> sorted = strength.values;
    const auto strong =
        sorted.begin() +
        static_cast<std::ptrdiff_t>((1 - kStrongShare) * static_cast<double>(sorted.size()));
    std::nth_element(sorted.begin(), strong, sorted.end());
    for (std::size_t i = 0; i < strength.values.size(); ++i) {
        if (strength.values[i] > 0 && strength.values[i] >= *strong) {
            edges.energy += 1;
            continue;
        }
        edges.cosine.values[i] = 0;
        edges.sine.values[i] = 0;
    }
    return edges;
}

double overlap(const Edges& a, const Edges& b, int dx, int dy) {
    const int width = a.cosine.width, height = a.cosine.height;
    const int left = std::max(0, -dx), right = std::min(width, width - dx);
    double sum = 0;
    for (int y = std::max(0, -dy); y < std::min(height, height - dy); ++y) {
        const float *ac = a.cosine.row(y), *as = a.sine.row(y);
        const float *bc = b.cosine.row(y + dy) + dx, *bs = b.sine.row(y + dy) + dx;
        float row = 0;
        for (int x = left; x < right; ++x) row += ac[x] * bc[x] + as[x] * bs[x];
        sum += row;
    }
    return sum / std::max(1.0, std::sqrt(a.energy * b.energy));
}

Plane moved(const Plane& plane, int dx, int dy) {
    Plane result(plane.width, plane.height);
    for (int y = std::max(0, -dy); y < std::min(plane.height, plane.height - dy); ++y)
        for (int x = std::max(0, -dx); x < std::min(plane.width, plane.width - dx); ++x)
            result.at(x, y) = plane.at(x + dx, y + dy);
    return result;
}

// Around each pixel: how far the edges that both have go the same way, less what one has alone.
Mask agreeing(const Edges& a, const Edges& b, int dx, int dy) {
    const Plane cosine = moved(b.cosine, dx, dy), sine = moved(b.sine, dx, dy);
    Plane both(cosine.width, cosine.height), in_a = both, in_b = both;
    for (std::size_t i = 0; i < both.values.size(); ++i) {
        both.values[i] = a.cosine.values[i] * cosine.values[i] + a.sine.values[i] * sine.values[i];
        in_a.values[i] = std::hypot(a.cosine.values[i], a.sine.values[i]);
        in_b.values[i] = std::hypot(cosine.values[i], sine.values[i]);
    }
    both = gaussian_blurred(both, kWindow);
    in_a = gaussian_blurred(in_a, kWindow);
    in_b = gaussian_blurred(in_b, kWindow);
    Mask result(both.width, both.height);
    for (std::size_t i = 0; i < both.values.size(); ++i)
        result.values[i] = static_cast<std::uint8_t>(
            both.values[i] >
            kAgree * (std::sqrt(std::max(0.0F, in_a.values[i] * in_b.values[i])) + kSparse));
    // What the move brings in from outside shows nothing.
    for (int y = 0; y < result.height; ++y)
        for (int x = 0; x < result.width; ++x)
            if (x + dx < 0 || x + dx >= result.width || y + dy < 0 || y + dy >= result.height)
                result.set(x, y, false);
    return result;
}

/// Of the picture without its border.
double middle_share(const Mask& mask) {
    const int left = static_cast<int>(kBorder * mask.width);
    const int top = static_cast<int>(kBorder * mask.height);
    double count = 0, set = 0;
    for (int y = top; y < mask.height - top; ++y)
        for (int x = left; x < mask.width - left; ++x) {
            count += 1;
            set += mask.at(x, y) ? 1 : 0;
        }
    return count > 0 ? set / count : 0;
}

/// Of levels[1] and levels[0].
struct EdgeLevels {
    Edges coarse;
    Edges fine;
};

std::optional<std::array<EdgeLevels, 2>> levels_of(const AlignmentSource& a,
                                                   const AlignmentSource& b) {
    if (a.levels.size() < 2 || a.width != b.width || a.height != b.height) return std::nullopt;
    return std::array<EdgeLevels, 2>{EdgeLevels{edges_of(a.levels[1]), edges_of(a.levels[0])},
                                     EdgeLevels{edges_of(b.levels[1]), edges_of(b.levels[0])}};
}

/// The best move of `b` onto `a`.
EdgeMatch matched(const EdgeLevels& a, const EdgeLevels& b) {
    EdgeMatch match;
    const int search = std::clamp(a.coarse.cosine.width / 10, kPeak + 1, kMostSearch);
    const int side = 2 * search + 1;
    std::vector<double> scores;
    for (int dy = -search; dy <= search; ++dy)
        for (int dx = -search; dx <= search; ++dx)
            scores.push_back(overlap(a.coarse, b.coarse, dx, dy));
    const auto best = std::max_element(scores.begin(), scores.end()) - scores.begin();
    const int best_x = static_cast<int>(best % side), best_y = static_cast<int>(best / side);
    double count = 0, sum = 0, squares = 0;
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
            if (std::max(std::abs(x - best_x), std::abs(y - best_y)) <= kPeak) continue;
            const double score = scores[static_cast<std::size_t>(y * side + x)];
            count += 1;
            sum += score;
            squares += score * score;
        }
    const double mean = sum / count;
    const double deviation = std::sqrt(std::max(1e-12, squares / count - mean * mean));
    match.distinctness = (scores[static_cast<std::size_t>(best)] - mean) / deviation;

    double most = -1;
    for (int dy = -kRefine; dy <= kRefine; ++dy)
        for (int dx = -kRefine; dx <= kRefine; ++dx) {
            const int x = 2 * (best_x - search) + dx, y = 2 * (best_y - search) + dy;
            const double score = overlap(a.fine, b.fine, x, y);
            if (score <= most) continue;
            most = score;
            match.dx = x;
            match.dy = y;
        }
    return match;
}

} // namespace

EdgeMatch match_edges(const AlignmentSource& a, const AlignmentSource& b) {
    const auto levels = levels_of(a, b);
    return levels ? matched((*levels)[0], (*levels)[1]) : EdgeMatch{};
}

Alignment align_by_edges(const AlignmentSource& a, const AlignmentSource& b) {
    Alignment result;
    result.valid = Mask(a.width, a.height);
    float dx = 0, dy = 0;
    if (const auto levels = levels_of(a, b)) {
        const EdgeMatch match = matched((*levels)[0], (*levels)[1]);
        const Mask half = agreeing((*levels)[0].fine, (*levels)[1].fine, match.dx, match.dy);
        if (match.distinctness >= kDistinct && middle_share(half) >= kSameViewCoverage) {
            for (int y = 0; y < a.height; ++y)
                for (int x = 0; x < a.width; ++x)
                    result.valid.set(
                        x, y,
                        half.at(std::min(x / 2, half.width - 1), std::min(y / 2, half.height - 1)));
            dx = static_cast<float>(2 * match.dx);
            dy = static_cast<float>(2 * match.dy);
        }
    }
    result.flow = {Plane(a.width, a.height, dx), Plane(a.width, a.height, dy)};
    result.smooth = result.flow;
    result.valid_for_color = result.valid;
    result.coverage = result.valid.share();
    return result;
}

} // namespace seamline::measures
