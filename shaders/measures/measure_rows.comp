// Least and largest luma of each row: one workgroup per row. Recorded by
// renderer/measure_passes/gpu_measures.cpp. Luma is never negative: its bits are in its order.
#version 460
#extension GL_EXT_scalar_block_layout : require
#extension GL_GOOGLE_include_directive : require

#include "../shared/measures.h"

#include "samples.glsl"

layout(local_size_x = kMeasureGroup) in;

shared uint extent[2];

void main() {
    const int local = int(gl_LocalInvocationID.x);
    const int y = int(gl_WorkGroupID.x);
    if (local < 2) extent[local] = 0xffffffffu;
    barrier();
    uint least = 0xffffffffu;
    uint most = 0xffffffffu; // Inverted
    for (int x = local; x < params.size.x; x += kMeasureGroup) {
        const uint bits = floatBitsToUint(luma_at(ivec2(x, y)));
        least = min(least, bits);
        most = min(most, ~bits);
    }
    atomicMin(extent[0], least);
    atomicMin(extent[1], most);
    barrier();
    if (local < 2) scratch[params.rows_word + 2 * y + local] = extent[local];
}
