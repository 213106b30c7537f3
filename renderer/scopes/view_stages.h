// renderer/scopes/view_stages.h: a view transform as stages of curves and matrices.
#pragma once

#include "renderer/color/color_processor.h"

#include "shaders/shared/view_signal.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace seamline::renderer {

/// How a signal's values lie on R, G and B of the source.
enum class ViewAxis : std::uint8_t {
    Code,  ///< For code values of video and cameras.
    Light, ///< For scene-linear light. Only of RGB and grey sources.
};

/// A transform in floats that every implementation computes alike. All arithmetic is IEEE 754's of
/// single precision, rounded to nearest even, each operation by itself (nothing is fused), sums
/// from left to right. No value on the way is subnormal in a way that shows.
///
/// **Matrix.** r' = m.x * r + m.y * g + m.z * b + offset.x, and so on. **Limits** are of each
/// channel.
///
/// **Curves over code values**, of a first stage: t = clamp((x + 1) * 8192, 0, 24576), i =
/// min(floor(t), 24575), y = n[i] + (n[i + 1] - n[i]) * (t - i), where node n[i] is the transform
/// of i / 8192 - 1.
///
/// **Curves over light.** n[0] for |x| < 2^-30. Else, with m = min(|x|, 2^16), the fourteen low
/// bits of m's pattern are l and c = (pattern - pattern of 2^-30) >> 14: y = a + (b - a) * (l *
/// 2^-14), where a = n[1 + c], or n[1 + 23554 + c] of negative x, and b is the next. The nodes are
/// thus 512 to an octave, and their values those of the transform.
///
/// **Gain.** rgb *= g(r * w.x + g * w.y + b * w.z); g is a curve over light.
///
/// **Glow and red modifier** of ACES 1.0, with 1/x (q), the root and the weight of a hue by the
/// tangent of its distance from red (h) as curves over light. hi and lo are the greatest and the
/// least channel.
///     sat = min((max(hi, 1e-10) - max(lo, 1e-10)) * q(max(hi, 0.01)), 1)
///     yc = (b + g + r + 1.75 * root(b * (b - g) + g * (g - r) + r * (r - b))) * 0.33333334
///     x = (sat - 0.4) * 5; u = max(1 - 0.5 * |x|, 0); s = 0.025 * (1 + sign(x) * (1 - u * u))
///     glow: rgb *= 1 + s * (yc <= 0.053333335: 1; yc < 0.16: 0.08 * q(yc) - 0.5; else 0)
///     red: a = 2 * r - (g + b), unless below 2^-30: r += h(|sqrt(3) * (g - b)| * q(a)) * sat *
///          (0.03 - r) * 0.18
/// Source: AMPAS, ACES 1.0, RRT: glow module and red modifier.
struct ViewStages {
    std::vector<shared::ViewStage> stages; ///< At most kMaxViewStages.
    std::vector<float> tables;
};

/// None: the transform is not made of these. `axis`: what it begins with. Blocks: tens of
/// milliseconds. NaN in a curve is 0, and its values end at 2^20.
std::optional<ViewStages> view_stages(const color::ColorProcessor& processor, ViewAxis axis);

/// In place; the spans have one length. Values are finite. Threads: any.
void run_stages(const ViewStages& view, const std::array<std::span<float>, 3>& rgb);

} // namespace seamline::renderer
