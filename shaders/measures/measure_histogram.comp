// Counts the squared gradients of the points that may be edges. Recorded by
// renderer/measure_passes/gpu_measures.cpp.
#version 460
#extension GL_EXT_scalar_block_layout : require
#extension GL_GOOGLE_include_directive : require

#include "../shared/measures.h"

#include "samples.glsl"

layout(local_size_x = kMeasureGroup) in;

shared uint counts[kGradientBins];

void main() {
    const int local = int(gl_LocalInvocationID.x);
    for (int i = local; i < kGradientBins; i += kMeasureGroup) counts[i] = 0;
    barrier();
    const ivec2 first = ivec2(result[kPointsWord], result[kPointsWord + 1]);
    const ivec2 size = ivec2(result[kPointsWord + 2], result[kPointsWord + 3]) - first;
    const int points = size.x > 0 && size.y > 0 ? size.x * size.y : 0;
    const int stride = int(gl_NumWorkGroups.x) * kMeasureGroup;
    for (int i = int(gl_GlobalInvocationID.x); i < points; i += stride) {
        const ivec2 point = first + ivec2(i % size.x, i / size.x);
        const uint bin =
            scratch[params.gradient_word + point.y * params.lattice.x + point.x] >> 16;
        if (bin >= kLeastGradientBin)
            atomicAdd(counts[min(bin - kLeastGradientBin, uint(kGradientBins - 1))], 1u);
    }
    barrier();
    for (int i = local; i < kGradientBins; i += kMeasureGroup)
        if (counts[i] != 0) atomicAdd(scratch[params.histogram_word + i], counts[i]);
}
