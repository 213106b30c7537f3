// The squared gradient from which on a point is an edge. Recorded by
// renderer/measure_passes/gpu_measures.cpp: one workgroup.
#version 460
#extension GL_EXT_scalar_block_layout : require
#extension GL_GOOGLE_include_directive : require

#include "../shared/measures.h"

#include "samples.glsl"

layout(local_size_x = kMeasureGroup) in;

const int kShare = kGradientBins / kMeasureGroup; // Bins of one invocation, from the steepest down.
shared uint sums[kMeasureGroup];

uint count_of(int from_steepest) {
    return scratch[params.histogram_word + kGradientBins - 1 - from_steepest];
}

void main() {
    const int local = int(gl_LocalInvocationID.x);
    uint sum = 0;
    for (int i = 0; i < kShare; ++i) sum += count_of(local * kShare + i);
    sums[local] = sum;
    barrier();
    if (local != 0) return;
    const int columns = int(result[kPointsWord + 2]) - int(result[kPointsWord]);
    const int rows = int(result[kPointsWord + 3]) - int(result[kPointsWord + 1]);
    const uint points = columns > 0 && rows > 0 ? uint(columns * rows) : 0u;
    const uint wanted = (3 * points + 99) / 100;
    uint count = 0;
    int share = 0;
    while (share < kMeasureGroup && count + sums[share] < wanted) count += sums[share++];
    // All of them, where too few reach the least gradient.
    int bins = share * kShare;
    while (bins < kGradientBins && count < wanted) count += count_of(bins++);
    const uint bin = kLeastGradientBin + kGradientBins - bins;
    // No points: none is an edge.
    result[kThresholdWord] = points == 0 ? 0xffffffffu : max(bin, kLeastGradientBin) << 16;
}
