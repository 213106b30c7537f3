#include "app/analysis/palette.h"

#include "renderer/color/transfer.h"
#include "renderer/measures/oklab.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace seamline::analysis {
namespace {

constexpr double kCell = 0.02;
constexpr double kSame = 0.03;
constexpr double kLeastShare = 0.01;
constexpr int kRounds = 20;

// Colours that were counted together.
struct Count {
    glm::dvec3 lab{0}; ///< Mean.
    double pixels = 0;
};

// Integer sums: the same in any order.
std::vector<Count> counted(std::span<const measures::Picture* const> labs) {
    struct Sum {
        std::int64_t l = 0, a = 0, b = 0, pixels = 0;
    };
    constexpr double kUnit = 65536;
    std::map<std::array<int, 3>, Sum> cells;
    for (const measures::Picture* picture : labs)
        for (std::size_t i = 0; i < picture->planes[0].values.size(); ++i) {
            std::array<int, 3> cell{};
            std::array<std::int64_t, 3> fixed{};
            for (std::size_t c = 0; c < 3; ++c) {
                const double value =
                    std::clamp(static_cast<double>(picture->planes[c].values[i]), -4.0, 4.0);
                cell[c] = static_cast<int>(std::floor(value / kCell));
                fixed[c] = std::llround(value * kUnit);
            }
            Sum& sum = cells[cell];
            sum.l += fixed[0];
            sum.a += fixed[1];
            sum.b += fixed[2];
            ++sum.pixels;
        }
    std::vector<Count> counts;
    for (const auto& [cell, sum] : cells) {
        const auto pixels = static_cast<double>(sum.pixels);
        counts.push_back({glm::dvec3(sum.l, sum.a, sum.b) / (kUnit * pixels), pixels});
    }
    return counts;
}

Count mean_of(std::span<const Count> counts) {
    Count mean;
    for (const Count& count : counts) {
        mean.lab += count.pixels * count.lab;
        mean.pixels += count.pixels;
    }
    if (mean.pixels > 0) mean.lab /= mean.pixels;
    return mean;
}

struct Spread {
    int axis = 0;
    double squares = 0; ///< Pixels times variance along the axis.
};

Spread spread_of(std::span<const Count> counts) {
    const Count mean = mean_of(counts);
    glm::dvec3 squares(0);
    for (const Count& count : counts) {
        const glm::dvec3 off = count.lab - mean.lab;
        squares += count.pixels * off * off;
    }
    Spread spread{0, squares[0]};
    for (int axis = 1; axis < 3; ++axis)
        if (squares[axis] > spread.squares) spread = {axis, squares[axis]};
    return spread;
}

// The box with the widest spread is cut at the mean of its widest axis, until there are enough.
std::vector<Count> boxes_of(std::vector<Count> counts) {
    std::vector<std::vector<Count>> boxes{std::move(counts)};
    while (boxes.size() < kPaletteSize) {
        std::size_t widest = 0;
        for (std::size_t i = 1; i < boxes.size(); ++i)
            if (spread_of(boxes[i]).squares > spread_of(boxes[widest]).squares) widest = i;
        const Spread spread = spread_of(boxes[widest]);
        if (spread.squares <= 0) break;
        std::vector<Count>& box = boxes[widest];
        const double at = mean_of(box).lab[spread.axis];
        const auto middle = std::stable_partition(box.begin(), box.end(), [&](const Count& count) {
            return count.lab[spread.axis] <= at;
        });
        if (middle == box.begin() || middle == box.end()) break;
        std::vector<Count> upper(middle, box.end());
        box.erase(middle, box.end());
        boxes.push_back(std::move(upper));
    }
    std::vector<Count> means;
    for (const auto& box : boxes) means.push_back(mean_of(box));
    return means;
}

std::size_t nearest(const std::vector<Count>& means, glm::dvec3 lab, std::size_t except) {
    std::size_t best = means.size();
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < means.size(); ++i) {
        const double distance = glm::distance(means[i].lab, lab);
        if (i == except || distance >= least) continue;
        least = distance;
        best = i;
    }
    return best;
}

void improve(std::vector<Count>& means, const std::vector<Count>& counts) {
    for (int round = 0; round < kRounds; ++round) {
        std::vector<Count> next(means.size());
        for (const Count& count : counts) {
            Count& mean = next[nearest(means, count.lab, means.size())];
            mean.lab += count.pixels * count.lab;
            mean.pixels += count.pixels;
        }
        std::erase_if(next, [](const Count& mean) { return mean.pixels <= 0; });
        for (Count& mean : next) mean.lab /= mean.pixels;
        means = std::move(next);
    }
}

// Folds the smallest colour that is too small, or too near to another, into its nearest.
bool merge_one(std::vector<Count>& means, double pixels) {
    std::ranges::stable_sort(means, std::greater{}, &Count::pixels);
    for (std::size_t i = means.size(); i-- > 1;) {
        const std::size_t other = nearest(means, means[i].lab, i);
        if (means[i].pixels >= kLeastShare * pixels &&
            glm::distance(means[i].lab, means[other].lab) >= kSame)
            continue;
        means[other] = mean_of(std::array{means[other], means[i]});
        means.erase(means.begin() + static_cast<std::ptrdiff_t>(i));
        return true;
    }
    return false;
}

std::array<std::uint8_t, 3> srgb_of(glm::dvec3 lab) {
    const glm::vec3 light = measures::light_from_oklab(glm::vec3(lab));
    std::array<std::uint8_t, 3> srgb{};
    for (int c = 0; c < 3; ++c)
        srgb[static_cast<std::size_t>(c)] = static_cast<std::uint8_t>(std::lround(
            255 * color::linear_to_srgb(std::clamp(static_cast<double>(light[c]), 0.0, 1.0))));
    return srgb;
}

double distance(const PaletteColor& a, const PaletteColor& b) {
    double squares = 0;
    for (std::size_t c = 0; c < 3; ++c) squares += (a.lab[c] - b.lab[c]) * (a.lab[c] - b.lab[c]);
    return 100 * std::sqrt(squares);
}

// Shares carried from colours of one palette to those of the other along cheapest paths: each path
// may take back what an earlier one brought.
class Transport {
public:
    Transport(const std::vector<PaletteColor>& a, const std::vector<PaletteColor>& b)
        : a_(a), b_(b), carried_(a.size() * b.size()) {
        for (const PaletteColor& color : a) supply_.push_back(color.share);
        for (const PaletteColor& color : b) demand_.push_back(color.share);
    }

    double cost() {
        while (carry_along_cheapest_path()) {
        }
        double total = 0;
        double moved = 0;
        for (std::size_t i = 0; i < a_.size(); ++i)
            for (std::size_t j = 0; j < b_.size(); ++j) {
                total += carried(i, j) * distance(a_[i], b_[j]);
                moved += carried(i, j);
            }
        return moved > 0 ? total / moved : 0;
    }

private:
    static constexpr double kNothing = 1e-12;
    double& carried(std::size_t i, std::size_t j) { return carried_[i * b_.size() + j]; }

    // Nodes: a's colours, then b's.
    bool carry_along_cheapest_path() {
        const std::size_t nodes = a_.size() + b_.size();
        std::vector<double> cost(nodes, std::numeric_limits<double>::infinity());
        std::vector<std::size_t> from(nodes, nodes);
        for (std::size_t i = 0; i < a_.size(); ++i)
            if (supply_[i] > kNothing) cost[i] = 0;
        for (std::size_t round = 0; round < nodes; ++round)
            for (std::size_t i = 0; i < a_.size(); ++i)
                for (std::size_t j = 0; j < b_.size(); ++j) {
                    const std::size_t end = a_.size() + j;
                    const double step = distance(a_[i], b_[j]);
                    if (cost[i] + step < cost[end] - 1e-9) {
                        cost[end] = cost[i] + step;
                        from[end] = i;
                    }
                    if (carried(i, j) > kNothing && cost[end] - step < cost[i] - 1e-9) {
                        cost[i] = cost[end] - step;
                        from[i] = end;
                    }
                }
        std::size_t best = nodes;
        for (std::size_t j = 0; j < b_.size(); ++j)
            if (demand_[j] > kNothing && std::isfinite(cost[a_.size() + j]) &&
                (best == nodes || cost[a_.size() + j] < cost[best]))
                best = a_.size() + j;
        if (best == nodes) return false;
        carry(best, from);
        return true;
    }

    void carry(std::size_t end, const std::vector<std::size_t>& from) {
        const std::size_t none = from.size();
        double amount = demand_[end - a_.size()];
        std::size_t node = end;
        for (; from[node] != none; node = from[node])
            if (node < a_.size()) amount = std::min(amount, carried(node, from[node] - a_.size()));
        amount = std::min(amount, supply_[node]);
        supply_[node] -= amount;
        demand_[end - a_.size()] -= amount;
        for (node = end; from[node] != none; node = from[node]) {
            if (node < a_.size())
                carried(node, from[node] - a_.size()) -= amount;
            else
                carried(from[node], node - a_.size()) += amount;
        }
    }

    const std::vector<PaletteColor>& a_;
    const std::vector<PaletteColor>& b_;
    std::vector<double> carried_;
    std::vector<double> supply_;
    std::vector<double> demand_;
};

} // namespace

std::vector<PaletteColor> palette_of(std::span<const measures::Picture* const> labs) {
    const std::vector<Count> counts = counted(labs);
    if (counts.empty()) return {};
    std::vector<Count> means = boxes_of(counts);
    improve(means, counts);
    const double pixels = mean_of(counts).pixels;
    while (merge_one(means, pixels)) {
    }
    std::vector<PaletteColor> palette;
    for (const Count& mean : means)
        palette.push_back(
            {{mean.lab.x, mean.lab.y, mean.lab.z}, srgb_of(mean.lab), mean.pixels / pixels});
    return palette;
}

double palette_distance(const std::vector<PaletteColor>& a, const std::vector<PaletteColor>& b) {
    return Transport(a, b).cost();
}

} // namespace seamline::analysis
