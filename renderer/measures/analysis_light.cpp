#include "renderer/measures/working_picture.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace seamline::measures {
namespace {

// R'G'B' in which a table answers; the rest is computed.
constexpr double kFirst = -0.5;
constexpr double kLast = 1.5;
constexpr int kLeastCells = 1 << 10;
constexpr int kMostCells = 1 << 17;
constexpr double kTolerance = 1e-6;
/// Cells of all curves that may be left to the processor.
constexpr int kMostPoorCells = 24;

// A grid of colours that tells whether channels are kept apart.
constexpr int kProbeEdge = 24;

/// Places that a straight line does not meet (a clip's corner inside a cell) are NaN.
struct Curve {
    std::vector<float> values; ///< At kFirst, ..., kLast.

    /// NaN: compute it.
    float at(float code) const {
        const auto cells = static_cast<float>(values.size() - 1);
        const float place =
            (code - static_cast<float>(kFirst)) * (cells / static_cast<float>(kLast - kFirst));
        if (!(place >= 0 && place < cells)) return std::numeric_limits<float>::quiet_NaN();
        const auto cell = static_cast<std::size_t>(place);
        const float rest = place - static_cast<float>(cell);
        return values[cell] + rest * (values[cell + 1] - values[cell]);
    }
};

using Curves = std::array<Curve, 3>;

bool meets(double wanted, double got) {
    return std::abs(wanted - got) <= kTolerance * std::max(1.0, std::abs(wanted));
}

/// The processor along the neutral axis, at `count` places from `first` in steps of `step`.
std::vector<float> neutrals(const color::ColorProcessor& processor, double first, double step,
                            std::size_t count) {
    std::vector<float> rgb(3 * count);
    for (std::size_t i = 0; i < count; ++i)
        std::fill_n(rgb.begin() + static_cast<std::ptrdiff_t>(3 * i), 3,
                    static_cast<float>(first + step * static_cast<double>(i)));
    processor.apply(rgb, 3);
    return rgb;
}

Curves sampled_curves(const color::ColorProcessor& processor, int cells) {
    const double step = (kLast - kFirst) / cells;
    const auto count = static_cast<std::size_t>(cells) + 1;
    const std::vector<float> rgb = neutrals(processor, kFirst, step, count);
    Curves curves;
    for (std::size_t c = 0; c < 3; ++c) {
        curves[c].values.resize(count);
        for (std::size_t i = 0; i < count; ++i) curves[c].values[i] = rgb[3 * i + c];
    }
    return curves;
}

/// Marks the cells that miss the processor at a quarter, half or three quarters of their width.
/// False when there are too many of them.
bool mark_poor_cells(Curves& curves, const color::ColorProcessor& processor, int cells) {
    const double step = (kLast - kFirst) / cells;
    const Curves drawn = curves;
    int poor = 0;
    for (const double part : {0.25, 0.5, 0.75}) {
        const double first = kFirst + part * step;
        const std::vector<float> rgb =
            neutrals(processor, first, step, static_cast<std::size_t>(cells));
        for (std::size_t i = 0; i < rgb.size(); ++i) {
            const auto code = static_cast<float>(first + step * static_cast<double>(i / 3));
            if (meets(rgb[i], drawn[i % 3].at(code))) continue;
            if (++poor > kMostPoorCells) return false;
            std::fill_n(curves[i % 3].values.begin() + static_cast<std::ptrdiff_t>(i / 3), 2,
                        std::numeric_limits<float>::quiet_NaN());
        }
    }
    return true;
}

/// Whether the curves meet the processor all over the cube of colours.
bool are_separable(const Curves& curves, const color::ColorProcessor& processor) {
    std::vector<float> codes;
    for (int r = 0; r < kProbeEdge; ++r)
        for (int g = 0; g < kProbeEdge; ++g)
            for (int b = 0; b < kProbeEdge; ++b)
                for (const int place : {r, g, b})
                    codes.push_back(static_cast<float>(kFirst + (place + 0.37) / kProbeEdge *
                                                                    (kLast - kFirst)));
    std::vector<float> light = codes;
    processor.apply(light, 3);
    for (std::size_t i = 0; i < codes.size(); ++i) {
        const float value = curves[i % 3].at(codes[i]);
        if (!std::isnan(value) && !meets(light[i], value)) return false;
    }
    return true;
}

/// Empty curves when there are none that do.
Curves make_curves(const color::ColorProcessor& processor) {
    for (int cells = kLeastCells; cells <= kMostCells; cells *= 4) {
        Curves curves = sampled_curves(processor, cells);
        // On the neutral axis, which the curves came from, only their fineness shows.
        if (!mark_poor_cells(curves, processor, cells)) continue;
        return are_separable(curves, processor) ? std::move(curves) : Curves{};
    }
    return {};
}

/// `picture` at some pixels from the codes there.
void compute(const color::ColorProcessor& processor, const Picture& codes,
             const std::vector<std::size_t>& pixels, Picture& picture) {
    std::vector<float> rgb(3 * pixels.size());
    for (std::size_t i = 0; i < pixels.size(); ++i)
        for (std::size_t c = 0; c < 3; ++c) rgb[3 * i + c] = codes.planes[c].values[pixels[i]];
    processor.apply(rgb, 3);
    for (std::size_t i = 0; i < pixels.size(); ++i)
        for (std::size_t c = 0; c < 3; ++c) picture.planes[c].values[pixels[i]] = rgb[3 * i + c];
}

void compute_all(const color::ColorProcessor& processor, Picture& picture) {
    const std::size_t count = picture.planes[0].values.size();
    std::vector<float> rgb(3 * count);
    for (std::size_t c = 0; c < 3; ++c)
        for (std::size_t i = 0; i < count; ++i) rgb[3 * i + c] = picture.planes[c].values[i];
    processor.apply(rgb, 3);
    for (std::size_t c = 0; c < 3; ++c)
        for (std::size_t i = 0; i < count; ++i) picture.planes[c].values[i] = rgb[3 * i + c];
}

} // namespace

struct AnalysisLight::State {
    color::ColorProcessor processor;
    std::string id;
    Curves curves; ///< Empty: everything is computed.
};

AnalysisLight::AnalysisLight(color::ColorProcessor processor) {
    auto state = std::make_shared<State>(State{std::move(processor), {}, {}});
    state->id = state->processor.cache_id();
    if (!state->processor.is_identity()) state->curves = make_curves(state->processor);
    state_ = std::move(state);
}

AnalysisLight::~AnalysisLight() = default;
AnalysisLight::AnalysisLight(const AnalysisLight&) = default;
AnalysisLight& AnalysisLight::operator=(const AnalysisLight&) = default;
AnalysisLight::AnalysisLight(AnalysisLight&&) noexcept = default;
AnalysisLight& AnalysisLight::operator=(AnalysisLight&&) noexcept = default;

const std::string& AnalysisLight::id() const { return state_->id; }
bool AnalysisLight::is_table() const { return !state_->curves[0].values.empty(); }

void AnalysisLight::apply(Picture& picture) const {
    if (state_->processor.is_identity() || picture.empty()) return;
    if (!is_table()) {
        compute_all(state_->processor, picture);
        return;
    }
    const Picture codes = picture;
    for (std::size_t c = 0; c < 3; ++c) {
        const Curve& curve = state_->curves[c];
        for (float& value : picture.planes[c].values) value = curve.at(value);
    }
    std::vector<std::size_t> left;
    const std::size_t count = picture.planes[0].values.size();
    for (std::size_t i = 0; i < count; ++i) {
        const float sum =
            picture.planes[0].values[i] + picture.planes[1].values[i] + picture.planes[2].values[i];
        if (std::isnan(sum)) left.push_back(i);
    }
    compute(state_->processor, codes, left, picture);
}

} // namespace seamline::measures
