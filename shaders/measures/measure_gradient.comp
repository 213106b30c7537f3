// measures::soft_gradient_squared: one workgroup per tile of the lattice. Recorded by
// renderer/measure_passes/gpu_measures.cpp. Sums are in the order of the C++ twin, each rounded once.
#version 460
#extension GL_EXT_scalar_block_layout : require
#extension GL_GOOGLE_include_directive : require

#include "../shared/measures.h"

#include "samples.glsl"

layout(local_size_x = kMeasureGroup) in;

const int kRadius = 6;
// The tile, one lattice point more on every side, and what its Gaussian reaches.
const int kPoints = kSoftTile + 2;
const int kPointRows = kSoftTileRows + 2;
const int kColumns = 2 * (kPoints - 1) + 2 * kRadius + 1;
const int kRows = 2 * (kPointRows - 1) + 2 * kRadius + 1;

shared float luma[kRows * kColumns];
shared float down[kPointRows * kColumns];
shared float soft[kPointRows * kPoints];

void fetch_luma(ivec2 first) {
    for (int i = int(gl_LocalInvocationID.x); i < kRows * kColumns; i += kMeasureGroup) {
        const ivec2 place = first + ivec2(i % kColumns, i / kColumns);
        luma[i] = luma_at(clamp(place, ivec2(0), params.size - 1));
    }
}

void blur_down() {
    for (int i = int(gl_LocalInvocationID.x); i < kPointRows * kColumns; i += kMeasureGroup) {
        const int middle = (2 * (i / kColumns) + kRadius) * kColumns + i % kColumns;
        precise float sum = params.soft[0] * luma[middle];
        for (int k = 1; k <= kRadius; ++k) {
            precise float pair = luma[middle - k * kColumns] + luma[middle + k * kColumns];
            precise float product = params.soft[k] * pair;
            sum = sum + product;
        }
        down[i] = sum;
    }
}

void blur_across() {
    for (int i = int(gl_LocalInvocationID.x); i < kPointRows * kPoints; i += kMeasureGroup) {
        const int middle = i / kPoints * kColumns + 2 * (i % kPoints) + kRadius;
        precise float sum = params.soft[0] * down[middle];
        for (int k = 1; k <= kRadius; ++k) {
            precise float pair = down[middle - k] + down[middle + k];
            precise float product = params.soft[k] * pair;
            sum = sum + product;
        }
        soft[i] = sum;
    }
}

float squared_gradient(int at) {
    precise float dx = 0.25 * (soft[at + 1] - soft[at - 1]);
    precise float dy = 0.25 * (soft[at + kPoints] - soft[at - kPoints]);
    precise float squared = dx * dx + dy * dy;
    return squared;
}

void main() {
    const ivec2 tile = ivec2(gl_WorkGroupID.xy) * ivec2(kSoftTile, kSoftTileRows);
    fetch_luma(2 * (tile - 1) - kRadius);
    barrier();
    blur_down();
    barrier();
    blur_across();
    barrier();
    for (int i = int(gl_LocalInvocationID.x); i < kSoftTile * kSoftTileRows; i += kMeasureGroup) {
        const ivec2 in_tile = ivec2(i % kSoftTile, i / kSoftTile);
        const ivec2 point = tile + in_tile;
        if (any(greaterThanEqual(point, params.lattice))) continue;
        const bool is_inner = all(greaterThan(point, ivec2(0))) &&
                              all(lessThan(point, params.lattice - 1));
        const float value =
            is_inner ? squared_gradient((in_tile.y + 1) * kPoints + in_tile.x + 1) : 0.0;
        scratch[params.gradient_word + point.y * params.lattice.x + point.x] =
            floatBitsToUint(value);
    }
}
