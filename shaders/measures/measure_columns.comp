// Least and largest luma of each column between the upper and the lower matte: one workgroup per 256
// columns and slab of rows. Recorded by renderer/measure_passes/gpu_measures.cpp.
#version 460
#extension GL_EXT_scalar_block_layout : require
#extension GL_GOOGLE_include_directive : require

#include "../shared/measures.h"

#include "samples.glsl"

layout(local_size_x = kMeasureGroup) in;

void main() {
    const int x = int(gl_GlobalInvocationID.x);
    const int end = int(result[kAreaWord + 1] + result[kAreaWord + 3]);
    const int top = int(result[kAreaWord + 1]) + int(gl_WorkGroupID.y) * kColumnSlab;
    const int bottom = min(top + kColumnSlab, end);
    if (x >= params.size.x || top >= bottom) return;
    uint least = 0xffffffffu;
    uint most = 0xffffffffu; // Inverted
    for (int y = top; y < bottom; ++y) {
        const uint bits = floatBitsToUint(luma_at(ivec2(x, y)));
        least = min(least, bits);
        most = min(most, ~bits);
    }
    atomicMin(scratch[params.columns_word + 2 * x], least);
    atomicMin(scratch[params.columns_word + 2 * x + 1], most);
}
