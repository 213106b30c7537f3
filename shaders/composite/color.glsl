// From a picture's code values to R'G'B' as it is viewed.

#include "wide.glsl"

#include "transfer.glsl"

// `ycc` is Y'c, Cbc, Crc with chroma in [-1/2, 1/2]. Source: Rec. ITU-R BT.2020-2, table 4.
vec3 bt2020_cl_to_rgb(vec3 ycc) {
    const float b = ycc.x + ycc.y * (ycc.y <= 0.0 ? 1.9404 : 1.5816);
    const float r = ycc.x + ycc.z * (ycc.z <= 0.0 ? 1.7184 : 0.9936);
    const vec3 light = bt2020_to_linear(vec3(r, ycc.x, b));
    const float green = (light.y - 0.2627 * light.x - 0.0593 * light.z) / 0.6780;
    return vec3(r, linear_to_bt2020(green), b);
}

// R'G'B' of what the matrix makes of a picture's code values, in more than single precision.
Wide wide_matrix_applied(int which, vec3 code) {
    const SourceParams source = params.source[which];
    const Wide x = times(Wide(source.from_x, source.from_x_rest), wide(vec3(code.x)));
    const Wide y = times(Wide(source.from_y, source.from_y_rest), wide(vec3(code.y)));
    const Wide z = times(Wide(source.from_z, source.from_z_rest), wide(vec3(code.z)));
    return plus(plus(x, Wide(source.rgb_offset, source.rgb_offset_rest)), plus(y, z));
}

// From LMS to BT.2020 light: the inverse of [1688 2146 262; 683 2951 462; 99 309 3688] / 4096, whose
// cofactors are whole numbers of 24 bits. Source: Rec. ITU-R BT.2100-2, table 7.
const float kLmsToRgbUnit = 4096.0 / 12801351680.0;

vec3 lms_to_rgb(Wide lms) {
    const Wide l = times(Wide(lms.hi.xxx, lms.lo.xxx), wide(vec3(10740530.0, -2473166.0, -81102.0)));
    const Wide m = times(Wide(lms.hi.yyy, lms.lo.yyy), wide(vec3(-7833490.0, 6199406.0, -309138.0)));
    const Wide s = times(Wide(lms.hi.zzz, lms.lo.zzz), wide(vec3(218290.0, -600910.0, 3515570.0)));
    const Wide sum = plus(plus(l, m), s);
    return (sum.hi + sum.lo) * kLmsToRgbUnit;
}

#ifdef COLORED
// Written while the program runs, by renderer/passes/composite_words.cpp: the pictures' transforms.
#include "transform.glsl"
#else
bool is_colored(int which) { return false; }
vec3 color_transformed(int which, vec3 rgb) { return rgb; }
#endif

float adjusted_channel(int channel, vec3 rgb, float luma, float alpha) {
    if (channel == kChannelRed) return rgb.r;
    if (channel == kChannelGreen) return rgb.g;
    if (channel == kChannelBlue) return rgb.b;
    return channel == kChannelAlpha ? alpha : luma;
}

vec3 view_adjusted(int which, vec3 rgb, float alpha) {
    if (has_flag(which, kAdjusted)) rgb *= params.source[which].exposure_gain;
    if (has_flag(which, kGamma)) {
        rgb = pow(max(rgb, 0.0), vec3(params.source[which].inverse_gamma));
    }
    if (!has_flag(which, kAdjusted)) return rgb;
    const vec3 weights = vec3(kLumaRed, kLumaGreen, kLumaBlue);
    const float grey = dot(rgb, weights);
    rgb = grey + (rgb - grey) * params.source[which].saturation;
    const int channel = params.source[which].channel;
    return channel == kChannelRgb
               ? rgb
               : vec3(adjusted_channel(channel, rgb, dot(rgb, weights), alpha));
}

#include "tools.glsl"

// `rgb` straight, or multiplied by alpha when the layout says so; the result lies over `empty`.
// `pixel` is the target's; `edge` whether focus peaking marks it.
vec3 viewed(int which, ivec2 pixel, vec3 rgb, float alpha, bool edge) {
    if (has_flag(which, kPremultiplied)) rgb /= max(alpha, 1e-6);
    const vec3 signal = rgb;
    if (is_colored(which)) rgb = color_transformed(which, rgb);
    const vec3 of_view = rgb;
    rgb = view_adjusted(which, rgb, alpha);
    if (has_tools(which)) rgb = marked(which, pixel, signal, of_view, rgb, edge);
    const bool opaque =
        !has_flag(which, kAlpha) || params.source[which].channel == kChannelAlpha;
    return opaque ? rgb : mix(params.empty_rgb, rgb, alpha);
}

// Four pixels at once. A transform's text is long, and so is that of tools: it is there once, in a
// loop.
Quad viewed_quad(int which, ivec2 pixel, Quad rgb, vec4 alpha) {
    Quad seen = rgb;
    const uint edges = edges_of(which, pixel);
    if (!is_colored(which) && !has_levels(which)) {
        [[unroll]] for (int i = 0; i < 4; ++i) {
            const vec3 own = vec3(rgb.r[i], rgb.g[i], rgb.b[i]);
            const bool edge = ((edges >> i) & 1) != 0;
            set_pixel(seen, i, viewed(which, pixel + ivec2(i, 0), own, alpha[i], edge));
        }
        return seen;
    }
    [[dont_unroll]] for (int i = 0; i < 4; ++i) {
        const vec3 own = vec3(rgb.r[i], rgb.g[i], rgb.b[i]);
        const bool edge = ((edges >> i) & 1) != 0;
        const vec3 one = viewed(which, pixel + ivec2(i, 0), own, alpha[i], edge);
        const bvec4 here = equal(ivec4(0, 1, 2, 3), ivec4(i));
        seen.r = mix(seen.r, vec4(one.r), here);
        seen.g = mix(seen.g, vec4(one.g), here);
        seen.b = mix(seen.b, vec4(one.b), here);
    }
    return seen;
}

vec3 matrix_applied(int which, vec3 code) {
    if (color_components_of(which) == 1) {
        return params.source[which].from_x * code.x + params.source[which].rgb_offset;
    }
    return params.source[which].from_x * code.x +
           (params.source[which].from_y * code.y +
            (params.source[which].from_z * code.z + params.source[which].rgb_offset));
}

vec3 nonlinear_code_to_rgb(int which, vec3 code) {
    const uint kind = nonlinear_of(which);
    if (kind == kBt2020Cl) return bt2020_cl_to_rgb(matrix_applied(which, code));
    const Wide lms = wide_matrix_applied(which, code);
    if (kind == kIctcpPq) return linear_to_pq(lms_to_rgb(wide_pq_to_linear(lms)));
    return linear_12_to_hlg(lms_to_rgb(wide_hlg_to_linear_12(lms)));
}

vec3 code_to_rgb(int which, vec3 code) {
    if (nonlinear_of(which) == kLinear) return matrix_applied(which, code);
    return nonlinear_code_to_rgb(which, code);
}

// Four pixels at once. The long way is a loop, not four copies: unrolled, its `precise` is lost.
Quad codes_to_rgb(int which, vec4 c0, vec4 c1, vec4 c2) {
    Quad quad;
    if (nonlinear_of(which) == kLinear) {
        [[unroll]] for (int i = 0; i < 4; ++i) {
            set_pixel(quad, i, matrix_applied(which, vec3(c0[i], c1[i], c2[i])));
        }
        return quad;
    }
    [[dont_unroll]] for (int i = 0; i < 4; ++i) {
        const vec3 rgb = nonlinear_code_to_rgb(which, vec3(c0[i], c1[i], c2[i]));
        const bvec4 here = equal(ivec4(0, 1, 2, 3), ivec4(i));
        quad.r = mix(quad.r, vec4(rgb.r), here);
        quad.g = mix(quad.g, vec4(rgb.g), here);
        quad.b = mix(quad.b, vec4(rgb.b), here);
    }
    return quad;
}
