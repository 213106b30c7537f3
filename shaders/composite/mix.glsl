// How two pictures become one.

#include "heat.glsl"

vec4 luma_of(Quad q) { return q.r * kLumaRed + q.g * kLumaGreen + q.b * kLumaBlue; }

vec4 difference_of(vec4 a, vec4 b, float gain) {
    if (DIFFERENCE == kDifferenceSigned) return 0.5 + gain * (a - b);
    if (DIFFERENCE == kDifferenceSqrt) return sqrt(gain * abs(a - b));
    return gain * abs(a - b);
}

Quad difference_quad(Quad a, Quad b) {
    float gain = params.gain;
    if (DIFFERENCE >= kDifferenceDeltaE) return heat_quad(a, b, gain);
    if (DIFFERENCE == kDifferenceAdaptive) {
        gain /= max(percentiles[params.percentile_index], kPercentileFloor);
    }
    if (DIFFERENCE == kDifferenceLuma) {
        const vec4 grey = difference_of(luma_of(a), luma_of(b), gain);
        return Quad(grey, grey, grey);
    }
    return Quad(difference_of(a.r, b.r, gain), difference_of(a.g, b.g, gain),
                difference_of(a.b, b.b, gain));
}

Quad chosen(Quad a, Quad b, bvec4 use_b) {
    return Quad(mix(a.r, b.r, use_b), mix(a.g, b.g, use_b), mix(a.b, b.b, use_b));
}

Quad wiped(Quad a, Quad b, ivec2 pixel) {
    const vec4 x = vec4(pixel.x) + vec4(0.5, 1.5, 2.5, 3.5) - params.wipe_center_px.x;
    const float y = float(pixel.y) + 0.5 - params.wipe_center_px.y;
    const vec4 distance_px = x * params.wipe_normal.x + y * params.wipe_normal.y;
    const bvec4 on_b = greaterThanEqual(distance_px, vec4(0.0));
    const vec4 line = vec4(on_b);
    const bvec4 on_line = lessThan(abs(distance_px), vec4(kWipeLinePx));
    return chosen(chosen(a, b, on_b), Quad(line, line, line), on_line);
}

Quad checkered(Quad a, Quad b, ivec2 pixel) {
    const vec4 x = vec4(pixel.x - params.tile.x) + vec4(0.5, 1.5, 2.5, 3.5);
    const float y = float(pixel.y - params.tile.y) + 0.5;
    const ivec4 square = ivec4(floor(x / params.checker_px)) + int(floor(y / params.checker_px));
    return chosen(a, b, equal(square & 1, ivec4(1)));
}

Quad overlaid(Quad a, Quad b) {
    const float t = params.opacity;
    return Quad(mix(a.r, b.r, t), mix(a.g, b.g, t), mix(a.b, b.b, t));
}

Quad mixed(Quad a, Quad b, ivec2 pixel) {
    if (MIX == kMixWipe) return wiped(a, b, pixel);
    if (MIX == kMixOverlay) return overlaid(a, b);
    if (MIX == kMixCheckerboard) return checkered(a, b, pixel);
    if (MIX == kMixDifference) return difference_quad(a, b);
    return a;
}
