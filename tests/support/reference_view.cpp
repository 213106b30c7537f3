#include "tests/support/reference_view.h"

#include "renderer/color/color_steps.h"
#include "renderer/scopes/scope_bins.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <map>
#include <numbers>
#include <utility>
#include <vector>

namespace seamline::test {

using namespace renderer;
using color::ColorProcessor;
using color::ColorStep;
using color::StepKind;

namespace {

using Int = std::int64_t;
using Rgb = std::array<float, 3>;

/// What a frame holds, as the axes of view_signal.h count it.
class Input {
public:
    Input(const CachedFrame& frame, ViewAxis axis)
        : frame_(frame), probe_(frame, frame.color), axis_(axis) {}

    ViewAxis axis() const { return axis_; }

    std::array<Int, 3> positions(int x, int y) const {
        const int depth = frame_.layout.bit_depth();
        std::array<Int, 3> p{};
        if (frame_.layout.model == ColorModel::Rgb || frame_.layout.is_float) {
            for (std::size_t k = 0; k < 3; ++k) {
                const int component =
                    frame_.layout.model == ColorModel::Gray ? 0 : static_cast<int>(k);
                const double v =
                    probe_.sample(component, frame_.visible.x + x, frame_.visible.y + y);
                if (frame_.layout.is_float)
                    p[k] = of_float(v);
                else if (axis_ == ViewAxis::Light)
                    p[k] = of_float(std::ldexp(v, -depth));
                else
                    p[k] = static_cast<Int>(v) * 65280 / ((Int{1} << depth) - 1) + 7680;
            }
            return p;
        }
        p = sums(x, y);
        for (Int& one : p)
            one = static_cast<Int>(std::floor(static_cast<double>(one) / 512)) + 7680;
        return p;
    }

    /// What stages begin with.
    Rgb values(int x, int y) const {
        Rgb v{};
        if (frame_.layout.model != ColorModel::Rgb && !frame_.layout.is_float) {
            const std::array<Int, 3> s = sums(x, y);
            for (std::size_t k = 0; k < 3; ++k)
                v[k] = static_cast<float>(std::floor(static_cast<double>(s[k]) / 8)) *
                       (1.0F / 4177920.0F);
            return v;
        }
        for (std::size_t k = 0; k < 3; ++k) {
            const int component = frame_.layout.model == ColorModel::Gray ? 0 : static_cast<int>(k);
            const double sample =
                probe_.sample(component, frame_.visible.x + x, frame_.visible.y + y);
            const int white = (1 << frame_.layout.bit_depth()) - 1;
            if (!frame_.layout.is_float)
                v[k] = static_cast<float>(sample) * (1.0F / static_cast<float>(white));
            else if (std::abs(sample) >= std::ldexp(1.0, -30))
                v[k] = static_cast<float>(std::clamp(sample, -65504.0, 65504.0));
        }
        return v;
    }

private:
    Int of_float(double f) const {
        if (axis_ != ViewAxis::Light)
            return static_cast<Int>(
                       std::floor(255 * std::floor(131072 * std::clamp(f, -1.0, 2.0)) / 512)) +
                   7680;
        if (!(f > 0)) return 0;
        if (f >= 32) return 65536;
        if (f < std::ldexp(1.0, -10)) return static_cast<Int>(std::ldexp(f, 22));
        int exponent = 0;
        const double mantissa = std::frexp(f, &exponent); // [0.5, 1)
        return 4096 + 4096 * (exponent + 9) +
               static_cast<Int>(std::floor((2 * mantissa - 1) * 4096));
    }

    /// S of scope_bins.h, from its coefficients.
    std::array<Int, 3> sums(int x, int y) const {
        const int depth = frame_.layout.bit_depth();
        std::array<Int, 3> p{};
        const shared::ScopeParams params = scope_params(frame_, frame_.color, {});
        const auto code12 = [&](int component, int column, int row) {
            const auto v = static_cast<Int>(probe_.sample(component, column, row));
            return depth >= 12 ? v >> (depth - 12) : v << (12 - depth);
        };
        const int column = frame_.visible.x + x;
        const int row = frame_.visible.y + y;
        Int b = 0;
        Int r = 0;
        if (frame_.layout.model == ColorModel::YCbCr) {
            const int chroma_x = column >> frame_.layout.chroma_shift_x;
            const int chroma_y = row >> frame_.layout.chroma_shift_y;
            b = code12(1, chroma_x, chroma_y) - 2048;
            r = code12(2, chroma_x, chroma_y) - 2048;
        }
        const Int luma = params.luma_gain * (code12(0, column, row) - params.luma_zero);
        const std::array<glm::ivec2, 3> k{params.red_from_chroma, params.green_from_chroma,
                                          params.blue_from_chroma};
        for (std::size_t i = 0; i < 3; ++i) p[i] = luma + k[i].x * b + k[i].y * r;
        return p;
    }

    const CachedFrame& frame_;
    PictureProbe probe_;
    ViewAxis axis_;
};

/// The table of 65^3 nodes.
class Table {
public:
    Table(const ColorProcessor& processor, ViewAxis axis) : axis_(axis) {
        for (Int i = 0; i < 65 * 65 * 65; ++i)
            for (const Int node : {i % 65, i / 65 % 65, i / (65 * 65)})
                nodes_.push_back(static_cast<float>(
                    axis == ViewAxis::Light ? light(node)
                                            : static_cast<double>(5 * node - 30) / 255));
        processor.apply(nodes_, 3);
    }

    std::array<int, 3> levels(const std::array<Int, 3>& p) const {
        std::array<int, 3> result{};
        const Int cell = axis_ == ViewAxis::Light ? 1024 : 1280;
        std::array<Int, 3> below{};
        std::array<std::pair<Int, std::size_t>, 3> rest;
        for (std::size_t k = 0; k < 3; ++k) {
            const Int limited = std::clamp<Int>(p[k], 0, 64 * cell);
            below[k] = std::min<Int>(limited / cell, 63);
            rest[k] = {limited - below[k] * cell, k};
        }
        std::ranges::sort(rest, std::greater{});
        std::array<Int, 3> sum{};
        Int before = cell;
        std::array<Int, 3> node = below;
        for (std::size_t step = 0; step < 4; ++step) {
            const Int after = step < 3 ? rest[step].first : 0;
            const std::array<Int, 3> value = node_value(node);
            for (std::size_t k = 0; k < 3; ++k) sum[k] += (before - after) * value[k];
            before = after;
            if (step < 3) ++node[rest[step].second];
        }
        for (std::size_t k = 0; k < 3; ++k) {
            const double level =
                std::floor(static_cast<double>(sum[k] + 8 * cell) / static_cast<double>(16 * cell));
            result[k] = static_cast<int>(std::clamp(level, 0.0, 255.0));
        }
        return result;
    }

private:
    double light(Int node) const {
        const Int u = node * 1024;
        if (u <= 4096) return std::ldexp(static_cast<double>(u), -22);
        return std::ldexp(1 + static_cast<double>(u % 4096) / 4096,
                          static_cast<int>(u / 4096) - 11);
    }

    std::array<Int, 3> node_value(const std::array<Int, 3>& node) const {
        const auto at = static_cast<std::size_t>(3 * (node[0] + 65 * (node[1] + 65 * node[2])));
        std::array<Int, 3> value{};
        for (std::size_t k = 0; k < 3; ++k)
            value[k] = std::lround(std::clamp(nodes_[at + k] * 4080.0F, -32768.0F, 32767.0F));
        return value;
    }

    ViewAxis axis_;
    std::vector<float> nodes_; ///< R'G'B' of every node.
};

/// Steps of a transform as view_stages.h has them, each node computed when it is asked for.
class Stages {
public:
    Stages(std::vector<ColorStep> steps, ViewAxis axis) : steps_(std::move(steps)), axis_(axis) {}

    std::array<int, 3> levels(Rgb v) const {
        for (std::size_t i = 0; i < steps_.size(); ++i) apply(i, v);
        std::array<int, 3> result{};
        for (std::size_t k = 0; k < 3; ++k)
            result[k] = static_cast<int>(std::clamp(v[k] * 255.0F + 0.5F, 0.0F, 255.0F));
        return result;
    }

private:
    using Function = std::function<float(float)>;

    /// Between the nodes of an octave.
    static float between(const Function& node, float x) {
        if (std::abs(x) < std::ldexp(1.0F, -30)) return node(0.0F);
        const double size = std::min(std::abs(static_cast<double>(x)), 65536.0);
        const int octave = std::ilogb(size);
        const double place = (std::ldexp(size, -octave) - 1) * 512;
        const double cell = std::floor(place);
        const auto at = [&](double c) {
            const double value = std::min(std::ldexp(1 + c / 512, octave), 65536.0);
            return node(static_cast<float>(std::copysign(value, x)));
        };
        const float a = at(cell);
        return a + (at(cell + 1) - a) * static_cast<float>(place - cell);
    }

    float of_curve(std::size_t step, std::size_t channel, float x) const {
        auto [found, is_new] = known_.try_emplace({step, x}, Rgb{x, x, x});
        if (is_new) {
            steps_[step].curves->apply(found->second, 3);
            for (float& y : found->second)
                y = std::isnan(y) ? 0 : std::clamp(y, -1048576.0F, 1048576.0F);
        }
        return found->second[channel];
    }

    float code_curve(std::size_t step, std::size_t channel, float x) const {
        const float t = std::clamp((x + 1.0F) * 8192.0F, 0.0F, 24576.0F);
        const float i = std::min(std::floor(t), 24575.0F);
        const float a = of_curve(step, channel, i / 8192 - 1);
        return a + (of_curve(step, channel, (i + 1) / 8192 - 1) - a) * (t - i);
    }

    static float reciprocal(float x) {
        return between([](float n) { return n > 0 ? 1 / n : 0.0F; }, x);
    }

    static float saturation(const Rgb& v) {
        const float hi = std::ranges::max(v);
        const float lo = std::ranges::min(v);
        return std::min(
            (std::max(hi, 1e-10F) - std::max(lo, 1e-10F)) * reciprocal(std::max(hi, 0.01F)), 1.0F);
    }

    static void glow(Rgb& v) {
        const auto [r, g, b] = v;
        const float root = between([](float n) { return n > 0 ? std::sqrt(n) : 0.0F; },
                                   b * (b - g) + g * (g - r) + r * (r - b));
        const float yc = (b + g + r + 1.75F * root) * 0.33333334F;
        const float x = (saturation(v) - 0.4F) * 5.0F;
        const float u = std::max(1.0F - 0.5F * std::abs(x), 0.0F);
        const float s = 0.025F * (1.0F + (x < 0 ? -1.0F : 1.0F) * (1.0F - u * u));
        float share = 0;
        if (yc <= 0.053333335F)
            share = 1;
        else if (yc < 0.16F)
            share = 0.08F * reciprocal(yc) - 0.5F;
        for (float& c : v) c *= 1.0F + s * share;
    }

    /// A uniform cubic B-spline over four knots of 33.75 degrees.
    static float hue_weight(float tangent) {
        if (std::signbit(tangent)) return 0;
        const double u = std::atan(static_cast<double>(tangent)) / (0.1875 * std::numbers::pi);
        const double spline = u < 1   ? 2.0 / 3 - u * u + u * u * u / 2
                              : u < 2 ? std::pow(2 - u, 3) / 6
                                      : 0;
        return static_cast<float>(1.5 * spline);
    }

    static void modify_red(Rgb& v) {
        const auto [r, g, b] = v;
        const float a = 2.0F * r - (g + b);
        if (a < std::ldexp(1.0F, -30)) return;
        const float weight = between(hue_weight, std::abs(1.7320508F * (g - b)) * reciprocal(a));
        v[0] = r + weight * saturation(v) * (0.03F - r) * 0.18F;
    }

    float gain(std::size_t i, float y) const {
        const auto node = [&](float x) {
            const float from = x == 0 ? std::ldexp(1.0F, -30) : x;
            return of_curve(i, 0, from) / from;
        };
        return between(node, y);
    }

    void apply(std::size_t i, Rgb& v) const {
        const ColorStep& step = steps_[i];
        const Rgb from = v;
        switch (step.kind) {
        case StepKind::Matrix:
            for (int k = 0; k < 3; ++k) {
                const auto m = [&](int column) {
                    return static_cast<float>(step.matrix[column][k]);
                };
                v[static_cast<std::size_t>(k)] = m(0) * from[0] + m(1) * from[1] + m(2) * from[2] +
                                                 static_cast<float>(step.offset[k]);
            }
            break;
        case StepKind::Limits:
            for (int k = 0; k < 3; ++k) {
                float& c = v[static_cast<std::size_t>(k)];
                c = std::clamp(c, step.low[k], step.high[k]);
            }
            break;
        case StepKind::Curves:
            for (std::size_t k = 0; k < 3; ++k)
                v[k] = i == 0 && axis_ == ViewAxis::Code
                           ? code_curve(i, k, v[k])
                           : between([&](float x) { return of_curve(i, k, x); }, v[k]);
            break;
        case StepKind::LuminanceGain: {
            const float g = gain(i, from[0] * step.weights.x + from[1] * step.weights.y +
                                        from[2] * step.weights.z);
            for (float& c : v) c *= g;
            break;
        }
        case StepKind::AcesGlow:
            glow(v);
            break;
        case StepKind::AcesRed:
            modify_red(v);
            break;
        }
    }

    std::vector<ColorStep> steps_;
    ViewAxis axis_;
    mutable std::map<std::pair<std::size_t, float>, Rgb> known_; ///< Nodes by step and place.
};

} // namespace

struct ReferenceView::Impl {
    Impl(const CachedFrame& frame, const ColorProcessor& processor, ViewAxis axis)
        : input(frame, axis) {
        if (processor.is_identity()) return;
        if (auto steps = color::color_steps(processor).value())
            stages.emplace(std::move(*steps), axis);
        else
            table.emplace(processor, axis);
    }

    Input input;
    std::optional<Stages> stages;
    std::optional<Table> table; ///< With neither it is an identity.
};

ReferenceView::ReferenceView(const CachedFrame& frame, const ColorProcessor& processor,
                             ViewAxis axis)
    : impl_(std::make_unique<Impl>(frame, processor, axis)) {}

ReferenceView::~ReferenceView() = default;

std::array<int, 3> ReferenceView::levels(int x, int y) const {
    if (impl_->stages) return impl_->stages->levels(impl_->input.values(x, y));
    const std::array<Int, 3> p = impl_->input.positions(x, y);
    if (impl_->table) return impl_->table->levels(p);
    std::array<int, 3> result{};
    for (std::size_t k = 0; k < 3; ++k)
        result[k] = static_cast<int>(std::clamp<Int>(
            static_cast<Int>(std::floor((static_cast<double>(p[k]) - 7680 + 128) / 256)), 0, 255));
    return result;
}

} // namespace seamline::test
