// The last pass before a window that takes more than 8 bits: the picture (16-bit codes of a display)
// and, over it, the interface (8-bit sRGB, multiplied by alpha) become the window's words. Recorded by
// renderer/passes/output_encoder.cpp. One invocation per pixel.
#version 460
#extension GL_EXT_scalar_block_layout : require
#extension GL_GOOGLE_include_directive : require

#include "shared/output_encoding.h"

layout(local_size_x = kOutputGroup, local_size_y = kOutputGroup) in;

layout(constant_id = 0) const uint OUTPUT = kOutputRgb10;
layout(constant_id = 1) const uint CURVE = kCurvePower;
layout(constant_id = 2) const bool BLUE_FIRST = false; // Of 10 bits: blue lies in the low ones.
layout(constant_id = 3) const bool WITH_LAYER = false;
layout(constant_id = 4) const bool IS_PQ_2020 = false; // The picture is HDR10 already.

layout(binding = 0, scalar) readonly buffer Picture { uvec2 picture[]; };
layout(binding = 1, scalar) readonly buffer Layer { uint layer[]; };
layout(binding = 2, scalar) writeonly buffer Window { uint words[]; };
layout(push_constant, scalar) uniform Push { OutputPush push; };

#include "composite/wide.glsl"

#include "composite/transfer.glsl"

// From BT.709 to BT.2020 light. Source: Rep. ITU-R BT.2087-0, annex 2, with three more digits.
const mat3 kBt709ToBt2020 = mat3(0.627404, 0.069097, 0.016391, 0.329283, 0.919540, 0.088013,
                                 0.043313, 0.011362, 0.895595);
const mat3 kBt2020ToBt709 = mat3(1.660491, -0.124550, -0.018151, -0.587641, 1.132900, -0.100579,
                                 -0.072850, -0.008349, 1.118730);

// The drivers' own pow may be far off.
vec3 power(vec3 v, float exponent) {
    return mix(accurate_exp(exponent * accurate_ln(max(v, 1e-12))), vec3(0.0), lessThan(v, vec3(1e-12)));
}

// Source: IEC 61966-2-1.
vec3 srgb_to_light(vec3 v) {
    return mix(v / 12.92, power((v + 0.055) / 1.055, 2.4), greaterThan(v, vec3(0.04045)));
}

vec3 pq_to_nits(vec3 v) {
    const Wide light = wide_pq_to_linear(wide(v));
    return mix(kPqPeak * (light.hi + light.lo), vec3(0.0), lessThan(v, vec3(1e-6)));
}

vec3 nits_to_pq(vec3 nits) {
    return linear_to_pq(clamp(nits / kPqPeak, 0.0, 1.0));
}

// Source: Rec. ITU-R BT.2100-2, table 5: the inverse OETF, then the OOTF.
vec3 hlg_to_nits(vec3 v) {
    const Wide twelve = wide_hlg_to_linear_12(wide(v));
    const vec3 scene = (twelve.hi + twelve.lo) / 12.0;
    const float luminance = dot(scene, vec3(0.2627, 0.6780, 0.0593));
    return kHlgPeak * power(vec3(luminance), 0.2) * scene;
}

vec3 picture_nits(vec3 code) {
    vec3 own;
    if (CURVE == kCurvePq) own = pq_to_nits(code);
    else if (CURVE == kCurveHlg) own = hlg_to_nits(code);
    else if (CURVE == kCurveSrgb) own = kInterfaceWhite * srgb_to_light(code);
    else own = kInterfaceWhite * power(code, push.exponent);
    return mat3(push.to_bt2020_x, push.to_bt2020_y, push.to_bt2020_z) * own;
}

vec3 interface_nits(vec3 srgb) { return kBt709ToBt2020 * (kInterfaceWhite * srgb_to_light(srgb)); }

void store_10(int pixel, vec3 rgb) {
    const uvec3 code = uvec3(clamp(rgb, 0.0, 1.0) * 1023.0 + 0.5);
    const uvec3 order = BLUE_FIRST ? code.bgr : code;
    words[pixel] = order.x | (order.y << 10) | (order.z << 20) | 0xc0000000u;
}

// Largest finite half float: 65504.
void store_scrgb(int pixel, vec3 nits) {
    const vec3 v = clamp(kBt2020ToBt709 * nits / kScRgbUnit, -65504.0, 65504.0);
    words[2 * pixel] = packHalf2x16(v.rg);
    words[2 * pixel + 1] = packHalf2x16(vec2(v.b, 1.0));
}

void main() {
    const ivec2 at = ivec2(gl_GlobalInvocationID.xy);
    if (any(greaterThanEqual(at, push.window))) return;
    const int pixel = at.y * push.window.x + at.x;
    const bool is_picture = all(greaterThanEqual(at, push.viewer.xy)) && all(lessThan(at, push.viewer.zw));
    vec3 code = push.around_rgb;
    if (is_picture) {
        const ivec2 inside = at - push.viewer.xy;
        const uvec2 rgba = picture[inside.y * push.picture_pitch + inside.x];
        code = vec3(rgba.x & 0xffffu, rgba.x >> 16, rgba.y & 0xffffu) / 65535.0;
    }
    vec4 over = vec4(0.0);
    if (WITH_LAYER) over = unpackUnorm4x8(layer[pixel]);
    if (OUTPUT == kOutputRgb10) {
        store_10(pixel, code * (1.0 - over.a) + over.rgb);
        return;
    }
    if (OUTPUT == kOutputPq10 && IS_PQ_2020 && is_picture && over.a == 0.0) {
        store_10(pixel, code);
        return;
    }
    vec3 nits = is_picture ? picture_nits(code) : interface_nits(code);
    if (OUTPUT == kOutputScRgb && over.a == 0.0) {
        store_scrgb(pixel, nits);
        return;
    }
    // Mixed as PQ, which is about even to the eye, as the interface's own R'G'B' is: what is drawn
    // half transparent over a highlight dims it as it would dim SDR's white.
    vec3 pq = nits_to_pq(nits);
    if (over.a > 0.0) {
        const vec3 own = nits_to_pq(interface_nits(min(over.rgb / over.a, 1.0)));
        pq = mix(pq, own, over.a);
    }
    if (OUTPUT == kOutputPq10) store_10(pixel, pq);
    else store_scrgb(pixel, pq_to_nits(pq));
}
