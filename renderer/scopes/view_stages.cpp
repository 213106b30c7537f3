#include "renderer/scopes/view_stages.h"

#include "renderer/color/color_steps.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <functional>
#include <numbers>
#include <utility>

namespace seamline::renderer {
namespace {

using namespace shared;
using color::ColorStep;
using color::StepKind;

constexpr float kGreatest = 0x1p20F;

float sane(float value) { return value == value ? std::clamp(value, -kGreatest, kGreatest) : 0.0F; }

std::vector<float> code_nodes() {
    std::vector<float> x(kCurveCodeCells + 1);
    for (std::size_t i = 0; i < x.size(); ++i)
        x[i] = static_cast<float>(i) / kCurveCodeScale - 1.0F;
    return x;
}

std::vector<float> light_nodes() {
    std::vector<float> x{0.0F};
    for (const float sign : {1.0F, -1.0F})
        for (std::uint32_t i = 0; i < kCurveLightNodes; ++i)
            x.push_back(sign * std::bit_cast<float>(
                                   std::min(kCurveToeBits + (i << kCurveCellBits), kCurveTopBits)));
    return x;
}

/// The weight of a hue whose distance from red has this tangent: a cubic B-spline of 135 degrees.
float hue_weight(float tangent) {
    constexpr double knot = std::numbers::pi * 135 / 180 / 4;
    const double u = std::atan(static_cast<double>(tangent)) / knot;
    if (u >= 2) return 0;
    // The spline's two halves, times 3/2: one at its top.
    if (u >= 1) return static_cast<float>((2 - u) * (2 - u) * (2 - u) / 4);
    return static_cast<float>(1 - 1.5 * u * u + 0.75 * u * u * u);
}

class Builder {
public:
    explicit Builder(ViewAxis axis) : axis_(axis) {}

    void add(const ColorStep& step) {
        ViewStage stage{};
        switch (step.kind) {
        case StepKind::Matrix:
            fill_matrix(step, stage);
            break;
        case StepKind::Limits:
            stage.kind = kStageLimits;
            stage.red = step.low;
            stage.green = step.high;
            break;
        case StepKind::Curves: {
            const bool of_code = made_.stages.empty() && axis_ == ViewAxis::Code;
            stage.kind = of_code ? kStageCodeCurves : kStageLightCurves;
            stage.curves = curves(*step.curves, of_code ? code_nodes() : light_nodes());
            break;
        }
        case StepKind::LuminanceGain:
            stage.kind = kStageGain;
            stage.red = step.weights;
            stage.curves.x = gain(*step.curves);
            break;
        case StepKind::AcesGlow:
            stage.kind = kStageGlow;
            stage.curves = {reciprocal(), function([](float x) { return std::sqrt(x); }), 0};
            break;
        case StepKind::AcesRed:
            stage.kind = kStageRed;
            stage.curves = {reciprocal(), function(hue_weight), 0};
            break;
        }
        made_.stages.push_back(stage);
    }

    ViewStages take() { return std::move(made_); }

private:
    static void fill_matrix(const ColorStep& step, ViewStage& stage) {
        stage.kind = kStageMatrix;
        const glm::mat3 rows(glm::transpose(step.matrix));
        stage.red = rows[0];
        stage.green = rows[1];
        stage.blue = rows[2];
        stage.offset = glm::vec3(step.offset);
    }

    std::uint32_t append(const std::vector<float>& curve) {
        const auto at = static_cast<std::uint32_t>(made_.tables.size());
        for (const float value : curve) made_.tables.push_back(sane(value));
        return at;
    }

    /// Equal channels share a curve.
    glm::uvec3 curves(const color::ColorProcessor& processor, const std::vector<float>& nodes) {
        std::vector<float> rgb;
        for (const float x : nodes) rgb.insert(rgb.end(), {x, x, x});
        processor.apply(rgb, 3);
        std::array<std::vector<float>, 3> channels;
        for (std::size_t i = 0; i < rgb.size(); ++i) channels[i % 3].push_back(rgb[i]);
        glm::uvec3 at(append(channels[0]));
        at.y = channels[1] == channels[0] ? at.x : append(channels[1]);
        if (channels[2] == channels[1])
            at.z = at.y;
        else
            at.z = channels[2] == channels[0] ? at.x : append(channels[2]);
        return at;
    }

    std::uint32_t gain(const color::ColorProcessor& processor) {
        std::vector<float> nodes = light_nodes();
        nodes[0] = nodes[1];
        std::vector<float> rgb;
        for (const float x : nodes) rgb.insert(rgb.end(), {x, x, x});
        processor.apply(rgb, 3);
        for (std::size_t i = 0; i < nodes.size(); ++i) nodes[i] = rgb[3 * i] / nodes[i];
        return append(nodes);
    }

    /// Of numbers from 0 up; 0 of negative ones.
    std::uint32_t function(const std::function<float(float)>& of) {
        std::vector<float> nodes = light_nodes();
        for (float& x : nodes) x = std::signbit(x) ? 0.0F : of(x);
        return append(nodes);
    }

    std::uint32_t reciprocal() {
        if (reciprocal_ == kNotMade)
            reciprocal_ = function([](float x) { return x > 0 ? 1 / x : 0; });
        return reciprocal_;
    }

    static constexpr std::uint32_t kNotMade = UINT32_MAX;

    ViewAxis axis_;
    ViewStages made_;
    std::uint32_t reciprocal_ = kNotMade; ///< Shared by the modules of ACES.
};

float light_at(const float* nodes, float x) {
    const auto bits = std::bit_cast<std::uint32_t>(x);
    const std::uint32_t size = bits & 0x7FFFFFFFU;
    if (size < kCurveToeBits) return nodes[0];
    const std::uint32_t above = std::min(size, kCurveTopBits) - kCurveToeBits;
    const float* node = nodes + 1 + (bits >> 31) * kCurveLightNodes + (above >> kCurveCellBits);
    const float rest = static_cast<float>(above & ((1U << kCurveCellBits) - 1)) * 0x1p-14F;
    return node[0] + (node[1] - node[0]) * rest;
}

float code_at(const float* nodes, float x) {
    const float t =
        std::clamp((x + 1.0F) * kCurveCodeScale, 0.0F, static_cast<float>(kCurveCodeCells));
    const int i = std::min(static_cast<int>(t), kCurveCodeCells - 1);
    return nodes[i] + (nodes[i + 1] - nodes[i]) * (t - static_cast<float>(i));
}

float saturation(const float* reciprocal, float high, float low) {
    const float above = std::max(high, 1e-10F) - std::max(low, 1e-10F);
    return std::min(above * light_at(reciprocal, std::max(high, 0.01F)), 1.0F);
}

float glow_gain(const float* reciprocal, const float* root, float r, float g, float b) {
    const float sat =
        saturation(reciprocal, std::max(std::max(r, g), b), std::min(std::min(r, g), b));
    const float chroma = light_at(root, b * (b - g) + g * (g - r) + r * (r - b));
    const float yc = (b + g + r + 1.75F * chroma) * kThird;
    if (yc >= 0.16F) return 1.0F;
    const float x = (sat - 0.4F) * 5.0F;
    const float u = std::max(1.0F - 0.5F * std::abs(x), 0.0F);
    const float away = 1.0F - u * u;
    const float s = 0.025F * (1.0F + (x < 0 ? -away : away));
    if (yc <= kGlowLow) return 1.0F + s;
    return 1.0F + s * (0.08F * light_at(reciprocal, yc) - 0.5F);
}

float modified_red(const float* reciprocal, const float* hue, float r, float g, float b) {
    const float a = 2.0F * r - (g + b);
    if (!(a >= 0x1p-30F)) return r;
    const float weight = light_at(hue, std::abs(1.7320508F * (g - b)) * light_at(reciprocal, a));
    const float sat =
        saturation(reciprocal, std::max(std::max(r, g), b), std::min(std::min(r, g), b));
    return r + weight * sat * (0.03F - r) * 0.18F;
}

void run(const ViewStage& stage, const float* tables, const std::array<std::span<float>, 3>& rgb) {
    const auto& [red, green, blue] = rgb;
    const auto table = [&](int i) { return tables + stage.curves[i]; };
    const std::size_t count = red.size();
    switch (stage.kind) {
    case kStageMatrix:
        for (std::size_t i = 0; i < count; ++i) {
            const float r = red[i];
            const float g = green[i];
            const float b = blue[i];
            red[i] = stage.red.x * r + stage.red.y * g + stage.red.z * b + stage.offset.x;
            green[i] = stage.green.x * r + stage.green.y * g + stage.green.z * b + stage.offset.y;
            blue[i] = stage.blue.x * r + stage.blue.y * g + stage.blue.z * b + stage.offset.z;
        }
        break;
    case kStageLimits:
        for (int k = 0; k < 3; ++k)
            for (float& x : rgb[static_cast<std::size_t>(k)])
                x = std::min(std::max(x, stage.red[k]), stage.green[k]);
        break;
    case kStageCodeCurves:
        for (int k = 0; k < 3; ++k)
            for (float& x : rgb[static_cast<std::size_t>(k)]) x = code_at(table(k), x);
        break;
    case kStageLightCurves:
        for (int k = 0; k < 3; ++k)
            for (float& x : rgb[static_cast<std::size_t>(k)]) x = light_at(table(k), x);
        break;
    case kStageGain:
        for (std::size_t i = 0; i < count; ++i) {
            const float gain = light_at(table(0), red[i] * stage.red.x + green[i] * stage.red.y +
                                                      blue[i] * stage.red.z);
            red[i] *= gain;
            green[i] *= gain;
            blue[i] *= gain;
        }
        break;
    case kStageGlow:
        for (std::size_t i = 0; i < count; ++i) {
            const float gain = glow_gain(table(0), table(1), red[i], green[i], blue[i]);
            red[i] *= gain;
            green[i] *= gain;
            blue[i] *= gain;
        }
        break;
    default:
        for (std::size_t i = 0; i < count; ++i)
            red[i] = modified_red(table(0), table(1), red[i], green[i], blue[i]);
        break;
    }
}

} // namespace

std::optional<ViewStages> view_stages(const color::ColorProcessor& processor, ViewAxis axis) {
    const auto steps = color::color_steps(processor);
    if (!steps || !steps.value()) return {};
    if (steps.value()->size() > static_cast<std::size_t>(kMaxViewStages)) return {};
    Builder builder(axis);
    for (const ColorStep& step : *steps.value()) builder.add(step);
    return builder.take();
}

void run_stages(const ViewStages& view, const std::array<std::span<float>, 3>& rgb) {
    for (const ViewStage& stage : view.stages) run(stage, view.tables.data(), rgb);
}

} // namespace seamline::renderer
