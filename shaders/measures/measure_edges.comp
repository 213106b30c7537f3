// Gradients at edges before and after a known blur (measures::EdgeSlopes), in no order: one workgroup
// per tile of the lattice. Recorded by renderer/measure_passes/gpu_measures.cpp. Sums are in the order
// of the C++ twin, each rounded once.
#version 460
#extension GL_EXT_scalar_block_layout : require
#extension GL_GOOGLE_include_directive : require

#include "../shared/measures.h"

#include "samples.glsl"

layout(local_size_x = kMeasureGroup) in;

const int kReach = 6;
const int kTaps = 2 * kReach + 1;

shared uint found[kEdgeTile * kEdgeTileRows];
shared uint found_count;
shared uint first_edge;

void find_edges(ivec2 tile) {
    const ivec2 first = ivec2(result[kPointsWord], result[kPointsWord + 1]);
    const ivec2 end = ivec2(result[kPointsWord + 2], result[kPointsWord + 3]);
    const uint threshold = result[kThresholdWord];
    for (int i = int(gl_LocalInvocationID.x); i < kEdgeTile * kEdgeTileRows; i += kMeasureGroup) {
        const ivec2 point = tile + ivec2(i % kEdgeTile, i / kEdgeTile);
        if (any(lessThan(point, first)) || any(greaterThanEqual(point, end))) continue;
        const uint bits = scratch[params.gradient_word + point.y * params.lattice.x + point.x];
        if (bits >= threshold) found[atomicAdd(found_count, 1u)] = uint(i);
    }
}

// x: under one blur, y: under both; the blur's and the slope's sums down one column.
struct Column {
    vec2 blur;
    vec2 slope;
};

Column column_sums(ivec2 place) {
    precise vec2 blur = vec2(0.0);
    precise vec2 slope = vec2(0.0);
    for (int k = 0; k < kTaps; ++k) {
        const float value = luma_at(place + ivec2(0, k));
        precise vec2 blurred = vec2(params.once_blur[k], params.twice_blur[k]) * value;
        precise vec2 sloped = vec2(params.once_slope[k], params.twice_slope[k]) * value;
        blur = blur + blurred;
        slope = slope + sloped;
    }
    return Column(blur, slope);
}

vec4 slopes_at(ivec2 pixel) {
    precise vec2 dx = vec2(0.0);
    precise vec2 dy = vec2(0.0);
    for (int i = 0; i < kTaps; ++i) {
        const Column down = column_sums(pixel + ivec2(i - kReach, -kReach));
        precise vec2 x = down.blur * vec2(params.once_slope[i], params.twice_slope[i]);
        precise vec2 y = down.slope * vec2(params.once_blur[i], params.twice_blur[i]);
        dx = dx + x;
        dy = dy + y;
    }
    return vec4(dx.x, dy.x, dx.y, dy.y);
}

void main() {
    const int local = int(gl_LocalInvocationID.x);
    const ivec2 tile = ivec2(gl_WorkGroupID.xy) * ivec2(kEdgeTile, kEdgeTileRows);
    if (local == 0) found_count = 0;
    barrier();
    find_edges(tile);
    barrier();
    if (local == 0 && found_count > 0) first_edge = atomicAdd(result[kEdgesWord], found_count);
    barrier();
    for (uint i = local; i < found_count; i += kMeasureGroup) {
        if (first_edge + i >= params.edge_capacity) return;
        const ivec2 point = tile + ivec2(found[i] % kEdgeTile, found[i] / kEdgeTile);
        const uvec4 slopes = floatBitsToUint(slopes_at(2 * point));
        const uint to = params.edges_word + 4 * (first_edge + i);
        for (uint k = 0; k < 4; ++k) result[to + k] = slopes[k];
    }
}
