// First pass of the separable Lanczos filter: a band of source pixels, each made linear light once.
// Recorded by renderer/compositor.cpp before composite_light_rows.comp; `push.rect` in luma samples.
#version 460
#extension GL_EXT_control_flow_attributes : require
#extension GL_EXT_samplerless_texture_functions : require
#extension GL_EXT_scalar_block_layout : require
#extension GL_GOOGLE_include_directive : require

#include "shared/composite.h"

#include "composite/interface.glsl"

#include "composite/position.glsl"
#include "composite/samples.glsl"

#include "composite/color.glsl"

#include "composite/quad_samples.glsl"

#include "composite/lanczos.glsl"
#include "composite/store.glsl"

layout(local_size_x = kCompositeGroupX, local_size_y = kCompositeGroupY) in;

layout(push_constant, scalar) uniform Push {
    CompositePush push;
};

// `u` and `v` from the band's corner.
int light_index(int u, int v, int component) {
    const int components = has_flag(kA, kAlpha) ? 4 : 3;
    return (v * components + component) * push.pitch_px + u;
}

void store_light(vec4 light, ivec2 at, int component, int count) {
    if (has_flag(kA, kSwapped)) {
        [[unroll]] for (int i = 0; i < 4; ++i) {
            if (i >= count) continue;
            target_words[light_index(at.y, at.x + i, component)] = floatBitsToUint(light[i]);
        }
        return;
    }
    store_words(light_index(at.x, at.y, component), floatBitsToUint(light), count);
}

void main() {
    const ivec2 at = ivec2(gl_GlobalInvocationID.xy) * ivec2(4, 1);
    const ivec2 pixel = push.rect.xy + at;
    if (pixel.x >= push.rect.z || pixel.y >= push.rect.w) return;

    const vec4 columns = vec4(pixel.x) + vec4(0.5, 1.5, 2.5, 3.5);
    const QuadCodes codes = quad_codes(kA, columns, float(pixel.y) + 0.5);
    Quad light = codes_to_rgb(kA, codes.c0, codes.c1, codes.c2);
    [[unroll]] for (int i = 0; i < 4; ++i) {
        set_pixel(light, i, to_linear_light(vec3(light.r[i], light.g[i], light.b[i])));
    }
    // The pitch has room for a whole quad at the end of each row.
    const int count = VECTOR_STORES ? 4 : push.rect.z - pixel.x;
    store_light(light.r, at, 0, count);
    store_light(light.g, at, 1, count);
    store_light(light.b, at, 2, count);
    if (has_flag(kA, kAlpha)) store_light(codes.alpha, at, 3, count);
}
