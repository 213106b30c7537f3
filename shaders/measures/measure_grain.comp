// Sums over blocks of 16 x 16 for grain (measures::GrainBlock): one invocation per column of a block.
// Recorded by renderer/measure_passes/gpu_measures.cpp. Sums are in the order of the C++ twin, each
// rounded once.
#version 460
#extension GL_EXT_scalar_block_layout : require
#extension GL_GOOGLE_include_directive : require

#include "../shared/measures.h"

#include "samples.glsl"

layout(local_size_x = 16 * kGrainGroupBlocks) in;

const int kBlock = 16;

shared float sizes[kBlock * kGrainGroupBlocks];
shared float values[kBlock * kGrainGroupBlocks];
shared float gradients[kBlock / 2 * kGrainGroupBlocks];

// A row's left, own and right luma.
vec3 luma_round(ivec2 place) {
    return vec3(luma_at(place - ivec2(1, 0)), luma_at(place), luma_at(place + ivec2(1, 0)));
}

void add_column(ivec2 place, uint local) {
    precise float size = 0.0;
    precise float value = 0.0;
    vec3 above = luma_round(place - ivec2(0, 1));
    vec3 here = luma_round(place);
    for (int y = 0; y < kBlock; ++y) {
        const vec3 below = luma_round(place + ivec2(0, y + 1));
        precise vec3 bent = above - 2.0 * here;
        bent = bent + below;
        precise float twice = bent.x - 2.0 * bent.y;
        twice = twice + bent.z;
        size = size + abs(twice);
        value = value + here.y;
        above = here;
        here = below;
    }
    sizes[local] = size;
    values[local] = value;
}

void add_gradients(ivec2 point, uint slot) {
    precise float sum = 0.0;
    for (int i = 0; i < kBlock / 2; ++i)
        sum = sum + uintBitsToFloat(
                        scratch[params.gradient_word + point.y * params.lattice.x + point.x + i]);
    gradients[slot] = sum;
}

void main() {
    const uint local = gl_LocalInvocationID.x;
    const uint column = local % kBlock;
    const uint in_group = local / kBlock;
    // Column and row 0 of the blocks have no neighbours.
    const ivec2 block = ivec2(gl_WorkGroupID.x * kGrainGroupBlocks + in_group, gl_WorkGroupID.y) + 1;
    const bool is_inside = all(lessThan(block, params.blocks));
    if (is_inside) {
        add_column(block * kBlock + ivec2(column, 0), local);
        if (column < kBlock / 2)
            add_gradients(block * (kBlock / 2) + ivec2(0, column),
                          in_group * (kBlock / 2) + column);
    }
    barrier();
    if (!is_inside || column != 0) return;
    precise float gradient = 0.0;
    precise float size = 0.0;
    precise float value = 0.0;
    for (uint i = 0; i < kBlock / 2; ++i)
        gradient = gradient + gradients[in_group * (kBlock / 2) + i];
    for (uint i = 0; i < kBlock; ++i) {
        size = size + sizes[local + i];
        value = value + values[local + i];
    }
    const uint to = params.grain_word + 3 * uint(block.y * params.blocks.x + block.x);
    result[to] = floatBitsToUint(gradient);
    result[to + 1] = floatBitsToUint(size);
    result[to + 2] = floatBitsToUint(value);
}
