// The 99th percentile of |A - B| over a tile, for the adaptive difference: a histogram of R, G and B
// at up to 160 x 90 points where there is a picture. Recorded by renderer/compositor.cpp as one
// workgroup, before the composite that reads the result.
#version 460
#extension GL_EXT_control_flow_attributes : require
#extension GL_EXT_samplerless_texture_functions : require
#extension GL_EXT_scalar_block_layout : require
#extension GL_GOOGLE_include_directive : require

#include "shared/composite.h"

layout(local_size_x = kPercentileGroup) in;

layout(binding = 4, scalar) writeonly restrict buffer Percentiles {
    float percentiles[];
};

#include "composite/interface.glsl"

#include "composite/position.glsl"
#include "composite/samples.glsl"

#include "composite/color.glsl"
#include "composite/lanczos.glsl"
#include "composite/separable.glsl"

#include "composite/general.glsl"

const int kBinsPerInvocation = kPercentileBins / int(kPercentileGroup);

shared uint bins[kPercentileBins];
shared uint group_counts[kPercentileGroup];

void count_difference(float difference) {
    const int bin = int(abs(difference) * float(kPercentileBins));
    atomicAdd(bins[clamp(bin, 0, kPercentileBins - 1)], 1u);
}

vec3 picture_at(int which, vec2 target) {
    return path_of(which) == kPathNone ? params.empty_rgb : bilinear_pixel(which, target);
}

bool shows_picture(int which, vec2 target) {
    return path_of(which) != kPathNone && is_inside(which, source_position(which, target));
}

void count_points(int invocation) {
    const ivec2 points = min(params.tile.zw, ivec2(kPercentileColumns, kPercentileRows));
    for (int i = invocation; i < points.x * points.y; i += int(kPercentileGroup)) {
        const ivec2 point = ivec2(i % points.x, i / points.x);
        const ivec2 pixel = params.tile.xy + (2 * point + 1) * params.tile.zw / (2 * points);
        const vec2 target = vec2(pixel) + 0.5;
        if (!shows_picture(kA, target) && !shows_picture(kB, target)) continue;
        const vec3 difference = picture_at(kA, target) - picture_at(kB, target);
        count_difference(difference.r);
        count_difference(difference.g);
        count_difference(difference.b);
    }
}

// The middle of the first level that `kPercentile` of all values do not exceed.
float percentile_of_bins() {
    uint total = 0;
    for (int i = 0; i < int(kPercentileGroup); ++i) total += group_counts[i];
    const float wanted = kPercentile * float(total);
    uint below = 0;
    int group = 0;
    while (group + 1 < int(kPercentileGroup) && float(below + group_counts[group]) < wanted) {
        below += group_counts[group++];
    }
    int bin = group * kBinsPerInvocation;
    below += bins[bin];
    while (bin + 1 < kPercentileBins && float(below) < wanted) below += bins[++bin];
    return (float(bin) + 0.5) / float(kPercentileBins);
}

void main() {
    const int invocation = int(gl_LocalInvocationID.x);
    const int first_bin = invocation * kBinsPerInvocation;
    for (int i = 0; i < kBinsPerInvocation; ++i) bins[first_bin + i] = 0;
    barrier();
    count_points(invocation);
    barrier();
    uint count = 0;
    for (int i = 0; i < kBinsPerInvocation; ++i) count += bins[first_bin + i];
    group_counts[invocation] = count;
    barrier();
    if (invocation == 0) percentiles[params.percentile_index] = percentile_of_bins();
}
