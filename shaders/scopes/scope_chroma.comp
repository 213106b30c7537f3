// The vectorscope, and waveforms of Cb and Cr. Recorded by renderer/scopes/gpu_scopes.cpp: one workgroup per
// slab of chroma rows.
#version 460
#extension GL_EXT_scalar_block_layout : require
#extension GL_GOOGLE_include_directive : require

#include "../shared/scopes.h"

#include "interface.glsl"

#include "plane.glsl"

layout(binding = 3) restrict buffer Waveforms {
    uint waveforms[]; // 2 * columns * kLevels
};

void count_waveforms(int x, ivec2 chroma) {
    const int column = x * params.columns / params.chroma.z;
    atomicAdd(waveforms[column * kLevels + chroma.x], 1u);
    atomicAdd(waveforms[(params.columns + column) * kLevels + chroma.y], 1u);
}

void main() {
    clear_tile();
    const int top = int(gl_WorkGroupID.y) * push.slab_rows;
    const int bottom = min(top + push.slab_rows, params.chroma.w);
    for (int y = top; y < bottom; ++y) {
        for (int x = int(gl_LocalInvocationID.x); x < params.chroma.z; x += kScopeGroup) {
            const ivec2 chroma = chroma_at(params.chroma.xy + ivec2(x, y));
            if ((params.scopes & kScopeVector) != 0) count_place(chroma);
            if ((params.scopes & kScopeChroma) != 0) count_waveforms(x, chroma);
        }
    }
    add_tile();
}
