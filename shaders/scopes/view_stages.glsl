// The stages of renderer/scopes/view_stages.h, which defines them; scope_view.comp has their table.
// Everything is precise: a fused product and sum would round otherwise than the CPU's.

const uint kInfinityBits = 0x7f800000u;

// White of one to sixteen bits; a GPU's division need not round correctly.
const float reciprocals[16] = float[](
    1.0 / 1.0, 1.0 / 3.0, 1.0 / 7.0, 1.0 / 15.0,
    1.0 / 31.0, 1.0 / 63.0, 1.0 / 127.0, 1.0 / 255.0,
    1.0 / 511.0, 1.0 / 1023.0, 1.0 / 2047.0, 1.0 / 4095.0,
    1.0 / 8191.0, 1.0 / 16383.0, 1.0 / 32767.0, 1.0 / 65535.0);

float light_at(uint curve, float x) {
    const uint bits = floatBitsToUint(x);
    const uint size = bits & 0x7fffffffu;
    if (size < kCurveToeBits) return uintBitsToFloat(data[curve]);
    const uint above = min(size, kCurveTopBits) - kCurveToeBits;
    const uint node = curve + 1 + (bits >> 31) * kCurveLightNodes + (above >> kCurveCellBits);
    const float a = uintBitsToFloat(data[node]);
    const float b = uintBitsToFloat(data[node + 1]);
    const float rest = float(bitfieldExtract(above, 0, kCurveCellBits)) * (1.0 / 16384.0);
    precise float y = a + (b - a) * rest;
    return y;
}

float code_at(uint curve, float x) {
    precise float t = clamp((x + 1.0) * kCurveCodeScale, 0.0, float(kCurveCodeCells));
    const int i = min(int(t), kCurveCodeCells - 1);
    const float a = uintBitsToFloat(data[curve + i]);
    const float b = uintBitsToFloat(data[curve + i + 1]);
    precise float y = a + (b - a) * (t - float(i));
    return y;
}

float row_of(vec3 row, float offset, vec3 rgb) {
    precise float sum = row.x * rgb.r + row.y * rgb.g + row.z * rgb.b + offset;
    return sum;
}

float saturation(uint reciprocal, vec3 rgb) {
    const float high = max(max(rgb.r, rgb.g), rgb.b);
    const float low = min(min(rgb.r, rgb.g), rgb.b);
    precise float sat = (max(high, 1e-10) - max(low, 1e-10)) * light_at(reciprocal, max(high, 0.01));
    return min(sat, 1.0);
}

float glow_gain(uint reciprocal, uint root, vec3 rgb) {
    const float r = rgb.r;
    const float g = rgb.g;
    const float b = rgb.b;
    precise float chroma = b * (b - g) + g * (g - r) + r * (r - b);
    precise float yc = (b + g + r + 1.75 * light_at(root, chroma)) * kThird;
    if (yc >= 0.16) return 1.0;
    precise float x = (saturation(reciprocal, rgb) - 0.4) * 5.0;
    precise float u = max(1.0 - 0.5 * abs(x), 0.0);
    precise float away = 1.0 - u * u;
    precise float s = 0.025 * (1.0 + (x < 0.0 ? -away : away));
    precise float gain = 1.0 + s;
    if (yc > kGlowLow) gain = 1.0 + s * (0.08 * light_at(reciprocal, yc) - 0.5);
    return gain;
}

float modified_red(uint reciprocal, uint hue, vec3 rgb) {
    precise float a = 2.0 * rgb.r - (rgb.g + rgb.b);
    if (!(a >= 1.0 / 1073741824.0)) return rgb.r;
    precise float tangent = abs(1.7320508 * (rgb.g - rgb.b)) * light_at(reciprocal, a);
    precise float red = rgb.r + light_at(hue, tangent) * saturation(reciprocal, rgb) *
                                    (0.03 - rgb.r) * 0.18;
    return red;
}

vec3 after_stage(ViewStage stage, vec3 rgb) {
    switch (stage.kind) {
    case kStageMatrix:
        return vec3(row_of(stage.red, stage.offset.x, rgb), row_of(stage.green, stage.offset.y, rgb),
                    row_of(stage.blue, stage.offset.z, rgb));
    case kStageLimits:
        return min(max(rgb, stage.red), stage.green);
    case kStageCodeCurves:
        return vec3(code_at(stage.curves.x, rgb.r), code_at(stage.curves.y, rgb.g),
                    code_at(stage.curves.z, rgb.b));
    case kStageLightCurves:
        return vec3(light_at(stage.curves.x, rgb.r), light_at(stage.curves.y, rgb.g),
                    light_at(stage.curves.z, rgb.b));
    case kStageGain: {
        precise float luminance = rgb.r * stage.red.x + rgb.g * stage.red.y + rgb.b * stage.red.z;
        return rgb * light_at(stage.curves.x, luminance);
    }
    case kStageGlow:
        return rgb * glow_gain(stage.curves.x, stage.curves.y, rgb);
    default:
        return vec3(modified_red(stage.curves.x, stage.curves.y, rgb), rgb.gb);
    }
}

ivec3 staged(vec3 rgb) {
    for (uint i = 0; i < header.stage_count; ++i) rgb = after_stage(stages[i], rgb);
    precise vec3 level = rgb * 255.0 + 0.5;
    return ivec3(clamp(level, 0.0, 255.0));
}
