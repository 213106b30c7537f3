// The vectorscope, and waveforms of Cb and Cr. Recorded by renderer/scopes/gpu_scopes.cpp: one workgroup per
// slab of chroma rows.
#version 460
#extension GL_EXT_control_flow_attributes : require
#extension GL_EXT_scalar_block_layout : require
#extension GL_GOOGLE_include_directive : require

#include "../shared/scopes.h"

#define SCOPE_COUNTS
#include "interface.glsl"

#include "samples.glsl"

#include "plane.glsl"

layout(binding = 3) restrict buffer Waveforms {
    uint waveforms[]; // 2 * columns * kLevels
};

void count_waveforms(int x, ivec2 chroma) {
    const int column = x * params.columns / params.chroma.z;
    atomicAdd(waveforms[column * kLevels + chroma.x], 1u);
    atomicAdd(waveforms[(params.columns + column) * kLevels + chroma.y], 1u);
}

ivec4 weighted(ivec3 weights, ivec4 r, ivec4 g, ivec4 b) {
    const int neutral = (128 << kChromaBits) + (1 << (kChromaBits - 1));
    return clamp((weights.x * r + weights.y * g + weights.z * b + neutral) >> kChromaBits, 0, 255);
}

// Cb and Cr of four neighbours, each in [0, 255].
void four_chroma(ivec2 place, out ivec4 cb, out ivec4 cr) {
    if (MODEL == kModelGray) {
        cb = ivec4(kNeutral12 >> 4);
        cr = cb;
    } else if (MODEL == kModelRgb) {
        const ivec4 r = four_code12(0, place);
        const ivec4 g = four_code12(1, place);
        const ivec4 b = four_code12(2, place);
        cb = weighted(params.cb_weights, r, g, b);
        cr = weighted(params.cr_weights, r, g, b);
    } else {
        cb = four_code12(1, place) >> 4;
        cr = four_code12(2, place) >> 4;
    }
}

// `x` from the region's edge, of the first; the others are its neighbours.
void count_four(int x, ivec4 cb, ivec4 cr) {
    const bool alike = cb == cb.xxxx && cr == cr.xxxx;
    if (alike && x >= 0 && x + 3 < params.chroma.z && (params.scopes & kScopeChroma) == 0) {
        count_place(ivec2(cb.x, cr.x), 4);
        return;
    }
    [[unroll]] for (int i = 0; i < 4; ++i) {
        if (x + i < 0 || x + i >= params.chroma.z) continue;
        const ivec2 chroma = ivec2(cb[i], cr[i]);
        if ((params.scopes & kScopeVector) != 0) count_place(chroma, 1);
        if ((params.scopes & kScopeChroma) != 0) count_waveforms(x + i, chroma);
    }
}

void main() {
    clear_tile();
    const int first_quad = params.chroma.x >> 2;
    const int quads = ((params.chroma.x + params.chroma.z + 3) >> 2) - first_quad;
    const int top = int(gl_WorkGroupID.y) * push.slab_rows;
    const int rows = min(push.slab_rows, params.chroma.w - top);
    for (int i = int(gl_LocalInvocationID.x); i < quads * rows; i += group_size()) {
        const ivec2 place = ivec2((first_quad + i % quads) << 2, params.chroma.y + top + i / quads);
        ivec4 cb, cr;
        four_chroma(place, cb, cr);
        count_four(place.x - params.chroma.x, cb, cr);
    }
    add_tile();
}
