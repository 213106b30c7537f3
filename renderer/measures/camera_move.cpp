#include "renderer/measures/alignment.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace seamline::measures {
namespace {

constexpr int kSampleEvery = 4; ///< Of the pixels along both axes.
constexpr std::size_t kFewestSamples = 20;
constexpr int kRounds = 12;

struct Sample {
    double x = 0; ///< From the centre, right and down.
    double y = 0;
    double dx = 0;
    double dy = 0;
};

// dx = scale * x - turn * y + shift_x, dy = turn * x + scale * y + shift_y: a similarity, less the
// identity.
struct Similarity {
    double scale = 0;
    double turn = 0;
    double shift_x = 0;
    double shift_y = 0;

    double distance(const Sample& s) const {
        return std::hypot(s.dx - (scale * s.x - turn * s.y + shift_x),
                          s.dy - (turn * s.x + scale * s.y + shift_y));
    }
};

double median_of(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

std::vector<Sample> samples_of(const Flow& flow, const Mask& valid) {
    std::vector<Sample> result;
    const double center_x = (flow.dx.width - 1) / 2.0;
    const double center_y = (flow.dx.height - 1) / 2.0;
    for (int y = kSampleEvery / 2; y < flow.dx.height; y += kSampleEvery)
        for (int x = kSampleEvery / 2; x < flow.dx.width; x += kSampleEvery)
            if (valid.at(x, y))
                result.push_back({x - center_x, y - center_y, flow.dx.at(x, y), flow.dy.at(x, y)});
    return result;
}

// Weighted least squares in closed form: about the weighted means scale and turn are independent.
Similarity fitted(const std::vector<Sample>& samples, const std::vector<double>& weights) {
    double w = 0, x = 0, y = 0, dx = 0, dy = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        w += weights[i];
        x += weights[i] * samples[i].x;
        y += weights[i] * samples[i].y;
        dx += weights[i] * samples[i].dx;
        dy += weights[i] * samples[i].dy;
    }
    x /= w, y /= w, dx /= w, dy /= w;
    double along = 0, across = 0, spread = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double px = samples[i].x - x, py = samples[i].y - y;
        const double vx = samples[i].dx - dx, vy = samples[i].dy - dy;
        along += weights[i] * (px * vx + py * vy);
        across += weights[i] * (px * vy - py * vx);
        spread += weights[i] * (px * px + py * py);
    }
    Similarity result;
    if (spread > 0) {
        result.scale = along / spread;
        result.turn = across / spread;
    }
    result.shift_x = dx - (result.scale * x - result.turn * y);
    result.shift_y = dy - (result.turn * x + result.scale * y);
    return result;
}

// Medians first, so that a large object cannot pull the start; then Cauchy weights.
Similarity robustly_fitted(const std::vector<Sample>& samples) {
    std::vector<double> dx, dy;
    for (const Sample& s : samples) {
        dx.push_back(s.dx);
        dy.push_back(s.dy);
    }
    Similarity move{.shift_x = median_of(dx), .shift_y = median_of(dy)};
    std::vector<double> distances(samples.size());
    std::vector<double> weights(samples.size());
    for (int round = 0; round < kRounds; ++round) {
        for (std::size_t i = 0; i < samples.size(); ++i) distances[i] = move.distance(samples[i]);
        const double scale = std::max(0.02, 1.4826 * median_of(distances));
        for (std::size_t i = 0; i < samples.size(); ++i)
            weights[i] = 1 / (1 + (distances[i] / scale) * (distances[i] / scale));
        move = fitted(samples, weights);
    }
    return move;
}

} // namespace

CameraMove camera_move(const Flow& flow, const Mask& valid, int native_width) {
    const std::vector<Sample> samples = samples_of(flow, valid);
    if (samples.size() < kFewestSamples) return {};
    const Similarity move = robustly_fitted(samples);
    const double native = static_cast<double>(native_width) / flow.dx.width;

    std::vector<double> distances;
    for (const Sample& s : samples) distances.push_back(move.distance(s));
    const auto near = std::count_if(distances.begin(), distances.end(),
                                    [](double distance) { return distance < 1; });
    CameraMove result;
    result.pan_px = -move.shift_x * native;
    result.tilt_px = move.shift_y * native;
    result.zoom = std::hypot(1 + move.scale, move.turn);
    // Rows count downwards, so a positive turn is clockwise on the screen.
    result.roll_deg = -std::atan2(move.turn, 1 + move.scale) * 180 / std::numbers::pi;
    result.residual_px = median_of(distances) * native;
    result.share = static_cast<double>(near) / static_cast<double>(samples.size());
    return result;
}

} // namespace seamline::measures
